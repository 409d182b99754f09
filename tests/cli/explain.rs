//! `assize explain`: the page of a code, and the whole proof of a finding.

use crate::folder::Folder;

#[test]
fn a_code_has_its_page() {
    let folder = Folder::empty();
    let ran = folder.run(["explain", "internal/bug"]).end();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.starts_with("# internal/bug\n"), "{}", ran.stdout);
    let ran = folder.run(["explain", "internal/bugg"]).end();
    ran.could_not_judge(
        "assize: could not judge: there is no diagnostic with the code `internal/bugg`; did you mean `internal/bug`? \
         (exit 2)",
    );
}

#[test]
fn a_code_that_is_nothing_like_another_suggests_none() {
    let folder = Folder::empty();
    let ran = folder.run(["explain", "rules/foo"]).end();
    ran.could_not_judge(
        "assize: could not judge: there is no diagnostic with the code `rules/foo`; those of `rules` are \
         rules/unreadable (exit 2)",
    );
    let ran = folder.run(["explain", "types/foo"]).end();
    assert!(ran.stderr.contains("those of `types` are types/"), "{}", ran.stderr);
    let ran = folder.run(["explain", "unit-mismatch"]).end();
    assert!(ran.stderr.contains("did you mean `types/unit-mismatch`?"), "{}", ran.stderr);
    let ran = folder.run(["explain", "nonsense"]).end();
    assert!(ran.stderr.contains("a code is `STAGE/NAME`"), "{}", ran.stderr);
}

#[test]
fn nothing_to_explain_is_2() {
    let folder = Folder::starter();
    assert_eq!(folder.run(["explain"]).end().code, 2);
    assert_eq!(folder.run(["explain", "--case", "M1"]).end().code, 2);
    folder
        .run(["explain", "--case", "Ben Baker", "--rule", "weekly-meeting"])
        .end()
        .could_not_judge("assize: could not judge: the rule `weekly-meeting` is not for `Ben Baker` (exit 2)");
}

#[test]
fn the_whole_proof_shows_the_rule_the_weeks_and_every_row() {
    let ran = Folder::starter().run(["explain", "--case", "M1", "--rule", "weekly-meeting"]).end();
    ran.ends(0, "assize: 1 finding explained (exit 0)");
    assert_eq!(ran.stdout, include_str!("explain.txt"));
}
