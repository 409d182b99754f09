//! Rule files of every kind of wrong: clean errors, at once, and a page that can be read.

use std::fs;

use crate::folder::Folder;

/// The starter with one more rule file.
fn with_rules(text: impl AsRef<[u8]>) -> Folder {
    let folder = Folder::starter();
    fs::write(folder.path().join("rules/more.assize"), text).unwrap();
    folder
}

const HEAD: &str = "part of mentoring\nrule deep \"Deep\" { for mentor  over 2024-09-02 to 2025-07-18  require ";

#[track_caller]
fn refused(folder: &Folder, code: &str) -> String {
    let ran = folder.run(["check"]).end();
    ran.could_not_judge("assize: could not judge: the rules have 1 error (exit 2)");
    assert!(ran.stderr.contains(code), "{code}: {}", ran.stderr);
    ran.stderr
}

#[test]
fn brackets_are_counted_to_a_fixed_depth() {
    let deep = |depth: usize| format!("{HEAD}{}some session{} }}\n", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(with_rules(deep(60)).run(["validate"]).end().code, 0);
    refused(&with_rules(deep(65)), "syntax/too-deep");
    refused(&with_rules(format!("{HEAD}{}some session }}\n", "not ".repeat(5_000))), "syntax/too-deep");
}

#[test]
fn of_a_long_line_only_what_is_told_is_shown() {
    let told = refused(&with_rules(format!("{HEAD}{}", "(".repeat(1_000_000))), "syntax/too-deep");
    assert!(told.len() < 4_000, "{} bytes", told.len());
    let ran = with_rules("\"".repeat(200_001)).run(["check"]).end();
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.len() < 8_000, "{} bytes", ran.stderr.len());
    // The place is the one in the file.
    let long = format!("part of mentoring\n-- one\nexemption x {{ {} when some sesion }}\n", " ".repeat(6_000));
    let ran = with_rules(&long).run(["check"]).end();
    assert!(ran.stderr.contains("more.assize:3:6026]"), "{}", ran.stderr);
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    refused(&with_rules("-- x\n".repeat(1_000_000)), "syntax/file-too-large");
}

#[test]
fn what_is_no_text_is_told() {
    for bytes in [&b"policy \xff\xfe"[..], &b"\xff\xfep\0o\0"[..]] {
        let told = refused(&with_rules(bytes), "rules/unreadable");
        assert!(told.contains("save the file as UTF-8 text"), "{told}");
    }
    let text = fs::read_to_string(Folder::starter().path().join("rules/mentoring.assize")).unwrap();
    let told =
        refused(&Folder::starter().file("rules/mentoring.assize", &format!("{text}\0")), "syntax/control-character");
    assert!(!told.contains('\0'));
    for same in [format!("\u{feff}{text}"), text.replace('\n', "\r\n")] {
        assert_eq!(Folder::starter().file("rules/mentoring.assize", &same).run(["validate"]).end().code, 0);
    }
}
