use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::diagnostic::{Diagnostic, Severity};
use crate::records::account::{Effect, FileKind, RowClass, WhyRepeated};
use crate::records::manifest::Manifest;
use crate::records::table::{PersonId, Standing, UNKNOWN};
use crate::records::testing::{ABSENCE, MEETING, NEWSLETTER, OBSERVATION, TRAINING, program};
use crate::records::{Dates, Loaded, load};
use crate::source::SourceMap;
use crate::types::typed::{ActivityId, Program, Value};
use crate::value::{Day, Weekdays, whole};

const TOP: &str = r#"
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

const ROSTER: &str = "\
Mentor ID,Mentor,Email,Start,End,School,Trainee ID,Trainee,FTE,Days
M1,Amira Khan,amira@x.org,09/09/2024,18/07/2025,Oakfield Academy,T1,Tom Reed,0.6,Mon-Wed
M2,Ben Lee,ben@x.org,09/09/2024,,Elm Park,T2,Una Fox,1,
M3,Amira  khan,third@x.org,09/09/2024,18/07/2025,ELM PARK,T3,Vic Day,1,Mon Tue
";

const MEETINGS: &str = r#"
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

const MEETINGS_HEADER: &str = "ID,Mentor,Trainee,Date,Start,Length,Timetabled,Status,Created\n";

fn dates() -> Dates {
    Dates { as_of: Day::new(2025, 3, 31).unwrap(), known_at: None }
}

fn load_with(program: &Program, manifest: &str, files: &[(&str, &[u8])], dates: Dates) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let mut sources = SourceMap::default();
    let (manifest, problems) = Manifest::parse(&folder.path().join("assize.toml"), manifest, &mut sources);
    let Some(manifest) = manifest else { return Loaded { diagnostics: problems, ..Loaded::default() } };
    load(&manifest, program, dates, &mut |_| {})
}

fn load_files(manifest: &str, files: &[(&str, &str)]) -> Loaded {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    load_with(&program(), manifest, &files, dates())
}

fn meetings_at(rows: &str, dates: Dates) -> Loaded {
    let text = format!("{MEETINGS_HEADER}{rows}");
    let files: [(&str, &[u8]); 2] = [("roster.csv", ROSTER.as_bytes()), ("meetings.csv", text.as_bytes())];
    let loaded = load_with(&program(), &format!("{TOP}{MEETINGS}"), &files, dates);
    assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
    loaded.account.totals(None).unwrap();
    loaded
}

fn meetings(rows: &str) -> Loaded {
    meetings_at(rows, dates())
}

fn codes(loaded: &Loaded) -> Vec<&str> {
    loaded.account.problems.iter().map(|problem| problem.code).collect()
}

fn errors(loaded: &Loaded) -> Vec<&'static str> {
    let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
    loaded.diagnostics.iter().filter(is_error).map(|diagnostic| diagnostic.code).collect()
}

fn class_of(loaded: &Loaded, file: &str, row: u32) -> RowClass {
    let file = loaded.account.files.iter().find(|account| account.file == file).unwrap();
    let listed = file.rows.iter().find(|(_, rows)| rows.contains(&row));
    listed.map_or(RowClass::Counted, |(class, _)| *class)
}

/// The class of the only row, and the standings of its events.
fn only(rows: &str) -> (RowClass, Vec<Standing>, Loaded) {
    let loaded = meetings(rows);
    let standings = loaded.tables.events[ActivityId(MEETING).index()].standing.clone();
    (class_of(&loaded, "meetings.csv", 2), standings, loaded)
}

#[test]
fn a_plain_row_is_an_event() {
    let (class, standings, loaded) = only("r1,M1,T1,10/09/2024,14:30,90,yes,Held,11/09/2024\n");
    assert_eq!((class, standings.as_slice()), (RowClass::Counted, &[Standing::Held][..]));
    let events = &loaded.tables.events[1];
    assert_eq!(events.owner, [PersonId(0)]);
    assert_eq!(loaded.tables.roster.people[events.with[0].index()].key, "T1");
    assert_eq!(events.day, [Day::new(2024, 9, 10).unwrap()]);
    assert_eq!(events.minute, [Some(14 * 60 + 30)]);
    assert_eq!(events.fields[0].values, [5_400_000]);
    assert_eq!(events.fields[1].values, [1]);
    assert_eq!(loaded.tables.texts.text(events.record[0]), Some("r1"));
    assert_eq!(loaded.tables.files, ["roster.csv", "meetings.csv"]);
    let covered = &loaded.tables.coverage.exports[0];
    assert_eq!(covered.activities, Some(vec![ActivityId(MEETING)]));
    assert_eq!(covered.days.from, Day::new(2024, 9, 1).unwrap());
    assert!(loaded.account.problems.is_empty());
}

#[test]
fn the_roster_is_read_with_its_attributes() {
    let loaded = meetings("r1,M1,T1,10/09/2024,14:30,90,yes,Held,\n");
    let roster = &loaded.tables.roster;
    let names: Vec<&str> = roster.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Amira Khan", "Ben Lee", "Amira  khan", "Tom Reed", "Una Fox", "Vic Day"]);
    assert_eq!(roster.schools.len(), 2);
    let first = &roster.rows[0];
    let monday_to_wednesday = Value::Number(whole(i64::from(Weekdays::from_bits(0b111).bits())));
    let fte = Value::Number(crate::value::Rational::new(3, 5));
    assert_eq!(first.attributes, [Some(fte), Some(monday_to_wednesday), Some(Value::Text("A".to_owned()))]);
    assert_eq!(roster.rows[1].days.to, Day::MAX);
    assert_eq!(roster.rows[1].attributes[1], None);
    assert_eq!(roster.rows[0].location.row, 2);
}

#[test]
fn statuses() {
    assert_eq!(only("1,M1,T1,10/09/2024,,90,yes,planned,\n").0, RowClass::NotHeld);
    for status in ["", "Done?"] {
        let (class, standings, loaded) = only(&format!("1,M1,T1,10/09/2024,,90,yes,{status},\n"));
        assert_eq!((class, standings.as_slice()), (RowClass::Possible, &[Standing::StatusUnknown][..]));
        assert_eq!(codes(&loaded), ["records/unknown-status"]);
    }
}

#[test]
fn an_unreadable_date_is_rejected_and_stays_possible() {
    for date in ["2024-09-10", "31/09/2024", ""] {
        let (class, standings, loaded) = only(&format!("1,M1,T1,{date},,90,yes,Held,\n"));
        assert_eq!((class, standings.as_slice()), (RowClass::Rejected, &[Standing::DateUnreadable][..]), "{date}");
        let problem = &loaded.account.problems[0];
        assert_eq!((problem.row, problem.column.as_deref(), problem.text.as_deref()), (2, Some("Date"), Some(date)));
        assert_eq!(problem.effect, Effect::Rejected);
        assert_eq!(loaded.tables.events[1].day, [Day::MIN]);
        assert_eq!(loaded.account.rejected(FileKind::Export), 1);
    }
    // What is wrong with a row that was not held decides nothing.
    let (class, _, loaded) = only("1,M1,T1,tbc,,,,Cancelled,\n");
    assert_eq!(class, RowClass::NotHeld);
    assert!(loaded.account.problems.is_empty());
}

#[test]
fn an_unreadable_field_is_unknown_and_the_event_counts() {
    for (length, code) in
        [("", "records/blank-length"), ("1h30", "records/unreadable-value"), ("-5", "records/unreadable-value")]
    {
        let (class, _, loaded) = only(&format!("1,M1,T1,10/09/2024,,{length},yes,Held,\n"));
        assert_eq!(class, RowClass::Counted);
        assert_eq!(codes(&loaded), [code]);
        assert_eq!(loaded.tables.events[1].fields[0].values, [UNKNOWN]);
    }
    let (_, _, loaded) = only("1,M1,T1,10/09/2024,,0,,Held,\n");
    assert_eq!(loaded.tables.events[1].fields[0].values, [0]);
    assert_eq!(loaded.tables.events[1].fields[1].values, [UNKNOWN]);
    assert!(loaded.account.problems.is_empty());
    let (_, _, loaded) = only("1,M1,T1,10/09/2024,,600,yes,Held,\n");
    assert_eq!(codes(&loaded), ["records/over-bound"]);
    let (_, _, loaded) = only("1,M1,T1,30/03/2025,01:30,60,yes,Held,\n");
    assert_eq!(codes(&loaded), ["records/unreadable-date"]);
    assert_eq!(loaded.tables.events[1].minute, [None]);
}

#[test]
fn people_who_are_nobody_or_blank() {
    let (class, _, loaded) = only("1,M9,T1,10/09/2024,,90,yes,Held,\n");
    assert_eq!((class, codes(&loaded)), (RowClass::Unmatched, vec!["records/unknown-person"]));
    assert_eq!(loaded.tables.events[1].owner, [PersonId::UNMATCHED]);
    let (class, _, loaded) = only("1,,T1,10/09/2024,,90,yes,Held,\n");
    assert_eq!((class, codes(&loaded)), (RowClass::Unmatched, vec!["records/blank-cell"]));
    // With whom is left open, and the engine takes it as possible.
    let (class, _, loaded) = only("1,M1,,10/09/2024,,90,yes,Held,\n");
    assert_eq!((class, loaded.tables.events[1].counterparts(0)), (RowClass::Counted, &[][..]));
    let (class, _, loaded) = only("1,M1,T1; T9,10/09/2024,,90,yes,Held,\n");
    assert_eq!((class, codes(&loaded)), (RowClass::Counted, vec!["records/unknown-person"]));
    assert_eq!(loaded.tables.events[1].counterparts(0).last(), Some(&PersonId::UNMATCHED));
    let (_, _, loaded) = only("1,M1,t1 ;T2;,10/09/2024,,90,yes,Held,\n");
    assert_eq!(loaded.tables.events[1].counterparts(0).len(), 2);
}

#[test]
fn a_name_that_fits_two_is_possible_for_each() {
    let by_name = MEETINGS.replace("person = \"Mentor\"", "person = { column = \"Mentor\", by = \"name\" }");
    let text =
        format!("{MEETINGS_HEADER}1,AMIRA KHAN,T1,10/09/2024,,90,yes,Held,\n2,Ben Lee,T2,10/09/2024,,90,yes,Held,\n");
    let loaded = load_files(&format!("{TOP}{by_name}"), &[("roster.csv", ROSTER), ("meetings.csv", &text)]);
    let events = &loaded.tables.events[1];
    assert_eq!(events.owner, [PersonId(0), PersonId(1), PersonId(2)]);
    assert_eq!(events.standing, [Standing::PersonAmbiguous, Standing::Held, Standing::PersonAmbiguous]);
    assert_eq!(class_of(&loaded, "meetings.csv", 2), RowClass::Possible);
    assert_eq!(codes(&loaded), ["records/ambiguous-person"]);
    assert!(loaded.account.problems[0].message.contains("Amira Khan (M1)"));
    // By another key of the roster.
    let by_email = MEETINGS.replace("person = \"Mentor\"", "person = { column = \"Mentor\", by = \"email\" }");
    let text = format!("{MEETINGS_HEADER}1,AMIRA@x.org,T1,10/09/2024,,90,yes,Held,\n");
    let loaded = load_files(&format!("{TOP}{by_email}"), &[("roster.csv", ROSTER), ("meetings.csv", &text)]);
    assert_eq!(loaded.tables.events[1].owner, [PersonId(0)]);
}

#[test]
fn rows_dated_or_recorded_later() {
    assert_eq!(only("1,M1,T1,01/04/2025,,90,yes,Held,\n").0, RowClass::AfterAsOf);
    assert_eq!(only("1,M1,T1,31/03/2025,,90,yes,Held,\n").0, RowClass::Counted);
    let known_at = Dates { known_at: Day::new(2024, 10, 1), ..dates() };
    let rows = "1,M1,T1,10/09/2024,,90,yes,Held,01/10/2024\n\
                2,M1,T1,11/09/2024,,90,yes,Held,02/10/2024\n\
                3,M1,T1,12/09/2024,,90,yes,Held,\n\
                4,M1,T1,13/09/2024,,90,yes,Held,soon\n";
    let loaded = meetings_at(rows, known_at);
    let class = |row| class_of(&loaded, "meetings.csv", row);
    assert_eq!(
        [2, 3, 4, 5].map(class),
        [RowClass::Counted, RowClass::RecordedLater, RowClass::Possible, RowClass::Possible]
    );
    assert_eq!(codes(&loaded), ["records/unreadable-date"]);
}

#[test]
fn a_later_row_replaces_an_earlier_one() {
    let loaded = meetings(
        "1,M1,T1,10/09/2024,,90,yes,Planned,\n2,M1,T1,10/09/2024,,60,yes,Held,\n1,M1,T1,10/09/2024,,90,yes,Held,\n",
    );
    assert_eq!(class_of(&loaded, "meetings.csv", 2), RowClass::Duplicate);
    assert_eq!(class_of(&loaded, "meetings.csv", 4), RowClass::Counted);
    let repeat = &loaded.account.repeats[0];
    assert_eq!((repeat.row, repeat.counted_row, repeat.why), (2, 4, WhyRepeated::Replaced));
    // A joint meeting exported as a row for each trainee, told apart by a composite id.
    let joint = MEETINGS.replace("id = \"ID\"", "id = [\"ID\", \"Trainee\"]");
    let text = format!("{MEETINGS_HEADER}1,M1,T1,10/09/2024,,90,yes,Held,\n1,M1,T2,10/09/2024,,90,yes,Held,\n");
    let loaded = load_files(&format!("{TOP}{joint}"), &[("roster.csv", ROSTER), ("meetings.csv", &text)]);
    assert!(loaded.account.repeats.is_empty());
}

#[test]
fn rows_without_ids_are_a_bag() {
    let loaded = meetings(&",M1,T1,10/09/2024,14:00,60,yes,Held,\n".repeat(3));
    assert_eq!(loaded.tables.events[1].standing, [Standing::Held; 3]);
    assert!(loaded.account.repeats.is_empty());
}

#[test]
fn broken_and_blank_rows_and_bytes() {
    let rows = "1,M1,T1,10/09/2024,,90,yes,Held\n2,M1,T1,10/09/2024,,90,yes,Held,,,\n3,M1,T1,10/09/2024,,90,yes,Held,,x\n,,,,,,,,\n";
    let loaded = meetings(rows);
    let class = |row| class_of(&loaded, "meetings.csv", row);
    assert_eq!([2, 3, 4, 5].map(class), [RowClass::Rejected, RowClass::Counted, RowClass::Rejected, RowClass::Blank]);
    assert_eq!(codes(&loaded), ["records/broken-row", "records/broken-row"]);
    let events = &loaded.tables.events[1];
    let unmatched = events.of_owner(PersonId::UNMATCHED);
    assert_eq!(events.standing[unmatched], [Standing::DateUnreadable; 2]);
    // Bytes that are no UTF-8 spoil their cell only.
    let mut text = format!("{MEETINGS_HEADER}1,M1,T1,10/09/2024,,").into_bytes();
    text.extend(b"9\xff0,yes,Held,\n2,Andr\xe9,T1,10/09/2024,,90,yes,Held,\n");
    let files: [(&str, &[u8]); 2] = [("roster.csv", ROSTER.as_bytes()), ("meetings.csv", &text)];
    let loaded = load_with(&program(), &format!("{TOP}{MEETINGS}"), &files, dates());
    assert_eq!(codes(&loaded), ["records/bad-encoding", "records/bad-encoding"]);
    assert_eq!(loaded.account.problems[0].column.as_deref(), Some("Length"));
    assert_eq!(class_of(&loaded, "meetings.csv", 2), RowClass::Counted);
    assert_eq!(class_of(&loaded, "meetings.csv", 3), RowClass::Unmatched);
}

#[test]
fn rows_are_found_where_they_start() {
    let text = "ID;Mentor;Note;Date\r\n1;M1;\"two\r\nlines\";2024-09-10\r\n\r\n2;M1;\"say \"\"hi\"\"; then\";tbc\r\n";
    let export = r#"
[[export]]
records = "jtscitt"
file = "e.csv"
delimiter = ";"
covers = { from = "2024-09-01", to = "2025-03-31" }
activity = "training"
person = "Mentor"
date = "Date"
[export.fields]
module = "Note"
"#;
    let text = format!("\u{feff}{text}");
    let loaded = load_files(&format!("{TOP}{export}"), &[("roster.csv", ROSTER), ("e.csv", &text)]);
    assert_eq!(errors(&loaded), [""; 0]);
    let mut rows: Vec<u32> = loaded.tables.events[0].location.iter().map(|at| at.row).collect();
    rows.sort_unstable();
    assert_eq!(rows, [2, 5]);
    assert_eq!(loaded.account.problems[0].row, 5);
    let warnings: Vec<&str> = loaded.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(warnings, ["records/unmapped", "records/unmapped"]);
}

const TYPED: &str = r#"
[[export]]
records = "jtscitt"
file = "log.csv"
covers = { from = "2024-09-01", to = "2025-03-31" }
activity = { column = "Type", values = { "Observation" = "observation", "Absence" = "absence", "Newsletter" = "newsletter" }, ignore = ["Note"] }
person = "Who"
with = "With"
date = "From"
until = "To"
[export.fields]
kind = "Kind"
score = "Score"
on-form = { column = "Form", format = "DD/MM/YYYY" }
reason = "Reason"
issue = "Issue"
"#;

#[test]
fn several_activities_in_one_file() {
    let text = "Type,Who,With,From,To,Kind,Score,Form,Reason,Issue\n\
                Observation,M1,T1,2024-10-01,,FORMAL,2.5,02/10/2024,,\n\
                absence,T1,,2024-10-07,2024-10-11,,,,ill,\n\
                Newsletter,,,2024-10-08,,,,,,12\n\
                note,M1,,2024-10-09,,,,,,\n\
                Observaton,M1,T1,2024-10-10,,formal,,,,\n\
                Absence,T1,,2024-11-07,,,,,ill,\n\
                Absence,T1,,2024-11-07,2024-11-06,,,,ill,\n\
                Observation,M1,T1,2024-10-11,,informal,x,2/10/2024,,\n";
    let loaded = load_files(&format!("{TOP}{TYPED}"), &[("roster.csv", ROSTER), ("log.csv", text)]);
    assert_eq!(errors(&loaded), [""; 0]);
    let class = |row| class_of(&loaded, "log.csv", row);
    use RowClass::{Counted, Ignored, Rejected};
    let expected = [Counted, Counted, Counted, Ignored, Rejected, Rejected, Rejected, Counted];
    assert_eq!([2, 3, 4, 5, 6, 7, 8, 9].map(class), expected);
    loaded.account.totals(None).unwrap();
    let events = &loaded.tables.events;
    let observations = &events[ActivityId(OBSERVATION).index()];
    let kind = observations.fields[0].values.iter().map(|code| loaded.tables.texts.text(*code)).collect::<Vec<_>>();
    assert!(kind.contains(&Some("formal")));
    assert!(observations.fields[1].values.contains(&2_500_000));
    let form = i64::from(Day::new(2024, 10, 2).unwrap().number());
    assert!(observations.fields[2].values.contains(&form));
    let absences = &events[ActivityId(ABSENCE).index()];
    assert!(absences.end.contains(&Day::new(2024, 10, 11).unwrap()));
    // An end that is blank, or before the start, may be any day; so may the misspelt row's, if it is an absence.
    let unreadable = absences.standing.iter().filter(|standing| **standing == Standing::DateUnreadable).count();
    assert_eq!(unreadable, 3);
    assert_eq!(events[ActivityId(NEWSLETTER).index()].owner[0], PersonId::NOBODY);
    // The misspelt type may be any of them.
    for place in [OBSERVATION, ABSENCE, NEWSLETTER] {
        let standings = &events[ActivityId(place).index()].standing;
        assert!(standings.contains(&Standing::ActivityUnknown) || standings.contains(&Standing::DateUnreadable));
    }
    let mut by_code: BTreeMap<&str, u32> = BTreeMap::new();
    codes(&loaded).into_iter().for_each(|code| *by_code.entry(code).or_default() += 1);
    assert_eq!(by_code["records/unknown-activity"], 1);
    assert_eq!(by_code["records/end-before-start"], 1);
    assert_eq!(by_code["records/unreadable-value"], 3);
}

#[test]
fn an_event_in_two_systems_is_one_and_both_rows_are_listed() {
    let other = MEETINGS.replace("\"sentinel\"", "\"jtscitt\"").replace("meetings.csv", "other.csv");
    let first = format!("{MEETINGS_HEADER}1,M1,T1,10/09/2024,,60,yes,Held,\n2,M2,T2,10/09/2024,,60,,Held,\n");
    let second = format!("{MEETINGS_HEADER}9,M1,T1,10/09/2024,,65,no,Held,\n8,M2,T2,11/09/2024,,60,,Held,\n");
    let files = [("roster.csv", ROSTER), ("meetings.csv", &first), ("other.csv", &second)];
    let loaded = load_files(&format!("{TOP}{MEETINGS}{other}"), &files);
    assert_eq!(errors(&loaded), [""; 0]);
    let repeat = &loaded.account.repeats[0];
    assert_eq!((repeat.file.as_str(), repeat.row), ("other.csv", 2));
    assert_eq!((repeat.counted_file.as_str(), repeat.counted_row), ("meetings.csv", 2));
    assert_eq!(loaded.account.repeats.len(), 1);
    assert_eq!(class_of(&loaded, "other.csv", 2), RowClass::Duplicate);
    assert_eq!(class_of(&loaded, "other.csv", 3), RowClass::Counted);
    // `prefer sentinel`: its 60 minutes stand.
    assert_eq!(loaded.tables.events[1].fields[0].values[0], 3_600_000);
    assert_eq!(codes(&loaded), [""; 0]);
    // Without a preference the length is an interval, and the difference is listed.
    let mut program = program();
    program.activities[1].same_event.as_mut().unwrap().prefer = None;
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let loaded = load_with(&program, &format!("{TOP}{MEETINGS}{other}"), &files, dates());
    assert_eq!(loaded.tables.events[1].fields[0].ranges.len(), 1);
    assert_eq!(codes(&loaded), ["records/conflicting-values", "records/conflicting-values"]);
    assert!(loaded.account.problems[0].message.contains("other.csv:2"));
}

const INSTANTS: &str = r#"
[[export]]
records = "nasbtt"
file = "t.csv"
covers = { to = "2025-03-31" }
activity = "training"
person = "Who"
date = { column = "At", format = "ISO" }
end-time = "Until"
[export.fields]
length = { column = "Length", format = "minutes" }
tier = { column = "Module", values = { "Tier 1: Induction" = 1, "Tier 2" = 2 } }
module = "Module"
"#;

#[test]
fn instants_are_local_days_and_end_times_are_lengths() {
    let text = "Who,At,Until,Length,Module\n\
                M1,2024-09-30T23:30:00Z,,60,tier 1:  induction\n\
                M1,2024-11-24T23:30:00Z,00:30,,Tier 2\n\
                M1,2024-11-25T14:00,15:00,60,Tier 3\n\
                M1,2024-11-26T14:00,15:00,90,Tier 2\n";
    let loaded = load_files(&format!("{TOP}{INSTANTS}"), &[("roster.csv", ROSTER), ("t.csv", text)]);
    assert_eq!(errors(&loaded), [""; 0]);
    let events = &loaded.tables.events[ActivityId(TRAINING).index()];
    let day = |day| Day::new(2024, 11, day).unwrap();
    // 23:30 UTC on 30 September is 1 October in London; a Sunday 23:30 stays that Sunday's.
    assert_eq!(events.day, [Day::new(2024, 10, 1).unwrap(), day(24), day(25), day(26)]);
    assert_eq!(events.minute, [Some(30), Some(23 * 60 + 30), Some(840), Some(840)]);
    assert_eq!(events.fields[0].values, [3_600_000, 3_600_000, 3_600_000, UNKNOWN]);
    assert_eq!(events.fields[0].ranges[&3], (whole(60).into(), whole(90).into()));
    assert_eq!(events.fields[1].values, [1_000_000, 2_000_000, UNKNOWN, 2_000_000]);
    assert_eq!(codes(&loaded), ["records/unreadable-value", "records/lengths-differ"]);
    let covered = &loaded.tables.coverage.exports[0];
    assert_eq!((covered.days.from, covered.days.to), (Day::MIN, Day::new(2025, 3, 31).unwrap()));
}

#[test]
fn roster_rows_that_cannot_be_read_never_vanish() {
    let bad = "\
M4,Cat,c@x.org,9/9/2024,18/07/2025,Elm Park,T4,Wes,1,Mon
M5,Dan,d@x.org,09/09/2024,01/09/2024,Elm Park,T5,Xan,1,Mon
,Eve,e@x.org,09/09/2024,,Elm Park,T6,Yas,1,Mon
M7,Fay,f@x.org,09/09/2024,,,T7,Zed,1,Mon
M8,Gus,g@x.org,,,Elm Park,T8,Abe,1,Mon
M9,Hal,h@x.org,09/09/2024,,Elm Park,,Bob,1,Mon
M10,Ida,i@x.org,09/09/2024
M11,Jan,j@x.org,09/09/2024,,Elm Park,T11,Cy,many,Funday
M2,Ben Lee,ben@x.org,09/09/2024,,Elm Park,T2,Una Fox,1,
";
    let roster = format!("{ROSTER}{bad}");
    let text = format!("{MEETINGS_HEADER}1,M1,T1,10/09/2024,,90,yes,Held,\n");
    let loaded = load_files(&format!("{TOP}{MEETINGS}"), &[("roster.csv", &roster), ("meetings.csv", &text)]);
    assert_eq!(errors(&loaded), [""; 0]);
    assert_eq!(loaded.account.rejected(FileKind::Roster), 7);
    assert_eq!(class_of(&loaded, "roster.csv", 12), RowClass::Counted);
    assert_eq!(class_of(&loaded, "roster.csv", 13), RowClass::Duplicate);
    assert_eq!(loaded.account.repeats[0].why, WhyRepeated::SameRosterRow);
    let expected = [
        "records/unreadable-date",
        "records/end-before-start",
        "records/blank-cell",
        "records/blank-cell",
        "records/blank-cell",
        "records/blank-cell",
        "records/broken-row",
        "records/unreadable-value",
        "records/unreadable-value",
    ];
    assert_eq!(codes(&loaded), expected);
    let totals = loaded.account.totals(Some(FileKind::Roster)).unwrap();
    assert_eq!(totals.read, 12);
    let json = serde_json::to_value(&loaded.account).unwrap();
    assert_eq!(json["files"][0]["totals"]["rejected"], 7);
    assert_eq!(json["problems"][0]["effect"], "rejected");
}

#[test]
fn roles_by_column() {
    let by_column = TOP.replace(
        "role = \"itt-mentor\"",
        "role = { column = \"FTE\", values = { \"0.6\" = \"itt-mentor\" }, ignore = [\"1\"] }",
    );
    let roster = ROSTER.replace("T3,Vic Day,1", "T3,Vic Day,2");
    let text = format!("{MEETINGS_HEADER}1,M1,T1,10/09/2024,,90,yes,Held,\n");
    let loaded = load_files(&format!("{by_column}{MEETINGS}"), &[("roster.csv", &roster), ("meetings.csv", &text)]);
    assert_eq!(errors(&loaded), [""; 0]);
    let classes = [2, 3, 4].map(|row| class_of(&loaded, "roster.csv", row));
    assert_eq!(classes, [RowClass::Counted, RowClass::Ignored, RowClass::Rejected]);
    assert_eq!(codes(&loaded), ["records/unknown-role"]);
}

#[test]
fn problems_of_whole_files_stop_the_audit() {
    let ok = format!("{MEETINGS_HEADER}1,M1,T1,10/09/2024,,90,yes,Held,\n");
    let manifest = format!("{TOP}{MEETINGS}");
    let failing = |roster: &str, meetings: &str| {
        let loaded = load_files(&manifest, &[("roster.csv", roster), ("meetings.csv", meetings)]);
        assert!(loaded.has_errors());
        assert!(loaded.tables.events.is_empty() && loaded.account.files.is_empty());
        (errors(&loaded)[0], loaded.diagnostics[0].clone())
    };
    assert_eq!(failing(ROSTER, "").0, "records/unreadable-file");
    assert_eq!(failing(ROSTER, &format!("{ok}\"2,M1\n3,M1\n")).0, "records/unreadable-file");
    let (code, diagnostic) = failing(ROSTER, &ok.replace("Length,", "Lenght,"));
    assert_eq!(code, "records/unknown-column");
    assert!(diagnostic.help.unwrap().starts_with("did you mean `Lenght`?"));
    assert_eq!(failing(ROSTER, &ok.replace("Timetabled", "LENGTH")).0, "records/duplicate-column");
    let header = ROSTER.lines().next().unwrap();
    assert_eq!(failing(header, &ok).0, "records/empty-roster");
    let (code, diagnostic) = failing(&ROSTER.replace("Oakfield Academy", "Oakfeld Academy"), &ok);
    assert_eq!(code, "records/school-without-calendar");
    assert!(diagnostic.help.unwrap().starts_with("write `Oakfield Academy`"));
    assert_eq!(failing(&ROSTER.replace("T1,Tom Reed", "M2,Tom Reed"), &ok).0, "records/same-key");
    let loaded = load_files(&manifest, &[("roster.csv", ROSTER)]);
    assert_eq!(errors(&loaded), ["records/unreadable-file"]);
}

#[test]
fn an_empty_export_and_rows_outside_the_coverage_are_warnings() {
    let loaded = meetings("");
    assert_eq!(loaded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["records/empty-export"]);
    let loaded = meetings("1,M1,T1,31/08/2024,,90,yes,Held,\n2,M1,T1,30/08/2024,,90,yes,Planned,\n");
    assert_eq!(loaded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["records/outside-coverage"]);
    assert!(loaded.diagnostics[0].message.starts_with("1 rows of `meetings.csv`"));
}

#[test]
fn names_in_a_manifest_are_bound_and_all_problems_come_at_once() {
    let manifest = format!("{TOP}{MEETINGS}")
        .replace("\"leicester\"", "\"leicster\"")
        .replace("role = \"itt-mentor\"", "role = \"it-mentor\"")
        .replace("activity = \"mentor-meeting\"", "activity = \"mentor-meting\"")
        .replace("records = \"sentinel\"", "records = \"sentinal\"")
        + "tmietabled = \"Timetabled\"\n[params]\nobservations-per-placment = 3\n\"itt-mentor/weekly\" = 90\n";
    let text = format!("{MEETINGS_HEADER}1,M1,T1,10/09/2024,,90,yes,Held,\n");
    let loaded = load_files(&manifest, &[("roster.csv", ROSTER), ("meetings.csv", &text)]);
    let found = errors(&loaded);
    assert_eq!(found.iter().filter(|code| **code == "records/unknown-name").count(), 5, "{found:?}");
    assert!(found.contains(&"records/bad-value"));
    let helps: Vec<&str> = loaded.diagnostics.iter().filter_map(|d| d.help.as_deref()).collect();
    assert!(helps.contains(&"did you mean `mentor-meeting`?"));
    assert!(helps.contains(&"did you mean `leicester`?"));
}

#[test]
fn what_a_mapping_may_not_say() {
    let text = format!("{MEETINGS_HEADER}1,M1,T1,10/09/2024,,90,yes,Held,\n");
    let codes_of = |from: &str, to: &str| {
        let manifest = format!("{TOP}{MEETINGS}").replace(from, to);
        assert_ne!(manifest, format!("{TOP}{MEETINGS}"), "{from}");
        errors(&load_files(&manifest, &[("roster.csv", ROSTER), ("meetings.csv", &text)]))
    };
    assert_eq!(codes_of("\"minutes\"", "\"mins\""), ["records/duration-format"]);
    assert_eq!(
        codes_of("timetabled = \"Timetabled\"", "timetabled = { column = \"Timetabled\", format = \"minutes\" }"),
        ["records/bad-value"]
    );
    assert_eq!(codes_of("timetabled =", "time-tabled ="), ["records/unknown-name"]);
    assert_eq!(codes_of("timetabled = \"Timetabled\"", "timetabled = { value = \"perhaps\" }"), ["records/bad-value"]);
    assert_eq!(
        codes_of("timetabled = \"Timetabled\"", "timetabled = { column = \"Timetabled\", values = { Y = 7 } }"),
        ["records/bad-value"]
    );
    assert_eq!(codes_of("from = \"2024-09-01\", ", ""), ["records/missing-key"]);
    assert_eq!(codes_of("person = \"Mentor\"\n", ""), ["records/missing-key"]);
    assert_eq!(
        codes_of("person = \"Mentor\"\n", "person = { column = \"Mentor\", by = \"trn\" }\n"),
        ["records/unknown-name"]
    );
    assert_eq!(
        codes_of("activity = \"mentor-meeting\"", "activity = \"newsletter\""),
        ["records/not-recorded-there", "records/unknown-name", "records/unknown-name"]
    );
    assert_eq!(codes_of("time = \"Start\"", "until = \"Start\""), ["records/bad-value"]);
    assert_eq!(codes_of("time = \"Start\"", "end-time = \"Start\""), ["records/bad-value"]);
    assert_eq!(
        codes_of("to = \"2025-03-31\" }", "to = \"2025-03-31\", schools = [\"Elm Prk\"] }"),
        ["records/bad-value"]
    );
    assert_eq!(
        codes_of("to = \"2025-03-31\" }", "to = \"2025-03-31\", people = [\"Amira Khan\"] }"),
        ["records/bad-value"]
    );
    assert_eq!(
        codes_of("to = \"2025-03-31\" }", "to = \"2025-03-31\", people = [\"m1\"], schools = [\"elm park\"] }"),
        [""; 0]
    );
    assert_eq!(codes_of("records = \"sentinel\"", "records = \"nasbtt\""), ["records/bad-value"]);
    assert_eq!(codes_of("[roster.attributes]", "[roster.attributes]\nfet = \"FTE\""), ["records/unknown-name"]);
}

#[test]
fn parameters_are_read_by_their_type() {
    let text = format!("{MEETINGS_HEADER}1,M1,T1,10/09/2024,,90,yes,Held,\n");
    let params = "[params]\nobservations-per-placement = 3\nresponse-days = \"5 days\"\n\"itt-mentor/weekly\" = \"1 hour 30 minutes\"\n";
    let loaded = load_files(&format!("{TOP}{MEETINGS}{params}"), &[("roster.csv", ROSTER), ("meetings.csv", &text)]);
    assert_eq!(errors(&loaded), [""; 0]);
    assert_eq!(loaded.params, [Some(whole(3)), Some(whole(5)), Some(whole(90))]);
    for wrong in ["observations-per-placement = 2.5", "response-days = \"soon\"", "weekly = \"90\"", "weekly = 90"] {
        let manifest = format!("{TOP}{MEETINGS}[params]\n{wrong}\n");
        let loaded = load_files(&manifest, &[("roster.csv", ROSTER), ("meetings.csv", &text)]);
        assert_eq!(errors(&loaded), ["records/bad-value"], "{wrong}");
    }
}

#[test]
fn a_name_in_two_policies_must_say_which() {
    let mut program = program();
    let mut other = program.params[0].clone();
    program.policies.push(program.policies[0].clone());
    program.policies[1].name = "other".to_owned();
    other.policy = crate::types::typed::PolicyId(1);
    program.params.push(other);
    let text = format!("{MEETINGS_HEADER}1,M1,T1,10/09/2024,,90,yes,Held,\n");
    let load = |name: &str| {
        let manifest = format!("{TOP}{MEETINGS}[params]\n{name} = 3\n");
        load_with(&program, &manifest, &[("roster.csv", ROSTER.as_bytes()), ("meetings.csv", text.as_bytes())], dates())
    };
    let loaded = load("observations-per-placement");
    assert_eq!(errors(&loaded), ["records/ambiguous-name"]);
    assert!(loaded.diagnostics[0].help.as_deref().unwrap().contains("`other/observations-per-placement`"));
    assert_eq!(load("\"other/observations-per-placement\"").params[3], Some(whole(3)));
}

/// A cell that is right, wrong, blank or hostile.
fn cell(good: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(good).prop_map(str::to_owned),
        1 => proptest::sample::select(vec!["", " ", "?", "\"a,b\"", "\"x\ny\"", "é"]).prop_map(str::to_owned),
    ]
}

fn any_row() -> impl Strategy<Value = String> {
    let cells = (
        cell(&["1", "2", "3"]),
        cell(&["M1", "M2", "M3"]),
        cell(&["T1", "T2", "T1;T2"]),
        cell(&["10/09/2024", "11/09/2024", "01/05/2025"]),
        cell(&["14:00", "23:30"]),
        cell(&["60", "90"]),
        cell(&["yes", "no"]),
        cell(&["Held", "Planned"]),
        cell(&["01/10/2024", "01/02/2025"]),
    );
    let whole = cells.prop_map(|(a, b, c, d, e, f, g, h, i)| [a, b, c, d, e, f, g, h, i].join(","));
    prop_oneof![9 => whole, 1 => proptest::sample::select(vec!["1,2", ",,,,,,,,", "", "a,b,c,d,e,f,g,h,i,j"]).prop_map(str::to_owned)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_row_is_accounted_for(
        first in prop::collection::vec(any_row(), 0..12),
        second in prop::collection::vec(any_row(), 0..12),
        known in any::<bool>(),
    ) {
        let other = MEETINGS.replace("\"sentinel\"", "\"jtscitt\"").replace("meetings.csv", "other.csv");
        let file = |rows: &[String]| format!("{MEETINGS_HEADER}{}\n", rows.join("\n"));
        let (a, b) = (file(&first), file(&second));
        let files: [(&str, &[u8]); 3] =
            [("roster.csv", ROSTER.as_bytes()), ("meetings.csv", a.as_bytes()), ("other.csv", b.as_bytes())];
        let dates = Dates { known_at: Day::new(2024, 12, 1).filter(|_| known), ..dates() };
        let loaded = load_with(&program(), &format!("{TOP}{MEETINGS}{other}"), &files, dates);
        prop_assert!(!loaded.has_errors());
        let totals = loaded.account.totals(None).unwrap();
        let wanted = 3 + first.iter().chain(&second).filter(|row| !row.is_empty()).count();
        prop_assert_eq!(totals.read, u64::try_from(wanted).unwrap());
        prop_assert_eq!(totals.by_class.values().sum::<u64>(), totals.read);
        // What counts in the account is an event that counts in the tables, and the other way round.
        let events = &loaded.tables.events[1];
        for (at, standing) in events.location.iter().zip(&events.standing) {
            let class = class_of(&loaded, &loaded.tables.files[at.file.index()], at.row);
            match class {
                RowClass::Counted => prop_assert_eq!(*standing, Standing::Held),
                RowClass::Possible => prop_assert!(standing.is_possible()),
                RowClass::NotHeld => prop_assert_eq!(*standing, Standing::NotHeld),
                RowClass::Duplicate => prop_assert_eq!(*standing, Standing::Duplicate),
                RowClass::RecordedLater => prop_assert_eq!(*standing, Standing::RecordedLater),
                RowClass::Rejected => prop_assert_eq!(*standing, Standing::DateUnreadable),
                RowClass::Unmatched | RowClass::AfterAsOf => prop_assert!(*standing != Standing::Duplicate),
                RowClass::Ignored | RowClass::Blank => prop_assert!(false, "an ignored row is no event"),
            }
        }
        let counted: usize = events.standing.iter().filter(|standing| **standing == Standing::Held).count();
        let listed = totals.by_class[&RowClass::Counted] - 3;
        let out = [RowClass::Unmatched, RowClass::AfterAsOf].map(|class| totals.by_class[&class]);
        prop_assert!(u64::try_from(counted).unwrap() <= listed + out.iter().sum::<u64>());
        prop_assert!(u64::try_from(counted).unwrap() >= listed);
    }
}
