//! A first look at a file's text, character by character: where declarations begin, how deep brackets go, and what
//! no grammar should have to trip over.

use std::ops::Range;

use crate::source::{FileId, Span};
use crate::syntax::DEEPEST;
use crate::syntax::error::SyntaxError;

/// What the first look found.
#[derive(Debug, Default)]
pub struct Scanned {
    /// Where each declaration lies, with what follows it up to the next.
    pub chunks: Vec<Range<usize>>,
    /// Problems that leave the rest readable.
    pub problems: Vec<SyntaxError>,
    /// A problem that does not.
    pub fatal: Option<SyntaxError>,
}

/// The words that begin a declaration.
pub const DECLARATIONS: [&str; 14] = [
    "policy",
    "clause",
    "role",
    "records",
    "activity",
    "group",
    "list",
    "table",
    "param",
    "calendar",
    "exemption",
    "rule",
    "scenario",
    "part",
];

/// Takes a first look at a text.
pub fn scan(file: FileId, text: &str) -> Scanned {
    let mut scanned = Scanned::default();
    let text_start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let (mut depth, mut starts, mut offset) = (0_usize, Vec::new(), text_start);
    for line in text.get(text_start..).unwrap_or("").split_inclusive('\n') {
        if begins_declaration(line) {
            // A declaration that begins at the start of a line ends the one before, whether that was closed or not.
            starts.push(offset);
            depth = 0;
        } else if starts.is_empty() && has_words(line) {
            starts.push(offset);
        }
        scan_line(Line { file, text: line, offset }, &mut depth, &mut scanned);
        if scanned.fatal.is_some() {
            return scanned;
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    scanned.chunks = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    scanned
}

/// Whether a line at the start of a declaration or before any has anything but space and a comment.
fn has_words(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with("--")
}

fn begins_declaration(line: &str) -> bool {
    DECLARATIONS.iter().any(|word| {
        line.strip_prefix(word).is_some_and(|rest| {
            let next = rest.chars().next();
            next.is_some_and(char::is_whitespace) && (*word != "part" || rest.trim_start().starts_with("of "))
        })
    })
}

#[derive(Clone, Copy)]
struct Line<'t> {
    file: FileId,
    text: &'t str,
    offset: usize,
}

impl Line<'_> {
    fn span(self, at: usize, length: usize) -> Span {
        Span::new(self.file, self.offset + at, self.offset + at + length)
    }
}

fn scan_line(line: Line<'_>, depth: &mut usize, scanned: &mut Scanned) {
    let mut opened: Option<usize> = None;
    let mut letters = line.text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match (opened, letter) {
            (Some(_), '\\') => {
                letters.next();
            }
            (Some(_), '"') => opened = None,
            (Some(_), _) => {}
            (None, '"') => opened = Some(at),
            (None, '-') if letters.peek().is_some_and(|(_, next)| *next == '-') => {
                return;
            }
            (None, '{' | '(') => {
                *depth += 1;
                if *depth > DEEPEST {
                    scanned.fatal = Some(SyntaxError::TooDeep { span: line.span(at, 1) });
                    return;
                }
            }
            (None, '}' | ')') => *depth = depth.saturating_sub(1),
            (None, '“' | '”' | '‘' | '’') => {
                scanned.problems.push(SyntaxError::SmartQuote { span: line.span(at, letter.len_utf8()) });
                return;
            }
            (None, '#') => {
                scanned.problems.push(SyntaxError::StrangeComment { span: line.span(at, 1) });
                return;
            }
            (None, '/') if letters.peek().is_some_and(|(_, next)| *next == '/') => {
                scanned.problems.push(SyntaxError::StrangeComment { span: line.span(at, 2) });
                return;
            }
            (None, _) => {}
        }
    }
    if let Some(at) = opened {
        scanned.problems.push(SyntaxError::OpenText { span: line.span(at, 1) });
    }
}
