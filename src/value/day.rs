//! Local dates as day numbers: compact to store, exact to count with.

use std::fmt;

use chrono::{Datelike, NaiveDate};

pub use chrono::Weekday;

/// A local date, stored as its number of days since 1 January of year 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The earliest date that Assize can hold.
    pub const MIN: Day = Day(-95_000_000);
    /// The latest date that Assize can hold.
    pub const MAX: Day = Day(95_000_000);

    /// The date of a day number (days since 1 January of year 1, which is 1).
    pub const fn from_number(number: i32) -> Day {
        Day(number)
    }

    /// The day number.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The date of a year, month (1 to 12) and day of the month; `None` where there is no such date.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day::from)
    }

    /// The date as `chrono` has it; dates that `chrono` cannot hold are clamped.
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0).unwrap_or(if self.0 < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
    }

    /// The date `days` later (earlier when negative), saturating at `MIN` and `MAX`.
    #[must_use]
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days).clamp(Day::MIN.0, Day::MAX.0))
    }

    /// The next date.
    #[must_use]
    pub fn next(self) -> Day {
        self.plus(1)
    }

    /// The date before.
    #[must_use]
    pub fn previous(self) -> Day {
        self.plus(-1)
    }

    /// How many days after `earlier` this date is.
    pub fn since(self, earlier: Day) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        // Day 1 (1 January of year 1) was a Monday.
        match (self.0 - 1).rem_euclid(7) {
            0 => Weekday::Mon,
            1 => Weekday::Tue,
            2 => Weekday::Wed,
            3 => Weekday::Thu,
            4 => Weekday::Fri,
            5 => Weekday::Sat,
            _ => Weekday::Sun,
        }
    }

    /// The Monday of this date's week.
    #[must_use]
    pub fn monday(self) -> Day {
        self.plus(-((self.0 - 1).rem_euclid(7)))
    }

    /// Whether this is a Monday to Friday.
    pub fn is_weekday(self) -> bool {
        (self.0 - 1).rem_euclid(7) < 5
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Day {
        Day(date.num_days_from_ce())
    }
}

impl fmt::Display for Day {
    /// ISO 8601: `2024-09-02`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date().format("%Y-%m-%d"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A run of dates, both ends included; empty when `to` is before `from`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Days {
    /// The first date.
    pub from: Day,
    /// The last date.
    pub to: Day,
}

impl Days {
    /// The dates from `from` to `to`, both included.
    pub const fn new(from: Day, to: Day) -> Days {
        Days { from, to }
    }

    /// Every date.
    pub const ALL: Days = Days { from: Day::MIN, to: Day::MAX };

    /// Whether there is no date in it.
    pub fn is_empty(self) -> bool {
        self.to < self.from
    }

    /// Whether it holds `day`.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// The dates in both.
    #[must_use]
    pub fn intersect(self, other: Days) -> Days {
        Days { from: self.from.max(other.from), to: self.to.min(other.to) }
    }

    /// Whether the two share a date.
    pub fn overlaps(self, other: Days) -> bool {
        !self.intersect(other).is_empty()
    }

    /// How many dates it holds.
    pub fn len(self) -> i32 {
        if self.is_empty() { 0 } else { self.to.since(self.from).saturating_add(1) }
    }

    /// Each date in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Day> {
        (self.from.number()..=self.to.number()).map(Day::from_number)
    }
}

/// A set of weekdays: the days that somebody works.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, PartialOrd, Ord)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Monday to Friday.
    pub const MON_TO_FRI: Weekdays = Weekdays(0b1_1111);

    /// The set with `day` added.
    #[must_use]
    pub fn with(self, day: Weekday) -> Weekdays {
        Weekdays(self.0 | (1 << day.num_days_from_monday()))
    }

    /// Whether it holds `day`.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// The set as bits, Monday lowest.
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The set of these bits, Monday lowest; bits above Sunday are ignored.
    pub const fn from_bits(bits: u8) -> Weekdays {
        Weekdays(bits & 0b111_1111)
    }

    /// The set written as weekday names apart by space, comma, slash or semicolon, with `Mon-Wed` for a run; `None` where
    /// a word is no weekday, or there is none.
    pub fn parse(text: &str) -> Option<Weekdays> {
        let mut set = Weekdays::default();
        for word in text.split([' ', ',', '/', ';']).filter(|word| !word.is_empty()) {
            set = match word.split_once(['-', '\u{2013}']) {
                None => set.with(word.parse().ok()?),
                Some((first, last)) => Weekdays(set.0 | Weekdays::run(first.parse().ok()?, last.parse().ok()?)?.0),
            };
        }
        (set.0 != 0).then_some(set)
    }

    /// From one day of a week to another; `None` where that is before it.
    fn run(first: Weekday, last: Weekday) -> Option<Weekdays> {
        if last.num_days_from_monday() < first.num_days_from_monday() {
            return None;
        }
        let mut days = Weekdays::default().with(first);
        let mut day = first;
        while day != last {
            day = day.succ();
            days = days.with(day);
        }
        Some(days)
    }
}

/// The English names of the months, in lower case.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
