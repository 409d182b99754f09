//! The account of every row, once it is known which rows replace or repeat others.

use std::collections::{BTreeMap, BTreeSet};

use crate::records::account::{Account, Effect, FileKind, Problem, RepeatedRow, RowBook, RowClass, WhyRepeated};
use crate::records::build::{Built, RepeatKind};
use crate::records::problem::{At, Desk, RowProblem};
use crate::records::table::{InputId, Location, Standing, Tables};
use crate::types::typed::Program;

/// A file's rows: its book, its name, its place, what it is, and whose export.
pub(super) type Book<'m> = (RowBook, &'m str, InputId, FileKind, Option<String>);

/// Puts every row into its last class, and gives the tables and the account.
pub(super) fn account(
    (program, ids): (&Program, &BTreeMap<InputId, String>),
    built: Built,
    mut books: Vec<Book<'_>>,
    (mut problems, mut repeats): (Vec<Problem>, Vec<RepeatedRow>),
) -> (Tables, Account) {
    let places: BTreeMap<InputId, usize> =
        books.iter().enumerate().map(|(place, (_, _, input, ..))| (*input, place)).collect();
    let name = |books: &[Book<'_>], input: InputId| {
        let book = places.get(&input).and_then(|place| books.get(*place));
        book.map_or(String::new(), |(_, name, ..)| (*name).to_owned())
    };
    let set = |books: &mut Vec<Book<'_>>, at: Location, class: fn(RowClass) -> RowClass| {
        let book = places.get(&at.file).and_then(|place| books.get_mut(*place));
        if let Some(old) = book.and_then(|(book, ..)| book.class_mut(at.row)) {
            *old = class(*old);
        }
    };
    for events in &built.tables.events {
        for (at, standing) in events.location.iter().zip(&events.standing) {
            set(&mut books, *at, settled(*standing));
        }
    }
    for repeat in &built.repeats {
        set(&mut books, repeat.row, |_| RowClass::Duplicate);
        repeats.push(RepeatedRow {
            file: name(&books, repeat.row.file),
            row: repeat.row.row,
            counted_file: name(&books, repeat.counted.file),
            counted_row: repeat.counted.row,
            why: match repeat.kind {
                RepeatKind::Replaced => WhyRepeated::Replaced,
                RepeatKind::SameEvent => WhyRepeated::SameEvent,
            },
        });
    }
    conflicts(program, &built, |input| name(&books, input), &mut problems);
    replaced(&built, ids, |input| name(&books, input), &mut problems);
    problems.sort();
    problems.dedup();
    repeats.sort();
    let files = books
        .into_iter()
        .map(|(book, name, input, kind, records)| book.finish(name.to_owned(), input, kind, records))
        .collect();
    (built.tables, Account { files, problems, repeats, notices: Vec::new() })
}

/// What the standing of a row's event makes of its class: merging and replacing change whether it is certain.
fn settled(standing: Standing) -> fn(RowClass) -> RowClass {
    match standing {
        Standing::Held => |class| if class == RowClass::Possible { RowClass::Counted } else { class },
        Standing::RecordedUnknown | Standing::StatusUnknown | Standing::PersonAmbiguous => {
            |class| if class == RowClass::Counted { RowClass::Possible } else { class }
        }
        Standing::DateUnreadable
        | Standing::ActivityUnknown
        | Standing::NotHeld
        | Standing::Duplicate
        | Standing::RecordedLater => |class| class,
    }
}

/// Notes the rows replaced by one that is about other people on the same day: then one id likely stands for several
/// records, as where each trainee of a meeting has a row.
fn replaced(
    built: &Built,
    ids: &BTreeMap<InputId, String>,
    name: impl Fn(InputId) -> String,
    problems: &mut Vec<Problem>,
) {
    let pairs = built.repeats.iter().filter(|repeat| repeat.kind == RepeatKind::Replaced);
    let pairs: BTreeMap<Location, Location> = pairs.map(|repeat| (repeat.row, repeat.counted)).collect();
    let wanted: BTreeSet<Location> = pairs.iter().flat_map(|(row, counted)| [*row, *counted]).collect();
    for events in &built.tables.events {
        let mut places: BTreeMap<Location, usize> = BTreeMap::new();
        for (place, at) in events.location.iter().enumerate().filter(|(_, at)| wanted.contains(at)) {
            places.entry(*at).or_insert(place);
        }
        for (row, counted) in &pairs {
            let (Some(one), Some(other)) = (places.get(row), places.get(counted)) else { continue };
            let people = |place: usize| (events.owner.get(place), events.counterparts(place));
            if events.day.get(*one) != events.day.get(*other) || people(*one) == people(*other) {
                continue;
            }
            let file = name(row.file);
            let mut desk = Desk { input: row.file, file: &file, problems };
            let other = format!("{}:{}", name(counted.file), counted.row);
            let problem = RowProblem::ReplacedByAnother { other, id: ids.get(&row.file).cloned() };
            desk.note(At::row(row.row), &problem, Effect::Noted);
        }
    }
}

/// Notes the fields in which records of one event differ.
fn conflicts(program: &Program, built: &Built, name: impl Fn(InputId) -> String, problems: &mut Vec<Problem>) {
    for conflict in &built.conflicts {
        let field = program
            .activity(conflict.activity)
            .and_then(|activity| activity.fields.get(conflict.field.index()))
            .map(|field| field.name.clone())
            .unwrap_or_default();
        let file = name(conflict.counted.file);
        let mut desk = Desk { input: conflict.counted.file, file: &file, problems };
        let other = format!("{}:{}", name(conflict.other.file), conflict.other.row);
        let problem = RowProblem::ConflictingValues { field, other };
        desk.note(At::row(conflict.counted.row), &problem, Effect::ValueUnknown);
    }
}
