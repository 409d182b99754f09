//! The exceptions of a rule, and the figure that each changes.

use super::duty::has_figure;
use super::lines::Lines;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{self, MidWindow, RuleLineKind};
use crate::types::conditions::{View, begins_inside, missing_mid_window};
use crate::types::context::Context;
use crate::types::sense::Way;
use crate::types::typed::{Atom, Effect, Exception, ProRata, Program, Threshold, When};
use crate::types::values::in_unit;
use crate::types::{atoms, conditions, exemptions, sense};

/// When an exception of a rule holds, and the figure that it sets, which may be less or more.
type Excepted<'r> = (&'r ast::When, Option<(&'r ast::Value, bool)>);

fn excepted(line: &RuleLineKind) -> Option<Excepted<'_>> {
    match line {
        RuleLineKind::Reduced(value, when) => Some((when, Some((value, true)))),
        RuleLineKind::Raised(value, when) => Some((when, Some((value, false)))),
        RuleLineKind::Exempt(when) | RuleLineKind::Excused(when) => Some((when, None)),
        _ => None,
    }
}

/// Checks when the exceptions hold of a rule whose requirement was not understood.
pub(super) fn conditions_of(context: &mut Context<'_>, view: View<'_>, lines: &Lines<'_>) {
    for (when, _) in lines.exceptions.iter().filter_map(|(line, _)| excepted(line)) {
        conditions::condition(context, view, &when.condition);
    }
}

pub(super) fn exceptions(
    context: &mut Context<'_>,
    view: View<'_>,
    lines: &Lines<'_>,
    atoms: &[Atom],
) -> Option<Vec<Exception>> {
    let checked: Vec<Option<Exception>> =
        lines.exceptions.iter().map(|line| exception(context, view, (lines, *line), atoms)).collect();
    checked.into_iter().collect()
}

fn exception(
    context: &mut Context<'_>,
    view: View<'_>,
    (lines, (line, span)): (&Lines<'_>, (&RuleLineKind, Span)),
    atoms: &[Atom],
) -> Option<Exception> {
    let (when, set) = excepted(line)?;
    let mid_window = lines.mid_window.map(|mid| mid.value);
    let (holds, named) = exemptions::when(context, view, when, mid_window)?;
    let exemption = named.and_then(|id| context.program.exemption(id));
    let (backdated, own) = match exemption {
        Some(exemption) => (exemption.backdated, exemption.mid_window),
        None => (false, None),
    };
    let effect = match (line, set) {
        (_, Some((value, reduced))) => {
            let (atom, threshold) = changed(context, view, value, atoms)?;
            let way = if reduced { Way::Down } else { Way::Up };
            if let Some(changed) = atoms.get(atom) {
                sense::change(context, way, (threshold.clone(), value.span()), changed);
            }
            if reduced { Effect::Reduced(atom, threshold) } else { Effect::Raised(atom, threshold) }
        }
        (RuleLineKind::Excused(_), None) => Effect::Excused,
        (_, None) => Effect::Exempt,
    };
    if lines.mid_window.is_none() && begins_inside(&when.condition) {
        missing_mid_window(context, span);
    }
    let mid_window = own.or(mid_window).unwrap_or(MidWindow::Whole);
    let typed = Exception { effect, when: holds, exemption: named, backdated, mid_window, span };
    one_share(context, &typed);
    Some(typed)
}

/// What an exception and those that defeat it leave of a window is measured in one way.
fn one_share(context: &mut Context<'_>, exception: &Exception) {
    let mut shares = Vec::new();
    shares.extend(share_of(exception.mid_window, exception.span));
    shares_of(&context.program, &exception.when, &mut shares);
    let Some((first, span)) = shares.first().copied() else { return };
    let Some((_, other)) = shares.iter().find(|(share, _)| *share != first) else { return };
    let message = "what is left of the window is measured in two ways";
    context.problems.push(
        Diagnostic::error("types/two-shares", message, *other, "this one in another")
            .label(span, "this in one way")
            .help("give both the same `mid-window from then, pro rata by …`"),
    );
}

fn share_of(mid_window: MidWindow, span: Span) -> Option<(ProRata, Span)> {
    match mid_window {
        MidWindow::FromThen(by) => Some((by, span)),
        MidWindow::Whole | MidWindow::NextWindow => None,
    }
}

fn shares_of(program: &Program, when: &When, shares: &mut Vec<(ProRata, Span)>) {
    for unless in &when.unless {
        let grounds = program.grounds(unless);
        shares.extend(share_of(grounds.mid_window, unless.span));
        shares_of(program, grounds.when, shares);
    }
}

/// The one figure of a rule that `reduced` or `raised` changes, and to what.
fn changed(
    context: &mut Context<'_>,
    view: View<'_>,
    value: &ast::Value,
    atoms: &[Atom],
) -> Option<(usize, Threshold)> {
    let figures: Vec<(usize, &Atom)> = atoms.iter().enumerate().filter(|(_, atom)| has_figure(atom)).collect();
    let fits = |atom: &Atom| match value {
        ast::Value::Literal(literal) => in_unit(&literal.value, atom.unit).is_some(),
        ast::Value::Named(_) => true,
    };
    let fitting: Vec<_> = figures.iter().filter(|(_, atom)| fits(atom)).collect();
    match fitting.as_slice() {
        [(index, atom)] => {
            let threshold = atoms::threshold(context, view, value, (atom.unit, atom.measure_span))?;
            Some((*index, threshold))
        }
        [] => {
            let message = "the rule has no figure that this could change";
            let mut problem =
                Diagnostic::error("types/nothing-to-change", message, value.span(), "what does this change");
            for (_, atom) in &figures {
                problem = problem.label(atom.threshold_span, "the figure here is of another unit");
            }
            context.problems.push(problem.help(match figures.first() {
                Some((_, atom)) => format!("write {}", atoms::example(atom.unit)),
                None => "leave the line out: what the rule requires is no figure".to_owned(),
            }));
            None
        }
        [(_, first), (_, second), ..] => {
            let message = "the rule has several figures that this could change";
            context.problems.push(
                Diagnostic::error("types/several-to-change", message, value.span(), "which one")
                    .label(first.threshold_span, "this one")
                    .label(second.threshold_span, "or this one")
                    .help("make a rule of each"),
            );
            None
        }
    }
}
