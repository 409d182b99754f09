//! Which days the loaded records cover, for one case: what is not covered is not known, never "did not happen".

use crate::engine::judge::Judge;
use crate::engine::outcome::Reason;
use crate::engine::timeline::Timeline;
use crate::records::table::{Covered, PersonId};
use crate::types::typed::{Activity, ActivityId, RecordsId, Selection, Subject};
use crate::types::{Slot, bind};
use crate::value::{Day, Days};

/// What is missing of the records of some activities in a run of days.
#[derive(Clone, Debug, Default)]
pub struct Missing {
    /// Days, up to as-of, on which an event may lie that was not loaded; apart and in order.
    pub days: Vec<Days>,
    /// Which records are missing or not yet in.
    pub reasons: Vec<Reason>,
}

/// Whether a window is still open: then records that end a little before as-of are merely not yet in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lag {
    /// The window is open: a short lag counts as future.
    Allowed,
    /// The window has closed: a lag is ignorance.
    NotAllowed,
}

/// What is missing of a selection's records for a case, in `days` up to as-of.
pub fn missing(
    judge: Judge<'_>,
    timeline: &Timeline<'_>,
    (subject, selection): (&Subject, &Selection),
    days: Days,
    lag: Lag,
) -> Missing {
    let past = Days::new(days.from, days.to.min(judge.as_of()));
    let mut missing = Missing::default();
    if past.is_empty() {
        return missing;
    }
    for id in &selection.activities {
        let Some(activity) = judge.activity(*id) else { continue };
        missing.days.extend(missing_of(judge, timeline, (subject, *id, activity), past, lag, &mut missing.reasons));
    }
    missing.days = union(std::mem::take(&mut missing.days));
    missing.reasons.sort();
    missing.reasons.dedup();
    missing
}

fn missing_of(
    judge: Judge<'_>,
    timeline: &Timeline<'_>,
    (subject, id, activity): (&Subject, ActivityId, &Activity),
    past: Days,
    lag: Lag,
    reasons: &mut Vec<Reason>,
) -> Vec<Days> {
    let people = people(judge, timeline, subject, activity);
    let mut gaps: Option<Vec<Days>> = None;
    let mut why = Vec::new();
    for records in &activity.from {
        let mut covered = covered(judge, timeline, (*records, id), &people);
        if lag == Lag::Allowed
            && let Some(days) = extend(judge, *records, &mut covered)
            && days.overlaps(past)
        {
            why.push(Reason::NotYetIn(*records, days.intersect(past)));
        }
        let uncovered = complement(&covered, past);
        why.extend(uncovered.iter().map(|days| Reason::NotLoaded(*records, *days)));
        gaps = Some(match gaps {
            None => uncovered,
            Some(others) if activity.any_of => intersection(&others, &uncovered),
            Some(others) => union(others.into_iter().chain(uncovered).collect()),
        });
    }
    let gaps = gaps.unwrap_or_default();
    // Of records any of which is enough, those that leave no gap together need no word.
    reasons.extend(why.into_iter().filter(|reason| match reason {
        Reason::NotLoaded(_, days) => gaps.iter().any(|gap| gap.overlaps(*days)),
        _ => true,
    }));
    gaps
}

/// The people of the case whose rows the activity's exports must hold.
fn people(judge: Judge<'_>, timeline: &Timeline<'_>, subject: &Subject, activity: &Activity) -> Vec<PersonId> {
    let Some(binding) = bind(judge.audit.program, subject, activity) else { return Vec::new() };
    let slot = if binding.owner == Slot::Free { binding.with } else { binding.owner };
    match slot {
        Slot::Person => vec![timeline.case.person],
        Slot::Counterpart => timeline.case.counterpart.into_iter().collect(),
        Slot::Free => Vec::new(),
    }
}

/// The days for which a system's exports hold an activity's events for a case.
fn covered(
    judge: Judge<'_>,
    timeline: &Timeline<'_>,
    (records, activity): (RecordsId, ActivityId),
    people: &[PersonId],
) -> Vec<Days> {
    let mut days = Vec::new();
    for export in judge.exports(records) {
        if export.activities.as_ref().is_some_and(|held| !held.contains(&activity)) {
            continue;
        }
        let out_of_scope =
            export.people.as_ref().is_some_and(|scope| people.iter().any(|person| !scope.contains(person)));
        if out_of_scope {
            continue;
        }
        match &export.schools {
            None => days.push(export.days),
            Some(_) => days.extend(in_schools(timeline, export)),
        }
    }
    union(days)
}

/// The days of an export limited to some schools on which the case belongs to one of them.
fn in_schools(timeline: &Timeline<'_>, export: &Covered) -> Vec<Days> {
    let schools = export.schools.as_deref().unwrap_or_default();
    let some = timeline.rows.iter().any(|row| schools.contains(&row.school));
    let known = Days::new(timeline.active.from, timeline.end());
    let mut days: Vec<Days> = Vec::new();
    if some {
        days.push(Days::new(Day::MIN, known.from.previous()).intersect(export.days));
        days.push(Days::new(known.to.next(), Day::MAX).intersect(export.days));
    }
    for day in known.intersect(export.days).iter() {
        let inside = if timeline.is_active(day) { schools.contains(&timeline.school(day)) } else { some };
        if inside {
            match days.last_mut() {
                Some(last) if !last.is_empty() && last.to == day.previous() => last.to = day,
                _ => days.push(Days::new(day, day)),
            }
        }
    }
    days.retain(|days| !days.is_empty());
    days
}

/// Lets a system's records that end a short while before as-of reach it; gives the days that are not yet in.
fn extend(judge: Judge<'_>, records: RecordsId, covered: &mut [Days]) -> Option<Days> {
    let stale_after = i32::try_from(judge.audit.program.system(records)?.stale_after).unwrap_or(i32::MAX);
    let last = covered.last_mut()?;
    let lag = judge.as_of().since(last.to);
    if lag <= 0 || lag > stale_after {
        return None;
    }
    let days = Days::new(last.to.next(), judge.as_of());
    last.to = judge.as_of();
    Some(days)
}

/// Runs of days made apart and in order.
pub fn union(mut days: Vec<Days>) -> Vec<Days> {
    days.retain(|days| !days.is_empty());
    days.sort();
    let mut apart: Vec<Days> = Vec::with_capacity(days.len());
    for run in days {
        match apart.last_mut() {
            Some(last) if run.from <= last.to.next() => last.to = last.to.max(run.to),
            _ => apart.push(run),
        }
    }
    apart
}

/// The days of `within` in none of the runs, which are apart and in order.
pub fn complement(runs: &[Days], within: Days) -> Vec<Days> {
    let mut gaps = Vec::new();
    let mut next = within.from;
    for run in runs {
        let gap = Days::new(next, run.from.previous()).intersect(within);
        // Before the first day that there is there is no other, though the day before is the same.
        if next < run.from && !gap.is_empty() {
            gaps.push(gap);
        }
        next = next.max(run.to.next());
    }
    let rest = Days::new(next, within.to).intersect(within);
    if !rest.is_empty() {
        gaps.push(rest);
    }
    gaps
}

fn intersection(left: &[Days], right: &[Days]) -> Vec<Days> {
    let mut both: Vec<Days> =
        left.iter().flat_map(|a| right.iter().map(|b| a.intersect(*b))).filter(|days| !days.is_empty()).collect();
    both.sort();
    both
}
