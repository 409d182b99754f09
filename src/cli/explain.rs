//! `assize explain`: the page of a diagnostic's code, or the whole proof of a finding.

use super::args::Explain;
use super::exit::Closing;
use super::terminal;
use crate::diagnostic::pages;

/// Runs the command.
pub fn run(explain: &Explain) -> Closing {
    let code = explain.what.as_str();
    match page(code) {
        Ok(()) => Closing::silent(),
        Err(closing) => closing,
    }
}

/// Prints the page of a code.
fn page(code: &str) -> Result<(), Closing> {
    let Some(page) = pages::page(code) else {
        let near = pages::nearest(code).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        return Err(Closing::could_not(format!("there is no diagnostic with the code `{code}`{near}")));
    };
    terminal::print(&format!("{page}\n"))
}
