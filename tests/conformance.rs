//! The conformance suite `tests/conformance`: every case by the engine and by the reference evaluator.
//!
//! The cases say what the language means, in plain tables; their README says how to read them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, reason = "tests may panic")]

mod reference;
mod suite;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use suite::{Case, Suite};

/// How many cases the suite has at least.
const CASES: usize = 440;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let mut names = BTreeSet::new();
    let mut trials = Vec::new();
    let mut cases = 0;
    for path in files(&root) {
        let shown = path.strip_prefix(&root).unwrap().with_extension("").display().to_string();
        let suite = match Suite::read(&root, &path) {
            Ok(suite) => Arc::new(suite),
            Err(problem) => {
                trials.push(Trial::test(shown, move || Err(Failed::from(problem))));
                continue;
            }
        };
        for (place, case) in suite.cases.iter().enumerate() {
            cases += 1;
            let name = format!("{shown}: {}", case.name);
            assert!(names.insert(name.clone()), "two cases are called `{name}`");
            assert!(!case.why.trim().is_empty(), "`{name}` gives no reason");
            trials.push(trial(&suite, place, format!("engine: {name}"), Suite::by_engine));
            if case.errors.is_none() {
                trials.push(trial(&suite, place, format!("reference: {name}"), Suite::by_reference));
            }
        }
    }
    let enough = move || if cases >= CASES { Ok(()) } else { Err(Failed::from(format!("there are {cases} cases"))) };
    trials.push(Trial::test("there are enough cases", enough));
    libtest_mimic::run(&arguments, trials).exit_code()
}

type Judge = fn(&Suite, &Case) -> Result<(), String>;

fn trial(suite: &Arc<Suite>, place: usize, name: String, judge: Judge) -> Trial {
    let suite = Arc::clone(suite);
    Trial::test(name, move || judge(&suite, &suite.cases[place]).map_err(Failed::from))
}

/// The files of cases in a folder and below, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        if entry.is_dir() {
            found.extend(files(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "toml") {
            found.push(entry);
        }
    }
    found
}
