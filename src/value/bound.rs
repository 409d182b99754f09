//! Numbers that may be infinite, and closed intervals of them.

use std::ops::{Add, Sub};

use crate::value::Rational;

/// An exact number, or infinity. Ordered from minus infinity to infinity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Bound {
    /// Below every number.
    MinusInfinity,
    /// A number.
    Finite(Rational),
    /// Above every number: no limit is known.
    Infinity,
}

impl Bound {
    /// The number, where it is one.
    pub fn finite(self) -> Option<Rational> {
        match self {
            Bound::Finite(number) => Some(number),
            Bound::MinusInfinity | Bound::Infinity => None,
        }
    }
}

impl From<Rational> for Bound {
    fn from(number: Rational) -> Bound {
        Bound::Finite(number)
    }
}

impl Add for Bound {
    type Output = Bound;

    /// The sum; an infinity wins, the right-hand one where both are infinite.
    fn add(self, other: Bound) -> Bound {
        match (self, other) {
            (Bound::Finite(a), Bound::Finite(b)) => Bound::Finite(a + b),
            (a, Bound::Finite(_)) => a,
            (_, b) => b,
        }
    }
}

impl Sub for Bound {
    type Output = Bound;

    /// The difference; an infinity wins, the right-hand one (negated) where both are infinite.
    fn sub(self, other: Bound) -> Bound {
        match other {
            Bound::Finite(b) => self + Bound::Finite(-b),
            Bound::Infinity => Bound::MinusInfinity,
            Bound::MinusInfinity => Bound::Infinity,
        }
    }
}

/// What is known of a number: that it lies between `lo` and `hi`, both included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Interval {
    /// The least that it may be.
    pub lo: Bound,
    /// The most that it may be.
    pub hi: Bound,
}

impl Interval {
    /// The interval from `lo` to `hi`.
    pub fn new(lo: impl Into<Bound>, hi: impl Into<Bound>) -> Interval {
        Interval { lo: lo.into(), hi: hi.into() }
    }

    /// A number known exactly.
    pub fn exactly(number: Rational) -> Interval {
        Interval::new(number, number)
    }

    /// The number, where it is known exactly.
    pub fn known(self) -> Option<Rational> {
        if self.lo == self.hi { self.lo.finite() } else { None }
    }
}
