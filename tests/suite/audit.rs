//! From the tables of a case to an audit: they are written as the files of an export, named by a manifest, and loaded
//! as any audit is.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use assize::calendar::Calendars;
use assize::diagnostic::{Severity, render};
use assize::engine::Audit;
use assize::records::manifest::Manifest;
use assize::records::table::Tables;
use assize::records::{self, Dates};
use assize::source::SourceMap;
use assize::types::typed::{Program, Type};
use assize::value::{Day, Rational};
use tempfile::TempDir;
use toml::value::Datetime;

use super::{Case, Said};

/// From when exports cover that do not say it.
const LONG_AGO: &str = "2000-01-01";

/// The columns of events that are no fields.
const KNOWN: [&str; 10] = ["activity", "who", "with", "on", "to", "time", "end-time", "id", "recorded", "status"];

/// An audit that was read.
pub struct Read {
    program: Program,
    calendars: Calendars,
    tables: Tables,
    params: Vec<Option<Rational>>,
    as_of: Day,
}

impl Read {
    pub fn audit(&self) -> Audit<'_> {
        Audit {
            program: &self.program,
            tables: &self.tables,
            calendars: &self.calendars,
            params: &self.params,
            as_of: self.as_of,
        }
    }
}

/// A day that a case writes.
pub fn day(written: Datetime) -> Day {
    let date = written.date.unwrap();
    Day::new(i32::from(date.year), u32::from(date.month), u32::from(date.day)).unwrap()
}

/// Writes the case's tables, and loads them.
pub fn read(case: &Case, said: &Said, program: Program) -> Result<Read, String> {
    let folder = TempDir::new().map_err(|error| error.to_string())?;
    let as_of = case.as_of.or(said.as_of).ok_or("no `as-of`")?;
    let manifest = manifest(case, said, (&program, as_of), folder.path())?;
    let mut sources = SourceMap::default();
    let (read, problems) = Manifest::parse(&folder.path().join("assize.toml"), &manifest, &mut sources);
    let told = |problems: &[assize::diagnostic::Diagnostic], sources: &SourceMap| {
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
        errors.map(|problem| render::compact(sources, problem)).collect::<Vec<_>>().join("\n")
    };
    let Some(read) = read else { return Err(format!("{}\n{manifest}", told(&problems, &sources))) };
    let as_of = day(as_of);
    let loaded = records::load(&read, &program, Dates { as_of, known_at: case.known_at.map(day) }, &mut |_| ());
    if loaded.has_errors() {
        return Err(format!("{}\n{manifest}", told(&loaded.diagnostics, &sources)));
    }
    let calendars = Calendars::build(&program);
    Ok(Read { calendars, tables: loaded.tables, params: loaded.params, as_of, program })
}

fn header(table: &str) -> Vec<&str> {
    table.lines().next().unwrap_or_default().split(',').map(str::trim).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// The manifest of a case; its files are written beside it.
fn manifest(case: &Case, said: &Said, (program, as_of): (&Program, Datetime), folder: &Path) -> Result<String, String> {
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).map_err(|error| error.to_string());
    let mut text = "[audit]\ntitle = \"case\"\nrules = [\"case.assize\"]\n[params]\n".to_owned();
    for (name, value) in &case.params {
        writeln!(text, "\"{name}\" = {value}").unwrap();
    }
    let schools = case.schools.as_ref().or(said.schools.as_ref()).ok_or("no `schools`")?;
    for (name, calendar) in schools {
        writeln!(text, "[[school]]\nname = \"{name}\"\ncalendar = \"{calendar}\"").unwrap();
    }
    let roster = case.roster.as_ref().or(said.roster.as_ref()).ok_or("no `roster`")?;
    write("roster.csv", roster)?;
    text += &roster_table(roster, program);
    let mut loaded = BTreeSet::new();
    for (export, rows) in &case.rows {
        let system = export.split('/').next().unwrap_or_default();
        let file = format!("{}.csv", export.replace('/', "-"));
        write(&file, rows)?;
        text += &export_table(case, (program, as_of), (export, system, &file, rows))?;
        loaded.insert(system.to_owned());
    }
    for records in &program.records {
        if !loaded.contains(&records.name) && !case.not_loaded.contains(&records.name) {
            let file = format!("{}.csv", records.name);
            let rows = "activity,who,with,on\n";
            write(&file, rows)?;
            text += &export_table(case, (program, as_of), (&records.name, &records.name, &file, rows))?;
        }
    }
    if let Some(waivers) = &case.waivers {
        write("waivers.csv", waivers)?;
        text += "[waivers]\nfile = \"waivers.csv\"\nrule = \"rule\"\nperson = { column = \"who\", by = \"name\" }\n";
        text += "until = \"until\"\nreason = \"reason\"\napproved = \"approved\"\n";
        for (column, line) in [("with", "with = { column = \"with\", by = \"name\" }\n"), ("from", "from = \"from\"\n")]
        {
            if header(waivers).contains(&column) {
                text += line;
            }
        }
    }
    Ok(text)
}

fn roster_table(roster: &str, program: &Program) -> String {
    let columns = header(roster);
    let has = |name: &str| columns.contains(&name);
    let roles: Vec<String> =
        program.roles.iter().map(|role| format!("{} = {}", quoted(&role.name), quoted(&role.name))).collect();
    let key = if has("key") { "key" } else { "who" };
    let mut text = format!("[roster]\nfile = \"roster.csv\"\nperson = \"{key}\"\nname = \"who\"\n");
    writeln!(text, "role = {{ column = \"role\", values = {{ {} }} }}", roles.join(", ")).unwrap();
    text += "from = \"from\"\nto = \"to\"\nschool = \"school\"\n";
    if has("with") {
        let with = if has("with-key") { "with-key" } else { "with" };
        writeln!(text, "counterpart = {{ key = \"{with}\", name = \"with\" }}").unwrap();
    }
    let own = ["key", "who", "role", "from", "to", "school", "with", "with-key"];
    text += "[roster.attributes]\n";
    for name in columns.iter().filter(|name| !own.contains(name)) {
        writeln!(text, "{name} = \"{name}\"").unwrap();
    }
    text
}

type Export<'c> = (&'c str, &'c str, &'c str, &'c str);

fn export_table(
    case: &Case,
    (program, as_of): (&Program, Datetime),
    (export, system, file, rows): Export<'_>,
) -> Result<String, String> {
    let columns = header(rows);
    let has = |name: &str| columns.contains(&name);
    let place = program.records.iter().position(|records| records.name == system);
    let place = place.ok_or_else(|| format!("no records are called `{system}`"))?;
    let activities: Vec<_> = (program.activities.iter())
        .filter(|activity| activity.from.iter().any(|from| usize::try_from(from.0).unwrap() == place))
        .collect();
    let covers = match case.covers.get(export) {
        Some(covers) => covers.to_string(),
        None if program.records[place].register => format!("{{ to = \"{as_of}\" }}"),
        None => format!("{{ from = \"{LONG_AGO}\", to = \"{as_of}\" }}"),
    };
    let format = case.format.get(export).cloned().unwrap_or_default();
    let date = format.date.as_deref().unwrap_or("YYYY-MM-DD");
    let names: Vec<String> = activities.iter().map(|one| format!("{0} = {0}", quoted(&one.name))).collect();
    let mut text = format!("[[export]]\nrecords = \"{system}\"\nfile = \"{file}\"\ncovers = {covers}\n");
    writeln!(text, "may-be-empty = true\nactivity = {{ column = \"activity\", values = {{ {} }} }}", names.join(", "))
        .unwrap();
    writeln!(text, "date = {{ column = \"on\", format = \"{date}\" }}").unwrap();
    let lines = [
        ("who", "person = { column = \"who\", by = \"name\" }\n".to_owned()),
        ("with", "with = { column = \"with\", by = \"name\", separator = \";\" }\n".to_owned()),
        ("to", format!("until = {{ column = \"to\", format = \"{date}\" }}\n")),
        ("time", "time = \"time\"\n".to_owned()),
        ("end-time", "end-time = \"end-time\"\n".to_owned()),
        ("id", "id = \"id\"\n".to_owned()),
        ("recorded", "recorded = { column = \"recorded\", format = \"YYYY-MM-DD\" }\n".to_owned()),
        (
            "status",
            "status = { column = \"status\", held = [\"held\"], not-held = [\"planned\", \"cancelled\", \"draft\", \
             \"rejected\"] }\n"
                .to_owned(),
        ),
    ];
    text.extend(lines.into_iter().filter(|(column, _)| has(column)).map(|(_, line)| line));
    text += "[export.fields]\n";
    for name in columns.iter().filter(|name| !KNOWN.contains(name)) {
        let types = activities.iter().flat_map(|one| &one.fields).filter(|field| field.name == *name);
        let ty = types.map(|field| &field.ty).next();
        let duration = format.duration.as_deref().unwrap_or("text");
        match ty {
            Some(Type::Duration { .. }) => {
                writeln!(text, "{name} = {{ column = \"{name}\", format = \"{duration}\" }}").unwrap();
            }
            Some(Type::Person) => writeln!(text, "{name} = {{ column = \"{name}\", by = \"name\" }}").unwrap(),
            Some(_) | None => writeln!(text, "{name} = \"{name}\"").unwrap(),
        }
    }
    Ok(text)
}
