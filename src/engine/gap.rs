//! The longest gap between events: the days after one, up to and including the next.

use crate::engine::coverage::Lag;
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
    let until = scope.days.to.min(scope.judge.as_of());
    let mut certain: Vec<Day> = Vec::new();
    let mut possible: Vec<Day> = Vec::new();
    let (mut anywhere, mut reasons) = (false, Vec::new());
    for hit in scope.live(hits, widen) {
        reasons.extend(doubt(hit));
        match hit.sureness {
            Sureness::Certain => certain.push(hit.days.from),
            _ if hit.days == Days::ALL => anywhere = true,
            _ => possible.push(hit.days.from),
        }
    }
    let events = certain.len();
    let missing = scope.missing(selection, Lag::NotAllowed);
    reasons.extend(missing.reasons);
    for days in &missing.days {
        possible.extend(days.iter());
    }
    possible.extend(&certain);
    let days = Days::new(scope.days.from, until);
    let count = Counter::new(scope, days, unit);
    let most = count.longest(certain, ends);
    let least = if anywhere { Ok(0) } else { count.longest(possible, ends) };
    let past = match (least, most) {
        (Ok(least), Ok(most)) => {
            // Possible events split gaps; where the ends do not count they may also make the first gap there is.
            let most = if ends == Ends::NotCounted && (anywhere || !reasons.is_empty()) && events < 2 {
                Bound::Infinity
            } else {
                Bound::Finite(whole(i64::from(most)))
            };
            let least = if ends == Ends::NotCounted && events < 2 { 0 } else { least };
            Interval { lo: Bound::Finite(whole(i64::from(least))).min(most), hi: most }
        }
        (Err(reason), _) | (_, Err(reason)) => {
            reasons.push(reason);
            Interval::new(whole(0), Bound::Infinity)
        }
    };
    let reach = if scope.is_open() { Reach::Rises } else { Reach::Closed };
    Reading { measured: Measured { past, reach }, events, reasons, missing: Vec::new() }
}

/// How many days of a kind lie between two days of a window: sums from its start.
struct Counter {
    days: Days,
    sums: Result<Vec<u32>, Reason>,
}

impl Counter {
    fn new(scope: &Scope<'_, '_>, days: Days, unit: DayUnit) -> Counter {
        let mut sum = 0;
        let sums = days
            .iter()
            .map(|day| {
                sum += u32::from(is_of_kind(scope.timeline, day, unit)?);
                Ok(sum)
            })
            .collect();
        Counter { days, sums }
    }

    fn longest(&self, mut marks: Vec<Day>, ends: Ends) -> Result<u32, Reason> {
        let sums = self.sums.as_ref().map_err(Clone::clone)?;
        if ends == Ends::Counted {
            marks.extend([self.days.from, self.days.to]);
        }
        marks.sort();
        let upto = |day: Day| {
            usize::try_from(day.since(self.days.from)).ok().and_then(|at| sums.get(at)).copied().unwrap_or(0)
        };
        let gaps = marks.iter().zip(marks.iter().skip(1)).map(|(a, b)| upto(*b).saturating_sub(upto(*a)));
        Ok(gaps.max().unwrap_or(0))
    }
}
