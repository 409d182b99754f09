mod accounting;
mod manifest;
mod people_of_fields;
mod rows;
mod several;

use crate::diagnostic::{Diagnostic, Severity};
use crate::records::account::RowClass;
use crate::records::manifest::Manifest;
use crate::records::table::Standing;
use crate::records::testing::{MEETING, program};
use crate::records::{Dates, Loaded, load};
use crate::source::SourceMap;
use crate::types::typed::{ActivityId, Program};
use crate::value::Day;

pub(super) const TOP: &str = r#"
[audit]
title = "Test"
rules = ["rules"]
[[school]]
name = "Oakfield Academy"
calendar = "staffordshire"
[[school]]
name = "Elm Park"
calendar = "leicester"
[roster]
file = "roster.csv"
person = "Mentor ID"
name = "Mentor"
keys = ["Email"]
role = "itt-mentor"
from = "Start"
to = "End"
date-format = "DD/MM/YYYY"
school = "School"
counterpart = { key = "Trainee ID", name = "Trainee" }
[roster.attributes]
fte = "FTE"
pattern = "Days"
phase = { value = "A" }
"#;

pub(super) const ROSTER: &str = "\
Mentor ID,Mentor,Email,Start,End,School,Trainee ID,Trainee,FTE,Days
M1,Amira Khan,amira@x.org,09/09/2024,18/07/2025,Oakfield Academy,T1,Tom Reed,0.6,Mon-Wed
M2,Ben Lee,ben@x.org,09/09/2024,,Elm Park,T2,Una Fox,1,
M3,Amira  khan,third@x.org,09/09/2024,18/07/2025,ELM PARK,T3,Vic Day,1,Mon Tue
";

pub(super) const MEETINGS: &str = r#"
[[export]]
records = "sentinel"
file = "meetings.csv"
covers = { from = "2024-09-01", to = "2025-03-31" }
activity = "mentor-meeting"
person = "Mentor"
with = { column = "Trainee", separator = ";" }
date = { column = "Date", format = "DD/MM/YYYY" }
time = "Start"
id = "ID"
recorded = { column = "Created", format = "DD/MM/YYYY" }
status = { column = "Status", held = ["Held"], not-held = ["Planned", "Cancelled"] }
[export.fields]
length = { column = "Length", format = "minutes" }
timetabled = "Timetabled"
"#;

pub(super) const MEETINGS_HEADER: &str = "ID,Mentor,Trainee,Date,Start,Length,Timetabled,Status,Created\n";

pub(super) fn dates() -> Dates {
    Dates { as_of: Day::new(2025, 3, 31).unwrap(), known_at: None }
}

pub(super) fn load_with(program: &Program, manifest: &str, files: &[(&str, &[u8])], dates: Dates) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let mut sources = SourceMap::default();
    let (manifest, problems) = Manifest::parse(&folder.path().join("assize.toml"), manifest, &mut sources);
    let Some(manifest) = manifest else { return Loaded { diagnostics: problems, ..Loaded::default() } };
    load(&manifest, program, dates, &mut |_| {})
}

pub(super) fn load_files(manifest: &str, files: &[(&str, &str)]) -> Loaded {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    load_with(&program(), manifest, &files, dates())
}

pub(super) fn meetings_at(rows: &str, dates: Dates) -> Loaded {
    let text = format!("{MEETINGS_HEADER}{rows}");
    let files: [(&str, &[u8]); 2] = [("roster.csv", ROSTER.as_bytes()), ("meetings.csv", text.as_bytes())];
    let loaded = load_with(&program(), &format!("{TOP}{MEETINGS}"), &files, dates);
    assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
    loaded.account.totals(None).unwrap();
    loaded
}

pub(super) fn meetings(rows: &str) -> Loaded {
    meetings_at(rows, dates())
}

pub(super) fn codes(loaded: &Loaded) -> Vec<&str> {
    loaded.account.problems.iter().map(|problem| problem.code).collect()
}

pub(super) fn errors(loaded: &Loaded) -> Vec<&'static str> {
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    loaded.diagnostics.iter().filter(is_error).map(|diagnostic| diagnostic.code).collect()
}

pub(super) fn class_of(loaded: &Loaded, file: &str, row: u32) -> RowClass {
    let file = loaded.account.files.iter().find(|account| account.file == file).unwrap();
    let listed = file.rows.iter().find(|(_, rows)| rows.contains(&row));
    listed.map_or(RowClass::Counted, |(class, _)| *class)
}

/// The class of the only row, and the standings of its events.
pub(super) fn only(rows: &str) -> (RowClass, Vec<Standing>, Loaded) {
    let loaded = meetings(rows);
    let standings = loaded.tables.events[ActivityId(MEETING).index()].standing.clone();
    (class_of(&loaded, "meetings.csv", 2), standings, loaded)
}
