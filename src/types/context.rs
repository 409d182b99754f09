//! What every check shares: the items with their policies, the names, the program so far, the problems so far.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::resolve::{Kind, LOST, Names, Place};
use crate::source::{FileId, Span};
use crate::syntax::ast::{self, Item, Name, Path};
use crate::types::typed::{ActivityId, PolicyId, Program};

/// The state of a check.
#[derive(Debug)]
pub struct Context<'f> {
    /// Every declaration with the policy it belongs to.
    pub items: Vec<(PolicyId, &'f Item)>,
    /// Every name.
    pub names: Names,
    /// The activities that each activity or group name stands for, by the name's number.
    pub groups: Vec<Vec<ActivityId>>,
    /// Whether each figure is a parameter (and which) or a table.
    pub figures: Vec<Figure>,
    /// The place in the program of each rule, by its name's number; none where it is not understood.
    pub rule_places: Vec<Option<usize>>,
    /// What has been made.
    pub program: Program,
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
    /// The names declared in text that could not be read, each with its policy and the word that begins it.
    lost: Vec<(PolicyId, &'static str, &'f Name)>,
    /// The words for fields and counterparts in text that could not be read.
    lost_words: BTreeSet<&'f str>,
}

/// What a threshold may name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Figure {
    /// A parameter, by its number.
    Param(u32),
    /// A table, by its number.
    Table(u32),
}

impl<'f> Context<'f> {
    /// Collects the items and names of every file.
    pub fn new(files: &'f [(FileId, ast::File)]) -> Context<'f> {
        let mut context = Context {
            items: Vec::new(),
            names: Names::default(),
            groups: Vec::new(),
            figures: Vec::new(),
            rule_places: Vec::new(),
            program: Program::default(),
            problems: Vec::new(),
            lost: Vec::new(),
            lost_words: BTreeSet::new(),
        };
        let mut number = 0;
        for (_, file) in files {
            for item in &file.items {
                if let Item::Policy(policy) = item {
                    context.names.policy(PolicyId(number), &policy.name, &mut context.problems);
                    number += 1;
                }
            }
        }
        // A policy whose declaration could not be read has the number of its file's stand-in.
        for ((_, file), stand_in) in files.iter().zip(number..) {
            for (_, name) in file.lost.names.iter().filter(|(word, name)| *word == "policy" && !name.text.is_empty()) {
                let place = Place { policy: PolicyId(0), number: stand_in, span: name.span };
                context.names.lost_policy(PolicyId(stand_in), place, name);
            }
        }
        let mut next = 0;
        // What belongs to no policy that is known is checked all the same, each file's as if it had one of its own.
        for ((_, file), stand_in) in files.iter().zip(number..) {
            let own: Vec<u32> = file
                .items
                .iter()
                .filter(|item| matches!(item, Item::Policy(_)))
                .zip(next..)
                .map(|(_, number)| number)
                .collect();
            next += u32::try_from(own.len()).unwrap_or(0);
            let policy = context.policy_of(file, own.first().copied(), PolicyId(stand_in));
            context.items.extend(file.items.iter().map(|item| (policy, item)));
            context.lost.extend(file.lost.names.iter().map(|(word, name)| (policy, *word, name)));
            context.lost_words.extend(file.lost.words.iter().map(String::as_str));
        }
        context.declare();
        context
    }

    /// The policy that a file's declarations belong to.
    fn policy_of(&mut self, file: &ast::File, own: Option<u32>, stand_in: PolicyId) -> PolicyId {
        if let Some(name) = &file.part_of {
            return match self.names.find_name(Kind::Policy, PolicyId(0), name) {
                Ok(place) => PolicyId(place.number),
                Err(problem) => {
                    self.problems.push(*problem);
                    stand_in
                }
            };
        }
        if let Some(own) = own {
            return PolicyId(own);
        }
        if !file.lost.names.iter().any(|(word, _)| *word == "policy") {
            self.homeless(file);
        }
        stand_in
    }

    /// A file that says no policy may only hold calendars.
    fn homeless(&mut self, file: &ast::File) {
        let other = file.items.iter().find_map(|item| match item {
            Item::Calendar(_) => None,
            other => Some(span_of(other)),
        });
        if let (Some(span), None) = (other, &file.part_of) {
            self.problems.push(
                Diagnostic::error(
                    "resolve/no-policy",
                    "this file does not say which policy it belongs to",
                    span,
                    "whose is this",
                )
                .help("begin the file with `part of POLICY`, or declare a policy in it"),
            );
        }
    }

    /// Declares every name.
    fn declare(&mut self) {
        let mut numbers = std::collections::BTreeMap::new();
        for (policy, item) in self.items.clone() {
            let (kind, name): (Kind, &Name) = match item {
                Item::Policy(_) | Item::Scenario(_) | Item::Allow(_) => continue,
                Item::Clause(clause) => (Kind::Clause, &clause.name),
                Item::Role(role) => (Kind::Role, &role.name),
                Item::Records(records) => (Kind::Records, &records.name),
                Item::Activity(activity) => (Kind::Activity, &activity.name),
                Item::Group(group) => (Kind::Activity, &group.name),
                Item::List(list) => (Kind::List, &list.name),
                Item::Table(table) => (Kind::Figure, &table.name),
                Item::Param(param) => (Kind::Figure, &param.name),
                Item::Calendar(calendar) => (Kind::Calendar, &calendar.name),
                Item::Exemption(exemption) => (Kind::Exemption, &exemption.name),
                Item::Clock(clock) => (Kind::Clock, &clock.name),
                Item::Rule(rule) => (Kind::Rule, &rule.name),
            };
            let number = numbers.entry(kind).or_insert(0_u32);
            let policy = if kind == Kind::Calendar { PolicyId(0) } else { policy };
            let place = Place { policy, number: *number, span: name.span };
            self.names.declare(kind, place, name, &mut self.problems);
            *number += 1;
        }
        for (policy, word, name) in &self.lost {
            let Some(kind) = Kind::declared_by(word).filter(|kind| *kind != Kind::Policy) else { continue };
            let policy = if kind == Kind::Calendar { PolicyId(0) } else { *policy };
            self.names.lost(kind, policy, name);
        }
    }

    /// Whether a field or counterpart of this word may be declared in text that could not be read.
    pub fn may_be_lost(&self, word: &str) -> bool {
        self.lost_words.contains(word)
    }

    /// Finds what a path stands for; an unknown one is a problem, one that could not be read is none.
    pub fn find(&mut self, kind: Kind, from: PolicyId, path: &Path) -> Option<u32> {
        match self.names.find(kind, from, path) {
            Ok(place) => Some(place.number).filter(|number| *number != LOST),
            Err(problem) => {
                // Every scenario names its calendar, so that files left out are one problem and not one for each.
                let is_told = kind == Kind::Calendar
                    && problem.labels.len() == 1
                    && self.problems.iter().any(|told| told.code == problem.code && told.message == problem.message);
                if !is_told {
                    self.problems.push(*problem);
                }
                None
            }
        }
    }

    /// Finds what a plain name stands for; an unknown one is a problem.
    pub fn find_name(&mut self, kind: Kind, from: PolicyId, name: &Name) -> Option<u32> {
        self.find(kind, from, &Path { policy: None, name: name.clone(), span: name.span })
    }

    /// Notes an error.
    pub fn error(&mut self, code: &'static str, message: impl Into<String>, span: Span, help: impl Into<String>) {
        self.problems.push(Diagnostic::error(code, message, span, "here").help(help));
    }
}

/// Where an item's name is written, or the item.
fn span_of(item: &Item) -> Span {
    match item {
        Item::Policy(policy) => policy.name.span,
        Item::Clause(clause) => clause.name.span,
        Item::Role(role) => role.name.span,
        Item::Records(records) => records.name.span,
        Item::Activity(activity) => activity.name.span,
        Item::Group(group) => group.name.span,
        Item::List(list) => list.name.span,
        Item::Table(table) => table.name.span,
        Item::Param(param) => param.name.span,
        Item::Calendar(calendar) => calendar.name.span,
        Item::Exemption(exemption) => exemption.name.span,
        Item::Clock(clock) => clock.name.span,
        Item::Rule(rule) => rule.name.span,
        Item::Scenario(scenario) => scenario.title.span,
        Item::Allow(allow) => allow.code.span,
    }
}
