//! Diagnostics as a person reads them: each beside the text it is about, or one to a line.

use std::fmt::Write;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{SourceMap, Span};

/// Whether to colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colour {
    /// Plain text.
    Never,
    /// Terminal colours.
    Always,
}

/// The diagnostics by file, then by position.
pub fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| (diagnostic.labels.first().map(|label| label.span), diagnostic.code));
    sorted
}

/// One diagnostic on one line: `file:line:column: error[code] message`.
pub fn compact(sources: &SourceMap, diagnostic: &Diagnostic) -> String {
    let word = word(diagnostic.severity);
    match diagnostic.labels.first() {
        Some(label) => {
            let at = sources.position(label.span);
            let path = sources.path(label.span).display();
            format!("{path}:{}:{}: {word}[{}] {}", at.line, at.column, diagnostic.code, diagnostic.message)
        }
        None => format!("{word}[{}] {}", diagnostic.code, diagnostic.message),
    }
}

/// The word for a severity.
pub fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "advice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// All diagnostics beside the text that they are about.
#[cfg(feature = "cli")]
pub fn fancy(sources: &SourceMap, diagnostics: &[Diagnostic], colour: Colour, width: usize) -> String {
    use miette::{GraphicalReportHandler, GraphicalTheme};
    let theme = match colour {
        Colour::Never => GraphicalTheme::unicode_nocolor(),
        Colour::Always => GraphicalTheme::unicode(),
    };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(width).with_links(false);
    let mut text = String::new();
    for diagnostic in sorted(diagnostics) {
        let shown = Shown::new(sources, diagnostic);
        if handler.render_report(&mut text, &shown).is_err() {
            let _ = writeln!(text, "{}", compact(sources, diagnostic));
        }
        text.push('\n');
    }
    text
}

/// A diagnostic with the text of the file of its first label; labels in other files are told in words.
#[cfg(feature = "cli")]
#[derive(Debug)]
struct Shown<'d> {
    diagnostic: &'d Diagnostic,
    source: Option<miette::NamedSource<String>>,
    labels: Vec<miette::LabeledSpan>,
    elsewhere: Vec<String>,
}

#[cfg(feature = "cli")]
impl<'d> Shown<'d> {
    fn new(sources: &SourceMap, diagnostic: &'d Diagnostic) -> Shown<'d> {
        let first: Option<Span> = diagnostic.labels.first().map(|label| label.span);
        let file = first.and_then(|span| sources.file(span.file));
        let source = file
            .filter(|file| !file.text.is_empty())
            .map(|file| miette::NamedSource::new(file.path.display().to_string(), file.text.clone()));
        let (mut labels, mut elsewhere) = (Vec::new(), Vec::new());
        for (place, label) in diagnostic.labels.iter().enumerate() {
            let start = usize::try_from(label.span.start).unwrap_or(0);
            let length = usize::try_from(label.span.end).unwrap_or(0).saturating_sub(start);
            if Some(label.span.file) != first.map(|span| span.file) {
                let at = sources.position(label.span);
                let path = sources.path(label.span).display();
                elsewhere.push(format!("{path}:{}:{}: {}", at.line, at.column, label.text));
            } else if place == 0 {
                labels.push(miette::LabeledSpan::new_primary_with_span(Some(label.text.clone()), (start, length)));
            } else {
                labels.push(miette::LabeledSpan::new_with_span(Some(label.text.clone()), (start, length)));
            }
        }
        Shown { diagnostic, source, labels, elsewhere }
    }
}

#[cfg(feature = "cli")]
impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.diagnostic.message)
    }
}

#[cfg(feature = "cli")]
impl std::error::Error for Shown<'_> {}

#[cfg(feature = "cli")]
impl miette::Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(self.diagnostic.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Advice => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        let help = self.diagnostic.help.iter().cloned().chain(self.elsewhere.iter().cloned());
        let lines: Vec<String> = help.collect();
        (!lines.is_empty()).then(|| Box::new(lines.join("\n")) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.source.as_ref().map(|source| source as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = miette::LabeledSpan> + '_>> {
        self.source.as_ref()?;
        Some(Box::new(self.labels.iter().cloned()))
    }
}
