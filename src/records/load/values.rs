//! The fields of an export's row.

use crate::records::account::Effect;
use crate::records::bind::export::ActivityPlan;
use crate::records::bind::field::{FieldReader, Origin, Reading};
use crate::records::build::{Cell, TableBuilder, encode};
use crate::records::load::cells::{Cells, Illegible};
use crate::records::load::who::{self, Finders};
use crate::records::problem::{At, Desk, RowProblem};
use crate::types::typed::{FieldId, Type};

/// Reads the fields of an activity in their order; what cannot be read is unknown, and noted.
pub(super) fn read(
    plan: &ActivityPlan,
    (cells, elapsed): (Cells<'_>, Cell),
    (people, builder): (&mut Finders<'_>, &mut TableBuilder<'_>),
    desk: &mut Desk<'_>,
) -> Vec<Cell> {
    let mut values = Vec::with_capacity(plan.fields.len());
    for (id, reader) in (0u32..).map(FieldId).zip(&plan.fields) {
        let elapsed = if plan.length == Some(id) { elapsed } else { Cell::Unknown };
        let stated = reader.as_ref().map_or(Cell::Unknown, |reader| match &reader.origin {
            Origin::Person(plan, slot) => who::field((plan, slot), cells, people, builder, desk),
            Origin::Column { .. } | Origin::Constant(_) => one(reader, (cells, elapsed), builder, desk),
        });
        values.push(both(reader.as_ref(), (stated, elapsed), cells, desk));
    }
    values
}

fn one(
    reader: &FieldReader,
    (cells, elapsed): (Cells<'_>, Cell),
    builder: &mut TableBuilder<'_>,
    desk: &mut Desk<'_>,
) -> Cell {
    let name = reader.column().map_or("", |column| column.name.as_str());
    let text = match reader.column() {
        None => "",
        Some(column) => match cells.text(column, Effect::ValueUnknown, desk) {
            Err(Illegible) => return Cell::Unknown,
            Ok("") => {
                if matches!(reader.ty, Type::Duration { .. }) && elapsed == Cell::Unknown {
                    desk.note(At::cell(cells.row, name, ""), &RowProblem::BlankLength, Effect::ValueUnknown);
                }
                return Cell::Blank;
            }
            Ok(text) => text,
        },
    };
    match reader.read(text) {
        Ok(Reading::Text(text)) => Cell::Known(builder.text(&text)),
        Ok(Reading::Stored(stored)) => {
            if is_over(&reader.ty, stored) {
                desk.note(At::cell(cells.row, name, text), &RowProblem::OverBound, Effect::Noted);
            }
            Cell::Known(stored)
        }
        Err(why) => {
            desk.note(At::cell(cells.row, name, text), &RowProblem::UnreadableValue(why), Effect::ValueUnknown);
            Cell::Unknown
        }
    }
}

fn is_over(ty: &Type, stored: i64) -> bool {
    match ty {
        Type::Duration { up_to: Some(most) } => encode(ty, *most).is_some_and(|most| stored > most),
        Type::Duration { up_to: None }
        | Type::Count
        | Type::Number
        | Type::Text
        | Type::YesNo
        | Type::Date
        | Type::School
        | Type::Person
        | Type::Weekdays
        | Type::Days
        | Type::OneOfTexts(_)
        | Type::OneOfNumbers(_) => false,
    }
}

/// The stated length and the time from start to end: where they differ, it lies between them.
fn both(reader: Option<&FieldReader>, (stated, elapsed): (Cell, Cell), cells: Cells<'_>, desk: &mut Desk<'_>) -> Cell {
    let (Some(a), Some(b)) = (stated.bounds(), elapsed.bounds()) else {
        return if stated.is_silent() && !elapsed.is_silent() { elapsed } else { stated };
    };
    // A time that the clocks repeat is both its readings, and a stated length within them settles which.
    if b.0 <= a.0 && a.1 <= b.1 {
        return stated;
    }
    let name = reader.and_then(FieldReader::column).map_or("", |column| column.name.as_str());
    let text = reader.and_then(FieldReader::column).map_or("", |column| match cells.get(column) {
        super::cells::Cell::Text(text) => text,
        super::cells::Cell::Blank | super::cells::Cell::NotUtf8(_) => "",
    });
    desk.note(At::cell(cells.row, name, text), &RowProblem::LengthsDiffer, Effect::ValueUnknown);
    Cell::Between(a.0.min(b.0), a.1.max(b.1))
}
