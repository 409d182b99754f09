//! `where`: whether one event satisfies a condition on its fields, in three-valued logic.
//!
//! A filter is prepared once for a selection: texts become codes, numbers the columns' own units.

use std::collections::BTreeSet;

use crate::engine::judge::Judge;
use crate::records::table::{Events, UNKNOWN};
use crate::types::typed::{Comparison, FieldId, FieldRef, Filter, Selection, Type, Value};
use crate::value::{Bound, Rational, Truth, whole};

/// A filter prepared for one activity of a selection.
#[derive(Clone, Debug)]
pub enum Prepared {
    /// Some of these.
    Or(Vec<Prepared>),
    /// All of these.
    And(Vec<Prepared>),
    /// Not this.
    Not(Box<Prepared>),
    /// The column's value against a number in the column's units.
    Number(FieldId, Comparison, Rational, Rational),
    /// The column's text is one of these codes.
    Texts(FieldId, BTreeSet<i64>),
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
        | Type::Weekdays
        | Type::Days
        | Type::OneOfTexts(_) => whole(1),
    }
}

/// Prepares a selection's filter for its activity at `position`; `None` where there is no filter.
pub fn prepare(judge: Judge<'_>, selection: &Selection, position: usize) -> Option<Prepared> {
    selection.filter.as_ref().map(|filter| prepare_filter(judge, filter, selection, position))
}

/// Prepares a filter for the activity at `position` of a selection.
pub fn prepare_filter(judge: Judge<'_>, filter: &Filter, selection: &Selection, position: usize) -> Prepared {
    let each = |filters: &[Filter]| {
        filters.iter().map(|filter| prepare_filter(judge, filter, selection, position)).collect::<Vec<_>>()
    };
    let nothing = || Prepared::Or(Vec::new());
    match filter {
        Filter::Or(filters) => Prepared::Or(each(filters)),
        Filter::And(filters) => Prepared::And(each(filters)),
        Filter::Not(inner) => Prepared::Not(Box::new(prepare_filter(judge, inner, selection, position))),
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
    }
}

/// The type of a field in the activity at `position` of a selection.
pub fn field_type<'a>(judge: Judge<'a>, selection: &Selection, field: &FieldRef, position: usize) -> Option<&'a Type> {
    let activity = judge.activity(*selection.activities.get(position)?)?;
    activity.fields.get(field.places.get(position)?.index()).map(|field| &field.ty)
}

impl Prepared {
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
        }
    }
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
