//! The rules of the grammar in words, for messages; and the words that each may begin with, for suggestions.

use crate::syntax::grammar::Rule;

/// What may stand in a place, as a message tells it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Expected {
    /// In words: ``a window such as `teaching week` or `term` ``.
    pub text: String,
    /// The words of the language that may stand there.
    pub words: Vec<String>,
    /// The marks that may stand there, besides others.
    pub marks: Vec<&'static str>,
}

/// The longest list that a message has.
const MOST: usize = 6;

/// What the rules that may stand in a place are, in words.
pub fn expected(rules: &[Rule]) -> Expected {
    let (mut all, mut words, mut marks) = (Vec::new(), Vec::new(), Vec::new());
    for rule in rules {
        let name = format!("{rule:?}");
        match word(&name) {
            Some(word) => words.push(word),
            None => all.push(in_words(&name).to_owned()),
        }
        marks.extend(MARKS.iter().find(|(mark, _)| *mark == name).map(|(_, mark)| *mark));
    }
    let starters = rules.iter().flat_map(|rule| starters(&format!("{rule:?}")));
    words.sort();
    words.dedup();
    all.extend(words.iter().map(|word| format!("`{word}`")));
    all.sort_by_key(|phrase| phrase.starts_with('`'));
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|phrase| seen.insert(phrase.clone()));
    // A policy's name before any name, and the end after any declaration, are known to all and help nobody.
    if all.iter().any(|phrase| phrase == "a declaration") {
        all.retain(|phrase| phrase != "`part`");
    }
    for quiet in ["`/`", "the end of the declaration"] {
        if all.len() > 1 {
            all.retain(|phrase| phrase != quiet);
        }
    }
    words.extend(starters.map(|word| (*word).to_owned()));
    Expected { text: listed(&all), words, marks }
}

/// `a, b or c`, and how many more where there are too many.
fn listed(all: &[String]) -> String {
    if all.len() > MOST {
        let shown: Vec<&str> = all.iter().take(MOST).map(String::as_str).collect();
        return format!("one of {} and {} more", shown.join(", "), all.len() - MOST);
    }
    match all.split_last() {
        None => "something else".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
    }
}

/// The word that a rule of the grammar is, where it is one.
fn word(rule: &str) -> Option<String> {
    rule.strip_prefix("w_").map(|word| word.replace('_', "-"))
}

/// The marks of the language.
const MARKS: &[(&str, &str)] = &[
    ("open_brace", "`{`"),
    ("close_brace", "`}`"),
    ("open_bracket", "`(`"),
    ("close_bracket", "`)`"),
    ("colon", "`:`"),
    ("semicolon", "`;`"),
    ("comma", "`,`"),
    ("slash", "`/`"),
    ("equals", "`=`"),
    ("percent_sign", "`%`"),
];

/// Rules of the grammar by what a person would call them: a name, the beginning of names (`o_*`) or their end (`*_x`).
const KINDS: &[(&str, &str)] = &[
    ("a line of the policy", "policy_line source_line"),
    ("a line of the calendar", "calendar_line extends year term half_term day_line day_kind bank_holiday"),
    ("a line of the exemption", "exemption_line outranks backdated"),
    ("a line of the clock", "clock_line clock_for clock_from clock_serve clock_least clock_extended"),
    ("`by fte`", "served_by_fte"),
    ("what the clock comes to, such as `ends 2025-07-21`", "clock_ends clock_open clock_served"),
    (
        "a line of the scenario",
        "scenario_line calendar_use school_use roster_line loaded not_loaded param_set waiver_line as_of event_line \
         expect expect_clock",
    ),
    ("a line of the rule", "cites *_line"),
    (
        "a declaration",
        "declarations item part_of policy clause role records activity group list table param calendar exemption clock \
         rule_card scenario allow",
    ),
    ("the end of the declaration", "EOI"),
    ("`statutory`, `provider` or `local`", "authority"),
    ("`must` or `should`", "level"),
    ("a line that a version gives", "version_part"),
    ("`stands`, `lapses` or `judged at repeal`", "repeal repeal_stands repeal_lapses repeal_judged"),
    ("a period such as `2024-09-01 to 2025-08-31`", "period"),
    ("a date such as `2024-09-02`", "date from_date to_date dates"),
    ("two dates such as `2024-09-02 to 2024-10-25`", "range span_value"),
    ("a name", "name label path person people either clause_path amount any_records all_records"),
    ("`with` and a name", "with_name with_person"),
    ("`unreadable` and why", "unreadable"),
    ("a field such as `module: text`", "field fields activity_line activity_lines attribute"),
    ("a type such as `duration` or `text`", "type_*"),
    ("`stale after` or `register`", "records_option stale_after register"),
    ("`of` and whose it is", "owner nobody"),
    ("`span`", "span_mark"),
    ("`in episodes`", "episodes_mark"),
    ("`same event by`", "same_event"),
    ("`signed by`", "signed_by"),
    ("`by each` and an attribute", "by_name"),
    ("`by` and a text", "by_text"),
    ("`, at most` so much `for each` of something", "cap"),
    ("a role", "attester"),
    ("`never by the …`", "never_by the_one"),
    ("`valid for 365 days`", "valid_for"),
    ("a text in quotation marks", "text text_inside list_member"),
    ("a row such as `\"specialist\": 5`", "table_row"),
    ("`when`", "when"),
    ("`shown`", "shown"),
    ("`unless`", "unless"),
    ("what happens mid-window, such as `whole`", "mid_*"),
    ("what a part is measured by, such as `pro rata by open days`", "pro_rata by_open_days by_days by_fte by_pattern"),
    ("a window such as `teaching week` or `half-term`", "window tiles school_day teaching_week open_week window_*"),
    ("a window such as `7 days` or `2 consecutive teaching weeks`", "run run_days run_hours run_weeks run_average"),
    ("`truncated at the ends`", "truncated"),
    ("`leaving out weeks where` and a condition", "leaving_out"),
    ("`teaching`, `open` or `calendar`", "week_kind"),
    ("`placement`, `first placement`, `half-term` or `year`", "tile_start first_placement start_*"),
    (
        "a day such as `2025-06-27` or `the end of the role`",
        "point shifted role_start role_end first_of met_day attribute_day clock_end clock_term_end",
    ),
    ("`before` or `after`", "shift_before shift_after"),
    ("`adding`", "adding"),
    ("a kind of day such as `school days`", "day_unit every_unit unit_*"),
    ("a part-window policy: `dropped`, `in full` or `pro rata by …`", "part_* rounding up down nearest"),
    ("`in full for each` or `split equally`", "joint_*"),
    ("`a half-term`, `a term`, `a year` or `in all`", "per per_*"),
    (
        "a requirement such as `some training` or `count of training at least 3`",
        "requirement *_required bracketed *_atom measure total distinct count share gap",
    ),
    ("a condition", "condition condition_* filter filter_* held_*"),
    ("an activity", "selection"),
    ("a day such as `start of a placement` or `change of fte`", "milestone milestone_* edge_start edge_end"),
    ("`every`, `at least 2` or `at least 90 % of`", "quota every_one at_least_share at_least_number"),
    ("`counting exempt as met`", "exempt_as_met"),
    ("`counting none as met` or `counting none as breached`", "none_as none_met none_breached"),
];

/// Rules of the grammar that stand alone, in words.
const SINGLE: &[(&str, &str)] = &[
    ("same_school", "`at the same school`"),
    ("isnt", "`not`"),
    ("given", "`given`"),
    ("blank", "`blank`"),
    ("by_exemption", "`by` and an exemption"),
    ("beginning", "`beginning with`"),
    ("beginning_it", "`beginning with it`"),
    ("code", "the code of a problem such as `types/clause-uncited`"),
    ("first", "`first`"),
    ("last", "`last`"),
    ("order", "a word such as `before` or `by`"),
    ("order_before", "`before`"),
    ("order_by", "`by`"),
    ("order_after", "`after`"),
    ("order_from", "`from`"),
    ("response", "a limit such as `within 5 school days, shared`"),
    ("side_around", "`before or after it`"),
    ("side_before", "`before it`"),
    ("side_up_to", "`up to it`"),
    ("one_to_one", "`one to one`"),
    ("leaving_member", "`leaving out \"…\" when`"),
    ("shared", "`shared`"),
    ("linked", "`linked by`"),
    ("ends_counted", "`counting the ends`"),
    ("ends_not_counted", "`not counting the ends`"),
    ("value", "a value such as `20 hours`"),
    ("literal", "a value such as `20 hours`"),
    ("comparison", "a comparison such as `at least`"),
    ("at_least", "`at least`"),
    ("at_most", "`at most`"),
    ("not_equal", "`is not`"),
    ("equal", "`=`"),
    ("more", "`more than`"),
    ("less", "`less than`"),
    ("in_window", "`in the window`"),
    ("cell", "a value such as `2024-10-02`"),
    ("every_week", "`every week from`"),
    ("unknown", "`unknown`"),
    ("not_held", "`not held`"),
    ("yes", "`yes`"),
    ("no", "`no`"),
    ("time", "a time such as `14:30`"),
    ("number", "a number"),
    ("negative", "a number below 0"),
    ("integer", "a whole number"),
];

/// The rest: amounts with their unit, and what a scenario expects.
const AMOUNTS: &[(&str, &str)] = &[
    ("duration", "a duration such as `1 hour 30 minutes`"),
    ("hours", "a duration such as `1 hour 30 minutes`"),
    ("minutes", "a duration such as `1 hour 30 minutes`"),
    ("percent", "a share such as `90 %`"),
    ("days_value", "a number of days such as `5 school days`"),
    ("outcome", "an outcome such as `met`"),
    ("detail", "a detail such as `measured 89 minutes`"),
];

/// A rule of the grammar in words.
fn in_words(rule: &str) -> &'static str {
    let mut single = SINGLE.iter().chain(AMOUNTS).chain(MARKS);
    if let Some((_, words)) = single.find(|(name, _)| *name == rule) {
        return words;
    }
    let is = |pattern: &str| match (pattern.strip_suffix('*'), pattern.strip_prefix('*')) {
        (Some(start), _) => rule.starts_with(start),
        (None, Some(end)) => rule.ends_with(end),
        (None, None) => rule == pattern,
    };
    match rule.split_at_checked(2) {
        Some(("o_", _)) => "an outcome such as `met`",
        Some(("d_", _)) => "a detail such as `measured 89 minutes`",
        _ => KINDS.iter().find(|(_, rules)| rules.split_whitespace().any(is)).map_or(UNNAMED, |(words, _)| *words),
    }
}

/// What a rule without words would be called; a test holds that there is none.
const UNNAMED: &str = "something else";

/// The words that a rule of the grammar may begin with, where a message names only the rule.
fn starters(rule: &str) -> &'static [&'static str] {
    match rule {
        "declarations" | "item" | "part_of" => DECLARATIONS,
        "policy_line" => &["source", "authority", "in"],
        "authority" => &["statutory", "provider", "local"],
        "level" => &["must", "should"],
        "repeal" => &["stands", "lapses", "judged"],
        "type_" => &["duration", "yes", "count", "number", "text", "date", "school", "person", "weekdays", "days"],
        "records_option" => &["stale", "register"],
        "calendar_line" => &["extends", "source", "year", "inset", "closed", "open", "bank"],
        "term" => &["term"],
        "half_term" => &["half-term"],
        "clock_line" => &["for", "from", "serve", "at", "extended"],
        "exemption_line" => &["cites", "when", "outranks", "mid-window", "backdated"],
        "rule_line" => &[
            "cites",
            "from",
            "versions",
            "level",
            "authority",
            "for",
            "in",
            "calendar",
            "over",
            "each",
            "averaged",
            "by",
            "before",
            "within",
            "part",
            "joint",
            "require",
            "reduced",
            "raised",
            "exempt",
            "excused",
            "mid-window",
            "allowing",
            "at",
            "ends",
            "suspended",
            "extended",
            "remedy",
        ],
        "window" => &["school", "teaching", "open", "half-term", "term", "day", "week", "month", "year", "placement"],
        "comparison" => &["at", "more", "less", "exactly", "is"],
        "day_unit" => &["working", "school", "open", "calendar", "days"],
        "scenario_line" => &["calendar", "school", "roster", "not", "loaded", "param", "waiver", "as", "expect"],
        "outcome" => &["met", "breached", "pending", "at", "undetermined", "exempt", "excused", "waived", "not"],
        "detail" => &["measured", "required", "short", "due", "cured", "vacuously", "because"],
        "one_required" | "requirement" | "all_required" => &[
            "not",
            "if",
            "some",
            "no",
            "each",
            "every",
            "meets",
            "unreadable",
            "first",
            "last",
            "total",
            "count",
            "share",
            "longest",
        ],
        "measure" => &["total", "count", "share", "longest"],
        _ => &[],
    }
}

/// The words that begin a declaration.
pub const DECLARATIONS: &[&str] = &[
    "policy",
    "clause",
    "role",
    "records",
    "activity",
    "group",
    "list",
    "table",
    "param",
    "calendar",
    "exemption",
    "clock",
    "rule",
    "scenario",
    "allow",
    "part",
];

/// Words that begin or join expressions, and so name nothing.
pub const RESERVED: &[&str] = &[
    "some", "no", "not", "and", "or", "if", "then", "each", "where", "within", "when", "for", "total", "count",
    "share", "longest", "first", "last", "meets", "covers", "has", "in", "by", "the", "from", "with", "as", "expect",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_of_the_grammar_has_words() {
        let silent = ["WHITESPACE", "COMMENT", "word_letter", "reserved", "quote"];
        for rule in Rule::all_rules() {
            let name = format!("{rule:?}");
            let named = word(&name).is_some() || in_words(&name) != UNNAMED || silent.contains(&name.as_str());
            assert!(named, "`{name}` has no words");
        }
    }

    #[test]
    fn the_reserved_words_are_those_of_the_grammar() {
        let grammar = include_str!("../../grammar/assize.pest");
        let line = grammar.lines().find(|line| line.starts_with("reserved = ")).unwrap_or("");
        let words: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        assert_eq!(words, RESERVED);
    }

    #[test]
    fn long_lists_say_how_many_more_there_are() {
        let all: Vec<String> = (0..9).map(|number| number.to_string()).collect();
        assert_eq!(listed(&all), "one of 0, 1, 2, 3, 4, 5 and 3 more");
        assert_eq!(listed(all.get(..2).unwrap_or_default()), "0 or 1");
    }
}
