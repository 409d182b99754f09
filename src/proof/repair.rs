//! What would make an obligation met: so much more by a day, a record to load, a cell to confirm; or that nothing can.

use std::collections::BTreeSet;

use crate::engine::Audit;
use crate::engine::outcome::{AtomResult, Obligation, Outcome, Reason, Status, WindowLabel};
use crate::proof::Repair;
use crate::types::typed::{Atom, Comparison, Measure, Rule, RuleId};
use crate::value::Days;

/// The repairs of an obligation; none where nothing is owed.
pub fn repair(audit: &Audit<'_>, rule: &Rule, obligation: &Obligation) -> Vec<Repair> {
    match obligation.outcome {
        Outcome::Met | Outcome::Excused | Outcome::Exempt | Outcome::NotApplicable | Outcome::Waived => Vec::new(),
        Outcome::Undetermined => knowledge(obligation),
        Outcome::Breached => breached(audit, rule, obligation),
        Outcome::Pending | Outcome::AtRisk => owed(audit, rule, obligation),
    }
}

/// What can still be done about a breach: a single duty can be made good late, a window that has closed cannot.
fn breached(audit: &Audit<'_>, rule: &Rule, obligation: &Obligation) -> Vec<Repair> {
    if let Some(day) = obligation.cured_on {
        return vec![Repair::Cured(day)];
    }
    let mut repairs = follows(obligation, Outcome::Breached);
    for (atom, result) in rule.atoms.iter().zip(&obligation.atoms) {
        if result.status != Status::Breached || matches!(atom.measure, Measure::Meets(_) | Measure::RollUp(_)) {
            continue;
        }
        let late = match obligation.window.kind {
            WindowLabel::Whole | WindowLabel::Trigger(_) | WindowLabel::Milestone(_) => late(atom, result),
            WindowLabel::Named(_) | WindowLabel::FurtherTriggers => None,
        };
        repairs.push(match late {
            Some(late) => late,
            None if obligation.window.days.to <= audit.as_of => Repair::TooLate(obligation.window.days),
            None => Repair::Spent,
        });
    }
    repairs.dedup();
    repairs
}

/// The rules with an outcome that an obligation follows.
fn follows(obligation: &Obligation, wanted: Outcome) -> Vec<Repair> {
    let rules: BTreeSet<RuleId> = (obligation.reasons.iter())
        .filter_map(|reason| match reason {
            Reason::OtherRule(rule, outcome) | Reason::Member(_, rule, outcome) if *outcome == wanted => Some(*rule),
            _ => None,
        })
        .collect();
    let rules: Vec<RuleId> = rules.into_iter().collect();
    if rules.is_empty() { Vec::new() } else { vec![Repair::Follows(rules)] }
}

/// What would make a failed atom of a single duty good after its due date; `None` where nothing can.
fn late(atom: &Atom, result: &AtomResult) -> Option<Repair> {
    match &atom.measure {
        Measure::Covers { .. } | Measure::FanOut { .. } => Some(Repair::CoverLate(result.missing.clone())),
        Measure::Responses(_) => Some(Repair::RespondLate),
        Measure::Total(..) | Measure::Count(_) | Measure::Distinct(..) => {
            result.shortfall.filter(|_| more_helps(atom)).map(|short| Repair::MoreLate(short, result.unit))
        }
        Measure::Share { .. }
        | Measure::LongestGap { .. }
        | Measure::First(_)
        | Measure::Last(_)
        | Measure::Has(..)
        | Measure::Meets(_)
        | Measure::Unreadable(_)
        | Measure::RollUp(_) => None,
    }
}

/// Whether an atom that falls short is mended by more of what it measures.
fn more_helps(atom: &Atom) -> bool {
    matches!(atom.comparison, Comparison::AtLeast | Comparison::More | Comparison::Equal)
}

/// What is missing to know.
fn knowledge(obligation: &Obligation) -> Vec<Repair> {
    let mut repairs = follows(obligation, Outcome::Undetermined);
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
            Reason::WhoseCalendar(_) => Some(Repair::Other("write `calendar of …` in the rule".to_owned())),
            Reason::AttributeDiffers(name, _) => {
                Some(Repair::Other(format!("make the roster's rows agree on `{name}`")))
            }
            Reason::AttributeBlank(name) => Some(Repair::Other(format!("fill in `{name}` on the roster"))),
            Reason::NoTableRow(_) => {
                Some(Repair::Other("correct the attribute on the roster, or add a row to the table".to_owned()))
            }
            Reason::Conflict(..) => {
                Some(Repair::Other("decide which of the two exceptions stands, and mend the rule".to_owned()))
            }
            Reason::ExtensionConflict(..) => {
                Some(Repair::Other("decide which extension stands, or write `adding`, and mend the rule".to_owned()))
            }
            Reason::JointNotSaid(_) => {
                Some(Repair::Other("say in the rule what a joint event counts: `joint …`".to_owned()))
            }
            Reason::Unreadable(clause) => Some(Repair::FindText(*clause)),
            Reason::NoDueDate => Some(Repair::Other("give the role an end, or the rule a due date".to_owned())),
            Reason::NotYetIn(..)
            | Reason::ExceptionHolds(..)
            | Reason::ExceptionOpen(_)
            | Reason::Defeated(..)
            | Reason::DefeatOpen(_)
            | Reason::Outranked(..)
            | Reason::Exemption(_)
            | Reason::Repealed(..)
            | Reason::PartWindow(..)
            | Reason::PartDropped
            | Reason::NotInForce
            | Reason::NotForCase
            | Reason::NothingOwed
            | Reason::NoPoint
            | Reason::OtherRule(..)
            | Reason::Member(..)
            | Reason::Tolerated(..)
            | Reason::UnderPace
            | Reason::NearDue
            | Reason::LeftOut(_)
            | Reason::MayBeLeftOut(_)
            | Reason::EndedWithRole
            | Reason::Suspended(_)
            | Reason::Extended(..)
            | Reason::ExtensionOpen(_)
            | Reason::DueBetween(..)
            | Reason::ClockReached(..)
            | Reason::ClockExtended(..)
            | Reason::ClockStay(..)
            | Reason::ClockBetween(..)
            | Reason::ClockRuns(..)
            | Reason::Waived(_)
            | Reason::WaiverExpired(_)
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
    let last = obligation.window.days.to;
    let to = obligation.due.map_or(last, |due| due.min(last));
    let days = Days::new(from, to);
    rule.atoms.iter().zip(&obligation.atoms).filter_map(|(atom, result)| one(atom, result, days)).collect()
}

fn one(atom: &Atom, result: &AtomResult, days: Days) -> Option<Repair> {
    let shortfall = result.shortfall?;
    match &atom.measure {
        Measure::Covers { .. } | Measure::FanOut { .. } => Some(Repair::Cover(result.missing.clone(), days)),
        Measure::Responses(_) => Some(Repair::Respond(days.to)),
        Measure::Meets(_) | Measure::RollUp(_) => {
            Some(Repair::Other("meet the rules that this one depends on".to_owned()))
        }
        Measure::Total(..)
        | Measure::Count(_)
        | Measure::Distinct(..)
        | Measure::Share { .. }
        | Measure::LongestGap { .. }
        | Measure::First(_)
        | Measure::Last(_)
        | Measure::Unreadable(_)
        | Measure::Has(..) => more_helps(atom).then_some(Repair::More(shortfall, result.unit, days)),
    }
}
