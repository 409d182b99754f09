//! Loads what a manifest names: every problem of the manifest and its files, the tables, and the account of every row.

mod cells;
mod each_row;
mod export;
mod misread;
mod params;
mod roster;
mod settle;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]
mod tests;
mod values;
mod waivers;
mod when;
mod who;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use chrono_tz::Tz;

use crate::diagnostic::{Diagnostic, Severity};
use crate::records::account::{Account, FileKind};
use crate::records::bind::export::ExportPlan;
use crate::records::bind::roster::RosterPlan;
use crate::records::bind::waivers::WaiversPlan;
use crate::records::bind::{self, Binder};
use crate::records::build::TableBuilder;
use crate::records::csv_file::{CsvFile, FileProblem};
use crate::records::error::RecordsError;
use crate::records::load::export::Uses;
use crate::records::manifest::{Covers, ExportSource, Manifest, RosterSource, Source, Text, WaiversSource};
use crate::records::names;
use crate::records::people::{Key, People};
use crate::records::problem::Desk;
use crate::records::table::{Covered, InputId, PersonId, SchoolId, Tables};
use crate::types::typed::{Program, RecordsId};
use crate::value::{Day, Rational};

/// How far the loading of a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress<'a> {
    /// The file, as the manifest writes it.
    pub file: &'a str,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in all.
    pub of: u64,
}

/// What was loaded.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// What the engine reads; empty where some diagnostic is an error.
    pub tables: Tables,
    /// What became of every row; empty where some diagnostic is an error.
    pub account: Account,
    /// The parameters' values in base units, by `ParamId`: the manifest's, or the rule files' own.
    pub params: Vec<Option<Rational>>,
    /// Problems of the manifest and of whole files. An error means that there is nothing to judge.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Whether there is nothing to judge.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// The dates that an audit is made for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dates {
    /// The end of this local day is when the audit is made.
    pub as_of: Day,
    /// Rows recorded after this local day are not known.
    pub known_at: Option<Day>,
}

/// What every file is read with.
struct Context<'a> {
    program: &'a Program,
    zone: Tz,
    as_of: Day,
    known_at: Option<Day>,
    progress: RefCell<&'a mut dyn FnMut(Progress<'_>)>,
    told: Cell<u64>,
}

impl Context<'_> {
    /// Tells of the progress, once in a while.
    fn tick(&self, file: &CsvFile, name: &str) {
        let bytes = file.bytes_read();
        if bytes.abs_diff(self.told.get()) < 1 << 18 {
            return;
        }
        self.told.set(bytes);
        (self.progress.borrow_mut())(Progress { file: name, bytes, of: file.bytes() });
    }

    fn is_recorded_later(&self, recorded: Option<i64>) -> bool {
        match (self.known_at, recorded) {
            (Some(known_at), Some(minutes)) => minutes.div_euclid(24 * 60) > i64::from(known_at.number()),
            _ => false,
        }
    }
}

/// A file that was opened, and how it is read.
struct Opened<'m, S, P> {
    source: &'m S,
    file: CsvFile,
    plan: P,
}

/// Loads an audit: binds the manifest to the rule files and to its files' headers, and reads every row.
///
/// Every problem of the manifest is in the diagnostics; no row is read while there are errors.
pub fn load(manifest: &Manifest, program: &Program, dates: Dates, progress: &mut dyn FnMut(Progress<'_>)) -> Loaded {
    let mut errors = Vec::new();
    let params = params::values(manifest, program, &mut errors);
    let mut builder = TableBuilder::new(program);
    builder.known_at(dates.known_at);
    schools(manifest, program, &mut builder, &mut errors);
    let rosters = open_rosters(manifest, program, &mut errors);
    let exports = open_exports(manifest, program, &mut errors);
    let waivers = open_waivers(manifest, &mut errors);
    let ready = errors.iter().all(RecordsError::is_warning);
    let mut account = Account::default();
    let mut tables = Tables::default();
    if ready {
        let context = Context {
            program,
            zone: manifest.time_zone,
            as_of: dates.as_of,
            known_at: dates.known_at,
            progress: RefCell::new(progress),
            told: Cell::new(0),
        };
        (tables, account) = read_all(&context, manifest, (rosters, exports, waivers), builder, &mut errors);
    }
    if !errors.iter().all(RecordsError::is_warning) {
        (tables, account) = (Tables::default(), Account::default());
    }
    errors.sort_by_key(RecordsError::place);
    Loaded { tables, account, params, diagnostics: errors.into_iter().map(Diagnostic::from).collect() }
}

/// Checks a manifest against the rule files and its files' headers, and reads no row.
pub fn check(manifest: &Manifest, program: &Program) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    params::values(manifest, program, &mut errors);
    schools(manifest, program, &mut TableBuilder::new(program), &mut errors);
    open_rosters(manifest, program, &mut errors);
    open_exports(manifest, program, &mut errors);
    open_waivers(manifest, &mut errors);
    errors.sort_by_key(RecordsError::place);
    errors.into_iter().map(Diagnostic::from).collect()
}

fn schools(manifest: &Manifest, program: &Program, builder: &mut TableBuilder<'_>, errors: &mut Vec<RecordsError>) {
    for school in &manifest.schools {
        match names::calendar(program, &school.calendar.value) {
            Ok(calendar) => {
                builder.school(&school.name.value, Some(calendar));
            }
            Err(problem) => {
                let (name, span) = (school.calendar.value.clone(), school.calendar.span);
                errors.push(RecordsError::Name { kind: "calendar", name, problem, span });
            }
        }
    }
}

fn open(source: &Source, errors: &mut Vec<RecordsError>) -> Option<CsvFile> {
    match CsvFile::open(&source.path, source.delimiter) {
        Ok(file) => Some(file),
        Err(problem) => {
            errors.push(unreadable(source, &problem));
            None
        }
    }
}

fn unreadable(source: &Source, problem: &FileProblem) -> RecordsError {
    RecordsError::UnreadableFile {
        file: source.shown.value.clone(),
        reason: problem.to_string(),
        help: problem.help(),
        span: source.shown.span,
    }
}

fn open_rosters<'m>(
    manifest: &'m Manifest,
    program: &Program,
    errors: &mut Vec<RecordsError>,
) -> Vec<Opened<'m, RosterSource, RosterPlan>> {
    let mut opened = Vec::new();
    for source in &manifest.rosters {
        let file = open(&source.source, errors);
        let header = file.as_ref().map(CsvFile::header);
        let mut binder = Binder { source: &source.source, header, errors: Vec::new() };
        let plan = bind::roster::plan(&mut binder, program, source);
        errors.append(&mut binder.errors);
        if let (Some(file), Some(plan)) = (file, plan) {
            opened.push(Opened { source, file, plan });
        }
    }
    opened
}

fn open_exports<'m>(
    manifest: &'m Manifest,
    program: &Program,
    errors: &mut Vec<RecordsError>,
) -> Vec<Opened<'m, ExportSource, ExportPlan>> {
    let keys = keys(manifest);
    let mut opened = Vec::new();
    for source in &manifest.exports {
        let file = open(&source.source, errors);
        let header = file.as_ref().map(CsvFile::header);
        let mut binder = Binder { source: &source.source, header, errors: Vec::new() };
        let plan = bind::export::plan(&mut binder, program, source, &keys);
        errors.append(&mut binder.errors);
        if let (Some(file), Some(plan)) = (file, plan) {
            opened.push(Opened { source, file, plan });
        }
    }
    opened
}

fn open_waivers<'m>(
    manifest: &'m Manifest,
    errors: &mut Vec<RecordsError>,
) -> Vec<Opened<'m, WaiversSource, WaiversPlan>> {
    let keys = keys(manifest);
    let mut opened = Vec::new();
    for source in &manifest.waivers {
        let file = open(&source.source, errors);
        let header = file.as_ref().map(CsvFile::header);
        let mut binder = Binder { source: &source.source, header, errors: Vec::new() };
        let plan = bind::waivers::plan(&mut binder, source, &keys);
        errors.append(&mut binder.errors);
        if let (Some(file), Some(plan)) = (file, plan) {
            opened.push(Opened { source, file, plan });
        }
    }
    opened
}

/// The columns of the roster, besides its key and name, by which other files may name people.
fn keys(manifest: &Manifest) -> Vec<&Text> {
    manifest
        .rosters
        .iter()
        .flat_map(|roster| roster.keys.iter().chain(roster.counterpart.iter().flat_map(|with| &with.keys)))
        .collect()
}

type Files<'m> = (
    Vec<Opened<'m, RosterSource, RosterPlan>>,
    Vec<Opened<'m, ExportSource, ExportPlan>>,
    Vec<Opened<'m, WaiversSource, WaiversPlan>>,
);

fn read_all(
    context: &Context<'_>,
    manifest: &Manifest,
    (rosters, exports, waivers): Files<'_>,
    mut builder: TableBuilder<'_>,
    errors: &mut Vec<RecordsError>,
) -> (Tables, Account) {
    let mut problems = Vec::new();
    let mut notices = Vec::new();
    let mut ids = BTreeMap::new();
    let mut books = Vec::new();
    let mut known = roster::Rosters::default();
    let roster_span = manifest.rosters.first().map_or(manifest.span, |roster| roster.span);
    for mut opened in rosters {
        let source = &opened.source.source;
        let name = source.shown.value.as_str();
        let input = builder.file(name);
        let before = problems.len();
        let mut desk = Desk { input, file: name, problems: &mut problems };
        let file = (&mut opened.file, opened.source.span);
        match roster::read(context, &opened.plan, file, &mut builder, (&mut known, &mut desk)) {
            Ok(book) => {
                let columns = std::iter::once(&opened.source.from).chain(&opened.source.to);
                let of_file = problems.get(before..).unwrap_or_default();
                errors.extend(columns.filter_map(|dates| misread::dates(of_file, dates, book.rows(), context.zone)));
                books.push((book, name, input, FileKind::Roster, None));
            }
            Err(problem) => errors.push(unreadable(source, &problem)),
        }
    }
    let schools: Vec<String> = manifest.schools.iter().map(|school| school.name.value.clone()).collect();
    let repeats = known.settle(&mut builder, &mut books, &mut problems);
    known.finish(&schools, roster_span, &problems);
    errors.append(&mut known.errors);
    for mut opened in exports {
        let source = &opened.source.source;
        let name = source.shown.value.as_str();
        let input = builder.file(name);
        let before = problems.len();
        let mut desk = Desk { input, file: name, problems: &mut problems };
        let plan = (&opened.plan, opened.source.covers.days());
        match export::read(context, plan, (&mut opened.file, &known.people), &mut builder, &mut desk) {
            Ok(read) => {
                ids.extend(telling_apart(&opened.plan).map(|id| (input, id)));
                let claim = covered(&opened, input, &known.people, &builder, errors);
                if shows_something(&read.uses, opened.source) {
                    builder.covered(claim);
                } else {
                    builder.set_aside(claim);
                }
                let told = warn(&read, opened.source, context.as_of);
                notices.extend(told.iter().filter_map(|problem| problem.notice(name)));
                errors.extend(told);
                let columns = std::iter::once(&opened.source.date).chain(&opened.source.until);
                let of_file = problems.get(before..).unwrap_or_default();
                errors.extend(columns.filter_map(|dates| misread::dates(of_file, dates, read.rows, context.zone)));
                let records = context.program.system(opened.plan.records).map(|records| records.name.clone());
                books.push((read.book, name, input, FileKind::Export, records));
            }
            Err(problem) => errors.push(unreadable(source, &problem)),
        }
    }
    for mut opened in waivers {
        let source = &opened.source.source;
        let name = source.shown.value.as_str();
        let input = builder.file(name);
        let before = problems.len();
        let mut desk = Desk { input, file: name, problems: &mut problems };
        let file = (&mut opened.file, &known.people);
        match waivers::read(context, &opened.plan, file, &mut builder, &mut desk) {
            Ok(book) => {
                let columns = opened.source.from.iter().chain(std::iter::once(&opened.source.until));
                let of_file = problems.get(before..).unwrap_or_default();
                errors.extend(columns.filter_map(|dates| misread::dates(of_file, dates, book.rows(), context.zone)));
                books.push((book, name, input, FileKind::Waivers, None));
            }
            Err(problem) => errors.push(unreadable(source, &problem)),
        }
    }
    let built = builder.finish();
    let (tables, account) = settle::account((context.program, &ids), built, books, (problems, repeats));
    (tables, Account { notices, ..account })
}

/// The columns that would make the ids of one record's people different, as a manifest lists them; `None` where the
/// export has no id, or it holds them.
fn telling_apart(plan: &ExportPlan) -> Option<String> {
    let of = &plan.with.as_ref().or(plan.person.as_ref())?.column;
    if plan.id.is_empty() || plan.id.contains(of) {
        return None;
    }
    let columns = plan.id.iter().chain([of]).map(|column| format!("\"{}\"", column.name));
    Some(columns.collect::<Vec<_>>().join(", "))
}

/// Whether a file's silence can be believed: some row of it could be placed, or the manifest says that there may be
/// none. A file of which no row fits is likely another one.
fn shows_something(uses: &Uses, source: &ExportSource) -> bool {
    let nothing = uses.unmatched + uses.outside + uses.unread == 0;
    uses.placed > 0 || (nothing && source.may_be_empty)
}

fn warn(read: &export::ExportRead, source: &ExportSource, as_of: Day) -> Vec<RecordsError> {
    let file = source.source.shown.value.clone();
    let span = source.source.shown.span;
    let uses = read.uses;
    let mut told = Vec::new();
    if !shows_something(&uses, source) {
        told.push(if read.rows == 0 {
            RecordsError::EmptyExport { file: file.clone(), span }
        } else {
            let parts = [
                (uses.unmatched, "unmatched"),
                (uses.outside, "dated outside `covers`"),
                (uses.unread, "rejected"),
                (uses.ignored, "ignored"),
            ];
            let parts = parts.into_iter().filter(|(rows, _)| *rows > 0);
            RecordsError::NoRowUsed { file: file.clone(), parts: parts.collect(), span }
        });
    }
    if let Some(first) = uses.first_later.filter(|_| uses.later == uses.placed) {
        told.push(RecordsError::AllAfterAsOf { file: file.clone(), as_of, first, span });
    }
    if let Some((rows, first)) = read.outside {
        told.push(RecordsError::OutsideCoverage { rows, file, first, span: source.covers.span });
    }
    told
}

/// What an export covers: its days, its activities, and its scope.
fn covered(
    opened: &Opened<'_, ExportSource, ExportPlan>,
    file: InputId,
    people: &People,
    builder: &TableBuilder<'_>,
    errors: &mut Vec<RecordsError>,
) -> Covered {
    let Covers { schools, people: scope, .. } = &opened.source.covers;
    let mut school = |name: &Text| -> Option<SchoolId> {
        let found = builder.find_school(&name.value);
        if found.is_none() {
            errors.push(nobody("school of the roster", name));
        }
        found
    };
    let schools = schools.as_ref().map(|schools| schools.iter().filter_map(&mut school).collect());
    let mut person = |name: &Text| -> Option<PersonId> {
        let by_key = people.fits(&Key::Main, &name.value);
        let fits = if by_key.is_empty() { people.fits(&Key::Name, &name.value) } else { by_key };
        match fits.as_slice() {
            [one] => Some(*one),
            _ => {
                errors.push(nobody("one person of the roster", name));
                None
            }
        }
    };
    let scope = scope.as_ref().map(|scope| scope.iter().filter_map(&mut person).collect());
    let records: RecordsId = opened.plan.records;
    let activities = Some(opened.plan.activities.keys().copied().collect());
    let days = opened.source.covers.days();
    Covered { records, days, schools, people: scope, activities, file }
}

fn nobody(wanted: &str, name: &Text) -> RecordsError {
    RecordsError::BadValue {
        text: name.value.clone(),
        wanted: wanted.to_owned(),
        help: Some("write it as the roster does".to_owned()),
        span: name.span,
    }
}
