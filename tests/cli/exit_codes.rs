//! The four exit codes and their precedence: 2, 1, 3, 0.

use crate::folder::Folder;

#[test]
fn nothing_breached_or_undetermined_is_0() {
    let ran = Folder::clean().run(["check"]).end();
    ran.ends(0, "assize: 4 findings, none breached, undetermined or at risk (exit 0)");
}

#[test]
fn a_breach_is_1_even_beside_something_undetermined() {
    let ran = Folder::starter().run(["check"]).end();
    ran.ends(1, "assize: 1 breached, 1 undetermined of 4 findings; 1 row or cell to look at (exit 1)");
}

#[test]
fn something_undetermined_and_nothing_breached_is_3() {
    let ran = Folder::undetermined().run(["check"]).end();
    ran.ends(3, "assize: 1 undetermined of 4 findings; 1 row or cell to look at (exit 3)");
}

#[test]
fn the_fail_level_moves_only_the_line_between_1_and_the_rest() {
    let codes = |folder: &Folder| {
        ["breached", "undetermined", "at-risk", "never"]
            .map(|level| folder.run(["check", "--fail-level", level]).end().code)
    };
    assert_eq!(codes(&Folder::clean()), [0, 0, 0, 0]);
    assert_eq!(codes(&Folder::undetermined()), [3, 1, 1, 3]);
    assert_eq!(codes(&Folder::starter()), [1, 1, 1, 3]);
}

#[test]
fn the_code_is_the_same_whatever_the_format() {
    for flags in [&["check", "--format", "json"][..], &["check", "--quiet"], &["check", "--color", "always"]] {
        assert_eq!(Folder::starter().run(flags.iter().copied()).end().code, 1);
        assert_eq!(Folder::undetermined().run(flags.iter().copied()).end().code, 3);
        assert_eq!(Folder::clean().run(flags.iter().copied()).end().code, 0);
    }
}

#[test]
fn no_manifest_is_2() {
    let ran = Folder::empty().run(["check"]).end();
    ran.could_not_judge(
        "assize: could not judge: there is no `assize.toml` here or in a folder above; name one, or write one with \
         `assize init` (exit 2)",
    );
    let ran = Folder::empty().run(["check", "nowhere"]).end();
    ran.could_not_judge("assize: could not judge: there is no `nowhere` (exit 2)");
}

#[test]
fn a_manifest_with_an_error_is_2() {
    let folder = Folder::starter().replace("assize.toml", "records  = \"diary\"", "records  = \"dairy\"");
    let ran = folder.run(["check"]).end();
    ran.could_not_judge("assize: could not judge: the audit `assize.toml` has 1 error (exit 2)");
    assert!(ran.stderr.contains("`dairy`"), "{}", ran.stderr);
}

#[test]
fn a_rule_file_with_an_error_is_2_and_never_hides_behind_a_finding() {
    let folder = Folder::starter().replace("rules/mentoring.assize", "M-2, M-3", "M-2, M-3, M-9");
    let ran = folder.run(["check"]).end();
    ran.could_not_judge("assize: could not judge: the rules have 1 error (exit 2)");
    assert!(ran.stderr.contains("resolve/unknown-name"), "{}", ran.stderr);
}

#[test]
fn no_rules_is_2() {
    let text = "calendar county \"C\" { source \"S\" year 2024-25 from 2024-09-01 to 2025-08-31 { term t { half-term 2024-09-02 to 2024-10-25 } } }\n";
    let ran = Folder::starter().file("rules/mentoring.assize", text).run(["check"]).end();
    ran.could_not_judge("assize: could not judge: there is no rule in 1 rule file (exit 2)");
    let ran = Folder::starter().without("rules/mentoring.assize").run(["check"]).end();
    ran.could_not_judge("assize: could not judge: the rules have 1 error (exit 2)");
}

#[test]
fn no_cases_is_2() {
    let header = "Mentor key,Mentor,Trainee key,Trainee,School,Start,End,Experienced\n";
    let ran = Folder::starter().file("roster.csv", header).run(["check"]).end();
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.last_line().starts_with("assize: could not judge: "), "{}", ran.stderr);
}

#[test]
fn a_rule_that_is_in_force_for_nobody_is_2() {
    let folder = Folder::starter().replace("roster.csv", "2024-09-09,2025-07-18,no\n", "2029-09-09,2029-09-10,no\n");
    let folder = folder.replace("roster.csv", "2024-09-09,2025-07-18,yes", "2029-09-09,2029-09-10,yes");
    let ran = folder.run(["check"]).end();
    ran.could_not_judge(
        "assize: could not judge: no rule applies to any of the cases: none is in force while they are active (exit 2)",
    );
}

#[test]
fn an_unreadable_file_is_2() {
    let ran = Folder::starter().without("diary.csv").run(["check"]).end();
    ran.could_not_judge("assize: could not judge: the audit `assize.toml` has 1 error (exit 2)");
    assert!(ran.stderr.contains("diary.csv"), "{}", ran.stderr);
}

#[test]
fn a_filter_that_matches_nothing_is_2() {
    let folder = Folder::starter();
    folder.run(["check", "--rule", "weekly-meating"]).end().could_not_judge(
        "assize: could not judge: no rule matches `--rule weekly-meating`; did you mean `weekly-meeting`? (exit 2)",
    );
    folder.run(["check", "--case", "An Archer"]).end().could_not_judge(
        "assize: could not judge: nobody in the roster matches `--case An Archer`; did you mean `Ann Archer`? (exit 2)",
    );
    // A trainee is in the roster, and no rule is for one.
    folder.run(["check", "--case", "Ben Baker"]).end().could_not_judge(
        "assize: could not judge: none of the rules asked for is for any of the cases asked for (exit 2)",
    );
    // One pattern that matches does not excuse another that does not.
    let ran = folder.run(["check", "--rule", "training-hours", "--rule", "nothing"]).end();
    ran.could_not_judge("assize: could not judge: no rule matches `--rule nothing` (exit 2)");
}

#[test]
fn a_roster_that_cannot_all_be_read_is_never_0() {
    let folder = Folder::clean().replace("roster.csv", "M2,", "M3,Eve Eaton,T3,Flo Ford,Elm Park School,soon,,no\nM2,");
    let ran = folder.run(["check"]).end();
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.last_line().contains("1 of the roster could not be read"), "{}", ran.stderr);
}

#[test]
fn a_closed_pipe_is_no_error_and_no_panic() {
    for (folder, code) in [(Folder::starter(), 1), (Folder::undetermined(), 3), (Folder::clean(), 0)] {
        for format in ["text", "json"] {
            let ran = folder.run(["check", "--format", format]).into_closed_pipe();
            assert_eq!(ran.code, code, "{}", ran.stderr);
            assert!(!ran.stderr.contains("panic"), "{}", ran.stderr);
        }
    }
}
