//! What is missing over some findings that are undetermined: each thing once, with how much it decides.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{self, Names, Words};
use crate::engine::outcome::{Finding, Outcome, Reason, Unloaded};
use crate::records::table::SchoolId;
use crate::types::typed::{Rule, RuleId};
use crate::value::Days;

/// Something missing that leaves findings undetermined.
#[derive(Clone, Debug)]
pub struct Gap {
    /// What kind of thing, and what to do where it has no dates.
    pub words: Words,
    /// What it is about, without dates.
    pub subject: String,
    /// How many findings it leaves open.
    pub findings: usize,
    /// Of which rules.
    pub rules: Vec<RuleId>,
    /// What is not loaded, and all the days for which it is missing.
    days: Option<(Unloaded, Days)>,
    /// The schools of the findings.
    schools: BTreeSet<SchoolId>,
}

/// What a gap is told apart by: its kind and its subject.
type Key = (&'static str, String);

impl Gap {
    fn new(words: Words, subject: String) -> Gap {
        Gap { words, subject, findings: 0, rules: Vec::new(), days: None, schools: BTreeSet::new() }
    }

    /// What to do.
    pub fn text(&self, rule: &Rule, names: Names<'_>) -> String {
        let Some((what, days)) = self.days else { return self.words.text.clone() };
        let said = words::missing(&Reason::NotLoaded(what, days), rule, names).map_or(String::new(), |said| said.text);
        let Unloaded::Export(records) = what else { return said };
        // An export of other schools is loaded: then it must be said which schools are missing.
        let loaded = |school: &SchoolId| {
            names.tables.coverage.exports.iter().any(|export| {
                export.records == records
                    && export.days.overlaps(days)
                    && export.schools.as_ref().is_none_or(|schools| schools.contains(school))
            })
        };
        let others = names
            .tables
            .coverage
            .exports
            .iter()
            .any(|export| export.records == records && export.days.overlaps(days) && export.schools.is_some());
        let schools: Vec<&str> =
            self.schools.iter().filter(|school| !loaded(school)).map(|school| names.school(*school)).collect();
        if others && !schools.is_empty() { format!("{said}, at {}", schools.join(", ")) } else { said }
    }

    fn add(&mut self, rule: RuleId) {
        if !self.rules.contains(&rule) {
            self.rules.push(rule);
        }
    }

    fn widen(&mut self, more: Option<(Unloaded, Days)>) {
        self.days = match (self.days, more) {
            (Some((what, old)), Some((_, new))) => Some((what, Days::new(old.from.min(new.from), old.to.max(new.to)))),
            (old, new) => old.or(new),
        };
    }
}

/// What is missing over some findings, each thing once: what decides most first.
///
/// A finding that follows another rule among them waits for what that one waits for, which is not named again.
pub fn gaps(findings: &[Finding], names: Names<'_>) -> Vec<Gap> {
    let present: BTreeSet<RuleId> = findings.iter().map(|finding| finding.rule).collect();
    let mut gaps: BTreeMap<Key, Gap> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.outcome == Outcome::Undetermined) {
        for (key, gap) in of_finding(finding, &present, names) {
            let all = gaps.entry(key).or_insert_with(|| Gap::new(gap.words.clone(), gap.subject.clone()));
            all.findings += 1;
            all.add(finding.rule);
            all.widen(gap.days);
            all.schools.extend(gap.schools);
        }
    }
    let mut gaps: Vec<Gap> = gaps.into_values().collect();
    gaps.sort_by(|a, b| {
        b.findings.cmp(&a.findings).then_with(|| (a.words.kind, &a.subject).cmp(&(b.words.kind, &b.subject)))
    });
    gaps
}

/// What one finding waits for.
fn of_finding(finding: &Finding, present: &BTreeSet<RuleId>, names: Names<'_>) -> BTreeMap<Key, Gap> {
    let mut gaps: BTreeMap<Key, Gap> = BTreeMap::new();
    let Some(rule) = names.program.rule(finding.rule) else { return gaps };
    let mut follows: Vec<RuleId> = Vec::new();
    let open = finding.obligations.iter().filter(|one| one.outcome == Outcome::Undetermined);
    let causes = open.flat_map(|one| {
        let rule = rule.of_version(one.version);
        causes(&one.reasons, rule, names).into_iter().map(move |reason| (rule, reason))
    });
    for (rule, reason) in causes {
        if let Reason::OtherRule(other, _) | Reason::Member(_, other, _) = reason {
            follows.push(*other);
            continue;
        }
        let Some(said) = words::missing(reason, rule, names) else { continue };
        let days = match reason {
            Reason::NotLoaded(what, days) => Some((*what, *days)),
            _ => None,
        };
        let subject = days.map_or_else(|| said.text.clone(), |(what, _)| words::lacking(what, names));
        let gap = gaps.entry((said.kind, subject.clone())).or_insert_with(|| Gap::new(said, subject));
        gap.widen(days);
        if let Some((_, days)) = days {
            let rows = names.rows_of(finding.case);
            gap.schools.extend(rows.iter().filter(|row| row.days.overlaps(days)).map(|row| row.school));
        }
    }
    let told = follows.iter().any(|other| present.contains(other) && *other != finding.rule);
    follows.retain(|other| !present.contains(other));
    if !follows.is_empty() {
        let words = words::settle(&follows, names);
        gaps.insert((words.kind, words.text.clone()), Gap::new(words.clone(), words.text));
    } else if gaps.is_empty() && !told {
        let text = "see the reasons of `assize explain` for this finding".to_owned();
        let subject = format!("{} {}", names.qualified_rule(finding.rule), names.case(finding.case));
        gaps.insert(("other", subject.clone()), Gap::new(Words { kind: "other", text }, subject));
    }
    gaps
}

/// The reasons that leave an obligation open; that an exception is open only where nothing says why it is.
fn causes<'r>(reasons: &'r [Reason], rule: &Rule, names: Names<'_>) -> Vec<&'r Reason> {
    let mut causes: Vec<&Reason> =
        reasons.iter().filter(|reason| words::missing(reason, rule, names).is_some()).collect();
    let is_open = |reason: &&Reason| matches!(reason, Reason::ExceptionOpen(_) | Reason::DefeatOpen(_));
    if !causes.iter().all(is_open) {
        causes.retain(|reason| !is_open(reason));
    }
    causes
}
