//! From a case's obligations to its finding: the worst of them, or what the rule's tolerance makes of them.

use std::collections::BTreeMap;

use crate::calendar::Period;
use crate::engine::outcome::{Obligation, Outcome, Reason, Status};
use crate::engine::status::{Measured, Reach, and};
use crate::engine::trial::Trial;
use crate::types::typed::{Allowing, CalendarId, Comparison, Per};
use crate::value::{Day, Interval, Rational, whole};

/// The outcome of a finding, and reasons that concern it as a whole.
pub fn outcome(trial: &Trial<'_, '_>, obligations: &[Obligation]) -> (Outcome, Vec<Reason>) {
    let Some(worst) = obligations.iter().map(|obligation| obligation.outcome).min() else {
        return (Outcome::NotApplicable, vec![Reason::NothingOwed]);
    };
    match &trial.rule.allowing {
        None => (worst, Vec::new()),
        Some(Allowing::Misses(most, per)) => misses(trial, obligations, *most, *per, worst),
        Some(Allowing::Share(least)) => (tolerated(share(obligations, *least), obligations, worst), Vec::new()),
    }
}

/// At most so many misses in each period; a window is in the period that holds its start.
fn misses(
    trial: &Trial<'_, '_>,
    obligations: &[Obligation],
    most: u32,
    per: Per,
    worst: Outcome,
) -> (Outcome, Vec<Reason>) {
    let mut periods: BTreeMap<Option<PeriodKey>, Vec<&Obligation>> = BTreeMap::new();
    for obligation in obligations {
        periods.entry(period(trial, obligation.window.days.from, per)).or_default().push(obligation);
    }
    let mut status = Status::Met;
    let mut let_pass = 0;
    for obligations in periods.values() {
        let number = |outcomes: &[Outcome]| {
            let these = obligations.iter().filter(|obligation| outcomes.contains(&obligation.outcome)).count();
            i64::try_from(these).unwrap_or(i64::MAX)
        };
        let missed = number(&[Outcome::Breached]);
        let unknown = number(&[Outcome::Undetermined]);
        let coming = number(&[Outcome::Pending, Outcome::AtRisk]);
        let measured = Measured {
            past: Interval::new(whole(missed), whole(missed + unknown)),
            reach: Reach::RisesBy(whole(coming)),
        };
        status = and(status, measured.status(Comparison::AtMost, Interval::exactly(whole(i64::from(most)))));
        let_pass = let_pass.max(u32::try_from(missed).unwrap_or(u32::MAX));
    }
    let reasons = if let_pass > 0 { vec![Reason::Tolerated(let_pass, most)] } else { Vec::new() };
    (tolerated(status, obligations, worst), reasons)
}

/// A period by its name, and by its calendar where a move to another divides it.
type PeriodKey = (Option<CalendarId>, String);

/// The calendar's period that holds a day: half-terms and terms are split at a move, a year is one by its name.
fn period(trial: &Trial<'_, '_>, day: Day, per: Per) -> Option<PeriodKey> {
    let facts = trial.timeline.facts(day);
    let calendar = trial.timeline.calendar(day);
    let table = calendar.and_then(|calendar| trial.judge.calendar(calendar));
    let name = |periods: &[Period], place: u16| periods.get(usize::from(place)).map(|period| period.name.clone());
    match per {
        Per::All => Some((None, String::new())),
        Per::HalfTerm => Some((calendar, name(table?.half_terms(), facts.ok()?.half_term?)?)),
        Per::Term => Some((calendar, name(table?.terms(), facts.ok()?.term?)?)),
        Per::Year => Some((None, name(table?.years(), facts.ok()?.year)?)),
    }
}

/// How a share of windows that must be met stands.
fn share(obligations: &[Obligation], least: Rational) -> Status {
    let number = |outcomes: &[Outcome]| {
        let these = obligations.iter().filter(|obligation| outcomes.contains(&obligation.outcome)).count();
        i128::try_from(these).unwrap_or(0)
    };
    let met = number(&[Outcome::Met, Outcome::Waived]);
    let unknown = number(&[Outcome::Undetermined]);
    let coming = number(&[Outcome::Pending, Outcome::AtRisk]);
    let all = met + unknown + coming + number(&[Outcome::Breached]);
    if all == 0 {
        return Status::Met;
    }
    let part = |some: i128| Rational::new(some, all);
    let past = Interval::new(part(met), part(met + unknown));
    let measured = Measured { past, reach: Reach::RisesBy(part(coming)) };
    measured.status(Comparison::AtLeast, Interval::exactly(least))
}

/// The outcome that a tolerance leaves: met where misses are let pass, but waived where a waiver had a part in that; what
/// set every obligation aside stays.
fn tolerated(status: Status, obligations: &[Obligation], worst: Outcome) -> Outcome {
    match status {
        Status::Breached => Outcome::Breached,
        Status::Undetermined => Outcome::Undetermined,
        Status::Pending if obligations.iter().any(|one| one.outcome == Outcome::AtRisk) => Outcome::AtRisk,
        Status::Pending => Outcome::Pending,
        Status::Met if obligations.iter().any(|one| one.outcome == Outcome::Waived) => Outcome::Waived,
        Status::Met => worst.max(Outcome::Met),
    }
}
