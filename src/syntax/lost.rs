//! What a stretch of text that could not be read whole declares, as far as its words tell: names, and the words that
//! fields and counterparts are called by.

use crate::source::{FileId, Span};
use crate::syntax::ast::{Lost, Name};
use crate::syntax::lex::{Place, letters, of_word};
use crate::syntax::words::DECLARATIONS;

/// A word of a text, and what it stands between.
struct Word<'t> {
    at: usize,
    text: &'t str,
    /// How many braces are open before it.
    depth: usize,
    /// The first letter after it that is no space.
    next: Option<char>,
}

/// Adds what a stretch of a file declares, which begins at `base`.
pub fn add(lost: &mut Lost, file: FileId, text: &str, base: usize) {
    let words = words(text);
    for (place, word) in words.iter().enumerate() {
        if word.next == Some(':') {
            lost.words.insert(word.text.to_owned());
        }
        let after = words.get(place + 1);
        if word.text == "with" {
            lost.words.extend(after.map(|name| name.text.to_owned()));
        }
        let Some(kind) = DECLARATIONS.iter().copied().find(|kind| word.depth == 0 && *kind == word.text) else {
            continue;
        };
        let adjoins = |name: &&Word<'_>| text.get(word.at + word.text.len()..name.at).is_some_and(is_space);
        let name = after.filter(adjoins);
        let span = |at: usize, length: usize| Span::new(file, base + at, base + at + length);
        match (kind, name) {
            // That there is a policy matters, whatever it is called.
            ("part", _) | ("policy", None) => {
                lost.names.push(("policy", Name { text: String::new(), span: span(word.at, word.text.len()) }));
            }
            (_, None) => {}
            (kind, Some(name)) => {
                lost.names.push((kind, Name { text: name.text.to_owned(), span: span(name.at, name.text.len()) }));
            }
        }
    }
}

fn is_space(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// The words of a text that stand in no quoted text and no comment.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let (mut depth, mut open) = (0_usize, false);
    for (at, letter, place) in letters(text) {
        let code = place == Place::Code;
        if code && of_word(letter) {
            match words.last_mut().filter(|_| open) {
                Some(word) => word.text = text.get(word.at..at + letter.len_utf8()).unwrap_or(word.text),
                None => {
                    let letter_alone = text.get(at..at + letter.len_utf8()).unwrap_or("");
                    words.push(Word { at, text: letter_alone, depth, next: None });
                }
            }
            open = true;
            continue;
        }
        open = false;
        if !letter.is_whitespace()
            && let Some(word) = words.last_mut()
        {
            word.next = word.next.or(Some(letter));
        }
        match letter {
            '{' if code => depth += 1,
            '}' if code => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_that_a_broken_declaration_gives() {
        let mut lost = Lost::default();
        let text = "role mentor { fte: nmber } -- role tutor\nrule t \"role x\" fro mentor with trainee\nparam n: count = x\npolicy \"P\" {";
        add(&mut lost, FileId(0), text, 0);
        let names: Vec<(&str, &str)> = lost.names.iter().map(|(kind, name)| (*kind, name.text.as_str())).collect();
        assert_eq!(names, [("role", "mentor"), ("rule", "t"), ("param", "n"), ("policy", "")]);
        assert_eq!(lost.words.iter().map(String::as_str).collect::<Vec<_>>(), ["fte", "n", "trainee"]);
    }
}
