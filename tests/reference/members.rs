//! A requirement on other cases: every one of them tried as met and not, day by day.

use assize::engine::outcome::Outcome;
use assize::records::table::RosterRow;
use assize::types::typed::{Atom, Exempted, NoMembers, RollUp, Threshold};
use assize::value::{Day, Days, Unit, whole};

use super::Found;
use super::atoms::Answer;
use super::case::{RefCase, whose};
use super::exceptions::Judged;

/// How many of the members meet the rule, in every world.
pub fn members(case: &RefCase<'_>, window: &Judged<'_>, atom: &Atom, roll_up: &RollUp) -> Answer {
    let outcomes: Vec<Outcome> = case
        .earlier
        .iter()
        .filter(|found| found.rule == roll_up.rule && is_there(case, window, found))
        .map(|found| found.outcome)
        .filter_map(|outcome| match (outcome, roll_up.exempt) {
            (Outcome::NotApplicable, _) => None,
            (Outcome::Exempt | Outcome::Excused | Outcome::Waived, Exempted::AsMet) => Some(Outcome::Met),
            (Outcome::Exempt | Outcome::Excused | Outcome::Waived, Exempted::SetAside) => None,
            (Outcome::AtRisk, _) => Some(Outcome::Pending),
            (outcome, _) => Some(outcome),
        })
        .collect();
    if outcomes.is_empty() {
        return match roll_up.none {
            NoMembers::Met => Answer::Met,
            NoMembers::Breached => Answer::Breached,
        };
    }
    let mut answers: Vec<Answer> = Vec::new();
    for known in tried(&outcomes, Outcome::Undetermined) {
        let held: Vec<bool> = tried(&known, Outcome::Pending).iter().map(|all| enough(atom, all)).collect();
        answers.push(match (held.contains(&true), held.contains(&false)) {
            (true, false) => Answer::Met,
            (false, _) => Answer::Breached,
            (true, true) => Answer::Pending,
        });
    }
    answers.dedup();
    if answers.len() == 1 { answers[0] } else { Answer::Unknown }
}

/// Every way of those of one outcome being met or not.
fn tried(outcomes: &[Outcome], open: Outcome) -> Vec<Vec<Outcome>> {
    let mut ways = vec![Vec::new()];
    for outcome in outcomes {
        let these = if *outcome == open { vec![Outcome::Met, Outcome::Breached] } else { vec![*outcome] };
        ways = ways.iter().flat_map(|way| these.iter().map(|one| [way.as_slice(), &[*one]].concat())).collect();
    }
    ways
}

fn enough(atom: &Atom, all: &[Outcome]) -> bool {
    let number = |number: usize| whole(i64::try_from(number).unwrap());
    let met = number(all.iter().filter(|outcome| **outcome == Outcome::Met).count());
    match &atom.threshold {
        Threshold::All => met == number(all.len()),
        Threshold::Fixed(share) if atom.unit == Unit::Share => met / number(all.len()) >= *share,
        Threshold::Fixed(least) => met >= *least,
        other => panic!("{other:?} is no number of members"),
    }
}

/// Whether a member shares the school and a day with the duty.
fn is_there(case: &RefCase<'_>, window: &Judged<'_>, found: &Found) -> bool {
    let subject = &case.audit.program.rules[found.rule.index()].subject;
    let theirs = |row: &&RosterRow| {
        row.role == subject.role && whose(subject, row) == (found.person, found.with, found.key.clone())
    };
    let rows: Vec<&RosterRow> = case.audit.tables.roster.rows.iter().filter(theirs).collect();
    let shares = |day: Day| {
        let mine = case.rows.iter().filter(|row| row.days.contains(day));
        mine.into_iter().any(|mine| rows.iter().any(|row| row.school == mine.school && row.days.contains(day)))
    };
    Days::new(window.opens, window.due.unwrap_or(window.days.to)).iter().any(shares)
}
