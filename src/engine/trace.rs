//! What one obligation looked at, row by row: for the proof. The same code collects the events as for the verdict.

use std::collections::BTreeMap;

use crate::engine::audit::Audit;
use crate::engine::capped::Used;
use crate::engine::hits::{Hit, Hits, Keep, Sureness};
use crate::engine::in_time;
use crate::engine::judge::Judge;
use crate::engine::measure;
use crate::engine::outcome::{Doubt, EventRef, Finding, Obligation, WhyNot, WindowLabel};
use crate::engine::people;
use crate::engine::respond::{self, Trigger};
use crate::engine::scope::{Clip, Scope, Widen, amount};
use crate::engine::timeline::Timeline;
use crate::engine::trial::selection;
use crate::records::table::UNKNOWN;
use crate::types::typed::{self, Atom, Duty, FieldRef, ListId, Measure, Recipient, Response, Rule};
use crate::value::{Bound, Days, Interval, Rational, fold, whole};

/// One event that an atom of an obligation looked at.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The event.
    pub event: EventRef,
    /// The atom's place in the rule.
    pub atom: usize,
    /// What became of it.
    pub fate: Fate,
    /// What it adds to a total, in base units.
    pub amount: Option<Rational>,
}

/// What became of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It counts.
    Counted,
    /// It may count.
    Possible(Doubt),
    /// It does not.
    Not(WhyNot),
}

/// Every event that the atoms of an obligation looked at, by atom, then by day.
pub fn trace(audit: &Audit<'_>, finding: &Finding, rule: &Rule, obligation: &Obligation) -> Vec<Seen> {
    let judge = Judge::new(audit);
    let Some(timeline) = people::timeline(judge, finding, rule) else { return Vec::new() };
    let mut seen = Vec::new();
    for (index, atom) in rule.atoms.iter().enumerate() {
        let Some(selection) = selection(atom) else { continue };
        let hits = Hits::collect(judge, &timeline, &rule.subject, selection, Keep::All);
        let looked = Looked { finding, timeline: &timeline, rule, obligation, index, hits: &hits };
        match &atom.measure {
            Measure::Responses(response) => {
                let result = obligation.atoms.get(index);
                let met = result.is_some_and(|atom| atom.status == crate::engine::outcome::Status::Met);
                looked.response(judge, response, met, &mut seen);
            }
            Measure::FanOut { recipients, .. } => looked.recipients(judge, recipients, &mut seen),
            _ => looked.atom(judge, atom, &mut seen),
        }
    }
    seen
}

/// One atom's look at its events.
struct Looked<'a, 'b> {
    finding: &'b Finding,
    timeline: &'b Timeline<'a>,
    rule: &'a Rule,
    obligation: &'b Obligation,
    index: usize,
    hits: &'b Hits,
}

impl<'a> Looked<'a, '_> {
    fn scope(&self, judge: Judge<'a>, days: Days) -> Scope<'a, '_> {
        let clip = match self.rule.duty {
            Duty::Each(_) | Duty::EachTerm(..) | Duty::InAny(_) | Duty::Once { over: None, due: None } => Clip::Active,
            Duty::Once { .. } | Duty::ForEach(_) => Clip::Literal,
        };
        Scope {
            judge,
            timeline: self.timeline,
            rule: self.rule,
            days,
            clip,
            due: self.obligation.due,
            weighed: days,
            skipped: &[],
        }
    }

    /// The events of an atom over a window.
    fn atom(&self, judge: Judge<'a>, atom: &Atom, seen: &mut Vec<Seen>) {
        let scope = self.scope(judge, self.obligation.window.days);
        let valid = selection(atom).filter(|of| of.valid_for().is_some()).map(|of| scope.of_valid(of).days);
        let once = matches!(self.rule.duty, Duty::Once { .. });
        let mut taken: BTreeMap<String, u32> = BTreeMap::new();
        let mut used = match &atom.measure {
            Measure::Total(field, _, Some(cap)) => {
                let all = measure::adds(&scope, self.hits, field, Widen::No, &mut Vec::new());
                let adds: BTreeMap<EventRef, Interval> =
                    all.into_iter().map(|(hit, value)| (hit.event, value)).collect();
                Some((Used::new(cap), adds))
            }
            _ => None,
        };
        for hit in self.hits.dated.iter().chain(&self.hits.undated) {
            let undated = hit.days == Days::ALL;
            // It took place by the date of the audit, so that it is in no window that has not begun.
            if undated && !scope.may_hold_undated() {
                continue;
            }
            let touches = undated || hit.days.overlaps(scope.days);
            let fate = match (sure_fate(hit), touches) {
                (Fate::Not(why), true) => Fate::Not(why),
                // What lies outside a repeated window belongs to another; of a single one it is told.
                (_, false) if !once => continue,
                (Fate::Not(_), false) => continue,
                (_, false) if self.obligation.due.is_some_and(|due| hit.days.from > due) => Fate::Not(WhyNot::Late),
                (_, false) => Fate::Not(WhyNot::OutsideWindow),
                (_, true) if valid.is_some_and(|valid| !undated && !hit.days.overlaps(valid)) => {
                    Fate::Not(WhyNot::Expired)
                }
                (fate, true) if undated || hit.days.iter().any(|day| scope.counts_on(day)) => fate,
                (_, true) => Fate::Not(WhyNot::OutsidePlacement),
            };
            let fate = match &atom.measure {
                Measure::Covers { list, by, .. } => self.in_list(judge, hit, (*list, by), (fate, &mut taken)),
                _ => fate,
            };
            let (fate, amount) = match used.as_mut().filter(|_| fate == Fate::Counted) {
                Some((used, adds)) => {
                    let adds = adds.get(&hit.event).map_or(Bound::Finite(whole(0)), |value| value.lo);
                    match used.take(&scope, hit, adds) {
                        Some(Bound::Finite(left)) if left == whole(0) && adds != Bound::Finite(whole(0)) => {
                            (Fate::Not(WhyNot::OverCap), None)
                        }
                        Some(Bound::Finite(left)) => (fate, Some(left)),
                        Some(_) | None => (fate, self::adds(judge, atom, hit)),
                    }
                }
                None => (fate, self::adds(judge, atom, hit)),
            };
            seen.push(Seen { event: hit.event, atom: self.index, fate, amount });
        }
    }

    /// Whether an event fills a place of a list.
    fn in_list(
        &self,
        judge: Judge<'a>,
        hit: &Hit,
        (list, by): (ListId, &FieldRef),
        (fate, taken): (Fate, &mut BTreeMap<String, u32>),
    ) -> Fate {
        if fate != Fate::Counted {
            return fate;
        }
        let place = usize::try_from(hit.event.place).unwrap_or(usize::MAX);
        let code = by
            .places
            .get(hit.position)
            .and_then(|field| judge.events(hit.event.activity)?.fields.get(field.index())?.values.get(place).copied())
            .unwrap_or(UNKNOWN);
        let Some(text) = judge.audit.tables.texts.text(code).map(fold) else { return Fate::Possible(Doubt::Field) };
        let members = judge.audit.program.list(list).map(|list| list.members.as_slice()).unwrap_or_default();
        let Some((_, times)) = members.iter().find(|(member, _)| fold(member) == text) else {
            return Fate::Not(WhyNot::NotInList);
        };
        let number = taken.entry(text).or_insert(0);
        *number += 1;
        if *number <= *times { Fate::Counted } else { Fate::Not(WhyNot::NotInList) }
    }

    /// What each obligation of the finding answers, and the place of this one's: they compete for the answers.
    fn triggers(&self, judge: Judge<'a>) -> Option<(Vec<Trigger>, usize)> {
        let Duty::ForEach(by) = &self.rule.duty else { return None };
        let hits = match by {
            typed::Trigger::Events(selection) => {
                Hits::collect(judge, self.timeline, &self.rule.subject, selection, Keep::Live).dated
            }
            typed::Trigger::Milestone(..) => Vec::new(),
        };
        let mut triggers = Vec::new();
        let mut place = None;
        for one in &self.finding.obligations {
            let trigger = match &one.window.kind {
                WindowLabel::Trigger(event) => hits.iter().find(|hit| hit.event == *event).copied().map(Trigger::of),
                WindowLabel::Milestone(_) => Some(Trigger { hit: None, day: one.opens, doubt: None }),
                _ => None,
            };
            let Some(trigger) = trigger else { continue };
            if one.window == self.obligation.window {
                place = Some(triggers.len());
            }
            triggers.push(trigger);
        }
        Some((triggers, place?))
    }

    /// The responses to the obligation's trigger.
    fn response(&self, judge: Judge<'a>, response: &Response, met: bool, seen: &mut Vec<Seen>) {
        let Some((triggers, place)) = self.triggers(judge) else { return };
        let Some(trigger) = triggers.get(place) else { return };
        let scope = self.scope(judge, self.obligation.window.days);
        let days = in_time::reach(&scope, trigger.day, &response.within);
        let answered = respond::answer(&scope, response, &triggers);
        let by = answered.get(place).and_then(|answered| answered.by);
        let due = days.to.min(self.obligation.due.unwrap_or(judge.as_of()));
        let last = self.obligation.cured_on.unwrap_or(due).max(due);
        for other in self.hits.dated.iter().filter(|other| other.days.from >= days.from && other.days.from <= last) {
            let fate = match sure_fate(other) {
                Fate::Counted if other.days.from > due => Fate::Not(WhyNot::Late),
                Fate::Counted if met && by == Some(other.event) => Fate::Counted,
                Fate::Counted => Fate::Not(WhyNot::AnswersAnother),
                fate => fate,
            };
            seen.push(Seen { event: other.event, atom: self.index, fate, amount: None });
        }
    }
}

impl<'a> Looked<'a, '_> {
    /// The responses to the obligation's trigger that name a member of the list, and those that name nobody of it.
    fn recipients(&self, judge: Judge<'a>, recipients: &[Recipient], seen: &mut Vec<Seen>) {
        let Some((triggers, place)) = self.triggers(judge) else { return };
        let Some(trigger) = triggers.get(place) else { return };
        let missing = self.obligation.atoms.get(self.index).map(|atom| atom.missing.as_slice()).unwrap_or_default();
        let before = seen.len();
        for recipient in recipients {
            let mut hits = Hits::collect(judge, self.timeline, &self.rule.subject, &recipient.response.of, Keep::All);
            hits.dated.retain(|hit| hit.sureness != Sureness::Out(WhyNot::Filtered));
            let met = !missing.iter().any(|(name, _)| *name == recipient.name);
            Looked { hits: &hits, ..*self }.response(judge, &recipient.response, met, seen);
        }
        let told: Vec<EventRef> = seen.iter().skip(before).map(|seen| seen.event).collect();
        let scope = self.scope(judge, self.obligation.window.days);
        let reach = recipients.first().map(|one| in_time::reach(&scope, trigger.day, &one.response.within));
        let days = reach.unwrap_or(self.obligation.window.days);
        let others = self.hits.dated.iter().filter(|hit| hit.days.overlaps(days) && !told.contains(&hit.event));
        for hit in others.filter(|hit| hit.sureness == Sureness::Certain) {
            let fate = Fate::Not(WhyNot::NotInList);
            seen.push(Seen { event: hit.event, atom: self.index, fate, amount: None });
        }
    }
}

fn sure_fate(hit: &Hit) -> Fate {
    match hit.sureness {
        Sureness::Certain => Fate::Counted,
        Sureness::Possible(doubt) => Fate::Possible(doubt),
        Sureness::Unmatched => Fate::Possible(Doubt::Person),
        Sureness::Out(why) => Fate::Not(why),
    }
}

/// What an event adds to a total, where that is known.
fn adds(judge: Judge<'_>, atom: &Atom, hit: &Hit) -> Option<Rational> {
    match &atom.measure {
        Measure::Total(field, ..) => amount(judge, hit, *field.places.get(hit.position)?).known(),
        _ => None,
    }
}
