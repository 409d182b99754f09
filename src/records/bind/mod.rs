//! Binds a manifest to the rule files' names and to the columns of its files.

pub(super) mod export;
pub(super) mod field;
pub(super) mod roster;
pub(super) mod waivers;

use crate::records::error::RecordsError;
use crate::records::format::DateFormat;
use crate::records::manifest::{DateColumn, Source, Text};
use crate::records::names::NameProblem;
use crate::source::Span;
use crate::value::fold;

/// What likely stands between the cells of a header that is one cell: in words, and as a manifest writes it.
fn other_delimiter(header: &[String], declared: u8) -> Option<(&'static str, &'static str)> {
    let [only] = header else { return None };
    let known =
        [(b';', "semicolons", "\";\""), (b'\t', "tabs", "\"tab\""), (b',', "commas", "\",\""), (b'|', "bars", "\"|\"")];
    let found = known.into_iter().find(|(byte, ..)| *byte != declared && only.as_bytes().contains(byte));
    found.map(|(_, found, written)| (found, written))
}

/// A column of a file, and its header for messages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Column {
    pub index: usize,
    pub name: String,
}

/// A column of dates or times.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Dates {
    pub column: Column,
    pub format: DateFormat,
}

/// The header of a file, and the problems found in binding to it.
pub(super) struct Binder<'m> {
    pub source: &'m Source,
    /// `None` where the file cannot be read: then no column is looked up.
    pub header: Option<&'m [String]>,
    pub errors: Vec<RecordsError>,
}

impl Binder<'_> {
    /// Finds a column.
    pub fn column(&mut self, name: &Text) -> Option<Column> {
        let header = self.header?;
        if let Some((found, written)) = other_delimiter(header, self.source.delimiter) {
            let (file, span) = (self.source.shown.value.clone(), self.source.shown.span);
            let problem = RecordsError::WrongDelimiter { file, found, written, span };
            // Said once: that no column is found follows from it.
            if !self.errors.contains(&problem) {
                self.errors.push(problem);
            }
            return None;
        }
        let wanted = fold(&name.value);
        let mut found = (0..).zip(header).filter(|(_, column)| fold(column) == wanted);
        let first = found.next();
        let times = 1 + found.count();
        let file = self.source.shown.value.clone();
        match first {
            Some((index, column)) if times == 1 => Some(Column { index, name: column.clone() }),
            Some((_, column)) => {
                let column = column.clone();
                self.errors.push(RecordsError::DuplicateColumn { file, column, times, span: name.span });
                None
            }
            None => {
                let column = name.value.clone();
                let header = header.to_vec();
                self.errors.push(RecordsError::UnknownColumn { file, column, header, span: name.span });
                None
            }
        }
    }

    /// Finds a column of dates or times.
    pub fn dates(&mut self, column: &DateColumn) -> Option<Dates> {
        Some(Dates { column: self.column(&column.column)?, format: column.format.clone() })
    }

    /// Finds a column of dates or times that may be left out.
    pub fn optional_dates(&mut self, column: Option<&DateColumn>) -> Option<Dates> {
        column.and_then(|column| self.dates(column))
    }

    /// Gives what a name stands for, or notes why it stands for nothing.
    pub fn named<T>(&mut self, kind: &'static str, name: &Text, found: Result<T, NameProblem>) -> Option<T> {
        match found {
            Ok(found) => Some(found),
            Err(problem) => {
                let name_text = name.value.clone();
                self.errors.push(RecordsError::Name { kind, name: name_text, problem, span: name.span });
                None
            }
        }
    }

    /// Notes a value that cannot be.
    pub fn bad(&mut self, text: &str, wanted: impl Into<String>, help: Option<String>, span: Span) {
        self.errors.push(RecordsError::BadValue { text: text.to_owned(), wanted: wanted.into(), help, span });
    }
}
