//! `assize explain`: the page of a diagnostic's code, or the whole proof of a finding.

use std::path::PathBuf;

use super::args::{Explain, Format, Which};
use super::audit;
use super::exit::{Closing, Code};
use super::filters;
use super::terminal::{self, Terminal};
use crate::diagnostic::pages;
use crate::engine;
use crate::report::view::Only;
use crate::report::{Depth, json, text};

/// Runs the command.
pub fn run(explain: &Explain, terminal: Terminal) -> Closing {
    let done = match (&explain.what, &explain.case, &explain.rule) {
        (what, Some(case), Some(rule)) => finding(explain, what.as_ref(), (case, rule), terminal),
        (Some(code), _, _) => page(code),
        (None, _, _) => Err(Closing::could_not(
            "nothing to explain: name a code, as `assize explain types/unit-mismatch`, or `--case` and `--rule`",
        )),
    };
    match done {
        Ok(closing) | Err(closing) => closing,
    }
}

/// Prints the page of a code.
fn page(code: &str) -> Result<Closing, Closing> {
    let Some(page) = pages::page(code) else {
        let near = match (pages::nearest(code), pages::of_stage(code)) {
            (Some(near), _) => format!("; did you mean `{near}`?"),
            (None, (stage, codes)) if !codes.is_empty() => format!("; those of `{stage}` are {}", codes.join(", ")),
            (None, _) => "; a code is `STAGE/NAME`, as `types/unit-mismatch`".to_owned(),
        };
        return Err(Closing::could_not(format!("there is no diagnostic with the code `{code}`{near}")));
    };
    terminal::print(&format!("{page}\n"))?;
    Ok(Closing::silent())
}

/// Prints the whole proof of a rule's findings for a person.
fn finding(
    explain: &Explain,
    what: Option<&String>,
    (case, rule): (&String, &String),
    terminal: Terminal,
) -> Result<Closing, Closing> {
    let which =
        Which { audit: what.map(PathBuf::from), as_of: explain.as_of.clone(), known_at: explain.known_at.clone() };
    let loaded = audit::load(&which, terminal)?;
    let (rules, cases) = (std::slice::from_ref(rule), std::slice::from_ref(case));
    let filter = filters::filter(loaded.program(), &loaded.tables, rules, cases)?;
    let findings = engine::evaluate(&loaded.audit(), &filter);
    if findings.is_empty() {
        return Err(Closing::could_not(format!("the rule `{rule}` is not for `{case}`")));
    }
    let only = Only { rules: rules.to_vec(), cases: cases.to_vec(), ..Only::default() };
    let report = loaded.report((&findings, &filter), Depth::Full, only);
    let text = match explain.format {
        Format::Json => json::render(&report)
            .map_err(|error| Closing::could_not(format!("the proof cannot be written: {error}")))?,
        Format::Text => text::explain(&report, &loaded.rules.sources, terminal.report),
    };
    terminal::print(&text)?;
    let noun = if findings.len() == 1 { "finding" } else { "findings" };
    Ok(Closing::new(Code::Clean, format!("{} {noun} explained", findings.len())))
}
