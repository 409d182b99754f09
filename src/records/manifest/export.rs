//! `[[export]]`.

use std::path::Path;

use toml::de::DeValue;

use super::mapping::{choice, date_column, fields, source, words};
use super::read::{Node, Section, Sink, date, section, text, texts};
use super::{By, Covers, DateColumn, ExportSource, PersonColumn, StatusColumn, Text};
use crate::records::error::RecordsError;
use crate::records::format::{DateFormat, Needs};
use crate::value::fold;

pub(super) fn export(mut table: Section<'_, '_>, folder: &Path, sink: &mut Sink) -> Option<ExportSource> {
    let records = table.required_text("records", sink);
    let source = source(&mut table, folder, sink);
    let covers = table.required("covers", sink).and_then(|node| covers(node, sink));
    let may_be_empty = table.flag("may-be-empty", sink);
    let holds = table.texts("holds", sink);
    let activity = table.required("activity", sink).and_then(|node| choice(node, "activity", sink));
    let person = table.node("person").map(|node| person_column(node, "person", sink));
    let with = table.node("with").map(|node| person_column(node, "with", sink));
    let iso = DateFormat::iso_date();
    let day = (Needs::Date, &iso);
    let date = table.required("date", sink).and_then(|node| date_column(node, "date", day, sink));
    let until = table.node("until").map(|node| date_column(node, "until", day, sink));
    let recorded = table.node("recorded").map(|node| date_column(node, "recorded", day, sink));
    let clock = DateFormat::plain_time();
    let time = table.node("time").map(|node| date_column(node, "time", (Needs::Time, &clock), sink));
    let end_time = table.node("end-time").map(|node| date_column(node, "end-time", (Needs::Time, &clock), sink));
    let id = table.texts("id", sink);
    let status = table.node("status").map(|node| status(node, sink));
    let fields = table.node("fields").map(|node| fields(node, "fields", sink)).unwrap_or_default();
    let span = table.span;
    table.finish(sink);
    let date = date?;
    let time = optional(time)?;
    two_times(&date, time.as_ref(), sink);
    Some(ExportSource {
        records: records?,
        source: source?,
        covers: covers?,
        may_be_empty,
        holds,
        activity: activity?,
        person: optional(person)?,
        with: optional(with)?,
        date,
        time,
        until: optional(until)?,
        end_time: optional(end_time)?,
        id,
        recorded: optional(recorded)?,
        status: optional(status)?,
        fields,
        span,
    })
}

/// What is not there is right; what is there and wrong is not.
pub(super) fn optional<T>(read: Option<Option<T>>) -> Option<Option<T>> {
    match read {
        None => Some(None),
        Some(read) => read.map(Some),
    }
}

fn two_times(date: &DateColumn, time: Option<&DateColumn>, sink: &mut Sink) {
    if let Some(time) = time.filter(|_| date.format.has_time()) {
        let wanted = "needed: the column `date` has the time already".to_owned();
        let help = Some("leave out `time`, or the time in the format of `date`".to_owned());
        let text = time.column.value.clone();
        sink.errors.push(RecordsError::BadValue { text, wanted, help, span: time.column.span });
    }
}

fn covers(node: Node<'_, '_>, sink: &mut Sink) -> Option<Covers> {
    let mut table = section(node, "covers", "a table with `from` and `to`", sink)?;
    let from = table.node("from").map(|node| date(node, "from", sink));
    let to = table.required("to", sink).and_then(|node| date(node, "to", sink));
    let schools = table.node("schools").map(|node| texts(node, "schools", sink));
    let people = table.node("people").map(|node| texts(node, "people", sink));
    let span = table.span;
    table.finish(sink);
    let (from, to) = (optional(from)?, to?);
    if let Some(from) = from.filter(|from| *from > to) {
        let wanted = format!("on or after the start, {from}");
        let help = Some("write the earlier date as `from`".to_owned());
        sink.errors.push(RecordsError::BadValue { text: to.to_string(), wanted, help, span });
    }
    Some(Covers { from, to, schools, people, span })
}

pub(super) fn person_column(node: Node<'_, '_>, key: &'static str, sink: &mut Sink) -> Option<PersonColumn> {
    if let DeValue::String(_) = node.get_ref() {
        let column = text(node, key, sink)?;
        return Some(PersonColumn { column, by: By::Key, separator: None });
    }
    let mut table = section(node, key, "a column, or a table with `column` and `by`", sink)?;
    let column = table.required_text("column", sink);
    let by = By::of(table.text("by", sink));
    let separator = if key == "with" { table.text("separator", sink) } else { None };
    table.finish(sink);
    if let Some(empty) = separator.as_ref().filter(|separator| separator.value.is_empty()) {
        let wanted = "a separator, like `;`".to_owned();
        sink.errors.push(RecordsError::BadValue { text: String::new(), wanted, help: None, span: empty.span });
    }
    Some(PersonColumn { column: column?, by, separator: separator.map(|text| text.value) })
}

fn status(node: Node<'_, '_>, sink: &mut Sink) -> Option<StatusColumn> {
    let mut table = section(node, "status", "a table with `column`, `held` and `not-held`", sink)?;
    let column = table.required_text("column", sink);
    let held = words(&mut table, "held", sink);
    let not_held = words(&mut table, "not-held", sink);
    table.finish(sink);
    for text in &not_held {
        if let Some(twice) = held.iter().find(|held| fold(&held.value) == fold(&text.value)) {
            sink.errors.push(both(twice));
        }
    }
    Some(StatusColumn { column: column?, held, not_held })
}

fn both(text: &Text) -> RecordsError {
    RecordsError::BadValue {
        text: text.value.clone(),
        wanted: "in one list only: it is under `held` and under `not-held`".to_owned(),
        help: Some("leave it in one of them".to_owned()),
        span: text.span,
    }
}
