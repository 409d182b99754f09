//! A rule `for each …`: one obligation for every trigger, and one for those that may still come to light.

use crate::engine::atom::in_episodes;
use crate::engine::coverage::Lag;
use crate::engine::decide::decide;
use crate::engine::fan_out;
use crate::engine::hits::{Hits, Keep, Sureness};
use crate::engine::milestones::{self, Milestones};
use crate::engine::outcome::{Obligation, Outcome, Reason, Window, WindowLabel};
use crate::engine::respond::{self, Answered};
use crate::engine::scope::{Clip, Scope, doubt};
use crate::engine::spec::{Basis, Spec};
use crate::engine::subject;
use crate::engine::trial::Trial;
use crate::types::typed::{Duty, Measure, Milestone, Selection, Trigger};
use crate::value::{Day, Days};

/// The obligations of a case, by opening.
pub fn obligations(trial: &Trial<'_, '_>, trigger: &Trigger) -> Vec<Obligation> {
    let rule = trial.rule;
    let Some(duty) = duty_days(trial) else { return Vec::new() };
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
    let (triggers, rest) = match trigger {
        Trigger::Events(selection) => events(trial, &scope, selection),
        Trigger::Milestone(milestone, _) => days(trial, &scope, milestone),
    };
    let answers: Vec<Option<Vec<Answered>>> = rule
        .atoms
        .iter()
        .map(|atom| match &atom.measure {
            Measure::Responses(response) => Some(respond::answer(&scope, response, &triggers)),
            Measure::FanOut { recipients, .. } => Some(fan_out::answer(&scope, recipients, &triggers)),
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
    obligations.extend(further(trial, &scope, rest, triggers.is_empty()));
    obligations
}

/// What keeps the triggers that are known of from being all.
struct Rest {
    /// Days up to as-of on which there may have been others.
    lost: Vec<Days>,
    /// Why.
    reasons: Vec<Reason>,
    /// Whether there may be others on days to come.
    open: bool,
    /// Whether it says something that there was none.
    vacuous: bool,
}

/// The events that trigger a duty, and what may be missing of them.
fn events(trial: &Trial<'_, '_>, scope: &Scope<'_, '_>, selection: &Selection) -> (Vec<respond::Trigger>, Rest) {
    let hits = Hits::collect(trial.judge, &trial.timeline, &trial.rule.subject, selection, Keep::Live);
    let mut on_duty = hits.dated.clone();
    on_duty.retain(|hit| {
        scope.days.contains(hit.days.from)
            && trial.timeline.is_active(hit.days.from)
            && hit.sureness != Sureness::Unmatched
    });
    let triggers = respond::triggers(&trial.timeline, &on_duty, &|hit| in_episodes(trial, hit));
    let mut missing = scope.missing(selection, Lag::Allowed);
    missing.days.retain(|run| run.intersect(scope.days).iter().any(|day| binds(trial, day)));
    let mut reasons: Vec<Reason> = hits.undated.iter().filter_map(doubt).collect();
    if missing.days.is_empty() {
        missing.reasons.retain(|reason| matches!(reason, Reason::NotYetIn(..)));
    }
    reasons.extend(missing.reasons);
    (triggers, Rest { lost: missing.days, reasons, open: scope.is_open(), vacuous: true })
}

/// The days of the roster or the calendar that trigger a duty, and what is not known of them.
fn days(trial: &Trial<'_, '_>, scope: &Scope<'_, '_>, milestone: &Milestone) -> (Vec<respond::Trigger>, Rest) {
    let Milestones { triggers, mut unknown } = milestones::among(scope, milestone);
    unknown.retain(|(run, _)| run.iter().any(|day| binds(trial, day)));
    let open = scope.is_open() && (triggers.is_empty() || milestones::may_come(&trial.timeline, milestone));
    let lost = unknown.iter().map(|(run, _)| *run).collect();
    let reasons = unknown.into_iter().map(|(_, reason)| reason).collect();
    (triggers, Rest { lost, reasons, open, vacuous: !milestones::is_single(milestone) })
}

/// Whether a trigger on a day binds the case: one on which it is active, and the rule is for it or may be.
fn binds(trial: &Trial<'_, '_>, day: Day) -> bool {
    let never = |(outcome, _): (Outcome, Vec<Reason>)| outcome == Outcome::NotApplicable;
    trial.timeline.is_active(day) && !subject::set_aside(trial, day).is_some_and(never)
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
    // Where a response comes before its trigger, events count from the first day on which one is in time.
    let first = answered.iter().flatten().filter_map(|answered| answered.first).min();
    let first = first.map_or(trigger.day, |first| first.min(trigger.day));
    let days = Days::new(first, last);
    let spec = Spec {
        label: label(trial, trigger),
        days,
        clip: Clip::Literal,
        opens: trigger.day,
        due,
        basis: Basis::Whole,
        weighed: days,
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

/// What the obligation of a trigger is called.
fn label(trial: &Trial<'_, '_>, trigger: &respond::Trigger) -> WindowLabel {
    match (&trigger.hit, &trial.rule.duty) {
        (Some(hit), _) => WindowLabel::Trigger(hit.event),
        (None, Duty::ForEach(Trigger::Milestone(milestone, _))) => {
            WindowLabel::Milestone(format!("{} on {}", milestones::name(milestone), trigger.day))
        }
        (None, _) => WindowLabel::Milestone(trigger.day.to_string()),
    }
}

/// What may still come: triggers on days that are not known of, and on days to come; with none of either and no
/// trigger at all, the duty is met vacuously.
fn further(trial: &Trial<'_, '_>, scope: &Scope<'_, '_>, rest: Rest, none: bool) -> Option<Obligation> {
    let as_of = trial.judge.as_of();
    let coming = Days::new(scope.days.from.max(as_of.next()), scope.days.to);
    // Beyond the last day that is known of, nothing of the case changes.
    let known = Days::new(coming.from, coming.to.min(trial.timeline.end()));
    let bound = |days: Days| days.iter().find(|day| binds(trial, *day));
    let open = rest.open && bound(known).is_some();
    let ignorant = rest.reasons.iter().any(|reason| !matches!(reason, Reason::NotYetIn(..)));
    let outcome = match (ignorant, open, none && rest.vacuous) {
        (true, _, _) => Outcome::Undetermined,
        (false, true, _) => Outcome::Pending,
        (false, false, true) => Outcome::Met,
        (false, false, false) => return None,
    };
    let days = match (outcome, rest.lost.first(), rest.lost.last()) {
        (Outcome::Undetermined, Some(first), Some(last)) => Days::new(first.from, last.to),
        (Outcome::Pending, _, _) => coming,
        _ => scope.days,
    };
    // Nothing is owed in a gap: it opens on the first day on which a trigger would bind the case.
    let opens = bound(Days::new(days.from, days.to.min(trial.timeline.end())));
    Some(Obligation {
        window: Window { kind: WindowLabel::FurtherTriggers, days },
        version: None,
        opens: opens.unwrap_or(days.from),
        due: scope.due,
        outcome,
        atoms: Vec::new(),
        vacuous: outcome == Outcome::Met,
        cured_on: None,
        part: None,
        reasons: rest.reasons,
    })
}
