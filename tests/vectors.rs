//! The test vectors of the school year and of mentoring: every scenario of `tests/vectors/` holds.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

use std::path::PathBuf;

use assize::calendar::Calendars;
use assize::rules::load;
use assize::scenario::{Stage, by_engine, run};

#[test]
fn every_vector_holds() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let rules = load(&[root.join("tests/vectors"), root.join("rules/calendars")]);
    let errors: Vec<String> = rules
        .diagnostics
        .iter()
        .filter(|problem| problem.severity == assize::diagnostic::Severity::Error)
        .map(|problem| assize::diagnostic::render::compact(&rules.sources, problem))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    let program = rules.program.unwrap();
    let calendars = Calendars::build(&program);
    let stage = Stage { program: &program, calendars: &calendars, sources: &rules.sources };
    let mut failed = Vec::new();
    for scenario in &program.scenarios {
        for failure in run(stage, scenario, &by_engine).failures {
            failed.push(format!("{}: {} {:?}", scenario.title, failure.message, failure.found));
        }
    }
    assert_eq!(failed, Vec::<String>::new());
    assert_eq!(program.scenarios.len(), 8);
}
