//! One atom of a requirement, measured in a scope and held against what is required.

use crate::engine::capped;
use crate::engine::gap;
use crate::engine::measure::{self, Reading};
use crate::engine::members;
use crate::engine::outcome::{AtomResult, Outcome, Reason, Status};
use crate::engine::respond::{self, Answered};
use crate::engine::scope::{Scope, Widen};
use crate::engine::status::{self, Counted, and};
use crate::engine::threshold::{self, Required};
use crate::engine::trial::Trial;
use crate::types::typed::{Atom, ClauseId, Comparison, Measure, Point, Response, RuleId, Selection, Which};
use crate::value::{Bound, Day, Days, Interval, Unit, whole};

/// How an atom stands, and on what.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The result.
    pub result: AtomResult,
    /// Whether no event is behind it.
    pub empty: bool,
    /// Why it is not known.
    pub reasons: Vec<Reason>,
}

/// What an atom is judged with.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'t> {
    /// Its place in the rule.
    pub index: usize,
    /// What is required of it.
    pub required: &'t Required,
    /// From the day that the duty opens to its last.
    pub duty: Days,
    /// Whether events of unmatched people widen it.
    pub widen: Widen,
    /// In a rule `for each`: how the trigger was answered.
    pub answered: Option<&'t Answered>,
}

/// Judges an atom in a scope.
pub fn judge(trial: &Trial<'_, '_>, scope: &Scope<'_, '_>, atom: &Atom, terms: Terms<'_>) -> Judged {
    let hits = trial.hits_of(terms.index);
    let widen = terms.widen;
    let reading = match &atom.measure {
        Measure::Total(field, selection, None) => measure::total(scope, hits, field, selection, widen),
        Measure::Total(field, selection, Some(cap)) => capped::total(scope, hits, (field, cap), selection, widen),
        Measure::Count(selection) => measure::count(&scope.of_valid(selection), hits, selection, widen),
        Measure::Distinct(field, selection) => measure::distinct(scope, hits, field, selection, widen),
        Measure::Share { of, filter, none } => measure::share(scope, hits, (of, filter), *none, widen),
        Measure::LongestGap { between, unit, ends } => gap::longest(scope, hits, between, (*unit, *ends), widen),
        Measure::Covers { of, list, by } => return covers(trial, scope, (atom, of), (*list, by), terms),
        Measure::First(selection) => return day(scope, hits, atom, (Which::First, selection), terms),
        Measure::Last(selection) => return day(scope, hits, atom, (Which::Last, selection), terms),
        Measure::Responses(_) | Measure::FanOut { .. } => return response(atom, terms.answered),
        Measure::Has(triggers, response) => return has(trial, scope, atom, (triggers, response), terms.index),
        Measure::Meets(rules) => return meets(trial, atom, rules),
        Measure::Unreadable(clause) => return unreadable(atom, *clause),
        Measure::RollUp(roll_up) => return members::judge(trial, scope, (atom, roll_up), terms),
    };
    against(atom, reading, terms.required)
}

/// Holds a reading against what is required.
fn against(atom: &Atom, reading: Reading, required: &Required) -> Judged {
    let status = reading.measured.status(atom.comparison, required.value);
    let wants_shortfall = matches!(status, Status::Breached | Status::Pending) && atom.unit != Unit::Date;
    let counted = if atom.unit == Unit::Count { Counted::Whole } else { Counted::Exact };
    let shortfall = wants_shortfall
        .then(|| status::shortfall(reading.measured.past, atom.comparison, required.value, counted))
        .flatten();
    let mut reasons = reading.reasons;
    reasons.extend(required.reasons.iter().cloned());
    Judged {
        result: AtomResult {
            unit: atom.unit,
            measured: reading.measured.past,
            required: required.value,
            status,
            shortfall,
            at: None,
            missing: if status == Status::Met { Vec::new() } else { reading.missing },
        },
        empty: reading.events == 0,
        reasons,
    }
}

fn covers(
    trial: &Trial<'_, '_>,
    scope: &Scope<'_, '_>,
    (atom, of): (&Atom, &Selection),
    (list, by): (crate::types::typed::ListId, &crate::types::typed::FieldRef),
    terms: Terms<'_>,
) -> Judged {
    let reading = measure::covers(scope, trial.hits_of(terms.index), (list, by), of, terms.widen);
    let members = trial.judge.audit.program.list(list).map(|list| list.members.as_slice()).unwrap_or_default();
    let size: u32 = members.iter().map(|(_, times)| times).sum();
    against(atom, reading, &Required::exactly(whole(i64::from(size))))
}

fn day(
    scope: &Scope<'_, '_>,
    hits: &crate::engine::hits::Hits,
    atom: &Atom,
    (which, selection): (Which, &Selection),
    terms: Terms<'_>,
) -> Judged {
    let reading = measure::day_of(scope, hits, which, selection, terms.widen);
    if terms.required.value.hi != Bound::Infinity {
        return against(atom, reading, terms.required);
    }
    // There may be no day to compare with: then nothing has come too late or too early for it.
    let past = reading.measured.past;
    let earlier = which == Which::First && matches!(atom.comparison, Comparison::Less | Comparison::AtMost);
    let known = |end: Bound| end.finite().is_some();
    let without = match (scope.is_open(), earlier && known(past.hi), earlier && known(past.lo)) {
        (false, _, _) | (true, true, _) => Status::Met,
        (true, false, false) => Status::Pending,
        (true, false, true) => Status::Undetermined,
    };
    let empty = reading.events == 0 || !scope.is_open();
    if terms.required.not_yet {
        let mut judged = against(atom, reading, terms.required);
        judged.result.status = without;
        judged.empty = empty;
        return judged;
    }
    let latest = terms.required.latest.unwrap_or(scope.judge.as_of());
    let last = Bound::Finite(whole(i64::from(latest.number())));
    let with = Required { value: Interval { hi: last, ..terms.required.value }, ..terms.required.clone() };
    let mut judged = against(atom, reading, &with);
    judged.result.required = terms.required.value;
    if judged.result.status != without {
        judged.result.status = Status::Undetermined;
        judged.result.shortfall = None;
    }
    judged
}

fn response(atom: &Atom, answered: Option<&Answered>) -> Judged {
    let status = answered.map_or(Status::Undetermined, |answered| answered.status);
    let (lo, hi) = match status {
        Status::Met => (1, 1),
        Status::Breached | Status::Pending => (0, 0),
        Status::Undetermined => (0, 1),
    };
    let owed = matches!(status, Status::Breached | Status::Pending);
    let reasons = answered.map(|answered| answered.reasons.clone()).unwrap_or_default();
    if let Some(members) = answered.and_then(|answered| answered.members.as_ref()) {
        let result = AtomResult {
            unit: atom.unit,
            measured: members.answered,
            required: members.all,
            status,
            shortfall: (owed && members.short > 0).then(|| whole(members.short)),
            missing: members.missing.clone(),
            at: None,
        };
        return Judged { result, empty: members.all == Interval::exactly(whole(0)), reasons };
    }
    Judged {
        result: AtomResult {
            unit: atom.unit,
            measured: Interval::new(whole(lo), whole(hi)),
            required: Interval::exactly(whole(1)),
            status,
            shortfall: owed.then(|| whole(1)),
            at: None,
            missing: Vec::new(),
        },
        empty: false,
        reasons: answered.map(|answered| answered.reasons.clone()).unwrap_or_default(),
    }
}

/// `each A has B within …`: every trigger in the window is answered, and every one that may still come.
fn has(
    trial: &Trial<'_, '_>,
    scope: &Scope<'_, '_>,
    atom: &Atom,
    (selection, response): (&Selection, &Response),
    index: usize,
) -> Judged {
    let hits = trial.hits_of(index);
    let live: Vec<_> = scope.live(hits, Widen::No).filter(|hit| hit.days != Days::ALL).copied().collect();
    let triggers = respond::triggers(scope.timeline, &live, &|hit| in_episodes(trial, hit));
    let answers = respond::answer(scope, response, &triggers);
    let mut reasons: Vec<Reason> = hits.undated.iter().filter_map(crate::engine::scope::doubt).collect();
    let missing = scope.missing(selection, crate::engine::coverage::Lag::Allowed);
    if !missing.days.is_empty() {
        reasons.extend(missing.reasons);
    }
    let rest = match (reasons.is_empty(), scope.is_open()) {
        (false, _) => Status::Undetermined,
        (true, true) => Status::Pending,
        (true, false) => Status::Met,
    };
    let status = answers.iter().fold(rest, |all, answer| and(all, answer.status));
    let number = |wanted: &[Status]| {
        whole(i64::try_from(answers.iter().filter(|answer| wanted.contains(&answer.status)).count()).unwrap_or(0))
    };
    let (lo, all) = (number(&[Status::Met]), whole(i64::try_from(answers.len()).unwrap_or(0)));
    let measured = Interval::new(lo, number(&[Status::Met, Status::Undetermined]));
    let required = if reasons.is_empty() { Interval::exactly(all) } else { Interval::new(all, Bound::Infinity) };
    reasons.extend(answers.iter().flat_map(|answer| answer.reasons.iter().cloned()));
    let owed = matches!(status, Status::Breached | Status::Pending);
    Judged {
        result: AtomResult {
            unit: atom.unit,
            measured,
            required,
            status,
            shortfall: (owed && all > lo).then(|| all - lo),
            at: None,
            missing: Vec::new(),
        },
        empty: answers.is_empty(),
        reasons,
    }
}

/// Whether an event is of an activity whose spans are taken as episodes.
pub fn in_episodes(trial: &Trial<'_, '_>, hit: &crate::engine::hits::Hit) -> bool {
    trial.judge.activity(hit.event.activity).is_some_and(|activity| activity.in_episodes)
}

/// `unreadable CLAUSE`: what it asks may hold or not, now and for ever.
fn unreadable(atom: &Atom, clause: ClauseId) -> Judged {
    Judged {
        result: AtomResult {
            unit: atom.unit,
            measured: Interval::new(whole(0), whole(1)),
            required: Interval::exactly(whole(1)),
            status: Status::Undetermined,
            shortfall: None,
            at: None,
            missing: Vec::new(),
        },
        empty: true,
        reasons: vec![Reason::Unreadable(clause)],
    }
}

/// `meets A, B`: every one of these rules that is not set aside is met for the case.
fn meets(trial: &Trial<'_, '_>, atom: &Atom, rules: &[RuleId]) -> Judged {
    let mut status = Status::Met;
    let mut empty = true;
    let (mut met, mut unknown, mut all) = (0_i64, 0_i64, 0_i64);
    let mut reasons = Vec::new();
    for rule in rules {
        // The worst of its cases is what counts.
        let Some(outcome) = trial.found_by(*rule).map(|finding| finding.outcome).min() else { continue };
        let mut owed = trial.found_by(*rule).flat_map(|finding| &finding.obligations);
        empty &=
            owed.all(|obligation| obligation.vacuous || obligation.outcome != Outcome::Met) && outcome == Outcome::Met;
        let one = match outcome {
            Outcome::Breached => Status::Breached,
            Outcome::Undetermined => Status::Undetermined,
            Outcome::AtRisk | Outcome::Pending => Status::Pending,
            Outcome::Met => Status::Met,
            Outcome::Waived | Outcome::Excused | Outcome::Exempt | Outcome::NotApplicable => {
                reasons.push(Reason::OtherRule(*rule, outcome));
                continue;
            }
        };
        all += 1;
        met += i64::from(one == Status::Met);
        unknown += i64::from(one == Status::Undetermined);
        if one != Status::Met {
            reasons.push(Reason::OtherRule(*rule, outcome));
        }
        status = and(status, one);
    }
    Judged {
        result: AtomResult {
            unit: atom.unit,
            measured: Interval::new(whole(met), whole(met + unknown)),
            required: Interval::exactly(whole(all)),
            status,
            // A rule that is pending is not short of anything: how many are not met is no shortfall.
            shortfall: None,
            at: None,
            missing: Vec::new(),
        },
        empty: all == 0 || empty,
        reasons,
    }
}

/// Whether a threshold is the atom's own figure, which a part window takes in proportion: not that of `some`, `no`,
/// `covers` and the like.
pub fn has_figure(atom: &Atom) -> bool {
    let scales = match &atom.measure {
        Measure::Total(..) | Measure::Count(_) | Measure::Distinct(..) => true,
        Measure::Share { .. }
        | Measure::LongestGap { .. }
        | Measure::Covers { .. }
        | Measure::First(_)
        | Measure::Last(_)
        | Measure::Responses(_)
        | Measure::FanOut { .. }
        | Measure::Has(..)
        | Measure::Meets(_)
        | Measure::Unreadable(_)
        | Measure::RollUp(_) => false,
    };
    scales && atom.threshold_span != atom.span
}

/// The day of a point for a single duty's due date: known, not yet, or not known and why.
pub enum When {
    /// That day.
    On(Day),
    /// A day between these two, and why it is not known.
    Between(Day, Day, Vec<Reason>),
    /// It has not come.
    NotYet,
    /// It will not come.
    Never,
    /// Nobody knows.
    Unknown(Vec<Reason>),
}

/// When a point is, for a duty that opens on a day.
pub fn when(scope: &Scope<'_, '_>, point: &Point, opens: Day) -> When {
    let required = threshold::point(scope, point, opens, Day::MAX);
    let day_of = |bound: Bound| Some(Day::from_number(i32::try_from(bound.finite()?.to_integer()).ok()?));
    let between = matches!(point.root(), Point::Clock(..));
    match (day_of(required.value.lo), day_of(required.value.hi)) {
        (Some(lo), Some(hi)) if lo == hi => When::On(lo),
        (Some(lo), Some(hi)) if between && lo > Day::MIN && hi < Day::MAX => When::Between(lo, hi, required.reasons),
        _ if required.never => When::Never,
        _ if required.not_yet => When::NotYet,
        _ => When::Unknown(required.reasons),
    }
}
