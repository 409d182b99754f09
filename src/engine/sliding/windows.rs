//! The windows of a rule `in any …` for one case: so many days or weeks on end, beginning anew on each.

use crate::calendar::DayClass;
use crate::engine::deadline::is_of_kind;
use crate::engine::outcome::{Reason, WindowLabel};
use crate::engine::part::{self, Share};
use crate::engine::scope::Clip;
use crate::engine::spec::{Basis, Spec};
use crate::engine::trial::Trial;
use crate::types::typed::{DayUnit, Part, Sliding, Stretch, WeekKind};
use crate::value::{Day, Days, Rational};

/// One of the windows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slide {
    /// From its first active day to its last.
    pub days: Days,
    /// The days or weeks that it is made of, by their places.
    pub of: std::ops::Range<usize>,
    /// How much of the figure is owed in it.
    pub share: Share,
}

/// All of them, by their first and last day, each no earlier than the one before.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Slides {
    /// The windows.
    pub windows: Vec<Slide>,
    /// The days or weeks that they are made of.
    pub steps: Vec<Days>,
    /// Why there may be others: dates that no calendar covers.
    pub lost: Vec<Reason>,
}

/// The windows of a case.
pub fn slides(trial: &Trial<'_, '_>, sliding: &Sliding, limits: Days) -> Slides {
    let mut slides = Slides::default();
    let mut runs = Runs { runs: vec![Vec::new()], lost: Vec::new() };
    let number = match sliding.run {
        Stretch::Days(number, unit) => {
            days(trial, unit, limits, &mut runs);
            number
        }
        Stretch::Weeks(number, of) => {
            weeks(trial, (of, sliding.truncated), limits, &mut runs);
            number
        }
        Stretch::Hours(_) => return slides,
    };
    slides.lost = runs.lost;
    let size = usize::try_from(number).unwrap_or(usize::MAX);
    for run in runs.runs {
        let first = slides.steps.len();
        slides.steps.extend(&run);
        let ends = ranges(run.len(), size, sliding.truncated).into_iter();
        for of in ends.map(|of| of.start + first..of.end + first) {
            if let Some(slide) = slide(trial, sliding, &slides.steps, of) {
                slides.windows.push(slide);
            }
        }
    }
    slides
}

/// Every `size` on end of so many things; where windows may be cut short, fewer at either end too.
fn ranges(all: usize, size: usize, truncated: bool) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    for end in 1..=all {
        match end.checked_sub(size) {
            Some(start) => ranges.push(start..end),
            None if truncated => ranges.push(0..end),
            None => {}
        }
    }
    if truncated {
        ranges.extend((all.saturating_sub(size) + 1..all).map(|start| start..all));
    }
    ranges
}

/// A window, unless nothing is owed in it.
fn slide(trial: &Trial<'_, '_>, sliding: &Sliding, steps: &[Days], of: std::ops::Range<usize>) -> Option<Slide> {
    let inside = steps.get(of.clone())?;
    let days = Days::new(inside.first()?.from, inside.last()?.to);
    let share = match (sliding.averaged, sliding.run) {
        (true, _) | (false, Stretch::Hours(_)) => Share::Full,
        (false, Stretch::Days(number, _)) => share_of_days(trial.rule.part, inside.len(), number),
        (false, Stretch::Weeks(number, _)) => {
            let skipped = inside.iter().zip(inside.iter().skip(1));
            let skipped = skipped.map(|(one, next)| Days::new(one.to.next(), next.from.previous()));
            let spec = Spec {
                label: WindowLabel::Whole,
                days,
                clip: Clip::Active,
                opens: days.from,
                due: Some(days.to),
                basis: Basis::Weeks(number),
                weighed: days,
                skipped: skipped.filter(|run| !run.is_empty()).collect(),
                problem: Vec::new(),
            };
            part::share(trial, &spec)
        }
    };
    match &share {
        Share::Dropped(..) => None,
        Share::Of(of, _) if *of == Rational::new(0, 1) => None,
        Share::Full | Share::Of(..) | Share::Unknown(_) => Some(Slide { days, of, share }),
    }
}

/// How much is owed in a window of days that is cut short.
fn share_of_days(part: Option<Part>, held: usize, number: u32) -> Share {
    let short = u32::try_from(held).is_ok_and(|held| held < number);
    match part.filter(|_| short) {
        Some(Part::Dropped) => Share::Dropped(Some((0, number))),
        Some(Part::ProRata(..)) => {
            Share::Of(Rational::new(i128::try_from(held).unwrap_or(0), i128::from(number)), None)
        }
        Some(Part::InFull) | None => Share::Full,
    }
}

/// Days or weeks on end: a run ends where the case is not active on what would come next.
struct Runs {
    runs: Vec<Vec<Days>>,
    lost: Vec<Reason>,
}

impl Runs {
    fn push(&mut self, step: Days) {
        if let Some(run) = self.runs.last_mut() {
            run.push(step);
        }
    }

    fn end(&mut self) {
        if self.runs.last().is_some_and(|run| !run.is_empty()) {
            self.runs.push(Vec::new());
        }
    }
}

/// The days of a kind on end; those of another kind between them part nothing.
fn days(trial: &Trial<'_, '_>, unit: DayUnit, limits: Days, runs: &mut Runs) {
    for day in known(trial, limits).iter() {
        match (is_of_kind(&trial.timeline, day, unit), trial.timeline.is_active(day)) {
            (Ok(true), true) => runs.push(Days::new(day, day)),
            (Ok(false), _) => {}
            (Ok(true), false) | (Err(_), false) => runs.end(),
            (Err(reason), true) => {
                runs.lost.push(reason);
                runs.end();
            }
        }
    }
}

/// The weeks of a kind on end, each from the case's first active day in it to its last.
fn weeks(trial: &Trial<'_, '_>, (of, truncated): (WeekKind, bool), limits: Days, runs: &mut Runs) {
    let all = known(trial, limits);
    let is_active = |day: &Day| all.contains(*day) && trial.timeline.is_active(*day);
    let mut monday = all.from.monday();
    while !all.is_empty() && monday <= all.to {
        let week = Days::new(monday, monday.plus(6));
        monday = monday.plus(7);
        let active: Vec<Day> = week.iter().filter(is_active).collect();
        let needed = match needed(trial, of, week) {
            Ok(needed) => needed,
            Err(reason) => {
                runs.lost.extend((!active.is_empty()).then_some(reason));
                runs.end();
                continue;
            }
        };
        if needed.is_empty() {
            continue;
        }
        let whole = needed.iter().all(is_active);
        match (active.first(), active.last()) {
            (Some(first), Some(last)) if whole || (truncated && needed.iter().any(is_active)) => {
                runs.push(Days::new(*first, *last));
            }
            _ => runs.end(),
        }
    }
}

/// The days that a week of a kind is whole with; none where it is no week of the kind.
fn needed(trial: &Trial<'_, '_>, of: WeekKind, week: Days) -> Result<Vec<Day>, Reason> {
    let mut days = Vec::new();
    for day in week.iter() {
        let needed = match of {
            WeekKind::Calendar => day.is_weekday(),
            WeekKind::Teaching => trial.timeline.facts(day)?.kind == DayClass::School,
            WeekKind::Open => trial.timeline.facts(day)?.kind.is_open(),
        };
        days.extend(needed.then_some(day));
    }
    Ok(days)
}

/// The days of a case that are known of, within limits.
fn known(trial: &Trial<'_, '_>, limits: Days) -> Days {
    Days::new(trial.timeline.active.from, trial.timeline.end()).intersect(limits)
}
