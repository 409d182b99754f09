//! Worlds: what may be the case where something is not known, and what may still come. An answer is the one that all
//! agree on.

use std::collections::BTreeMap;

use assize::engine::outcome::Outcome;
use assize::types::typed::{
    Amount, Atom, Comparison, Condition, DayUnit, Effect, Limit, Matching, Measure, Quantifier, Requirement, Response,
    Scope, Selection, Threshold, Type, Value,
};
use assize::value::{Day, Days, Rational, fold, whole};

use super::Owed;
use super::case::{Event, RefCase, Sure};
use super::windows::scaled;

/// More than any rule asks for.
const PLENTY: i64 = 1_000_000;

/// A window to judge.
pub struct Judged<'d> {
    /// The days that events count on.
    pub counted: &'d [Day],
    pub due: Day,
    /// The shares of the figure that may be owed.
    pub shares: Vec<Rational>,
}

/// What one thing comes to in all worlds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Answer {
    Met,
    Breached,
    Pending,
    Unknown,
}

/// Judges a window.
pub fn judge(case: &RefCase<'_>, window: &Judged<'_>) -> Outcome {
    let mut dropped = None;
    let mut open_drop = false;
    let mut reduced: Option<Rational> = None;
    for exception in &case.rule.exceptions {
        let holds = holds(case, window, &exception.when.condition, exception.when.shown);
        match (&exception.effect, holds) {
            (_, Some(false)) => {}
            (Effect::Exempt, Some(true)) => dropped = Some(Outcome::Exempt),
            (Effect::Excused, Some(true)) => dropped = dropped.or(Some(Outcome::Excused)),
            (Effect::Exempt | Effect::Excused, None) => open_drop = true,
            (Effect::Reduced(_, Threshold::Fixed(to)), Some(true)) => reduced = Some(*to),
            (effect, holds) => panic!("the reference does not know {effect:?} {holds:?} yet"),
        }
    }
    if let Some(outcome) = dropped {
        return outcome;
    }
    match (combined(case, window, &case.rule.requirement, reduced), open_drop) {
        (Answer::Met, _) => Outcome::Met,
        (_, true) | (Answer::Unknown, _) => Outcome::Undetermined,
        (Answer::Breached, false) => Outcome::Breached,
        (Answer::Pending, false) => Outcome::Pending,
    }
}

/// Whether an exception holds for a window; `None` where nobody knows.
fn holds(case: &RefCase<'_>, window: &Judged<'_>, condition: &Condition, shown: bool) -> Option<bool> {
    let until = window.due.min(case.as_of());
    match condition {
        Condition::Events(Quantifier::Some, selection, Scope::UpToThen) => {
            assert!(shown, "the reference only knows what must be shown");
            let events = case.events(selection);
            let before = |event: &&Event| event.days == Days::ALL || event.days.from <= until;
            if events.iter().filter(before).any(|event| event.sure == Sure::Yes) {
                Some(true)
            } else if events.iter().filter(before).any(|event| event.sure == Sure::Perhaps) {
                None
            } else {
                Some(false)
            }
        }
        Condition::CoversDays(selection, DayUnit::Open) => {
            let events = case.events(selection);
            let on = |sure: Sure, day: Day| events.iter().any(|event| event.sure == sure && event.days.contains(day));
            let covered = |day: Day| {
                let loaded = day > case.as_of() || case.covered(selection, day, window.due > case.as_of());
                match (on(Sure::Yes, day), on(Sure::Perhaps, day) || !loaded) {
                    (true, _) => Some(true),
                    (false, true) => None,
                    (false, false) => Some(false),
                }
            };
            let days: Vec<Day> = window.counted.iter().copied().filter(|day| case.active(*day)).collect();
            let (known, maybe): (Vec<Day>, Vec<Day>) = days.into_iter().partition(|day| case.facts(*day).is_some());
            let open: Vec<Day> = known.into_iter().filter(|day| case.is_open(*day)).collect();
            // Days that no calendar knows may be none of them open, all of them, or any one.
            let mut worlds = vec![Vec::new(), maybe.clone()];
            worlds.extend(maybe.iter().map(|day| vec![*day]));
            let mut answers: Vec<Option<bool>> = worlds
                .into_iter()
                .map(|more| {
                    let each: Vec<_> = open.iter().chain(&more).map(|day| covered(*day)).collect();
                    match (each.is_empty() || each.contains(&Some(false)), each.contains(&None)) {
                        (true, _) => Some(false),
                        (false, true) => None,
                        (false, false) => Some(true),
                    }
                })
                .collect();
            answers.dedup();
            if answers.len() == 1 { answers[0] } else { None }
        }
        Condition::Attribute(name, Comparison::Less, Value::Number(limit)) => {
            let role = case.audit.program.role(case.rule.subject.role).unwrap();
            let place = role.attributes.iter().position(|field| field.name == *name).unwrap();
            let opens = window.counted.iter().find(|day| case.active(**day) && case.in_force(**day)).unwrap();
            let row = case.rows.iter().rev().find(|row| row.days.contains(*opens)).unwrap();
            match &row.attributes[place] {
                Some(Value::Number(value)) => Some(value < limit),
                _ => None,
            }
        }
        other => panic!("the reference does not know {other:?} yet"),
    }
}

fn combined(case: &RefCase<'_>, window: &Judged<'_>, requirement: &Requirement, reduced: Option<Rational>) -> Answer {
    let worst_first = [Answer::Breached, Answer::Unknown, Answer::Pending, Answer::Met];
    let best_first = [Answer::Met, Answer::Unknown, Answer::Pending, Answer::Breached];
    let first = |order: [Answer; 4], all: &[Requirement]| {
        let each: Vec<Answer> = all.iter().map(|one| combined(case, window, one, reduced)).collect();
        order.into_iter().find(|answer| each.contains(answer)).unwrap()
    };
    match requirement {
        Requirement::And(all) => first(worst_first, all),
        Requirement::Or(all) => first(best_first, all),
        Requirement::Not(inner) => match combined(case, window, inner, reduced) {
            Answer::Met => Answer::Breached,
            Answer::Breached => Answer::Met,
            other => other,
        },
        Requirement::Atom(index) => {
            let negated = under_not(&case.rule.requirement, *index, false);
            atom(case, window, &case.rule.atoms[*index], reduced, negated)
        }
        Requirement::If(..) => panic!("the reference does not know `if` yet"),
    }
}

fn under_not(requirement: &Requirement, index: usize, negated: bool) -> bool {
    match requirement {
        Requirement::And(all) | Requirement::Or(all) => all.iter().any(|one| under_not(one, index, negated)),
        Requirement::Not(inner) => under_not(inner, index, !negated),
        Requirement::If(_, then) => under_not(then, index, negated),
        Requirement::Atom(other) => *other == index && negated,
    }
}

/// One atom in every world. `exactly` is `at least` and `at most`, each by itself; `is not` its opposite.
fn atom(case: &RefCase<'_>, window: &Judged<'_>, one: &Atom, reduced: Option<Rational>, negated: bool) -> Answer {
    let by = |comparison: Comparison| {
        let minds = matches!(one.comparison, Comparison::Equal | Comparison::NotEqual);
        worlds(case, window, &Atom { comparison, ..one.clone() }, (reduced, negated, minds))
    };
    let exactly = || match (by(Comparison::AtLeast), by(Comparison::AtMost)) {
        (Answer::Breached, _) | (_, Answer::Breached) => Answer::Breached,
        (Answer::Unknown, _) | (_, Answer::Unknown) => Answer::Unknown,
        (Answer::Pending, _) | (_, Answer::Pending) => Answer::Pending,
        (Answer::Met, Answer::Met) => Answer::Met,
    };
    match one.comparison {
        Comparison::Equal => exactly(),
        Comparison::NotEqual => match exactly() {
            Answer::Met => Answer::Breached,
            Answer::Breached => Answer::Met,
            other => other,
        },
        other => by(other),
    }
}

/// One atom with a plain comparison in every world.
fn worlds(
    case: &RefCase<'_>,
    window: &Judged<'_>,
    atom: &Atom,
    (reduced, negated, minds): (Option<Rational>, bool, bool),
) -> Answer {
    let selection = match &atom.measure {
        Measure::Total(_, selection) | Measure::Count(selection) | Measure::Distinct(_, selection) => selection,
        Measure::Covers { of, .. } => of,
        other => panic!("the reference does not know {other:?} yet"),
    };
    let most = matches!(atom.comparison, Comparison::AtMost | Comparison::Less);
    let minds_unmatched = minds || most != negated;
    let open = window.due > case.as_of();
    let mut sure: Vec<Event> = Vec::new();
    let mut perhaps: Vec<Event> = Vec::new();
    for event in case.events(selection) {
        if event.days != Days::ALL && !window.counted.contains(&event.days.from) {
            continue;
        }
        match event.sure {
            Sure::Yes => sure.push(event),
            Sure::Perhaps => perhaps.push(event),
            Sure::Unmatched if minds_unmatched => perhaps.push(event),
            Sure::Unmatched => {}
        }
    }
    let unloaded = window.counted.iter().any(|day| *day <= case.as_of() && !case.covered(selection, *day, open));
    let thresholds: Vec<Rational> = match (&atom.threshold, reduced) {
        (Threshold::Fixed(_), Some(to)) if has_figure(atom) => vec![to],
        (Threshold::Fixed(value), _) => vec![*value],
        (Threshold::Param(id), _) => match case.audit.params[id.index()] {
            Some(value) => vec![value],
            None => vec![whole(0), whole(1), whole(PLENTY * PLENTY)],
        },
        (Threshold::All, _) => Vec::new(),
        (other, _) => panic!("the reference does not know {other:?} yet"),
    };
    let mut answers: Vec<Answer> = Vec::new();
    let more: &[i64] = if unloaded { &[0, PLENTY] } else { &[0] };
    let futures: &[i64] = if open { &[0, PLENTY * 10] } else { &[0] };
    for choice in 0..(1_u32 << perhaps.len()) {
        let chosen =
            perhaps.iter().enumerate().filter(|(place, _)| choice & (1 << place) != 0).map(|(_, event)| *event);
        let events: Vec<Event> = sure.iter().copied().chain(chosen).collect();
        for blanks in [Blank::Small, Blank::Large] {
            for past in more {
                let value = |future: i64| measure(case, &atom.measure, selection, &events, blanks, past + future);
                let limits = if thresholds.is_empty() { vec![size(case, &atom.measure)] } else { thresholds.clone() };
                for limit in limits {
                    for share in &window.shares {
                        let limit = if has_figure(atom) { scaled(case, limit, *share) } else { limit };
                        let held: Vec<bool> =
                            futures.iter().map(|future| compare(atom.comparison, value(*future), limit)).collect();
                        answers.push(match (held.contains(&true), held.contains(&false)) {
                            (true, false) => Answer::Met,
                            (false, _) => Answer::Breached,
                            (true, true) => Answer::Pending,
                        });
                    }
                }
            }
        }
    }
    answers.dedup();
    match answers.as_slice() {
        [only] => *only,
        _ => Answer::Unknown,
    }
}

fn has_figure(atom: &Atom) -> bool {
    let scales = matches!(atom.measure, Measure::Total(..) | Measure::Count(_) | Measure::Distinct(..));
    scales && atom.threshold_span != atom.span
}

fn compare(comparison: Comparison, value: Rational, limit: Rational) -> bool {
    match comparison {
        Comparison::Equal => value == limit,
        Comparison::NotEqual => value != limit,
        Comparison::Less => value < limit,
        Comparison::AtMost => value <= limit,
        Comparison::More => value > limit,
        Comparison::AtLeast => value >= limit,
    }
}

/// What cells that nobody can read hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Blank {
    Small,
    Large,
}

/// The value of a measure in one world, with so much more on days that were not loaded or are yet to come.
fn measure(
    case: &RefCase<'_>,
    measure: &Measure,
    selection: &Selection,
    events: &[Event],
    blank: Blank,
    more: i64,
) -> Rational {
    match measure {
        Measure::Count(_) => whole(i64::try_from(events.len()).unwrap() + more),
        Measure::Total(field, _) => {
            let mut sum = whole(more);
            for event in events {
                sum += case.number(field, selection, event.position, event.place).unwrap_or_else(|| {
                    let activity = case.audit.program.activity(event.activity).unwrap();
                    match (&activity.fields[field.places[event.position].index()].ty, blank) {
                        (_, Blank::Small) => whole(0),
                        (Type::Duration { up_to: Some(most) }, Blank::Large) => *most,
                        (_, Blank::Large) => whole(PLENTY),
                    }
                });
            }
            sum
        }
        Measure::Distinct(field, _) => {
            let mut values: Vec<String> = Vec::new();
            let mut blanks = 0;
            for event in events {
                match case.text(field, selection, event.position, event.place) {
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
                match case.text(by, selection, event.position, event.place) {
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
        other => panic!("the reference does not know {other:?} yet"),
    }
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

/// The obligations of `for each …` with one response.
pub fn for_each(case: &RefCase<'_>, selection: &Selection) -> Vec<Owed> {
    let Some(first) = case.first_in_force() else { return Vec::new() };
    let [Atom { measure: Measure::Responses(response), .. }] = case.rule.atoms.as_slice() else {
        panic!("the reference knows rules with one response")
    };
    let last = case.last().min(case.rule.in_force.to);
    let on_duty =
        |event: &Event| event.days != Days::ALL && case.active(event.days.from) && case.in_force(event.days.from);
    let triggers: Vec<Event> =
        case.events(selection).into_iter().filter(on_duty).filter(|event| event.sure != Sure::Unmatched).collect();
    let mut owed = Vec::new();
    let answers = answers(case, response, &triggers);
    for (trigger, (due, outcome)) in triggers.iter().zip(&answers) {
        let days = Days::new(trigger.days.from, due.unwrap_or(trigger.days.from.max(case.as_of())));
        owed.push(Owed { days, opens: days.from, due: *due, outcome: *outcome, waiver_expired: false });
    }
    let open = last > case.as_of();
    let lost: Vec<Day> = Days::new(first, last.min(case.as_of()))
        .iter()
        .filter(|day| case.active(*day) && !case.covered(selection, *day, open))
        .collect();
    let undated = case.events(selection).iter().any(|event| event.days == Days::ALL);
    let further = if !lost.is_empty() || undated {
        Some(Outcome::Undetermined)
    } else if open {
        Some(Outcome::Pending)
    } else if triggers.is_empty() {
        Some(Outcome::Met)
    } else {
        None
    };
    // The engine's further triggers have days of their own; here only how many there are and their outcome count.
    owed.extend(further.map(|outcome| Owed {
        days: Days::new(Day::MAX, Day::MAX),
        opens: match outcome {
            Outcome::Pending => {
                Days::new(first.max(case.as_of().next()), last).iter().find(|day| case.active(*day)).unwrap_or(last)
            }
            _ => lost.first().copied().unwrap_or(first),
        },
        due: Some(last),
        outcome,
        waiver_expired: false,
    }));
    owed
}

/// How each trigger is answered in all worlds.
fn answers(case: &RefCase<'_>, response: &Response, triggers: &[Event]) -> Vec<(Option<Day>, Outcome)> {
    let responses = case.events(&response.of);
    let dues: Vec<Option<Day>> =
        triggers.iter().map(|trigger| deadline(case, &response.within, trigger.days.from)).collect();
    // Where the due day is not known, an answer is surely in time up to the earliest day that it can be.
    let earliest: Vec<Option<Day>> =
        triggers.iter().map(|trigger| Some(soonest(case, &response.within, trigger.days.from))).collect();
    let may = |dues: &[Option<Day>], trigger: usize, answer: &Event| {
        let (from, due) = (triggers[trigger].days.from, dues[trigger].unwrap_or(Day::MAX));
        let day = answer.days.from;
        let earlier = day == from && matches!((answer.minute, triggers[trigger].minute), (Some(a), Some(t)) if a < t);
        answer.days != Days::ALL && day >= from && day <= due && !earlier
    };
    let certain: Vec<&Event> = responses.iter().filter(|event| event.sure == Sure::Yes).collect();
    let all: Vec<&Event> = responses.iter().filter(|event| event.sure != Sure::Unmatched).collect();
    let undated = responses.iter().any(|event| event.days == Days::ALL);
    let known: Vec<Option<Day>> = dues.iter().zip(&earliest).map(|(due, least)| due.or(*least)).collect();
    let sure = pairs(response, triggers, &dues, &certain, &|trigger, answer| may(&known, trigger, answer));
    let possible = pairs(response, triggers, &dues, &all, &|trigger, answer| may(&dues, trigger, answer));
    let mut found = Vec::new();
    for (place, trigger) in triggers.iter().enumerate() {
        let due = dues[place];
        let until = due.unwrap_or(Day::MAX).min(case.as_of());
        let open = due.is_none_or(|due| due > case.as_of());
        let lost = Days::new(trigger.days.from, until).iter().any(|day| !case.covered(&response.of, day, open));
        let outcome = if sure[place] {
            Outcome::Met
        } else if possible[place] || lost || undated || trigger.sure != Sure::Yes || due.is_none() {
            Outcome::Undetermined
        } else if open {
            Outcome::Pending
        } else {
            Outcome::Breached
        };
        found.push((due, outcome));
    }
    found
}

/// Which triggers are answered: for `shared` each by itself; one to one in the best way there is, earliest due first.
fn pairs(
    response: &Response,
    triggers: &[Event],
    dues: &[Option<Day>],
    answers: &[&Event],
    may: &dyn Fn(usize, &Event) -> bool,
) -> Vec<bool> {
    if response.matching == Matching::Shared {
        return (0..triggers.len()).map(|place| answers.iter().any(|answer| may(place, answer))).collect();
    }
    let mut order: Vec<usize> = (0..triggers.len()).collect();
    order.sort_by_key(|place| (dues[*place].unwrap_or(Day::MAX), *place));
    // A trigger is answered if it can be together with those before it: tried out by swapping (augmenting paths).
    let mut holder: Vec<Option<usize>> = vec![None; answers.len()];
    let mut answered = vec![false; triggers.len()];
    for place in order {
        let mut tried = vec![false; answers.len()];
        answered[place] = augment(place, answers, may, &mut holder, &mut tried);
    }
    answered
}

fn augment(
    trigger: usize,
    answers: &[&Event],
    may: &dyn Fn(usize, &Event) -> bool,
    holder: &mut [Option<usize>],
    tried: &mut [bool],
) -> bool {
    for place in 0..answers.len() {
        if tried[place] || !may(trigger, answers[place]) {
            continue;
        }
        tried[place] = true;
        let free = match holder[place] {
            None => true,
            Some(other) => augment(other, answers, may, holder, tried),
        };
        if free {
            holder[place] = Some(trigger);
            return true;
        }
    }
    false
}

/// The last day of a limit; `None` where a date that no calendar covers, or an unset number, keeps it from being known.
pub fn deadline(case: &RefCase<'_>, limit: &Limit, from: Day) -> Option<Day> {
    let number = number_of(case, limit)?;
    count_days(case, limit, (from, number), None)
}

/// The earliest that the last day of a limit can be.
fn soonest(case: &RefCase<'_>, limit: &Limit, from: Day) -> Day {
    let number = number_of(case, limit).unwrap_or(u32::from(limit.beginning_with));
    count_days(case, limit, (from, number), Some(true)).unwrap()
}

fn number_of(case: &RefCase<'_>, limit: &Limit) -> Option<u32> {
    let number = match limit.number {
        Amount::Number(number) => number,
        Amount::Param(id) => u32::try_from(case.audit.params[id.index()]?.to_integer()).unwrap(),
    };
    // Of no days there is no first one.
    (number > 0 || !limit.beginning_with).then_some(number)
}

/// Counts on from a day, with what to take a day for that no calendar covers.
fn count_days(case: &RefCase<'_>, limit: &Limit, (from, number): (Day, u32), uncovered: Option<bool>) -> Option<Day> {
    let mut day = if limit.beginning_with { from.previous() } else { from };
    let mut left = number;
    while left > 0 {
        day = day.next();
        left -= u32::from(of_kind(case, day, limit.unit).or(uncovered)?);
    }
    Some(day.max(from))
}

/// Whether a day is of a kind; `None` where no calendar covers it.
pub fn of_kind(case: &RefCase<'_>, day: Day, unit: DayUnit) -> Option<bool> {
    Some(match unit {
        DayUnit::Calendar => true,
        DayUnit::Working => day.is_weekday() && !case.facts(day)?.bank_holiday,
        DayUnit::School => case.facts(day)?.kind == assize::calendar::DayClass::School,
        DayUnit::Open => case.facts(day)?.kind.is_open(),
    })
}
