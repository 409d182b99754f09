//! `assize coverage`: clause by clause, which rules stand for it and what their scenarios reach.

use super::args::{Coverage, CoverageFormat};
use super::exit::{Closing, Code};
use super::files;
use super::problems::Told;
use super::progress::Progress;
use super::terminal::{self, Terminal};
use crate::calendar::Calendars;
use crate::report::coverage;
use crate::report::words::some;
use crate::report::{html, text};
use crate::scenario::{self, Stage};

/// Runs the command.
pub fn run(coverage: &Coverage, terminal: Terminal) -> Closing {
    match covered(coverage, terminal) {
        Ok(closing) | Err(closing) => closing,
    }
}

fn covered(asked: &Coverage, terminal: Terminal) -> Result<Closing, Closing> {
    let files::Files { rules, tally, .. } = files::load(&asked.paths, Told::Few, terminal)?;
    let Some(program) = &rules.program else {
        return Err(Closing::could_not(format!("the rules have {}", tally.words())));
    };
    if program.clauses.is_empty() {
        return Err(Closing::could_not("there is no clause in these files"));
    }
    let calendars = Calendars::build(program);
    let stage = Stage { program, calendars: &calendars, sources: &rules.sources };
    let progress = Progress::new(terminal);
    let (mut hits, mut failing) = (Vec::new(), 0);
    for (place, one) in program.scenarios.iter().enumerate() {
        progress.step(format!("scenario {} of {}", place + 1, program.scenarios.len()));
        let outcome = scenario::run(stage, one, &scenario::by_engine);
        if !outcome.failures.is_empty() {
            failing += 1;
            continue;
        }
        hits.extend(outcome.reached.into_iter().map(|reached| (place, reached)));
    }
    drop(progress);
    let found = coverage::coverage(program, &rules.sources, &hits, failing);
    let written = match asked.format {
        CoverageFormat::Text => text::coverage(&found, terminal.report),
        CoverageFormat::Json => json(&found)?,
        CoverageFormat::Html => html::coverage(&found),
    };
    terminal::print(&written)?;
    Ok(closing(asked, &found))
}

fn json(found: &coverage::Coverage) -> Result<String, Closing> {
    match serde_json::to_string_pretty(found) {
        Ok(text) => Ok(text + "\n"),
        Err(error) => Err(Closing::could_not(format!("the coverage cannot be written: {error}"))),
    }
}

fn closing(asked: &Coverage, found: &coverage::Coverage) -> Closing {
    // A lost text that a rule asks for is answered for as far as it can be: what is to be covered are the others.
    let readable = found.clauses.saturating_sub(found.unreadable);
    let clauses = some(readable, "clause", "clauses");
    let percent = found.covered * 100 / readable.max(1);
    let lost = match found.unreadable {
        0 => String::new(),
        several => format!(", and the text of {several} more is lost"),
    };
    let said = format!("{} of {clauses} covered ({percent} %){lost}", found.covered);
    match asked.threshold {
        // Compared in whole clauses, so that nothing is rounded up to the threshold.
        Some(least) if found.covered * 100 < usize::from(least) * readable => {
            Closing::new(Code::Findings, format!("{said}, and `--threshold` asks for {least} %"))
        }
        Some(_) | None => Closing::new(Code::Clean, said),
    }
}
