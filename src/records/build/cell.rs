//! One field's value as the columns store it.

use num_traits::ToPrimitive;

use crate::types::typed::{Type, Value};
use crate::value::{Bound, Rational, whole};

/// One field's value, in the units of `table::Column`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Cell {
    /// Not readable, or not said by the file.
    #[default]
    Unknown,
    /// Blank.
    Blank,
    /// This.
    Known(i64),
    /// One of several people, by their place among those that `TableBuilder::one_of` was given.
    OneOf(u32),
    /// Something from the first to the second, both included.
    Between(i64, i64),
}

/// How many stored units one base unit of a type is: milliseconds in a minute, millionths in one.
fn scale(ty: &Type) -> i64 {
    match ty {
        Type::Duration { .. } => 60_000,
        Type::Number | Type::OneOfNumbers(_) => 1_000_000,
        Type::Count
        | Type::Text
        | Type::YesNo
        | Type::Date
        | Type::School
        | Type::Person
        | Type::Weekdays
        | Type::Days
        | Type::OneOfTexts(_) => 1,
    }
}

/// A number in base units as a column of the type stores it; `None` where it has no exact place there.
pub fn encode(ty: &Type, number: Rational) -> Option<i64> {
    // Far more than any record holds, and small enough to multiply exactly.
    let limit = whole(1_000_000_000_000);
    if number > limit || number < -limit {
        return None;
    }
    let stored = number * whole(scale(ty));
    stored.is_integer().then(|| stored.to_integer().to_i64()).flatten()
}

/// A stored number in base units.
pub fn decode(ty: &Type, stored: i64) -> Rational {
    Rational::new(i128::from(stored), i128::from(scale(ty)))
}

impl Cell {
    /// A literal of a rule file as a column of the type stores it, texts by their codes; unknown where it has no exact
    /// place there.
    pub fn of_value(ty: &Type, value: &Value, mut code: impl FnMut(&str) -> i64) -> Cell {
        match value {
            Value::Text(text) => Cell::Known(code(text)),
            Value::Number(number) => encode(ty, *number).map_or(Cell::Unknown, Cell::Known),
        }
    }

    /// Whether it says nothing: blank, or not readable.
    pub(in crate::records) fn is_silent(self) -> bool {
        matches!(self, Cell::Unknown | Cell::Blank)
    }

    /// The two bounds in base units, where it lies between two.
    pub(super) fn range(self, ty: &Type) -> Option<(Bound, Bound)> {
        match self {
            Cell::Between(low, high) => Some((decode(ty, low).into(), decode(ty, high).into())),
            Cell::Unknown | Cell::Blank | Cell::OneOf(_) | Cell::Known(_) => None,
        }
    }

    /// The least and the most that it may be, stored; `None` where nothing is known.
    pub(in crate::records) fn bounds(self) -> Option<(i64, i64)> {
        match self {
            Cell::Unknown | Cell::Blank | Cell::OneOf(_) => None,
            Cell::Known(value) => Some((value, value)),
            Cell::Between(low, high) => Some((low, high)),
        }
    }
}
