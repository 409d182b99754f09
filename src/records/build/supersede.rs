//! Rows replaced by a later row with the same record id (SEMANTICS 15), as far as it was known (SEMANTICS 1).

use std::collections::BTreeMap;

use crate::records::build::draft::{Draft, Drafts};
use crate::records::build::{Repeat, RepeatKind};
use crate::records::table::{InputId, Location, Standing};
use crate::types::typed::RecordsId;
use crate::value::Day;

/// Sets apart what was recorded after `known_at`, or nobody knows when.
pub(super) fn settle_recorded(drafts: &mut [Drafts], known_at: Option<Day>) {
    let Some(known_at) = known_at else { return };
    for row in drafts.iter_mut().flat_map(|drafts| &mut drafts.rows) {
        let later = row.recorded.is_some_and(|minutes| is_later(minutes, known_at));
        match row.standing {
            Standing::NotHeld => {}
            _ if later => row.standing = Standing::RecordedLater,
            Standing::Held if row.recorded.is_none() => row.standing = Standing::RecordedUnknown,
            Standing::Held
            | Standing::StatusUnknown
            | Standing::DateUnreadable
            | Standing::PersonAmbiguous
            | Standing::ActivityUnknown
            | Standing::RecordedUnknown
            | Standing::Duplicate
            | Standing::RecordedLater => {}
        }
    }
}

fn is_later(minutes: i64, known_at: Day) -> bool {
    minutes.div_euclid(24 * 60) > i64::from(known_at.number())
}

/// A row with an id, as one of those that may replace each other.
#[derive(Clone, Copy, Debug)]
struct Version {
    location: Location,
    recorded: Option<i64>,
}

/// The rows of one id, and which of them stands.
#[derive(Clone, Debug, Default)]
struct Versions {
    rows: Vec<Version>,
    /// The place of each row, once settled.
    places: BTreeMap<Location, usize>,
    /// The last row of which it is sure that it was known in time.
    last_sure: Option<(usize, Location)>,
}

/// What a row of a replaced id becomes.
enum Fate {
    Stands,
    MayBeReplaced,
    ReplacedBy(Location),
}

impl Versions {
    fn add(&mut self, location: Location, recorded: Option<i64>) {
        self.rows.push(Version { location, recorded });
    }

    /// Orders the rows: by when they were recorded where all say so, else as written. Rows that were not yet known do
    /// not take part; a row fanned out over several events is one row.
    fn settle(&mut self, known_at: Option<Day>) {
        self.rows.retain(|version| match (known_at, version.recorded) {
            (Some(known_at), Some(minutes)) => !is_later(minutes, known_at),
            _ => true,
        });
        let all_dated = self.rows.iter().all(|version| version.recorded.is_some());
        self.rows.sort_by_key(|version| (if all_dated { version.recorded } else { None }, version.location));
        self.rows.dedup_by_key(|version| version.location);
        self.places = self.rows.iter().enumerate().map(|(place, version)| (version.location, place)).collect();
        // Of rows recorded nobody knows when, none surely replaces an earlier one that was known in time.
        let is_sure = |version: &Version| known_at.is_none() || version.recorded.is_some();
        let last = self.rows.iter().enumerate().rev().find(|(_, version)| is_sure(version));
        self.last_sure = last.map(|(place, version)| (place, version.location));
    }

    fn fate(&self, location: Location) -> Fate {
        let Some(place) = self.places.get(&location).copied() else { return Fate::Stands };
        match self.last_sure {
            Some((last, counted)) if place < last => Fate::ReplacedBy(counted),
            _ if place + 1 < self.rows.len() => Fate::MayBeReplaced,
            _ => Fate::Stands,
        }
    }
}

type Replacing = [(RecordsId, i64, Option<i64>, Location)];

/// Marks rows replaced by a later row of their own file, whatever the activity.
pub(super) fn within_files(
    drafts: &mut [Drafts],
    replacing: &Replacing,
    known_at: Option<Day>,
    repeats: &mut Vec<Repeat>,
) {
    let mut groups: BTreeMap<(RecordsId, InputId, i64), Versions> = BTreeMap::new();
    for (records, record, recorded, location) in replacing {
        let group = groups.entry((*records, location.file, *record)).or_default();
        group.add(*location, *recorded);
    }
    for row in drafts.iter().flat_map(|drafts| &drafts.rows) {
        let Some(record) = row.record else { continue };
        let group = groups.entry((row.records, row.location.file, record)).or_default();
        group.add(row.location, row.recorded);
    }
    groups.values_mut().for_each(|group| group.settle(known_at));
    for row in drafts.iter_mut().flat_map(|drafts| &mut drafts.rows) {
        let Some(record) = row.record else { continue };
        if let Some(group) = groups.get(&(row.records, row.location.file, record)) {
            apply(row, &group.fate(row.location), repeats);
        }
    }
}

/// Marks rows replaced by a later row of the same activity in another file of the same system.
pub(super) fn across_files(drafts: &mut Drafts, known_at: Option<Day>, repeats: &mut Vec<Repeat>) {
    let takes_part = |row: &Draft| !matches!(row.standing, Standing::Duplicate | Standing::ActivityUnknown);
    let mut groups: BTreeMap<(RecordsId, i64), Versions> = BTreeMap::new();
    for row in drafts.rows.iter().filter(|row| takes_part(row)) {
        let Some(record) = row.record else { continue };
        groups.entry((row.records, record)).or_default().add(row.location, row.recorded);
    }
    groups.values_mut().for_each(|group| group.settle(known_at));
    for row in drafts.rows.iter_mut().filter(|row| takes_part(row)) {
        let Some(record) = row.record else { continue };
        if let Some(group) = groups.get(&(row.records, record)) {
            apply(row, &group.fate(row.location), repeats);
        }
    }
}

fn apply(row: &mut Draft, fate: &Fate, repeats: &mut Vec<Repeat>) {
    match fate {
        Fate::Stands => {}
        Fate::MayBeReplaced if row.standing == Standing::Held => row.standing = Standing::RecordedUnknown,
        Fate::MayBeReplaced => {}
        Fate::ReplacedBy(counted) => {
            row.standing = Standing::Duplicate;
            repeats.push(Repeat { row: row.location, counted: *counted, kind: RepeatKind::Replaced });
        }
    }
}
