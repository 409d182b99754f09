//! What a rule file says, as written: names are still words, nothing is resolved, every node has its span.

mod calendars;
mod clocks;
mod declarations;
mod exceptions;
mod requirements;
mod rules;
mod scenarios;
mod values;

pub use calendars::*;
pub use clocks::*;
pub use declarations::*;
pub use exceptions::*;
pub use requirements::*;
pub use rules::*;
pub use scenarios::*;
pub use values::*;

use std::collections::BTreeSet;

use crate::source::{Span, Spanned};
use crate::value::Day;

/// One rule file: what could be read of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct File {
    /// `part of POLICY`, where the file says so.
    pub part_of: Option<Name>,
    /// Its declarations, in the order written.
    pub items: Vec<Item>,
    /// What is declared in those that could not be read whole.
    pub lost: Lost,
}

/// What is declared in text that could not be read whole: that it is missing says nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lost {
    /// The names of declarations, each after the word that begins it; those of a policy may be empty.
    pub names: Vec<(&'static str, Name)>,
    /// The words for fields and counterparts.
    pub words: BTreeSet<String>,
}

/// A word that names something: letters, digits and hyphens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// The word.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// A name, perhaps with its policy: `itt-mentor/training-hours`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Path {
    /// The policy, where given.
    pub policy: Option<Name>,
    /// The name.
    pub name: Name,
    /// Where the whole is written.
    pub span: Span,
}

/// A quoted text.
pub type Text = Spanned<String>;

/// A date.
pub type Date = Spanned<Day>;

/// A declaration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Item {
    /// `policy`
    Policy(Policy),
    /// `clause`
    Clause(Clause),
    /// `role`
    Role(Role),
    /// `records`
    Records(Records),
    /// `activity`
    Activity(Activity),
    /// `group`
    Group(Group),
    /// `list`
    List(List),
    /// `table`
    Table(Table),
    /// `param`
    Param(Param),
    /// `calendar`
    Calendar(Calendar),
    /// `exemption`
    Exemption(Exemption),
    /// `clock`
    Clock(Clock),
    /// `rule`
    Rule(Box<Rule>),
    /// `scenario`
    Scenario(Box<Scenario>),
    /// `allow CODE because "…"`
    Allow(Allow),
}

impl Item {
    /// Where the whole declaration is written.
    pub fn span(&self) -> Span {
        match self {
            Item::Policy(it) => it.span,
            Item::Clause(it) => it.span,
            Item::Role(it) => it.span,
            Item::Records(it) => it.span,
            Item::Activity(it) => it.span,
            Item::Group(it) => it.span,
            Item::List(it) => it.span,
            Item::Table(it) => it.span,
            Item::Param(it) => it.span,
            Item::Calendar(it) => it.span,
            Item::Exemption(it) => it.span,
            Item::Clock(it) => it.span,
            Item::Rule(it) => it.span,
            Item::Scenario(it) => it.span,
            Item::Allow(it) => it.span,
        }
    }
}

/// `allow types/clause-uncited because "…"`: a problem of the declaration that comes next is let pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allow {
    /// The code of the problem.
    pub code: Spanned<String>,
    /// Why it is none here.
    pub reason: Text,
    /// The whole.
    pub span: Span,
}
