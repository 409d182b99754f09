//! A rule's requirement as a whole: its atoms combined, and whether anything was there to judge.

use crate::engine::condition::{self, Burden, Future, Test};
use crate::engine::outcome::{Reason, Status};
use crate::engine::scope::{Scope, Widen};
use crate::engine::status::{and, not, or};
use crate::types::typed::{Comparison, Requirement, Rule};
use crate::value::Day;

/// How one atom stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    /// How it stands.
    pub status: Status,
    /// Whether nothing is behind it.
    pub empty: bool,
}

/// Combines the atoms of a requirement; conditions are tested for an obligation that opens on a day.
pub fn combine(
    scope: &Scope<'_, '_>,
    requirement: &Requirement,
    parts: &[Part],
    opens: Day,
    reasons: &mut Vec<Reason>,
) -> Part {
    match requirement {
        Requirement::Atom(index) => {
            parts.get(*index).copied().unwrap_or(Part { status: Status::Undetermined, empty: true })
        }
        Requirement::And(all) => {
            let each: Vec<Part> = all.iter().map(|one| combine(scope, one, parts, opens, reasons)).collect();
            let status = each.iter().map(|part| part.status).fold(Status::Met, and);
            Part { status, empty: each.iter().all(|part| part.empty) }
        }
        Requirement::Or(all) => {
            let each: Vec<Part> = all.iter().map(|one| combine(scope, one, parts, opens, reasons)).collect();
            let status = each.iter().map(|part| part.status).fold(Status::Breached, or);
            Part { status, empty: each.iter().filter(|part| part.status == status).all(|part| part.empty) }
        }
        Requirement::Not(inner) => {
            let part = combine(scope, inner, parts, opens, reasons);
            Part { status: not(part.status), empty: part.empty }
        }
        Requirement::If(condition, then) => {
            let on = scope.due.map_or(scope.judge.as_of(), |due| due.min(scope.judge.as_of()));
            let test = Test { on, opens, burden: Burden::Open, future: Future::MayCome };
            let answer = condition::test(scope, condition, test);
            let then = combine(scope, then, parts, opens, reasons);
            if answer.status == Status::Undetermined {
                reasons.extend(answer.reasons);
            }
            let status = or(not(answer.status), then.status);
            let empty = answer.status == Status::Breached || then.empty;
            Part { status, empty }
        }
    }
}

/// For each atom, whether events of unmatched people widen it: where more events could turn met into breached.
pub fn widening(rule: &Rule) -> Vec<Widen> {
    let mut widening = vec![Widen::No; rule.atoms.len()];
    mark(&rule.requirement, Polarity::Positive, rule, &mut widening);
    widening
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Polarity {
    Positive,
    Negative,
}

fn mark(requirement: &Requirement, polarity: Polarity, rule: &Rule, widening: &mut [Widen]) {
    match requirement {
        Requirement::Or(all) | Requirement::And(all) => {
            for one in all {
                mark(one, polarity, rule, widening);
            }
        }
        Requirement::Not(inner) => {
            let flipped = match polarity {
                Polarity::Positive => Polarity::Negative,
                Polarity::Negative => Polarity::Positive,
            };
            mark(inner, flipped, rule, widening);
        }
        Requirement::If(_, then) => mark(then, polarity, rule, widening),
        Requirement::Atom(index) => {
            let Some(atom) = rule.atoms.get(*index) else { return };
            let hurt = match atom.comparison {
                Comparison::Less | Comparison::AtMost => polarity == Polarity::Positive,
                Comparison::More | Comparison::AtLeast => polarity == Polarity::Negative,
                Comparison::Equal | Comparison::NotEqual => true,
            };
            if hurt && let Some(slot) = widening.get_mut(*index) {
                *slot = Widen::ByUnmatched;
            }
        }
    }
}
