//! What an officer reads in ten seconds: rules by outcome, who needs action first, what is missing.

use std::collections::BTreeMap;

use super::gaps::{Gap, gaps};
use super::view::{Action, Count, FindingView, MissingSummary, ObligationView, RuleSummary};
use super::words::Names;
use crate::engine::outcome::{Finding, Outcome};
use crate::types::typed::RuleId;

/// How many have each outcome, worst first, those that occur.
pub fn counts(outcomes: impl Iterator<Item = Outcome>) -> Vec<Count> {
    let mut numbers: BTreeMap<Outcome, usize> = BTreeMap::new();
    for outcome in outcomes {
        *numbers.entry(outcome).or_default() += 1;
    }
    numbers.into_iter().map(|(outcome, number)| Count { outcome, number }).collect()
}

/// Each rule that gave findings, with its outcomes, in the order of the rule files.
pub fn rules(findings: &[Finding], names: Names<'_>) -> Vec<RuleSummary> {
    let mut by_rule: BTreeMap<RuleId, Vec<Outcome>> = BTreeMap::new();
    for finding in findings {
        by_rule.entry(finding.rule).or_default().push(finding.outcome);
    }
    let summary = |(id, outcomes): (RuleId, Vec<Outcome>)| {
        let rule = names.program.rule(id)?;
        let cites = rule.cites.iter().filter_map(|clause| names.program.clause(*clause));
        Some(RuleSummary {
            id: names.qualified_rule(id),
            name: names.rule(id),
            title: rule.title.clone(),
            cites: cites.map(|clause| clause.name.clone()).collect(),
            authority: rule.authority.word(),
            level: rule.level.word(),
            outcomes: counts(outcomes.into_iter()),
        })
    };
    by_rule.into_iter().filter_map(summary).collect()
}

/// One entry for each person with a breach or at risk: the worst first, then the soonest due.
///
/// The findings come by person, each person's worst first.
pub fn action(findings: &[FindingView]) -> Vec<Action> {
    let mut action: Vec<Action> = Vec::new();
    for of_person in findings.chunk_by(|a, b| a.person == b.person) {
        let mut urgent: Vec<&FindingView> =
            of_person.iter().filter(|one| matches!(one.outcome, Outcome::Breached | Outcome::AtRisk)).collect();
        urgent.sort_by_key(|one| (one.outcome, due(one).is_none(), due(one)));
        let Some(first) = urgent.first() else { continue };
        action.push(Action {
            person: first.person.clone(),
            schools: first.schools.clone(),
            finding: first.id.clone(),
            outcome: first.outcome,
            rule_title: first.title.clone(),
            headline: first.headline.clone(),
            due: due(first),
            to_do: to_do(first),
            others: urgent.len() - 1,
        });
    }
    action.sort_by(|a, b| {
        let key = |one: &Action| (one.outcome, one.due.is_none(), one.due, std::cmp::Reverse(one.others));
        key(a).cmp(&key(b)).then_with(|| a.person.cmp(&b.person))
    });
    action
}

/// The obligations that make a finding what it is.
fn deciding(finding: &FindingView) -> impl Iterator<Item = &ObligationView> {
    finding.obligations.iter().filter(|one| one.outcome == finding.outcome)
}

/// When the first of what is owed and not made good was due.
fn due(finding: &FindingView) -> Option<crate::value::Day> {
    deciding(finding).filter(|one| one.cured_on.is_none()).filter_map(|one| one.due).min()
}

/// The one thing to do: what the rule says, or the first repair of the first obligation proved.
fn to_do(finding: &FindingView) -> Option<String> {
    let repair = || {
        let mut proofs = deciding(finding).filter_map(|one| one.proof.as_ref());
        proofs.find_map(|proof| proof.repair.first()).map(|repair| repair.text.clone())
    };
    finding.remedy.clone().or_else(repair)
}

/// What is missing over all findings, what decides most first.
pub fn missing(findings: &[Finding], names: Names<'_>) -> Vec<MissingSummary> {
    let summary = |gap: Gap| {
        let rule = gap.rules.first().and_then(|id| names.program.rule(*id))?;
        Some(MissingSummary {
            kind: gap.words.kind,
            text: gap.text(rule, names),
            findings: gap.findings,
            rules: gap.rules.iter().map(|id| names.rule(*id)).collect(),
        })
    };
    gaps(findings, names).into_iter().filter_map(summary).collect()
}
