//! The whole proof of one finding: the rule, its clauses, every obligation with every row, the weeks at a glance.

use super::super::view::{FindingView, ObligationView, Report};
use super::super::words;
use super::evidence::{self, Much};
use super::page::{Look, Page};
use super::{strip, summary};
use crate::engine::outcome::Outcome;
use crate::source::SourceMap;
use crate::types::typed::Level;
use crate::value::Day;

/// The whole proof of every finding of a report that proves everything.
pub fn explain(report: &Report, sources: &SourceMap, look: Look) -> String {
    let mut page = Page::new(look);
    summary::head(&mut page, report);
    for finding in report.findings.iter().chain(&report.advice.findings) {
        one(&mut page, finding, report.as_of, sources);
    }
    page.finish()
}

fn one(page: &mut Page, finding: &FindingView, as_of: Day, sources: &SourceMap) {
    let who = match &finding.counterpart {
        Some(other) => format!("{} ({}) with {} ({})", finding.person.name, finding.person.key, other.name, other.key),
        None => format!("{} ({})", finding.person.name, finding.person.key),
    };
    let key = finding.key.as_ref().map_or(String::new(), |key| format!(" ({} {})", key.by, key.value));
    page.heading(&format!("{who}{key}, {}", finding.schools.join(", ")));
    let outcome = page.outcome(finding.outcome, finding.outcome.word());
    page.paragraph("", &format!("{}: {outcome}, {}", finding.title, finding.headline));
    for clause in &finding.clauses {
        let page_of = clause.page.map_or(String::new(), |number| format!(" (page {number} of the source)"));
        page.paragraph("  clause ", &format!("{}: {}{page_of}", clause.name, clause.title));
    }
    let binding = if finding.level == Level::Should.word() { ", as advice: it should be met" } else { "" };
    page.paragraph("  ", &format!("set by {}{binding}", summary::set_by(finding.authority)));
    for reason in &finding.reasons {
        page.paragraph("  because ", &reason.text);
    }
    rule_text(page, finding, sources);
    strip::write(page, &finding.weeks);
    let (future, begun): (Vec<&ObligationView>, Vec<&ObligationView>) =
        finding.obligations.iter().partition(|one| one.opens > as_of && one.outcome == Outcome::Pending);
    let (deciding, rest): (Vec<&ObligationView>, Vec<&ObligationView>) =
        begun.into_iter().partition(|one| one.outcome == finding.outcome);
    // A breach tells its story first; what is all alike needs no such order.
    let apart = !deciding.is_empty() && !rest.is_empty();
    if finding.obligations.is_empty() {
        page.heading("Every obligation (0)");
        page.line("  nothing is owed");
    }
    for (title, some) in [(if apart { "What decides" } else { "Every obligation" }, deciding), ("The rest", rest)] {
        if some.is_empty() {
            continue;
        }
        page.heading(&format!("{title} ({})", some.len()));
        for obligation in some {
            evidence::write(page, obligation, Much::All);
        }
    }
    if !future.is_empty() {
        page.heading(&format!("Not begun ({})", future.len()));
    }
    // What has not begun is all alike: one stands for it.
    match future.as_slice() {
        [] => {}
        [only] => evidence::write(page, only, Much::All),
        [first, .., last] => {
            evidence::write(page, first, Much::All);
            let rest = future.len() - 1;
            page.line(&format!("  and {rest} more {} not begun, up to {}: pending", finding.noun, words::day(last.to)));
        }
    }
    if let Some(remedy) = &finding.remedy {
        page.paragraph("  remedy: ", remedy);
    }
}

/// The rule as it is written, with its lines' numbers.
fn rule_text(page: &mut Page, finding: &FindingView, sources: &SourceMap) {
    let first = sources.position(finding.span).line;
    page.gap();
    let path = sources.path(finding.span).display();
    page.line(&page.faint(&format!("  {path}:{first}")));
    for (number, line) in (first..).zip(sources.text(finding.span).lines()) {
        page.line(&format!("  {number:>4} │ {line}"));
    }
}
