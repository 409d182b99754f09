//! Part windows: how much of a whole window a case's active days are, as an exact share.

use crate::engine::condition::value_of;
use crate::engine::outcome::Reason;
use crate::engine::scope::Scope;
use crate::engine::spec::{Basis, Spec};
use crate::engine::trial::Trial;
use crate::types::typed::{CalendarId, Part, ProRata, Value};
use crate::value::{Day, Days, Rational, Weekdays, whole};

/// What a rule makes of a window.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Share {
    /// It is owed in full.
    Full,
    /// It is not owed: a part window that the rule drops; with the open days active and those of a whole one.
    Dropped(Option<(u32, u32)>),
    /// This share of it is owed; with the open days active and those of a whole one where they are counted.
    Of(Rational, Option<(u32, u32)>),
    /// Nobody can say which share.
    Unknown(Reason),
}

/// The share of a window that is owed.
pub fn share(trial: &Trial<'_, '_>, spec: &Spec) -> Share {
    let Some(part) = trial.rule.part else { return Share::Full };
    if spec.basis == Basis::Whole {
        return Share::Full;
    }
    // A term of a clock is whole by what was served, and not by days.
    if let Basis::Served(served) = spec.basis {
        return match part {
            Part::Dropped if served < whole(1) => Share::Dropped(None),
            Part::InFull | Part::Dropped => Share::Full,
            Part::ProRata(..) => Share::Of(served, None),
        };
    }
    let scope = spec.scope(trial);
    match part {
        Part::InFull => Share::Full,
        Part::Dropped => match open_days(&scope, spec.basis) {
            Ok((open, all)) if open < all => Share::Dropped(Some((open, all))),
            Ok(_) => Share::Full,
            Err(reason) => Share::Unknown(reason),
        },
        Part::ProRata(by, _) => {
            let weighed =
                weigh(&scope, by, scope.weighed).and_then(|some| Ok((some, weigh_whole(&scope, by, spec.basis)?)));
            match weighed {
                Err(reason) => Share::Unknown(reason),
                Ok((_, all)) if all == whole(0) => Share::Of(whole(0), None),
                Ok((some, all)) => {
                    let counted = if by == ProRata::OpenDays { open_days(&scope, spec.basis).ok() } else { None };
                    Share::Of(some / all, counted)
                }
            }
        }
    }
}

/// The share of a window's active days that lie outside some runs of days.
pub fn share_outside(scope: &Scope<'_, '_>, by: ProRata, runs: &[Days]) -> Result<Rational, Reason> {
    let all = weigh(scope, by, scope.weighed)?;
    if all == whole(0) {
        return Ok(whole(0));
    }
    let mut outside = all;
    for run in runs {
        outside -= weigh(scope, by, run.intersect(scope.weighed))?;
    }
    Ok(outside / all)
}

/// The open days on which the case is active, and those of a whole window.
fn open_days(scope: &Scope<'_, '_>, basis: Basis) -> Result<(u32, u32), Reason> {
    let number = |weight: Rational| u32::try_from(weight.to_integer()).unwrap_or(u32::MAX);
    let some = weigh(scope, ProRata::OpenDays, scope.weighed)?;
    Ok((number(some), number(weigh_whole(scope, ProRata::OpenDays, basis)?)))
}

/// What the active days of a run weigh.
fn weigh(scope: &Scope<'_, '_>, by: ProRata, days: Days) -> Result<Rational, Reason> {
    match by {
        ProRata::Days => Ok(whole(i64::try_from(owed(scope, days).count()).unwrap_or(0))),
        ProRata::OpenDays => weigh_open(scope, days, &|_| Ok(whole(1))),
        ProRata::Fte => weigh_open(scope, days, &|day| fte(scope, day)),
        ProRata::WorkingPattern => {
            weigh_open(scope, days, &|day| Ok(whole(i64::from(pattern(scope, day)?.contains(day.weekday())))))
        }
    }
}

/// The days of a run on which the case is active, in force, and in a week that counts.
fn owed(scope: &Scope<'_, '_>, days: Days) -> impl Iterator<Item = Day> {
    let counts = |day: &Day| !scope.skipped.iter().any(|run| run.contains(*day));
    scope.timeline.active_days(days).filter(|day| scope.rule.in_force.contains(*day)).filter(counts)
}

fn weigh_open(
    scope: &Scope<'_, '_>,
    days: Days,
    weight: &dyn Fn(Day) -> Result<Rational, Reason>,
) -> Result<Rational, Reason> {
    let mut sum = whole(0);
    for day in owed(scope, days) {
        if day.is_weekday() && scope.timeline.facts(day)?.kind.is_open() {
            sum += weight(day)?;
        }
    }
    Ok(sum)
}

/// What a whole window weighs.
fn weigh_whole(scope: &Scope<'_, '_>, by: ProRata, basis: Basis) -> Result<Rational, Reason> {
    // Of a period whose first day is at two schools nobody can say by which calendar it is whole.
    if let (Basis::Period(..), true, Some(first)) = (basis, by != ProRata::Days, owed(scope, scope.weighed).next())
        && let Err(reason @ (Reason::TwoSchools(_) | Reason::WhoseCalendar(_))) = scope.timeline.facts(first)
    {
        return Err(reason);
    }
    match (basis, by) {
        (Basis::Whole | Basis::Served(_), _) => Ok(whole(1)),
        (Basis::Weeks(weeks), ProRata::OpenDays | ProRata::Fte) => Ok(whole(i64::from(weeks) * 5)),
        (Basis::Weeks(weeks), ProRata::Days) => Ok(whole(i64::from(weeks) * 7)),
        (Basis::Weeks(weeks), ProRata::WorkingPattern) => pattern_of_weeks(scope, weeks),
        (Basis::Period(days, _), ProRata::Days) => Ok(whole(i64::from(days.len()))),
        (Basis::Period(days, calendar), ProRata::OpenDays | ProRata::Fte) => {
            open_in(scope, days, calendar, &|_| Ok(Weekdays::MON_TO_FRI))
        }
        (Basis::Period(days, calendar), ProRata::WorkingPattern) => {
            open_in(scope, days, calendar, &|day| pattern(scope, day))
        }
    }
}

/// The working days of so many whole weeks: of those that the case is active in, each day by its own pattern, and of
/// weeks that a short tile lacks, by the pattern of its last day.
fn pattern_of_weeks(scope: &Scope<'_, '_>, weeks: u32) -> Result<Rational, Reason> {
    let mut mondays: Vec<Day> = owed(scope, scope.weighed).map(Day::monday).collect();
    mondays.dedup();
    let working = |monday: Day| -> Result<i64, Reason> {
        let mut number = 0;
        for day in Days::new(monday, monday.plus(4)).iter() {
            number += i64::from(pattern(scope, day)?.contains(day.weekday()));
        }
        Ok(number)
    };
    let mut number = 0;
    for monday in &mondays {
        number += working(*monday)?;
    }
    let lacking = i64::from(weeks) - i64::try_from(mondays.len()).unwrap_or(0);
    if let Some(last) = mondays.last().filter(|_| lacking > 0) {
        number += lacking * working(last.plus(7))?;
    }
    Ok(whole(number))
}

/// The open days of a period in a calendar that fall on the weekdays of each day.
fn open_in(
    scope: &Scope<'_, '_>,
    days: Days,
    calendar: Option<CalendarId>,
    weekdays: &dyn Fn(Day) -> Result<Weekdays, Reason>,
) -> Result<Rational, Reason> {
    let uncovered = |day: Day| Reason::NoCalendar(scope.timeline.school(day), day);
    let table = calendar.and_then(|calendar| scope.judge.calendar(calendar)).ok_or_else(|| uncovered(days.from))?;
    let mut number = 0;
    for day in days.iter() {
        let facts = table.facts(day).ok_or_else(|| uncovered(day))?;
        number += i64::from(facts.kind.is_open() && weekdays(day)?.contains(day.weekday()));
    }
    Ok(whole(number))
}

fn fte(scope: &Scope<'_, '_>, day: Day) -> Result<Rational, Reason> {
    match value_of(scope, "fte", day) {
        Ok(Value::Number(fte)) => Ok(fte),
        Ok(Value::Text(_)) => Err(Reason::AttributeBlank("fte".to_owned())),
        Err(reason) => Err(reason),
    }
}

fn pattern(scope: &Scope<'_, '_>, day: Day) -> Result<Weekdays, Reason> {
    match value_of(scope, "pattern", day) {
        Ok(Value::Number(bits)) => Ok(Weekdays::from_bits(u8::try_from(bits.to_integer()).unwrap_or(0))),
        Ok(Value::Text(_)) => Err(Reason::AttributeBlank("pattern".to_owned())),
        Err(reason) => Err(reason),
    }
}
