//! The waiver register: what each row of it becomes, what it lets pass, and what of it somebody has to look at.

use serde_json::Value;

use crate::folder::Folder;

const TABLE: &str = r#"
[waivers]
file     = "waivers.csv"
rule     = "Rule"
person   = { column = "Mentor", by = "name" }
with     = { column = "Trainee", by = "name" }
from     = "From"
until    = "Until"
reason   = "Why"
approved = "Who"
"#;

/// An audit with a register of these rows. Ann Archer breaches the weeks of 7 and 14 October.
fn register(folder: Folder, rows: &str) -> Folder {
    let manifest = std::fs::read_to_string(folder.path().join("assize.toml")).unwrap();
    folder
        .file("assize.toml", &format!("{manifest}{TABLE}"))
        .file("waivers.csv", &format!("Rule,Mentor,Trainee,From,Until,Why,Who\n{rows}"))
}

fn json(folder: &Folder, more: &[&str]) -> Value {
    let arguments = ["check", "--format", "json"].into_iter().chain(more.iter().copied());
    let ran = folder.run(arguments).end();
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("no JSON: {}", ran.stderr))
}

/// What became of each waiver, by its row.
fn states(json: &Value) -> Vec<(u64, String, u64, u64)> {
    let number = |one: &Value, key: &str| one[key].as_u64().unwrap();
    let one = |one: &Value| {
        let state = one["state"].as_str().unwrap().to_owned();
        (number(one, "row"), state, number(one, "covers"), number(one, "too_late"))
    };
    let mut states: Vec<_> = json["waivers"].as_array().unwrap().iter().map(one).collect();
    states.sort();
    states
}

fn state(row: u64, state: &str, covers: u64, too_late: u64) -> (u64, String, u64, u64) {
    (row, state.to_owned(), covers, too_late)
}

#[test]
fn what_a_waiver_covers_is_waived_and_still_measured() {
    let rows = "weekly-meeting,Ann Archer,Ben Baker,2024-10-07,2024-10-20,Flood,A. Head\n";
    let folder = register(Folder::starter(), rows);
    let ran = folder.run(["check", "--rule", "weekly-meeting", "--case", "M1"]).end();
    ran.ends(0, "assize: 1 finding, which is not breached, undetermined or at risk; 1 row or cell to look at (exit 0)");
    let shown = "\
Waivers
  weekly-meeting for Ann Archer with Ben Baker, from 7 Oct 2024 until 20 Oct
  2024: covers 2 obligations
    approved by A. Head: Flood (waivers.csv:2)
";
    assert!(ran.stdout.contains(shown), "{}", ran.stdout);
    let ran = folder.run(["explain", "--rule", "weekly-meeting", "--case", "M1"]).end();
    let week = "\
  week of 7 Oct 2024: waived
    measured 40 minutes, required at least 60 minutes: 20 minutes short
    because waived by A. Head until 20 Oct 2024: Flood (waivers.csv:2)
";
    assert!(ran.stdout.contains(week), "{}", ran.stdout);
}

#[test]
fn every_row_is_in_one_class_and_each_that_waives_nothing_says_what_to_do() {
    let rows = "\
weekly-meeting,Ann Archer,,2024-10-07,2024-10-20,Flood,A. Head
weekly-metting,Ann Archer,,2024-10-07,2024-10-20,Flood,A. Head
weekly-meeting,Ann Arche,,2024-10-07,2024-10-20,Flood,A. Head
weekly-meeting,Ann Archer,Nobody,2024-10-07,2024-10-20,Flood,A. Head
weekly-meeting,Ann Archer,,2024-10-07,2024-10-20,,A. Head
weekly-meeting,Ann Archer,,2024-10-07,2024-10-20,Flood,
weekly-meeting,Ann Archer,,2024-10-07,,Flood,A. Head
weekly-meeting,Ann Archer,,2024-10-07,20/10/2024,Flood,A. Head
weekly-meeting,Ann Archer,,2024-10-20,2024-10-07,Flood,A. Head
weekly-meeting,,,2024-10-07,2024-10-20,Flood,A. Head
,Ann Archer,,2024-10-07,2024-10-20,Flood,A. Head
weekly-meeting,Ann Archer
,,,,,,
";
    let json = json(&register(Folder::starter(), rows), &[]);
    assert_eq!(json["rows"]["adds_up"], true);
    let files = json["rows"]["files"].as_array().unwrap();
    let file = files.iter().find(|file| file["kind"] == "waivers").unwrap();
    let classes = file["classes"].as_array().unwrap().iter();
    let classes: Vec<_> = classes.map(|one| (one["class"].as_str().unwrap(), one["rows"].as_u64().unwrap())).collect();
    assert_eq!(classes, [("counted", 1), ("unmatched", 3), ("rejected", 8), ("blank", 1)]);
    assert_eq!(file["read"], 13);
    let problems = json["rows"]["problems"].as_array().unwrap().iter().filter(|one| one["file"] == "waivers.csv");
    let told: Vec<_> = problems
        .map(|one| (one["row"].as_u64().unwrap(), one["code"].as_str().unwrap(), one["effect"].as_str().unwrap()))
        .collect();
    let blank = |row| (row, "records/blank-cell", "rejected");
    let expected = [
        (3, "records/unknown-rule", "void"),
        (4, "records/unknown-person", "void"),
        (5, "records/unknown-person", "void"),
        blank(6),
        blank(7),
        blank(8),
        (9, "records/unreadable-date", "rejected"),
        (10, "records/end-before-start", "rejected"),
        blank(11),
        blank(12),
        (13, "records/broken-row", "rejected"),
    ];
    assert_eq!(told, expected);
    assert_eq!(states(&json), [state(2, "covers", 2, 0)]);
}

#[test]
fn a_waiver_that_names_a_rule_of_two_policies_is_never_guessed() {
    let other = "policy other \"Other\" { in force 2024-09-01 to 2025-08-31 }\nclause O-1 \"O\"\n\
        rule weekly-meeting \"Other\" { cites O-1  for mentor with trainee  require some meeting }\n";
    let rows = "weekly-meeting,Ann Archer,,,2024-10-20,Flood,A. Head\n";
    let folder = register(Folder::starter().file("rules/other.assize", other), rows);
    let found = json(&folder, &[]);
    let problem =
        &found["rows"]["problems"].as_array().unwrap().iter().find(|one| one["file"] == "waivers.csv").unwrap();
    assert_eq!((&problem["code"], &problem["effect"]), (&"records/ambiguous-rule".into(), &"void".into()));
    let folder = folder.replace("waivers.csv", "weekly-meeting", "mentoring/weekly-meeting");
    assert_eq!(states(&json(&folder, &[])), [state(2, "covers", 2, 0)]);
}

#[test]
fn a_name_that_two_people_have_is_never_guessed() {
    let folder = Folder::starter().replace("roster.csv", "Cas Carter", "Ann Archer");
    let folder = register(folder, "weekly-meeting,Ann Archer,,,2024-10-20,Flood,A. Head\n");
    let found = json(&folder, &[]);
    let problem =
        &found["rows"]["problems"].as_array().unwrap().iter().find(|one| one["file"] == "waivers.csv").unwrap();
    assert_eq!((&problem["code"], &problem["effect"]), (&"records/ambiguous-person".into(), &"void".into()));
    assert_eq!(states(&found), []);
}

#[test]
fn what_lets_nothing_pass_is_something_to_look_at_and_moves_no_exit_code() {
    let rows = "\
weekly-meeting,Ann Archer,,2024-10-07,2024-10-12,Flood,A. Head
weekly-meeting,Ann Archer,,2024-09-09,2024-09-15,Flood,A. Head
weekly-meeting,Ann Archer,Dee Dixon,,2025-07-18,Flood,A. Head
training-hours,Cas Carter,,,2025-07-18,Flood,A. Head
weekly-meeting,Ann Archer,,2025-08-01,2025-08-31,Flood,A. Head
weekly-meeting,Ann Archer,Ben Baker,2024-11-04,2024-11-10,Flood,A. Head
";
    let folder = register(Folder::starter(), rows);
    let found = json(&folder, &[]);
    let expected = [
        state(2, "expired", 0, 1),
        state(3, "expired", 0, 0),
        state(4, "no-case", 0, 0),
        state(5, "unused", 0, 0),
        state(6, "not-begun", 0, 0),
        state(7, "covers", 1, 0),
    ];
    assert_eq!(states(&found), expected);
    let ran = folder.run(["check"]).end();
    ran.ends(
        1,
        "assize: 1 breached, 1 undetermined of 4 findings; 1 row or cell to look at; 4 waivers to look at (exit 1)",
    );
    let said = "because the waiver by A. Head expired on 12 Oct 2024, before it could cover this";
    assert!(ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ").contains(said), "{}", ran.stdout);
    // A register that is clean of findings but for itself is clean.
    let folder = register(Folder::clean(), "training-hours,Cas Carter,,,2025-07-18,Flood,A. Head\n");
    folder
        .run(["check"])
        .end()
        .ends(0, "assize: 4 findings, none breached, undetermined or at risk; 1 waiver to look at (exit 0)");
}

#[test]
fn what_was_not_asked_for_is_not_called_unused() {
    let rows = "\
weekly-meeting,Ann Archer,,,2025-07-18,Flood,A. Head
training-hours,Cas Carter,,,2025-07-18,Flood,A. Head
";
    let folder = register(Folder::starter(), rows);
    let rows = |more: &[&str]| states(&json(&folder, more)).into_iter().map(|one| one.0).collect::<Vec<_>>();
    assert_eq!(rows(&[]), [2, 3]);
    assert_eq!(rows(&["--rule", "weekly-meeting"]), [2]);
    assert_eq!(rows(&["--case", "M2"]), [3]);
    assert_eq!(rows(&["--rule", "weekly-meeting", "--case", "M2"]), [0; 0]);
}

#[test]
fn the_table_is_held_to_its_keys_and_the_file_to_its_columns() {
    let folder = register(Folder::starter(), "");
    folder.run(["validate"]).end().ends(0, "assize: 1 rule file, 2 rules, 4 scenarios: no problem (exit 0)");
    for (from, to, code) in [
        ("approved = \"Who\"", "aproved = \"Who\"", "records/unknown-key"),
        ("approved = \"Who\"\n", "", "records/missing-key"),
        ("until    = \"Until\"", "until = \"End\"", "records/unknown-column"),
        ("by = \"name\" }\nwith", "by = \"email\" }\nwith", "records/unknown-name"),
        ("\"Trainee\", by = \"name\"", "\"Trainee\", by = \"name\", separator = \";\"", "records/bad-value"),
        ("from     = \"From\"", "from = \"From\"\ndate-format = \"DD/MN/YYYY\"", "records/date-format"),
        ("file     = \"waivers.csv\"", "file = \"no.csv\"", "records/unreadable-file"),
    ] {
        let ran = register(Folder::starter(), "").replace("assize.toml", from, to).run(["check"]).end();
        assert_eq!(ran.code, 2, "{to}: {}", ran.stderr);
        assert!(ran.stderr.contains(code), "{to}: {}", ran.stderr);
    }
}
