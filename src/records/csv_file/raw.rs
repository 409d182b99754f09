//! The text of a few rows, for a proof to cite.

use std::collections::BTreeSet;
use std::path::Path;

use super::CsvFile;

/// The text of some rows of a file as one line of CSV each, by the lines on which they start: one pass, for the few
/// rows of a proof.
///
/// A row that is not there, or cannot be read, is left out. Bytes that are no UTF-8 are replaced.
pub fn raw_rows(path: &Path, delimiter: u8, lines: &[u32]) -> Vec<(u32, String)> {
    let lines: BTreeSet<u32> = lines.iter().copied().collect();
    let Ok(mut file) = CsvFile::open(path, delimiter) else { return Vec::new() };
    let Some(last) = lines.last() else { return Vec::new() };
    let mut found = Vec::new();
    while let Ok(Some(row)) = file.next_row() {
        let line = row.line;
        if lines.contains(&line) {
            found.push((line, file.raw()));
        }
        if line >= *last {
            break;
        }
    }
    found
}

impl CsvFile {
    /// The cells of the row just read as one line of CSV.
    fn raw(&self) -> String {
        let delimiter = char::from(self.delimiter);
        let mut line = String::new();
        for (place, cell) in self.record.iter().enumerate() {
            if place > 0 {
                line.push(delimiter);
            }
            let text = String::from_utf8_lossy(cell);
            if text.contains(['"', '\n', '\r', delimiter]) {
                line.push('"');
                line.push_str(&text.replace('"', "\"\""));
                line.push('"');
            } else {
                line.push_str(&text);
            }
        }
        line
    }
}
