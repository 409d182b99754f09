//! `where`: whether one event satisfies a condition on its fields, in three-valued logic.
//!
//! A filter is prepared once for a selection: texts become codes, numbers the columns' own units.

use std::collections::BTreeSet;

use crate::engine::held::held;
use crate::engine::judge::Judge;
use crate::engine::outcome::WhyNot;
use crate::engine::timeline::Timeline;
use crate::records::table::{Column, Events, PersonId, Standing, UNKNOWN};
use crate::types::typed::{Comparison, FieldId, FieldRef, Filter, Holds, Selection, Signed, Subject, Type, Value};
use crate::types::{Slot, slot_of};
use crate::value::{Bound, Day, Rational, Truth, whole};

/// A filter prepared for one activity of a selection.
#[derive(Clone, Debug)]
pub enum Prepared<'a, 'b> {
    /// Some of these.
    Or(Vec<Prepared<'a, 'b>>),
    /// All of these.
    And(Vec<Prepared<'a, 'b>>),
    /// Not this.
    Not(Box<Prepared<'a, 'b>>),
    /// The column's value against a number in the column's units.
    Number(FieldId, Comparison, Rational, Rational),
    /// The column's text is one of these codes.
    Texts(FieldId, BTreeSet<i64>),
    /// The column's cell is filled in.
    Given(FieldId),
    /// The column's person is this one.
    Person(FieldId, Option<PersonId>),
    /// The column's person holds a role on the event's day.
    Holds(FieldId, &'b Holds, Asked<'a, 'b>),
    /// The column's person may sign it.
    Signed(FieldId, &'b Signed, Asked<'a, 'b>),
}

/// How many of a column's units a base unit has.
pub fn scale(ty: &Type) -> Rational {
    match ty {
        Type::Duration { .. } => whole(60_000),
        Type::Number | Type::OneOfNumbers(_) => whole(1_000_000),
        Type::Count
        | Type::Text
        | Type::YesNo
        | Type::Date
        | Type::School
        | Type::Person
        | Type::Weekdays
        | Type::Days
        | Type::OneOfTexts(_) => whole(1),
    }
}

/// For which case a filter is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a, 'b> {
    /// The judge.
    pub judge: Judge<'a>,
    /// The case.
    pub timeline: &'b Timeline<'a>,
    /// What the rule is for.
    pub subject: &'b Subject,
}

impl Asked<'_, '_> {
    /// The case's person or counterpart, by the word for them.
    fn person(self, word: &str) -> Option<PersonId> {
        match slot_of(self.judge.audit.program, self.subject, word) {
            Slot::Person => Some(self.timeline.case.person),
            Slot::Counterpart => self.timeline.case.counterpart,
            Slot::Free => None,
        }
    }
}

/// Prepares a selection's filter for its activity at `position`; `None` where there is no filter.
pub fn prepare<'a, 'b>(asked: Asked<'a, 'b>, selection: &'b Selection, position: usize) -> Option<Prepared<'a, 'b>> {
    selection.filter.as_ref().map(|filter| prepare_filter(asked, filter, selection, position))
}

/// Prepares a filter for the activity at `position` of a selection.
pub fn prepare_filter<'a, 'b>(
    asked: Asked<'a, 'b>,
    filter: &'b Filter,
    selection: &'b Selection,
    position: usize,
) -> Prepared<'a, 'b> {
    let judge = asked.judge;
    let each = |filters: &'b [Filter]| {
        filters.iter().map(|filter| prepare_filter(asked, filter, selection, position)).collect::<Vec<_>>()
    };
    let nothing = || Prepared::Or(Vec::new());
    match filter {
        Filter::Or(filters) => Prepared::Or(each(filters)),
        Filter::And(filters) => Prepared::And(each(filters)),
        Filter::Not(inner) => Prepared::Not(Box::new(prepare_filter(asked, inner, selection, position))),
        Filter::Compare(field, comparison, value) => {
            let Some(place) = field.places.get(position).copied() else { return nothing() };
            match value {
                Value::Text(text) => {
                    let codes = judge.audit.tables.texts.find(text).into_iter().collect();
                    let equal = Prepared::Texts(place, codes);
                    if *comparison == Comparison::NotEqual { Prepared::Not(Box::new(equal)) } else { equal }
                }
                Value::Number(number) => {
                    let scale = field_type(judge, selection, field, position).map_or(whole(1), scale);
                    Prepared::Number(place, *comparison, number * scale, scale)
                }
            }
        }
        Filter::In(field, list) => {
            let Some(place) = field.places.get(position).copied() else { return nothing() };
            let members = judge.audit.program.list(*list).map(|list| list.members.as_slice()).unwrap_or_default();
            let codes = members.iter().filter_map(|(text, _)| judge.audit.tables.texts.find(text)).collect();
            Prepared::Texts(place, codes)
        }
        Filter::Given(field, given) => match field.places.get(position).copied() {
            Some(place) if *given => Prepared::Given(place),
            Some(place) => Prepared::Not(Box::new(Prepared::Given(place))),
            None => nothing(),
        },
        Filter::Is(field, word) => {
            let person = asked.person(word);
            field.places.get(position).map_or_else(nothing, |place| Prepared::Person(*place, person))
        }
        Filter::Holds(field, holds) => {
            field.places.get(position).map_or_else(nothing, |place| Prepared::Holds(*place, holds, asked))
        }
        Filter::Signed(field, signed) => {
            field.places.get(position).map_or_else(nothing, |place| Prepared::Signed(*place, signed, asked))
        }
    }
}

/// The type of a field in the activity at `position` of a selection.
pub fn field_type<'a>(judge: Judge<'a>, selection: &Selection, field: &FieldRef, position: usize) -> Option<&'a Type> {
    let activity = judge.activity(*selection.activities.get(position)?)?;
    activity.fields.get(field.places.get(position)?.index()).map(|field| &field.ty)
}

impl Prepared<'_, '_> {
    /// Why an event that does not satisfy it does not: it is the signature's fault only where nothing else is wrong.
    pub fn why_not(&self, events: &Events, place: usize) -> WhyNot {
        match self {
            Prepared::And(parts) => {
                let mut wrong = parts.iter().filter(|part| part.test(events, place) == Truth::No);
                match (wrong.next(), wrong.next()) {
                    (Some(only), None) => only.why_not(events, place),
                    (_, _) => WhyNot::Filtered,
                }
            }
            Prepared::Signed(field, signed, asked) => {
                let subject = |named| Truth::of(forbidden(*asked, signed, named));
                match whoever(events, (place, *field), subject) {
                    Truth::Yes => WhyNot::SignedBySubject,
                    Truth::No | Truth::Unknown => WhyNot::WrongSigner,
                }
            }
            Prepared::Or(_)
            | Prepared::Not(_)
            | Prepared::Number(..)
            | Prepared::Texts(..)
            | Prepared::Given(_)
            | Prepared::Person(..)
            | Prepared::Holds(..) => WhyNot::Filtered,
        }
    }

    /// Whether the event at `place` satisfies it.
    pub fn test(&self, events: &Events, place: usize) -> Truth {
        match self {
            Prepared::Or(filters) => {
                filters.iter().fold(Truth::No, |truth, filter| truth.or(filter.test(events, place)))
            }
            Prepared::And(filters) => {
                filters.iter().fold(Truth::Yes, |truth, filter| truth.and(filter.test(events, place)))
            }
            Prepared::Not(filter) => filter.test(events, place).negate(),
            Prepared::Number(field, comparison, number, scale) => {
                test_number(events, (place, *field), *comparison, (*number, *scale))
            }
            Prepared::Texts(field, codes) => match cell(events, *field, place) {
                UNKNOWN => Truth::Unknown,
                code => Truth::of(codes.contains(&code)),
            },
            Prepared::Given(field) => match events.fields.get(field.index()) {
                Some(column) if column.is_blank(place) => Truth::No,
                Some(column) if is_filled_in(column, place) => Truth::Yes,
                Some(_) | None => Truth::Unknown,
            },
            Prepared::Person(field, person) => {
                whoever(events, (place, *field), |named| Truth::of(Some(named) == *person))
            }
            Prepared::Holds(field, holds, asked) => {
                let day = day_of(events, place);
                whoever(events, (place, *field), |named| held(*asked, holds, named, day))
            }
            Prepared::Signed(field, signed, asked) => {
                let day = day_of(events, place);
                whoever(events, (place, *field), |named| {
                    let may = signed.by.iter().fold(Truth::No, |truth, role| truth.or(held(*asked, role, named, day)));
                    if forbidden(*asked, signed, named) { Truth::No } else { may }
                })
            }
        }
    }
}

/// Whether a cell holds something that could be read, be it more than one thing.
fn is_filled_in(column: &Column, place: usize) -> bool {
    let several =
        u32::try_from(place).is_ok_and(|at| column.ranges.contains_key(&at) || column.people.contains_key(&at));
    several || column.values.get(place).is_some_and(|value| *value != UNKNOWN)
}

/// What holds of whomever a cell may name.
fn whoever(events: &Events, (place, field): (usize, FieldId), test: impl Fn(PersonId) -> Truth) -> Truth {
    let named = events.fields.get(field.index()).and_then(|column| column.named(place));
    let mut truths = named.iter().flatten().map(|person| test(*person));
    let Some(first) = truths.next() else { return Truth::Unknown };
    if truths.all(|other| other == first) { first } else { Truth::Unknown }
}

/// The day of an event, where it could be read.
fn day_of(events: &Events, place: usize) -> Option<Day> {
    let undated = events.standing.get(place) == Some(&Standing::DateUnreadable);
    events.day.get(place).copied().filter(|_| !undated)
}

/// Whether somebody is one of those of the case who may never sign it.
fn forbidden(asked: Asked<'_, '_>, signed: &Signed, person: PersonId) -> bool {
    signed.never.iter().any(|word| asked.person(word) == Some(person))
}

fn cell(events: &Events, field: FieldId, place: usize) -> i64 {
    events.fields.get(field.index()).and_then(|column| column.values.get(place)).copied().unwrap_or(UNKNOWN)
}

fn test_number(
    events: &Events,
    (place, field): (usize, FieldId),
    comparison: Comparison,
    (number, scale): (Rational, Rational),
) -> Truth {
    let value = cell(events, field, place);
    if value != UNKNOWN {
        return compare(comparison, &whole(value), &number);
    }
    // Records that differ give an interval: the comparison is known where both its ends agree.
    let range = u32::try_from(place).ok().and_then(|place| events.fields.get(field.index())?.ranges.get(&place));
    let Some((lo, hi)) = range else { return Truth::Unknown };
    let bound = Bound::Finite(number / scale);
    let ends = (compare(comparison, lo, &bound), compare(comparison, hi, &bound));
    let inside = *lo < bound && bound < *hi;
    match ends {
        (a, b) if a == b && !(inside && matches!(comparison, Comparison::Equal | Comparison::NotEqual)) => a,
        _ => Truth::Unknown,
    }
}

/// How two ordered things compare.
pub fn compare<T: Ord>(comparison: Comparison, left: &T, right: &T) -> Truth {
    Truth::of(match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => left < right,
        Comparison::AtMost => left <= right,
        Comparison::More => left > right,
        Comparison::AtLeast => left >= right,
    })
}
