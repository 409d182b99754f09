//! The windows of a rule for a case, found by looking at every day.

use std::collections::BTreeMap;

use chrono::Datelike;

use assize::calendar::DayClass;
use assize::engine::outcome::Outcome;
use assize::types::typed::{Part, ProRata, TileStart, Value, WeekKind, WindowKind};
use assize::value::{Day, Days, Rational, Weekdays, whole};

use super::Owed;
use super::case::RefCase;
use super::exceptions::{Judged, judge, set_aside};

/// What a whole window is.
#[derive(Clone, Copy)]
pub enum Whole {
    Always,
    Weeks(i64),
    Period(Days),
}

/// The obligations of `each …`.
pub fn each(case: &RefCase<'_>, kind: WindowKind) -> Vec<Owed> {
    // Where the rule is judged when it is repealed, nothing comes after.
    let days: Vec<Day> =
        case.duty_days().into_iter().filter(|day| case.rule.cut.is_none_or(|cut| *day <= cut)).collect();
    let mut groups: Vec<(Whole, Vec<Day>)> = Vec::new();
    let mut unknown: Vec<Day> = Vec::new();
    let by_calendar = match kind {
        WindowKind::Day | WindowKind::Week | WindowKind::Month | WindowKind::Placement => false,
        WindowKind::Weeks { of, from, .. } => {
            of != WeekKind::Calendar || matches!(from, TileStart::HalfTerm | TileStart::Year)
        }
        _ => true,
    };
    let (known, lost): (Vec<Day>, Vec<Day>) =
        days.into_iter().partition(|day| !by_calendar || case.facts(*day).is_some());
    unknown.extend(lost);
    match kind {
        WindowKind::Day => groups.extend(known.iter().map(|day| (Whole::Always, vec![*day]))),
        WindowKind::SchoolDay => {
            groups.extend(known.iter().filter(|day| case.is_school(**day)).map(|day| (Whole::Always, vec![*day])));
        }
        WindowKind::Week => groups.extend(weeks(case, &known, WeekKind::Calendar)),
        WindowKind::TeachingWeek => groups.extend(weeks(case, &known, WeekKind::Teaching)),
        WindowKind::OpenWeek => groups.extend(weeks(case, &known, WeekKind::Open)),
        WindowKind::Weeks { number, of, from } => {
            for (counted, run) in runs(case, &known, from, of) {
                let mut tiles: BTreeMap<usize, Vec<Day>> = BTreeMap::new();
                for (_, days) in weeks(case, &run, of) {
                    let before = counted.iter().filter(|monday| **monday < days[0].monday()).count();
                    tiles.entry(before / usize::try_from(number).unwrap()).or_default().extend(days);
                }
                groups.extend(tiles.into_values().map(|days| (Whole::Weeks(i64::from(number)), days)));
            }
        }
        WindowKind::HalfTerm => groups.extend(periods(case, &known, Which::HalfTerm)),
        WindowKind::Term => groups.extend(periods(case, &known, Which::Term)),
        WindowKind::Year => groups.extend(periods(case, &known, Which::Year)),
        WindowKind::Month => {
            let mut months: BTreeMap<(i32, u32), Vec<Day>> = BTreeMap::new();
            for day in &known {
                months.entry((day.date().year(), day.date().month())).or_default().push(*day);
            }
            for ((year, month), days) in months {
                let first = Day::new(year, month, 1).unwrap();
                let last =
                    (first.number()..).map(Day::from_number).take_while(|day| day.date().month() == month).last();
                groups.push((Whole::Period(Days::new(first, last.unwrap())), days));
            }
        }
        WindowKind::Placement => {
            for run in placements(case) {
                let days: Vec<Day> = known.iter().copied().filter(|day| run.contains(*day)).collect();
                groups.push((Whole::Period(run), days));
            }
        }
    }
    let mut owed: Vec<Owed> = Vec::new();
    for (whole, days) in groups {
        if let (Some(first), Some(last)) = (days.first(), days.last()) {
            owed.push(one(case, whole, Days::new(*first, *last), &days));
        }
    }
    for run in consecutive(&unknown) {
        let outcome = set_aside(case, run.from).unwrap_or(Outcome::Undetermined);
        owed.push(Owed { days: run, opens: run.from, due: Some(run.to), outcome, waiver_expired: false });
    }
    owed
}

fn one(case: &RefCase<'_>, whole: Whole, days: Days, active: &[Day]) -> Owed {
    let inside: Vec<Day> = days.iter().filter(|day| case.active(*day)).collect();
    settle(case, (days, &inside, active), (days.from, days.to), share(case, whole, active))
}

/// The obligation of a window: its days, those that events count on, and those that a share is taken of; when it opens
/// and is due; and the shares that may be owed (`None` where nobody is asked for a part window).
pub fn settle(
    case: &RefCase<'_>,
    (days, counted, weighed): (Days, &[Day], &[Day]),
    (opens, due): (Day, Day),
    shares: Option<Option<Vec<Rational>>>,
) -> Owed {
    let outcome = match shares {
        None => set_aside(case, opens).unwrap_or(Outcome::NotApplicable),
        Some(shares) => {
            let due = Some(due);
            judge(case, &Judged { days, counted, weighed, opens, due, shares, answered: &[], windows: None })
        }
    };
    Owed { days, opens, due: Some(due), outcome, waiver_expired: false }
}

/// How much of a whole window is owed: `None` where nothing is, and none within where it is owed whole.
pub fn share(case: &RefCase<'_>, basis: Whole, active: &[Day]) -> Option<Option<Vec<Rational>>> {
    let Some(part) = case.rule.part else { return Some(None) };
    // Nobody can say which part is owed: none of it, or all.
    let unknown = Some(Some(vec![whole(0), whole(1)]));
    let all = match part {
        Part::InFull => return Some(None),
        Part::Dropped => weigh_whole(case, ProRata::OpenDays, basis, active),
        Part::ProRata(by, _) => weigh_whole(case, by, basis, active),
    };
    let by = if let Part::ProRata(by, _) = part { by } else { ProRata::OpenDays };
    if matches!(basis, Whole::Always) {
        return Some(None);
    }
    match (part, weigh(case, by, active), all) {
        (_, None, _) | (_, _, None) => unknown,
        (Part::Dropped, Some(some), Some(all)) if some < all => None,
        (Part::Dropped, _, _) => Some(None),
        (_, _, Some(all)) if all == whole(0) => None,
        (_, Some(some), _) if some == whole(0) => None,
        (_, Some(some), Some(all)) => Some(Some(vec![some / all])),
    }
}

/// What some active days weigh; `None` where a calendar or an attribute is missing.
pub fn weigh(case: &RefCase<'_>, by: ProRata, days: &[Day]) -> Option<Rational> {
    let mut sum = whole(0);
    for day in days {
        let open = |case: &RefCase<'_>| Some(day.is_weekday() && case.facts(*day)?.kind.is_open());
        sum += match by {
            ProRata::Days => whole(1),
            ProRata::OpenDays => whole(i64::from(open(case)?)),
            ProRata::Fte if day.is_weekday() && open(case)? => fte(case, *day)?,
            ProRata::WorkingPattern if day.is_weekday() && open(case)? => {
                whole(i64::from(pattern(case, *day)?.contains(day.weekday())))
            }
            ProRata::Fte | ProRata::WorkingPattern => whole(0),
        };
    }
    Some(sum)
}

/// What a whole window weighs.
fn weigh_whole(case: &RefCase<'_>, by: ProRata, basis: Whole, active: &[Day]) -> Option<Rational> {
    let first = *active.first()?;
    let weekdays = |day: Day| match by {
        ProRata::WorkingPattern => pattern(case, day),
        ProRata::OpenDays | ProRata::Days | ProRata::Fte => Some(Weekdays::MON_TO_FRI),
    };
    let number = |number: usize| whole(i64::try_from(number).unwrap());
    match (basis, by) {
        (Whole::Always, _) => Some(whole(1)),
        (Whole::Weeks(weeks), ProRata::Days) => Some(whole(7 * weeks)),
        (Whole::Weeks(weeks), _) => {
            let mut mondays: Vec<Day> = active.iter().map(|day| day.monday()).collect();
            mondays.dedup();
            // A short tile's missing weeks are like the week after its last.
            while i64::try_from(mondays.len()).unwrap() < weeks {
                mondays.push(mondays.last()?.plus(7));
            }
            let mut days = 0;
            for day in mondays.iter().flat_map(|monday| Days::new(*monday, monday.plus(4)).iter()) {
                days += usize::from(weekdays(day)?.contains(day.weekday()));
            }
            Some(number(days))
        }
        (Whole::Period(days), ProRata::Days) => Some(whole(i64::from(days.len()))),
        (Whole::Period(days), _) => {
            let table = case.audit.calendars.get(case.calendar(first)?)?;
            let mut open = 0;
            for day in days.iter() {
                open += usize::from(table.facts(day)?.kind.is_open() && weekdays(day)?.contains(day.weekday()));
            }
            Some(number(open))
        }
    }
}

fn fte(case: &RefCase<'_>, day: Day) -> Option<Rational> {
    match case.attribute("fte", day)? {
        Value::Number(fte) => Some(fte),
        Value::Text(_) => None,
    }
}

fn pattern(case: &RefCase<'_>, day: Day) -> Option<Weekdays> {
    match case.attribute("pattern", day)? {
        Value::Number(bits) => Some(Weekdays::from_bits(u8::try_from(bits.to_integer()).unwrap())),
        Value::Text(_) => None,
    }
}

fn weeks(case: &RefCase<'_>, days: &[Day], of: WeekKind) -> Vec<(Whole, Vec<Day>)> {
    let mut weeks: BTreeMap<Day, Vec<Day>> = BTreeMap::new();
    for day in days {
        weeks.entry(day.monday()).or_default().push(*day);
    }
    weeks
        .into_values()
        .filter(|days| {
            days.iter().any(|day| match of {
                WeekKind::Calendar => true,
                WeekKind::Teaching => case.is_school(*day),
                WeekKind::Open => case.is_open(*day),
            })
        })
        .map(|days| (Whole::Weeks(1), days))
        .collect()
}

enum Which {
    HalfTerm,
    Term,
    Year,
}

fn periods(case: &RefCase<'_>, days: &[Day], which: Which) -> Vec<(Whole, Vec<Day>)> {
    // In the order of days: a move to another calendar begins anew, but a year is one by its name.
    let mut found: Vec<((u32, String), Whole, Vec<Day>)> = Vec::new();
    for day in days {
        let facts = case.facts(*day).unwrap();
        let calendar = case.calendar(*day).unwrap();
        let table = case.audit.calendars.get(calendar).unwrap();
        let (all, number) = match which {
            Which::HalfTerm => (table.half_terms(), facts.half_term),
            Which::Term => (table.terms(), facts.term),
            Which::Year => (table.years(), Some(facts.year)),
        };
        let Some(number) = number else { continue };
        let period = &all[usize::from(number)];
        let owner = if matches!(which, Which::Year) { 0 } else { calendar.0 };
        let key = (owner, period.name.clone());
        match found.last_mut() {
            Some((last, _, days)) if *last == key => days.push(*day),
            _ => found.push((key, Whole::Period(period.days), vec![*day])),
        }
    }
    found.into_iter().map(|(_, whole, days)| (whole, days)).collect()
}

fn placements(case: &RefCase<'_>) -> Vec<Days> {
    let mut found: Vec<(assize::records::table::SchoolId, Days)> = Vec::new();
    for row in &case.rows {
        let joined = found.iter_mut().find(|(school, days)| *school == row.school && row.days.from <= days.to.next());
        match joined {
            Some((_, days)) => days.to = days.to.max(row.days.to),
            None => found.push((row.school, row.days)),
        }
    }
    found.into_iter().map(|(_, days)| days).collect()
}

/// The Mondays that tiles are counted from, and the active days that they are made of.
fn runs(case: &RefCase<'_>, days: &[Day], from: TileStart, of: WeekKind) -> Vec<(Vec<Day>, Vec<Day>)> {
    let own = |run: Vec<Day>| (weeks(case, &run, of).iter().map(|(_, days)| days[0].monday()).collect(), run);
    match from {
        TileStart::FirstPlacement => vec![own(days.to_vec())],
        TileStart::Placement => placements(case)
            .into_iter()
            .map(|run| own(days.iter().copied().filter(|day| run.contains(*day)).collect()))
            .collect(),
        TileStart::HalfTerm | TileStart::Year => {
            let which = if from == TileStart::Year { Which::Year } else { Which::HalfTerm };
            periods(case, days, which)
                .into_iter()
                .map(|(whole, active)| (mondays(case, (whole, &active), of, from == TileStart::Year), active))
                .collect()
        }
    }
}

/// The Mondays of a period: of a year by the case's own calendar on each day, of a half-term by that half-term's.
fn mondays(case: &RefCase<'_>, (whole, active): (Whole, &[Day]), of: WeekKind, year: bool) -> Vec<Day> {
    let Whole::Period(period) = whole else { panic!("half-terms and years are periods") };
    let table = case.audit.calendars.get(case.calendar(active[0]).unwrap()).unwrap();
    let counts = |day: Day| {
        let facts = if year { case.facts(day) } else { table.facts(day) };
        match of {
            WeekKind::Calendar => true,
            WeekKind::Teaching => facts.is_some_and(|facts| facts.kind == DayClass::School),
            WeekKind::Open => facts.is_some_and(|facts| facts.kind.is_open()),
        }
    };
    let all = Days::new(period.from.min(active[0]), period.to.max(active[active.len() - 1]));
    let mut mondays: Vec<Day> = all
        .iter()
        .filter(|day| (period.contains(*day) || active.contains(day)) && counts(*day))
        .map(|day| day.monday())
        .collect();
    mondays.dedup();
    mondays
}

fn consecutive(days: &[Day]) -> Vec<Days> {
    let mut runs: Vec<Days> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some(run) if run.to.next() == *day => run.to = *day,
            _ => runs.push(Days::new(*day, *day)),
        }
    }
    runs
}
