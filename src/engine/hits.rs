//! The events of a selection that may concern a case: certain, possible, unmatched, or left out and why.

use crate::engine::filter::{self, Asked, Prepared};
use crate::engine::judge::Judge;
use crate::engine::outcome::{Doubt, EventRef, WhyNot};
use crate::engine::timeline::Timeline;
use crate::records::table::{Events, PersonId, Standing, UNKNOWN};
use crate::types::typed::{Activity, FieldId, Owner, Selection, Subject};
use crate::types::{Binding, Slot, bind};
use crate::value::{Day, Days, Truth};

/// An event that may concern a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hit {
    /// The event.
    pub event: EventRef,
    /// The place of its activity in the selection.
    pub position: usize,
    /// Its days: one for a point; every day for one whose date could not be read.
    pub days: Days,
    /// The local time of its start in minutes after midnight.
    pub minute: Option<u16>,
    /// How sure it is that it counts for this case.
    pub sureness: Sureness,
}

/// How sure it is that an event is one of the selection's for the case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sureness {
    /// It is.
    Certain,
    /// It may be.
    Possible(Doubt),
    /// Nobody could be matched to it: it may be this case's, or another's.
    Unmatched,
    /// It is not.
    Out(WhyNot),
}

/// The events of one selection for one case, by day, minute and place; those that are out only where asked for.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// Events with a date.
    pub dated: Vec<Hit>,
    /// Possible events whose date could not be read: they may fall on any day.
    pub undated: Vec<Hit>,
    /// Whether some may last more than a day.
    pub spans: bool,
}

/// Whether events that do not count are collected too: a proof shows them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keep {
    /// Only what counts or may count.
    Live,
    /// Everything that was looked at.
    All,
}

impl Hits {
    /// Collects a selection's events for a case of a subject.
    pub fn collect(
        judge: Judge<'_>,
        timeline: &Timeline<'_>,
        subject: &Subject,
        selection: &Selection,
        keep: Keep,
    ) -> Hits {
        let mut hits = Hits::default();
        for (position, id) in selection.activities.iter().enumerate() {
            let (Some(activity), Some(events)) = (judge.activity(*id), judge.events(*id)) else { continue };
            let Some(binding) = bind(judge.audit.program, subject, activity) else { continue };
            let filter = filter::prepare(Asked { judge, timeline, subject }, selection, position);
            let key = key(judge, timeline, activity);
            let look = Look { judge, timeline, events, activity, binding, filter, key };
            hits.spans |= activity.is_span;
            for place in look.places() {
                let Ok(number) = u32::try_from(place) else { continue };
                let sureness = look.sureness(place);
                if keep == Keep::Live && matches!(sureness, Sureness::Out(_)) {
                    continue;
                }
                let hit = Hit {
                    event: EventRef { activity: *id, place: number },
                    position,
                    days: look.days(place),
                    minute: events.minute.get(place).copied().flatten(),
                    sureness,
                };
                if hit.days == Days::ALL { hits.undated.push(hit) } else { hits.dated.push(hit) }
            }
        }
        hits.dated.sort_by_key(|hit| (hit.days, hit.minute, hit.event));
        hits
    }

    /// Those that touch a run of days, in order, and then those without a date.
    pub fn touching(&self, days: Days) -> impl Iterator<Item = &Hit> {
        let end = self.dated.partition_point(|hit| hit.days.from <= days.to);
        let start = if self.spans { 0 } else { self.dated.partition_point(|hit| hit.days.from < days.from) };
        let dated = if days.is_empty() { &[] } else { self.dated.get(start..end).unwrap_or_default() };
        dated.iter().filter(move |hit| hit.days.overlaps(days)).chain(&self.undated)
    }

    /// Those that start in a run of days, in order, and then those without a date.
    pub fn starting(&self, days: Days) -> impl Iterator<Item = &Hit> {
        let end = self.dated.partition_point(|hit| hit.days.from <= days.to);
        let start = self.dated.partition_point(|hit| hit.days.from < days.from);
        self.dated.get(start..end.max(start)).unwrap_or_default().iter().chain(&self.undated)
    }
}

/// One activity's events as one case sees them.
struct Look<'a, 'b> {
    judge: Judge<'a>,
    timeline: &'b Timeline<'a>,
    events: &'a Events,
    activity: &'a Activity,
    binding: Binding,
    filter: Option<Prepared<'a, 'b>>,
    /// The field that says of which of the person's cases an event is, and the value of this one.
    key: Option<(FieldId, i64)>,
}

/// The field of an activity that has the name of what the rule has cases by, and the case's value of it.
fn key(judge: Judge<'_>, timeline: &Timeline<'_>, activity: &Activity) -> Option<(FieldId, i64)> {
    let key = timeline.case.key?;
    let role = judge.audit.program.role(timeline.case.role)?;
    let by = &role.attributes.get(key.attribute.index())?.name;
    let place = activity.fields.iter().position(|field| field.name == *by)?;
    Some((FieldId(u32::try_from(place).ok()?), key.value))
}

impl Look<'_, '_> {
    /// The places of the events that share a person with the case, and of those that nobody could be matched to.
    fn places(&self) -> Vec<usize> {
        if self.activity.owner == Owner::Nobody && self.binding.with == Slot::Free {
            return self.events.of_owner(PersonId::NOBODY).collect();
        }
        let mut places: Vec<usize> = match (self.person(self.binding.owner), self.person(self.binding.with)) {
            (Some(owner), _) => self.events.of_owner(owner).chain(self.events.of_owner(PersonId::UNMATCHED)).collect(),
            (None, Some(with)) => {
                self.events.of_counterpart(with).chain(self.events.of_counterpart(PersonId::UNMATCHED)).collect()
            }
            (None, None) => Vec::new(),
        };
        places.sort_unstable();
        places.dedup();
        places
    }

    fn person(&self, slot: Slot) -> Option<PersonId> {
        match slot {
            Slot::Person => Some(self.timeline.case.person),
            Slot::Counterpart => self.timeline.case.counterpart,
            Slot::Free => None,
        }
    }

    fn days(&self, place: usize) -> Days {
        if self.standing(place) == Standing::DateUnreadable {
            return Days::ALL;
        }
        let from = self.events.day.get(place).copied().unwrap_or(Day::MIN);
        Days::new(from, self.events.end.get(place).copied().unwrap_or(from).max(from))
    }

    fn standing(&self, place: usize) -> Standing {
        self.events.standing.get(place).copied().unwrap_or(Standing::NotHeld)
    }

    fn sureness(&self, place: usize) -> Sureness {
        let standing = self.standing(place);
        let out = match standing {
            Standing::NotHeld => Some(WhyNot::NotHeld),
            Standing::Duplicate => Some(WhyNot::Duplicate),
            Standing::RecordedLater => Some(WhyNot::RecordedLater),
            Standing::DateUnreadable => None,
            Standing::Held
            | Standing::StatusUnknown
            | Standing::PersonAmbiguous
            | Standing::ActivityUnknown
            | Standing::RecordedUnknown => (self.days(place).from > self.judge.as_of()).then_some(WhyNot::AfterAsOf),
        };
        if let Some(why) = out {
            return Sureness::Out(why);
        }
        let with = match (self.with(place), self.by(place)) {
            (Sureness::Certain, by) => by,
            (with, Sureness::Certain | Sureness::Possible(_)) => with,
            (Sureness::Out(why), _) => Sureness::Out(why),
            (_, by) => by,
        };
        if let Sureness::Out(why) = with {
            return Sureness::Out(why);
        }
        let filtered = self.filter.as_ref().map_or(Truth::Yes, |filter| filter.test(self.events, place));
        if filtered == Truth::No {
            let why = self.filter.as_ref().map_or(WhyNot::Filtered, |filter| filter.why_not(self.events, place));
            return Sureness::Out(why);
        }
        let owner = self.events.owner.get(place).copied();
        if with == Sureness::Unmatched || (owner == Some(PersonId::UNMATCHED) && self.binding.owner != Slot::Free) {
            return Sureness::Unmatched;
        }
        match standing {
            Standing::StatusUnknown => Sureness::Possible(Doubt::Status),
            Standing::DateUnreadable => Sureness::Possible(Doubt::Date),
            Standing::PersonAmbiguous => Sureness::Possible(Doubt::Person),
            Standing::ActivityUnknown => Sureness::Possible(Doubt::Activity),
            Standing::RecordedUnknown => Sureness::Possible(Doubt::Recorded),
            Standing::Held | Standing::NotHeld | Standing::Duplicate | Standing::RecordedLater => {
                if filtered == Truth::Unknown { Sureness::Possible(Doubt::Field) } else { with }
            }
        }
    }

    /// Whether the event is of this one of the person's cases.
    fn by(&self, place: usize) -> Sureness {
        let Some((field, value)) = self.key else { return Sureness::Certain };
        let cell = self.events.fields.get(field.index()).and_then(|column| column.values.get(place)).copied();
        match cell {
            Some(UNKNOWN) | None => Sureness::Possible(Doubt::Field),
            Some(own) if own == value => Sureness::Certain,
            Some(_) => Sureness::Out(WhyNot::OtherKey),
        }
    }

    /// Whether the event is with the case's person, as far as the activity's counterpart goes.
    fn with(&self, place: usize) -> Sureness {
        let Some(person) = self.person(self.binding.with) else { return Sureness::Certain };
        let counterparts = self.events.counterparts(place);
        if counterparts.contains(&person) {
            Sureness::Certain
        } else if counterparts.is_empty() {
            Sureness::Possible(Doubt::Counterpart)
        } else if counterparts.contains(&PersonId::UNMATCHED) {
            Sureness::Unmatched
        } else {
            Sureness::Out(WhyNot::OtherCounterpart)
        }
    }
}
