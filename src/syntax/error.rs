//! What can be wrong with a file's text: the wording, and the one thing to do about each.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::{DEEPEST, MOST_PROBLEMS};

/// What is wrong with a file's text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SyntaxError {
    /// More text than is read.
    #[error("this file is {size} bytes long, more than the 4 MiB (4194304 bytes) that are read")]
    FileTooLarge {
        /// Its size in bytes.
        size: usize,
        /// Its start.
        span: Span,
    },
    /// Brackets and the like nested too deep.
    #[error("brackets, `not` and `if` are nested more than {DEEPEST} deep")]
    TooDeep {
        /// The one that is one too many.
        span: Span,
    },
    /// Letters that no text holds.
    #[error("this file holds {number} control character{}, which no rule file does", if *number == 1 { "" } else { "s" })]
    ControlLetters {
        /// How many.
        number: usize,
        /// The first.
        span: Span,
    },
    /// Space that looks like the plain one and is not.
    #[error("this space is not a plain one")]
    StrangeSpace {
        /// The space.
        span: Span,
    },
    /// A typographic quotation mark.
    #[error("`{mark}` is no quotation mark here: a text is written between plain ones")]
    SmartQuote {
        /// The mark.
        mark: char,
        /// Where.
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
    /// A backslash before something that needs none.
    #[error("`{escape}` means nothing in a text")]
    UnknownEscape {
        /// As written.
        escape: String,
        /// Where.
        span: Span,
    },
    /// A brace that nothing closes.
    #[error("this `{{` has no closing `}}`")]
    OpenBrace {
        /// The brace.
        span: Span,
    },
    /// A closing brace that closes nothing.
    #[error("this `}}` closes nothing")]
    StrayBrace {
        /// The brace.
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
        /// A bracket that is still open here.
        opened: Option<Span>,
        /// What to do.
        help: Option<String>,
    },
    /// A line that a declaration may have only once.
    #[error("`{what}` is written twice here")]
    WrittenTwice {
        /// The line.
        what: &'static str,
        /// The first time.
        first: Span,
        /// The second.
        span: Span,
    },
    /// A date that no calendar has.
    #[error("there is no date `{date}`")]
    NoSuchDate {
        /// As written.
        date: String,
        /// Where.
        span: Span,
        /// The last day of that month, where there is such a month.
        nearest: Option<String>,
    },
    /// A number with too many digits.
    #[error("the number `{number}` is too long")]
    NumberTooLong {
        /// As written.
        number: String,
        /// Where.
        span: Span,
        /// What may be written.
        most: &'static str,
    },
    /// A time that no day has.
    #[error("there is no time `{time}`")]
    NoSuchTime {
        /// As written.
        time: String,
        /// Where.
        span: Span,
    },
    /// More problems than are told.
    #[error("there may be more problems {place} than those told here")]
    TooMany {
        /// In what.
        place: &'static str,
        /// Where the rest may be.
        span: Span,
    },
    /// The grammar did not give what it promises.
    #[error("the reader lost {what}: a fault of Assize, not of the file")]
    Bug {
        /// What was to be there.
        what: &'static str,
        /// Where.
        span: Span,
    },
}

/// What a diagnostic says besides its message.
struct Rest {
    code: &'static str,
    label: &'static str,
    help: Option<String>,
}

impl SyntaxError {
    /// Where it is.
    pub fn span(&self) -> Span {
        match self {
            SyntaxError::FileTooLarge { span, .. }
            | SyntaxError::TooDeep { span }
            | SyntaxError::ControlLetters { span, .. }
            | SyntaxError::StrangeSpace { span }
            | SyntaxError::SmartQuote { span, .. }
            | SyntaxError::StrangeComment { span }
            | SyntaxError::OpenText { span }
            | SyntaxError::UnknownEscape { span, .. }
            | SyntaxError::OpenBrace { span }
            | SyntaxError::StrayBrace { span }
            | SyntaxError::Expected { span, .. }
            | SyntaxError::WrittenTwice { span, .. }
            | SyntaxError::NoSuchDate { span, .. }
            | SyntaxError::NumberTooLong { span, .. }
            | SyntaxError::NoSuchTime { span, .. }
            | SyntaxError::TooMany { span, .. }
            | SyntaxError::Bug { span, .. } => *span,
        }
    }

    /// It as a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        let rest = self.rest();
        let diagnostic = Diagnostic::error(rest.code, self.to_string(), self.span(), rest.label);
        let diagnostic = match self {
            SyntaxError::Expected { opened: Some(opened), .. } => diagnostic.label(*opened, "opened here"),
            SyntaxError::WrittenTwice { first, .. } => diagnostic.label(*first, "the first time"),
            _ => diagnostic,
        };
        match rest.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    fn rest(&self) -> Rest {
        let rest = |code, label, help: &str| Rest { code, label, help: Some(help.to_owned()) };
        match self {
            SyntaxError::FileTooLarge { .. } => {
                rest("syntax/file-too-large", "this file", "divide it into several files")
            }
            SyntaxError::TooDeep { .. } => rest(
                "syntax/too-deep",
                "one too many",
                "name a part of it in a rule of its own, and write `meets RULE`",
            ),
            SyntaxError::ControlLetters { .. } => {
                rest("syntax/control-character", "the first is here", "write the file anew as plain UTF-8 text")
            }
            SyntaxError::StrangeSpace { .. } => {
                rest("syntax/strange-space", "no plain space", "write a plain space in its place")
            }
            SyntaxError::SmartQuote { .. } => rest("syntax/smart-quote", "a typographic mark", "write `\"`"),
            SyntaxError::StrangeComment { .. } => rest("syntax/comment", "no comment begins with this", "write `--`"),
            SyntaxError::OpenText { .. } => rest("syntax/open-text", "the text begins here", "close it with `\"`"),
            SyntaxError::UnknownEscape { .. } => {
                rest("syntax/unknown-escape", "here", "write `\\\\` for a backslash, and `\\\"` for a quotation mark")
            }
            SyntaxError::OpenBrace { .. } => rest("syntax/open-brace", "opened here", "close the declaration with `}`"),
            SyntaxError::StrayBrace { .. } => rest("syntax/stray-brace", "nothing is open here", "leave it out"),
            SyntaxError::Expected { help, .. } => {
                Rest { code: "syntax/expected", label: "not expected here", help: help.clone() }
            }
            SyntaxError::WrittenTwice { .. } => {
                rest("syntax/written-twice", "the second time", "leave out the one that does not hold")
            }
            SyntaxError::NoSuchDate { nearest, .. } => Rest {
                code: "syntax/no-such-date",
                label: "no such day",
                help: Some(match nearest {
                    Some(nearest) => format!("the last day of that month is `{nearest}`"),
                    None => "write a date as year, month, day: `2024-09-02`".to_owned(),
                }),
            },
            SyntaxError::NumberTooLong { most, .. } => {
                rest("syntax/number-too-long", "too long", &format!("write {most}"))
            }
            SyntaxError::NoSuchTime { .. } => {
                rest("syntax/no-such-time", "no such time", "write a time from `00:00` to `23:59`")
            }
            SyntaxError::TooMany { .. } => Rest {
                code: "syntax/too-many",
                label: "from here on",
                help: Some(format!("mend those first; a file shows at most {MOST_PROBLEMS}")),
            },
            SyntaxError::Bug { .. } => rest("internal/bug", "here", "please report it with this file"),
        }
    }
}
