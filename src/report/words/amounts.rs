//! Amounts in words: exact, in the unit that the rule thinks in.

use num_traits::{Signed, Zero};

use super::dates::day;
use crate::value::{Bound, Day, Interval, Rational, Unit, whole};

/// How the amounts of one measure are said: its unit, and for durations whether in minutes or in hours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scale {
    unit: Unit,
    minutes_only: bool,
}

impl Scale {
    /// The scale of a unit: durations in hours and minutes.
    pub fn of(unit: Unit) -> Scale {
        Scale { unit, minutes_only: false }
    }

    /// The scale of a unit as a rule writes it: durations in minutes where it says minutes and not hours.
    pub fn written(unit: Unit, text: &str) -> Scale {
        let minutes_only = unit == Unit::Minutes && text.contains("minute") && !text.contains("hour");
        Scale { unit, minutes_only }
    }

    /// An amount in base units: `1 hour 30 minutes`, `3`, `5 days`, `90%`, `5 Nov 2024`.
    pub fn amount(self, amount: Rational) -> String {
        match self.unit {
            Unit::Minutes if self.minutes_only => counted(amount, "minute"),
            Unit::Minutes => hours(amount),
            Unit::Days => counted(amount, "day"),
            Unit::Share => format!("{}%", number(amount * whole(100))),
            Unit::Count | Unit::Number => number(amount),
            Unit::Date => date(amount),
        }
    }

    /// What is missing or too much: as `amount`, but a difference of dates is in days.
    pub fn difference(self, amount: Rational) -> String {
        match self.unit {
            Unit::Date => counted(amount, "day"),
            Unit::Minutes | Unit::Days | Unit::Share | Unit::Count | Unit::Number => self.amount(amount),
        }
    }

    /// What is known of an amount: `60 minutes`, `at least 60 minutes`, `60 to 90 minutes`, `not known`.
    pub fn interval(self, interval: Interval) -> String {
        match (interval.lo, interval.hi) {
            (Bound::Finite(lo), Bound::Finite(hi)) if lo == hi => self.amount(lo),
            (Bound::Finite(lo), Bound::Finite(hi)) => format!("{} to {}", self.amount(lo), self.amount(hi)),
            (Bound::Finite(lo), _) if lo.is_zero() && self.unit != Unit::Date => "an amount not known".to_owned(),
            (Bound::Finite(lo), _) if self.unit == Unit::Date => format!("{} or later", self.amount(lo)),
            (Bound::Finite(lo), _) => format!("at least {}", self.amount(lo)),
            (_, Bound::Finite(hi)) if self.unit == Unit::Date => format!("{} or earlier", self.amount(hi)),
            (_, Bound::Finite(hi)) => format!("at most {}", self.amount(hi)),
            (_, _) if self.unit == Unit::Date => "a date not known".to_owned(),
            (_, _) => "an amount not known".to_owned(),
        }
    }
}

/// An exact number: a decimal where it has one of at most six places, else a whole number and a fraction.
pub fn number(number: Rational) -> String {
    let sign = if number.is_negative() { "-" } else { "" };
    let number = number.abs();
    let scaled = number * whole(1_000_000);
    if scaled.is_integer() {
        let units = scaled.to_integer();
        let (integer, fraction) = (units / 1_000_000, units % 1_000_000);
        if fraction == 0 {
            return format!("{sign}{integer}");
        }
        return format!("{sign}{integer}.{}", format!("{fraction:06}").trim_end_matches('0'));
    }
    let integer = number.trunc();
    let fraction = number.fract();
    if integer.is_zero() { format!("{sign}{fraction}") } else { format!("{sign}{integer} {fraction}") }
}

/// `1 person`, `2 people`.
pub fn some(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

fn counted(amount: Rational, noun: &str) -> String {
    let plural = if amount == whole(1) { "" } else { "s" };
    format!("{} {noun}{plural}", number(amount))
}

fn hours(minutes: Rational) -> String {
    if minutes.is_negative() {
        return format!("-{}", hours(-minutes));
    }
    let hours = (minutes / whole(60)).trunc();
    let rest = minutes - hours * whole(60);
    if hours.is_zero() {
        return counted(rest, "minute");
    }
    if rest.is_zero() {
        return counted(hours, "hour");
    }
    format!("{} {}", counted(hours, "hour"), counted(rest, "minute"))
}

fn date(number: Rational) -> String {
    match i32::try_from(number.to_integer()) {
        Ok(number) => day(Day::from_number(number)),
        Err(_) => "a date not known".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_hours_and_minutes() {
        let scale = Scale::of(Unit::Minutes);
        assert_eq!(scale.amount(whole(90)), "1 hour 30 minutes");
        assert_eq!(scale.amount(whole(60)), "1 hour");
        assert_eq!(scale.amount(whole(780)), "13 hours");
        assert_eq!(scale.amount(whole(0)), "0 minutes");
        assert_eq!(scale.amount(whole(121)), "2 hours 1 minute");
    }

    #[test]
    fn a_threshold_in_minutes_keeps_its_measure_in_minutes() {
        assert_eq!(Scale::written(Unit::Minutes, "90 minutes").amount(whole(60)), "60 minutes");
        assert_eq!(Scale::written(Unit::Minutes, "20 hours").amount(whole(60)), "1 hour");
        assert_eq!(Scale::written(Unit::Minutes, "1 hour 30 minutes").amount(whole(90)), "1 hour 30 minutes");
    }

    #[test]
    fn numbers_are_exact() {
        assert_eq!(number(Rational::new(5, 2)), "2.5");
        assert_eq!(number(Rational::new(5, 3)), "1 2/3");
        assert_eq!(number(Rational::new(-1, 3)), "-1/3");
        assert_eq!(Scale::of(Unit::Share).amount(Rational::new(9, 10)), "90%");
    }

    #[test]
    fn intervals_say_what_is_known() {
        let scale = Scale::of(Unit::Count);
        assert_eq!(scale.interval(Interval::exactly(whole(3))), "3");
        assert_eq!(scale.interval(Interval::new(whole(3), whole(5))), "3 to 5");
        assert_eq!(scale.interval(Interval::new(whole(3), Bound::Infinity)), "at least 3");
        assert_eq!(scale.interval(Interval::new(whole(0), Bound::Infinity)), "an amount not known");
    }
}
