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

/// Some days on which somebody may be away.
fn away() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop_oneof![
        1 => period(),
        2 => select(vec![
            ("2024-09-16", "2024-09-16"),
            ("2024-09-16", "2024-09-17"),
            ("2024-10-17", "2024-10-18"),
            ("2024-10-28", "2024-11-05"),
        ]),
    ]
}

fn status_of() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => Just(""), 1 => select(vec![" status: unknown;", " status: not held;"])]
}

/// Any event, as a scenario writes it.
pub fn event() -> impl Strategy<Value = String> {
    let length = select(vec!["60 minutes", "90 minutes", "2 hours", "0 minutes", "unknown"]);
    let kind = prop_oneof![4 => select(vec!["\"a\"", "\"A\"", "\"b\"", "\"c\""]), 1 => Just("unknown")];
    let with = select(vec!["with: Tom; ", "with: Tom; ", "with: Tom; ", "with: Una; ", "with: Tom, Una; ", ""]);
    let status = prop_oneof![6 => Just(""), 1 => select(vec![" status: unknown;", " status: not held;"])];
    let on = prop_oneof![15 => date(), 1 => Just("unknown")];
    let minute = select(vec!["", "", " at: 09:00;", " at: 15:00;"]);
    let name = prop_oneof![6 => select(vec!["meeting", "visit"]), 1 => select(vec!["call", "talk", "chat"])];
    let seen = select(vec![
        "",
        "",
        " seen-by: Amy;",
        " seen-by: Tom;",
        " seen-by: Hal;",
        " seen-by: Hal;",
        " seen-by: Hal or Tom;",
        " seen-by: Amy or Hal;",
        " seen-by: unknown;",
    ]);
    let programme = select(vec!["", " programme: \"short\";", " programme: \"long\";", " programme: unknown;"]);
    let system = (select(vec!["", "", " records: s;"]), (seen, programme));
    let met = (name, with, (on, minute), length, (kind, status), system).prop_map(
        |(name, with, (on, minute), length, (kind, status), (system, (seen, programme)))| {
            let system = if name == "meeting" { "" } else { system };
            let seen = match name {
                "meeting" | "visit" => format!("{programme}{seen}"),
                _ => seen.to_owned(),
            };
            format!(
                "{name} {{ who: Amy; {with}on: {on};{minute} length: {length}; kind: {kind};{seen}{status}{system} }}"
            )
        },
    );
    let texts = select(vec!["\"a\"", "\"b\"", "unknown"]);
    prop_oneof![
        16 => met,
        1 => date().prop_map(|on| format!("credential {{ who: Amy; on: {on}; kind: \"q\" }}")),
        2 => (away(), select(vec!["\"day\"", "\"day\"", "\"morning\"", "\"afternoon\"", "unknown"]), status_of())
            .prop_map(|((from, to), session, status)| {
                format!("away {{ who: Amy; on: {from} to {to}; session: {session};{status} }}")
            }),
        1 => period().prop_map(|(from, to)| format!("absence {{ who: Tom; on: {from} to {to} }}")),
        1 => period().prop_map(|(from, to)| format!("leave {{ who: Tom; on: {from} to {to} }}")),
        1 => (date(), texts.clone()).prop_map(|(on, kind)| format!("news {{ on: {on}; kind: {kind} }}")),
        1 => (date(), texts).prop_map(|(on, kind)| format!("drill {{ who: Tom; on: {on}; kind: {kind} }}")),
    ]
}

/// Any waiver of the rule `t`, for all of Amy's cases or one of them.
pub fn waiver() -> impl Strategy<Value = String> {
    (select(vec!["", " with Tom"]), any::<bool>(), period()).prop_map(|(with, bounded, (from, until))| {
        let from = if bounded { format!(" from {from}") } else { String::new() };
        format!("waiver t for Amy{with}{from} until {until} by \"Head\" because \"reasons\"")
    })
}

/// Any roster, coverage and events.
pub fn records() -> impl Strategy<Value = Records> {
    let fields = || {
        select(vec![
            "",
            " { fte: 0.4; pattern: \"Mon Tue\"; programme: \"short\"; until: 2024-11-01 }",
            " { fte: 1; pattern: \"Mon Tue Wed Thu Fri\"; programme: \"long\"; until: 2024-12-13 }",
            " { fte: 0.6; pattern: \"Wed Sat\"; programme: \"other\" }",
            " { fte: 3; pattern: \"Mon Tue Wed Thu Fri\"; programme: \"long\" }",
            " { fte: 3; pattern: \"Mon Tue Wed Thu Fri\"; programme: \"short\" }",
        ])
    };
    let row = move |school: &'static str| {
        (period(), fields()).prop_map(move |((from, to), fields)| {
            format!("roster Amy mentor with Tom from {from} to {to} at \"{school}\"{fields}")
        })
    };
    let moves = (fields(), fields(), fields()).prop_map(|(one, two, three)| {
        vec![
            format!("roster Amy mentor with Tom from 2024-09-04 to 2024-10-04 at \"One\"{one}"),
            format!("roster Amy mentor with Tom from 2024-10-07 to 2024-11-01 at \"Two\"{two}"),
            format!("roster Amy mentor with Tom from 2024-11-11 to 2024-12-31 at \"One\"{three}"),
        ]
    });
    let whole = fields().prop_map(|fields| {
        vec![format!("roster Amy mentor with Tom from 2024-09-04 to 2024-12-20 at \"One\"{fields}")]
    });
    let rows = prop_oneof![
        1 => row("One").prop_map(|row| vec![row]),
        1 => row("Two").prop_map(|row| vec![row]),
        1 => whole,
        2 => moves,
    ];
    let loaded = prop_oneof![
        4 => Just(Vec::new()),
        1 => Just(vec!["not loaded r".to_owned()]),
        2 => period().prop_map(|(from, to)| vec![format!("loaded r from {from} to {to}")]),
        1 => (period(), date()).prop_map(|((from, to), end)| {
            vec![format!("loaded r from {from} to {to}"), format!("loaded s to {end}")]
        }),
    ];
    let params = prop_oneof![
        3 => Just(Vec::new()),
        1 => (0_u32..4).prop_map(|days| vec![format!("param soon = {days} days")]),
        1 => (0_u32..3).prop_map(|number| vec![format!("param unset = {number}")]),
    ];
    let events = proptest::collection::vec(event(), 0..7);
    let as_of = prop_oneof![2 => date(), 1 => select(vec!["2024-11-11", "2024-12-20", "2025-01-07"])];
    let waivers = prop_oneof![5 => Just(Vec::new()), 1 => proptest::collection::vec(waiver(), 1..3)];
    let heads = (period(), select(vec!["One", "Two"]), select(vec!["", " { senior: yes }", " { senior: no }"]));
    let heads = heads.prop_map(|((from, to), school, fields)| {
        format!("roster Hal head from {from} to {to} at \"{school}\"{fields}")
    });
    let said = (loaded, params, waivers, heads);
    (rows, said, events, as_of, any::<bool>()).prop_map(|(rows, said, events, as_of, other)| {
        let (loaded, params, waivers, head) = said;
        let mut roster = rows;
        roster.push(head);
        if other {
            roster.push("roster Amy mentor with Una from 2024-09-09 to 2024-12-20 at \"Two\"".to_owned());
        }
        // Each event that may fall on any day multiplies the worlds that the reference tries.
        let mut undated = 0;
        let events = events
            .into_iter()
            .filter(|event| other || !event.contains("Una"))
            .filter(|event| {
                undated += u32::from(event.contains("on: unknown"));
                undated < 2 || !event.contains("on: unknown")
            })
            .collect();
        Records { roster, loaded, params, waivers, events, as_of: as_of.to_owned() }
    })
}
