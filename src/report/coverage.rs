//! Clause by clause: which rules stand for it, and what the scenarios of each rule reach.
//!
//! A clause is covered when a rule cites it, or an exemption that a rule uses, and scenarios that pass reach of each such
//! rule that it is met, breached and undetermined, and every one of its exceptions.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::engine::outcome::Outcome;
use crate::source::SourceMap;
use crate::types::typed::{
    Amount, Atom, Clause, ClauseId, Due, Duty, Effect, ExemptionId, Limit, Measure, ParamId, Program, Rule, RuleId,
    Threshold,
};
use crate::types::{Verdict, can_be};

/// The outcomes that the scenarios of every rule must reach.
pub const WANTED: [Outcome; 3] = [Outcome::Met, Outcome::Breached, Outcome::Undetermined];

/// The format of the document, raised when a reader of the last one could misread it.
pub const SCHEMA: &str = "assize/coverage/1";

/// What an expectation of a scenario that holds is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reached {
    /// The rule.
    pub rule: RuleId,
    /// The outcomes that it names.
    pub outcomes: Vec<Outcome>,
    /// The rule's exceptions that hold for an obligation that it is about, by their places in the rule.
    pub exceptions: Vec<usize>,
}

/// What is reached, and by which scenario: its place in the program.
pub type Hit = (usize, Reached);

/// The coverage of some policies.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Coverage {
    /// The format.
    pub schema: &'static str,
    /// How many clauses there are.
    pub clauses: usize,
    /// How many are covered.
    pub covered: usize,
    /// How many cannot be covered: their text is lost.
    pub unreadable: usize,
    /// How many scenarios there are.
    pub scenarios: usize,
    /// How many of them fail: what they expect is not counted.
    pub failing: usize,
    /// Each policy that has clauses.
    pub policies: Vec<PolicyCoverage>,
    /// Each rule, in the order of the rule files.
    pub rules: Vec<RuleCoverage>,
}

/// The clauses of one policy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PolicyCoverage {
    /// Its name.
    pub name: String,
    /// What it is.
    pub title: String,
    /// Its clauses, as declared.
    pub clauses: Vec<ClauseCoverage>,
}

/// One clause.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ClauseCoverage {
    /// Its number.
    pub name: String,
    /// What it asks.
    pub title: String,
    /// Why its text cannot be read.
    pub unreadable: Option<String>,
    /// The rules that stand for it, by their places in `rules`.
    pub rules: Vec<usize>,
    /// The exemptions that come from it.
    pub exemptions: Vec<String>,
    /// How it stands.
    pub state: State,
}

/// How a clause stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// No rule stands for it.
    NoRule,
    /// Its text is lost: no rule can stand for all of it.
    Unreadable,
    /// A rule stands for it, and its scenarios leave something out.
    Partly,
    /// It is covered.
    Covered,
}

impl State {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            State::NoRule => "no rule",
            State::Unreadable => "lost",
            State::Partly => "partly",
            State::Covered => "covered",
        }
    }
}

/// One rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RuleCoverage {
    /// Its name with its policy.
    pub id: String,
    /// What it asks.
    pub title: String,
    /// The titles of the scenarios that expect something of it.
    pub scenarios: Vec<String>,
    /// The outcomes that they reach, worst first.
    #[serde(serialize_with = "words")]
    pub outcomes: Vec<Outcome>,
    /// Its exceptions.
    pub exceptions: Vec<ExceptionCoverage>,
    /// The parameters that it rests on and that the rule files leave unset.
    pub unset: Vec<String>,
    /// The clauses whose lost text it asks for.
    pub unreadable: Vec<String>,
    /// The outcomes of those wanted that it can come to: of a lost text nobody can say that it is met or breached.
    #[serde(skip)]
    pub reachable: Vec<Outcome>,
}

/// One exception of a rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ExceptionCoverage {
    /// The line, as it is written.
    pub text: String,
    /// Whether a scenario reaches it.
    pub reached: bool,
}

fn words<S: serde::Serializer>(outcomes: &[Outcome], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(outcomes.iter().map(|outcome| outcome.word()))
}

impl RuleCoverage {
    /// What its scenarios leave out, in words.
    pub fn missing(&self) -> Vec<String> {
        let wanted = WANTED.iter().filter(|one| self.reachable.contains(one) && !self.outcomes.contains(one));
        let outcomes = wanted.map(|one| one.word().to_owned());
        let exceptions = self.exceptions.iter().filter(|one| !one.reached).map(|one| format!("`{}`", one.text));
        outcomes.chain(exceptions).collect()
    }
}

/// Works out the coverage from what the scenarios reach.
pub fn coverage(program: &Program, sources: &SourceMap, hits: &[Hit], failing: usize) -> Coverage {
    let rules: Vec<RuleCoverage> =
        (0..).map(RuleId).zip(&program.rules).map(|(id, one)| rule(program, sources, (id, one), hits)).collect();
    let mut policies: BTreeMap<usize, PolicyCoverage> = BTreeMap::new();
    for (id, one) in (0..).map(ClauseId).zip(&program.clauses) {
        let Some(policy) = program.policy(one.policy) else { continue };
        let entry = policies.entry(one.policy.index()).or_insert_with(|| PolicyCoverage {
            name: policy.name.clone(),
            title: policy.title.clone(),
            clauses: Vec::new(),
        });
        entry.clauses.push(clause(program, (id, one), &rules));
    }
    let policies: Vec<PolicyCoverage> = policies.into_values().collect();
    let number = |wanted: State| {
        let states = policies.iter().flat_map(|policy| &policy.clauses).map(|clause| clause.state);
        states.filter(|state| *state == wanted).count()
    };
    Coverage {
        schema: SCHEMA,
        clauses: program.clauses.len(),
        covered: number(State::Covered),
        unreadable: number(State::Unreadable),
        scenarios: program.scenarios.len(),
        failing,
        policies,
        rules,
    }
}

fn clause(program: &Program, (id, clause): (ClauseId, &Clause), rules: &[RuleCoverage]) -> ClauseCoverage {
    let exemptions: Vec<ExemptionId> = (0..)
        .map(ExemptionId)
        .zip(&program.exemptions)
        .filter(|(_, exemption)| exemption.cites.contains(&id))
        .map(|(exemption, _)| exemption)
        .collect();
    let uses = |rule: &Rule| {
        rule.exceptions.iter().any(|exception| exception.exemption.is_some_and(|named| exemptions.contains(&named)))
    };
    let stands = |(_, rule): &(usize, &Rule)| rule.cites.contains(&id) || uses(rule);
    let places: Vec<usize> = program.rules.iter().enumerate().filter(stands).map(|(place, _)| place).collect();
    let complete = places.iter().filter_map(|place| rules.get(*place)).all(|rule| rule.missing().is_empty());
    ClauseCoverage {
        name: clause.name.clone(),
        title: clause.title.clone(),
        unreadable: clause.unreadable.clone(),
        exemptions: exemptions.iter().filter_map(|id| program.exemption(*id)).map(|one| one.name.clone()).collect(),
        state: match (&clause.unreadable, places.is_empty(), complete) {
            (_, true, _) => State::NoRule,
            (_, false, false) => State::Partly,
            (Some(_), false, true) => State::Unreadable,
            (None, false, true) => State::Covered,
        },
        rules: places,
    }
}

fn rule(program: &Program, sources: &SourceMap, (id, rule): (RuleId, &Rule), hits: &[Hit]) -> RuleCoverage {
    let of_rule: Vec<&Hit> = hits.iter().filter(|(_, reached)| reached.rule == id).collect();
    let outcomes: BTreeSet<Outcome> = of_rule.iter().flat_map(|(_, reached)| &reached.outcomes).copied().collect();
    let scenarios: BTreeSet<usize> = of_rule.iter().map(|(scenario, _)| *scenario).collect();
    let titles = scenarios.iter().filter_map(|place| program.scenarios.get(*place));
    let exception = |(place, span): (usize, crate::source::Span)| ExceptionCoverage {
        text: sources.text(span).split_whitespace().collect::<Vec<_>>().join(" "),
        reached: of_rule.iter().any(|(_, reached)| reached.exceptions.contains(&place)),
    };
    let unset = params(rule).into_iter().filter_map(|id| program.param(id)).filter(|param| param.value.is_none());
    RuleCoverage {
        id: match program.policy(rule.policy) {
            Some(policy) => format!("{}/{}", policy.name, rule.name),
            None => rule.name.clone(),
        },
        title: rule.title.clone(),
        scenarios: titles.map(|scenario| scenario.title.clone()).collect(),
        outcomes: outcomes.into_iter().collect(),
        exceptions: rule.all_exceptions().iter().map(|one| one.span).enumerate().map(exception).collect(),
        unset: unset.map(|param| param.name.clone()).collect(),
        unreadable: unreadable(program, rule),
        reachable: WANTED.into_iter().filter(|one| is_reachable(rule, *one)).collect(),
    }
}

/// The clauses whose lost text a rule asks for.
fn unreadable(program: &Program, rule: &Rule) -> Vec<String> {
    let asked = rule.atoms.iter().filter_map(|atom| match atom.measure {
        Measure::Unreadable(clause) => program.clause(clause),
        _ => None,
    });
    asked.map(|clause| clause.name.clone()).collect()
}

/// Whether a rule can come to an outcome: of a lost text nobody can say that it is met or breached.
fn is_reachable(rule: &Rule, outcome: Outcome) -> bool {
    match outcome {
        Outcome::Met => can_be(rule, Verdict::Met),
        Outcome::Breached => can_be(rule, Verdict::Breached),
        _ => true,
    }
}

/// The parameters that a rule rests on.
fn params(rule: &Rule) -> BTreeSet<ParamId> {
    let limits = rule.atoms.iter().filter_map(limit).chain(match &rule.duty {
        Duty::Once { due: Some(Due::Within(limit, _)), .. } => Some(limit),
        Duty::Once { .. } | Duty::Each(_) | Duty::EachTerm(..) | Duty::InAny(_) | Duty::ForEach(_) => None,
    });
    let limits = limits.chain(rule.extended.iter().map(|extension| &extension.by));
    let limits = limits.filter_map(|limit| match limit.number {
        Amount::Param(id) => Some(id),
        Amount::Number(_) => None,
    });
    let changed = rule.exceptions.iter().filter_map(|exception| match &exception.effect {
        Effect::Reduced(_, to) | Effect::Raised(_, to) => Some(to),
        Effect::Exempt | Effect::Excused => None,
    });
    let thresholds = rule.atoms.iter().map(|atom| &atom.threshold).chain(changed).filter_map(|to| match to {
        Threshold::Param(id) => Some(*id),
        Threshold::Fixed(_) | Threshold::Table(_) | Threshold::Point(_) | Threshold::All => None,
    });
    limits.chain(thresholds).collect()
}

fn limit(atom: &Atom) -> Option<&Limit> {
    match &atom.measure {
        Measure::Responses(response) | Measure::Has(_, response) => Some(&response.within),
        Measure::FanOut { recipients, .. } => recipients.first().map(|one| &one.response.within),
        _ => None,
    }
}
