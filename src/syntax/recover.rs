//! Reads a stretch of declarations, blanking out a line at a time until the rest can be read, so that every wrong
//! line is told and what only follows from one is not.

use std::cell::RefCell;
use std::ops::Range;

use crate::source::{FileId, Span};
use crate::syntax::LARGEST_FILE;
use crate::syntax::build::{Builder, Declaration};
use crate::syntax::describe::{Told, describe};
use crate::syntax::error::SyntaxError;
use crate::syntax::grammar;
use crate::syntax::lex::{Place, letters, trimmed};
use crate::syntax::scan::Chunk;

/// How much text is read again in all, so that many errors in one long declaration do not take for ever.
const MOST_READ: usize = LARGEST_FILE * 2;

/// Every declaration has its errors looked for at least so often, however long it is.
const FEWEST_READINGS: usize = 8;

/// The declarations of a chunk that could be read, and what is wrong with it.
pub fn read(file: FileId, text: &str, chunk: &Chunk) -> (Vec<Declaration>, Vec<SyntaxError>) {
    let errors = RefCell::new(Vec::new());
    let builder = Builder { file, base: chunk.range.start, errors: &errors };
    let Some(text) = text.get(chunk.range.clone()) else { return (Vec::new(), Vec::new()) };
    let mut draft = Draft::new(text, chunk);
    let readings = (MOST_READ / text.len().max(1)).max(FEWEST_READINGS);
    for _ in 0..readings {
        match grammar::parse(&draft.text) {
            Ok(node) => {
                let declarations = builder.declarations(node, &draft.made_up);
                return (declarations, errors.into_inner());
            }
            Err(error) => {
                let told = describe(builder, &draft.text, &error);
                if !draft.follows(&told) {
                    errors.borrow_mut().push(told.problem.clone());
                }
                if !draft.mend(&told) || trimmed(&draft.text) == 0 {
                    return (Vec::new(), errors.into_inner());
                }
            }
        }
    }
    let span = Span::new(file, chunk.range.start, chunk.range.start);
    errors.borrow_mut().push(SyntaxError::TooMany { place: "in this declaration", span });
    (Vec::new(), errors.into_inner())
}

/// A chunk's text as far as it could be mended.
struct Draft {
    text: String,
    /// The stretch that was blanked out last, with how far its first line was indented.
    blanked: Option<(Range<usize>, usize)>,
    /// Where declarations begin whose first line was made up, so that they are left out.
    made_up: Vec<usize>,
}

/// Words and marks that go on from the line before.
const JOINING: [&str; 16] =
    ["and", "or", "then", "where", "within", "covers", "has", "from", "to", "by", "with", "of", ",", ";", ")", "}"];

impl Draft {
    /// The text of a chunk, with its braces made to match.
    fn new(text: &str, chunk: &Chunk) -> Draft {
        let mut draft = Draft { text: text.to_owned(), blanked: None, made_up: Vec::new() };
        for brace in &chunk.stray {
            let at = brace.saturating_sub(chunk.range.start);
            draft.text.replace_range(at..at + 1, " ");
        }
        if !chunk.open.is_empty() {
            draft.text.push('\n');
            draft.text.extend(std::iter::repeat_n('}', chunk.open.len()));
        }
        draft
    }

    /// Whether an error only follows from what was blanked out.
    fn follows(&self, told: &Told) -> bool {
        let Some((blanked, indent)) = &self.blanked else { return false };
        let line = self.line(told.offset);
        let between = self.text.get(blanked.end..line.start.max(blanked.end)).unwrap_or("");
        let next = line.start >= blanked.end && trimmed(between) == 0;
        if !next || !self.begins_line(told.offset, &line) {
            return false;
        }
        let rest = self.text.get(told.offset..).unwrap_or("").trim_start();
        let joins = JOINING.iter().any(|word| {
            rest.strip_prefix(word).is_some_and(|rest| {
                let word_goes_on = rest.starts_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '-');
                !word.starts_with(|letter: char| letter.is_ascii_alphabetic()) || !word_goes_on
            })
        });
        joins || !told.may_end || self.indent(&line) > *indent
    }

    /// Blanks out what an error is about; gives whether that changed anything.
    fn mend(&mut self, told: &Told) -> bool {
        let line = self.line(told.offset);
        let outside = self.depth(line.start) == 0;
        if outside && self.net(&line) > 0 && self.make_up(&line) {
            return true;
        }
        if told.wants_brace && outside && self.depth(told.offset) == 0 {
            // A declaration that was never opened: nothing up to the next one can be told apart.
            return self.blank_out(self.start_of_declaration(line.start)..self.text.len());
        }
        if !told.may_end && self.begins_line(told.offset, &line) {
            // What goes before is not finished.
            let end = trimmed(self.text.get(..line.start).unwrap_or(""));
            let before = self.line(told.opened.unwrap_or(end.saturating_sub(1)));
            let inside = end > 0 && self.depth(before.start) > 0 && self.net_braces(before.start..line.start) == 0;
            if inside && self.blank_out(before.start..line.start) {
                return true;
            }
        }
        let end = self.balanced(&line);
        self.blank_out(line.start..end)
    }

    /// The line that holds an offset, without its line end.
    fn line(&self, offset: usize) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let offset = offset.min(bytes.len());
        let start = bytes.iter().take(offset).rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let end = bytes.iter().skip(offset).position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + offset);
        start..end
    }

    /// Whether nothing goes before an offset on its line.
    fn begins_line(&self, offset: usize, line: &Range<usize>) -> bool {
        self.text.get(line.start..offset).is_some_and(|before| before.trim().is_empty())
    }

    fn indent(&self, line: &Range<usize>) -> usize {
        let text = self.text.get(line.clone()).unwrap_or("");
        text.len() - text.trim_start().len()
    }

    /// How many brackets and braces are open at an offset.
    fn depth(&self, offset: usize) -> usize {
        let mut depth = 0_usize;
        for (_, letter, place) in letters(self.text.get(..offset).unwrap_or("")) {
            match (place, letter) {
                (Place::Code, '{' | '(') => depth += 1,
                (Place::Code, '}' | ')') => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        depth
    }

    /// How many more braces a stretch opens than it closes.
    fn net_braces(&self, range: Range<usize>) -> isize {
        let braces = letters(self.text.get(range).unwrap_or("")).filter(|(_, letter, _)| matches!(letter, '{' | '}'));
        braces.map(|letter| weight(&letter)).sum()
    }

    /// How many more brackets a line opens than it closes.
    fn net(&self, line: &Range<usize>) -> isize {
        letters(self.text.get(line.clone()).unwrap_or("")).map(|letter| weight(&letter)).sum()
    }

    /// The end of the lines from a line on that together close what they open.
    fn balanced(&self, line: &Range<usize>) -> usize {
        let mut net = self.net(line);
        if net <= 0 {
            return line.end;
        }
        for letter in letters(self.text.get(line.end..).unwrap_or("")) {
            net += weight(&letter);
            if net == 0 {
                return line.end + letter.0 + 1;
            }
        }
        self.text.len()
    }

    /// Where the declaration that a line belongs to begins, where it was never opened: after the last closing brace.
    fn start_of_declaration(&self, offset: usize) -> usize {
        let before = letters(self.text.get(..offset).unwrap_or(""));
        before
            .filter(|(_, letter, place)| *place == Place::Code && *letter == '}')
            .last()
            .map_or(0, |(at, _, _)| at + 1)
    }

    /// Puts a sound first line in place of a wrong one, so that the lines in the declaration are read; gives whether
    /// that could be done.
    fn make_up(&mut self, line: &Range<usize>) -> bool {
        let Some(text) = self.text.get(line.clone()) else { return false };
        let body = letters(text).filter(|(_, letter, place)| *place == Place::Code && *letter == '{').last();
        let start = self.indent(line);
        let (Some((brace, _, _)), Some(words)) = (body, text.get(start..)) else { return false };
        let made =
            ["rule x\"\"", "policy x\"\"", "scenario\"\"", "calendar x", "exemption x"].into_iter().find(|made| {
                let word = made.split([' ', '"']).next().unwrap_or("");
                words.starts_with(word) && start + made.len() <= brace
            });
        let at = line.start + start;
        let (Some(made), false) = (made, self.made_up.contains(&at)) else { return false };
        let filled = format!("{made:<width$}", width = brace - start);
        self.text.replace_range(at..line.start + brace, &filled);
        self.made_up.push(at);
        true
    }

    /// Blanks a stretch out, all but the braces in it that close what was open before, and keeps where it was; gives
    /// whether there was anything.
    fn blank_out(&mut self, range: Range<usize>) -> bool {
        let Some(text) = self.text.get(range.clone()) else { return false };
        let indent = self.indent(&self.line(range.start));
        let mut blank = String::with_capacity(text.len());
        let mut depth = 0_usize;
        for (_, letter, place) in letters(text) {
            let closes = place == Place::Code && letter == '}';
            if letter == '\n' || (closes && depth == 0) {
                blank.push(letter);
                continue;
            }
            depth += usize::from(place == Place::Code && letter == '{');
            depth -= usize::from(closes);
            blank.extend(std::iter::repeat_n(' ', letter.len_utf8()));
        }
        let changed = blank.split_ascii_whitespace().ne(text.split_ascii_whitespace());
        self.text.replace_range(range.clone(), &blank);
        self.blanked = Some((range, indent));
        changed
    }
}

/// What a letter adds to how many brackets are open.
fn weight(letter: &(usize, char, Place)) -> isize {
    match letter {
        (_, '{' | '(', Place::Code) => 1,
        (_, '}' | ')', Place::Code) => -1,
        _ => 0,
    }
}
