//! What a scenario expects is held against what was found: each kind of expectation can fail, and says why.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

use assize::calendar::Calendars;
use assize::scenario::{Failure, Stage, by_engine, run};

const POLICY: &str = r#"
policy p "P" { source "S" authority local in force 2024-09-01 to 2025-08-31 }
clause C-1 "C"
role mentor with trainee { veteran: yes or no }
records diary "Diary"
activity meeting with trainee from diary { length: duration }
activity award from diary { }
activity visit with trainee from diary { }
activity note with trainee from diary { }
calendar county "County" {
  source "S"
  year 2024-25 from 2024-09-01 to 2025-08-31 { term autumn { half-term 2024-09-02 to 2024-10-25 } }
}
exemption veterans "Veterans" { cites C-1  when shown some award  mid-window whole }
rule weekly "Weekly" {
  cites    C-1
  for      mentor with trainee
  each     teaching week
  part     pro rata by open days
  joint    in full for each
  require  total length of meeting >= 60 minutes
}
rule hours "Hours" {
  cites    C-1
  for      mentor
  over     2024-09-01 to 2024-09-30
  part     in full
  require  total length of meeting >= 2 hours
  exempt   when veterans
}
rule notes "Notes" {
  cites    C-1
  for      mentor with trainee
  for each visit
  require  some note within 5 school days, shared
}
"#;

/// The failures of a scenario with these lines.
fn failures(lines: &str) -> Vec<Failure> {
    let text = format!(
        "{POLICY}\nscenario \"s\" {{\n  calendar county\n  roster Ann mentor with Ben from 2024-09-09 to 2024-09-22\n{lines}\n}}\n"
    );
    let rules = assize::rules::from_texts([("t.assize".into(), text)]);
    let Some(program) = &rules.program else { panic!("{:#?}", rules.diagnostics) };
    let calendars = Calendars::build(program);
    let stage = Stage { program, calendars: &calendars, sources: &rules.sources };
    run(stage, &program.scenarios[0], &by_engine).failures
}

/// The only failure's message.
fn message(lines: &str) -> String {
    let failures = failures(lines);
    assert_eq!(failures.len(), 1, "{failures:#?}");
    failures[0].message.clone()
}

const MET: &str = "  meeting { who: Ann; with: Ben; on: 2024-09-11; length: 90 minutes }
  meeting { who: Ann; with: Ben; on: 2024-09-18; length: 45 minutes }
  as of 2024-09-30";

#[test]
fn what_was_found_passes() {
    let right = "
  expect weekly breached
  expect weekly for Ann with Ben on 2024-09-11 met, measured 90 minutes, required 60 minutes
  expect weekly on 2024-09-18 breached, measured 45 minutes, short 15 minutes, due 2024-09-22
  expect weekly 1 met, 1 breached
  expect hours met, measured 2 hours 15 minutes
  expect notes met, vacuously";
    assert_eq!(failures(&format!("{MET}{right}")), []);
}

#[test]
fn another_outcome_fails_and_shows_what_was_measured_and_required() {
    let failures = failures(&format!("{MET}\n  expect weekly met"));
    assert_eq!(failures[0].message, "expected met, found breached");
    assert_eq!(
        failures[0].found,
        [
            "Ann with Ben: breached",
            "2 weeks: 1 breached, 1 met",
            "week of 16 Sep 2024, due 22 Sep 2024: breached",
            "  measured 45 minutes, required at least 60 minutes: 15 minutes short",
            "week of 9 Sep 2024, due 15 Sep 2024: met",
            "  measured 90 minutes, required at least 60 minutes: holds",
        ]
    );
}

#[test]
fn figures_must_hold_of_one_obligation_together() {
    // Both are true of some week, of no week together.
    let both = "expect weekly on 2024-09-18 breached, measured 45 minutes, short 5 minutes";
    assert_eq!(message(&format!("{MET}\n  {both}")), "expected measured 45 minutes, short 5 minutes");
    assert_eq!(message(&format!("{MET}\n  expect weekly breached, due 2024-09-15")), "expected due 15 Sep 2024");
    assert_eq!(message(&format!("{MET}\n  expect hours met, required 3 hours")), "expected required 3 hours");
    assert_eq!(message(&format!("{MET}\n  expect hours met, vacuously")), "expected vacuously");
    assert_eq!(
        message(&format!("{MET}\n  expect weekly breached, cured on 2024-09-23")),
        "expected cured on 23 Sep 2024"
    );
}

#[test]
fn counts_of_windows_are_exact() {
    assert_eq!(message(&format!("{MET}\n  expect weekly 2 met")), "expected 2 met, found 1 week");
}

#[test]
fn a_day_on_which_nothing_is_owed_fails() {
    assert_eq!(message(&format!("{MET}\n  expect weekly on 2024-11-05 met")), "nothing is owed on 5 Nov 2024");
}

#[test]
fn a_reason_must_hold_the_text() {
    let lines = "  not loaded diary\n  as of 2024-09-30\n  expect weekly undetermined, because";
    assert_eq!(failures(&format!("{lines} \"export of Diary\"")), []);
    assert_eq!(message(&format!("{lines} \"Sentinel\"")), "expected a reason with `Sentinel`, and none has it");
}

#[test]
fn the_exemption_must_be_the_cause() {
    let award = "  award { who: Ann; on: 2024-01-10 }\n  as of 2024-09-30\n  expect hours exempt by veterans";
    assert_eq!(failures(award), []);
    let met = format!("{MET}\n  expect hours met by veterans");
    assert_eq!(message(&met), "expected it to be by `veterans`, which is not the cause of any obligation");
}

#[test]
fn a_trigger_is_found_by_its_day() {
    let visits = "  visit { who: Ann; with: Ben; on: 2024-09-10 }
  visit { who: Ann; with: Ben; on: 2024-09-12 }
  note  { who: Ann; with: Ben; on: 2024-09-13 }
  note  { who: Ann; with: Ben; on: 2024-09-26 }
  as of 2024-09-30";
    assert_eq!(failures(&format!("{visits}\n  expect notes on 2024-09-10 met\n  expect notes on 2024-09-12 met")), []);
    assert_eq!(message(&format!("{visits}\n  expect notes on 2024-09-12 breached")), "expected breached, found met");
}

#[test]
fn several_cases_must_be_told_apart() {
    let two =
        "  roster Ann mentor with Una from 2024-09-09 to 2024-09-22\n  as of 2024-09-30\n  expect weekly breached";
    assert_eq!(message(two), "`weekly` has several cases (Ann with Ben, Ann with Una): say which with `for`");
    assert_eq!(failures(&two.replace("weekly breached", "weekly for Ann with Una breached")), []);
}

#[test]
fn nobody_judged_is_no_pass() {
    let lines = "  as of 2024-09-30\n  expect weekly for Ben met";
    assert_eq!(message(lines), "no case of `weekly` was judged");
}
