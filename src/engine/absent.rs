//! The days that a clock's spans cover, in half days, at the least and at the most.

use std::collections::BTreeMap;

use crate::engine::coverage::{self, Lag};
use crate::engine::hits::{Hit, Hits, Keep, Sureness};
use crate::engine::judge::Judge;
use crate::engine::outcome::{Doubt, EventRef, Reason};
use crate::engine::scope::doubt;
use crate::engine::timeline::Timeline;
use crate::types::typed::Clock;
use crate::value::{Day, Days, Rational, fold, whole};

/// How much of each day was missed.
#[derive(Debug, Default)]
pub struct Absences {
    /// The spans.
    pub events: Vec<EventRef>,
    /// Why it is not known.
    pub doubts: Vec<Reason>,
    certain: BTreeMap<Day, Halves>,
    possible: BTreeMap<Day, Halves>,
    /// Days whose records are missing.
    lost: Vec<Days>,
    /// Those of them that are not merely not yet in.
    lost_for_good: Vec<Days>,
}

/// A morning, an afternoon.
#[derive(Clone, Copy, Default, Debug)]
struct Halves(bool, bool);

impl Halves {
    const DAY: Halves = Halves(true, true);

    fn or(self, other: Halves) -> Halves {
        Halves(self.0 || other.0, self.1 || other.1)
    }

    fn amount(self) -> Rational {
        whole(i64::from(self.0) + i64::from(self.1)) / whole(2)
    }
}

impl Absences {
    /// How much of a day was surely missed.
    pub fn least(&self, day: Day) -> Rational {
        self.certain.get(&day).copied().unwrap_or_default().amount()
    }

    /// How much of it may have been.
    pub fn most(&self, day: Day) -> Rational {
        self.at_most(day, &self.lost)
    }

    /// How much of it may have been, where records that are not yet in hold nothing.
    pub fn most_loaded(&self, day: Day) -> Rational {
        self.at_most(day, &self.lost_for_good)
    }

    fn at_most(&self, day: Day, lost: &[Days]) -> Rational {
        if lost.iter().any(|run| run.contains(day)) {
            return whole(1);
        }
        let of = |days: &BTreeMap<Day, Halves>| days.get(&day).copied().unwrap_or_default();
        of(&self.certain).or(of(&self.possible)).amount()
    }
}

/// Collects the spans that make a clock run longer.
pub fn absences(judge: Judge<'_>, timeline: &Timeline<'_>, clock: &Clock) -> Absences {
    let mut absences = Absences::default();
    let Some(extended) = &clock.extended else { return absences };
    let known = Days::new(timeline.active.from, timeline.end());
    let past = Days::new(known.from, known.to.min(judge.as_of()));
    let hits = Hits::collect(judge, timeline, &clock.subject, &extended.by, Keep::Live);
    for hit in hits.dated.iter().chain(&hits.undated) {
        let days = if hit.days == Days::ALL { past } else { hit.days.intersect(known) };
        let halves = halves(judge, hit);
        match (hit.sureness, halves) {
            (Sureness::Certain, Some(halves)) => set(&mut absences.certain, days, halves),
            (Sureness::Certain | Sureness::Possible(_), _) => {
                set(&mut absences.possible, days, halves.unwrap_or(Halves::DAY));
                absences.doubts.push(doubt(hit).unwrap_or(Reason::Possible(hit.event, Doubt::Field)));
            }
            // A row that nobody could be matched to proves nothing for anybody.
            (Sureness::Unmatched | Sureness::Out(_), _) => continue,
        }
        absences.events.push(hit.event);
    }
    let missing = |lag: Lag| coverage::missing(judge, timeline, (&clock.subject, &extended.by), past, lag);
    let lost = missing(Lag::NotAllowed);
    absences.lost = lost.days;
    absences.lost_for_good = missing(Lag::Allowed).days;
    if !absences.lost.is_empty() {
        absences.doubts.extend(lost.reasons);
    }
    absences
}

fn set(days: &mut BTreeMap<Day, Halves>, run: Days, halves: Halves) {
    for day in run.iter() {
        let slot = days.entry(day).or_default();
        *slot = slot.or(halves);
    }
}

/// Which halves of its days a span covers: both, where its activity has no field `session`; none known where it is blank.
fn halves(judge: Judge<'_>, hit: &Hit) -> Option<Halves> {
    let fields = judge.activity(hit.event.activity).map(|activity| activity.fields.as_slice()).unwrap_or_default();
    let Some(place) = fields.iter().position(|field| field.name == "session") else { return Some(Halves::DAY) };
    let column = judge.events(hit.event.activity)?.fields.get(place)?;
    let code = *column.values.get(usize::try_from(hit.event.place).ok()?)?;
    match fold(judge.audit.tables.texts.text(code)?).as_str() {
        "morning" => Some(Halves(true, false)),
        "afternoon" => Some(Halves(false, true)),
        "day" => Some(Halves::DAY),
        _ => None,
    }
}
