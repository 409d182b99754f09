//! One calendar's day table: every date of its school years with its kind and its windows, looked up in constant time.

use crate::value::{Day, Days};

/// What one calendar says of every date that it covers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CalendarTable {
    pub(super) first: Option<Day>,
    pub(super) days: Vec<Option<DayFacts>>,
    pub(super) years: Vec<Period>,
    pub(super) terms: Vec<Period>,
    pub(super) half_terms: Vec<Period>,
}

/// What a date is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DayFacts {
    /// What kind of day.
    pub kind: DayClass,
    /// Whether it is a bank holiday, whatever else it is.
    pub bank_holiday: bool,
    /// The place in `years` of the school year that holds it.
    pub year: u16,
    /// The place in `terms` of the term that holds it: from the first day of its first half-term to the last of its last.
    pub term: Option<u16>,
    /// The place in `half_terms` of the half-term that holds it, also where it is closed on that day.
    pub half_term: Option<u16>,
}

/// The kind of a date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DayClass {
    /// A session for pupils.
    School,
    /// An INSET day that is attended.
    Inset,
    /// A weekday on which nobody is in school: a holiday, or an INSET day taken in lieu.
    Closed,
    /// A Saturday or Sunday that is not open.
    Weekend,
}

impl DayClass {
    /// A school day or an INSET day that is attended.
    pub fn is_open(self) -> bool {
        match self {
            DayClass::School | DayClass::Inset => true,
            DayClass::Closed | DayClass::Weekend => false,
        }
    }
}

/// A named run of dates: a school year, a term, a half-term.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Period {
    /// Its name: `2024-25`, `autumn 2024-25`, `autumn 1 2024-25`.
    pub name: String,
    /// Its days.
    pub days: Days,
}

impl CalendarTable {
    /// What a date is; `None` where the calendar does not cover it. Constant time.
    pub fn facts(&self, day: Day) -> Option<DayFacts> {
        let place = usize::try_from(day.since(self.first?)).ok()?;
        self.days.get(place).copied().flatten()
    }

    /// Its school years, in order.
    pub fn years(&self) -> &[Period] {
        &self.years
    }

    /// Its terms, in order.
    pub fn terms(&self) -> &[Period] {
        &self.terms
    }

    /// Its half-terms, in order.
    pub fn half_terms(&self) -> &[Period] {
        &self.half_terms
    }

    /// From its first covered date to its last; dates between school years may not be covered. `None` without a year.
    pub fn extent(&self) -> Option<Days> {
        let first = self.first?;
        let length = i32::try_from(self.days.len()).unwrap_or(i32::MAX);
        Some(Days::new(first, first.plus(length.saturating_sub(1))))
    }
}
