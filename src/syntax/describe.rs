//! What an error of the grammar means, in words: what may stand there, what does, and what was most likely meant.

use pest::error::{Error, ErrorVariant, InputLocation};

use crate::syntax::build::Builder;
use crate::syntax::error::SyntaxError;
use crate::syntax::grammar::Rule;
use crate::syntax::lex::{Place, letters, of_word};
use crate::syntax::slips::help;
use crate::syntax::words::{Expected, expected};

/// An error of the grammar, told.
#[derive(Clone, Debug)]
pub struct Told {
    /// Where, in the text that was read.
    pub offset: usize,
    /// The problem.
    pub problem: SyntaxError,
    /// Whether a line could also end here, so that what is wrong is what follows and not what came before.
    pub may_end: bool,
    /// Whether a declaration has not been opened that must be.
    pub wants_brace: bool,
    /// Where the `(` is that is still open, in the text that was read.
    pub opened: Option<usize>,
}

/// What an error of the grammar means.
pub fn describe(builder: Builder<'_>, text: &str, error: &Error<Rule>) -> Told {
    let offset = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let (rules, mut wanted): (&[Rule], Expected) = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => (positives, expected(positives)),
        ErrorVariant::CustomError { message } => (&[], Expected { text: message.clone(), ..Expected::default() }),
    };
    let (start, token) = token(text, offset);
    if start < offset && token.starts_with(of_word) {
        // A word of which only the beginning could be read is no name as it stands.
        wanted.text = "a name".to_owned();
    }
    let found = match token.chars().next() {
        None => "the end of the declaration".to_owned(),
        Some(_) => format!("`{token}`"),
    };
    let help = help(text, start, token, &wanted);
    let opened = wanted.marks.contains(&"`)`").then(|| opened(text, offset)).flatten();
    let problem = SyntaxError::Expected {
        opened: opened.map(|at| builder.span(at, at + 1)),
        expected: wanted.text,
        found,
        span: builder.span(start, start + token.len()),
        help,
    };
    let ends = |rule: &Rule| {
        let name = format!("{rule:?}");
        name.ends_with("_line") || matches!(rule, Rule::close_brace | Rule::declarations | Rule::item | Rule::EOI)
    };
    Told { offset, problem, may_end: rules.iter().any(ends), wants_brace: wanted.marks.contains(&"`{`"), opened }
}

/// The word or mark at an offset, with where it begins: a word that was read in part is taken whole.
fn token(text: &str, offset: usize) -> (usize, &str) {
    let before = text.get(..offset).unwrap_or("");
    let rest = text.get(offset..).unwrap_or("");
    let Some(first) = rest.chars().next() else { return (offset, "") };
    if first == '"' {
        let end = letters(rest).skip(1).find(|(_, letter, place)| *place == Place::Close || *letter == '\n');
        return (offset, rest.get(..end.map_or(rest.len(), |(at, _, _)| at + 1)).unwrap_or(rest));
    }
    if !of_word(first) {
        let two = ["==", "=>", "=<", "<>", "≥", "≤"].into_iter().find(|mark| {
            // A mark of two letters may have been read by half.
            rest.starts_with(*mark)
        });
        if let Some(last) = before.chars().next_back().filter(|last| "=<>".contains(*last) && "=<>".contains(first)) {
            let start = offset - last.len_utf8();
            return (start, text.get(start..offset + first.len_utf8()).unwrap_or(rest));
        }
        return (offset, rest.get(..two.map_or(first.len_utf8(), str::len)).unwrap_or(rest));
    }
    let start = before.trim_end_matches(of_word).len();
    let word = text.get(start..).unwrap_or("");
    let mut end = word.find(|letter: char| !of_word(letter)).unwrap_or(word.len());
    // Dates as other languages write them, and numbers with a point, go on behind the mark.
    if word.starts_with(|letter: char| letter.is_ascii_digit()) {
        while let Some(rest) = word.get(end..) {
            let after = rest.trim_start_matches(['/', '.', '–']);
            if after.len() == rest.len() || !after.starts_with(|letter: char| letter.is_ascii_digit()) {
                break;
            }
            end = word.len() - after.trim_start_matches(of_word).len();
        }
    }
    (start, word.get(..end).unwrap_or(word))
}

/// The `(` that is still open at an offset.
fn opened(text: &str, offset: usize) -> Option<usize> {
    let mut open = Vec::new();
    for (at, letter, place) in letters(text.get(..offset)?) {
        match (place, letter) {
            (Place::Code, '(') => open.push(at),
            (Place::Code, ')') => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}
