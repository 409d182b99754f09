use super::{MEETINGS, MEETINGS_HEADER, ROSTER, TOP, class_of, codes, dates, errors, load_files, load_with, meetings};
use crate::records::account::RowClass;
use crate::records::testing::program;
use crate::types::typed::{PolicyId, Program, RecordsId};
use crate::value::whole;

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
    let outside = "1,M1,T1,31/08/2024,,90,yes,Held,\n2,M1,T1,30/08/2024,,90,yes,Planned,\n";
    let loaded = meetings(outside);
    let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["records/no-row-used", "records/outside-coverage"]);
    assert_eq!((loaded.tables.coverage.exports.len(), loaded.tables.coverage.set_aside.len()), (0, 1));
    let loaded = meetings(&format!("{outside}3,M1,T1,10/09/2024,,90,yes,Held,\n"));
    assert_eq!(loaded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["records/outside-coverage"]);
    assert_eq!((loaded.tables.coverage.exports.len(), loaded.tables.coverage.set_aside.len()), (1, 0));
    assert!(loaded.diagnostics[0].message.starts_with("1 row of `meetings.csv` is dated outside"));
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
    other.policy = PolicyId(1);
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

#[test]
fn an_activity_in_two_policies_is_the_one_that_the_export_s_system_records() {
    let mut program = program();
    let mut other = program.activities.iter().find(|activity| activity.name == "mentor-meeting").unwrap().clone();
    program.policies.push(program.policies[0].clone());
    program.policies[1].name = "other".to_owned();
    other.policy = PolicyId(1);
    let system = |program: &Program, is_sentinel: bool| {
        let found = program.records.iter().position(|records| (records.name == "sentinel") == is_sentinel).unwrap();
        RecordsId(u32::try_from(found).unwrap())
    };
    other.from = vec![system(&program, false)];
    program.activities.push(other);
    let text = format!("{MEETINGS_HEADER}1,M1,T1,10/09/2024,,90,yes,Held,\n");
    let load = |program: &Program| {
        let files = [("roster.csv", ROSTER.as_bytes()), ("meetings.csv", text.as_bytes())];
        load_with(program, &format!("{TOP}{MEETINGS}"), &files, dates())
    };
    assert_eq!(errors(&load(&program)), [""; 0]);
    program.activities.last_mut().unwrap().from = vec![system(&program, true)];
    assert_eq!(errors(&load(&program)), ["records/ambiguous-name"]);
}
