//! Averages over weeks: what is measured in each window divided by its weeks, leaving out those that the rule leaves out.

use super::{Windows, tally};
use crate::engine::atom::Terms;
use crate::engine::condition::{self, Burden, Future, Test};
use crate::engine::outcome::Status;
use crate::engine::scope::Scope;
use crate::engine::status::{Measured, Reach};
use crate::engine::trial::Trial;
use crate::types::typed::{Atom, Comparison, Sliding};
use crate::value::{Bound, Days, Interval, Rational, whole};

/// Of more weeks than this in one window that may be left out or not, nobody can say what it comes to.
const MOST: usize = 6;

/// The average in each window.
pub fn averages(
    trial: &Trial<'_, '_>,
    scope: &Scope<'_, '_>,
    windows: &Windows<'_>,
    (atom, terms): (&Atom, Terms<'_>),
) -> Vec<Measured> {
    let weeks = &windows.slides.steps;
    let measured = tally::tally(trial, scope, (atom, terms), weeks.iter().copied()).measured;
    let average = |of: std::ops::Range<usize>| {
        let left_out = windows.left_out.get(of.clone()).unwrap_or_default();
        let weeks = measured.get(of).unwrap_or_default().iter().copied();
        one(&weeks.zip(left_out.iter().copied()).collect::<Vec<(Measured, Status)>>(), atom.comparison)
    };
    windows.slides.windows.iter().map(|slide| average(slide.of.clone())).collect()
}

/// Whether each week is left out: met, breached (it is not), pending, or nobody knows.
pub fn left_out(scope: &Scope<'_, '_>, sliding: &Sliding, weeks: &[Days]) -> Vec<Status> {
    let Some(condition) = &sliding.leaving_out else { return vec![Status::Breached; weeks.len()] };
    let one = |week: &Days| {
        let own = Scope { days: *week, due: Some(week.to), weighed: *week, ..*scope };
        let test = Test { on: week.to, opens: week.from, burden: Burden::Open, future: Future::MayCome };
        condition::test(&own, condition, test).status
    };
    weeks.iter().map(one).collect()
}

/// The average of some weeks, whichever of those are left out that may be.
fn one(weeks: &[(Measured, Status)], comparison: Comparison) -> Measured {
    let kept: Vec<(Measured, Status)> =
        weeks.iter().copied().filter(|(_, left_out)| *left_out != Status::Met).collect();
    let (doubtful, rest): (Vec<_>, Vec<_>) =
        kept.into_iter().partition(|(_, left_out)| *left_out == Status::Undetermined);
    let all = Interval::new(whole(0), Bound::Infinity);
    if doubtful.len() > MOST {
        return Measured { past: all, reach: Reach::Closed };
    }
    let mut least: Option<Interval> = None;
    let mut most: Option<Interval> = None;
    let mut past: Option<Interval> = None;
    for choice in 0_u32..(1 << doubtful.len()) {
        let chosen = doubtful.iter().enumerate().filter(|(place, _)| choice & (1 << place) == 0).map(|(_, week)| *week);
        let these: Vec<(Measured, Status)> = rest.iter().copied().chain(chosen).collect();
        let (low, high) = (finals(&these, |past| past.lo, comparison), finals(&these, |past| past.hi, comparison));
        let (lo, hi) = (mean(&these, |past| past.lo, comparison), mean(&these, |past| past.hi, comparison));
        least = Some(least.map_or(low, |one| Interval { lo: one.lo.min(low.lo), hi: one.hi.min(low.hi) }));
        most = Some(most.map_or(high, |one| Interval { lo: one.lo.max(high.lo), hi: one.hi.max(high.hi) }));
        past = Some(past.map_or(Interval { lo, hi }, |one| Interval { lo: one.lo.min(lo), hi: one.hi.max(hi) }));
    }
    let known = |interval: Option<Interval>| interval.unwrap_or(all);
    Measured { past: known(past), reach: Reach::Ends(known(least), known(most)) }
}

/// Between which averages some weeks may end, each as it stands at one end of what is known of it: a week that has not
/// ended may still hold more, and may still come to be left out.
fn finals(weeks: &[(Measured, Status)], end: impl Fn(Interval) -> Bound + Copy, comparison: Comparison) -> Interval {
    let (mut coming, sure): (Vec<_>, Vec<_>) =
        weeks.iter().copied().partition(|(_, left_out)| *left_out == Status::Pending);
    coming.sort_by_key(|(week, _)| end(week.past));
    let open = weeks.iter().any(|(week, _)| week.reach != Reach::Closed);
    // The least average leaves out those with the most.
    let averages = (0..=coming.len()).map(|number| {
        let some = coming.iter().take(number).copied().chain(sure.iter().copied());
        mean(&some.collect::<Vec<_>>(), end, comparison)
    });
    let averages: Vec<Bound> = averages.collect();
    let least = averages.iter().min().copied().unwrap_or(Bound::MinusInfinity);
    let most = averages.iter().max().copied().unwrap_or(Bound::Infinity);
    Interval { lo: least, hi: if open { Bound::Infinity } else { most } }
}

/// What some weeks come to, divided by how many there are.
fn mean(weeks: &[(Measured, Status)], end: impl Fn(Interval) -> Bound, comparison: Comparison) -> Bound {
    let Some(number) = i128::try_from(weeks.len()).ok().filter(|number| *number > 0) else {
        return holds(comparison);
    };
    let sum = weeks.iter().fold(Bound::Finite(whole(0)), |sum, (week, _)| sum + end(week.past));
    match sum {
        Bound::Finite(sum) => Bound::Finite(sum * Rational::new(1, number)),
        infinite => infinite,
    }
}

/// What a window in which every week may be left out comes to where all are: there is nothing that could fail.
fn holds(comparison: Comparison) -> Bound {
    match comparison {
        Comparison::AtLeast | Comparison::More => Bound::Infinity,
        Comparison::AtMost | Comparison::Less | Comparison::Equal | Comparison::NotEqual => Bound::MinusInfinity,
    }
}
