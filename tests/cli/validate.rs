//! `assize validate`: every problem of every file, and silence but for one line.

use crate::folder::Folder;

#[test]
fn it_is_silent_when_all_is_well() {
    let ran = Folder::starter().run(["validate"]).end();
    assert_eq!(ran.stdout, "");
    assert_eq!(ran.stderr, "assize: 1 rule file, 2 rules, 4 scenarios: no problem (exit 0)\n");
}

#[test]
fn every_problem_of_every_file_is_told() {
    let folder = Folder::starter()
        .replace("rules/mentoring.assize", "cites    M-1\n", "cites    M-9\n")
        .replace("rules/mentoring.assize", "  part     pro rata by open days\n", "")
        .file("rules/more.assize", "part of mentoring\nexemption lost { cites M-8  when shown some session }\n");
    let ran = folder.run(["validate"]).end();
    assert_eq!(ran.code, 2);
    for told in ["`M-9`", "`M-8`", "more.assize", "types/"] {
        assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
    }
    assert!(ran.last_line().starts_with("assize: the rules cannot be judged: "), "{}", ran.stderr);
}

#[test]
fn warnings_are_errors_where_asked() {
    let param = "param goal \"A goal\": count = 3\n";
    let folder =
        Folder::starter().replace("rules/mentoring.assize", "-- Scenarios are", &format!("{param}-- Scenarios are"));
    let folder = folder.replace("rules/mentoring.assize", "  cites    M-2, M-3\n", "");
    let ran = folder.run(["validate"]).end();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.last_line().contains("warning"), "{}", ran.stderr);
    let ran = folder.run(["validate", "--deny-warnings"]).end();
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.last_line().ends_with("and `--deny-warnings` makes them errors (exit 2)"), "{}", ran.stderr);
}

#[test]
fn the_manifest_is_validated_with_the_rules_that_it_names() {
    let folder = Folder::starter().replace("assize.toml", "\"Minutes\"", "\"Minuets\"");
    let ran = folder.run(["validate"]).end();
    ran.ends(2, "assize: the audit cannot be judged: 1 error (exit 2)");
    assert!(ran.stderr.contains("Minuets"), "{}", ran.stderr);
}

#[test]
fn no_rule_file_is_2() {
    let folder = Folder::empty().file("empty/readme.txt", "");
    assert_eq!(folder.run(["validate", "empty"]).end().code, 2);
    assert_eq!(folder.run(["validate", "nowhere.assize"]).end().code, 2);
    let folder = folder.file("blank.assize", "-- nothing\n");
    folder
        .run(["validate", "blank.assize"])
        .end()
        .ends(2, "assize: could not judge: there is no rule and no calendar in these files (exit 2)");
}
