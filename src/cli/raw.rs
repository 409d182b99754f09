//! Puts the text of each row of a report's proofs beside it, as its file has it.

use std::collections::{BTreeMap, BTreeSet};

use crate::records::csv_file::raw_rows;
use crate::records::manifest::{Manifest, Source};
use crate::report::view::{Report, RowView};

/// Reads each input file once, for the rows that the report shows. What can no longer be read stays without a text.
pub fn fill(report: &mut Report, manifest: &Manifest) {
    let mut wanted: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for row in rows(report) {
        wanted.entry(row.file.clone()).or_default().insert(row.row);
    }
    let mut texts: BTreeMap<(&str, u32), String> = BTreeMap::new();
    for (file, lines) in &wanted {
        let Some(source) = source(manifest, file) else { continue };
        let lines: Vec<u32> = lines.iter().copied().collect();
        let found = raw_rows(&source.path, source.delimiter, &lines);
        texts.extend(found.into_iter().map(|(line, text)| ((file.as_str(), line), text)));
    }
    for row in rows(report) {
        row.raw = texts.get(&(row.file.as_str(), row.row)).cloned();
    }
}

fn rows(report: &mut Report) -> impl Iterator<Item = &mut RowView> {
    let obligations =
        report.findings.iter_mut().chain(&mut report.advice.findings).flat_map(|finding| &mut finding.obligations);
    obligations.filter_map(|one| one.proof.as_mut()).flat_map(|proof| &mut proof.rows)
}

/// The input file that reports show under this path.
fn source<'m>(manifest: &'m Manifest, file: &str) -> Option<&'m Source> {
    let rosters = manifest.rosters.iter().map(|roster| &roster.source);
    let exports = manifest.exports.iter().map(|export| &export.source);
    rosters.chain(exports).find(|source| source.shown.value == file)
}
