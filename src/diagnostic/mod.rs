//! Problems in rule files and manifests: a code, a message, labelled spans, and one thing to do.
//!
//! A diagnostic is about what was written, never about what somebody did: that is a finding.
//! Each stage has its own error enum with the wording; this module holds the shape they all take.

pub mod json;
pub mod pages;
pub mod render;
#[cfg(feature = "cli")]
mod shown;

pub(crate) use render::harmless;

use crate::source::Span;

/// How bad a problem is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Worth knowing; nothing is wrong yet.
    Advice,
    /// Likely a mistake; the rules can still be judged.
    Warning,
    /// The rules cannot be judged until this is mended.
    Error,
}

/// A remark beside a stretch of a rule file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; lower case, no full stop.
    pub text: String,
}

/// One problem, with everything that a person needs to mend it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Its code, as `stage/what`; never reused. `assize explain CODE` prints its page.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line; lower case, no full stop, user text in backticks.
    pub message: String,
    /// Where: the first label is the primary one. A label may be in another file than the first.
    pub labels: Vec<Label>,
    /// The one thing to do, best as corrected text.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error with `message` at `span`.
    pub fn error(code: &'static str, message: impl Into<String>, span: Span, label: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            labels: vec![Label { span, text: label.into() }],
            help: None,
        }
    }

    /// The same as a warning.
    #[must_use]
    pub fn warning(mut self) -> Diagnostic {
        self.severity = Severity::Warning;
        self
    }

    /// The same with one more label.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// The same with a help text.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}
