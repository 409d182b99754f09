//! The duties of a rule: one window, a trigger that is answered, and what becomes of part windows.

use super::lines::Lines;
use super::sliding;
use crate::diagnostic::Diagnostic;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Part, ProRata, RuleLineKind};
use crate::types::atoms::Needs;
use crate::types::clocks;
use crate::types::conditions::{View, selection};
use crate::types::context::Context;
use crate::types::declarations::{days, unknown_field};
use crate::types::limits;
use crate::types::typed::{Atom, Due, Duty, Measure, Milestone, Selection, Subject, Trigger, Type, WindowKind};

/// What stands for the trigger of a line `for each` that was not understood, so that its answers are checked.
pub(super) fn unread_trigger(lines: &Lines<'_>) -> Option<Trigger> {
    match lines.duty {
        Some((RuleLineKind::ForEach(_), span)) => {
            Some(Trigger::Events(Selection { activities: Vec::new(), filter: None, span }))
        }
        _ => None,
    }
}

pub(super) fn trigger<'s>(duty: Option<&'s Duty>, unread: Option<&'s Trigger>) -> Option<&'s Trigger> {
    match duty {
        Some(Duty::ForEach(trigger)) => Some(trigger),
        Some(_) => None,
        None => unread,
    }
}

/// What gives a rule `for each` its duties.
fn each_of(context: &mut Context<'_>, view: View<'_>, written: &ast::Trigger) -> Option<Trigger> {
    let milestone = match written {
        ast::Trigger::Events(of) => return selection(context, view, of).map(Trigger::Events),
        ast::Trigger::Milestone(milestone) => milestone,
    };
    let of = match &milestone.value {
        ast::Milestone::Role(edge) => Milestone::Role(*edge),
        ast::Milestone::Run(run, edge) => Milestone::Run(*run, *edge),
        ast::Milestone::Change(name) => {
            let role = view.subject.and_then(|subject| context.program.role(subject.role)).cloned();
            let has = |name: &str| role.iter().flat_map(|role| &role.attributes).any(|field| field.name == name);
            if let Some(role) = role.as_ref().filter(|_| name.text != "school" && !has(&name.text)) {
                unknown_field(context, &name.text, name.span, &role.attributes);
                return None;
            }
            Milestone::Change(name.text.clone())
        }
    };
    Some(Trigger::Milestone(of, milestone.span))
}

pub(super) fn duty(context: &mut Context<'_>, view: View<'_>, lines: &Lines<'_>, needs: &mut Needs) -> Option<Duty> {
    let over = lines.over.map(|(period, _)| days(context, period));
    let due = match lines.duty {
        None => None,
        Some((RuleLineKind::By(point), _)) => Some(Due::By(limits::point(context, view, point, needs)?)),
        Some((RuleLineKind::Before(point), _)) => Some(Due::Before(limits::point(context, view, point, needs)?)),
        Some((RuleLineKind::Within(limit, point), _)) => {
            Some(Due::Within(limits::limit(context, view, limit)?, limits::point(context, view, point, needs)?))
        }
        Some((RuleLineKind::InAny(written), _)) => {
            return sliding::sliding(context, view, (written, over)).map(Duty::InAny);
        }
        Some((kind, span)) => {
            if let Some((_, over)) = lines.over {
                context.problems.push(
                    Diagnostic::error("types/two-windows", "a rule has one kind of window", span, "this is one")
                        .label(over, "this is another")
                        .help("leave one of the two out"),
                );
            }
            return match kind {
                RuleLineKind::Each(window) => {
                    if let WindowKind::Weeks { number: 0, .. } = window.value {
                        let message = "a window of no weeks holds nothing";
                        context.error("types/none-of-them", message, window.span, "write how many weeks, 1 or more");
                    }
                    Some(Duty::Each(window.value))
                }
                RuleLineKind::EachTerm(path, terms) => {
                    let clock = clocks::of_case(context, view, path)?;
                    for term in terms.iter().flat_map(|(from, to)| [from, to]) {
                        clocks::has_term(context, clock, Some(term));
                    }
                    if let Some((from, to)) = terms.filter(|(from, to)| from.value > to.value) {
                        let help = format!("write `{} to {}`", to.value, from.value);
                        context.error("types/no-such-term", "there are no terms between these", from.span, help);
                    }
                    Some(Duty::EachTerm(clock, terms.map(|(from, to)| (from.value, to.value))))
                }
                RuleLineKind::ForEach(of) => each_of(context, view, of).map(Duty::ForEach),
                _ => None,
            };
        }
    };
    Some(Duty::Once { over, due })
}

/// A threshold over a window must say what becomes of part windows; a share needs its attribute.
pub(super) fn check_part(
    context: &mut Context<'_>,
    subject: &Subject,
    duty: &Duty,
    (atoms, part): (&[Atom], Option<Spanned<Part>>),
    require: Span,
) {
    let windowed = match duty {
        Duty::Each(_) | Duty::EachTerm(..) => true,
        Duty::Once { over, due } => over.is_some() && due.is_none(),
        Duty::InAny(sliding) => sliding::may_be_in_part(sliding),
        Duty::ForEach(_) => false,
    };
    let figure = atoms.iter().find(|atom| has_figure(atom));
    if let (true, Some(atom), None) = (windowed, figure, part) {
        context.problems.push(
            Diagnostic::error(
                "types/no-part",
                "nothing says what becomes of a window that is only part of a whole one",
                require,
                "what is owed in a part window",
            )
            .label(atom.threshold_span, "this figure is for a whole window")
            .help("add `part in full`, `part dropped`, or `part pro rata by open days`"),
        );
    }
    let Some(Spanned { value: Part::ProRata(by, _), span }) = part else { return };
    let has = |name: &str, wanted: fn(&Type) -> bool| {
        let role = context.program.role(subject.role);
        role.is_some_and(|role| role.attributes.iter().any(|field| field.name == name && wanted(&field.ty)))
    };
    let missing = match by {
        ProRata::Fte if !has("fte", |ty| matches!(ty, Type::Number)) => Some("fte: number"),
        ProRata::WorkingPattern if !has("pattern", |ty| matches!(ty, Type::Weekdays)) => Some("pattern: weekdays"),
        ProRata::OpenDays | ProRata::Days | ProRata::Fte | ProRata::WorkingPattern => None,
    };
    let name_of = |attribute: &str| attribute.split(':').next().unwrap_or("").to_owned();
    if let Some(attribute) = missing.filter(|attribute| !context.may_be_lost(&name_of(attribute))) {
        let message = format!("the role has no attribute `{attribute}` to measure by");
        context.error("types/unknown-field", message, span, format!("add `{attribute}` to the role"));
    }
}

/// Whether an atom has a figure of its own, that a part window could take in proportion.
pub(super) fn has_figure(atom: &Atom) -> bool {
    let scales = matches!(atom.measure, Measure::Total(..) | Measure::Count(_) | Measure::Distinct(..));
    scales && atom.threshold_span != atom.span
}

pub(super) fn check_trigger_rule(
    context: &mut Context<'_>,
    duty: &Duty,
    atoms: &[Atom],
    (ends, require): (Option<Span>, Span),
) {
    match duty {
        Duty::ForEach(_) => {
            if !atoms.iter().any(|atom| matches!(atom.measure, Measure::Responses(_) | Measure::FanOut { .. })) {
                let message = "a rule `for each` needs a response with a limit";
                context.error("types/not-a-response", message, require, "write `some … within N days, shared`");
            }
        }
        Duty::Once { .. } | Duty::Each(_) | Duty::EachTerm(..) | Duty::InAny(_) => {
            if let Some(span) = ends {
                let message = "only a duty from a trigger can outlive the role";
                context.error("types/ends-with-role", message, span, "leave this line out");
            }
        }
    }
}
