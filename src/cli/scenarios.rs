//! `assize test`: runs scenarios, and shows for each expectation that does not hold what was found and why.

use super::args::Test;
use super::exit::{Closing, Code};
use super::files;
use super::problems::Told;
use super::progress::Progress;
use super::terminal::{self, Terminal};
use crate::calendar::Calendars;
use crate::diagnostic::harmless;
use crate::report::text::{Snippet, snippet};
use crate::report::words::some;
use crate::rules::Rules;
use crate::scenario::{self, Failure, Stage};
use crate::types::typed::{Program, Scenario};
use crate::value::fold;

/// Runs the command.
pub fn run(test: &Test, terminal: Terminal) -> Closing {
    match tested(test, terminal) {
        Ok(closing) | Err(closing) => closing,
    }
}

fn tested(test: &Test, terminal: Terminal) -> Result<Closing, Closing> {
    let files::Files { rules, tally, .. } = files::load(&test.paths, Told::Few, terminal)?;
    let Some(program) = &rules.program else {
        return Err(Closing::could_not(format!("the rules have {}", tally.words())));
    };
    let wanted = |scenario: &&Scenario| {
        test.run.as_ref().is_none_or(|text| fold(&full_name(program, scenario)).contains(&fold(text)))
    };
    let chosen: Vec<&Scenario> = program.scenarios.iter().filter(wanted).collect();
    if chosen.is_empty() {
        return Err(Closing::could_not(match &test.run {
            Some(text) => format!("no scenario's name holds `{text}` (of {})", program.scenarios.len()),
            None => "there is no scenario in these files".to_owned(),
        }));
    }
    let calendars = Calendars::build(program);
    let stage = Stage { program, calendars: &calendars, sources: &rules.sources };
    let progress = Progress::new(terminal);
    let mut report = String::new();
    let mut failed = 0;
    for (place, scenario) in chosen.iter().enumerate() {
        progress.step(format!("scenario {} of {}", place + 1, chosen.len()));
        let outcome = scenario::run(stage, scenario, &scenario::by_engine);
        failed += usize::from(!outcome.failures.is_empty());
        report.push_str(&told(&rules, program, scenario, &outcome.failures, (test.verbose, terminal)));
    }
    drop(progress);
    let passed = chosen.len() - failed;
    terminal::print(&report)?;
    Ok(if failed == 0 {
        Closing::new(Code::Clean, some(passed, "scenario passes", "scenarios pass"))
    } else {
        let fail = some(failed, "scenario fails", "scenarios fail");
        Closing::new(Code::Findings, format!("{fail}, {}", some(passed, "passes", "pass")))
    })
}

/// A scenario's name with its policy's: `itt-mentor: an ECF-trained mentor skips Tier 1`.
fn full_name(program: &Program, scenario: &Scenario) -> String {
    let policy = program.policy(scenario.policy).map_or("", |policy| &policy.name);
    format!("{policy}: {}", scenario.title)
}

/// What is said of one scenario: nothing of one that passes, unless asked.
fn told(
    rules: &Rules,
    program: &Program,
    scenario: &Scenario,
    failures: &[Failure],
    (verbose, terminal): (bool, Terminal),
) -> String {
    let name = harmless(&full_name(program, scenario));
    if failures.is_empty() {
        return if verbose { format!("pass  {name}\n") } else { String::new() };
    }
    let mut text = format!("FAIL  {name}\n");
    for failure in failures {
        let notes = [(failure.span, String::new())];
        let drawn = Snippet { severity: miette::Severity::Error, head: "", message: &failure.message, notes: &notes };
        text.push_str(&snippet(&drawn, &rules.sources, terminal.report));
        for line in &failure.found {
            text.push_str(&format!("  {}\n", harmless(line)));
        }
    }
    text.push('\n');
    text
}
