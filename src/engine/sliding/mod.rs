//! A rule `in any …`: one obligation, that what is required holds in every window; the worst of them is named.

mod average;
mod tally;
mod windows;

use crate::engine::atom::{self, Judged, Terms};
use crate::engine::coverage::{self, Lag};
use crate::engine::decide::{decide_slides, round};
use crate::engine::measure::scale;
use crate::engine::outcome::{Obligation, Reason, Status, WindowLabel};
use crate::engine::part::Share;
use crate::engine::scope::{Clip, Scope};
use crate::engine::spec::{Basis, Spec};
use crate::engine::status::{self, Measured, and};
use crate::engine::threshold::Required;
use crate::engine::trial::{Trial, selection};
use crate::types::typed::{Atom, Comparison, DayUnit, Sliding, Stretch, WeekKind};
use crate::value::{Bound, Day, Days, Interval, whole};
use windows::{Slide, Slides, slides};

/// The windows of a duty, with what they are.
#[derive(Clone, Debug)]
pub struct Windows<'s> {
    sliding: &'s Sliding,
    slides: Slides,
    /// Whether each of the weeks is left out: met, breached (it is not), pending, or nobody knows.
    left_out: Vec<Status>,
}

/// The obligation of a case; none where no window fits into its days.
pub fn obligation(trial: &Trial<'_, '_>, sliding: &Sliding) -> Option<Obligation> {
    let limits = trial.rule.in_force.intersect(sliding.over.unwrap_or(Days::ALL));
    let opens = trial.timeline.active_days(limits).next()?;
    let last = trial.timeline.active_days(limits).next_back()?;
    let slides = slides(trial, sliding, limits);
    let endless = limits.to.min(trial.timeline.active.to) == Day::MAX;
    let days = Days::new(opens, last);
    let mut spec = Spec {
        label: WindowLabel::Whole,
        days,
        clip: Clip::Active,
        opens,
        due: (!endless).then_some(last),
        basis: Basis::Whole,
        weighed: days,
        skipped: Vec::new(),
        problem: Vec::new(),
    };
    let left_out = average::left_out(&spec.scope(trial), sliding, &slides.steps);
    let mut windows = Windows { sliding, slides, left_out };
    windows.leave_out();
    if windows.slides.windows.is_empty() {
        if windows.slides.lost.is_empty() {
            return None;
        }
        spec.problem.clone_from(&windows.slides.lost);
    }
    Some(decide_slides(trial, &spec, &windows))
}

impl Windows<'_> {
    /// Takes away the windows all of whose weeks are surely left out: there is nothing to average.
    fn leave_out(&mut self) {
        let left_out = &self.left_out;
        let surely = |of: &std::ops::Range<usize>| {
            left_out.get(of.clone()).is_some_and(|weeks| weeks.iter().all(|week| *week == Status::Met))
        };
        self.slides.windows.retain(|slide| !surely(&slide.of));
    }

    /// What one of the windows is called.
    pub fn label(&self, days: Days) -> WindowLabel {
        let (number, what) = match self.sliding.run {
            Stretch::Days(number, unit) => (number, days_word(unit, number)),
            Stretch::Hours(number) => (number, plural("hour", number)),
            Stretch::Weeks(number, of) => (number, weeks_word(of, number)),
        };
        let held = self.slides.windows.iter().find(|slide| slide.days == days).map_or(0, |slide| slide.of.len());
        WindowLabel::Named(match usize::try_from(number) == Ok(held) {
            true => format!("the {number} {what} from {}", days.from),
            false => format!("the days from {} to {}", days.from, days.to),
        })
    }
}

fn plural(word: &str, number: u32) -> String {
    if number == 1 { word.to_owned() } else { format!("{word}s") }
}

fn days_word(unit: DayUnit, number: u32) -> String {
    let day = plural("day", number);
    match unit {
        DayUnit::Calendar => day,
        DayUnit::Working => format!("working {day}"),
        DayUnit::School => format!("school {day}"),
        DayUnit::Open => format!("open {day}"),
    }
}

fn weeks_word(of: WeekKind, number: u32) -> String {
    let week = plural("week", number);
    match of {
        WeekKind::Calendar => week,
        WeekKind::Teaching => format!("teaching {week}"),
        WeekKind::Open => format!("open {week}"),
    }
}

/// One window as it was measured, and what is required in it.
#[derive(Clone, Debug)]
struct Held {
    measured: Measured,
    required: Interval,
}

/// Holds an atom against every window, and shows the worst.
pub fn judge(
    trial: &Trial<'_, '_>,
    scope: &Scope<'_, '_>,
    windows: &Windows<'_>,
    atom: &Atom,
    terms: Terms<'_>,
) -> Judged {
    let slides = &windows.slides;
    let tallied = tally::tally(trial, scope, (atom, terms), slides.windows.iter().map(|slide| slide.days));
    let measured = if windows.sliding.averaged {
        average::averages(trial, scope, windows, (atom, terms))
    } else {
        tallied.measured
    };
    let held: Vec<(&Slide, Held)> = slides
        .windows
        .iter()
        .zip(measured)
        .map(|(slide, measured)| (slide, Held { measured, required: owed(trial, slide, terms.required.value) }))
        .collect();
    let all: Vec<(Measured, Interval)> = held.iter().map(|(_, one)| (one.measured, one.required)).collect();
    let mut overall = status::over_all(&all, atom.comparison);
    if !slides.lost.is_empty() {
        overall = and(overall, Status::Undetermined);
    }
    let Some((slide, worst)) = worst(&held, atom.comparison, overall) else {
        return atom::judge(trial, scope, atom, terms);
    };
    let own = Scope { days: slide.days, due: Some(slide.days.to), weighed: slide.days, ..*scope };
    let required = Required { value: worst.required, ..terms.required.clone() };
    let mut judged = atom::judge(trial, &own, atom, Terms { required: &required, ..terms });
    if windows.sliding.averaged {
        judged.result.measured = worst.measured.past;
        judged.result.shortfall =
            status::shortfall(worst.measured.past, atom.comparison, worst.required, status::Counted::Exact);
    }
    judged.result.status = overall;
    if !matches!(overall, Status::Breached | Status::Pending) {
        judged.result.shortfall = None;
    }
    judged.result.at = Some(slide.days);
    judged.empty = tallied.events == 0;
    if overall == Status::Undetermined {
        judged.reasons.retain(|reason| !matches!(reason, Reason::NotLoaded(..)));
        judged.reasons.extend(unloaded(trial, scope, atom));
        judged.reasons.extend(slides.lost.iter().cloned());
    }
    judged.reasons.extend(match &slide.share {
        Share::Of(_, Some((open, all))) if open != all => Some(Reason::PartWindow(*open, *all)),
        Share::Unknown(reason) => Some(reason.clone()),
        Share::Full | Share::Dropped(..) | Share::Of(..) => None,
    });
    judged
}

/// What is required in a window, in proportion where it is part of a whole one.
fn owed(trial: &Trial<'_, '_>, slide: &Slide, required: Interval) -> Interval {
    match &slide.share {
        Share::Full | Share::Dropped(..) => required,
        Share::Of(of, _) => round(scale(required, *of), trial.rule.part),
        Share::Unknown(_) => Interval { lo: Bound::Finite(whole(0)), ..required },
    }
}

/// The window to name: of those that stand as the whole does the one that misses by most, the earliest of equals; of
/// what is open or not known the earliest.
fn worst<'h>(held: &'h [(&'h Slide, Held)], comparison: Comparison, overall: Status) -> Option<&'h (&'h Slide, Held)> {
    let own = |one: &&(&Slide, Held)| one.1.measured.status(comparison, one.1.required) == overall;
    if matches!(overall, Status::Pending | Status::Undetermined) {
        return held.iter().find(own).or(held.first());
    }
    let mut worst: Option<(&(&Slide, Held), Bound)> = None;
    for one in held.iter().filter(own) {
        let misses = misses(one.1.measured.past, comparison, one.1.required);
        if worst.is_none_or(|(_, most)| misses > most) {
            worst = Some((one, misses));
        }
    }
    worst.map(|(one, _)| one).or(held.first())
}

/// By how much the certain part of a measure misses what is required; below 0 where it holds.
fn misses(measured: Interval, comparison: Comparison, required: Interval) -> Bound {
    let (short, over) = (required.hi - measured.lo, measured.lo - required.lo);
    match comparison {
        Comparison::AtLeast | Comparison::More => short,
        Comparison::AtMost | Comparison::Less => over,
        Comparison::Equal | Comparison::NotEqual => short.max(over),
    }
}

/// What is missing of the records in all of the windows.
fn unloaded(trial: &Trial<'_, '_>, scope: &Scope<'_, '_>, atom: &Atom) -> Vec<Reason> {
    let Some(of) = selection(atom) else { return Vec::new() };
    let subject = (&trial.rule.subject, of);
    let missing = coverage::missing(trial.judge, &trial.timeline, subject, scope.days, Lag::NotAllowed);
    missing.reasons
}
