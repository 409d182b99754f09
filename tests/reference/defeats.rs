//! Which exceptions have their effect, day by day: what defeats them, and what they give way to.

use assize::engine::outcome::Outcome;
use assize::types::typed::{Effect, Exception, Grounds, MidWindow, ProRata, When};
use assize::value::{Day, Days, Rational, whole};

use super::case::RefCase;
use super::exceptions::{Judged, State, held};
use super::windows::weigh;

/// The days on which an exception has its effect.
#[derive(Clone)]
pub struct On {
    days: Vec<Day>,
    /// On all days that are looked at.
    whole: bool,
    /// By what the rest is measured.
    by: Option<ProRata>,
}

/// An exception that has its effect, by its place in the rule.
pub type Active = (usize, On);

/// Whether an exception has its effect.
pub enum Stand {
    Yes(On),
    Maybe(On),
    No,
}

/// What an exception makes of a duty that it drops.
pub fn drop_of(effect: &Effect) -> Option<Outcome> {
    match effect {
        Effect::Exempt => Some(Outcome::Exempt),
        Effect::Excused => Some(Outcome::Excused),
        Effect::Reduced(..) | Effect::Raised(..) => None,
    }
}

/// How an exception of the rule stands.
pub fn stand(case: &RefCase<'_>, window: &Judged<'_>, exception: &Exception) -> Stand {
    let grounds = Grounds { when: &exception.when, backdated: exception.backdated, mid_window: exception.mid_window };
    // Nobody claims that more is owed.
    of(case, window, (grounds, !matches!(exception.effect, Effect::Raised(..))))
}

/// Whether what puts a deadline off holds, and nothing defeats it.
pub fn puts_off(case: &RefCase<'_>, window: &Judged<'_>, when: &When) -> State {
    let grounds = Grounds { when, backdated: false, mid_window: MidWindow::Whole };
    match of(case, window, (grounds, true)) {
        Stand::Yes(on) if on.whole => State::Since(window.opens),
        Stand::Yes(_) | Stand::No => State::No,
        Stand::Maybe(_) => State::Open,
    }
}

fn of(case: &RefCase<'_>, window: &Judged<'_>, (grounds, gain): (Grounds<'_>, bool)) -> Stand {
    let due = window.due.map_or(case.as_of(), |due| due.min(case.as_of()));
    let limit = match (grounds.backdated, grounds.mid_window) {
        (true, _) => case.as_of(),
        (false, MidWindow::NextWindow) => window.opens.previous().min(case.as_of()),
        (false, MidWindow::Whole | MidWindow::FromThen(_)) => due,
    };
    let by = match grounds.mid_window {
        MidWindow::FromThen(by) => Some(by),
        MidWindow::Whole | MidWindow::NextWindow => None,
    };
    let own = held(case, window, &grounds.when.condition, (grounds.when.shown && gain, limit, by.is_some()));
    if own == State::No {
        return Stand::No;
    }
    let begins = |day: Day| match own {
        State::Since(since) => by.is_none() || since <= window.opens || day >= since,
        State::Open => true,
        State::No => false,
    };
    let from = window.weighed.first().map_or(window.opens, |day| window.opens.min(*day)).previous();
    let to = window.weighed.last().map_or(limit, |day| limit.max(*day)).max(window.opens).next();
    let all: Vec<Day> = Days::new(from, to).iter().collect();
    let mut on = On { days: all.iter().copied().filter(|day| begins(*day)).collect(), whole: true, by };
    let mut doubt = own == State::Open;
    for unless in &grounds.when.unless {
        match of(case, window, (case.audit.program.grounds(unless), !gain)) {
            Stand::No => {}
            Stand::Maybe(_) => doubt = true,
            Stand::Yes(defeat) => {
                on.days.retain(|day| !defeat.days.contains(day));
                on.by = on.by.or(defeat.by);
            }
        }
    }
    on.whole = on.days.len() == all.len();
    match (on.days.is_empty(), doubt) {
        (true, _) => Stand::No,
        (false, true) => Stand::Maybe(on),
        (false, false) => Stand::Yes(on),
    }
}

/// The share of the window on which an exception has no effect; `None` where nobody knows.
pub fn share_outside(case: &RefCase<'_>, window: &Judged<'_>, on: &On) -> Option<Rational> {
    let (false, Some(by)) = (on.whole, on.by) else { return Some(whole(0)) };
    let all = weigh(case, by, window.weighed)?;
    let rest: Vec<Day> = window.weighed.iter().copied().filter(|day| !on.days.contains(day)).collect();
    if all == whole(0) { Some(whole(0)) } else { Some(weigh(case, by, &rest)? / all) }
}

/// What an exception that drops the duty leaves of it: 1 for any other.
pub fn leaves(case: &RefCase<'_>, window: &Judged<'_>, (index, on): &Active) -> Option<Rational> {
    match drop_of(&case.rule.exceptions[*index].effect) {
        Some(_) => share_outside(case, window, on),
        None => Some(whole(1)),
    }
}

/// Some exceptions without those that give way to another of them.
pub fn standing(case: &RefCase<'_>, some: Vec<Active>) -> Vec<Active> {
    let rule = |index: usize| &case.rule.exceptions[index];
    let set = |effect: &Effect| match effect {
        Effect::Reduced(atom, to) | Effect::Raised(atom, to) => Some((*atom, to.clone())),
        Effect::Exempt | Effect::Excused => None,
    };
    let gives_way = |index: usize, to: usize| {
        let outranks = case.audit.program.outranks(rule(to), rule(index));
        outranks
            && match (set(&rule(to).effect), set(&rule(index).effect)) {
                (Some((atom, value)), Some((other, second))) => atom == other && value != second,
                (Some(_), None) => true,
                (None, _) => false,
            }
    };
    let beaten: Vec<usize> = some
        .iter()
        .map(|(index, _)| *index)
        .filter(|index| some.iter().any(|(to, _)| gives_way(*index, *to)))
        .collect();
    some.into_iter().filter(|(index, _)| !beaten.contains(index)).collect()
}
