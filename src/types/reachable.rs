//! Which verdicts a rule can come to at all.

use crate::types::typed::{Measure, Requirement, Rule};

/// A verdict that rests on what was measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It is met.
    Met,
    /// It is breached.
    Breached,
}

impl Verdict {
    fn other(self) -> Verdict {
        match self {
            Verdict::Met => Verdict::Breached,
            Verdict::Breached => Verdict::Met,
        }
    }
}

/// Whether a rule can come to a verdict, where nobody can judge a lost text.
pub fn can_be(rule: &Rule, verdict: Verdict) -> bool {
    requirement_can_be(rule, &rule.requirement, verdict)
}

fn requirement_can_be(rule: &Rule, requirement: &Requirement, verdict: Verdict) -> bool {
    let can = |one: &Requirement| requirement_can_be(rule, one, verdict);
    match (requirement, verdict) {
        (Requirement::Atom(place), _) => {
            !rule.atoms.get(*place).is_some_and(|atom| matches!(atom.measure, Measure::Unreadable(_)))
        }
        (Requirement::And(all), Verdict::Met) | (Requirement::Or(all), Verdict::Breached) => all.iter().all(can),
        (Requirement::And(all) | Requirement::Or(all), _) => all.iter().any(can),
        (Requirement::Not(inner), _) => requirement_can_be(rule, inner, verdict.other()),
        // It is met, vacuously, where the condition does not hold.
        (Requirement::If(..), Verdict::Met) => true,
        (Requirement::If(_, then), Verdict::Breached) => can(then),
    }
}
