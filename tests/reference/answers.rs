//! Triggers and what answers them, tried out pair by pair.

use assize::engine::outcome::Outcome;
use assize::types::typed::{Counts, FieldRef, Matching, Measure, Milestone, Recipient, Response, Selection, Trigger};
use assize::value::{Day, Days, fold};

use super::Owed;
use super::atoms::{Answer, combine};
use super::case::{Event, RefCase, Sure};
use super::conditions::{Truth, holds};
use super::exceptions::{Judged, judge, set_aside};
use super::limits::{ends, shortest, starts};
use super::milestones;

/// When a trigger is due, and how it is answered.
type Answered = (Option<Day>, Answer);

/// The obligations of `for each …`.
pub fn for_each(case: &RefCase<'_>, trigger: &Trigger) -> Vec<Owed> {
    let Some(first) = case.first_in_force() else { return Vec::new() };
    let last = case.last().min(case.rule.in_force.to);
    let nothing = Selection { activities: Vec::new(), filter: None, span: trigger.span() };
    let selection = match trigger {
        Trigger::Events(selection) => selection,
        Trigger::Milestone(..) => &nothing,
    };
    let events = case.events(selection);
    let on_duty =
        |event: &&Event| event.days != Days::ALL && case.active(event.days.from) && case.in_force(event.days.from);
    let live: Vec<Event> =
        events.iter().filter(on_duty).filter(|event| event.sure != Sure::Unmatched).copied().collect();
    let triggers = match trigger {
        Trigger::Events(_) => episodes(case, &live),
        Trigger::Milestone(milestone, _) => milestones::among(case, milestone, &case.duty_days()),
    };
    let all: Vec<Option<Vec<Answered>>> = case
        .rule
        .atoms
        .iter()
        .map(|atom| match &atom.measure {
            Measure::Responses(response) => Some(answers(case, response, (selection, &triggers))),
            Measure::FanOut { recipients, .. } => Some(fanned(case, recipients, (selection, &triggers))),
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
        let starts = case.rule.atoms.iter().filter_map(|atom| match &atom.measure {
            Measure::Responses(response) => starts(case, &response.within, from),
            Measure::FanOut { recipients, .. } => starts(case, &recipients[0].response.within, from),
            _ => None,
        });
        let days = Days::new(starts.min().map_or(from, |start| start.min(from)), due.unwrap_or(from.max(case.as_of())));
        let counted: Vec<Day> = days.iter().collect();
        let answered: Vec<Option<Answer>> = mine.iter().map(|one| one.map(|(_, answer)| answer)).collect();
        let window = Judged {
            days,
            counted: &counted,
            weighed: &[],
            opens: from,
            due,
            shares: None,
            answered: &answered,
            windows: None,
        };
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
    let lost = match trigger {
        Trigger::Events(_) => Days::new(first, last.min(case.as_of()))
            .iter()
            .find(|day| binds(day) && !case.covered(selection, *day, open)),
        // The roster says its days to come too, and what may be a change is a trigger of its own.
        Trigger::Milestone(Milestone::Change(_), _) => None,
        Trigger::Milestone(milestone, _) => {
            Days::new(first, last).iter().find(|day| binds(day) && milestones::is_one(case, milestone, *day).is_none())
        }
    };
    // Once it has named one, it has named all.
    let open = open && (matches!(trigger, Trigger::Events(_)) || triggers.is_empty());
    let single = matches!(trigger, Trigger::Milestone(Milestone::Role(_), _));
    let coming = if open { Days::new(first.max(case.as_of().next()), last).iter().find(binds) } else { None };
    let undated = events.iter().any(|event| event.days == Days::ALL && event.sure != Sure::Unmatched);
    let further = if lost.is_some() || undated {
        Some(Outcome::Undetermined)
    } else if coming.is_some() {
        Some(Outcome::Pending)
    } else if triggers.is_empty() && !single {
        Some(Outcome::Met)
    } else {
        None
    };
    let bound = Days::new(first, last).iter().find(binds).unwrap_or(first);
    // The engine's further triggers have days of their own; here only how many there are and their outcome count.
    owed.extend(further.map(|outcome| Owed {
        days: Owed::UNNAMED,
        opens: lost.or(if outcome == Outcome::Pending { coming } else { None }).unwrap_or(bound),
        due: Some(last),
        outcome,
        waiver_expired: false,
    }));
    owed
}

/// All recipients of every trigger: each asked in every way in which those that may drop out do or do not.
fn fanned(
    case: &RefCase<'_>,
    recipients: &[Recipient],
    (selection, triggers): (&Selection, &[Event]),
) -> Vec<Answered> {
    let each: Vec<Vec<Answered>> =
        recipients.iter().map(|one| answers(case, &one.response, (selection, triggers))).collect();
    let mut found = Vec::new();
    for (place, trigger) in triggers.iter().enumerate() {
        let day = trigger.days.from;
        let mut due = None;
        let mut all = vec![Answer::Met];
        for (recipient, answered) in recipients.iter().zip(&each) {
            let answer = answered[place].1;
            due = answered[place].0;
            let days = Days::new(day, due.unwrap_or(day).max(day));
            let counted: Vec<Day> = days.iter().collect();
            let window = Judged {
                days,
                counted: &counted,
                weighed: &counted,
                opens: day,
                due,
                shares: None,
                answered: &[],
                windows: None,
            };
            let leaves = recipient.leaving.as_ref().map_or(Truth::No, |when| {
                holds(case, &window, &when.condition, (when.shown, day.min(case.as_of()), false))
            });
            match leaves {
                Truth::Yes => {}
                Truth::No | Truth::Coming => all.push(answer),
                Truth::Unknown if answer == Answer::Met => {}
                Truth::Unknown => all.push(Answer::Unknown),
            }
        }
        found.push((due, combine(&[Answer::Breached, Answer::Unknown, Answer::Pending, Answer::Met], &all)));
    }
    found
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
    let within = &response.within;
    let day_of = |trigger: &Event| trigger.days.from;
    let ends: Vec<Option<(Day, Day)>> = triggers.iter().map(|trigger| ends(case, within, day_of(trigger))).collect();
    let starts: Vec<Option<Day>> = triggers.iter().map(|trigger| starts(case, within, day_of(trigger))).collect();
    let firsts: Vec<Option<Day>> = ends.iter().map(|ends| ends.map(|(first, _)| first)).collect();
    let lasts: Vec<Option<Day>> = ends.iter().map(|ends| ends.map(|(_, last)| last)).collect();
    // Where a limit is not known, an answer is surely in time on the days that belong to the shortest that it can be.
    let surely: Vec<Days> = (0..triggers.len())
        .map(|place| {
            let shortest = shortest(case, within, day_of(&triggers[place]));
            Days::new(starts[place].unwrap_or(shortest.from), firsts[place].unwrap_or(shortest.to))
        })
        .collect();
    let longest: Vec<Days> = (0..triggers.len())
        .map(|place| Days::new(starts[place].unwrap_or(Day::MIN), lasts[place].unwrap_or(Day::MAX)))
        .collect();
    let certain: Vec<&Event> = responses.iter().filter(|event| event.sure == Sure::Yes).collect();
    let all: Vec<&Event> = responses.iter().filter(|event| event.sure != Sure::Unmatched).collect();
    let undated = responses.iter().any(|event| event.days == Days::ALL && event.sure != Sure::Unmatched);
    // What may be a trigger may take an answer away from another: every set of those that may be is tried.
    let (mut sure, mut possible) = (vec![true; triggers.len()], vec![false; triggers.len()]);
    for there in worlds_of(triggers) {
        let pick = |days: &[Days]| there.iter().map(|place| days[*place]).collect::<Vec<_>>();
        let some: Vec<Event> = there.iter().map(|place| triggers[*place]).collect();
        let order = |days: &[Option<Day>]| there.iter().map(|place| days[*place]).collect::<Vec<_>>();
        let (firsts, lasts) = (order(&firsts), order(&lasts));
        let (surely, longest) = (pick(&surely), pick(&longest));
        let pairing = |order| Pairing { case, response, selection, triggers: &some, order };
        let here_sure = pairing(&firsts).pairs(&certain, &surely, false);
        let here_possible = pairing(&lasts).pairs(&all, &longest, true);
        for (at, place) in there.iter().enumerate() {
            sure[*place] &= here_sure[at];
            possible[*place] |= here_possible[at];
        }
    }
    let mut found = Vec::new();
    for (place, trigger) in triggers.iter().enumerate() {
        let due = ends[place];
        let open = due.is_none_or(|(_, last)| last > case.as_of());
        let surely_open = due.is_some_and(|(first, _)| first > case.as_of());
        // Nothing of this world is older than a year.
        let oldest = trigger.days.from.plus(-400);
        let days = Days::new(longest[place].from.max(oldest), longest[place].to.min(case.as_of()));
        let lost = days.iter().any(|day| !case.covered(&response.of, day, open));
        let answer = if sure[place] {
            Answer::Met
        } else if possible[place]
            || lost
            || undated
            || trigger.sure != Sure::Yes
            || due.is_none()
            || starts[place].is_none()
        {
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
    fn pairs(&self, answers: &[&Event], limits: &[Days], perhaps: bool) -> Vec<bool> {
        let linked = |trigger: usize, answer: &Event| self.linked(trigger, answer, perhaps);
        if self.response.matching == Matching::Shared {
            return (0..self.triggers.len())
                .map(|place| {
                    answers.iter().any(|answer| self.in_time(place, answer, limits) && linked(place, answer).is_some())
                })
                .collect();
        }
        let mut order: Vec<usize> = (0..self.triggers.len()).collect();
        let last = |place: &usize| match self.response.within.counts {
            Counts::UpTo => self.triggers[*place].minute.unwrap_or(u16::MAX),
            _ => 0,
        };
        order.sort_by_key(|place| (self.order[*place].unwrap_or(Day::MAX), last(place), *place));
        let mut answered = vec![false; self.triggers.len()];
        let mut gone = vec![false; answers.len()];
        for explicit in [true, false] {
            // A trigger is answered if it can be together with those before it: tried by swapping (augmenting paths).
            let may = |trigger: usize, answer: usize| {
                self.in_time(trigger, answers[answer], limits) && linked(trigger, answers[answer]) == Some(explicit)
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

    fn in_time(&self, trigger: usize, answer: &Event, limits: &[Days]) -> bool {
        let (trigger, days) = (&self.triggers[trigger], limits[trigger]);
        let day = answer.days.from;
        let out_of_order = match (answer.minute, trigger.minute) {
            (Some(answer), Some(asked)) if day == trigger.days.from => match self.response.within.counts {
                Counts::After | Counts::BeginningWith => answer < asked,
                Counts::UpTo => answer > asked,
                Counts::Before | Counts::Around => false,
            },
            _ => false,
        };
        // A duty that has ended with the role is not answered any more.
        let ended = self.case.rule.ends_with_role && day > self.case.last();
        answer.days != Days::ALL && days.contains(day) && !out_of_order && !ended
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
