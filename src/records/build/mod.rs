//! Makes tables: takes people, schools, roster rows, coverage and events in any order, and gives them sorted.
//!
//! Rows that replace or repeat others are found here, so that exports and scenarios are judged alike. Knows nothing
//! of files' formats, of manifests or of rules' lines.
//!
//! ```
//! use assize::records::build::{NewEvent, TableBuilder};
//! # use assize::types::typed::Program;
//! let program = Program::default();
//! let mut builder = TableBuilder::new(&program);
//! let school = builder.school("Oakfield", None);
//! let amira = builder.person("M001", "Amira");
//! let file = builder.file("sentinel.csv");
//! let tables = builder.finish().tables;
//! assert_eq!(tables.roster.people.len(), 1);
//! ```

mod assemble;
mod cell;
mod draft;
mod interner;
mod repeats;
mod same_event;
mod supersede;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]
mod tests;

use std::collections::BTreeMap;

use crate::records::table::{
    Coverage, Covered, InputId, Location, Person, PersonId, Roster, RosterRow, School, SchoolId, Standing, Tables,
    Waiver,
};
use crate::types::typed::{ActivityId, CalendarId, Program, RecordsId, Value};
use crate::value::{Day, Days, fold};

pub use cell::{Cell, decode, encode};
use draft::Drafts;
use interner::Interner;
pub use repeats::{Conflict, Repeat, RepeatKind};

/// One event as it was read.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    /// What happened.
    pub activity: ActivityId,
    /// The system that it was read from.
    pub records: RecordsId,
    /// Whose it is; `PersonId::NOBODY` or `PersonId::UNMATCHED` where it is nobody's that is known.
    pub owner: PersonId,
    /// With whom; empty where left blank.
    pub with: &'a [PersonId],
    /// Its days; one for a point; `None` where they could not be read.
    pub days: Option<Days>,
    /// The local time of its start, in minutes after midnight.
    pub minute: Option<u16>,
    /// What it counts as. A row with no readable days is `DateUnreadable` unless it is out.
    pub standing: Standing,
    /// Its fields in the activity's order; those past the end of the slice are unknown.
    pub cells: &'a [Cell],
    /// The record's id in its system.
    pub record: Option<&'a str>,
    /// When it was recorded, in local minutes since the start of day number 0.
    pub recorded: Option<i64>,
    /// Where it is written.
    pub location: Location,
}

/// Tables, and what became of rows that replace or repeat others.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// The tables.
    pub tables: Tables,
    /// Rows that count elsewhere, by location.
    pub repeats: Vec<Repeat>,
    /// Fields in which the records of one event differ and that nothing decides.
    pub conflicts: Vec<Conflict>,
}

/// Collects what was recorded, in any order.
#[derive(Clone, Debug)]
pub struct TableBuilder<'p> {
    program: &'p Program,
    files: Vec<String>,
    people: Vec<Person>,
    people_by_key: BTreeMap<String, PersonId>,
    schools: Vec<School>,
    schools_by_name: BTreeMap<String, SchoolId>,
    rows: Vec<RosterRow>,
    covered: Vec<Covered>,
    waivers: Vec<Waiver>,
    set_aside: Vec<Covered>,
    drafts: Vec<Drafts>,
    /// Rows of no activity that still replace earlier ones of the same id.
    replacing: Vec<(RecordsId, i64, Option<i64>, Location)>,
    texts: Interner,
    candidates: Vec<Vec<PersonId>>,
    known_at: Option<Day>,
}

impl<'p> TableBuilder<'p> {
    /// Empty tables for a program.
    pub fn new(program: &'p Program) -> TableBuilder<'p> {
        TableBuilder {
            program,
            files: Vec::new(),
            people: Vec::new(),
            people_by_key: BTreeMap::new(),
            schools: Vec::new(),
            schools_by_name: BTreeMap::new(),
            rows: Vec::new(),
            covered: Vec::new(),
            waivers: Vec::new(),
            set_aside: Vec::new(),
            drafts: program.activities.iter().map(|activity| Drafts::new(activity.fields.len())).collect(),
            replacing: Vec::new(),
            texts: Interner::default(),
            candidates: Vec::new(),
            known_at: None,
        }
    }

    /// Rows recorded after this day are not to count, and those recorded nobody knows when only may.
    pub fn known_at(&mut self, day: Option<Day>) {
        self.known_at = day;
    }

    /// Adds an input file.
    pub fn file(&mut self, path: impl Into<String>) -> InputId {
        let id = InputId(u16::try_from(self.files.len()).unwrap_or(u16::MAX));
        self.files.push(path.into());
        id
    }

    /// The person of a key, added where new; the name first given stands. The id holds until `finish`.
    pub fn person(&mut self, key: &str, name: &str) -> PersonId {
        let folded = fold(key);
        if let Some(id) = self.people_by_key.get(&folded) {
            return *id;
        }
        let id = PersonId(u32::try_from(self.people.len()).unwrap_or(u32::MAX));
        let name = if name.trim().is_empty() { key } else { name };
        self.people.push(Person { key: key.trim().to_owned(), name: name.trim().to_owned() });
        self.people_by_key.insert(folded, id);
        id
    }

    /// The school of a name, added where new; the calendar first given stands. The id holds until `finish`.
    pub fn school(&mut self, name: &str, calendar: Option<CalendarId>) -> SchoolId {
        let folded = fold(name);
        if let Some(id) = self.schools_by_name.get(&folded) {
            return *id;
        }
        let id = SchoolId(u32::try_from(self.schools.len()).unwrap_or(u32::MAX));
        self.schools.push(School { name: name.trim().to_owned(), calendar });
        self.schools_by_name.insert(folded, id);
        id
    }

    /// The person of a key, where there is one.
    pub fn find_person(&self, key: &str) -> Option<PersonId> {
        self.people_by_key.get(&fold(key)).copied()
    }

    /// The school of a name, where there is one.
    pub fn find_school(&self, name: &str) -> Option<SchoolId> {
        self.schools_by_name.get(&fold(name)).copied()
    }

    /// Everybody so far, by the ids that hold until `finish`.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Adds a row of the roster.
    pub fn roster_row(&mut self, row: RosterRow) {
        // A rule may have cases by an attribute: its texts have codes like those of events.
        for attribute in row.attributes.iter().flatten() {
            if let Value::Text(text) = attribute {
                self.texts.code(text);
            }
        }
        self.rows.push(row);
    }

    /// Adds what an export covers.
    pub fn covered(&mut self, covered: Covered) {
        self.covered.push(covered);
    }

    /// Adds an entry of the waiver register.
    pub fn waiver(&mut self, waiver: Waiver) {
        self.waivers.push(waiver);
    }

    /// Adds what an export would cover, had it a row that could be placed.
    pub fn set_aside(&mut self, covered: Covered) {
        self.set_aside.push(covered);
    }

    /// The code of a text, for `Cell::Known`. Holds until `finish`.
    pub fn text(&mut self, text: &str) -> i64 {
        self.texts.code(text)
    }

    /// A field that names one of these people. Holds until `finish`.
    pub fn one_of(&mut self, people: &[PersonId]) -> Cell {
        match people {
            [] => Cell::Unknown,
            [PersonId::UNMATCHED] => Cell::Unknown,
            [one] => Cell::Known(i64::from(one.0)),
            several => {
                let place = self.candidates.iter().position(|known| known == several).unwrap_or_else(|| {
                    self.candidates.push(several.to_vec());
                    self.candidates.len() - 1
                });
                u32::try_from(place).map_or(Cell::Unknown, Cell::OneOf)
            }
        }
    }

    /// Adds an event. An activity of another program is ignored.
    pub fn event(&mut self, event: NewEvent<'_>) {
        let record = event.record.map(|id| self.texts.code(id));
        let Some(drafts) = self.drafts.get_mut(event.activity.index()) else { return };
        drafts.push(&event, record);
    }

    /// A row that is no event, and still replaces earlier rows of the same id in its file.
    pub fn replaces(&mut self, records: RecordsId, record: &str, recorded: Option<i64>, location: Location) {
        let record = self.texts.code(record);
        self.replacing.push((records, record, recorded, location));
    }

    /// Finds what is replaced or repeated, sorts everything, and gives the tables.
    pub fn finish(mut self) -> Built {
        let mut repeats = Vec::new();
        let mut conflicts = Vec::new();
        supersede::settle_recorded(&mut self.drafts, self.known_at);
        supersede::within_files(&mut self.drafts, &self.replacing, self.known_at, &mut repeats);
        for ((id, activity), drafts) in (0u32..).map(ActivityId).zip(&self.program.activities).zip(&mut self.drafts) {
            supersede::across_files(drafts, self.known_at, &mut repeats);
            same_event::merge((id, activity), drafts, &mut repeats, &mut conflicts);
        }
        let repeats = repeats::follow(repeats);
        conflicts.sort();
        let people = assemble::order(&self.people, |person| person.key.clone());
        let schools = assemble::order(&self.schools, |school| school.name.clone());
        let (texts, codes) = self.texts.finish();
        let maps = assemble::Maps {
            people: &people.new_place,
            schools: &schools.new_place,
            texts: &codes,
            candidates: &self.candidates,
        };
        let events = (self.program.activities.iter().zip(self.drafts))
            .map(|(activity, drafts)| assemble::events(activity, drafts, &maps, &repeats))
            .collect();
        let mut roster = Roster {
            people: people.sorted,
            schools: schools.sorted,
            rows: self.rows.into_iter().map(|row| assemble::roster_row(row, &maps)).collect(),
        };
        roster.rows.sort_by_key(|row| (row.person, row.role, row.counterpart, row.days, row.school, row.location));
        let claims = |covered: Vec<Covered>| {
            let mut claims: Vec<Covered> =
                covered.into_iter().map(|covered| assemble::covered(covered, &maps)).collect();
            claims.sort_by_key(|export| (export.records, export.days, export.file));
            claims
        };
        let coverage = Coverage { exports: claims(self.covered), set_aside: claims(self.set_aside) };
        let mut waivers: Vec<Waiver> = self.waivers.into_iter().map(|waiver| assemble::waiver(waiver, &maps)).collect();
        waivers.sort_by_key(|waiver| (waiver.rule, waiver.person, waiver.counterpart, waiver.days, waiver.location));
        let stands = repeats.iter().map(|repeat| (repeat.row, (repeat.counted, repeat.kind))).collect();
        let tables = Tables { files: self.files, roster, coverage, events, texts, waivers, repeats: stands };
        Built { tables, repeats, conflicts }
    }
}
