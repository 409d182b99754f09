//! Today, and dates of arguments: the only place that reads the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

use super::exit::Closing;
use crate::value::Day;

/// Today's local date in a time zone.
pub fn today(zone: Tz) -> Result<Day, Closing> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|time| i64::try_from(time.as_secs()).ok());
    let instant = now.and_then(|seconds| DateTime::<Utc>::from_timestamp(seconds, 0));
    let instant = instant.ok_or_else(|| Closing::could_not("the clock shows no date; give one with `--as-of`"))?;
    Ok(Day::from(instant.with_timezone(&zone).date_naive()))
}

/// The date of an argument.
pub fn date(flag: &str, text: &str) -> Result<Day, Closing> {
    let date = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok().filter(|_| text.trim().len() == 10);
    match date {
        // As in the records: a year so long ago is a slip, and nothing could be owed by then.
        Some(date) if date.year() < 1900 => Err(Closing::could_not(format!("`{flag} {text}` is before 1900"))),
        Some(date) => Ok(Day::from(date)),
        None => Err(Closing::could_not(format!("`{flag} {text}` is not a date: write it as 2025-07-18"))),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]

    use super::*;

    #[test]
    fn dates_are_iso_and_real() {
        assert_eq!(date("--as-of", "2025-07-18").unwrap(), Day::new(2025, 7, 18).unwrap());
        for wrong in ["18/07/2025", "2025-7-18", "2025-02-30", "0025-07-18", "today", ""] {
            assert!(date("--as-of", wrong).is_err(), "{wrong}");
        }
    }
}
