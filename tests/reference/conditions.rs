//! Conditions on a case, on one day, by looking at every event and every day.

use assize::types::typed::{Comparison, Condition, DayUnit, Quantifier, RecordsId, Scope, Selection, Value, When};
use assize::value::{Day, Days, fold};

use super::case::{Event, RefCase, Sure};
use super::exceptions::Judged;
use super::limits::of_kind;

/// Whether a condition holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Truth {
    Yes,
    No,
    /// Only what is still to come can say.
    Coming,
    Unknown,
}

/// The day before the first export that has a start, of the systems that record such events; a day before which nobody
/// asks, where there is none.
fn long_ago(case: &RefCase<'_>, selection: &Selection, until: Day) -> Day {
    let program = case.audit.program;
    let systems: Vec<RecordsId> =
        selection.activities.iter().flat_map(|id| program.activity(*id).unwrap().from.clone()).collect();
    let exports = case.audit.tables.coverage.exports.iter().filter(|export| systems.contains(&export.records));
    let starts = exports.map(|export| export.days.from).filter(|from| *from != Day::MIN);
    starts.map(Day::previous).min().unwrap_or(until).min(until)
}

/// Whether a condition holds on a day, whoever must show it, and whether what may still come is asked.
pub fn holds(
    case: &RefCase<'_>,
    window: &Judged<'_>,
    condition: &Condition,
    (shown, on, future): (bool, Day, bool),
) -> Truth {
    let burden = if shown { Burden::Claimant } else { Burden::Open };
    test(case, window, condition, (burden, on, future))
}

/// Who must show what.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Burden {
    /// Whoever claims it: with no row it does not hold.
    Claimant,
    /// Nobody: it is open until the records are complete.
    Open,
    /// It must be known, whatever an exemption says of itself: the want of a row would be a gain.
    Known,
}

fn test(
    case: &RefCase<'_>,
    window: &Judged<'_>,
    condition: &Condition,
    (burden, on, future): (Burden, Day, bool),
) -> Truth {
    let first = |order: [Truth; 4], all: &[Condition]| {
        let each: Vec<Truth> = all.iter().map(|one| test(case, window, one, (burden, on, future))).collect();
        order.into_iter().find(|truth| each.contains(truth)).unwrap()
    };
    let shown = burden == Burden::Claimant;
    match condition {
        Condition::And(all) => first([Truth::No, Truth::Unknown, Truth::Coming, Truth::Yes], all),
        Condition::Or(all) => first([Truth::Yes, Truth::Unknown, Truth::Coming, Truth::No], all),
        // That there is none is no claim that the want of a row could show.
        Condition::Not(inner) => opposite(test(case, window, inner, (Burden::Known, on, future))),
        Condition::Events(Quantifier::No, selection, scope) => {
            opposite(some(case, window, (selection, *scope), (false, on, future)))
        }
        Condition::Events(Quantifier::Some, selection, scope) => {
            some(case, window, (selection, *scope), (shown, on, future))
        }
        Condition::CoversDays(selection, unit) => covers(case, window, (selection, *unit), (shown, future)),
        Condition::Attribute(name, _, _) if case.differs(name, window.opens) => Truth::Unknown,
        Condition::Attribute(name, comparison, value) => {
            let found = case.attribute(name, window.opens);
            match (found, value) {
                (Some(Value::Number(found)), Value::Number(value)) => yes(match comparison {
                    Comparison::Equal => found == *value,
                    Comparison::NotEqual => found != *value,
                    Comparison::Less => found < *value,
                    Comparison::AtMost => found <= *value,
                    Comparison::More => found > *value,
                    Comparison::AtLeast => found >= *value,
                }),
                (Some(Value::Text(found)), Value::Text(value)) => {
                    yes((fold(&found) == fold(value)) == (*comparison == Comparison::Equal))
                }
                (None, _) if shown => Truth::No,
                _ => Truth::Unknown,
            }
        }
        Condition::Exemption(id) => {
            let when = &case.audit.program.exemption(*id).unwrap().when;
            let burden = if when.shown && burden != Burden::Known { Burden::Claimant } else { burden };
            stands(case, window, when, (burden, on, future))
        }
    }
}

/// Whether an exemption holds, and nothing defeats it.
fn stands(case: &RefCase<'_>, window: &Judged<'_>, when: &When, (burden, on, future): (Burden, Day, bool)) -> Truth {
    let mut each = vec![test(case, window, &when.condition, (burden, on, future))];
    for unless in &when.unless {
        let defeat = case.audit.program.grounds(unless).when;
        each.push(opposite(stands(case, window, defeat, (Burden::Known, on, future))));
    }
    [Truth::No, Truth::Unknown, Truth::Coming, Truth::Yes].into_iter().find(|truth| each.contains(truth)).unwrap()
}

fn yes(is: bool) -> Truth {
    if is { Truth::Yes } else { Truth::No }
}

fn opposite(truth: Truth) -> Truth {
    match truth {
        Truth::Yes => Truth::No,
        Truth::No => Truth::Yes,
        other => other,
    }
}

/// Whether there is such an event up to a day.
fn some(
    case: &RefCase<'_>,
    window: &Judged<'_>,
    (selection, scope): (&Selection, Scope),
    (shown, on, future): (bool, Day, bool),
) -> Truth {
    let until = on.min(case.as_of());
    let inside = |day: Day| scope == Scope::UpToThen || window.counted.contains(&day);
    let events = case.events(selection);
    let live: Vec<&Event> = events
        .iter()
        .filter(|event| event.days == Days::ALL || (event.days.from <= until && event.days.iter().any(inside)))
        .collect();
    if live.iter().any(|event| event.sure == Sure::Yes) {
        return Truth::Yes;
    }
    if live.iter().any(|event| event.sure == Sure::Perhaps || !shown) {
        return Truth::Unknown;
    }
    let lost = Days::new(long_ago(case, selection, until), until)
        .iter()
        .any(|day| inside(day) && !case.covered(selection, day, future));
    let last = match scope {
        Scope::UpToThen => on,
        Scope::Window => window.days.to,
    };
    let open = last.min(window.due.unwrap_or(Day::MAX)) > case.as_of();
    match (!shown && lost, future && open) {
        (true, _) => Truth::Unknown,
        (false, true) => Truth::Coming,
        (false, false) => Truth::No,
    }
}

/// Whether spans cover every day of a kind; days that no calendar knows may be none of them such days, all, or any one.
fn covers(
    case: &RefCase<'_>,
    window: &Judged<'_>,
    (selection, unit): (&Selection, DayUnit),
    (shown, future): (bool, bool),
) -> Truth {
    let events = case.events(selection);
    let on = |sure: Sure, day: Day| events.iter().any(|event| event.sure == sure && event.days.contains(day));
    let covered = |day: Day| {
        let loaded = shown || day > case.as_of() || case.covered(selection, day, window.is_open(case));
        if on(Sure::Yes, day) {
            Truth::Yes
        } else if on(Sure::Perhaps, day) || !loaded {
            Truth::Unknown
        } else if day > case.as_of() && future {
            Truth::Coming
        } else {
            Truth::No
        }
    };
    let days: Vec<Day> = window.counted.iter().copied().filter(|day| case.active(*day)).collect();
    let (known, maybe): (Vec<Day>, Vec<Day>) = days.into_iter().partition(|day| of_kind(case, *day, unit).is_some());
    let open: Vec<Day> = known.into_iter().filter(|day| of_kind(case, *day, unit) == Some(true)).collect();
    let mut worlds = vec![Vec::new(), maybe.clone()];
    worlds.extend(maybe.iter().map(|day| vec![*day]));
    let mut answers: Vec<Truth> = worlds
        .into_iter()
        .map(|more| {
            let each: Vec<Truth> = open.iter().chain(&more).map(|day| covered(*day)).collect();
            let order = [Truth::No, Truth::Unknown, Truth::Coming, Truth::Yes];
            order.into_iter().find(|truth| each.contains(truth)).unwrap_or(Truth::No)
        })
        .collect();
    answers.dedup();
    if answers.len() == 1 { answers[0] } else { Truth::Unknown }
}
