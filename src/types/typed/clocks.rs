//! Clocks: time that is served, and what is expected of it.

use super::{ClockId, Limit, Point, PolicyId, Selection, Subject};
use crate::source::Span;
use crate::value::{Day, Rational};

/// Time to be served in a role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clock {
    /// Its name.
    pub name: String,
    /// Its policy.
    pub policy: PolicyId,
    /// What it is.
    pub title: Option<String>,
    /// Who serves it.
    pub subject: Subject,
    /// From which day.
    pub from: Point,
    /// How many terms.
    pub terms: u32,
    /// Whether a day counts as much as its `fte`; otherwise it counts whole.
    pub by_fte: bool,
    /// How many terms a stay at one school must last to count.
    pub least: Option<u32>,
    /// What makes it run longer.
    pub extended: Option<ClockExtension>,
    /// Its declaration.
    pub span: Span,
}

/// What makes a clock run longer: all days of it in a part of the clock, once they are so many.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockExtension {
    /// By which spans.
    pub by: Selection,
    /// How many terms a part has.
    pub every: u32,
    /// From how many days on, and of which kind: of that kind are the days of the extension too.
    pub from: Limit,
}

/// What a scenario expects of a clock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockExpectation {
    /// The clock.
    pub clock: ClockId,
    /// Of whom; of anybody where left out.
    pub person: Option<String>,
    /// What.
    pub what: ClockDetail,
    /// The line.
    pub span: Span,
}

/// What a clock comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClockDetail {
    /// A term of it, or the whole, ends on a day between these two.
    Ends(Option<u32>, Day, Day),
    /// No end is known of.
    Open(Option<u32>),
    /// So many terms are served by the audit's date.
    Served(Rational),
}
