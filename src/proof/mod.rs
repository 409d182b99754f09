//! The proof of one obligation: every row that it rests on, every row that it leaves out and why, and what would mend it.
//!
//! Takes what the engine found and the same inputs; gives values only. Knows nothing of printing.

mod repair;
mod rows;

use crate::engine::Audit;
use crate::engine::outcome::Finding;
pub use crate::engine::outcome::WhyNot;
use crate::engine::outcome::{Doubt, EventRef, Unloaded};
use crate::types::typed::{ClauseId, ParamId, RuleId};
use crate::value::{Day, Days, Rational, Unit};

/// The proof of one obligation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Proof {
    /// The rows looked at, those that count first, each kind by day and location.
    pub rows: Vec<Row>,
    /// What would make it met, where it is not.
    pub repair: Vec<Repair>,
}

/// One row of the proof.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The event.
    pub event: EventRef,
    /// The atom it was looked at for, by its place in the rule; `None` for a trigger or an exception.
    pub atom: Option<usize>,
    /// What became of it.
    pub role: RowRole,
    /// What it adds to the measure, in base units, where it adds a number.
    pub amount: Option<Rational>,
}

/// What a row does in a proof.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RowRole {
    /// It triggers the duty.
    Trigger,
    /// It shows an exception, by its place in the rule.
    Exception(usize),
    /// It counts.
    Counted,
    /// It may count.
    Possible(Doubt),
    /// It does not count.
    NotCounted(WhyNot),
    /// A condition, a deadline or another trigger of the rule makes it matter.
    Considered,
}

/// What would make an obligation met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Repair {
    /// This much more, recorded in these days.
    More(Rational, Unit, Days),
    /// These members of a list, in these days.
    Cover(Vec<(String, u32)>, Days),
    /// An answer to the trigger by this day.
    Respond(Day),
    /// Nothing can: the window has closed.
    TooLate(Days),
    /// Nothing can: what breaks it has happened.
    Spent,
    /// Nothing need be done: it was made good late, on this day.
    Cured(Day),
    /// This much more would make it good late.
    MoreLate(Rational, Unit),
    /// These members of a list would make it good late.
    CoverLate(Vec<(String, u32)>),
    /// An answer would make it good late.
    RespondLate,
    /// What is done about these rules, whose findings it follows.
    Follows(Vec<RuleId>),
    /// Set the parameter.
    SetParam(ParamId),
    /// Load the records of these days.
    Load(Unloaded, Days),
    /// Find the text of this clause.
    FindText(ClauseId),
    /// Correct or confirm this row.
    Confirm(EventRef, Doubt),
    /// Another thing to do, in words.
    Other(String),
}

/// Proves the obligation at `place` of a finding: an empty proof where there is none.
pub fn prove(audit: &Audit<'_>, finding: &Finding, place: usize) -> Proof {
    let (Some(rule), Some(obligation)) = (audit.program.rule(finding.rule), finding.obligations.get(place)) else {
        return Proof::default();
    };
    let rule = rule.of_version(obligation.version);
    let rows = rows::rows(audit, finding, rule, obligation);
    let repair = repair::repair(audit, rule, obligation);
    Proof { rows, repair }
}
