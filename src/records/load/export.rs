//! Reads an export: every row becomes an event, a possible one, or is accounted for otherwise.

use crate::records::account::{Effect, RowBook, RowClass};
use crate::records::bind::export::{ActivityOf, ActivityPlan, ExportPlan};
use crate::records::build::{NewEvent, TableBuilder};
use crate::records::csv_file::{CsvFile, FileProblem};
use crate::records::load::Context;
use crate::records::load::cells::{Cells, Illegible};
use crate::records::load::each_row::{Row, each_row};
use crate::records::load::who::{self, Finder, Finders, Party};
use crate::records::load::{values, when};
use crate::records::people::People;
use crate::records::problem::{At, Desk, RowProblem};
use crate::records::table::{Location, PersonId, Standing};
use crate::types::typed::ActivityId;
use crate::value::{Day, Days, fold};

/// What one row is read with.
struct Reader<'a, 'p, 'c> {
    context: &'a Context<'c>,
    plan: &'a ExportPlan,
    builder: &'a mut TableBuilder<'p>,
    owners: Finder<'a>,
    with: Finder<'a>,
    /// The people of fields, by column and by what they are named.
    fields: Finders<'a>,
    /// How many rows are dated outside what the export covers, and the first of them.
    outside: Option<(u64, u32)>,
    covers: Days,
    uses: Uses,
}

/// Of how many rows the export's silence elsewhere can be believed, and why not of the others. A row is placed where
/// its activity, its people and its date could all be read, and its date is one that the export speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Uses {
    /// Placed.
    pub placed: u64,
    /// Placed, and dated after the audit's date.
    pub later: u64,
    /// The first date of those.
    pub first_later: Option<Day>,
    /// Of nobody in the roster, or with nobody in it.
    pub unmatched: u64,
    /// Dated outside what the export covers.
    pub outside: u64,
    /// Without a date or an activity that could be read.
    pub unread: u64,
    /// Of an activity that the manifest ignores.
    pub ignored: u64,
}

/// Whether and how a row happened, before it is known who took part.
#[derive(Clone, Copy)]
struct Facts<'r> {
    record: Option<&'r str>,
    recorded: Option<i64>,
    status: Standing,
    location: Location,
}

/// What was read of an export.
pub(super) struct ExportRead {
    pub book: RowBook,
    pub rows: u64,
    /// How many rows are dated outside what it covers, and the first of them.
    pub outside: Option<(u64, u32)>,
    /// What its rows show.
    pub uses: Uses,
}

/// Reads an export to its end.
pub(super) fn read(
    context: &Context<'_>,
    (plan, covers): (&ExportPlan, Days),
    (file, people): (&mut CsvFile, &People),
    builder: &mut TableBuilder<'_>,
    desk: &mut Desk<'_>,
) -> Result<ExportRead, FileProblem> {
    let input = desk.input;
    let (owners, with, fields) = (Finder::new(people), Finder::new(people), Finders::new(people));
    let uses = Uses::default();
    let mut reader = Reader { context, plan, builder, owners, with, fields, outside: None, covers, uses };
    let mut rows = 0;
    let book = each_row(context, file, desk, &mut |row, desk| {
        rows += 1;
        match row {
            Row::Whole(cells) => reader.row(cells, desk),
            Row::Broken(line) => {
                reader.broken(Location { file: input, row: line });
                reader.uses.unread += 1;
                RowClass::Rejected
            }
        }
    })?;
    Ok(ExportRead { book, rows, outside: reader.outside, uses: reader.uses })
}

impl Reader<'_, '_, '_> {
    /// A row whose cells are in nobody knows which columns: it may be any event of the export's activities.
    fn broken(&mut self, location: Location) {
        for (activity, plan) in &self.plan.activities {
            self.builder.event(NewEvent {
                activity: *activity,
                records: self.plan.records,
                owner: if plan.owner.is_none() { PersonId::NOBODY } else { PersonId::UNMATCHED },
                with: &[],
                days: None,
                minute: None,
                standing: Standing::DateUnreadable,
                cells: &[],
                record: None,
                recorded: None,
                location,
            });
        }
    }

    fn row(&mut self, cells: Cells<'_>, desk: &mut Desk<'_>) -> RowClass {
        let noted = desk.problems.len();
        let id = self.id(cells, desk);
        let recorded = self.recorded(cells, desk);
        let location = Location { file: desk.input, row: cells.row };
        let (activities, known) = match activity(self.plan, cells, desk) {
            Activities::Ignored => {
                if let Some(id) = &id {
                    self.builder.replaces(self.plan.records, id, recorded, location);
                }
                self.uses.ignored += 1;
                return RowClass::Ignored;
            }
            Activities::One(activity) => (vec![activity], true),
            Activities::Unknown => (self.plan.activities.keys().copied().collect(), false),
        };
        let status = match status(self.plan, cells, desk) {
            Standing::NotHeld => Standing::NotHeld,
            _ if !known => Standing::ActivityUnknown,
            status => status,
        };
        let facts = Facts { record: id.as_deref(), recorded, status, location };
        // Until the activity is known, what else is wrong with the row cannot be said.
        let noted = if status == Standing::NotHeld { noted } else { desk.problems.len() };
        let uses = self.uses;
        let classes: Vec<RowClass> =
            activities.iter().map(|activity| self.event(*activity, facts, cells, desk)).collect();
        if !known {
            self.uses = Uses { unread: uses.unread + 1, ..uses };
        }
        if status == Standing::NotHeld || !known {
            // Nor does what could not be read of a row that was not held decide anything.
            desk.problems.truncate(noted);
            return if status == Standing::NotHeld { RowClass::NotHeld } else { RowClass::Rejected };
        }
        classes.first().copied().unwrap_or(RowClass::Rejected)
    }

    /// Adds the row as events of one activity.
    fn event(&mut self, id: ActivityId, facts: Facts<'_>, cells: Cells<'_>, desk: &mut Desk<'_>) -> RowClass {
        let Some(plan) = self.plan.activities.get(&id) else { return RowClass::Rejected };
        let zone = self.context.zone;
        let mut when = when::read(self.plan, cells, zone, desk);
        if plan.is_span {
            when = when::span(self.plan, when, cells, zone, desk);
        }
        let party = self.party(plan, cells, desk);
        let values = values::read(plan, (cells, when.elapsed), (&mut self.fields, self.builder), desk);
        let standing = match facts.status {
            Standing::Held | Standing::StatusUnknown if party.is_ambiguous() => Standing::PersonAmbiguous,
            other => other,
        };
        for (owner, with) in party.ways() {
            self.builder.event(NewEvent {
                activity: id,
                records: self.plan.records,
                owner,
                with: &with,
                days: when.span,
                minute: when.minute,
                standing,
                cells: &values,
                record: facts.record,
                recorded: facts.recorded,
                location: facts.location,
            });
        }
        if let Some(day) = when.day.filter(|day| !self.covers.contains(*day)) {
            self.dated_outside(day, facts);
        }
        self.used(when.span, &party);
        self.class(when.span, standing, &party, facts)
    }

    /// Notes what a row whose activity is known shows.
    fn used(&mut self, days: Option<Days>, party: &Party) {
        let uses = &mut self.uses;
        let Some(days) = days else {
            uses.unread += 1;
            return;
        };
        if party.is_nobody_known() {
            uses.unmatched += 1;
        } else if days.from > self.context.as_of {
            uses.placed += 1;
            uses.later += 1;
            uses.first_later = Some(uses.first_later.map_or(days.from, |first| first.min(days.from)));
        } else if days.overlaps(self.covers) {
            uses.placed += 1;
        } else {
            uses.outside += 1;
        }
    }

    fn class(&self, days: Option<Days>, standing: Standing, party: &Party, facts: Facts<'_>) -> RowClass {
        if self.context.is_recorded_later(facts.recorded) {
            return RowClass::RecordedLater;
        }
        let Some(days) = days else { return RowClass::Rejected };
        if days.from > self.context.as_of {
            return RowClass::AfterAsOf;
        }
        if party.owners == [PersonId::UNMATCHED] {
            return RowClass::Unmatched;
        }
        let unsure = self.context.known_at.is_some() && facts.recorded.is_none();
        if standing.is_possible() || unsure { RowClass::Possible } else { RowClass::Counted }
    }

    /// Plans for the future are no sign that the days covered are wrong.
    fn dated_outside(&mut self, day: Day, facts: Facts<'_>) {
        if facts.status == Standing::NotHeld || day > self.context.as_of {
            return;
        }
        let (rows, first) = self.outside.unwrap_or((0, facts.location.row));
        self.outside = Some((rows + 1, first));
    }

    fn party(&mut self, plan: &ActivityPlan, cells: Cells<'_>, desk: &mut Desk<'_>) -> Party {
        let person = (self.plan.person.as_ref(), plan.owner.as_ref());
        let owners = who::owner(person, cells, &mut self.owners, self.builder, desk);
        let with = match (&self.plan.with, &plan.with) {
            (Some(column), Some(slot)) => who::with((column, slot), cells, &mut self.with, self.builder, desk),
            _ => Vec::new(),
        };
        Party { owners, with }
    }

    /// The record's id; `None` where a part of it is blank.
    fn id(&self, cells: Cells<'_>, desk: &mut Desk<'_>) -> Option<String> {
        let mut id = String::new();
        for column in &self.plan.id {
            let text = cells.text(column, Effect::Noted, desk).ok().map(str::trim).filter(|text| !text.is_empty())?;
            if !id.is_empty() {
                id.push_str(" / ");
            }
            id.push_str(text);
        }
        (!id.is_empty()).then_some(id)
    }

    /// When the row was recorded, in local minutes since the start of day number 0.
    fn recorded(&self, cells: Cells<'_>, desk: &mut Desk<'_>) -> Option<i64> {
        let dates = self.plan.recorded.as_ref()?;
        let effect = if self.context.known_at.is_some() { Effect::Possible } else { Effect::Noted };
        let stamp = cells.date(dates, self.context.zone, effect, desk).ok().flatten()?;
        Some(i64::from(stamp.day.number()) * 24 * 60 + stamp.minute.map_or(0, i64::from))
    }
}

/// Which activities a row may be.
enum Activities {
    One(ActivityId),
    Ignored,
    Unknown,
}

fn activity(plan: &ExportPlan, cells: Cells<'_>, desk: &mut Desk<'_>) -> Activities {
    match &plan.activity {
        ActivityOf::Always(activity) => Activities::One(*activity),
        ActivityOf::ByColumn { column, values, ignore } => {
            let Ok(text) = cells.text(column, Effect::Rejected, desk) else { return Activities::Unknown };
            let folded = fold(text);
            if ignore.contains(&folded) {
                return Activities::Ignored;
            }
            if let Some(activity) = values.get(&folded) {
                return Activities::One(*activity);
            }
            desk.note(At::cell(cells.row, &column.name, text), &RowProblem::UnknownActivity, Effect::Rejected);
            Activities::Unknown
        }
    }
}

/// `Held`, `NotHeld` or `StatusUnknown`.
fn status(plan: &ExportPlan, cells: Cells<'_>, desk: &mut Desk<'_>) -> Standing {
    let Some(status) = &plan.status else { return Standing::Held };
    let text = match cells.text(&status.column, Effect::Possible, desk) {
        Ok(text) => text,
        Err(Illegible) => return Standing::StatusUnknown,
    };
    let folded = fold(text);
    if status.held.contains(&folded) {
        return Standing::Held;
    }
    if status.not_held.contains(&folded) {
        return Standing::NotHeld;
    }
    desk.note(At::cell(cells.row, &status.column.name, text), &RowProblem::UnknownStatus, Effect::Possible);
    Standing::StatusUnknown
}
