//! Reads dates and times by a format, in a time zone.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;

use super::Unreadable;
use super::date_format::{DateFormat, Part};
use crate::value::{Day, MONTHS};

/// A local day, with the time where the cell says one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Stamp {
    /// The local day.
    pub day: Day,
    /// Minutes after local midnight.
    pub minute: Option<u16>,
}

/// What the parts of one cell say.
#[derive(Clone, Copy, Default, Debug)]
struct Found {
    year: i32,
    month: u32,
    day: u32,
    hour: Option<u32>,
    afternoon: Option<bool>,
    minute: u32,
    /// Minutes east of UTC.
    offset: Option<i64>,
}

/// The local day, and time where there is one, that a cell says; an instant is turned into the time zone.
///
/// # Errors
///
/// Why the cell cannot be read.
pub fn read_stamp(text: &str, format: &DateFormat, zone: Tz) -> Result<Stamp, Unreadable> {
    let found = find(text, format)?;
    if found.year < 1900 {
        return Err(Unreadable::TooEarly);
    }
    let date = NaiveDate::from_ymd_opt(found.year, found.month, found.day).ok_or(Unreadable::NoSuchDate)?;
    let Some(time) = time(&found, format)? else { return Ok(Stamp { day: date.into(), minute: None }) };
    let stated = NaiveDateTime::new(date, time);
    let local = match found.offset {
        Some(offset) => {
            let utc = stated.checked_sub_signed(TimeDelta::minutes(offset)).ok_or(Unreadable::NoSuchDate)?;
            zone.from_utc_datetime(&utc).naive_local()
        }
        None if zone.from_local_datetime(&stated).earliest().is_none() => return Err(Unreadable::Skipped),
        None => stated,
    };
    Ok(Stamp { day: local.date().into(), minute: Some(minutes(local.time())) })
}

/// The local time that a cell says, in minutes after midnight.
///
/// # Errors
///
/// Why the cell cannot be read.
pub fn read_time(text: &str, format: &DateFormat) -> Result<u16, Unreadable> {
    let found = find(text, format)?;
    let time = time(&found, format)?.ok_or_else(|| not_as(format))?;
    Ok(minutes(time))
}

fn minutes(time: NaiveTime) -> u16 {
    u16::try_from(time.hour() * 60 + time.minute()).unwrap_or(0)
}

fn not_as(format: &DateFormat) -> Unreadable {
    Unreadable::NotAs(format!("`{}`", format.text()))
}

fn time(found: &Found, format: &DateFormat) -> Result<Option<NaiveTime>, Unreadable> {
    let Some(hour) = found.hour else { return Ok(None) };
    let hour = match found.afternoon {
        None => hour,
        Some(_) if hour == 0 || hour > 12 => return Err(not_as(format)),
        Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
    };
    NaiveTime::from_hms_opt(hour, found.minute, 0).map(Some).ok_or_else(|| not_as(format))
}

fn find(text: &str, format: &DateFormat) -> Result<Found, Unreadable> {
    let text = text.trim();
    format.alternatives().iter().find_map(|parts| matches(text, parts)).ok_or_else(|| not_as(format))
}

fn matches(text: &str, parts: &[Part]) -> Option<Found> {
    let mut found = Found::default();
    let mut rest = text;
    for part in parts {
        rest = take(*part, rest, &mut found)?;
    }
    rest.is_empty().then_some(found)
}

/// Takes one part off the front.
fn take<'t>(part: Part, text: &'t str, found: &mut Found) -> Option<&'t str> {
    match part {
        Part::Year => digits(text, 4, 4).map(|(number, rest)| {
            found.year = i32::try_from(number).unwrap_or(0);
            rest
        }),
        Part::ShortYear => digits(text, 2, 2).map(|(number, rest)| {
            found.year = 2000 + i32::try_from(number).unwrap_or(0);
            rest
        }),
        Part::Month { exact } => digits(text, if exact { 2 } else { 1 }, 2).map(|(number, rest)| {
            found.month = number;
            rest
        }),
        Part::MonthName => month_name(text).map(|(number, rest)| {
            found.month = number;
            rest
        }),
        Part::Day { exact } => digits(text, if exact { 2 } else { 1 }, 2).map(|(number, rest)| {
            found.day = number;
            rest
        }),
        Part::Hour { exact } => digits(text, if exact { 2 } else { 1 }, 2).map(|(number, rest)| {
            found.hour = Some(number);
            rest
        }),
        Part::Hour12 => digits(text, 1, 2).map(|(number, rest)| {
            found.hour = Some(number);
            rest
        }),
        Part::AmPm => am_pm(text).map(|(afternoon, rest)| {
            found.afternoon = Some(afternoon);
            rest
        }),
        Part::Minute => digits(text, 2, 2).filter(|(number, _)| *number < 60).map(|(number, rest)| {
            found.minute = number;
            rest
        }),
        Part::Second => digits(text, 2, 2).filter(|(number, _)| *number < 60).map(|(_, rest)| decimals(rest)),
        Part::Offset => offset(text).map(|(minutes, rest)| {
            found.offset = Some(minutes);
            rest
        }),
        Part::Literal(letter) if letter.is_whitespace() => {
            let rest = text.trim_start();
            (rest.len() < text.len()).then_some(rest)
        }
        Part::Literal(letter) => text.strip_prefix(letter),
    }
}

/// A number of `least` to `most` digits, as many as there are.
fn digits(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let length = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if length < least {
        return None;
    }
    let (number, rest) = text.split_at_checked(length)?;
    Some((number.parse().ok()?, rest))
}

/// What follows the decimals of a second.
fn decimals(text: &str) -> &str {
    let Some(rest) = text.strip_prefix(['.', ',']) else { return text };
    let after = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if after.len() == rest.len() { text } else { after }
}

/// A month's name, or at least its first three letters.
fn month_name(text: &str) -> Option<(u32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at_checked(length)?;
    let word = word.to_ascii_lowercase();
    let number = (1u32..).zip(MONTHS).find(|(_, name)| word.len() >= 3 && name.starts_with(&word))?.0;
    Some((number, rest))
}

fn am_pm(text: &str) -> Option<(bool, &str)> {
    let (word, rest) = text.split_at_checked(2)?;
    match word.to_ascii_lowercase().as_str() {
        "am" => Some((false, rest)),
        "pm" => Some((true, rest)),
        _ => None,
    }
}

/// `Z`, `+01:00`, `+0100` or `+01`, in minutes.
fn offset(text: &str) -> Option<(i64, &str)> {
    if let Some(rest) = text.strip_prefix(['Z', 'z']) {
        return Some((0, rest));
    }
    let (sign, rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (None, Some(rest)) => (-1, rest),
        (None, None) => return None,
    };
    let (hours, rest) = digits(rest, 2, 2)?;
    let (minutes, rest) = digits(rest.strip_prefix(':').unwrap_or(rest), 2, 2).unwrap_or((0, rest));
    (hours < 24 && minutes < 60).then_some((sign * i64::from(hours * 60 + minutes), rest))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use chrono_tz::Europe::London;

    use super::*;
    use crate::records::format::{FormatProblem, Needs};

    fn stamp(format: &str, text: &str) -> Result<String, Unreadable> {
        let format = DateFormat::parse(format, Needs::Date).unwrap();
        let stamp = read_stamp(text, &format, London)?;
        let time = stamp.minute.map(|minute| format!(" {:02}:{:02}", minute / 60, minute % 60)).unwrap_or_default();
        Ok(format!("{}{time}", stamp.day))
    }

    #[test]
    fn each_format_reads_what_it_says() {
        for (format, text, expected) in [
            ("DD/MM/YYYY", "02/09/2024", "2024-09-02"),
            ("DD/MM/YYYY", " 02/09/2024 ", "2024-09-02"),
            ("D/M/YY", "2/9/24", "2024-09-02"),
            ("D/M/YYYY", "12/11/2024", "2024-11-12"),
            ("YYYY-MM-DD", "2024-02-29", "2024-02-29"),
            ("DDMMYYYY", "02092024", "2024-09-02"),
            ("D MMM YYYY", "2 Sept 2024", "2024-09-02"),
            ("D MMM YYYY", "2  SEPTEMBER 2024", "2024-09-02"),
            ("DD/MM/YYYY HH:mm", "02/09/2024 09:05", "2024-09-02 09:05"),
            ("DD/MM/YYYY h:mm a", "02/09/2024 12:05 AM", "2024-09-02 00:05"),
            ("DD/MM/YYYY h:mma", "02/09/2024 2:30pm", "2024-09-02 14:30"),
            ("YYYY-MM-DDTHH:mm:ssZ", "2024-09-30T23:30:00Z", "2024-10-01 00:30"),
            ("YYYY-MM-DDTHH:mm:ssZ", "2024-12-31T23:30:00.123Z", "2024-12-31 23:30"),
            ("YYYY-MM-DDTHH:mm:ssZ", "2025-01-01T00:30:00+0100", "2024-12-31 23:30"),
            ("ISO", "2024-09-30", "2024-09-30"),
            ("ISO", "2024-09-30 09:00", "2024-09-30 09:00"),
            ("ISO", "2024-09-30T23:30:00+01:00", "2024-09-30 23:30"),
            ("ISO", "2024-11-24T23:30:00Z", "2024-11-24 23:30"),
        ] {
            assert_eq!(stamp(format, text).as_deref(), Ok(expected), "{format} {text}");
        }
    }

    #[test]
    fn what_is_not_in_the_format_is_not_guessed() {
        for (format, text) in [
            ("DD/MM/YYYY", "2/9/2024"),
            ("DD/MM/YYYY", "2024-09-02"),
            ("DD/MM/YYYY", "02/09/24"),
            ("DD/MM/YYYY", "02/09/2024 10:00"),
            ("DD/MM/YYYY", "02-09-2024"),
            ("DD/MM/YYYY", ""),
            ("DD/MM/YYYY", "tbc"),
            ("DD/MM/YYYY", "٠٢/٠٩/٢٠٢٤"),
            ("DD/MM/YYYY HH:mm", "02/09/2024 24:00"),
            ("DD/MM/YYYY HH:mm", "02/09/2024 10:60"),
            ("DD/MM/YYYY h:mm a", "02/09/2024 13:00 pm"),
            ("ISO", "2024-09-30T25:00"),
            ("ISO", "2024-9-3"),
        ] {
            assert!(matches!(stamp(format, text), Err(Unreadable::NotAs(_))), "{format} {text}");
        }
        assert_eq!(stamp("DD/MM/YYYY", "31/09/2024"), Err(Unreadable::NoSuchDate));
        assert_eq!(stamp("DD/MM/YYYY", "29/02/2023"), Err(Unreadable::NoSuchDate));
        assert_eq!(stamp("DD/MM/YYYY", "09/13/2024"), Err(Unreadable::NoSuchDate));
        assert_eq!(stamp("DD/MM/YYYY", "02/09/0024"), Err(Unreadable::TooEarly));
    }

    #[test]
    fn clocks_going_forward_skip_a_time_and_going_back_repeat_one() {
        assert_eq!(stamp("ISO", "2025-03-30T01:30"), Err(Unreadable::Skipped));
        assert_eq!(stamp("ISO", "2024-10-27T01:30").as_deref(), Ok("2024-10-27 01:30"));
        assert_eq!(stamp("ISO", "2025-03-30T01:30:00Z").as_deref(), Ok("2025-03-30 02:30"));
    }

    #[test]
    fn formats_that_are_none_are_refused() {
        let problem = |format, needs| DateFormat::parse(format, needs).unwrap_err();
        assert_eq!(problem("dd/mm/yyyy", Needs::Date), FormatProblem::UnknownLetter('d'));
        assert_eq!(problem("DD/MM", Needs::Date), FormatProblem::Lacks("a year"));
        assert_eq!(problem("DD/DD/YYYY", Needs::Date), FormatProblem::Twice("a day"));
        assert_eq!(problem("DD/MM/YYYY h:mm", Needs::Date), FormatProblem::Lacks("`a` for am or pm"));
        assert_eq!(problem("DD/MM/YYYY HH", Needs::Date), FormatProblem::Lacks("minutes"));
        assert_eq!(problem("DD HH:mm", Needs::Time), FormatProblem::Extra("a day"));
        assert_eq!(problem("ISO", Needs::Time), FormatProblem::UnknownLetter('I'));
    }

    #[test]
    fn times_of_day() {
        let time = |format, text| read_time(text, &DateFormat::parse(format, Needs::Time).unwrap());
        assert_eq!(time("H:mm", "9:05"), Ok(545));
        assert_eq!(time("H:mm", "23:30"), Ok(23 * 60 + 30));
        assert_eq!(time("HH:mm:ss", "09:05:59"), Ok(545));
        assert_eq!(time("h:mm a", "9:05 pm"), Ok(21 * 60 + 5));
        assert!(time("H:mm", "9.05").is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}", format in "[YMDHhmsaZ/: T-]{0,20}") {
            for needs in [Needs::Date, Needs::Time] {
                if let Ok(format) = DateFormat::parse(&format, needs) {
                    let _ = read_stamp(&text, &format, London).is_ok();
                    let _ = read_time(&text, &format).is_ok();
                }
            }
            let _ = DateFormat::parse(&text, Needs::Date).is_ok();
        }
    }
}
