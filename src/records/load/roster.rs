//! Reads a file of the roster.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::records::account::{Effect, Problem, RepeatedRow, RowBook, RowClass, WhyRepeated};
use crate::records::bind::Column;
use crate::records::bind::field::value;
use crate::records::bind::roster::{RoleOf, RosterPlan, SchoolOf};
use crate::records::build::TableBuilder;
use crate::records::cause::causes;
use crate::records::csv_file::{CsvFile, FileProblem};
use crate::records::error::RecordsError;
use crate::records::likeness::alike;
use crate::records::load::Context;
use crate::records::load::cells::{Cells, Illegible};
use crate::records::load::each_row::{Row, each_row};
use crate::records::load::settle::Book;
use crate::records::people::People;
use crate::records::problem::{At, Desk, RowProblem};
use crate::records::table::{InputId, Location, PersonId, RosterRow, SchoolId};
use crate::source::Span;
use crate::types::typed::{RoleId, Value};
use crate::value::{Day, Days, fold, whole};

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
    pub repeats: Vec<(Location, RepeatedRow)>,
    pub errors: Vec<RecordsError>,
    /// The rows that count, unless a key of theirs turns out to be another person's too.
    rows: Vec<RosterRow>,
    /// Who is named in which part, by folded key, in the order of rows.
    mentions: BTreeMap<(usize, String), Vec<Mention>>,
    seen: HashMap<Post, Vec<(Attributes, Location)>>,
    /// By folded key: name and row of the first who has it in a role, and as a counterpart.
    names: BTreeMap<String, [Option<NamedAt>; 2]>,
    no_calendar: BTreeMap<String, (String, u32, Span)>,
    shown: HashMap<InputId, String>,
}

/// A name that a row gives to a key.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Mention {
    key: String,
    name: String,
    column: String,
    location: Location,
}

/// Who a row names: key, name and other keys.
struct Named<'r> {
    key: &'r str,
    name: &'r str,
    name_column: &'r str,
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
    rosters.shown.insert(desk.input, desk.file.to_owned());
    each_row(context, file, desk, &mut |row, desk| match row {
        Row::Broken(_) => RowClass::Rejected,
        Row::Whole(cells) => one(context, (plan, span), cells, builder, (rosters, desk)).unwrap_or(RowClass::Rejected),
    })
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
    let attributes = attributes(context, (plan, role), cells, desk);
    let (person, school, days, counterpart) = (person?, school?, days?, counterpart?);
    let location = Location { file: desk.input, row: cells.row };
    let person_id = add(&person, builder, rosters, (0, location));
    rosters.people.add_holder(person_id, role);
    let counterpart_id = counterpart.map(|named| {
        let id = add(&named, builder, rosters, (1, location));
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
    let same = rosters.seen.entry((person_id, role, counterpart_id, school, days)).or_default();
    if let Some((_, counted)) = same.iter().find(|(others, _)| *others == attributes) {
        let counted_file = rosters.shown.get(&counted.file).cloned().unwrap_or_default();
        let repeat = RepeatedRow {
            file: desk.file.to_owned(),
            row: cells.row,
            counted_file,
            counted_row: counted.row,
            why: WhyRepeated::SameRosterRow,
        };
        rosters.repeats.push((location, repeat));
        return Ok(RowClass::Duplicate);
    }
    same.push((attributes.clone(), location));
    rosters.rows.push(RosterRow {
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
    Ok(Some(Named { key, name, name_column: &columns.name.name, others }))
}

fn add(
    named: &Named<'_>,
    builder: &mut TableBuilder<'_>,
    rosters: &mut Rosters,
    (part, location): (usize, Location),
) -> PersonId {
    let id = builder.person(named.key, named.name);
    rosters.people.add(id, named.key, named.name);
    for (column, key) in &named.others {
        rosters.people.add_other(id, column, key);
    }
    let names = rosters.names.entry(fold(named.key)).or_default();
    match names.get_mut(part) {
        Some(name @ None) if !named.name.is_empty() => *name = Some((named.name.to_owned(), location.row)),
        Some(_) | None => {}
    }
    if !named.name.is_empty() {
        let (key, name, column) = (named.key.to_owned(), named.name.to_owned(), named.name_column.to_owned());
        let mentions = rosters.mentions.entry((part, fold(named.key))).or_default();
        mentions.push(Mention { key, name, column, location });
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

fn attributes(
    context: &Context<'_>,
    (plan, role): (&RosterPlan, RoleId),
    cells: Cells<'_>,
    desk: &mut Desk<'_>,
) -> Attributes {
    let readers = plan.attributes.get(&role).map(Vec::as_slice).unwrap_or_default();
    let names = context.program.role(role).map(|role| role.attributes.as_slice()).unwrap_or_default();
    let mut attributes = Vec::with_capacity(readers.len());
    for (reader, field) in readers.iter().zip(names) {
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
                Ok(reading) => {
                    let read = value(&reader.ty, reading);
                    if field.name == "fte" && !can_be_fte(&read) {
                        let name = column.map_or("fte", |column| column.name.as_str());
                        desk.note(At::cell(cells.row, name, text), &RowProblem::FteOutOfRange, Effect::ValueUnknown);
                        None
                    } else {
                        Some(read)
                    }
                }
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

/// Somebody who works works at least a little, and nobody more than full time.
fn can_be_fte(value: &Value) -> bool {
    match value {
        Value::Number(fte) => whole(0) < *fte && *fte <= whole(1),
        Value::Text(_) => true,
    }
}

impl Rosters {
    /// Gives the rows to the builder, once every file was read, but for those whose key is another person's too:
    /// nobody can tell whose they are, so all of them are rejected, whichever comes first. Spellings of one name are
    /// one person, and told.
    pub fn settle(
        &mut self,
        builder: &mut TableBuilder<'_>,
        books: &mut [Book<'_>],
        problems: &mut Vec<Problem>,
    ) -> Vec<RepeatedRow> {
        let mut rejected: BTreeSet<Location> = BTreeSet::new();
        for mentions in self.mentions.values() {
            let mut seen = BTreeSet::new();
            let names: Vec<&Mention> = mentions.iter().filter(|one| seen.insert(fold(&one.name))).collect();
            let [first, others @ ..] = names.as_slice() else { continue };
            if others.is_empty() {
                continue;
            }
            let are_one = names.iter().all(|one| names.iter().all(|other| alike(&one.name, &other.name)));
            for mention in mentions {
                let is_first = fold(&mention.name) == fold(&first.name);
                let Some(other) = (if is_first { others.first() } else { Some(first) }) else { continue };
                let (key, name) = (mention.key.clone(), other.name.clone());
                let shown = |at: Location| self.shown.get(&at.file).map_or("", String::as_str);
                let place = format!("{}:{}", shown(other.location), other.location.row);
                let at = At::cell(mention.location.row, &mention.column, &mention.name);
                let input = mention.location.file;
                let mut desk = Desk { input, file: shown(mention.location), problems };
                if !are_one {
                    desk.note(at, &RowProblem::TwoNames { key, other: name, place }, Effect::Rejected);
                    rejected.insert(mention.location);
                } else if !is_first {
                    desk.note(at, &RowProblem::TwoSpellings { key, other: name, place }, Effect::Noted);
                }
            }
        }
        for at in &rejected {
            let book = books.iter_mut().find(|(_, _, input, ..)| *input == at.file);
            if let Some(class) = book.and_then(|(book, ..)| book.class_mut(at.row)) {
                *class = RowClass::Rejected;
            }
        }
        self.rows.retain(|row| !rejected.contains(&row.location));
        self.rows.iter().for_each(|row| builder.roster_row(row.clone()));
        let repeats = std::mem::take(&mut self.repeats);
        repeats.into_iter().filter(|(at, _)| !rejected.contains(at)).map(|(_, repeat)| repeat).collect()
    }

    /// What is wrong with the roster as a whole, once its rows are settled.
    pub fn finish(&mut self, schools: &[String], span: Span, problems: &[Problem]) {
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
        if self.rows.is_empty() {
            let causes = causes(problems);
            let causes = causes.iter().map(|cause| format!("{}: {}", cause.sentence(), cause.help)).collect();
            self.errors.push(RecordsError::EmptyRoster { causes, span });
        }
    }
}
