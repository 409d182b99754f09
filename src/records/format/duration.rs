//! Reads lengths of time, exact to the millisecond.

use num_traits::{ToPrimitive, Zero};

use super::Unreadable;
use crate::value::{Rational, decimal, whole};

/// How a column writes durations.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DurationFormat {
    /// `90`, `90 min`.
    Minutes,
    /// `1.5`, `1.5 h`.
    Hours,
    /// `1:30`.
    Clock,
    /// `1h30`, `1 hour 30 minutes`, `90 min`, `1:30`; no bare number.
    Text,
    /// The same, and a bare number is minutes.
    TextMinutes,
    /// The same, and a bare number is hours.
    TextHours,
}

/// Every format with its name in a manifest.
pub const DURATION_FORMATS: [(&str, DurationFormat); 6] = [
    ("minutes", DurationFormat::Minutes),
    ("hours", DurationFormat::Hours),
    ("h:mm", DurationFormat::Clock),
    ("text", DurationFormat::Text),
    ("text, minutes", DurationFormat::TextMinutes),
    ("text, hours", DurationFormat::TextHours),
];

impl DurationFormat {
    /// The format of a name.
    pub fn parse(name: &str) -> Option<DurationFormat> {
        DURATION_FORMATS.iter().find(|(known, _)| *known == name.trim()).map(|(_, format)| *format)
    }

    /// What a cell should look like.
    pub fn example(self) -> &'static str {
        match self {
            DurationFormat::Minutes => "minutes, like `90`",
            DurationFormat::Hours => "hours, like `1.5`",
            DurationFormat::Clock => "hours and minutes, like `1:30`",
            DurationFormat::Text => "a length, like `1h30` or `90 min`",
            DurationFormat::TextMinutes => "a length, like `1h30` or `90`",
            DurationFormat::TextHours => "a length, like `1h30` or `1.5`",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unit {
    Hours,
    Minutes,
}

impl Unit {
    fn milliseconds(self) -> i64 {
        match self {
            Unit::Hours => 3_600_000,
            Unit::Minutes => 60_000,
        }
    }
}

/// The length that a cell says, in milliseconds.
///
/// # Errors
///
/// Why the cell cannot be read.
pub fn milliseconds(text: &str, format: DurationFormat) -> Result<i64, Unreadable> {
    let text = text.trim();
    if text.starts_with(['-', '\u{2212}']) {
        return Err(Unreadable::Negative);
    }
    let not_as = || Unreadable::NotAs(format.example().to_owned());
    if text.contains(':') {
        return match format {
            DurationFormat::Minutes | DurationFormat::Hours => Err(not_as()),
            DurationFormat::Clock | DurationFormat::Text | DurationFormat::TextMinutes | DurationFormat::TextHours => {
                clock(text).ok_or_else(not_as)
            }
        };
    }
    let terms = terms(text).ok_or_else(not_as)?;
    let bare = match format {
        DurationFormat::Minutes | DurationFormat::TextMinutes => Some(Unit::Minutes),
        DurationFormat::Hours | DurationFormat::TextHours => Some(Unit::Hours),
        DurationFormat::Clock | DurationFormat::Text => None,
    };
    let only = match format {
        DurationFormat::Minutes => Some(Unit::Minutes),
        DurationFormat::Hours => Some(Unit::Hours),
        DurationFormat::Clock => return Err(not_as()),
        DurationFormat::Text | DurationFormat::TextMinutes | DurationFormat::TextHours => None,
    };
    if only.is_some_and(|only| terms.len() > 1 || terms.iter().any(|(_, unit)| unit.is_some_and(|unit| unit != only))) {
        return Err(not_as());
    }
    total(&terms, bare).unwrap_or_else(|| Err(not_as()))
}

/// The sum of hours and then minutes; `None` where they come otherwise.
fn total(terms: &[(Rational, Option<Unit>)], bare: Option<Unit>) -> Option<Result<i64, Unreadable>> {
    let sum = match terms {
        [(number, unit)] => match unit.or(bare) {
            Some(unit) => *number * whole(unit.milliseconds()),
            None => return Some(Err(Unreadable::NoUnit)),
        },
        // `1h30`: a number after the hours is minutes, and then fewer than 60 and whole.
        [(hours, Some(Unit::Hours)), (minutes, unit)] if *unit != Some(Unit::Hours) => {
            if unit.is_none() && (*minutes >= whole(60) || !minutes.is_integer()) {
                return None;
            }
            *hours * whole(3_600_000) + *minutes * whole(60_000)
        }
        _ => return None,
    };
    if !sum.is_integer() {
        return Some(Err(Unreadable::TooPrecise));
    }
    // A length of more than some centuries is no length, and must not overflow a sum.
    sum.to_integer().to_i64().filter(|sum| *sum < 1_000_000_000_000_000).map(Ok)
}

/// `1:30` or `1:30:00`.
fn clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let number = |part: &str, most: usize| {
        let fits = !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse::<i64>().ok()).flatten()
    };
    let hours = number(parts.next()?, 4)?;
    let minutes = parts.next().filter(|part| part.len() == 2).and_then(|part| number(part, 2))?;
    let seconds = match parts.next() {
        None => 0,
        Some(part) if part.len() == 2 => number(part, 2)?,
        Some(_) => return None,
    };
    if parts.next().is_some() || minutes > 59 || seconds > 59 {
        return None;
    }
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000)
}

/// Numbers and the units that follow them.
fn terms(text: &str) -> Option<Vec<(Rational, Option<Unit>)>> {
    let mut terms = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let length = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let (number, after) = rest.split_at_checked(length)?;
        let number = decimal(number)?;
        let after = after.trim_start();
        let letters: usize = after.chars().take_while(|letter| letter.is_alphabetic()).map(char::len_utf8).sum();
        let (word, after) = after.split_at_checked(letters)?;
        terms.push((number, if word.is_empty() { None } else { Some(unit(word)?) }));
        rest = joined(after);
        if terms.len() > 2 || (terms.len() == 2 && !rest.is_empty()) {
            return None;
        }
    }
    (!terms.is_empty() && terms.iter().all(|(number, _)| *number >= Rational::zero())).then_some(terms)
}

/// What follows the `,`, `and` or `.` between two terms.
fn joined(text: &str) -> &str {
    let text = text.trim_start_matches([',', '.']).trim_start();
    text.strip_prefix("and ").unwrap_or(text).trim()
}

fn unit(word: &str) -> Option<Unit> {
    match word.to_lowercase().as_str() {
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(Unit::Hours),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(Unit::Minutes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(text: &str, format: DurationFormat) -> Result<i64, Unreadable> {
        milliseconds(text, format).map(|length| length / 60_000)
    }

    #[test]
    fn each_format_reads_what_it_says() {
        use DurationFormat::{Clock, Hours, Minutes, Text, TextHours, TextMinutes};
        for (text, format, expected) in [
            ("90", Minutes, 90),
            (" 90 ", Minutes, 90),
            ("90 min", Minutes, 90),
            ("0", Minutes, 0),
            ("1.5", Hours, 90),
            ("1.5 h", Hours, 90),
            ("2", Hours, 120),
            ("1:30", Clock, 90),
            ("01:30:00", Clock, 90),
            ("0:00", Clock, 0),
            ("1h30", Text, 90),
            ("1H 30M", Text, 90),
            ("1h05", Text, 65),
            ("1 hour 30 minutes", Text, 90),
            ("1 hour, 30 mins", Text, 90),
            ("1 hour and 30 minutes", Text, 90),
            ("90 mins.", Text, 90),
            ("1.5 h", Text, 90),
            ("1:30", Text, 90),
            ("2 hrs", Text, 120),
            ("1h 90 min", Text, 150),
            ("90", TextMinutes, 90),
            ("1h30", TextMinutes, 90),
            ("1.5", TextHours, 90),
            ("45 min", TextHours, 45),
        ] {
            assert_eq!(minutes(text, format), Ok(expected), "{text} {format:?}");
        }
        assert_eq!(milliseconds("90.5", DurationFormat::Minutes), Ok(5_430_000));
        assert_eq!(milliseconds("0:00:30", DurationFormat::Clock), Ok(30_000));
    }

    #[test]
    fn what_is_not_in_the_format_is_not_guessed() {
        use DurationFormat::{Clock, Hours, Minutes, Text, TextMinutes};
        for (text, format) in [
            ("1:30", Minutes),
            ("1h30", Minutes),
            ("1 h", Minutes),
            ("90 min", Hours),
            ("90", Clock),
            ("1:5", Clock),
            ("1:60", Clock),
            ("1:30:00:00", Clock),
            ("1h75", Text),
            ("30 min 1 h", Text),
            ("1h 2h", Text),
            ("1,5 h", Text),
            ("about an hour", Text),
            ("1 2 3", TextMinutes),
            ("", TextMinutes),
            ("½ h", Text),
            ("90 seconds", Text),
        ] {
            assert!(matches!(minutes(text, format), Err(Unreadable::NotAs(_))), "{text} {format:?}");
        }
        assert_eq!(minutes("90", Text), Err(Unreadable::NoUnit));
        assert_eq!(minutes("-90", Minutes), Err(Unreadable::Negative));
        assert_eq!(minutes("1.333333", Hours), Err(Unreadable::TooPrecise));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,30}") {
            for (_, format) in DURATION_FORMATS {
                let _ = milliseconds(&text, format).is_ok();
            }
        }

        #[test]
        fn hours_and_minutes_come_back(hours in 0i64..1000, minutes in 0i64..60) {
            let expected = Ok((hours * 60 + minutes) * 60_000);
            proptest::prop_assert_eq!(milliseconds(&format!("{hours}:{minutes:02}"), DurationFormat::Text), expected.clone());
            proptest::prop_assert_eq!(milliseconds(&format!("{hours}h{minutes:02}"), DurationFormat::Text), expected);
        }
    }
}
