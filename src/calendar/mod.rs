//! From calendar declarations to day tables: what kind of day a date is, and which window holds it.
//!
//! Takes typed calendars; knows nothing of events, cases or rules.

use crate::types::typed::{CalendarId, Program};
use crate::value::{Day, Days};

/// Every calendar's day table.
#[derive(Clone, Debug, Default)]
pub struct Calendars {
    tables: Vec<CalendarTable>,
}

/// What one calendar says of every date that it covers.
#[derive(Clone, Debug, Default)]
pub struct CalendarTable {
    first: Option<Day>,
    days: Vec<Option<DayFacts>>,
    years: Vec<Period>,
    terms: Vec<Period>,
    half_terms: Vec<Period>,
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
    /// The place in `half_terms`.
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
        matches!(self, DayClass::School | DayClass::Inset)
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

impl Calendars {
    /// The day tables of a program's calendars.
    pub fn build(_program: &Program) -> Calendars {
        Calendars::default()
    }

    /// The table of a calendar.
    pub fn get(&self, id: CalendarId) -> Option<&CalendarTable> {
        self.tables.get(id.index())
    }
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
}
