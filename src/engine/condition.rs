//! Conditions on a case: whether they hold on a day, surely, perhaps, not yet, or not.
//!
//! The answer is a `Status`: met for yes, breached for no, pending where only the future can say, else undetermined.

use crate::engine::coverage::{Lag, Missing, missing};
use crate::engine::deadline::is_of_kind;
use crate::engine::filter::compare;
use crate::engine::hits::{Hit, Hits, Keep, Sureness};
use crate::engine::outcome::{EventRef, Reason, Status};
use crate::engine::scope::{Scope, Widen, doubt, is_live};
use crate::engine::status::{and, not, or};
use crate::engine::timeline::Attribute;
use crate::types::typed::{Comparison, Condition, DayUnit, Quantifier, Scope as Looks, Selection, Value, When};
use crate::value::{Day, Days, Truth, fold};

/// When a condition is tested.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    /// The day: events up to it count.
    pub on: Day,
    /// The day whose attributes count: when the duty opens.
    pub opens: Day,
    /// Who must prove it.
    pub burden: Burden,
    /// Whether the future may still make it true.
    pub future: Future,
}

/// Who must prove a condition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Burden {
    /// The claimant: with no row it does not hold.
    Claimant,
    /// Nobody: without records it is not known.
    Open,
    /// Nobody, whatever exemptions it names: under a `not`, a `no`, or where it raises what is owed, the want of a row
    /// would be a gain.
    Known,
}

/// Whether a condition may still come to hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Future {
    /// It may.
    MayCome,
    /// What is now is asked.
    NotAsked,
}

/// How a condition stands, and on what.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How it stands.
    pub status: Status,
    /// The event that shows it, where one does.
    pub shown_by: Option<EventRef>,
    /// Why it is not known.
    pub reasons: Vec<Reason>,
}

impl Answer {
    fn sure(status: Status) -> Answer {
        Answer { status, shown_by: None, reasons: Vec::new() }
    }

    fn unknown(reason: Reason) -> Answer {
        Answer { status: Status::Undetermined, shown_by: None, reasons: vec![reason] }
    }

    fn combine(self, other: Answer, by: fn(Status, Status) -> Status) -> Answer {
        let status = by(self.status, other.status);
        let of = |answer: &Answer| answer.shown_by.filter(|_| answer.status == status);
        let shown_by = of(&self).or_else(|| of(&other));
        let mut reasons = self.reasons;
        reasons.extend(other.reasons);
        Answer { status, shown_by, reasons }
    }
}

/// Tests a condition for an obligation's window.
pub fn test(scope: &Scope<'_, '_>, condition: &Condition, when: Test) -> Answer {
    match condition {
        Condition::Or(conditions) => conditions
            .iter()
            .map(|condition| test(scope, condition, when))
            .fold(Answer::sure(Status::Breached), |all, one| all.combine(one, or)),
        Condition::And(conditions) => conditions
            .iter()
            .map(|condition| test(scope, condition, when))
            .fold(Answer::sure(Status::Met), |all, one| all.combine(one, and)),
        // What is not shown is not shown to be otherwise either.
        Condition::Not(inner) => {
            let answer = test(scope, inner, Test { burden: Burden::Known, ..when });
            Answer { status: not(answer.status), ..answer }
        }
        Condition::Events(Quantifier::Some, selection, looks) => events(scope, (selection, *looks), when),
        Condition::Events(Quantifier::No, selection, looks) => {
            let answer = events(scope, (selection, *looks), Test { burden: Burden::Known, ..when });
            Answer { status: not(answer.status), ..answer }
        }
        Condition::CoversDays(selection, unit) => covers_days(scope, (selection, *unit), when),
        Condition::Attribute(name, comparison, value) => attribute(scope, (name, *comparison, value), when),
        Condition::Exemption(id) => match scope.judge.audit.program.exemption(*id) {
            Some(exemption) => {
                let shown = exemption.when.shown && when.burden != Burden::Known;
                let burden = if shown { Burden::Claimant } else { when.burden };
                holds(scope, &exemption.when, Test { burden, ..when })
            }
            None => Answer::unknown(Reason::Exemption(*id)),
        },
    }
}

/// Whether an exemption holds: its condition does, and nothing defeats it.
fn holds(scope: &Scope<'_, '_>, exemption: &When, when: Test) -> Answer {
    let answer = test(scope, &exemption.condition, when);
    exemption.unless.iter().fold(answer, |answer, unless| {
        // That nothing defeats it is no claim that the want of a row could show.
        let defeat = scope.judge.audit.program.grounds(unless).when;
        let defeat = holds(scope, defeat, Test { burden: Burden::Known, ..when });
        answer.combine(Answer { status: not(defeat.status), ..defeat }, and)
    })
}

/// The days on which a condition may change: those of the events it looks at.
pub fn change_days(scope: &Scope<'_, '_>, condition: &Condition, days: &mut Vec<Day>) {
    match condition {
        Condition::Or(conditions) | Condition::And(conditions) => {
            for condition in conditions {
                change_days(scope, condition, days);
            }
        }
        Condition::Not(inner) => change_days(scope, inner, days),
        Condition::Events(_, selection, _) | Condition::CoversDays(selection, _) => {
            days.extend(hits(scope, selection).dated.iter().map(|hit| hit.days.from));
        }
        Condition::Attribute(..) => {}
        Condition::Exemption(id) => {
            if let Some(exemption) = scope.judge.audit.program.exemption(*id) {
                change_days_of(scope, &exemption.when, days);
            }
        }
    }
}

/// Those of an exemption, and of what defeats it.
fn change_days_of(scope: &Scope<'_, '_>, when: &When, days: &mut Vec<Day>) {
    change_days(scope, &when.condition, days);
    for unless in &when.unless {
        change_days_of(scope, scope.judge.audit.program.grounds(unless).when, days);
    }
}

/// The events of a condition's selection for the scope's case.
fn hits(scope: &Scope<'_, '_>, selection: &Selection) -> Hits {
    Hits::collect(scope.judge, scope.timeline, &scope.rule.subject, selection, Keep::Live)
}

/// Whether there are such events.
fn events(scope: &Scope<'_, '_>, (selection, looks): (&Selection, Looks), when: Test) -> Answer {
    let window = match looks {
        Looks::UpToThen => Days::new(Day::MIN, when.on),
        Looks::Window => scope.days,
    };
    let until = Days::new(window.from, window.to.min(when.on).min(scope.judge.as_of()));
    let counts = |hit: &&Hit| {
        looks == Looks::UpToThen
            || (hit.days == Days::ALL && scope.may_hold_undated())
            || hit.days.intersect(scope.days).iter().any(|day| scope.counts_on(day))
    };
    let hits = hits(scope, selection);
    let live: Vec<&Hit> = hits
        .dated
        .iter()
        .filter(|hit| hit.days.from <= until.to && hit.days.overlaps(window))
        .chain(&hits.undated)
        .filter(|hit| is_live(hit.sureness, Widen::ByUnmatched))
        .filter(counts)
        .collect();
    let certain = live.iter().find(|hit| hit.sureness == Sureness::Certain);
    if let Some(hit) = certain {
        Answer { status: Status::Met, shown_by: Some(hit.event), reasons: Vec::new() }
    } else {
        // For an exemption a row that nobody could be matched to proves nothing; for its absence it is a doubt.
        let widened = |hit: &&&Hit| when.burden != Burden::Claimant || hit.sureness != Sureness::Unmatched;
        let mut reasons: Vec<Reason> = live.iter().filter(widened).filter_map(|hit| doubt(hit)).collect();
        if when.burden != Burden::Claimant {
            let lag = if when.future == Future::MayCome { Lag::Allowed } else { Lag::NotAllowed };
            let subject = (&scope.rule.subject, selection);
            let mut absent = missing(scope.judge, scope.timeline, subject, until, lag);
            if looks == Looks::Window {
                absent.days.retain(|days| days.iter().any(|day| scope.counts_on(day)));
            }
            if !absent.days.is_empty() {
                reasons.extend(absent.reasons);
            }
        }
        let open = when.future == Future::MayCome && window.to.min(scope.due.unwrap_or(Day::MAX)) > scope.judge.as_of();
        let status = match (reasons.is_empty(), open) {
            (false, _) => Status::Undetermined,
            (true, true) => Status::Pending,
            (true, false) => Status::Breached,
        };
        Answer { status, shown_by: None, reasons }
    }
}

/// Whether spans cover every day of a kind on which the case is active in the window; no such day: they do not.
///
/// A day that no calendar covers may be of the kind or not: it is tried both ways.
fn covers_days(scope: &Scope<'_, '_>, (selection, unit): (&Selection, DayUnit), when: Test) -> Answer {
    let hits = hits(scope, selection);
    let missing = match when.burden {
        Burden::Claimant => Missing::default(),
        Burden::Open | Burden::Known => scope.missing(selection, Lag::Allowed),
    };
    let (mut known, mut maybe): (Option<Answer>, Vec<Answer>) = (None, Vec::new());
    let mut uncovered = Vec::new();
    for day in scope.timeline.active_days(scope.days) {
        let kind = is_of_kind(scope.timeline, day, unit);
        if kind == Ok(false) {
            continue;
        }
        let one = day_covered(scope, (&hits, &missing), day, when.future);
        match kind {
            Ok(_) => known = Some(known.map_or(one.clone(), |all| all.combine(one, and))),
            Err(reason) => {
                maybe.push(one);
                uncovered.push(reason);
            }
        }
    }
    let none = Answer::sure(Status::Breached);
    // With no day known to be of the kind, any one of the others may be the only one, or none.
    let best = match &known {
        Some(known) => known.status,
        None => maybe.iter().map(|one| one.status).fold(Status::Breached, or),
    };
    let worst = maybe.iter().map(|one| one.status).fold(known.as_ref().map_or(Status::Breached, |all| all.status), and);
    let mut answer = maybe.into_iter().fold(known.unwrap_or(none), |all, one| all.combine(one, and));
    answer.status = worst;
    if best != worst {
        answer.status = Status::Undetermined;
        answer.reasons.extend(uncovered);
    }
    answer.reasons.sort();
    answer.reasons.dedup();
    answer
}

fn day_covered(scope: &Scope<'_, '_>, (hits, missing): (&Hits, &Missing), day: Day, future: Future) -> Answer {
    let run = Days::new(day, day);
    let mut reasons = Vec::new();
    for hit in hits.touching(run) {
        match hit.sureness {
            Sureness::Certain => {
                return Answer { status: Status::Met, shown_by: Some(hit.event), reasons: Vec::new() };
            }
            Sureness::Possible(_) => reasons.extend(doubt(hit)),
            Sureness::Unmatched | Sureness::Out(_) => {}
        }
    }
    if missing.days.iter().any(|days| days.contains(day)) {
        reasons.extend(missing.reasons.iter().cloned());
    }
    let status = if !reasons.is_empty() {
        Status::Undetermined
    } else if day > scope.judge.as_of() && future == Future::MayCome {
        Status::Pending
    } else {
        Status::Breached
    };
    Answer { status, shown_by: None, reasons }
}

/// Compares an attribute of the case, as it is when the duty opens.
fn attribute(scope: &Scope<'_, '_>, (name, comparison, value): (&str, Comparison, &Value), when: Test) -> Answer {
    let known = match value_of(scope, name, when.opens) {
        Ok(known) => known,
        Err(Reason::AttributeBlank(_)) if when.burden == Burden::Claimant => return Answer::sure(Status::Breached),
        Err(reason) => return Answer::unknown(reason),
    };
    let truth = match (known, value) {
        (Value::Text(text), Value::Text(other)) => {
            let equal = Truth::of(same_text(&text, other));
            if comparison == Comparison::NotEqual { equal.negate() } else { equal }
        }
        (Value::Number(number), Value::Number(other)) => compare(comparison, &number, other),
        _ => return Answer::unknown(Reason::AttributeBlank(name.to_owned())),
    };
    Answer::sure(if truth == Truth::Yes { Status::Met } else { Status::Breached })
}

/// The value of an attribute of the case on a day; `school` is the school's name. An error where the roster has none,
/// or where rows of one day differ.
pub fn value_of(scope: &Scope<'_, '_>, name: &str, day: Day) -> Result<Value, Reason> {
    let blank = || Reason::AttributeBlank(name.to_owned());
    let differs = || Reason::AttributeDiffers(name.to_owned(), day);
    let program = scope.judge.audit.program;
    let attributes = program.role(scope.rule.subject.role).map(|role| role.attributes.as_slice()).unwrap_or_default();
    if let Some(place) = attributes.iter().position(|field| field.name == name) {
        match scope.timeline.attribute(day, place) {
            Attribute::Is(value) => return Ok(value.clone()),
            Attribute::Differs => return Err(differs()),
            Attribute::Blank => {}
        }
    }
    if name != "school" {
        return Err(blank());
    }
    if scope.timeline.is_at_two_schools(day) {
        return Err(differs());
    }
    let school = scope.judge.audit.tables.roster.schools.get(scope.timeline.school(day).index());
    school.map(|school| Value::Text(school.name.clone())).ok_or_else(blank)
}

/// Whether two texts are the same but for case, space and dashes.
fn same_text(left: &str, right: &str) -> bool {
    fold(left) == fold(right)
}
