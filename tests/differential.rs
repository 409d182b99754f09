//! The engine against the reference: on random rules and records, and on every case that once told the two apart.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, reason = "tests may panic")]

mod generator;
mod reference;

use std::path::Path;

use assize::engine::Audit;
use assize::engine::outcome::{Finding, Outcome, Reason, WindowLabel};
use assize::types::typed::{Duty, RuleId};
use assize::value::fold;
use generator::{WORLD, judge, try_all};
use reference::{Found, Owed};

/// What the engine found, in the reference's terms.
fn simplified(audit: &Audit<'_>, findings: &[Finding], sliding: &dyn Fn(RuleId) -> bool) -> Vec<Found> {
    findings
        .iter()
        .map(|finding| {
            let mut owed: Vec<Owed> = finding
                .obligations
                .iter()
                .map(|one| {
                    let further = one.window.kind == WindowLabel::FurtherTriggers;
                    // Of windows that overlap the one that is named is decided where it fails.
                    let any = sliding(finding.rule) && one.outcome != Outcome::Breached;
                    let days = if further || any { Owed::UNNAMED } else { one.window.days };
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
                key: finding.case.key.map(|key| audit.tables.texts.text(key.value).map(fold)),
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
        let sliding = |id: RuleId| audit.program.rule(id).is_some_and(|rule| matches!(rule.duty, Duty::InAny(_)));
        let (engine, naive) = (simplified(audit, findings, &sliding), reference::evaluate(audit));
        if engine != naive {
            let reasons: Vec<_> = findings.iter().flat_map(|one| &one.obligations).map(|one| &one.reasons).collect();
            let told: Vec<String> = engine
                .iter()
                .zip(&naive)
                .filter(|(engine, naive)| engine != naive)
                .map(|(engine, naive)| format!("engine    {engine:?}\nreference {naive:?}"))
                .collect();
            difference = Some(format!("{}\n{reasons:?}", told.join("\n")));
        }
        seen(&engine);
    });
    difference
}

/// What the random cases must have reached: outcomes, and texts of the rules and records.
const CONSTRUCTS: &[&str] = &[
    "met",
    "breached",
    "pending",
    "at risk",
    "undetermined",
    "exempt",
    "excused",
    "not applicable",
    "waived",
    "waiver expired",
    "waiver t for Amy until",
    "waiver t for Amy with Tom from",
    "each day",
    "each school day",
    "each week",
    "each teaching week",
    "each open week",
    "each half-term",
    "each term",
    "each month",
    "each year",
    "each placement",
    "each 2 teaching weeks from the placement",
    "each 2 open weeks from the first placement",
    "each 3 teaching weeks from the half-term",
    "each 2 calendar weeks from the year",
    "in any 3 days",
    "in any 7 days, truncated",
    "in any 5 school days",
    "in any 4 working days",
    "in any 5 open days",
    "in any 2 consecutive weeks",
    "in any 2 consecutive teaching weeks",
    "in any 3 consecutive open weeks, truncated",
    "averaged over 2 weeks",
    "averaged over 3 teaching weeks",
    "leaving out weeks where",
    "over 2024",
    "by 2024",
    "by the start of the role",
    "by the end of the role",
    "by until",
    "by the first",
    "before 2024",
    "before the first",
    "days of the start of the role",
    "days of the first",
    "beginning with the",
    "beginning with it",
    "days before the end of the role",
    "days after 2024",
    "by the day that base was met",
    "of the day that base was met",
    "suspended during absence",
    "the end of served",
    "the end of term 1 of served",
    "the end of term 2 of served",
    "the end of term 1 of stayed",
    "before the end of",
    "each term of served",
    "each term of served, 2 to 3",
    "each term of stayed",
    "away {",
    "session: \"morning\"",
    "session: unknown",
    "suspended during leave",
    "extended by 2",
    ", adding",
    "for each meeting",
    "for each absence",
    "for each leave",
    "for each news",
    "for each drill",
    "for the start of the role",
    "for the end of the role",
    "for each start of a placement",
    "for each end of a placement",
    "for each start of a half-term",
    "for each end of a half-term",
    "for each start of a term",
    "for each end of a year",
    "for each change of fte",
    "for each change of programme",
    "for each change of school",
    "covers sorts by kind within",
    ", leaving out \"b\" when (",
    "before it",
    "up to it",
    "before or after it",
    "ends with the role",
    "linked by kind",
    "one to one",
    "shared",
    "soon",
    "part in full",
    "part dropped",
    "pro rata by open days",
    "rounded up",
    "pro rata by days, rounded down",
    "rounded to the nearest",
    "pro rata by fte",
    "pro rata by working pattern",
    "joint split equally",
    "joint in full",
    "total length",
    "count of distinct",
    "some drill",
    "no meeting",
    "covers kinds",
    "share of",
    "counting none as",
    "longest gap",
    "not counting the ends",
    ", counting the ends",
    "require first",
    "require last",
    "after the first",
    "from the start of the role",
    "each visit has",
    "meets base",
    "unreadable A-2",
    "if some absence in the window then",
    "if fte < 0.5 then",
    "reduced to",
    "raised to",
    "exempt when shown",
    "excused when",
    "unless some",
    "unless lapsed",
    "when pardoned",
    "when lighter",
    "when heavier unless lapsed",
    "repealed, stands",
    "repealed, lapses",
    "repealed, judged at repeal",
    "{ require some visit",
    "{ require some contact",
    "versions by the start of the role",
    "mid-window whole",
    "mid-window from then",
    "mid-window from the next window",
    "absence covers every open day",
    "leave covers every school day",
    "no credential",
    "at least unset",
    "at least needed",
    "for mentor with trainee by each programme",
    " programme: \"long\";",
    " programme: unknown;",
    "at most 60 minutes for each kind",
    "at most 100 minutes for each kind",
    "attested by head in",
    "attested by head at the same school in",
    "attested by head or mentor in",
    "attested by head where senior = yes or mentor",
    "never by the mentor",
    "never by the mentor or the trainee",
    "valid for 0 days",
    "valid for 10 days",
    "seen-by is the mentor",
    "seen-by is not the trainee",
    "seen-by holds head at the same school",
    "seen-by holds head where senior",
    "seen-by holds mentor where not programme",
    "seen-by is given",
    "seen-by is blank",
    "kind is not blank",
    "seen-by: Hal;",
    "seen-by: Hal or Tom",
    "seen-by: unknown",
    "where not programme",
    "where fte >= 0.5",
    "allowing 2 misses in all",
    "allowing 1 miss a term",
    "allowing 1 miss a half-term",
    "allowing 0 misses a year",
    "in at least 50 % of windows",
    "under the even pace",
    "days of due",
    "of call",
    "of talk",
    "of chat",
    "not loaded r",
    "loaded r from",
    "loaded s to",
    "param soon",
    "param unset",
    "credential {",
    "absence {",
    "leave {",
    "news {",
    "drill {",
    "talk {",
    "chat {",
    "records: s",
    "with: Tom, Una",
    "on: unknown",
    "length: unknown",
    "kind: unknown",
    "status: unknown",
    "status: not held",
    "calendar of trainee",
    "calendar of mentor",
    "Tom trainee from",
    "Una trainee from",
    "Lea lead from",
    "Bob mentor with Vic",
    "who: Bob",
    "every mentor at the same school meets t",
    "every mentor at the same school meets base",
    "at least 2 mentor at the same school meets",
    "at least 67 % of mentor at the same school meets",
    "counting exempt as met",
    "counting none as met",
    "counting none as breached",
];

#[test]
fn the_engine_agrees_with_the_reference() {
    let reached = try_all(10_000, &|case, reached| {
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
        assert!(reached.contains_key(*construct), "no case reached `{construct}`: {reached:?}");
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
