//! Problems of single rows and cells: the audit goes on, and says so.

use crate::records::account::{Effect, Problem};
use crate::records::format::Unreadable;
use crate::records::table::InputId;

/// Something wrong with one row or cell.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RowProblem {
    /// The row has another number of cells than the header.
    #[error("the row has {found} cells, and the header {wanted}")]
    BrokenRow {
        /// Cells found.
        found: usize,
        /// Columns of the header.
        wanted: usize,
    },
    /// A cell that is no UTF-8.
    #[error("the cell is not UTF-8")]
    NotUtf8,
    /// A date or time that cannot be read.
    #[error("the date or time cannot be read: {0}")]
    UnreadableDate(Unreadable),
    /// A date that cannot be read, and can with month and day the other way round: that format.
    #[error("the date cannot be read: {0}")]
    TurnedDate(Unreadable, String),
    /// A field or attribute that cannot be read.
    #[error("the value cannot be read: {0}")]
    UnreadableValue(Unreadable),
    /// A cell that must not be blank.
    #[error("the {0} is blank")]
    BlankCell(&'static str),
    /// A length left blank.
    #[error("the length is blank")]
    BlankLength,
    /// A length above the bound that the activity declares.
    #[error("the length is more than the most that the activity declares")]
    OverBound,
    /// A length unlike the time between start and end.
    #[error("the length is not the time from the start to the end")]
    LengthsDiffer,
    /// An end before its start.
    #[error("the end is before the start, {0}")]
    EndBeforeStart(String),
    /// A status that is blank or in neither list.
    #[error("nobody knows whether this was held")]
    UnknownStatus,
    /// An activity that is blank or in neither list.
    #[error("nobody knows which activity this is")]
    UnknownActivity,
    /// A role that is blank or in neither list.
    #[error("nobody knows which role this is")]
    UnknownRole,
    /// Nobody of that key or name; and who is likely meant.
    #[error("this is nobody in the roster")]
    UnknownPerson(Option<String>),
    /// No rule of that name; the close one.
    #[error("this is no rule of the rule files")]
    UnknownRule(Option<String>),
    /// Several rules of that name: how to write each.
    #[error("this may be any of {}", .0.join(", "))]
    AmbiguousRule(Vec<String>),
    /// A key that stands for another person too.
    #[error("the key `{key}` is also `{other}` ({place})")]
    TwoNames {
        /// The key.
        key: String,
        /// The other name.
        other: String,
        /// Where that is written first, as `file:row`.
        place: String,
    },
    /// A name that is written in another way for the same key.
    #[error("the key `{key}` is written `{other}` in {place}: they are taken for one person")]
    TwoSpellings {
        /// The key.
        key: String,
        /// The other spelling.
        other: String,
        /// Where that is written first, as `file:row`.
        place: String,
    },
    /// An FTE that nobody can have.
    #[error("an FTE is more than 0 and at most 1")]
    FteOutOfRange,
    /// A row replaced by one of the same id and day that is somebody else's or with somebody else.
    #[error("{other} has the same id and day for other people: it replaces this row, which does not count")]
    ReplacedByAnother {
        /// The row that replaces it, as `file:row`.
        other: String,
        /// The columns that would tell them apart, as a manifest lists them.
        id: Option<String>,
    },
    /// Several people of that key or name.
    #[error("this may be any of {0}")]
    AmbiguousPerson(String),
    /// Records of one event that differ.
    #[error("`{field}` differs from the record of the same event in {other}")]
    ConflictingValues {
        /// The field.
        field: String,
        /// The other row, as `file:row`.
        other: String,
    },
}

impl RowProblem {
    /// Its code; `assize explain CODE` prints its page.
    pub fn code(&self) -> &'static str {
        match self {
            RowProblem::BrokenRow { .. } => "records/broken-row",
            RowProblem::NotUtf8 => "records/bad-encoding",
            RowProblem::UnreadableDate(_) | RowProblem::TurnedDate(..) => "records/unreadable-date",
            RowProblem::TwoNames { .. } => "records/two-names",
            RowProblem::TwoSpellings { .. } => "records/two-spellings",
            RowProblem::FteOutOfRange => "records/fte-out-of-range",
            RowProblem::ReplacedByAnother { .. } => "records/replaced-by-another",
            RowProblem::UnreadableValue(_) => "records/unreadable-value",
            RowProblem::BlankCell(_) => "records/blank-cell",
            RowProblem::BlankLength => "records/blank-length",
            RowProblem::OverBound => "records/over-bound",
            RowProblem::LengthsDiffer => "records/lengths-differ",
            RowProblem::EndBeforeStart(_) => "records/end-before-start",
            RowProblem::UnknownStatus => "records/unknown-status",
            RowProblem::UnknownActivity => "records/unknown-activity",
            RowProblem::UnknownRole => "records/unknown-role",
            RowProblem::UnknownRule(_) => "records/unknown-rule",
            RowProblem::AmbiguousRule(_) => "records/ambiguous-rule",
            RowProblem::UnknownPerson(_) => "records/unknown-person",
            RowProblem::AmbiguousPerson(_) => "records/ambiguous-person",
            RowProblem::ConflictingValues { .. } => "records/conflicting-values",
        }
    }

    /// The one thing to do.
    pub fn help(&self) -> String {
        match self {
            RowProblem::BrokenRow { .. } => {
                "put cells that hold the delimiter in quotes, and export every column of every row".to_owned()
            }
            RowProblem::NotUtf8 => "save the file as CSV (UTF-8)".to_owned(),
            RowProblem::UnreadableDate(why) | RowProblem::UnreadableValue(why) => why.help(),
            RowProblem::BlankCell(what) => format!("fill in the {what}"),
            RowProblem::BlankLength => "fill in how long it took".to_owned(),
            RowProblem::OverBound => "check the length; it counts as it is".to_owned(),
            RowProblem::LengthsDiffer => {
                "correct the length or the times; until then it lies between the two".to_owned()
            }
            RowProblem::EndBeforeStart(_) => "correct the earlier or the later date".to_owned(),
            RowProblem::UnknownStatus => {
                "correct the status, or add it to `held` or `not-held` in the manifest".to_owned()
            }
            RowProblem::UnknownActivity | RowProblem::UnknownRole => {
                "correct the cell, or add it to `values` or `ignore` in the manifest".to_owned()
            }
            RowProblem::UnknownRule(Some(close)) => format!("did you mean `{close}`?"),
            RowProblem::UnknownRule(None) => "write the rule's name as the rule files do".to_owned(),
            RowProblem::AmbiguousRule(names) => {
                format!("write its policy too, as `{}`", names.first().map_or("", String::as_str))
            }
            RowProblem::UnknownPerson(None) => "correct the cell, or add the person to the roster".to_owned(),
            RowProblem::UnknownPerson(Some(likely)) => {
                format!("did you mean {likely}? correct the cell, or add the person to the roster")
            }
            RowProblem::TurnedDate(_, format) => {
                format!("as `{format}` it can be read: correct the date, or `format` if the whole column is so")
            }
            RowProblem::TwoNames { .. } => "give each person a key of their own, or write one name".to_owned(),
            RowProblem::TwoSpellings { .. } => {
                "write the name in one way, or give each a key of their own if they are two people".to_owned()
            }
            RowProblem::FteOutOfRange => {
                "write the part of full time, as 0.6 for three days of five; end the row where nobody works".to_owned()
            }
            RowProblem::ReplacedByAnother { id: Some(id), .. } => {
                format!("where each person of a meeting has a row of their own, write `id = [{id}]` in the manifest")
            }
            RowProblem::ReplacedByAnother { id: None, .. } => "give each record an id of its own".to_owned(),
            RowProblem::AmbiguousPerson(_) => "write their key, or name the column by a key in the manifest".to_owned(),
            RowProblem::ConflictingValues { .. } => {
                "correct one of the records, or declare which system to `prefer`".to_owned()
            }
        }
    }
}

/// Where the problems of one file are kept.
pub(super) struct Desk<'a> {
    pub input: InputId,
    pub file: &'a str,
    pub problems: &'a mut Vec<Problem>,
}

/// The row, and the cell with its text, that a problem is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'c> {
    pub row: u32,
    pub cell: Option<(&'c str, &'c str)>,
}

impl<'c> At<'c> {
    /// A whole row.
    pub fn row(row: u32) -> At<'c> {
        At { row, cell: None }
    }

    /// A cell: its column and text.
    pub fn cell(row: u32, column: &'c str, text: &'c str) -> At<'c> {
        At { row, cell: Some((column, text)) }
    }
}

impl Desk<'_> {
    /// Notes a problem.
    pub fn note(&mut self, at: At<'_>, problem: &RowProblem, effect: Effect) {
        self.problems.push(Problem {
            input: self.input,
            file: self.file.to_owned(),
            row: at.row,
            column: at.cell.map(|(column, _)| column.to_owned()),
            text: at.cell.map(|(_, text)| text.chars().take(200).collect()),
            code: problem.code(),
            message: problem.to_string(),
            help: problem.help(),
            effect,
        });
    }
}
