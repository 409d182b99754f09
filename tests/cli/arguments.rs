//! Arguments: what is not understood is never taken for something else.

use crate::folder::Folder;

const NOT_UNDERSTOOD: &str = "assize: could not judge: the arguments are not understood (exit 2)";

#[test]
fn a_misspelt_flag_or_command_is_2_and_names_the_right_one() {
    let folder = Folder::starter();
    let ran = folder.run(["check", "--rules", "x"]).end();
    ran.could_not_judge(NOT_UNDERSTOOD);
    assert!(ran.stderr.contains("'--rule'"), "{}", ran.stderr);
    let ran = folder.run(["chekc"]).end();
    ran.could_not_judge(NOT_UNDERSTOOD);
    assert!(ran.stderr.contains("'check'"), "{}", ran.stderr);
    folder.run(["check", "--format", "xml"]).end().could_not_judge(NOT_UNDERSTOOD);
    folder.run(["check", "--fail-level", "warning"]).end().could_not_judge(NOT_UNDERSTOOD);
    folder.run([]).end().could_not_judge(NOT_UNDERSTOOD);
}

#[test]
fn help_and_version_are_no_error() {
    let folder = Folder::empty();
    for arguments in [&["--help"][..], &["check", "--help"], &["--version"], &["version"], &["version", "--json"]] {
        let ran = folder.run(arguments.iter().copied()).end();
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(!ran.stdout.is_empty(), "{arguments:?}");
    }
    let json: serde_json::Value = serde_json::from_str(&folder.run(["version", "--json"]).end().stdout).unwrap();
    assert_eq!(json["result"], "assize/result/1");
}

#[test]
fn a_date_that_is_none_is_2() {
    let folder = Folder::starter();
    for date in ["25/10/2024", "2024-02-30", "today"] {
        let ran = folder.run(["check", "--as-of", date]).end();
        ran.could_not_judge(&format!(
            "assize: could not judge: `--as-of {date}` is not a date: write it as 2025-07-18 (exit 2)"
        ));
    }
}

#[test]
fn the_audit_may_be_a_folder_a_manifest_or_found_upward() {
    let folder = Folder::starter();
    let expected = folder.run(["check", ".", "--format", "json"]).end();
    assert_eq!(expected.code, 1);
    for arguments in [&["check", "--format", "json"][..], &["check", "assize.toml", "--format", "json"]] {
        assert_eq!(folder.run(arguments.iter().copied()).end().stdout, expected.stdout);
    }
    let ran = folder.run(["check", "rules"]).end();
    ran.could_not_judge("assize: could not judge: `rules` holds no `assize.toml`; `assize init` writes one (exit 2)");
}

#[test]
fn the_commands_that_a_report_suggests_name_the_audit_and_its_date_as_they_were_given() {
    let folder = Folder::starter();
    let suggested = "whole proof: assize explain --case M1 --rule mentoring/weekly-meeting";
    let plain = folder.run(["check"]).end().stdout;
    assert!(plain.contains(&format!("{suggested}\n")), "{plain}");
    let given = folder.run(["check", "--as-of", "2024-10-25", "."]).end().stdout;
    assert!(given.contains(&format!("{suggested} --as-of 2024-10-25 .\n")), "{given}");
    let explain = ["explain", "--case", "M1", "--rule", "mentoring/weekly-meeting", "--as-of", "2024-10-25", "."];
    folder.run(explain).end().ends(0, "assize: 1 finding explained (exit 0)");
}

#[test]
fn filters_take_keys_names_and_patterns_whatever_their_case() {
    let folder = Folder::starter();
    let counts = |arguments: &[&str]| {
        let all = ["check", "--format", "json"].into_iter().chain(arguments.iter().copied());
        let json: serde_json::Value = serde_json::from_str(&folder.run(all).end().stdout).unwrap();
        json["findings"].as_array().unwrap().len()
    };
    assert_eq!(counts(&[]), 4);
    assert_eq!(counts(&["--rule", "weekly-meeting"]), 2);
    assert_eq!(counts(&["--rule", "mentoring/weekly-*"]), 2);
    assert_eq!(counts(&["--rule", "*", "--case", "ann archer"]), 2);
    assert_eq!(counts(&["--case", "m1"]), 2);
    assert_eq!(counts(&["--case", "M?"]), 4);
    assert_eq!(counts(&["--case", "M1", "--case", "M2", "--rule", "training-hours"]), 2);
}

#[test]
fn colours_are_only_where_they_are_wanted() {
    let folder = Folder::starter();
    let coloured = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut run = folder.run(arguments.iter().copied());
        for (name, value) in environment {
            run = run.env(name, value);
        }
        run.end().stdout.contains('\u{1b}')
    };
    assert!(!coloured(&["check"], &[]), "a pipe is not coloured");
    assert!(coloured(&["check", "--color", "always"], &[]));
    assert!(coloured(&["check"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&["check"], &[("CLICOLOR_FORCE", "0")]));
    assert!(!coloured(&["check"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["check", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(coloured(&["check", "--color", "always"], &[("NO_COLOR", "1")]), "a flag wins over the environment");
}

#[test]
fn a_file_that_is_neither_rules_nor_a_manifest_is_one_error() {
    let folder = Folder::starter();
    let ran = folder.run(["check", "diary.csv"]).end();
    let why = "assize: could not judge: `diary.csv` is no manifest: name an `assize.toml`, or the folder that holds it (exit 2)";
    ran.could_not_judge(why);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    for command in ["validate", "test"] {
        let ran = folder.run([command, "diary.csv"]).end();
        ran.could_not_judge(
            "assize: could not judge: `diary.csv` is neither a rule file (`.assize`) nor a manifest (`.toml`) (exit 2)",
        );
    }
}

#[test]
fn the_command_for_the_whole_proof_works_as_it_is_written() {
    let folder = Folder::starter();
    let above = folder.path().parent().unwrap().to_owned();
    let name = folder.path().file_name().unwrap().to_str().unwrap().to_owned();
    let binary = env!("CARGO_BIN_EXE_assize");
    let ran = |arguments: &[&str]| {
        let output = std::process::Command::new(binary).args(arguments).current_dir(&above).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (_, report) = ran(&["check", &name, "--as-of", "2024-10-18"]);
    let line = report.lines().find_map(|line| line.split_once("whole proof: assize ")).unwrap().1;
    let arguments: Vec<&str> = line.split(' ').collect();
    let (code, proof) = ran(&arguments);
    assert_eq!(code, Some(0), "{line}");
    assert!(proof.contains("as of Friday 18 October 2024"), "{proof}");
}

#[test]
fn a_year_that_is_a_slip_is_2() {
    let ran = Folder::starter().run(["check", "--as-of", "0204-10-25"]).end();
    ran.could_not_judge("assize: could not judge: `--as-of 0204-10-25` is before 1900 (exit 2)");
}
