//! Which rule files a command is about: those named, those of an audit, or those of the audit found upward.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::exit::Closing;
use super::problems;
use super::terminal::Terminal;
use crate::rules::{self, Rules};

/// The manifest's file name.
pub const MANIFEST: &str = "assize.toml";

/// Reads the rule files of some paths; every problem is shown.
pub fn load(paths: &[PathBuf], terminal: Terminal) -> Result<(Rules, problems::Tally), Closing> {
    let found = if paths.is_empty() { rules_of(&upward()?)? } else { expanded(paths)? };
    let rules = rules::load(&found);
    let tally = problems::show(&rules.diagnostics, &rules.sources, terminal);
    Ok((rules, tally))
}

/// The manifest of an argument: the file itself, the one in the folder, or without one the one found upward.
pub fn manifest(audit: Option<&Path>) -> Result<PathBuf, Closing> {
    let Some(path) = audit else { return upward() };
    if path.is_dir() {
        let manifest = path.join(MANIFEST);
        return if manifest.is_file() {
            Ok(manifest)
        } else {
            Err(Closing::could_not(format!("`{}` holds no `{MANIFEST}`; `assize init` writes one", path.display())))
        };
    }
    if path.exists() {
        Ok(path.to_owned())
    } else {
        Err(Closing::could_not(format!("there is no `{}`", path.display())))
    }
}

/// The manifest of the current folder or the nearest folder above it.
fn upward() -> Result<PathBuf, Closing> {
    let here = env::current_dir()
        .map_err(|error| Closing::could_not(format!("the current folder cannot be read: {error}")))?;
    for (steps, folder) in here.ancestors().enumerate() {
        if folder.join(MANIFEST).is_file() {
            // As short as a person would write it from here.
            let up: PathBuf = std::iter::repeat_n("..", steps).collect();
            return Ok(up.join(MANIFEST));
        }
    }
    Err(Closing::could_not(format!(
        "there is no `{MANIFEST}` here or in a folder above; name one, or write one with `assize init`"
    )))
}

/// Paths of rule files, where a manifest or the folder of one stands for the rules that it names.
fn expanded(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Closing> {
    let mut all = Vec::new();
    for path in paths {
        if path.join(MANIFEST).is_file() {
            all.extend(rules_of(&path.join(MANIFEST))?);
        } else if path.extension().is_some_and(|end| end == "toml") {
            all.extend(rules_of(path)?);
        } else {
            all.push(path.clone());
        }
    }
    Ok(all)
}

/// The rule files that a manifest names, relative to it.
fn rules_of(manifest: &Path) -> Result<Vec<PathBuf>, Closing> {
    let shown = manifest.display();
    let text = fs::read_to_string(manifest)
        .map_err(|error| Closing::could_not(format!("`{shown}` cannot be read: {error}")))?;
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| Closing::could_not(format!("`{shown}` is not TOML: {}", error.message())))?;
    let listed = table.get("audit").and_then(|audit| audit.get("rules")).and_then(toml::Value::as_array);
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let paths: Vec<PathBuf> =
        listed.into_iter().flatten().filter_map(toml::Value::as_str).map(|path| tidy(&folder.join(path))).collect();
    if paths.is_empty() {
        return Err(Closing::could_not(format!(
            "`{shown}` names no rules: write `rules = [\"rules\"]` under `[audit]`"
        )));
    }
    Ok(paths)
}

/// A path without `.` and without a folder that `..` leaves again.
fn tidy(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            Component::ParentDir | Component::Normal(_) | Component::RootDir | Component::Prefix(_) => tidy.push(part),
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_short() {
        assert_eq!(tidy(Path::new("audits/a/../../rules")), Path::new("rules"));
        assert_eq!(tidy(Path::new("../rules/./x")), Path::new("../rules/x"));
        assert_eq!(tidy(Path::new("a/../..")), Path::new(".."));
    }
}
