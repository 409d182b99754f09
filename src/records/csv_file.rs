//! Reads a CSV file row by row: which line each row starts on, its raw text, and what is wrong with the file.
//!
//! Takes bytes, gives cells as bytes; knows nothing of what a column means. Nothing longer than one row is held, and
//! a row is held to a fixed length, so that an unclosed quote or a file that is no table is a clean error.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};

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
        let io = |error: io::Error| FileProblem::Io(error.to_string());
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
            lines: Lines { line: 1, after_return: false },
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
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return Err(FileProblem::NotCsv("text in UTF-16"));
    }
    Ok(())
}

/// Counts lines, however they end.
#[derive(Clone, Copy, Debug)]
struct Lines {
    line: u32,
    after_return: bool,
}

impl Lines {
    fn pass(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let ends = *byte == b'\r' || (*byte == b'\n' && !self.after_return);
            self.line = self.line.saturating_add(u32::from(ends));
            self.after_return = *byte == b'\r';
        }
    }
}

/// How the quotes of a row stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Quotes {
    Fine,
    /// A quoted cell has no closing quote.
    Open,
    /// Something stands between a closing quote and the next delimiter.
    Stray,
}

fn quotes(raw: &[u8], delimiter: u8) -> Quotes {
    enum At {
        Start,
        Plain,
        Quoted,
        Closed,
    }
    let mut at = At::Start;
    let mut stray = false;
    for byte in raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(raw) {
        let ends = *byte == delimiter || matches!(byte, b'\r' | b'\n');
        at = match at {
            At::Start if *byte == b'"' => At::Quoted,
            At::Start | At::Plain | At::Closed if ends => At::Start,
            At::Start | At::Plain => At::Plain,
            At::Quoted if *byte == b'"' => At::Closed,
            At::Quoted => At::Quoted,
            At::Closed if *byte == b'"' => At::Quoted,
            At::Closed => {
                stray = true;
                At::Plain
            }
        };
    }
    match at {
        At::Quoted => Quotes::Open,
        At::Start | At::Plain | At::Closed if stray => Quotes::Stray,
        At::Start | At::Plain | At::Closed => Quotes::Fine,
    }
}

/// The text of some rows of a file as one line of CSV each, by the lines on which they start: one pass, for the few
/// rows of a proof.
///
/// A row that is not there, or cannot be read, is left out. Bytes that are no UTF-8 are replaced.
pub fn raw_rows(path: &Path, delimiter: u8, lines: &[u32]) -> Vec<(u32, String)> {
    let Ok(mut file) = CsvFile::open(path, delimiter) else { return Vec::new() };
    let Some(last) = lines.iter().max() else { return Vec::new() };
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]
mod tests {
    use super::*;

    fn rows(bytes: &[u8], delimiter: u8) -> Result<Vec<(u32, Vec<String>)>, FileProblem> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, bytes).unwrap();
        let mut file = CsvFile::open(&path, delimiter)?;
        let mut rows = vec![(1, file.header().to_vec())];
        while let Some(row) = file.next_row()? {
            rows.push((row.line, row.cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()));
        }
        Ok(rows)
    }

    fn lines(bytes: &[u8]) -> Vec<u32> {
        rows(bytes, b',').unwrap().into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn rows_are_counted_as_a_person_finds_them() {
        assert_eq!(lines(b"a,b\n1,2\n3,4\n"), [1, 2, 3]);
        assert_eq!(lines(b"a,b\n1,2\n3,4"), [1, 2, 3]);
        assert_eq!(lines(b"a,b\r\n1,2\r\n3,4\r\n"), [1, 2, 3]);
        assert_eq!(lines(b"a,b\r1,2\r3,4"), [1, 2, 3]);
        assert_eq!(lines(b"a,b\n\n\n1,2\n\n3,4\n\n"), [1, 4, 6]);
        assert_eq!(lines(b"a,b\r\n\r\n1,2\r\n\r\n\r\n3,4"), [1, 3, 6]);
        assert_eq!(lines(b"a,b\n\"x\ny\",2\n3,4\n"), [1, 2, 4]);
        assert_eq!(lines(b"a,b\r\n\"x\r\n\r\ny\",2\r\n3,4\r\n"), [1, 2, 5]);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_header() {
        for bytes in [&b"\xef\xbb\xbfa,b\n1,2\n"[..], b"\xef\xbb\xbf\"a\",b\n1,2\n"] {
            let rows = rows(bytes, b',').unwrap();
            assert_eq!(rows[0].1, ["a", "b"]);
            assert_eq!(rows[1].1, ["1", "2"]);
        }
    }

    #[test]
    fn other_delimiters() {
        assert_eq!(rows(b"a;b\n1,5;2\n", b';').unwrap()[1].1, ["1,5", "2"]);
        assert_eq!(rows(b"a\tb\n1\t2\n", b'\t').unwrap()[1].1, ["1", "2"]);
    }

    #[test]
    fn quotes_that_do_not_close_are_named_and_swallow_nothing() {
        assert_eq!(rows(b"a,b\n1,2\n\"x,2\n3,4\n", b',').unwrap_err(), FileProblem::OpenQuote { line: 3 });
        let stray = rows(b"a,b\n\"x,2\n3,4\n5,\"y\"\n", b',').unwrap_err();
        assert_eq!(stray, FileProblem::StrayQuote { line: 2, last: 4 });
        assert!(rows(b"a,b\n\"x \"\"quoted\"\"\",2\n", b',').is_ok());
        assert!(rows(b"a,b\n5\" pipe,2\n", b',').is_ok());
    }

    #[test]
    fn a_row_without_end_is_bounded() {
        let mut bytes = b"a,b\n1,2\n".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', 3 * LONGEST_ROW));
        assert_eq!(rows(&bytes, b',').unwrap_err(), FileProblem::TooLong { line: 3 });
        let mut bytes = b"a,b\n1,2\n\"".to_vec();
        bytes.extend(b"1,2\n".repeat(LONGEST_ROW));
        assert_eq!(rows(&bytes, b',').unwrap_err(), FileProblem::TooLong { line: 3 });
    }

    #[test]
    fn many_rows_keep_their_lines() {
        let mut bytes = b"a,b\r\n".to_vec();
        for row in 0..50_000 {
            bytes.extend(format!("{row},\"x\r\ny\"\r\n").as_bytes());
        }
        let rows = rows(&bytes, b',').unwrap();
        assert_eq!(rows.len(), 50_001);
        for (place, (line, cells)) in rows.iter().enumerate().skip(1) {
            assert_eq!(usize::try_from(*line).unwrap(), 2 * place);
            assert_eq!(cells[0], (place - 1).to_string());
        }
    }

    #[test]
    fn what_is_no_csv_says_so() {
        assert_eq!(rows(b"", b',').unwrap_err(), FileProblem::Empty);
        assert_eq!(rows(b"\n\n", b',').unwrap_err(), FileProblem::Empty);
        assert_eq!(rows(b"PK\x03\x04xx", b',').unwrap_err(), FileProblem::NotCsv("a workbook"));
        assert_eq!(rows(b"\xff\xfea\0,\0b\0", b',').unwrap_err(), FileProblem::NotCsv("text in UTF-16"));
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            CsvFile::open(folder.path(), b','),
            Err(FileProblem::NotCsv("a folder") | FileProblem::Io(_))
        ));
        assert!(matches!(CsvFile::open(&folder.path().join("none.csv"), b','), Err(FileProblem::Io(_))));
    }

    #[test]
    fn raw_text_of_some_rows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, b"a,b\n1,2\n\"x\ny\",\"say \"\"hi\"\"\"\n5,6\n").unwrap();
        assert_eq!(
            raw_rows(&path, b',', &[3, 2]),
            [(2, "1,2".to_owned()), (3, "\"x\ny\",\"say \"\"hi\"\"\"".to_owned())]
        );
        assert_eq!(raw_rows(&path, b',', &[9]), []);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::sample::select(b"a,\"\n\r;\xff\xef".to_vec()), 0..60)) {
            let _ = rows(&bytes, b',').is_ok();
        }
    }
}
