//! From text to a tree: never fails, gives what it could read and every problem.
//!
//! Takes one file's text; knows nothing of names or types. The text is cut into declarations first, so that each is
//! read, and each error found, apart from the others; inside a declaration a line that cannot be read is blanked out
//! and the rest read again.

pub mod ast;
mod build;
mod error;
mod grammar;
mod scan;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use ast::File;
use build::{Builder, Declaration};
use error::SyntaxError;

/// A file larger than this is not read: 4 MiB.
pub const LARGEST_FILE: usize = 4 * 1024 * 1024;

/// Brackets nested deeper than this are not read.
pub const DEEPEST: usize = 64;

/// In one declaration no more errors than this are looked for.
const MOST_ERRORS: usize = 20;

/// What could be read of a file, and every problem in it.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// What could be read.
    pub file: File,
    /// Every problem.
    pub problems: Vec<Diagnostic>,
}

/// Parses a file's text. Never fails, whatever the text.
pub fn parse(file: FileId, text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    if text.len() > LARGEST_FILE {
        let span = Span::new(file, 0, 0);
        parsed.problems.push(SyntaxError::FileTooLarge { size: text.len(), span }.diagnostic());
        return parsed;
    }
    let scanned = scan::scan(file, text);
    if let Some(error) = scanned.fatal {
        parsed.problems.push(error.diagnostic());
        return parsed;
    }
    parsed.problems.extend(scanned.problems.iter().map(SyntaxError::diagnostic));
    for chunk in &scanned.chunks {
        let Some(text) = text.get(chunk.clone()) else { continue };
        let (declaration, problems) = read(Builder { file, base: chunk.start }, text);
        // A text left open or a strange character has been told of already: what follows from it has not to be.
        let told = |diagnostic: &Diagnostic| {
            scanned.problems.iter().any(|error| {
                diagnostic.labels.first().is_some_and(|label| same_line(text, chunk.start, error.span(), label.span))
            })
        };
        parsed.problems.extend(problems.into_iter().filter(|problem| !told(problem)));
        match declaration {
            Some(Declaration::PartOf(name)) => parsed.file.part_of = Some(name),
            Some(Declaration::Item(item)) => parsed.file.items.push(item),
            None => {}
        }
    }
    parsed
}

/// Whether two spans of a chunk start on the same line.
fn same_line(text: &str, base: usize, a: Span, b: Span) -> bool {
    let line = |span: Span| {
        let offset = usize::try_from(span.start).unwrap_or(0).saturating_sub(base).min(text.len());
        text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
    };
    line(a) == line(b)
}

/// Reads one declaration, blanking out a line at a time until the rest can be read.
fn read(builder: Builder, text: &str) -> (Option<Declaration>, Vec<Diagnostic>) {
    let mut text = text.to_owned();
    let mut problems = Vec::new();
    let mut blanked: Option<usize> = None;
    for _ in 0..MOST_ERRORS {
        match grammar::parse(&text) {
            Ok(pair) => {
                let mut bad = Vec::new();
                let declaration = builder.declaration(pair, &mut bad);
                problems.extend(bad);
                return (declaration, problems);
            }
            Err(error) => {
                let (offset, problem) = error::describe(builder, &text, &error);
                let line = text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count();
                // What goes wrong on the line after one that was blanked out mostly follows from that.
                if blanked.is_none_or(|last| line > last + 1) {
                    problems.push(problem.diagnostic());
                }
                blanked = Some(line);
                if line == 0 || !blank(&mut text, offset) {
                    return (None, problems);
                }
            }
        }
    }
    (None, problems)
}

/// Makes the line that holds an offset blank; gives whether there was anything to blank but a closing brace.
fn blank(text: &mut String, offset: usize) -> bool {
    let bytes = text.as_bytes();
    let offset = offset.min(bytes.len());
    let start = bytes.iter().take(offset).rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let end = bytes.iter().skip(offset).position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + offset);
    let Some(line) = text.get(start..end) else { return false };
    if line.trim().is_empty() || line.trim_start().starts_with('}') {
        return false;
    }
    let spaces = " ".repeat(end - start);
    text.replace_range(start..end, &spaces);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn the_sample_has_no_problem() {
        let parsed = parse(FileId(0), include_str!("../../tests/syntax/sample.assize"));
        assert_eq!(parsed.problems, []);
        assert_eq!(parsed.file.items.len(), 33);
    }
}
