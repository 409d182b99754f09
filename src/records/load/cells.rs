//! The cells of one row as texts: blank, readable, or no UTF-8.

use csv::ByteRecord;

use crate::records::account::Effect;
use crate::records::bind::{Column, Dates};
use crate::records::format::{Stamp, read_stamp};
use crate::records::problem::{At, Desk, RowProblem};
use chrono_tz::Tz;

/// The cells of a row.
#[derive(Clone, Copy)]
pub(super) struct Cells<'r> {
    pub record: &'r ByteRecord,
    pub row: u32,
}

/// What a cell holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Cell<'r> {
    /// Nothing but space.
    Blank,
    /// This text.
    Text(&'r str),
    /// Bytes that are no text; as near as they can be shown.
    NotUtf8(String),
}

impl<'r> Cells<'r> {
    /// A cell.
    pub fn get(&self, column: &Column) -> Cell<'r> {
        let bytes = self.record.get(column.index).unwrap_or_default();
        match std::str::from_utf8(bytes) {
            Ok(text) if text.trim().is_empty() => Cell::Blank,
            Ok(text) => Cell::Text(text),
            Err(_) => Cell::NotUtf8(String::from_utf8_lossy(bytes).into_owned()),
        }
    }

    /// The text of a cell, blank where there is none; a cell that is no UTF-8 is noted with that effect.
    pub fn text(&self, column: &Column, effect: Effect, desk: &mut Desk<'_>) -> Result<&'r str, Illegible> {
        match self.get(column) {
            Cell::Blank => Ok(""),
            Cell::Text(text) => Ok(text),
            Cell::NotUtf8(shown) => {
                desk.note(At::cell(self.row, &column.name, &shown), &RowProblem::NotUtf8, effect);
                Err(Illegible)
            }
        }
    }

    /// The date that a cell says, `None` where blank; one that cannot be read is noted with that effect.
    pub fn date(
        &self,
        dates: &Dates,
        zone: Tz,
        effect: Effect,
        desk: &mut Desk<'_>,
    ) -> Result<Option<Stamp>, Illegible> {
        let text = self.text(&dates.column, effect, desk)?;
        if text.is_empty() {
            return Ok(None);
        }
        match read_stamp(text, &dates.format, zone) {
            Ok(stamp) => Ok(Some(stamp)),
            Err(why) => {
                let at = At::cell(self.row, &dates.column.name, text);
                let turned = dates.format.turned().filter(|format| read_stamp(text, format, zone).is_ok());
                let problem = match turned {
                    Some(format) => RowProblem::TurnedDate(why, format.text().to_owned()),
                    None => RowProblem::UnreadableDate(why),
                };
                desk.note(at, &problem, effect);
                Err(Illegible)
            }
        }
    }

    /// Whether no cell holds anything.
    pub fn is_blank(&self) -> bool {
        self.record.iter().all(|cell| cell.iter().all(u8::is_ascii_whitespace))
    }

    /// Whether the row has as many cells as the header; blank ones past its end are let pass.
    pub fn fits(&self, header: usize) -> bool {
        let past = || self.record.iter().skip(header);
        self.record.len() >= header && past().all(|cell| cell.iter().all(u8::is_ascii_whitespace))
    }
}

/// A cell could not be read, and that was noted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Illegible;
