//! What was found, in the few lines that show why an expectation does not hold.

use crate::engine::outcome::{Finding, Obligation, Outcome, Reason, WindowLabel};
use crate::report::words::{self, Names, Scale};
use crate::types::typed::{Detail, Rule};
use crate::value::{Rational, Unit};

/// How many obligations are shown; the rest are counted.
const SHOWN: usize = 4;

/// A finding: its outcome, how many obligations have which, and those that decide it.
pub fn finding(names: Names<'_>, rule: &Rule, finding: &Finding) -> Vec<String> {
    let mut lines = vec![format!("{}: {}", names.case(finding.case), finding.outcome.word())];
    lines.extend(finding.reasons.iter().map(|reason| because(names, rule, reason)));
    if finding.obligations.len() > 1 {
        let count = |outcome: &Outcome| {
            let number = finding.obligations.iter().filter(|one| one.outcome == *outcome).count();
            (number > 0).then(|| format!("{number} {}", outcome.word()))
        };
        let counts: Vec<String> = Outcome::WORST_FIRST.iter().filter_map(count).collect();
        let noun = words::times(rule, finding.obligations.len());
        lines.push(format!("{} {noun}: {}", finding.obligations.len(), counts.join(", ")));
    }
    let mut ordered: Vec<&Obligation> = finding.obligations.iter().collect();
    ordered.sort_by_key(|one| (one.outcome != finding.outcome, one.outcome));
    lines.extend(obligations(names, rule, &ordered));
    lines
}

/// Obligations: window, outcome, measured, required, why.
pub fn obligations(names: Names<'_>, rule: &Rule, obligations: &[&Obligation]) -> Vec<String> {
    let mut lines: Vec<String> = obligations.iter().take(SHOWN).flat_map(|one| obligation(names, rule, one)).collect();
    if let Some(rest) = obligations.len().checked_sub(SHOWN).filter(|rest| *rest > 0) {
        lines.push(format!("and {rest} more {}", words::times(rule, rest)));
    }
    lines
}

fn obligation(names: Names<'_>, rule: &Rule, one: &Obligation) -> Vec<String> {
    let rule = rule.of_version(one.version);
    let window = match &one.window.kind {
        WindowLabel::Whole => words::days(one.window.days),
        WindowLabel::Named(label) | WindowLabel::Milestone(label) => words::with_dates(label),
        WindowLabel::Trigger(event) => format!("after {}", names.event(*event)),
        WindowLabel::FurtherTriggers => format!("what may still come, {}", words::days(one.window.days)),
    };
    let due = one.due.map_or(String::new(), |due| format!(", due {}", words::day(due)));
    let vacuous = if one.vacuous { ", vacuously" } else { "" };
    let cured = one.cured_on.map_or(String::new(), |day| format!(", cured on {}", words::day(day)));
    let mut lines = vec![format!("{window}{due}: {}{vacuous}{cured}", one.outcome.word())];
    for (atom, result) in rule.atoms.iter().zip(&one.atoms) {
        lines.push(format!("  {}", words::in_one_line(atom, result, names)));
    }
    lines.extend(one.reasons.iter().map(|reason| format!("  {}", because(names, rule, reason))));
    lines
}

fn because(names: Names<'_>, rule: &Rule, reason: &Reason) -> String {
    format!("because {}", words::reason(reason, rule, names).text)
}

/// What an expectation asks of a figure, in words; empty where it asks of none.
pub fn detail(detail: &Detail, rule: &Rule, names: Names<'_>) -> String {
    let scale = rule.atoms.first().map_or(Scale::of(Unit::Number), |atom| words::scale(atom, names));
    let amount = |amount: Rational| scale.difference(amount);
    match detail {
        Detail::Measured(measured) => format!("measured {}", scale.amount(*measured)),
        Detail::Required(required) => format!("required {}", scale.amount(*required)),
        Detail::Short(short) => format!("short {}", amount(*short)),
        Detail::Due(day) => format!("due {}", words::day(*day)),
        Detail::CuredOn(day) => format!("cured on {}", words::day(*day)),
        Detail::Vacuously => "vacuously".to_owned(),
        Detail::Windows(..) | Detail::Because(_) => String::new(),
    }
}
