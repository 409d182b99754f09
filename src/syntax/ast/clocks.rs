//! Clocks, as written.

use super::{Date, Limit, Name, Path, Point, Selection, Text};
use crate::source::{Span, Spanned};

/// `clock NAME "title" { … }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clock {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub title: Option<Text>,
    /// `for ROLE`
    pub role: Option<Path>,
    /// `from POINT`
    pub from: Option<(Point, Span)>,
    /// `serve N terms`, perhaps `by fte`.
    pub serve: Option<(Spanned<u32>, bool)>,
    /// `at least N terms at one school`
    pub least: Option<Spanned<u32>>,
    /// `extended by A in each N terms from N open days`
    pub extended: Option<ClockExtension>,
    /// The whole declaration.
    pub span: Span,
}

/// What makes a clock run longer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockExtension {
    /// By what.
    pub by: Selection,
    /// In each part of so many terms.
    pub every: Spanned<u32>,
    /// Once there are so many days of it, and of which kind they are.
    pub from: Limit,
}

/// What a scenario expects of a clock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockExpectation {
    /// The clock.
    pub clock: Path,
    /// Of whom.
    pub person: Option<Name>,
    /// Of what.
    pub what: ClockDetail,
}

/// What a clock comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClockDetail {
    /// `term N ends DATE to DATE`: the whole clock where no term is said.
    Ends(Option<Spanned<u32>>, Date, Option<Date>),
    /// `term N has not ended`
    Open(Option<Spanned<u32>>),
    /// `served N terms`
    Served(Spanned<crate::value::Rational>),
}
