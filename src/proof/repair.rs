//! What would make an obligation met: so much more by a day, a record to load, a cell to confirm; or that nothing can.

use crate::engine::Audit;
use crate::engine::outcome::{AtomResult, Obligation, Outcome, Reason};
use crate::proof::Repair;
use crate::types::typed::{Atom, Comparison, Measure, Rule};
use crate::value::Days;

/// The repairs of an obligation; none where nothing is owed.
pub fn repair(audit: &Audit<'_>, rule: &Rule, obligation: &Obligation) -> Vec<Repair> {
    match obligation.outcome {
        Outcome::Met | Outcome::Excused | Outcome::Exempt | Outcome::NotApplicable | Outcome::Waived => Vec::new(),
        Outcome::Undetermined => knowledge(obligation),
        Outcome::Breached => vec![Repair::TooLate(obligation.window.days)],
        Outcome::Pending | Outcome::AtRisk => owed(audit, rule, obligation),
    }
}

/// What is missing to know.
fn knowledge(obligation: &Obligation) -> Vec<Repair> {
    let mut repairs: Vec<Repair> = Vec::new();
    for reason in &obligation.reasons {
        let repair = match reason {
            Reason::ParamUnset(id) | Reason::ParamNoLimit(id) => Some(Repair::SetParam(*id)),
            Reason::NotLoaded(records, days) => Some(Repair::Load(*records, *days)),
            Reason::Possible(event, doubt) => Some(Repair::Confirm(*event, *doubt)),
            Reason::Unmatched(event) => Some(Repair::Confirm(*event, crate::engine::outcome::Doubt::Person)),
            Reason::NoCalendar(_, day) => Some(Repair::Other(format!("give the school a calendar that covers {day}"))),
            Reason::TwoSchools(day) => {
                Some(Repair::Other(format!("correct the roster: on {day} the case is at two schools")))
            }
            Reason::AttributeBlank(name) => Some(Repair::Other(format!("fill in `{name}` on the roster"))),
            Reason::NoTableRow(_) => {
                Some(Repair::Other("correct the attribute on the roster, or add a row to the table".to_owned()))
            }
            Reason::Conflict(..) => {
                Some(Repair::Other("decide which of the two exceptions stands, and mend the rule".to_owned()))
            }
            Reason::JointNotSaid(_) => {
                Some(Repair::Other("say in the rule what a joint event counts: `joint …`".to_owned()))
            }
            Reason::NoDueDate => Some(Repair::Other("give the role an end, or the rule a due date".to_owned())),
            Reason::NotYetIn(..)
            | Reason::ExceptionHolds(..)
            | Reason::ExceptionOpen(_)
            | Reason::Exemption(_)
            | Reason::PartWindow(..)
            | Reason::PartDropped
            | Reason::NotInForce
            | Reason::NotForCase
            | Reason::NothingOwed
            | Reason::NoPoint
            | Reason::OtherRule(..)
            | Reason::Tolerated(..)
            | Reason::UnderPace
            | Reason::NearDue
            | Reason::EndedWithRole
            | Reason::Bug(_) => None,
        };
        if let Some(repair) = repair.filter(|repair| !repairs.contains(repair)) {
            repairs.push(repair);
        }
    }
    repairs
}

/// What is still to be done, and by when.
fn owed(audit: &Audit<'_>, rule: &Rule, obligation: &Obligation) -> Vec<Repair> {
    let from = obligation.window.days.from.max(audit.as_of.next());
    let to = obligation.due.unwrap_or(obligation.window.days.to);
    let days = Days::new(from, to);
    rule.atoms.iter().zip(&obligation.atoms).filter_map(|(atom, result)| one(atom, result, days)).collect()
}

fn one(atom: &Atom, result: &AtomResult, days: Days) -> Option<Repair> {
    let shortfall = result.shortfall?;
    let least = matches!(atom.comparison, Comparison::AtLeast | Comparison::More | Comparison::Equal);
    match &atom.measure {
        Measure::Covers { .. } => Some(Repair::Cover(result.missing.clone(), days)),
        Measure::Responses(_) => Some(Repair::Respond(days.to)),
        Measure::Meets(_) => Some(Repair::Other("meet the rules that this one depends on".to_owned())),
        Measure::Total(..)
        | Measure::Count(_)
        | Measure::Distinct(..)
        | Measure::Share { .. }
        | Measure::LongestGap { .. }
        | Measure::First(_)
        | Measure::Last(_)
        | Measure::Has(..) => least.then_some(Repair::More(shortfall, result.unit, days)),
    }
}
