//! What became of every row read, as reports show it.

use serde::Serialize;

/// What became of every row read.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RowAccount {
    /// What is to be known of whole files before any result is believed.
    pub notices: Vec<FileNotice>,
    /// Each file, in the order of the manifest.
    pub files: Vec<FileAccount>,
    /// Whether each file's classes add up to the rows read from it.
    pub adds_up: bool,
    /// What is wrong with rows and cells, each cause once with its rows.
    pub causes: Vec<RowCause>,
    /// What is wrong with rows and cells, and what to do.
    pub problems: Vec<RowProblem>,
    /// Rows that count elsewhere.
    pub repeats: Vec<RepeatedRow>,
}

/// What is to be known of a whole file before any result is believed.
#[derive(Clone, Debug, Serialize)]
pub struct FileNotice {
    /// The file.
    pub file: String,
    /// Its code.
    pub code: &'static str,
    /// What is the matter.
    pub text: String,
    /// What to do.
    pub to_do: String,
}

/// What became of one file's rows.
#[derive(Clone, Debug, Serialize)]
pub struct FileAccount {
    /// Its path, as the manifest writes it.
    pub file: String,
    /// `roster` or `export`.
    pub kind: &'static str,
    /// The system whose export it is.
    pub records: Option<String>,
    /// Rows read, without the header.
    pub read: u64,
    /// How many are in each class that occurs, in the order of the classes.
    pub classes: Vec<ClassCount>,
}

/// How many rows are in a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct ClassCount {
    /// The class: `counted`, `not held`, `duplicate`, `rejected` and so on.
    pub class: &'static str,
    /// How many rows.
    pub rows: u64,
}

/// One thing that is wrong, and every row in which it is.
#[derive(Clone, Debug, Serialize)]
pub struct RowCause {
    /// The file.
    pub file: String,
    /// The column, where it is about cells.
    pub column: Option<String>,
    /// What the cells say, each text once.
    pub texts: Vec<String>,
    /// Its code.
    pub code: &'static str,
    /// All of it on one line.
    pub text: String,
    /// What to do.
    pub to_do: String,
    /// What it does to the rows, as for one problem.
    pub effect: &'static str,
    /// The lines on which the rows start.
    pub rows: Vec<u32>,
}

/// Something wrong with a row or a cell.
#[derive(Clone, Debug, Serialize)]
pub struct RowProblem {
    /// The file.
    pub file: String,
    /// The line on which the row starts.
    pub row: u32,
    /// The column, where it is about one cell.
    pub column: Option<String>,
    /// What the cell says.
    pub text: Option<String>,
    /// Its code.
    pub code: &'static str,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub to_do: String,
    /// What it does to the row: `rejected`, `possible`, `value-unknown`, `unmatched`, `noted`.
    pub effect: &'static str,
}

/// A row that counts elsewhere.
#[derive(Clone, Debug, Serialize)]
pub struct RepeatedRow {
    /// Its file.
    pub file: String,
    /// The line on which it starts.
    pub row: u32,
    /// The file of the row that stands for it.
    pub counted_file: String,
    /// The line on which that row starts.
    pub counted_row: u32,
    /// Why: `replaced`, `same-event`, `same-roster-row`.
    pub why: &'static str,
}
