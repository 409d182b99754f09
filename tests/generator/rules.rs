//! Random rules: every window, deadline, measure, exception and tolerance that is written.

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

use super::records::{date, period};

/// Any rule, named `t`.
pub fn rule() -> impl Strategy<Value = String> {
    let lines = prop_oneof![5 => windowed(), 2 => once(), 2 => triggered(), 2 => in_any()];
    let subject = select(vec![
        " by each programme",
        "",
        "",
        "",
        "",
        " where fte >= 0.5",
        " where not programme = \"short\"",
        " by each programme",
    ]);
    let calendar = select(vec!["", "", "", "calendar of trainee\n ", "calendar of mentor\n "]);
    (lines, subject, calendar, versions()).prop_map(|(lines, only, calendar, versions)| {
        let versions = fitting(&lines, &versions);
        format!("rule t \"T\" {{\n cites A-1\n for mentor with trainee{only}\n {calendar}{lines}\n {versions}\n}}\n")
    })
}

/// Later versions of the rule.
fn versions() -> impl Strategy<Value = String> {
    let change = prop_oneof![
        select(vec!["stands", "lapses", "judged at repeal"]).prop_map(|repeal| format!("repealed, {repeal}")),
        Just("{ require REQUIRED }".to_owned()),
    ];
    let from = select(vec!["2024-09-16", "2024-10-09", "2024-11-04"]);
    let one = (from, change).prop_map(|(from, change)| format!("from {from} {change}"));
    let by = select(vec!["", "\n versions by the start of the role"]);
    let again = select(vec!["", "\n from 2024-12-02 { require REQUIRED }"]);
    prop_oneof![
        5 => Just(String::new()),
        1 => (one, again, by).prop_map(|(one, again, by)| format!("{one}{again}{by}")),
    ]
}

/// Versions as they can be of some lines: a figure that exceptions change stays, and a deadline has no part.
fn fitting(lines: &str, versions: &str) -> String {
    let changed = lines.contains("reduced to") || lines.contains("raised to") || lines.contains("even pace");
    // A sliding window asks for a figure and is no part of anything; a term of a clock is no window of the calendar.
    let sliding = ["in any ", "averaged "].iter().any(|word| lines.contains(word));
    let whole = !sliding && !lines.starts_with("each term of ");
    if versions.contains("REQUIRED") && (changed || sliding) {
        return String::new();
    }
    let deadline =
        ["by ", "before ", "within "].iter().any(|word| lines.lines().any(|line| line.trim_start().starts_with(word)));
    let windowed = whole && (lines.starts_with("each ") || (lines.starts_with("over ") && !deadline));
    let versions = if windowed { versions.to_owned() } else { versions.replace("judged at repeal", "stands") };
    let answer = lines.starts_with("for ");
    let required = if answer { "some contact within 4 days, one to one" } else { "some visit where kind = \"b\"" };
    versions.replace("REQUIRED", required)
}

fn activity() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        6 => select(vec!["meeting", "visit", "contact"]),
        1 => select(vec!["call", "talk", "chat"]),
    ]
}

/// Activities of everybody, for where no length is asked for.
fn anything() -> impl Strategy<Value = &'static str> {
    prop_oneof![6 => activity(), 1 => select(vec!["drill", "news"])]
}

fn chosen() -> impl Strategy<Value = String> {
    let filter = prop_oneof![
        2 => Just(""),
        1 => select(vec![
            " where kind = \"a\"",
            " where not kind = \"b\"",
            " where length >= 1 hour",
            " where kind in kinds and length < 2 hours",
            " where kind = \"a\" or kind = \"c\"",
        ]),
        1 => select(vec![
            " where seen-by is the mentor",
            " where seen-by is not the trainee",
            " where seen-by holds head",
            " where seen-by holds head at the same school",
            " where seen-by holds head where senior = yes",
            " where not seen-by holds head at the same school where (senior is not yes or school = \"One\")",
            " where seen-by holds mentor where not programme = \"short\"",
            " where seen-by is given",
            " where seen-by is blank",
            " where kind is not blank and length is given",
        ]),
    ];
    (activity(), filter).prop_map(|(activity, filter)| format!("{activity}{filter}"))
}

/// A day that a deadline or an order refers to.
fn point() -> impl Strategy<Value = String> {
    let plain = || {
        prop_oneof![
            3 => date().prop_map(str::to_owned),
            1 => Just("the start of the role".to_owned()),
            1 => Just("the end of the role".to_owned()),
            1 => Just("until".to_owned()),
            1 => anything().prop_map(|activity| format!("the first {activity}")),
            1 => Just("the day that base was met".to_owned()),
            3 => select(vec![
                "the end of served",
                "the end of term 1 of served",
                "the end of term 2 of served",
                "the end of term 1 of stayed",
                "the end of stayed",
            ]).prop_map(str::to_owned),
        ]
    };
    prop_oneof![
        4 => plain(),
        1 => (limit(), select(vec!["before", "after"]), plain())
            .prop_map(|((limit, _), direction, point)| format!("{limit} {direction} {point}")),
    ]
}

/// What puts a deadline off.
fn put_off() -> impl Strategy<Value = String> {
    let suspended = prop_oneof![
        4 => Just(String::new()),
        1 => select(vec!["absence", "leave"]).prop_map(|spans| format!("suspended during {spans}\n ")),
    ];
    let extended = || {
        let adding = select(vec!["", ", adding"]);
        prop_oneof![
            5 => Just(String::new()),
            1 => (limit(), when(), adding).prop_map(|((limit, _), when, adding)| {
                format!("extended by {} {when}{adding}\n ", limit.replace("0 ", "2 "))
            }),
        ]
    };
    (suspended, extended(), extended()).prop_map(|(suspended, one, other)| format!("{suspended}{one}{other}"))
}

/// A limit and, where a day begins it, the word for it.
fn limit() -> impl Strategy<Value = (String, bool)> {
    let unit = select(vec!["days", "working days", "school days", "open days"]);
    (0_u32..7, unit, any::<bool>()).prop_map(|(number, unit, beginning)| {
        let number = match number {
            6 => "soon".to_owned(),
            number => number.max(u32::from(beginning)).to_string(),
        };
        (format!("{number} {unit}"), beginning)
    })
}

fn response() -> impl Strategy<Value = String> {
    let matching = select(vec!["shared", "one to one"]);
    let linked = select(vec!["", "", "", ", linked by kind"]);
    (limit(), matching, linked).prop_map(|((limit, beginning), matching, linked)| {
        let beginning = if beginning { " beginning with it" } else { "" };
        format!("within {limit}{beginning}, {matching}{linked}")
    })
}

/// A response that may come before what it answers.
fn around() -> impl Strategy<Value = String> {
    let side = select(vec!["before it", "up to it", "before or after it"]);
    let matching = select(vec!["shared", "one to one"]);
    (limit(), side, matching).prop_map(|((limit, _), side, matching)| {
        let limit = if side == "before it" { limit.replacen("0 ", "1 ", 1) } else { limit };
        format!("within {limit} {side}, {matching}")
    })
}

/// A measure with a figure: what is measured, and figures of its unit, from low to high.
fn figure() -> impl Strategy<Value = (String, [&'static str; 4])> {
    prop_oneof![
        chosen()
            .prop_map(|of| (format!("total length of {of}"), ["30 minutes", "60 minutes", "90 minutes", "4 hours"])),
        (chosen(), select(vec!["60 minutes", "100 minutes", "5 hours"])).prop_map(|(of, most)| {
            let capped = format!("total length of {of}, at most {most} for each kind");
            (capped, ["30 minutes", "60 minutes", "2 hours", "3 hours 20 minutes"])
        }),
        chosen().prop_map(|of| (format!("count of {of}"), ["0", "1", "2", "4"])),
        chosen().prop_map(|of| (format!("count of distinct kind of {of}"), ["0", "1", "2", "4"])),
    ]
}

fn comparison() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        2 => Just("at least"),
        2 => select(vec!["at least", "at most", "more than", "less than", "exactly", "is not"]),
    ]
}

fn atom() -> impl Strategy<Value = String> {
    let share = select(vec!["0 %", "30 %", "100 %"]);
    let gap = (chosen(), select(vec!["days", "school days", "open days"]), any::<bool>(), select(vec![3, 10, 30]));
    prop_oneof![
        5 => (figure(), comparison(), 0_usize..4).prop_map(|((of, values), by, at)| format!("{of} {by} {}", values[at])),
        1 => (chosen(), comparison(), select(vec!["unset", "needed"]))
            .prop_map(|(of, by, value)| format!("count of {of} {by} {value}")),
        2 => chosen().prop_map(|of| format!("some {of}")),
        1 => anything().prop_map(|of| format!("some {of}")),
        1 => chosen().prop_map(|of| format!("no {of}")),
        1 => chosen().prop_map(|of| format!("{of} covers kinds by kind")),
        1 => (activity(), share, comparison()).prop_map(|(of, none, by)| {
            format!("share of {of} where kind = \"a\", counting none as {none} {by} 50 %")
        }),
        1 => (gap, select(vec!["at most", "more than"])).prop_map(|((of, unit, ends, days), by)| {
            let ends = if ends { "counting the ends" } else { "not counting the ends" };
            format!("longest gap between {of} in {unit}, {ends} {by} {days} days")
        }),
        1 => (select(vec!["first", "last"]), chosen(), select(vec!["before", "by", "after", "from"]), point())
            .prop_map(|(which, of, order, point)| format!("{which} {of} {order} {point}")),
        1 => (anything(), activity(), response()).prop_map(|(trigger, of, within)| format!("each {trigger} has {of} {within}")),
        1 => attested(),
        1 => (anything(), activity(), around()).prop_map(|(trigger, of, within)| format!("each {trigger} has {of} {within}")),
        1 => select(vec!["meets base", "meets base", "unreadable A-2"]).prop_map(str::to_owned),
    ]
}

/// Who may sign what.
fn signed() -> impl Strategy<Value = String> {
    let by = select(vec![
        "head",
        "head at the same school",
        "head or mentor",
        "head where senior = yes or mentor where not programme = \"short\"",
    ]);
    (by, chosen()).prop_map(|(by, of)| format!("attested by {by} in {of}"))
}

fn never() -> impl Strategy<Value = &'static str> {
    select(vec!["", "", ", never by the mentor", ", never by the mentor or the trainee"])
}

fn attested() -> impl Strategy<Value = String> {
    let valid = select(vec!["", ", valid for 0 days", ", valid for 10 days", ", valid for 60 days"]);
    (signed(), never(), valid).prop_map(|(signed, never, valid)| format!("{signed}{never}{valid}"))
}

fn requirement() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![5 => atom(), 1 => atom().prop_map(|one| format!("not ({one})"))];
    prop_oneof![
        4 => leaf.clone(),
        1 => (leaf.clone(), leaf.clone()).prop_map(|(a, b)| format!("({a}) and ({b})")),
        1 => (leaf.clone(), leaf.clone()).prop_map(|(a, b)| format!("({a}) or ({b})")),
        1 => (leaf.clone(), leaf.clone()).prop_map(|(a, b)| format!("not (({a}) or ({b}))")),
        1 => (condition(), leaf).prop_map(|(condition, then)| format!("if {condition} then ({then})")),
    ]
}

fn condition() -> impl Strategy<Value = String> {
    let one = select(vec![
        "some credential",
        "no credential",
        "some absence in the window",
        "no visit in the window",
        "some drill",
        "absence covers every open day",
        "leave covers every school day",
        "fte < 0.5",
        "programme = \"short\"",
        "school = \"Two\"",
    ]);
    prop_oneof![
        5 => one.clone().prop_map(str::to_owned),
        1 => one.clone().prop_map(|one| format!("not {one}")),
        1 => (one.clone(), one.clone()).prop_map(|(a, b)| format!("({a} and {b})")),
        1 => (one.clone(), one).prop_map(|(a, b)| format!("({a} or {b})")),
    ]
}

fn when() -> impl Strategy<Value = String> {
    let own =
        (condition(), select(vec!["when", "when shown"])).prop_map(|(condition, when)| format!("{when} {condition}"));
    let named = select(vec!["pardoned", "lapsed", "renewed"]).prop_map(|name| format!("when {name}"));
    let unless = prop_oneof![
        3 => condition(),
        2 => select(vec!["pardoned", "lapsed", "renewed"]).prop_map(str::to_owned),
    ];
    let exception = prop_oneof![4 => own, 1 => named];
    (exception, proptest::collection::vec(unless, 0..3), any::<bool>()).prop_map(|(exception, unless, defeated)| {
        let unless: Vec<String> = unless.iter().filter(|_| defeated).map(|one| format!(" unless {one}")).collect();
        format!("{exception}{}", unless.concat())
    })
}

fn mid_window() -> impl Strategy<Value = &'static str> {
    select(vec![
        "whole",
        "whole",
        "from then, pro rata by open days",
        "from then, pro rata by days",
        "from the next window",
    ])
}

/// A requirement with its exceptions.
fn demand() -> impl Strategy<Value = String> {
    let drops = (select(vec!["exempt", "excused"]), when(), mid_window())
        .prop_map(|(effect, when, mid)| format!("{effect} {when}\n mid-window {mid}"));
    let changed = (figure(), when(), when(), (0_usize..3, mid_window()), comparison()).prop_map(
        |((of, values), low, high, (how, mid), by)| {
            let reduced = if how == 1 { String::new() } else { format!("reduced to {} {low}\n ", values[0]) };
            let raised = if how == 0 { String::new() } else { format!("raised to {} {high}\n ", values[3]) };
            format!("require {of} {by} {}\n {reduced}{raised}mid-window {mid}", values[2])
        },
    );
    // Exceptions of which some give way to others.
    let lines = (
        select(vec!["", "exempt when pardoned\n ", "excused when pardoned\n ", "exempt when eased\n "]),
        select(vec!["", "raised to {3} when heavier\n ", "raised to {3} when heavier unless lapsed\n "]),
        select(vec!["", "reduced to {0} when lighter\n "]),
        select(vec!["", "reduced to {1} when eased\n "]),
    );
    let ranked = (figure(), lines).prop_map(|((of, values), (drop, heavier, lighter, eased))| {
        let lines = format!("{drop}{heavier}{lighter}{eased}");
        let lines = (0..4).fold(lines, |lines, place| lines.replace(&format!("{{{place}}}"), values[place]));
        format!("require {of} at least {}\n {lines}", values[2])
    });
    prop_oneof![
        4 => requirement().prop_map(|requirement| format!("require {requirement}")),
        1 => changed,
        1 => ranked,
        2 => (requirement(), drops).prop_map(|(requirement, drops)| format!("require {requirement}\n {drops}")),
    ]
}

fn part() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        1 => Just("in full"),
        2 => select(vec![
            "dropped",
            "pro rata by open days",
            "pro rata by open days, rounded up",
            "pro rata by days, rounded down",
            "pro rata by days, rounded to the nearest",
            "pro rata by fte",
            "pro rata by working pattern",
        ]),
    ]
}

fn joint() -> impl Strategy<Value = &'static str> {
    select(vec!["joint in full for each\n ", "joint in full for each\n ", "joint split equally\n ", ""])
}

fn at_risk(demand: &str) -> &'static str {
    if demand.contains("total length") {
        "at risk when under the even pace by 30 minutes"
    } else if demand.contains("count of") {
        "at risk when under the even pace by 1"
    } else {
        "at risk within 10 school days of due"
    }
}

fn windowed() -> impl Strategy<Value = String> {
    let window = select(vec![
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
        "term of served",
        "term of served, 2 to 3",
        "term of stayed",
    ]);
    let tolerance = prop_oneof![
        3 => Just(""),
        2 => select(vec![
            "allowing 2 misses in all",
            "allowing 1 miss a term",
            "allowing 1 miss a half-term",
            "allowing 0 misses a year",
            "in at least 50 % of windows",
        ]),
    ];
    (window, part(), joint(), demand(), tolerance, 0_u32..4).prop_map(
        |(window, part, joint, demand, tolerance, risk)| {
            let risk = if risk == 0 { at_risk(&demand) } else { "" };
            format!("each {window}\n part {part}\n {joint}{demand}\n {tolerance}\n {risk}")
        },
    )
}

/// Windows that begin anew on each day or week.
fn in_any() -> impl Strategy<Value = String> {
    let windows = select(vec![
        "in any 3 days",
        "in any 7 days",
        "in any 7 days, truncated at the ends",
        "in any 5 school days",
        "in any 4 working days",
        "in any 5 open days",
        "in any 5 open days, truncated at the ends",
        "in any 2 consecutive weeks",
        "in any 2 consecutive teaching weeks",
        "in any 3 consecutive open weeks, truncated at the ends",
        "averaged over 2 weeks",
        "averaged over 3 teaching weeks",
    ]);
    let plain = prop_oneof![
        2 => chosen().prop_map(|of| format!("some {of}")),
        1 => chosen().prop_map(|of| format!("no {of}")),
    ];
    let by = || select(vec!["at least", "at most", "more than", "less than", "exactly"]);
    let held = (figure(), by(), 0_usize..4).prop_map(|((of, values), by, at)| (of, by, values, at));
    let over = prop_oneof![3 => Just(String::new()), 1 => period().prop_map(|(from, to)| {
        format!("over {from} to {}\n ", to.max("2024-09-04"))
    })];
    let drops = prop_oneof![
        4 => Just(String::new()),
        1 => (when(), select(vec!["whole", "from the next window"]))
            .prop_map(|(when, mid)| format!("exempt {when}\n mid-window {mid}\n ")),
    ];
    let risk = select(vec!["", "", "at risk within 5 days of due"]);
    let out = prop_oneof![1 => Just(String::new()), 1 => condition().prop_map(|out| {
        format!(", leaving out weeks where {out}")
    })];
    ((windows, out), (plain, held), (part(), joint()), (over, drops), (risk, any::<bool>())).prop_map(
        |((windows, out), (plain, (of, by, values, at)), (part, joint), (over, drops), (risk, figure))| {
            let average = windows.starts_with("averaged");
            let distinct = of.contains("distinct");
            let (of, by) = match average {
                true if distinct => ("count of meeting".to_owned(), "at most"),
                _ if of.contains("for each kind") => ("total length of meeting".to_owned(), "at most"),
                true if by == "exactly" => (of, "at least"),
                _ => (of, by),
            };
            let require = if figure || average { format!("{of} {by} {}", values[at]) } else { plain };
            let days = !windows.contains("weeks");
            let part = match part {
                _ if average => String::new(),
                part if days && part.contains("pro rata") => "part pro rata by days\n ".to_owned(),
                part => format!("part {part}\n "),
            };
            let out = if average { out } else { String::new() };
            let limit = ["at most", "less than", "no "]
                .iter()
                .any(|word| require.starts_with(word) || require.contains(&format!(" {word} ")));
            let risk = if limit { "" } else { risk };
            format!("{over}{windows}{out}\n {part}{joint}require {require}\n {drops}{risk}")
        },
    )
}

fn once() -> impl Strategy<Value = String> {
    // Some day of it is one on which the world's policy is in force.
    let over = || period().prop_map(|(from, to)| format!("over {from} to {}", to.max("2024-09-04")));
    let due = || {
        prop_oneof![
            point().prop_map(|point| format!("by {point}")),
            point().prop_map(|point| format!("before {point}")),
            (limit(), point()).prop_map(|((limit, beginning), point)| {
                format!("within {limit} {} {point}", if beginning { "beginning with" } else { "of" })
            }),
        ]
    };
    let lines = prop_oneof![
        3 => over(),
        3 => due(),
        1 => (over(), due()).prop_map(|(over, due)| format!("{over}\n {due}")),
        1 => Just(String::new()),
    ];
    (lines, part(), joint(), (demand(), put_off()), 0_u32..4).prop_map(
        |(lines, part, joint, (demand, put_off), risk)| {
            let deadline = lines
                .lines()
                .any(|line| ["by ", "before ", "within "].iter().any(|word| line.trim().starts_with(word)));
            let put_off = if deadline { put_off } else { String::new() };
            let part = if lines.contains("over") { format!("part {part}\n ") } else { String::new() };
            let risk = if risk == 0 { at_risk(&demand) } else { "" };
            format!("{lines}\n {part}{joint}{demand}\n {put_off}{risk}")
        },
    )
}

/// A day that the roster or the calendar names.
fn milestone() -> impl Strategy<Value = &'static str> {
    select(vec![
        "the start of the role",
        "the end of the role",
        "each start of a placement",
        "each end of a placement",
        "each start of a half-term",
        "each end of a half-term",
        "each start of a term",
        "each end of a year",
        "each change of fte",
        "each change of programme",
        "each change of school",
    ])
}

fn triggered() -> impl Strategy<Value = String> {
    let trigger = prop_oneof![
        4 => chosen().prop_map(|of| format!("each {of}")),
        2 => select(vec!["absence", "leave", "news", "drill"]).prop_map(|of| format!("each {of}")),
        2 => milestone().prop_map(str::to_owned),
    ];
    let within = || prop_oneof![3 => response(), 1 => around()];
    let answer = move || {
        prop_oneof![
            4 => (chosen(), within()).prop_map(|(of, within)| format!("some {of} {within}")),
            1 => (within(), condition(), select(vec!["", "shown "]), any::<bool>()).prop_map(|(within, when, shown, leave)| {
                let leave = if leave { format!(", leaving out \"b\" when {shown}({when})") } else { String::new() };
                format!("contact covers sorts by kind {within}{leave}")
            }),
            1 => (signed(), within(), never()).prop_map(|(of, within, never)| format!("{of} {within}{never}")),
        ]
    };
    let require = prop_oneof![
        4 => answer(),
        1 => (answer(), answer()).prop_map(|(a, b)| format!("({a}) and ({b})")),
        1 => (answer(), answer()).prop_map(|(a, b)| format!("({a}) or ({b})")),
    ];
    let drops = prop_oneof![
        4 => Just(String::new()),
        1 => when().prop_map(|when| format!("exempt {when}\n mid-window whole\n ")),
    ];
    let ends = select(vec!["", "", "ends with the role"]);
    (trigger, require, drops, (ends, put_off())).prop_map(|(trigger, require, drops, (ends, put_off))| {
        // An absence has no field to link by, nor has a day.
        let bare = ["absence", "leave", " of "].iter().any(|word| trigger.contains(word));
        // What must come before its trigger cannot be put off.
        let before = ["days before it", "up to it"].iter().any(|side| require.contains(side));
        let put_off = if before { String::new() } else { put_off };
        let require = if bare { require.replace(", linked by kind", "") } else { require };
        format!("for {trigger}\n require {require}\n {drops}{put_off}{ends}")
    })
}
