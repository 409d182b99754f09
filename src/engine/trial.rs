//! One rule tried against one case: what its atoms look at, collected once for all its windows.

use crate::engine::hits::{Hits, Keep};
use crate::engine::judge::Judge;
use crate::engine::outcome::Finding;
use crate::engine::timeline::Timeline;
use crate::types::typed::{Atom, Measure, Rule, RuleId, Selection};

/// A rule, a case, and the events that concern the two.
#[derive(Debug)]
pub struct Trial<'a, 'f> {
    /// The judge.
    pub judge: Judge<'a>,
    /// The rule.
    pub rule: &'a Rule,
    /// The rule's id.
    pub id: RuleId,
    /// The case.
    pub timeline: Timeline<'a>,
    /// For each atom, the events that it measures.
    pub hits: Vec<Hits>,
    /// What was found before.
    pub found: Found<'f>,
}

/// Findings of the rules that come before a rule.
#[derive(Clone, Copy, Debug)]
pub struct Found<'f> {
    /// Of the same person.
    pub own: &'f [Finding],
    /// Of everybody, by the rules of earlier stages, sorted by rule and case.
    pub all: &'f [Finding],
}

/// The selection that an atom measures; none for `meets`.
pub fn selection(atom: &Atom) -> Option<&Selection> {
    match &atom.measure {
        Measure::Total(_, selection, _)
        | Measure::Count(selection)
        | Measure::Distinct(_, selection)
        | Measure::First(selection)
        | Measure::Last(selection) => Some(selection),
        Measure::Share { of, .. } => Some(of),
        Measure::LongestGap { between, .. } => Some(between),
        Measure::Covers { of, .. } => Some(of),
        Measure::FanOut { of, .. } => Some(of),
        Measure::Responses(response) => Some(&response.of),
        Measure::Has(trigger, _) => Some(trigger),
        Measure::Meets(_) | Measure::Unreadable(_) | Measure::RollUp(_) => None,
    }
}

impl<'a, 'f> Trial<'a, 'f> {
    /// Collects the events of a rule's atoms for a case.
    pub fn new(judge: Judge<'a>, id: RuleId, rule: &'a Rule, timeline: Timeline<'a>, found: Found<'f>) -> Self {
        let hits = rule
            .atoms
            .iter()
            .map(|atom| {
                selection(atom).map_or_else(Hits::default, |selection| {
                    Hits::collect(judge, &timeline, &rule.subject, selection, Keep::Live)
                })
            })
            .collect();
        Trial { judge, rule, id, timeline, hits, found }
    }

    /// The events of an atom.
    pub fn hits_of(&self, atom: usize) -> &Hits {
        const NONE: &Hits = &Hits { dated: Vec::new(), undated: Vec::new(), spans: false };
        self.hits.get(atom).unwrap_or(NONE)
    }

    /// What another rule found for the same person: for its cases with the same counterpart, where both have one.
    pub fn found_by(&self, rule: RuleId) -> impl Iterator<Item = &'f Finding> + '_ {
        let case = self.timeline.case;
        self.found.own.iter().filter(move |finding| finding.rule == rule).filter(move |finding| {
            let with = match (case.counterpart, finding.case.counterpart) {
                (Some(mine), Some(other)) => mine == other,
                _ => true,
            };
            let by = match (case.key, finding.case.key) {
                (Some(mine), Some(other)) if mine.attribute == other.attribute => mine == other,
                _ => true,
            };
            with && by
        })
    }
}
