//! Diagnostics as a person reads them: each beside the text it is about, or one to a line.

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::SourceMap;

#[cfg(feature = "cli")]
use crate::diagnostic::shown::Shown;

/// Whether to colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colour {
    /// Plain text.
    Never,
    /// Terminal colours.
    Always,
}

/// The diagnostics by file, then by position.
pub fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| (diagnostic.labels.first().map(|label| label.span), diagnostic.code));
    sorted
}

/// One diagnostic on one line: `file:line:column: error[code] message`.
pub fn compact(sources: &SourceMap, diagnostic: &Diagnostic) -> String {
    let word = word(diagnostic.severity);
    match diagnostic.labels.first() {
        Some(label) => {
            let at = sources.position(label.span);
            let path = sources.path(label.span).display();
            let message = on_one_line(&diagnostic.message);
            format!("{path}:{}:{}: {word}[{}] {message}", at.line, at.column, diagnostic.code)
        }
        None => format!("{word}[{}] {}", diagnostic.code, on_one_line(&diagnostic.message)),
    }
}

/// A text without line ends and without what a terminal could take for an order.
fn on_one_line(text: &str) -> String {
    harmless(text).replace(['\n', '\r', '\t'], " ")
}

/// A text with every control character, and every mark that turns the direction of writing, made visible in as many
/// bytes.
pub(crate) fn harmless(text: &str) -> String {
    let shown = |letter: char| match letter {
        '\n' | '\r' | '\t' => letter,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        letter if letter.is_control() && letter.is_ascii() => '?',
        letter if letter.is_control() => '\u{b7}',
        letter => letter,
    };
    text.chars().map(shown).collect()
}

/// The word for a severity.
pub fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Advice => "advice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// All diagnostics beside the text that they are about.
#[cfg(feature = "cli")]
pub fn fancy(sources: &SourceMap, diagnostics: &[Diagnostic], colour: Colour, width: usize) -> String {
    use std::fmt::Write;

    use miette::{GraphicalReportHandler, GraphicalTheme};

    let theme = match colour {
        Colour::Never => GraphicalTheme::unicode_nocolor(),
        Colour::Always => GraphicalTheme::unicode(),
    };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(width).with_links(false);
    let mut text = String::new();
    for diagnostic in sorted(diagnostics) {
        let before = text.len();
        let shown = Shown::new(sources, diagnostic);
        if handler.render_report(&mut text, &shown).is_err() {
            text.truncate(before);
            let _ = writeln!(text, "{}", compact(sources, diagnostic));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests may panic")]

    use super::*;
    use crate::source::{FileId, Span};

    fn two_files() -> (SourceMap, FileId, FileId) {
        let mut sources = SourceMap::default();
        let one = sources.add("one.assize", "policy p \"P\" {\n}\n\nrole é \u{1b}[31m\n");
        let two = sources.add("two.assize", "role mentor\n");
        (sources, one, two)
    }

    #[test]
    fn one_line_each_in_the_order_of_files_and_places() {
        let (sources, one, two) = two_files();
        let problem = |file, start, code| Diagnostic::error(code, "bad\nnews", Span::new(file, start, start + 4), "x");
        let all = [problem(two, 5, "a/c"), problem(one, 18, "a/b"), problem(one, 0, "a/a").warning()];
        let lines: Vec<String> = sorted(&all).into_iter().map(|problem| compact(&sources, problem)).collect();
        assert_eq!(
            lines,
            [
                "one.assize:1:1: warning[a/a] bad news",
                "one.assize:4:1: error[a/b] bad news",
                "two.assize:1:6: error[a/c] bad news",
            ]
        );
    }

    #[cfg(feature = "cli")]
    #[test]
    fn beside_the_text_with_what_is_in_another_file() {
        let (sources, one, two) = two_files();
        let problem = Diagnostic::error("a/b", "the role is declared twice", Span::new(one, 26, 27), "again here")
            .label(Span::new(one, 0, 6), "in this policy")
            .label(Span::new(two, 5, 11), "first here")
            .help("leave one out");
        let text = fancy(&sources, &[problem], Colour::Never, 80);
        let shown: Vec<&str> = text.lines().map(str::trim_end).collect();
        assert_eq!(
            shown,
            [
                "a/b",
                "",
                "  × the role is declared twice",
                "   ╭─[one.assize:4:8]",
                " 1 │ policy p \"P\" {",
                "   · ───┬──",
                "   ·    ╰── in this policy",
                " 2 │ }",
                " 3 │",
                " 4 │ role é ?[31m",
                "   ·        ┬",
                "   ·        ╰── again here",
                "   ╰────",
                "  help: leave one out",
                "        two.assize:1:6: first here",
                "",
            ]
        );
    }

    #[cfg(feature = "cli")]
    #[test]
    fn an_empty_file_and_a_place_past_the_end_are_shown_too() {
        let mut sources = SourceMap::default();
        let empty = sources.add("empty.assize", "");
        let problem = Diagnostic::error("a/b", "nothing here", Span::new(empty, 0, 0), "here");
        assert!(fancy(&sources, &[problem], Colour::Never, 80).contains("nothing here"));
        let past = Diagnostic::error("a/b", "far away", Span::new(empty, 90, 95), "here");
        assert!(fancy(&sources, &[past], Colour::Always, 80).contains("far away"));
    }
}
