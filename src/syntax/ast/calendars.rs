//! Calendars, as written.

use super::{DateRange, Name, Text};
use crate::source::Span;

/// `calendar NAME "title" { … }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub title: Option<Text>,
    /// Its lines, in the order written; a later line overrides an earlier one on the same day.
    pub lines: Vec<CalendarLine>,
    /// The whole declaration.
    pub span: Span,
}

/// One line of a calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CalendarLine {
    /// `extends staffordshire`
    Extends(Name),
    /// `source "…"`
    Source(Text),
    /// `year 2024-25 from DATE to DATE { term … }`
    Year(Year),
    /// `inset`, `closed`, `open` or `bank holiday`, with the days.
    Days(DayKind, Vec<DateRange>, Option<Text>, Span),
}

/// What a calendar line makes of a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DayKind {
    /// `open`: a school day.
    Open,
    /// `inset`: staff attend, pupils do not.
    Inset,
    /// `closed`: nobody is in school.
    Closed,
    /// `bank holiday`
    BankHoliday,
}

/// A school year of a calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Year {
    /// Its name, such as `2024-25`.
    pub name: Name,
    /// Its days: every day of it is covered by the calendar.
    pub days: DateRange,
    /// Its terms.
    pub terms: Vec<Term>,
    /// The whole line.
    pub span: Span,
}

/// `term autumn { half-term DATE to DATE  half-term DATE to DATE }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    /// Its name.
    pub name: Name,
    /// Its half-terms: the days from the first open day to the last.
    pub half_terms: Vec<DateRange>,
    /// The whole line.
    pub span: Span,
}
