//! The command line: the only place that reads arguments and the clock, and that prints to a terminal.
//!
//! The report goes to stdout, everything else to stderr, and the last line on stderr says why the exit code is what it
//! is. Knows nothing of how anything is judged.

mod args;
mod audit;
mod check;
mod clock;
mod coverage;
mod exit;
mod explain;
mod files;
mod filters;
mod init;
mod problems;
mod progress;
mod raw;
mod scenarios;
mod terminal;
mod validate;
mod version;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use args::{Args, Command};
use exit::{Closing, Code};
use terminal::Terminal;

use crate::diagnostic::harmless;

/// Runs `assize` with the process's arguments.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| terminal::note(&exit::bug(&panic.to_string()))));
    match Args::try_parse() {
        Ok(args) => run(args).end(),
        Err(error) => usage(&error).end(),
    }
}

fn run(args: Args) -> Closing {
    let terminal = Terminal::new(args.color);
    match args.command {
        Command::Test(test) => scenarios::run(&test, terminal),
        Command::Coverage(coverage) => coverage::run(&coverage, terminal),
        Command::Validate(validate) => validate::run(&validate, terminal),
        Command::Init(init) => init::run(&init),
        Command::Check(check) => check::run(&check, terminal),
        Command::Explain(explain) => explain::run(&explain, terminal),
        Command::Version(version) => version::run(&version),
    }
}

/// What clap says of the arguments: help and version are no error.
fn usage(error: &clap::Error) -> Closing {
    let text = error.render();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => match terminal::print(&text.to_string()) {
            Ok(()) => Closing::silent(),
            Err(closing) => closing,
        },
        _ => {
            terminal::note(harmless(&text.to_string()).trim_end());
            Closing::new(Code::CouldNotJudge, "could not judge: the arguments are not understood")
        }
    }
}
