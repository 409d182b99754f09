//! `[roster]`.

use std::path::Path;

use super::mapping::{choice, column_or_value, date_column, date_format, fields, source};
use super::read::{Node, Section, Sink, section};
use super::{CounterpartColumns, RosterSource};
use crate::records::format::{DateFormat, Needs};

pub(super) fn roster(mut table: Section<'_, '_>, folder: &Path, sink: &mut Sink) -> Option<RosterSource> {
    let source = source(&mut table, folder, sink);
    let person = table.required_text("person", sink);
    let name = table.required_text("name", sink);
    let keys = table.texts("keys", sink);
    let role = table.required("role", sink).and_then(|node| choice(node, "role", sink));
    let format = match table.text("date-format", sink) {
        Some(text) => date_format(&text, Needs::Date, sink).unwrap_or_else(DateFormat::iso_date),
        None => DateFormat::iso_date(),
    };
    let how = (Needs::Date, &format);
    let from = table.required("from", sink).and_then(|node| date_column(node, "from", how, sink));
    let to = table.node("to").map(|node| date_column(node, "to", how, sink));
    let school = table.required("school", sink).and_then(|node| column_or_value(node, "school", sink));
    let counterpart = table.node("counterpart").map(|node| counterpart(node, sink));
    let attributes = table.node("attributes").map(|node| fields(node, "attributes", sink)).unwrap_or_default();
    let span = table.span;
    table.finish(sink);
    Some(RosterSource {
        source: source?,
        person: person?,
        name: name?,
        keys,
        role: role?,
        from: from?,
        to: to.map_or(Some(None), |to| to.map(Some))?,
        school: school?,
        counterpart: counterpart.map_or(Some(None), |counterpart| counterpart.map(Some))?,
        attributes,
        span,
    })
}

fn counterpart(node: Node<'_, '_>, sink: &mut Sink) -> Option<CounterpartColumns> {
    let mut table = section(node, "counterpart", "a table with `key` and `name`", sink)?;
    let key = table.required_text("key", sink);
    let name = table.required_text("name", sink);
    let keys = table.texts("keys", sink);
    table.finish(sink);
    Some(CounterpartColumns { key: key?, name: name?, keys })
}
