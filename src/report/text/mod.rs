//! The report for a terminal: ten seconds of summary, then findings by person with their evidence, then the rows.
//!
//! Takes a `Report` and the rule files; gives text that reads at 80 columns. Writes nothing.

mod blocks;
mod coverage;
mod evidence;
mod explain;
mod findings;
mod page;
mod rows;
mod strip;
mod summary;
mod waivers;

pub use blocks::{Note, Snippet, snippet};
pub use coverage::render as coverage;
pub use explain::explain;
pub use page::{Ink, Look, Page};

use super::view::Report;
use crate::source::SourceMap;

/// The whole report.
pub fn render(report: &Report, sources: &SourceMap, look: Look) -> String {
    let mut page = Page::new(look);
    summary::write(&mut page, report);
    findings::write(&mut page, report, sources);
    waivers::write(&mut page, &report.waivers);
    rows::write(&mut page, &report.rows);
    page.finish()
}

/// Only the summary and what became of the rows.
pub fn render_summary(report: &Report, look: Look) -> String {
    let mut page = Page::new(look);
    summary::write(&mut page, report);
    waivers::write(&mut page, &report.waivers);
    rows::write(&mut page, &report.rows);
    page.finish()
}
