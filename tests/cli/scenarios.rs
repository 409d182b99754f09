//! `assize test`: scenarios, and for one that fails what was measured, what was required, and why.

use crate::folder::Folder;

#[test]
fn scenarios_that_pass_are_silent_unless_asked() {
    let folder = Folder::starter();
    let ran = folder.run(["test"]).end();
    ran.ends(0, "assize: 4 scenarios pass (exit 0)");
    assert_eq!(ran.stdout, "");
    let ran = folder.run(["test", "-v", "--run", "minute"]).end();
    ran.ends(0, "assize: 1 scenario passes (exit 0)");
    assert_eq!(ran.stdout, "pass  mentoring: one minute less is a breach\n");
}

#[test]
fn a_failed_expectation_shows_measured_required_and_why() {
    let folder = Folder::starter().replace(
        "rules/mentoring.assize",
        "expect   weekly-meeting breached, measured 59 minutes, short 1 minute",
        "expect   weekly-meeting met",
    );
    let ran = folder.run(["test"]).end();
    ran.ends(1, "assize: 1 scenario fails, 3 pass (exit 1)");
    assert_eq!(
        ran.stdout,
        "\
FAIL  mentoring: one minute less is a breach
  × expected met, found breached
    ╭─[rules/mentoring.assize:74:3]
 74 │ expect   weekly-meeting met
    · ───────────────────────────
    ╰────
  Ann with Ben: breached
  week of 9 Sep 2024, due 15 Sep 2024: breached
    measured 59 minutes, required at least 60 minutes: 1 minute short

"
    );
}

#[test]
fn no_scenario_is_2() {
    let folder = Folder::starter();
    let ran = folder.run(["test", "--run", "unicorn"]).end();
    ran.could_not_judge("assize: could not judge: no scenario's name holds `unicorn` (of 4) (exit 2)");
    let text = std::fs::read_to_string(folder.path().join("rules/mentoring.assize")).unwrap();
    let (rules, _) = text.split_once("-- Scenarios are").unwrap();
    let folder = folder.file("rules/mentoring.assize", rules);
    let ran = folder.run(["test"]).end();
    ran.could_not_judge("assize: could not judge: there is no scenario in these files (exit 2)");
}

#[test]
fn rules_with_an_error_are_2() {
    let folder = Folder::starter().replace("rules/mentoring.assize", "M-2, M-3", "M-2, M-3, M-9");
    let ran = folder.run(["test"]).end();
    ran.could_not_judge("assize: could not judge: the rules have 1 error (exit 2)");
}

/// Rules that cite nothing, so that each has a warning.
fn uncited(number: usize) -> String {
    let rule = |at: usize| format!("rule r{at} \"R\" {{ for mentor with trainee  require some meeting }}\n");
    format!("part of mentoring\n{}", (0..number).map(rule).collect::<String>())
}

#[test]
fn errors_come_first_and_many_warnings_of_one_code_are_one_line() {
    let folder = Folder::starter().file("rules/a.assize", &uncited(14)).file(
        "rules/z.assize",
        "part of mentoring\nrule wrong \"R\" { for mentor with trainee  require some metting }\n",
    );
    let ran = folder.run(["test"]).end();
    let at = |text: &str| ran.stderr.find(text).unwrap_or_else(|| panic!("{text}: {}", ran.stderr));
    assert!(at("resolve/unknown-name") < at("types/cites-nothing"), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("on what ground").count(), 3, "{}", ran.stderr);
    let rest = (5..13).map(|line| format!("rules/a.assize:{line}")).collect::<Vec<_>>().join(", ");
    at(&format!("and 12 more of types/cites-nothing: {rest}, …"));
    // `validate` shows each.
    let ran = folder.run(["validate"]).end();
    assert_eq!(ran.stderr.matches("on what ground").count(), 15, "{}", ran.stderr);
    assert!(!ran.stderr.contains("more of"), "{}", ran.stderr);
}

#[test]
fn under_not_the_measure_agrees_with_the_verdict() {
    let rules = "part of mentoring\n\
        rule quiet \"No meeting\" { cites M-1  for mentor with trainee  require not some meeting }\n\
        scenario \"one\" {\n  calendar county\n  roster Ann mentor with Ben from 2024-09-09 to 2024-09-15\n  \
        meeting { who: Ann; with: Ben; on: 2024-09-11 }\n  as of 2024-10-01\n  expect quiet met\n}\n\
        scenario \"none\" {\n  calendar county\n  roster Ann mentor with Ben from 2024-09-09 to 2024-09-15\n  \
        as of 2024-10-01\n  expect quiet breached\n}\n";
    let ran = Folder::starter().file("rules/quiet.assize", rules).run(["test"]).end();
    assert!(ran.stdout.contains("measured 1, required not at least 1: holds, and must not"), "{}", ran.stdout);
    assert!(ran.stdout.contains("measured 0, required not at least 1: does not hold, as required"), "{}", ran.stdout);
}

#[test]
fn more_misses_than_are_let_pass() {
    let rules = "part of mentoring\n\
        rule nearly \"Nearly\" { cites M-1  for mentor with trainee  each teaching week  require some meeting  allowing 1 miss in all }\n\
        scenario \"three\" {\n  calendar county\n  roster Ann mentor with Ben from 2024-09-09 to 2024-09-29\n  \
        as of 2024-10-01\n  expect nearly met\n}\n";
    let ran = Folder::starter().file("rules/nearly.assize", rules).run(["test"]).end();
    assert!(ran.stdout.contains("3 misses, of which 1 is let pass"), "{}", ran.stdout);
}
