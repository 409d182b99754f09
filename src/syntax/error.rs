//! What can be wrong with a file's text, in plain words.

use pest::error::{Error, ErrorVariant, InputLocation};

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::build::Builder;
use crate::syntax::grammar::Rule;
use crate::syntax::scan::DECLARATIONS;

/// What is wrong with a file's text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SyntaxError {
    /// More text than is read.
    #[error("this file is {size} bytes long, more than the 4 MiB that are read")]
    FileTooLarge {
        /// Its size in bytes.
        size: usize,
        /// Its start.
        span: Span,
    },
    /// Brackets nested too deep.
    #[error("brackets are nested more than 64 deep")]
    TooDeep {
        /// The bracket that is one too many.
        span: Span,
    },
    /// A typographic quotation mark.
    #[error("a text is written between plain quotation marks")]
    SmartQuote {
        /// The mark.
        span: Span,
    },
    /// A comment as other languages write it.
    #[error("a comment begins with `--`")]
    StrangeComment {
        /// Its mark.
        span: Span,
    },
    /// A text with no closing quotation mark.
    #[error("this text has no closing quotation mark on its line")]
    OpenText {
        /// Its opening mark.
        span: Span,
    },
    /// Something other than what may stand here.
    #[error("expected {expected}, found {found}")]
    Expected {
        /// What may stand here, in words.
        expected: String,
        /// What does.
        found: String,
        /// Where.
        span: Span,
        /// What to do.
        help: Option<String>,
    },
    /// A date that no calendar has.
    #[error("there is no date `{date}`")]
    NoSuchDate {
        /// As written.
        date: String,
        /// Where.
        span: Span,
    },
    /// A number with too many digits.
    #[error("the number `{number}` is too long")]
    NumberTooLong {
        /// As written.
        number: String,
        /// Where.
        span: Span,
    },
    /// A time that no day has.
    #[error("there is no time `{time}`")]
    NoSuchTime {
        /// As written.
        time: String,
        /// Where.
        span: Span,
    },
}

impl SyntaxError {
    /// Where it is.
    pub fn span(&self) -> Span {
        match self {
            SyntaxError::FileTooLarge { span, .. }
            | SyntaxError::TooDeep { span }
            | SyntaxError::SmartQuote { span }
            | SyntaxError::StrangeComment { span }
            | SyntaxError::OpenText { span }
            | SyntaxError::Expected { span, .. }
            | SyntaxError::NoSuchDate { span, .. }
            | SyntaxError::NumberTooLong { span, .. }
            | SyntaxError::NoSuchTime { span, .. } => *span,
        }
    }

    /// It as a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        let (code, label, help) = match self {
            SyntaxError::FileTooLarge { .. } => {
                ("syntax/file-too-large", "this file", Some("divide it into several files".to_owned()))
            }
            SyntaxError::TooDeep { .. } => {
                ("syntax/too-deep", "one bracket too many", Some("name a part of it in a rule of its own".to_owned()))
            }
            SyntaxError::SmartQuote { .. } => {
                ("syntax/smart-quote", "a typographic mark", Some("write `\"`".to_owned()))
            }
            SyntaxError::StrangeComment { .. } => {
                ("syntax/comment", "not a comment here", Some("write `--`".to_owned()))
            }
            SyntaxError::OpenText { .. } => {
                ("syntax/open-text", "the text begins here", Some("close it with `\"`".to_owned()))
            }
            SyntaxError::Expected { help, .. } => ("syntax/expected", "here", help.clone()),
            SyntaxError::NoSuchDate { .. } => {
                ("syntax/no-such-date", "no such day", Some("write a date as `2024-09-02`".to_owned()))
            }
            SyntaxError::NumberTooLong { .. } => {
                ("syntax/number-too-long", "too many digits", Some("write at most 18 digits".to_owned()))
            }
            SyntaxError::NoSuchTime { .. } => {
                ("syntax/no-such-time", "no such time", Some("write a time from `00:00` to `23:59`".to_owned()))
            }
        };
        let diagnostic = Diagnostic::error(code, self.to_string(), self.span(), label);
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

/// The problem that an error of the grammar stands for, with its offset in the declaration's text.
pub fn describe(builder: Builder, text: &str, error: &Error<Rule>) -> (usize, SyntaxError) {
    let offset = match error.location {
        InputLocation::Pos(at) => at,
        InputLocation::Span((start, _)) => start,
    };
    let rest = text.get(offset..).unwrap_or("");
    let token = token(rest);
    let span = builder.span(offset, offset + token.len());
    let (expected, words) = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => expected(positives),
        ErrorVariant::CustomError { message } => (message.clone(), Vec::new()),
    };
    let found = if token.is_empty() { "the end of the declaration".to_owned() } else { format!("`{token}`") };
    let help = help(token, &words);
    (offset, SyntaxError::Expected { expected, found, span, help })
}

/// The word or mark that a text begins with.
fn token(rest: &str) -> &str {
    let Some(first) = rest.chars().next() else { return "" };
    let of_word = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    let end = if first == '"' {
        rest.char_indices().skip(1).find(|(_, letter)| *letter == '"' || *letter == '\n').map_or(1, |(at, _)| at + 1)
    } else if of_word(first) {
        rest.find(|letter: char| !of_word(letter) && letter != '/').unwrap_or(rest.len())
    } else {
        first.len_utf8()
    };
    rest.get(..end).unwrap_or(rest)
}

/// The rules that may stand in a place, in words; and those of them that are single words of the language.
fn expected(rules: &[Rule]) -> (String, Vec<String>) {
    let mut words: Vec<String> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for rule in rules {
        let name = format!("{rule:?}");
        match name.strip_prefix("w_") {
            Some(word) => words.push(word.replace('_', "-")),
            None => others.push(in_words(&name)),
        }
    }
    words.sort();
    words.dedup();
    others.sort();
    others.dedup();
    let all: Vec<String> = others.into_iter().chain(words.iter().map(|word| format!("`{word}`"))).collect();
    const MOST: usize = 8;
    let shown = all.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    let text = if all.len() > MOST {
        format!("one of {shown} and {} more", all.len() - MOST)
    } else {
        match shown.rsplit_once(", ") {
            Some((before, last)) => format!("{before} or {last}"),
            None => shown,
        }
    };
    (text, words)
}

/// The name of a rule of the grammar, in words.
fn in_words(rule: &str) -> String {
    match rule {
        "EOI" => "the end of the declaration".to_owned(),
        "open_brace" => "`{`".to_owned(),
        "close_brace" => "`}`".to_owned(),
        "open_bracket" => "`(`".to_owned(),
        "close_bracket" => "`)`".to_owned(),
        "colon" => "`:`".to_owned(),
        "semicolon" => "`;`".to_owned(),
        "comma" => "`,`".to_owned(),
        "slash" => "`/`".to_owned(),
        "equals" => "`=`".to_owned(),
        "percent_sign" => "`%`".to_owned(),
        "text" | "text_inside" => "a text in quotation marks".to_owned(),
        "name" | "label" | "path" | "person" => "a name".to_owned(),
        "date" | "from_date" | "to_date" => "a date such as `2024-09-02`".to_owned(),
        "number" | "integer" => "a number".to_owned(),
        "literal" | "value" => "a value".to_owned(),
        "duration" | "hours" | "minutes" => "a duration such as `1 hour 30 minutes`".to_owned(),
        "comparison" | "at_least" | "at_most" | "more" | "less" | "equal" | "not_equal" => {
            "a comparison such as `at least`".to_owned()
        }
        "item" => "a declaration".to_owned(),
        other => format!("a {}", other.trim_end_matches('_').replace('_', " ")),
    }
}

/// What to do about a word that may not stand in a place.
fn help(token: &str, words: &[String]) -> Option<String> {
    if let Some(date) = iso(token) {
        return Some(format!("write the date as `{date}`"));
    }
    if token.ends_with('h') && token.len() > 1 && token.trim_end_matches('h').bytes().all(|byte| byte.is_ascii_digit())
    {
        return Some(format!("write `{} hours`", token.trim_end_matches('h')));
    }
    let declarations = DECLARATIONS.iter().map(|word| (*word).to_owned());
    let candidates = words.iter().cloned().chain(if words.is_empty() { declarations.collect() } else { Vec::new() });
    let close = candidates
        .map(|word| (strsim::damerau_levenshtein(token, &word), word))
        .filter(|(distance, word)| *distance <= 2 && *distance < word.len())
        .min();
    close.map(|(_, word)| format!("did you mean `{word}`?"))
}

/// A date written as `27/06/2025`, as this language writes it.
fn iso(token: &str) -> Option<String> {
    let mut parts = token.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let (day, month, year) = (day.parse().ok()?, month.parse().ok()?, year.parse::<i32>().ok()?);
    if parts.next().is_some() || year < 1900 {
        return None;
    }
    crate::value::Day::new(year, month, day).map(|day| day.to_string())
}
