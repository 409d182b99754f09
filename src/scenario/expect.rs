//! Holds what was found against what a scenario expects.
//!
//! An expectation is about one finding, or with `on` about the obligations of one day. What it says of a measure, a
//! due date or a cure must hold together, of one obligation that has the expected outcome.

use super::{Failure, Stage};
use super::{clocks, found};
use crate::engine::Audit;
use crate::engine::outcome::{AtomResult, EventRef, Finding, Obligation, Outcome, Reason, WindowLabel};
use crate::report::coverage::Reached;
use crate::report::words::{self, Names};
use crate::types::typed::{Detail, ExemptionId, Expectation, OutcomeWord, Rule, Scenario};
use crate::value::{Bound, Day, Rational, fold};

/// What the expectations of a scenario reach that hold, and those that do not.
pub fn held(
    stage: Stage<'_>,
    audit: &Audit<'_>,
    scenario: &Scenario,
    findings: &[Finding],
) -> (Vec<Reached>, Vec<Failure>) {
    let names = Names { program: stage.program, tables: audit.tables, sources: stage.sources };
    let (mut reached, mut failures) = (Vec::new(), Vec::new());
    for expectation in &scenario.expectations {
        match one(names, expectation, findings) {
            Ok(held) => reached.push(held),
            Err(failure) => failures.push(failure),
        }
    }
    failures.extend(scenario.clocks.iter().filter_map(|expected| clocks::problem(names, audit, expected)));
    (reached, failures)
}

/// What one expectation is held against.
struct Trial<'a> {
    names: Names<'a>,
    rule: &'a Rule,
    expectation: &'a Expectation,
    finding: &'a Finding,
    /// The obligations that it is about.
    obligations: Vec<&'a Obligation>,
}

fn one(names: Names<'_>, expectation: &Expectation, findings: &[Finding]) -> Result<Reached, Failure> {
    let fail = |message: String, found: Vec<String>| Err(Failure { span: expectation.span, message, found });
    let Some(rule) = names.program.rule(expectation.rule) else {
        return fail("the rule is of another program".to_owned(), Vec::new());
    };
    let candidates: Vec<&Finding> = findings.iter().filter(|finding| is_about(names, expectation, finding)).collect();
    let finding = match candidates.as_slice() {
        [] => return fail(format!("no case of `{}` was judged", rule.name), Vec::new()),
        [finding] => *finding,
        several => {
            let cases = several.iter().map(|finding| names.case(finding.case)).collect::<Vec<_>>().join(", ");
            return fail(format!("`{}` has several cases ({cases}): say which with `for`", rule.name), Vec::new());
        }
    };
    let obligations = match expectation.on {
        None => finding.obligations.iter().collect(),
        Some(day) => on_day(names, finding, day),
    };
    if let Some(day) = expectation.on.filter(|_| obligations.is_empty()) {
        return fail(format!("nothing is owed on {}", words::day(day)), found::finding(names, rule, finding));
    }
    let trial = Trial { names, rule, expectation, finding, obligations };
    let Some(message) = trial.problem() else { return Ok(trial.reached()) };
    let found = match expectation.on {
        None => found::finding(names, rule, finding),
        Some(_) => found::obligations(names, rule, &trial.obligations),
    };
    fail(message, found)
}

fn is_about(names: Names<'_>, expectation: &Expectation, finding: &Finding) -> bool {
    let named = |name: &str, id| fold(names.person(id)) == fold(name);
    finding.rule == expectation.rule
        && expectation.person.as_ref().is_none_or(|name| named(name, finding.case.person))
        && expectation
            .counterpart
            .as_ref()
            .is_none_or(|name| finding.case.counterpart.is_some_and(|other| named(name, other)))
        && expectation
            .by_value
            .as_ref()
            .is_none_or(|value| names.case_key(finding.case).is_some_and(|(_, own)| fold(own) == fold(value)))
}

/// The obligations of a day: those whose trigger is on it, else whose window holds it, else that are due on it.
fn on_day<'f>(names: Names<'_>, finding: &'f Finding, day: Day) -> Vec<&'f Obligation> {
    let triggered = |event: EventRef| names.event_day(event) == Some(day);
    let picks: [&dyn Fn(&Obligation) -> bool; 4] = [
        &|one| match one.window.kind {
            WindowLabel::Trigger(event) => triggered(event),
            WindowLabel::Milestone(_) => one.opens == day,
            WindowLabel::Whole | WindowLabel::Named(_) | WindowLabel::FurtherTriggers => false,
        },
        &|one| {
            let own = matches!(one.window.kind, WindowLabel::Named(_) | WindowLabel::Whole);
            own && one.window.days.contains(day)
        },
        &|one| one.due == Some(day),
        &|one| one.window.days.contains(day),
    ];
    let of =
        |pick: &&dyn Fn(&Obligation) -> bool| finding.obligations.iter().filter(|one| pick(one)).collect::<Vec<_>>();
    picks.iter().map(of).find(|found| !found.is_empty()).unwrap_or_default()
}

impl<'t> Trial<'t> {
    /// The first thing that is not as expected, in one line.
    fn problem(&self) -> Option<String> {
        self.outcome()
            .or_else(|| self.exemption())
            .or_else(|| self.windows())
            .or_else(|| self.because())
            .or_else(|| self.figures())
    }

    fn outcome(&self) -> Option<String> {
        let expected = outcome(self.expectation.outcome?);
        let message = |found: Outcome| format!("expected {}, found {}", expected.word(), found.word());
        match self.expectation.on {
            None => (self.finding.outcome != expected).then(|| message(self.finding.outcome)),
            Some(_) => self.obligations.iter().find(|one| one.outcome != expected).map(|one| message(one.outcome)),
        }
    }

    /// Obligations that have the expected outcome.
    fn matching(&self) -> impl Iterator<Item = &'t Obligation> {
        let expected = self.expectation.outcome.map(outcome);
        self.obligations.iter().copied().filter(move |one| expected.is_none_or(|expected| one.outcome == expected))
    }

    /// What an expectation that holds is about.
    fn reached(&self) -> Reached {
        let mut outcomes: Vec<Outcome> = self.expectation.outcome.map(outcome).into_iter().collect();
        for detail in &self.expectation.details {
            if let Detail::Windows(1.., word) = detail {
                outcomes.push(outcome(*word));
            }
        }
        let all = self.rule.all_exceptions();
        let holds = |one: &Obligation, reason: &Reason| match reason {
            Reason::ExceptionHolds(place, _, _) => {
                let span = self.rule.of_version(one.version).exceptions.get(*place)?.span;
                all.iter().position(|exception| exception.span == span)
            }
            _ => None,
        };
        let of = |one: &Obligation| one.reasons.iter().filter_map(|reason| holds(one, reason)).collect::<Vec<_>>();
        let mut exceptions: Vec<usize> = self.matching().flat_map(of).collect();
        exceptions.sort_unstable();
        exceptions.dedup();
        Reached { rule: self.expectation.rule, outcomes, exceptions }
    }

    fn exemption(&self) -> Option<String> {
        let expected = self.expectation.by?;
        let shows = |one: &Obligation| one.reasons.iter().any(|reason| self.is_by(one, reason, expected));
        if self.matching().any(shows) {
            return None;
        }
        let name = self.names.program.exemption(expected).map_or("", |exemption| &exemption.name);
        Some(format!("expected it to be by `{name}`, which is not the cause of any obligation"))
    }

    fn is_by(&self, one: &Obligation, reason: &Reason, expected: ExemptionId) -> bool {
        let Reason::ExceptionHolds(place, _, _) = reason else { return false };
        self.rule
            .of_version(one.version)
            .exceptions
            .get(*place)
            .is_some_and(|exception| exception.exemption == Some(expected))
    }

    fn windows(&self) -> Option<String> {
        self.expectation.details.iter().find_map(|detail| {
            let Detail::Windows(expected, word) = detail else { return None };
            let word = outcome(*word);
            let number = self.obligations.iter().filter(|one| one.outcome == word).count();
            let noun = words::times(self.rule, number);
            (u32::try_from(number) != Ok(*expected))
                .then(|| format!("expected {expected} {}, found {number} {noun}", word.word()))
        })
    }

    fn because(&self) -> Option<String> {
        self.expectation.details.iter().find_map(|detail| {
            let Detail::Because(text) = detail else { return None };
            let of_finding = self.finding.reasons.iter().map(|reason| (self.rule, reason));
            let of = |one: &'t Obligation| {
                let rule = self.rule.of_version(one.version);
                one.reasons.iter().map(move |reason| (rule, reason))
            };
            let mut reasons = of_finding.chain(self.matching().flat_map(of));
            let holds = |(rule, reason): (&Rule, &Reason)| {
                fold(&words::reason(reason, rule, self.names).text).contains(&fold(text))
            };
            (!reasons.any(holds)).then(|| format!("expected a reason with `{text}`, and none has it"))
        })
    }

    /// What is said of one obligation's figures must hold of one obligation together.
    fn figures(&self) -> Option<String> {
        let wanted: Vec<&Detail> = self
            .expectation
            .details
            .iter()
            .filter(|detail| !matches!(detail, Detail::Windows(..) | Detail::Because(_)))
            .collect();
        if wanted.is_empty() || self.matching().any(|one| holds(one, &wanted)) {
            return None;
        }
        let said: Vec<String> = wanted.iter().map(|detail| found::detail(detail, self.rule, self.names)).collect();
        Some(format!("expected {}", said.join(", ")))
    }
}

/// Whether one obligation has all the figures, those of a measure in one of its atoms.
fn holds(one: &Obligation, wanted: &[&Detail]) -> bool {
    let own = wanted.iter().all(|detail| match detail {
        Detail::Due(day) => one.due == Some(*day),
        Detail::CuredOn(day) => one.cured_on == Some(*day),
        Detail::Vacuously => one.vacuous,
        Detail::Measured(_) | Detail::Required(_) | Detail::Short(_) | Detail::Windows(..) | Detail::Because(_) => true,
    });
    let figures = |atom: &AtomResult| {
        wanted.iter().all(|detail| match detail {
            Detail::Measured(amount) => certain(atom) == Some(*amount),
            Detail::Required(amount) => atom.required.known() == Some(*amount),
            Detail::Short(amount) => atom.shortfall == Some(*amount),
            Detail::Due(_) | Detail::CuredOn(_) | Detail::Vacuously | Detail::Windows(..) | Detail::Because(_) => true,
        })
    };
    let asks_figures =
        wanted.iter().any(|detail| matches!(detail, Detail::Measured(_) | Detail::Required(_) | Detail::Short(_)));
    own && (!asks_figures || one.atoms.iter().any(figures))
}

/// The certain part of a measure: what it is at least, or at most where only that is known.
fn certain(atom: &AtomResult) -> Option<Rational> {
    match (atom.measured.lo, atom.measured.hi) {
        (Bound::Finite(lo), _) => Some(lo),
        (_, Bound::Finite(hi)) => Some(hi),
        (_, _) => None,
    }
}

fn outcome(word: OutcomeWord) -> Outcome {
    match word {
        OutcomeWord::Met => Outcome::Met,
        OutcomeWord::Breached => Outcome::Breached,
        OutcomeWord::Pending => Outcome::Pending,
        OutcomeWord::AtRisk => Outcome::AtRisk,
        OutcomeWord::Undetermined => Outcome::Undetermined,
        OutcomeWord::Exempt => Outcome::Exempt,
        OutcomeWord::Excused => Outcome::Excused,
        OutcomeWord::Waived => Outcome::Waived,
        OutcomeWord::NotApplicable => Outcome::NotApplicable,
    }
}
