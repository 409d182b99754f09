//! The whole run: every person by every rule, in parallel, in an order that does not depend on it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::engine::audit::{Audit, Filter};
use crate::engine::judge::Judge;
use crate::engine::outcome::{Case, CaseKey, Finding, Obligation, Outcome, Reason};
use crate::engine::timeline::Timeline;
use crate::engine::trial::{Found, Trial};
use crate::engine::{clock_terms, each, for_each, once, rollup, sliding, stages, subject, versions, waive};
use crate::records::table::{PersonId, RosterRow, UNKNOWN};
use crate::types::typed::{Duty, Rule, RuleId};
use crate::value::Day;

/// Judges every case by every rule that the filter lets through: by rule, then by case.
pub fn evaluate(audit: &Audit<'_>, filter: &Filter) -> Vec<Finding> {
    let judge = Judge::new(audit);
    let wanted: BTreeSet<RuleId> = match &filter.rules {
        Some(rules) => rules.iter().copied().collect(),
        None => audit.program.rule_order.iter().copied().collect(),
    };
    let stages = stages::stages(audit, &wanted);
    let asked = |person: &PersonId| filter.people.as_ref().is_none_or(|people| people.contains(person));
    // What is asked of some may rest on what others come to.
    let everybody = stages.len() > 1;
    let people: BTreeSet<PersonId> = audit.tables.roster.rows.iter().map(|row| row.person).collect();
    let people: Vec<PersonId> = people.into_iter().filter(|person| everybody || asked(person)).collect();
    let mut findings: Vec<Finding> = Vec::new();
    for rules in &stages {
        let all = &findings;
        let mut by_person: BTreeMap<PersonId, Vec<Finding>> = BTreeMap::new();
        for finding in all {
            by_person.entry(finding.case.person).or_default().push(finding.clone());
        }
        let work: Vec<(PersonId, Vec<Finding>)> =
            people.iter().map(|person| (*person, by_person.remove(person).unwrap_or_default())).collect();
        let more: Vec<Finding> = work
            .into_par_iter()
            .flat_map_iter(|(person, own)| judge_person(judge, person, rules, (own, all)))
            .collect();
        findings.extend(more);
        findings.sort_by_key(|finding| (finding.rule, finding.case));
    }
    findings.retain(|finding| wanted.contains(&finding.rule) && asked(&finding.case.person));
    findings
}

/// What one person comes to by the rules of a stage, in their order.
fn judge_person(
    judge: Judge<'_>,
    person: PersonId,
    rules: &[RuleId],
    (mut own, all): (Vec<Finding>, &[Finding]),
) -> Vec<Finding> {
    let before = own.len();
    for id in rules {
        let Some(rule) = judge.rule(*id) else { continue };
        for (case, rows) in cases(judge, person, rule) {
            let horizon = horizon(judge, rule, &rows);
            let Some(timeline) = Timeline::new(judge, case, rows, horizon, rule.calendar_of) else { continue };
            let finding = try_case(&Trial::new(judge, *id, rule, timeline, Found { own: &own, all }));
            own.push(finding);
        }
    }
    own.split_off(before)
}

/// The cases of a person under a rule: one, or one for each counterpart and value of what it has cases by.
fn cases<'a>(judge: Judge<'a>, person: PersonId, rule: &Rule) -> BTreeMap<Case, Vec<&'a RosterRow>> {
    let mut cases: BTreeMap<Case, Vec<&RosterRow>> = BTreeMap::new();
    for row in judge.rows_of(person).iter().filter(|row| row.role == rule.subject.role) {
        // A pair needs both: somebody who has no counterpart is no case of such a rule.
        if rule.subject.with_counterpart && row.counterpart.is_none() {
            continue;
        }
        let counterpart = if rule.subject.with_counterpart { row.counterpart } else { None };
        let key = rule.subject.by.map(|by| CaseKey::of(row, by, &judge.audit.tables.texts));
        let case = Case { role: row.role, person, counterpart, key };
        cases.entry(case).or_default().push(row);
    }
    cases
}

/// The days of a finding's case, as they were judged.
pub fn timeline<'a>(judge: Judge<'a>, finding: &Finding, rule: &Rule) -> Option<Timeline<'a>> {
    let rows = cases(judge, finding.case.person, rule).remove(&finding.case)?;
    let horizon = horizon(judge, rule, &rows);
    Timeline::new(judge, finding.case, rows, horizon, rule.calendar_of)
}

/// A rule tried against the case that another rule's case is of it, where there is one that it is for.
pub fn trial_of(judge: Judge<'_>, case: Case, id: RuleId) -> Option<Trial<'_, 'static>> {
    let rule = judge.rule(id)?;
    let counterpart = case.counterpart.filter(|_| rule.subject.with_counterpart);
    let key = case.key.filter(|key| rule.subject.by == Some(key.attribute));
    let case = Case { counterpart, key, ..case };
    let rows = cases(judge, case.person, rule).remove(&case)?;
    let horizon = horizon(judge, rule, &rows);
    let timeline = Timeline::new(judge, case, rows, horizon, rule.calendar_of)?;
    let trial = Trial::new(judge, id, rule, timeline, Found { own: &[], all: &[] });
    set_aside(&trial).is_none().then_some(trial)
}

/// How far the days of a case with an open end are looked at: to the end of the rule, else of the calendar.
fn horizon(judge: Judge<'_>, rule: &Rule, rows: &[&RosterRow]) -> Day {
    if rule.in_force.to != Day::MAX {
        return rule.in_force.to;
    }
    let covered = rows
        .iter()
        .filter_map(|row| judge.calendar(judge.calendar_of(row.school)?)?.years().last())
        .map(|year| year.days.to)
        .max();
    covered.unwrap_or(judge.as_of()).max(judge.as_of())
}

/// Tries one rule against one case.
fn try_case(trial: &Trial<'_, '_>) -> Finding {
    let case = trial.timeline.case;
    if let Some((outcome, reasons)) = set_aside(trial) {
        return Finding { rule: trial.id, case, outcome, obligations: Vec::new(), reasons };
    }
    let has_versions = !trial.rule.versions.is_empty();
    let mut obligations = if has_versions { versions::obligations(trial, trial.rule) } else { owed(trial) };
    if has_versions && obligations.is_empty() {
        let reasons = vec![Reason::NotInForce];
        return Finding { rule: trial.id, case, outcome: Outcome::NotApplicable, obligations, reasons };
    }
    waive::apply(trial.judge, trial.id, case, &mut obligations);
    let (outcome, reasons) = rollup::outcome(trial, &obligations);
    Finding { rule: trial.id, case, outcome, obligations, reasons }
}

/// What a case owes under a rule, or under one version of it.
pub fn owed(trial: &Trial<'_, '_>) -> Vec<Obligation> {
    match &trial.rule.duty {
        Duty::Once { over, due } => once::obligation(trial, *over, due.as_ref()).into_iter().collect(),
        Duty::Each(kind) => each::obligations(trial, *kind),
        Duty::EachTerm(clock, terms) => clock_terms::obligations(trial, *clock, *terms),
        Duty::InAny(of) => sliding::obligation(trial, of).into_iter().collect(),
        Duty::ForEach(trigger) => for_each::obligations(trial, trigger),
    }
}

/// Why a case owes nothing under a rule: not active while it is in force, or never one that it is for.
fn set_aside(trial: &Trial<'_, '_>) -> Option<(Outcome, Vec<Reason>)> {
    let blank = trial.timeline.case.key.filter(|key| key.value == UNKNOWN);
    if let Some(key) = blank {
        let role = trial.judge.audit.program.role(trial.timeline.case.role);
        let name = role.and_then(|role| role.attributes.get(key.attribute.index())).map(|field| field.name.clone());
        return Some((Outcome::Undetermined, vec![Reason::AttributeBlank(name.unwrap_or_default())]));
    }
    let active = trial.timeline.active.intersect(trial.rule.in_force);
    let Some(first) = trial.timeline.active_days(active).next() else {
        return Some((Outcome::NotApplicable, vec![Reason::NotInForce]));
    };
    // Attributes change with the rows only.
    let mut opens = trial.timeline.rows.iter().map(|row| row.days.from.max(first)).filter(|day| active.contains(*day));
    let never =
        opens.all(|day| subject::set_aside(trial, day).is_some_and(|(outcome, _)| outcome != Outcome::Undetermined));
    never.then(|| (Outcome::NotApplicable, vec![Reason::NotForCase]))
}
