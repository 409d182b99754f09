//! Diagnostics for machines: each with its places as bytes, as lines and columns, and as editors count them.

use serde::Serialize;

use crate::diagnostic::render::{sorted, word};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::{Position, SourceMap, Span};

/// A diagnostic.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    /// Its code, as `types/unit-mismatch`.
    pub code: &'static str,
    /// `advice`, `warning` or `error`.
    pub severity: &'static str,
    /// What is wrong, in one line.
    pub message: String,
    /// The one thing to do, where there is one.
    pub help: Option<String>,
    /// Where; the first is the primary one.
    pub labels: Vec<Place>,
}

/// A remark beside a stretch of a rule file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Place {
    /// The file's path.
    pub file: String,
    /// What is there.
    pub text: String,
    /// Its first character.
    pub start: Point,
    /// The place after its last character.
    pub end: Point,
}

/// A place in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Point {
    /// In bytes, from 0.
    pub offset: u32,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The column in UTF-16 code units, from 1.
    pub utf16_column: u32,
}

/// The diagnostics by file, then by position.
pub fn problems(sources: &SourceMap, diagnostics: &[Diagnostic]) -> Vec<Problem> {
    let problem = |diagnostic: &Diagnostic| Problem {
        code: diagnostic.code,
        severity: word(diagnostic.severity),
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
        labels: diagnostic.labels.iter().map(|label| place(sources, label)).collect(),
    };
    sorted(diagnostics).into_iter().map(problem).collect()
}

fn place(sources: &SourceMap, label: &Label) -> Place {
    let span = label.span;
    Place {
        file: sources.path(span).display().to_string(),
        text: label.text.clone(),
        start: point(span.start, sources.position(span)),
        end: point(span.end, sources.position(Span { start: span.end, ..span })),
    }
}

fn point(offset: u32, position: Position) -> Point {
    Point { offset, line: position.line, column: position.column, utf16_column: position.utf16_column }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may panic")]

    use super::*;

    #[test]
    fn places_are_counted_in_bytes_characters_and_as_editors_do() {
        let mut sources = SourceMap::default();
        let file = sources.add("a.assize", "x\n𝄞é y\n");
        let problem = Diagnostic::error("a/b", "bad", Span::new(file, 9, 10), "here").help("mend it");
        let json = serde_json::to_value(problems(&sources, &[problem])).unwrap();
        let expected = serde_json::json!([{
            "code": "a/b", "severity": "error", "message": "bad", "help": "mend it",
            "labels": [{
                "file": "a.assize", "text": "here",
                "start": { "offset": 9, "line": 2, "column": 4, "utf16_column": 5 },
                "end": { "offset": 10, "line": 2, "column": 5, "utf16_column": 6 },
            }],
        }]);
        assert_eq!(json, expected);
    }
}
