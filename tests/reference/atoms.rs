//! Worlds: what may be the case where something is not known, and what may still come. An answer is the one that all
//! agree on.

use std::collections::BTreeMap;

use assize::types::typed::{
    Atom, Comparison, DayUnit, Ends, FieldRef, Joint, Measure, Point, Selection, Threshold, Type, Value,
};
use assize::types::{Slot, bind};
use assize::value::{Bound, Day, Days, Rational, fold, whole};

use super::answers::has;
use super::case::{Event, RefCase, Sure};
use super::clocks::clock_days;
use super::deadlines::{met_days, shifted};
use super::exceptions::Judged;
use super::limits::of_kind;
use super::members::members;

/// More than any rule asks for.
pub const PLENTY: i64 = 1_000_000;

/// What one thing comes to in all worlds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    Met,
    Breached,
    Pending,
    Unknown,
}

impl Answer {
    pub fn opposite(self) -> Answer {
        match self {
            Answer::Met => Answer::Breached,
            Answer::Breached => Answer::Met,
            other => other,
        }
    }
}

/// The first of an order that is among some answers.
pub fn combine(order: &[Answer; 4], all: &[Answer]) -> Answer {
    order.iter().copied().find(|answer| all.contains(answer)).unwrap()
}

pub const WORST_FIRST: [Answer; 4] = [Answer::Breached, Answer::Unknown, Answer::Pending, Answer::Met];

/// One atom in every world. `exactly` is `at least` and `at most`, each by itself; `is not` its opposite.
pub fn atom(case: &RefCase<'_>, window: &Judged<'_>, one: &Atom, (limits, negated): (Vec<Rational>, bool)) -> Answer {
    let held = valid_days(window, &one.measure);
    let window = &Judged { counted: held.as_deref().unwrap_or(window.counted), ..window.clone() };
    match &one.measure {
        Measure::Has(triggers, response) => return has(case, window, triggers, response),
        Measure::Meets(rules) => return case.meets(rules),
        Measure::Unreadable(_) => return Answer::Unknown,
        Measure::RollUp(roll_up) => return members(case, window, one, roll_up),
        Measure::First(of) | Measure::Last(of) => return order(case, window, one, (of, negated)),
        _ => {}
    }
    let minds = matches!(one.comparison, Comparison::Equal | Comparison::NotEqual);
    let by = |comparison: Comparison| {
        let one = Atom { comparison, ..one.clone() };
        decide(case, window, &one, (&limits, minds_unmatched(comparison, negated) || minds))
    };
    let exactly = || combine(&WORST_FIRST, &[by(Comparison::AtLeast), by(Comparison::AtMost)]);
    match one.comparison {
        Comparison::Equal => exactly(),
        Comparison::NotEqual => exactly().opposite(),
        other => by(other),
    }
}

/// Of a statement that runs out, the days of the window on which it may be signed and still hold on the due date.
fn valid_days(window: &Judged<'_>, measure: &Measure) -> Option<Vec<Day>> {
    let Measure::Count(of) = measure else { return None };
    let valid = i32::try_from(of.valid_for()?).unwrap();
    let due = window.due.unwrap_or(window.days.to);
    Some(window.counted.iter().copied().filter(|day| due.since(*day) <= valid).collect())
}

/// Whether more events could break it.
pub fn minds_unmatched(comparison: Comparison, negated: bool) -> bool {
    matches!(comparison, Comparison::AtMost | Comparison::Less) != negated
}

pub fn selection_of(measure: &Measure) -> &Selection {
    match measure {
        Measure::Total(_, of, _) | Measure::Count(of) | Measure::Distinct(_, of) => of,
        Measure::Share { of, .. } | Measure::LongestGap { between: of, .. } | Measure::Covers { of, .. } => of,
        Measure::First(of) | Measure::Last(of) => of,
        other => panic!("{other:?} has no one selection"),
    }
}

/// The certain events of a window, and those that may be in it.
fn live(case: &RefCase<'_>, window: &Judged<'_>, of: &Selection, minds: bool) -> (Vec<Event>, Vec<Event>) {
    let (mut sure, mut perhaps) = (Vec::new(), Vec::new());
    let may_fall_here = window.counted.iter().any(|day| *day <= case.as_of());
    for event in case.events(of) {
        let undated = event.days == Days::ALL;
        if if undated { !may_fall_here } else { !window.counted.contains(&event.days.from) } {
            continue;
        }
        match event.sure {
            Sure::Yes => sure.push(event),
            Sure::Perhaps => perhaps.push(event),
            Sure::Unmatched if minds => perhaps.push(event),
            Sure::Unmatched => {}
        }
    }
    (sure, perhaps)
}

/// Every set of events that there may be: each possible one in or out, and one without a date on any day.
pub fn every_set(case: &RefCase<'_>, window: &Judged<'_>, measure: &Measure, minds: bool) -> Vec<Vec<Event>> {
    let (sure, perhaps) = live(case, window, selection_of(measure), minds);
    let placed = matches!(measure, Measure::First(_) | Measure::Last(_));
    let mut sets = Vec::new();
    for choice in 0..(1_u32 << perhaps.len()) {
        let mut these = vec![sure.clone()];
        for (place, event) in perhaps.iter().enumerate() {
            if choice & (1 << place) == 0 {
                continue;
            }
            let days: Vec<Days> = if placed && event.days == Days::ALL {
                let past = window.counted.iter().filter(|day| **day <= case.as_of());
                past.map(|day| Days::new(*day, *day)).collect()
            } else {
                vec![event.days]
            };
            these = these
                .iter()
                .flat_map(|set| days.iter().map(|days| [set.as_slice(), &[Event { days: *days, ..*event }]].concat()))
                .collect();
        }
        sets.extend(these);
    }
    sets
}

/// The days of a window up to as-of whose records are missing, and those on which something may still come.
fn open_days(case: &RefCase<'_>, window: &Judged<'_>, of: &Selection) -> (Vec<Day>, Vec<Day>) {
    let open = window.is_open(case);
    let past = window.counted.iter().copied().filter(|day| *day <= case.as_of());
    let lost: Vec<Day> = past.clone().filter(|day| !case.covered(of, *day, open)).collect();
    let coming = window.counted.iter().copied().filter(|day| *day > case.as_of());
    let late = past.filter(|day| !lost.contains(day) && !case.covered(of, *day, false));
    let coming = if open { late.chain(coming).collect() } else { Vec::new() };
    (lost, coming)
}

/// One atom with a plain comparison in every world.
fn decide(case: &RefCase<'_>, window: &Judged<'_>, atom: &Atom, (limits, minds): (&[Rational], bool)) -> Answer {
    let limits = match &atom.measure {
        Measure::Covers { .. } => vec![size(case, &atom.measure)],
        _ => limits.to_vec(),
    };
    let mut answers: Vec<Answer> = Vec::new();
    for set in every_set(case, window, &atom.measure, minds) {
        for world in worlds(case, window, &atom.measure, &set) {
            for limit in &limits {
                let held: Vec<bool> = world.iter().map(|value| compare(atom.comparison, *value, *limit)).collect();
                answers.push(match (held.contains(&true), held.contains(&false)) {
                    (true, false) => Answer::Met,
                    (false, _) => Answer::Breached,
                    (true, true) => Answer::Pending,
                });
                answers.dedup();
            }
        }
    }
    match answers.as_slice() {
        [only] => *only,
        _ => Answer::Unknown,
    }
}

pub fn compare(comparison: Comparison, value: Rational, limit: Rational) -> bool {
    match comparison {
        Comparison::Equal => value == limit,
        Comparison::NotEqual => value != limit,
        Comparison::Less => value < limit,
        Comparison::AtMost => value <= limit,
        Comparison::More => value > limit,
        Comparison::AtLeast => value >= limit,
    }
}

/// For each world of a set of events, the values that a measure may end with.
fn worlds(case: &RefCase<'_>, window: &Judged<'_>, measure: &Measure, events: &[Event]) -> Vec<Vec<Rational>> {
    let of = selection_of(measure);
    let (mut lost, coming) = open_days(case, window, of);
    let mut worlds = Vec::new();
    match measure {
        Measure::LongestGap { unit, ends, .. } => {
            let dated = events.iter().filter(|event| event.days != Days::ALL);
            let marks: Vec<Day> = dated.map(|event| event.days.from).collect();
            if marks.len() < events.len() {
                // An event of no known day may be on any, as on a day that was not loaded.
                lost = window.counted.iter().copied().filter(|day| *day <= case.as_of()).collect();
            }
            for past in fills(&lost, &marks) {
                let marks: Vec<Day> = marks.iter().chain(&past).copied().collect();
                let final_marks = fills(&coming, &marks).into_iter().map(|future| [marks.as_slice(), &future].concat());
                let values: Option<Vec<Rational>> =
                    final_marks.map(|marks| longest_gap(case, window, marks, (*unit, *ends))).collect();
                match values {
                    Some(values) => worlds.push(values),
                    // Nobody knows which days count.
                    None => worlds.extend([vec![whole(0)], vec![whole(PLENTY)]]),
                }
            }
        }
        Measure::Share { filter, none, .. } => {
            let ends = vec![whole(0), whole(1), *none];
            for blank in [false, true] {
                let yes =
                    events.iter().filter(|event| case.test(filter, of, event.position, event.place).unwrap_or(blank));
                let number = |number: usize| i128::try_from(number).unwrap();
                let share = match events.len() {
                    0 => *none,
                    all => Rational::new(number(yes.count()), number(all)),
                };
                worlds.push(if window.is_open(case) { ends.clone() } else { vec![share] });
            }
            if !lost.is_empty() && !window.is_open(case) {
                worlds.extend(ends.into_iter().map(|end| vec![end]));
            }
        }
        _ => {
            let past: &[i64] = if lost.is_empty() { &[0] } else { &[0, PLENTY] };
            let future: &[i64] = if window.is_open(case) { &[0, PLENTY * 10] } else { &[0] };
            for blank in [Blank::Small, Blank::Large] {
                for past in past {
                    let value = |future: &i64| number(case, (measure, of), events, (blank, past + future));
                    worlds.push(future.iter().map(value).collect());
                }
            }
        }
    }
    worlds
}

/// Ways in which events may lie on some days: none, all, only between others, the first, the last, or both.
fn fills(days: &[Day], marks: &[Day]) -> Vec<Vec<Day>> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return vec![Vec::new()] };
    let inside = |day: &&Day| marks.iter().any(|mark| mark <= *day) && marks.iter().any(|mark| mark >= *day);
    let between: Vec<Day> = days.iter().filter(inside).copied().collect();
    let with_first: Vec<Day> = between.iter().chain([first]).copied().collect();
    let with_last: Vec<Day> = between.iter().chain([last]).copied().collect();
    vec![Vec::new(), days.to_vec(), between, with_first, with_last, vec![*first], vec![*last], vec![*first, *last]]
}

/// The most days of a kind from one mark, not counting it, to the next.
fn longest_gap(
    case: &RefCase<'_>,
    window: &Judged<'_>,
    mut marks: Vec<Day>,
    (unit, ends): (DayUnit, Ends),
) -> Option<Rational> {
    if window.days.iter().any(|day| of_kind(case, day, unit).is_none()) {
        return None;
    }
    if ends == Ends::Counted {
        marks.extend([window.days.from, window.days.to]);
    }
    marks.sort();
    let gaps = marks.windows(2).map(|two| {
        Days::new(two[0].next(), two[1]).iter().filter(|day| of_kind(case, *day, unit) == Some(true)).count()
    });
    Some(whole(i64::try_from(gaps.max().unwrap_or(0)).unwrap()))
}

/// `first A before D` and the like.
fn order(case: &RefCase<'_>, window: &Judged<'_>, atom: &Atom, (of, negated): (&Selection, bool)) -> Answer {
    let Threshold::Point(point) = &atom.threshold else { panic!("a day is held against a day") };
    let minds = minds_unmatched(atom.comparison, negated);
    let first = matches!(atom.measure, Measure::First(_));
    let (lost, coming) = open_days(case, window, of);
    let never = if first { PLENTY } else { -PLENTY };
    let open = window.is_open(case);
    let mut answers: Vec<Answer> = Vec::new();
    for set in every_set(case, window, &atom.measure, minds) {
        let mut pasts: Vec<Vec<Day>> = vec![set.iter().map(|event| event.days.from).collect()];
        let bare = pasts[0].clone();
        pasts.extend(lost.iter().map(|day| [bare.as_slice(), &[*day]].concat()));
        for past in pasts {
            let end = |days: &[Day]| {
                let day = if first { days.iter().min() } else { days.iter().max() };
                day.map_or(whole(never), |day| whole(i64::from(day.number())))
            };
            let mut finals = vec![end(&past)];
            finals.extend(coming.iter().map(|day| end(&[past.as_slice(), &[*day]].concat())));
            for limit in point_days(case, point, window.opens, window.days.to.min(window.due.unwrap_or(Day::MAX))) {
                let sooner = matches!(atom.comparison, Comparison::Less | Comparison::AtMost);
                answers.push(match limit {
                    Some(day) => {
                        let limit = whole(i64::from(day.number()));
                        let held: Vec<bool> =
                            finals.iter().map(|value| compare(atom.comparison, *value, limit)).collect();
                        match (held.contains(&true), held.contains(&false)) {
                            (true, false) => Answer::Met,
                            (false, _) => Answer::Breached,
                            (true, true) => Answer::Pending,
                        }
                    }
                    // Without a day to be held against, nothing has come too late or too early.
                    None if !open || (first && sooner && !past.is_empty()) => Answer::Met,
                    None => Answer::Pending,
                });
                answers.dedup();
            }
        }
    }
    match answers.as_slice() {
        [only] => *only,
        _ => Answer::Unknown,
    }
}

/// The days that a point may be, up to a day; none where there is none.
pub fn point_days(case: &RefCase<'_>, point: &Point, opens: Day, last: Day) -> Vec<Option<Day>> {
    let of = match point {
        Point::Date(day) => return vec![Some(*day)],
        Point::Attribute(name) => {
            return match case.attribute(name, opens) {
                Some(Value::Number(date)) => vec![Some(Day::from_number(i32::try_from(date.to_integer()).unwrap()))],
                _ => vec![Some(Day::new(1990, 1, 1).unwrap()), Some(Day::new(2100, 1, 1).unwrap())],
            };
        }
        Point::RoleStart => return vec![Some(case.first())],
        Point::RoleEnd => return vec![Some(case.last())],
        Point::Shifted(by, direction, of) => {
            let each = point_days(case, of, opens, last);
            return each
                .into_iter()
                .flat_map(|day| match day {
                    None => vec![None],
                    Some(day) => shifted(case, (by, *direction), day).into_iter().map(Some).collect(),
                })
                .collect();
        }
        Point::Clock(clock, term) => return clock_days(case, *clock, *term),
        Point::Met(rule) => return met_days(case, *rule).unwrap_or_else(|| vec![None]),
        Point::First(of) => of,
    };
    let days: Vec<Day> = case.duty_days().into_iter().filter(|day| *day <= last).collect();
    let events = case.events(of);
    let on = |sure: Sure, day: Day| events.iter().any(|event| event.sure == sure && event.days.from == day);
    let undated = events.iter().any(|event| event.days == Days::ALL && event.sure != Sure::Unmatched);
    let mut found = Vec::new();
    for day in days {
        if on(Sure::Yes, day) {
            found.push(Some(day));
            return found;
        }
        let past = day <= case.as_of();
        if past && (on(Sure::Perhaps, day) || undated || !case.covered(of, day, false)) {
            found.push(Some(day));
        }
    }
    found.push(None);
    found
}

/// What cells that nobody can read hold, and what an event with several people counts where no line says it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Blank {
    Small,
    Large,
}

/// The certain part of a measure.
pub fn least(case: &RefCase<'_>, window: &Judged<'_>, one: &Atom, negated: bool) -> Rational {
    let of = selection_of(&one.measure);
    let (sure, _) = live(case, window, of, minds_unmatched(one.comparison, negated));
    number(case, (&one.measure, of), &sure, (Blank::Small, 0))
}

/// The value of a measure in one world, with so much more on days that were not loaded or are yet to come.
pub fn number(
    case: &RefCase<'_>,
    (measure, of): (&Measure, &Selection),
    events: &[Event],
    (blank, more): (Blank, i64),
) -> Rational {
    match measure {
        Measure::Count(_) => whole(i64::try_from(events.len()).unwrap() + more),
        Measure::Total(field, _, Some(cap)) => {
            let each: Vec<(Option<String>, Rational)> = (events.iter())
                .map(|event| {
                    let same = case.text(&cap.each, of, event.position, event.place).map(|text| fold(&text));
                    (same, length(case, (field, of), event, blank))
                })
                .collect();
            let sums = every_capped_sum(&each, cap.most);
            let sum = if blank == Blank::Small { sums.iter().min() } else { sums.iter().max() };
            *sum.unwrap() + whole(more)
        }
        Measure::Total(field, _, None) => {
            events.iter().fold(whole(more), |sum, event| sum + length(case, (field, of), event, blank))
        }
        Measure::Distinct(field, _) => {
            let mut values: Vec<String> = Vec::new();
            let mut blanks = 0;
            for event in events {
                match case.text(field, of, event.position, event.place) {
                    Some(text) if !values.contains(&fold(&text)) => values.push(fold(&text)),
                    Some(_) => {}
                    None => blanks += 1,
                }
            }
            let known = i64::try_from(values.len()).unwrap();
            let number = match blank {
                Blank::Large => known + blanks,
                Blank::Small if known == 0 && blanks > 0 => 1,
                Blank::Small => known,
            };
            whole(number + more)
        }
        Measure::Covers { list, by, .. } => {
            let list = case.audit.program.list(*list).unwrap();
            let mut left: BTreeMap<String, u32> =
                list.members.iter().map(|(text, times)| (fold(text), *times)).collect();
            let (mut matched, mut wild) = (0, more);
            for event in events {
                match case.text(by, of, event.position, event.place) {
                    Some(text) => {
                        if let Some(number) = left.get_mut(&fold(&text)).filter(|number| **number > 0) {
                            *number -= 1;
                            matched += 1;
                        }
                    }
                    None if blank == Blank::Large => wild += 1,
                    None => {}
                }
            }
            (whole(matched) + whole(wild)).min(size(case, measure))
        }
        other => panic!("{other:?} is no number of its events"),
    }
}

/// The sums that there may be with a cap: what is blank may be more of any other, or of something of its own.
fn every_capped_sum(each: &[(Option<String>, Rational)], most: Rational) -> Vec<Rational> {
    let Some(place) = each.iter().position(|(same, _)| same.is_none()) else {
        let mut sums: BTreeMap<&Option<String>, Rational> = BTreeMap::new();
        for (same, amount) in each {
            *sums.entry(same).or_insert(whole(0)) += *amount;
        }
        return vec![sums.values().fold(whole(0), |all, sum| all + (*sum).min(most))];
    };
    let mut values: Vec<String> = each.iter().filter_map(|(same, _)| same.clone()).collect();
    values.extend((0..each.len()).map(|number| format!("something {number}")));
    values
        .into_iter()
        .flat_map(|value| {
            let mut with = each.to_vec();
            with[place].0 = Some(value);
            every_capped_sum(&with, most)
        })
        .collect()
}

/// What an event adds to a total for this case.
fn length(case: &RefCase<'_>, (field, of): (&FieldRef, &Selection), event: &Event, blank: Blank) -> Rational {
    let activity = case.audit.program.activity(event.activity).unwrap();
    let known = case.number(field, of, event.position, event.place);
    let ends = case.range(field, event);
    let amount = match (known, ends, blank) {
        (Some(amount), _, _) => amount,
        (None, Some((lo, _)), Blank::Small) => lo.finite().unwrap(),
        (None, Some((_, hi)), Blank::Large) => hi.finite().unwrap_or(whole(PLENTY)),
        (None, None, Blank::Small) => whole(0),
        (None, None, Blank::Large) => match &activity.fields[field.places[event.position].index()].ty {
            Type::Duration { up_to: Some(most) } => *most,
            _ => whole(PLENTY),
        },
    };
    let people = case.audit.tables.events[event.activity.index()].counterparts(event.place).len();
    let shared = bind(case.audit.program, &case.rule.subject, activity).unwrap().with != Slot::Free;
    let split = match case.rule.joint {
        Some(Joint::InFullForEach) => false,
        Some(Joint::SplitEqually) => true,
        None => blank == Blank::Small,
    };
    if people > 1 && shared && split { amount / whole(i64::try_from(people).unwrap()) } else { amount }
}

/// How many events a list needs.
fn size(case: &RefCase<'_>, measure: &Measure) -> Rational {
    match measure {
        Measure::Covers { list, .. } => {
            let list = case.audit.program.list(*list).unwrap();
            whole(list.members.iter().map(|(_, times)| i64::from(*times)).sum())
        }
        _ => whole(0),
    }
}

/// The ends of a value that two records of one event give.
pub type Ends2 = (Bound, Bound);
