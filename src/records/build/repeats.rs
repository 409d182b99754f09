//! What is said of rows that count elsewhere.

use std::collections::BTreeMap;

use crate::records::table::Location;
use crate::types::typed::{ActivityId, FieldId};

/// A row that counts elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Repeat {
    /// The row.
    pub row: Location,
    /// The row that stands for it.
    pub counted: Location,
    /// Why.
    pub kind: RepeatKind,
}

/// Why a row counts elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RepeatKind {
    /// A later row has the same record id.
    Replaced,
    /// Another system recorded the same event.
    SameEvent,
}

/// A field in which two records of one event differ, and nothing says which stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Conflict {
    /// The row that stands for the event.
    pub counted: Location,
    /// A row that differs.
    pub other: Location,
    /// The activity.
    pub activity: ActivityId,
    /// The field, by its place in the activity.
    pub field: FieldId,
}

/// Every row once, with the row that stands for it in the end: what replaces a row may itself repeat another.
pub(super) fn follow(repeats: Vec<Repeat>) -> Vec<Repeat> {
    let next: BTreeMap<Location, Location> = repeats.iter().map(|repeat| (repeat.row, repeat.counted)).collect();
    let end = |mut row: Location| {
        // No row is replaced by itself, and later rows stand for earlier ones, so this ends; the bound makes it sure.
        for _ in 0..next.len() {
            match next.get(&row) {
                Some(counted) => row = *counted,
                None => break,
            }
        }
        row
    };
    let mut followed: Vec<Repeat> =
        repeats.iter().map(|repeat| Repeat { counted: end(repeat.counted), ..*repeat }).collect();
    followed.sort();
    followed.dedup();
    followed
}
