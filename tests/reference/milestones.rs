//! Days that the roster or the calendar names, looked for day by day.

use assize::records::table::SchoolId;
use assize::types::typed::{ActivityId, Edge, Milestone, Run, Value};
use assize::value::{Day, Days, fold};

use super::case::{Event, RefCase, Sure};

/// Whether a day is a milestone; `None` where nobody knows.
pub fn is_one(case: &RefCase<'_>, milestone: &Milestone, day: Day) -> Option<bool> {
    let (before, after) = (day.previous(), day.next());
    match milestone {
        Milestone::Role(Edge::Start) => Some(day == case.first()),
        Milestone::Role(Edge::End) => Some(day == case.last()),
        Milestone::Run(Run::Placement, edge) => {
            let here = |day: Day| -> Vec<SchoolId> {
                case.rows.iter().filter(|row| row.days.contains(day)).map(|row| row.school).collect()
            };
            let next = here(if *edge == Edge::Start { before } else { after });
            Some(here(day).iter().any(|school| !next.contains(school)))
        }
        Milestone::Run(run, edge) => {
            let facts = case.facts(day)?;
            let table = case.audit.calendars.get(case.calendar(day)?)?;
            let period = match run {
                Run::HalfTerm => facts.half_term.map(|place| &table.half_terms()[usize::from(place)]),
                Run::Term => facts.term.map(|place| &table.terms()[usize::from(place)]),
                Run::Year | Run::Placement => Some(&table.years()[usize::from(facts.year)]),
            };
            Some(
                period
                    .is_some_and(|period| day == if *edge == Edge::Start { period.days.from } else { period.days.to }),
            )
        }
        Milestone::Change(name) => {
            if day == case.first() || case.rows_on(day) == case.rows_on(before) {
                return Some(false);
            }
            let value = |day: Day| if name == "school" { school(case, day) } else { case.attribute(name, day) };
            let text = |value: Value| match value {
                Value::Text(text) => fold(&text),
                Value::Number(number) => number.to_string(),
            };
            Some(text(value(before)?) != text(value(day)?))
        }
    }
}

/// The one school of a day; in a gap the last before.
fn school(case: &RefCase<'_>, day: Day) -> Option<Value> {
    let rows = case.rows_on(day);
    let first = rows[0].school;
    let name = &case.audit.tables.roster.schools[first.index()].name;
    rows.iter().all(|row| row.school == first).then(|| Value::Text(name.clone()))
}

/// The milestones among some days, as events that nobody recorded.
pub fn among(case: &RefCase<'_>, milestone: &Milestone, days: &[Day]) -> Vec<Event> {
    let event = |day: Day, sure: Sure| Event {
        activity: ActivityId(u32::MAX),
        position: 0,
        place: 0,
        days: Days::new(day, day),
        minute: None,
        sure,
    };
    days.iter()
        .filter_map(|day| match (is_one(case, milestone, *day), milestone) {
            (Some(true), _) => Some(event(*day, Sure::Yes)),
            (None, Milestone::Change(_)) => Some(event(*day, Sure::Perhaps)),
            (Some(false) | None, _) => None,
        })
        .collect()
}
