//! The longest gap between events: the days after one, up to and including the next.
//!
//! More events split gaps; where the ends do not count they may also make gaps of their own. So what there may have
//! been is tried at its extremes, and for each of them what may still come.

use crate::engine::deadline::is_of_kind;
use crate::engine::hits::{Hits, Sureness};
use crate::engine::measure::Reading;
use crate::engine::outcome::Reason;
use crate::engine::scope::{Scope, Widen, doubt};
use crate::engine::status::{Measured, Reach};
use crate::types::typed::{DayUnit, Ends, Selection};
use crate::value::{Bound, Day, Days, Interval, whole};

/// Measures the longest gap in a window, in days of a kind; the trailing one runs to the earlier of as-of and the end.
pub fn longest(
    scope: &Scope<'_, '_>,
    hits: &Hits,
    selection: &Selection,
    (unit, ends): (DayUnit, Ends),
    widen: Widen,
) -> Reading {
    let known = scope.known_days(selection);
    let mut marks = Marks { certain: Vec::new(), possible: known.lost, coming: known.coming };
    let mut reasons = known.reasons;
    for hit in scope.live(hits, widen) {
        reasons.extend(doubt(hit));
        match hit.sureness {
            Sureness::Certain => marks.certain.push(hit.days.from),
            // An event of no known day may be on any, as on a day that was not loaded.
            _ if hit.days == Days::ALL => marks.possible.extend(scope.past_days()),
            _ => marks.possible.push(hit.days.from),
        }
    }
    marks.possible.sort();
    marks.possible.dedup();
    let events = marks.certain.len();
    let counter = match Counter::new(scope, unit, ends) {
        Ok(counter) => counter,
        Err(reason) => {
            reasons.push(reason);
            let measured = Measured { past: Interval::new(whole(0), Bound::Infinity), reach: Reach::Closed };
            return Reading { measured, events, reasons, missing: Vec::new() };
        }
    };
    let until = scope.days.to.min(scope.judge.as_of());
    let worlds = marks.worlds();
    let past = worlds.iter().map(|world| counter.longest(world.clone(), until));
    let finals: Vec<(u32, u32)> = worlds.iter().map(|world| counter.finals(world, &marks.coming)).collect();
    let low = interval(finals.iter().map(|ends| ends.0).min(), finals.iter().map(|ends| ends.1).min());
    let high = interval(finals.iter().map(|ends| ends.0).max(), finals.iter().map(|ends| ends.1).max());
    let measured = Measured { past: interval(past.clone().min(), past.max()), reach: Reach::Ends(low, high) };
    Reading { measured, events, reasons, missing: Vec::new() }
}

fn interval(least: Option<u32>, most: Option<u32>) -> Interval {
    let number = |number: Option<u32>| whole(i64::from(number.unwrap_or(0)));
    Interval::new(number(least), number(most))
}

/// The days of events: certain ones, those that there may have been, and those on which one may still come.
struct Marks {
    certain: Vec<Day>,
    possible: Vec<Day>,
    coming: Vec<Day>,
}

impl Marks {
    /// The extremes of what there may have been: with the possible events between the certain ones or without; with
    /// none before and after them, the outermost, or all.
    fn worlds(&self) -> Vec<Vec<Day>> {
        let first = self.certain.iter().min().copied();
        let last = self.certain.iter().max().copied();
        let (before, rest): (Vec<Day>, Vec<Day>) =
            self.possible.iter().copied().partition(|day| first.is_none_or(|first| *day < first));
        let (inside, after): (Vec<Day>, Vec<Day>) =
            rest.into_iter().partition(|day| last.is_some_and(|last| *day < last));
        let mut worlds = Vec::new();
        for early in outermost(before.first(), before.last(), &before) {
            for late in outermost(after.last(), after.first(), &after) {
                for between in [&[][..], &inside] {
                    worlds.push([&self.certain, &early[..], between, &late[..]].concat());
                }
            }
        }
        worlds
    }
}

/// None of some days, the outermost, the innermost, both, or all.
fn outermost(outer: Option<&Day>, inner: Option<&Day>, all: &[Day]) -> Vec<Vec<Day>> {
    match (outer, inner) {
        (Some(outer), Some(inner)) => {
            vec![Vec::new(), vec![*outer], vec![*inner], vec![*outer, *inner], all.to_vec()]
        }
        _ => vec![Vec::new()],
    }
}

/// How many days of a kind lie between two days of a window: sums from its start.
struct Counter {
    days: Days,
    ends: Ends,
    sums: Vec<u32>,
}

impl Counter {
    fn new(scope: &Scope<'_, '_>, unit: DayUnit, ends: Ends) -> Result<Counter, Reason> {
        let mut sum = 0;
        let mut sums = Vec::new();
        for day in scope.days.iter() {
            sum += u32::from(is_of_kind(scope.timeline, day, unit)?);
            sums.push(sum);
        }
        Ok(Counter { days: scope.days, ends, sums })
    }

    /// The longest gap between some days, up to a day.
    fn longest(&self, mut marks: Vec<Day>, until: Day) -> u32 {
        if self.ends == Ends::Counted {
            marks.extend([self.days.from, until.max(self.days.from)]);
        }
        marks.sort();
        let upto = |day: Day| {
            usize::try_from(day.since(self.days.from)).ok().and_then(|at| self.sums.get(at)).copied().unwrap_or(0)
        };
        let gaps = marks.iter().zip(marks.iter().skip(1)).map(|(a, b)| upto(*b).saturating_sub(upto(*a)));
        gaps.max().unwrap_or(0)
    }

    /// Between which values the longest gap of a world may end: with events still coming where they split, or none, or
    /// as far apart as may be.
    fn finals(&self, world: &[Day], coming: &[Day]) -> (u32, u32) {
        let (Some(first), Some(last)) = (coming.first().copied(), coming.last().copied()) else {
            let only = self.longest(world.to_vec(), self.days.to);
            return (only, only);
        };
        let (from, to) = match self.ends {
            Ends::Counted => (Some(self.days.from), Some(self.days.to)),
            Ends::NotCounted => (world.iter().min().copied(), world.iter().max().copied()),
        };
        let splits = |day: &&Day| from.is_some_and(|from| from <= **day) && to.is_some_and(|to| **day <= to);
        let split: Vec<Day> = coming.iter().filter(splits).copied().collect();
        let with = |more: &[Day]| self.longest([world, more].concat(), self.days.to);
        let least = with(&split);
        let most = [&[][..], &[first], &[last], &[first, last]].into_iter().map(with).max();
        (least, most.unwrap_or(least))
    }
}
