//! What is required: literals, parameters, tables and days, as intervals.

use crate::engine::clock::{self, End};
use crate::engine::condition::value_of;
use crate::engine::coverage::{self, Lag};
use crate::engine::deadline;
use crate::engine::hits::{Hits, Keep, Sureness};
use crate::engine::judge::Judge;
use crate::engine::once;
use crate::engine::outcome::Reason;
use crate::engine::scope::{Scope, Widen, doubt, is_live};
use crate::engine::timeline::Timeline;
use crate::types::typed::{Amount, ClockId, Direction, Limit, Point, Selection, Subject, TableId, Threshold, Value};
use crate::value::{Bound, Day, Days, Interval, Rational, fold, whole};

/// What is required, and why it is not exactly known.
#[derive(Clone, Debug)]
pub struct Required {
    /// From the least to the most that it may be.
    pub value: Interval,
    /// Why it is not known.
    pub reasons: Vec<Reason>,
    /// For a day that depends on an event: none has come yet.
    pub not_yet: bool,
    /// For such a day: none will come.
    pub never: bool,
    /// For such a day: the last on which an event that is not certain may make it.
    pub latest: Option<Day>,
}

impl Required {
    /// A value known exactly.
    pub fn exactly(value: Rational) -> Required {
        Required { value: Interval::exactly(value), reasons: Vec::new(), not_yet: false, never: false, latest: None }
    }

    fn unknown(value: Interval, reason: Reason) -> Required {
        Required { value, reasons: vec![reason], not_yet: false, never: false, latest: None }
    }
}

/// Resolves a threshold for an obligation that opens on a day. `All` is for its measure to say: it is 0 here.
pub fn resolve(scope: &Scope<'_, '_>, threshold: &Threshold, opens: Day) -> Required {
    match threshold {
        Threshold::Fixed(value) => Required::exactly(*value),
        Threshold::Param(id) => match scope.judge.audit.params.get(id.index()).copied().flatten() {
            Some(value) => Required::exactly(value),
            None => Required::unknown(Interval::new(whole(0), Bound::Infinity), Reason::ParamUnset(*id)),
        },
        Threshold::Table(id) => table(scope, *id, opens),
        Threshold::Point(of) => point(scope, of, opens, scope.due.unwrap_or(Day::MAX).min(scope.days.to)),
        Threshold::All => Required::exactly(whole(0)),
    }
}

fn table(scope: &Scope<'_, '_>, id: TableId, opens: Day) -> Required {
    let Some(table) = scope.judge.audit.program.table(id) else {
        return Required::unknown(Interval::new(whole(0), Bound::Infinity), Reason::NoTableRow(id));
    };
    let key = match value_of(scope, &table.by, opens) {
        Ok(key) => Some(key),
        Err(Reason::AttributeBlank(_)) => None,
        Err(reason) => return Required::unknown(Interval::new(whole(0), Bound::Infinity), reason),
    };
    let row = key.and_then(|key| table.rows.iter().find(|(other, _)| same(other, &key)));
    match row {
        Some((_, value)) => Required::exactly(*value),
        // A key that the table lacks is none of its rows: nobody can say what it would ask.
        None => Required::unknown(Interval::new(whole(0), Bound::Infinity), Reason::NoTableRow(id)),
    }
}

/// Whether two values are the same; texts but for case, space and dashes.
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => fold(left) == fold(right),
        (Value::Number(left), Value::Number(right)) => left == right,
        (Value::Text(_), Value::Number(_)) | (Value::Number(_), Value::Text(_)) => false,
    }
}

/// The day of a point, for a duty that opens on a day. The first event of a selection is the first on an active day in force, up to a last day.
pub fn point(scope: &Scope<'_, '_>, point: &Point, opens: Day, last: Day) -> Required {
    let day = |day: Day| whole(i64::from(day.number()));
    match point {
        Point::Date(date) => Required::exactly(day(*date)),
        Point::Attribute(name) => {
            // It is a day, whichever: what never comes is neither before it nor on it.
            let any_day = Interval::new(day(Day::MIN), day(Day::MAX));
            match value_of(scope, name, opens) {
                Ok(Value::Number(date)) => Required::exactly(date),
                Ok(Value::Text(_)) => Required::unknown(any_day, Reason::AttributeBlank(name.clone())),
                Err(reason) => Required::unknown(any_day, reason),
            }
        }
        Point::RoleStart => Required::exactly(day(scope.timeline.active.from)),
        Point::RoleEnd if scope.timeline.active.to == Day::MAX => never(),
        Point::RoleEnd => Required::exactly(day(scope.timeline.active.to)),
        Point::Shifted(by, direction, of) => shifted(scope, (by, *direction), self::point(scope, of, opens, last)),
        Point::Met(rule) => once::met_on(scope.judge, scope.timeline.case, *rule),
        Point::Clock(id, term) => clock_end(scope, *id, *term),
        Point::First(selection) => {
            let subject = &scope.rule.subject;
            first((scope.judge, scope.timeline, subject), scope.rule.in_force, (selection, last))
        }
    }
}

/// Never, as far as anybody can see.
fn never() -> Required {
    Required {
        value: Interval::new(Bound::Infinity, Bound::Infinity),
        reasons: Vec::new(),
        not_yet: true,
        never: false,
        latest: None,
    }
}

/// The last day of a term of a clock, or of the whole.
fn clock_end(scope: &Scope<'_, '_>, id: ClockId, term: Option<u32>) -> Required {
    let terms = scope.judge.audit.program.clock(id).map_or(0, |clock| clock.terms);
    let Some(reading) = clock::of_case(scope.judge, id, scope.timeline.case) else {
        return Required { never: true, ..never() };
    };
    let bound = |day: Day| Bound::Finite(whole(i64::from(day.number())));
    let between = |lo: Bound, hi: Bound| {
        let reasons = if lo == hi { Vec::new() } else { reading.doubts() };
        Required { value: Interval { lo, hi }, reasons, not_yet: false, never: false, latest: None }
    };
    match reading.end(term.unwrap_or(terms)) {
        End::Between(early, late) => between(bound(early), bound(late)),
        End::From(early) => Required { latest: Some(Day::MAX), ..between(bound(early), Bound::Infinity) },
        End::Ahead => never(),
        End::Never => Required { never: reading.role_end <= scope.judge.as_of(), ..never() },
    }
}

/// The day of the first event of a selection on an active day of some, up to a last day.
pub fn first(
    (judge, timeline, subject): (Judge<'_>, &Timeline<'_>, &Subject),
    within: Days,
    (selection, last): (&Selection, Day),
) -> Required {
    let day = |day: Day| whole(i64::from(day.number()));
    let hits = Hits::collect(judge, timeline, subject, selection, Keep::Live);
    let known = Days::new(timeline.active.from, timeline.end().min(last));
    let in_force = within.intersect(known);
    let Some(start) = timeline.active_days(in_force).next() else { return never() };
    let counts = |at: Day| in_force.contains(at) && timeline.is_active(at);
    let first = hits
        .dated
        .iter()
        .find(|hit| hit.sureness == Sureness::Certain && counts(hit.days.from))
        .map(|hit| hit.days.from);
    let before = first.map_or(in_force.to, Day::previous);
    let mut reasons: Vec<Reason> = Vec::new();
    let (mut earliest, mut latest): (Option<Day>, Option<Day>) = (None, None);
    let mut may = |at: Day| {
        earliest = Some(earliest.map_or(at, |other| other.min(at)));
        latest = latest.max(Some(at));
    };
    for hit in hits.dated.iter().chain(&hits.undated).filter(|hit| is_live(hit.sureness, Widen::No)) {
        let undated = hit.days == Days::ALL;
        let at = if undated { start } else { hit.days.from };
        if hit.sureness != Sureness::Certain && at <= before.min(judge.as_of()) && counts(at) {
            may(at);
            if undated {
                may(before.min(judge.as_of()));
            }
            reasons.extend(doubt(hit));
        }
    }
    let past = Days::new(in_force.from, before);
    let subject = (subject, selection);
    let missing = coverage::missing(judge, timeline, subject, past, Lag::NotAllowed);
    let uncovered = || missing.days.iter().flat_map(|days| timeline.active_days(*days));
    if let (Some(first), Some(last)) = (uncovered().next(), uncovered().last()) {
        may(first);
        may(last);
        reasons.extend(missing.reasons.clone());
    }
    let hi = first.map_or(Bound::Infinity, |first| Bound::Finite(day(first)));
    let lo = earliest.map_or(hi, |earliest| Bound::Finite(day(earliest)).min(hi));
    let not_yet = first.is_none() && earliest.is_none();
    Required { value: Interval { lo, hi }, reasons, not_yet, never: false, latest }
}

/// How many days a limit allows.
pub fn limit(scope: &Scope<'_, '_>, limit: &Limit) -> Result<u32, Reason> {
    match limit.number {
        Amount::Number(number) => Ok(number),
        Amount::Param(id) => {
            let value = scope.judge.audit.params.get(id.index()).copied().flatten();
            let least = limit.counts.least();
            value
                .ok_or(Reason::ParamUnset(id))
                .map(|value| if value.is_integer() { u32::try_from(value.to_integer()).ok() } else { None })
                .and_then(|number| number.filter(|number| *number >= least).ok_or(Reason::ParamNoLimit(id)))
        }
    }
}

/// A day so many days before or after another; where that is not known, from the earliest to the latest.
fn shifted(scope: &Scope<'_, '_>, (by, direction): (&Limit, Direction), of: Required) -> Required {
    let number = limit(scope, by);
    let mut reasons = of.reasons.clone();
    let mut moved = |day: Day| -> (Day, Day) {
        let to = match (&number, direction) {
            (Ok(number), Direction::After) => {
                deadline::deadline(scope.timeline, day, (*number, by.unit), deadline::Start::After)
            }
            (Ok(number), Direction::Before) => deadline::before(scope.timeline, day, (*number, by.unit)),
            (Err(reason), _) => Err(reason.clone()),
        };
        let reason = match to {
            Ok(day) => return (day, day),
            Err(reason) => reason,
        };
        reasons.push(reason);
        let least = number.as_ref().copied().unwrap_or(0);
        match direction {
            Direction::After => {
                (deadline::earliest(scope.timeline, day, (least, by.unit), deadline::Start::After), Day::MAX)
            }
            Direction::Before => (Day::MIN, deadline::latest_before(scope.timeline, day, (least, by.unit))),
        }
    };
    let bound = |day: Day| Bound::Finite(whole(i64::from(day.number())));
    // Any day at all stays any day.
    let day_of = |bound: Bound| {
        let number = bound.finite().and_then(|number| i32::try_from(number.to_integer()).ok());
        number.map(Day::from_number).filter(|day| *day != Day::MIN && *day != Day::MAX)
    };
    let lo = day_of(of.value.lo).map_or(of.value.lo, |day| bound(moved(day).0));
    let hi = day_of(of.value.hi).map_or(of.value.hi, |day| bound(moved(day).1));
    let latest = of.latest.map(|day| moved(day).1);
    reasons.sort();
    reasons.dedup();
    Required { value: Interval { lo, hi }, reasons, latest, ..of }
}
