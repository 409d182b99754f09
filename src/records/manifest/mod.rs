//! The manifest `assize.toml`: what one audit reads. The format is described in `docs/manifest.md`.
//!
//! Takes TOML, gives the manifest with the place of each name in it, and every problem of its form. Names are bound
//! to the rule files, and columns to the files' headers, when it is loaded.

mod export;
mod mapping;
mod read;
mod roster;
mod top;
mod waivers;

use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use crate::diagnostic::Diagnostic;
use crate::records::error::RecordsError;
use crate::records::format::DateFormat;
use crate::source::{FileId, SourceMap, Span, Spanned, why_not};
use crate::value::{Day, Days, Rational};

/// A text and where it is written: a column, a name.
pub type Text = Spanned<String>;

/// A manifest whose form is right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Manifest {
    /// Its own path.
    pub path: PathBuf,
    /// What the report is headed with.
    pub title: String,
    /// The time zone of local days.
    pub time_zone: Tz,
    /// Rule files, and folders of them, from where the manifest is.
    pub rules: Vec<Spanned<PathBuf>>,
    /// The audit's date, where it says one.
    pub as_of: Option<Day>,
    /// The parameters that it sets.
    pub params: Vec<(Text, Spanned<Setting>)>,
    /// Schools and their calendars.
    pub schools: Vec<School>,
    /// The files of the roster.
    pub rosters: Vec<RosterSource>,
    /// The exports.
    pub exports: Vec<ExportSource>,
    /// The files of the waiver register.
    pub waivers: Vec<WaiversSource>,
    /// Its whole text.
    pub span: Span,
}

/// A value that a manifest writes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Setting {
    /// A number.
    Number(Rational),
    /// Text; yes and no too.
    Text(String),
}

/// A school and its calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct School {
    /// Its name.
    pub name: Text,
    /// Its calendar's name.
    pub calendar: Text,
}

/// A file with rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// As the manifest writes it.
    pub shown: Text,
    /// What stands between cells.
    pub delimiter: u8,
}

/// One choice for all rows, or one for each by a column's value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Choice {
    /// This.
    Always(Text),
    /// By what the column holds.
    ByColumn {
        /// The column.
        column: Text,
        /// What each text stands for.
        values: Vec<(Text, Text)>,
        /// Texts that are out of scope.
        ignore: Vec<Text>,
    },
}

/// A column of dates or times.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DateColumn {
    /// The column.
    pub column: Text,
    /// How it is written.
    pub format: DateFormat,
}

/// A column, or one value for all rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ColumnOrValue {
    /// What the column holds.
    Column(Text),
    /// This.
    Value(Text),
}

/// The columns that name a counterpart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CounterpartColumns {
    /// The key.
    pub key: Text,
    /// The name.
    pub name: Text,
    /// Other columns by which exports name them.
    pub keys: Vec<Text>,
}

/// One file of the roster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RosterSource {
    /// The file.
    pub source: Source,
    /// The column with the person's key.
    pub person: Text,
    /// The column with the name.
    pub name: Text,
    /// Other columns by which exports name the person.
    pub keys: Vec<Text>,
    /// The role.
    pub role: Choice,
    /// The first day.
    pub from: DateColumn,
    /// The last day.
    pub to: Option<DateColumn>,
    /// The school.
    pub school: ColumnOrValue,
    /// The counterpart.
    pub counterpart: Option<CounterpartColumns>,
    /// The role's attributes.
    pub attributes: Vec<FieldMapping>,
    /// The table.
    pub span: Span,
}

/// Where a field or attribute comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldMapping {
    /// Its name in the rule files.
    pub field: Text,
    /// Its origin.
    pub from: FieldSource,
}

/// The origin of a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FieldSource {
    /// A column.
    Column {
        /// The column.
        column: Text,
        /// By what it names people, where it says.
        by: Option<Text>,
        /// How it is written, where it says.
        format: Option<Text>,
        /// What texts stand for; empty where they stand for themselves.
        values: Vec<(Text, Spanned<Setting>)>,
    },
    /// The same for every row.
    Value(Spanned<Setting>),
    /// Unknown in every row: the file does not say, and the author of the manifest knows it.
    Unknown,
}

/// By what a column names people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum By {
    /// The roster's key.
    Key,
    /// The name.
    Name,
    /// One of the roster's other keys.
    Other(Text),
}

impl By {
    /// What `by` says; the key where it says nothing.
    pub fn of(said: Option<Text>) -> By {
        match said {
            None => By::Key,
            Some(text) if text.value == "key" => By::Key,
            Some(text) if text.value == "name" => By::Name,
            Some(text) => By::Other(text),
        }
    }
}

/// A column that names people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonColumn {
    /// The column.
    pub column: Text,
    /// By what.
    pub by: By,
    /// What stands between several.
    pub separator: Option<String>,
}

/// Which texts of a column say that an event was held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusColumn {
    /// The column.
    pub column: Text,
    /// It was.
    pub held: Vec<Text>,
    /// It was not, or not yet.
    pub not_held: Vec<Text>,
}

/// What an export covers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Covers {
    /// The first day; left out for a register.
    pub from: Option<Day>,
    /// The last day.
    pub to: Day,
    /// The schools it is limited to.
    pub schools: Option<Vec<Text>>,
    /// The people it is limited to.
    pub people: Option<Vec<Text>>,
    /// Where it is written.
    pub span: Span,
}

impl Covers {
    /// The days covered: from the beginning of time where no start is said.
    pub fn days(&self) -> Days {
        Days::new(self.from.unwrap_or(Day::MIN), self.to)
    }
}

/// One exported file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExportSource {
    /// Which system's it is.
    pub records: Text,
    /// The file.
    pub source: Source,
    /// What it covers.
    pub covers: Covers,
    /// Whether it may have no row.
    pub may_be_empty: bool,
    /// Which activity a row is.
    pub activity: Choice,
    /// Activities that it would hold and that no row of it names.
    pub holds: Vec<Text>,
    /// Who.
    pub person: Option<PersonColumn>,
    /// With whom.
    pub with: Option<PersonColumn>,
    /// When, or from when.
    pub date: DateColumn,
    /// The start time.
    pub time: Option<DateColumn>,
    /// Until when.
    pub until: Option<DateColumn>,
    /// The end time.
    pub end_time: Option<DateColumn>,
    /// The columns that make the record's id.
    pub id: Vec<Text>,
    /// When it was recorded.
    pub recorded: Option<DateColumn>,
    /// Whether it was held.
    pub status: Option<StatusColumn>,
    /// The fields.
    pub fields: Vec<FieldMapping>,
    /// The table.
    pub span: Span,
}

/// One file of the waiver register.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaiversSource {
    /// The file.
    pub source: Source,
    /// The column with the rule's name.
    pub rule: Text,
    /// Whom it is for.
    pub person: PersonColumn,
    /// With whom; every counterpart where the cell is blank.
    pub with: Option<PersonColumn>,
    /// The first day.
    pub from: Option<DateColumn>,
    /// The last day.
    pub until: DateColumn,
    /// The column that says why.
    pub reason: Text,
    /// The column that says who approved it.
    pub approved: Text,
    /// The table.
    pub span: Span,
}

impl Manifest {
    /// Reads a manifest from its file, or from the folder that holds an `assize.toml`, and adds it to the sources.
    ///
    /// Gives no manifest where its form is wrong, and then at least one error.
    pub fn read(path: &Path, sources: &mut SourceMap) -> (Option<Manifest>, Vec<Diagnostic>) {
        let path = if path.is_dir() { path.join("assize.toml") } else { path.to_owned() };
        match std::fs::read_to_string(&path) {
            Ok(text) => Manifest::parse(&path, &text, sources),
            Err(error) => {
                let path = path.display().to_string();
                (None, vec![RecordsError::UnreadableManifest { path, reason: why_not(&error) }.into()])
            }
        }
    }

    /// Reads a manifest from its text; `path` is where it is, and what its paths are relative to.
    pub fn parse(path: &Path, text: &str, sources: &mut SourceMap) -> (Option<Manifest>, Vec<Diagnostic>) {
        let file: FileId = sources.add(path, text);
        let (manifest, mut errors) = top::parse(path, text, file);
        errors.sort_by_key(RecordsError::place);
        (manifest.filter(|_| errors.is_empty()), errors.into_iter().map(Diagnostic::from).collect())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]
mod tests;
