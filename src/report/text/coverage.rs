//! The coverage of clauses as text: clauses, rules, what is missing, what is not set.

use std::collections::BTreeMap;

use super::super::coverage::{Coverage, PolicyCoverage, RuleCoverage, State, WANTED};
use super::page::{Look, Page, left, right};
use crate::engine::outcome::Outcome;

/// Writes the coverage.
pub fn render(coverage: &Coverage, look: Look) -> String {
    let mut page = Page::new(look);
    for policy in &coverage.policies {
        clauses(&mut page, policy, &coverage.rules);
    }
    rules(&mut page, &coverage.rules);
    missing(&mut page, coverage);
    not_set(&mut page, &coverage.rules);
    page.finish()
}

fn clauses(page: &mut Page, policy: &PolicyCoverage, rules: &[RuleCoverage]) {
    page.heading(&format!("Clauses of {}: {}", policy.name, policy.title));
    let width = policy.clauses.iter().map(|clause| clause.name.chars().count()).max().unwrap_or(0);
    for clause in &policy.clauses {
        let state = left(clause.state.word(), "covered".len());
        let state = match clause.state {
            State::Covered => page.outcome(Outcome::Met, &state),
            State::Partly => page.outcome(Outcome::AtRisk, &state),
            State::NoRule => page.outcome(Outcome::Breached, &state),
            State::Unreadable => page.outcome(Outcome::Undetermined, &state),
        };
        let names: Vec<&str> = clause.rules.iter().filter_map(|place| rules.get(*place)).map(short).collect();
        let text = match (&clause.unreadable, names.is_empty()) {
            (Some(why), true) => format!("its text is lost: {why}"),
            (Some(why), false) => format!("its text is lost: {why} ({})", names.join(", ")),
            (None, true) => clause.title.clone(),
            (None, false) => names.join(", "),
        };
        page.paragraph(&format!("  {}  {state}  ", left(&clause.name, width)), &text);
    }
}

fn rules(page: &mut Page, rules: &[RuleCoverage]) {
    page.gap();
    let width = rules.iter().map(|rule| short(rule).chars().count()).max().unwrap_or(0).max("rule".len());
    let heads = ["scenarios", "met", "breached", "undetermined", "exceptions"];
    let head: String = heads.iter().map(|head| format!("  {head}")).collect();
    let head = page.faint(&format!("{}{head}", left("rule", width)));
    page.line(&head);
    for rule in rules {
        let mut line = left(short(rule), width);
        let number = rule.scenarios.len();
        line.push_str(&right(&if number == 0 { "·".to_owned() } else { number.to_string() }, "scenarios".len() + 2));
        for (outcome, head) in WANTED.iter().zip(["met", "breached", "undetermined"]) {
            let mark = match rule.outcomes.contains(outcome) {
                true => "■",
                false if rule.reachable.contains(outcome) => "·",
                false => "-",
            };
            line.push_str(&right(mark, head.len() + 2));
        }
        let reached = rule.exceptions.iter().filter(|one| one.reached).count();
        let exceptions = match rule.exceptions.len() {
            0 => "-".to_owned(),
            all => format!("{reached} of {all}"),
        };
        line.push_str(&right(&exceptions, "exceptions".len() + 2));
        page.line(&line);
    }
}

fn missing(page: &mut Page, coverage: &Coverage) {
    let without = coverage.policies.iter().flat_map(|policy| &policy.clauses).filter(|one| one.state == State::NoRule);
    let mut lines: Vec<String> = without.map(|one| format!("{}: no rule cites it ({})", one.name, one.title)).collect();
    for rule in &coverage.rules {
        let missing = rule.missing();
        if !missing.is_empty() {
            lines.push(format!("{}: no scenario that passes reaches {}", short(rule), missing.join(", ")));
        }
    }
    match coverage.failing {
        0 => {}
        1 => lines.push("1 scenario fails: what it expects does not count".to_owned()),
        several => lines.push(format!("{several} scenarios fail: what they expect does not count")),
    }
    if lines.is_empty() {
        return;
    }
    page.heading("What is missing");
    for line in lines {
        page.paragraph("  ", &line);
    }
}

fn not_set(page: &mut Page, rules: &[RuleCoverage]) {
    let mut params: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rule in rules {
        for param in &rule.unset {
            params.entry(param).or_default().push(short(rule));
        }
    }
    if params.is_empty() {
        return;
    }
    page.heading("Parameters that the rule files leave unset: without them these rules are undetermined");
    for (param, rules) in params {
        page.paragraph("  ", &format!("{param}: {}", rules.join(", ")));
    }
}

/// A rule's name without its policy.
fn short(rule: &RuleCoverage) -> &str {
    rule.id.rsplit('/').next().unwrap_or(&rule.id)
}
