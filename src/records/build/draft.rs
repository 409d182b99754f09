//! The events of one activity as they come, before they are sorted.

use crate::records::build::{Cell, NewEvent};
use crate::records::table::{Location, PersonId, Standing};
use crate::types::typed::RecordsId;
use crate::value::Days;

/// One event; its counterparts and cells lie in `Drafts`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draft {
    pub owner: PersonId,
    pub days: Option<Days>,
    pub minute: Option<u16>,
    pub standing: Standing,
    pub records: RecordsId,
    pub record: Option<i64>,
    pub recorded: Option<i64>,
    pub location: Location,
    with_start: usize,
    with_end: usize,
}

/// The events of one activity.
#[derive(Clone, Debug, Default)]
pub(super) struct Drafts {
    pub rows: Vec<Draft>,
    width: usize,
    with: Vec<PersonId>,
    cells: Vec<Cell>,
}

impl Drafts {
    pub fn new(width: usize) -> Drafts {
        Drafts { width, ..Drafts::default() }
    }

    pub fn push(&mut self, event: &NewEvent<'_>, record: Option<i64>) {
        let with_start = self.with.len();
        self.with.extend_from_slice(event.with);
        if let Some(with) = self.with.get_mut(with_start..) {
            with.sort();
        }
        let unknown = std::iter::repeat(Cell::Unknown);
        self.cells.extend(event.cells.iter().copied().chain(unknown).take(self.width));
        let standing =
            if event.days.is_none() && !event.standing.is_out() { Standing::DateUnreadable } else { event.standing };
        self.rows.push(Draft {
            owner: event.owner,
            days: event.days,
            minute: event.minute,
            standing,
            records: event.records,
            record,
            recorded: event.recorded,
            location: event.location,
            with_start,
            with_end: self.with.len(),
        });
    }

    /// The counterparts of an event, sorted.
    pub fn with(&self, place: usize) -> &[PersonId] {
        self.rows.get(place).and_then(|row| self.with.get(row.with_start..row.with_end)).unwrap_or_default()
    }

    /// The fields of an event.
    pub fn cells(&self, place: usize) -> &[Cell] {
        self.cells.get(place * self.width..(place + 1) * self.width).unwrap_or_default()
    }

    /// Sets a field of an event.
    pub fn set_cell(&mut self, place: usize, field: usize, cell: Cell) {
        if let Some(old) = self.cells.get_mut(place * self.width + field) {
            *old = cell;
        }
    }
}
