//! The windows of a rule for a case, found by looking at every day.

use std::collections::BTreeMap;

use chrono::Datelike;

use assize::calendar::DayClass;
use assize::engine::outcome::Outcome;
use assize::types::typed::{Part, ProRata, Rounding, TileStart, WeekKind, WindowKind};
use assize::value::{Day, Days, Rational, whole};

use super::Owed;
use super::case::RefCase;
use super::worlds::{Judged, judge};

/// What a whole window is.
#[derive(Clone, Copy)]
enum Whole {
    Always,
    Weeks(i64),
    Period(Days),
}

/// The obligations of `each …`.
pub fn each(case: &RefCase<'_>, kind: WindowKind) -> Vec<Owed> {
    let days = case.duty_days();
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
        owed.push(Owed {
            days: run,
            opens: run.from,
            due: Some(run.to),
            outcome: Outcome::Undetermined,
            waiver_expired: false,
        });
    }
    owed
}

/// The single obligation of `over P`.
pub fn over(case: &RefCase<'_>, over: Days) -> Vec<Owed> {
    let active: Vec<Day> = case.duty_days().into_iter().filter(|day| over.contains(*day)).collect();
    if active.is_empty() {
        return Vec::new();
    }
    let due = over.to.min(case.last());
    let days = Days::new(over.from, due);
    let literal: Vec<Day> = days.iter().collect();
    let share = share(case, Whole::Period(over), &active);
    vec![Owed { opens: active[0], ..settle(case, days, &literal, due, share) }]
}

fn one(case: &RefCase<'_>, whole: Whole, days: Days, active: &[Day]) -> Owed {
    let inside: Vec<Day> = days.iter().filter(|day| case.active(*day)).collect();
    settle(case, days, &inside, days.to, share(case, whole, active))
}

fn settle(case: &RefCase<'_>, days: Days, counted: &[Day], due: Day, share: Share) -> Owed {
    let judged = |shares: Vec<Rational>| judge(case, &Judged { counted, due, shares });
    let outcome = match share {
        Share::None => Outcome::NotApplicable,
        Share::Of(share) => judged(vec![share]),
        // Nobody can say which part is owed: none of it, or all.
        Share::Unknown => judged(vec![whole(0), whole(1)]),
    };
    Owed { days, opens: days.from, due: Some(due), outcome, waiver_expired: false }
}

/// How much of a whole window is owed.
enum Share {
    None,
    Of(Rational),
    Unknown,
}

fn share(case: &RefCase<'_>, basis: Whole, active: &[Day]) -> Share {
    let Some(part) = case.rule.part else { return Share::Of(whole(1)) };
    let uncovered = active.iter().any(|day| case.facts(*day).is_none());
    let open = active.iter().filter(|day| day.is_weekday() && case.is_open(**day)).count();
    let open = whole(i64::try_from(open).unwrap());
    let (all_open, all_days) = match basis {
        Whole::Always => return Share::Of(whole(1)),
        Whole::Weeks(number) => (Some(whole(5 * number)), whole(7 * number)),
        Whole::Period(days) => {
            let calendar = case.audit.tables.roster.schools[case.school(active[0]).index()].calendar;
            let table = calendar.and_then(|calendar| case.audit.calendars.get(calendar));
            let facts: Vec<_> = days.iter().map(|day| (day, table.and_then(|table| table.facts(day)))).collect();
            let known = facts.iter().all(|(_, facts)| facts.is_some());
            let open =
                facts.iter().filter(|(day, facts)| day.is_weekday() && facts.is_some_and(|facts| facts.kind.is_open()));
            (known.then(|| whole(i64::try_from(open.count()).unwrap())), whole(i64::from(days.len())))
        }
    };
    match part {
        Part::InFull => Share::Of(whole(1)),
        Part::Dropped => match (all_open, uncovered) {
            (Some(all), false) if open < all => Share::None,
            (Some(_), false) => Share::Of(whole(1)),
            _ => Share::Unknown,
        },
        Part::ProRata(ProRata::OpenDays, _) => match (all_open, uncovered) {
            (Some(_), false) if open == whole(0) => Share::None,
            (Some(all), false) => Share::Of(open / all),
            _ => Share::Unknown,
        },
        Part::ProRata(ProRata::Days, _) => Share::Of(whole(i64::try_from(active.len()).unwrap()) / all_days),
        Part::ProRata(..) => panic!("the reference does not know this share yet"),
    }
}

/// A threshold in proportion, rounded as the rule says.
pub fn scaled(case: &RefCase<'_>, threshold: Rational, share: Rational) -> Rational {
    let exact = threshold * share;
    match case.rule.part {
        Some(Part::ProRata(_, Rounding::Up)) => exact.ceil(),
        Some(Part::ProRata(_, Rounding::Down)) => exact.floor(),
        _ => exact,
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
        let calendar = case.audit.tables.roster.schools[case.school(*day).index()].calendar.unwrap();
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
    let calendar = case.audit.tables.roster.schools[case.school(active[0]).index()].calendar.unwrap();
    let table = case.audit.calendars.get(calendar).unwrap();
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
