//! What an obligation comes to from its exceptions and its requirement: every exception that nobody can decide is tried
//! both ways, and what gives way to another has no effect.

use crate::engine::decide::{Verdict, is_told};
use crate::engine::exceptions::{self, Held, Standing};
use crate::engine::outcome::{AtomResult, Obligation, Outcome, Reason, Status};
use crate::engine::part;
use crate::engine::risk;
use crate::engine::scope::Scope;
use crate::engine::spec::Spec;
use crate::engine::trial::Trial;
use crate::types::typed::{Effect, Exception, Rule};
use crate::value::whole;

/// An exception that has its effect, for certain or in one of the ways tried.
#[derive(Clone, Debug)]
pub struct Active<'r> {
    /// Its place in the rule.
    pub index: usize,
    /// On which days.
    pub held: Held,
    /// What the obligation is where it drops the duty.
    pub drops: Option<Outcome>,
    /// How much of the duty it leaves owed, where it drops it.
    leaves: Leaves,
    exception: &'r Exception,
}

/// What an exception that drops the duty leaves of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Leaves {
    /// Nothing.
    Nothing,
    /// A part, in proportion.
    Part,
    /// Nobody knows.
    Unknown,
}

/// What one way comes to.
struct Way {
    /// Nothing is owed.
    dropped: Option<Outcome>,
    /// Whether something may be owed or not.
    doubtful: bool,
    /// What the requirement comes to.
    verdict: Verdict,
}

/// More open exceptions than this on one obligation are left undetermined rather than tried in every combination.
const MOST: usize = 6;

/// Settles an obligation from its exceptions and what its requirement comes to under some of them.
pub fn settle(
    trial: &Trial<'_, '_>,
    owed: &Spec,
    evaluate: &dyn Fn(&[Active<'_>]) -> Verdict,
    obligation: &mut Obligation,
) {
    let scope = owed.scope(trial);
    let (mut sure, mut open) = (Vec::new(), Vec::new());
    for (index, (exception, stood)) in trial.rule.exceptions.iter().zip(exceptions::standings(trial, owed)).enumerate()
    {
        let told = !stood.told.is_empty();
        match stood.standing {
            Standing::No => {}
            Standing::Holds(held, since, shown_by) => {
                obligation.reasons.push(Reason::ExceptionHolds(index, since, shown_by));
                sure.push(active(&scope, (index, exception), held, &mut obligation.reasons));
            }
            Standing::Open(held, reasons) => {
                obligation.reasons.push(Reason::ExceptionOpen(index));
                obligation.reasons.extend(reasons);
                open.push(active(&scope, (index, exception), held, &mut Vec::new()));
            }
        }
        obligation.reasons.extend(stood.told);
        let is_named = told || [&sure, &open].iter().any(|some| some.last().is_some_and(|one| one.index == index));
        if let Some(exemption) = exception.exemption.filter(|_| is_named) {
            obligation.reasons.push(Reason::Exemption(exemption));
        }
    }
    obligation.reasons.extend(outranked(trial, &sure).into_iter().map(|(one, by)| Reason::Outranked(one, by)));
    let way = every_way(trial, (sure, open), evaluate);
    let verdict = way.verdict;
    obligation.atoms = verdict.atoms;
    // Of a duty with many windows the one that decides is named.
    if let Some(days) = obligation.atoms.first().and_then(|atom| atom.at) {
        obligation.window.days = days;
    }
    obligation.outcome = match (way.dropped, verdict.status, way.doubtful) {
        (Some(outcome), _, _) => outcome,
        (None, Status::Met, _) => Outcome::Met,
        (None, _, true) => Outcome::Undetermined,
        (None, Status::Breached, false) => Outcome::Breached,
        (None, Status::Undetermined, false) => Outcome::Undetermined,
        (None, Status::Pending, false) => Outcome::Pending,
    };
    obligation.vacuous = obligation.outcome == Outcome::Met && verdict.empty;
    if way.dropped.is_none() {
        let met = verdict.status == Status::Met;
        obligation.reasons.extend(verdict.reasons.into_iter().filter(|reason| !met || is_told(reason)));
    }
    if let Some(risk) = risk::reason(trial, &scope, obligation) {
        obligation.outcome = Outcome::AtRisk;
        obligation.reasons.push(risk);
    }
    let mut seen = std::collections::BTreeSet::new();
    obligation.reasons.retain(|reason| seen.insert(reason.clone()));
}

/// An exception that holds or may on some days.
fn active<'r>(
    scope: &Scope<'_, '_>,
    (index, exception): (usize, &'r Exception),
    held: Held,
    reasons: &mut Vec<Reason>,
) -> Active<'r> {
    let drops = match exception.effect {
        Effect::Exempt => Some(Outcome::Exempt),
        Effect::Excused => Some(Outcome::Excused),
        Effect::Reduced(..) | Effect::Raised(..) => None,
    };
    let leaves = match held.by.filter(|_| drops.is_some() && !held.is_whole()) {
        None => Leaves::Nothing,
        Some(by) => match part::share_outside(scope, by, &held.runs) {
            Ok(share) if share > whole(0) => Leaves::Part,
            Ok(_) => Leaves::Nothing,
            Err(reason) => {
                reasons.push(reason);
                Leaves::Unknown
            }
        },
    };
    Active { index, held, drops, leaves, exception }
}

/// The exceptions among some that give way to others among them, each with the one that it gives way to.
fn outranked(trial: &Trial<'_, '_>, some: &[Active<'_>]) -> Vec<(usize, usize)> {
    let program = trial.judge.audit.program;
    let gives_way = |one: &Active<'_>, to: &Active<'_>| {
        program.outranks(to.exception, one.exception) && disagree(to.exception, one.exception)
    };
    some.iter().filter_map(|one| some.iter().find(|to| gives_way(one, to)).map(|to| (one.index, to.index))).collect()
}

/// Whether an exception sets something else than another: a figure that the other sets or drops.
fn disagree(one: &Exception, other: &Exception) -> bool {
    match (&one.effect, &other.effect) {
        (
            Effect::Reduced(atom, to) | Effect::Raised(atom, to),
            Effect::Reduced(second, at) | Effect::Raised(second, at),
        ) => atom == second && to != at,
        (Effect::Reduced(..) | Effect::Raised(..), Effect::Exempt | Effect::Excused) => true,
        // A dropped duty outranks every figure, and two that drop it agree.
        (Effect::Exempt | Effect::Excused, _) => false,
    }
}

/// Whether a rule has an exception that may give way to another.
fn has_ranks(trial: &Trial<'_, '_>, rule: &Rule) -> bool {
    let program = trial.judge.audit.program;
    rule.exceptions.iter().any(|one| rule.exceptions.iter().any(|other| program.outranks(one, other)))
}

/// What every choice of the open exceptions comes to, beside those that hold: the same, or undetermined.
fn every_way(
    trial: &Trial<'_, '_>,
    (sure, open): (Vec<Active<'_>>, Vec<Active<'_>>),
    evaluate: &dyn Fn(&[Active<'_>]) -> Verdict,
) -> Way {
    // One that drops the duty, and that no other gives way to, needs no way of its own: then nothing is owed.
    let ranks = has_ranks(trial, trial.rule);
    let (open, drops): (Vec<Active<'_>>, Vec<Active<'_>>) =
        open.into_iter().partition(|one| ranks || one.drops.is_none());
    let mut all = way(trial, &sure, evaluate);
    all.doubtful |= !drops.is_empty();
    if open.len() > MOST {
        all.verdict.status = Status::Undetermined;
        return all;
    }
    for choice in 1_u32..(1 << open.len()) {
        let chosen =
            open.iter().enumerate().filter(|(place, _)| choice & (1 << place) != 0).map(|(_, one)| one.clone());
        let some: Vec<Active<'_>> = sure.iter().cloned().chain(chosen).collect();
        all = either(all, way(trial, &some, evaluate));
    }
    all
}

/// What the exceptions of one way come to.
fn way(trial: &Trial<'_, '_>, some: &[Active<'_>], evaluate: &dyn Fn(&[Active<'_>]) -> Verdict) -> Way {
    let outranked = outranked(trial, some);
    let stands = |one: &&Active<'_>| !outranked.iter().any(|(index, _)| *index == one.index);
    let standing: Vec<&Active<'_>> = some.iter().filter(stands).collect();
    let dropped = standing.iter().filter(|one| one.leaves == Leaves::Nothing).filter_map(|one| one.drops).max();
    let doubtful = standing.iter().any(|one| one.leaves == Leaves::Unknown);
    let active: Vec<Active<'_>> =
        standing.into_iter().filter(|one| one.drops.is_none() || one.leaves != Leaves::Nothing).cloned().collect();
    Way { dropped, doubtful, verdict: evaluate(&active) }
}

/// What holds whichever of two ways is the case.
fn either(one: Way, other: Way) -> Way {
    match (one.dropped, other.dropped) {
        // Nothing is owed either way; what it is called is what is certain.
        (Some(_), Some(_)) => Way { doubtful: one.doubtful || other.doubtful, ..one },
        (Some(_), None) => Way { doubtful: true, ..other },
        (None, Some(_)) => Way { doubtful: true, ..one },
        (None, None) => {
            let (mut verdict, second) = (one.verdict, other.verdict);
            if second.status != verdict.status {
                verdict.status = Status::Undetermined;
            }
            verdict.empty &= second.empty;
            for (atom, other) in verdict.atoms.iter_mut().zip(&second.atoms) {
                widen(atom, other);
            }
            Way { dropped: None, doubtful: one.doubtful || other.doubtful, verdict }
        }
    }
}

/// What is required one way or the other, and what is missing whichever it is.
fn widen(atom: &mut AtomResult, other: &AtomResult) {
    atom.required.lo = atom.required.lo.min(other.required.lo);
    atom.required.hi = atom.required.hi.max(other.required.hi);
    atom.shortfall = atom.shortfall.max(other.shortfall);
    if atom.status != other.status {
        atom.status = Status::Undetermined;
    }
}
