//! Where the declarations of a text begin and end, and how deep it is nested, before any grammar reads it.
//!
//! Takes a text without slips (`neutral`); knows the words that begin a declaration and the marks and words that nest.

use std::ops::Range;

use crate::source::{FileId, Span};
use crate::syntax::DEEPEST;
use crate::syntax::error::SyntaxError;
use crate::syntax::lex::{Place, letters, of_word};
use crate::syntax::words::DECLARATIONS;

/// A stretch of text from one declaration at the start of a line up to the next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chunk {
    /// Where it lies.
    pub range: Range<usize>,
    /// Its `{` that nothing closes.
    pub open: Vec<usize>,
    /// Its `}` that close nothing.
    pub stray: Vec<usize>,
    /// What is nested too deep in it, so that it is not read.
    pub too_deep: Option<SyntaxError>,
}

/// Cuts a text into declarations.
pub fn scan(file: FileId, text: &str) -> Vec<Chunk> {
    let mut scanner = Scanner { file, chunks: Vec::new(), nest: Vec::new() };
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if begins_declaration(line, scanner.nest.is_empty()) || (scanner.chunks.is_empty() && has_words(line)) {
            scanner.begin(offset);
        }
        scanner.line(line, offset);
        offset += line.len();
    }
    scanner.begin(offset);
    scanner.chunks.pop();
    scanner.chunks
}

/// Something that nests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Nest {
    Brace(usize),
    Round,
    Not,
    /// `if`, before its `then`.
    If,
    /// `if` after its `then`.
    Then,
}

struct Scanner {
    file: FileId,
    chunks: Vec<Chunk>,
    nest: Vec<Nest>,
}

impl Scanner {
    /// Ends the chunk before, whether it was closed or not, and begins one.
    fn begin(&mut self, offset: usize) {
        let open = self.nest.drain(..).filter_map(|nest| match nest {
            Nest::Brace(at) => Some(at),
            Nest::Round | Nest::Not | Nest::If | Nest::Then => None,
        });
        if let Some(last) = self.chunks.last_mut() {
            last.open = open.collect();
            last.range.end = offset;
        }
        self.chunks.push(Chunk { range: offset..offset, open: Vec::new(), stray: Vec::new(), too_deep: None });
    }

    fn line(&mut self, line: &str, offset: usize) {
        let mut word: Option<usize> = None;
        for (at, letter, place) in letters(line) {
            let is_word = place == Place::Code && of_word(letter);
            match (word, is_word) {
                (None, true) => word = Some(at),
                (Some(start), false) => {
                    self.word(line.get(start..at).unwrap_or(""), offset + start);
                    word = None;
                }
                (None, false) | (Some(_), true) => {}
            }
            if place == Place::Code && !is_word {
                self.mark(letter, offset + at);
            }
        }
        if let Some(start) = word {
            self.word(line.get(start..).unwrap_or(""), offset + start);
        }
    }

    fn mark(&mut self, letter: char, at: usize) {
        match letter {
            '{' => self.nest(Nest::Brace(at), at, 1),
            '(' => self.nest(Nest::Round, at, 1),
            ';' => self.leave(|nest| matches!(nest, Nest::Not | Nest::If | Nest::Then)),
            ')' => {
                if let Some(last) = self.nest.iter().rposition(|nest| matches!(nest, Nest::Round | Nest::Brace(_)))
                    && self.nest.get(last) == Some(&Nest::Round)
                {
                    self.nest.truncate(last);
                }
            }
            '}' => match self.nest.iter().rposition(|nest| matches!(nest, Nest::Brace(_))) {
                Some(last) => self.nest.truncate(last),
                None => {
                    if let Some(chunk) = self.chunks.last_mut() {
                        chunk.stray.push(at);
                    }
                }
            },
            _ => {}
        }
    }

    fn word(&mut self, word: &str, at: usize) {
        match word {
            "not" => self.nest(Nest::Not, at, word.len()),
            "if" => self.nest(Nest::If, at, word.len()),
            // `not held` and its like deny nothing.
            "held" | "loaded" | "counting" | "applicable" => self.nest.truncate(match self.nest.last() {
                Some(Nest::Not) => self.nest.len() - 1,
                _ => self.nest.len(),
            }),
            "then" => {
                self.leave(|nest| nest == Nest::Not);
                if let Some(last) = self.nest.last_mut()
                    && *last == Nest::If
                {
                    *last = Nest::Then;
                }
            }
            "and" | "or" => self.leave(|nest| matches!(nest, Nest::Not | Nest::Then)),
            // These begin a line of a rule, and nothing goes on from the line before.
            "require" | "when" => self.leave(|nest| !matches!(nest, Nest::Brace(_))),
            _ => {}
        }
    }

    /// Ends everything of a kind that was nested last.
    fn leave(&mut self, kind: impl Fn(Nest) -> bool) {
        while self.nest.last().is_some_and(|nest| kind(*nest)) {
            self.nest.pop();
        }
    }

    fn nest(&mut self, nest: Nest, at: usize, length: usize) {
        self.nest.push(nest);
        let deep = self.nest.len() > DEEPEST;
        if let Some(chunk) = self.chunks.last_mut().filter(|chunk| deep && chunk.too_deep.is_none()) {
            chunk.too_deep = Some(SyntaxError::TooDeep { span: Span::new(self.file, at, at + length) });
        }
    }
}

/// Whether a line has anything but space and a comment.
fn has_words(line: &str) -> bool {
    letters(line).any(|(_, letter, place)| place != Place::Comment && !letter.is_whitespace())
}

/// Whether a line begins a declaration: in the open any that begins with its word, inside another declaration one
/// that could be no line of that.
fn begins_declaration(line: &str, in_the_open: bool) -> bool {
    let word = DECLARATIONS.iter().find_map(|word| {
        let rest = line.strip_prefix(word)?;
        rest.starts_with(char::is_whitespace).then(|| (*word, rest.trim_start()))
    });
    let Some((word, rest)) = word else { return false };
    if word == "part" {
        return rest.strip_prefix("of").is_some_and(|rest| rest.starts_with(char::is_whitespace));
    }
    if in_the_open {
        return true;
    }
    let after_name = rest.trim_start_matches(of_word).trim_start();
    match word {
        "scenario" => rest.starts_with('"'),
        "calendar" => after_name.starts_with(['{', '"']),
        "param" => after_name.starts_with([':', '"']),
        _ => rest.starts_with(of_word),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]

    use super::*;

    fn starts(text: &str) -> Vec<usize> {
        scan(FileId(0), text).iter().map(|chunk| text[..chunk.range.start].lines().count()).collect()
    }

    fn is_too_deep(text: &str) -> bool {
        scan(FileId(0), text)[0].too_deep.is_some()
    }

    #[test]
    fn a_scenario_may_begin_its_lines_where_declarations_begin() {
        assert_eq!(starts("scenario \"s\" {\ncalendar c\nparam x = 3\n}\nparam y: count\n"), [0, 4]);
    }

    #[test]
    fn a_declaration_ends_one_that_was_left_open() {
        let text = "rule a \"A\" {\n for b\n\nrule c \"C\" {\n}\n";
        let chunks = scan(FileId(0), text);
        assert_eq!(starts(text), [0, 3]);
        assert_eq!(chunks[0].open, [11]);
        assert_eq!(chunks[1].open, Vec::<usize>::new());
    }

    #[test]
    fn a_brace_too_many_is_found() {
        assert_eq!(scan(FileId(0), "list a {} }\n")[0].stray, [10]);
    }

    #[test]
    fn nesting_counts_brackets_not_and_if() {
        assert!(!is_too_deep(&format!("rule a \"A\" {{ require {}", "(".repeat(DEEPEST - 1))));
        assert!(is_too_deep(&format!("rule a \"A\" {{ require {}", "(".repeat(DEEPEST))));
        assert!(is_too_deep(&format!("rule a \"A\" {{ require {}", "not ".repeat(DEEPEST))));
        assert!(is_too_deep(&format!("rule a \"A\" {{ require {}", "if a then ".repeat(DEEPEST))));
    }

    #[test]
    fn what_stands_side_by_side_is_not_nested() {
        assert!(!is_too_deep(&format!("rule a \"A\" {{ require {}", "(a) and ".repeat(100))));
        assert!(!is_too_deep(&format!("rule a \"A\" {{ require {}", "not a and ".repeat(100))));
        assert!(!is_too_deep(&format!("rule a \"A\" {{ require {}", "if a and b then not c or ".repeat(100))));
        assert!(!is_too_deep(&format!("scenario \"a\" {{ {}", "a { status: not held } not loaded b\n".repeat(100))));
        assert!(!is_too_deep(&format!("rule a \"A\" {{ {}", "exempt when not a\n".repeat(100))));
    }
}
