//! From findings and proofs to a report.
//!
//! Takes the audit and what the engine found; gives the `Report` that every
//! renderer reads. Knows nothing of terminals.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::finding;
use super::summary;
use super::view::{Advice, AsOfFrom, Cohort, Only, Report, RowAccount, SCHEMA};
use super::waivers;
use super::words::Names;
use crate::engine::outcome::Finding;
use crate::engine::{Audit, Filter};
use crate::source::SourceMap;
use crate::types::typed::Level;
use crate::value::Day;

/// How much is proved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// For findings that need somebody's attention, the first obligations that decide them: this many each.
    Decisive(usize),
    /// Everything.
    Full,
}

/// Everything that a report is made of.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// What the audit is called.
    pub title: &'a str,
    /// The words of a command line that mean this audit again.
    pub again: &'a [String],
    /// Where the audit's date comes from.
    pub as_of_from: AsOfFrom,
    /// What was recorded after this day was ignored.
    pub known_at: Option<Day>,
    /// What the engine read.
    pub audit: Audit<'a>,
    /// The rule files.
    pub sources: &'a SourceMap,
    /// What the engine found, by rule.
    pub findings: &'a [Finding],
    /// What it was asked for.
    pub filter: &'a Filter,
    /// How much is proved.
    pub depth: Depth,
}

/// Makes the report.
pub fn build(material: Material<'_>, only: Only, rows: RowAccount) -> Report {
    let names = Names { program: material.audit.program, tables: material.audit.tables, sources: material.sources };
    let mut findings: Vec<_> =
        material.findings.par_iter().filter_map(|finding| finding::view(&material, names, finding)).collect();
    // By person, each person's worst first; the order within is that of the rules, which the sort keeps.
    findings.sort_by(|a, b| (&a.person, a.outcome).cmp(&(&b.person, b.outcome)));
    let (advice, findings): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| finding.level == Level::Should.word());
    let binding = |finding: &&Finding| !is_advice(finding, names);
    let duties: Vec<Finding> = material.findings.iter().filter(binding).cloned().collect();
    Report {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        title: material.title.to_owned(),
        again: material.again.to_vec(),
        as_of: material.audit.as_of,
        as_of_from: material.as_of_from,
        known_at: material.known_at,
        only,
        cohort: cohort(material.findings, duties.len(), names),
        rules: summary::rules(material.findings, names),
        outcomes: summary::counts(findings.iter().map(|finding| finding.outcome)),
        action: summary::action(&findings),
        missing: summary::missing(&duties, names),
        findings,
        advice: Advice { outcomes: summary::counts(advice.iter().map(|finding| finding.outcome)), findings: advice },
        waivers: waivers::view(names, material.findings, material.filter, material.audit.as_of),
        rows,
    }
}

/// Whether a finding is of a rule that should be met, and need not.
fn is_advice(finding: &Finding, names: Names<'_>) -> bool {
    names.program.rule(finding.rule).is_some_and(|rule| rule.level == Level::Should)
}

fn cohort(findings: &[Finding], duties: usize, names: Names<'_>) -> Cohort {
    let people: BTreeSet<_> = findings.iter().map(|finding| finding.case.person).collect();
    let cases: BTreeSet<_> = findings.iter().map(|finding| finding.case).collect();
    let rows = names.tables.roster.rows.iter().filter(|row| people.contains(&row.person));
    let schools: BTreeSet<_> = rows.map(|row| row.school).collect();
    Cohort {
        people: people.len(),
        cases: cases.len(),
        schools: schools.len(),
        findings: duties,
        obligations: findings.iter().map(|finding| finding.obligations.len()).sum(),
    }
}
