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
/// The most bytes that are kept; of longer lines only what is around the first label.
const LONGEST: usize = 4_000;

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
        let within = source.as_ref().map(Excerpt::range);
        let labels = here.iter().enumerate().filter_map(|(place, label)| {
            let (text, (start, end)) = (Some(harmless(&label.text)), offsets(label.span));
            let (first, last) = within.unwrap_or((start, end));
            // What was cut off cannot be pointed at.
            let range = (start, end.min(last).checked_sub(start).filter(|_| first <= start)?);
            Some(match place {
                0 => LabeledSpan::new_primary_with_span(text, range),
                _ => LabeledSpan::new_with_span(text, range),
            })
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
    /// How many characters of that line were cut off.
    cut: usize,
}

impl Excerpt {
    fn new(file: &SourceFile, mut spans: impl Iterator<Item = Span> + Clone) -> Excerpt {
        let bytes = file.text.as_bytes();
        let first = spans.clone().map(|span| offsets(span).0).min().unwrap_or(0).min(bytes.len());
        let last = spans.clone().map(|span| offsets(span).1).max().unwrap_or(0).min(bytes.len());
        let line_ends = |bytes: &mut dyn Iterator<Item = (usize, &u8)>| {
            bytes.filter(|(_, byte)| **byte == b'\n').nth(AROUND).map(|(at, _)| at)
        };
        let start = line_ends(&mut bytes.iter().enumerate().take(first).rev()).map_or(0, |at| at + 1);
        let end = line_ends(&mut bytes.iter().enumerate().skip(last)).unwrap_or(bytes.len());
        let (start, end) = if end - start <= LONGEST { (start, end) } else { around(&file.text, spans.next()) };
        let position = file.position(start);
        let line = usize::try_from(position.line).unwrap_or(1).saturating_sub(1);
        let cut = usize::try_from(position.column).unwrap_or(1).saturating_sub(1);
        let text = harmless(file.text.get(start..end).unwrap_or(""));
        Excerpt { name: file.path.display().to_string(), text, start, line, cut }
    }

    /// Where it begins and ends in the file.
    fn range(&self) -> (usize, usize) {
        (self.start, self.start + self.text.len())
    }
}

/// Some bytes around a label, between characters and on the label's own line as far as that is known.
fn around(text: &str, span: Option<Span>) -> (usize, usize) {
    let (from, to) = span.map_or((0, 0), offsets);
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = boundary(from.saturating_sub(60));
    let line = text.get(start..boundary(from)).and_then(|before| before.rfind('\n')).map_or(start, |at| start + at + 1);
    let end = boundary(to.min(from + 60) + 60);
    let last = text.get(boundary(from)..end).and_then(|after| after.find('\n')).map_or(end, |at| boundary(from) + at);
    (line, last.max(line))
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
        let cut = if before.contains('\n') { 0 } else { self.cut };
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + cut;
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
