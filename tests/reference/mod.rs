//! A reference evaluator: naive, day by day and row by row, and sharing nothing with the engine but the typed rules,
//! the plain tables and the values.
//!
//! Where the engine reckons with intervals, this tries out worlds: every possible event in or out, nothing or a great
//! deal on the days that were not loaded, every unset parameter small or large, nothing or a great deal still to come.
//! An answer is the one that all worlds agree on.

mod case;
mod waivers;
mod windows;
mod worlds;

use assize::engine::Audit;
use assize::engine::outcome::Outcome;
use assize::records::table::PersonId;
use assize::types::typed::{Allowing, Duty, RuleId};
use assize::value::{Day, Days};

/// One thing owed, as the reference sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Owed {
    /// Where events count.
    pub days: Days,
    /// When the duty opens.
    pub opens: Day,
    /// When it is due.
    pub due: Option<Day>,
    /// The outcome.
    pub outcome: Outcome,
    /// A waiver held while it was open, and ended too early.
    pub waiver_expired: bool,
}

/// One rule tried against one case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The rule.
    pub rule: RuleId,
    /// The person.
    pub person: PersonId,
    /// The counterpart.
    pub with: Option<PersonId>,
    /// The outcome.
    pub outcome: Outcome,
    /// What is owed.
    pub owed: Vec<Owed>,
}

/// Judges everything.
pub fn evaluate(audit: &Audit<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for (number, rule) in audit.program.rules.iter().enumerate() {
        let id = RuleId(u32::try_from(number).unwrap());
        for case in case::cases(audit, rule) {
            let mut owed = match &rule.duty {
                Duty::Each(kind) => windows::each(&case, *kind),
                Duty::Once { over: Some(over), due: None } => windows::over(&case, *over),
                Duty::ForEach(selection) => worlds::for_each(&case, selection),
                Duty::Once { .. } => panic!("the reference does not know this duty yet"),
            };
            if case.first_in_force().is_none() {
                owed.clear();
            }
            owed.sort_by_key(|owed| (owed.days, owed.due));
            waivers::apply(&case, id, &mut owed);
            let outcome = roll_up(rule.allowing.as_ref(), &owed);
            found.push(Found { rule: id, person: case.person, with: case.with, outcome, owed });
        }
    }
    found
}

/// The worst, unless misses are let pass: then what every way of the undetermined and the pending turning out agrees on.
fn roll_up(allowing: Option<&Allowing>, owed: &[Owed]) -> Outcome {
    let Some(worst) = owed.iter().map(|owed| owed.outcome).min() else { return Outcome::NotApplicable };
    let Some(Allowing::Misses(most, _)) = allowing else { return worst };
    let number = |wanted: Outcome| owed.iter().filter(|owed| owed.outcome == wanted).count();
    let (missed, unknown, coming) =
        (number(Outcome::Breached), number(Outcome::Undetermined), number(Outcome::Pending));
    let most = usize::try_from(*most).unwrap();
    let mut answers = Vec::new();
    for more in 0..=unknown {
        let (best, worst) = (missed + more <= most, missed + more + coming <= most);
        answers.push(match (best, worst) {
            (_, true) => Outcome::Met,
            (false, _) => Outcome::Breached,
            (true, false) => Outcome::Pending,
        });
    }
    answers.dedup();
    match answers.as_slice() {
        // A waiver that had a part in it is said.
        [Outcome::Met] if number(Outcome::Waived) > 0 => Outcome::Waived,
        [Outcome::Met] => worst.max(Outcome::Met),
        [only] => *only,
        _ => Outcome::Undetermined,
    }
}
