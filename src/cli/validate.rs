//! `assize validate`: every problem of every rule file, and silence but for one line when there is none.

use super::args::Validate;
use super::exit::{Closing, Code};
use super::rules;
use super::terminal::Terminal;

/// Runs the command.
pub fn run(validate: &Validate, terminal: Terminal) -> Closing {
    match validated(validate, terminal) {
        Ok(closing) | Err(closing) => closing,
    }
}

fn validated(validate: &Validate, terminal: Terminal) -> Result<Closing, Closing> {
    let (rules, tally) = rules::load(&validate.paths, terminal)?;
    let Some(program) = &rules.program else {
        return Err(Closing::new(Code::CouldNotJudge, format!("the rules cannot be judged: {}", tally.words())));
    };
    if validate.deny_warnings && tally.warnings > 0 {
        let why = format!("{}, and `--deny-warnings` makes them errors", tally.words());
        return Err(Closing::new(Code::CouldNotJudge, why));
    }
    if program.rules.is_empty() {
        return Err(Closing::could_not("there is no rule in these files"));
    }
    let files = rules.sources.files().count();
    Ok(Closing::new(
        Code::Clean,
        format!(
            "{files} rule files, {} rules, {} scenarios: {}",
            program.rules.len(),
            program.scenarios.len(),
            tally.words()
        ),
    ))
}
