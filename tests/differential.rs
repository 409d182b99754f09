//! The engine against the reference: on random rules and records, and on every case that once told the two apart.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, reason = "tests may panic")]

mod generator;
mod reference;

use std::path::Path;

use assize::engine::outcome::{Finding, Reason, WindowLabel};
use assize::value::{Day, Days};
use generator::{WORLD, judge, try_all};
use reference::{Found, Owed};

/// What the engine found, in the reference's terms.
fn simplified(findings: &[Finding]) -> Vec<Found> {
    findings
        .iter()
        .map(|finding| {
            let mut owed: Vec<Owed> = finding
                .obligations
                .iter()
                .map(|one| {
                    let further = one.window.kind == WindowLabel::FurtherTriggers;
                    let days = if further { Days::new(Day::MAX, Day::MAX) } else { one.window.days };
                    let expired = |reason: &Reason| matches!(reason, Reason::WaiverExpired(_));
                    let waiver_expired = one.reasons.iter().any(expired);
                    Owed { days, opens: one.opens, due: one.due, outcome: one.outcome, waiver_expired }
                })
                .collect();
            owed.sort_by_key(|owed| (owed.days, owed.due));
            Found {
                rule: finding.rule,
                person: finding.case.person,
                with: finding.case.counterpart,
                outcome: finding.outcome,
                owed,
            }
        })
        .collect()
}

/// How engine and reference differ on a rule file's scenario, where they do.
fn difference(text: &str, seen: &mut dyn FnMut(&[Found])) -> Option<String> {
    let mut difference = None;
    judge(text, &mut |audit, findings| {
        let (engine, naive) = (simplified(findings), reference::evaluate(audit));
        if engine != naive {
            let reasons: Vec<_> = findings.iter().flat_map(|one| &one.obligations).map(|one| &one.reasons).collect();
            difference = Some(format!("engine    {engine:?}\nreference {naive:?}\n{reasons:?}"));
        }
        seen(&engine);
    });
    difference
}

/// What the random cases must have reached: outcomes, and texts of the rules and records.
const CONSTRUCTS: [&str; 22] = [
    "met",
    "breached",
    "pending",
    "undetermined",
    "exempt",
    "excused",
    "not applicable",
    "waived",
    "waiver expired",
    "each teaching week",
    "each half-term",
    "each 2 ",
    "each month",
    "each placement",
    "part pro rata",
    "part dropped",
    "for each",
    "allowing 2",
    "not loaded",
    "loaded r from",
    "credential {",
    "absence {",
];

#[test]
fn the_engine_agrees_with_the_reference() {
    let reached = try_all(6_000, &|case, reached| {
        let text = case.text();
        let difference = difference(&text, &mut |found| {
            for owed in found.iter().flat_map(|one| &one.owed) {
                *reached.entry(owed.outcome.word().to_owned()).or_default() += 1;
                if owed.waiver_expired {
                    *reached.entry("waiver expired".to_owned()).or_default() += 1;
                }
            }
        });
        let own = text.trim_start_matches(WORLD);
        for construct in CONSTRUCTS.iter().filter(|construct| own.contains(**construct)) {
            *reached.entry((*construct).to_owned()).or_default() += 1;
        }
        difference.map_or(Ok(()), |difference| Err(format!("{own}\n{difference}")))
    });
    for construct in CONSTRUCTS {
        assert!(reached.contains_key(construct), "no case reached `{construct}`: {reached:?}");
    }
}

#[test]
fn what_once_told_them_apart_is_as_decided() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/regressions");
    let mut wrong = Vec::new();
    let mut number = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = format!("{WORLD}{}", std::fs::read_to_string(&path).unwrap());
        wrong.extend(difference(&text, &mut |_| ()).map(|difference| format!("{}: {difference}", path.display())));
        let failures = judge(&text, &mut |_, _| ());
        wrong.extend(failures.iter().map(|failure| format!("{}: {failure:?}", path.display())));
        number += 1;
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(number > 0, "no case is kept");
}
