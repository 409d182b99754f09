//! Who holds which role on the day of an event, by the roster: the roster is complete, so that who is not there holds none.

use crate::engine::filter::{Asked, compare};
use crate::records::table::{PersonId, RosterRow, SchoolId};
use crate::types::typed::{Comparison, Condition, Holds, Role, Value};
use crate::value::{Day, Truth, fold};

/// Whether somebody holds a role on a day; `None` is any day.
pub fn held(asked: Asked<'_, '_>, holds: &Holds, person: PersonId, day: Option<Day>) -> Truth {
    let schools = asked.timeline.schools(day);
    let there = |row: &&RosterRow| !holds.same_school || schools.contains(&row.school);
    let rows = asked.judge.rows_of(person).iter().filter(|row| row.role == holds.role).filter(there);
    let rows = rows.filter(|row| day.is_none_or(|day| row.days.contains(day)));
    let says = |row: &RosterRow| holds.only.as_ref().map_or(Truth::Yes, |only| says(asked, row, only));
    let truth = rows.fold(Truth::No, |truth, row| truth.or(says(row)));
    // On a day that nobody knows they may have held it or not.
    if day.is_none() && truth == Truth::Yes { Truth::Unknown } else { truth }
}

/// Whether a row of the roster says what is asked; a blank attribute says neither.
fn says(asked: Asked<'_, '_>, row: &RosterRow, condition: &Condition) -> Truth {
    match condition {
        Condition::Or(all) => all.iter().fold(Truth::No, |truth, one| truth.or(says(asked, row, one))),
        Condition::And(all) => all.iter().fold(Truth::Yes, |truth, one| truth.and(says(asked, row, one))),
        Condition::Not(inner) => says(asked, row, inner).negate(),
        Condition::Attribute(name, comparison, value) => {
            let found = match name.as_str() {
                "school" => school(asked, row.school),
                _ => attribute(asked.judge.audit.program.role(row.role), row, name),
            };
            match (found, value) {
                (Some(Value::Text(found)), Value::Text(text)) => {
                    let same = Truth::of(fold(&found) == fold(text));
                    if *comparison == Comparison::NotEqual { same.negate() } else { same }
                }
                (Some(Value::Number(found)), Value::Number(number)) => compare(*comparison, &found, number),
                _ => Truth::Unknown,
            }
        }
        // Of a row only its attributes are asked.
        Condition::Events(..) | Condition::CoversDays(..) | Condition::Exemption(_) => Truth::Unknown,
    }
}

fn school(asked: Asked<'_, '_>, school: SchoolId) -> Option<Value> {
    let school = asked.judge.audit.tables.roster.schools.get(school.index())?;
    Some(Value::Text(school.name.clone()))
}

fn attribute(role: Option<&Role>, row: &RosterRow, name: &str) -> Option<Value> {
    let place = role?.attributes.iter().position(|field| field.name == name)?;
    row.attributes.get(place).cloned().flatten()
}
