//! Whom an event's field names, which role they hold, and whether a cell is filled in: by looking at every row.

use assize::records::table::{PersonId, RosterRow, SchoolId, UNKNOWN};
use assize::types::typed::{Comparison, Condition, FieldRef, Holds, Selection, Signed, Value};
use assize::value::{Day, fold};

use super::case::RefCase;

impl RefCase<'_> {
    /// Everybody whom a field may name; nobody where it does not say.
    pub fn named(&self, field: &FieldRef, selection: &Selection, position: usize, place: usize) -> Vec<PersonId> {
        let events = &self.audit.tables.events[selection.activities[position].index()];
        let column = &events.fields[field.places[position].index()];
        match column.values[place] {
            UNKNOWN => column.people.get(&u32::try_from(place).unwrap()).cloned().unwrap_or_default(),
            id => vec![PersonId(u32::try_from(id).unwrap())],
        }
    }

    /// Whether a cell holds anything; `None` where what it holds could not be read.
    pub fn filled_in(&self, field: &FieldRef, selection: &Selection, position: usize, place: usize) -> Option<bool> {
        let events = &self.audit.tables.events[selection.activities[position].index()];
        let column = &events.fields[field.places[position].index()];
        let at = u32::try_from(place).unwrap();
        if column.blank.contains(&at) {
            return Some(false);
        }
        let held =
            column.values[place] != UNKNOWN || column.ranges.contains_key(&at) || column.people.contains_key(&at);
        held.then_some(true)
    }

    /// Whether whoever is named is the case's person, or its counterpart.
    pub fn is_the(&self, named: &[PersonId], word: &str) -> Option<bool> {
        let role = self.audit.program.role(self.rule.subject.role).unwrap();
        let meant = if role.name == word { Some(self.person) } else { self.with };
        agreed(named.iter().map(|person| Some(Some(*person) == meant)))
    }

    /// Whether whoever is named holds a role on a day; on one that nobody knows, only that they never did is known.
    pub fn holds(&self, named: &[PersonId], holds: &Holds, day: Option<Day>) -> Option<bool> {
        agreed(named.iter().map(|person| {
            let schools: Vec<SchoolId> = match day {
                Some(day) => self.schools(day),
                None => self.rows.iter().map(|row| row.school).collect(),
            };
            let rows = self.audit.tables.roster.rows.iter().filter(|row| {
                row.person == *person
                    && row.role == holds.role
                    && day.is_none_or(|day| row.days.from <= day && day <= row.days.to)
                    && (!holds.same_school || schools.contains(&row.school))
            });
            let says: Vec<Option<bool>> =
                rows.map(|row| holds.only.as_ref().map_or(Some(true), |only| self.says(row, only))).collect();
            if says.iter().all(|truth| *truth == Some(false)) {
                Some(false)
            } else if day.is_some() && says.contains(&Some(true)) {
                Some(true)
            } else {
                None
            }
        }))
    }

    /// Whether whoever may have signed it may sign it.
    pub fn signed(&self, named: &[PersonId], signed: &Signed, day: Option<Day>) -> Option<bool> {
        agreed(named.iter().map(|person| {
            if signed.never.iter().any(|word| self.is_the(&[*person], word) == Some(true)) {
                return Some(false);
            }
            let roles: Vec<Option<bool>> = signed.by.iter().map(|role| self.holds(&[*person], role, day)).collect();
            if roles.contains(&Some(true)) {
                Some(true)
            } else {
                roles.iter().all(|truth| *truth == Some(false)).then_some(false)
            }
        }))
    }

    /// The schools of the case on a day; in a gap those of the rows that ended last, before all of them of the first.
    fn schools(&self, day: Day) -> Vec<SchoolId> {
        let last = self.rows.iter().map(|row| row.days.to).filter(|to| *to < day).max();
        let on = if self.active(day) { day } else { last.unwrap_or(self.first()) };
        self.rows.iter().filter(|row| row.days.contains(on)).map(|row| row.school).collect()
    }

    fn says(&self, row: &RosterRow, condition: &Condition) -> Option<bool> {
        let each = |all: &[Condition]| all.iter().map(|one| self.says(row, one)).collect::<Vec<_>>();
        match condition {
            Condition::Or(all) => match each(all) {
                truths if truths.contains(&Some(true)) => Some(true),
                truths => truths.iter().all(|truth| *truth == Some(false)).then_some(false),
            },
            Condition::And(all) => match each(all) {
                truths if truths.contains(&Some(false)) => Some(false),
                truths => truths.iter().all(|truth| *truth == Some(true)).then_some(true),
            },
            Condition::Not(inner) => self.says(row, inner).map(|truth| !truth),
            Condition::Attribute(name, comparison, value) => {
                let role = self.audit.program.role(row.role).unwrap();
                let school = Value::Text(self.audit.tables.roster.schools[row.school.index()].name.clone());
                let found = match role.attributes.iter().position(|field| field.name == *name) {
                    Some(place) => row.attributes[place].as_ref()?,
                    None => &school,
                };
                match (found, value) {
                    (Value::Text(found), Value::Text(text)) => {
                        Some((fold(found) == fold(text)) == (*comparison == Comparison::Equal))
                    }
                    (Value::Number(found), Value::Number(number)) => match comparison {
                        Comparison::Equal => Some(found == number),
                        Comparison::NotEqual => Some(found != number),
                        other => panic!("no rule of the generator asks whether an attribute is {other:?}"),
                    },
                    _ => None,
                }
            }
            other => panic!("{other:?} is not said by a row"),
        }
    }
}

/// What all agree on; `None` where there is nobody, or they differ.
fn agreed(mut truths: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let first = truths.next()?;
    truths.all(|other| other == first).then_some(first).flatten()
}
