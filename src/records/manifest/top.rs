//! The manifest as a whole: `[audit]`, `[params]`, `[[school]]`, and what the other files of this folder read.

use std::path::Path;

use chrono_tz::{TZ_VARIANTS, Tz};
use toml::de::DeTable;

use super::read::{Section, Sink, section, sections, texts};
use super::{Manifest, School, Text, export, mapping, roster, waivers};
use crate::records::error::RecordsError;
use crate::records::names::closest;
use crate::source::{FileId, Span, Spanned};
use crate::value::{Day, fold};

pub(super) fn parse(path: &Path, text: &str, file: FileId) -> (Option<Manifest>, Vec<RecordsError>) {
    let (table, problems) = DeTable::parse_recoverable(text);
    let mut sink = Sink { file, errors: Vec::new() };
    for problem in problems {
        let span = sink.span(problem.span().unwrap_or(0..0));
        sink.errors.push(RecordsError::Syntax { message: problem.message().to_owned(), span });
    }
    // What could not be parsed would only be reported again, as missing.
    if !sink.errors.is_empty() {
        return (None, sink.errors);
    }
    let whole = Span::new(file, 0, text.len());
    let manifest = manifest(path, Section::new(table.get_ref(), "the manifest", whole), &mut sink);
    (manifest, sink.errors)
}

/// What `[audit]` says.
struct Audit {
    title: String,
    time_zone: Tz,
    rules: Vec<Text>,
    as_of: Option<Day>,
}

fn manifest(path: &Path, mut top: Section<'_, '_>, sink: &mut Sink) -> Option<Manifest> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let span = top.span;
    let audit = top
        .required("audit", sink)
        .and_then(|node| section(node, "audit", "a table", sink))
        .and_then(|table| audit(table, sink));
    let params = top.node("params").map(|node| mapping::settings(node, "params", sink)).unwrap_or_default();
    let schools = top.node("school").map(|node| sections(node, "school", sink)).unwrap_or_default();
    let schools = schools.into_iter().filter_map(|table| school(table, sink)).collect::<Vec<_>>();
    same_school_twice(&schools, sink);
    let rosters = top.required("roster", sink).map(|node| sections(node, "roster", sink)).unwrap_or_default();
    let rosters = rosters.into_iter().filter_map(|table| roster::roster(table, folder, sink)).collect();
    let exports = top.node("export").map(|node| sections(node, "export", sink)).unwrap_or_default();
    if exports.is_empty() {
        sink.errors.push(RecordsError::NoExports { span: Span { end: span.start, ..span } });
    }
    let exports = exports.into_iter().filter_map(|table| export::export(table, folder, sink)).collect();
    let waivers = top.node("waivers").map(|node| sections(node, "waivers", sink)).unwrap_or_default();
    let waivers = waivers.into_iter().filter_map(|table| waivers::waivers(table, folder, sink)).collect();
    top.finish(sink);
    let audit = audit?;
    let rules = audit.rules.iter().map(|rule| Spanned::new(folder.join(&rule.value), rule.span)).collect();
    Some(Manifest {
        path: path.to_owned(),
        title: audit.title,
        time_zone: audit.time_zone,
        rules,
        as_of: audit.as_of,
        params,
        schools,
        rosters,
        exports,
        waivers,
        span,
    })
}

fn audit(mut table: Section<'_, '_>, sink: &mut Sink) -> Option<Audit> {
    let title = table.required_text("title", sink);
    let time_zone = match table.text("time-zone", sink) {
        None => Some(Tz::Europe__London),
        Some(text) => zone(&text, sink),
    };
    let rules = table.required("rules", sink).map(|node| texts(node, "rules", sink));
    let as_of = table.date("as-of", sink);
    if rules.as_ref().is_some_and(Vec::is_empty) {
        let wanted = "enough: name at least one rule file".to_owned();
        sink.errors.push(RecordsError::BadValue { text: "[]".to_owned(), wanted, help: None, span: table.span });
    }
    table.finish(sink);
    Some(Audit { title: title?.value, time_zone: time_zone?, rules: rules?, as_of })
}

fn zone(text: &Text, sink: &mut Sink) -> Option<Tz> {
    let zone = text.value.parse::<Tz>().ok();
    if zone.is_none() {
        let close = closest(&text.value, TZ_VARIANTS.iter().map(|zone| zone.name()));
        sink.errors.push(RecordsError::BadValue {
            text: text.value.clone(),
            wanted: "a time zone, like `Europe/London`".to_owned(),
            help: close.map(|close| format!("did you mean `{close}`?")),
            span: text.span,
        });
    }
    zone
}

fn school(mut table: Section<'_, '_>, sink: &mut Sink) -> Option<School> {
    let name = table.required_text("name", sink);
    let calendar = table.required_text("calendar", sink);
    table.finish(sink);
    Some(School { name: name?, calendar: calendar? })
}

fn same_school_twice(schools: &[School], sink: &mut Sink) {
    for (place, school) in schools.iter().enumerate() {
        let earlier = schools.iter().take(place);
        if earlier.into_iter().any(|other| fold(&other.name.value) == fold(&school.name.value)) {
            sink.errors.push(RecordsError::BadValue {
                text: school.name.value.clone(),
                wanted: "a new school: it has a `[[school]]` already".to_owned(),
                help: Some("leave one of them out".to_owned()),
                span: school.name.span,
            });
        }
    }
}
