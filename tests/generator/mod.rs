//! Random rules, rosters and records of one small world, with dates on the edges of everything, and how to judge them.
//!
//! By default the cases are the same in every run. `ASSIZE_SEED=7` draws others, `ASSIZE_SEED=random` new ones each
//! time, and `ASSIZE_CASES=20000` that many.

#![allow(dead_code, reason = "each test that shares the generator uses its own part of it")]

mod crowd;
mod records;
mod rules;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

use proptest::prelude::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

use assize::calendar::Calendars;
use assize::diagnostic::{Severity, render};
use assize::engine::outcome::Finding;
use assize::engine::{Audit, Filter, evaluate};
use assize::rules::from_texts;
use assize::scenario::{Failure, Stage, run};

pub use records::Records;

/// The declarations that every case shares.
pub const WORLD: &str = include_str!("world.assize");

/// A rule `t`, perhaps a rule `h` about those whom it judges, and what was recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// The rule's lines.
    pub rule: String,
    /// The lines of the rule about others; empty where there is none.
    pub head: String,
    /// The records.
    pub records: Records,
}

impl Case {
    /// The case as a rule file with one scenario.
    pub fn text(&self) -> String {
        format!("{WORLD}{}{}{}", self.rule, self.head, self.records.text())
    }
}

/// Any case.
pub fn case() -> impl Strategy<Value = Case> {
    (rules::rule(), crowd::crowd(), records::records()).prop_map(|(rule, crowd, mut records)| {
        records.roster.extend(crowd.roster);
        records.events.extend(crowd.events);
        Case { rule, head: crowd.head, records }
    })
}

/// Judges a rule file's only scenario by the engine, shows the audit and its findings, and gives what does not hold
/// of what the scenario expects.
pub fn judge(text: &str, look: &mut dyn FnMut(&Audit<'_>, &[Finding])) -> Vec<Failure> {
    let rules = from_texts([(PathBuf::from("random.assize"), text.to_owned())]);
    let errors: Vec<String> = rules
        .diagnostics
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| render::compact(&rules.sources, problem))
        .collect();
    assert!(errors.is_empty(), "{errors:?}\n{}", text.trim_start_matches(WORLD));
    let program = rules.program.unwrap();
    let calendars = Calendars::build(&program);
    let stage = Stage { program: &program, calendars: &calendars, sources: &rules.sources };
    let look = RefCell::new(look);
    let judge = |audit: &Audit<'_>| {
        let findings = evaluate(audit, &Filter::default());
        (*look.borrow_mut())(audit, &findings);
        findings
    };
    run(stage, &program.scenarios[0], &judge).failures
}

/// How often each thing was reached by the cases.
pub type Reached = BTreeMap<String, u32>;

/// Tries a property on so many cases, unless the environment says otherwise; gives what they reached.
#[track_caller]
pub fn try_all(cases: u32, property: &dyn Fn(&Case, &mut Reached) -> Result<(), String>) -> Reached {
    let said = |name: &str| std::env::var(name).ok();
    let rng_seed = match said("ASSIZE_SEED").as_deref() {
        Some("random") => RngSeed::Random,
        Some(seed) => RngSeed::Fixed(seed.parse().unwrap()),
        None => RngSeed::Fixed(1),
    };
    let cases = said("ASSIZE_CASES").map_or(cases, |cases| cases.parse().unwrap());
    let config = Config { cases, rng_seed, failure_persistence: None, max_shrink_iters: 3_000, ..Config::default() };
    let reached = RefCell::new(Reached::new());
    let outcome = TestRunner::new(config)
        .run(&case(), |case| property(&case, &mut reached.borrow_mut()).map_err(TestCaseError::fail));
    if let Err(error) = outcome {
        panic!("{error}");
    }
    reached.into_inner()
}
