//! Exact numbers: nothing here is ever a float.

use num_rational::Ratio;
use num_traits::Zero;

/// An exact number. Durations are minutes, shares are between 0 and 1, dates are day numbers.
pub type Rational = Ratio<i128>;

/// What a number counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Unit {
    /// Minutes of elapsed time.
    Minutes,
    /// Things counted: events, distinct values, list members, rules.
    Count,
    /// Days, of the kind that the rule names.
    Days,
    /// A share between 0 and 1.
    Share,
    /// A plain number with no unit.
    Number,
    /// A date, as its day number.
    Date,
}

/// A whole number.
pub fn whole(number: i64) -> Rational {
    Rational::from_integer(i128::from(number))
}

/// An exact decimal from its text: an optional sign, digits, an optional `.` and more digits; at most 18 digits in all.
pub fn decimal(text: &str) -> Option<Rational> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole_part, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let has_fraction_mark = digits.contains('.');
    if whole_part.is_empty() || (has_fraction_mark && fraction.is_empty()) {
        return None;
    }
    if !all_digits(whole_part) || !all_digits(fraction) || whole_part.len() + fraction.len() > 18 {
        return None;
    }
    let mut numerator = Rational::zero();
    for byte in whole_part.bytes().chain(fraction.bytes()) {
        numerator = numerator * whole(10) + whole(i64::from(byte - b'0'));
    }
    let mut scale = whole(1);
    for _ in fraction.bytes() {
        scale *= whole(10);
    }
    let value = numerator / scale;
    Some(if negative { -value } else { value })
}
