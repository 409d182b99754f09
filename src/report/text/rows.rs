//! What became of every row read, and the rows that could not be read.

use super::super::view::{RejectedRow, RowAccount};
use super::page::{Page, cut, left, right, some};

/// How many rows of each list are shown; the rest are counted.
const SHOWN: usize = 12;

/// Writes the account of rows; nothing where no file was read.
pub fn write(page: &mut Page, rows: &RowAccount) {
    if rows.files.is_empty() {
        return;
    }
    table(page, rows);
    list(page, "could not be read", &rows.rejected);
    list(page, "set aside that may matter", &rows.set_aside);
}

fn table(page: &mut Page, rows: &RowAccount) {
    page.heading("What became of every row");
    let heads: Vec<&str> = std::iter::once("read").chain(rows.classes.iter().copied()).collect();
    let widths: Vec<usize> = heads.iter().map(|head| head.chars().count().max(5) + 2).collect();
    let taken: usize = widths.iter().sum();
    let longest = rows.files.iter().map(|file| file.file.chars().count()).max().unwrap_or(0);
    let width = longest.min(page.look.width.saturating_sub(taken).max(12));
    let head: String = heads.iter().zip(&widths).map(|(head, width)| right(head, *width)).collect();
    page.line(&page.faint(&format!("{}{head}", left("", width))));
    for file in &rows.files {
        let numbers = std::iter::once(file.read).chain(file.numbers.iter().copied());
        let cells: String = numbers
            .zip(&widths)
            .map(|(number, width)| if number == 0 { right("·", *width) } else { right(&number.to_string(), *width) })
            .collect();
        page.line(&format!("{}{cells}", left(&cut(&file.file, width), width)));
    }
    page.line(if rows.adds_up {
        "every row read is in exactly one class, and each line adds up"
    } else {
        "THE CLASSES DO NOT ADD UP TO THE ROWS READ: this is a fault of Assize, please report it"
    });
}

fn list(page: &mut Page, what: &str, rows: &[RejectedRow]) {
    if rows.is_empty() {
        return;
    }
    page.heading(&format!("{} {what}", some(rows.len(), "row or cell", "rows or cells")));
    for row in rows.iter().take(SHOWN) {
        let whole = if row.whole_row { "the row is left out" } else { "the cell counts as unknown" };
        let cell = if row.column.is_empty() { String::new() } else { format!("column `{}` ", row.column) };
        page.paragraph(
            "  ",
            &format!("{}:{}  {cell}`{}`: {} ({whole})", row.file, row.row, cut(&row.text, 60), row.problem),
        );
        if !row.to_do.is_empty() {
            page.paragraph("    → ", &row.to_do);
        }
    }
    if let Some(rest) = rows.len().checked_sub(SHOWN).filter(|rest| *rest > 0) {
        page.line(&format!("  and {rest} more; --format json lists them all"));
    }
}
