//! The parts that rosters and exports share: files, columns, choices, fields.

use std::path::Path;

use toml::de::DeValue;

use super::read::{Node, Section, Sink, section, text, texts, wrong};
use super::{Choice, ColumnOrValue, DateColumn, FieldMapping, FieldSource, Setting, Source, Text};
use crate::records::error::RecordsError;
use crate::records::format::{DateFormat, Needs};
use crate::source::Spanned;
use crate::value::{Rational, decimal, whole};

/// `file` and `delimiter`.
pub(super) fn source(table: &mut Section<'_, '_>, folder: &Path, sink: &mut Sink) -> Option<Source> {
    let shown = table.required_text("file", sink);
    let delimiter = match table.text("delimiter", sink) {
        None => Some(b','),
        Some(text) => match text.value.as_str() {
            "," => Some(b','),
            ";" => Some(b';'),
            "tab" | "\t" => Some(b'\t'),
            "|" => Some(b'|'),
            _ => {
                let wanted = "a delimiter: `,`, `;`, `|` or `tab`".to_owned();
                sink.errors.push(RecordsError::BadValue { text: text.value, wanted, help: None, span: text.span });
                None
            }
        },
    };
    let shown = shown?;
    Some(Source { path: folder.join(&shown.value), shown, delimiter: delimiter? })
}

/// A name, or a column whose texts stand for names.
pub(super) fn choice(node: Node<'_, '_>, key: &'static str, sink: &mut Sink) -> Option<Choice> {
    if let DeValue::String(_) = node.get_ref() {
        return text(node, key, sink).map(Choice::Always);
    }
    let mut table = section(node, key, "a name, or a table with `column` and `values`", sink)?;
    let column = table.required_text("column", sink);
    let values = table.required("values", sink).map(|node| pairs(node, "values", sink)).unwrap_or_default();
    let ignore = table.texts("ignore", sink);
    table.finish(sink);
    Some(Choice::ByColumn { column: column?, values, ignore })
}

fn pairs(node: Node<'_, '_>, key: &str, sink: &mut Sink) -> Vec<(Text, Text)> {
    let Some(table) = section(node, key, "a table of texts", sink) else { return Vec::new() };
    let entries = table.entries(sink);
    entries.into_iter().filter_map(|(from, to)| text(to, &from.value.clone(), sink).map(|to| (from, to))).collect()
}

/// A column of dates or times: its name, or a table with its format.
pub(super) fn date_column(
    node: Node<'_, '_>,
    key: &'static str,
    (needs, default): (Needs, &DateFormat),
    sink: &mut Sink,
) -> Option<DateColumn> {
    if let DeValue::String(_) = node.get_ref() {
        return text(node, key, sink).map(|column| DateColumn { column, format: default.clone() });
    }
    let mut table = section(node, key, "a column, or a table with `column` and `format`", sink)?;
    let column = table.required_text("column", sink);
    let format = match table.text("format", sink) {
        None => Some(default.clone()),
        Some(text) => date_format(&text, needs, sink),
    };
    table.finish(sink);
    Some(DateColumn { column: column?, format: format? })
}

/// A format of dates or times.
pub(super) fn date_format(text: &Text, needs: Needs, sink: &mut Sink) -> Option<DateFormat> {
    match DateFormat::parse(&text.value, needs) {
        Ok(format) => Some(format),
        Err(problem) => {
            sink.errors.push(RecordsError::DateFormat { text: text.value.clone(), problem, span: text.span });
            None
        }
    }
}

/// A column, or `{ value = … }`.
pub(super) fn column_or_value(node: Node<'_, '_>, key: &'static str, sink: &mut Sink) -> Option<ColumnOrValue> {
    if let DeValue::String(_) = node.get_ref() {
        return text(node, key, sink).map(ColumnOrValue::Column);
    }
    let mut table = section(node, key, "a column, or a table with `column` or `value`", sink)?;
    let column = table.text("column", sink).map(ColumnOrValue::Column);
    let value = table.text("value", sink).map(ColumnOrValue::Value);
    let found = match (column, value) {
        (Some(found), None) | (None, Some(found)) => Some(found),
        (Some(_), Some(_)) | (None, None) => wrong(node, key, "a table with either `column` or `value`", sink),
    };
    table.finish(sink);
    found
}

/// The fields of an activity, or the attributes of a role.
pub(super) fn fields(node: Node<'_, '_>, key: &'static str, sink: &mut Sink) -> Vec<FieldMapping> {
    let Some(table) = section(node, key, "a table of columns", sink) else { return Vec::new() };
    let entries = table.entries(sink);
    let mapping = |(field, node): (Text, Node<'_, '_>)| {
        let from = field_source(node, &field.value.clone(), sink)?;
        Some(FieldMapping { field, from })
    };
    entries.into_iter().filter_map(mapping).collect()
}

fn field_source(node: Node<'_, '_>, key: &str, sink: &mut Sink) -> Option<FieldSource> {
    if let DeValue::String(_) = node.get_ref() {
        let column = text(node, key, sink)?;
        return Some(FieldSource::Column { column, by: None, format: None, values: Vec::new() });
    }
    const WANTED: &str = "a column, or a table with `column` or `value`, or `{ unknown = true }`";
    let mut table = section(node, key, WANTED, sink)?;
    let value = table.node("value").map(|node| (node, setting(node, key, sink)));
    let unknown = table.node("unknown");
    let found = match (value, unknown) {
        (Some((_, value)), None) => value.map(FieldSource::Value),
        (None, Some(said)) if matches!(said.get_ref(), DeValue::Boolean(true)) => Some(FieldSource::Unknown),
        (_, Some(_)) => wrong(node, key, WANTED, sink),
        (None, None) => {
            let column = table.required_text("column", sink);
            let by = table.text("by", sink);
            let format = table.text("format", sink);
            let values = table.node("values").map(|node| settings(node, "values", sink)).unwrap_or_default();
            column.map(|column| FieldSource::Column { column, by, format, values })
        }
    };
    table.finish(sink);
    found
}

/// Keys and the values that they stand for.
pub(super) fn settings(node: Node<'_, '_>, key: &str, sink: &mut Sink) -> Vec<(Text, Spanned<Setting>)> {
    let Some(table) = section(node, key, "a table of values", sink) else { return Vec::new() };
    let entries = table.entries(sink);
    entries.into_iter().filter_map(|(from, to)| setting(to, &from.value.clone(), sink).map(|to| (from, to))).collect()
}

/// A number or a text.
fn setting(node: Node<'_, '_>, key: &str, sink: &mut Sink) -> Option<Spanned<Setting>> {
    let number = |number: Option<Rational>| number.map(Setting::Number);
    let value = match node.get_ref() {
        DeValue::String(text) => Some(Setting::Text(text.to_string())),
        DeValue::Integer(integer) => {
            let digits = integer.as_str();
            number(i64::from_str_radix(digits, integer.radix()).ok().map(whole))
        }
        DeValue::Float(float) => number(decimal(float.as_str().trim_start_matches('+'))),
        DeValue::Boolean(yes) => Some(Setting::Text(if *yes { "yes" } else { "no" }.to_owned())),
        DeValue::Datetime(datetime) => Some(Setting::Text(datetime.to_string())),
        DeValue::Array(_) | DeValue::Table(_) => None,
    };
    match value {
        Some(value) => Some(Spanned::new(value, sink.span(node.span()))),
        None => wrong(node, key, "a number with at most 18 digits, or a text", sink),
    }
}

/// The texts of `held` or `not-held`.
pub(super) fn words(table: &mut Section<'_, '_>, key: &'static str, sink: &mut Sink) -> Vec<Text> {
    table.required(key, sink).map(|node| texts(node, key, sink)).unwrap_or_default()
}
