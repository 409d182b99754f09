//! Days that the roster or the calendar names: the start of a placement, the end of the role, a change of attribute.
//!
//! They need no records. What the roster does not say yet (the end of a row without one) and what the calendar does not
//! cover are told apart from what there is.

use crate::calendar::{CalendarTable, DayFacts, Period};
use crate::engine::condition::value_of;
use crate::engine::outcome::Reason;
use crate::engine::respond::Trigger;
use crate::engine::scope::Scope;
use crate::engine::threshold::same;
use crate::engine::timeline::Timeline;
use crate::types::typed::{Edge, Milestone, Run};
use crate::value::{Day, Days};

/// The milestones of a case among some days.
#[derive(Clone, Debug, Default)]
pub struct Milestones {
    /// Those that there are or may be, by day.
    pub triggers: Vec<Trigger>,
    /// Runs of days on which nobody can say whether there are any, with why.
    pub unknown: Vec<(Days, Reason)>,
}

/// The milestones on the active days of a scope.
pub fn among(scope: &Scope<'_, '_>, milestone: &Milestone) -> Milestones {
    let timeline = scope.timeline;
    let mut found = Milestones::default();
    let sure = |day: Day| Trigger { hit: None, day, doubt: None };
    match milestone {
        Milestone::Role(edge) => found.triggers.extend(of_edge(timeline.active, *edge).map(sure)),
        Milestone::Run(Run::Placement, edge) => {
            let days: Vec<Day> = timeline.placements.iter().filter_map(|days| of_edge(*days, *edge)).collect();
            found.triggers.extend(days.into_iter().map(sure));
        }
        Milestone::Run(Run::HalfTerm, edge) => {
            periods(scope, *edge, |facts| facts.half_term, CalendarTable::half_terms, &mut found);
        }
        Milestone::Run(Run::Term, edge) => periods(scope, *edge, |facts| facts.term, CalendarTable::terms, &mut found),
        Milestone::Run(Run::Year, edge) => {
            periods(scope, *edge, |facts| Some(facts.year), CalendarTable::years, &mut found);
        }
        Milestone::Change(name) => changes(scope, name, &mut found),
    }
    found.triggers.retain(|trigger| scope.days.contains(trigger.day) && timeline.is_active(trigger.day));
    found.triggers.sort_by_key(|trigger| trigger.day);
    found.triggers.dedup_by_key(|trigger| trigger.day);
    found
}

/// Whether the roster may still come to name more of them than it does: a row has no end yet.
pub fn may_come(timeline: &Timeline<'_>, milestone: &Milestone) -> bool {
    timeline.active.to == Day::MAX && *milestone != Milestone::Role(Edge::Start)
}

/// Whether a case has at most one such day.
pub fn is_single(milestone: &Milestone) -> bool {
    matches!(milestone, Milestone::Role(_))
}

/// What a rule calls such a day.
pub fn name(milestone: &Milestone) -> String {
    let edge = |edge: Edge| if edge == Edge::Start { "start" } else { "end" };
    match milestone {
        Milestone::Role(of) => format!("{} of the role", edge(*of)),
        Milestone::Run(Run::Placement, of) => format!("{} of a placement", edge(*of)),
        Milestone::Run(Run::HalfTerm, of) => format!("{} of a half-term", edge(*of)),
        Milestone::Run(Run::Term, of) => format!("{} of a term", edge(*of)),
        Milestone::Run(Run::Year, of) => format!("{} of a year", edge(*of)),
        Milestone::Change(name) => format!("change of {name}"),
    }
}

/// The first or last day of a run; an open end has none yet.
fn of_edge(days: Days, edge: Edge) -> Option<Day> {
    match edge {
        Edge::Start => Some(days.from),
        Edge::End => (days.to != Day::MAX).then_some(days.to),
    }
}

/// The first or last days of the calendar's periods on which the case is active; days that no calendar covers are not
/// known to be any.
fn periods(
    scope: &Scope<'_, '_>,
    edge: Edge,
    place: impl Fn(DayFacts) -> Option<u16>,
    named: impl Fn(&CalendarTable) -> &[Period],
    found: &mut Milestones,
) {
    for day in scope.timeline.active_days(scope.days) {
        let facts = match scope.timeline.facts(day) {
            Ok(facts) => facts,
            Err(reason) => {
                match found.unknown.last_mut() {
                    Some((run, _)) if run.to == day.previous() => run.to = day,
                    _ => found.unknown.push((Days::new(day, day), reason)),
                }
                continue;
            }
        };
        let table = scope.timeline.calendar(day).and_then(|calendar| scope.judge.calendar(calendar));
        let period = place(facts).and_then(|place| named(table?).get(usize::from(place)));
        if period.is_some_and(|period| of_edge(period.days, edge) == Some(day)) {
            found.triggers.push(Trigger { hit: None, day, doubt: None });
        }
    }
}

/// The first days on which an attribute is another than on the active day before. Rows change it, so only the days on
/// which some begin or have just ended are asked; where either value is not known it may be one.
fn changes(scope: &Scope<'_, '_>, name: &str, found: &mut Milestones) {
    let timeline: &Timeline<'_> = scope.timeline;
    let ends = timeline.rows.iter().filter(|row| row.days.to != Day::MAX).map(|row| row.days.to.next());
    let mut days: Vec<Day> = timeline.rows.iter().map(|row| row.days.from).chain(ends).collect();
    days.retain(|day| *day > timeline.active.from && timeline.is_active(*day));
    days.sort();
    days.dedup();
    for day in days {
        let doubt = match (value_of(scope, name, day.previous()), value_of(scope, name, day)) {
            (Ok(before), Ok(after)) if same(&before, &after) => continue,
            (Ok(_), Ok(_)) => None,
            (Err(reason), _) | (_, Err(reason)) => Some(reason),
        };
        found.triggers.push(Trigger { hit: None, day, doubt });
    }
}
