//! What is written beside the place of a problem, and the one thing to do about it.

use crate::records::error::RecordsError;
use crate::records::format::{DURATION_FORMATS, FormatProblem};
use crate::records::names::{NameProblem, closest};

/// So many causes of one problem are told; the rest are counted.
const CAUSES: usize = 6;

/// The label beside the place, and the help below.
pub(super) struct Words {
    pub label: String,
    pub help: Option<String>,
}

fn say(label: impl Into<String>, help: impl Into<String>) -> Words {
    Words { label: label.into(), help: Some(help.into()) }
}

pub(super) fn words(error: &RecordsError) -> Words {
    match error {
        RecordsError::UnreadableManifest { reason, .. } if reason.contains("UTF-8") => {
            say("", "save the file as UTF-8 text")
        }
        RecordsError::UnreadableManifest { .. } => say("", "name the folder of an `assize.toml`, or the file itself"),
        RecordsError::Syntax { .. } => say("here", "see https://toml.io for how TOML is written"),
        RecordsError::MissingKey { key, .. } => say("in this table", format!("add `{key} = …`")),
        RecordsError::UnknownKey { key, known, .. } => say("this key", did_you_mean(key, known)),
        RecordsError::WrongType { key, wanted, .. } => say("this value", format!("write {wanted} after `{key} =`")),
        RecordsError::BadValue { help, wanted, .. } => Words { label: format!("not {wanted}"), help: help.clone() },
        RecordsError::DateFormat { problem, .. } => say("this format", format_help(problem)),
        RecordsError::DurationFormat { text, .. } => {
            let names: Vec<&str> = DURATION_FORMATS.iter().map(|(name, _)| *name).collect();
            say("this format", did_you_mean(text, &names))
        }
        RecordsError::Name { problem: NameProblem::Unknown(close, known), .. } => match close {
            Some(close) => say("no rule file declares it", format!("did you mean `{close}`?")),
            None if known.is_empty() => {
                say("no rule file declares it", "declare it in a rule file, or add that file to `rules`")
            }
            None => say("no rule file declares it", format!("there are {}", list(known))),
        },
        RecordsError::Name { problem: NameProblem::Ambiguous(ways), .. } => say(
            "which of them",
            format!("write {}", ways.iter().map(|way| format!("`{way}`")).collect::<Vec<_>>().join(" or ")),
        ),
        RecordsError::NotRecordedThere { from, .. } => {
            say("this activity", format!("the rule files say that it is recorded in {}", list(from)))
        }
        RecordsError::UnreadableFile { help, .. } => say("this file", help.clone()),
        RecordsError::UnknownColumn { column, header, .. } => {
            match closest(column, header.iter().map(String::as_str)) {
                Some(close) => say("this column", format!("did you mean `{close}`? the columns are {}", list(header))),
                None => say("this column", format!("the columns are {}", list(header))),
            }
        }
        RecordsError::WrongDelimiter { written, .. } => {
            say("this file", format!("add `delimiter = {written}` below `file`"))
        }
        RecordsError::MisreadDates { better: Some(better), .. } => {
            say("this column", format!("all of them can be read as `{better}`: write `format = \"{better}\"`"))
        }
        RecordsError::MisreadDates { better: None, .. } => {
            say("this column", "correct `format`, as in `{ column = …, format = \"DD/MM/YYYY\" }`")
        }
        RecordsError::DuplicateColumn { column, .. } => {
            say("this column", format!("give one of the columns `{column}` another name in the file"))
        }
        RecordsError::NoExports { .. } => say("no `[[export]]` in it", "add an `[[export]]` for each exported file"),
        RecordsError::EmptyRoster { causes, .. } if causes.is_empty() => say("this roster", "name the right file"),
        RecordsError::EmptyRoster { causes, .. } => say("this roster", rejected_rows(causes)),
        RecordsError::EmptyExport { .. } => say(
            "this export",
            "look at the filter of the export; if there is nothing to export, write `may-be-empty = true`",
        ),
        RecordsError::NoRowUsed { .. } => say(
            "this export",
            "name the right file, or correct `person`, `with`, `date` or `covers`; until then it counts as not loaded",
        ),
        RecordsError::AllAfterAsOf { first, .. } => {
            say("this export", format!("unless that is meant, ask as of {first} or later"))
        }
        RecordsError::SchoolWithoutCalendar { school, known, .. } => {
            match closest(school, known.iter().map(String::as_str)) {
                Some(close) => say(
                    "in this roster",
                    format!(
                        "write `{close}` in the roster, or add `[[school]]` with `name = \"{school}\"` and its `calendar`"
                    ),
                ),
                None => {
                    say("in this roster", format!("add `[[school]]` with `name = \"{school}\"` and its `calendar`"))
                }
            }
        }
        RecordsError::SameKey { .. } => {
            say("in this roster", "write one name for one person, or give each a key of their own")
        }
        RecordsError::Unmapped { what, .. } => say("in this table", format!("map {what} to a column")),
        RecordsError::OutsideCoverage { .. } => {
            say("these days", "correct `covers`: what an export covers decides what is known not to have happened")
        }
    }
}

/// What is wrong with the rows of a roster of which none counts: each cause once, the first few.
fn rejected_rows(causes: &[String]) -> String {
    let shown = causes.iter().take(CAUSES).map(|cause| format!("\n- {cause}")).collect::<String>();
    let rest = causes.len().saturating_sub(CAUSES);
    let rest = if rest == 0 { String::new() } else { format!("\n- and {rest} more") };
    format!("correct the rejected rows, or name the right file{shown}{rest}")
}

fn did_you_mean(text: &str, known: &[&str]) -> String {
    match closest(text, known.iter().copied()) {
        Some(close) => format!("did you mean `{close}`?"),
        None => format!("there are {}", list(known)),
    }
}

fn list<T: AsRef<str>>(items: &[T]) -> String {
    items.iter().map(|item| format!("`{}`", item.as_ref())).collect::<Vec<_>>().join(", ")
}

fn format_help(problem: &FormatProblem) -> String {
    match problem {
        FormatProblem::UnknownLetter('d' | 'y') => "write day, month and year as in `DD/MM/YYYY`".to_owned(),
        FormatProblem::UnknownLetter(_)
        | FormatProblem::Lacks(_)
        | FormatProblem::Extra(_)
        | FormatProblem::Twice(_) => "write it as `DD/MM/YYYY`, `YYYY-MM-DD HH:mm`, `H:mm` or `ISO`".to_owned(),
    }
}
