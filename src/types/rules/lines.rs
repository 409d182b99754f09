//! The lines of a rule, each at most once where it may stand once.

use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, MidWindow, Part, RuleLineKind};
use crate::types::context::Context;

/// The lines of a rule, each at most once where it may stand once.
#[derive(Default)]
pub(super) struct Lines<'r> {
    pub(super) cites: Vec<ast::Path>,
    pub(super) level: Option<(ast::Level, Span)>,
    pub(super) authority: Option<(ast::Authority, Span)>,
    pub(super) subject: Option<(&'r ast::Subject, Span)>,
    pub(super) in_force: Option<(ast::Period, Span)>,
    pub(super) calendar: Option<(&'r ast::Name, Span)>,
    pub(super) over: Option<(ast::Period, Span)>,
    pub(super) duty: Option<(&'r RuleLineKind, Span)>,
    pub(super) part: Option<Spanned<Part>>,
    pub(super) joint: Option<Spanned<ast::Joint>>,
    pub(super) require: Option<(&'r ast::Requirement, Span)>,
    pub(super) exceptions: Vec<(&'r RuleLineKind, Span)>,
    pub(super) mid_window: Option<Spanned<MidWindow>>,
    pub(super) allowing: Option<(&'r ast::Allowing, Span)>,
    pub(super) at_risk: Option<(&'r ast::AtRisk, Span)>,
    pub(super) ends: Option<Span>,
    pub(super) suspended: Vec<&'r ast::Selection>,
    pub(super) extended: Vec<(&'r ast::Extension, Span)>,
    pub(super) remedy: Option<String>,
}

pub(super) fn lines<'r>(context: &mut Context<'_>, rule: &'r ast::Rule) -> Lines<'r> {
    let mut lines = Lines::default();
    for line in &rule.lines {
        let span = line.span;
        let first = match &line.value {
            RuleLineKind::Cites(paths) => {
                lines.cites.extend(paths.iter().cloned());
                None
            }
            // They are taken out before a rule's own lines are read.
            RuleLineKind::Version(..) | RuleLineKind::Repealed(..) | RuleLineKind::VersionsByStart => None,
            RuleLineKind::Level(level) => lines.level.replace((*level, span)).map(|old| old.1),
            RuleLineKind::Authority(authority) => lines.authority.replace((*authority, span)).map(|old| old.1),
            RuleLineKind::For(subject) => lines.subject.replace((subject, span)).map(|old| old.1),
            RuleLineKind::InForce(period) => lines.in_force.replace((*period, span)).map(|old| old.1),
            RuleLineKind::CalendarOf(name) => lines.calendar.replace((name, span)).map(|old| old.1),
            RuleLineKind::Over(period) => lines.over.replace((*period, span)).map(|old| old.1),
            RuleLineKind::Each(_)
            | RuleLineKind::EachTerm(..)
            | RuleLineKind::InAny(_)
            | RuleLineKind::ForEach(_)
            | RuleLineKind::By(_)
            | RuleLineKind::Before(_)
            | RuleLineKind::Within(..) => lines.duty.replace((&line.value, span)).map(|old| old.1),
            RuleLineKind::Part(part) => lines.part.replace(*part).map(|old| old.span),
            RuleLineKind::Joint(joint) => lines.joint.replace(*joint).map(|old| old.span),
            RuleLineKind::Require(requirement) => lines.require.replace((requirement, span)).map(|old| old.1),
            RuleLineKind::Reduced(..)
            | RuleLineKind::Raised(..)
            | RuleLineKind::Exempt(_)
            | RuleLineKind::Excused(_) => {
                lines.exceptions.push((&line.value, span));
                None
            }
            RuleLineKind::MidWindow(mid) => lines.mid_window.replace(*mid).map(|old| old.span),
            RuleLineKind::Allowing(allowing) => lines.allowing.replace((allowing, span)).map(|old| old.1),
            RuleLineKind::AtRisk(risk) => lines.at_risk.replace((risk, span)).map(|old| old.1),
            RuleLineKind::EndsWithRole => lines.ends.replace(span),
            RuleLineKind::Suspended(during) => {
                lines.suspended.push(during);
                None
            }
            RuleLineKind::Extended(extension) => {
                lines.extended.push((extension, span));
                None
            }
            RuleLineKind::Remedy(text) => lines.remedy.replace(text.value.clone()).map(|_| rule.name.span),
        };
        if let Some(first) = first {
            context.problems.push(
                Diagnostic::error("types/line-twice", "a rule has only one such line", span, "again here")
                    .label(first, "first here")
                    .help("leave one of the two out, or make two rules"),
            );
        }
    }
    lines
}
