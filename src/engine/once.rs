//! A rule with a single obligation: `over`, `by`, `before`, `within … of`, or nothing said.

use crate::engine::atom::{When, when};
use crate::engine::clock;
use crate::engine::decide::{decide, decide_by};
use crate::engine::due::{self, Base, Dues};
use crate::engine::judge::Judge;
use crate::engine::outcome::{Case, Obligation, Outcome, Reason, Window, WindowLabel};
use crate::engine::people;
use crate::engine::scope::Clip;
use crate::engine::spec::{Basis, Spec};
use crate::engine::subject;
use crate::engine::threshold::Required;
use crate::engine::trial::Trial;
use crate::types::typed::{Due, Duty, Point, RuleId};
use crate::value::{Bound, Day, Days, Interval, whole};

/// When the single duty of a rule runs for a case.
enum Placed {
    /// It is due on a day, or by the end of its window.
    Due(Box<Spec>, Vec<Reason>),
    /// It is due between two days: the window up to the latest.
    Between(Box<Spec>, Dues),
    /// What its due date counts from has not come; whether it still may.
    NotYet(Box<Spec>, bool),
    /// It cannot be said, and why.
    Unknown(Box<Spec>),
}

/// The obligation of a rule for one case; none where the case is never active in the rule's window.
pub fn obligation(trial: &Trial<'_, '_>, over: Option<Days>, due: Option<&Due>) -> Option<Obligation> {
    let mut obligation = match placed(trial, over, due)? {
        Placed::Unknown(spec) => decide(trial, &spec, &[]),
        Placed::Due(spec, notes) => {
            let mut obligation = judged(trial, &spec);
            obligation.reasons.extend(notes);
            obligation
        }
        Placed::Between(spec, dues) => between(trial, &spec, dues),
        Placed::NotYet(spec, open) => not_yet(trial, &spec, open),
    };
    if let Some(Due::By(point) | Due::Before(point) | Due::Within(_, point)) = due
        && let Point::Clock(id, term) = point.root()
        && let Some(reading) = clock::of_case(trial.judge, *id, trial.timeline.case)
    {
        let terms = trial.judge.audit.program.clock(*id).map_or(0, |clock| clock.terms);
        obligation.reasons.extend(reading.told(term.unwrap_or(terms)));
    }
    Some(obligation)
}

fn placed(trial: &Trial<'_, '_>, over: Option<Days>, due: Option<&Due>) -> Option<Placed> {
    let active = trial.timeline.active;
    let in_force = trial.rule.in_force;
    let window = window(trial, over, due);
    let inside = trial.timeline.active_days(window.intersect(in_force)).next();
    if over.is_some() && inside.is_none() {
        return None;
    }
    // Nothing is owed in a gap: a duty opens on a day on which the case is active.
    let opens = inside.unwrap_or_else(|| window.from.max(active.from).max(in_force.from));
    let whole = Spec {
        label: WindowLabel::Whole,
        days: window,
        // With neither a period nor a deadline the case's own days are what is meant.
        clip: if over.is_none() && due.is_none() { Clip::Active } else { Clip::Literal },
        opens,
        due: None,
        basis: over.map_or(Basis::Whole, |_| Basis::Period(window, trial.timeline.calendar(opens))),
        weighed: window,
        skipped: Vec::new(),
        problem: Vec::new(),
    };
    // Where the rule is judged when it is repealed, the window ends then, and is a part of the whole one.
    let cut = trial.rule.cut.unwrap_or(Day::MAX);
    let upto = |days: Days| Days::new(days.from, days.to.min(cut));
    let whole = Spec { days: upto(whole.days), weighed: upto(whole.weighed), ..whole };
    let latest = window.to.min(active.to).min(cut);
    match due {
        None if latest == Day::MAX => {
            Some(Placed::Unknown(Box::new(Spec { problem: vec![Reason::NoDueDate], ..whole })))
        }
        None => Some(Placed::Due(Box::new(Spec { due: Some(latest), ..whole }), Vec::new())),
        Some(line) => at_point(trial, whole, over, line),
    }
}

/// Where events count, before the due date limits it.
fn window(trial: &Trial<'_, '_>, over: Option<Days>, due: Option<&Due>) -> Days {
    let (active, in_force) = (trial.timeline.active, trial.rule.in_force);
    let clip = |days: Days| {
        let from = if days.from == Day::MIN { in_force.from } else { days.from };
        let to = if days.to == Day::MAX { in_force.to } else { days.to };
        Days::new(if from == Day::MIN { active.from } else { from }, to)
    };
    match (over, due) {
        (Some(over), _) => clip(over),
        (None, Some(_)) => clip(Days::ALL),
        (None, None) => {
            let days = active.intersect(in_force);
            trial.timeline.active_days(days).next().map_or(days, |first| Days::new(first, days.to))
        }
    }
}

/// Places a single duty that is due on a day that depends on a point; none where it would be due before it could open.
fn at_point(trial: &Trial<'_, '_>, whole: Spec, over: Option<Days>, line: &Due) -> Option<Placed> {
    let scope = whole.scope(trial);
    let (Due::By(point) | Due::Before(point) | Due::Within(_, point)) = line;
    let unknown = |mut problem: Vec<Reason>| {
        if problem.is_empty() {
            problem.push(Reason::NoPoint);
        }
        Placed::Unknown(Box::new(Spec { problem, ..whole.clone() }))
    };
    let (day, last, doubts) = match when(&scope, point, whole.opens) {
        // What the date counts from came before the rule did: the duty is none of this rule's.
        When::On(day) | When::Between(_, day, _) if day < trial.rule.in_force.from => return None,
        When::On(day) => (day, day, Vec::new()),
        When::Between(first, last, doubts) => (first, last, doubts),
        When::Never => return None,
        When::Unknown(reasons) => return Some(unknown(reasons)),
        When::NotYet => {
            let last = whole.days.to.min(trial.timeline.active.to);
            // What another rule asks may still be made good after the role.
            let open = last > trial.judge.as_of() || matches!(point.root(), Point::Met(_));
            // A clock that runs on beyond the period ends after it: the period's end is what it is due by.
            if let (Some(_), false, Point::Clock(..)) = (over, open, point.root()) {
                return Some(Placed::Due(Box::new(Spec { due: Some(last), ..whole }), Vec::new()));
            }
            return Some(Placed::NotYet(Box::new(whole), open));
        }
    };
    let from = match line {
        Due::Within(..) if over.is_none() => day,
        Due::By(_) | Due::Before(_) | Due::Within(..) => whole.days.from,
    };
    let base = |day: Day| match line {
        Due::By(_) => Base::On(day),
        Due::Before(_) => Base::On(day.previous()),
        Due::Within(limit, _) => Base::Within(limit, day),
    };
    let opens = whole.opens.max(from);
    let dues = due::dues(&scope, base(day), opens).and_then(|dues| {
        let late = if last == day { dues.clone() } else { due::dues(&scope, base(last), opens)? };
        let all = dues.doubts.into_iter().chain(doubts).chain(late.doubts);
        Ok(Dues { latest: late.latest, doubts: all.collect(), notes: late.notes, ..dues })
    });
    let dues = match dues {
        Ok(dues) => dues,
        Err(reason) => return Some(unknown(vec![reason])),
    };
    // Where events count only in a period, nothing can be added after it.
    let within = |due: Day| if over.is_some() { due.min(whole.days.to) } else { due };
    let (earliest, due) = (within(dues.earliest), within(dues.latest));
    let days = Days::new(from, whole.days.to.max(due));
    // A date before the case's first day binds it to nothing; a day before the role may be meant.
    let early = point.is_set() && due < whole.opens;
    if due < from || due < trial.rule.in_force.from || early {
        return None;
    }
    let opens = whole.opens.max(from).min(earliest.max(from));
    let weighed = if over.is_some() { whole.weighed } else { Days::new(from, due) };
    let spec = Box::new(Spec { days, opens, due: Some(due), weighed, ..whole });
    Some(if earliest == due {
        Placed::Due(spec, dues.notes)
    } else {
        Placed::Between(spec, Dues { earliest: earliest.max(from), latest: due, ..dues })
    })
}

/// A duty whose due date counts from what has not come.
fn not_yet(trial: &Trial<'_, '_>, whole: &Spec, open: bool) -> Obligation {
    let none_yet = (if open { Outcome::Pending } else { Outcome::Met }, vec![Reason::NoPoint]);
    let (outcome, reasons) = subject::set_aside(trial, whole.opens).unwrap_or(none_yet);
    Obligation {
        window: Window { kind: WindowLabel::Whole, days: whole.days },
        version: None,
        opens: whole.opens,
        due: None,
        outcome,
        atoms: Vec::new(),
        vacuous: outcome == Outcome::Met,
        cured_on: None,
        part: None,
        reasons,
    }
}

/// Judges an obligation that is due between two days: what every day that it may be due agrees on.
fn between(trial: &Trial<'_, '_>, spec: &Spec, dues: Dues) -> Obligation {
    let as_of = trial.judge.as_of();
    let at = |due: Day| judged(trial, &Spec { due: Some(due), ..spec.clone() });
    let outcome = |one: &Obligation| if one.outcome == Outcome::AtRisk { Outcome::Pending } else { one.outcome };
    let mut obligation = at(dues.latest);
    // The days to come are all alike: each leaves the duty open.
    let past = Days::new(dues.earliest, dues.latest.previous().min(as_of.next()));
    let differ = past.iter().any(|due| outcome(&at(due)) != outcome(&obligation));
    obligation.outcome = outcome(&obligation);
    obligation.due = None;
    if differ {
        obligation.outcome = Outcome::Undetermined;
        obligation.vacuous = false;
        obligation.cured_on = None;
    }
    let told = if differ { dues.doubts } else { vec![Reason::DueBetween(dues.earliest, dues.latest)] };
    obligation.reasons.extend(dues.notes.into_iter().chain(told));
    obligation
}

/// Judges an obligation at its due date, and looks for the day on which what was owed came late.
fn judged(trial: &Trial<'_, '_>, spec: &Spec) -> Obligation {
    let due = spec.due.unwrap_or(spec.days.to);
    let at_due = at_due(spec);
    let mut obligation = decide(trial, &at_due, &[]);
    if obligation.outcome == Outcome::Breached {
        obligation.cured_on = cure(trial, &at_due, due);
    }
    obligation
}

/// The window up to the due date.
fn at_due(spec: &Spec) -> Spec {
    let due = spec.due.unwrap_or(spec.days.to);
    Spec { days: Days::new(spec.days.from, spec.days.to.min(due)), ..spec.clone() }
}

/// How an obligation that is owed by one window stands by what happened up to a day.
fn by_day(trial: &Trial<'_, '_>, spec: &Spec, day: Day) -> Obligation {
    let late = Spec { days: Days::new(spec.days.from, day), due: Some(day), ..spec.clone() };
    decide_by(trial, spec, &late)
}

/// The first day after the due date by which the requirement holds.
fn cure(trial: &Trial<'_, '_>, spec: &Spec, due: Day) -> Option<Day> {
    let as_of = trial.judge.as_of();
    let mut days: Vec<Day> = trial
        .hits
        .iter()
        .flat_map(|hits| &hits.dated)
        .map(|hit| hit.days.from)
        .filter(|day| *day > due && *day <= as_of)
        .collect();
    days.sort();
    days.dedup();
    // What is missing only comes in, so the first such day can be found by halving.
    let first = days.partition_point(|day| by_day(trial, spec, *day).outcome != Outcome::Met);
    days.get(first).copied()
}

/// The day on which a case met a rule with a single duty: in time or late.
pub fn met_on(judge: Judge<'_>, case: Case, id: RuleId) -> Required {
    let none = |never: bool| Required {
        value: Interval::new(Bound::Infinity, Bound::Infinity),
        reasons: Vec::new(),
        not_yet: true,
        never,
        latest: None,
    };
    let Some(trial) = people::trial_of(judge, case, id) else { return none(true) };
    let Duty::Once { over, due } = &trial.rule.duty else { return none(true) };
    let spec = match placed(&trial, *over, due.as_ref()) {
        None => return none(true),
        Some(Placed::NotYet(_, open)) => return none(!open),
        Some(Placed::Due(spec, _) | Placed::Between(spec, _) | Placed::Unknown(spec)) => at_due(&spec),
    };
    let as_of = judge.as_of();
    if spec.days.from > as_of {
        return none(false);
    }
    let last = by_day(&trial, &spec, as_of);
    if matches!(last.outcome, Outcome::Exempt | Outcome::Excused | Outcome::NotApplicable) {
        return none(true);
    }
    let days: Vec<Day> = Days::new(spec.days.from, as_of).iter().collect();
    let first = |before: &dyn Fn(Outcome) -> bool| {
        days.get(days.partition_point(|day| before(by_day(&trial, &spec, *day).outcome))).copied()
    };
    let earliest = first(&|outcome| outcome == Outcome::Breached);
    let surely = first(&|outcome| outcome != Outcome::Met);
    // Why it may have been met on the earliest day, and need not have been.
    let doubted = earliest.filter(|_| earliest != surely);
    let reasons = doubted.map(|day| by_day(&trial, &spec, day).reasons).unwrap_or_default();
    let bound = |day: Option<Day>| day.map_or(Bound::Infinity, |day| Bound::Finite(whole(i64::from(day.number()))));
    let (lo, hi) = (bound(earliest), bound(surely));
    Required { value: Interval { lo, hi }, reasons, not_yet: lo == Bound::Infinity, never: false, latest: Some(as_of) }
}
