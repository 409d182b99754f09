//! `assize validate`: every problem of every rule file, and silence but for one line when there is none.

use super::args::Validate;
use super::exit::{Closing, Code};
use super::files;
use super::problems::{self, Told};
use super::terminal::Terminal;
use crate::diagnostic::Severity;
use crate::records;
use crate::report::words::some;

/// Runs the command.
pub fn run(validate: &Validate, terminal: Terminal) -> Closing {
    match validated(validate, terminal) {
        Ok(closing) | Err(closing) => closing,
    }
}

fn validated(validate: &Validate, terminal: Terminal) -> Result<Closing, Closing> {
    let least = if validate.verbose { Severity::Advice } else { Severity::Warning };
    let files::Files { rules, mut tally, manifests } = files::load(&validate.paths, Told::From(least), terminal)?;
    let Some(program) = &rules.program else {
        return Err(Closing::new(Code::CouldNotJudge, format!("the rules cannot be judged: {}", tally.words())));
    };
    for read in &manifests {
        let of_manifest =
            problems::show_as(Told::From(least), &records::check(&read.manifest, program), &read.sources, terminal);
        tally = tally.and(of_manifest);
    }
    if tally.errors > 0 {
        return Err(Closing::new(Code::CouldNotJudge, format!("the audit cannot be judged: {}", tally.words())));
    }
    if validate.deny_warnings && tally.warnings > 0 {
        let why = format!("{}, and `--deny-warnings` makes them errors", tally.words());
        return Err(Closing::new(Code::CouldNotJudge, why));
    }
    if program.rules.is_empty() && program.calendars.is_empty() {
        return Err(Closing::could_not("there is no rule and no calendar in these files"));
    }
    let counted = [
        some(rules.sources.files().count(), "rule file", "rule files"),
        some(program.rules.len(), "rule", "rules"),
        some(program.scenarios.len(), "scenario", "scenarios"),
    ];
    let advice = match tally.advice {
        number if number == 0 || validate.verbose => String::new(),
        number => format!("; {} (--verbose shows them)", some(number, "piece of advice", "pieces of advice")),
    };
    Ok(Closing::new(Code::Clean, format!("{}: {}{advice}", counted.join(", "), tally.words())))
}
