//! Shows diagnostics on stderr: each beside the text it is about.

use std::collections::BTreeMap;

use super::terminal::{self, Terminal};
use crate::diagnostic::render::{self, Colour};
use crate::diagnostic::{Diagnostic, Label, Severity, harmless};
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

/// How much is told of the problems that are no errors; every error is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    /// A few warnings of each code, and where the others are.
    Few,
    /// Every problem that is at least so severe.
    From(Severity),
}

/// So many warnings of one code are shown where only a few are.
const FEW: usize = 3;

/// So many places are named of those that are not shown.
const PLACES: usize = 8;

/// Shows the errors and a few warnings of each code, and counts all problems.
pub fn show(diagnostics: &[Diagnostic], sources: &SourceMap, terminal: Terminal) -> Tally {
    show_as(Told::Few, diagnostics, sources, terminal)
}

/// Shows the errors, then what is less severe, each in the order of files and places, and counts all problems.
pub fn show_as(told: Told, diagnostics: &[Diagnostic], sources: &SourceMap, terminal: Terminal) -> Tally {
    let of = |severity: Severity| diagnostics.iter().filter(move |problem| problem.severity == severity);
    let colour = match terminal.notes.ink {
        Ink::Colour => Colour::Always,
        Ink::Plain => Colour::Never,
    };
    let mut blocks = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        let all: Vec<Diagnostic> = of(severity).cloned().collect();
        let (shown, rest) = match told {
            Told::From(least) if severity >= least => (all, Vec::new()),
            Told::Few if severity == Severity::Error => (all, Vec::new()),
            Told::Few if severity == Severity::Warning => few(&all, sources),
            Told::From(_) | Told::Few => continue,
        };
        if !shown.is_empty() {
            blocks.push(render::fancy(sources, &shown, colour, terminal.notes.width).trim_end().to_owned());
        }
        blocks.extend((!rest.is_empty()).then(|| rest.join("\n")));
    }
    if !blocks.is_empty() {
        terminal::note(&format!("{}\n", blocks.join("\n\n")));
    }
    Tally {
        errors: of(Severity::Error).count(),
        warnings: of(Severity::Warning).count(),
        advice: of(Severity::Advice).count(),
    }
}

/// The first few of each code, and a line for each code of which there are more.
fn few(all: &[Diagnostic], sources: &SourceMap) -> (Vec<Diagnostic>, Vec<String>) {
    let mut by_code: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for problem in render::sorted(all) {
        by_code.entry(problem.code).or_default().push(problem);
    }
    let (mut shown, mut rest) = (Vec::new(), Vec::new());
    for (code, problems) in by_code {
        shown.extend(problems.iter().take(FEW).map(|problem| (*problem).clone()));
        let others = problems.get(FEW..).unwrap_or_default();
        if others.is_empty() {
            continue;
        }
        let place =
            |label: &Label| format!("{}:{}", sources.path(label.span).display(), sources.position(label.span).line);
        let places: Vec<String> =
            others.iter().filter_map(|problem| problem.labels.first()).take(PLACES).map(place).collect();
        let more = if others.len() > PLACES { ", …" } else { "" };
        rest.push(format!("and {} more of {code}: {}{more}", others.len(), harmless(&places.join(", "))));
    }
    (shown, rest)
}
