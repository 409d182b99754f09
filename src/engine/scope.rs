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
    /// The days that a share of the window is taken of, where the case is active on them.
    pub weighed: Days,
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

impl<'a, 'b> Scope<'a, 'b> {
    /// Where a selection's events count: no longer those that have run out by the due date.
    pub fn of_valid(&self, selection: &Selection) -> Scope<'a, 'b> {
        let Some(valid) = selection.valid_for() else { return *self };
        let on = self.due.unwrap_or(if self.days.to == Day::MAX { self.judge.as_of() } else { self.days.to });
        let first = on.plus(-i32::try_from(valid).unwrap_or(i32::MAX));
        Scope { days: Days::new(self.days.from.max(first), self.days.to), ..*self }
    }

    /// Whether the future may still add to it.
    pub fn is_open(&self) -> bool {
        self.due.is_none_or(|due| due > self.judge.as_of())
    }

    /// Whether a day is one that events count on.
    pub fn counts_on(&self, day: Day) -> bool {
        self.days.contains(day) && (self.clip == Clip::Literal || self.timeline.is_active(day))
    }

    /// Whether an event that took place nobody knows when may have done so here: on a day up to as-of.
    pub fn may_hold_undated(&self) -> bool {
        let past = Days::new(self.days.from, self.days.to.min(self.judge.as_of()));
        match self.clip {
            Clip::Literal => !past.is_empty(),
            Clip::Active => self.timeline.active_days(past).next().is_some(),
        }
    }

    /// Whether an event starts, or may start, on a day that counts.
    pub fn may_start(&self, hit: &Hit) -> bool {
        if hit.days == Days::ALL { self.may_hold_undated() } else { self.counts_on(hit.days.from) }
    }

    /// The events that count or may count, by their start.
    pub fn live<'h>(&self, hits: &'h Hits, widen: Widen) -> impl Iterator<Item = &'h Hit> + use<'a, 'h, '_> {
        let scope = *self;
        hits.starting(self.days).filter(move |hit| scope.may_start(hit) && is_live(hit.sureness, widen))
    }

    /// The days up to as-of on which events count, in order.
    pub fn past_days(&self) -> impl Iterator<Item = Day> + use<'a, '_> {
        let scope = *self;
        Days::new(self.days.from, self.days.to.min(self.judge.as_of())).iter().filter(move |day| scope.counts_on(*day))
    }

    /// On which days something may have been that was not loaded, and on which something may still come.
    pub fn known_days(&self, selection: &Selection) -> KnownDays {
        let inside = |runs: &[Days]| -> Vec<Day> {
            runs.iter().flat_map(|run| run.iter()).filter(|day| self.counts_on(*day)).collect()
        };
        let lost = self.missing(selection, Lag::Allowed);
        let mut coming = Vec::new();
        if self.is_open() {
            let all = inside(&self.missing(selection, Lag::NotAllowed).days);
            let late = |day: &Day| !lost.days.iter().any(|run| run.contains(*day));
            coming.extend(all.into_iter().filter(late));
            let last = if self.clip == Clip::Active { self.days.to.min(self.timeline.end()) } else { self.days.to };
            coming.extend(inside(&[Days::new(self.days.from.max(self.judge.as_of().next()), last)]));
        }
        KnownDays { lost: inside(&lost.days), coming, reasons: lost.reasons }
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

/// What is known of the days of a window.
#[derive(Clone, Debug)]
pub struct KnownDays {
    /// Days up to as-of whose records are missing.
    pub lost: Vec<Day>,
    /// Days on which something may still come: those after as-of, and those whose records are merely not yet in.
    pub coming: Vec<Day>,
    /// Which records are missing or not yet in.
    pub reasons: Vec<Reason>,
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
        return whole(i64::from(scope.may_start(hit)));
    }
    let inside = hit.days.intersect(scope.days).iter().filter(|day| scope.counts_on(*day)).count();
    Rational::new(i128::try_from(inside).unwrap_or(0), i128::from(all))
}

/// The reason for an amount that is not exactly known.
pub fn unknown_amount(hit: &Hit) -> Reason {
    Reason::Possible(hit.event, Doubt::Length)
}
