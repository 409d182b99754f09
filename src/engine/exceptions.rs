//! Which of a rule's exceptions hold for one obligation, on which days of its window, and by what proof; and which are
//! defeated by an exception to them.

use crate::engine::condition::{self, Burden, Future, Test};
use crate::engine::outcome::{EventRef, Reason, Status};
use crate::engine::scope::Scope;
use crate::engine::spec::Spec;
use crate::engine::trial::Trial;
use crate::types::typed::{Effect, Exception, Grounds, MidWindow, ProRata, When};
use crate::value::{Day, Days};

/// Whether a condition holds for an obligation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// It does, since this day, shown by the event where one shows it.
    Holds(Day, Option<EventRef>),
    /// It may: nobody knows.
    Open(Vec<Reason>),
    /// It does not.
    No,
}

/// On which days an exception has its effect.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// The days, in order: all there are where it counts for the whole window.
    pub runs: Vec<Days>,
    /// By what the rest of the window is measured, where it may have its effect on a part of it only.
    pub by: Option<ProRata>,
}

impl Held {
    /// Whether it counts for the whole window.
    pub fn is_whole(&self) -> bool {
        self.runs == [Days::ALL]
    }
}

/// How an exception stands, once what defeats it is taken into account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It holds: on which days, since when, and shown by which event.
    Holds(Held, Day, Option<EventRef>),
    /// It may, on these days: nobody knows.
    Open(Held, Vec<Reason>),
    /// It does not, or something defeats it.
    No,
}

/// How an exception stands, and what it meets on the way: exceptions to it that hold or may, and those to them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stood {
    /// How it stands.
    pub standing: Standing,
    /// What defeats what.
    pub told: Vec<Reason>,
}

/// The standing of each of a rule's exceptions for an obligation, in the rule's order.
pub fn standings(trial: &Trial<'_, '_>, spec: &Spec) -> Vec<Stood> {
    let scope = spec.scope(trial);
    let one = |(place, exception): (usize, &Exception)| {
        let gain = match exception.effect {
            // Nobody claims that more is owed: then no row is no proof.
            Effect::Raised(..) => Gain::Loss,
            Effect::Exempt | Effect::Excused | Effect::Reduced(..) => Gain::Gain,
        };
        let grounds =
            Grounds { when: &exception.when, backdated: exception.backdated, mid_window: exception.mid_window };
        stand(&scope, (spec.opens, spec.due), (grounds, gain), &[place])
    };
    trial.rule.exceptions.iter().enumerate().map(one).collect()
}

/// Whether less is owed where an exception holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Gain {
    Gain,
    Loss,
}

/// How an exception stands: `path` are its place in the rule, and the places of those that lead to it.
fn stand(
    scope: &Scope<'_, '_>,
    (opens, due): (Day, Option<Day>),
    (grounds, gain): (Grounds<'_>, Gain),
    path: &[usize],
) -> Stood {
    let as_of = scope.judge.as_of();
    let limit = match (grounds.backdated, grounds.mid_window) {
        (true, _) => as_of,
        (false, MidWindow::NextWindow) => opens.previous().min(as_of),
        (false, MidWindow::Whole | MidWindow::FromThen(_)) => due.map_or(as_of, |due| due.min(as_of)),
    };
    let (burden, other) = match gain {
        Gain::Gain => (burden(grounds.when), Gain::Loss),
        Gain::Loss => (Burden::Known, Gain::Gain),
    };
    let tested = Tested { opens, limit, burden, mid_window: grounds.mid_window };
    let own = held(scope, grounds.when, tested);
    if own == State::No {
        return Stood { standing: Standing::No, told: Vec::new() };
    }
    let mut days = match (&own, grounds.mid_window) {
        (State::Holds(since, _), MidWindow::FromThen(by)) if *since > opens => {
            Held { runs: vec![Days::new(*since, Day::MAX)], by: Some(by) }
        }
        (_, MidWindow::FromThen(by)) => Held { runs: vec![Days::ALL], by: Some(by) },
        (_, MidWindow::Whole | MidWindow::NextWindow) => Held { runs: vec![Days::ALL], by: None },
    };
    let (mut told, mut doubts) = (Vec::new(), Vec::new());
    for (place, unless) in grounds.when.unless.iter().enumerate() {
        let below: Vec<usize> = path.iter().copied().chain([place]).collect();
        let program = scope.judge.audit.program;
        let stood = stand(scope, (opens, due), (program.grounds(unless), other), &below);
        told.extend(stood.told);
        match stood.standing {
            Standing::No => {}
            Standing::Holds(held, since, shown) => {
                told.push(Reason::Defeated(below, since, shown));
                days.by = days.by.or(held.by);
                days.runs = without(&days.runs, &held.runs);
            }
            Standing::Open(_, reasons) => {
                told.push(Reason::DefeatOpen(below));
                doubts.extend(reasons);
            }
        }
    }
    if days.runs.is_empty() {
        // What is surely defeated needs no data of its own.
        told.retain(|reason| !matches!(reason, Reason::DefeatOpen(_)));
        return Stood { standing: Standing::No, told };
    }
    let standing = match own {
        State::Open(reasons) => Standing::Open(days, reasons.into_iter().chain(doubts).collect()),
        State::Holds(..) if !doubts.is_empty() => Standing::Open(days, doubts),
        State::Holds(since, shown) => Standing::Holds(days, since, shown),
        State::No => Standing::No,
    };
    Stood { standing, told }
}

/// Whether what puts a deadline off holds for a duty that opens and is due on these days, and nothing defeats it.
pub fn puts_off(scope: &Scope<'_, '_>, (opens, due): (Day, Day), when: &When) -> State {
    let grounds = Grounds { when, backdated: false, mid_window: MidWindow::Whole };
    match stand(scope, (opens, Some(due)), (grounds, Gain::Gain), &[]).standing {
        // A deadline is no window of which a part could be left.
        Standing::Holds(held, since, shown) if held.is_whole() => State::Holds(since, shown),
        Standing::Holds(..) | Standing::No => State::No,
        Standing::Open(_, reasons) => State::Open(reasons),
    }
}

/// Some days without others; both in order, none overlapping.
fn without(runs: &[Days], taken: &[Days]) -> Vec<Days> {
    taken.iter().fold(runs.to_vec(), |left, hole| {
        let pieces = |run: &Days| {
            let before = (hole.from > Day::MIN).then(|| run.intersect(Days::new(Day::MIN, hole.from.previous())));
            let after = (hole.to < Day::MAX).then(|| run.intersect(Days::new(hole.to.next(), Day::MAX)));
            before.into_iter().chain(after).filter(|piece| !piece.is_empty()).collect::<Vec<_>>()
        };
        left.iter().flat_map(pieces).collect()
    })
}

/// Who must show a condition that a claimant gains by.
fn burden(when: &When) -> Burden {
    if when.shown { Burden::Claimant } else { Burden::Open }
}

/// When and how a condition is tested.
#[derive(Clone, Copy, Debug)]
struct Tested {
    /// The day on which the duty opens.
    opens: Day,
    /// The last day on which it may begin to hold.
    limit: Day,
    /// Who must show it.
    burden: Burden,
    /// What it does to a window that it begins in.
    mid_window: MidWindow,
}

/// Whether a condition holds on some day of a duty.
fn held(scope: &Scope<'_, '_>, when: &When, tested: Tested) -> State {
    let Tested { opens, limit, burden, mid_window } = tested;
    let mut days = vec![opens.previous(), opens, limit];
    condition::change_days(scope, &when.condition, &mut days);
    // Until the day before an event there is none: then most is unknown of what may already have been.
    days.extend(days.clone().into_iter().map(Day::previous));
    days.retain(|day| *day <= limit);
    days.sort();
    days.dedup();
    // What ended before the duty opened does not touch it; what began before and still holds began then.
    let first = opens.min(limit);
    let mut began = None;
    let mut doubts: Option<Vec<Reason>> = None;
    for day in days {
        let test = Test { on: day, opens, burden, future: Future::NotAsked };
        let answer = condition::test(scope, &when.condition, test);
        match answer.status {
            // From then on it matters whether it began earlier: until that is known, so is its effect.
            Status::Met if doubts.is_some() && matches!(mid_window, MidWindow::FromThen(_)) => break,
            Status::Met => {
                let began = *began.get_or_insert(day);
                if day >= first {
                    return State::Holds(began, answer.shown_by);
                }
                continue;
            }
            Status::Undetermined if day >= first => doubts = Some(answer.reasons),
            Status::Undetermined | Status::Breached | Status::Pending => {}
        }
        began = None;
    }
    match doubts {
        Some(mut reasons) => {
            reasons.sort();
            reasons.dedup();
            State::Open(reasons)
        }
        None => State::No,
    }
}
