//! A rule with a single obligation: `over`, `by`, `before`, `within … of`, or nothing said.

use crate::engine::atom::{When, when};
use crate::engine::decide::{decide, decide_by};
use crate::engine::outcome::{Obligation, Outcome, Reason, Window, WindowLabel};
use crate::engine::respond;
use crate::engine::scope::{Clip, Scope};
use crate::engine::spec::{Basis, Spec};
use crate::engine::subject;
use crate::engine::trial::Trial;
use crate::types::typed::{Due, Point};
use crate::value::{Day, Days};

/// The obligation of a rule for one case; none where the case is never active in the rule's window.
pub fn obligation(trial: &Trial<'_, '_>, over: Option<Days>, due: Option<&Due>) -> Option<Obligation> {
    let active = trial.timeline.active;
    let in_force = trial.rule.in_force;
    let window = window(trial, over, due);
    let inside = trial.timeline.active_days(window.intersect(in_force)).next();
    if over.is_some() && inside.is_none() {
        return None;
    }
    // Nothing is owed in a gap: a duty opens on a day on which the case is active.
    let opens = inside.unwrap_or_else(|| window.from.max(active.from).max(in_force.from));
    let whole = Spec {
        label: WindowLabel::Whole,
        days: window,
        // With neither a period nor a deadline the case's own days are what is meant.
        clip: if over.is_none() && due.is_none() { Clip::Active } else { Clip::Literal },
        opens,
        due: None,
        basis: over.map_or(Basis::Whole, |_| Basis::Period(window, trial.timeline.calendar(opens))),
        weighed: window,
        skipped: Vec::new(),
        problem: Vec::new(),
    };
    let latest = window.to.min(active.to);
    let Some(line) = due else {
        if latest == Day::MAX {
            return Some(decide(trial, &Spec { problem: vec![Reason::NoDueDate], ..whole }, &[]));
        }
        return Some(judged(trial, Spec { due: Some(latest), ..whole }));
    };
    let (point, settle): (&Point, Settle<'_>) = match line {
        Due::By(point) => (point, Box::new(|_, day| Ok((window.from, day)))),
        Due::Before(point) => (point, Box::new(|_, day: Day| Ok((window.from, day.previous())))),
        Due::Within(limit, point) => (
            point,
            Box::new(move |scope, day| {
                let start = if over.is_some() { window.from } else { day };
                respond::due(scope, day, limit).map(|due| (start, due))
            }),
        ),
    };
    at_point(trial, whole, (over, point), &settle)
}

/// From a point's day to where the window starts and when it is due.
type Settle<'s> = Box<dyn Fn(&Scope<'_, '_>, Day) -> Result<(Day, Day), Reason> + 's>;

/// Where events count, before the due date limits it.
fn window(trial: &Trial<'_, '_>, over: Option<Days>, due: Option<&Due>) -> Days {
    let (active, in_force) = (trial.timeline.active, trial.rule.in_force);
    let clip = |days: Days| {
        let from = if days.from == Day::MIN { in_force.from } else { days.from };
        let to = if days.to == Day::MAX { in_force.to } else { days.to };
        Days::new(if from == Day::MIN { active.from } else { from }, to)
    };
    match (over, due) {
        (Some(over), _) => clip(over),
        (None, Some(_)) => clip(Days::ALL),
        (None, None) => active.intersect(in_force),
    }
}

/// Judges a single obligation that is due on a day that depends on a point; none where it would be due before it
/// could open.
fn at_point(
    trial: &Trial<'_, '_>,
    whole: Spec,
    (over, point): (Option<Days>, &Point),
    settle: &Settle<'_>,
) -> Option<Obligation> {
    let scope = whole.scope(trial);
    Some(match when(&scope, point) {
        // What the date counts from came before the rule did: the duty is none of this rule's.
        When::On(day) if day < trial.rule.in_force.from => return None,
        When::On(day) => match settle(&scope, day) {
            Ok((from, due)) => {
                // Where events count only in a period, nothing can be added after it.
                let due = if over.is_some() { due.min(whole.days.to) } else { due };
                let days = Days::new(from, whole.days.to.max(due));
                // A date before the case's first day binds it to nothing; a day before the role may be meant.
                let early = matches!(point, Point::Date(_)) && due < whole.opens;
                if due < from || due < trial.rule.in_force.from || early {
                    return None;
                }
                let opens = whole.opens.max(from).min(due);
                let weighed = if over.is_some() { whole.weighed } else { Days::new(from, due) };
                judged(trial, Spec { days, opens, due: Some(due), weighed, ..whole })
            }
            Err(reason) => decide(trial, &Spec { problem: vec![reason], ..whole }, &[]),
        },
        When::Unknown(reasons) => decide(trial, &Spec { problem: reasons, ..whole }, &[]),
        When::NotYet => {
            let last = whole.days.to.min(trial.timeline.active.to);
            let open = last > trial.judge.as_of();
            let none_yet = (if open { Outcome::Pending } else { Outcome::Met }, vec![Reason::NoPoint]);
            let (outcome, reasons) = subject::set_aside(trial, whole.opens).unwrap_or(none_yet);
            Obligation {
                window: Window { kind: WindowLabel::Whole, days: whole.days },
                opens: whole.opens,
                due: None,
                outcome,
                atoms: Vec::new(),
                vacuous: outcome == Outcome::Met,
                cured_on: None,
                part: None,
                reasons,
            }
        }
    })
}

/// Judges an obligation at its due date, and looks for the day on which what was owed came late.
fn judged(trial: &Trial<'_, '_>, spec: Spec) -> Obligation {
    let due = spec.due.unwrap_or(spec.days.to);
    let at_due = Spec { days: Days::new(spec.days.from, spec.days.to.min(due)), ..spec };
    let mut obligation = decide(trial, &at_due, &[]);
    if obligation.outcome == Outcome::Breached {
        obligation.cured_on = cure(trial, &at_due, due);
    }
    obligation
}

/// The first day after the due date by which the requirement holds.
fn cure(trial: &Trial<'_, '_>, spec: &Spec, due: Day) -> Option<Day> {
    let as_of = trial.judge.as_of();
    let mut days: Vec<Day> = trial
        .hits
        .iter()
        .flat_map(|hits| &hits.dated)
        .map(|hit| hit.days.from)
        .filter(|day| *day > due && *day <= as_of)
        .collect();
    days.sort();
    days.dedup();
    let holds = |day: Day| {
        let late = Spec { days: Days::new(spec.days.from, day), due: Some(day), ..spec.clone() };
        decide_by(trial, spec, &late, &[]).outcome == Outcome::Met
    };
    // What is missing only comes in, so the first such day can be found by halving.
    let first = days.partition_point(|day| !holds(*day));
    days.get(first).copied()
}
