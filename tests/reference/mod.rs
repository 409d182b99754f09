//! A reference evaluator: naive, day by day and row by row, and sharing nothing with the engine but the typed rules,
//! the plain tables and the values.
//!
//! Where the engine reckons with intervals, this tries out worlds: every possible event in or out, nothing or a great
//! deal on the days that were not loaded, every unset parameter small or large, nothing or a great deal still to come.
//! An answer is the one that all worlds agree on.

mod answers;
mod atoms;
mod case;
mod clocks;
mod conditions;
mod deadlines;
mod defeats;
mod exceptions;
mod limits;
mod members;
mod milestones;
mod once;
mod persons;
mod sliding;
mod versions;
mod waivers;
mod windows;

use assize::engine::Audit;
use assize::engine::outcome::Outcome;
use assize::records::table::PersonId;
use assize::types::typed::{Allowing, Duty, Per, RuleId};
use assize::value::{Day, Days, whole};

use case::RefCase;
use exceptions::set_aside;

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

impl Owed {
    /// The days of an obligation that has none of its own: of further triggers, and of many windows none of which fails.
    pub const UNNAMED: Days = Days::new(Day::MAX, Day::MAX);
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
    /// The value of what the rule has cases by.
    pub key: Option<Option<String>>,
    /// The outcome.
    pub outcome: Outcome,
    /// What is owed.
    pub owed: Vec<Owed>,
}

/// Judges everything.
pub fn evaluate(audit: &Audit<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (number, rule) in audit.program.rules.iter().enumerate() {
        let id = RuleId(u32::try_from(number).unwrap());
        let mut more = Vec::new();
        for case in case::cases(audit, rule, &found) {
            let (outcome, owed) = judge_case(&case, id);
            more.push(Found { rule: id, person: case.person, with: case.with, key: case.key.clone(), outcome, owed });
        }
        found.extend(more);
    }
    found
}

fn judge_case(case: &RefCase<'_>, id: RuleId) -> (Outcome, Vec<Owed>) {
    // Whose case it is nobody knows.
    if case.key == Some(None) {
        return (Outcome::Undetermined, Vec::new());
    }
    if is_set_aside(case) {
        return (Outcome::NotApplicable, Vec::new());
    }
    let mut owed = if case.rule.versions.is_empty() { owed_by(case) } else { versions::owed(case) };
    waivers::apply(case, id, &mut owed);
    if let (Duty::InAny(_), Some(one)) = (&case.rule.duty, owed.first_mut())
        && one.outcome != Outcome::Breached
    {
        one.days = Owed::UNNAMED;
    }
    owed.sort_by_key(|owed| (owed.days, owed.due));
    (roll_up(case, &owed), owed)
}

fn owed_by(case: &RefCase<'_>) -> Vec<Owed> {
    match &case.rule.duty {
        Duty::Each(kind) => windows::each(case, *kind),
        Duty::EachTerm(clock, terms) => clocks::each_term(case, *clock, *terms),
        Duty::Once { over, due } => once::once(case, *over, due.as_ref()),
        Duty::InAny(of) => sliding::sliding(case, of).into_iter().collect(),
        Duty::ForEach(trigger) => answers::for_each(case, trigger),
    }
}

/// Whether a rule is never for a case.
fn is_set_aside(case: &RefCase<'_>) -> bool {
    let days = case.duty_days();
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return true };
    let mut starts = case.rows.iter().map(|row| row.days.from.max(*first)).filter(|day| *day <= *last);
    starts.all(|day| set_aside(case, day) == Some(Outcome::NotApplicable))
}

/// The worst, unless misses are let pass: then what every way of the undetermined and the pending turning out agrees on.
fn roll_up(case: &RefCase<'_>, owed: &[Owed]) -> Outcome {
    let Some(worst) = owed.iter().map(|owed| owed.outcome).min() else { return Outcome::NotApplicable };
    let status = match &case.rule.allowing {
        None => return worst,
        Some(Allowing::Misses(most, per)) => {
            let mut periods: Vec<(Option<Period>, Vec<Outcome>)> = Vec::new();
            for one in owed {
                let period = period(case, one.days.from, *per);
                match periods.iter_mut().find(|(other, _)| *other == period) {
                    Some((_, outcomes)) => outcomes.push(one.outcome),
                    None => periods.push((period, vec![one.outcome])),
                }
            }
            let most = usize::try_from(*most).unwrap();
            let each = periods.iter().map(|(_, outcomes)| tolerated(outcomes, &|missed, _| missed <= most));
            each.min().unwrap()
        }
        Some(Allowing::Share(least)) => {
            let outcomes: Vec<Outcome> = owed.iter().map(|owed| owed.outcome).collect();
            tolerated(&outcomes, &|missed, all| {
                let number = |number: usize| whole(i64::try_from(number).unwrap());
                all == 0 || number(all - missed) >= *least * number(all)
            })
        }
    };
    match status {
        // A waiver that had a part in it is said.
        Outcome::Met if owed.iter().any(|owed| owed.outcome == Outcome::Waived) => Outcome::Waived,
        Outcome::Met => worst.max(Outcome::Met),
        Outcome::Pending if owed.iter().any(|owed| owed.outcome == Outcome::AtRisk) => Outcome::AtRisk,
        other => other,
    }
}

/// Whether the misses are few enough: over every way of what is not known, and then of what is to come.
fn tolerated(outcomes: &[Outcome], enough: &dyn Fn(usize, usize) -> bool) -> Outcome {
    let number = |wanted: &[Outcome]| outcomes.iter().filter(|outcome| wanted.contains(outcome)).count();
    let (missed, unknown) = (number(&[Outcome::Breached]), number(&[Outcome::Undetermined]));
    let coming = number(&[Outcome::Pending, Outcome::AtRisk]);
    let all = missed + unknown + coming + number(&[Outcome::Met, Outcome::Waived]);
    let mut answers = Vec::new();
    for more in 0..=unknown {
        let (best, worst) = (enough(missed + more, all), enough(missed + more + coming, all));
        answers.push(match (best, worst) {
            (_, true) => Outcome::Met,
            (false, _) => Outcome::Breached,
            (true, false) => Outcome::Pending,
        });
    }
    answers.dedup();
    if answers.len() == 1 { answers[0] } else { Outcome::Undetermined }
}

/// A calendar, and the place of the period in it.
type Period = (u32, u16);

/// The period that holds a day.
fn period(case: &RefCase<'_>, day: Day, per: Per) -> Option<Period> {
    let facts = case.facts(day);
    let place = match per {
        Per::All => return Some((0, 0)),
        Per::HalfTerm => facts?.half_term,
        Per::Term => facts?.term,
        Per::Year => facts.map(|facts| facts.year),
    };
    place.map(|place| (case.calendar(day).unwrap().0, place))
}
