//! What became of every row read, and the rows and cells that something is wrong with.

use super::super::view::RowAccount;
use super::super::words::some;
use super::page::{Page, left, right};

/// How many causes are shown; the rest are counted.
const SHOWN: usize = 12;

/// Writes the account of rows; nothing where no file was read.
pub fn write(page: &mut Page, rows: &RowAccount) {
    if rows.files.is_empty() {
        return;
    }
    table(page, rows);
    problems(page, rows);
}

fn table(page: &mut Page, rows: &RowAccount) {
    page.heading("What became of every row");
    let mut classes: Vec<&str> = Vec::new();
    for class in rows.files.iter().flat_map(|file| &file.classes) {
        if !classes.contains(&class.class) {
            classes.push(class.class);
        }
    }
    let heads: Vec<&str> = std::iter::once("read").chain(classes.iter().copied()).collect();
    let widths: Vec<usize> = heads.iter().map(|head| head.chars().count().max(5) + 2).collect();
    let taken: usize = widths.iter().sum();
    let longest = rows.files.iter().map(|file| file.file.chars().count()).max().unwrap_or(0);
    let width = longest.min(page.look.width.saturating_sub(taken).max(12));
    let head: String = heads.iter().zip(&widths).map(|(head, width)| right(head, *width)).collect();
    let head = page.faint(&format!("{}{head}", left("", width)));
    page.line(&head);
    for file in &rows.files {
        let of = |class: &str| file.classes.iter().find(|count| count.class == class).map_or(0, |count| count.rows);
        let numbers = std::iter::once(file.read).chain(classes.iter().map(|class| of(class)));
        let cell = |(number, width): (u64, &usize)| {
            if number == 0 { right("·", *width) } else { right(&number.to_string(), *width) }
        };
        let cells: String = numbers.zip(&widths).map(cell).collect();
        // A name that does not fit has a line of its own: two files of one folder begin alike.
        let name = if file.file.chars().count() > width {
            page.line(&file.file);
            ""
        } else {
            &file.file
        };
        page.line(&format!("{}{cells}", left(name, width)));
    }
    page.line(if rows.adds_up {
        "every row read is in exactly one class: each line adds up"
    } else {
        "THE CLASSES DO NOT ADD UP TO THE ROWS READ: this is a fault of Assize, please report it"
    });
}

fn problems(page: &mut Page, rows: &RowAccount) {
    if rows.problems.is_empty() {
        return;
    }
    let number = some(rows.problems.len(), "row or cell", "rows or cells");
    page.heading(&match rows.causes.len() {
        causes if causes == rows.problems.len() => format!("{number} to look at"),
        causes => format!("{number} to look at, for {}", some(causes, "cause", "causes")),
    });
    for cause in rows.causes.iter().take(SHOWN) {
        page.paragraph("  ", &cause.text);
        if !cause.to_do.is_empty() {
            page.paragraph("    → ", &cause.to_do);
        }
    }
    if let Some(rest) = rows.causes.len().checked_sub(SHOWN).filter(|rest| *rest > 0) {
        page.line(&format!("  and {}; `--format json` lists them all", some(rest, "more cause", "more causes")));
    }
}
