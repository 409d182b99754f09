//! Counting days of a kind in a calendar, and deadlines counted in them.
//!
//! One calendar only: a case that changes school counts with the engine's deadlines, day by day.

use crate::calendar::table::{CalendarTable, DayClass};
use crate::types::typed::DayUnit;
use crate::value::{Day, Days};

/// Which day a deadline counts as its first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum First {
    /// The first such day after the day itself: `within 5 school days of …`.
    After,
    /// The first such day on or after it: `within 10 working days beginning with …`.
    OnOrAfter,
}

impl CalendarTable {
    /// Whether a date is a day of this kind; `None` where the calendar does not cover it. Every date is a calendar day.
    pub fn is(&self, day: Day, unit: DayUnit) -> Option<bool> {
        match unit {
            DayUnit::Calendar => Some(true),
            DayUnit::Working => Some(day.is_weekday() && !self.facts(day)?.bank_holiday),
            DayUnit::School => Some(self.facts(day)?.kind == DayClass::School),
            DayUnit::Open => Some(self.facts(day)?.kind.is_open()),
        }
    }

    /// How many days of this kind a run holds; `None` where the calendar does not cover all of it.
    pub fn count(&self, days: Days, unit: DayUnit) -> Option<u32> {
        if unit == DayUnit::Calendar {
            return u32::try_from(days.len()).ok();
        }
        days.iter().try_fold(0, |number, day| Some(number + u32::from(self.is(day, unit)?)))
    }

    /// The due date of `number` days of this kind from a day; `None` where a date that the calendar does not cover
    /// comes first. No days at all are due on the day itself.
    pub fn deadline(&self, from: Day, number: u32, unit: DayUnit, first: First) -> Option<Day> {
        if number == 0 {
            return Some(from);
        }
        let mut day = match first {
            First::After => from.next(),
            First::OnOrAfter => from,
        };
        if unit == DayUnit::Calendar {
            return Some(day.plus(i32::try_from(number - 1).ok()?));
        }
        let mut left = number;
        loop {
            left -= u32::from(self.is(day, unit)?);
            if left == 0 {
                return Some(day);
            }
            day = day.next();
        }
    }
}
