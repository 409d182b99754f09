//! A rule `for each ACTIVITY`: one obligation for every trigger, and one for those that may still come to light.

use crate::engine::atom::in_episodes;
use crate::engine::coverage::Lag;
use crate::engine::decide::decide;
use crate::engine::hits::{Hit, Hits, Keep, Sureness};
use crate::engine::outcome::{Obligation, Outcome, Reason, Window, WindowLabel};
use crate::engine::respond::{self, Answered};
use crate::engine::scope::{Clip, Scope, doubt};
use crate::engine::spec::{Basis, Spec};
use crate::engine::subject;
use crate::engine::trial::Trial;
use crate::types::typed::{Measure, Selection};
use crate::value::{Day, Days};

/// The obligations of a case, by opening.
pub fn obligations(trial: &Trial<'_, '_>, selection: &Selection) -> Vec<Obligation> {
    let rule = trial.rule;
    let Some(duty) = duty_days(trial) else { return Vec::new() };
    let hits = Hits::collect(trial.judge, &trial.timeline, &rule.subject, selection, Keep::Live);
    let on_duty: Vec<Hit> = hits
        .dated
        .iter()
        .filter(|hit| duty.contains(hit.days.from) && trial.timeline.is_active(hit.days.from))
        .filter(|hit| hit.sureness != Sureness::Unmatched)
        .copied()
        .collect();
    let triggers = respond::triggers(&trial.timeline, &on_duty, &|hit| in_episodes(trial, hit));
    let scope = Scope {
        judge: trial.judge,
        timeline: &trial.timeline,
        rule,
        days: duty,
        clip: Clip::Active,
        due: (duty.to != Day::MAX).then_some(duty.to),
        weighed: duty,
        skipped: &[],
    };
    let answers: Vec<Option<Vec<Answered>>> = rule
        .atoms
        .iter()
        .map(|atom| match &atom.measure {
            Measure::Responses(response) => Some(respond::answer(&scope, response, &triggers)),
            _ => None,
        })
        .collect();
    let mut obligations: Vec<Obligation> = triggers
        .iter()
        .enumerate()
        .map(|(place, trigger)| {
            let answered: Vec<Option<Answered>> =
                answers.iter().map(|all| all.as_ref().and_then(|all| all.get(place)).cloned()).collect();
            one(trial, trigger, &answered)
        })
        .collect();
    obligations.extend(further(trial, &scope, selection, (&hits, triggers.is_empty())));
    obligations
}

/// The days on which a trigger gives a duty: from the first active day in force to the last.
fn duty_days(trial: &Trial<'_, '_>) -> Option<Days> {
    let days = trial.timeline.active.intersect(trial.rule.in_force);
    trial.timeline.active_days(days).next().map(|first| Days::new(first, days.to))
}

/// The obligation of one trigger.
fn one(trial: &Trial<'_, '_>, trigger: &respond::Trigger, answered: &[Option<Answered>]) -> Obligation {
    let known: Option<Vec<Day>> = answered.iter().flatten().map(|answered| answered.due).collect();
    let mut due = known.and_then(|dues| dues.into_iter().max());
    let ends = trial.rule.ends_with_role && due.is_some_and(|due| due > trial.timeline.active.to);
    if ends {
        due = Some(trial.timeline.active.to);
    }
    let last = due.unwrap_or(trigger.day.max(trial.judge.as_of()));
    let spec = Spec {
        label: WindowLabel::Trigger(trigger.hit.event),
        days: Days::new(trigger.day, last),
        clip: Clip::Literal,
        opens: trigger.day,
        due,
        basis: Basis::Whole,
        weighed: Days::new(trigger.day, last),
        skipped: Vec::new(),
        problem: Vec::new(),
    };
    let mut obligation = decide(trial, &spec, answered);
    let settled = matches!(obligation.outcome, Outcome::Met | Outcome::Exempt | Outcome::Excused);
    if ends && !settled && trial.timeline.active.to <= trial.judge.as_of() {
        obligation.outcome = Outcome::NotApplicable;
        obligation.reasons.push(Reason::EndedWithRole);
    }
    if obligation.outcome == Outcome::Breached {
        let late: Option<Vec<Day>> = answered
            .iter()
            .flatten()
            .filter(|answered| answered.by.is_none())
            .map(|answered| answered.cured_on)
            .collect();
        obligation.cured_on = late.and_then(|days| days.into_iter().max());
    }
    obligation
}

/// What may still come: triggers on days that are not loaded, and on days to come; with none of either and no
/// trigger at all, the duty is met vacuously.
fn further(
    trial: &Trial<'_, '_>,
    scope: &Scope<'_, '_>,
    selection: &Selection,
    (hits, none): (&Hits, bool),
) -> Option<Obligation> {
    // A trigger binds the case on a day on which the rule is for it, or may be.
    let binds = |day: Day| {
        let never = |(outcome, _): (Outcome, Vec<Reason>)| outcome == Outcome::NotApplicable;
        trial.timeline.is_active(day) && !subject::set_aside(trial, day).is_some_and(never)
    };
    let mut missing = scope.missing(selection, Lag::Allowed);
    missing.days.retain(|run| run.intersect(scope.days).iter().any(binds));
    let as_of = trial.judge.as_of();
    let coming = Days::new(scope.days.from.max(as_of.next()), scope.days.to);
    // Beyond the last day that is known of, nothing of the case changes.
    let known = Days::new(coming.from, coming.to.min(trial.timeline.end()));
    let open = scope.is_open() && (trial.rule.subject.only.is_none() || known.iter().any(binds));
    let mut reasons: Vec<Reason> = hits.undated.iter().filter_map(doubt).collect();
    if missing.days.is_empty() {
        reasons.extend(missing.reasons.into_iter().filter(|reason| matches!(reason, Reason::NotYetIn(..))));
    } else {
        reasons.extend(missing.reasons);
    }
    let ignorant = reasons.iter().any(|reason| !matches!(reason, Reason::NotYetIn(..)));
    let outcome = match (ignorant, open, none) {
        (true, _, _) => Outcome::Undetermined,
        (false, true, _) => Outcome::Pending,
        (false, false, true) => Outcome::Met,
        (false, false, false) => return None,
    };
    let days = match (outcome, missing.days.first(), missing.days.last()) {
        (Outcome::Undetermined, Some(first), Some(last)) => Days::new(first.from, last.to),
        (Outcome::Pending, _, _) => coming,
        _ => scope.days,
    };
    // Nothing is owed in a gap: it opens on the first day on which a trigger would bind the case.
    let opens = Days::new(days.from, days.to.min(trial.timeline.end())).iter().find(|day| binds(*day));
    Some(Obligation {
        window: Window { kind: WindowLabel::FurtherTriggers, days },
        opens: opens.unwrap_or(days.from),
        due: scope.due,
        outcome,
        atoms: Vec::new(),
        vacuous: outcome == Outcome::Met,
        cured_on: None,
        part: None,
        reasons,
    })
}
