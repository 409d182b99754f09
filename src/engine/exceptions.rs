//! Which of a rule's exceptions hold for one obligation, since when, and by what proof.

use crate::engine::condition::{self, Burden, Future, Test};
use crate::engine::outcome::{EventRef, Reason, Status};
use crate::engine::scope::Scope;
use crate::engine::spec::Spec;
use crate::engine::trial::Trial;
use crate::types::typed::{Effect, Exception, MidWindow, When};
use crate::value::Day;

/// Whether an exception holds for an obligation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// It does, since this day, shown by the event where one shows it.
    Holds(Day, Option<EventRef>),
    /// It may: nobody knows.
    Open(Vec<Reason>),
    /// It does not.
    No,
}

/// The state of each of a rule's exceptions for an obligation, in the rule's order.
pub fn states(trial: &Trial<'_, '_>, spec: &Spec) -> Vec<State> {
    let scope = spec.scope(trial);
    trial.rule.exceptions.iter().map(|exception| state(&scope, exception, spec)).collect()
}

fn state(scope: &Scope<'_, '_>, exception: &Exception, spec: &Spec) -> State {
    let as_of = scope.judge.as_of();
    let limit = match (exception.backdated, exception.mid_window) {
        (true, _) => as_of,
        (false, MidWindow::NextWindow) => spec.opens.previous().min(as_of),
        (false, MidWindow::Whole | MidWindow::FromThen(_)) => spec.due.map_or(as_of, |due| due.min(as_of)),
    };
    let burden = match exception.effect {
        // Nobody claims that more is owed: then no row is no proof.
        Effect::Raised(..) => Burden::Known,
        Effect::Exempt | Effect::Excused | Effect::Reduced(..) => burden(&exception.when),
    };
    held(scope, &exception.when, Tested { opens: spec.opens, limit, burden, mid_window: exception.mid_window })
}

/// Who must show a condition that a claimant gains by.
pub fn burden(when: &When) -> Burden {
    if when.shown { Burden::Claimant } else { Burden::Open }
}

/// When and how a condition is tested.
#[derive(Clone, Copy, Debug)]
pub struct Tested {
    /// The day on which the duty opens.
    pub opens: Day,
    /// The last day on which it may begin to hold.
    pub limit: Day,
    /// Who must show it.
    pub burden: Burden,
    /// What it does to a window that it begins in.
    pub mid_window: MidWindow,
}

/// Whether a condition holds on some day of a duty.
pub fn held(scope: &Scope<'_, '_>, when: &When, tested: Tested) -> State {
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
