//! Pairs of rules about one figure: one that asks for less than the other does, and two that nobody can meet.

use crate::diagnostic::Diagnostic;
use crate::types::alike::{same_duties, same_measure};
use crate::types::context::Context;
use crate::types::typed::{Atom, Comparison, Requirement, Rule, Threshold};
use crate::value::Rational;

/// Warns of a rule that another makes needless, and of two that contradict each other.
pub fn check(context: &mut Context<'_>) {
    let figures: Vec<(&Rule, &Atom, Figure)> = context.program.rules.iter().filter_map(figure).collect();
    let mut problems = Vec::new();
    for (place, (rule, atom, one)) in figures.iter().enumerate() {
        for (other_rule, other_atom, other) in figures.iter().skip(place + 1) {
            if !same_duties(rule, other_rule) || !same_measure(&atom.measure, &other_atom.measure) {
                continue;
            }
            let (first, second) = ((*rule, *atom, *one), (*other_rule, *other_atom, *other));
            problems.extend(
                contradiction(first, second).or_else(|| weaker(first, second)).or_else(|| weaker(second, first)),
            );
        }
    }
    context.problems.append(&mut problems);
}

/// A rule, its one figure, and what may stand there.
type Of<'p> = (&'p Rule, &'p Atom, Figure);

/// What a figure asks for: this much or more, or this much or less, and whether the figure itself will do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Figure {
    /// At least, or more than.
    Least(Rational, bool),
    /// At most, or less than.
    Most(Rational, bool),
}

/// The figure of a rule that requires nothing else.
fn figure(rule: &Rule) -> Option<(&Rule, &Atom, Figure)> {
    let Requirement::Atom(0) = rule.requirement else { return None };
    let atom = rule.atoms.first()?;
    let Threshold::Fixed(number) = atom.threshold else { return None };
    let figure = match atom.comparison {
        Comparison::AtLeast => Figure::Least(number, true),
        Comparison::More => Figure::Least(number, false),
        Comparison::AtMost => Figure::Most(number, true),
        Comparison::Less => Figure::Most(number, false),
        Comparison::Equal | Comparison::NotEqual => return None,
    };
    Some((rule, atom, figure))
}

/// Whether whatever passes the one figure passes the other, and is asked for more.
fn stricter(one: Figure, other: Figure) -> bool {
    match (one, other) {
        (Figure::Least(one, one_will_do), Figure::Least(other, other_will_do)) => {
            one > other || (one == other && !one_will_do && other_will_do)
        }
        (Figure::Most(one, one_will_do), Figure::Most(other, other_will_do)) => {
            one < other || (one == other && !one_will_do && other_will_do)
        }
        _ => false,
    }
}

fn has_exceptions(rule: &Rule) -> bool {
    !rule.exceptions.is_empty() || rule.allowing.is_some()
}

/// A rule that asks for less than another, wherever that is in force and without exceptions, asks for nothing.
fn weaker((rule, atom, one): Of<'_>, (strict, strict_atom, other): Of<'_>) -> Option<Diagnostic> {
    let needless =
        stricter(other, one) && !has_exceptions(strict) && rule.in_force.intersect(strict.in_force) == rule.in_force;
    needless.then(|| {
        let message = format!("whoever meets `{}` meets `{}`, which asks for less", strict.name, rule.name);
        Diagnostic::error("types/weaker", message, atom.threshold_span, "asks for less")
            .warning()
            .label(strict_atom.threshold_span, "than this, of the same people over the same days")
            .help("leave one of the two out, or correct its figure")
    })
}

/// Two rules whose figures no number passes, on days on which both are in force and neither has an exception.
fn contradiction((rule, atom, one): Of<'_>, (other_rule, other_atom, other): Of<'_>) -> Option<Diagnostic> {
    let (least, most) = match (one, other) {
        (Figure::Least(least, least_will_do), Figure::Most(most, most_will_do))
        | (Figure::Most(most, most_will_do), Figure::Least(least, least_will_do)) => {
            ((least, least_will_do), (most, most_will_do))
        }
        _ => return None,
    };
    let none_passes = least.0 > most.0 || (least.0 == most.0 && !(least.1 && most.1));
    let together = rule.in_force.overlaps(other_rule.in_force);
    (none_passes && together && !has_exceptions(rule) && !has_exceptions(other_rule)).then(|| {
        let message = format!("nobody can meet both `{}` and `{}`", rule.name, other_rule.name);
        Diagnostic::error("types/contradict", message, other_atom.threshold_span, "asks for this")
            .warning()
            .label(atom.threshold_span, "and this asks for the contrary")
            .help("correct one of the two figures, or leave one of the rules out")
    })
}
