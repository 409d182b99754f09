//! Rules `in any …`: every window that there is, found by walking on from each day, and tried in every world.

use assize::engine::outcome::Outcome;
use assize::types::typed::{Atom, Comparison, Measure, Part, ProRata, Selection, Sliding, Stretch, WeekKind};
use assize::value::{Day, Days, Rational, whole};

use super::Owed;
use super::atoms::{
    Answer, Blank, PLENTY, WORST_FIRST, combine, compare, every_set, least, minds_unmatched, number, selection_of,
};
use super::case::{Event, RefCase};
use super::conditions::{Truth, holds};
use super::exceptions::{Judged, judge, round, set_aside};
use super::limits::of_kind;
use super::windows::{Whole, share};

/// One window: what it is made of, and the shares of the figure that may be owed in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Window {
    /// The active days of each day or week that it is made of.
    steps: Vec<Vec<Day>>,
    shares: Vec<Rational>,
}

/// The windows of a case.
pub struct Windows<'s> {
    sliding: &'s Sliding,
    all: Vec<Window>,
    /// There may be others: no calendar covers some day.
    lost: bool,
}

impl Window {
    fn days(&self) -> Days {
        let last = self.steps.last().unwrap();
        Days::new(self.steps[0][0], last[last.len() - 1])
    }

    /// An event on any active day from the first to the last counts.
    fn holds(&self, case: &RefCase<'_>, event: &Event) -> bool {
        let past = self.days().iter().any(|day| case.active(day) && day <= case.as_of());
        if event.days == Days::ALL { past } else { self.days().contains(event.days.from) }
    }

    fn is_open(&self, case: &RefCase<'_>) -> bool {
        self.days().to > case.as_of()
    }
}

/// The obligation of a case, where there is one.
pub fn sliding(case: &RefCase<'_>, sliding: &Sliding) -> Option<Owed> {
    let inside = |day: &Day| sliding.over.is_none_or(|over| over.contains(*day));
    let days: Vec<Day> = case.duty_days().into_iter().filter(inside).collect();
    let (first, last) = (*days.first()?, *days.last()?);
    let mut windows = windows(case, sliding, &days);
    // A window of which everything is surely left out is none.
    let plain = Judged {
        days: Days::new(first, last),
        counted: &days,
        weighed: &days,
        opens: first,
        due: Some(last),
        shares: None,
        answered: &[],
        windows: None,
    };
    let all = std::mem::take(&mut windows.all);
    let is_one = |slide: &Window| {
        let outs = left_out(case, &plain, &windows, slide);
        !outs.iter().all(|out| !out.is_empty() && out.iter().all(|(_, out)| *out == Some(true)))
    };
    windows.all = all.iter().filter(|slide| is_one(slide)).cloned().collect();
    if windows.all.is_empty() && !windows.lost {
        return None;
    }
    let window = Judged { windows: Some(&windows), ..plain };
    let outcome = if windows.all.is_empty() {
        set_aside(case, first).unwrap_or(Outcome::Undetermined)
    } else {
        judge(case, &window)
    };
    let days = if outcome == Outcome::Breached { named(case, &window, &windows) } else { window.days };
    Some(Owed { days, opens: first, due: Some(last), outcome, waiver_expired: false })
}

/// The days or weeks that come one after another, each with whether it is one of the case's; none where the next is
/// not known.
fn walk(case: &RefCase<'_>, sliding: &Sliding, days: &[Day], mut day: Day, forward: bool) -> Vec<Vec<Day>> {
    let (Stretch::Days(number, _) | Stretch::Weeks(number, _) | Stretch::Hours(number)) = sliding.run;
    let mut steps: Vec<Vec<Day>> = Vec::new();
    while steps.len() < usize::try_from(number).unwrap() {
        if day < days[0].plus(-7) || day > days[days.len() - 1].plus(7) {
            break;
        }
        match step(case, sliding, days, day) {
            Step::None => {}
            Step::Own(step) => steps.push(step),
            Step::Not | Step::Unknown => break,
        }
        let by = if matches!(sliding.run, Stretch::Weeks(..)) { 7 } else { 1 };
        day = day.plus(if forward { by } else { -by });
    }
    if !forward {
        steps.reverse();
    }
    steps
}

enum Step {
    /// It is no day or week of the kind.
    None,
    /// It is one, and the case is there.
    Own(Vec<Day>),
    /// It is one, and the case is not there.
    Not,
    Unknown,
}

fn step(case: &RefCase<'_>, sliding: &Sliding, days: &[Day], day: Day) -> Step {
    match sliding.run {
        Stretch::Days(_, unit) => match of_kind(case, day, unit) {
            None => Step::Unknown,
            Some(false) => Step::None,
            Some(true) if days.contains(&day) => Step::Own(vec![day]),
            Some(true) => Step::Not,
        },
        Stretch::Weeks(_, of) => {
            let week: Vec<Day> = Days::new(day.monday(), day.monday().plus(6)).iter().collect();
            if of != WeekKind::Calendar && week.iter().any(|day| case.facts(*day).is_none()) {
                return Step::Unknown;
            }
            let needed: Vec<Day> = week
                .iter()
                .copied()
                .filter(|day| match of {
                    WeekKind::Calendar => day.is_weekday(),
                    WeekKind::Teaching => case.is_school(*day),
                    WeekKind::Open => case.is_open(*day),
                })
                .collect();
            let there = |all: &[Day]| -> Vec<Day> { all.iter().copied().filter(|day| days.contains(day)).collect() };
            match (needed.len(), there(&needed).len()) {
                (0, _) => Step::None,
                (all, some) if some == all || (sliding.truncated && some > 0) => Step::Own(there(&week)),
                _ => Step::Not,
            }
        }
        Stretch::Hours(_) => panic!("hours have no steps"),
    }
}

fn windows<'s>(case: &RefCase<'_>, sliding: &'s Sliding, days: &[Day]) -> Windows<'s> {
    let (Stretch::Days(number, _) | Stretch::Weeks(number, _) | Stretch::Hours(number)) = sliding.run;
    let mut found: Vec<Vec<Vec<Day>>> = Vec::new();
    let mut lost = false;
    let mut add = |steps: Vec<Vec<Day>>| {
        if !steps.is_empty() && !found.contains(&steps) {
            found.push(steps);
        }
    };
    for day in days {
        lost |= matches!(step(case, sliding, days, *day), Step::Unknown);
        if !matches!(step(case, sliding, days, *day), Step::Own(_)) {
            continue;
        }
        for forward in [true, false] {
            let steps = walk(case, sliding, days, *day, forward);
            if sliding.truncated || steps.len() == usize::try_from(number).unwrap() {
                add(steps);
            }
        }
    }
    found.sort_by_key(|steps| (steps[0][0], steps[steps.len() - 1][0]));
    let all = found.into_iter().filter_map(|steps| {
        let shares = shares(case, sliding, &steps)?;
        (shares != [whole(0)]).then_some(Window { steps, shares })
    });
    Windows { sliding, all: all.collect(), lost }
}

/// The shares of the figure that may be owed; nothing where the window is dropped.
fn shares(case: &RefCase<'_>, sliding: &Sliding, steps: &[Vec<Day>]) -> Option<Vec<Rational>> {
    let full = Some(vec![whole(1)]);
    match (sliding.averaged, sliding.run, case.rule.part) {
        (true, ..) | (_, _, None | Some(Part::InFull)) => full,
        (false, Stretch::Days(number, _), Some(part)) => {
            let held = i128::try_from(steps.len()).unwrap();
            match part {
                Part::ProRata(ProRata::Days, _) => Some(vec![Rational::new(held, i128::from(number))]),
                _ if held < i128::from(number) => None,
                _ => full,
            }
        }
        (false, Stretch::Weeks(number, _), Some(_)) => {
            let active: Vec<Day> = steps.iter().flatten().copied().collect();
            match share(case, Whole::Weeks(i64::from(number)), &active) {
                None => None,
                Some(None) => full,
                Some(Some(shares)) => Some(shares),
            }
        }
        (false, Stretch::Hours(_), Some(_)) => full,
    }
}

/// One atom held against every window, in every world.
pub fn atom(
    case: &RefCase<'_>,
    window: &Judged<'_>,
    one: &Atom,
    (limits, windows): (&[Rational], &Windows<'_>),
) -> Answer {
    let minds = matches!(one.comparison, Comparison::Equal);
    let by = |comparison: Comparison| {
        let one = Atom { comparison, ..one.clone() };
        decide(case, window, (&one, minds || minds_unmatched(comparison, false)), (limits, windows, &windows.all))
    };
    let mut answers = match one.comparison {
        Comparison::Equal => vec![by(Comparison::AtLeast), by(Comparison::AtMost)],
        other => vec![by(other)],
    };
    if windows.lost {
        answers.push(Answer::Unknown);
    }
    combine(&WORST_FIRST, &answers)
}

/// A window is asked by itself which of its weeks are left out; for the rest all windows are tried in one world.
fn decide(
    case: &RefCase<'_>,
    window: &Judged<'_>,
    (one, minds): (&Atom, bool),
    (limits, windows, all): (&[Rational], &Windows<'_>, &[Window]),
) -> Answer {
    let of = selection_of(&one.measure);
    let mut answers: Vec<Answer> = Vec::new();
    let outs: Vec<Vec<Out>> = all.iter().map(|slide| left_out(case, window, windows, slide)).collect();
    for events in every_set(case, window, &one.measure, minds) {
        for (blank, more) in [(Blank::Small, 0), (Blank::Small, PLENTY), (Blank::Large, 0), (Blank::Large, PLENTY)] {
            for (limit, whole_share) in limits.iter().flat_map(|limit| [(*limit, false), (*limit, true)]) {
                let (mut worst, mut best) = (Answer::Met, Answer::Met);
                for (slide, outs) in all.iter().zip(&outs) {
                    let shares = &slide.shares;
                    let share = if whole_share { shares[shares.len() - 1] } else { shares[0] };
                    let figure = round(case, limit * share);
                    let each: Vec<Answer> = outs
                        .iter()
                        .map(|out| {
                            let holds = |future: &Future| {
                                let world = World { events: &events, blank, more, future, out };
                                let value = world.value(case, windows, (one, of), slide);
                                value.is_none_or(|value| compare(one.comparison, value, figure))
                            };
                            let held: Vec<bool> = futures(out).iter().map(holds).collect();
                            match (held.contains(&true), held.contains(&false)) {
                                (true, false) => Answer::Met,
                                (false, _) => Answer::Breached,
                                (true, true) => Answer::Pending,
                            }
                        })
                        .collect();
                    let better_last = [Answer::Breached, Answer::Pending, Answer::Met];
                    let first = better_last.iter().find(|one| each.contains(one)).unwrap();
                    let last = better_last.iter().rev().find(|one| each.contains(one)).unwrap();
                    worst = combine(&WORST_FIRST, &[worst, *first]);
                    best = combine(&WORST_FIRST, &[best, *last]);
                }
                answers.extend([worst, best]);
                answers.dedup();
            }
        }
    }
    match answers.as_slice() {
        [only] => *only,
        _ => Answer::Unknown,
    }
}

/// Whether each week is left out, by its first day: surely or not, or only the future tells.
type Out = Vec<(Day, Option<bool>)>;

/// What is still to come: so much more in whatever is open, and the weeks that come to be left out.
struct Future {
    more: i64,
    out: Vec<Day>,
}

fn futures(out: &Out) -> Vec<Future> {
    let coming: Vec<Day> = out.iter().filter(|(_, out)| out.is_none()).map(|(day, _)| *day).collect();
    // Weeks to come that are alike in what they hold are left out from the first on, or from the last.
    let mut ways: Vec<Vec<Day>> = vec![Vec::new()];
    for place in 0..coming.len() {
        ways.push(coming[..=place].to_vec());
        ways.push(coming[place..].to_vec());
    }
    ways.iter().flat_map(|out| [0, PLENTY * 10].map(|more| Future { more, out: out.clone() })).collect()
}

/// Every way in which weeks may be left out that may be or not.
fn left_out(case: &RefCase<'_>, window: &Judged<'_>, windows: &Windows<'_>, slide: &Window) -> Vec<Out> {
    let Some(condition) = &windows.sliding.leaving_out else { return vec![Vec::new()] };
    let mut ways: Vec<Out> = vec![Vec::new()];
    for week in &slide.steps {
        let days = Days::new(week[0], week[week.len() - 1]);
        let own = Judged { days, counted: week, weighed: week, opens: week[0], due: Some(days.to), ..window.plain() };
        let truths: &[Option<bool>] = match holds(case, &own, condition, (false, days.to, true)) {
            Truth::Yes => &[Some(true)],
            Truth::No => &[Some(false)],
            Truth::Coming => &[None],
            Truth::Unknown => &[Some(true), Some(false)],
        };
        let with = |way: &Out| truths.iter().map(|truth| [way.as_slice(), &[(days.from, *truth)]].concat()).collect();
        ways = ways.iter().flat_map(|way| -> Vec<Out> { with(way) }).collect();
    }
    ways
}

struct World<'w> {
    events: &'w [Event],
    blank: Blank,
    /// How much more on days that were not loaded.
    more: i64,
    future: &'w Future,
    out: &'w Out,
}

impl World<'_> {
    /// What a window comes to; nothing where all of it is left out.
    fn value(
        &self,
        case: &RefCase<'_>,
        windows: &Windows<'_>,
        (one, of): (&Atom, &Selection),
        window: &Window,
    ) -> Option<Rational> {
        if !windows.sliding.averaged {
            return Some(self.sum(case, (&one.measure, of), window));
        }
        let gone = |first: Day| {
            let truth = self.out.iter().find(|(day, _)| *day == first).map(|(_, out)| *out);
            truth.unwrap_or(Some(false)).unwrap_or_else(|| self.future.out.contains(&first))
        };
        let kept = window.steps.iter().filter(|week| !gone(week[0]));
        let weeks: Vec<Rational> = kept
            .map(|week| Window { steps: vec![week.clone()], shares: Vec::new() })
            .map(|week| self.sum(case, (&one.measure, of), &week))
            .collect();
        let number = i64::try_from(weeks.len()).unwrap();
        (number > 0).then(|| weeks.into_iter().fold(whole(0), |sum, week| sum + week) / whole(number))
    }

    fn sum(&self, case: &RefCase<'_>, (measure, of): (&Measure, &Selection), window: &Window) -> Rational {
        let events: Vec<Event> = self.events.iter().filter(|event| window.holds(case, event)).copied().collect();
        let open = window.is_open(case);
        let lost = window
            .days()
            .iter()
            .any(|day| day <= case.as_of() && case.active(day) && case.in_force(day) && !case.covered(of, day, open));
        let more = if lost { self.more } else { 0 } + if open { self.future.more } else { 0 };
        number(case, (measure, of), &events, (self.blank, more))
    }
}

/// The last day of the earliest window that is pending by itself.
pub fn soonest(case: &RefCase<'_>, window: &Judged<'_>, windows: &Windows<'_>) -> Option<Day> {
    let limits = super::exceptions::limits_of(case, window);
    let alone = |slide: &&Window| {
        let slide = Windows { sliding: windows.sliding, all: vec![(*slide).clone()], lost: false };
        atom(case, window, &case.rule.atoms[0], (&limits, &slide)) == Answer::Pending
    };
    windows.all.iter().find(alone).map(|slide| slide.days().to)
}

/// The window that misses by most of those that fail by themselves, the earliest of equals.
fn named(case: &RefCase<'_>, window: &Judged<'_>, windows: &Windows<'_>) -> Days {
    let one = &case.rule.atoms[0];
    let limits = super::exceptions::limits_of(case, window);
    let minds = one.comparison == Comparison::Equal;
    let mut worst: Option<(Days, Rational)> = None;
    for slide in &windows.all {
        let alone = std::slice::from_ref(slide);
        let by = |comparison: Comparison| {
            let one = Atom { comparison, ..one.clone() };
            let minds = minds || minds_unmatched(comparison, false);
            decide(case, window, (&one, minds), (&limits, windows, alone)) == Answer::Breached
        };
        let fails = match one.comparison {
            Comparison::Equal => by(Comparison::AtLeast) || by(Comparison::AtMost),
            other => by(other),
        };
        if !fails {
            continue;
        }
        let misses = misses(case, windows, (one, slide), &limits, (window, minds));
        if worst.is_none_or(|(_, most)| misses > most) {
            worst = Some((slide.days(), misses));
        }
    }
    worst.unwrap().0
}

/// By how much the certain part of a window misses the figure.
fn misses(
    case: &RefCase<'_>,
    windows: &Windows<'_>,
    (one, slide): (&Atom, &Window),
    limits: &[Rational],
    (window, _): (&Judged<'_>, bool),
) -> Rational {
    let of = selection_of(&one.measure);
    let inside = |days: &[Day]| {
        let counted: Vec<Day> = days.to_vec();
        let own = Judged { days: slide.days(), counted: &counted, ..window.plain() };
        least(case, &own, one, false)
    };
    let measured = if windows.sliding.averaged {
        let nothing = Future { more: 0, out: Vec::new() };
        let sure: Vec<Event> =
            case.events(of).into_iter().filter(|event| event.sure == super::case::Sure::Yes).collect();
        let values = left_out(case, window, windows, slide).into_iter().filter_map(|out| {
            let world = World { events: &sure, blank: Blank::Small, more: 0, future: &nothing, out: &out };
            world.value(case, windows, (one, of), slide)
        });
        values.min().unwrap()
    } else {
        inside(&slide.days().iter().filter(|day| case.active(*day) && case.in_force(*day)).collect::<Vec<Day>>())
    };
    let owed: Vec<Rational> =
        limits.iter().flat_map(|limit| slide.shares.iter().map(|share| round(case, *limit * *share))).collect();
    let (short, over) = (*owed.iter().max().unwrap() - measured, measured - *owed.iter().min().unwrap());
    match one.comparison {
        Comparison::AtLeast | Comparison::More => short,
        Comparison::AtMost | Comparison::Less => over,
        _ => short.max(over),
    }
}
