//! The cases of one file of the conformance suite, and how each is judged.

mod audit;
mod expected;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assize::diagnostic::{Severity, render};
use assize::engine::{Audit, Filter, evaluate};
use assize::rules::{Rules, from_texts};
use serde::Deserialize;
use toml::Value;
use toml::value::Datetime;

use crate::reference;
use audit::Read;
use expected::Expected;

/// What a file says: its own texts stand for cases that do not say them anew.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    #[serde(rename = "title")]
    _title: String,
    #[serde(default)]
    uses: Vec<PathBuf>,
    #[serde(default)]
    policy: String,
    as_of: Option<Datetime>,
    roster: Option<String>,
    schools: Option<BTreeMap<String, String>>,
    #[serde(rename = "case")]
    cases: Vec<Case>,
}

/// What a file says for all of its cases.
pub struct Said {
    as_of: Option<Datetime>,
    roster: Option<String>,
    schools: Option<BTreeMap<String, String>>,
}

/// One case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Case {
    /// What it is called.
    pub name: String,
    /// Why the answer is what it is.
    pub why: String,
    as_of: Option<Datetime>,
    known_at: Option<Datetime>,
    roster: Option<String>,
    schools: Option<BTreeMap<String, String>>,
    #[serde(default)]
    rules: String,
    #[serde(default)]
    params: BTreeMap<String, Value>,
    #[serde(default)]
    rows: BTreeMap<String, String>,
    #[serde(default)]
    covers: BTreeMap<String, Value>,
    #[serde(default)]
    format: BTreeMap<String, Format>,
    #[serde(default)]
    not_loaded: Vec<String>,
    waivers: Option<String>,
    #[serde(default)]
    expect: Vec<Expected>,
    /// The errors of the rule file, where they are what is expected.
    pub errors: Option<Vec<Wrong>>,
}

/// How the cells of an export are written, where not in the suite's own way.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Format {
    date: Option<String>,
    duration: Option<String>,
}

/// An error of a rule file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wrong {
    line: u32,
    column: u32,
    code: String,
}

/// A file of cases.
pub struct Suite {
    /// Its cases.
    pub cases: Vec<Case>,
    policy: String,
    used: Vec<(PathBuf, String)>,
    said: Said,
}

impl Suite {
    /// Reads a file; the texts that it uses are named from the suite's folder.
    pub fn read(root: &Path, path: &Path) -> Result<Suite, String> {
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let file: File = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let read = |name: PathBuf| {
            let text =
                std::fs::read_to_string(root.join(&name)).map_err(|error| format!("{}: {error}", name.display()));
            text.map(|text| (name, text))
        };
        let used = file.uses.into_iter().map(read).collect::<Result<_, _>>()?;
        let said = Said { as_of: file.as_of, roster: file.roster, schools: file.schools };
        Ok(Suite { cases: file.cases, policy: file.policy, used, said })
    }

    fn rules(&self, case: &Case) -> Rules {
        let own = (PathBuf::from("case.assize"), format!("{}{}", self.policy, case.rules));
        from_texts(self.used.iter().cloned().chain([own]))
    }

    /// Holds a case against the engine, or against the checker where errors are expected.
    pub fn by_engine(&self, case: &Case) -> Result<(), String> {
        let rules = self.rules(case);
        if let Some(errors) = &case.errors {
            return self.errors(case, &rules, errors);
        }
        let read = self.audit(case, &rules)?;
        let audit = read.audit();
        let findings = evaluate(&audit, &Filter::default());
        case.expect.iter().try_for_each(|expected| expected.hold_engine(&audit, &findings))
    }

    /// Holds a case against the reference evaluator.
    pub fn by_reference(&self, case: &Case) -> Result<(), String> {
        let rules = self.rules(case);
        let read = self.audit(case, &rules)?;
        let audit: Audit<'_> = read.audit();
        let found = reference::evaluate(&audit);
        case.expect.iter().try_for_each(|expected| expected.hold_reference(&audit, &found))
    }

    fn audit(&self, case: &Case, rules: &Rules) -> Result<Read, String> {
        let Some(program) = rules.program.clone() else { return Err(told(rules).join("\n")) };
        if case.expect.is_empty() {
            return Err("nothing is expected".to_owned());
        }
        audit::read(case, &self.said, program)
    }

    /// Every error of the case's own text, in order, and no other.
    fn errors(&self, case: &Case, rules: &Rules, expected: &[Wrong]) -> Result<(), String> {
        let before = u32::try_from(self.policy.lines().count()).unwrap();
        let errors = rules.diagnostics.iter().filter(|problem| problem.severity == Severity::Error);
        let mut found: Vec<Wrong> = errors
            .map(|problem| {
                let position = rules.sources.position(problem.labels[0].span);
                let line = position.line.saturating_sub(before);
                Wrong { line, column: position.column, code: problem.code.to_owned() }
            })
            .collect();
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort();
        if found == expected && !expected.is_empty() {
            return Ok(());
        }
        let said: Vec<String> = found
            .iter()
            .map(|one| format!("{{ line = {}, column = {}, code = \"{}\" }}", one.line, one.column, one.code))
            .collect();
        Err(format!("{}\nfound errors = [{}]\n{}", case.rules, said.join(", "), told(rules).join("\n")))
    }
}

fn told(rules: &Rules) -> Vec<String> {
    rules.diagnostics.iter().map(|problem| render::compact(&rules.sources, problem)).collect()
}
