//! Small calendars by hand, and random ones against a day-by-day reading of their declarations.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

use proptest::prelude::*;

use super::*;
use crate::source::{FileId, Span};
use crate::types::typed::{Calendar, DayKind, DayUnit, Year};
use crate::value::{Day, Days};

fn day(text: &str) -> Day {
    let part = |range: std::ops::Range<usize>| text[range].parse::<u32>().unwrap();
    Day::new(i32::try_from(part(0..4)).unwrap(), part(5..7), part(8..10)).unwrap()
}

fn days(from: &str, to: &str) -> Days {
    Days::new(day(from), day(to))
}

fn calendar(extends: Option<u32>, years: Vec<Year>, lines: &[(DayKind, Days)]) -> Calendar {
    Calendar {
        name: "c".to_owned(),
        title: None,
        extends: extends.map(CalendarId),
        years,
        days: lines.iter().map(|(kind, days)| (*kind, *days, None)).collect(),
        span: Span::new(FileId(0), 0, 0),
    }
}

fn build(calendars: Vec<Calendar>) -> Calendars {
    Calendars::build(&Program { calendars, ..Program::default() })
}

fn autumn() -> Year {
    Year {
        name: "2024-25".to_owned(),
        days: days("2024-09-01", "2025-08-31"),
        terms: vec![
            ("autumn".to_owned(), vec![days("2024-09-02", "2024-10-25"), days("2024-11-04", "2024-12-20")]),
            ("summer".to_owned(), vec![days("2025-04-28", "2025-05-23")]),
        ],
    }
}

/// Bank holidays, then a council, then a school of its own mind.
fn three() -> Calendars {
    build(vec![
        calendar(None, vec![], &[(DayKind::BankHoliday, days("2025-05-05", "2025-05-05"))]),
        calendar(Some(0), vec![autumn()], &[(DayKind::Inset, days("2024-09-02", "2024-09-02"))]),
        calendar(
            Some(1),
            vec![],
            &[
                (DayKind::Closed, days("2024-09-02", "2024-09-03")),
                (DayKind::Open, days("2024-10-26", "2024-10-26")),
                (DayKind::Open, days("2025-05-05", "2025-05-05")),
            ],
        ),
    ])
}

#[test]
fn a_calendar_of_bank_holidays_alone_covers_no_date() {
    let calendars = three();
    let england = calendars.get(CalendarId(0)).unwrap();
    assert_eq!(england.facts(day("2025-05-05")), None);
    assert_eq!(england.extent(), None);
    assert_eq!(england.open_weeks(Days::ALL), vec![]);
    assert_eq!(calendars.get(CalendarId(3)), None);
}

#[test]
fn half_terms_hold_school_days_and_holidays_do_not() {
    let calendars = three();
    let council = calendars.get(CalendarId(1)).unwrap();
    let fact = |text: &str| council.facts(day(text)).unwrap();
    assert_eq!(fact("2024-09-02").kind, DayClass::Inset);
    assert_eq!(fact("2024-09-03").kind, DayClass::School);
    assert_eq!(fact("2024-09-07").kind, DayClass::Weekend);
    assert_eq!(fact("2024-10-28").kind, DayClass::Closed);
    assert_eq!(council.facts(day("2024-08-31")), None);
    assert_eq!(council.facts(day("2025-09-01")), None);
}

#[test]
fn windows_go_by_date_also_on_days_when_nobody_is_in_school() {
    let calendars = three();
    let council = calendars.get(CalendarId(1)).unwrap();
    let name = |periods: &[Period], place: Option<u16>| place.map(|at| periods[usize::from(at)].name.clone());
    let names = |text: &str| {
        let facts = council.facts(day(text)).unwrap();
        let year = Some(facts.year);
        (
            name(council.years(), year).unwrap(),
            name(council.terms(), facts.term),
            name(council.half_terms(), facts.half_term),
        )
    };
    let of = |term: &str, half_term: &str| {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        ("2024-25".to_owned(), some(term), some(half_term))
    };
    // A Saturday of a half-term, the break between two, a bank holiday, and the Christmas holiday.
    assert_eq!(names("2024-09-07"), of("autumn 2024-25", "autumn 1 2024-25"));
    assert_eq!(names("2024-10-28"), of("autumn 2024-25", ""));
    assert_eq!(names("2025-05-05"), of("summer 2024-25", "summer 1 2024-25"));
    assert_eq!(names("2024-12-23"), of("", ""));
}

#[test]
fn a_later_line_overrides_and_a_bank_holiday_stays_one() {
    let calendars = three();
    let council = calendars.get(CalendarId(1)).unwrap();
    let school = calendars.get(CalendarId(2)).unwrap();
    let kinds = |text: &str| (council.facts(day(text)).unwrap().kind, school.facts(day(text)).unwrap().kind);
    assert_eq!(kinds("2024-09-02"), (DayClass::Inset, DayClass::Closed));
    assert_eq!(kinds("2024-09-03"), (DayClass::School, DayClass::Closed));
    assert_eq!(kinds("2024-10-26"), (DayClass::Weekend, DayClass::School));
    assert_eq!(kinds("2025-05-05"), (DayClass::Closed, DayClass::School));
    assert!(school.facts(day("2025-05-05")).unwrap().bank_holiday);
    assert_eq!(school.is(day("2025-05-05"), DayUnit::Working), Some(false));
    assert_eq!(school.is(day("2025-05-05"), DayUnit::School), Some(true));
}

#[test]
fn a_year_of_the_same_name_replaces_the_one_extended() {
    let short = Year { terms: vec![("autumn".to_owned(), vec![days("2024-09-09", "2024-09-13")])], ..autumn() };
    let calendars = build(vec![
        calendar(None, vec![autumn()], &[(DayKind::Inset, days("2024-09-13", "2024-09-13"))]),
        calendar(Some(0), vec![short], &[]),
    ]);
    let school = calendars.get(CalendarId(1)).unwrap();
    assert_eq!(school.years().len(), 1);
    assert_eq!(school.count(days("2024-09-01", "2025-08-31"), DayUnit::School), Some(4));
    assert_eq!(school.count(days("2024-09-01", "2025-08-31"), DayUnit::Open), Some(5));
}

#[test]
fn counting_stops_where_the_calendar_does() {
    let calendars = three();
    let council = calendars.get(CalendarId(1)).unwrap();
    assert_eq!(council.count(days("2025-08-29", "2025-09-01"), DayUnit::Working), None);
    assert_eq!(council.count(days("2025-08-29", "2025-09-01"), DayUnit::Calendar), Some(4));
    assert_eq!(council.count(days("2025-09-01", "2025-08-31"), DayUnit::Open), Some(0));
    let due = |number, unit, first| council.deadline(day("2025-08-28"), number, unit, first);
    assert_eq!(due(0, DayUnit::School, First::After), Some(day("2025-08-28")));
    assert_eq!(due(1, DayUnit::School, First::After), None);
    assert_eq!(due(1, DayUnit::Working, First::After), Some(day("2025-08-29")));
    assert_eq!(due(2, DayUnit::Working, First::OnOrAfter), Some(day("2025-08-29")));
    assert_eq!(due(2, DayUnit::Working, First::After), None);
    assert_eq!(due(60, DayUnit::Calendar, First::After), Some(day("2025-10-27")));
    assert_eq!(due(1, DayUnit::Calendar, First::OnOrAfter), Some(day("2025-08-28")));
}

#[test]
fn a_deadline_from_a_closed_day_begins_with_the_first_day_that_counts() {
    let calendars = three();
    let council = calendars.get(CalendarId(1)).unwrap();
    let saturday = day("2024-10-26");
    assert_eq!(council.deadline(saturday, 1, DayUnit::School, First::OnOrAfter), Some(day("2024-11-04")));
    assert_eq!(council.deadline(saturday, 1, DayUnit::School, First::After), Some(day("2024-11-04")));
    assert_eq!(council.deadline(day("2024-11-04"), 1, DayUnit::School, First::After), Some(day("2024-11-05")));
}

#[test]
fn a_calendar_that_extends_itself_is_read_and_not_followed_for_ever() {
    let calendars = build(vec![calendar(Some(0), vec![autumn()], &[])]);
    assert_eq!(calendars.get(CalendarId(0)).unwrap().years().len(), 1);
}

/// Slots of sixty days, in each of which a calendar may declare a year of the slot's name.
const SLOTS: i32 = 3;
const SLOT: i32 = 60;

fn start(slot: i32) -> Day {
    day("2024-08-20").plus(slot * SLOT)
}

fn any_year(slot: i32) -> impl Strategy<Value = Option<Year>> {
    let cuts = proptest::collection::vec(0..SLOT, 8);
    (any::<bool>(), cuts).prop_map(move |(there, mut cuts)| {
        cuts.sort_unstable();
        cuts.dedup();
        let at: Vec<Day> = cuts.iter().map(|cut| start(slot).plus(*cut)).collect();
        let last = *at.last()?;
        // Neighbouring cuts are half-terms in turn, so that they never overlap; two of them to a term.
        let half_terms: Vec<Days> = at.chunks_exact(2).map(|pair| Days::new(pair[0], pair[1])).collect();
        let terms = half_terms.chunks(2).zip(["autumn", "spring"]).map(|(two, name)| (name.to_owned(), two.to_vec()));
        let year = Year { name: format!("slot {slot}"), days: Days::new(at[0], last), terms: terms.collect() };
        there.then_some(year)
    })
}

fn any_line() -> impl Strategy<Value = (DayKind, Days)> {
    let kind =
        prop_oneof![Just(DayKind::Open), Just(DayKind::Inset), Just(DayKind::Closed), Just(DayKind::BankHoliday)];
    (kind, 0..SLOTS * SLOT, 0..9i32).prop_map(|(kind, from, length)| {
        let from = start(0).plus(from - 5);
        (kind, Days::new(from, from.plus(length)))
    })
}

fn any_calendar() -> impl Strategy<Value = (Vec<Year>, Vec<(DayKind, Days)>)> {
    let years = (any_year(0), any_year(1), any_year(2));
    let lines = proptest::collection::vec(any_line(), 0..6);
    (years, lines).prop_map(|((a, b, c), lines)| ([a, b, c].into_iter().flatten().collect(), lines))
}

/// A date read straight from the declarations, the nearest calendar first: its kind, whether it is a bank holiday,
/// and the names of its year, term and half-term.
type Reading = (DayClass, bool, String, Option<String>, Option<String>);

fn naive(chain: &[Calendar], date: Day) -> Option<Reading> {
    let nearest_first: Vec<&Calendar> = chain.iter().rev().collect();
    let year = (0..SLOTS).find_map(|slot| {
        let name = format!("slot {slot}");
        let declared = nearest_first.iter().find_map(|calendar| calendar.years.iter().find(|year| year.name == name));
        declared.filter(|year| year.days.contains(date))
    })?;
    let mut term = None;
    let mut half_term = None;
    for (name, half_terms) in &year.terms {
        if half_terms[0].from <= date && date <= half_terms[half_terms.len() - 1].to {
            term = Some(format!("{name} {}", year.name));
        }
        if let Some(number) = half_terms.iter().position(|days| days.contains(date)) {
            half_term = Some(format!("{name} {} {}", number + 1, year.name));
        }
    }
    let lines: Vec<DayKind> = nearest_first
        .iter()
        .flat_map(|calendar| calendar.days.iter().rev())
        .filter(|(_, days, _)| days.contains(date))
        .map(|(kind, _, _)| *kind)
        .collect();
    let kind = match lines.first() {
        Some(DayKind::Open) => DayClass::School,
        Some(DayKind::Inset) => DayClass::Inset,
        None if date.is_weekday() && half_term.is_some() => DayClass::School,
        Some(DayKind::Closed | DayKind::BankHoliday) | None if date.is_weekday() => DayClass::Closed,
        Some(DayKind::Closed | DayKind::BankHoliday) | None => DayClass::Weekend,
    };
    Some((kind, lines.contains(&DayKind::BankHoliday), year.name.clone(), term, half_term))
}

proptest! {
    #[test]
    fn a_table_is_what_its_declarations_say_day_by_day(chain in proptest::collection::vec(any_calendar(), 1..4)) {
        let chain: Vec<Calendar> = (0u32..)
            .zip(chain)
            .map(|(at, (years, lines))| calendar(at.checked_sub(1), years, &lines))
            .collect();
        let calendars = build(chain.clone());
        for (at, _) in chain.iter().enumerate() {
            let table = calendars.get(CalendarId(u32::try_from(at).unwrap())).unwrap();
            for date in Days::new(start(0).plus(-20), start(SLOTS).plus(20)).iter() {
                let read = table.facts(date).map(|facts| {
                    let name = |periods: &[Period], place: u16| periods[usize::from(place)].name.clone();
                    (
                        facts.kind,
                        facts.bank_holiday,
                        name(table.years(), facts.year),
                        facts.term.map(|place| name(table.terms(), place)),
                        facts.half_term.map(|place| name(table.half_terms(), place)),
                    )
                });
                prop_assert_eq!(read, naive(&chain[..=at], date), "{}", date);
            }
        }
    }

    #[test]
    fn a_deadline_is_the_day_on_which_the_count_is_full(
        number in 1..19u32,
        offset in 0..120i32,
        unit in prop_oneof![Just(DayUnit::Working), Just(DayUnit::School), Just(DayUnit::Open), Just(DayUnit::Calendar)],
    ) {
        let calendars = three();
        let council = calendars.get(CalendarId(1)).unwrap();
        let from = day("2024-09-01").plus(offset);
        for (first, counted_from) in [(First::After, from.next()), (First::OnOrAfter, from)] {
            let due = council.deadline(from, number, unit, first).unwrap();
            prop_assert_eq!(council.count(Days::new(counted_from, due), unit), Some(number));
            prop_assert_eq!(council.is(due, unit), Some(true));
        }
    }
}
