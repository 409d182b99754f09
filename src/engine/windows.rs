//! The windows of `each …` for one case: groups of its active days, by its own schools' calendars.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::calendar::{CalendarTable, DayClass, DayFacts};
use crate::engine::outcome::{Reason, WindowLabel};
use crate::engine::scope::Clip;
use crate::engine::spec::{Basis, Spec};
use crate::engine::trial::Trial;
use crate::types::typed::{CalendarId, TileStart, WeekKind, WindowKind};
use crate::value::{Day, Days};

/// A group of active days: its label, what a whole one is, and the days.
struct Group {
    label: String,
    basis: Basis,
    days: Vec<Day>,
}

/// Every window of a kind for a case, by its first day; runs of days that need a calendar and have none come too.
pub fn windows(trial: &Trial<'_, '_>, kind: WindowKind, in_force: Days) -> Vec<Spec> {
    let days: Vec<Day> = trial.timeline.active_days(in_force).collect();
    let (known, unknown) = split_by_calendar(trial, kind, days);
    let groups = match kind {
        WindowKind::Day => each_day(&known),
        WindowKind::SchoolDay => each_day(&having(trial, &known, |facts| facts.kind == DayClass::School)),
        WindowKind::Week => weeks(trial, &known, WeekKind::Calendar),
        WindowKind::TeachingWeek => weeks(trial, &known, WeekKind::Teaching),
        WindowKind::OpenWeek => weeks(trial, &known, WeekKind::Open),
        WindowKind::Weeks { number, of, from } => tiles(trial, &known, (number.max(1), of), from),
        WindowKind::HalfTerm => periods(trial, &known, |facts| facts.half_term, CalendarTable::half_terms),
        WindowKind::Term => periods(trial, &known, |facts| facts.term, CalendarTable::terms),
        WindowKind::Year => years(trial, &known),
        WindowKind::Month => months(trial, &known),
        WindowKind::Placement => placements(trial, &known),
    };
    let mut specs: Vec<Spec> = groups.into_iter().filter_map(spec).collect();
    specs.extend(unknown);
    specs.sort_by_key(|spec| (spec.opens, spec.days));
    specs
}

fn spec(group: Group) -> Option<Spec> {
    let (first, last) = (*group.days.first()?, *group.days.last()?);
    Some(Spec {
        label: WindowLabel::Named(group.label),
        days: Days::new(first, last),
        clip: Clip::Active,
        opens: first,
        due: Some(last),
        basis: group.basis,
        weighed: Days::new(first, last),
        skipped: skipped(&group.days),
        problem: Vec::new(),
    })
}

/// The runs between some days that are none of them.
fn skipped(days: &[Day]) -> Vec<Days> {
    let between = days.iter().zip(days.iter().skip(1)).map(|(day, next)| Days::new(day.next(), next.previous()));
    between.filter(|run| !run.is_empty()).collect()
}

/// Whether a kind of window cannot be told without a calendar.
fn needs_calendar(kind: WindowKind) -> bool {
    match kind {
        WindowKind::Day | WindowKind::Week | WindowKind::Month | WindowKind::Placement => false,
        WindowKind::Weeks { of, from, .. } => {
            of != WeekKind::Calendar || matches!(from, TileStart::HalfTerm | TileStart::Year)
        }
        WindowKind::SchoolDay
        | WindowKind::TeachingWeek
        | WindowKind::OpenWeek
        | WindowKind::HalfTerm
        | WindowKind::Term
        | WindowKind::Year => true,
    }
}

/// The days that a calendar covers, and an undetermined window for each run of the others, where that matters.
fn split_by_calendar(trial: &Trial<'_, '_>, kind: WindowKind, days: Vec<Day>) -> (Vec<Day>, Vec<Spec>) {
    if !needs_calendar(kind) {
        return (days, Vec::new());
    }
    let mut known = Vec::new();
    let mut runs: Vec<(Days, Reason)> = Vec::new();
    for day in days {
        match (trial.timeline.facts(day), runs.last_mut()) {
            (Ok(_), _) => known.push(day),
            (Err(_), Some((run, _))) if run.to == day.previous() => run.to = day,
            (Err(reason), _) => runs.push((Days::new(day, day), reason)),
        }
    }
    let unknown = runs
        .into_iter()
        .map(|(days, reason)| Spec {
            label: WindowLabel::Named("days that no calendar covers".to_owned()),
            days,
            clip: Clip::Active,
            opens: days.from,
            due: Some(days.to),
            basis: Basis::Whole,
            weighed: days,
            skipped: Vec::new(),
            problem: vec![reason],
        })
        .collect();
    (known, unknown)
}

fn having(trial: &Trial<'_, '_>, days: &[Day], test: impl Fn(DayFacts) -> bool) -> Vec<Day> {
    days.iter().copied().filter(|day| trial.timeline.facts(*day).is_ok_and(&test)).collect()
}

fn each_day(days: &[Day]) -> Vec<Group> {
    days.iter().map(|day| Group { label: day.to_string(), basis: Basis::Whole, days: vec![*day] }).collect()
}

/// The Mondays of the weeks that count, with the days of each.
fn counted_weeks(days: &[Day], of: WeekKind, facts: impl Fn(Day) -> Option<DayFacts>) -> BTreeMap<Day, Vec<Day>> {
    let mut weeks: BTreeMap<Day, Vec<Day>> = BTreeMap::new();
    for day in days {
        weeks.entry(day.monday()).or_default().push(*day);
    }
    weeks.retain(|_, days| {
        days.iter().any(|day| match of {
            WeekKind::Calendar => true,
            WeekKind::Teaching => facts(*day).is_some_and(|facts| facts.kind == DayClass::School),
            WeekKind::Open => facts(*day).is_some_and(|facts| facts.kind.is_open()),
        })
    });
    weeks
}

fn weeks(trial: &Trial<'_, '_>, days: &[Day], of: WeekKind) -> Vec<Group> {
    counted_weeks(days, of, |day| trial.timeline.facts(day).ok())
        .into_iter()
        .map(|(monday, days)| Group { label: format!("week of {monday}"), basis: Basis::Weeks(1), days })
        .collect()
}

/// Tiles of several weeks. Those of a placement are counted from its first active week; those of a half-term or a
/// year from its own first week, whether or not the case was active then.
fn tiles(trial: &Trial<'_, '_>, days: &[Day], (number, of): (u32, WeekKind), from: TileStart) -> Vec<Group> {
    let own = |day: Day| trial.timeline.facts(day).ok();
    let mondays = |days: &[Day]| counted_weeks(days, of, own).into_keys().collect::<Vec<Day>>();
    // The Mondays that are counted, and the active days among which the tiles are.
    let runs: Vec<(Vec<Day>, Vec<Day>)> = match from {
        TileStart::FirstPlacement => vec![(mondays(days), days.to_vec())],
        TileStart::Placement => {
            placements(trial, days).into_iter().map(|group| (mondays(&group.days), group.days)).collect()
        }
        TileStart::HalfTerm => periods(trial, days, |facts| facts.half_term, CalendarTable::half_terms)
            .into_iter()
            .map(|group| (weeks_of_period(trial, &group, of), group.days))
            .collect(),
        TileStart::Year => years(trial, days)
            .into_iter()
            .map(|group| (mondays(&group.whole().chain(group.days.iter().copied()).collect::<Vec<Day>>()), group.days))
            .collect(),
    };
    let size = usize::try_from(number).unwrap_or(usize::MAX);
    let mut groups = Vec::new();
    for (mondays, active) in runs {
        let mut tiles: BTreeMap<usize, Vec<Day>> = BTreeMap::new();
        for (monday, days) in counted_weeks(&active, of, own) {
            let number = mondays.partition_point(|other| *other < monday);
            tiles.entry(number / size).or_default().extend(days);
        }
        for (place, days) in tiles {
            let Some(monday) = mondays.get(place * size) else { continue };
            groups.push(Group { label: format!("{number} weeks from {monday}"), basis: Basis::Weeks(number), days });
        }
    }
    groups
}

/// The Mondays of a half-term's weeks that count, by its own calendar: another school's days before a move are none.
fn weeks_of_period(trial: &Trial<'_, '_>, group: &Group, of: WeekKind) -> Vec<Day> {
    let table = match group.basis {
        Basis::Period(_, Some(calendar)) => trial.judge.calendar(calendar),
        Basis::Period(_, None) | Basis::Weeks(_) | Basis::Served(_) | Basis::Whole => None,
    };
    let whole: Vec<Day> = group.whole().collect();
    counted_weeks(&whole, of, |day| table.and_then(|table| table.facts(day))).into_keys().collect()
}

impl Group {
    /// Every day of the period that the group's days are of.
    fn whole(&self) -> impl Iterator<Item = Day> + use<> {
        let days = match (self.basis, self.days.first()) {
            (Basis::Period(days, _), _) => days,
            (Basis::Whole | Basis::Weeks(_) | Basis::Served(_), Some(first)) => Days::new(*first, *first),
            (Basis::Whole | Basis::Weeks(_) | Basis::Served(_), None) => Days::new(Day::MAX, Day::MIN),
        };
        days.iter()
    }
}

/// Half-terms or terms of the case's calendars, split where it moves to a school with another calendar.
fn periods(
    trial: &Trial<'_, '_>,
    days: &[Day],
    place: impl Fn(DayFacts) -> Option<u16>,
    named: impl Fn(&CalendarTable) -> &[crate::calendar::Period],
) -> Vec<Group> {
    let mut groups: Vec<((CalendarId, u16), Group)> = Vec::new();
    for day in days {
        let Some(calendar) = trial.timeline.calendar(*day) else { continue };
        let Some(place) = trial.timeline.facts(*day).ok().and_then(&place) else { continue };
        match groups.last_mut().filter(|(key, _)| *key == (calendar, place)) {
            Some((_, group)) => group.days.push(*day),
            None => {
                let table = trial.judge.calendar(calendar);
                let Some(period) = table.and_then(|table| named(table).get(usize::from(place))) else { continue };
                let basis = Basis::Period(period.days, Some(calendar));
                groups.push(((calendar, place), Group { label: period.name.clone(), basis, days: vec![*day] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// School years by their name: a move between calendars divides none.
fn years(trial: &Trial<'_, '_>, days: &[Day]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for day in days {
        let calendar = trial.timeline.calendar(*day);
        let table = calendar.and_then(|calendar| trial.judge.calendar(calendar));
        let place = trial.timeline.facts(*day).ok().map(|facts| usize::from(facts.year));
        let Some(year) = place.and_then(|place| table?.years().get(place)) else { continue };
        match groups.last_mut().filter(|group| group.label == year.name) {
            Some(group) => group.days.push(*day),
            None => groups.push(Group {
                label: year.name.clone(),
                basis: Basis::Period(year.days, calendar),
                days: vec![*day],
            }),
        }
    }
    groups
}

fn months(trial: &Trial<'_, '_>, days: &[Day]) -> Vec<Group> {
    let mut groups: BTreeMap<(i32, u32), Vec<Day>> = BTreeMap::new();
    for day in days {
        let date = day.date();
        groups.entry((date.year(), date.month())).or_default().push(*day);
    }
    groups
        .into_iter()
        .filter_map(|((year, month), days)| {
            let first = Day::new(year, month, 1)?;
            let next = if month == 12 { Day::new(year + 1, 1, 1)? } else { Day::new(year, month + 1, 1)? };
            let calendar = trial.timeline.calendar(*days.first()?);
            let basis = Basis::Period(Days::new(first, next.previous()), calendar);
            Some(Group { label: first.date().format("%B %Y").to_string(), basis, days })
        })
        .collect()
}

fn placements(trial: &Trial<'_, '_>, days: &[Day]) -> Vec<Group> {
    let mut groups = Vec::new();
    for placement in &trial.timeline.placements {
        let end = placement.to.min(trial.timeline.end());
        let whole = Days::new(placement.from, end);
        let inside: Vec<Day> = days
            .iter()
            .copied()
            .filter(|day| {
                whole.contains(*day) && trial.timeline.row(*day).is_some_and(|row| placement.overlaps(row.days))
            })
            .collect();
        let calendar = trial.timeline.calendar(placement.from);
        groups.push(Group {
            label: format!("placement from {}", placement.from),
            basis: Basis::Period(whole, calendar),
            days: inside,
        });
    }
    groups.retain(|group| !group.days.is_empty());
    groups
}
