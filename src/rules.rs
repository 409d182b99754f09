//! Rule files from disk to a checked program: the front door of every stage that reads rules.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{FileId, SourceMap, Span, why_not};
use crate::syntax::{self, ast};
use crate::types::{self, typed::Program};

/// What rule files gave.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Their texts.
    pub sources: SourceMap,
    /// What they say; `None` where there is an error in them.
    pub program: Option<Program>,
    /// Every problem of every file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Rules {
    /// Whether any problem is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// What to do about a path that holds no rules.
const NAME_ANOTHER: &str = "name a rule file, or a folder that holds some";

/// Reads and checks rule files; a folder stands for every `.assize` file in it and below, by name.
pub fn load(paths: &[PathBuf]) -> Rules {
    let mut texts = Vec::new();
    let mut failures = Vec::new();
    let mut seen = BTreeSet::new();
    for path in paths {
        match files(path) {
            Ok(found) if found.is_empty() => {
                failures.push((path.clone(), "holds no rule file".to_owned(), NAME_ANOTHER));
            }
            Ok(found) => {
                for file in found {
                    let key = file.canonicalize().unwrap_or_else(|_| file.clone());
                    if !seen.insert(key) {
                        continue;
                    }
                    match std::fs::read(&file).map(String::from_utf8) {
                        Ok(Ok(text)) => texts.push((file, text)),
                        Ok(Err(_)) => {
                            failures.push((file, "is not UTF-8 text".to_owned(), "save the file as UTF-8 text"))
                        }
                        Err(error) => {
                            failures.push((file, format!("cannot be read: {}", why_not(&error)), NAME_ANOTHER))
                        }
                    }
                }
            }
            Err(error) => failures.push((path.clone(), format!("cannot be read: {}", why_not(&error)), NAME_ANOTHER)),
        }
    }
    let mut rules = from_texts(texts);
    for (path, why, help) in failures {
        let file = rules.sources.add(&path, "");
        let message = format!("`{}` {why}", path.display());
        rules
            .diagnostics
            .push(Diagnostic::error("rules/unreadable", message, Span::new(file, 0, 0), "this path").help(help));
        rules.program = None;
    }
    rules
}

/// Checks rule files given as path and text.
pub fn from_texts(texts: impl IntoIterator<Item = (PathBuf, String)>) -> Rules {
    let mut sources = SourceMap::default();
    let mut files: Vec<(FileId, ast::File)> = Vec::new();
    let mut diagnostics = Vec::new();
    let mut incomplete = Vec::new();
    for (path, text) in texts {
        let id = sources.add(path, text);
        let text = sources.file(id).map(|file| file.text.as_str()).unwrap_or_default();
        let parsed = syntax::parse(id, text);
        diagnostics.extend(parsed.problems);
        incomplete.extend(parsed.incomplete);
        files.push((id, parsed.file));
    }
    let unread = !diagnostics.is_empty();
    let told: Vec<Span> = diagnostics.iter().filter_map(|problem| problem.labels.first()).map(|at| at.span).collect();
    // Nothing can be said of what a file that was not read at all may declare.
    let blind = diagnostics.iter().any(|problem| problem.code == "syntax/file-too-large");
    let checked = types::check(&files);
    let follows = |diagnostic: &Diagnostic| {
        let Some(at) = diagnostic.labels.first().map(|label| label.span) else { return false };
        let whole = incomplete.iter().find(|whole| whole.holds(at));
        let of_the_whole = match whole {
            None => false,
            Some(whole) if diagnostic.code == "types/unknown-person" => {
                named_on_a_roster(sources.text(*whole), sources.text(at))
            }
            Some(_) => rests_on_the_rest(diagnostic.code) || diagnostic.severity != Severity::Error,
        };
        let elsewhere = match diagnostic.code {
            "types/clause-uncited" | "types/exemption-unused" => unread,
            "resolve/unknown-name" | "resolve/no-policy" => blind,
            _ => false,
        };
        of_the_whole || elsewhere || told.iter().any(|told| at.holds(*told))
    };
    diagnostics.extend(checked.diagnostics.into_iter().filter(|diagnostic| !follows(diagnostic)));
    let program = if unread { None } else { checked.program };
    Rules { sources, program, diagnostics }
}

/// Whether a problem may be no more than that another line of its declaration could not be read.
fn rests_on_the_rest(code: &str) -> bool {
    let missing = code.strip_prefix("types/").is_some_and(|name| name.starts_with("no-"));
    missing
        || matches!(
            code,
            "types/nothing-to-allow" | "types/nothing-to-change" | "types/not-a-response" | "types/ends-with-role"
        )
}

/// Whether a line that begins with `roster` names somebody, so that it is only that line that could not be read.
fn named_on_a_roster(scenario: &str, person: &str) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    let rosters = scenario.lines().filter_map(|line| line.trim_start().strip_prefix("roster"));
    rosters.flat_map(|line| line.split(|letter| !is_word(letter))).any(|word| word == person)
}

/// The rule files that a path stands for, by name.
fn files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !std::fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        if entry.is_dir() {
            found.extend(files(&entry)?);
        } else if entry.extension().is_some_and(|extension| extension == "assize") {
            found.push(entry);
        }
    }
    Ok(found)
}
