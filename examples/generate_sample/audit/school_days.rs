//! The school days of 2024-25 by school: written down apart from the rule files, so that the two check each other.

use assize::value::{Day, Days};

/// A date.
#[expect(clippy::expect_used, reason = "dates of the generator's own tables")]
pub fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(year, month, day).expect("a date of the table")
}

/// Which dates a school has sessions on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// Staffordshire's published dates.
    Staffordshire,
    /// Leicester's published dates.
    Leicester,
    /// Staffordshire's, with INSET on 25 October 2024 and 27 June 2025 instead of 21 July.
    StoweLane,
    /// Leicester's, closed on 10 and 11 July 2025.
    Swithmoor,
}

type Date = (i32, u32, u32);

const STAFFORDSHIRE: &[(Date, Date)] = &[
    ((2024, 9, 3), (2024, 10, 25)),
    ((2024, 11, 4), (2024, 12, 20)),
    ((2025, 1, 6), (2025, 2, 14)),
    ((2025, 2, 24), (2025, 4, 11)),
    ((2025, 4, 28), (2025, 5, 23)),
    ((2025, 6, 2), (2025, 7, 18)),
];

const LEICESTER: &[(Date, Date)] = &[
    ((2024, 8, 27), (2024, 10, 18)),
    ((2024, 10, 28), (2024, 12, 20)),
    ((2025, 1, 6), (2025, 2, 14)),
    ((2025, 2, 24), (2025, 4, 11)),
    ((2025, 4, 28), (2025, 5, 23)),
    ((2025, 6, 2), (2025, 7, 11)),
];

impl Pattern {
    fn half_terms(self) -> &'static [(Date, Date)] {
        match self {
            Pattern::Staffordshire | Pattern::StoweLane => STAFFORDSHIRE,
            Pattern::Leicester | Pattern::Swithmoor => LEICESTER,
        }
    }

    fn closed(self) -> &'static [Date] {
        match self {
            Pattern::Staffordshire | Pattern::Leicester => &[(2025, 5, 5)],
            Pattern::StoweLane => &[(2025, 5, 5), (2024, 10, 25), (2025, 6, 27)],
            Pattern::Swithmoor => &[(2025, 5, 5), (2025, 7, 10), (2025, 7, 11)],
        }
    }

    /// Whether there is a session for pupils.
    pub fn is_school_day(self, date: Day) -> bool {
        let from = |(y, m, d): Date| day(y, m, d);
        date.is_weekday()
            && self.half_terms().iter().any(|(first, last)| Days::new(from(*first), from(*last)).contains(date))
            && !self.closed().iter().any(|closed| from(*closed) == date)
    }

    /// The school days from `from` to `to`.
    pub fn school_days(self, days: Days) -> Vec<Day> {
        let mut found = Vec::new();
        let mut date = days.from;
        while date <= days.to {
            if self.is_school_day(date) {
                found.push(date);
            }
            date = date.next();
        }
        found
    }

    /// The school days of each half-term, from `from` to `to`; none where a half-term has none.
    pub fn half_terms_of(self, days: Days) -> Vec<Vec<Day>> {
        let from = |(y, m, d): Date| day(y, m, d);
        let whole = self.half_terms().iter().map(|(first, last)| Days::new(from(*first), from(*last)).intersect(days));
        whole.map(|half| self.school_days(half)).filter(|half| !half.is_empty()).collect()
    }

    /// The Mondays of weeks that have a school day within `days`.
    pub fn teaching_weeks(self, days: Days) -> Vec<Day> {
        let mut mondays: Vec<Day> = self.school_days(days).into_iter().map(Day::monday).collect();
        mondays.dedup();
        mondays
    }

    /// The school day that lies `count` school days after `date`.
    pub fn after(self, date: Day, count: u32) -> Day {
        let mut date = date;
        let mut left = count;
        // Nine weeks are longer than any holiday: beyond them there is no next school day.
        for _ in 0..63 {
            if left == 0 {
                return date;
            }
            date = date.next();
            if self.is_school_day(date) {
                left -= 1;
            }
        }
        date
    }
}
