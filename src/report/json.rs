//! The report as one JSON document: everything that is in the view, versioned by `schema`.

use super::view::Report;

/// The document, indented, ending with a line end.
///
/// # Errors
///
/// Never for a report made by `build`: every key is a text.
pub fn render(report: &Report) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(report)?;
    text.push('\n');
    Ok(escaped(text))
}

/// The same document with characters that act on a terminal written as escapes: JSON itself asks that only of the
/// first 32. They stand in texts only, so that every reader reads the same.
fn escaped(text: String) -> String {
    let acts = |letter: char| matches!(letter, '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.chars().any(acts) {
        return text;
    }
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, letter| {
        if acts(letter) {
            escaped.push_str(&format!("\\u{:04x}", u32::from(letter)));
        } else {
            escaped.push(letter);
        }
        escaped
    })
}
