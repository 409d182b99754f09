//! The names of every file: each belongs to a policy, and is looked for in its own policy first, then in all others.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{Name, Path};
use crate::types::typed::PolicyId;

/// The number of what is declared in text that could not be read.
pub const LOST: u32 = u32::MAX;

/// What a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// A policy.
    Policy,
    /// A clause.
    Clause,
    /// A role.
    Role,
    /// A system of records.
    Records,
    /// An activity or a group of activities.
    Activity,
    /// A list.
    List,
    /// A parameter or a table: what a threshold may name.
    Figure,
    /// A calendar.
    Calendar,
    /// An exemption.
    Exemption,
    /// A clock.
    Clock,
    /// A rule.
    Rule,
}

impl Kind {
    /// What a declaration that begins with a word declares.
    pub fn declared_by(word: &str) -> Option<Kind> {
        Some(match word {
            "policy" => Kind::Policy,
            "clause" => Kind::Clause,
            "role" => Kind::Role,
            "records" => Kind::Records,
            "activity" | "group" => Kind::Activity,
            "list" => Kind::List,
            "param" | "table" => Kind::Figure,
            "calendar" => Kind::Calendar,
            "exemption" => Kind::Exemption,
            "clock" => Kind::Clock,
            "rule" => Kind::Rule,
            _ => return None,
        })
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Policy => "policy",
            Kind::Clause => "clause",
            Kind::Role => "role",
            Kind::Records => "records",
            Kind::Activity => "activity or group",
            Kind::List => "list",
            Kind::Figure => "parameter or table",
            Kind::Calendar => "calendar",
            Kind::Exemption => "exemption",
            Kind::Clock => "clock",
            Kind::Rule => "rule",
        }
    }
}

/// Where a name is declared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// The policy it belongs to; policies and calendars have the first one's id here.
    pub policy: PolicyId,
    /// Its number among the declarations of its kind.
    pub number: u32,
    /// Where its name is written.
    pub span: Span,
}

/// Every name that is declared.
#[derive(Clone, Debug, Default)]
pub struct Names {
    places: BTreeMap<(Kind, String), Vec<Place>>,
    policies: BTreeMap<PolicyId, String>,
}

impl Names {
    /// Declares a policy under its id.
    pub fn policy(&mut self, id: PolicyId, name: &Name, problems: &mut Vec<Diagnostic>) {
        self.policies.insert(id, name.text.clone());
        self.declare(Kind::Policy, Place { policy: PolicyId(0), number: id.0, span: name.span }, name, problems);
    }

    /// Declares a policy whose declaration could not be read, where no other has its name.
    pub fn lost_policy(&mut self, id: PolicyId, place: Place, name: &Name) {
        let places = self.places.entry((Kind::Policy, name.text.clone())).or_default();
        if places.is_empty() {
            places.push(place);
            self.policies.insert(id, name.text.clone());
        }
    }

    /// Declares a name whose declaration could not be read, where no other of its policy has it.
    pub fn lost(&mut self, kind: Kind, policy: PolicyId, name: &Name) {
        let places = self.places.entry((kind, name.text.clone())).or_default();
        if !places.iter().any(|other| other.policy == policy) {
            places.push(Place { policy, number: LOST, span: name.span });
        }
    }

    /// Declares a name; the same name twice in one policy is an error.
    pub fn declare(&mut self, kind: Kind, place: Place, name: &Name, problems: &mut Vec<Diagnostic>) {
        let places = self.places.entry((kind, name.text.clone())).or_default();
        if let Some(other) = places.iter().find(|other| other.policy == place.policy) {
            let message = format!("the {} `{}` is declared twice", kind.word(), name.text);
            problems.push(
                Diagnostic::error("resolve/declared-twice", message, name.span, "declared again here")
                    .label(other.span, "first declared here")
                    .help("give one of the two another name"),
            );
            return;
        }
        places.push(place);
    }

    /// Finds what a path stands for, seen from a policy.
    pub fn find(&self, kind: Kind, from: PolicyId, path: &Path) -> Result<Place, Box<Diagnostic>> {
        let none = Vec::new();
        let places = self.places.get(&(kind, path.name.text.clone())).unwrap_or(&none);
        let named = match &path.policy {
            None => None,
            Some(policy) => match self.policies.iter().find(|(_, name)| **name == policy.text) {
                Some((id, _)) => Some(*id),
                None => return Err(Box::new(self.unknown(Kind::Policy, &policy.text, policy.span))),
            },
        };
        if let Some(place) = places.iter().find(|place| place.policy == named.unwrap_or(from)) {
            return Ok(*place);
        }
        match (named, places.as_slice()) {
            (None, [only]) => Ok(*only),
            (None, [first, second, ..]) => {
                let policy = |place: &Place| self.policies.get(&place.policy).cloned().unwrap_or_default();
                let name = &path.name.text;
                let message = format!("`{name}` may be that of `{}` or that of `{}`", policy(first), policy(second));
                Err(Box::new(
                    Diagnostic::error("resolve/ambiguous", message, path.span, "which one is meant")
                        .label(first.span, "it may be this one")
                        .label(second.span, "or this one")
                        .help(format!("write `{}/{name}`", policy(first))),
                ))
            }
            _ => Err(Box::new(self.unknown(kind, &path.name.text, path.span))),
        }
    }

    /// Finds what a plain name stands for, seen from a policy.
    pub fn find_name(&self, kind: Kind, from: PolicyId, name: &Name) -> Result<Place, Box<Diagnostic>> {
        self.find(kind, from, &Path { policy: None, name: name.clone(), span: name.span })
    }

    /// That a name is not declared, with the nearest one that is.
    fn unknown(&self, kind: Kind, name: &str, span: Span) -> Diagnostic {
        let message = format!("there is no {} `{name}`", kind.word());
        let diagnostic = Diagnostic::error("resolve/unknown-name", message, span, "not declared");
        let close = self
            .places
            .iter()
            .filter(|((other, _), _)| *other == kind)
            .map(|((_, other), places)| (strsim::damerau_levenshtein(name, other), other, places))
            .filter(|(distance, other, _)| *distance <= (other.len() / 3).max(1))
            .min_by_key(|(distance, other, _)| (*distance, (*other).clone()));
        match close.and_then(|(_, other, places)| places.first().map(|place| (other, place))) {
            Some((other, place)) => {
                diagnostic.label(place.span, "declared here").help(format!("did you mean `{other}`?"))
            }
            None if kind == Kind::Calendar => {
                diagnostic.help("add the rule files that declare it, as `rules/calendars`, or declare it")
            }
            None => diagnostic.help(format!("declare the {} `{name}`, or correct its name", kind.word())),
        }
    }
}
