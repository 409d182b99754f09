//! What the audit of the whole hub must answer, as its README says of everything that is planted in it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::judged;

/// Every breach besides those of the ITT mentors' own rules, which `answers` holds: person, counterpart, rule.
const BREACHED: &str = include_str!("hub_breached.txt");

/// A finding in a line.
fn line(finding: &Value) -> String {
    let with = finding["counterpart"]["key"].as_str().map(|key| format!(" with {key}")).unwrap_or_default();
    format!("{}{with}: {}", finding["person"]["key"].as_str().unwrap(), finding["rule"].as_str().unwrap())
}

/// The findings of an outcome, of every policy but that of the ITT mentors.
fn of<'a>(audit: &'a Value, outcome: &str) -> BTreeSet<String> {
    let findings = audit["findings"].as_array().unwrap().iter();
    let own = |finding: &&'a Value| !finding["rule"].as_str().unwrap().starts_with("itt-mentor/");
    findings.filter(own).filter(|finding| finding["outcome"] == outcome).map(line).collect()
}

#[test]
fn these_are_breached_and_nothing_else_is() {
    let audit = judged("hub-2024-25");
    let found: Vec<String> = of(&audit, "breached").into_iter().collect();
    let expected: Vec<&str> = BREACHED.lines().collect();
    assert_eq!(found, expected);
}

#[test]
fn the_itt_mentors_are_judged_as_in_their_own_audit() {
    let outcomes = |audit: &Value| -> BTreeMap<String, Value> {
        let findings = audit["findings"].as_array().unwrap().iter();
        let own = findings.filter(|finding| finding["rule"].as_str().unwrap().starts_with("itt-mentor/"));
        own.map(|finding| (line(finding), finding["outcome"].clone())).collect()
    };
    assert_eq!(outcomes(&judged("hub-2024-25")), outcomes(&judged("itt-mentors-2024-25")));
}

/// What is undetermined for other reasons than that a clause's text is lost.
const OPEN: &str = include_str!("hub_open.txt");

#[test]
fn what_is_undetermined_is_a_lost_text_or_one_of_these() {
    let audit = judged("hub-2024-25");
    let all = of(&audit, "undetermined");
    let (lost, other): (Vec<String>, Vec<String>) =
        all.into_iter().partition(|line| line.ends_with("/monitoring-lost") || line.ends_with("/lost-item"));
    assert_eq!(lost.len(), 70);
    let expected: Vec<&str> = OPEN.lines().collect();
    assert_eq!(other, expected);
}
