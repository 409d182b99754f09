//! A page of text: colour or none, headings, wrapped lines, columns.

use crate::diagnostic::harmless;
use crate::engine::outcome::Outcome;

/// How a page looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// With colours or without.
    pub ink: Ink,
    /// How many columns a line may have.
    pub width: usize,
    /// How many obligations of one finding are shown; the rest are counted.
    pub obligations: usize,
    /// How many rows of one obligation are shown; the rest are counted.
    pub rows: usize,
}

impl Look {
    /// A report's usual bounds at 80 columns.
    pub fn plain() -> Look {
        Look { ink: Ink::Plain, width: 80, obligations: 3, rows: 6 }
    }

    /// The same with these inks.
    #[must_use]
    pub fn with_ink(self, ink: Ink) -> Look {
        Look { ink, ..self }
    }
}

/// Whether a page is coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    /// With ANSI colours.
    Colour,
    /// Without.
    Plain,
}

/// Text being written.
#[derive(Clone, Debug)]
pub struct Page {
    /// How it looks.
    pub look: Look,
    text: String,
}

impl Page {
    /// An empty page.
    pub fn new(look: Look) -> Page {
        Page { look, text: String::new() }
    }

    /// The text: it ends with one line end.
    pub fn finish(self) -> String {
        let mut text = self.text.trim_end().to_owned();
        text.push('\n');
        text
    }

    /// An empty line, unless the line before is one.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// One line, without trailing space. Whatever it quotes of files cannot act on a terminal: the only escapes are
    /// those of the page's own inks.
    pub fn line(&mut self, line: &str) {
        let line: String = line.chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter }).collect();
        let line = harmless(line.trim_end());
        self.text.push_str(&match self.look.ink {
            Ink::Colour => coloured(&line),
            Ink::Plain => line,
        });
        self.text.push('\n');
    }

    /// A drawing as it is, which has its own line ends and colours, and is harmless.
    pub fn block(&mut self, text: &str) {
        for line in text.lines() {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// A heading after an empty line.
    pub fn heading(&mut self, heading: &str) {
        self.gap();
        let heading = self.bold(heading);
        self.line(&heading);
    }

    /// A paragraph: its first line after `first`, the others indented as far.
    pub fn paragraph(&mut self, first: &str, text: &str) {
        let indent = " ".repeat(columns(first));
        for (place, line) in wrapped(text, self.look.width.saturating_sub(indent.len()).max(20)).iter().enumerate() {
            let start = if place == 0 { first } else { &indent };
            self.line(&format!("{start}{line}"));
        }
    }

    /// A text in bold.
    pub fn bold(&self, text: &str) -> String {
        self.paint(0, text)
    }

    /// A text that matters less.
    pub fn faint(&self, text: &str) -> String {
        self.paint(1, text)
    }

    /// A text in the colour of an outcome.
    pub fn outcome(&self, outcome: Outcome, text: &str) -> String {
        match outcome {
            Outcome::Breached => self.paint(2, text),
            Outcome::Undetermined => self.paint(3, text),
            Outcome::AtRisk => self.paint(4, text),
            Outcome::Pending => self.paint(5, text),
            Outcome::Met => self.paint(6, text),
            Outcome::Waived | Outcome::Excused | Outcome::Exempt | Outcome::NotApplicable => self.paint(1, text),
        }
    }

    /// A text between two marks, which become escapes only when its line is written.
    fn paint(&self, ink: u32, text: &str) -> String {
        match (self.look.ink, char::from_u32(FIRST_MARK + ink)) {
            (Ink::Colour, Some(mark)) => format!("{mark}{text}{RESET}"),
            (Ink::Colour, None) | (Ink::Plain, _) => text.to_owned(),
        }
    }
}

/// The escapes of the inks, in the order of their marks: bold, faint, and the colours of outcomes.
const INKS: [&str; 7] = ["1", "2", "1;31", "1;35", "1;33", "36", "32"];
/// Marks of inks in a line that is not yet written: characters that no text has.
const FIRST_MARK: u32 = 0xfdd0;
const RESET: char = '\u{fdef}';

/// A line with its marks turned into escapes.
fn coloured(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for letter in line.chars() {
        let ink = u32::from(letter).checked_sub(FIRST_MARK).and_then(|ink| INKS.get(usize::try_from(ink).ok()?));
        match ink {
            Some(code) => text.push_str(&format!("\u{1b}[{code}m")),
            None if letter == RESET => text.push_str("\u{1b}[0m"),
            None => text.push(letter),
        }
    }
    text
}

fn is_mark(letter: char) -> bool {
    ('\u{fdd0}'..=RESET).contains(&letter)
}

/// How many columns a text takes: its characters without colours.
fn columns(text: &str) -> usize {
    text.chars().filter(|letter| !is_mark(*letter)).count()
}

/// A text cut into lines of at most `width` columns, between words; a longer word has its own line.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let length = columns(&line);
        if length > 0 && length + 1 + columns(word) > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// A text cut to `width` characters, with `…` where something is left out.
pub fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A text padded on the right to `width` characters.
pub fn left(text: &str, width: usize) -> String {
    let gap = width.saturating_sub(text.chars().count());
    format!("{text}{}", " ".repeat(gap))
}

/// A text padded on the left to `width` characters.
pub fn right(text: &str, width: usize) -> String {
    let gap = width.saturating_sub(text.chars().count());
    format!("{}{text}", " ".repeat(gap))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("longerthanthat a", 5), ["longerthanthat", "a"]);
        assert_eq!(wrapped("", 5), [""]);
    }

    #[test]
    fn a_plain_page_has_no_escapes_and_a_coloured_one_has() {
        let plain = Page::new(Look::plain());
        assert_eq!(plain.outcome(Outcome::Breached, "x"), "x");
        let mut colour = Page::new(Look::plain().with_ink(Ink::Colour));
        colour.line(&colour.outcome(Outcome::Breached, "x"));
        assert_eq!(colour.finish(), "\u{1b}[1;31mx\u{1b}[0m\n");
    }

    #[test]
    fn what_is_quoted_cannot_act_on_a_terminal() {
        for ink in [Ink::Plain, Ink::Colour] {
            let mut page = Page::new(Look::plain().with_ink(ink));
            page.line("a\u{1b}[2Jb\rc\u{0}\u{7}\u{9b}31m\u{202e}d");
            let text = page.finish();
            assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()), "{text:?}");
            assert!(!text.contains('\u{202e}'), "{text:?}");
        }
    }

    #[test]
    fn paragraphs_hang_under_their_first_words() {
        let mut page = Page::new(Look { width: 24, ..Look::plain() });
        page.paragraph("  - ", "set the parameter and load it");
        assert_eq!(page.finish(), "  - set the parameter\n    and load it\n");
    }
}
