//! From a measure and what is required to an answer: the same over every completion of what is not known, or undetermined.

use crate::engine::outcome::Status;
use crate::types::typed::Comparison;
use crate::value::{Bound, Interval, Rational, whole};

/// What a measure is known to be, and what the future may make of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Measured {
    /// From what is certain to what ignorance of the past allows.
    pub past: Interval,
    /// What may still come.
    pub reach: Reach,
}

/// What the future may make of a value as it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Nothing: the window has closed.
    Closed,
    /// It may rise without limit.
    Rises,
    /// It may rise, up to this value.
    RisesTo(Bound),
    /// It may rise by as much.
    RisesBy(Rational),
    /// It may become anything between these, whatever it is now.
    Anywhere(Interval),
    /// It may fall to this value.
    FallsTo(Bound),
    /// It may become anything between these: where the past is as low as it may be, and where it is as high.
    Ends(Interval, Interval),
}

impl Measured {
    /// How it stands against what is required.
    pub fn status(self, comparison: Comparison, required: Interval) -> Status {
        match comparison {
            Comparison::Equal => {
                let least = self.status(Comparison::AtLeast, required);
                and(least, self.status(Comparison::AtMost, required))
            }
            Comparison::NotEqual => not(self.status(Comparison::Equal, required)),
            Comparison::Less | Comparison::AtMost | Comparison::More | Comparison::AtLeast => {
                let (low, high) = self.corners(comparison, required);
                if low == high { low } else { Status::Undetermined }
            }
        }
    }

    /// How it stands where it is least and most is required, and where it is most and least is required: each comparison
    /// is monotone in both, so the two opposite corners decide for all between them.
    fn corners(self, comparison: Comparison, required: Interval) -> (Status, Status) {
        let (least, most) = match self.reach {
            Reach::Ends(least, most) => (least, most),
            reach => (reach.finals(self.past.lo), reach.finals(self.past.hi)),
        };
        (at(least, comparison, required.hi), at(most, comparison, required.lo))
    }
}

/// How a figure stands that is held against each of several measures, all of which are to hold: what is not known of one
/// of them does not matter where another decides.
pub fn over_all(all: &[(Measured, Interval)], comparison: Comparison) -> Status {
    if comparison == Comparison::Equal {
        return and(over_all(all, Comparison::AtLeast), over_all(all, Comparison::AtMost));
    }
    let corners = all.iter().map(|(measured, required)| measured.corners(comparison, *required));
    let (low, high) = corners.fold((Status::Met, Status::Met), |all, (low, high)| (and(all.0, low), and(all.1, high)));
    if low == high { low } else { Status::Undetermined }
}

/// How one completion stands: over every future.
fn at(finals: Interval, comparison: Comparison, required: Bound) -> Status {
    let holds = |end: Bound| match comparison {
        Comparison::AtLeast => end >= required,
        Comparison::More => end > required,
        Comparison::AtMost => end <= required,
        Comparison::Less => end < required,
        Comparison::Equal => end == required,
        Comparison::NotEqual => end != required,
    };
    match (holds(finals.lo), holds(finals.hi)) {
        (true, true) => Status::Met,
        (false, false) => Status::Breached,
        _ => Status::Pending,
    }
}

impl Reach {
    /// Between which values a value may end.
    fn finals(self, value: Bound) -> Interval {
        match self {
            Reach::Closed => Interval::new(value, value),
            Reach::Rises => Interval::new(value, Bound::Infinity),
            Reach::RisesTo(limit) => Interval::new(value, limit.max(value)),
            Reach::RisesBy(most) => Interval::new(value, value + Bound::Finite(most)),
            Reach::Anywhere(interval) => interval,
            Reach::FallsTo(limit) => Interval::new(limit.min(value), value),
            Reach::Ends(least, most) => Interval { lo: least.lo, hi: most.hi },
        }
    }
}

/// What is missing for a minimum, or too much for a maximum; rounded up to whole things where things are counted.
pub fn shortfall(measured: Interval, comparison: Comparison, required: Interval, counted: Counted) -> Option<Rational> {
    let (lo, least, most) = (measured.lo.finite()?, required.lo, required.hi);
    let amount = match comparison {
        Comparison::AtLeast => most.finite()? - lo,
        Comparison::More if counted == Counted::Whole => most.finite()?.floor() + whole(1) - lo,
        Comparison::More => most.finite()? - lo,
        Comparison::AtMost => lo - least.finite()?,
        Comparison::Less if counted == Counted::Whole => lo - (least.finite()?.ceil() - whole(1)),
        Comparison::Less => lo - least.finite()?,
        Comparison::Equal => {
            let (missing, excess) = (most.finite()? - lo, lo - least.finite()?);
            missing.max(excess)
        }
        Comparison::NotEqual => return None,
    };
    let amount = if counted == Counted::Whole { amount.ceil() } else { amount };
    (amount > whole(0)).then_some(amount)
}

/// Whether a measure comes in whole things.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counted {
    /// In whole things: events, values, members.
    Whole,
    /// In any amount.
    Exact,
}

/// The first of breached, undetermined, pending, met that occurs.
pub fn and(left: Status, right: Status) -> Status {
    let rank = |status| match status {
        Status::Breached => 0,
        Status::Undetermined => 1,
        Status::Pending => 2,
        Status::Met => 3,
    };
    if rank(left) <= rank(right) { left } else { right }
}

/// The first of met, undetermined, pending, breached that occurs.
pub fn or(left: Status, right: Status) -> Status {
    let rank = |status| match status {
        Status::Met => 0,
        Status::Undetermined => 1,
        Status::Pending => 2,
        Status::Breached => 3,
    };
    if rank(left) <= rank(right) { left } else { right }
}

/// Met for breached, breached for met.
pub fn not(status: Status) -> Status {
    match status {
        Status::Met => Status::Breached,
        Status::Breached => Status::Met,
        Status::Pending => Status::Pending,
        Status::Undetermined => Status::Undetermined,
    }
}
