//! A text letter by letter, with what each letter is part of: code, a quoted text or a comment.
//!
//! Knows no more of the language than where texts and comments begin and end.

use std::iter::Peekable;
use std::str::CharIndices;

/// What a letter is part of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Words, marks and the space between them.
    Code,
    /// The quotation mark that begins a text.
    Open,
    /// Inside a text.
    Inside,
    /// The quotation mark that ends a text.
    Close,
    /// A comment.
    Comment,
}

/// A letter of a text: its offset, itself, and what it is part of.
pub type Letter = (usize, char, Place);

/// The letters of a text, which begins in code. A quoted text ends at the end of its line at the latest.
pub fn letters(text: &str) -> Letters<'_> {
    Letters { letters: text.char_indices().peekable(), state: State::Code }
}

/// The letters of a text.
#[derive(Clone, Debug)]
pub struct Letters<'t> {
    letters: Peekable<CharIndices<'t>>,
    state: State,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Code,
    Text,
    Escaped,
    Comment,
}

impl Iterator for Letters<'_> {
    type Item = Letter;

    fn next(&mut self) -> Option<Letter> {
        let (at, letter) = self.letters.next()?;
        let comment = letter == '-' && self.letters.peek().is_some_and(|(_, next)| *next == '-');
        let (place, state) = match (self.state, letter) {
            (_, '\n') => (Place::Code, State::Code),
            (State::Code, '"') => (Place::Open, State::Text),
            (State::Code, _) if comment => (Place::Comment, State::Comment),
            (State::Code, _) => (Place::Code, State::Code),
            (State::Text, '"') => (Place::Close, State::Code),
            (State::Text, '\\') => (Place::Inside, State::Escaped),
            (State::Text | State::Escaped, _) => (Place::Inside, State::Text),
            (State::Comment, _) => (Place::Comment, State::Comment),
        };
        self.state = state;
        Some((at, letter, place))
    }
}

/// The length of a text without the space and comments at its end.
pub fn trimmed(text: &str) -> usize {
    let said = |(_, letter, place): &Letter| *place != Place::Comment && !letter.is_whitespace();
    letters(text).filter(said).last().map_or(0, |(at, letter, _)| at + letter.len_utf8())
}

/// Whether a letter may be part of a word after its first.
pub fn of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '-' || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_space_at_the_end_are_left_out() {
        assert_eq!(trimmed("for mentor -- who\n  -- why\n "), "for mentor".len());
        assert_eq!(trimmed("\"a -- b\"  -- c"), "\"a -- b\"".len());
        assert_eq!(trimmed("-- all of it"), 0);
    }

    #[test]
    fn a_text_ends_with_its_line() {
        let places: Vec<Place> = letters("\"a\n\"b\\\"\"").map(|(_, _, place)| place).collect();
        use Place::{Close, Code, Inside, Open};
        assert_eq!(places, [Open, Inside, Code, Open, Inside, Inside, Inside, Close]);
    }
}
