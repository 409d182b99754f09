//! The rows of one file to its end: blank ones, those with cells too few or too many, and those to be read.

use crate::records::account::{Effect, RowBook, RowClass};
use crate::records::csv_file::{CsvFile, FileProblem};
use crate::records::load::Context;
use crate::records::load::cells::Cells;
use crate::records::problem::{At, Desk, RowProblem};

/// A row that is not blank.
#[derive(Clone, Copy)]
pub(super) enum Row<'r> {
    /// With a cell for each column.
    Whole(Cells<'r>),
    /// On this line, with cells too few or too many; that was noted.
    Broken(u32),
}

/// Puts every row into the class that `read` gives it.
pub(super) fn each_row(
    context: &Context<'_>,
    file: &mut CsvFile,
    desk: &mut Desk<'_>,
    read: &mut dyn FnMut(Row<'_>, &mut Desk<'_>) -> RowClass,
) -> Result<RowBook, FileProblem> {
    let header = file.header().len();
    let mut book = RowBook::default();
    loop {
        context.tick(file, desk.file);
        let Some(row) = file.next_row()? else { break };
        book.row_read();
        let cells = Cells { record: row.cells, row: row.line };
        let class = if cells.is_blank() {
            RowClass::Blank
        } else if cells.fits(header) {
            read(Row::Whole(cells), desk)
        } else {
            let problem = RowProblem::BrokenRow { found: row.cells.len(), wanted: header };
            desk.note(At::row(row.line), &problem, Effect::Rejected);
            read(Row::Broken(row.line), desk)
        };
        book.put(row.line, class);
    }
    Ok(book)
}
