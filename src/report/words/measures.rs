//! What was measured and what is short, in the few words that stand beside the rule's own text.

use num_traits::Zero;

use super::amounts::Scale;
use super::names::Names;
use super::repairs::members_in_words;
use crate::engine::outcome::{AtomResult, Status};
use crate::source::Span;
use crate::types::typed::{
    Atom, Comparison, Counts, Duty, Measure, Requirement, Response, Rule, Threshold, WindowKind,
};
use crate::value::{Bound, Interval, Unit, whole};

/// The scale on which an atom's amounts are said: in minutes where the rule says minutes.
pub fn scale(atom: &Atom, names: Names<'_>) -> Scale {
    let written = match atom.threshold {
        Threshold::Fixed(_) => names.text(atom.threshold_span),
        Threshold::Param(id) => names.program.param(id).map_or(String::new(), |param| names.text(param.span)),
        Threshold::Table(id) => names.program.table(id).map_or(String::new(), |table| names.text(table.span)),
        Threshold::Point(_) | Threshold::All => String::new(),
    };
    Scale::written(atom.unit, &written)
}

/// What was measured: `measured 60 minutes`, `7 of 9 matched`, `no answer in time`.
pub fn measured(atom: &Atom, result: &AtomResult, names: Names<'_>) -> String {
    let amount = scale(atom, names).interval(result.measured);
    let of_all = |done: &str| match result.required.known() {
        Some(all) => format!("{amount} of {} {done}", Scale::of(Unit::Count).amount(all)),
        None => format!("{amount} {done}"),
    };
    match &atom.measure {
        Measure::Total(..) | Measure::Count(_) | Measure::Distinct(..) | Measure::Share { .. } => {
            format!("measured {amount}")
        }
        Measure::LongestGap { .. } => format!("longest gap {amount}"),
        Measure::Covers { .. } => of_all("matched"),
        Measure::Has(..) | Measure::FanOut { .. } => of_all("answered in time"),
        Measure::RollUp(_) if atom.unit == Unit::Share => format!("{amount} meet it"),
        Measure::Meets(_) | Measure::RollUp(_) => of_all("met"),
        Measure::Unreadable(_) => "what it asks is not known".to_owned(),
        Measure::First(_) => dated("first", result.measured, &amount),
        Measure::Last(_) => dated("last", result.measured, &amount),
        Measure::Responses(response) if looks_back(response) => match result.measured.known() {
            Some(none) if none.is_zero() => "none in time".to_owned(),
            Some(_) => "one in time".to_owned(),
            None => "whether there was one in time is not known".to_owned(),
        },
        Measure::Responses(_) => match result.measured.known() {
            Some(none) if none.is_zero() => "no answer in time".to_owned(),
            Some(_) => "answered in time".to_owned(),
            None => "an answer in time is not known".to_owned(),
        },
    }
}

/// What is required: `90 minutes`, `at most 15 days`, `all 9`.
pub fn required(atom: &Atom, result: &AtomResult, names: Names<'_>) -> String {
    let amount = scale(atom, names).interval(result.required);
    let known = result.required.lo.finite().is_some_and(|lo| !lo.is_zero()) || result.required.hi.finite().is_some();
    match (&atom.measure, atom.comparison) {
        (_, _) if !known => amount,
        (Measure::Responses(response), _) if looks_back(response) => "one in time".to_owned(),
        (Measure::Responses(_), _) => "an answer in time".to_owned(),
        (Measure::Unreadable(_), _) => "what the lost text asks".to_owned(),
        (Measure::Covers { .. } | Measure::FanOut { .. } | Measure::Has(..) | Measure::Meets(_), _) => {
            format!("all {amount}")
        }
        (Measure::RollUp(_), _) if atom.threshold == Threshold::All => format!("all {amount}"),
        (Measure::First(_) | Measure::Last(_), Comparison::Less) => format!("before {amount}"),
        (Measure::First(_) | Measure::Last(_), Comparison::AtMost) => format!("by {amount}"),
        (Measure::First(_) | Measure::Last(_), Comparison::More) => format!("after {amount}"),
        (Measure::First(_) | Measure::Last(_), Comparison::AtLeast) => format!("from {amount} on"),
        (_, Comparison::AtLeast) => format!("at least {amount}"),
        (_, Comparison::More) => format!("more than {amount}"),
        (_, Comparison::AtMost) => format!("at most {amount}"),
        (_, Comparison::Less) => format!("less than {amount}"),
        (_, Comparison::Equal) => format!("exactly {amount}"),
        (_, Comparison::NotEqual) => format!("not {amount}"),
    }
}

/// Whether what is asked for may come before what asks for it: then it is no answer.
fn looks_back(response: &Response) -> bool {
    matches!(response.within.counts, Counts::Before | Counts::UpTo | Counts::Around)
}

/// Whether an atom stands under `not`, so that its rule asks that it does not hold.
fn is_denied(atom: &Atom, names: Names<'_>) -> bool {
    let own = |rule: &&Rule| rule.atoms.iter().any(|other| other.span == atom.span);
    names.program.rules.iter().find(own).is_some_and(|rule| denies(&rule.requirement, rule, atom.span))
}

/// Whether a requirement holds where the atom written at a place does not.
fn denies(requirement: &Requirement, rule: &Rule, atom: Span) -> bool {
    match requirement {
        Requirement::Or(all) | Requirement::And(all) => all.iter().any(|one| denies(one, rule, atom)),
        Requirement::If(_, then) => denies(then, rule, atom),
        Requirement::Not(inner) => holds(inner, rule, atom) && !denies(inner, rule, atom),
        Requirement::Atom(_) => false,
    }
}

/// Whether the atom written at a place is part of a requirement.
fn holds(requirement: &Requirement, rule: &Rule, atom: Span) -> bool {
    match requirement {
        Requirement::Or(all) | Requirement::And(all) => all.iter().any(|one| holds(one, rule, atom)),
        Requirement::If(_, inner) | Requirement::Not(inner) => holds(inner, rule, atom),
        Requirement::Atom(place) => rule.atoms.get(*place).is_some_and(|one| one.span == atom),
    }
}

/// How the atom stands, and which members of its list are missing: `1 short: "Feedback"`.
pub fn short(atom: &Atom, result: &AtomResult, names: Names<'_>) -> String {
    let verdict = verdict(atom, result, names);
    if result.missing.is_empty() || result.status == Status::Met || is_denied(atom, names) {
        return verdict;
    }
    format!("{verdict}: {}", members_in_words(&result.missing))
}

/// How the atom stands beside what its line says: `30 minutes short`, or `72 minutes here: 12 minutes short`.
pub fn stands(atom: &Atom, result: &AtomResult, names: Names<'_>) -> String {
    let verdict = verdict(atom, result, names);
    match here(atom, result, names) {
        Some(here) => format!("{here} here: {verdict}"),
        None => verdict,
    }
}

/// How the atom stands against what is required: `30 minutes short`, `2 over the limit`, `holds`.
fn verdict(atom: &Atom, result: &AtomResult, names: Names<'_>) -> String {
    let amount = result.shortfall.map(|amount| scale(atom, names).difference(amount));
    match (result.status, amount) {
        (Status::Met, _) if is_denied(atom, names) => "holds, and must not".to_owned(),
        (Status::Breached, _) if is_denied(atom, names) => "does not hold, as required".to_owned(),
        (Status::Pending, _) if is_denied(atom, names) => "still open".to_owned(),
        (Status::Met, _) => "holds".to_owned(),
        (Status::Undetermined, _) => "nobody knows whether this holds".to_owned(),
        (Status::Pending, Some(_)) if asks_for_one(atom, result) => "none yet".to_owned(),
        (Status::Breached, Some(_)) if asks_for_one(atom, result) => "none in time".to_owned(),
        (Status::Pending, Some(amount)) if is_minimum(atom.comparison) => format!("{amount} still owed"),
        (Status::Pending, _) => "still open".to_owned(),
        (Status::Breached, _) if matches!(atom.measure, Measure::Responses(_)) => "does not hold".to_owned(),
        (Status::Breached, Some(_)) if matches!(atom.measure, Measure::Meets(_)) => "does not hold".to_owned(),
        (Status::Breached, Some(amount)) if is_minimum(atom.comparison) => format!("{amount} short"),
        (Status::Breached, Some(amount)) if atom.comparison == Comparison::Equal => format!("{amount} off"),
        (Status::Breached, Some(amount)) => format!("{amount} over the limit"),
        // The next event, on the next day at the soonest, comes too late.
        (Status::Breached, None) if matches!(atom.measure, Measure::LongestGap { .. }) => {
            "nothing that may still come is soon enough".to_owned()
        }
        (Status::Breached, None) => "does not hold".to_owned(),
    }
}

/// Measured, required and how it stands, for a list: `60 of 90 minutes, 30 minutes short`.
pub fn in_one_line(atom: &Atom, result: &AtomResult, names: Names<'_>) -> String {
    let short = short(atom, result, names);
    let not = if is_denied(atom, names) { "not " } else { "" };
    format!("{}, required {not}{}: {short}", measured(atom, result, names), required(atom, result, names))
}

/// What one obligation of a rule is called when they are counted: `week`, `half-term`, `time`.
pub fn times(rule: &Rule, number: usize) -> String {
    let noun = match &rule.duty {
        Duty::Once { .. } | Duty::InAny(_) => "duty",
        Duty::ForEach(_) => "time",
        Duty::EachTerm(..) => "term",
        Duty::Each(kind) => match kind {
            WindowKind::Day | WindowKind::SchoolDay => "day",
            WindowKind::Week | WindowKind::TeachingWeek | WindowKind::OpenWeek => "week",
            WindowKind::Weeks { .. } => "window",
            WindowKind::HalfTerm => "half-term",
            WindowKind::Term => "term",
            WindowKind::Month => "month",
            WindowKind::Year => "year",
            WindowKind::Placement => "placement",
        },
    };
    match (number, noun) {
        (1, _) => noun.to_owned(),
        (_, "duty") => "duties".to_owned(),
        (_, _) => format!("{noun}s"),
    }
}

/// What is required here, where it is not what the rule's line says: in proportion, reduced, from a parameter.
fn here(atom: &Atom, result: &AtomResult, names: Names<'_>) -> Option<String> {
    let written = match atom.threshold {
        Threshold::Fixed(limit) => Some(limit),
        Threshold::Param(_) | Threshold::Table(_) | Threshold::Point(_) => None,
        Threshold::All => return None,
    };
    let required = result.required;
    let said = written.is_some_and(|limit| required == Interval::exactly(limit));
    let nothing_known = required.lo.finite().is_none_or(|lo| lo.is_zero()) && required.hi.finite().is_none();
    (!said && !nothing_known).then(|| scale(atom, names).interval(required))
}

fn dated(which: &str, interval: Interval, amount: &str) -> String {
    match (interval.known(), interval.lo) {
        (Some(_), _) => format!("{which} on {amount}"),
        (None, Bound::Infinity) => "there is none".to_owned(),
        (None, _) if interval.hi == Bound::MinusInfinity => "there is none".to_owned(),
        (None, _) => format!("{which}: {amount}"),
    }
}

/// Whether it asks for one event, in words and not by a figure: `some A`, `attested by ROLE in A`.
fn asks_for_one(atom: &Atom, result: &AtomResult) -> bool {
    let in_words = atom.threshold_span == atom.span && matches!(atom.measure, Measure::Count(_));
    in_words && is_minimum(atom.comparison) && result.required == Interval::exactly(whole(1))
}

fn is_minimum(comparison: Comparison) -> bool {
    matches!(comparison, Comparison::AtLeast | Comparison::More)
}
