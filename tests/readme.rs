//! README.md: every command in it runs, and what it shows is what comes out.
//!
//! In a block of `console` a line `$ assize …` is run from a copy of the audits and rules, and the lines after it must
//! come out in that order, each run of them without a gap; a line `...` stands for any number of lines.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

use std::path::Path;
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A command of the README, and what it shows.
struct Step {
    command: String,
    shown: Vec<String>,
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some("console") => inside = true,
            Some(_) => inside = false,
            None if !inside => {}
            None => match (line.strip_prefix("$ "), steps.last_mut()) {
                (Some(command), _) => steps.push(Step { command: command.to_owned(), shown: Vec::new() }),
                (None, Some(step)) => step.shown.push(line.to_owned()),
                (None, None) => panic!("output before a command: {line}"),
            },
        }
    }
    steps
}

/// A command's words, as a shell parts them.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (place, part) in command.split(['"', '\'']).enumerate() {
        if place % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Whether the runs of shown lines occur in the output, in order; a first run begins with it.
fn occurs(shown: &[String], output: &[&str]) -> Result<(), String> {
    let mut from = 0;
    for (number, run) in shown.split(|line| line == "...").enumerate() {
        if run.is_empty() {
            continue;
        }
        let mut starts = from..=output.len().saturating_sub(run.len());
        let found = starts.find(|start| run.iter().zip(output.iter().skip(*start)).all(|(a, b)| a == b));
        match found {
            Some(start) if number > 0 || start == 0 => from = start + run.len(),
            _ => return Err(run.join("\n")),
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn every_command_runs_and_shows_what_it_is_said_to_show() {
    let text = std::fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for part in ["audits", "rules"] {
        copy(&Path::new(ROOT).join(part), &folder.path().join(part));
    }
    let ci = std::fs::read_to_string(Path::new(ROOT).join(".ci/run")).unwrap();
    let mut ran = 0;
    for step in steps(&text) {
        let words = words(&step.command);
        let arguments = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["cargo", "test", ..] => {
                assert!(ci.lines().any(|line| line == step.command), "CI does not run `{}`", step.command);
                continue;
            }
            ["cargo", "run", "--release", "--", rest @ ..] | ["assize", rest @ ..] => {
                rest.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()
            }
            _ => panic!("what is `{}`?", step.command),
        };
        let output = Command::new(env!("CARGO_BIN_EXE_assize"))
            .args(&arguments)
            .current_dir(folder.path())
            .env_clear()
            .output()
            .unwrap();
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            matches!(output.status.code(), Some(0 | 1 | 3)),
            "`{}` ends with {}\n{stderr}",
            step.command,
            output.status
        );
        // The packs pass their own scenarios, have no problem, and cover all that they say they cover.
        if arguments.iter().any(|one| one == "rules") {
            assert_eq!(output.status.code(), Some(0), "`{}`\n{stdout}{stderr}", step.command);
        }
        let lines: Vec<&str> = stdout.lines().chain(stderr.lines()).collect();
        if let Err(missing) = occurs(&step.shown, &lines) {
            panic!("`{}` does not show, in this order:\n{missing}\n\nit shows:\n{stdout}{stderr}", step.command);
        }
        ran += 1;
    }
    assert!(ran > 9, "{ran} commands");
}

/// A rule that the README shows is the pack's own.
#[test]
fn the_rule_that_it_shows_is_the_packs() {
    let text = std::fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let pack = std::fs::read_to_string(Path::new(ROOT).join("rules/jtth-2024-25/itt-mentor.assize")).unwrap();
    let shown = text.split("```assize\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(pack.contains(shown), "{shown}");
}
