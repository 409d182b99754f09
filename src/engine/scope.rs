//! Where and until when events count for one obligation.

use crate::engine::coverage::{self, Lag, Missing};
use crate::engine::hits::{Hit, Hits, Sureness};
use crate::engine::judge::Judge;
use crate::engine::outcome::{Doubt, Reason};
use crate::engine::timeline::Timeline;
use crate::types::typed::{Rule, Selection};
use crate::value::{Bound, Day, Days, Interval, Rational, whole};

/// Where events count, and what the future may still add.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a, 'b> {
    /// The judge.
    pub judge: Judge<'a>,
    /// The case.
    pub timeline: &'b Timeline<'a>,
    /// The rule.
    pub rule: &'a Rule,
    /// Where events count.
    pub days: Days,
    /// Whether only the case's active days of them do.
    pub clip: Clip,
    /// The last day of the duty; `None` where it has none that is known.
    pub due: Option<Day>,
    /// Days between that are no part of what is owed: the weeks that a tile of teaching weeks leaves out.
    pub skipped: &'b [Days],
}

/// Which days of a window events count on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clip {
    /// All of them: `over P` is literal.
    Literal,
    /// Those on which the case is active.
    Active,
}

/// Whether events that nobody could be matched to widen a measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Widen {
    /// They do: the requirement is a maximum, or a minimum that must fail.
    ByUnmatched,
    /// They do not.
    No,
}

impl<'a> Scope<'a, '_> {
    /// Whether the future may still add to it.
    pub fn is_open(&self) -> bool {
        self.due.is_none_or(|due| due > self.judge.as_of())
    }

    /// Whether a day is one that events count on.
    pub fn counts_on(&self, day: Day) -> bool {
        self.days.contains(day) && (self.clip == Clip::Literal || self.timeline.is_active(day))
    }

    /// The events that count or may count, by their start.
    pub fn live<'h>(&self, hits: &'h Hits, widen: Widen) -> impl Iterator<Item = &'h Hit> + use<'a, 'h, '_> {
        let scope = *self;
        hits.starting(self.days).filter(move |hit| {
            let counts = hit.days == Days::ALL || scope.counts_on(hit.days.from);
            counts && is_live(hit.sureness, widen)
        })
    }

    /// What is missing of a selection's records.
    pub fn missing(&self, selection: &Selection, lag: Lag) -> Missing {
        let lag = if self.is_open() { lag } else { Lag::NotAllowed };
        let subject = (&self.rule.subject, selection);
        let mut missing = coverage::missing(self.judge, self.timeline, subject, self.days, lag);
        if self.clip == Clip::Active {
            missing.days.retain(|days| self.timeline.active_days(*days).next().is_some());
        }
        if missing.days.is_empty() {
            missing.reasons.retain(|reason| matches!(reason, Reason::NotYetIn(..)));
        }
        missing
    }
}

/// Whether an event counts or may count.
pub fn is_live(sureness: Sureness, widen: Widen) -> bool {
    match sureness {
        Sureness::Certain | Sureness::Possible(_) => true,
        Sureness::Unmatched => widen == Widen::ByUnmatched,
        Sureness::Out(_) => false,
    }
}

/// Why an event is not certain, as a reason.
pub fn doubt(hit: &Hit) -> Option<Reason> {
    match hit.sureness {
        Sureness::Certain | Sureness::Out(_) => None,
        Sureness::Possible(doubt) => Some(Reason::Possible(hit.event, doubt)),
        Sureness::Unmatched => Some(Reason::Unmatched(hit.event)),
    }
}

/// The value of a field of an event in base units, as an interval; and whether it is not exactly known.
pub fn amount(judge: Judge<'_>, hit: &Hit, field: crate::types::typed::FieldId) -> Interval {
    let unlimited = Interval::new(whole(0), Bound::Infinity);
    let Some(ty) = judge.activity(hit.event.activity).and_then(|activity| activity.fields.get(field.index())) else {
        return unlimited;
    };
    let column = judge.events(hit.event.activity).and_then(|events| events.fields.get(field.index()));
    let place = usize::try_from(hit.event.place).unwrap_or(usize::MAX);
    let value = column.and_then(|column| column.values.get(place)).copied();
    match value {
        Some(value) if value != crate::records::table::UNKNOWN => {
            Interval::exactly(whole(value) / crate::engine::filter::scale(&ty.ty))
        }
        _ => match column.and_then(|column| column.ranges.get(&hit.event.place)) {
            Some((lo, hi)) => Interval { lo: *lo, hi: *hi },
            None => match &ty.ty {
                crate::types::typed::Type::Duration { up_to: Some(most) } => Interval::new(whole(0), *most),
                _ => unlimited,
            },
        },
    }
}

/// The part of a span that lies in a window, as a share of its days; all of a point.
pub fn overlap(scope: &Scope<'_, '_>, hit: &Hit) -> Rational {
    let all = hit.days.len();
    if hit.days == Days::ALL || all <= 1 {
        return whole(1);
    }
    let inside = hit.days.intersect(scope.days).iter().filter(|day| scope.counts_on(*day)).count();
    Rational::new(i128::try_from(inside).unwrap_or(0), i128::from(all))
}

/// The reason for an amount that is not exactly known.
pub fn unknown_amount(hit: &Hit) -> Reason {
    Reason::Possible(hit.event, Doubt::Length)
}
