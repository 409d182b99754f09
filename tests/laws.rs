//! The laws of the engine, each on random rules and records.
//!
//! Each law counts how often its premise was reached, and fails where that is seldom.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, reason = "tests may panic")]

mod generator;

use std::collections::{BTreeMap, BTreeSet};

use assize::engine::outcome::{EventRef, Finding, Obligation, Outcome, Reason, WindowLabel};
use assize::engine::{Audit, Filter, evaluate};
use assize::proof::prove;
use assize::types::typed::{Atom, Comparison, Duty, Effect, Measure, Requirement, Rule, Trigger};
use assize::value::{Day, Days, Rational, Unit, whole};
use generator::{Case, Reached, judge, try_all};

/// One obligation of the rule `t`, told apart from the others by its key, with whatever a law asks about.
#[derive(Clone, PartialEq, Debug)]
struct Seen {
    /// The case and the window, or the trigger's line.
    key: String,
    obligation: Obligation,
    /// Everything but where it is written.
    told: String,
    /// The events of the proof, by their place in the records.
    rows: BTreeSet<usize>,
}

/// What the engine makes of a case: the obligations of rule `t`, the outcomes of its findings, and what is known of it.
struct Looked {
    seen: Vec<Seen>,
    findings: BTreeMap<String, Outcome>,
    rule: Rule,
    /// For each obligation, in the same order, a day of it up to as-of on which an event counts, where there is one.
    a_day: Vec<Option<Day>>,
    /// The names of the activities, by their ids.
    names: Vec<String>,
}

/// Whether the proofs are asked for too: they take longer than the verdicts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proofs {
    Asked,
    NotAsked,
}

/// Whether a rule is of a kind that the laws are not stated for: cases by an attribute, whose rows may be of several of
/// them, and what runs by a clock, whose days to come are known of a role that has an end.
fn is_beyond(case: &Case) -> bool {
    [" by each ", " of served", " of stayed"].iter().any(|words| case.rule.contains(words))
}

fn look(case: &Case) -> Looked {
    look_at(case, Proofs::NotAsked)
}

fn look_at(case: &Case, proofs: Proofs) -> Looked {
    let text = case.text();
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().position(|line| line.starts_with("scenario")).unwrap();
    let records = &case.records;
    let before = 3 + records.roster.len() + records.loaded.len() + records.params.len() + records.waivers.len();
    let mut looked = None;
    judge(&text, &mut |audit, findings| {
        let line = |event: EventRef| {
            let events = &audit.tables.events[event.activity.index()];
            usize::try_from(events.location[usize::try_from(event.place).unwrap()].row).unwrap() - 1
        };
        let mut seen = Vec::new();
        let mut all = BTreeMap::new();
        let mut a_day = Vec::new();
        let id = audit.program.rules.iter().position(|rule| rule.name == "t").unwrap();
        let rule = &audit.program.rules[id];
        for finding in findings.iter().filter(|finding| finding.rule.index() == id) {
            let name =
                |person: assize::records::table::PersonId| audit.tables.roster.people[person.index()].name.clone();
            let by = finding.case.key.map(|key| audit.tables.texts.text(key.value));
            let who = format!("{} {:?} {by:?}", name(finding.case.person), finding.case.counterpart.map(name));
            all.insert(who.clone(), finding.outcome);
            for (place, obligation) in finding.obligations.iter().enumerate() {
                let window = match &obligation.window.kind {
                    WindowLabel::Whole => "whole".to_owned(),
                    WindowLabel::Named(_) | WindowLabel::Milestone(_) => {
                        format!("{:?} {}", obligation.window.days, obligation.opens)
                    }
                    WindowLabel::Trigger(event) => lines[line(*event)].to_owned(),
                    WindowLabel::FurtherTriggers => "further".to_owned(),
                };
                let rows = match proofs {
                    Proofs::Asked => prove(audit, finding, place).rows.iter().map(|row| row.event).collect(),
                    Proofs::NotAsked => Vec::new(),
                };
                let mut lines_of: BTreeSet<usize> = rows.iter().map(|event| line(*event)).collect();
                lines_of.extend(repeats(audit, &rows));
                seen.push(Seen {
                    key: format!("{who} {window}"),
                    obligation: obligation.clone(),
                    told: told(obligation, &|event| lines[line(event)].to_owned()),
                    rows: lines_of.into_iter().map(|line| line - first - before).collect(),
                });
                a_day.push(a_day_of(audit, finding, rule, obligation));
            }
        }
        let names = audit.program.activities.iter().map(|activity| activity.name.clone()).collect();
        looked = Some(Looked { seen, findings: all, rule: rule.clone(), a_day, names });
    });
    looked.unwrap()
}

/// The lines of the rows that repeat some events.
fn repeats(audit: &Audit<'_>, events: &[EventRef]) -> Vec<usize> {
    let repeats =
        events.iter().filter_map(|event| audit.tables.events[event.activity.index()].repeats.get(&event.place));
    repeats.flatten().map(|location| usize::try_from(location.row).unwrap() - 1).collect()
}

/// A day on which an event counts for an obligation, not after as-of.
fn a_day_of(audit: &Audit<'_>, finding: &Finding, rule: &Rule, obligation: &Obligation) -> Option<Day> {
    let window = obligation.window.days;
    let mine = |day: &Day| {
        audit.tables.roster.rows.iter().any(|row| {
            row.role == finding.case.role
                && row.person == finding.case.person
                && (finding.case.counterpart.is_none() || row.counterpart == finding.case.counterpart)
                && row.days.contains(*day)
        })
    };
    let each = matches!(rule.duty, Duty::Each(_) | Duty::EachTerm(..) | Duty::InAny(_));
    let last = window.to.min(audit.as_of);
    Days::new(window.from.max(Day::from_number(738_000)), last).iter().find(|day| !each || mine(day))
}

/// An obligation without its places in the tables.
fn told(obligation: &Obligation, line: &dyn Fn(EventRef) -> String) -> String {
    let event = |reason: &Reason| match reason {
        Reason::Possible(event, doubt) => format!("{} {doubt:?}", line(*event)),
        Reason::Unmatched(event) | Reason::JointNotSaid(event) => line(*event),
        // Which of several rows of one day shows an exception depends on where they are written.
        Reason::ExceptionHolds(place, since, _) => format!("{place} {since}"),
        other => format!("{other:?}"),
    };
    let mut reasons: Vec<String> = obligation.reasons.iter().map(event).collect();
    reasons.sort();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {reasons:?}",
        obligation.window.days,
        obligation.opens,
        obligation.due,
        obligation.outcome,
        obligation.atoms,
        obligation.vacuous,
        obligation.cured_on
    )
}

fn count(reached: &mut Reached, what: &str) {
    *reached.entry(what.to_owned()).or_default() += 1;
}

/// Fails where a premise was reached less often than asked for.
#[track_caller]
fn at_least(reached: &Reached, what: &str, times: u32) {
    let found = reached.get(what).copied().unwrap_or_default();
    assert!(found >= times, "`{what}` was reached {found} times: {reached:?}");
}

/// The obligations that both have, by their keys; those whose key is not theirs alone are left out.
fn pairs<'l>(one: &'l Looked, other: &'l Looked) -> Vec<(&'l Seen, &'l Seen)> {
    let alone = |all: &'l Looked, key: &str| {
        let mut found = all.seen.iter().filter(|seen| seen.key == key);
        found.next().filter(|_| found.next().is_none())
    };
    one.seen.iter().filter_map(|seen| Some((alone(one, &seen.key)?, alone(other, &seen.key)?))).collect()
}

fn with_events(case: &Case, events: Vec<String>) -> Case {
    let mut case = case.clone();
    case.records.events = events;
    case
}

/// The rule's only atom, where the whole requirement is that one.
fn single(rule: &Rule) -> Option<&Atom> {
    match &rule.requirement {
        Requirement::Atom(index) => rule.atoms.get(*index),
        _ => None,
    }
}

#[test]
fn shortfall_is_exactly_what_is_missing() {
    let reached = try_all(2_000, &|case, reached| {
        let looked = look(case);
        let Some(atom) = single(&looked.rule).filter(|atom| atom.comparison == Comparison::AtLeast) else {
            return Ok(());
        };
        // Of windows that overlap what mends the one that is named need not mend another; and a row that does not say of
        // which of a person's cases it is is one of none for certain; nor need what moves a due date mend it.
        if matches!(looked.rule.duty, Duty::InAny(_)) || is_beyond(case) || case.rule.contains("the first contact") {
            return Ok(());
        }
        let (selection, total) = match &atom.measure {
            Measure::Total(_, selection, None) => (selection, true),
            Measure::Count(selection) => (selection, false),
            _ => return Ok(()),
        };
        // An event that may repeat another adds nothing; one of nobody or of the trainee has no length.
        let condition = ["visit in the window", "seen-by", "attested by"].iter().any(|text| case.rule.contains(text));
        let plain = !condition
            && ["meeting", "visit", "call"].contains(&looked.names[selection.activities[0].index()].as_str());
        for (seen, day) in looked.seen.iter().zip(&looked.a_day).filter(|_| plain) {
            let result = seen.obligation.atoms.first();
            let owed = matches!(seen.obligation.outcome, Outcome::Breached | Outcome::Pending | Outcome::AtRisk);
            let (Some(day), Some(short)) = (day, result.and_then(|result| result.shortfall).filter(|_| owed)) else {
                continue;
            };
            if !short.is_integer() || ["Una", "Bob"].iter().any(|other| seen.key.contains(other)) {
                continue;
            }
            let events = |amount: Rational| -> Vec<String> {
                let line = |length: i128| {
                    let name = &looked.names[selection.activities[0].index()];
                    format!("{name} {{ who: Amy; with: Tom; on: {day}; length: {length} minutes; kind: \"a\" }}")
                };
                if total {
                    vec![line(amount.to_integer())]
                } else {
                    (0..amount.to_integer()).map(|_| line(60)).collect()
                }
            };
            let length = if total { short } else { whole(60) };
            if !counts(case, length) {
                continue;
            }
            let with = |amount: Rational| {
                let more = case.records.events.iter().cloned().chain(events(amount)).collect();
                let other = look(&with_events(case, more));
                other.seen.into_iter().find(|other| other.key == seen.key).unwrap().obligation.outcome
            };
            count(reached, if total { "total" } else { "count" });
            if with(short) != Outcome::Met {
                return Err(format!("{short} more on {day} does not meet {}\n{}", seen.key, own(case)));
            }
            let less = short - whole(1);
            if counts(case, if total { less } else { whole(60) }) && with(less) == Outcome::Met {
                return Err(format!("{less} more on {day} meets {}\n{}", seen.key, own(case)));
            }
        }
        Ok(())
    });
    at_least(&reached, "total", 30);
    at_least(&reached, "count", 50);
}

/// Whether an event of kind a and this length satisfies the rule's condition.
fn counts(case: &Case, length: Rational) -> bool {
    let least = !case.rule.contains("length >= 1 hour") || length >= whole(60);
    let most = !case.rule.contains("length < 2 hours") || length < whole(120);
    least && most
}

fn own(case: &Case) -> String {
    format!("{}{}", case.rule, case.records.text())
}

#[test]
fn evidence_alone_gives_the_same_outcome() {
    let reached = try_all(1_500, &|case, reached| {
        // A trigger of no known day, with an answer that comes before it, is in the proof of no window.
        let back = ["before it", "up to it", "before or after it"].iter().any(|words| case.rule.contains(words));
        if back || is_beyond(case) {
            return Ok(());
        }
        let looked = look_at(case, Proofs::Asked);
        let mut tried: BTreeMap<BTreeSet<usize>, Looked> = BTreeMap::new();
        for seen in looked.seen.iter().filter(|seen| seen.rows.len() < case.records.events.len()) {
            let other = tried.entry(seen.rows.clone()).or_insert_with(|| {
                let events = case.records.events.iter().enumerate();
                let kept = events.filter(|(place, _)| seen.rows.contains(place)).map(|(_, line)| line.clone());
                look(&with_events(case, kept.collect()))
            });
            let mut same = other.seen.iter().filter(|other| other.key == seen.key);
            count(reached, seen.obligation.outcome.word());
            if !same.any(|other| other.obligation.outcome == seen.obligation.outcome) {
                let outcome = seen.obligation.outcome;
                return Err(format!("{outcome:?} of {} is not so by its rows alone\n{}", seen.key, own(case)));
            }
        }
        Ok(())
    });
    for outcome in ["met", "breached", "pending", "undetermined", "exempt", "excused"] {
        at_least(&reached, outcome, 5);
    }
}

/// Whether more events can only help a rule.
fn monotone(rule: &Rule) -> bool {
    fn of(requirement: &Requirement, rule: &Rule) -> bool {
        match requirement {
            Requirement::And(all) | Requirement::Or(all) => all.iter().all(|one| of(one, rule)),
            Requirement::Not(_) | Requirement::If(..) => false,
            Requirement::Atom(index) => {
                let atom = &rule.atoms[*index];
                let more = matches!(
                    atom.measure,
                    Measure::Total(..)
                        | Measure::Count(_)
                        | Measure::Distinct(..)
                        | Measure::Covers { .. }
                        | Measure::Responses(_)
                        | Measure::FanOut { .. }
                );
                more && matches!(atom.comparison, Comparison::AtLeast | Comparison::More)
            }
        }
    }
    of(&rule.requirement, rule)
}

/// Whether an event is of one of some activities.
fn is_of(line: &str, names: &[&str]) -> bool {
    names.iter().any(|name| line.starts_with(&format!("{name} ")))
}

#[test]
fn no_gain_from_loss() {
    let reached = try_all(2_000, &|case, reached| {
        let looked = look(case);
        // A row that a deadline or a condition looks at is more than a contribution.
        let also = ["raised", "the first ", "visit in the window"];
        if !monotone(&looked.rule) || also.iter().any(|also| case.rule.contains(also)) {
            return Ok(());
        }
        let trigger: &[&str] = match &looked.rule.duty {
            Duty::ForEach(Trigger::Milestone(..)) => &[],
            Duty::ForEach(Trigger::Events(of)) if of.activities.len() > 1 => &["meeting", "visit"],
            Duty::ForEach(_) if case.rule.contains("for each meeting") => &["meeting"],
            Duty::ForEach(_) => &["visit"],
            Duty::Once { .. } | Duty::Each(_) | Duty::EachTerm(..) | Duty::InAny(_) => &[],
        };
        for (place, line) in case.records.events.iter().enumerate() {
            if !is_of(line, &["meeting", "visit"]) || is_of(line, trigger) {
                continue;
            }
            let mut lost = vec![
                ("lost", None),
                ("doubtful", Some(format!("{}; status: unknown }}", line.trim_end_matches([' ', '}', ';'])))),
            ];
            if !line.contains("length: unknown") {
                let (head, tail) = line.split_once("length: ").unwrap();
                let rest = tail.split_once(';').unwrap().1;
                lost.push(("unreadable", Some(format!("{head}length: unknown;{rest}"))));
            }
            for (how, other) in lost {
                if other.as_ref().is_some_and(|other| other.matches("status:").count() > 1) {
                    continue;
                }
                let mut events = case.records.events.clone();
                match other {
                    Some(other) => events[place] = other,
                    None => drop(events.remove(place)),
                }
                let less = look(&with_events(case, events));
                for (before, after) in pairs(&looked, &less) {
                    count(reached, how);
                    if before.obligation.outcome != Outcome::Met && after.obligation.outcome == Outcome::Met {
                        return Err(format!("{how} `{line}` gains {}\n{}", before.key, own(case)));
                    }
                    if before.obligation.outcome == Outcome::Met && after.obligation.outcome != Outcome::Met {
                        count(reached, "loses");
                    }
                }
            }
        }
        Ok(())
    });
    for how in ["lost", "doubtful", "unreadable"] {
        at_least(&reached, how, 500);
    }
    at_least(&reached, "loses", 20);
}

#[test]
fn order_changes_nothing() {
    let reached = try_all(1_500, &|case, reached| {
        let looked = look(case);
        let mut other = case.clone();
        other.records.events.reverse();
        other.records.roster.reverse();
        other.records.loaded.reverse();
        let half = other.records.events.len() / 2;
        other.records.events.rotate_left(half);
        if other == *case {
            return Ok(());
        }
        count(reached, "permuted");
        let told = |looked: &Looked| {
            let mut told: Vec<String> = looked.seen.iter().map(|seen| format!("{} {}", seen.key, seen.told)).collect();
            told.sort();
            told
        };
        let permuted = look(&other);
        if looked.findings != permuted.findings || told(&looked) != told(&permuted) {
            return Err(format!("{:#?}\n{:#?}\n{}", told(&looked), told(&permuted), own(case)));
        }
        Ok(())
    });
    at_least(&reached, "permuted", 500);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let (one, many) = (pool(1), pool(8));
    let reached = try_all(500, &|case, reached| {
        let mut same = true;
        judge(&case.text(), &mut |audit, findings| {
            let by = |pool: &rayon::ThreadPool| pool.install(|| evaluate(audit, &Filter::default()));
            same = by(&one) == findings && by(&many) == findings;
            count(reached, if findings.len() > 2 { "several cases" } else { "one case" });
        });
        if same { Ok(()) } else { Err(own(case)) }
    });
    at_least(&reached, "several cases", 50);
}

#[test]
fn empty_records_prove_nothing() {
    let reached = try_all(1_500, &|case, reached| {
        if is_beyond(case) {
            return Ok(());
        }
        let mut bare = with_events(case, Vec::new());
        bare.records.loaded = vec!["not loaded r".to_owned(), "not loaded s".to_owned()];
        // What the roster and the calendar alone decide needs no records: a gap longer than the window, a day after it.
        let days = ["for the ", "for each start of", "for each end of", "for each change of"];
        let measures = ["if ", "meets base", "longest gap", "require first", "require last", "(first", "(last"];
        let decided = days.iter().chain(&measures);
        let decided = decided.clone().any(|words| case.rule.contains(words));
        for seen in look(&bare).seen.into_iter().filter(|_| !decided) {
            let tautology = seen.obligation.atoms.iter().any(|atom| trivial(&atom.required.lo));
            count(reached, if tautology { "trivial" } else { "not loaded" });
            if seen.obligation.outcome == Outcome::Met && !tautology {
                return Err(format!("{} is met by nothing\n{}", seen.key, own(&bare)));
            }
        }
        let mut silent = with_events(case, Vec::new());
        silent.records.loaded = Vec::new();
        let looked = look(&silent);
        for seen in &looked.seen {
            if seen.obligation.outcome != Outcome::Met {
                continue;
            }
            count(reached, "met");
            // That another rule is breached is something to go by.
            let by_breach = case.rule.contains("not ") && case.rule.contains("meets base");
            if !seen.obligation.vacuous && !by_breach {
                return Err(format!("{} is met by nothing and does not say so\n{}", seen.key, own(&silent)));
            }
            let minimum = single(&looked.rule).is_some_and(|atom| {
                atom.comparison == Comparison::AtLeast && atom.unit != Unit::Date && is_minimum(atom)
            });
            let judged = !seen.obligation.atoms.is_empty();
            if minimum && judged && seen.obligation.atoms.iter().all(|atom| !trivial(&atom.required.lo)) {
                return Err(format!("the minimum of {} is met by nothing\n{}", seen.key, own(&silent)));
            }
        }
        Ok(())
    });
    at_least(&reached, "not loaded", 1_000);
    at_least(&reached, "met", 300);
}

fn is_minimum(atom: &Atom) -> bool {
    matches!(atom.measure, Measure::Total(..) | Measure::Count(_) | Measure::Distinct(..) | Measure::Covers { .. })
}

/// Whether a minimum asks for nothing.
fn trivial(least: &assize::value::Bound) -> bool {
    least.finite().is_some_and(|least| least <= whole(0))
}

/// The ways in which more could be known of a case.
fn known_better(case: &Case) -> Vec<(&'static str, Case)> {
    let mut more = Vec::new();
    if !case.records.loaded.is_empty() {
        let mut other = case.clone();
        other.records.loaded = Vec::new();
        more.push(("coverage", other));
    }
    if !case.records.params.iter().any(|line| line.contains("unset")) && case.rule.contains("unset") {
        for value in [0, 1, 5] {
            let mut other = case.clone();
            other.records.params.push(format!("param unset = {value}"));
            more.push(("parameter", other));
        }
    }
    if !case.records.params.iter().any(|line| line.contains("soon")) && case.rule.contains("soon") {
        for value in [1, 4] {
            let mut other = case.clone();
            other.records.params.push(format!("param soon = {value} days"));
            more.push(("parameter", other));
        }
    }
    for (place, line) in case.records.events.iter().enumerate() {
        let mut fix = |what: &'static str, from: &str, to: &str| {
            if line.contains(from) {
                let mut other = case.clone();
                other.records.events[place] = line.replace(from, to);
                more.push((what, other));
            }
        };
        fix("length", "length: unknown", "length: 0 minutes");
        fix("length", "length: unknown", "length: 90 minutes");
        fix("field", "kind: unknown", "kind: \"a\"");
        fix("field", "kind: unknown", "kind: \"z\"");
        fix("status", "status: unknown", "status: held");
        fix("status", "status: unknown", "status: not held");
        for day in ["2024-08-30", "2024-09-16", "2024-10-28"] {
            if day <= case.records.as_of.as_str() {
                fix("date", " on: unknown", &format!(" on: {day}"));
            }
        }
    }
    more
}

#[test]
fn more_knowledge_never_swaps_met_and_breached() {
    let reached = try_all(1_500, &|case, reached| {
        let looked = look(case);
        for (what, better) in known_better(case) {
            let other = look(&better);
            for (before, after) in pairs(&looked, &other) {
                count(reached, what);
                let swapped = swaps(before.obligation.outcome, after.obligation.outcome);
                if swapped {
                    return Err(format!(
                        "{what}: {} {:?}, then {:?}\n{}\n{}",
                        before.key,
                        before.obligation,
                        after.obligation,
                        own(case),
                        own(&better)
                    ));
                }
                if before.obligation.outcome == Outcome::Undetermined
                    && after.obligation.outcome != Outcome::Undetermined
                {
                    count(reached, "settled");
                }
            }
            for (who, before) in &looked.findings {
                // A trigger that comes to light is another duty: what a case owes may be more than was known of.
                let more_owed = matches!(looked.rule.duty, Duty::ForEach(_));
                if !more_owed && other.findings.get(who).is_some_and(|after| swaps(*before, *after)) {
                    return Err(format!("{what}: the finding of {who}\n{}\n{}", own(case), own(&better)));
                }
            }
        }
        Ok(())
    });
    for what in ["coverage", "parameter", "length", "field", "status", "date", "settled"] {
        at_least(&reached, what, 50);
    }
}

fn swaps(before: Outcome, after: Outcome) -> bool {
    matches!((before, after), (Outcome::Met, Outcome::Breached) | (Outcome::Breached, Outcome::Met))
}

#[test]
fn a_later_audit_only_decides_what_was_open() {
    let reached = try_all(1_500, &|case, reached| {
        if is_beyond(case) {
            return Ok(());
        }
        // What was loaded up to a day is old news on a later one, and old news is ignorance: only full records are asked.
        let mut case = case.clone();
        case.records.loaded.retain(|line| line.starts_with("not"));
        let looked = look(&case);
        let raised =
            looked.rule.exceptions.iter().any(|one| matches!(one.effect, Effect::Raised(..) | Effect::Reduced(..)));
        for later in ["2024-09-16", "2024-10-14", "2024-11-11", "2025-01-07", "2025-03-01"] {
            if later <= case.records.as_of.as_str() || raised {
                continue;
            }
            let mut other = case.clone();
            other.records.as_of = later.to_owned();
            let other = look(&other);
            for (before, after) in pairs(&looked, &other) {
                let (was, is) = (before.obligation.outcome, after.obligation.outcome);
                count(reached, was.word());
                let decided = matches!(was, Outcome::Met | Outcome::Breached);
                let dropped = matches!(is, Outcome::Exempt | Outcome::Excused);
                if decided && is != was && (!dropped || looked.rule.exceptions.is_empty()) {
                    return Err(format!(
                        "{} was {was:?}, and on {later} {is:?}\n{:?}\n{}",
                        before.key,
                        after.obligation,
                        own(&case)
                    ));
                }
                // What a waiver covered on its due date no later end of it revives.
                let covered = was == Outcome::Waived
                    && before.obligation.due.is_some_and(|due| due.to_string() <= case.records.as_of);
                let revived = [Outcome::Breached, Outcome::Undetermined, Outcome::AtRisk, Outcome::Pending];
                if covered && revived.contains(&is) {
                    return Err(format!("{} was waived, and on {later} is {is:?}\n{}", before.key, own(&case)));
                }
                if covered {
                    count(reached, "covered");
                }
                if was == Outcome::Pending && is != was {
                    count(reached, "decided");
                }
            }
        }
        Ok(())
    });
    for outcome in ["met", "breached", "pending", "decided", "covered"] {
        at_least(&reached, outcome, 100);
    }
}
