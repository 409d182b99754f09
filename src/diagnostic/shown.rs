//! A diagnostic as miette draws it: the lines around its labels, and what lies in other files in words.
//!
//! Takes only the lines that are shown, so that many problems in a large file cost no more than what is printed.

use std::fmt;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::diagnostic::render::harmless;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{SourceFile, SourceMap, Span};

/// How many lines are kept around the labels; more than are shown.
const AROUND: usize = 4;

/// A diagnostic with the lines around its labels.
#[derive(Debug)]
pub struct Shown<'d> {
    diagnostic: &'d Diagnostic,
    message: String,
    source: Option<Excerpt>,
    labels: Vec<LabeledSpan>,
    notes: Vec<String>,
}

impl<'d> Shown<'d> {
    /// A diagnostic, with the file of its first label; labels in other files are told in words.
    pub fn new(sources: &SourceMap, diagnostic: &'d Diagnostic) -> Shown<'d> {
        let home = diagnostic.labels.first().map(|label| label.span.file);
        let (here, elsewhere): (Vec<&Label>, Vec<&Label>) =
            diagnostic.labels.iter().partition(|label| Some(label.span.file) == home);
        let file = home.and_then(|file| sources.file(file)).filter(|file| !file.text.is_empty());
        let source = file.map(|file| Excerpt::new(file, here.iter().map(|label| label.span)));
        let labels = here.iter().enumerate().map(|(place, label)| {
            let (text, range) = (Some(harmless(&label.text)), offsets(label.span));
            let range = (range.0, range.1 - range.0);
            match place {
                0 => LabeledSpan::new_primary_with_span(text, range),
                _ => LabeledSpan::new_with_span(text, range),
            }
        });
        let note = |label: &&Label| {
            let at = sources.position(label.span);
            format!("{}:{}:{}: {}", sources.path(label.span).display(), at.line, at.column, harmless(&label.text))
        };
        let notes = diagnostic.help.iter().map(|help| harmless(help)).chain(elsewhere.iter().map(note));
        Shown {
            diagnostic,
            message: harmless(&diagnostic.message),
            source,
            labels: labels.collect(),
            notes: notes.collect(),
        }
    }
}

/// The start and end of a span.
fn offsets(span: Span) -> (usize, usize) {
    let start = usize::try_from(span.start).unwrap_or(usize::MAX);
    (start, usize::try_from(span.end).unwrap_or(usize::MAX).max(start))
}

/// Some lines of a file.
#[derive(Debug)]
struct Excerpt {
    name: String,
    text: String,
    /// Where the text begins in the file.
    start: usize,
    /// The line that it begins with, from 0.
    line: usize,
}

impl Excerpt {
    fn new(file: &SourceFile, spans: impl Iterator<Item = Span> + Clone) -> Excerpt {
        let bytes = file.text.as_bytes();
        let first = spans.clone().map(|span| offsets(span).0).min().unwrap_or(0).min(bytes.len());
        let last = spans.map(|span| offsets(span).1).max().unwrap_or(0).min(bytes.len());
        let line_ends = |bytes: &mut dyn Iterator<Item = (usize, &u8)>| {
            bytes.filter(|(_, byte)| **byte == b'\n').nth(AROUND).map(|(at, _)| at)
        };
        let start = line_ends(&mut bytes.iter().enumerate().take(first).rev()).map_or(0, |at| at + 1);
        let end = line_ends(&mut bytes.iter().enumerate().skip(last)).unwrap_or(bytes.len());
        let line = usize::try_from(file.position(start).line).unwrap_or(1).saturating_sub(1);
        let text = harmless(file.text.get(start..end).unwrap_or(""));
        Excerpt { name: file.path.display().to_string(), text, start, line }
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let start = span.offset().checked_sub(self.start).ok_or(MietteError::OutOfBounds)?;
        let inner = self.text.read_span(&(start, span.len()).into(), before, after)?;
        let whole = inner.span();
        let before = self.text.get(..whole.offset()).unwrap_or("");
        // In characters, as everywhere else in a report; the library counts bytes.
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            inner.data(),
            (whole.offset() + self.start, whole.len()).into(),
            inner.line() + self.line,
            column,
            inner.line_count(),
        )))
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.diagnostic.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Advice => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.notes.is_empty()).then(|| Box::new(self.notes.join("\n")) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.source.as_ref()?;
        Some(Box::new(self.labels.iter().cloned()))
    }
}
