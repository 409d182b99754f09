//! A finding drawn beside its rule's own text.

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Severity};

use super::super::view::{FindingView, ObligationView};
use super::page::{Ink, Look};
use crate::diagnostic::harmless;
use crate::engine::outcome::Outcome;
use crate::source::{SourceMap, Span};

/// A label beside a stretch of a rule file.
pub type Note = (Span, String);

/// A finding's rule with the measure labelled by what was measured and the threshold by what is short.
pub fn finding(
    finding: &FindingView,
    message: &str,
    shown: Option<&ObligationView>,
    sources: &SourceMap,
    look: Look,
) -> String {
    let severity = match finding.outcome {
        Outcome::Breached => Severity::Error,
        Outcome::Undetermined | Outcome::AtRisk => Severity::Warning,
        Outcome::Pending
        | Outcome::Waived
        | Outcome::Met
        | Outcome::Excused
        | Outcome::Exempt
        | Outcome::NotApplicable => Severity::Advice,
    };
    let head = format!("{}: {}", finding.outcome.word(), finding.title);
    let notes = shown.map_or_else(|| vec![(finding.require_span, String::new())], |one| notes(finding, one));
    let drawn = Snippet { severity, head: &head, message, notes: &notes };
    snippet(&drawn, sources, look)
}

/// The labels of an obligation: each measure that does not hold, or every measure where all do.
fn notes(finding: &FindingView, one: &ObligationView) -> Vec<Note> {
    let failing: Vec<_> = one.measures.iter().filter(|measure| measure.status != "met").collect();
    let shown = if failing.is_empty() { one.measures.iter().collect() } else { failing };
    let when = if finding.obligations.len() > 1 { format!(" ({})", one.window) } else { String::new() };
    let mut notes: Vec<Note> = Vec::new();
    for measure in shown {
        if measure.measure_span == measure.threshold_span || measure.threshold_span.holds(measure.measure_span) {
            notes.push((measure.threshold_span, format!("{}, {}{when}", measure.measured_text, measure.stands_text)));
        } else {
            notes.push((measure.measure_span, format!("{}{when}", measure.measured_text)));
            notes.push((measure.threshold_span, measure.stands_text.clone()));
        }
    }
    if notes.is_empty() {
        notes.push((finding.require_span, "not measured".to_owned()));
    }
    notes
}

/// What is drawn: a message beside stretches of one rule file.
#[derive(Clone, Debug)]
pub struct Snippet<'a> {
    /// How bad it is.
    pub severity: Severity,
    /// What stands above it.
    pub head: &'a str,
    /// The message.
    pub message: &'a str,
    /// The stretches, all of one file; the first is the primary one.
    pub notes: &'a [Note],
}

/// Draws a snippet.
pub fn snippet(snippet: &Snippet<'_>, sources: &SourceMap, look: Look) -> String {
    let mut diagnostic = MietteDiagnostic::new(harmless(snippet.message)).with_severity(snippet.severity);
    if !snippet.head.is_empty() {
        diagnostic = diagnostic.with_code(harmless(snippet.head));
    }
    let label = |(place, (span, text)): (usize, &Note)| {
        let (start, end) = (usize::try_from(span.start).unwrap_or(0), usize::try_from(span.end).unwrap_or(0));
        let text = (!text.is_empty()).then(|| harmless(text));
        let range = (start, end.saturating_sub(start));
        match place {
            0 => LabeledSpan::new_primary_with_span(text, range),
            _ => LabeledSpan::new_with_span(text, range),
        }
    };
    let file = snippet.notes.first().and_then(|(span, _)| sources.file(span.file)).filter(|file| !file.text.is_empty());
    let report = match file {
        Some(file) => {
            let diagnostic = diagnostic.with_labels(snippet.notes.iter().enumerate().map(label));
            miette::Report::new(diagnostic)
                .with_source_code(NamedSource::new(harmless(&file.path.display().to_string()), harmless(&file.text)))
        }
        None => miette::Report::new(diagnostic),
    };
    let theme = match look.ink {
        Ink::Colour => GraphicalTheme::unicode(),
        Ink::Plain => GraphicalTheme::unicode_nocolor(),
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_links(false)
        .with_context_lines(0)
        .without_syntax_highlighting();
    let mut text = String::new();
    match handler.render_report(&mut text, report.as_ref()) {
        Ok(()) => text,
        // Writing to a text fails only where the handler cannot find a span; the words still stand.
        Err(_) => harmless(&format!("{}\n  {}\n", snippet.head, snippet.message)),
    }
}
