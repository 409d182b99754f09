//! The direction of dependency: no stage knows a later one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use std::path::{Path, PathBuf};

/// Each stage with the stages that it may use.
const MAY_USE: [(&str, &[&str]); 14] = [
    ("value", &[]),
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("syntax", &["value", "source", "diagnostic"]),
    ("resolve", &["value", "source", "diagnostic", "syntax", "types"]),
    ("types", &["value", "source", "diagnostic", "syntax", "resolve"]),
    ("rules", &["source", "diagnostic", "syntax", "types"]),
    ("calendar", &["value", "types"]),
    ("records", &["value", "source", "diagnostic", "types"]),
    ("engine", &["value", "types", "calendar", "records"]),
    ("proof", &["value", "types", "records", "engine"]),
    ("report", &["value", "source", "diagnostic", "types", "calendar", "records", "engine", "proof"]),
    // A scenario expects reasons in the words of reports.
    ("scenario", &["value", "source", "types", "calendar", "records", "engine", "proof", "report"]),
    (
        "cli",
        &[
            "value",
            "source",
            "diagnostic",
            "types",
            "rules",
            "calendar",
            "records",
            "engine",
            "proof",
            "scenario",
            "report",
        ],
    ),
];

#[test]
fn no_stage_knows_a_later_one() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let mut wrong = Vec::new();
    for (stage, may_use) in MAY_USE {
        for file in files(root, stage) {
            let text = std::fs::read_to_string(&file).unwrap();
            // A test may use whatever makes its examples.
            let code = if file.ends_with("tests.rs") { "" } else { text.split("#[cfg(test)]").next().unwrap_or("") };
            for (number, line) in code.lines().enumerate() {
                if line.trim_start().starts_with("//") {
                    continue;
                }
                for used in line.split("crate::").skip(1) {
                    let name: String = used.chars().take_while(char::is_ascii_alphanumeric).collect();
                    let known = MAY_USE.iter().any(|(stage, _)| *stage == name);
                    if known && name != stage && !may_use.contains(&name.as_str()) {
                        wrong.push(format!("{}:{}: {stage} uses {name}", file.display(), number + 1));
                    }
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_stage_is_in_the_table() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    for entry in std::fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let known = MAY_USE.iter().any(|(stage, _)| *stage == name) || ["lib", "main"].contains(&name.as_str());
        assert!(known, "{name} is not in the table of stages");
    }
}

/// The source files of a stage: a folder's, or the one file's.
fn files(root: &Path, stage: &str) -> Vec<PathBuf> {
    let single = root.join(format!("{stage}.rs"));
    let mut found: Vec<PathBuf> = single.exists().then_some(single).into_iter().collect();
    let mut folders = vec![root.join(stage)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found
}
