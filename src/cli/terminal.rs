//! Writing to stdout and stderr: colour where it is wanted, and a closed pipe is no error.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};

use super::args::ColorChoice;
use super::exit::Closing;
use crate::report::text::{Ink, Look};

/// What the two streams can show.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// How a report looks on stdout.
    pub report: Look,
    /// How diagnostics look on stderr.
    pub notes: Look,
    /// Whether stderr can show progress.
    pub live: bool,
}

impl Terminal {
    /// What the streams can show, as the arguments and the environment have it.
    pub fn new(choice: ColorChoice) -> Terminal {
        let live = io::stderr().is_terminal();
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        let forced = env::var_os("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
        let ink = |is_terminal: bool| match choice {
            ColorChoice::Always => Ink::Colour,
            ColorChoice::Never => Ink::Plain,
            ColorChoice::Auto if set("NO_COLOR") => Ink::Plain,
            ColorChoice::Auto if forced || is_terminal => Ink::Colour,
            ColorChoice::Auto => Ink::Plain,
        };
        Terminal {
            report: Look::plain().with_ink(ink(io::stdout().is_terminal())),
            notes: Look::plain().with_ink(ink(live)),
            live,
        }
    }
}

/// Writes a report to stdout. A reader that has gone away is as good as one that has read it.
pub fn print(text: &str) -> Result<(), Closing> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Closing::could_not(format!("the report cannot be written: {error}"))),
    }
}

/// Writes a line to stderr; there is nobody to tell where that fails.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
