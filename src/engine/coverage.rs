//! Which days the loaded records cover, for one case: what is not covered is not known, never "did not happen".

use crate::engine::judge::Judge;
use crate::engine::outcome::{Reason, Unloaded};
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
        why.extend(uncovered.iter().flat_map(|days| unloaded(judge, timeline, (*records, id), &people, *days)));
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
    let exports = judge.exports(records).filter(|export| holds(export, activity));
    union(exports.flat_map(|export| days_of(timeline, export, people)).collect())
}

fn holds(export: &Covered, activity: ActivityId) -> bool {
    export.activities.as_ref().is_none_or(|held| held.contains(&activity))
}

/// The days for which an export's claim is about a case.
fn days_of(timeline: &Timeline<'_>, export: &Covered, people: &[PersonId]) -> Vec<Days> {
    let out_of_scope = export.people.as_ref().is_some_and(|scope| people.iter().any(|person| !scope.contains(person)));
    match &export.schools {
        _ if out_of_scope => Vec::new(),
        None => vec![export.days],
        Some(_) => in_schools(timeline, export),
    }
}

/// Why a run of days is not covered: the files that were set aside, and for the other days what would cover them.
fn unloaded(
    judge: Judge<'_>,
    timeline: &Timeline<'_>,
    (records, activity): (RecordsId, ActivityId),
    people: &[PersonId],
    gap: Days,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut explained = Vec::new();
    for export in judge.set_aside(records).filter(|export| holds(export, activity)) {
        let days = days_of(timeline, export, people).into_iter().map(|days| days.intersect(gap));
        for days in days.filter(|days| !days.is_empty()) {
            reasons.push(Reason::NotLoaded(Unloaded::File(records, export.file), days));
            explained.push(days);
        }
    }
    let mut loaded = judge.exports(records).chain(judge.set_aside(records)).peekable();
    let is_loaded = loaded.peek().is_some();
    let lacks = if is_loaded && !loaded.any(|export| holds(export, activity)) {
        Unloaded::Activity(records, activity)
    } else {
        Unloaded::Export(records)
    };
    let rest = complement(&union(explained), gap);
    reasons.extend(rest.into_iter().map(|days| Reason::NotLoaded(lacks, days)));
    reasons
}

/// The days of an export limited to some schools on which the case belongs to one of them.
fn in_schools(timeline: &Timeline<'_>, export: &Covered) -> Vec<Days> {
    let schools = export.schools.as_deref().unwrap_or_default();
    let known = Days::new(timeline.active.from, timeline.end());
    let mut days: Vec<Days> = Vec::new();
    if timeline.is_at(known.from, schools) {
        days.push(Days::new(Day::MIN, known.from.previous()).intersect(export.days));
    }
    for day in known.intersect(export.days).iter().filter(|day| timeline.is_at(*day, schools)) {
        match days.last_mut() {
            Some(last) if !last.is_empty() && last.to == day.previous() => last.to = day,
            _ => days.push(Days::new(day, day)),
        }
    }
    if timeline.is_at(known.to, schools) {
        days.push(Days::new(known.to.next(), Day::MAX).intersect(export.days));
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
    // The first date not yet accounted for. The earliest and the latest date that there are have no neighbour beyond,
    // so each is compared before it is stepped over.
    let mut rest = Some(within.from);
    for run in runs {
        let Some(next) = rest else { break };
        if next < run.from {
            gaps.push(Days::new(next, run.from.previous()).intersect(within));
        }
        rest = (run.to < within.to).then(|| next.max(run.to.next()));
    }
    gaps.extend(rest.map(|next| Days::new(next, within.to)));
    gaps.retain(|gap| !gap.is_empty());
    gaps
}

fn intersection(left: &[Days], right: &[Days]) -> Vec<Days> {
    let mut both: Vec<Days> =
        left.iter().flat_map(|a| right.iter().map(|b| a.intersect(*b))).filter(|days| !days.is_empty()).collect();
    both.sort();
    both
}
