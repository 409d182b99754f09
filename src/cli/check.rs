//! `assize check`: judges every case by every rule and reports.

use super::args::{Check, FailLevel, Format};
use super::audit::{self, Loaded};
use super::exit::{Closing, Code};
use super::filters;
use super::progress::Progress;
use super::terminal::{self, Terminal};
use crate::engine;
use crate::engine::outcome::{Finding, Outcome};
use crate::report::view::{Count, Only, Report};
use crate::report::words::some;
use crate::report::{Depth, json, text};
use crate::types::typed::Authority;

/// Runs the command.
pub fn run(check: &Check, terminal: Terminal) -> Closing {
    match checked(check, terminal) {
        Ok(closing) | Err(closing) => closing,
    }
}

fn checked(check: &Check, terminal: Terminal) -> Result<Closing, Closing> {
    let loaded = audit::load(&check.which, terminal)?;
    let filter = filters::filter(loaded.program(), &loaded.tables, &check.rules, &check.cases)?;
    let filter = filters::of_authorities(loaded.program(), filter, &check.authorities)?;
    let progress = Progress::new(terminal);
    progress.step(format!("judging {} people", loaded.tables.roster.people.len()));
    let findings = engine::evaluate(&loaded.audit(), &filter);
    judged(&findings, check)?;
    progress.step(format!("proving {} findings", findings.len()));
    let depth = match check.format {
        Format::Json => Depth::Full,
        Format::Text => Depth::Decisive(terminal.report.obligations),
    };
    let authorities = check.authorities.iter().map(|one| Authority::from(*one).word()).collect();
    let only = Only { rules: check.rules.clone(), cases: check.cases.clone(), authorities };
    let report = loaded.report((&findings, &filter), depth, only);
    drop(progress);
    terminal::print(&rendered(&report, check, &loaded, terminal)?)?;
    Ok(closing(&report, &loaded, check.fail_level))
}

/// Nothing judged is never a pass.
fn judged(findings: &[Finding], check: &Check) -> Result<(), Closing> {
    let filtered = !check.rules.is_empty() || !check.cases.is_empty() || !check.authorities.is_empty();
    if findings.is_empty() {
        return Err(Closing::could_not(if filtered {
            "none of the rules asked for is for any of the cases asked for"
        } else {
            "there is no case: nobody in the roster holds a role that a rule is for"
        }));
    }
    if findings.iter().all(|finding| finding.outcome == Outcome::NotApplicable) {
        return Err(Closing::could_not("no rule applies to any of the cases: none is in force while they are active"));
    }
    Ok(())
}

fn rendered(report: &Report, check: &Check, loaded: &Loaded, terminal: Terminal) -> Result<String, Closing> {
    let sources = &loaded.rules.sources;
    match (check.format, check.quiet) {
        (Format::Json, _) => {
            json::render(report).map_err(|error| Closing::could_not(format!("the report cannot be written: {error}")))
        }
        (Format::Text, true) => Ok(text::render_summary(report, terminal.report)),
        (Format::Text, false) => Ok(text::render(report, sources, terminal.report)),
    }
}

/// The end of a run that judged.
fn closing(report: &Report, loaded: &Loaded, level: FailLevel) -> Closing {
    let code = code(&report.outcomes, level, loaded.roster_rejected() > 0);
    let attention = [Outcome::Breached, Outcome::Undetermined, Outcome::AtRisk];
    let said = attention.iter().filter_map(|outcome| {
        let number = number(&report.outcomes, *outcome);
        (number > 0).then(|| format!("{number} {}", outcome.word()))
    });
    let said: Vec<String> = said.collect();
    let of = report.cohort.findings;
    let mut why = match (said.as_slice(), of) {
        (_, 0) => "nothing but advice was judged".to_owned(),
        ([], 1) => "1 finding, which is not breached, undetermined or at risk".to_owned(),
        ([], _) => format!("{of} findings, none breached, undetermined or at risk"),
        (some, 1) => format!("{} of 1 finding", some.join(", ")),
        (some, _) => format!("{} of {of} findings", some.join(", ")),
    };
    let advised = attention.iter().map(|outcome| number(&report.advice.outcomes, *outcome)).sum();
    if advised > 0 {
        why.push_str(&format!("; {} to look at", some(advised, "piece of advice", "pieces of advice")));
    }
    if !report.rows.problems.is_empty() {
        let number = report.rows.problems.len();
        let noun = if number == 1 { "row or cell" } else { "rows or cells" };
        why.push_str(&format!("; {number} {noun} to look at"));
    }
    let waivers = report.waivers.iter().filter(|waiver| waiver.state.asks_attention()).count();
    if waivers > 0 {
        why.push_str(&format!("; {} to look at", some(waivers, "waiver", "waivers")));
    }
    if loaded.roster_rejected() > 0 {
        why.push_str(&format!(
            "; {} of the roster could not be read, so somebody may be missing",
            loaded.roster_rejected()
        ));
    }
    Closing::new(code, why)
}

fn number(outcomes: &[Count], outcome: Outcome) -> usize {
    outcomes.iter().find(|count| count.outcome == outcome).map_or(0, |count| count.number)
}

/// The exit code: findings at or above the fail level, else what is not known, else clean.
fn code(outcomes: &[Count], level: FailLevel, roster_incomplete: bool) -> Code {
    let has = |outcome| number(outcomes, outcome) > 0;
    let fails = match level {
        FailLevel::Breached => has(Outcome::Breached),
        FailLevel::Undetermined => has(Outcome::Breached) || has(Outcome::Undetermined),
        FailLevel::AtRisk => has(Outcome::Breached) || has(Outcome::Undetermined) || has(Outcome::AtRisk),
        FailLevel::Never => false,
    };
    match (fails, has(Outcome::Undetermined) || roster_incomplete) {
        (true, _) => Code::Findings,
        (false, true) => Code::Incomplete,
        (false, false) => Code::Clean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: [FailLevel; 4] = [FailLevel::Breached, FailLevel::Undetermined, FailLevel::AtRisk, FailLevel::Never];

    fn codes(outcomes: &[Outcome]) -> [Code; 4] {
        let counts: Vec<Count> = outcomes.iter().map(|outcome| Count { outcome: *outcome, number: 2 }).collect();
        LEVELS.map(|level| code(&counts, level, false))
    }

    #[test]
    fn each_level_includes_what_is_worse() {
        let (clean, findings, incomplete) = (Code::Clean, Code::Findings, Code::Incomplete);
        assert_eq!(codes(&[Outcome::Breached]), [findings, findings, findings, clean]);
        assert_eq!(codes(&[Outcome::Undetermined]), [incomplete, findings, findings, incomplete]);
        assert_eq!(codes(&[Outcome::AtRisk]), [clean, clean, findings, clean]);
        assert_eq!(codes(&[Outcome::Breached, Outcome::Undetermined]), [findings, findings, findings, incomplete]);
        let quiet = [Outcome::Pending, Outcome::Waived, Outcome::Met, Outcome::Excused, Outcome::Exempt];
        assert_eq!(codes(&quiet), [clean; 4]);
    }

    #[test]
    fn a_roster_that_could_not_all_be_read_is_never_clean() {
        for level in LEVELS {
            assert_eq!(code(&[Count { outcome: Outcome::Met, number: 1 }], level, true), Code::Incomplete);
        }
    }
}
