//! Reads a file of the roster.

use std::collections::{BTreeMap, HashMap};

use crate::records::account::{Effect, RepeatedRow, RowBook, RowClass, WhyRepeated};
use crate::records::bind::Column;
use crate::records::bind::field::value;
use crate::records::bind::roster::{RoleOf, RosterPlan, SchoolOf};
use crate::records::build::TableBuilder;
use crate::records::csv_file::{CsvFile, FileProblem};
use crate::records::error::RecordsError;
use crate::records::load::Context;
use crate::records::load::cells::{Cells, Illegible};
use crate::records::people::People;
use crate::records::problem::{At, Desk, RowProblem};
use crate::records::table::{InputId, Location, PersonId, RosterRow, SchoolId};
use crate::source::Span;
use crate::types::typed::{RoleId, Value};
use crate::value::{Day, Days, fold};

/// Who holds which role, with whom, where and when.
type Post = (PersonId, RoleId, Option<PersonId>, SchoolId, Days);

/// A row's attributes, by their place in the role.
type Attributes = Vec<Option<Value>>;

/// A name and the row that has it.
type NamedAt = (String, u32);

/// What is known of the roster while its files are read.
#[derive(Default)]
pub(super) struct Rosters {
    pub people: People,
    pub repeats: Vec<RepeatedRow>,
    pub errors: Vec<RecordsError>,
    pub rows: u64,
    seen: HashMap<Post, Vec<(Attributes, Location)>>,
    /// By folded key: name and row of the first who has it in a role, and as a counterpart.
    names: BTreeMap<String, [Option<NamedAt>; 2]>,
    /// By folded key: the key as written, and the first two names that are not one.
    two_names: BTreeMap<String, (String, NamedAt, NamedAt)>,
    no_calendar: BTreeMap<String, (String, u32, Span)>,
    shown: HashMap<InputId, String>,
}

/// Who a row names: key, name and other keys.
struct Named<'r> {
    key: &'r str,
    name: &'r str,
    others: Vec<(&'r str, &'r str)>,
}

/// The columns that name somebody.
#[derive(Clone, Copy)]
struct NameColumns<'p> {
    key: &'p Column,
    name: &'p Column,
    others: &'p [Column],
}

/// Reads one file of the roster to its end.
pub(super) fn read(
    context: &Context<'_>,
    plan: &RosterPlan,
    (file, span): (&mut CsvFile, Span),
    builder: &mut TableBuilder<'_>,
    (rosters, desk): (&mut Rosters, &mut Desk<'_>),
) -> Result<RowBook, FileProblem> {
    let header = file.header().len();
    let mut book = RowBook::default();
    rosters.shown.insert(desk.input, desk.file.to_owned());
    loop {
        context.tick(file, desk.file);
        let Some(row) = file.next_row()? else { break };
        book.row_read();
        let cells = Cells { record: row.cells, row: row.line };
        let class = if cells.is_blank() {
            RowClass::Blank
        } else if !cells.fits(header) {
            let problem = RowProblem::BrokenRow { found: row.cells.len(), wanted: header };
            desk.note(At::row(row.line), &problem, Effect::Rejected);
            RowClass::Rejected
        } else {
            one(context, (plan, span), cells, builder, (rosters, desk)).unwrap_or(RowClass::Rejected)
        };
        book.put(row.line, class);
    }
    Ok(book)
}

/// Reads one row; `Illegible` where it is rejected, and that was noted.
fn one(
    context: &Context<'_>,
    (plan, span): (&RosterPlan, Span),
    cells: Cells<'_>,
    builder: &mut TableBuilder<'_>,
    (rosters, desk): (&mut Rosters, &mut Desk<'_>),
) -> Result<RowClass, Illegible> {
    let Some(role) = role(plan, cells, desk)? else { return Ok(RowClass::Ignored) };
    // Everything wrong with the row is noted in one run.
    let columns = NameColumns { key: &plan.person, name: &plan.name, others: &plan.keys };
    let person = named(columns, "key", cells, desk)
        .and_then(|named| named.ok_or_else(|| blank(&plan.person, "key", cells, desk)));
    let school = school(plan, cells, desk);
    let days = days(context, plan, cells, desk);
    let with = context.program.role(role).and_then(|role| role.counterpart.as_deref());
    let counterpart = match (with, &plan.counterpart) {
        (Some(_), Some((key, name, others))) => named(NameColumns { key, name, others }, "key", cells, desk),
        _ => Ok(None),
    };
    let attributes = attributes(plan, role, cells, desk);
    let (person, school, days, counterpart) = (person?, school?, days?, counterpart?);
    let location = Location { file: desk.input, row: cells.row };
    let person_id = add(&person, builder, rosters, (0, cells.row));
    rosters.people.add_holder(person_id, role);
    let counterpart_id = counterpart.map(|named| {
        let id = add(&named, builder, rosters, (1, cells.row));
        rosters.people.add_counterpart(id, with.unwrap_or_default());
        id
    });
    let school = match builder.find_school(school) {
        Some(school) => school,
        None => {
            let first = (desk.file.to_owned(), cells.row, span);
            rosters.no_calendar.entry(school.trim().to_owned()).or_insert(first);
            builder.school(school, None)
        }
    };
    rosters.rows += 1;
    let same = rosters.seen.entry((person_id, role, counterpart_id, school, days)).or_default();
    if let Some((_, counted)) = same.iter().find(|(others, _)| *others == attributes) {
        let counted_file = rosters.shown.get(&counted.file).cloned().unwrap_or_default();
        rosters.repeats.push(RepeatedRow {
            file: desk.file.to_owned(),
            row: cells.row,
            counted_file,
            counted_row: counted.row,
            why: WhyRepeated::SameRosterRow,
        });
        return Ok(RowClass::Duplicate);
    }
    same.push((attributes.clone(), location));
    builder.roster_row(RosterRow {
        person: person_id,
        role,
        counterpart: counterpart_id,
        school,
        days,
        attributes,
        location,
    });
    Ok(RowClass::Counted)
}

fn blank(column: &Column, what: &'static str, cells: Cells<'_>, desk: &mut Desk<'_>) -> Illegible {
    desk.note(At::cell(cells.row, &column.name, ""), &RowProblem::BlankCell(what), Effect::Rejected);
    Illegible
}

/// The role; `None` where the manifest ignores the row.
fn role(plan: &RosterPlan, cells: Cells<'_>, desk: &mut Desk<'_>) -> Result<Option<RoleId>, Illegible> {
    match &plan.role {
        RoleOf::Always(role) => Ok(Some(*role)),
        RoleOf::ByColumn { column, values, ignore } => {
            let text = cells.text(column, Effect::Rejected, desk)?;
            let folded = fold(text);
            if ignore.contains(&folded) {
                return Ok(None);
            }
            values.get(&folded).map(|role| Some(*role)).ok_or_else(|| {
                desk.note(At::cell(cells.row, &column.name, text), &RowProblem::UnknownRole, Effect::Rejected);
                Illegible
            })
        }
    }
}

/// Who is named; `None` where the key is blank and nothing else names anybody.
fn named<'r>(
    columns: NameColumns<'r>,
    what: &'static str,
    cells: Cells<'r>,
    desk: &mut Desk<'_>,
) -> Result<Option<Named<'r>>, Illegible> {
    let key = cells.text(columns.key, Effect::Rejected, desk)?.trim();
    let name = cells.text(columns.name, Effect::Rejected, desk)?.trim();
    if key.is_empty() {
        // A name without a key is somebody, and nobody can tell who.
        return if name.is_empty() { Ok(None) } else { Err(blank(columns.key, what, cells, desk)) };
    }
    let mut others = Vec::new();
    for column in columns.others {
        if let Ok(text) = cells.text(column, Effect::ValueUnknown, desk) {
            others.push((column.name.as_str(), text));
        }
    }
    Ok(Some(Named { key, name, others }))
}

fn add(
    named: &Named<'_>,
    builder: &mut TableBuilder<'_>,
    rosters: &mut Rosters,
    (part, row): (usize, u32),
) -> PersonId {
    let id = builder.person(named.key, named.name);
    rosters.people.add(id, named.key, named.name);
    for (column, key) in &named.others {
        rosters.people.add_other(id, column, key);
    }
    let names = rosters.names.entry(fold(named.key)).or_default();
    match names.get_mut(part) {
        Some(name @ None) if !named.name.is_empty() => *name = Some((named.name.to_owned(), row)),
        Some(Some((name, first))) if !named.name.is_empty() && fold(name) != fold(named.name) => {
            let (name, first, other) = (name.clone(), *first, named.name.to_owned());
            rosters.two_names.entry(fold(named.key)).or_insert((named.key.to_owned(), (name, first), (other, row)));
        }
        Some(_) | None => {}
    }
    id
}

fn school<'r>(plan: &'r RosterPlan, cells: Cells<'r>, desk: &mut Desk<'_>) -> Result<&'r str, Illegible> {
    match &plan.school {
        SchoolOf::Always(school) => Ok(school),
        SchoolOf::Column(column) => match cells.text(column, Effect::Rejected, desk)? {
            "" => Err(blank(column, "school", cells, desk)),
            school => Ok(school),
        },
    }
}

fn days(context: &Context<'_>, plan: &RosterPlan, cells: Cells<'_>, desk: &mut Desk<'_>) -> Result<Days, Illegible> {
    let from = cells.date(&plan.from, context.zone, Effect::Rejected, desk);
    let from = from.and_then(|from| from.ok_or_else(|| blank(&plan.from.column, "start", cells, desk)));
    let to = match &plan.to {
        Some(dates) => cells.date(dates, context.zone, Effect::Rejected, desk),
        None => Ok(None),
    };
    let (from, to) = (from?.day, to?.map_or(Day::MAX, |stamp| stamp.day));
    if to < from {
        let column = plan.to.as_ref().map_or("", |dates| dates.column.name.as_str());
        let end = to.to_string();
        let at = At::cell(cells.row, column, &end);
        desk.note(at, &RowProblem::EndBeforeStart(from.to_string()), Effect::Rejected);
        return Err(Illegible);
    }
    Ok(Days::new(from, to))
}

fn attributes(plan: &RosterPlan, role: RoleId, cells: Cells<'_>, desk: &mut Desk<'_>) -> Attributes {
    let readers = plan.attributes.get(&role).map(Vec::as_slice).unwrap_or_default();
    let mut attributes = Vec::with_capacity(readers.len());
    for reader in readers {
        let Some(reader) = reader else {
            attributes.push(None);
            continue;
        };
        let text = match reader.column() {
            None => Ok(""),
            Some(column) => cells.text(column, Effect::ValueUnknown, desk),
        };
        let reading = match (text, reader.column()) {
            (Err(Illegible), _) | (Ok(""), Some(_)) => None,
            (Ok(text), column) => match reader.read(text) {
                Ok(reading) => Some(value(&reader.ty, reading)),
                Err(why) => {
                    let name = column.map_or("", |column| column.name.as_str());
                    let at = At::cell(cells.row, name, text);
                    desk.note(at, &RowProblem::UnreadableValue(why), Effect::ValueUnknown);
                    None
                }
            },
        };
        attributes.push(reading);
    }
    attributes
}

impl Rosters {
    /// What is wrong with the roster as a whole, once every file of it was read.
    pub fn finish(&mut self, schools: &[String], span: Span) {
        for (school, (file, row, span)) in std::mem::take(&mut self.no_calendar) {
            let known = schools.to_vec();
            self.errors.push(RecordsError::SchoolWithoutCalendar { school, known, file, row, span });
        }
        for (key, names) in &self.names {
            if let [Some((person, person_row)), Some((counterpart, counterpart_row))] = names
                && fold(person) != fold(counterpart)
            {
                self.errors.push(RecordsError::SameKey {
                    key: key.clone(),
                    person: person.clone(),
                    person_row: *person_row,
                    counterpart: counterpart.clone(),
                    counterpart_row: *counterpart_row,
                    span,
                });
            }
        }
        for (key, (name, row), (other, other_row)) in std::mem::take(&mut self.two_names).into_values() {
            self.errors.push(RecordsError::TwoNames { key, name, row, other, other_row, span });
        }
        if self.rows == 0 {
            self.errors.push(RecordsError::EmptyRoster { span });
        }
    }
}
