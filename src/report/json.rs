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
    Ok(text)
}
