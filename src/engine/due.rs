//! When a deadline ends: the days that do not count towards it, and what puts it off.
//!
//! What nobody knows of these only ever makes it later, so that a due date is a day, or between two.

use crate::engine::coverage::{self, Lag};
use crate::engine::deadline::{Start, deadline_without};
use crate::engine::exceptions::{self, State};
use crate::engine::hits::{Hits, Keep, Sureness};
use crate::engine::outcome::Reason;
use crate::engine::scope::{Clip, Scope, doubt};
use crate::engine::threshold;
use crate::types::typed::{Counts, DayUnit, Limit};
use crate::value::{Day, Days};

/// What a due date is before anything puts it off.
#[derive(Clone, Copy, Debug)]
pub enum Base<'l> {
    /// This day.
    On(Day),
    /// The last day of a limit from a day.
    Within(&'l Limit, Day),
}

/// When something is due.
#[derive(Clone, Debug)]
pub struct Dues {
    /// The earliest day that it may be.
    pub earliest: Day,
    /// The latest.
    pub latest: Day,
    /// What put it off.
    pub notes: Vec<Reason>,
    /// Why it is not one day.
    pub doubts: Vec<Reason>,
}

impl Dues {
    /// A day that nothing puts off.
    pub fn on(day: Day) -> Dues {
        Dues { earliest: day, latest: day, notes: Vec::new(), doubts: Vec::new() }
    }

    /// The day, or why it is not known.
    pub fn known(self) -> Result<Day, Reason> {
        if self.earliest == self.latest {
            return Ok(self.earliest);
        }
        Err(self.doubts.into_iter().next().unwrap_or(Reason::DueBetween(self.earliest, self.latest)))
    }
}

/// When something is due in a rule, for a duty that opens on a day.
pub fn dues(scope: &Scope<'_, '_>, base: Base<'_>, opens: Day) -> Result<Dues, Reason> {
    let plain = end(scope, base, (&[], &[]))?;
    if scope.rule.suspended.is_empty() && scope.rule.extended.is_empty() {
        return Ok(Dues::on(plain));
    }
    let from = match base {
        Base::On(day) | Base::Within(_, day) => day,
    };
    let mut still = Still::default();
    still.collect(scope, from);
    let unextended = end(scope, base, (&still.certain, &[]))?;
    let put_off = extensions(scope, opens, unextended)?;
    let mut least: Vec<Day> = Vec::new();
    for by in &put_off.ways {
        least.push(end(scope, base, (&still.certain, by))?);
    }
    let earliest = least.into_iter().min().unwrap_or(unextended);
    still.missing(scope, from, earliest);
    let mut latest = earliest;
    for by in &put_off.ways {
        latest = latest.max(end(scope, base, (&still.possible, by))?);
    }
    let mut notes = put_off.notes;
    let touching = still.by.into_iter().filter(|(run, _)| run.overlaps(Days::new(from, latest)));
    notes.extend(touching.map(|(_, reason)| reason));
    let mut doubts = Vec::new();
    if earliest != latest {
        doubts.push(Reason::DueBetween(earliest, latest));
        doubts.extend(still.doubts);
        doubts.extend(put_off.doubts);
    }
    Ok(Dues { earliest, latest, notes, doubts })
}

/// A number of days of a kind.
type Time = (u32, DayUnit);

/// The due date, where some runs of days do not count and times are added.
fn end(scope: &Scope<'_, '_>, base: Base<'_>, (still, added): (&[Days], &[Time])) -> Result<Day, Reason> {
    let mut day = match base {
        Base::On(day) => day,
        Base::Within(limit, from) => {
            let number = threshold::limit(scope, limit)?;
            let start = if limit.counts == Counts::BeginningWith { Start::BeginningWith } else { Start::After };
            deadline_without(scope.timeline, from, (number, limit.unit), (start, still))?
        }
    };
    for time in added {
        day = deadline_without(scope.timeline, day, *time, (Start::After, still))?;
    }
    // Nothing is due on a day on which time stands still.
    while let Some(run) = still.iter().find(|run| run.contains(day)) {
        day = run.to.next();
    }
    Ok(day)
}

/// The days on which time stands still.
#[derive(Default)]
struct Still {
    /// Surely.
    certain: Vec<Days>,
    /// Surely or perhaps.
    possible: Vec<Days>,
    /// By what, surely.
    by: Vec<(Days, Reason)>,
    /// Why it is not known.
    doubts: Vec<Reason>,
}

impl Still {
    fn collect(&mut self, scope: &Scope<'_, '_>, from: Day) {
        for selection in &scope.rule.suspended {
            let hits = Hits::collect(scope.judge, scope.timeline, &scope.rule.subject, selection, Keep::Live);
            for hit in hits.dated.iter().chain(&hits.undated) {
                match hit.sureness {
                    Sureness::Certain => {
                        self.certain.push(hit.days);
                        self.by.push((hit.days, Reason::Suspended(hit.event)));
                    }
                    Sureness::Possible(_) if hit.days == Days::ALL => {
                        self.possible.push(Days::new(from, scope.judge.as_of()));
                        self.doubts.extend(doubt(hit));
                    }
                    Sureness::Possible(_) => {
                        self.possible.push(hit.days);
                        self.doubts.extend(doubt(hit));
                    }
                    // A row that nobody could be matched to proves nothing for anybody.
                    Sureness::Unmatched | Sureness::Out(_) => {}
                }
            }
        }
        self.certain = coverage::union(std::mem::take(&mut self.certain));
    }

    /// Days whose records are missing may be such days.
    fn missing(&mut self, scope: &Scope<'_, '_>, from: Day, earliest: Day) {
        let lag = if earliest > scope.judge.as_of() { Lag::Allowed } else { Lag::NotAllowed };
        let past = Days::new(from, scope.judge.as_of());
        for selection in &scope.rule.suspended {
            let subject = (&scope.rule.subject, selection);
            let missing = coverage::missing(scope.judge, scope.timeline, subject, past, lag);
            if !missing.days.is_empty() {
                self.possible.extend(missing.days);
                self.doubts.extend(missing.reasons);
            }
        }
        self.possible.extend(self.certain.iter().copied());
        self.possible = coverage::union(std::mem::take(&mut self.possible));
    }
}

/// By how much a due date is put off.
struct PutOff {
    /// Every way that it may be: the times that are added in it.
    ways: Vec<Vec<Time>>,
    /// What puts it off.
    notes: Vec<Reason>,
    /// What may.
    doubts: Vec<Reason>,
}

/// Which lines `extended by …` hold by the day on which something would be due without them.
fn extensions(scope: &Scope<'_, '_>, opens: Day, due: Day) -> Result<PutOff, Reason> {
    let days = Days::new(opens.min(due), due);
    let scope = Scope { days, weighed: days, due: Some(due), clip: Clip::Literal, ..*scope };
    let mut put_off = PutOff { ways: Vec::new(), notes: Vec::new(), doubts: Vec::new() };
    let (mut sure, mut open): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for (index, extension) in scope.rule.extended.iter().enumerate() {
        match exceptions::puts_off(&scope, (opens.min(due), due), &extension.when) {
            State::No => {}
            State::Holds(_, shown_by) => {
                sure.push(index);
                put_off.notes.push(Reason::Extended(index, shown_by));
            }
            State::Open(reasons) => {
                open.push(index);
                put_off.doubts.push(Reason::ExtensionOpen(index));
                put_off.doubts.extend(reasons);
            }
        }
    }
    if let Some(index) = open.get(MOST) {
        return Err(Reason::ExtensionOpen(*index));
    }
    for choice in 0_u32..(1 << open.len()) {
        let chosen = open.iter().enumerate().filter(|(place, _)| choice & (1 << place) != 0).map(|(_, index)| *index);
        let all: Vec<usize> = sure.iter().copied().chain(chosen).collect();
        put_off.ways.push(added(&scope, &all)?);
    }
    Ok(put_off)
}

/// More lines that nobody can decide than this are not tried in every combination.
const MOST: usize = 6;

/// The times that some lines add: the one that they agree on, and those that come on top.
fn added(scope: &Scope<'_, '_>, lines: &[usize]) -> Result<Vec<Time>, Reason> {
    let mut on_top = Vec::new();
    let mut agreed: Option<(usize, Time)> = None;
    for index in lines {
        let Some(extension) = scope.rule.extended.get(*index) else { continue };
        let time = (threshold::limit(scope, &extension.by)?, extension.by.unit);
        match agreed {
            _ if extension.adding => on_top.push(time),
            None => agreed = Some((*index, time)),
            Some((_, other)) if other == time => {}
            Some((other, _)) => return Err(Reason::ExtensionConflict(other, *index)),
        }
    }
    Ok(agreed.map(|(_, time)| time).into_iter().chain(on_top).collect())
}
