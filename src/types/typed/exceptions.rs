//! Exemptions and exceptions: names bound, types checked.

use super::{
    ClauseId, Comparison, DayUnit, ExemptionId, MidWindow, PolicyId, Program, Quantifier, Scope, Selection, Threshold,
    Value,
};
use crate::source::Span;

/// A condition's place among the exceptions: the named exemption, or the rule's own line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exemption {
    /// Its name.
    pub name: String,
    /// Its policy.
    pub policy: PolicyId,
    /// What it is.
    pub title: Option<String>,
    /// The clauses it comes from.
    pub cites: Vec<ClauseId>,
    /// When it holds.
    pub when: When,
    /// Whether it holds from the beginning once it holds at all.
    pub backdated: bool,
    /// What it does to a window that it begins in.
    pub mid_window: Option<MidWindow>,
    /// The exemptions that give way to it where the two disagree, and those that give way to these.
    pub outranks: Vec<ExemptionId>,
    /// Its declaration.
    pub span: Span,
}

/// When an exception holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct When {
    /// Whether the claimant must show it: with no row it does not hold. Otherwise it is unknown while uncovered.
    pub shown: bool,
    /// The condition.
    pub condition: Condition,
    /// What defeats it.
    pub unless: Vec<Unless>,
    /// Where it is written.
    pub span: Span,
}

/// An exception to an exception: where it holds, the other does not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unless {
    /// When it holds, where it is no named exemption.
    pub when: When,
    /// The named exemption, where the condition is just that one's name: it says itself when it holds.
    pub exemption: Option<ExemptionId>,
    /// What it does to a window that it begins in, where it is no named exemption.
    pub mid_window: MidWindow,
    /// Where it is written, with the word `unless`.
    pub span: Span,
}

/// On what an exception to an exception rests: its own condition, or that of the exemption that it names.
#[derive(Clone, Copy, Debug)]
pub struct Grounds<'p> {
    /// When it holds.
    pub when: &'p When,
    /// Whether it holds from the beginning once it holds at all.
    pub backdated: bool,
    /// What it does to a window that it begins in.
    pub mid_window: MidWindow,
}

impl Program {
    /// On what an exception to an exception rests.
    pub fn grounds<'p>(&'p self, unless: &'p Unless) -> Grounds<'p> {
        match unless.exemption.and_then(|id| self.exemption(id)) {
            Some(exemption) => Grounds {
                when: &exemption.when,
                backdated: exemption.backdated,
                mid_window: exemption.mid_window.unwrap_or(unless.mid_window),
            },
            None => Grounds { when: &unless.when, backdated: false, mid_window: unless.mid_window },
        }
    }

    /// Whether an exception outranks another: each is a named exemption, and the one says so of the other.
    pub fn outranks(&self, one: &Exception, other: &Exception) -> bool {
        let named = one.exemption.and_then(|id| self.exemption(id)).zip(other.exemption);
        named.is_some_and(|(exemption, other)| exemption.outranks.contains(&other))
    }
}

/// An exception of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exception {
    /// What it does.
    pub effect: Effect,
    /// When it holds.
    pub when: When,
    /// The named exemption, where the condition is just that one's name; `when` is then a copy of its condition.
    pub exemption: Option<ExemptionId>,
    /// Whether it holds from the beginning once it holds at all.
    pub backdated: bool,
    /// What it does to a window that it begins in; `Whole` for a condition that cannot begin inside a window.
    pub mid_window: MidWindow,
    /// The line.
    pub span: Span,
}

/// What an exception does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Drops the duty.
    Exempt,
    /// Leaves this window out.
    Excused,
    /// Lowers the threshold of an atom to this.
    Reduced(usize, Threshold),
    /// Raises the threshold of an atom to this.
    Raised(usize, Threshold),
}

/// A condition on a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// Some of these.
    Or(Vec<Condition>),
    /// All of these.
    And(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// There are, or are no, such events.
    Events(Quantifier, Selection, Scope),
    /// Such spans cover every day of this kind in the window on which the case is active.
    CoversDays(Selection, DayUnit),
    /// An attribute of the case against a value.
    Attribute(String, Comparison, Value),
    /// The exemption holds.
    Exemption(ExemptionId),
}
