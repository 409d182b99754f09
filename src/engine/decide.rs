//! One obligation decided: exceptions first, then the requirement, both ways where an exception is not known.

use crate::engine::atom::{self, Judged, Terms};
use crate::engine::exceptions::{self, State};
use crate::engine::outcome::{AtomResult, Obligation, Outcome, Reason, Status, Window};
use crate::engine::part::{self, Share};
use crate::engine::requirement::{self, Part};
use crate::engine::respond::Answered;
use crate::engine::risk;
use crate::engine::scope::Scope;
use crate::engine::spec::Spec;
use crate::engine::subject;
use crate::engine::threshold::{self, Required};
use crate::engine::trial::Trial;
use crate::types::typed::{Effect, MidWindow, Part as PartPolicy, ProRata, Rounding, Threshold};
use crate::value::{Bound, Day, Days, Interval, Rational, whole};

/// What the requirement comes to, under some exceptions.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// How it stands.
    pub status: Status,
    /// Whether nothing was there to judge.
    pub empty: bool,
    /// Each atom.
    pub atoms: Vec<AtomResult>,
    /// Why it is not known.
    pub reasons: Vec<Reason>,
}

/// An exception that holds, by its place in the rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Active {
    index: usize,
    since: Day,
}

/// Decides the obligation of a window; `answers` are how its trigger was answered, by atom.
pub fn decide(trial: &Trial<'_, '_>, spec: &Spec, answers: &[Option<Answered>]) -> Obligation {
    decide_by(trial, spec, spec, answers)
}

/// Decides an obligation that is owed by one window, by what happened in another: what comes late is held against
/// what was owed in time, and nothing that changes after the due date makes that less.
pub fn decide_by(trial: &Trial<'_, '_>, owed: &Spec, spec: &Spec, answers: &[Option<Answered>]) -> Obligation {
    let mut obligation = Obligation {
        window: Window { kind: spec.label.clone(), days: spec.days },
        opens: spec.opens,
        due: spec.due,
        outcome: Outcome::Undetermined,
        atoms: Vec::new(),
        vacuous: false,
        cured_on: None,
        part: None,
        reasons: spec.problem.clone(),
    };
    if let Some((outcome, reasons)) = subject::set_aside(trial, spec.opens) {
        return Obligation { outcome, reasons, ..obligation };
    }
    if !spec.problem.is_empty() {
        return obligation;
    }
    let share = part::share(trial, owed);
    match &share {
        Share::Full | Share::Unknown(_) => {}
        Share::Dropped(open, all) => {
            obligation.outcome = Outcome::NotApplicable;
            obligation.reasons.extend([Reason::PartWindow(*open, *all), Reason::PartDropped]);
            return obligation;
        }
        Share::Of(of, counted) => {
            if let Some((open, all)) = counted.filter(|(open, all)| open != all) {
                obligation.reasons.push(Reason::PartWindow(open, all));
            }
            if *of == whole(0) {
                obligation.outcome = Outcome::NotApplicable;
                obligation.reasons.push(Reason::NothingOwed);
                return obligation;
            }
            obligation.part = (*of != whole(1)).then_some(*of);
        }
    }
    let states = exceptions::states(trial, owed);
    let evaluate = |active: &[Active]| verdict(trial, (owed, spec), &share, active, answers);
    settle(trial, &owed.scope(trial), &states, &evaluate, &mut obligation);
    obligation
}

/// Settles an obligation from its exceptions' states and its requirement.
fn settle(
    trial: &Trial<'_, '_>,
    scope: &Scope<'_, '_>,
    states: &[State],
    evaluate: &dyn Fn(&[Active]) -> Verdict,
    obligation: &mut Obligation,
) {
    let mut active = Vec::new();
    let mut open = Vec::new();
    let (mut dropped, mut open_drops): (Option<Outcome>, Vec<usize>) = (None, Vec::new());
    for (index, (exception, state)) in trial.rule.exceptions.iter().zip(states).enumerate() {
        let drops = match exception.effect {
            Effect::Exempt => Some(Outcome::Exempt),
            Effect::Excused => Some(Outcome::Excused),
            Effect::Reduced(..) | Effect::Raised(..) => None,
        };
        match state {
            State::No => continue,
            State::Holds(since, shown_by) => {
                obligation.reasons.push(Reason::ExceptionHolds(index, *since, *shown_by));
                match (drops, partly_owed(scope, exception.mid_window, *since)) {
                    // The duty before it stays owed in proportion.
                    (Some(_), Ok(true)) | (None, _) => active.push(Active { index, since: *since }),
                    (Some(outcome), Ok(false)) => {
                        dropped = Some(dropped.map_or(outcome, |other: Outcome| other.max(outcome)));
                    }
                    (Some(_), Err(reason)) => {
                        obligation.reasons.push(reason);
                        active.push(Active { index, since: *since });
                        open_drops.push(index);
                    }
                }
            }
            State::Open(reasons) => {
                obligation.reasons.push(Reason::ExceptionOpen(index));
                obligation.reasons.extend(reasons.iter().cloned());
                match drops {
                    Some(_) => open_drops.push(index),
                    None => open.push(Active { index, since: obligation.opens }),
                }
            }
        }
        if let Some(exemption) = exception.exemption {
            obligation.reasons.push(Reason::Exemption(exemption));
        }
    }
    let verdict = both_ways(&active, &open, evaluate);
    obligation.atoms = verdict.atoms;
    obligation.outcome = match (dropped, verdict.status, open_drops.is_empty()) {
        (Some(outcome), _, _) => outcome,
        (None, Status::Met, _) => Outcome::Met,
        (None, _, false) => Outcome::Undetermined,
        (None, Status::Breached, true) => Outcome::Breached,
        (None, Status::Undetermined, true) => Outcome::Undetermined,
        (None, Status::Pending, true) => Outcome::Pending,
    };
    obligation.vacuous = obligation.outcome == Outcome::Met && verdict.empty;
    if dropped.is_none() {
        let met = verdict.status == Status::Met;
        obligation.reasons.extend(verdict.reasons.into_iter().filter(|reason| !met || is_told(reason)));
    }
    if let Some(risk) = risk::reason(trial, scope, obligation) {
        obligation.outcome = Outcome::AtRisk;
        obligation.reasons.push(risk);
    }
    let mut seen = std::collections::BTreeSet::new();
    obligation.reasons.retain(|reason| seen.insert(reason.clone()));
}

/// Whether a reason is told even where nothing is wrong: which other case was set aside, and what put a deadline off.
fn is_told(reason: &Reason) -> bool {
    matches!(reason, Reason::Member(..) | Reason::Suspended(_) | Reason::Extended(..))
}

/// Whether an exception that drops the duty leaves a part of it owed: it began inside the window.
fn partly_owed(scope: &Scope<'_, '_>, mid_window: MidWindow, since: Day) -> Result<bool, Reason> {
    match mid_window {
        MidWindow::FromThen(by) => part::share_before(scope, by, since).map(|share| share > whole(0)),
        MidWindow::Whole | MidWindow::NextWindow => Ok(false),
    }
}

/// The verdict under the exceptions that hold, and every choice of those that may: the same, or undetermined.
fn both_ways(active: &[Active], open: &[Active], evaluate: &dyn Fn(&[Active]) -> Verdict) -> Verdict {
    let mut verdict = evaluate(active);
    // More open exceptions than this on one obligation are left undetermined rather than tried in every combination.
    const MOST: usize = 6;
    if open.len() > MOST {
        verdict.status = Status::Undetermined;
        return verdict;
    }
    for choice in 1_u32..(1 << open.len()) {
        let chosen = open.iter().enumerate().filter(|(place, _)| choice & (1 << place) != 0).map(|(_, one)| *one);
        let all: Vec<Active> = active.iter().copied().chain(chosen).collect();
        let other = evaluate(&all);
        if other.status != verdict.status {
            verdict.status = Status::Undetermined;
        }
        verdict.empty &= other.empty;
        for (atom, other) in verdict.atoms.iter_mut().zip(&other.atoms) {
            widen(atom, other);
        }
    }
    verdict
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

/// Evaluates the requirement under some exceptions.
fn verdict(
    trial: &Trial<'_, '_>,
    (owed, spec): (&Spec, &Spec),
    share: &Share,
    active: &[Active],
    answers: &[Option<Answered>],
) -> Verdict {
    let scope = spec.scope(trial);
    let duty = Days::new(owed.opens, owed.due.unwrap_or(owed.days.to));
    let widening = requirement::widening(trial.rule);
    let mut judged: Vec<Judged> = Vec::new();
    let mut conflict = None;
    for (index, (rule_atom, widen)) in trial.rule.atoms.iter().zip(widening).enumerate() {
        let (required, clash) = required(trial, owed, share, active, index);
        conflict = conflict.or(clash);
        let answered = answers.get(index).and_then(Option::as_ref);
        let terms = Terms { index, required: &required, duty, widen, answered };
        judged.push(atom::judge(trial, &scope, rule_atom, terms));
    }
    let parts: Vec<Part> =
        judged.iter().map(|judged| Part { status: judged.result.status, empty: judged.empty }).collect();
    let mut reasons: Vec<Reason> = Vec::new();
    for judged in &mut judged {
        if judged.result.status == Status::Met {
            judged.reasons.retain(is_told);
        }
        reasons.append(&mut judged.reasons);
    }
    if let Share::Unknown(reason) = share {
        reasons.push(reason.clone());
    }
    let mut whole = requirement::combine(&scope, &trial.rule.requirement, &parts, spec.opens, &mut reasons);
    if let Some(reason) = conflict {
        whole.status = Status::Undetermined;
        reasons.insert(0, reason);
    }
    let atoms = judged.into_iter().map(|judged| judged.result).collect();
    Verdict { status: whole.status, empty: whole.empty, atoms, reasons }
}

/// What is required of an atom: reduced or raised, then table, then in proportion, then rounded.
fn required(
    trial: &Trial<'_, '_>,
    spec: &Spec,
    share: &Share,
    active: &[Active],
    index: usize,
) -> (Required, Option<Reason>) {
    let scope = spec.scope(trial);
    let Some(rule_atom) = trial.rule.atoms.get(index) else { return (Required::exactly(whole(0)), None) };
    let mut required = threshold::resolve(&scope, &rule_atom.threshold, spec.opens);
    let plain = required.clone();
    let mut set: Option<(usize, Required)> = None;
    let mut conflict = None;
    for one in active {
        let Some(exception) = trial.rule.exceptions.get(one.index) else { continue };
        let Some(to) = effect_on(&exception.effect, index) else { continue };
        let to = mix(&scope, exception.mid_window, one.since, (&plain, threshold::resolve(&scope, to, spec.opens)));
        match &set {
            Some((other, value)) if value.value != to.value => conflict = Some(Reason::Conflict(*other, one.index)),
            Some(_) => {}
            None => set = Some((one.index, to)),
        }
    }
    if let Some((_, value)) = set {
        required = value;
    }
    if !atom::has_figure(rule_atom) {
        return (required, conflict);
    }
    for one in active {
        let exception = trial.rule.exceptions.get(one.index);
        if let Some(by) = exception.and_then(|exception| partial_drop(&exception.effect, exception.mid_window)) {
            required.value = match part::share_before(&scope, by, one.since) {
                Ok(before) => scale(required.value, before),
                Err(_) => Interval { lo: Bound::Finite(whole(0)), ..required.value },
            };
        }
    }
    required.value = match share {
        Share::Full | Share::Dropped(..) => required.value,
        Share::Of(of, _) => round(scale(required.value, *of), trial.rule.part),
        Share::Unknown(_) => Interval { lo: Bound::Finite(whole(0)), ..required.value },
    };
    (required, conflict)
}

/// The threshold that an exception sets for an atom.
fn effect_on(effect: &Effect, index: usize) -> Option<&Threshold> {
    match effect {
        Effect::Reduced(atom, to) | Effect::Raised(atom, to) => (*atom == index).then_some(to),
        Effect::Exempt | Effect::Excused => None,
    }
}

/// By what an exception that drops the duty from a day inside the window leaves it owed.
fn partial_drop(effect: &Effect, mid_window: MidWindow) -> Option<ProRata> {
    match (effect, mid_window) {
        (Effect::Exempt | Effect::Excused, MidWindow::FromThen(by)) => Some(by),
        (Effect::Exempt | Effect::Excused, MidWindow::Whole | MidWindow::NextWindow) => None,
        (Effect::Reduced(..) | Effect::Raised(..), _) => None,
    }
}

/// The threshold where an exception sets another from a day inside the window on.
fn mix(scope: &Scope<'_, '_>, mid_window: MidWindow, since: Day, (before, after): (&Required, Required)) -> Required {
    let MidWindow::FromThen(by) = mid_window else { return after };
    let mut reasons = before.reasons.clone();
    reasons.extend(after.reasons.iter().cloned());
    let value = match part::share_before(scope, by, since) {
        Ok(share) if share == whole(0) => return after,
        Ok(share) => {
            let (old, new) = (scale(before.value, share), scale(after.value, whole(1) - share));
            Interval { lo: old.lo + new.lo, hi: old.hi + new.hi }
        }
        Err(reason) => {
            reasons.push(reason);
            Interval { lo: before.value.lo.min(after.value.lo), hi: before.value.hi.max(after.value.hi) }
        }
    };
    Required { value, reasons, not_yet: false, never: false, latest: None }
}

fn scale(value: Interval, by: Rational) -> Interval {
    let times = |bound: Bound| match bound {
        Bound::Finite(number) => Bound::Finite(number * by),
        infinite => infinite,
    };
    Interval { lo: times(value.lo), hi: times(value.hi) }
}

fn round(value: Interval, part: Option<PartPolicy>) -> Interval {
    let rounding = match part {
        Some(PartPolicy::ProRata(_, rounding)) => rounding,
        Some(PartPolicy::InFull | PartPolicy::Dropped) | None => Rounding::Exact,
    };
    let one = |bound: Bound| match (bound, rounding) {
        (Bound::Finite(number), Rounding::Up) => Bound::Finite(number.ceil()),
        (Bound::Finite(number), Rounding::Down) => Bound::Finite(number.floor()),
        (Bound::Finite(number), Rounding::Nearest) => Bound::Finite(number.round()),
        (other, _) => other,
    };
    Interval { lo: one(value.lo), hi: one(value.hi) }
}
