//! The last day of a limit: so many days of a kind after a day.

use crate::engine::outcome::Reason;
use crate::engine::timeline::Timeline;
use crate::types::typed::DayUnit;
use crate::value::{Day, Days};

/// A limit longer than this is never reached: no calendar is that long.
const LONGEST: i32 = 40_000;

/// Whether a day is of a kind, by the case's own calendar.
pub fn is_of_kind(timeline: &Timeline<'_>, day: Day, unit: DayUnit) -> Result<bool, Reason> {
    match unit {
        DayUnit::Calendar => Ok(true),
        DayUnit::Working => Ok(day.is_weekday() && !timeline.facts(day)?.bank_holiday),
        DayUnit::School => Ok(timeline.facts(day)?.kind == crate::calendar::DayClass::School),
        DayUnit::Open => Ok(timeline.facts(day)?.kind.is_open()),
    }
}

/// How many days of a kind a run holds.
pub fn count(timeline: &Timeline<'_>, days: Days, unit: DayUnit) -> Result<u32, Reason> {
    if unit == DayUnit::Calendar {
        return Ok(u32::try_from(days.len()).unwrap_or(0));
    }
    let mut number = 0;
    for day in days.iter() {
        number += u32::from(is_of_kind(timeline, day, unit)?);
    }
    Ok(number)
}

/// The `number`-th day of a kind after `from`, or counting from `from` itself on where the limit begins with it.
///
/// A limit of no days after a day is due on that day.
pub fn deadline(timeline: &Timeline<'_>, from: Day, limit: (u32, DayUnit), start: Start) -> Result<Day, Reason> {
    deadline_without(timeline, from, limit, (start, &[]))
}

/// The same, where the days of some runs do not count.
pub fn deadline_without(
    timeline: &Timeline<'_>,
    from: Day,
    limit: (u32, DayUnit),
    (start, still): (Start, &[Days]),
) -> Result<Day, Reason> {
    let (number, unit) = limit;
    let mut day = match start {
        Start::BeginningWith => from.previous(),
        Start::After => from,
    };
    if unit == DayUnit::Calendar && still.is_empty() {
        return Ok(day.plus(i32::try_from(number).unwrap_or(i32::MAX)));
    }
    let mut left = number;
    for _ in 0..LONGEST {
        if left == 0 {
            return Ok(day.max(from));
        }
        day = day.next();
        let counts = !still.iter().any(|run| run.contains(day)) && is_of_kind(timeline, day, unit)?;
        left -= u32::from(counts);
    }
    Err(Reason::NoCalendar(timeline.school(day), day))
}

/// The `number`-th day of a kind before a day.
pub fn before(timeline: &Timeline<'_>, from: Day, (number, unit): (u32, DayUnit)) -> Result<Day, Reason> {
    back(from, number, &|day| is_of_kind(timeline, day, unit))
}

/// The latest day that so many days before a day can be, where a date that no calendar covers may be of the kind.
pub fn latest_before(timeline: &Timeline<'_>, from: Day, (number, unit): (u32, DayUnit)) -> Day {
    back(from, number, &|day| Ok(is_of_kind(timeline, day, unit).unwrap_or(true))).unwrap_or(from)
}

fn back(from: Day, number: u32, counts: &dyn Fn(Day) -> Result<bool, Reason>) -> Result<Day, Reason> {
    let (mut day, mut left) = (from, number);
    for _ in 0..LONGEST {
        if left == 0 {
            break;
        }
        day = day.previous();
        left -= u32::from(counts(day)?);
    }
    Ok(day)
}

/// The earliest day that a limit can end on, where a date that no calendar covers may be of the kind or not.
pub fn earliest(timeline: &Timeline<'_>, from: Day, limit: (u32, DayUnit), start: Start) -> Day {
    let (number, unit) = limit;
    let mut day = match start {
        Start::BeginningWith => from.previous(),
        Start::After => from,
    };
    let mut left = number;
    for _ in 0..LONGEST {
        if left == 0 {
            break;
        }
        day = day.next();
        left -= u32::from(is_of_kind(timeline, day, unit).unwrap_or(true));
    }
    day.max(from)
}

/// Which day a limit counts as its first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// The day after.
    After,
    /// The first such day on or after.
    BeginningWith,
}
