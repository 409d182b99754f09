//! Advice, which is shown apart, and rules by who set them.

use serde_json::Value;

use crate::folder::Folder;

const RULES: &str = "rules/mentoring.assize";

/// The starter, in which the weekly meeting that is breached and undetermined is only advised.
fn advised(folder: Folder) -> Folder {
    folder.replace(RULES, "  cites    M-1\n", "  cites    M-1\n  level    should\n")
}

#[test]
fn advice_is_shown_apart_and_moves_no_exit_code() {
    let ran = advised(Folder::starter()).run(["check"]).end();
    let why = "assize: 2 findings, none breached, undetermined or at risk; 2 pieces of advice to look at; \
               1 row or cell to look at (exit 0)";
    ran.ends(0, why);
    let table = "\
                breached  undetermined  pending  met
training-hours         ·             ·        1    1
advice: rules that should be met, in no total
weekly-meeting         1             1        ·    ·
";
    assert!(ran.stdout.contains(table), "{}", ran.stdout);
    assert!(!ran.stdout.contains("Who needs action first"), "{}", ran.stdout);
    let (before, after) = ran.stdout.split_once("Advice: what should be, and need not, is in no number above").unwrap();
    assert!(!before.contains("━━ Ann Archer"), "{before}");
    assert!(after.contains("2 of 7 weeks so far breached"), "{after}");
    assert!(after.contains("1 finding is undetermined because something is missing"), "{after}");
}

#[test]
fn in_json_advice_is_a_list_of_its_own() {
    let ran = advised(Folder::starter()).run(["check", "--format", "json"]).end();
    let json: Value = serde_json::from_str(&ran.stdout).unwrap();
    let rules = |list: &Value| -> Vec<(String, String)> {
        let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
        list.as_array().unwrap().iter().map(|one| (text(one, "rule"), text(one, "level"))).collect()
    };
    let (hours, weekly) = ("mentoring/training-hours".to_owned(), "mentoring/weekly-meeting".to_owned());
    assert_eq!(rules(&json["findings"]), [(hours.clone(), "must".to_owned()), (hours, "must".to_owned())]);
    assert_eq!(rules(&json["advice"]["findings"]), [(weekly.clone(), "should".into()), (weekly, "should".into())]);
    assert_eq!(json["outcomes"].as_array().unwrap().len(), 2);
    assert_eq!(json["cohort"]["findings"], 2);
    // Rows of advice have their raw text, too.
    let proof = &json["advice"]["findings"][0]["obligations"][4]["proof"]["rows"][0]["raw"];
    assert!(proof.is_string(), "{}", json["advice"]["findings"][0]);
}

#[test]
fn where_nothing_but_advice_is_judged_that_is_said() {
    let ran = advised(Folder::starter()).run(["check", "--rule", "weekly-meeting"]).end();
    assert_eq!(ran.code, 0);
    assert!(ran.stderr.contains("nothing but advice was judged; 2 pieces of advice to look at"), "{}", ran.stderr);
}

#[test]
fn only_rules_of_an_authority() {
    let folder = Folder::starter().replace(RULES, "  cites    M-1\n", "  cites    M-1\n  authority statutory\n");
    let ran = folder.run(["check"]).end();
    let table = "\
set by the law
weekly-meeting         1             1        ·    ·
set by the school or trust
training-hours         ·             ·        1    1
all rules              1             1        1    1
";
    assert!(ran.stdout.contains(table), "{}", ran.stdout);
    let ran = folder.run(["check", "--authority", "local"]).end();
    assert!(ran.stdout.contains("only what was asked for: local"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("weekly-meeting"), "{}", ran.stdout);
    let ran = folder.run(["check", "--authority", "statutory", "--rule", "training-hours"]).end();
    ran.ends(2, "assize: could not judge: no rule that is asked for is of `--authority statutory` (exit 2)");
    let ran = folder.run(["explain", "--case", "M1", "--rule", "weekly-meeting"]).end();
    assert!(ran.stdout.contains("  set by the law\n"), "{}", ran.stdout);
}
