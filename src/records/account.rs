//! The row account: what became of every row of every input, in totals that add up, and in full lists.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::records::table::InputId;

/// What became of every row.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Account {
    /// Each input file, the roster's first, then the exports, then the waiver registers, in the manifest's order.
    pub files: Vec<FileAccount>,
    /// What is wrong with cells and rows, by file and row.
    pub problems: Vec<Problem>,
    /// Rows that count elsewhere, by file and row.
    pub repeats: Vec<RepeatedRow>,
    /// What is to be known of whole files before any result is believed, in the manifest's order.
    pub notices: Vec<Notice>,
}

/// What is to be known of a whole file before any result is believed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Notice {
    /// Its path, as the manifest writes it.
    pub file: String,
    /// Its code; `assize explain CODE` prints its page.
    pub code: &'static str,
    /// What is the matter, in one line.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What became of the rows of one file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FileAccount {
    /// Its path, as the manifest writes it.
    pub file: String,
    /// Its place in the tables.
    #[serde(skip)]
    pub input: InputId,
    /// What it is.
    pub kind: FileKind,
    /// The system whose export it is.
    pub records: Option<String>,
    /// How many rows were read, the header left out.
    pub rows_read: u64,
    /// How many rows are in each class; classes with none are left out.
    pub totals: BTreeMap<RowClass, u64>,
    /// The rows of every class but `counted`, by the line on which they start.
    pub rows: BTreeMap<RowClass, Vec<u32>>,
}

/// What a file is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// A roster.
    Roster,
    /// An export.
    Export,
    /// A waiver register.
    Waivers,
}

/// What became of a row: exactly one of these.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowClass {
    /// It is an event, a row of the roster, or a waiver.
    Counted,
    /// It may be an event: its status, its person, or when it was recorded is not certain.
    Possible,
    /// It was planned, cancelled, a draft or rejected.
    NotHeld,
    /// The manifest ignores its activity or role.
    Ignored,
    /// Its person is nobody in the roster, or its rule none of the rule files.
    Unmatched,
    /// It is dated after the audit's date.
    AfterAsOf,
    /// It was recorded after `known at`.
    RecordedLater,
    /// A later row replaces it, or it repeats another.
    Duplicate,
    /// It could not be read.
    Rejected,
    /// No cell of it holds anything.
    Blank,
}

impl RowClass {
    /// Every class, in the order of reports.
    pub const ALL: [RowClass; 10] = [
        RowClass::Counted,
        RowClass::Possible,
        RowClass::NotHeld,
        RowClass::Ignored,
        RowClass::Unmatched,
        RowClass::AfterAsOf,
        RowClass::RecordedLater,
        RowClass::Duplicate,
        RowClass::Rejected,
        RowClass::Blank,
    ];

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            RowClass::Counted => "counted",
            RowClass::Possible => "possible",
            RowClass::NotHeld => "not held",
            RowClass::Ignored => "ignored",
            RowClass::Unmatched => "unmatched",
            RowClass::AfterAsOf => "after as-of",
            RowClass::RecordedLater => "recorded later",
            RowClass::Duplicate => "duplicate",
            RowClass::Rejected => "rejected",
            RowClass::Blank => "blank",
        }
    }
}

/// Something wrong with a row, and what to do.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Problem {
    /// The file.
    #[serde(skip)]
    pub input: InputId,
    /// Its path, as the manifest writes it.
    pub file: String,
    /// The line on which the row starts.
    pub row: u32,
    /// The column, where it is about one cell.
    pub column: Option<String>,
    /// What the cell says, cut after 200 characters.
    pub text: Option<String>,
    /// Its code; `assize explain CODE` prints its page.
    pub code: &'static str,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: String,
    /// What it does to the row.
    pub effect: Effect,
}

/// What a problem does to its row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The row is rejected. A row of an export stays a possible event as far as it could be read.
    Rejected,
    /// The event is only possible.
    Possible,
    /// The event counts; what the cell should say is not known.
    ValueUnknown,
    /// The event is nobody's.
    Unmatched,
    /// The waiver is of no rule or no person that is known, and lets nothing pass.
    Void,
    /// Nothing; it is worth knowing.
    Noted,
}

/// A row that counts elsewhere.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct RepeatedRow {
    /// Its file.
    pub file: String,
    /// The line on which it starts.
    pub row: u32,
    /// The file of the row that stands for it.
    pub counted_file: String,
    /// The line on which that row starts.
    pub counted_row: u32,
    /// Why.
    pub why: WhyRepeated,
}

/// Why a row counts elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyRepeated {
    /// A later row has the same record id.
    Replaced,
    /// Another system recorded the same event.
    SameEvent,
    /// The same row stands in the roster already.
    SameRosterRow,
}

/// The rows of one file that do not add up: a fault of Assize.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{file}` has {read} rows, and {accounted} of them are accounted for")]
pub struct Unbalanced {
    /// The file.
    pub file: String,
    /// Rows read.
    pub read: u64,
    /// Rows in some class.
    pub accounted: u64,
}

/// Totals over all files.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Totals {
    /// Rows read.
    pub read: u64,
    /// Rows in each class, all classes.
    pub by_class: BTreeMap<RowClass, u64>,
}

impl Account {
    /// The totals over all files, or over the exports alone.
    ///
    /// # Errors
    ///
    /// The first file whose classes do not add up to the rows read.
    pub fn totals(&self, kind: Option<FileKind>) -> Result<Totals, Unbalanced> {
        let mut totals = Totals { read: 0, by_class: RowClass::ALL.iter().map(|class| (*class, 0)).collect() };
        for file in self.files.iter().filter(|file| kind.is_none_or(|kind| file.kind == kind)) {
            let accounted = file.totals.values().sum();
            if accounted != file.rows_read {
                return Err(Unbalanced { file: file.file.clone(), read: file.rows_read, accounted });
            }
            totals.read += file.rows_read;
            for (class, rows) in &file.totals {
                *totals.by_class.entry(*class).or_default() += rows;
            }
        }
        Ok(totals)
    }

    /// How many rows of some kind of file were rejected: while there are any, the audit is incomplete.
    pub fn rejected(&self, kind: FileKind) -> u64 {
        let files = self.files.iter().filter(|file| file.kind == kind);
        files.filter_map(|file| file.totals.get(&RowClass::Rejected)).sum()
    }

    /// The problems of one file.
    pub fn problems_of(&self, input: InputId) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(move |problem| problem.input == input)
    }
}

/// The classes of one file's rows while they are read.
#[derive(Clone, Debug, Default)]
pub(super) struct RowBook {
    read: u64,
    rows: Vec<(u32, RowClass)>,
}

impl RowBook {
    /// How many rows were read so far.
    pub fn rows(&self) -> u64 {
        self.read
    }

    /// Counts a row as read, before anything is known of it.
    pub fn row_read(&mut self) {
        self.read += 1;
    }

    /// Puts the row just read into a class.
    pub fn put(&mut self, row: u32, class: RowClass) {
        self.rows.push((row, class));
    }

    /// The class of a row, to be corrected once every row is known.
    pub fn class_mut(&mut self, row: u32) -> Option<&mut RowClass> {
        let place = self.rows.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        self.rows.get_mut(place).map(|(_, class)| class)
    }

    /// The account of the file.
    pub fn finish(self, file: String, input: InputId, kind: FileKind, records: Option<String>) -> FileAccount {
        let mut totals: BTreeMap<RowClass, u64> = BTreeMap::new();
        let mut rows: BTreeMap<RowClass, Vec<u32>> = BTreeMap::new();
        for (row, class) in self.rows {
            *totals.entry(class).or_default() += 1;
            if class != RowClass::Counted {
                rows.entry(class).or_default().push(row);
            }
        }
        FileAccount { file, input, kind, records, rows_read: self.read, totals, rows }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]
mod tests {
    use super::*;

    #[test]
    fn totals_that_do_not_add_up_are_refused() {
        let mut book = RowBook::default();
        for row in 2..5 {
            book.row_read();
            book.put(row, RowClass::Counted);
        }
        *book.class_mut(4).unwrap() = RowClass::Duplicate;
        let file = book.finish("a.csv".to_owned(), InputId(0), FileKind::Export, None);
        let mut account = Account { files: vec![file], ..Account::default() };
        let totals = account.totals(None).unwrap();
        assert_eq!((totals.read, totals.by_class[&RowClass::Counted]), (3, 2));
        account.files[0].rows_read = 4;
        assert_eq!(
            account.totals(None).unwrap_err().to_string(),
            "`a.csv` has 4 rows, and 3 of them are accounted for"
        );
    }
}
