//! Shows diagnostics on stderr: each beside the text it is about.

use super::terminal::{self, Terminal};
use crate::diagnostic::render::{self, Colour};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::text::Ink;
use crate::source::SourceMap;

/// How many problems of each severity there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Tally {
    /// In words: `2 errors, 1 warning`.
    pub fn words(self) -> String {
        let some = |number: usize, word: &str| match number {
            0 => None,
            1 => Some(format!("1 {word}")),
            _ => Some(format!("{number} {word}s")),
        };
        let parts: Vec<String> =
            [some(self.errors, "error"), some(self.warnings, "warning")].into_iter().flatten().collect();
        if parts.is_empty() { "no problem".to_owned() } else { parts.join(", ") }
    }
}

/// Shows every problem in the order of files and places, and counts them.
pub fn show(diagnostics: &[Diagnostic], sources: &SourceMap, terminal: Terminal) -> Tally {
    let of = |severity: Severity| diagnostics.iter().filter(|problem| problem.severity == severity).count();
    let tally = Tally { errors: of(Severity::Error), warnings: of(Severity::Warning) };
    if !diagnostics.is_empty() {
        let colour = match terminal.notes.ink {
            Ink::Colour => Colour::Always,
            Ink::Plain => Colour::Never,
        };
        terminal::note(&render::fancy(sources, diagnostics, colour, terminal.notes.width));
    }
    tally
}
