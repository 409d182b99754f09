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
fn counted_weeks(trial: &Trial<'_, '_>, days: &[Day], of: WeekKind) -> BTreeMap<Day, Vec<Day>> {
    let mut weeks: BTreeMap<Day, Vec<Day>> = BTreeMap::new();
    for day in days {
        weeks.entry(day.monday()).or_default().push(*day);
    }
    weeks.retain(|_, days| {
        days.iter().any(|day| match of {
            WeekKind::Calendar => true,
            WeekKind::Teaching => trial.timeline.facts(*day).is_ok_and(|facts| facts.kind == DayClass::School),
            WeekKind::Open => trial.timeline.is_open(*day),
        })
    });
    weeks
}

fn weeks(trial: &Trial<'_, '_>, days: &[Day], of: WeekKind) -> Vec<Group> {
    counted_weeks(trial, days, of)
        .into_iter()
        .map(|(monday, days)| Group { label: format!("week of {monday}"), basis: Basis::Weeks(1), days })
        .collect()
}

fn tiles(trial: &Trial<'_, '_>, days: &[Day], (number, of): (u32, WeekKind), from: TileStart) -> Vec<Group> {
    let runs: Vec<Vec<Day>> = match from {
        TileStart::FirstPlacement => vec![days.to_vec()],
        TileStart::Placement => placements(trial, days).into_iter().map(|group| group.days).collect(),
        TileStart::HalfTerm => periods(trial, days, |facts| facts.half_term, CalendarTable::half_terms)
            .into_iter()
            .map(|group| group.days)
            .collect(),
        TileStart::Year => years(trial, days).into_iter().map(|group| group.days).collect(),
    };
    let size = usize::try_from(number).unwrap_or(usize::MAX);
    let mut groups = Vec::new();
    for run in runs {
        let weeks: Vec<(Day, Vec<Day>)> = counted_weeks(trial, &run, of).into_iter().collect();
        for tile in weeks.chunks(size) {
            let Some((monday, _)) = tile.first() else { continue };
            groups.push(Group {
                label: format!("{number} weeks from {monday}"),
                basis: Basis::Weeks(number),
                days: tile.iter().flat_map(|(_, days)| days.iter().copied()).collect(),
            });
        }
    }
    groups
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
