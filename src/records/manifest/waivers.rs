//! `[waivers]`.

use std::path::Path;

use super::export::{optional, person_column};
use super::mapping::{date_column, date_format, source};
use super::read::{Section, Sink};
use super::{PersonColumn, WaiversSource};
use crate::records::error::RecordsError;
use crate::records::format::{DateFormat, Needs};

pub(super) fn waivers(mut table: Section<'_, '_>, folder: &Path, sink: &mut Sink) -> Option<WaiversSource> {
    let source = source(&mut table, folder, sink);
    let rule = table.required_text("rule", sink);
    let person = table.required("person", sink).and_then(|node| person_column(node, "person", sink));
    let with = table.node("with").map(|node| person_column(node, "with", sink));
    if let Some(with) = with.as_ref().and_then(Option::as_ref) {
        one_each(with, sink);
    }
    let format = match table.text("date-format", sink) {
        Some(text) => date_format(&text, Needs::Date, sink).unwrap_or_else(DateFormat::iso_date),
        None => DateFormat::iso_date(),
    };
    let how = (Needs::Date, &format);
    let from = table.node("from").map(|node| date_column(node, "from", how, sink));
    let until = table.required("until", sink).and_then(|node| date_column(node, "until", how, sink));
    let reason = table.required_text("reason", sink);
    let approved = table.required_text("approved", sink);
    let span = table.span;
    table.finish(sink);
    Some(WaiversSource {
        source: source?,
        rule: rule?,
        person: person?,
        with: optional(with)?,
        from: optional(from)?,
        until: until?,
        reason: reason?,
        approved: approved?,
        span,
    })
}

/// A waiver is of one case, or of all of a person's: a cell that names several counterparts is not read apart.
fn one_each(with: &PersonColumn, sink: &mut Sink) {
    if let Some(separator) = &with.separator {
        sink.errors.push(RecordsError::BadValue {
            text: separator.clone(),
            wanted: "left out: a waiver names one counterpart, or none for all of them".to_owned(),
            help: Some("write a row for each counterpart".to_owned()),
            span: with.column.span,
        });
    }
}
