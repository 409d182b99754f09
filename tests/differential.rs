//! The engine against the reference on random policies and records, with dates on the edges of everything.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, reason = "tests may panic")]

mod reference;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use assize::calendar::Calendars;
use assize::diagnostic::{Severity, render};
use assize::engine::outcome::{Finding, WindowLabel};
use assize::engine::{Audit, Filter, evaluate};
use assize::rules::from_texts;
use assize::scenario::{Stage, run};
use assize::value::{Day, Days};
use reference::{Found, Owed};

const WORLD: &str = "\
policy p \"P\" { in force 2024-09-04 to 2025-01-31 }
clause A-1 \"A\"
role mentor with trainee { fte: number }
records r \"R\" { stale after 5 days }
records s \"S\" { register }
activity meeting with trainee from r { length: duration up to 3 hours; kind: text; held-in: \"room\" or \"hall\" }
activity visit with trainee from r, s { length: duration; kind: text }
activity note from r { length: duration; kind: text }
activity credential from s { kind: text }
activity absence of trainee from s span
group contact = meeting, visit
list kinds { \"a\" \"b\" x 2 }
param unset: count
calendar one {
  year 2024-25 from 2024-09-01 to 2024-12-31 {
    term autumn { half-term 2024-09-03 to 2024-10-18 half-term 2024-10-28 to 2024-12-20 }
  }
  inset 2024-09-03, 2024-10-28
  bank holiday 2024-10-07, 2024-11-11
  closed 2024-10-09 to 2024-10-11
}
calendar two {
  year 2024-25 from 2024-08-26 to 2025-02-28 {
    term autumn { half-term 2024-08-27 to 2024-10-25 half-term 2024-11-04 to 2024-12-20 }
    term spring { half-term 2025-01-06 to 2025-02-14 }
  }
  closed 2024-11-05 to 2024-11-08
}
";

/// Days on which something begins, ends, or is different.
const EDGES: [&str; 22] = [
    "2024-08-30",
    "2024-09-03",
    "2024-09-04",
    "2024-09-09",
    "2024-09-15",
    "2024-09-16",
    "2024-10-04",
    "2024-10-07",
    "2024-10-13",
    "2024-10-14",
    "2024-10-18",
    "2024-10-19",
    "2024-10-27",
    "2024-10-28",
    "2024-10-31",
    "2024-11-01",
    "2024-11-05",
    "2024-11-11",
    "2024-12-20",
    "2024-12-30",
    "2024-12-31",
    "2025-01-07",
];

fn date() -> impl Strategy<Value = &'static str> {
    select(EDGES.to_vec())
}

fn period() -> impl Strategy<Value = (&'static str, &'static str)> {
    (date(), date()).prop_map(|(a, b)| if a <= b { (a, b) } else { (b, a) })
}

fn activity() -> impl Strategy<Value = &'static str> {
    select(vec!["meeting", "visit", "contact"])
}

fn chosen() -> impl Strategy<Value = String> {
    let filter = select(vec![
        "",
        "",
        " where kind = \"a\"",
        " where not kind = \"b\"",
        " where length >= 1 hour",
        " where kind in kinds and length < 2 hours",
        " where kind = \"a\" or kind = \"c\"",
    ]);
    (activity(), filter).prop_map(|(activity, filter)| format!("{activity}{filter}"))
}

fn atom() -> impl Strategy<Value = String> {
    let comparison = select(vec!["at least", "at most", "more than", "less than", "exactly", "is not"]);
    prop_oneof![
        (chosen(), comparison.clone(), select(vec!["60 minutes", "90 minutes", "3 hours"]))
            .prop_map(|(of, by, value)| format!("total length of {of} {by} {value}")),
        (chosen(), comparison.clone(), select(vec!["0", "1", "2", "unset"]))
            .prop_map(|(of, by, value)| format!("count of {of} {by} {value}")),
        (chosen(), comparison, select(vec!["1", "2"]))
            .prop_map(|(of, by, value)| format!("count of distinct kind of {of} {by} {value}")),
        chosen().prop_map(|of| format!("some {of}")),
        chosen().prop_map(|of| format!("no {of}")),
        chosen().prop_map(|of| format!("{of} covers kinds by kind")),
    ]
}

fn requirement() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![4 => atom(), 1 => atom().prop_map(|one| format!("not {one}"))];
    prop_oneof![
        3 => leaf.clone(),
        1 => (leaf.clone(), leaf.clone()).prop_map(|(a, b)| format!("({a}) and ({b})")),
        1 => (leaf.clone(), leaf.clone()).prop_map(|(a, b)| format!("({a}) or ({b})")),
        1 => (leaf.clone(), leaf).prop_map(|(a, b)| format!("not (({a}) or ({b}))")),
    ]
}

fn windowed() -> impl Strategy<Value = String> {
    let window = prop_oneof![
        select(vec![
            "day",
            "school day",
            "week",
            "teaching week",
            "open week",
            "half-term",
            "term",
            "month",
            "year",
            "placement",
            "2 teaching weeks from the placement",
            "2 open weeks from the first placement",
            "3 teaching weeks from the half-term",
            "2 calendar weeks from the year",
        ])
        .prop_map(|window| format!("each {window}")),
        period().prop_map(|(from, to)| format!("over {from} to {to}")),
    ];
    let part = select(vec![
        "dropped",
        "in full",
        "in full",
        "pro rata by open days",
        "pro rata by open days, rounded up",
        "pro rata by days, rounded down",
    ]);
    let exception = select(vec![
        "",
        "",
        "exempt when shown some credential\n mid-window whole",
        "excused when absence covers every open day",
        "exempt when fte < 0.5",
    ]);
    let misses = select(vec!["", "", "", "allowing 2 misses in all"]);
    (window, part, requirement(), exception, misses).prop_map(|(window, part, requirement, exception, misses)| {
        let misses = if window.starts_with("over") { "" } else { misses };
        format!("{window}\n part {part}\n joint in full for each\n require {requirement}\n {exception}\n {misses}")
    })
}

fn triggered() -> impl Strategy<Value = String> {
    let unit = select(vec!["days", "working days", "school days", "open days"]);
    let start = select(vec![(0, ""), (1, " beginning with it")]);
    let matching = select(vec!["shared", "one to one"]);
    (chosen(), chosen(), 0_u32..6, unit, start, matching).prop_map(|(trigger, of, number, unit, start, matching)| {
        format!("for each {trigger}\n require some {of} within {} {unit}{}, {matching}", number.max(start.0), start.1)
    })
}

fn rule() -> impl Strategy<Value = String> {
    let lines = prop_oneof![3 => windowed(), 1 => triggered()];
    lines.prop_map(|lines| format!("rule t \"T\" {{\n cites A-1\n for mentor with trainee\n {lines}\n}}\n"))
}

fn event() -> impl Strategy<Value = String> {
    let length = select(vec!["60 minutes", "90 minutes", "2 hours", "0 minutes", "unknown"]);
    let kind = select(vec!["\"a\"", "\"A\"", "\"b\"", "\"c\"", "unknown"]);
    let with = select(vec!["with: Tom; ", "with: Tom; ", "with: Tom; ", "with: Una; ", "with: Tom, Una; ", ""]);
    let status = select(vec!["", "", "", "", " status: unknown;", " status: not held;"]);
    let on = prop_oneof![9 => date(), 1 => Just("unknown")];
    let minute = select(vec!["", " at: 09:00;", " at: 15:00;"]);
    let name = select(vec!["meeting", "meeting", "visit"]);
    prop_oneof![
        8 => (name, with, on, minute, length, (kind, status)).prop_map(|(name, with, on, minute, length, (kind, status))| {
            format!("{name} {{ who: Amy; {with}on: {on};{minute} length: {length}; kind: {kind};{status} }}")
        }),
        1 => date().prop_map(|on| format!("credential {{ who: Amy; on: {on}; kind: \"q\" }}")),
        1 => period().prop_map(|(from, to)| format!("absence {{ who: Tom; on: {from} to {to} }}")),
    ]
}

fn scenario() -> impl Strategy<Value = String> {
    let row = |school: &'static str| {
        (period(), select(vec!["", " { fte: 0.4 }", " { fte: 1 }"])).prop_map(move |((from, to), fields)| {
            format!("roster Amy mentor with Tom from {from} to {to} at \"{school}\"{fields}")
        })
    };
    let rows = prop_oneof![
        2 => row("One").prop_map(|row| vec![row]),
        1 => row("Two").prop_map(|row| vec![row]),
        2 => Just(vec![
            "roster Amy mentor with Tom from 2024-09-04 to 2024-10-04 at \"One\" { fte: 1 }".to_owned(),
            "roster Amy mentor with Tom from 2024-10-07 to 2024-11-01 at \"Two\" { fte: 0.4 }".to_owned(),
            "roster Amy mentor with Tom from 2024-11-11 to 2024-12-31 at \"One\" { fte: 1 }".to_owned(),
        ]),
    ];
    let loaded = prop_oneof![
        3 => Just(String::new()),
        1 => Just("not loaded r".to_owned()),
        2 => period().prop_map(|(from, to)| format!("loaded r from {from} to {to}")),
    ];
    let events = proptest::collection::vec(event(), 0..7);
    (rows, loaded, events, date(), any::<bool>()).prop_map(|(rows, loaded, events, as_of, other)| {
        let una = if other { "roster Amy mentor with Una from 2024-09-09 to 2024-12-20 at \"Two\"\n " } else { "" };
        let events = events.iter().filter(|event| other || !event.contains("Una")).cloned().collect::<Vec<_>>();
        format!(
            "scenario \"s\" {{\n school \"One\" uses one\n school \"Two\" uses two\n {una}{}\n {loaded}\n {}\n as of {as_of}\n expect t met\n}}\n",
            rows.join("\n "),
            events.join("\n "),
        )
    })
}

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
                    Owed { days, due: one.due, outcome: one.outcome }
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

#[test]
fn the_engine_agrees_with_the_reference() {
    let reached: RefCell<BTreeMap<String, u32>> = RefCell::new(BTreeMap::new());
    let asked = std::env::var("ASSIZE_CASES").ok().and_then(|cases| cases.parse().ok());
    let config =
        Config { cases: asked.unwrap_or(400), failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let strategy = (rule(), scenario());
    let outcome = TestRunner::new(config).run(&strategy, |(rule, scenario)| {
        let text = format!("{WORLD}{rule}{scenario}");
        let rules = from_texts([(PathBuf::from("random.assize"), text)]);
        let errors: Vec<String> = rules
            .diagnostics
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
            .map(|problem| render::compact(&rules.sources, problem))
            .collect();
        if !errors.is_empty() {
            return Err(TestCaseError::fail(format!("{errors:?}\n{rule}\n{scenario}")));
        }
        let program = rules.program.unwrap();
        let calendars = Calendars::build(&program);
        let stage = Stage { program: &program, calendars: &calendars, sources: &rules.sources };
        let difference: RefCell<Option<String>> = RefCell::new(None);
        let judge = |audit: &Audit<'_>| {
            let findings = evaluate(audit, &Filter::default());
            let (engine, naive) = (simplified(&findings), reference::evaluate(audit));
            if engine != naive {
                let reasons: Vec<_> =
                    findings.iter().flat_map(|one| &one.obligations).map(|one| &one.reasons).collect();
                *difference.borrow_mut() = Some(format!("engine    {engine:?}\nreference {naive:?}\n{reasons:?}"));
            }
            for one in &engine {
                for owed in &one.owed {
                    *reached.borrow_mut().entry(owed.outcome.word().to_owned()).or_default() += 1;
                }
            }
            findings
        };
        run(stage, &program.scenarios[0], &judge);
        for line in rule.lines().skip(3).chain(scenario.lines()) {
            let words: Vec<&str> = line.split_whitespace().take(2).collect();
            *reached.borrow_mut().entry(words.join(" ")).or_default() += 1;
        }
        match difference.into_inner() {
            None => Ok(()),
            Some(difference) => Err(TestCaseError::fail(format!("{rule}\n{scenario}\n{difference}"))),
        }
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    let reached = reached.into_inner();
    for construct in [
        "met",
        "breached",
        "pending",
        "undetermined",
        "exempt",
        "excused",
        "not applicable",
        "each teaching",
        "each half-term",
        "each 2",
        "each month",
        "each placement",
        "part pro",
        "part dropped",
        "for each",
        "allowing 2",
        "not loaded",
        "loaded r",
        "credential {",
        "absence {",
    ] {
        assert!(reached.contains_key(construct), "no case reached `{construct}`: {reached:?}");
    }
}
