//! What every check shares: the items with their policies, the names, the program so far, the problems so far.

use crate::diagnostic::Diagnostic;
use crate::resolve::{Kind, Names, Place};
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
    /// What has been made.
    pub program: Program,
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
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
            program: Program::default(),
            problems: Vec::new(),
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
        let mut next = 0;
        for (_, file) in files {
            let own: Vec<u32> = file
                .items
                .iter()
                .filter(|item| matches!(item, Item::Policy(_)))
                .zip(next..)
                .map(|(_, number)| number)
                .collect();
            next += u32::try_from(own.len()).unwrap_or(0);
            let policy = context.policy_of(file, own.first().copied());
            context.items.extend(file.items.iter().filter_map(|item| Some((policy?, item))).collect::<Vec<_>>());
            if policy.is_none() {
                let calendars = file.items.iter().filter(|item| matches!(item, Item::Calendar(_)));
                context.items.extend(calendars.map(|item| (PolicyId(0), item)));
                context.homeless(file);
            }
        }
        context.declare();
        context
    }

    /// The policy that a file's declarations belong to.
    fn policy_of(&mut self, file: &ast::File, own: Option<u32>) -> Option<PolicyId> {
        if let Some(name) = &file.part_of {
            return match self.names.find_name(Kind::Policy, PolicyId(0), name) {
                Ok(place) => Some(PolicyId(place.number)),
                Err(problem) => {
                    self.problems.push(*problem);
                    None
                }
            };
        }
        own.map(PolicyId)
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
                Item::Policy(_) | Item::Scenario(_) => continue,
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
                Item::Rule(rule) => (Kind::Rule, &rule.name),
            };
            let number = numbers.entry(kind).or_insert(0_u32);
            let policy = if kind == Kind::Calendar { PolicyId(0) } else { policy };
            let place = Place { policy, number: *number, span: name.span };
            self.names.declare(kind, place, name, &mut self.problems);
            *number += 1;
        }
    }

    /// Finds what a path stands for; an unknown one is a problem.
    pub fn find(&mut self, kind: Kind, from: PolicyId, path: &Path) -> Option<u32> {
        match self.names.find(kind, from, path) {
            Ok(place) => Some(place.number),
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
        Item::Rule(rule) => rule.name.span,
        Item::Scenario(scenario) => scenario.title.span,
    }
}
