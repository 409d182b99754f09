//! Random people besides the mentor whom most cases are about: another mentor, the trainee's own rows of the roster,
//! and a lead, whose rule asks what the mentors of the school come to.

use proptest::prelude::{Just, Strategy, prop_oneof};
use proptest::sample::select;

use super::records::{date, period};

/// A rule `h` about others, where there is one, more rows of the roster, and what the other mentor did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Crowd {
    pub head: String,
    pub roster: Vec<String>,
    pub events: Vec<String>,
}

/// The other mentor: rows and events.
type Bob = (Vec<String>, Vec<String>);

/// Anybody.
pub fn crowd() -> impl Strategy<Value = Crowd> {
    let nobody = || Just(Vec::new());
    let trainee = prop_oneof![3 => nobody(), 1 => rows("Tom trainee"), 1 => rows("Una trainee")];
    let lead = prop_oneof![
        2 => Just((String::new(), (Vec::new(), Vec::new()))),
        1 => (head(), prop_oneof![2 => rows("Lea lead"), 1 => whole()], bob()).prop_map(|(head, lead, (bob, events))| {
            (head, ([lead, bob].concat(), events))
        }),
    ];
    (trainee, lead).prop_map(|(trainee, (head, (others, events)))| Crowd {
        head,
        roster: [trainee, others].concat(),
        events,
    })
}

fn rows(who: &'static str) -> impl Strategy<Value = Vec<String>> {
    let row = (period(), select(vec!["One", "Two"]))
        .prop_map(move |((from, to), school)| format!("roster {who} from {from} to {to} at \"{school}\""));
    proptest::collection::vec(row, 1..3)
}

fn whole() -> impl Strategy<Value = Vec<String>> {
    let row = |school: &str| vec![format!("roster Lea lead from 2024-09-04 to 2024-12-20 at \"{school}\"")];
    select(vec!["One", "Two"]).prop_map(row)
}

fn bob() -> impl Strategy<Value = Bob> {
    let fields = select(vec!["", " { fte: 0.4 }", " { fte: 1; programme: \"short\" }"]);
    let row = (period(), select(vec!["One", "Two"]), fields).prop_map(|((from, to), school, fields)| {
        format!("roster Bob mentor with Vic from {from} to {to} at \"{school}\"{fields}")
    });
    let event = (select(vec!["visit", "meeting"]), date(), select(vec!["60 minutes", "2 hours", "unknown"])).prop_map(
        |(name, on, length)| format!("{name} {{ who: Bob; with: Vic; on: {on}; length: {length}; kind: \"a\" }}"),
    );
    prop_oneof![
        1 => Just((Vec::new(), Vec::new())),
        2 => (row, proptest::collection::vec(event, 0..3)).prop_map(|(row, events)| (vec![row], events)),
    ]
}

fn head() -> impl Strategy<Value = String> {
    let lines = prop_oneof![
        1 => Just(String::new()),
        1 => period().prop_map(|(from, to)| format!("over {from} to {}", to.max("2024-09-04"))),
        1 => select(vec!["by 2024-10-18", "by 2024-12-20", "before the end of the role"]).prop_map(str::to_owned),
        2 => select(vec!["day", "teaching week", "half-term", "term", "month", "year", "placement"])
            .prop_map(|window| format!("each {window}")),
    ];
    let risk = select(vec!["", "", "", "\n at risk within 10 days of due"]);
    (lines, requirement(), risk).prop_map(|(lines, requirement, risk)| {
        format!("rule h \"H\" {{\n cites A-1\n for lead\n {lines}\n require {requirement}{risk}\n}}\n")
    })
}

fn requirement() -> impl Strategy<Value = String> {
    let quota = select(vec![
        "every",
        "every",
        "at least 1",
        "at least 2",
        "at least 3",
        "at least 34 % of",
        "at least 50 % of",
        "at least 67 % of",
    ]);
    let rule = select(vec!["t", "t", "base"]);
    let exempt = select(vec!["", ", counting exempt as met"]);
    let none = select(vec!["met", "breached"]);
    let one = (quota, rule, exempt, none).prop_map(|(quota, rule, exempt, none)| {
        format!("{quota} mentor at the same school meets {rule}{exempt}, counting none as {none}")
    });
    let one = one.boxed();
    prop_oneof![
        4 => one.clone(),
        1 => one.clone().prop_map(|one| format!("not ({one})")),
        1 => (one.clone(), one.clone()).prop_map(|(a, b)| format!("({a}) and ({b})")),
        1 => (one.clone(), one.clone()).prop_map(|(a, b)| format!("({a}) or ({b})")),
        1 => one.prop_map(|one| format!("if some news then ({one})")),
    ]
}
