//! Triggers and what answers them, tried out pair by pair.

use assize::engine::outcome::Outcome;
use assize::types::typed::{Amount, DayUnit, FieldRef, Limit, Matching, Measure, Response, Selection};
use assize::value::{Day, Days, fold};

use super::Owed;
use super::atoms::{Answer, combine};
use super::case::{Event, RefCase, Sure};
use super::deadlines::{Base, dues};
use super::exceptions::{Judged, judge, set_aside};

/// When a trigger is due, and how it is answered.
type Answered = (Option<Day>, Answer);

/// The obligations of `for each …`.
pub fn for_each(case: &RefCase<'_>, selection: &Selection) -> Vec<Owed> {
    let Some(first) = case.first_in_force() else { return Vec::new() };
    let last = case.last().min(case.rule.in_force.to);
    let events = case.events(selection);
    let on_duty =
        |event: &&Event| event.days != Days::ALL && case.active(event.days.from) && case.in_force(event.days.from);
    let live: Vec<Event> =
        events.iter().filter(on_duty).filter(|event| event.sure != Sure::Unmatched).copied().collect();
    let triggers = episodes(case, &live);
    let all: Vec<Option<Vec<Answered>>> = case
        .rule
        .atoms
        .iter()
        .map(|atom| match &atom.measure {
            Measure::Responses(response) => Some(answers(case, response, (selection, &triggers))),
            _ => None,
        })
        .collect();
    let mut owed = Vec::new();
    for (place, trigger) in triggers.iter().enumerate() {
        let mine: Vec<Option<Answered>> =
            all.iter().map(|answers| answers.as_ref().map(|answers| answers[place])).collect();
        let dues: Option<Vec<Day>> = mine.iter().flatten().map(|(due, _)| *due).collect();
        let mut due = dues.and_then(|dues| dues.into_iter().max());
        let ended = case.rule.ends_with_role && due.is_some_and(|due| due > case.last());
        if ended {
            due = Some(case.last());
        }
        let from = trigger.days.from;
        let days = Days::new(from, due.unwrap_or(from.max(case.as_of())));
        let counted: Vec<Day> = days.iter().collect();
        let answered: Vec<Option<Answer>> = mine.iter().map(|one| one.map(|(_, answer)| answer)).collect();
        let window =
            Judged { days, counted: &counted, weighed: &[], opens: from, due, shares: None, answered: &answered };
        let mut outcome = judge(case, &window);
        let settled = matches!(outcome, Outcome::Met | Outcome::Exempt | Outcome::Excused);
        if ended && !settled && case.last() <= case.as_of() {
            outcome = Outcome::NotApplicable;
        }
        owed.push(Owed { days, opens: from, due, outcome, waiver_expired: false });
    }
    // A trigger binds the case on a day on which the rule is for it, or may be.
    let binds = |day: &Day| case.active(*day) && set_aside(case, *day) != Some(Outcome::NotApplicable);
    let open = last > case.as_of();
    let lost =
        Days::new(first, last.min(case.as_of())).iter().find(|day| binds(day) && !case.covered(selection, *day, open));
    let coming = if open { Days::new(first.max(case.as_of().next()), last).iter().find(binds) } else { None };
    let undated = events.iter().any(|event| event.days == Days::ALL && event.sure != Sure::Unmatched);
    let further = if lost.is_some() || undated {
        Some(Outcome::Undetermined)
    } else if coming.is_some() {
        Some(Outcome::Pending)
    } else if triggers.is_empty() {
        Some(Outcome::Met)
    } else {
        None
    };
    let bound = Days::new(first, last).iter().find(binds).unwrap_or(first);
    // The engine's further triggers have days of their own; here only how many there are and their outcome count.
    owed.extend(further.map(|outcome| Owed {
        days: Days::new(Day::MAX, Day::MAX),
        opens: lost.or(if outcome == Outcome::Pending { coming } else { None }).unwrap_or(bound),
        due: Some(last),
        outcome,
        waiver_expired: false,
    }));
    owed
}

/// `each A has B within …` in a window.
pub fn has(case: &RefCase<'_>, window: &Judged<'_>, selection: &Selection, response: &Response) -> Answer {
    let events = case.events(selection);
    let live: Vec<Event> = events
        .iter()
        .filter(|event| event.sure != Sure::Unmatched && window.counted.contains(&event.days.from))
        .copied()
        .collect();
    let triggers = episodes(case, &live);
    let open = window.is_open(case);
    let lost = window.counted.iter().any(|day| *day <= case.as_of() && !case.covered(selection, *day, open));
    let undated = events.iter().any(|event| event.days == Days::ALL && event.sure != Sure::Unmatched);
    let rest = match (lost || undated, open) {
        (true, _) => Answer::Unknown,
        (false, true) => Answer::Pending,
        (false, false) => Answer::Met,
    };
    let mut each: Vec<Answer> =
        answers(case, response, (selection, &triggers)).into_iter().map(|(_, answer)| answer).collect();
    each.push(rest);
    combine(&[Answer::Breached, Answer::Unknown, Answer::Pending, Answer::Met], &each)
}

/// Spans of an activity `in episodes` joined where no open day parts them.
fn episodes(case: &RefCase<'_>, events: &[Event]) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    for event in events {
        let joins = case.audit.program.activity(event.activity).unwrap().in_episodes;
        let last = found.iter_mut().rev().find(|other| other.activity == event.activity);
        match last {
            Some(last)
                if joins && last.sure == event.sure && {
                    let mut between = Days::new(last.days.to.next(), event.days.from.previous()).iter();
                    between.all(|day| !case.is_open(day))
                } =>
            {
                last.days.to = last.days.to.max(event.days.to);
            }
            _ => found.push(*event),
        }
    }
    found
}

/// How each trigger is answered in all worlds, and when it is due.
fn answers(case: &RefCase<'_>, response: &Response, (selection, triggers): (&Selection, &[Event])) -> Vec<Answered> {
    let responses = case.events(&response.of);
    let ends: Vec<Option<(Day, Day)>> = triggers
        .iter()
        .map(|trigger| dues(case, Base::Within(&response.within, trigger.days.from), trigger.days.from))
        .collect();
    let firsts: Vec<Option<Day>> = ends.iter().map(|ends| ends.map(|(first, _)| first)).collect();
    let lasts: Vec<Option<Day>> = ends.iter().map(|ends| ends.map(|(_, last)| last)).collect();
    // Where the due day is not known, an answer is surely in time up to the earliest day that it can be.
    let earliest: Vec<Day> =
        triggers.iter().map(|trigger| soonest(case, &response.within, trigger.days.from)).collect();
    let surely: Vec<Option<Day>> = firsts.iter().zip(&earliest).map(|(due, least)| due.or(Some(*least))).collect();
    let certain: Vec<&Event> = responses.iter().filter(|event| event.sure == Sure::Yes).collect();
    let all: Vec<&Event> = responses.iter().filter(|event| event.sure != Sure::Unmatched).collect();
    let undated = responses.iter().any(|event| event.days == Days::ALL && event.sure != Sure::Unmatched);
    // What may be a trigger may take an answer away from another: every set of those that may be is tried.
    let (mut sure, mut possible) = (vec![true; triggers.len()], vec![false; triggers.len()]);
    for there in worlds_of(triggers) {
        let pick = |days: &[Option<Day>]| there.iter().map(|place| days[*place]).collect::<Vec<_>>();
        let some: Vec<Event> = there.iter().map(|place| triggers[*place]).collect();
        let pairing = |order| Pairing { case, response, selection, triggers: &some, order };
        let (firsts, surely, lasts) = (pick(&firsts), pick(&surely), pick(&lasts));
        let here_sure = pairing(&firsts).pairs(&certain, &surely, false);
        let here_possible = pairing(&lasts).pairs(&all, &lasts, true);
        for (at, place) in there.iter().enumerate() {
            sure[*place] &= here_sure[at];
            possible[*place] |= here_possible[at];
        }
    }
    let mut found = Vec::new();
    for (place, trigger) in triggers.iter().enumerate() {
        let due = ends[place];
        let until = due.map_or(Day::MAX, |(_, last)| last).min(case.as_of());
        let open = due.is_none_or(|(_, last)| last > case.as_of());
        let surely_open = due.is_some_and(|(first, _)| first > case.as_of());
        let lost = Days::new(trigger.days.from, until).iter().any(|day| !case.covered(&response.of, day, open));
        let answer = if sure[place] {
            Answer::Met
        } else if possible[place] || lost || undated || trigger.sure != Sure::Yes || due.is_none() {
            Answer::Unknown
        } else if surely_open {
            Answer::Pending
        } else if open {
            Answer::Unknown
        } else {
            Answer::Breached
        };
        found.push((due.filter(|(first, last)| first == last).map(|(first, _)| first), answer));
    }
    found
}

/// The places of the triggers that there are in each world: all that are certain, with any of those that may be.
fn worlds_of(triggers: &[Event]) -> Vec<Vec<usize>> {
    let maybe: Vec<usize> = (0..triggers.len()).filter(|place| triggers[*place].sure != Sure::Yes).collect();
    (0..1_u32 << maybe.len())
        .map(|choice| {
            let left_out = |place: &usize| {
                maybe.iter().position(|other| other == place).is_some_and(|bit| choice & (1 << bit) == 0)
            };
            (0..triggers.len()).filter(|place| !left_out(place)).collect()
        })
        .collect()
}

struct Pairing<'c> {
    case: &'c RefCase<'c>,
    response: &'c Response,
    selection: &'c Selection,
    triggers: &'c [Event],
    order: &'c [Option<Day>],
}

impl Pairing<'_> {
    /// Which triggers are answered: explicit links first; for `shared` each by itself, one to one in the best way
    /// there is, earliest due first.
    fn pairs(&self, answers: &[&Event], dues: &[Option<Day>], perhaps: bool) -> Vec<bool> {
        let linked = |trigger: usize, answer: &Event| self.linked(trigger, answer, perhaps);
        if self.response.matching == Matching::Shared {
            return (0..self.triggers.len())
                .map(|place| {
                    answers.iter().any(|answer| self.in_time(place, answer, dues) && linked(place, answer).is_some())
                })
                .collect();
        }
        let mut order: Vec<usize> = (0..self.triggers.len()).collect();
        order.sort_by_key(|place| (self.order[*place].unwrap_or(Day::MAX), *place));
        let mut answered = vec![false; self.triggers.len()];
        let mut gone = vec![false; answers.len()];
        for explicit in [true, false] {
            // A trigger is answered if it can be together with those before it: tried by swapping (augmenting paths).
            let may = |trigger: usize, answer: usize| {
                self.in_time(trigger, answers[answer], dues) && linked(trigger, answers[answer]) == Some(explicit)
            };
            let mut holder: Vec<Option<usize>> = vec![None; answers.len()];
            for place in &order {
                if !answered[*place] {
                    let mut tried = gone.clone();
                    answered[*place] = augment(*place, &may, &mut holder, &mut tried);
                }
            }
            for (answer, held) in holder.iter().enumerate() {
                gone[answer] |= held.is_some();
            }
        }
        answered
    }

    fn in_time(&self, trigger: usize, answer: &Event, dues: &[Option<Day>]) -> bool {
        let trigger = (&self.triggers[trigger], dues[trigger].unwrap_or(Day::MAX));
        let day = answer.days.from;
        let earlier = day == trigger.0.days.from
            && matches!((answer.minute, trigger.0.minute), (Some(answer), Some(trigger)) if answer < trigger);
        // A duty that has ended with the role is not answered any more.
        let ended = self.case.rule.ends_with_role && day > self.case.last();
        answer.days != Days::ALL && day >= trigger.0.days.from && day <= trigger.1 && !earlier && !ended
    }

    /// Whether an answer names its trigger; `None` where it names another.
    fn linked(&self, trigger: usize, answer: &Event, perhaps: bool) -> Option<bool> {
        let Some((asks, says)) = &self.response.linked_by else { return Some(false) };
        let text = |field: &FieldRef, selection: &Selection, event: &Event| {
            self.case.text(field, selection, event.position, event.place).map(|text| fold(&text))
        };
        let asked = text(asks, self.selection, &self.triggers[trigger]);
        match (asked, text(says, &self.response.of, answer)) {
            (_, None) => Some(false),
            (None, Some(_)) => perhaps.then_some(false),
            (Some(asked), Some(said)) => (asked == said).then_some(true),
        }
    }
}

fn augment(
    trigger: usize,
    may: &dyn Fn(usize, usize) -> bool,
    holder: &mut [Option<usize>],
    tried: &mut [bool],
) -> bool {
    for place in 0..holder.len() {
        if tried[place] || !may(trigger, place) {
            continue;
        }
        tried[place] = true;
        let free = match holder[place] {
            None => true,
            Some(other) => augment(other, may, holder, tried),
        };
        if free {
            holder[place] = Some(trigger);
            return true;
        }
    }
    false
}

/// The earliest that the last day of a limit can be.
fn soonest(case: &RefCase<'_>, limit: &Limit, from: Day) -> Day {
    let number = number_of(case, limit).unwrap_or(u32::from(limit.beginning_with));
    count_days(case, limit, (from, number), Some(true)).unwrap()
}

pub fn number_of(case: &RefCase<'_>, limit: &Limit) -> Option<u32> {
    let number = match limit.number {
        Amount::Number(number) => number,
        Amount::Param(id) => u32::try_from(case.audit.params[id.index()]?.to_integer()).unwrap(),
    };
    // Of no days there is no first one.
    (number > 0 || !limit.beginning_with).then_some(number)
}

/// Counts on from a day, with what to take a day for that no calendar covers.
pub fn count_days(
    case: &RefCase<'_>,
    limit: &Limit,
    (from, number): (Day, u32),
    uncovered: Option<bool>,
) -> Option<Day> {
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
