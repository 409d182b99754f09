//! The findings: breaches and what is at risk by person, then what is undetermined by what is missing.

use super::super::finding::{ATTENTION, decisive};
use super::super::view::{FindingView, ObligationView, Report};
use super::super::words::some;
use super::blocks;
use super::evidence::{self, Much};
use super::page::Page;
use crate::engine::outcome::Outcome;
use crate::source::SourceMap;

/// How many people are named where the same thing is missing for several.
const NAMES: usize = 8;

/// Writes every finding that asks for somebody's attention.
pub fn write(page: &mut Page, report: &Report, sources: &SourceMap) {
    some_of(page, &report.findings, (sources, &report.again));
    let attention = |one: &FindingView| ATTENTION.contains(&one.outcome);
    if report.advice.findings.iter().any(attention) {
        page.heading("Advice: what should be, and need not, is in no number above");
        some_of(page, &report.advice.findings, (sources, &report.again));
    }
}

/// Those of some findings that ask for attention.
fn some_of(page: &mut Page, findings: &[FindingView], (sources, again): (&SourceMap, &[String])) {
    let attention = |one: &&FindingView| matches!(one.outcome, Outcome::Breached | Outcome::AtRisk);
    for of_person in findings.chunk_by(|a, b| a.person == b.person) {
        let urgent: Vec<&FindingView> = of_person.iter().filter(attention).collect();
        let Some(first) = urgent.first() else { continue };
        person(page, first);
        for finding in urgent {
            page.gap();
            one(page, finding, (sources, again));
        }
    }
    undetermined(page, findings, (sources, again));
}

/// A person's heading: a rule across the page.
fn person(page: &mut Page, finding: &FindingView) {
    page.gap();
    let school = if finding.schools.is_empty() { String::new() } else { format!(", {}", finding.schools.join(", ")) };
    let name = format!("{} ({}){school}", finding.person.name, finding.person.key);
    let rest = page.look.width.saturating_sub(name.chars().count() + 4);
    let heading = page.bold(&format!("━━ {name} {}", "━".repeat(rest)));
    page.line(&heading);
}

/// One finding: the rule's own text, the evidence of the obligations that decide it, the repair, the remedy.
fn one(page: &mut Page, finding: &FindingView, (sources, again): (&SourceMap, &[String])) {
    let places = decisive(finding.outcome, &finding.obligations.iter().map(|one| one.outcome).collect::<Vec<_>>());
    let ordered: Vec<&ObligationView> = places.iter().filter_map(|place| finding.obligations.get(*place)).collect();
    let with = finding.counterpart.as_ref().map_or(String::new(), |other| format!("with {}: ", other.name));
    let key = finding.key.as_ref().map_or(String::new(), |key| format!("{} {}: ", key.by, key.value));
    let message = format!("{with}{key}{}", finding.headline);
    let block = blocks::finding(finding, &message, ordered.first().copied(), sources, page.look);
    page.block(&block);
    for reason in &finding.reasons {
        page.paragraph("  because ", &reason.text);
    }
    let shown = page.look.obligations.min(ordered.len());
    for obligation in ordered.iter().take(shown) {
        evidence::write(page, obligation, Much::Bounded);
    }
    let rest: Vec<&ObligationView> = ordered.into_iter().skip(shown).collect();
    if let Some(line) = evidence::left_out(&rest, &finding.noun) {
        page.line(&format!("  {line}"));
    }
    if let Some(remedy) = &finding.remedy {
        page.paragraph("  remedy: ", remedy);
    }
    page.line(&page.faint(&format!("  {}", whole_proof(finding, again))));
}

/// The command that shows the whole proof.
fn whole_proof(finding: &FindingView, again: &[String]) -> String {
    let mut command =
        format!("whole proof: assize explain --case {} --rule {}", quoted(&finding.person.key), finding.rule);
    for word in again {
        command.push(' ');
        command.push_str(&quoted(word));
    }
    command
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.@/".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Undetermined findings of one rule that wait for the same things, once.
fn undetermined(page: &mut Page, findings: &[FindingView], (sources, again): (&SourceMap, &[String])) {
    let open: Vec<&FindingView> = findings.iter().filter(|finding| finding.outcome == Outcome::Undetermined).collect();
    if open.is_empty() {
        return;
    }
    page.heading(&format!(
        "{} because something is missing",
        some(open.len(), "finding is undetermined", "findings are undetermined")
    ));
    let mut groups: Vec<(Key<'_>, Vec<&FindingView>)> = Vec::new();
    for finding in open {
        let key = key(finding);
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, group)) => group.push(finding),
            None => groups.push((key, vec![finding])),
        }
    }
    for (_, group) in &groups {
        let Some(first) = group.first() else { continue };
        page.gap();
        missing(page, first, group, (sources, again));
    }
}

/// A rule, and what its finding waits for.
type Key<'a> = (&'a str, Vec<(&'static str, &'a str)>);

fn key(finding: &FindingView) -> Key<'_> {
    let mut subjects: Vec<_> = finding.missing.iter().map(|one| (one.kind, one.subject.as_str())).collect();
    subjects.sort();
    (&finding.rule, subjects)
}

/// One rule, the people for whom it is undetermined, and what to do about it.
fn missing(page: &mut Page, first: &FindingView, group: &[&FindingView], (sources, again): (&SourceMap, &[String])) {
    let outcomes: Vec<Outcome> = first.obligations.iter().map(|one| one.outcome).collect();
    let shown = decisive(first.outcome, &outcomes).first().and_then(|place| first.obligations.get(*place));
    let block = blocks::finding(first, &first.headline, shown, sources, page.look);
    page.block(&block);
    let mut names: Vec<String> = group.iter().take(NAMES).map(|finding| who(finding)).collect();
    if let Some(rest) = group.len().checked_sub(NAMES).filter(|rest| *rest > 0) {
        names.push(format!("and {rest} more"));
    }
    page.paragraph("  for ", &format!("{}: {}", some(group.len(), "case", "cases"), names.join(", ")));
    for one in &first.missing {
        page.paragraph("  → ", &one.text);
    }
    page.line(&page.faint(&format!("  {}", whole_proof(first, again))));
}

fn who(finding: &FindingView) -> String {
    let who = match &finding.counterpart {
        Some(other) => format!("{} with {}", finding.person.name, other.name),
        None => finding.person.name.clone(),
    };
    finding.key.as_ref().map_or(who.clone(), |key| format!("{who} ({} {})", key.by, key.value))
}
