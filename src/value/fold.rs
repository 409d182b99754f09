//! Comparing texts that people typed: case, space and dashes are folded, and nothing else.

/// The text with case folded, runs of space made one, ends trimmed, and every dash a hyphen.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for letter in text.chars() {
        if letter.is_whitespace() {
            gap = !folded.is_empty();
            continue;
        }
        if gap {
            folded.push(' ');
            gap = false;
        }
        match letter {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => folded.push('-'),
            other => folded.extend(other.to_lowercase()),
        }
    }
    folded
}
