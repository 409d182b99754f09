//! When something is due, counted day by day; and the day on which another rule was met, tried day by day.

use assize::engine::outcome::Outcome;
use assize::types::typed::{Amount, Counts, DayUnit, Direction, Limit, RuleId};
use assize::value::{Day, Days};

use super::case::{RefCase, Sure, cases};
use super::defeats::puts_off;
use super::exceptions::{Judged, State, judge_by};
use super::limits::{back, count_days, number_of, of_kind};
use super::once::{Place, place};

/// What a due date is before anything puts it off.
#[derive(Clone, Copy)]
pub enum Base<'l> {
    On(Day),
    Within(&'l Limit, Day),
}

/// The earliest and the latest day on which something may be due; `None` where nobody can say at all.
pub fn dues(case: &RefCase<'_>, base: Base<'_>, opens: Day) -> Option<(Day, Day)> {
    let (Base::On(from) | Base::Within(_, from)) = base;
    let surely = |day: Day| still(case, day, true, true);
    let due = end(case, base, &surely, &[])?;
    let ways = ways(case, opens.min(due), due)?;
    let ends: Option<Vec<Day>> = ways.iter().map(|times| end(case, base, &surely, times)).collect();
    let earliest = ends?.into_iter().min().unwrap();
    let open = earliest > case.as_of();
    let perhaps = |day: Day| still(case, day, false, open) && (day >= from || still(case, day, true, open));
    let ends: Option<Vec<Day>> = ways.iter().map(|times| end(case, base, &perhaps, times)).collect();
    Some((earliest, ends?.into_iter().max().unwrap()))
}

/// Whether time stands still on a day, surely or perhaps.
fn still(case: &RefCase<'_>, day: Day, surely: bool, open: bool) -> bool {
    case.rule.suspended.iter().any(|selection| {
        let events = case.events(selection);
        let sure = events.iter().any(|event| event.sure == Sure::Yes && event.days.contains(day));
        let maybe = events.iter().any(|event| {
            let there = if event.days == Days::ALL { day <= case.as_of() } else { event.days.contains(day) };
            event.sure == Sure::Perhaps && there
        });
        let lost = day <= case.as_of() && !case.covered(selection, day, open);
        sure || (!surely && (maybe || lost))
    })
}

fn end(case: &RefCase<'_>, base: Base<'_>, still: &dyn Fn(Day) -> bool, times: &[(u32, DayUnit)]) -> Option<Day> {
    let count = |from: Day, (number, unit): (u32, DayUnit)| {
        let (mut day, mut left) = (from, number);
        while left > 0 {
            day = day.next();
            left -= u32::from(!still(day) && of_kind(case, day, unit)?);
        }
        Some(day)
    };
    let mut day = match base {
        Base::On(day) => day,
        Base::Within(limit, from) => {
            let start = if limit.counts == Counts::BeginningWith { from.previous() } else { from };
            count(start, (number_of(case, limit)?, limit.unit))?.max(from)
        }
    };
    for time in times {
        day = count(day, *time)?;
    }
    while still(day) {
        day = day.next();
    }
    Some(day)
}

/// Every way in which a deadline may be put off; `None` where two lines disagree, or a number is not known.
fn ways(case: &RefCase<'_>, opens: Day, due: Day) -> Option<Vec<Vec<(u32, DayUnit)>>> {
    let days = Days::new(opens, due);
    let counted: Vec<Day> = days.iter().collect();
    let window = Judged {
        days,
        counted: &counted,
        weighed: &counted,
        opens,
        due: Some(due),
        shares: None,
        answered: &[],
        windows: None,
    };
    let state = |line: &assize::types::typed::Extension| puts_off(case, &window, &line.when);
    let states: Vec<State> = case.rule.extended.iter().map(state).collect();
    let open: Vec<usize> = (0..states.len()).filter(|place| states[*place] == State::Open).collect();
    (0..1_u32 << open.len())
        .map(|choice| {
            let chosen = |place: &usize| match states[*place] {
                State::No => false,
                State::Since(_) => true,
                State::Open => choice & (1 << open.iter().position(|other| other == place).unwrap()) != 0,
            };
            let (mut first, mut rest) = (Vec::new(), Vec::new());
            for place in (0..states.len()).filter(chosen) {
                let line = &case.rule.extended[place];
                let number = match line.by.number {
                    Amount::Number(number) => number,
                    Amount::Param(_) => number_of(case, &line.by)?,
                };
                let kind = if line.adding { &mut rest } else { &mut first };
                kind.push((number, line.by.unit));
            }
            first.dedup();
            (first.len() < 2).then(|| first.into_iter().chain(rest).collect())
        })
        .collect()
}

/// What a day so many days before or after another may be: that day, or where it is not known from the first to the
/// last that it may be.
pub fn shifted(case: &RefCase<'_>, (by, direction): (&Limit, Direction), from: Day) -> Vec<Day> {
    let number = number_of(case, by);
    let back = |number: u32, uncovered: Option<bool>| back(case, by, (from, number), uncovered);
    let least = number.unwrap_or(0);
    let known = number.and_then(|number| match direction {
        Direction::After => count_days(case, by, (from, number), None),
        Direction::Before => back(number, None),
    });
    // Later or earlier than anything, but for never.
    const FAR: i32 = 200_000;
    match (known, direction) {
        (Some(day), _) => vec![day],
        (None, Direction::After) => vec![count_days(case, by, (from, least), Some(true)).unwrap(), from.plus(FAR)],
        (None, Direction::Before) => vec![from.plus(-FAR), back(least, Some(true)).unwrap()],
    }
}

/// The days on which a case may have met another rule; none where it has not; nothing at all where it never will.
pub fn met_days(case: &RefCase<'_>, id: RuleId) -> Option<Vec<Option<Day>>> {
    let rule = case.audit.program.rule(id).unwrap();
    let with = case.with.filter(|_| rule.subject.with_counterpart);
    let all = cases(case.audit, rule, &[]);
    let other = all.into_iter().find(|other| other.person == case.person && other.with == with)?;
    let assize::types::typed::Duty::Once { over, due } = &rule.duty else { panic!("a single duty") };
    if super::is_set_aside(&other) {
        return None;
    }
    let window = match place(&other, *over, due.as_ref()) {
        Place::None => return None,
        Place::NotYet(_, true) => return Some(vec![None]),
        Place::NotYet(_, false) => return None,
        Place::Unknown(owed) => return Some(vec![Some(owed.days.from), None]),
        Place::Due(window) => window,
    };
    let last = window.days.to.min(window.due.1);
    let counted: Vec<Day> = window.counted(&other, last);
    let owed = Judged {
        days: Days::new(window.days.from, last),
        counted: &counted,
        weighed: &window.weighed,
        opens: window.opens,
        due: Some(window.due.1),
        shares: window.shares.clone()?,
        answered: &[],
        windows: None,
    };
    let mut found = Vec::new();
    for day in Days::new(window.days.from, case.as_of()).iter() {
        let counted: Vec<Day> = window.counted(&other, day);
        let late = Judged {
            days: Days::new(window.days.from, day),
            counted: &counted,
            due: Some(day),
            shares: owed.shares.clone(),
            ..owed
        };
        match judge_by(&other, &owed, &late) {
            Outcome::Met => {
                found.push(Some(day));
                return Some(found);
            }
            Outcome::Undetermined => found.push(Some(day)),
            Outcome::Breached => {}
            _ => return None,
        }
    }
    found.push(None);
    Some(found)
}
