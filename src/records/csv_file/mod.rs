//! Reads a CSV file row by row: which line each row starts on, its raw text, and what is wrong with the file.
//!
//! Takes bytes, gives cells as bytes; knows nothing of what a column means. Nothing longer than one row is held, and
//! a row is held to a fixed length, so that an unclosed quote or a file that is no table is a clean error.

mod raw;
mod shape;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]
mod tests;

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};

pub use raw::raw_rows;
use shape::{Lines, Quotes, quotes};

use crate::source::why_not;

/// The longest row that is read, in bytes.
pub const LONGEST_ROW: usize = 1 << 20;

/// Why a file cannot be read, or not to its end.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FileProblem {
    /// What the system says.
    #[error("{0}")]
    Io(String),
    /// It is a folder, a workbook, or text in UTF-16.
    #[error("it is {0}, not a CSV file in UTF-8")]
    NotCsv(&'static str),
    /// It is empty.
    #[error("it is empty: it has no header row")]
    Empty,
    /// A row with no end in sight.
    #[error("the row on line {line} is longer than {LONGEST_ROW} bytes: a quote may not be closed")]
    TooLong {
        /// Where it starts.
        line: u32,
    },
    /// A quote that is never closed.
    #[error("a quote in the row on line {line} is never closed")]
    OpenQuote {
        /// Where the row starts.
        line: u32,
    },
    /// A quoted cell over several lines that goes on after its closing quote: a quote is likely missing.
    #[error(
        "the row on line {line} runs to line {last} and has text after a closing quote: a quote is missing or too many"
    )]
    StrayQuote {
        /// Where it starts.
        line: u32,
        /// Where it ends.
        last: u32,
    },
}

impl FileProblem {
    /// The one thing to do.
    pub fn help(&self) -> String {
        match self {
            FileProblem::Io(_) => "make sure that the file is there, by its path from the manifest".to_owned(),
            FileProblem::NotCsv(_) => "save it as CSV (UTF-8) and name that file".to_owned(),
            FileProblem::Empty => "export it again, with its header".to_owned(),
            FileProblem::TooLong { line } | FileProblem::OpenQuote { line } | FileProblem::StrayQuote { line, .. } => {
                format!("mend the quotes of line {line}: a quote inside a quoted cell is written twice")
            }
        }
    }
}

/// The bytes handed to the CSV reader since the row being read began.
#[derive(Debug, Default)]
struct Tape {
    bytes: Vec<u8>,
    /// How many of them are of rows already given.
    done: usize,
}

impl Tape {
    fn pending(&self) -> &[u8] {
        self.bytes.get(self.done..).unwrap_or_default()
    }

    fn finish(&mut self, length: usize) {
        self.done += length;
        // Moving the rest down for every row would cost a copy of the buffer for each.
        if self.done > 1 << 16 {
            self.bytes.drain(..self.done.min(self.bytes.len()));
            self.done = 0;
        }
    }
}

/// Copies what is read to the tape, and stops at a row that is too long.
struct Taped {
    file: File,
    tape: Rc<RefCell<Tape>>,
}

impl Read for Taped {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut tape = self.tape.borrow_mut();
        if tape.pending().len() > LONGEST_ROW {
            return Err(io::Error::other("row too long"));
        }
        let length = self.file.read(buffer)?;
        tape.bytes.extend_from_slice(buffer.get(..length).unwrap_or_default());
        Ok(length)
    }
}

/// A CSV file being read.
pub struct CsvFile {
    reader: Reader<Taped>,
    tape: Rc<RefCell<Tape>>,
    header: Vec<String>,
    record: ByteRecord,
    delimiter: u8,
    read: u64,
    length: u64,
    lines: Lines,
}

/// A row as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// Its cells.
    pub cells: &'r ByteRecord,
    /// The line on which it starts; the first line of the file is 1.
    pub line: u32,
}

impl CsvFile {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub fn open(path: &Path, delimiter: u8) -> Result<CsvFile, FileProblem> {
        let io = |error: io::Error| FileProblem::Io(why_not(&error));
        let file = File::open(path).map_err(io)?;
        let metadata = file.metadata().map_err(io)?;
        if metadata.is_dir() {
            return Err(FileProblem::NotCsv("a folder"));
        }
        let tape = Rc::new(RefCell::new(Tape::default()));
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(Taped { file, tape: Rc::clone(&tape) });
        let mut file = CsvFile {
            reader,
            tape,
            header: Vec::new(),
            record: ByteRecord::new(),
            delimiter,
            read: 0,
            length: metadata.len(),
            lines: Lines::START,
        };
        let header = match file.next_row()? {
            Some(row) => row.cells.iter().map(header_cell).collect(),
            None => return Err(FileProblem::Empty),
        };
        file.header = header;
        Ok(file)
    }

    /// The texts of the header row.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// How many bytes are read.
    pub fn bytes_read(&self) -> u64 {
        self.read
    }

    /// How many bytes there are.
    pub fn bytes(&self) -> u64 {
        self.length
    }

    /// The next row; `None` after the last.
    ///
    /// # Errors
    ///
    /// Why the rest of the file cannot be read.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, FileProblem> {
        let outcome = self.reader.read_byte_record(&mut self.record);
        let more = match outcome {
            Ok(more) => more,
            Err(error) => return Err(self.failure(&error)),
        };
        if !more {
            return Ok(None);
        }
        let end = self.reader.position().byte();
        let length = usize::try_from(end.saturating_sub(self.read)).unwrap_or(0);
        let first = self.read == 0;
        self.read = end;
        let mut tape = self.tape.borrow_mut();
        let taken = tape.pending().get(..length).unwrap_or_default();
        if first {
            not_csv(taken)?;
        }
        let blank = taken.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let (before, raw) = taken.split_at_checked(blank).unwrap_or_default();
        self.lines.pass(before);
        let line = self.lines.line;
        self.lines.pass(raw);
        let quotes = if raw.contains(&b'"') { quotes(raw, self.delimiter) } else { Quotes::Fine };
        let last = self.lines.line - u32::from(raw.ends_with(b"\n") || raw.ends_with(b"\r"));
        tape.finish(length);
        drop(tape);
        match quotes {
            Quotes::Open => return Err(FileProblem::OpenQuote { line }),
            Quotes::Stray if last > line => return Err(FileProblem::StrayQuote { line, last }),
            Quotes::Fine | Quotes::Stray => {}
        }
        Ok(Some(Row { cells: &self.record, line }))
    }

    fn failure(&self, error: &csv::Error) -> FileProblem {
        let tape = self.tape.borrow();
        if tape.pending().len() > LONGEST_ROW {
            let blank = tape.pending().iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let mut lines = self.lines;
            lines.pass(tape.pending().get(..blank).unwrap_or_default());
            return FileProblem::TooLong { line: lines.line };
        }
        FileProblem::Io(error.to_string())
    }
}

fn header_cell(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    text.trim_start_matches('\u{feff}').trim().to_owned()
}

/// Knows a workbook and UTF-16 by their first bytes.
fn not_csv(start: &[u8]) -> Result<(), FileProblem> {
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(FileProblem::NotCsv("a workbook"));
    }
    // No header in UTF-8 holds a zero byte; in UTF-16 every second byte of one is.
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") || start.contains(&0) {
        return Err(FileProblem::NotCsv("text in UTF-16"));
    }
    Ok(())
}
