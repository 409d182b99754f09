//! `assize init`: a small audit that works, and never over anything that is there.

use std::fs;

use crate::folder::Folder;

#[test]
fn what_it_writes_can_be_validated_tested_and_checked_at_once() {
    let folder = Folder::empty();
    let ran = folder.run(["init", "audit"]).end();
    ran.ends(0, "assize: wrote 5 files to `audit`; next: assize check audit (exit 0)");
    folder.run(["validate", "audit"]).end().ends(0, "assize: 1 rule file, 2 rules, 4 scenarios: no problem (exit 0)");
    folder.run(["test", "audit"]).end().ends(0, "assize: 4 scenarios pass (exit 0)");
    assert_eq!(folder.run(["check", "audit"]).end().code, 1);
}

#[test]
fn it_never_writes_over_anything() {
    let folder = Folder::empty().file("diary.csv", "mine");
    let ran = folder.run(["init"]).end();
    ran.ends(2, "assize: nothing was written: `./diary.csv` is already there (exit 2)");
    assert_eq!(fs::read_to_string(folder.path().join("diary.csv")).unwrap(), "mine");
    assert!(!folder.path().join("assize.toml").exists());
}
