//! Random rosters, coverage and events.

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

/// What was recorded, line by line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Records {
    /// Lines of the roster.
    pub roster: Vec<String>,
    /// What was loaded.
    pub loaded: Vec<String>,
    /// Parameters that are set.
    pub params: Vec<String>,
    /// What is let pass.
    pub waivers: Vec<String>,
    /// What happened.
    pub events: Vec<String>,
    /// The date of the audit.
    pub as_of: String,
}

impl Records {
    /// The scenario: each line of the records is one of its lines.
    pub fn text(&self) -> String {
        let mut lines = vec!["scenario \"s\" {".to_owned()];
        lines.extend([" school \"One\" uses one".to_owned(), " school \"Two\" uses two".to_owned()]);
        lines.extend(
            self.roster
                .iter()
                .chain(&self.loaded)
                .chain(&self.params)
                .chain(&self.waivers)
                .chain(&self.events)
                .cloned(),
        );
        lines.extend([format!(" as of {}", self.as_of), " expect t met".to_owned(), "}".to_owned()]);
        lines.join("\n") + "\n"
    }
}

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

/// A day on an edge.
pub fn date() -> impl Strategy<Value = &'static str> {
    select(EDGES.to_vec())
}

/// From one such day to another.
pub fn period() -> impl Strategy<Value = (&'static str, &'static str)> {
    (date(), date()).prop_map(|(a, b)| if a <= b { (a, b) } else { (b, a) })
}

/// Any event, as a scenario writes it.
pub fn event() -> impl Strategy<Value = String> {
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

/// Any waiver of the rule `t`.
pub fn waiver() -> impl Strategy<Value = String> {
    (select(vec!["", " with Tom"]), any::<bool>(), period()).prop_map(|(with, bounded, (from, until))| {
        let from = if bounded { format!(" from {from}") } else { String::new() };
        format!("waiver t for Amy{with}{from} until {until} by \"Head\" because \"reasons\"")
    })
}

/// Any roster, coverage and events.
pub fn records() -> impl Strategy<Value = Records> {
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
        3 => Just(Vec::new()),
        1 => Just(vec!["not loaded r".to_owned()]),
        2 => period().prop_map(|(from, to)| vec![format!("loaded r from {from} to {to}")]),
    ];
    let events = proptest::collection::vec(event(), 0..7);
    let waivers = prop_oneof![3 => Just(Vec::new()), 1 => proptest::collection::vec(waiver(), 1..3)];
    (rows, loaded, waivers, events, date(), any::<bool>()).prop_map(|(rows, loaded, waivers, events, as_of, other)| {
        let mut roster = rows;
        if other {
            roster.push("roster Amy mentor with Una from 2024-09-09 to 2024-12-20 at \"Two\"".to_owned());
        }
        let events = events.into_iter().filter(|event| other || !event.contains("Una")).collect();
        Records { roster, loaded, params: Vec::new(), waivers, events, as_of: as_of.to_owned() }
    })
}
