//! Triggers and their responses: which response answers which trigger, in time, late, or not at all.

use std::collections::BTreeSet;

use crate::engine::coverage::Lag;
use crate::engine::deadline::{Start, earliest};
use crate::engine::due::{self, Base, Dues};
use crate::engine::hits::{Hit, Hits, Keep, Sureness};
use crate::engine::outcome::{EventRef, Reason, Status};
use crate::engine::scope::{Clip, Scope, doubt};
use crate::engine::threshold;
use crate::engine::timeline::Timeline;
use crate::records::table::UNKNOWN;
use crate::types::typed::{FieldRef, Limit, Matching, Response};
use crate::value::{Day, Days};

/// Something that asks for a response.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// The event; for an episode its first.
    pub hit: Hit,
    /// The day that it starts on.
    pub day: Day,
}

/// How a trigger was answered.
#[derive(Clone, Debug)]
pub struct Answered {
    /// Where it stands.
    pub status: Status,
    /// When it is due, where that is known.
    pub due: Option<Day>,
    /// The response that surely answers it.
    pub by: Option<EventRef>,
    /// The day of a late response.
    pub cured_on: Option<Day>,
    /// Why it is not known.
    pub reasons: Vec<Reason>,
}

/// When a trigger's response is due.
pub fn due(scope: &Scope<'_, '_>, day: Day, within: &Limit) -> Result<Day, Reason> {
    dues(scope, day, within)?.known()
}

/// When a trigger's response is due, or may be.
fn dues(scope: &Scope<'_, '_>, day: Day, within: &Limit) -> Result<Dues, Reason> {
    due::dues(scope, Base::Within(within, day), day)
}

/// The day up to which a response is in time whatever is not known of the limit.
fn surely_due(scope: &Scope<'_, '_>, day: Day, within: &Limit) -> Day {
    if let Ok(dues) = dues(scope, day, within) {
        return dues.earliest;
    }
    // A number that is not known is at least the least that there can be.
    let number = threshold::limit(scope, within).unwrap_or(u32::from(within.beginning_with));
    let start = if within.beginning_with { Start::BeginningWith } else { Start::After };
    earliest(scope.timeline, day, (number, within.unit), start)
}

/// The triggers among some events: each one, or each episode of spans apart only by days that are not open.
pub fn triggers(timeline: &Timeline<'_>, hits: &[Hit], episodes: &dyn Fn(&Hit) -> bool) -> Vec<Trigger> {
    let mut triggers: Vec<(Trigger, Day)> = Vec::new();
    for hit in hits {
        let joins = |(trigger, end): &(Trigger, Day)| {
            trigger.hit.event.activity == hit.event.activity
                && trigger.hit.sureness == hit.sureness
                && Days::new(end.next(), hit.days.from.previous()).iter().all(|day| !timeline.is_open(day))
        };
        let last = triggers.iter_mut().rev().find(|(trigger, _)| trigger.hit.event.activity == hit.event.activity);
        match last {
            Some(last) if episodes(hit) && joins(last) => last.1 = last.1.max(hit.days.to),
            _ => triggers.push((Trigger { hit: *hit, day: hit.days.from }, hit.days.to)),
        }
    }
    triggers.into_iter().map(|(trigger, _)| trigger).collect()
}

/// Answers every trigger by a response's terms. The triggers come by day.
pub fn answer(scope: &Scope<'_, '_>, response: &Response, triggers: &[Trigger]) -> Vec<Answered> {
    let hits = Hits::collect(scope.judge, scope.timeline, &scope.rule.subject, &response.of, Keep::Live);
    let dues: Vec<Result<Dues, Reason>> =
        triggers.iter().map(|trigger| self::dues(scope, trigger.day, &response.within)).collect();
    let pairing = Pairing { scope, response, triggers, dues: &dues, hits: &hits };
    let sure = pairing.pair(Sure::Yes);
    let possible = pairing.pair(Sure::Perhaps);
    let late = pairing.late(&sure);
    let mut answered = Vec::new();
    for (place, trigger) in triggers.iter().enumerate() {
        let find = |pairs: &[Option<usize>]| pairs.get(place).copied().flatten();
        let due = dues.get(place).cloned().unwrap_or(Err(Reason::NoPoint));
        let by = find(&sure).and_then(|at| hits.dated.get(at));
        let possible = find(&possible);
        let mut reasons = Vec::new();
        let status = if by.is_some() {
            Status::Met
        } else {
            pairing.doubts(trigger, &due, possible, &mut reasons);
            let as_of = scope.judge.as_of();
            match &due {
                Err(_) => Status::Undetermined,
                _ if !reasons.is_empty() => Status::Undetermined,
                Ok(due) if due.earliest > as_of => Status::Pending,
                Ok(due) if due.latest <= as_of && possible.is_none() => Status::Breached,
                Ok(due) => {
                    reasons.extend(due.doubts.iter().cloned());
                    Status::Undetermined
                }
            }
        };
        let cured = if status == Status::Breached { find(&late) } else { None };
        reasons.extend(due.iter().flat_map(|due| due.notes.iter().cloned()));
        answered.push(Answered {
            status,
            due: due.ok().and_then(|due| due.known().ok()),
            by: by.map(|hit| hit.event),
            cured_on: cured.and_then(|at| hits.dated.get(at)).map(|hit| hit.days.from),
            reasons,
        });
    }
    answered
}

/// Whether only what is certain counts, or also what is possible.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sure {
    Yes,
    Perhaps,
}

struct Pairing<'a, 'b, 'c> {
    scope: &'c Scope<'a, 'b>,
    response: &'c Response,
    triggers: &'c [Trigger],
    dues: &'c [Result<Dues, Reason>],
    hits: &'c Hits,
}

impl Pairing<'_, '_, '_> {
    /// For each trigger, the place of the response that answers it in time.
    ///
    /// What is certain must hold in every completion: then a possible trigger may take a response away, and only
    /// certain responses answer. What is possible may hold in some: then every response may answer, and a trigger that
    /// is only possible may be none, and take nothing away.
    fn pair(&self, sure: Sure) -> Vec<Option<usize>> {
        let mut pairs = vec![None; self.triggers.len()];
        let mut used = BTreeSet::new();
        for linked in [Link::Equal, Link::None] {
            for place in self.by_due(sure) {
                let Some(trigger) = self.triggers.get(place) else { continue };
                let is_rival = sure == Sure::Yes || trigger.hit.sureness == Sureness::Certain;
                if !is_rival || pairs.get(place).is_some_and(Option::is_some) {
                    continue;
                }
                let last = match (self.dues.get(place), sure) {
                    (Some(Ok(due)), Sure::Yes) => due.earliest,
                    (Some(Ok(due)), Sure::Perhaps) => due.latest,
                    (_, Sure::Yes) => surely_due(self.scope, trigger.day, &self.response.within),
                    (_, Sure::Perhaps) => Day::MAX,
                };
                // What comes when the duty has ended with the role does not bring it back.
                let last = if self.scope.rule.ends_with_role { last.min(self.scope.timeline.active.to) } else { last };
                let found = self.eligible(trigger, Days::new(trigger.day, last), (sure, linked), &used);
                if let (Some(found), Some(pair)) = (found, pairs.get_mut(place)) {
                    *pair = Some(found);
                    if self.response.matching == Matching::OneToOne {
                        used.insert(found);
                    }
                }
            }
        }
        pairs
    }

    /// Late triggers, oldest first, each with the earliest response after its deadline that answers nothing else.
    fn late(&self, sure: &[Option<usize>]) -> Vec<Option<usize>> {
        let one_to_one = self.response.matching == Matching::OneToOne;
        let mut used: BTreeSet<usize> =
            if one_to_one { sure.iter().copied().flatten().collect() } else { BTreeSet::new() };
        let mut late = vec![None; self.triggers.len()];
        for place in self.by_due(Sure::Perhaps) {
            let (Some(trigger), Some(Ok(due))) = (self.triggers.get(place), self.dues.get(place)) else { continue };
            if sure.get(place).copied().flatten().is_some() || due.latest > self.scope.judge.as_of() {
                continue;
            }
            let days = Days::new(due.latest.next(), self.scope.judge.as_of());
            let found = [Link::Equal, Link::None]
                .into_iter()
                .find_map(|linked| self.eligible(trigger, days, (Sure::Yes, linked), &used));
            if let (Some(found), Some(slot)) = (found, late.get_mut(place)) {
                *slot = Some(found);
                if one_to_one {
                    used.insert(found);
                }
            }
        }
        late
    }

    /// The places of the triggers, earliest due first.
    fn by_due(&self, sure: Sure) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.triggers.len()).collect();
        places.sort_by_key(|place| {
            let day = |due: &Dues| if sure == Sure::Yes { due.earliest } else { due.latest };
            (self.dues.get(*place).and_then(|due| due.as_ref().ok()).map_or(Day::MAX, day), *place)
        });
        places
    }

    /// The earliest response in some days that may answer a trigger and is not used.
    ///
    /// Of one day those without a time come last: they may answer whatever asks on that day, so taking one with a
    /// time first leaves the most for others.
    fn eligible(
        &self,
        trigger: &Trigger,
        days: Days,
        (sure, linked): (Sure, Link),
        used: &BTreeSet<usize>,
    ) -> Option<usize> {
        let mut eligible = self.eligible_by_day(trigger, days, (sure, linked), used);
        let (first, hit) = eligible.next()?;
        if hit.minute.is_some() {
            return Some(first);
        }
        let timed = eligible.take_while(|(_, other)| other.days.from == hit.days.from);
        Some(timed.filter(|(_, other)| other.minute.is_some()).map(|(place, _)| place).next().unwrap_or(first))
    }

    /// The responses that may answer a trigger and are not used, by day and time, those without a time first.
    fn eligible_by_day(
        &self,
        trigger: &Trigger,
        days: Days,
        (sure, linked): (Sure, Link),
        used: &BTreeSet<usize>,
    ) -> impl Iterator<Item = (usize, &Hit)> {
        let start = self.hits.dated.partition_point(|hit| hit.days.from < days.from);
        self.hits
            .dated
            .iter()
            .enumerate()
            .skip(start)
            .take_while(move |(_, hit)| hit.days.from <= days.to)
            .filter(|(place, _)| !used.contains(place))
            .filter(move |(_, hit)| match hit.sureness {
                Sureness::Certain => true,
                Sureness::Possible(_) => sure == Sure::Perhaps,
                Sureness::Unmatched | Sureness::Out(_) => false,
            })
            .filter(move |(_, hit)| {
                !is_earlier_that_day(hit, &trigger.hit) && self.link(trigger, hit, sure) == Some(linked)
            })
    }

    /// How a response is linked to a trigger; `None` where it is linked to another.
    fn link(&self, trigger: &Trigger, response: &Hit, sure: Sure) -> Option<Link> {
        let Some((asks, answers)) = &self.response.linked_by else { return Some(Link::None) };
        match (self.cell(&trigger.hit, asks), self.cell(response, answers)) {
            (_, UNKNOWN) => Some(Link::None),
            (UNKNOWN, _) => (sure == Sure::Perhaps).then_some(Link::None),
            (asked, answered) => (asked == answered).then_some(Link::Equal),
        }
    }

    fn cell(&self, hit: &Hit, field: &FieldRef) -> i64 {
        let place = usize::try_from(hit.event.place).unwrap_or(usize::MAX);
        field
            .places
            .get(hit.position)
            .and_then(|field| self.scope.judge.events(hit.event.activity)?.fields.get(field.index()))
            .and_then(|column| column.values.get(place).copied())
            .unwrap_or(UNKNOWN)
    }

    /// Why a trigger that is not surely answered may still have been.
    fn doubts(
        &self,
        trigger: &Trigger,
        due: &Result<Dues, Reason>,
        possible: Option<usize>,
        reasons: &mut Vec<Reason>,
    ) {
        if let Err(reason) = due {
            reasons.push(reason.clone());
        }
        reasons.extend(doubt(&trigger.hit));
        if let Some(hit) = possible.and_then(|at| self.hits.dated.get(at)) {
            match doubt(hit) {
                Some(reason) => reasons.push(reason),
                // A certain response that may be in time: only the limit is not known.
                None if due.as_ref().map_or(true, |due| due.earliest < hit.days.from) => {}
                // A certain response that a possible trigger takes away, or whose trigger's own link is blank.
                None => reasons.extend(self.rivals(hit)),
            }
        }
        reasons.extend(self.hits.undated.iter().filter_map(doubt));
        let last = due.as_ref().ok().map(|due| due.latest);
        let days = Days::new(trigger.day, last.unwrap_or(Day::MAX));
        let scope = Scope { days, clip: Clip::Literal, due: last, ..*self.scope };
        let missing = scope.missing(&self.response.of, Lag::Allowed);
        if !missing.days.is_empty() {
            reasons.extend(missing.reasons);
        }
        reasons.sort();
        reasons.dedup();
    }

    fn rivals(&self, response: &Hit) -> Vec<Reason> {
        let doubts: Vec<Reason> = self.triggers.iter().filter_map(|trigger| doubt(&trigger.hit)).collect();
        if doubts.is_empty() {
            vec![Reason::Possible(response.event, crate::engine::outcome::Doubt::Field)]
        } else {
            doubts
        }
    }
}

/// Whether a response names its trigger.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Equal,
    None,
}

/// Whether a response on the trigger's own day came before it, as far as both say a time.
fn is_earlier_that_day(response: &Hit, trigger: &Hit) -> bool {
    match (response.minute, trigger.minute) {
        (Some(response_minute), Some(trigger_minute)) => {
            response.days.from == trigger.days.from && response_minute < trigger_minute
        }
        _ => false,
    }
}
