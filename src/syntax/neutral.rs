//! A file's text with every slip of the pen told and made harmless: typographic quotation marks, comments as other
//! languages write them, texts left open, letters that no rule file holds.
//!
//! What it gives is as long as what it takes, letter for letter of the rest, so that offsets hold.

use crate::source::{FileId, Span};
use crate::syntax::error::SyntaxError;
use crate::syntax::lex::{Place, letters};

/// Tells every slip of a text and makes it harmless.
pub fn neutral(file: FileId, text: &str) -> (String, Vec<SyntaxError>) {
    let mut neutral = Neutral { file, out: String::with_capacity(text.len()), problems: Vec::new(), control: None };
    let start = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
    neutral.spaces(start);
    for line in text.get(start..).unwrap_or("").split_inclusive('\n') {
        let mut rest = line;
        while !rest.is_empty() {
            let read = neutral.stretch(rest).max(1);
            rest = rest.get(read..).unwrap_or("");
        }
    }
    if let Some((first, number)) = neutral.control {
        neutral.problems.push(SyntaxError::ControlLetters { number, span: first });
    }
    (neutral.out, neutral.problems)
}

/// The mark that some editors begin a file with.
const MARK: char = '\u{feff}';

struct Neutral {
    file: FileId,
    out: String,
    problems: Vec<SyntaxError>,
    /// The first control letter, and how many there are.
    control: Option<(Span, usize)>,
}

impl Neutral {
    /// Takes over a stretch of one line, up to the first slip that changes what follows; gives its length.
    fn stretch(&mut self, rest: &str) -> usize {
        let mut opened: Option<usize> = None;
        let mut escaped = false;
        for (at, letter, place) in letters(rest) {
            let was_escaped = std::mem::take(&mut escaped);
            match (place, letter) {
                (Place::Code, '\n') => {
                    self.close(opened.take());
                    self.out.push('\n');
                }
                (_, '\t' | '\r') => self.out.push(letter),
                (_, letter) if letter.is_control() => self.control(letter),
                (Place::Code, '“' | '”' | '‘' | '’' | '„' | '«' | '»') => {
                    return self.smart(rest, at, letter);
                }
                (Place::Code, '#') => return self.comment(rest, at, 1),
                (Place::Code, '/') if rest.get(at + 1..).is_some_and(|next| next.starts_with('/')) => {
                    return self.comment(rest, at, 2);
                }
                (Place::Code, letter) if is_strange_space(letter) => {
                    self.problems.push(SyntaxError::StrangeSpace { span: self.here(letter.len_utf8()) });
                    self.spaces(letter.len_utf8());
                }
                (Place::Open, _) => {
                    opened = Some(self.out.len());
                    self.out.push(letter);
                }
                (Place::Close, _) => {
                    opened = None;
                    self.out.push(letter);
                }
                (Place::Inside, '\\') if !was_escaped => {
                    escaped = true;
                    let next = rest.get(at + 1..).and_then(|next| next.chars().next()).unwrap_or('\n');
                    self.escape(next);
                }
                (Place::Code | Place::Inside | Place::Comment, letter) => self.out.push(letter),
            }
        }
        self.close(opened);
        rest.len()
    }

    /// The next `length` bytes.
    fn here(&self, length: usize) -> Span {
        Span::new(self.file, self.out.len(), self.out.len() + length)
    }

    fn spaces(&mut self, number: usize) {
        self.out.extend(std::iter::repeat_n(' ', number));
    }

    fn control(&mut self, letter: char) {
        let here = self.here(letter.len_utf8());
        let (first, number) = self.control.unwrap_or((here, 0));
        self.control = Some((first, number + 1));
        self.spaces(letter.len_utf8());
    }

    /// A backslash in a text, before `next`.
    fn escape(&mut self, next: char) {
        let known = matches!(next, '"' | '\\' | '\n' | '\r');
        if !known {
            let escape = format!("\\{}", next.escape_debug());
            self.problems.push(SyntaxError::UnknownEscape { escape, span: self.here(1 + next.len_utf8()) });
        }
        self.out.push(if known { '\\' } else { ' ' });
    }

    /// A text that began at `opened` and has no closing mark: told, and made an empty one.
    fn close(&mut self, opened: Option<usize>) {
        let Some(start) = opened else { return };
        self.problems.push(SyntaxError::OpenText { span: Span::new(self.file, start, start + 1) });
        let length = self.out.len() - start;
        self.out.truncate(start);
        if length < 2 {
            return self.spaces(length);
        }
        self.out.push('"');
        self.spaces(length - 2);
        self.out.push('"');
    }

    /// A typographic mark: what follows up to the next mark of any kind is taken for a text.
    fn smart(&mut self, rest: &str, at: usize, mark: char) -> usize {
        self.problems.push(SyntaxError::SmartQuote { mark, span: self.here(mark.len_utf8()) });
        let inside_start = at + mark.len_utf8();
        let of_text = |letter: char| matches!(letter, '“' | '”' | '‘' | '’' | '„' | '«' | '»' | '"');
        let line = rest.get(inside_start..).unwrap_or("");
        let end = line.find(|letter: char| of_text(letter) || letter == '\n');
        let closing = end.and_then(|end| line.get(end..)?.chars().next().filter(|letter| of_text(*letter)));
        let (Some(end), Some(closing)) = (end, closing) else {
            self.spaces(mark.len_utf8());
            return inside_start;
        };
        self.spaces(mark.len_utf8() - 1);
        self.out.push('"');
        for letter in line.get(..end).unwrap_or("").chars() {
            match letter {
                '\\' => self.out.push(' '),
                letter if letter.is_control() => self.spaces(letter.len_utf8()),
                letter => self.out.push(letter),
            }
        }
        self.out.push('"');
        self.spaces(closing.len_utf8() - 1);
        inside_start + end + closing.len_utf8()
    }

    /// A comment as other languages write it: told, and made blank up to the end of its line.
    fn comment(&mut self, rest: &str, at: usize, length: usize) -> usize {
        self.problems.push(SyntaxError::StrangeComment { span: self.here(length) });
        let line = rest.get(at..).unwrap_or("");
        let end = line.find('\n').unwrap_or(line.len());
        self.spaces(end);
        at + end
    }
}

/// Space that looks like the plain one and is not; or takes no room at all.
fn is_strange_space(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200d}' | '\u{2060}' | MARK) || (letter.is_whitespace() && !letter.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (String, Vec<String>) {
        let (out, problems) = neutral(FileId(0), text);
        assert_eq!(out.len(), text.len(), "{text:?}");
        (out, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn plain_text_is_left_alone() {
        let text = "rule a \"A \\\" — “b” # //\" { -- # “ //\n\tfor b }\r\n";
        assert_eq!(told(text), (text.to_owned(), Vec::new()));
    }

    #[test]
    fn typographic_marks_become_plain_ones() {
        assert_eq!(told("remedy “a {” x").0, "remedy   \"a {\"   x");
        assert_eq!(told("remedy “a").0, "remedy    a");
    }

    #[test]
    fn a_text_left_open_is_closed() {
        assert_eq!(told("remedy \"abc\nx").0, "remedy \"  \"\nx");
        assert_eq!(told("remedy \"\nx").0, "remedy  \nx");
    }

    #[test]
    fn control_letters_are_counted_and_blank() {
        let (out, problems) = told("a\0b\u{1b}c");
        assert_eq!(out, "a b c");
        assert_eq!(problems, ["this file holds 2 control characters, which no rule file does"]);
    }
}
