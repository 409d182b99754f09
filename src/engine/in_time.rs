//! When a response is in time: after its trigger, before it, or on either side.

use crate::engine::deadline::{self, Start};
use crate::engine::due::{self, Base, Dues};
use crate::engine::outcome::Reason;
use crate::engine::scope::Scope;
use crate::engine::threshold;
use crate::types::typed::{Counts, Limit};
use crate::value::{Day, Days};

/// When a trigger's response is due, or may be. What comes before its trigger is due with it, and nothing puts that off.
fn dues(scope: &Scope<'_, '_>, day: Day, within: &Limit) -> Result<Dues, Reason> {
    match within.counts {
        Counts::Before => Ok(Dues::on(day.previous())),
        Counts::UpTo => Ok(Dues::on(day)),
        Counts::After | Counts::BeginningWith | Counts::Around => due::dues(scope, Base::Within(within, day), day),
    }
}

/// The first day on which a response is in time.
fn first(scope: &Scope<'_, '_>, day: Day, within: &Limit) -> Result<Day, Reason> {
    match within.counts {
        Counts::After | Counts::BeginningWith => Ok(day),
        Counts::Before | Counts::UpTo | Counts::Around => {
            let number = threshold::limit(scope, within)?;
            deadline::before(scope.timeline, day, (number, within.unit))
        }
    }
}

/// The days on which a response may be in time: from the first day to the last that they may be.
pub fn reach(scope: &Scope<'_, '_>, day: Day, within: &Limit) -> Days {
    Time::new(scope, day, within).perhaps()
}

/// When a response to a trigger is in time.
#[derive(Clone, Debug)]
pub struct Time {
    /// From when on.
    pub first: Result<Day, Reason>,
    /// Until when.
    pub dues: Result<Dues, Reason>,
    /// On which days it is, whatever is not known.
    pub surely: Days,
}

impl Time {
    /// When a response to a trigger on a day is in time.
    pub fn new(scope: &Scope<'_, '_>, day: Day, within: &Limit) -> Time {
        let (first, dues) = (first(scope, day, within), dues(scope, day, within));
        // A number that is not known is at least the least that there can be.
        let number = threshold::limit(scope, within).unwrap_or(within.counts.least());
        let from =
            first.clone().unwrap_or_else(|_| deadline::latest_before(scope.timeline, day, (number, within.unit)));
        let to = dues.as_ref().map_or_else(
            |_| {
                let begins = within.counts == Counts::BeginningWith;
                let start = if begins { Start::BeginningWith } else { Start::After };
                deadline::earliest(scope.timeline, day, (number, within.unit), start)
            },
            |dues| dues.earliest,
        );
        Time { first, dues, surely: Days::new(from, to) }
    }

    /// On which days it may be.
    pub fn perhaps(&self) -> Days {
        let first = self.first.as_ref().map_or(Day::MIN, |first| *first);
        Days::new(first, self.dues.as_ref().map_or(Day::MAX, |dues| dues.latest))
    }

    /// The due date, where it is one day.
    pub fn due(&self) -> Option<Day> {
        self.dues.clone().ok().and_then(|dues| dues.known().ok())
    }

    /// Whether only the limit keeps it from being known whether a response on a day is in time.
    pub fn is_doubtful_on(&self, day: Day) -> bool {
        self.first.is_err() || self.dues.as_ref().map_or(true, |dues| dues.earliest < day)
    }
}
