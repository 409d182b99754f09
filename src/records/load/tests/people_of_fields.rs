use super::{MEETINGS, ROSTER, TOP, codes, dates, errors, load_with};
use crate::records::Loaded;
use crate::records::account::Effect;
use crate::records::table::{PersonId, UNKNOWN};
use crate::records::testing::{MEETING, program};
use crate::types::typed::{ActivityId, Field, Type};

/// Meetings with a field that names who observed them.
fn observed(mapping: &str, rows: &str) -> Loaded {
    let mut program = program();
    let meeting = &mut program.activities[ActivityId(MEETING).index()];
    meeting.fields.push(Field { name: "observer".to_owned(), ty: Type::Person });
    let text = format!("ID,Mentor,Trainee,Date,Start,Length,Timetabled,Status,Created,Observer\n{rows}");
    let files: [(&str, &[u8]); 2] = [("roster.csv", ROSTER.as_bytes()), ("meetings.csv", text.as_bytes())];
    load_with(&program, &format!("{TOP}{MEETINGS}observer = {mapping}\n"), &files, dates())
}

#[test]
fn a_field_names_people_as_the_roster_does() {
    let rows = "1,M1,T1,10/09/2024,,90,yes,Held,,ben lee\n\
                2,M1,T1,11/09/2024,,90,yes,Held,,Amira Khan\n\
                3,M1,T1,12/09/2024,,90,yes,Held,,Ben Lea\n\
                4,M1,T1,13/09/2024,,90,yes,Held,,\n";
    let loaded = observed("{ column = \"Observer\", by = \"name\" }", rows);
    assert_eq!(errors(&loaded), Vec::<&str>::new());
    let column = &loaded.tables.events[ActivityId(MEETING).index()].fields[2];
    let people = &loaded.tables.roster.people;
    let place = |key: &str| PersonId(u32::try_from(people.iter().position(|one| one.key == key).unwrap()).unwrap());
    assert_eq!(column.values, [i64::from(place("M2").0), UNKNOWN, UNKNOWN, UNKNOWN]);
    assert_eq!(column.named(1), Some(vec![place("M1"), place("M3")]));
    assert_eq!(column.named(2), None);
    assert_eq!(column.blank, [3]);
    assert_eq!(codes(&loaded), ["records/ambiguous-person", "records/unknown-person"]);
    assert!(loaded.account.problems.iter().all(|problem| problem.effect == Effect::ValueUnknown));
}

#[test]
fn only_a_column_names_people_and_only_people_are_named_by() {
    assert_eq!(errors(&observed("{ value = \"M1\" }", "")), ["records/bad-value"]);
    assert_eq!(errors(&observed("{ column = \"Observer\", format = \"minutes\" }", "")), ["records/bad-value"]);
    assert_eq!(errors(&observed("\"Observer\"\ntimetabled2 = \"x\"", "")), ["records/unknown-name"]);
    let by_length = "\"Observer\"\n[export.fields.kind]\ncolumn = \"x\"\nby = \"name\"";
    assert!(!errors(&observed(by_length, "")).is_empty());
}
