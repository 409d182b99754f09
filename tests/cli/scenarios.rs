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
