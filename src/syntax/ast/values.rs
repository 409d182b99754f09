//! Types, values and comparisons, as written.

use super::Date;
use crate::source::{Span, Spanned};
use crate::value::{Day, Rational};

/// From when to when, either end may be open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// Where it is written.
    pub span: Span,
}

/// The type of a field or parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Type {
    /// `duration`, perhaps `up to 4 hours` (the most that a blank one may be, in minutes).
    Duration(Option<Spanned<Rational>>),
    /// `count`: a whole number of things.
    Count,
    /// `number`
    Number,
    /// `text`
    Text,
    /// `yes or no`
    YesNo,
    /// `date`
    Date,
    /// `school`
    School,
    /// `person`: somebody of the roster.
    Person,
    /// `weekdays`: the days that somebody works.
    Weekdays,
    /// `days`: a number of days; its kind is said where it is used.
    Days,
    /// `1 or 2`, `"A" or "B"`: one of these.
    OneOf(Vec<Literal>),
}

/// A value as written.
pub type Literal = Spanned<LiteralValue>;

/// The value of a literal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LiteralValue {
    /// `"text"`
    Text(String),
    /// `3`, `0.6`
    Number(Rational),
    /// `1 hour 30 minutes`, in minutes.
    Duration(Rational),
    /// `90 %`, as a share: 9/10.
    Share(Rational),
    /// `5 school days`; `5 days` are calendar days.
    Days(Rational, DayUnit),
    /// `2024-09-02`
    Date(Day),
    /// `yes` or `no`
    YesNo(bool),
}

/// A kind of day to count with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DayUnit {
    /// `days` or `calendar days`
    Calendar,
    /// `working days`: weekdays that are not bank holidays.
    Working,
    /// `school days`: days with a session for pupils.
    School,
    /// `open days`: school days and INSET days that are attended.
    Open,
}

/// `DATE` or `DATE to DATE`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DateRange {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// A comparison.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Comparison {
    /// `=` or `exactly`
    Equal,
    /// `!=` or `is not`
    NotEqual,
    /// `<` or `less than`
    Less,
    /// `<=` or `at most`
    AtMost,
    /// `>` or `more than`
    More,
    /// `>=` or `at least`
    AtLeast,
}
