//! Which rule files a command is about: those named, those of an audit, or those of the audit found upward.

use std::env;
use std::path::{Path, PathBuf};

use super::exit::Closing;
use super::problems::{self, Tally, Told};
use super::terminal::Terminal;
use crate::records::manifest::Manifest;
use crate::rules::{self, Rules};
use crate::source::SourceMap;

/// The manifest's file name.
pub const MANIFEST: &str = "assize.toml";

/// A manifest and its text.
#[derive(Debug)]
pub struct Read {
    /// The manifest.
    pub manifest: Manifest,
    /// Its text.
    pub sources: SourceMap,
}

/// Rule files that were read, and the manifests that named them.
#[derive(Debug)]
pub struct Files {
    /// The rules.
    pub rules: Rules,
    /// How many problems they have.
    pub tally: Tally,
    /// The manifests.
    pub manifests: Vec<Read>,
}

/// Reads the rule files of some paths, and shows their problems.
pub fn load(paths: &[PathBuf], told: Told, terminal: Terminal) -> Result<Files, Closing> {
    let mut manifests = Vec::new();
    let mut found = Vec::new();
    let upward = if paths.is_empty() { Some(upward()?) } else { None };
    for path in upward.iter().chain(paths) {
        let inside = path.join(MANIFEST);
        let is_manifest = path.extension().is_some_and(|end| end == "toml");
        if path.is_file() && !is_manifest && path.extension().is_none_or(|end| end != "assize") {
            let what = "neither a rule file (`.assize`) nor a manifest (`.toml`)";
            return Err(Closing::could_not(format!("`{}` is {what}", path.display())));
        }
        if is_manifest || inside.is_file() {
            let read = read(if is_manifest { path } else { &inside }, terminal)?;
            found.extend(rules_of(&read.manifest));
            manifests.push(read);
        } else {
            found.push(path.clone());
        }
    }
    let rules = rules::load(&found);
    let tally = problems::show_as(told, &rules.diagnostics, &rules.sources, terminal);
    Ok(Files { rules, tally, manifests })
}

/// Reads a manifest; its problems are shown.
pub fn read(path: &Path, terminal: Terminal) -> Result<Read, Closing> {
    let mut sources = SourceMap::default();
    let (manifest, diagnostics) = Manifest::read(path, &mut sources);
    let tally = problems::show(&diagnostics, &sources, terminal);
    match manifest {
        Some(manifest) => Ok(Read { manifest, sources }),
        None => Err(Closing::could_not(format!("the manifest `{}` has {}", path.display(), tally.words()))),
    }
}

/// The rule files that a manifest names.
pub fn rules_of(manifest: &Manifest) -> Vec<PathBuf> {
    manifest.rules.iter().map(|path| tidy(&path.value)).collect()
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
    if path.is_file() && path.extension().is_none_or(|end| end != "toml") {
        let what = "is no manifest: name an `assize.toml`, or the folder that holds it";
        return Err(Closing::could_not(format!("`{}` {what}", path.display())));
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
