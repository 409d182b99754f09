//! What one run of the engine reads.

use crate::calendar::Calendars;
use crate::records::table::{PersonId, Tables};
use crate::types::typed::{Program, RuleId};
use crate::value::{Day, Rational};

/// Everything that decides a verdict; nothing else does.
#[derive(Clone, Copy, Debug)]
pub struct Audit<'a> {
    /// The rules.
    pub program: &'a Program,
    /// The records.
    pub tables: &'a Tables,
    /// The calendars.
    pub calendars: &'a Calendars,
    /// The parameters' values in base units, by `ParamId`: the rule files' own, or the audit's.
    pub params: &'a [Option<Rational>],
    /// The end of this local day is when the audit is made.
    pub as_of: Day,
}

/// Which findings are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Only these rules; all where `None`.
    pub rules: Option<Vec<RuleId>>,
    /// Only these people; all where `None`.
    pub people: Option<Vec<PersonId>>,
}
