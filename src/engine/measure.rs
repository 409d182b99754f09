//! Measures over a window: totals, counts, shares, gaps, lists and days, each as what is certain, what ignorance
//! of the past allows, and what the future may add.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::coverage::Lag;
use crate::engine::filter::{self, Asked};
use crate::engine::hits::{Hit, Hits, Sureness};
use crate::engine::outcome::{Doubt, Reason};
use crate::engine::respond;
use crate::engine::scope::{Scope, Widen, amount, doubt, overlap, unknown_amount};
use crate::engine::status::{Measured, Reach};
use crate::records::table::UNKNOWN;
use crate::types::Slot;
use crate::types::typed::{FieldId, FieldRef, Filter, Joint, ListId, Selection, Which};
use crate::value::{Bound, Day, Days, Interval, Rational, Truth, fold, whole};

/// What was measured, and on what.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The value.
    pub measured: Measured,
    /// How many certain events it rests on.
    pub events: usize,
    /// Why it is not exactly known.
    pub reasons: Vec<Reason>,
    /// For a list: the members not surely matched, with how many are missing.
    pub missing: Vec<(String, u32)>,
}

impl Reading {
    fn new(measured: Measured, events: usize, reasons: Vec<Reason>) -> Reading {
        Reading { measured, events, reasons, missing: Vec::new() }
    }
}

/// A sum that only grows: lo from what is certain, hi with what is possible, and the future without limit.
pub struct Growing {
    /// What is certain.
    pub lo: Bound,
    /// With what is possible.
    pub hi: Bound,
    /// How many certain events it rests on.
    pub events: usize,
    /// Why it is not exactly known.
    pub reasons: Vec<Reason>,
}

impl Growing {
    /// Nothing yet.
    pub fn start() -> Growing {
        Growing { lo: Bound::Finite(whole(0)), hi: Bound::Finite(whole(0)), events: 0, reasons: Vec::new() }
    }

    fn add(&mut self, hit: &Hit, value: Interval) {
        if hit.sureness == Sureness::Certain {
            self.lo = self.lo + value.lo;
            self.hi = self.hi + value.hi;
            self.events += 1;
        } else {
            let zero = Bound::Finite(whole(0));
            self.lo = self.lo + value.lo.min(zero);
            self.hi = self.hi + value.hi.max(zero);
            self.reasons.extend(doubt(hit));
        }
    }

    /// With what was not loaded, and what may still come.
    pub fn finish(mut self, scope: &Scope<'_, '_>, selection: &Selection) -> Reading {
        let missing = scope.missing(selection, Lag::Allowed);
        if !missing.days.is_empty() {
            self.hi = Bound::Infinity;
        }
        self.reasons.extend(missing.reasons);
        let reach = if scope.is_open() { Reach::Rises } else { Reach::Closed };
        Reading::new(Measured { past: Interval { lo: self.lo, hi: self.hi }, reach }, self.events, self.reasons)
    }
}

/// The place of a field in an event.
pub fn field_of(field: &FieldRef, hit: &Hit) -> FieldId {
    field.places.get(hit.position).copied().unwrap_or(FieldId(u32::MAX))
}

/// The sum of a field.
pub fn total(scope: &Scope<'_, '_>, hits: &Hits, field: &FieldRef, selection: &Selection, widen: Widen) -> Reading {
    let mut sum = Growing::start();
    for (hit, value) in adds(scope, hits, field, widen, &mut sum.reasons) {
        sum.add(&hit, value);
    }
    sum.finish(scope, selection)
}

/// What each event adds to the sum of a field, by its part in the window and the case's part in it; and why that is not
/// exactly known.
pub fn adds(
    scope: &Scope<'_, '_>,
    hits: &Hits,
    field: &FieldRef,
    widen: Widen,
    reasons: &mut Vec<Reason>,
) -> Vec<(Hit, Interval)> {
    let touching = hits.touching(scope.days).filter(|hit| crate::engine::scope::is_live(hit.sureness, widen));
    let mut all = Vec::new();
    for hit in touching {
        let share = if hits.spans { overlap(scope, hit) } else { whole(i64::from(scope.may_start(hit))) };
        if share == whole(0) {
            continue;
        }
        let whole_amount = amount(scope.judge, hit, field_of(field, hit));
        let scaled = scale(whole_amount, share);
        let (value, joint_unsaid) = joint(scope, hit, scaled);
        if joint_unsaid {
            reasons.push(Reason::JointNotSaid(hit.event));
        }
        if whole_amount.known().is_none() {
            reasons.push(unknown_amount(hit));
        }
        all.push((*hit, value));
    }
    all
}

/// An amount in proportion.
pub fn scale(value: Interval, by: Rational) -> Interval {
    let times = |bound: Bound| match bound {
        Bound::Finite(number) => Bound::Finite(number * by),
        infinite => infinite,
    };
    if by == whole(1) { value } else { Interval { lo: times(value.lo), hi: times(value.hi) } }
}

/// What a joint event counts for this case; and whether the rule ought to say and does not.
pub fn joint(scope: &Scope<'_, '_>, hit: &Hit, value: Interval) -> (Interval, bool) {
    let place = usize::try_from(hit.event.place).unwrap_or(usize::MAX);
    let counterparts = scope.judge.events(hit.event.activity).map_or(0, |events| events.counterparts(place).len());
    let binding = scope
        .judge
        .activity(hit.event.activity)
        .and_then(|activity| crate::types::bind(scope.judge.audit.program, &scope.rule.subject, activity));
    let shared = binding.is_some_and(|binding| binding.with != Slot::Free);
    if counterparts < 2 || !shared {
        return (value, false);
    }
    let split = scale(value, Rational::new(1, i128::try_from(counterparts).unwrap_or(1)));
    match scope.rule.joint {
        Some(Joint::InFullForEach) => (value, false),
        Some(Joint::SplitEqually) => (split, false),
        None => (Interval { lo: split.lo, hi: value.hi }, true),
    }
}

/// How many events; spans that are taken as episodes count once for each episode.
pub fn count(scope: &Scope<'_, '_>, hits: &Hits, selection: &Selection, widen: Widen) -> Reading {
    let mut sum = Growing::start();
    let live: Vec<Hit> = scope.live(hits, widen).copied().collect();
    let episodes = |hit: &Hit| scope.judge.activity(hit.event.activity).is_some_and(|activity| activity.in_episodes);
    for first in respond::triggers(scope.timeline, &live, &episodes).iter().filter_map(|episode| episode.hit) {
        sum.add(&first, Interval::exactly(whole(1)));
    }
    sum.finish(scope, selection)
}

/// How many different values of a field.
pub fn distinct(scope: &Scope<'_, '_>, hits: &Hits, field: &FieldRef, selection: &Selection, widen: Widen) -> Reading {
    let (mut certain, mut possible) = (BTreeSet::new(), BTreeSet::new());
    let (mut blank_certain, mut blank_possible) = (0_i64, 0_i64);
    let mut sum = Growing::start();
    for hit in scope.live(hits, widen) {
        let value = cell(scope, hit, field_of(field, hit));
        match (hit.sureness, value) {
            (Sureness::Certain, UNKNOWN) => {
                blank_certain += 1;
                sum.reasons.push(Reason::Possible(hit.event, Doubt::Field));
            }
            (Sureness::Certain, value) => {
                certain.insert(value);
            }
            (_, UNKNOWN) => blank_possible += 1,
            (_, value) => {
                possible.insert(value);
            }
        }
        if hit.sureness == Sureness::Certain {
            sum.events += 1;
        } else {
            sum.reasons.extend(doubt(hit));
        }
    }
    let size = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let known = size(certain.len());
    // An event whose value is blank still has one: at least one value there is.
    let least = if known == 0 && blank_certain > 0 { 1 } else { known };
    sum.lo = Bound::Finite(whole(least));
    let most = known + size(possible.difference(&certain).count()) + blank_certain + blank_possible;
    sum.hi = Bound::Finite(whole(most));
    sum.finish(scope, selection)
}

/// The value of a field of an event as its column stores it.
pub fn cell(scope: &Scope<'_, '_>, hit: &Hit, field: FieldId) -> i64 {
    let place = usize::try_from(hit.event.place).unwrap_or(usize::MAX);
    scope
        .judge
        .events(hit.event.activity)
        .and_then(|events| events.fields.get(field.index())?.values.get(place).copied())
        .unwrap_or(UNKNOWN)
}

/// How many members of a list are matched, with multiplicity.
pub fn covers(
    scope: &Scope<'_, '_>,
    hits: &Hits,
    (list, by): (ListId, &FieldRef),
    selection: &Selection,
    widen: Widen,
) -> Reading {
    let members = scope.judge.audit.program.list(list).map(|list| list.members.as_slice()).unwrap_or_default();
    let places: BTreeMap<String, usize> =
        members.iter().enumerate().map(|(place, (text, _))| (fold(text), place)).collect();
    let mut certain = vec![0_u32; members.len()];
    let mut possible = vec![0_u32; members.len()];
    let (mut wildcards, mut events, mut reasons) = (0_u32, 0, Vec::new());
    for hit in scope.live(hits, widen) {
        let value = cell(scope, hit, field_of(by, hit));
        let sure = hit.sureness == Sureness::Certain;
        reasons.extend(doubt(hit));
        if value == UNKNOWN {
            wildcards += 1;
            if sure {
                reasons.push(Reason::Possible(hit.event, Doubt::Field));
            }
            continue;
        }
        let place = scope.judge.audit.tables.texts.text(value).and_then(|text| places.get(&fold(text)));
        let slots = if sure { &mut certain } else { &mut possible };
        if let Some(slot) = place.and_then(|place| slots.get_mut(*place)) {
            *slot += 1;
            events += usize::from(sure);
        }
    }
    let size: u32 = members.iter().map(|(_, times)| times).sum();
    let mut missing = Vec::new();
    let (mut lo, mut hi) = (0_u32, 0_u32);
    for ((text, times), (sure, maybe)) in members.iter().zip(certain.iter().zip(&possible)) {
        lo += sure.min(times);
        hi += (sure + maybe).min(*times);
        if sure < times {
            missing.push((text.clone(), times - sure));
        }
    }
    let uncovered = scope.missing(selection, Lag::Allowed);
    let all = i64::from(size);
    let most = if uncovered.days.is_empty() { i64::from((hi + wildcards).min(size)) } else { all };
    reasons.extend(uncovered.reasons);
    let reach = if scope.is_open() { Reach::RisesTo(Bound::Finite(whole(all))) } else { Reach::Closed };
    let past = Interval::new(whole(i64::from(lo)), whole(most));
    Reading { measured: Measured { past, reach }, events, reasons, missing }
}

/// The share of events that satisfy a condition.
pub fn share(
    scope: &Scope<'_, '_>,
    hits: &Hits,
    (selection, condition): (&Selection, &Filter),
    none: Rational,
    widen: Widen,
) -> Reading {
    let asked = Asked { judge: scope.judge, timeline: scope.timeline, subject: &scope.rule.subject };
    let prepared: Vec<_> = (0..selection.activities.len())
        .map(|position| filter::prepare_filter(asked, condition, selection, position))
        .collect();
    let (mut yes, mut no, mut unknown, mut perhaps_yes, mut perhaps_no) = (0_i64, 0_i64, 0_i64, 0_i64, 0_i64);
    let mut reasons = Vec::new();
    for hit in scope.live(hits, widen) {
        let place = usize::try_from(hit.event.place).unwrap_or(usize::MAX);
        let events = scope.judge.events(hit.event.activity);
        let truth = match (prepared.get(hit.position), events) {
            (Some(condition), Some(events)) => condition.test(events, place),
            _ => Truth::Unknown,
        };
        reasons.extend(doubt(hit));
        if hit.sureness == Sureness::Certain {
            match truth {
                Truth::Yes => yes += 1,
                Truth::No => no += 1,
                Truth::Unknown => {
                    unknown += 1;
                    reasons.push(Reason::Possible(hit.event, Doubt::Field));
                }
            }
        } else {
            perhaps_yes += i64::from(truth != Truth::No);
            perhaps_no += i64::from(truth != Truth::Yes);
        }
    }
    let events = usize::try_from(yes + no + unknown).unwrap_or(0);
    let missing = scope.missing(selection, Lag::Allowed);
    reasons.extend(missing.reasons);
    let all = Interval::new(whole(0).min(none), whole(1).max(none));
    let certain = yes + no + unknown;
    let part = |some: i64, of: i64| (of > 0).then(|| Rational::new(i128::from(some), i128::from(of)));
    let lowest = part(yes, certain + perhaps_no);
    let highest = part(yes + unknown + perhaps_yes, certain + perhaps_yes);
    let mut ends: Vec<Rational> = lowest.into_iter().chain(highest).collect();
    if certain == 0 {
        ends.push(none);
    }
    let least = ends.iter().min().copied().unwrap_or(none);
    let most = ends.iter().max().copied().unwrap_or(none);
    let past = if missing.days.is_empty() { Interval::new(least, most) } else { all };
    let reach = if scope.is_open() { Reach::Anywhere(all) } else { Reach::Closed };
    Reading::new(Measured { past, reach }, events, reasons)
}

/// The day of the first or the last event.
pub fn day_of(scope: &Scope<'_, '_>, hits: &Hits, which: Which, selection: &Selection, widen: Widen) -> Reading {
    let days = scope.known_days(selection);
    let (mut certain, mut possible, mut reasons) = (Vec::new(), days.lost, days.reasons);
    for hit in scope.live(hits, widen) {
        reasons.extend(doubt(hit));
        match hit.sureness {
            Sureness::Certain => certain.push(hit.days.from),
            _ if hit.days == Days::ALL => possible.extend(scope.past_days()),
            _ => possible.push(hit.days.from),
        }
    }
    let bound = |day: Day| Bound::Finite(whole(i64::from(day.number())));
    let measured = match which {
        Which::First => {
            let known = certain.iter().min().copied().map_or(Bound::Infinity, bound);
            let lo = possible.iter().min().copied().map_or(known, |day| known.min(bound(day)));
            let reach = days.coming.first().map_or(Reach::Closed, |day| Reach::FallsTo(bound(*day)));
            Measured { past: Interval { lo, hi: known }, reach }
        }
        Which::Last => {
            let known = certain.iter().max().copied().map_or(Bound::MinusInfinity, bound);
            let hi = possible.iter().max().copied().map_or(known, |day| known.max(bound(day)));
            let reach = days.coming.last().map_or(Reach::Closed, |day| Reach::RisesTo(bound(*day)));
            Measured { past: Interval { lo: known, hi }, reach }
        }
    };
    Reading::new(measured, certain.len(), reasons)
}
