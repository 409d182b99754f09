use super::{
    MEETINGS, MEETINGS_HEADER, ROSTER, TOP, class_of, codes, dates, errors, load_files, load_with, meetings,
    meetings_at, only,
};
use crate::records::Dates;
use crate::records::account::{Effect, FileKind, RowClass, WhyRepeated};
use crate::records::table::{PersonId, Standing, UNKNOWN};
use crate::records::testing::{MEETING, program};
use crate::types::typed::{ActivityId, Value};
use crate::value::{Day, Weekdays, whole};

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
