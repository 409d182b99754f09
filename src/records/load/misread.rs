//! Columns of dates that their format does not fit: told once, with a format that does, beside the rows themselves.

use chrono_tz::Tz;

use crate::records::account::Problem;
use crate::records::error::RecordsError;
use crate::records::format::{DateFormat, Needs, read_stamp};
use crate::records::manifest::DateColumn;
use crate::value::fold;

/// Formats that exports are known to have.
const KNOWN: [&str; 12] = [
    "DD/MM/YYYY",
    "YYYY-MM-DD",
    "MM/DD/YYYY",
    "D/M/YYYY",
    "DD-MM-YYYY",
    "DD.MM.YYYY",
    "DD/MM/YY",
    "D MMM YYYY",
    "DD/MM/YYYY HH:mm",
    "DD/MM/YYYY HH:mm:ss",
    "YYYY-MM-DD HH:mm",
    "ISO",
];

/// The problem of a column where a quarter of a file's dates or more cannot be read, and all of them can by another
/// format, or where none can: then it is the format that is wrong, and dates that can be read may be read wrongly.
pub(super) fn dates(problems: &[Problem], column: &DateColumn, rows: u64, zone: Tz) -> Option<RecordsError> {
    let name = &column.column.value;
    let unread: Vec<&Problem> = problems
        .iter()
        .filter(|problem| {
            problem.code == "records/unreadable-date"
                && problem.column.as_ref().is_some_and(|other| fold(other) == fold(name))
        })
        .collect();
    let number = u64::try_from(unread.len()).unwrap_or(u64::MAX);
    let first = unread.first().filter(|_| number.saturating_mul(4) >= rows)?;
    let texts = || unread.iter().filter_map(|problem| problem.text.as_deref());
    let fits = |format: &&str| {
        let format = DateFormat::parse(format, Needs::Date);
        format.is_ok_and(|format| texts().all(|text| read_stamp(text, &format, zone).is_ok()))
    };
    let better = KNOWN.into_iter().find(fits);
    // A few dates that no format reads are slips of whoever wrote them.
    let is_the_format = if better.is_some() { number > 1 || rows == 1 } else { number == rows };
    is_the_format.then(|| RecordsError::MisreadDates {
        unread: number,
        rows,
        column: name.clone(),
        file: first.file.clone(),
        format: column.format.text().to_owned(),
        first: first.row,
        text: first.text.clone().unwrap_or_default(),
        better,
        span: column.column.span,
    })
}
