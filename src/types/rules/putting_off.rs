//! What puts a deadline of a rule off: spans that suspend it, and conditions that extend it.

use super::lines::Lines;
use crate::syntax::ast::{self, RuleLineKind};
use crate::types::conditions::{View, selection};
use crate::types::context::Context;
use crate::types::exemptions;
use crate::types::limits;
use crate::types::typed::{Amount, Atom, Counts, Due, Duty, Extension, Measure, MidWindow, Response, Selection};

/// The spans during which a rule's deadline stands still.
pub(super) fn suspended(context: &mut Context<'_>, view: View<'_>, lines: &Lines<'_>) -> Option<Vec<Selection>> {
    let one = |context: &mut Context<'_>, written: &ast::Selection| {
        let during = selection(context, view, written)?;
        let points = during.activities.iter().any(|id| context.program.activity(*id).is_some_and(|one| !one.is_span));
        if points {
            let message = "only a span lasts, and this is a point in time";
            context.error("types/points-cover-no-days", message, written.span, "declare the activity `span`");
        }
        Some(during)
    };
    let all: Vec<Option<Selection>> = lines.suspended.iter().map(|written| one(context, written)).collect();
    all.into_iter().collect()
}

/// What extends a rule's deadline.
pub(super) fn extended(context: &mut Context<'_>, view: View<'_>, lines: &Lines<'_>) -> Option<Vec<Extension>> {
    let one = |context: &mut Context<'_>, (written, span): (&ast::Extension, crate::source::Span)| {
        let by = limits::limit(context, view, &written.by);
        // A deadline has no part that could be left: what defeats its extension does so for good.
        let when = exemptions::when(context, view, &written.when, Some(MidWindow::Whole));
        let by = by?;
        if by.number == Amount::Number(0) {
            let message = "an extension by 0 days changes nothing";
            context.error("types/none-of-them", message, written.by.span, "write 1 or more, or leave the line out");
        }
        let (when, exemption) = when?;
        Some(Extension { by, when, exemption, adding: written.adding, span })
    };
    let all: Vec<Option<Extension>> = lines.extended.iter().map(|line| one(context, *line)).collect();
    all.into_iter().collect()
}

/// Only a deadline can be put off: not the end of a window, or of the role.
pub(super) fn has_no_deadline(context: &mut Context<'_>, duty: &Duty, atoms: &[Atom], rule: &ast::Rule) {
    // What must come before its trigger is due with it.
    let may_be_late = |response: &Response| !matches!(response.within.counts, Counts::Before | Counts::UpTo);
    let answered = |atom: &Atom| match &atom.measure {
        Measure::Responses(response) | Measure::Has(_, response) => may_be_late(response),
        Measure::FanOut { recipients, .. } => recipients.iter().any(|one| may_be_late(&one.response)),
        _ => false,
    };
    let has = match duty {
        Duty::Once { due: Some(Due::By(_) | Due::Before(_) | Due::Within(..)), .. } => true,
        Duty::Once { due: None, .. } | Duty::Each(_) | Duty::EachTerm(..) | Duty::InAny(_) | Duty::ForEach(_) => {
            atoms.iter().any(answered)
        }
    };
    for line in rule.lines.iter().filter(|_| !has) {
        if matches!(line.value, RuleLineKind::Suspended(_) | RuleLineKind::Extended(_)) {
            let message = "the rule has no deadline that this could put off";
            let help = "add `by …`, `before …` or `within …`, or leave this line out";
            context.error("types/no-deadline", message, line.span, help);
        }
    }
}
