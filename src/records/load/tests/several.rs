use super::{MEETINGS, MEETINGS_HEADER, ROSTER, TOP, class_of, codes, dates, errors, load_files, load_with};
use crate::records::account::{FileKind, RowClass, WhyRepeated};
use crate::records::table::{PersonId, Standing, UNKNOWN};
use crate::records::testing::{ABSENCE, NEWSLETTER, OBSERVATION, TRAINING, program};
use crate::types::typed::ActivityId;
use crate::value::{Day, whole};
use std::collections::BTreeMap;

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
