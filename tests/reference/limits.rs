//! The days of a limit, counted one by one.

use assize::types::typed::{Amount, Counts, DayUnit, Limit};
use assize::value::{Day, Days};

use super::case::RefCase;
use super::deadlines::{Base, dues};

/// The earliest and the latest that the last day of a limit can be; `None` where nobody can say.
pub fn ends(case: &RefCase<'_>, limit: &Limit, from: Day) -> Option<(Day, Day)> {
    match limit.counts {
        Counts::Before => Some((from.previous(), from.previous())),
        Counts::UpTo => Some((from, from)),
        Counts::After | Counts::BeginningWith | Counts::Around => dues(case, Base::Within(limit, from), from),
    }
}

/// The first day of a limit; `None` where nobody can say.
pub fn starts(case: &RefCase<'_>, limit: &Limit, from: Day) -> Option<Day> {
    match limit.counts {
        Counts::After | Counts::BeginningWith => Some(from),
        Counts::Before | Counts::UpTo | Counts::Around => back(case, limit, (from, number_of(case, limit)?), None),
    }
}

/// The days that are within a limit however short it is.
pub fn shortest(case: &RefCase<'_>, limit: &Limit, from: Day) -> Days {
    let number = number_of(case, limit).unwrap_or(u32::from(!may_be_none(limit)));
    let on = || count_days(case, limit, (from, number), Some(true)).unwrap();
    let back = || back(case, limit, (from, number), Some(true)).unwrap();
    match limit.counts {
        Counts::After | Counts::BeginningWith => Days::new(from, on()),
        Counts::Before => Days::new(back(), from.previous()),
        Counts::UpTo => Days::new(back(), from),
        Counts::Around => Days::new(back(), on()),
    }
}

fn may_be_none(limit: &Limit) -> bool {
    !matches!(limit.counts, Counts::BeginningWith | Counts::Before)
}

pub fn number_of(case: &RefCase<'_>, limit: &Limit) -> Option<u32> {
    let number = match limit.number {
        Amount::Number(number) => number,
        Amount::Param(id) => u32::try_from(case.audit.params[id.index()]?.to_integer()).unwrap(),
    };
    // Of no days there is no first one.
    (number > 0 || may_be_none(limit)).then_some(number)
}

/// Counts back from a day, with what to take a day for that no calendar covers.
pub fn back(case: &RefCase<'_>, limit: &Limit, (from, number): (Day, u32), uncovered: Option<bool>) -> Option<Day> {
    let (mut day, mut left) = (from, number);
    while left > 0 {
        day = day.previous();
        left -= u32::from(of_kind(case, day, limit.unit).or(uncovered)?);
    }
    Some(day)
}

/// Counts on from a day, with what to take a day for that no calendar covers.
pub fn count_days(
    case: &RefCase<'_>,
    limit: &Limit,
    (from, number): (Day, u32),
    uncovered: Option<bool>,
) -> Option<Day> {
    let mut day = if limit.counts == Counts::BeginningWith { from.previous() } else { from };
    let mut left = number;
    while left > 0 {
        day = day.next();
        left -= u32::from(of_kind(case, day, limit.unit).or(uncovered)?);
    }
    Some(day.max(from))
}

/// Whether a day is of a kind; `None` where no calendar covers it.
pub fn of_kind(case: &RefCase<'_>, day: Day, unit: DayUnit) -> Option<bool> {
    Some(match unit {
        DayUnit::Calendar => true,
        DayUnit::Working => day.is_weekday() && !case.facts(day)?.bank_holiday,
        DayUnit::School => case.facts(day)?.kind == assize::calendar::DayClass::School,
        DayUnit::Open => case.facts(day)?.kind.is_open(),
    })
}
