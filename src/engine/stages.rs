//! Which rules can be tried together: a rule about other cases comes after everybody was tried by the rules it rests on.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::audit::Audit;
use crate::types::typed::{Measure, Rule, RuleId};

/// The rules asked for and those that they rest on, stage by stage; within a stage every rule after those it meets.
pub fn stages(audit: &Audit<'_>, wanted: &BTreeSet<RuleId>) -> Vec<Vec<RuleId>> {
    let needed = needed(audit, wanted);
    let mut stage_of: BTreeMap<RuleId, usize> = BTreeMap::new();
    let mut stages: Vec<Vec<RuleId>> = Vec::new();
    for id in needed {
        let Some(rule) = audit.program.rule(id) else { continue };
        let rests = rests_on(rule).map(|(other, later)| stage_of.get(&other).map_or(0, |stage| stage + later));
        let stage = rests.max().unwrap_or(0);
        stage_of.insert(id, stage);
        while stages.len() <= stage {
            stages.push(Vec::new());
        }
        if let Some(rules) = stages.get_mut(stage) {
            rules.push(id);
        }
    }
    stages
}

/// The rules asked for and those that they rest on, every rule after those.
fn needed(audit: &Audit<'_>, wanted: &BTreeSet<RuleId>) -> Vec<RuleId> {
    let mut needed = wanted.clone();
    for id in audit.program.rule_order.iter().rev() {
        if needed.contains(id) {
            needed.extend(audit.program.rule(*id).into_iter().flat_map(rests_on).map(|(other, _)| other));
        }
    }
    audit.program.rule_order.iter().copied().filter(|id| needed.contains(id)).collect()
}

/// The rules that a rule rests on; with each, by how many stages it comes later.
fn rests_on(rule: &Rule) -> impl Iterator<Item = (RuleId, usize)> + '_ {
    rule.each_version().flat_map(|rule| &rule.atoms).flat_map(|atom| match &atom.measure {
        Measure::Meets(rules) => rules.iter().map(|other| (*other, 0)).collect(),
        Measure::RollUp(roll_up) => vec![(roll_up.rule, 1)],
        _ => Vec::new(),
    })
}
