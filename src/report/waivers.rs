//! The waiver register, and what became of each entry.

use super::view::{WaiverState, WaiverView};
use super::words::Names;
use crate::engine::Filter;
use crate::engine::outcome::{Finding, Reason};
use crate::records::table::{Waiver, WaiverId};
use crate::value::Day;

/// The entries that the run is about, in the register's order. What was not judged says nothing of an entry.
pub fn view(names: Names<'_>, findings: &[Finding], filter: &Filter, as_of: Day) -> Vec<WaiverView> {
    let wanted = |waiver: &Waiver| {
        filter.rules.as_ref().is_none_or(|rules| rules.contains(&waiver.rule))
            && filter.people.as_ref().is_none_or(|people| people.contains(&waiver.person))
    };
    let entries = (0..).map(WaiverId).zip(&names.tables.waivers).filter(|(_, waiver)| wanted(waiver));
    entries.map(|entry| one(names, entry, findings, as_of)).collect()
}

fn one(names: Names<'_>, (id, waiver): (WaiverId, &Waiver), findings: &[Finding], as_of: Day) -> WaiverView {
    let of_rule = findings.partition_point(|finding| finding.rule < waiver.rule);
    let cases: Vec<&Finding> = findings
        .iter()
        .skip(of_rule)
        .take_while(|finding| finding.rule == waiver.rule)
        .filter(|finding| finding.case.person == waiver.person)
        .filter(|finding| waiver.counterpart.is_none_or(|with| finding.case.counterpart == Some(with)))
        .collect();
    let said = |reason: &Reason| {
        let obligations = cases.iter().flat_map(|finding| &finding.obligations);
        obligations.filter(|one| one.reasons.contains(reason)).count()
    };
    let (covers, too_late) = (said(&Reason::Waived(id)), said(&Reason::WaiverExpired(id)));
    let state = if covers > 0 {
        WaiverState::Covers
    } else if cases.is_empty() {
        WaiverState::NoCase
    } else if waiver.days.to < as_of {
        WaiverState::Expired
    } else if waiver.days.from > as_of {
        WaiverState::NotBegun
    } else {
        WaiverState::Unused
    };
    WaiverView {
        rule: names.qualified_rule(waiver.rule),
        name: names.rule(waiver.rule),
        person: super::finding::person(waiver.person, names),
        counterpart: waiver.counterpart.map(|with| super::finding::person(with, names)),
        from: (waiver.days.from != Day::MIN).then_some(waiver.days.from),
        until: waiver.days.to,
        approved: waiver.approved.clone(),
        reason: waiver.reason.clone(),
        file: names.tables.files.get(waiver.location.file.index()).cloned().unwrap_or_default(),
        row: waiver.location.row,
        state,
        covers,
        too_late,
    }
}
