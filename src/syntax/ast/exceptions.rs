//! Exemptions and the conditions of exceptions, as written.

use super::{Comparison, DayUnit, Literal, Name, Path, ProRata, Selection, Text};
use crate::source::{Span, Spanned};

/// `exemption NAME "title" { … }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exemption {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub title: Option<Text>,
    /// `cites …`
    pub cites: Vec<Path>,
    /// `when shown …` or `when …`
    pub when: Option<When>,
    /// `outranks …`: the exemptions that give way to it where the two disagree.
    pub outranks: Vec<Path>,
    /// `backdated`: it holds from the beginning, once it is shown.
    pub backdated: Option<Span>,
    /// `mid-window …`
    pub mid_window: Option<Spanned<MidWindow>>,
    /// The whole declaration.
    pub span: Span,
}

/// The condition of an exception.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct When {
    /// `when shown`: with no row there is no exemption.
    pub shown: bool,
    /// The condition.
    pub condition: Condition,
    /// `unless …`: each of these defeats it.
    pub unless: Vec<Unless>,
    /// Where it is written.
    pub span: Span,
}

/// `unless CONDITION`: an exception to an exception.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unless {
    /// The condition.
    pub condition: Condition,
    /// Where it is written.
    pub span: Span,
}

/// What an exception that begins inside a window does to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MidWindow {
    /// `whole`: it counts for the whole window.
    Whole,
    /// `from then, pro rata by …`: the duty before it stays owed in proportion.
    FromThen(ProRata),
    /// `from the next window`
    NextWindow,
}

/// A condition on a case: on its events, its attributes, or an exemption.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// `a or b`
    Or(Vec<Condition>),
    /// `a and b`
    And(Vec<Condition>),
    /// `not a`
    Not(Box<Condition>, Span),
    /// `some A where …`, `no A where …`, perhaps `in the window`
    Events(Spanned<Quantifier>, Selection, Scope),
    /// `A covers every open day`
    CoversDays(Selection, DayUnit, Span),
    /// `ATTRIBUTE = VALUE`
    Attribute(Name, Spanned<Comparison>, Literal),
    /// The name of an exemption.
    Named(Path),
}

/// Some or none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Quantifier {
    /// `some`
    Some,
    /// `no`
    No,
}

/// Which events a condition looks at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Scope {
    /// All events up to the day that it is tested.
    UpToThen,
    /// `in the window`
    Window,
}
