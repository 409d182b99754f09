//! The audit that `assize init` makes: its manifest, rules and exports load without a problem.

#![allow(clippy::unwrap_used, reason = "tests may panic")]

use std::path::{Path, PathBuf};

use assize::records::manifest::Manifest;
use assize::records::{Dates, load};
use assize::rules;

#[test]
fn the_starter_audit_loads_and_every_row_is_accounted_for() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/init/starter");
    let mut sources = assize::source::SourceMap::default();
    let (manifest, problems) = Manifest::read(&folder, &mut sources);
    assert_eq!(problems, []);
    let manifest = manifest.unwrap();
    let paths: Vec<PathBuf> = manifest.rules.iter().map(|rule| rule.value.clone()).collect();
    let rules = rules::load(&paths);
    assert!(!rules.has_errors(), "{:?}", rules.diagnostics);
    let program = rules.program.unwrap();
    let dates = Dates { as_of: manifest.as_of.unwrap(), known_at: None };
    let loaded = load(&manifest, &program, dates, &mut |_| {});
    assert_eq!(loaded.diagnostics, []);
    let totals = loaded.account.totals(None).unwrap();
    let lines: usize = ["roster.csv", "diary.csv", "training.csv"]
        .map(|file| std::fs::read_to_string(folder.join(file)).unwrap().lines().count() - 1)
        .iter()
        .sum();
    assert_eq!(usize::try_from(totals.read).unwrap(), lines);
}
