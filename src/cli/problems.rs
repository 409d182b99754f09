//! Shows diagnostics on stderr: each beside the text it is about.

use super::terminal::{self, Terminal};
use crate::diagnostic::render::{self, Colour};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::text::Ink;
use crate::report::words::some;
use crate::source::SourceMap;

/// How many problems of each severity there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Advice.
    pub advice: usize,
}

impl Tally {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Tally) -> Tally {
        Tally {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            advice: self.advice + other.advice,
        }
    }

    /// In words: `2 errors, 1 warning`.
    pub fn words(self) -> String {
        let counted = [
            (self.errors, some(self.errors, "error", "errors")),
            (self.warnings, some(self.warnings, "warning", "warnings")),
        ];
        let parts: Vec<String> = counted.into_iter().filter(|(number, _)| *number > 0).map(|(_, text)| text).collect();
        if parts.is_empty() { "no problem".to_owned() } else { parts.join(", ") }
    }
}

/// Shows every error and warning in the order of files and places, and counts all problems.
pub fn show(diagnostics: &[Diagnostic], sources: &SourceMap, terminal: Terminal) -> Tally {
    show_from(Severity::Warning, diagnostics, sources, terminal)
}

/// Shows every problem that is at least so severe, and counts all.
pub fn show_from(least: Severity, diagnostics: &[Diagnostic], sources: &SourceMap, terminal: Terminal) -> Tally {
    let of = |severity: Severity| diagnostics.iter().filter(|problem| problem.severity == severity).count();
    let tally = Tally { errors: of(Severity::Error), warnings: of(Severity::Warning), advice: of(Severity::Advice) };
    let shown: Vec<Diagnostic> = diagnostics.iter().filter(|problem| problem.severity >= least).cloned().collect();
    if !shown.is_empty() {
        let colour = match terminal.notes.ink {
            Ink::Colour => Colour::Always,
            Ink::Plain => Colour::Never,
        };
        let text = render::fancy(sources, &shown, colour, terminal.notes.width);
        terminal::note(&format!("{}\n", text.trim_end()));
    }
    tally
}
