//! Random rules: every window, measure, exception and tolerance that is written.

use proptest::prelude::{Strategy, prop_oneof};
use proptest::sample::select;

use super::records::period;

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
        // Some day of it is one on which the world's policy is in force.
        period().prop_map(|(from, to)| format!("over {from} to {}", to.max("2024-09-04"))),
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

/// Any rule, named `t`.
pub fn rule() -> impl Strategy<Value = String> {
    let lines = prop_oneof![3 => windowed(), 1 => triggered()];
    lines.prop_map(|lines| format!("rule t \"T\" {{\n cites A-1\n for mentor with trainee\n {lines}\n}}\n"))
}
