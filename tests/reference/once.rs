//! A single duty: `over`, `by`, `before`, `within`, or nothing said.

use assize::engine::outcome::Outcome;
use assize::types::typed::{Due, Point};
use assize::value::{Day, Days};

use super::Owed;
use super::answers::deadline;
use super::atoms::point_days;
use super::case::RefCase;
use super::exceptions::set_aside;
use super::windows::{Whole, settle, share};

/// The obligation, where there is one.
pub fn once(case: &RefCase<'_>, over: Option<Days>, due: Option<&Due>) -> Vec<Owed> {
    let force = case.rule.in_force;
    let window = over.map_or(force, |over| {
        Days::new(
            if over.from == Day::MIN { force.from } else { over.from },
            if over.to == Day::MAX { force.to } else { over.to },
        )
    });
    let active: Vec<Day> = case.duty_days().into_iter().filter(|day| window.contains(*day)).collect();
    let Some(first) = active.first().copied() else { return Vec::new() };
    let shares = || if over.is_some() { share(case, Whole::Period(window), &active) } else { Some(None) };
    let judge = |days: Days, (opens, due): (Day, Day), literal: bool| {
        let counted: Vec<Day> = days.iter().filter(|day| literal || case.active(*day)).collect();
        let weighed: Vec<Day> = if over.is_some() {
            active.clone()
        } else {
            case.duty_days().into_iter().filter(|day| days.contains(*day)).collect()
        };
        settle(case, (days, &counted, &weighed), (opens, due), shares())
    };
    let (point, limit) = match due {
        None => {
            let due = window.to.min(case.last());
            let from = if over.is_some() { window.from } else { first };
            return vec![judge(Days::new(from, due), (first, due), over.is_some())];
        }
        Some(Due::By(point) | Due::Before(point)) => (point, None),
        Some(Due::Within(limit, point)) => (point, Some(limit)),
    };
    let aside = set_aside(case, first);
    let unknown = Owed {
        days: window,
        opens: first,
        due: None,
        outcome: aside.unwrap_or(Outcome::Undetermined),
        waiver_expired: false,
    };
    let day = match point_days(case, point, Day::MAX).as_slice() {
        // What the date counts from came before the rule did.
        [Some(day)] if *day < force.from => return Vec::new(),
        [Some(day)] => *day,
        [None] => {
            let open = window.to.min(case.last()) > case.as_of();
            let outcome = if open { Outcome::Pending } else { Outcome::Met };
            return vec![Owed { outcome: aside.unwrap_or(outcome), ..unknown }];
        }
        _ => return vec![unknown],
    };
    let due = match (due, limit) {
        (Some(Due::Before(_)), _) => Some(day.previous()),
        (_, None) => Some(day),
        (_, Some(limit)) => deadline(case, limit, day),
    };
    let Some(due) = due else { return vec![unknown] };
    let due = if over.is_some() { due.min(window.to) } else { due };
    let from = if over.is_none() && limit.is_some() { day } else { window.from };
    // A date before the duty could open binds nobody; a day before the role may be meant.
    if due < from || due < force.from || (matches!(point, Point::Date(_)) && due < first) {
        return Vec::new();
    }
    vec![judge(Days::new(from, due), (first.max(from).min(due), due), true)]
}
