//! Problems of a manifest and of the files that it names: nothing can be judged until they are mended.

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::records::account::Notice;
use crate::records::format::FormatProblem;
use crate::records::names::NameProblem;
use crate::source::Span;
use crate::value::Day;

/// A problem of a manifest, or of a file that it names.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RecordsError {
    /// The manifest cannot be read.
    #[error("`{path}` cannot be read: {reason}")]
    UnreadableManifest {
        /// Where it should be.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// It is not TOML.
    #[error("this is not TOML: {message}")]
    Syntax {
        /// What the parser says.
        message: String,
        /// Where.
        span: Span,
    },
    /// A key that must be there is not.
    #[error("{table} has no `{key}`")]
    MissingKey {
        /// The table.
        table: String,
        /// The key.
        key: &'static str,
        /// The table's place.
        span: Span,
    },
    /// A key that means nothing.
    #[error("{table} has no place for `{key}`")]
    UnknownKey {
        /// The table.
        table: String,
        /// The key.
        key: String,
        /// The keys that it may have.
        known: Vec<&'static str>,
        /// Where.
        span: Span,
    },
    /// A value of the wrong kind.
    #[error("`{key}` is {found}, and should be {wanted}")]
    WrongType {
        /// The key.
        key: String,
        /// What it should be.
        wanted: &'static str,
        /// What it is.
        found: &'static str,
        /// Where.
        span: Span,
    },
    /// A value that cannot be.
    #[error("`{text}` is not {wanted}")]
    BadValue {
        /// As written.
        text: String,
        /// What it should be.
        wanted: String,
        /// What to do.
        help: Option<String>,
        /// Where.
        span: Span,
    },
    /// A format that is none.
    #[error("`{text}` is not a format of dates or times: {problem}")]
    DateFormat {
        /// As written.
        text: String,
        /// Why.
        problem: FormatProblem,
        /// Where.
        span: Span,
    },
    /// A format of durations that is none.
    #[error("`{text}` is not a format of durations")]
    DurationFormat {
        /// As written.
        text: String,
        /// Where.
        span: Span,
    },
    /// A name that the rule files do not declare, or more than once.
    #[error("{}", name_message(kind, name, problem))]
    Name {
        /// What it should name.
        kind: &'static str,
        /// As written.
        name: String,
        /// Why it names nothing.
        problem: NameProblem,
        /// Where.
        span: Span,
    },
    /// An activity that the system does not record.
    #[error("`{activity}` is not recorded in `{records}`")]
    NotRecordedThere {
        /// The activity.
        activity: String,
        /// The system.
        records: String,
        /// The systems that record it.
        from: Vec<String>,
        /// Where.
        span: Span,
    },
    /// A file that cannot be read, or not to its end.
    #[error("`{file}` cannot be read: {reason}")]
    UnreadableFile {
        /// Its path.
        file: String,
        /// Why.
        reason: String,
        /// What to do.
        help: String,
        /// Where it is named.
        span: Span,
    },
    /// A column that the file lacks.
    #[error("`{file}` has no column `{column}`")]
    UnknownColumn {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// The columns that it has.
        header: Vec<String>,
        /// Where.
        span: Span,
    },
    /// A header that is one cell and holds another delimiter.
    #[error("the header of `{file}` is one column with the declared delimiter, and holds {found}")]
    WrongDelimiter {
        /// The file.
        file: String,
        /// What likely stands between the cells, in words.
        found: &'static str,
        /// How a manifest writes it.
        written: &'static str,
        /// Where the file is named.
        span: Span,
    },
    /// A column of dates that its format does not fit.
    #[error(
        "{} `{column}` in `{file}` cannot be read as `{format}`, the first in row {first}: `{text}`",
        some_of(*unread, *rows)
    )]
    MisreadDates {
        /// How many rows.
        unread: u64,
        /// Of how many.
        rows: u64,
        /// The column.
        column: String,
        /// The file.
        file: String,
        /// The format.
        format: String,
        /// The first row that is not so.
        first: u32,
        /// What it says.
        text: String,
        /// A format by which every one of them can be read.
        better: Option<&'static str>,
        /// Where the column is named.
        span: Span,
    },
    /// A column that the file has twice.
    #[error("`{file}` has the column `{column}` {times} times")]
    DuplicateColumn {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// How often.
        times: usize,
        /// Where.
        span: Span,
    },
    /// There is no export.
    #[error("the manifest names no export: there is nothing to judge by")]
    NoExports {
        /// The manifest.
        span: Span,
    },
    /// There is no row in the roster.
    #[error("the roster has no row that can be read: there is nobody to judge")]
    EmptyRoster {
        /// What is wrong with its rows.
        causes: Vec<String>,
        /// The roster's place.
        span: Span,
    },
    /// An export with no row.
    #[error("`{file}` has no rows: it counts as not loaded")]
    EmptyExport {
        /// The file.
        file: String,
        /// Where.
        span: Span,
    },
    /// An export of which no row could be placed.
    #[error("no row of `{file}` could be used: {}", parts_of(parts))]
    NoRowUsed {
        /// The file.
        file: String,
        /// How many rows are what.
        parts: Vec<(u64, &'static str)>,
        /// Where.
        span: Span,
    },
    /// An export of which every row is later than the audit.
    #[error("every row of `{file}` that can be used is dated after the audit's date, {as_of}")]
    AllAfterAsOf {
        /// The file.
        file: String,
        /// The audit's date.
        as_of: Day,
        /// The earliest of its dates.
        first: Day,
        /// Where.
        span: Span,
    },
    /// A school of the roster with no calendar.
    #[error("the school `{school}` has no calendar ({file}, row {row})")]
    SchoolWithoutCalendar {
        /// The school.
        school: String,
        /// The schools that have one.
        known: Vec<String>,
        /// The roster's file.
        file: String,
        /// The first row that names it.
        row: u32,
        /// The roster's place.
        span: Span,
    },
    /// Two people with one key.
    #[error("the key `{key}` is both `{person}` (row {person_row}) and `{counterpart}` (row {counterpart_row})")]
    SameKey {
        /// The key.
        key: String,
        /// Who has it in the role.
        person: String,
        /// Where.
        person_row: u32,
        /// Who has it as a counterpart.
        counterpart: String,
        /// Where.
        counterpart_row: u32,
        /// The roster's place.
        span: Span,
    },
    /// Something that an activity or a role declares and no column gives.
    #[error("no column gives {what} of `{of}`: it is unknown in every row")]
    Unmapped {
        /// What.
        what: String,
        /// Of which activity or role.
        of: String,
        /// Where.
        span: Span,
    },
    /// Rows dated outside what their export covers.
    #[error("{} dated outside the days that it is said to cover, the first in row {first}", rows_of(*rows, file))]
    OutsideCoverage {
        /// How many.
        rows: u64,
        /// The file.
        file: String,
        /// The first.
        first: u32,
        /// Where the days are.
        span: Span,
    },
}

fn rows_of(rows: u64, file: &str) -> String {
    if rows == 1 { format!("1 row of `{file}` is") } else { format!("{rows} rows of `{file}` are") }
}

fn parts_of(parts: &[(u64, &'static str)]) -> String {
    parts.iter().map(|(rows, what)| format!("{rows} {what}")).collect::<Vec<_>>().join(", ")
}

fn some_of(some: u64, all: u64) -> String {
    match (some, all) {
        (1, 1) => "the one date of".to_owned(),
        (some, all) if some == all => format!("all {all} dates of"),
        (some, all) => format!("{some} of {all} dates of"),
    }
}

fn name_message(kind: &str, name: &str, problem: &NameProblem) -> String {
    match problem {
        NameProblem::Unknown(..) => format!("there is no {kind} `{name}`"),
        NameProblem::Ambiguous(_) => format!("several policies declare the {kind} `{name}`"),
    }
}

impl RecordsError {
    /// Its code; `assize explain CODE` prints its page.
    pub fn code(&self) -> &'static str {
        match self {
            RecordsError::UnreadableManifest { .. } => "records/unreadable-manifest",
            RecordsError::Syntax { .. } => "records/manifest-syntax",
            RecordsError::MissingKey { .. } => "records/missing-key",
            RecordsError::UnknownKey { .. } => "records/unknown-key",
            RecordsError::WrongType { .. } => "records/wrong-type",
            RecordsError::BadValue { .. } => "records/bad-value",
            RecordsError::DateFormat { .. } => "records/date-format",
            RecordsError::DurationFormat { .. } => "records/duration-format",
            RecordsError::Name { problem: NameProblem::Unknown(..), .. } => "records/unknown-name",
            RecordsError::Name { problem: NameProblem::Ambiguous(_), .. } => "records/ambiguous-name",
            RecordsError::NotRecordedThere { .. } => "records/not-recorded-there",
            RecordsError::UnreadableFile { .. } => "records/unreadable-file",
            RecordsError::UnknownColumn { .. } => "records/unknown-column",
            RecordsError::WrongDelimiter { .. } => "records/wrong-delimiter",
            RecordsError::MisreadDates { .. } => "records/misread-dates",
            RecordsError::DuplicateColumn { .. } => "records/duplicate-column",
            RecordsError::NoExports { .. } => "records/no-exports",
            RecordsError::EmptyRoster { .. } => "records/empty-roster",
            RecordsError::EmptyExport { .. } => "records/empty-export",
            RecordsError::NoRowUsed { .. } => "records/no-row-used",
            RecordsError::AllAfterAsOf { .. } => "records/all-after-as-of",
            RecordsError::SchoolWithoutCalendar { .. } => "records/school-without-calendar",
            RecordsError::SameKey { .. } => "records/same-key",
            RecordsError::Unmapped { .. } => "records/unmapped",
            RecordsError::OutsideCoverage { .. } => "records/outside-coverage",
        }
    }

    fn severity(&self) -> Severity {
        match self {
            RecordsError::EmptyExport { .. }
            | RecordsError::NoRowUsed { .. }
            | RecordsError::AllAfterAsOf { .. }
            | RecordsError::Unmapped { .. }
            | RecordsError::MisreadDates { .. }
            | RecordsError::OutsideCoverage { .. } => Severity::Warning,
            RecordsError::UnreadableManifest { .. }
            | RecordsError::Syntax { .. }
            | RecordsError::MissingKey { .. }
            | RecordsError::UnknownKey { .. }
            | RecordsError::WrongType { .. }
            | RecordsError::BadValue { .. }
            | RecordsError::DateFormat { .. }
            | RecordsError::DurationFormat { .. }
            | RecordsError::Name { .. }
            | RecordsError::NotRecordedThere { .. }
            | RecordsError::UnreadableFile { .. }
            | RecordsError::UnknownColumn { .. }
            | RecordsError::WrongDelimiter { .. }
            | RecordsError::DuplicateColumn { .. }
            | RecordsError::NoExports { .. }
            | RecordsError::EmptyRoster { .. }
            | RecordsError::SchoolWithoutCalendar { .. }
            | RecordsError::SameKey { .. } => Severity::Error,
        }
    }

    /// As what is to be known of a whole file before any result is believed; `None` where it is none of that.
    pub(super) fn notice(&self, file: &str) -> Option<Notice> {
        let told = matches!(
            self,
            RecordsError::EmptyExport { .. } | RecordsError::NoRowUsed { .. } | RecordsError::AllAfterAsOf { .. }
        );
        let help = super::error_words::words(self).help.unwrap_or_default();
        told.then(|| Notice { file: file.to_owned(), code: self.code(), message: self.to_string(), help })
    }

    /// Whether the records can be judged all the same.
    pub(super) fn is_warning(&self) -> bool {
        self.severity() < Severity::Error
    }

    /// Where it is, for putting problems in order.
    pub(super) fn place(&self) -> (Option<Span>, &'static str) {
        (self.span(), self.code())
    }

    fn span(&self) -> Option<Span> {
        match self {
            RecordsError::UnreadableManifest { .. } => None,
            RecordsError::Syntax { span, .. }
            | RecordsError::MissingKey { span, .. }
            | RecordsError::UnknownKey { span, .. }
            | RecordsError::WrongType { span, .. }
            | RecordsError::BadValue { span, .. }
            | RecordsError::DateFormat { span, .. }
            | RecordsError::DurationFormat { span, .. }
            | RecordsError::Name { span, .. }
            | RecordsError::NotRecordedThere { span, .. }
            | RecordsError::UnreadableFile { span, .. }
            | RecordsError::UnknownColumn { span, .. }
            | RecordsError::WrongDelimiter { span, .. }
            | RecordsError::MisreadDates { span, .. }
            | RecordsError::DuplicateColumn { span, .. }
            | RecordsError::NoExports { span }
            | RecordsError::EmptyRoster { span, .. }
            | RecordsError::EmptyExport { span, .. }
            | RecordsError::NoRowUsed { span, .. }
            | RecordsError::AllAfterAsOf { span, .. }
            | RecordsError::SchoolWithoutCalendar { span, .. }
            | RecordsError::SameKey { span, .. }
            | RecordsError::Unmapped { span, .. }
            | RecordsError::OutsideCoverage { span, .. } => Some(*span),
        }
    }
}

impl From<RecordsError> for Diagnostic {
    fn from(error: RecordsError) -> Diagnostic {
        let words = super::error_words::words(&error);
        let labels = error.span().map(|span| Label { span, text: words.label }).into_iter().collect();
        Diagnostic {
            code: error.code(),
            severity: error.severity(),
            message: error.to_string(),
            labels,
            help: words.help,
        }
    }
}
