//! The versions of a rule: what it says from one day on, and the day on which it is repealed.

use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, RuleLine, RuleLineKind};
use crate::types::atoms::Needs;
use crate::types::context::Context;
use crate::types::typed::{ChosenBy, Duty, PolicyId, Repeal, Rule, Version};
use crate::value::Days;

/// A day on which a rule changes.
#[derive(Clone, Copy)]
struct Change<'r> {
    from: ast::Date,
    to: To<'r>,
    span: Span,
}

/// What a rule becomes.
#[derive(Clone, Copy)]
enum To<'r> {
    /// These lines are other.
    Lines(&'r [RuleLine]),
    /// It is none any more.
    Nothing(Option<Spanned<Repeal>>),
}

/// A rule with its versions.
pub(super) fn rule(context: &mut Context<'_>, policy: PolicyId, written: &ast::Rule) -> Option<(Rule, Needs)> {
    let mut changes: Vec<Change<'_>> = Vec::new();
    let mut by_start: Option<Span> = None;
    for line in &written.lines {
        let (from, to) = match &line.value {
            RuleLineKind::Version(from, lines) => (*from, To::Lines(lines)),
            RuleLineKind::Repealed(from, repeal) => (*from, To::Nothing(*repeal)),
            RuleLineKind::VersionsByStart => {
                by_start = Some(line.span);
                continue;
            }
            _ => continue,
        };
        changes.push(Change { from, to, span: line.span });
    }
    let own = |line: &&RuleLine| {
        let of_versions = |kind: &RuleLineKind| {
            matches!(kind, RuleLineKind::Version(..) | RuleLineKind::Repealed(..) | RuleLineKind::VersionsByStart)
        };
        !of_versions(&line.value)
    };
    let lines: Vec<RuleLine> = written.lines.iter().filter(own).cloned().collect();
    let base = ast::Rule { lines, ..written.clone() };
    let told = context.problems.len();
    let typed = super::rule(context, policy, &base);
    if let (Some(span), true) = (by_start, changes.is_empty()) {
        let message = "the rule has no versions to choose from";
        context.error("types/no-versions", message, span, "write `from DATE { … }`, or leave this line out");
    }
    changes.sort_by_key(|change| change.from.value);
    let mut typed_changes: Vec<Option<(Rule, Needs)>> = Vec::new();
    for change in &changes {
        typed_changes.push(match change.to {
            To::Lines(lines) => super::rule(context, policy, &overridden(&base, lines)),
            To::Nothing(_) => None,
        });
    }
    once_each(context, told);
    let (mut whole, mut needs) = typed?;
    if changes.is_empty() {
        return Some((whole, needs));
    }
    placed(context, &whole, &changes);
    let mut versions = vec![Version { days: whole.in_force, rule: Box::new(whole.clone()), repealed: None }];
    let mut all_typed = true;
    for (change, typed) in changes.iter().zip(typed_changes) {
        let from = change.from.value;
        if let Some(last) = versions.last_mut().filter(|last| last.days.to >= from) {
            last.days.to = from.previous();
        }
        match (change.to, typed) {
            (To::Nothing(repeal), _) => {
                let repeal = said(context, repeal, change.span);
                if let Some(last) = versions.last_mut() {
                    last.repealed = Some((from, repeal));
                    if repeal == Repeal::Judged {
                        has_parts(context, &last.rule, change.span);
                        last.rule.cut = Some(from.previous());
                    }
                }
            }
            (To::Lines(_), Some((rule, own))) => {
                needs.rules.extend(own.rules);
                needs.members.extend(own.members);
                needs.met.extend(own.met);
                let days = Days::new(from, whole.in_force.to);
                versions.push(Version { days, rule: Box::new(rule), repealed: None });
            }
            (To::Lines(_), None) => all_typed = false,
        }
    }
    whole.chosen_by = if by_start.is_some() { ChosenBy::RoleStart } else { ChosenBy::Opening };
    for version in &mut versions {
        // A trigger is a day: it gives a duty under the version of that day.
        if matches!(whole.duty, Duty::ForEach(_)) && whole.chosen_by == ChosenBy::Opening {
            version.rule.in_force = version.days;
        }
        version.rule.chosen_by = whole.chosen_by;
    }
    whole.versions = versions;
    all_typed.then_some((whole, needs))
}

/// A rule's lines, those of a version in place of those that it overrides.
fn overridden(base: &ast::Rule, lines: &[RuleLine]) -> ast::Rule {
    let gives = |line: &RuleLine| lines.iter().any(|other| overrides(&other.value, &line.value));
    let kept = base.lines.iter().filter(|line| !gives(line)).chain(lines).cloned().collect();
    ast::Rule { lines: kept, ..base.clone() }
}

/// Whether a line stands in the place of another: those that say when a duty runs go together.
fn overrides(line: &RuleLineKind, other: &RuleLineKind) -> bool {
    use RuleLineKind as K;
    let repeats = |line: &RuleLineKind| matches!(line, K::Each(_) | K::EachTerm(..) | K::InAny(_) | K::ForEach(_));
    let is_due = |line: &RuleLineKind| matches!(line, K::By(_) | K::Before(_) | K::Within(..));
    match (line, other) {
        (K::Over(_), other) => matches!(other, K::Over(_)) || repeats(other),
        (line, other) if repeats(line) => matches!(other, K::Over(_)) || repeats(other) || is_due(other),
        (line, other) if is_due(line) => repeats(other) || is_due(other),
        _ => std::mem::discriminant(line) == std::mem::discriminant(other),
    }
}

/// What is wrong with lines that several versions share is told once.
fn once_each(context: &mut Context<'_>, from: usize) {
    let mut told: Vec<Diagnostic> = Vec::new();
    for problem in context.problems.split_off(from) {
        if !told.contains(&problem) {
            told.push(problem);
        }
    }
    context.problems.append(&mut told);
}

/// Each change falls on a day of its own on which the rule is in force, and changes something.
fn placed(context: &mut Context<'_>, rule: &Rule, changes: &[Change<'_>]) {
    let mut before: Option<&Change<'_>> = None;
    for change in changes {
        let from = change.from.value;
        if from <= rule.in_force.from || from > rule.in_force.to {
            let message = "the rule is not in force before and on this day, so that nothing changes on it";
            let help = "choose a day after the first on which the rule is in force, and not after its last";
            context.error("types/version-outside", message, change.from.span, help);
        }
        if let Some(other) = before.filter(|other| other.from.value == from) {
            let message = "two versions begin on one day";
            let problem = Diagnostic::error("types/version-overlap", message, change.from.span, "and this one");
            let problem = problem.label(other.from.span, "this one").help("make one version of the two");
            context.problems.push(problem);
        }
        let twice = |other: &&Change<'_>| matches!((other.to, change.to), (To::Nothing(_), To::Nothing(_)));
        if let Some(other) = before.filter(twice) {
            let message = "the rule is repealed already";
            let problem = Diagnostic::error("types/version-overlap", message, change.span, "repealed again");
            context.problems.push(problem.label(other.span, "repealed here").help("leave one of the two out"));
        }
        before = Some(change);
    }
}

/// What becomes of what is open when a rule is repealed, which must be said.
fn said(context: &mut Context<'_>, repeal: Option<Spanned<Repeal>>, span: Span) -> Repeal {
    if repeal.is_none() {
        let message = "nothing says what becomes of what is open when the rule is repealed";
        let help = "add `, stands` (it is owed to its end), `, lapses` (nothing is owed), or `, judged at repeal` (what was \
                    owed until then)";
        context.error("types/no-repeal", message, span, help);
    }
    repeal.map_or(Repeal::Stands, |repeal| repeal.value)
}

/// Only a window has a part that could be judged when the rule is repealed.
fn has_parts(context: &mut Context<'_>, rule: &Rule, span: Span) {
    if matches!(rule.duty, Duty::Each(_) | Duty::Once { over: Some(_), due: None }) {
        return;
    }
    let message = "a deadline has no part that could be judged when the rule is repealed";
    context.error("types/no-part-to-judge", message, span, "write `repealed, stands` or `repealed, lapses`");
}
