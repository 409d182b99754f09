//! Triggers and their responses: which response answers which trigger, in time, late, or not at all.

use std::collections::BTreeSet;

use crate::engine::coverage::Lag;
use crate::engine::due::Dues;
use crate::engine::hits::{Hit, Hits, Keep, Sureness};
use crate::engine::in_time::Time;
use crate::engine::outcome::{EventRef, Reason, Status};
use crate::engine::scope::{Clip, Scope, doubt};
use crate::engine::timeline::Timeline;
use crate::records::table::UNKNOWN;
use crate::types::typed::{Counts, FieldRef, Matching, Response};
use crate::value::{Day, Days, Interval};

/// Something that asks for a response.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// The event, for an episode its first; none where the day itself asks.
    pub hit: Option<Hit>,
    /// The day that it starts on.
    pub day: Day,
    /// Why it may be none.
    pub doubt: Option<Reason>,
}

impl Trigger {
    /// An event as a trigger.
    pub fn of(hit: Hit) -> Trigger {
        Trigger { hit: Some(hit), day: hit.days.from, doubt: doubt(&hit) }
    }

    fn minute(&self) -> Option<u16> {
        self.hit.and_then(|hit| hit.minute)
    }
}

/// How a trigger was answered.
#[derive(Clone, Debug)]
pub struct Answered {
    /// Where it stands.
    pub status: Status,
    /// The first day on which a response is in time, where that is known.
    pub first: Option<Day>,
    /// When it is due, where that is known.
    pub due: Option<Day>,
    /// The response that surely answers it.
    pub by: Option<EventRef>,
    /// The day of a late response.
    pub cured_on: Option<Day>,
    /// Why it is not known.
    pub reasons: Vec<Reason>,
    /// Where every member of a list is answered: how many are, and which are missing.
    pub members: Option<Members>,
}

/// How the members of a list are answered.
#[derive(Clone, Debug)]
pub struct Members {
    /// How many are.
    pub answered: Interval,
    /// How many must be.
    pub all: Interval,
    /// Those that are not surely answered.
    pub missing: Vec<(String, u32)>,
    /// How many of them surely are not.
    pub short: i64,
}

/// The triggers among some events: each one, or each episode of spans apart only by days that are not open.
pub fn triggers(timeline: &Timeline<'_>, hits: &[Hit], episodes: &dyn Fn(&Hit) -> bool) -> Vec<Trigger> {
    let mut triggers: Vec<(Hit, Day)> = Vec::new();
    for hit in hits {
        let joins = |(first, end): &(Hit, Day)| {
            first.sureness == hit.sureness
                && Days::new(end.next(), hit.days.from.previous()).iter().all(|day| !timeline.is_open(day))
        };
        let last = triggers.iter_mut().rev().find(|(first, _)| first.event.activity == hit.event.activity);
        match last {
            Some(last) if episodes(hit) && joins(last) => last.1 = last.1.max(hit.days.to),
            _ => triggers.push((*hit, hit.days.to)),
        }
    }
    triggers.into_iter().map(|(first, _)| Trigger::of(first)).collect()
}

/// Answers every trigger by a response's terms. The triggers come by day.
pub fn answer(scope: &Scope<'_, '_>, response: &Response, triggers: &[Trigger]) -> Vec<Answered> {
    let hits = Hits::collect(scope.judge, scope.timeline, &scope.rule.subject, &response.of, Keep::Live);
    let times: Vec<Time> = triggers.iter().map(|trigger| Time::new(scope, trigger.day, &response.within)).collect();
    let pairing = Pairing { scope, response, triggers, times: &times, hits: &hits };
    let sure = pairing.pair(Sure::Yes);
    let possible = pairing.pair(Sure::Perhaps);
    let late = pairing.late(&sure);
    let mut answered = Vec::new();
    for (place, (trigger, time)) in triggers.iter().zip(&times).enumerate() {
        let find = |pairs: &[Option<usize>]| pairs.get(place).copied().flatten();
        let by = find(&sure).and_then(|at| hits.dated.get(at));
        let possible = find(&possible);
        let mut reasons = Vec::new();
        let status = if by.is_some() {
            Status::Met
        } else {
            pairing.doubts(trigger, time, possible, &mut reasons);
            let as_of = scope.judge.as_of();
            match &time.dues {
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
        reasons.extend(time.dues.iter().flat_map(|due| due.notes.iter().cloned()));
        answered.push(Answered {
            status,
            first: time.first.clone().ok(),
            due: time.due(),
            by: by.map(|hit| hit.event),
            cured_on: cured.and_then(|at| hits.dated.get(at)).map(|hit| hit.days.from),
            reasons,
            members: None,
        });
    }
    answered
}

/// Whether only what is certain counts, or also what is possible.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sure {
    Yes,
    Perhaps,
    /// Only what is certain, on whichever side of the trigger.
    Late,
}

struct Pairing<'a, 'b, 'c> {
    scope: &'c Scope<'a, 'b>,
    response: &'c Response,
    triggers: &'c [Trigger],
    times: &'c [Time],
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
                let (Some(trigger), Some(time)) = (self.triggers.get(place), self.times.get(place)) else { continue };
                let is_rival = sure == Sure::Yes || trigger.doubt.is_none();
                if !is_rival || pairs.get(place).is_some_and(Option::is_some) {
                    continue;
                }
                let mut days = if sure == Sure::Perhaps { time.perhaps() } else { time.surely };
                // What comes when the duty has ended with the role does not bring it back.
                if self.scope.rule.ends_with_role {
                    days.to = days.to.min(self.scope.timeline.active.to);
                }
                let found = self.eligible(trigger, days, (sure, linked), &used);
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
        for place in self.by_due(Sure::Late) {
            let (Some(trigger), Some(time)) = (self.triggers.get(place), self.times.get(place)) else { continue };
            let Ok(due) = &time.dues else { continue };
            if sure.get(place).copied().flatten().is_some() || due.latest > self.scope.judge.as_of() {
                continue;
            }
            // What came later on the day that it had to come by is late too.
            let first = if self.looks_back() { due.latest } else { due.latest.next() };
            let days = Days::new(first, self.scope.judge.as_of());
            let found = [Link::Equal, Link::None]
                .into_iter()
                .find_map(|linked| self.eligible(trigger, days, (Sure::Late, linked), &used));
            if let (Some(found), Some(slot)) = (found, late.get_mut(place)) {
                *slot = Some(found);
                if one_to_one {
                    used.insert(found);
                }
            }
        }
        late
    }

    /// The places of the triggers, earliest due first; of one day those that could be answered latest come last.
    fn by_due(&self, sure: Sure) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.triggers.len()).collect();
        places.sort_by_key(|place| {
            let day = |due: &Dues| if sure == Sure::Yes { due.earliest } else { due.latest };
            let due = self.times.get(*place).and_then(|time| time.dues.as_ref().ok()).map_or(Day::MAX, day);
            let minute = self.triggers.get(*place).and_then(Trigger::minute).unwrap_or(u16::MAX);
            (due, if self.looks_back() { minute } else { 0 }, *place)
        });
        places
    }

    /// Whether on the trigger's own day only what came before it is in time.
    fn looks_back(&self) -> bool {
        self.response.within.counts == Counts::UpTo
    }

    /// The earliest response in some days that may answer a trigger and is not used.
    ///
    /// Of one day those without a time come last: they may answer whatever asks on that day, so taking one with a
    /// time first leaves the most for others. Where what came before the trigger answers it, whatever asks later on that
    /// day may take one with a time too, and the earliest comes first.
    fn eligible(
        &self,
        trigger: &Trigger,
        days: Days,
        (sure, linked): (Sure, Link),
        used: &BTreeSet<usize>,
    ) -> Option<usize> {
        let mut eligible = self.eligible_by_day(trigger, days, (sure, linked), used);
        let (first, hit) = eligible.next()?;
        if hit.minute.is_some() || self.looks_back() {
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
                (sure == Sure::Late || self.is_in_order(hit, trigger)) && self.link(trigger, hit, sure) == Some(linked)
            })
    }

    /// How a response is linked to a trigger; `None` where it is linked to another.
    fn link(&self, trigger: &Trigger, response: &Hit, sure: Sure) -> Option<Link> {
        let Some((asks, answers)) = &self.response.linked_by else { return Some(Link::None) };
        let asked = trigger.hit.as_ref().map_or(UNKNOWN, |hit| self.cell(hit, asks));
        match (asked, self.cell(response, answers)) {
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
    fn doubts(&self, trigger: &Trigger, time: &Time, possible: Option<usize>, reasons: &mut Vec<Reason>) {
        reasons.extend(time.first.clone().err());
        reasons.extend(time.dues.clone().err());
        reasons.extend(trigger.doubt.clone());
        if let Some(hit) = possible.and_then(|at| self.hits.dated.get(at)) {
            match doubt(hit) {
                Some(reason) => reasons.push(reason),
                // A certain response that may be in time: only the limit is not known.
                None if time.is_doubtful_on(hit.days.from) => {}
                // A certain response that a possible trigger takes away, or whose trigger's own link is blank.
                None => reasons.extend(self.rivals(hit)),
            }
        }
        reasons.extend(self.hits.undated.iter().filter_map(doubt));
        let last = time.dues.as_ref().ok().map(|due| due.latest);
        let scope = Scope { days: time.perhaps(), clip: Clip::Literal, due: last, ..*self.scope };
        let missing = scope.missing(&self.response.of, Lag::Allowed);
        if !missing.days.is_empty() {
            reasons.extend(missing.reasons);
        }
        reasons.sort();
        reasons.dedup();
    }

    /// Whether a response on the trigger's own day came on the right side of it, as far as both say a time.
    fn is_in_order(&self, response: &Hit, trigger: &Trigger) -> bool {
        let (Some(answers), Some(asks)) = (response.minute, trigger.minute()) else { return true };
        match self.response.within.counts {
            _ if response.days.from != trigger.day => true,
            Counts::After | Counts::BeginningWith => answers >= asks,
            Counts::UpTo => answers <= asks,
            // On the day itself one is too late, or in time on either side.
            Counts::Before | Counts::Around => true,
        }
    }

    fn rivals(&self, response: &Hit) -> Vec<Reason> {
        let doubts: Vec<Reason> = self.triggers.iter().filter_map(|trigger| trigger.doubt.clone()).collect();
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
