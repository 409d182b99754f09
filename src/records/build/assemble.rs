//! Sorts what was collected and gives every id its final place.

use std::collections::BTreeMap;

use crate::records::build::Repeat;
use crate::records::build::draft::{Draft, Drafts};
use crate::records::table::{
    Column, Covered, Events, Location, PersonId, RosterRow, SchoolId, Standing, UNKNOWN, Waiver,
};
use crate::types::typed::{Activity, Type, Value};
use crate::value::Day;

use super::Cell;

/// A table in its final order, and the final place of each of its old places.
pub(super) struct Order<T> {
    pub sorted: Vec<T>,
    pub new_place: Vec<u32>,
}

/// Sorts a table by a key.
pub(super) fn order<T: Clone>(items: &[T], key: impl Fn(&T) -> String) -> Order<T> {
    let mut places: Vec<(String, usize)> = items.iter().enumerate().map(|(place, item)| (key(item), place)).collect();
    places.sort();
    let mut new_place = vec![0; items.len()];
    let mut sorted = Vec::with_capacity(items.len());
    for ((_, old), new) in places.iter().zip(0u32..) {
        if let (Some(item), Some(place)) = (items.get(*old), new_place.get_mut(*old)) {
            sorted.push(item.clone());
            *place = new;
        }
    }
    Order { sorted, new_place }
}

/// The final places of people, schools and texts.
pub(super) struct Maps<'a> {
    pub people: &'a [u32],
    pub schools: &'a [u32],
    pub candidates: &'a [Vec<PersonId>],
    pub texts: &'a [i64],
}

impl Maps<'_> {
    /// `NOBODY` and `UNMATCHED` have no place and stay what they are.
    fn person(&self, id: PersonId) -> PersonId {
        self.people.get(id.index()).map_or(id, |place| PersonId(*place))
    }

    /// Those that `TableBuilder::one_of` was given, in order.
    fn one_of(&self, place: u32) -> Vec<PersonId> {
        let given = usize::try_from(place).ok().and_then(|place| self.candidates.get(place));
        let mut people: Vec<PersonId> = given.into_iter().flatten().map(|id| self.person(*id)).collect();
        people.sort();
        people
    }

    fn school(&self, id: SchoolId) -> SchoolId {
        self.schools.get(id.index()).map_or(id, |place| SchoolId(*place))
    }

    fn text(&self, code: i64) -> i64 {
        usize::try_from(code).ok().and_then(|code| self.texts.get(code)).copied().unwrap_or(UNKNOWN)
    }
}

pub(super) fn roster_row(mut row: RosterRow, maps: &Maps<'_>) -> RosterRow {
    row.person = maps.person(row.person);
    row.counterpart = row.counterpart.map(|person| maps.person(person));
    row.school = maps.school(row.school);
    for attribute in &mut row.attributes {
        if let Some(Value::Text(text)) = attribute {
            *text = text.trim().to_owned();
        }
    }
    row
}

pub(super) fn waiver(mut waiver: Waiver, maps: &Maps<'_>) -> Waiver {
    waiver.person = maps.person(waiver.person);
    waiver.counterpart = waiver.counterpart.map(|person| maps.person(person));
    waiver
}

pub(super) fn covered(mut covered: Covered, maps: &Maps<'_>) -> Covered {
    for school in covered.schools.iter_mut().flatten() {
        *school = maps.school(*school);
    }
    for person in covered.people.iter_mut().flatten() {
        *person = maps.person(*person);
    }
    covered.schools.iter_mut().for_each(|schools| schools.sort());
    covered.people.iter_mut().for_each(|people| people.sort());
    covered
}

/// The columns of one activity's events, sorted by owner, day, minute and location.
pub(super) fn events(activity: &Activity, drafts: Drafts, maps: &Maps<'_>, repeats: &[Repeat]) -> Events {
    let first_day = |row: &Draft| row.days.map_or(Day::MIN, |days| days.from);
    let mut places: Vec<usize> = (0..drafts.rows.len()).collect();
    let with: Vec<Vec<PersonId>> = places
        .iter()
        .map(|place| {
            let mut with: Vec<PersonId> = drafts.with(*place).iter().map(|person| maps.person(*person)).collect();
            with.sort();
            with
        })
        .collect();
    places.sort_by_key(|place| {
        let row = drafts.rows.get(*place);
        let key = row.map(|row| (maps.person(row.owner), first_day(row), row.minute, row.location));
        (key, with.get(*place))
    });
    let mut events = Events {
        with_start: vec![0],
        fields: activity.fields.iter().map(|_| Column::default()).collect(),
        ..Events::default()
    };
    for (new, old) in (0u32..).zip(&places) {
        let Some(row) = drafts.rows.get(*old) else { continue };
        events.owner.push(maps.person(row.owner));
        events.day.push(first_day(row));
        events.end.push(row.days.map_or(Day::MIN, |days| days.to));
        events.minute.push(row.minute);
        events.standing.push(row.standing);
        events.location.push(row.location);
        events.record.push(row.record.map_or(UNKNOWN, |code| maps.text(code)));
        events.records.push(row.records);
        let counterparts = with.get(*old).map(Vec::as_slice).unwrap_or_default();
        events.with.extend_from_slice(counterparts);
        events.with_start.push(u32::try_from(events.with.len()).unwrap_or(u32::MAX));
        if counterparts.is_empty() {
            events.by_with.push((PersonId::UNMATCHED, new));
        }
        events.by_with.extend(counterparts.iter().map(|person| (*person, new)));
        let fields = activity.fields.iter().zip(&mut events.fields);
        for ((field, column), cell) in fields.zip(drafts.cells(*old)) {
            column.values.push(stored(&field.ty, *cell, maps));
            if let Some(range) = cell.range(&field.ty) {
                column.ranges.insert(new, range);
            }
            match cell {
                Cell::Blank => column.blank.push(new),
                Cell::OneOf(place) => {
                    column.people.insert(new, maps.one_of(*place));
                }
                Cell::Unknown | Cell::Known(_) | Cell::Between(..) => {}
            }
        }
    }
    events.by_with.sort();
    events.by_with.dedup();
    events.repeats = repeats_of(&events, repeats);
    events
}

fn stored(ty: &Type, cell: Cell, maps: &Maps<'_>) -> i64 {
    match (ty, cell) {
        (Type::Text | Type::OneOfTexts(_), Cell::Known(code)) => maps.text(code),
        (Type::Person, Cell::Known(id)) => {
            let id = u32::try_from(id).map_or(PersonId::UNMATCHED, PersonId);
            i64::from(maps.person(id).0)
        }
        (_, Cell::Known(value)) => value,
        (_, Cell::Unknown | Cell::Blank | Cell::OneOf(_) | Cell::Between(..)) => UNKNOWN,
    }
}

/// The rows that each event stands for, by the event's place; a row replaced twice is the last one's.
fn repeats_of(events: &Events, repeats: &[Repeat]) -> BTreeMap<u32, Vec<Location>> {
    let here: BTreeMap<Location, u32> = (0u32..)
        .zip(events.location.iter().zip(&events.standing))
        .filter(|(_, (_, standing))| **standing != Standing::Duplicate)
        .map(|(place, (location, _))| (*location, place))
        .collect();
    let mut by_place: BTreeMap<u32, Vec<Location>> = BTreeMap::new();
    for repeat in repeats {
        if let Some(place) = here.get(&repeat.counted) {
            by_place.entry(*place).or_default().push(repeat.row);
        }
    }
    by_place
}
