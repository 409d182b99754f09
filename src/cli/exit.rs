//! How a run ends: four codes, fixed whatever the flags, and one line that says why.

use std::process::ExitCode;

use super::terminal;
use crate::diagnostic::harmless;

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Code {
    /// Judged; nothing at or above the fail level.
    Clean = 0,
    /// Judged; findings at or above the fail level. A scenario that fails is one.
    Findings = 1,
    /// Could not judge.
    CouldNotJudge = 2,
    /// Judged, but something is undetermined, and nothing is at or above the fail level.
    Incomplete = 3,
}

impl Code {
    fn number(self) -> u8 {
        match self {
            Code::Clean => 0,
            Code::Findings => 1,
            Code::CouldNotJudge => 2,
            Code::Incomplete => 3,
        }
    }
}

/// A run's end: its code and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Closing {
    code: Code,
    why: Option<String>,
}

impl Closing {
    /// An end with a reason: lower case, no full stop.
    pub fn new(code: Code, why: impl Into<String>) -> Closing {
        Closing { code, why: Some(why.into()) }
    }

    /// The run could not judge, for this reason.
    pub fn could_not(why: impl AsRef<str>) -> Closing {
        Closing::new(Code::CouldNotJudge, format!("could not judge: {}", why.as_ref()))
    }

    /// All is well and nothing is to be said: help was asked for.
    pub fn silent() -> Closing {
        Closing { code: Code::Clean, why: None }
    }

    /// Says why on stderr and gives the exit code.
    pub fn end(self) -> ExitCode {
        let number = self.code.number();
        if let Some(why) = &self.why {
            // One line, whatever it quotes.
            let why = harmless(&why.split_whitespace().collect::<Vec<_>>().join(" "));
            terminal::note(&format!("assize: {why} (exit {number})"));
        }
        ExitCode::from(number)
    }
}

/// What a panic prints: it is always a fault of Assize.
pub fn bug(panic: &str) -> String {
    let panic = panic.split_whitespace().collect::<Vec<_>>().join(" ");
    format!(
        "assize: internal/bug: {panic}\nassize: this is a fault of Assize, see `assize explain internal/bug` (exit 101)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_as_our_own_fault() {
        let text = bug("panicked at src/x.rs:1:2:\nindex out of bounds");
        assert!(text.starts_with("assize: internal/bug: panicked at src/x.rs:1:2: index out of bounds"), "{text}");
        assert!(text.ends_with("(exit 101)"), "{text}");
    }
}
