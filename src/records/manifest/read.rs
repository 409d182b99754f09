//! Reads tables of TOML key by key, and keeps every problem.

use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use crate::records::error::RecordsError;
use crate::records::format::{DateFormat, Needs, read_stamp};
use crate::records::manifest::Text;
use crate::records::names::closest;
use crate::source::{FileId, Span, Spanned};
use crate::value::Day;

/// Where problems are kept, and which file they are in.
pub(super) struct Sink {
    pub file: FileId,
    pub errors: Vec<RecordsError>,
}

impl Sink {
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }
}

/// A value and where it is written.
pub(super) type Node<'t, 'i> = &'t TomlSpanned<DeValue<'i>>;

/// A table whose keys are read one by one; what is left over is unknown.
pub(super) struct Section<'t, 'i> {
    table: &'t DeTable<'i>,
    name: String,
    pub span: Span,
    known: Vec<&'static str>,
}

impl<'t, 'i> Section<'t, 'i> {
    pub fn new(table: &'t DeTable<'i>, name: impl Into<String>, span: Span) -> Section<'t, 'i> {
        Section { table, name: name.into(), span, known: Vec::new() }
    }

    /// The value of a key, where there is one.
    pub fn node(&mut self, key: &'static str) -> Option<Node<'t, 'i>> {
        self.known.push(key);
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    /// The value of a key that must be there.
    pub fn required(&mut self, key: &'static str, sink: &mut Sink) -> Option<Node<'t, 'i>> {
        let node = self.node(key);
        if node.is_none() {
            sink.errors.push(RecordsError::MissingKey { table: self.name.clone(), key, span: self.span });
        }
        node
    }

    /// A text that may be there.
    pub fn text(&mut self, key: &'static str, sink: &mut Sink) -> Option<Text> {
        self.node(key).and_then(|node| text(node, key, sink))
    }

    /// A text that must be there.
    pub fn required_text(&mut self, key: &'static str, sink: &mut Sink) -> Option<Text> {
        self.required(key, sink).and_then(|node| text(node, key, sink))
    }

    /// Several texts, or one; none where the key is not there.
    pub fn texts(&mut self, key: &'static str, sink: &mut Sink) -> Vec<Text> {
        self.node(key).map(|node| texts(node, key, sink)).unwrap_or_default()
    }

    /// Whether something is said to be so; not where the key is not there.
    pub fn flag(&mut self, key: &'static str, sink: &mut Sink) -> bool {
        match self.node(key).map(|node| (node.get_ref(), node)) {
            None => false,
            Some((DeValue::Boolean(flag), _)) => *flag,
            Some((_, node)) => wrong(node, key, "true or false", sink).unwrap_or(false),
        }
    }

    /// A date that may be there.
    pub fn date(&mut self, key: &'static str, sink: &mut Sink) -> Option<Day> {
        self.node(key).and_then(|node| date(node, key, sink))
    }

    /// The keys and values in the order written.
    pub fn entries(&self, sink: &Sink) -> Vec<(Text, Node<'t, 'i>)> {
        let mut entries: Vec<_> = self
            .table
            .iter()
            .map(|(key, value)| (Spanned::new(key.get_ref().to_string(), sink.span(key.span())), value))
            .collect();
        entries.sort_by_key(|(key, _)| key.span);
        entries
    }

    /// Says of every key that was not asked for that it means nothing.
    pub fn finish(self, sink: &mut Sink) {
        for (key, _) in self.table {
            if !self.known.contains(&key.get_ref().as_ref()) {
                let span = sink.span(key.span());
                let key = key.get_ref().to_string();
                // A slip in a key that must be there is one problem, not two.
                let close = closest(&key, self.known.iter().copied());
                sink.errors.retain(|error| match error {
                    RecordsError::MissingKey { key, span, .. } => *span != self.span || Some(*key) != close,
                    _ => true,
                });
                let error = RecordsError::UnknownKey { table: self.name.clone(), key, known: self.known.clone(), span };
                sink.errors.push(error);
            }
        }
    }
}

/// What a value is, for a message.
pub(super) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Says that a value is of the wrong kind.
pub(super) fn wrong<T>(node: Node<'_, '_>, key: &str, wanted: &'static str, sink: &mut Sink) -> Option<T> {
    let span = sink.span(node.span());
    sink.errors.push(RecordsError::WrongType { key: key.to_owned(), wanted, found: kind(node.get_ref()), span });
    None
}

pub(super) fn text(node: Node<'_, '_>, key: &str, sink: &mut Sink) -> Option<Text> {
    match node.get_ref() {
        DeValue::String(text) => Some(Spanned::new(text.to_string(), sink.span(node.span()))),
        _ => wrong(node, key, "a text in quotes", sink),
    }
}

pub(super) fn texts(node: Node<'_, '_>, key: &str, sink: &mut Sink) -> Vec<Text> {
    match node.get_ref() {
        DeValue::Array(items) => items.iter().filter_map(|item| text(item, key, sink)).collect(),
        DeValue::String(_) => text(node, key, sink).into_iter().collect(),
        _ => wrong(node, key, "a list of texts", sink).into_iter().collect(),
    }
}

pub(super) fn date(node: Node<'_, '_>, key: &str, sink: &mut Sink) -> Option<Day> {
    let written = match node.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(datetime) => datetime.to_string(),
        _ => return wrong(node, key, "a date, like \"2025-03-31\"", sink),
    };
    let day = written.parse::<chrono::NaiveDate>().ok().filter(|_| written.len() == 10).map(Day::from);
    if day.is_none() {
        let wanted = "a date, like `2025-03-31`".to_owned();
        let span = sink.span(node.span());
        let help = as_iso(&written).map(|iso| format!("write \"{iso}\""));
        sink.errors.push(RecordsError::BadValue { text: written, wanted, help, span });
    }
    day
}

/// A date written in another way, day first, as it should be.
fn as_iso(written: &str) -> Option<Day> {
    let formats = ["D/M/YYYY", "D.M.YYYY", "D-M-YYYY", "D MMM YYYY", "YYYY/M/D", "YYYY-M-D"];
    let mut formats = formats.into_iter().filter_map(|format| DateFormat::parse(format, Needs::Date).ok());
    formats.find_map(|format| read_stamp(written, &format, chrono_tz::UTC).ok()).map(|stamp| stamp.day)
}

/// The table of a value that must be one.
pub(super) fn section<'t, 'i>(
    node: Node<'t, 'i>,
    key: &str,
    wanted: &'static str,
    sink: &mut Sink,
) -> Option<Section<'t, 'i>> {
    match node.get_ref() {
        DeValue::Table(table) => Some(Section::new(table, format!("`{key}`"), sink.span(node.span()))),
        _ => wrong(node, key, wanted, sink),
    }
}

/// The tables of an array of tables, or the one table.
pub(super) fn sections<'t, 'i>(node: Node<'t, 'i>, key: &str, sink: &mut Sink) -> Vec<Section<'t, 'i>> {
    let one = |node: Node<'t, 'i>, sink: &mut Sink| match node.get_ref() {
        DeValue::Table(table) => Some(Section::new(table, format!("`{key}`"), sink.span(node.span()))),
        _ => wrong(node, key, "a table", sink),
    };
    match node.get_ref() {
        DeValue::Array(items) => items.iter().filter_map(|item| one(item, sink)).collect(),
        _ => one(node, sink).into_iter().collect(),
    }
}
