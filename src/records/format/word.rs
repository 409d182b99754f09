//! Reads numbers, yes and no, and weekdays.

use super::Unreadable;
use crate::value::{Rational, Weekdays, decimal, whole};

/// A whole number of things.
///
/// # Errors
///
/// Why the cell cannot be read.
pub fn count(text: &str) -> Result<Rational, Unreadable> {
    let text = text.trim();
    if text.starts_with('-') {
        return Err(Unreadable::Negative);
    }
    let is_whole = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_whole { text.parse::<i64>().ok().filter(|number| *number < 1_000_000_000_000) } else { None };
    number.map(whole).ok_or_else(|| Unreadable::NotAs("a whole number".to_owned()))
}

/// A number with at most six decimals.
///
/// # Errors
///
/// Why the cell cannot be read.
pub fn number(text: &str) -> Result<Rational, Unreadable> {
    let text = text.trim();
    // A number counts something: a total of them only grows, and none of them takes away from what is met.
    let number = decimal(text.strip_prefix('+').unwrap_or(text))
        .filter(|number| *number >= whole(0))
        .ok_or_else(|| Unreadable::NotAs("a number of at least 0, like `0.6`".to_owned()))?;
    if (number * whole(1_000_000)).is_integer() { Ok(number) } else { Err(Unreadable::TooPrecise) }
}

/// Yes or no.
///
/// # Errors
///
/// Why the cell cannot be read.
pub fn yes_no(text: &str) -> Result<bool, Unreadable> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" => Ok(true),
        "no" | "n" | "false" | "0" => Ok(false),
        _ => Err(Unreadable::NotAs("`yes` or `no`".to_owned())),
    }
}

/// Weekdays, apart by space, comma, slash or semicolon; `Mon-Wed` is a run.
///
/// # Errors
///
/// Why the cell cannot be read.
pub fn weekdays(text: &str) -> Result<Weekdays, Unreadable> {
    Weekdays::parse(text).ok_or_else(|| Unreadable::NotAs("weekdays, like `Mon Tue Wed` or `Mon-Wed`".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_digits() {
        assert_eq!(count(" 12 "), Ok(whole(12)));
        assert_eq!(count("-1"), Err(Unreadable::Negative));
        for text in ["", "1.0", "1,000", "one", "99999999999999999999"] {
            assert!(count(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_are_exact() {
        assert_eq!(number("0.6"), Ok(Rational::new(3, 5)));
        assert_eq!(number("+2"), Ok(whole(2)));
        assert_eq!(number("0.1234567"), Err(Unreadable::TooPrecise));
        for text in ["", "0,6", "60%", "1e3", ".5", "NaN", "-0.5"] {
            assert!(number(text).is_err(), "{text}");
        }
    }

    #[test]
    fn yes_and_no() {
        assert_eq!(yes_no(" YES "), Ok(true));
        assert_eq!(yes_no("0"), Ok(false));
        assert!(yes_no("maybe").is_err());
    }

    #[test]
    fn weekdays_and_runs_of_them() {
        let bits = |text| weekdays(text).map(Weekdays::bits);
        assert_eq!(bits("Mon Tue Wed"), Ok(0b111));
        assert_eq!(bits("mon, wednesday/Fri"), Ok(0b10101));
        assert_eq!(bits("Mon-Wed, Fri"), Ok(0b10111));
        for text in ["", "Fri-Mon", "Mon to Wed", "MTW", "Mon-"] {
            assert!(weekdays(text).is_err(), "{text}");
        }
    }
}
