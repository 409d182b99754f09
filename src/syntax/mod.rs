//! From text to a tree: never fails, gives what it could read and every problem.
//!
//! Takes one file's text; knows nothing of names or types. Slips of the pen are told and made harmless first
//! (`neutral`), then the text is cut into declarations (`scan`), so that each is read, and each error found, apart from
//! the others; inside a declaration a line that cannot be read is blanked out and the rest read again (`recover`).

pub mod ast;
mod build;
mod describe;
mod error;
mod grammar;
mod lex;
mod lost;
mod neutral;
mod recover;
mod scan;
mod slips;
#[cfg(test)]
mod tests;
mod words;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use ast::{File, Name};
use build::Declaration;
use error::SyntaxError;
use scan::Chunk;

/// A file larger than this is not read: 4 MiB.
pub const LARGEST_FILE: usize = 4 * 1024 * 1024;

/// What is nested deeper than this is not read.
pub const DEEPEST: usize = 64;

/// No more problems than this are told of one file.
pub const MOST_PROBLEMS: usize = 1_000;

/// What could be read of a file, and every problem in it.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// What could be read.
    pub file: File,
    /// Every problem, by position.
    pub problems: Vec<Diagnostic>,
    /// The stretches of text that could not be read whole: that something is missing in them says nothing.
    pub incomplete: Vec<Span>,
}

/// Parses a file's text. Never fails, whatever the text.
pub fn parse(file: FileId, text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    if text.len() > LARGEST_FILE {
        let span = Span::new(file, 0, 0);
        parsed.problems.push(SyntaxError::FileTooLarge { size: text.len(), span }.diagnostic());
        return parsed;
    }
    let (text, slips) = neutral::neutral(file, text);
    let mut errors = slips.clone();
    for chunk in scan::scan(file, &text) {
        let mut found = chunk_errors(file, &chunk);
        let (declarations, grammar_errors) = match chunk.too_deep {
            Some(_) => (Vec::new(), Vec::new()),
            None => recover::read(file, &text, &chunk),
        };
        // Where a declaration was never opened, its closing brace is no error of its own.
        let unopened =
            |error: &SyntaxError| matches!(error, SyntaxError::Expected { expected, .. } if expected.contains("`{`"));
        if grammar_errors.iter().any(unopened) {
            found.retain(|error| !matches!(error, SyntaxError::StrayBrace { .. }));
        }
        // What goes wrong on the line of a slip mostly follows from it.
        found
            .extend(grammar_errors.into_iter().filter(|error| !slips.iter().any(|slip| same_line(&text, slip, error))));
        let slipped = slips.iter().any(|slip| chunk.range.contains(&offset(slip.span())));
        if slipped || !found.is_empty() {
            parsed.incomplete.push(Span::new(file, chunk.range.start, chunk.range.end));
            let unread = text.get(chunk.range.clone()).unwrap_or("");
            lost::add(&mut parsed.file.lost, file, unread, chunk.range.start);
        }
        errors.extend(found);
        for declaration in declarations {
            add(&mut parsed.file, declaration, &mut errors);
        }
    }
    errors.sort_by_key(SyntaxError::span);
    if let Some(next) = errors.get(MOST_PROBLEMS).map(SyntaxError::span) {
        errors.truncate(MOST_PROBLEMS);
        errors.push(SyntaxError::TooMany { place: "in this file", span: next });
    }
    parsed.problems = errors.iter().map(SyntaxError::diagnostic).collect();
    parsed
}

/// What is wrong with a chunk before any grammar reads it.
fn chunk_errors(file: FileId, chunk: &Chunk) -> Vec<SyntaxError> {
    if let Some(error) = &chunk.too_deep {
        return vec![error.clone()];
    }
    let at = |at: usize| Span::new(file, at, at + 1);
    let open = chunk.open.iter().map(|brace| SyntaxError::OpenBrace { span: at(*brace) });
    let stray = chunk.stray.iter().map(|brace| SyntaxError::StrayBrace { span: at(*brace) });
    open.chain(stray).collect()
}

/// Adds a declaration to a file.
fn add(file: &mut File, declaration: Declaration, errors: &mut Vec<SyntaxError>) {
    match declaration {
        Declaration::Item(item) => file.items.push(item),
        Declaration::PartOf(name) => match &file.part_of {
            None => file.part_of = Some(name),
            Some(Name { span: first, .. }) => {
                errors.push(SyntaxError::WrittenTwice { what: "part of", first: *first, span: name.span });
            }
        },
    }
}

fn offset(span: Span) -> usize {
    usize::try_from(span.start).unwrap_or(usize::MAX)
}

/// Whether two errors are on one line.
fn same_line(text: &str, a: &SyntaxError, b: &SyntaxError) -> bool {
    let (a, b) = (offset(a.span()), offset(b.span()));
    let between = text.as_bytes().get(a.min(b)..a.max(b)).unwrap_or_default();
    !between.contains(&b'\n')
}
