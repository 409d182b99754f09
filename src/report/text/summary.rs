//! The summary: what was audited, rules by outcome, who needs action first, what is missing.

use std::collections::BTreeSet;

use super::super::view::{Action, AsOfFrom, Count, Report, RuleSummary};
use super::super::words;
use super::super::words::some;
use super::page::{Page, cut, left, right};
use crate::engine::outcome::Outcome;
use crate::types::typed::{Authority, Level};
use crate::value::Day;

/// How many people are named under `Who needs action first`; the rest are counted.
const PEOPLE: usize = 5;
/// How many missing things are named.
const MISSING: usize = 6;

/// Writes the summary.
pub fn write(page: &mut Page, report: &Report) {
    head(page, report);
    notices(page, report);
    table(page, report);
    action(page, report);
    missing(page, report);
}

/// The title, the date and the size of the cohort.
pub fn head(page: &mut Page, report: &Report) {
    let title = page.bold(&report.title);
    page.line(&title);
    let from = match report.as_of_from {
        AsOfFrom::Argument => "as asked",
        AsOfFrom::Manifest => "as the manifest says",
        AsOfFrom::Today => "today, since no date was given",
    };
    page.line(&format!("as of {} ({from})", words::long_day(report.as_of)));
    if let Some(day) = report.known_at {
        page.line(&format!("known at {}: what was recorded later is ignored", words::long_day(day)));
    }
    let cohort = &report.cohort;
    page.line(&format!(
        "{}, {}, {}; {}; {}",
        some(cohort.people, "person", "people"),
        some(cohort.cases, "case", "cases"),
        some(cohort.schools, "school", "schools"),
        some(report.rules.len(), "rule", "rules"),
        some(cohort.findings, "finding", "findings"),
    ));
    let asked = report.only.rules.iter().chain(&report.only.cases).map(String::as_str);
    let only: Vec<&str> = asked.chain(report.only.authorities.iter().copied()).collect();
    if !only.is_empty() {
        page.paragraph("", &format!("only what was asked for: {}", only.join(", ")));
    }
}

/// What is to be known of whole files before any result is believed.
fn notices(page: &mut Page, report: &Report) {
    if report.rows.notices.is_empty() {
        return;
    }
    page.gap();
    for notice in &report.rows.notices {
        page.paragraph("! ", &notice.text);
        page.paragraph("  → ", &notice.to_do);
    }
}

/// The table of rules by outcome.
fn table(page: &mut Page, report: &Report) {
    page.gap();
    let both = report.outcomes.iter().chain(&report.advice.outcomes);
    let outcomes: BTreeSet<Outcome> = both.map(|count| count.outcome).collect();
    let outcomes: Vec<Outcome> = outcomes.into_iter().collect();
    let longest = report.rules.iter().map(|rule| rule.name.chars().count()).max().unwrap_or(0).max("all rules".len());
    let room = |heads: &[&str]| page.look.width.saturating_sub(heads.iter().map(|head| head.len() + 2).sum());
    let full: Vec<&str> = outcomes.iter().map(|outcome| head_of(*outcome)).collect();
    let heads =
        if room(&full) >= longest { full } else { outcomes.iter().map(|outcome| short_head(*outcome)).collect() };
    let width = longest.min(room(&heads));
    let mut line = left("", width);
    for head in &heads {
        line.push_str("  ");
        line.push_str(head);
    }
    let line = page.faint(&line);
    page.line(&line);
    let row = |page: &mut Page, name: &str, counts: &[Count]| {
        let cells = cells(page, &outcomes, &heads, counts);
        page.line(&format!("{}{cells}", left(&cut(name, width), width)));
    };
    let (duties, advice): (Vec<&RuleSummary>, Vec<&RuleSummary>) =
        report.rules.iter().partition(|rule| rule.level == Level::Must.word());
    // Whose rules they are is said where they are not all one's.
    let mut authorities: Vec<&str> = duties.iter().map(|rule| rule.authority).collect();
    authorities.sort_by_key(|word| AUTHORITIES.iter().position(|one| one.word() == *word));
    authorities.dedup();
    for authority in &authorities {
        if authorities.len() > 1 {
            let head = page.faint(&format!("set by {}", set_by(authority)));
            page.line(&head);
        }
        for rule in duties.iter().filter(|rule| rule.authority == *authority) {
            row(page, &rule.name, &rule.outcomes);
        }
    }
    if duties.len() > 1 {
        row(page, "all rules", &report.outcomes);
    }
    if !advice.is_empty() {
        let head = page.faint("advice: rules that should be met, in no total");
        page.line(&head);
    }
    for rule in advice {
        row(page, &rule.name, &rule.outcomes);
    }
}

/// Every authority, the law first.
const AUTHORITIES: [Authority; 3] = [Authority::Statutory, Authority::Provider, Authority::Local];

/// Who sets rules of an authority.
pub fn set_by(authority: &str) -> &'static str {
    match authority {
        "statutory" => "the law",
        "local" => "the school or trust",
        _ => "the provider",
    }
}

fn cells(page: &Page, outcomes: &[Outcome], heads: &[&str], counts: &[Count]) -> String {
    let cell = |(outcome, head): (&Outcome, &&str)| {
        let number = counts.iter().find(|count| count.outcome == *outcome).map_or(0, |count| count.number);
        let width = head.chars().count() + 2;
        if number == 0 {
            page.faint(&right("·", width))
        } else {
            page.outcome(*outcome, &right(&number.to_string(), width))
        }
    };
    outcomes.iter().zip(heads).map(cell).collect()
}

fn head_of(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotApplicable => "n/a",
        other => other.word(),
    }
}

fn short_head(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Breached => "breach",
        Outcome::Undetermined => "undet.",
        Outcome::AtRisk => "risk",
        Outcome::Pending => "pend.",
        Outcome::Waived => "waived",
        Outcome::Met => "met",
        Outcome::Excused => "exc.",
        Outcome::Exempt => "exempt",
        Outcome::NotApplicable => "n/a",
    }
}

/// Who needs action first.
fn action(page: &mut Page, report: &Report) {
    if report.action.is_empty() {
        return;
    }
    page.heading("Who needs action first");
    for (place, one) in report.action.iter().take(PEOPLE).enumerate() {
        entry(page, place + 1, one, report.as_of);
    }
    if let Some(rest) = report.action.len().checked_sub(PEOPLE).filter(|rest| *rest > 0) {
        page.line(&format!("    and {} more below", some(rest, "person", "people")));
    }
}

fn entry(page: &mut Page, place: usize, one: &Action, as_of: Day) {
    let others = if one.others == 0 { String::new() } else { format!(" (and {} more)", one.others) };
    let outcome = page.outcome(one.outcome, one.outcome.word());
    let school = if one.schools.is_empty() { String::new() } else { format!(", {}", one.schools.join(", ")) };
    page.line(&format!(
        "{} {}{school}: {outcome}{others}",
        right(&format!("{place}."), 3),
        page.bold(&one.person.name)
    ));
    let due = one.due.map_or(String::new(), |due| {
        let word = if due <= as_of { "was due" } else { "due" };
        format!("; {word} {}", words::day(due))
    });
    page.paragraph("    ", &format!("{}: {}{due}", one.rule_title, one.headline));
    if let Some(to_do) = &one.to_do {
        page.paragraph("    → ", to_do);
    }
}

/// What would settle the undetermined findings.
fn missing(page: &mut Page, report: &Report) {
    let undetermined = report.outcomes.iter().find(|count| count.outcome == Outcome::Undetermined);
    let Some(undetermined) = undetermined.map(|count| count.number) else { return };
    page.heading(&match undetermined {
        1 => "What would settle the undetermined finding".to_owned(),
        several => format!("What would settle the {several} undetermined findings"),
    });
    for one in report.missing.iter().take(MISSING) {
        let findings = some(one.findings, "finding", "findings");
        page.paragraph("  → ", &format!("{} ({findings}: {})", one.text, one.rules.join(", ")));
    }
    if let Some(rest) = report.missing.len().checked_sub(MISSING).filter(|rest| *rest > 0) {
        page.line(&format!("    and {} more below", some(rest, "thing", "things")));
    }
}
