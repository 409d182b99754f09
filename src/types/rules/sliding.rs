//! Windows that begin anew on each day or week: one figure is held against each of them.

use super::duty::has_figure;
use super::lines::Lines;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, MidWindow, Part, ProRata, RuleLineKind};
use crate::types::conditions::{self, View, check_condition};
use crate::types::context::Context;
use crate::types::typed::{Atom, Comparison, Exception, Measure, Requirement, Sliding, Stretch, Subject};
use crate::value::Days;

/// The windows of a line `in any …` or `averaged over …`.
pub(super) fn sliding(
    context: &mut Context<'_>,
    view: View<'_>,
    (written, over): (&ast::InAny, Option<Days>),
) -> Option<Sliding> {
    let (Stretch::Days(number, _) | Stretch::Hours(number) | Stretch::Weeks(number, _)) = written.run.value;
    if number == 0 {
        let message = "a window of none of them holds nothing";
        context.error("types/none-of-them", message, written.run.span, "write how many, 1 or more");
    }
    let leaving_out = match &written.leaving_out {
        None => None,
        Some(condition) => Some(conditions::condition(context, view, condition)?),
    };
    Some(Sliding {
        run: written.run.value,
        over,
        truncated: written.truncated.is_some(),
        averaged: written.averaged,
        leaving_out,
    })
}

/// Whether a window may be only part of a whole one: cut short at an end, or weeks with closed days.
pub(super) fn may_be_in_part(sliding: &Sliding) -> bool {
    !sliding.averaged && (sliding.truncated || matches!(sliding.run, Stretch::Weeks(..)))
}

/// Such a rule holds one figure against each window, and its exceptions are those of the whole duty.
pub(super) fn check(
    context: &mut Context<'_>,
    (sliding, subject): (&Sliding, &Subject),
    (lines, atoms, requirement): (&Lines<'_>, &[Atom], &Requirement),
    require: Span,
) {
    if let Some(condition) = &sliding.leaving_out {
        let span = lines.duty.map_or(require, |line| line.1);
        check_condition(context, subject, condition, span);
    }
    measured(context, sliding, (atoms, requirement), require);
    if let Some(part) = lines.part {
        parts(context, sliding, part);
    }
    let refuse = |context: &mut Context<'_>, message: &str, span: Span, help: &str| {
        context.error("types/not-in-any-window", message, span, help);
    };
    for (line, span) in &lines.exceptions {
        if matches!(line, RuleLineKind::Excused(_)) {
            let message = "the windows overlap, so that none of them is left out alone";
            refuse(context, message, *span, "write `exempt when …`, which drops the whole duty");
        }
    }
    if let Some((ast::AtRisk::UnderPace(_), span)) = lines.at_risk {
        let message = "a duty of overlapping windows has no even pace";
        refuse(context, message, span, "write `at risk within 3 school days of due`");
    }
    let minimum = |atom: &Atom| matches!(atom.comparison, Comparison::AtLeast | Comparison::More | Comparison::Equal);
    if let (Some((ast::AtRisk::NearDue(_), span)), false) = (lines.at_risk, atoms.iter().all(minimum)) {
        let message = "some window always ends soon, and a limit is not owed by its end";
        refuse(context, message, span, "leave this line out");
    }
}

/// An exception drops or changes the whole duty, never a part of it.
pub(super) fn check_exceptions(context: &mut Context<'_>, exceptions: &[Exception]) {
    for exception in exceptions.iter().filter(|one| matches!(one.mid_window, MidWindow::FromThen(_))) {
        let message = "the windows overlap, so that no part of the duty lies before a day";
        let help = "write `mid-window whole` or `mid-window from the next window`";
        context.error("types/not-in-any-window", message, exception.span, help);
    }
}

/// One total or count, held against a figure that more of it can only near or only pass.
fn measured(
    context: &mut Context<'_>,
    sliding: &Sliding,
    (atoms, requirement): (&[Atom], &Requirement),
    require: Span,
) {
    let figure = matches!(requirement, Requirement::Atom(_)).then(|| atoms.first()).flatten().filter(|atom| {
        matches!(atom.measure, Measure::Total(_, _, None) | Measure::Count(_) | Measure::Distinct(..))
            && atom.comparison != Comparison::NotEqual
    });
    let Some(atom) = figure else {
        let message = "what is held against every window is one total without a cap, or one count";
        let help = "make a rule of each part: `require total … >= …`, `require some …`, `require no …`";
        context.error("types/not-in-any-window", message, require, help);
        return;
    };
    let averaged =
        has_figure(atom) && !matches!(atom.measure, Measure::Distinct(..)) && atom.comparison != Comparison::Equal;
    if sliding.averaged && !averaged {
        let message = "an average is of a total or a count, and is at least or at most a figure";
        context.error("types/not-in-any-window", message, require, "write `require total … <= …`");
    }
    if let (Stretch::Hours(_), Some(span)) = (sliding.run, spans(context, atom)) {
        let message = "what lasts for days is in no window of hours";
        context.error("types/not-in-any-window", message, span, "count in days: `in any 2 days`");
    }
}

/// Where an activity with a start and an end is measured.
fn spans(context: &Context<'_>, atom: &Atom) -> Option<Span> {
    let (Measure::Total(_, of, _) | Measure::Count(of) | Measure::Distinct(_, of)) = &atom.measure else { return None };
    let is_span = |id| context.program.activity(id).is_some_and(|activity| activity.is_span);
    of.activities.iter().any(|id| is_span(*id)).then_some(of.span)
}

/// What may be said of windows in part: of days and hours only what their own number can be measured by.
fn parts(context: &mut Context<'_>, sliding: &Sliding, Spanned { value: part, span }: Spanned<Part>) {
    let sound = match (sliding.averaged, sliding.run, part) {
        (true, ..) => false,
        (false, Stretch::Weeks(..), _) | (false, _, Part::InFull | Part::Dropped) => true,
        (false, Stretch::Days(..), Part::ProRata(by, _)) => by == ProRata::Days,
        (false, Stretch::Hours(_), Part::ProRata(..)) => false,
    };
    if !sound {
        let (message, help) = match sliding.averaged {
            true => ("an average divides by exactly its number of weeks", "leave this line out"),
            false => {
                ("a window of days is measured by its own days", "write `part in full` or `part pro rata by days`")
            }
        };
        context.error("types/not-in-any-window", message, span, help);
    }
}
