//! One obligation decided: exceptions first, then the requirement, both ways where an exception is not known.

use crate::engine::atom::{self, Judged, Terms};
use crate::engine::exceptions::Held;
use crate::engine::measure::scale;
use crate::engine::outcome::{AtomResult, Obligation, Outcome, Reason, Status, Window};
use crate::engine::part::{self, Share};
use crate::engine::requirement::{self, Part};
use crate::engine::respond::Answered;
use crate::engine::scope::Scope;
use crate::engine::settle::{Active, settle};
use crate::engine::sliding::{self, Windows};
use crate::engine::spec::Spec;
use crate::engine::subject;
use crate::engine::threshold::{self, Required};
use crate::engine::trial::Trial;
use crate::types::typed::{Effect, Part as PartPolicy, Rounding, Threshold};
use crate::value::{Bound, Days, Interval, whole};

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

/// Decides the obligation of a window; `answers` are how its trigger was answered, by atom.
pub fn decide(trial: &Trial<'_, '_>, spec: &Spec, answers: &[Option<Answered>]) -> Obligation {
    decide_how(trial, (spec, spec), How::Answered(answers))
}

/// Decides the obligation of a duty whose figure is held against each of many windows.
pub fn decide_slides(trial: &Trial<'_, '_>, spec: &Spec, windows: &Windows<'_>) -> Obligation {
    let mut obligation = decide_how(trial, (spec, spec), How::Sliding(windows));
    if obligation.atoms.first().is_some_and(|atom| atom.at.is_some()) {
        obligation.window.kind = windows.label(obligation.window.days);
    }
    obligation
}

/// How the atoms of a window are judged.
#[derive(Clone, Copy, Debug)]
enum How<'h> {
    /// In the window; `each` trigger as it was answered.
    Answered(&'h [Option<Answered>]),
    /// In each of these.
    Sliding(&'h Windows<'h>),
}

/// Decides an obligation that is owed by one window, by what happened in another: what comes late is held against
/// what was owed in time, and nothing that changes after the due date makes that less.
pub fn decide_by(trial: &Trial<'_, '_>, owed: &Spec, spec: &Spec) -> Obligation {
    decide_how(trial, (owed, spec), How::Answered(&[]))
}

fn decide_how(trial: &Trial<'_, '_>, (owed, spec): (&Spec, &Spec), how: How<'_>) -> Obligation {
    let mut obligation = Obligation {
        window: Window { kind: spec.label.clone(), days: spec.days },
        version: None,
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
        Share::Dropped(counted) => {
            obligation.outcome = Outcome::NotApplicable;
            obligation.reasons.extend(counted.map(|(open, all)| Reason::PartWindow(open, all)));
            obligation.reasons.push(Reason::PartDropped);
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
    let evaluate = |active: &[Active<'_>]| verdict(trial, (owed, spec), &share, active, how);
    settle(trial, owed, &evaluate, &mut obligation);
    obligation
}

/// Whether a reason is told even where nothing is wrong: which other case was set aside, and what put a deadline off.
pub fn is_told(reason: &Reason) -> bool {
    matches!(reason, Reason::Member(..) | Reason::LeftOut(_) | Reason::Suspended(_) | Reason::Extended(..))
}

/// Evaluates the requirement under some exceptions.
fn verdict(
    trial: &Trial<'_, '_>,
    (owed, spec): (&Spec, &Spec),
    share: &Share,
    active: &[Active<'_>],
    how: How<'_>,
) -> Verdict {
    let scope = spec.scope(trial);
    let duty = Days::new(owed.opens, owed.due.unwrap_or(owed.days.to));
    let widening = requirement::widening(trial.rule);
    let mut judged: Vec<Judged> = Vec::new();
    let mut conflict = None;
    for (index, (rule_atom, widen)) in trial.rule.atoms.iter().zip(widening).enumerate() {
        let (required, clash) = required(trial, owed, share, active, index);
        conflict = conflict.or(clash);
        let terms = Terms { index, required: &required, duty, widen, answered: None };
        judged.push(match how {
            How::Answered(answers) => {
                let answered = answers.get(index).and_then(Option::as_ref);
                atom::judge(trial, &scope, rule_atom, Terms { answered, ..terms })
            }
            How::Sliding(windows) => sliding::judge(trial, &scope, windows, rule_atom, terms),
        });
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
    active: &[Active<'_>],
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
        let to = mix(&scope, &one.held, (&plain, threshold::resolve(&scope, to, spec.opens)));
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
        if let (Some(_), Some(by)) = (one.drops, one.held.by) {
            required.value = match part::share_outside(&scope, by, &one.held.runs) {
                Ok(rest) => scale(required.value, rest),
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

/// The threshold where an exception sets another on some days of the window.
fn mix(scope: &Scope<'_, '_>, held: &Held, (before, after): (&Required, Required)) -> Required {
    let Some(by) = held.by.filter(|_| !held.is_whole()) else { return after };
    let mut reasons = before.reasons.clone();
    reasons.extend(after.reasons.iter().cloned());
    let value = match part::share_outside(scope, by, &held.runs) {
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

/// A figure in proportion, rounded as the rule says.
pub fn round(value: Interval, part: Option<PartPolicy>) -> Interval {
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
