//! Dates in words.

use chrono::NaiveDate;

use crate::value::{Day, Days};

/// A date as people write it: `5 Nov 2024`.
pub fn day(day: Day) -> String {
    day.date().format("%-d %b %Y").to_string()
}

/// A date in full: `Tuesday 5 November 2024`.
pub fn long_day(day: Day) -> String {
    day.date().format("%A %-d %B %Y").to_string()
}

/// A run of dates: `4 to 8 Nov 2024`, `28 Oct to 1 Nov 2024`, `from 9 Sep 2024`, `any date`.
pub fn days(days: Days) -> String {
    let open_start = days.from == Day::MIN;
    let open_end = days.to == Day::MAX;
    match (open_start, open_end) {
        (true, true) => return "any date".to_owned(),
        (true, false) => return format!("any date up to {}", day(days.to)),
        (false, true) => return format!("{} onwards", day(days.from)),
        (false, false) => {}
    }
    if days.from == days.to {
        return day(days.from);
    }
    let (from, to) = (days.from.date(), days.to.date());
    let same = |format: &str| from.format(format).to_string() == to.format(format).to_string();
    let start = if same("%b %Y") {
        from.format("%-d")
    } else if same("%Y") {
        from.format("%-d %b")
    } else {
        from.format("%-d %b %Y")
    };
    format!("{start} to {}", day(days.to))
}

/// A text with each ISO date in it as people write it: `week of 2024-11-04` is `week of 4 Nov 2024`.
pub fn with_dates(text: &str) -> String {
    let word = |word: &str| match NaiveDate::parse_from_str(word, "%Y-%m-%d") {
        Ok(date) if word.len() == 10 => day(Day::from(date)),
        _ => word.to_owned(),
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]

    use super::*;

    fn on(year: i32, month: u32, date: u32) -> Day {
        Day::new(year, month, date).unwrap()
    }

    #[test]
    fn dates_read_as_people_write_them() {
        assert_eq!(day(on(2024, 11, 5)), "5 Nov 2024");
        assert_eq!(long_day(on(2024, 11, 5)), "Tuesday 5 November 2024");
    }

    #[test]
    fn runs_of_dates_do_not_repeat_what_both_ends_share() {
        assert_eq!(days(Days::new(on(2024, 11, 4), on(2024, 11, 8))), "4 to 8 Nov 2024");
        assert_eq!(days(Days::new(on(2024, 10, 28), on(2024, 11, 1))), "28 Oct to 1 Nov 2024");
        assert_eq!(days(Days::new(on(2024, 12, 30), on(2025, 1, 3))), "30 Dec 2024 to 3 Jan 2025");
        assert_eq!(days(Days::new(on(2024, 11, 4), on(2024, 11, 4))), "4 Nov 2024");
    }

    #[test]
    fn dates_inside_a_label_are_put_in_words() {
        assert_eq!(with_dates("week of 2024-11-04"), "week of 4 Nov 2024");
        assert_eq!(with_dates("autumn 1 2024-25"), "autumn 1 2024-25");
    }

    #[test]
    fn open_ends_are_said() {
        assert_eq!(days(Days::new(Day::MIN, on(2024, 11, 4))), "any date up to 4 Nov 2024");
        assert_eq!(days(Days::new(on(2024, 11, 4), Day::MAX)), "4 Nov 2024 onwards");
        assert_eq!(days(Days::ALL), "any date");
    }
}
