//! Wrong rule files: each error has its code and underlines exactly what is wrong.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

use std::path::PathBuf;

use assize::diagnostic::Severity;
use assize::rules::{Rules, from_texts};

/// What a small sound policy has, for a wrong line to be added to.
const SOUND: &str = "policy p \"P\" { in force 2024-09-01 to 2025-08-31 }\n\
clause A-1 \"A\"\n\
role mentor with trainee { fte: number }\n\
records r \"R\"\n\
activity training from r { length: duration; tier: 1 or 2; module: text }\n\
activity meeting with trainee from r { length: duration }\n\
activity absence of trainee from r span\n\
list sessions { \"A\" }\n\
";

fn check(text: &str) -> Rules {
    from_texts([(PathBuf::from("test.assize"), format!("{SOUND}{text}"))])
}

/// The codes of a text's problems with the text that each underlines.
fn problems(text: &str) -> Vec<(&'static str, String)> {
    let rules = check(text);
    rules
        .diagnostics
        .iter()
        .filter(|problem| !["types/clause-uncited", "types/untested"].contains(&problem.code))
        .map(|problem| (problem.code, rules.sources.text(problem.labels[0].span).to_owned()))
        .collect()
}

fn rule(lines: &str) -> String {
    format!("rule t \"T\" {{\n cites A-1\n {lines}\n}}\n")
}

#[track_caller]
fn wrong(text: &str, code: &str, underlined: &str) {
    let found = problems(text);
    assert!(
        found.iter().any(|(other, under)| *other == code && under == underlined),
        "expected {code} under `{underlined}`, found {found:?}"
    );
}

#[test]
fn the_sound_policy_has_nothing_wrong() {
    assert_eq!(problems(&rule("for mentor\n each teaching week\n require some training")), []);
}

#[test]
fn versions_of_a_rule() {
    let with = |lines: &str| rule(&format!("for mentor\n each term\n require some training\n {lines}"));
    let later = "from 2025-01-01 { require some training where tier = 2 }";
    assert_eq!(problems(&with(later)), []);
    assert_eq!(problems(&with(&format!("{later}\n versions by the start of the role"))), []);
    assert_eq!(problems(&with(&format!("from 2024-12-01 repealed, lapses\n {later}"))), []);
    wrong(&with("from 2024-12-01 repealed"), "types/no-repeal", "from 2024-12-01 repealed");
    wrong(&with("versions by the start of the role"), "types/no-versions", "versions by the start of the role");
    wrong(&with(&later.replace("2025-01-01", "2024-09-01")), "types/version-outside", "2024-09-01");
    wrong(&with(&later.replace("2025-01-01", "2025-09-01")), "types/version-outside", "2025-09-01");
    wrong(&with(&format!("{later}\n {later}")), "types/version-overlap", "2025-01-01");
    let twice = "from 2024-12-01 repealed, stands\n from 2024-12-02 repealed, stands";
    wrong(&with(twice), "types/version-overlap", "from 2024-12-02 repealed, stands");
    let due = rule("for mentor\n by 2025-01-01\n require some training\n from 2024-12-01 repealed, judged at repeal");
    wrong(&due, "types/no-part-to-judge", "from 2024-12-01 repealed, judged at repeal");
    // What is wrong with a line that versions share is told once.
    let shared = with(&format!("exempt when fte < 0.5 unless some trainning\n {later}"));
    let codes: Vec<_> = problems(&shared).into_iter().filter(|(code, _)| *code == "resolve/unknown-name").collect();
    assert_eq!(codes.len(), 1, "{codes:?}");
    // A version gives lines of its own, and the rest is as before.
    let figure = rule(
        "for mentor\n each term\n part in full\n require total length of training >= 3 hours\n from 2025-01-01 { require total length of training >= 3 }",
    );
    wrong(&figure, "types/unit-mismatch", "3");
}

#[test]
fn exceptions_that_clash_or_never_matter() {
    let hours = "for mentor\n each term\n part in full\n require total length of training >= 3 hours";
    let with = |lines: &str| rule(&format!("{hours}\n {lines}"));
    let (down, up) = ("reduced to 2 hours when fte < 0.5", "raised to 4 hours when school = \"One\"");
    wrong(&with(&format!("{down}\n {up}")), "types/may-conflict", up);
    assert_eq!(problems(&with(&format!("{down}\n {up} unless fte < 0.5"))), []);
    assert_eq!(problems(&with(&format!("{down}\n raised to 4 hours when fte >= 0.5"))), []);
    assert_eq!(problems(&with(&format!("{down}\n reduced to 120 minutes when school = \"One\""))), []);
    let exempt = "exempt when fte < 0.5";
    wrong(&with(&format!("{down}\n {exempt}")), "types/exception-shadowed", down);
    assert_eq!(problems(&with(&format!("{down}\n {exempt} unless school = \"One\""))), []);
    let only = with(exempt).replace("for mentor", "for mentor where fte >= 0.5");
    wrong(&only, "types/never-holds", exempt);
    let circle = "exempt when fte < 0.5 unless fte < 0.5";
    wrong(&with(circle), "types/never-holds", circle);
}

#[test]
fn exemptions_that_rank_and_defeat() {
    let pair =
        |first: &str, second: &str| format!("exemption a \"A\" {{ {first} }}\nexemption b \"B\" {{ {second} }}\n");
    let hours = "for mentor\n each term\n part in full\n require total length of training >= 3 hours";
    let both = rule(&format!("{hours}\n reduced to 2 hours when a\n raised to 4 hours when b"));
    let (of_a, of_b) = ("when fte < 0.5", "when school = \"One\"");
    wrong(&format!("{}{both}", pair(of_a, of_b)), "types/may-conflict", "raised to 4 hours when b");
    assert_eq!(problems(&format!("{}{both}", pair(&format!("{of_a} outranks b"), of_b))), []);
    let circle = pair(&format!("{of_a} outranks b"), &format!("{of_b} outranks a"));
    wrong(&format!("{circle}{both}"), "resolve/cycle", "b");
    let one = rule(&format!("{hours}\n reduced to 2 hours when a unless b"));
    wrong(
        &format!("{}{one}", pair(&format!("{of_a} outranks b"), of_b)),
        "types/outranks-nothing",
        &format!("exemption a \"A\" {{ {of_a} outranks b }}"),
    );
    assert_eq!(problems(&format!("{}{one}", pair(of_a, of_b))), []);
    let circle = pair(&format!("{of_a} unless b"), &format!("{of_b} unless a"));
    wrong(&format!("{circle}{one}"), "resolve/cycle", "b");
    wrong(&format!("{}{one}", pair(of_a, "when some training")), "types/no-mid-window", "b");
    let then = |by: &str| format!("when shown some training mid-window from then, pro rata by {by}");
    let two = format!("{}{one}", pair(&then("open days"), &then("days")));
    wrong(&two, "types/two-shares", "unless b");
    let part = rule(&format!("{hours}\n reduced to 2 hours when a or school = \"One\""));
    let defeated = format!("{}{part}", pair(&format!("{of_a} unless b"), of_b));
    wrong(&defeated, "types/unless-in-part", "when a or school = \"One\"");
    let own = rule("for mentor\n each term\n require some training\n exempt when fte < 0.5 unless some training");
    wrong(&own, "types/no-mid-window", "unless some training");
}

#[test]
fn units_must_agree() {
    let text = rule("for mentor\n each term\n part in full\n require total length of training >= 3");
    wrong(&text, "types/unit-mismatch", "3");
}

#[test]
fn unknown_names_are_suggested() {
    let text = rule("for mentor\n each term\n require some trainning");
    wrong(&text, "resolve/unknown-name", "trainning");
    let help = check(&text).diagnostics.iter().find_map(|problem| problem.help.clone());
    assert_eq!(help.as_deref(), Some("did you mean `training`?"));
}

#[test]
fn a_calendar_that_is_not_there_is_one_problem_with_what_to_add() {
    let scenario = "scenario \"S\" {\n calendar staffordshire\n roster Ann mentor with Ben from 2024-09-09\n as of 2024-09-15\n expect t met\n}\n";
    let text = format!(
        "{}{scenario}{}",
        rule("for mentor\n each term\n require some training"),
        scenario.replace("\"S\"", "\"T\"")
    );
    let rules = check(&text);
    let told: Vec<_> = rules.diagnostics.iter().filter(|problem| problem.code == "resolve/unknown-name").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].message, "there is no calendar `staffordshire`");
    assert!(told[0].help.as_ref().unwrap().contains("add the rule files that declare it, as `rules/calendars`"));
}

#[test]
fn what_changes_a_verdict_must_be_said() {
    let each = |line: &str| rule(&format!("for mentor with trainee\n {line}"));
    let minutes = "require total length of meeting >= 90 minutes";
    wrong(&each(&format!("each teaching week\n {minutes}")), "types/no-part", minutes);
    wrong(&each("for each meeting\n require some training within 5 days"), "types/no-matching", "within 5 days");
    let gap = "longest gap between meeting in days";
    wrong(&each(&format!("each term\n require {gap} <= 9 days")), "types/no-ends", gap);
    let share = "share of training where tier = 1";
    wrong(&each(&format!("each term\n require {share} >= 90 %")), "types/no-none", share);
    let exempt = "exempt when some training";
    wrong(&each(&format!("each term\n require some meeting\n {exempt}")), "types/no-mid-window", exempt);
}

#[test]
fn days_of_the_roster_that_trigger() {
    let each = |trigger: &str, within: &str| {
        rule(&format!("for mentor with trainee\n for {trigger}\n require some meeting within {within}, shared"))
    };
    assert_eq!(problems(&each("each start of a placement", "5 school days")), []);
    assert_eq!(problems(&each("the end of the role", "5 school days before or after it")), []);
    assert_eq!(problems(&each("each change of school", "0 days up to it")), []);
    wrong(&each("each change of ft", "5 days"), "types/unknown-field", "ft");
    wrong(&each("each meeting", "0 days before it"), "types/no-first-day", "0");
    let put_off = each("each meeting", "5 days before it").replace("shared", "shared\n suspended during absence");
    wrong(&put_off, "types/no-deadline", "suspended during absence");
    wrong(&each("each end of a term", "5 days, linked by length"), "types/no-field-to-link", "length");
}

#[test]
fn every_member_of_a_list_in_answer_to_a_trigger() {
    let lists = "list told { \"ECT\" \"Head\" }\nlist twice { \"ECT\" x 2 }\n";
    let each =
        |require: &str| format!("{lists}{}", rule(&format!("for mentor\n for each training\n require {require}")));
    let sound = "training covers told by module within 5 days, shared";
    assert_eq!(problems(&each(sound)), []);
    assert_eq!(problems(&each(&format!("{sound}, leaving out \"head\" when fte < 0.5"))), []);
    wrong(&each(&format!("{sound}, leaving out \"AB\" when fte < 0.5")), "types/not-a-member", "\"AB\"");
    let again = format!("{sound}, leaving out \"Head\" when fte < 0.5, leaving out \"Head\" when fte < 0.6");
    wrong(&each(&again), "types/member-twice", "\"Head\"");
    wrong(&each(&sound.replace("told", "twice")), "types/member-twice", "twice");
    wrong(&each(&sound.replace(", shared", "")), "types/no-matching", "within 5 days");
    let without = "training covers told by module, leaving out \"Head\" when fte < 0.5";
    wrong(&each(without), "types/not-a-response", without);
    let term = format!("{lists}{}", rule(&format!("for mentor\n each term\n require {sound}")));
    wrong(&term, "types/no-trigger", "within 5 days, shared");
}

#[test]
fn lines_of_a_rule() {
    wrong(&rule("require some training"), "types/no-subject", "t");
    wrong(&rule("for mentor"), "types/no-requirement", "t");
    wrong(
        &rule("for mentor\n for mentor with trainee\n require some training"),
        "types/line-twice",
        "for mentor with trainee",
    );
    wrong(
        &rule("for mentor\n over 2024-09-01 to 2024-12-31\n each term\n require some training"),
        "types/two-windows",
        "each term",
    );
    wrong(&rule("for mentor with student\n require some training"), "types/wrong-counterpart", "student");
    wrong(
        &rule("for mentor\n require some training within 5 days, shared"),
        "types/no-trigger",
        "within 5 days, shared",
    );
    wrong(&rule("for mentor\n for each training\n require some training"), "types/not-a-response", "some training");
    wrong(
        &rule("for mentor\n over 2024-09-01 to 2024-12-31\n require some training\n allowing 2 misses a term"),
        "types/nothing-to-allow",
        "allowing 2 misses a term",
    );
    wrong(
        &rule("for mentor\n each term\n require some training\n ends with the role"),
        "types/ends-with-role",
        "ends with the role",
    );
    wrong(
        &rule("for mentor\n in force 2030-01-01 to 2030-02-01\n require some training"),
        "types/never-in-force",
        "in force 2030-01-01 to 2030-02-01",
    );
    wrong(&rule("for mentor\n each term\n require no absence"), "types/no-shared-person", "absence");
    wrong(&rule("for mentor\n each term\n require some training where teir = 1"), "types/unknown-field", "teir");
    wrong(&rule("for mentor\n each term\n require some training where tier = 3"), "types/not-a-member", "3");
    wrong(
        &rule("for mentor\n each term\n require some training where module > \"A\""),
        "types/text-order",
        "module > \"A\"",
    );
    wrong(
        &rule("for mentor\n each term\n part in full\n require total module of training >= 3"),
        "types/not-a-figure",
        "module",
    );
    wrong(
        &rule(
            "for mentor with trainee\n each term\n require some meeting\n excused when meeting covers every open day",
        ),
        "types/points-cover-no-days",
        "meeting covers every open day",
    );
    wrong(
        &rule("for mentor\n each term\n require some training\n reduced to 3 when fte < 0.5"),
        "types/nothing-to-change",
        "3",
    );
    wrong(
        &rule("for mentor\n each term\n part pro rata by working pattern\n require count of training >= 2"),
        "types/unknown-field",
        "part pro rata by working pattern",
    );
}

#[test]
fn a_day_that_the_roster_gives_is_a_date_of_the_role() {
    wrong(&rule("for mentor\n by fte\n require some training"), "types/unit-mismatch", "fte");
    wrong(&rule("for mentor\n by ftee\n require some training"), "types/unknown-field", "ftee");
}

#[test]
fn nothing_is_no_number_of_days_weeks_or_times() {
    wrong(
        &rule("for mentor\n for each training\n require some training within 0 days beginning with it, shared"),
        "types/no-first-day",
        "0",
    );
    let start = "beginning with the start of the role\n require some training";
    wrong(&rule(&format!("for mentor\n within 0 working days {start}")), "types/no-first-day", "0");
    let soon = format!("param soon: days = 0 days\n{}", rule(&format!("for mentor\n within soon days {start}")));
    wrong(&soon, "types/no-first-day", "soon");
    wrong("param half: days = 2.5 days\n", "types/part-of-a-day", "2.5 days");
    wrong(
        &rule("for mentor\n each 0 teaching weeks from the placement\n require some training"),
        "types/none-of-them",
        "0 teaching weeks from the placement",
    );
    wrong("list none { \"B\" x 0 }\n", "types/none-of-them", "0");
    wrong("list twice { \"B\" \"b\" }\n", "types/member-twice", "\"b\"");
    // Of a day itself 0 days are a limit: due on that day.
    assert_eq!(problems(&rule("for mentor\n within 0 days of the start of the role\n require some training")), []);
}

#[test]
fn circles() {
    let text = "rule a \"A\" {\n cites A-1\n for mentor\n require meets b\n}\nrule b \"B\" {\n cites A-1\n for mentor\n require meets a\n}\n";
    wrong(text, "resolve/cycle", "b");
    wrong("group g = h\ngroup h = g\n", "resolve/cycle", "h");
}

#[test]
fn declarations() {
    wrong("list sessions { \"B\" }\n", "resolve/declared-twice", "sessions");
    wrong("param days-to-answer: days\n", "types/param-unset", "days-to-answer");
    wrong("param x: text\n", "types/not-a-figure", "text");
    wrong("activity e from r in episodes\n", "types/episodes-of-points", "in episodes");
    wrong("activity e of pupil from r\n", "types/unknown-owner", "pupil");
    wrong("exemption e { cites A-1 }\n", "types/no-when", "e");
    wrong("exemption e { when fte < 0.5 }\n", "types/exemption-unused", "exemption e { when fte < 0.5 }");
    wrong(
        "calendar c { year 2024-25 from 2024-09-01 to 2025-08-31 { term autumn { half-term 2024-08-01 to 2024-10-25 } } }\n",
        "types/outside-year",
        "2024-08-01 to 2024-10-25",
    );
}

#[test]
fn scenarios() {
    let with = |lines: &str| {
        format!(
            "{}scenario \"s\" {{\n roster Amy mentor with Tom from 2024-09-01 to 2025-07-01\n {lines}\n}}\n",
            rule("for mentor\n require some training")
        )
    };
    wrong(&with("expect t met"), "types/no-as-of", "\"s\"");
    wrong(&with("as of 2025-01-01"), "types/no-expectation", "\"s\"");
    wrong(&with("training { who: Amy }\n as of 2025-01-01\n expect t met"), "types/no-date", "training { who: Amy }");
    wrong(
        &with("training { who: Ann; on: 2024-10-01 }\n as of 2025-01-01\n expect t met"),
        "types/unknown-person",
        "Ann",
    );
    wrong(
        &with("training { who: Amy; on: 2024-10-01; length: \"90\" }\n as of 2025-01-01\n expect t met"),
        "types/wrong-type",
        "\"90\"",
    );
}

#[test]
fn a_waiver_names_a_rule_somebody_and_days_in_order() {
    let with = |waiver: &str| {
        let roster = "roster Amy mentor with Tom from 2024-09-01 to 2025-07-01";
        let lines = format!("{roster}\n {waiver} by \"Head\" because \"snow\"\n as of 2025-01-01\n expect t met");
        format!("{}scenario \"s\" {{\n {lines}\n}}\n", rule("for mentor\n require some training"))
    };
    assert_eq!(problems(&with("waiver t for Amy from 2024-09-01 until 2024-10-01")), []);
    wrong(&with("waiver u for Amy until 2024-10-01"), "resolve/unknown-name", "u");
    wrong(&with("waiver t for Ann until 2024-10-01"), "types/unknown-person", "Ann");
    wrong(&with("waiver t for Amy with Tom until 2024-10-01"), "types/names-nobody", "Tom");
    let dates = "2024-10-02 until 2024-10-01";
    wrong(&with(&format!("waiver t for Amy from {dates}")), "types/dates-out-of-order", dates);
    wrong(&with("waiver t for Amy"), "syntax/expected", "by");
}

#[test]
fn every_syntax_error_of_a_file_is_told() {
    let text = "rule one \"One\" {\n cites A-1\n fro mentor\n over 2024-09-01 to 2025-08-31\n require some training\n remidy \"x\"\n}\nlist x { \"A\" y 2 }\n";
    let found = problems(text);
    let at: Vec<&str> =
        found.iter().filter(|(code, _)| *code == "syntax/expected").map(|(_, at)| at.as_str()).collect();
    assert_eq!(at, ["fro", "remidy", "y"]);
    wrong("rule a \"A\" { for mentor remedy “x” }\n", "syntax/smart-quote", "“");
    wrong("list y {\n \"open\n}\n", "syntax/open-text", "\"");
    wrong("# note\n", "syntax/comment", "#");
    wrong("scenario \"s\" { as of 2025-02-30 expect t met }\n", "syntax/no-such-date", "2025-02-30");
    let deep = format!("rule d \"D\" {{ require {} }}\n", "(".repeat(100));
    wrong(&deep, "syntax/too-deep", "(");
}

#[test]
fn a_file_without_a_policy() {
    let rules = from_texts([(PathBuf::from("x.assize"), "role x\n".to_owned())]);
    assert_eq!(rules.diagnostics[0].code, "resolve/no-policy");
    assert!(rules.program.is_none());
}

#[test]
fn the_sample_of_every_form_checks() {
    let sample = include_str!("syntax/sample.assize");
    let rest = "activity target with trainee from sentinel { actions: yes or no }\nactivity observation with trainee from sentinel { kind: text }\nactivity transition-form with trainee from sentinel\nactivity cause-for-concern with trainee from sentinel\nactivity support-plan with trainee from sentinel\ncalendar leicester { extends england }\n";
    let rules = from_texts([(PathBuf::from("sample.assize"), format!("{sample}{rest}"))]);
    let errors: Vec<String> = rules
        .diagnostics
        .iter()
        .filter(|problem| problem.severity == assize::diagnostic::Severity::Error)
        .map(|problem| assize::diagnostic::render::compact(&rules.sources, problem))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn a_share_is_written_with_its_sign_and_days_are_of_one_kind() {
    let share = |of: &str| rule(&format!("for mentor\n part in full\n require share of training where tier = 1, {of}"));
    wrong(&share("counting none as 100 % >= 90"), "types/unit-mismatch", "90");
    wrong(&share("counting none as 100 >= 90 %"), "types/unit-mismatch", "100");
    let gap = |than: &str| {
        rule(&format!(
            "for mentor with trainee\n part in full\n require longest gap between meeting in school days, counting the ends <= {than}"
        ))
    };
    wrong(&gap("9 working days"), "types/unit-mismatch", "9 working days");
    for right in ["9 days", "9 school days"] {
        assert_eq!(problems(&gap(right)), []);
    }
    wrong("param soon: days = 5 school days\n", "types/unit-mismatch", "5 school days");
}

/// Every correction that a message spells out: the wrong text, its code, what is put in its place, and what then must
/// stand in the help.
#[test]
fn what_help_says_can_be_written_and_mends_it() {
    let pair = |lines: &str| rule(&format!("for mentor with trainee\n {lines}"));
    let hours = "require total length of training >= 3 hours";
    let minutes = "each teaching week\n require total length of meeting >= 90 minutes";
    let gap = "each term\n part in full\n require longest gap between meeting in days <= 9 days";
    let share = "each term\n part in full\n require share of training where tier = 1 >= 90 %";
    let answer = "for each meeting\n require some training within 5 days";
    let award = "each term\n require some meeting\n exempt when some training";
    let pace =
        format!("over 2024-09-01 to 2025-08-31\n part in full\n {hours}\n at risk when under the even pace by 3");
    let end = |line: &str, more: &str| (line.to_owned(), format!("{line}{more}"));
    let swap = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    let cases: Vec<(String, &str, (String, String), &str)> = vec![
        (pair(minutes), "types/no-part", end(minutes, "\n part in full"), "`part in full`"),
        (pair(minutes), "types/no-part", end(minutes, "\n part dropped"), "`part dropped`"),
        (pair(minutes), "types/no-part", end(minutes, "\n part pro rata by open days"), "`part pro rata by open days`"),
        (pair(answer), "types/no-matching", end(answer, ", one to one"), "`, one to one`"),
        (pair(answer), "types/no-matching", end(answer, ", shared"), "`, shared`"),
        (pair(gap), "types/no-ends", swap(" <= 9", ", counting the ends <= 9"), "`, counting the ends`"),
        (pair(gap), "types/no-ends", swap(" <= 9", ", not counting the ends <= 9"), "`, not counting the ends`"),
        (pair(share), "types/no-none", swap(" >= 90", ", counting none as 100 % >= 90"), "`, counting none as 100 %`"),
        (pair(share), "types/no-none", swap(" >= 90", ", counting none as 0 % >= 90"), "`, counting none as 0 %`"),
        (pair(award), "types/no-mid-window", end(award, "\n mid-window whole"), "`mid-window whole`"),
        (
            pair(award),
            "types/no-mid-window",
            end(award, "\n mid-window from then, pro rata by open days"),
            "`mid-window from then, pro rata by open days`",
        ),
        (
            pair(award),
            "types/no-mid-window",
            end(award, "\n mid-window from the next window"),
            "`mid-window from the next window`",
        ),
        (pair(&pace), "types/unit-mismatch", swap("pace by 3", "pace by 90 minutes"), "`90 minutes`"),
        (
            rule("for mentor\n each term\n require some absence"),
            "types/no-shared-person",
            swap("for mentor\n", "for mentor with trainee\n"),
            "`for mentor with trainee`",
        ),
        (
            rule("for mentor with ect\n require some meeting"),
            "types/wrong-counterpart",
            swap("with ect", "with trainee"),
            "`with trainee`",
        ),
        (
            rule("for mentor\n require some training where module >= \"A\""),
            "types/text-order",
            swap(">=", "!="),
            "`!=`",
        ),
        (
            format!("activity z from r in episodes\n{}", rule("for mentor\n require some z")),
            "types/episodes-of-points",
            swap("in episodes", "span in episodes"),
            "`span in episodes`",
        ),
        (
            format!(
                "param d: duration = 3 hours\n{}",
                pair("for each meeting\n require some training within d days, shared")
            ),
            "types/unit-mismatch",
            swap("param d: duration = 3 hours", "param d: days"),
            "`param d: days`",
        ),
        (rule("for mentor\n require some training where tier == 1"), "syntax/expected", swap("==", "="), "`=`"),
        (
            rule("for mentor\n by 30/06/2025\n require some training"),
            "syntax/expected",
            swap("30/06/2025", "2025-06-30"),
            "`2025-06-30`",
        ),
        (
            rule("for mentor\n part in full\n require total length of training >= 1h30"),
            "syntax/expected",
            swap("1h30", "1 hour 30 minutes"),
            "`1 hour 30 minutes`",
        ),
        (
            rule("for mentor\n by 2025-02-30\n require some training"),
            "syntax/no-such-date",
            swap("2025-02-30", "2025-02-28"),
            "`2025-02-28`",
        ),
    ];
    for (text, code, (from, to), said) in cases {
        let found = check(&text).diagnostics.iter().find(|problem| problem.code == code).cloned();
        let help = found.unwrap_or_else(|| panic!("no {code} in {text}")).help.unwrap_or_default();
        assert!(help.contains(said), "{code}: the help is {help}");
        let mended = text.replacen(&from, &to, 1);
        assert_ne!(mended, text, "{code}: nothing was put in");
        let errors = check(&mended).diagnostics;
        let errors: Vec<_> = errors
            .iter()
            .filter(|problem| problem.severity == assize::diagnostic::Severity::Error)
            .map(|problem| (problem.code, &problem.message))
            .collect();
        assert_eq!(errors, [], "{mended}");
    }
}

#[test]
fn a_calendar_is_of_somebody_of_the_case() {
    wrong(
        &rule("for mentor with trainee\n calendar of observer\n require some meeting"),
        "types/not-of-the-case",
        "observer",
    );
    wrong(&rule("for mentor\n calendar of trainee\n require some training"), "types/not-of-the-case", "trainee");
    let both = "for mentor with trainee\n calendar of trainee\n calendar of mentor\n require some meeting";
    wrong(&rule(both), "types/line-twice", "calendar of mentor");
}

#[test]
fn what_a_scenario_says_is_never_lost_without_a_word() {
    let event = |cells: &str| {
        let roster = "roster Amy mentor with Tom from 2024-09-09 to 2024-12-20";
        let other = "records other \"Other\"\nactivity notice of nobody from r\n";
        format!("{other}scenario \"s\" {{ {roster} {cells} as of 2025-08-31 expect t met }}\n")
    };
    let rule = rule("for mentor\n require some training");
    let with = |cells: &str| format!("{rule}{}", event(cells));
    wrong(&with("training { who: Amy; with: Tom; on: 2024-10-01 }"), "types/names-nobody", "Tom");
    wrong(&with("notice { who: Amy; on: 2024-10-01 }"), "types/names-nobody", "Amy");
    wrong(&with("training { who: Amy, Amy; on: 2024-10-01 }"), "types/wrong-cell", "Amy, Amy");
    wrong(&with("training { who: Amy; on: 3 }"), "types/wrong-cell", "3");
    wrong(&with("training { who: Amy; on: 2024-10-01; records: other }"), "types/not-from", "other");
    wrong(&with("training { who: Amy; who: Tom; on: 2024-10-01 }"), "types/field-twice", "who");
    wrong(&with("roster Ann mentor from 2024-09-09 { fte: 1; fte: 0.5 }"), "types/field-twice", "fte");
    wrong(&with("as of 2024-12-01"), "types/line-twice", "as of 2025-08-31");
    let school = "school \"Oak\" uses c";
    wrong(&with(&format!("{school} school \"oak\" uses c")), "types/line-twice", "school \"oak\" uses c");
}

#[test]
fn a_threshold_that_cannot_fail_or_cannot_hold() {
    let require = |text: &str| rule(&format!("for mentor\n each term\n part in full\n require {text}"));
    let minutes = "total length of training";
    wrong(&require("count of training >= 0"), "types/cannot-fail", ">= 0");
    wrong(&require(&format!("{minutes} >= 0 minutes")), "types/cannot-fail", ">= 0 minutes");
    wrong(&require("count of training < 0"), "types/cannot-hold", "< 0");
    wrong(&require("count of distinct tier of training >= 3"), "types/cannot-hold", ">= 3");
    wrong(&require("count of distinct tier of training <= 2"), "types/cannot-fail", "<= 2");
    let share = "share of training where tier = 1, counting none as";
    wrong(&require(&format!("{share} 100 % >= 0 %")), "types/cannot-fail", ">= 0 %");
    wrong(&require(&format!("{share} 100 % > 100 %")), "types/cannot-hold", "> 100 %");
    wrong(&require(&format!("{share} 100 % >= 101 %")), "types/no-such-share", "101 %");
    wrong(&require(&format!("{share} 150 % >= 90 %")), "types/no-such-share", "150 %");
    wrong(&require(&format!("{share} 100 % >= 90")), "types/unit-mismatch", "90");
    wrong(
        &require("some training\n in at least 150 % of windows"),
        "types/no-such-share",
        "in at least 150 % of windows",
    );
    wrong(&require("some training\n in at least 0 % of windows"), "types/cannot-fail", "in at least 0 % of windows");
    wrong(&require("some training\n allowing 0 misses a term"), "types/allows-none", "allowing 0 misses a term");
    for sound in [
        "count of training = 0",
        "count of training <= 0",
        "count of training > 0",
        "count of distinct tier of training >= 2",
    ] {
        assert_eq!(problems(&require(sound)), [], "{sound}");
    }
    let balance = "activity entry from r { amount: number }\n";
    wrong(&format!("{balance}{}", require("total amount of entry >= 0")), "types/cannot-fail", ">= 0");
}

#[test]
fn an_exception_changes_what_it_says() {
    let with = |line: &str| {
        rule(&format!("for mentor\n each term\n part in full\n require count of training >= 3\n {line} when fte < 0.5"))
    };
    wrong(&with("reduced to 5"), "types/not-a-change", "5");
    wrong(&with("reduced to 3"), "types/not-a-change", "3");
    wrong(&with("raised to 2"), "types/not-a-change", "2");
    assert_eq!(problems(&with("reduced to 2")), []);
    assert_eq!(problems(&with("raised to 4")), []);
    let table = |line: &str| format!("table many: count by fte {{ 1: 2; 0.5: 4 }}\n{}", with(line));
    assert_eq!(problems(&table("reduced to many")), []);
    let table = |line: &str| format!("table many: count by fte {{ 1: 3; 0.5: 4 }}\n{}", with(line));
    wrong(&table("reduced to many"), "types/not-a-change", "many");
}

#[test]
fn a_duty_lies_where_its_rule_is_in_force() {
    let with = |lines: &str| rule(&format!("for mentor\n {lines}\n require some training"));
    wrong(&with("over 2020-09-01 to 2021-07-31"), "types/outside-force", "over 2020-09-01 to 2021-07-31");
    wrong(&with("by 2024-08-31"), "types/due-too-early", "by 2024-08-31");
    wrong(&with("before 2024-09-01"), "types/due-too-early", "before 2024-09-01");
    wrong(
        &with("in force 2025-01-01 to 2025-03-31\n over 2024-09-01 to 2024-12-31"),
        "types/outside-force",
        "over 2024-09-01 to 2024-12-31",
    );
    wrong(&with("over 2025-01-01 to 2025-03-31\n by 2024-12-01"), "types/due-too-early", "by 2024-12-01");
    assert_eq!(problems(&with("over 2024-04-06 to 2024-09-01")), []);
    assert_eq!(problems(&with("by 2024-09-01")), []);
}

#[test]
fn the_keys_of_a_table() {
    wrong("table t: count by fte { 1: 2; 1.0: 3 }\n", "types/key-twice", "1.0");
    let roles = "role tutor { kind: text; level: \"low\" or \"high\" }\n";
    let with = |table: &str| format!("{roles}table t: count by {table}\n");
    wrong(&with("kind { \"a\": 1; \"A \": 2 }"), "types/key-twice", "\"A \"");
    wrong(&with("colour { \"a\": 1 }"), "types/unknown-field", "colour");
    wrong(&with("level { \"mid\": 1 }"), "types/not-a-member", "\"mid\"");
    wrong(&with("level { 1: 1 }"), "types/wrong-type", "1");
    assert_eq!(problems(&with("level { \"Low\": 1; \"high\": 2 }")), []);
    // The role of the rule is the one that is asked.
    let use_it = rule("for mentor\n each term\n part in full\n require count of training >= t");
    wrong(&format!("{}{use_it}", with("kind { \"a\": 1 }")), "types/unknown-field", "t");
    wrong("role x { kind: \"a\" or \"A\" }\n", "types/member-twice", "\"A\"");
}

/// The codes and underlined words of the problems of some files, with their lines.
fn of_files(files: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let rules = from_texts(files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())));
    assert!(rules.program.is_none());
    let told = |problem: &assize::diagnostic::Diagnostic| {
        (problem.code, rules.sources.text(problem.labels[0].span).to_owned())
    };
    rules.diagnostics.iter().map(told).collect()
}

#[test]
fn a_syntax_error_hides_no_other_mistake() {
    let broken = "rule one \"One\" {\n cites A-1\n for mentor\n requir some training\n}\n";
    let other = rule("for mentor\n require some trainning\n exempt when some awrd\n mid-window whole");
    let text = format!("{SOUND}{broken}{other}");
    let unknown = |word: &str| ("resolve/unknown-name", word.to_owned());
    let requir = ("syntax/expected", "requir".to_owned());
    assert_eq!(of_files(&[("a.assize", &text)]), [requir.clone(), unknown("trainning"), unknown("awrd")]);
    // Nor one in another file, nor a warning of another rule.
    let second = "part of p\nrule two \"Two\" {\n for mentor\n require some meetng\n}\n";
    let text = format!("{SOUND}{broken}");
    let found = of_files(&[("a.assize", &text), ("b.assize", second)]);
    assert_eq!(found, [requir, ("types/cites-nothing", "two".to_owned()), unknown("meetng")]);
}

#[test]
fn what_a_broken_declaration_declares_is_not_called_unknown() {
    let declarations = [
        "clause B-1 \"B\" pag 2\n",
        "role tutor with ect { fte: nmber }\n",
        "records diary \"Diary\" { stal }\n",
        "activity chat of tutor form r { length: duration }\n",
        "group talks = chat meeting\n",
        "list topics { \"A\" y 2 }\n",
        "table many: count bye fte { 1: 2 }\n",
        "param few: cont\n",
        "calendar county \"County\" extends\n",
        "exemption away whn fte < 0.5\n",
        "rule first-one for tutor require some chat\n",
    ];
    let uses = "activity note of ect from diary { issue: text }\n\
        rule a \"A\" {\n cites B-1\n for tutor with ect\n require some talks and no note\n exempt when away\n}\n\
        rule b \"B\" {\n cites A-1\n for mentor\n require meets first-one\n}\n\
        rule c \"C\" {\n cites A-1\n for mentor where fte >= 0.5\n part in full\n each term\n require count of training >= many or count of training >= few\n}\n\
        rule d \"D\" {\n cites A-1\n for mentor\n require training covers topics by module\n}\n\
        scenario \"s\" {\n calendar county\n roster Amy tutor with Ed from 2024-09-01 { fte: 0.5 }\n chat { who: Amy; on: 2024-10-01; length: 1 hour }\n as of 2025-01-01\n expect a met\n expect first-one met\n}\n";
    let text = format!("{SOUND}{}{uses}", declarations.concat());
    let found = of_files(&[("a.assize", &text)]);
    let others: Vec<_> = found.iter().filter(|(code, _)| !code.starts_with("syntax/")).collect();
    assert_eq!(others, Vec::<&(&str, String)>::new());
    assert_eq!(found.len(), declarations.len(), "{found:?}");
}

#[test]
fn what_a_broken_line_declares_is_not_called_unknown() {
    let role = "role tutor with ect {\n fte: nmber;\n kind: text\n}\nactivity chat with ect from r {\n topic: txt;\n length: duration\n}\n";
    let uses = "rule a \"A\" {\n cites A-1\n for tutor with ect where fte >= 0.5\n each term\n part pro rata by fte\n joint split equally\n require total length of chat where topic = \"A\" >= 1 hour\n}\n";
    let found = of_files(&[("a.assize", &format!("{SOUND}{role}{uses}"))]);
    assert!(found.iter().all(|(code, _)| *code == "syntax/expected"), "{found:?}");
}

#[test]
fn a_policy_that_cannot_be_read_is_still_the_policy_of_its_files() {
    for head in ["policy p \"P\" in force 2024-09-01 {}\n", "policy \"P\" {}\n", "policy p {\n}\n"] {
        let first = format!("{head}role mentor\n");
        let rest = "records r \"R\"\nactivity training from r\n";
        let second = "part of p\nrule t \"T\" {\n for mentor\n require some training and some nothing\n}\n";
        let files = [("a.assize", format!("{first}{rest}"))];
        let found = of_files(&[("a.assize", &files[0].1), ("b.assize", second)]);
        let others: Vec<_> = found.iter().filter(|(code, _)| code.starts_with("resolve/")).collect();
        let named = head.starts_with("policy p");
        let nothing = ("resolve/unknown-name", "nothing".to_owned());
        let unnamed = ("resolve/unknown-name", "p".to_owned());
        assert_eq!(others, if named { vec![&nothing] } else { vec![&unnamed, &nothing] }, "{head}");
    }
}

#[test]
fn a_roster_line_that_cannot_be_read_still_names_its_people() {
    let scenario = "scenario \"s\" {\n roster Amy mentor wit Ed from 2024-09-01\n training { who: Amy; on: 2024-10-01 }\n meeting { who: Amy; with: Ed; on: 2024-10-01 }\n meeting { who: Amy; with: Eva; on: 2024-10-01 }\n as of 2025-01-01\n expect t for Amy met\n}\n";
    let text = format!("{SOUND}{}{scenario}", rule("for mentor\n require some training"));
    let found = of_files(&[("a.assize", &text)]);
    assert_eq!(found, [("syntax/expected", "wit".to_owned()), ("types/unknown-person", "Eva".to_owned())]);
    // Where there is nobody at all, the help says how to add somebody.
    let scenario = "scenario \"s\" {\n as of 2025-01-01\n expect t for Amy met\n}\n";
    let rules = check(&format!("{}{scenario}", rule("for mentor\n require some training")));
    let help: Vec<_> = rules.diagnostics.iter().filter_map(|problem| problem.help.as_deref()).collect();
    assert_eq!(help, ["add a line `roster Amy ROLE from DATE`"]);
}

#[test]
fn whom_a_rule_is_for_hides_no_other_mistake() {
    let text = rule("for mentr\n require some trainning\n exempt when shown some awrd\n mid-window whole");
    let found = problems(&text);
    assert_eq!(found.iter().map(|(_, at)| at.as_str()).collect::<Vec<_>>(), ["mentr", "trainning", "awrd"]);
    let text = "part of q\nrole tutor\n";
    let uses = format!("{SOUND}{}", rule("for tutor\n require some training"));
    let found = of_files(&[("a.assize", &uses), ("b.assize", text)]);
    assert!(!found.iter().any(|(_, at)| at == "tutor"), "{found:?}");
}

/// The help of the first error of a text.
fn help(text: &str) -> String {
    let rules = check(text);
    let error = rules.diagnostics.iter().find(|one| one.severity == assize::diagnostic::Severity::Error);
    error.and_then(|error| error.help.clone()).unwrap_or_default()
}

#[test]
fn what_people_write_first_has_a_help_that_can_be_written() {
    let require = |text: &str| help(&rule(&format!("for mentor\n require {text}")));
    assert_eq!(require("at least 3 training"), "write `count of training >= 3`");
    assert_eq!(require("exactly 3 training"), "write `count of training = 3`");
    assert_eq!(require("at most 2 of training"), "write `count of training <= 2`");
    assert_eq!(require("at least 20 hours of training"), "write `total length of training >= 20 hours`");
    assert_eq!(require("some training or meeting"), "write `some training or some meeting`");
    assert_eq!(require("no training or meeting"), "write `no training and no meeting`");
    assert_eq!(require("total length of training >= 90 mins"), "write `90 minutes`");
    assert_eq!(require("total length of training >= 2 hrs"), "write `2 hours`");
    let by = |date: &str| help(&rule(&format!("for mentor\n by {date}\n require some training")));
    assert_eq!(by("31 December 2024"), "write the date as `2024-12-31`");
    assert_eq!(by("1st Sept 2024"), "write the date as `2024-09-01`");
    assert_eq!(by("December 31, 2024"), "write the date as `2024-12-31`");
    let scenario = "scenario \"s\" { training { who: Amy; on: 3 October 2024 } as of 2025-01-01 expect t met }\n";
    assert_eq!(help(scenario), "write the date as `2024-10-03`");
}

#[test]
fn the_member_of_a_group_that_lacks_a_field_is_named() {
    let text = format!(
        "activity visit from r\ngroup both = training, visit\n{}",
        rule("for mentor\n each term\n part in full\n require total length of both >= 1 hour")
    );
    wrong(&text, "types/unknown-field", "length");
    let problem = check(&text).diagnostics.into_iter().find(|one| one.code == "types/unknown-field").unwrap();
    assert_eq!(problem.message, "not every activity of the group has a field `length`: `visit` lacks it");
    assert_eq!(problem.labels.len(), 2);
}

#[test]
fn a_scenario_writes_weekdays_and_numbers_as_an_export_does() {
    let role = "role tutor { pattern: weekdays; balance: number; number: count }\n";
    let with = |cells: &str| {
        let rule = rule("for tutor\n require some training");
        let lines = format!("roster Amy tutor from 2024-09-09 to 2024-12-20 {{ {cells} }}");
        format!("{role}{rule}scenario \"s\" {{ {lines} as of 2025-08-31 expect t met }}\n")
    };
    for sound in ["pattern: \"Mon-Fri\"", "pattern: \"Mon, Wed-Fri\"", "balance: 2.5"] {
        assert_eq!(problems(&with(sound)), [], "{sound}");
    }
    wrong(&with("pattern: \"Fri-Mon\""), "types/wrong-type", "\"Fri-Mon\"");
    wrong(&with("number: -1"), "types/wrong-type", "-1");
    wrong(&with("balance: -2.5"), "types/wrong-type", "-2.5");
}

#[test]
fn a_rule_that_is_not_understood_says_nothing_of_those_after_it() {
    let hours = "rule hours \"H\" {\n cites A-1\n for mentor\n each term\n part in full\n require total length of training >= 2 hours\n}\n";
    let scenario = "scenario \"s\" {\n roster Amy mentor with Tom from 2024-09-01\n as of 2025-01-01\n expect t breached, short 3\n expect hours breached, short 1 hour\n}\n";
    let broken = rule("for mentor\n require count of trainning >= 3");
    assert_eq!(problems(&format!("{broken}{hours}{scenario}")), [("resolve/unknown-name", "trainning".to_owned())]);
    let alone = "scenario \"s\" {\n as of 2025-01-01\n expect other met\n}\n";
    let sound = rule("for mentor\n require some training");
    assert_eq!(problems(&format!("{sound}{alone}")), [("resolve/unknown-name", "other".to_owned())]);
    let answer = rule("for mentor\n for each nothing\n require some training within 5 days, shared");
    assert_eq!(problems(&answer), [("resolve/unknown-name", "nothing".to_owned())]);
    // An exemption without its condition does not stand for the one after it.
    let exemptions = "exemption one { cites A-1 }\nexemption two {\n when fte < 0.5\n}\n";
    let uses = rule("for mentor\n require some training\n exempt when one or two");
    assert_eq!(problems(&format!("{exemptions}{uses}")), [("types/no-when", "one".to_owned())]);
}

#[test]
fn other_cases_are_of_the_role_that_their_rule_is_for_and_nobody_is_said() {
    let rules = |require: &str| {
        let hours = "rule hours \"H\" {\n cites A-1\n for mentor\n require some training\n}\nrole lead\n";
        format!("{hours}rule t \"T\" {{\n cites A-1\n for lead\n require {require}\n}}\n")
    };
    let sound = "every mentor at the same school meets hours, counting none as met";
    assert_eq!(problems(&rules(sound)), []);
    wrong(&rules("every lead at the same school meets hours, counting none as met"), "types/wrong-role", "lead");
    let nobody = "at least 2 mentor at the same school meets hours";
    wrong(&rules(nobody), "types/no-none", nobody);
    let circle = "every lead at the same school meets t, counting none as met";
    wrong(&rules(circle), "resolve/cycle", "t");
}

#[test]
fn a_lost_text_is_declared_as_one() {
    wrong(&rule("for mentor\n each term\n require unreadable A-1"), "types/clause-readable", "A-1");
    let lost = "clause A-2 \"A\" page 3 unreadable \"torn\"\n";
    let text = format!("{lost}{}", rule("for mentor\n each term\n require unreadable A-2"));
    assert_eq!(problems(&text), []);
    let for_each = format!("{lost}{}", rule("for mentor\n for each training\n require unreadable A-2"));
    wrong(&for_each, "types/not-a-response", "unreadable A-2");
}

#[test]
fn other_files_add_to_a_policy_and_cite_its_clauses() {
    let file = |name: &str, text: &str| (PathBuf::from(name), text.to_owned());
    let lines = "for mentor  each term  require some training";
    let added = format!("part of p\nclause A-9 \"What was added\"\nrule more \"More\" {{ cites A-1, A-9  {lines} }}\n");
    let own = format!(
        "policy own \"Our own\" {{ authority local  in force from 2024-09-01 }}\nclause O-1 \"Ours\"\n\
         rule ours \"Ours\" {{ cites O-1, p/A-9, A-1  {lines} }}\n"
    );
    let rules = from_texts([file("p.assize", SOUND), file("added.assize", &added), file("own.assize", &own)]);
    assert!(rules.diagnostics.iter().all(|problem| problem.severity == Severity::Advice), "{:?}", rules.diagnostics);
    let program = rules.program.unwrap();
    let of = |name: &str| program.rules.iter().find(|rule| rule.name == name).unwrap();
    let policy = |name: &str| program.policy(of(name).policy).unwrap().name.clone();
    assert_eq!((policy("more"), policy("ours")), ("p".to_owned(), "own".to_owned()));
    let cited: Vec<_> = of("ours").cites.iter().map(|id| program.clause(*id).unwrap().name.clone()).collect();
    assert_eq!(cited, ["O-1", "A-9", "A-1"]);
}

#[test]
fn people_of_an_event_are_those_of_the_case_or_of_a_role() {
    let declared = "activity review with trainee from r { signer: person; kind: text }\nrole head { qts: yes or no }\n";
    let one = |with: &str, filter: &str| {
        let rule = rule(&format!("for mentor{with}\n each term\n require some review where {filter}"));
        format!("{declared}{rule}")
    };
    let pairs = |filter: &str| one(" with trainee", filter);
    let sound =
        "signer is the mentor or signer is not the trainee or signer holds head at the same school where qts = yes";
    assert_eq!(problems(&pairs(sound)), []);
    wrong(&one("", "signer is the trainee"), "types/not-in-the-case", "trainee");
    wrong(&pairs("signer is the head"), "types/not-in-the-case", "head");
    wrong(&pairs("kind is the mentor"), "types/wrong-type", "kind");
    wrong(&pairs("kind holds head"), "types/wrong-type", "kind");
    wrong(&pairs("signer = \"Hana\""), "types/wrong-type", "\"Hana\"");
    wrong(&pairs("signer holds haed"), "resolve/unknown-name", "haed");
    wrong(&pairs("signer holds head where fte >= 1"), "types/unknown-field", "fte");
    wrong(&pairs("sinner is blank"), "types/unknown-field", "sinner");
    wrong("role tutor { head: person }\n", "types/not-for-roles", "person");
    let exemption =
        "exemption e \"E\" { cites A-1 when shown some review where signer is the trainee  mid-window whole }\n";
    let uses = rule("for mentor\n each term\n require some training\n exempt when e");
    wrong(&format!("{declared}{exemption}{uses}"), "types/not-in-the-case", "when e");
    let exemption =
        "exemption e \"E\" { cites A-1 when shown some review where signer is the pope  mid-window whole }\n";
    wrong(&format!("{declared}{exemption}"), "types/not-in-the-case", "pope");
    let scenario = "scenario \"s\" { roster Amy mentor with Tom from 2024-09-09\n review { who: Amy; with: Tom; on: \
                    2024-10-02; signer: Amy, Tom }\n as of 2025-08-31\n expect t met }\n";
    wrong(&format!("{}{scenario}", pairs("signer is the mentor")), "types/wrong-type", "Amy, Tom");
}

#[test]
fn only_a_deadline_is_put_off() {
    let suspended = "suspended during absence";
    wrong(
        &rule(&format!("for mentor with trainee\n each term\n require some meeting\n {suspended}")),
        "types/no-deadline",
        suspended,
    );
    wrong(
        &rule("for mentor with trainee\n by 2025-01-01\n require some meeting\n suspended during meeting"),
        "types/points-cover-no-days",
        "meeting",
    );
    let by = "0 days";
    let extended =
        format!("for mentor\n by 2025-01-01\n require some training\n extended by {by} when shown some training");
    wrong(&rule(&extended), "types/none-of-them", &format!("extended by {by} when shown some training"));
}

#[test]
fn a_deadline_counts_from_a_day_on_which_a_rule_was_met() {
    let chained = |other: &str| {
        format!(
            "rule other \"O\" {{\n cites A-1\n {other}\n}}\n{}",
            rule("for mentor\n within 5 days of the day that other was met\n require some training")
        )
    };
    assert_eq!(problems(&chained("for mentor\n by 2025-01-01\n require some training")), []);
    wrong(&chained("for mentor\n each term\n require some training"), "types/met-on-no-day", "other");
    wrong(&chained("for mentor\n by 2025-01-01\n require no training"), "types/met-on-no-day", "other");
    wrong(&chained("for mentor with trainee\n by 2025-01-01\n require some meeting"), "types/wrong-role", "other");
    let circle = "for mentor\n within 5 days of the day that t was met\n require some training";
    assert!(problems(&chained(circle)).iter().any(|(code, _)| *code == "resolve/cycle"));
}

#[test]
fn a_duty_does_not_rest_on_advice() {
    let advice = rule("level should\n for mentor\n each term\n require some training");
    let duty = "rule u \"U\" { cites A-1  for mentor  require meets t }\n";
    wrong(&format!("{advice}{duty}"), "types/advice-required", "meets t");
    assert_eq!(problems(&format!("{advice}{}", duty.replace("for mentor", "level should  for mentor"))), []);
    wrong(&rule("level should\n level must\n for mentor\n require some training"), "types/line-twice", "level must");
}

#[test]
fn a_rule_has_its_own_authority_or_its_policys() {
    let own = "rule u \"U\" { cites A-1  authority statutory  for mentor  require some training }\n";
    let program = check(&format!("{}{own}", rule("for mentor\n require some training"))).program.unwrap();
    let authorities: Vec<_> = program.rules.iter().map(|rule| rule.authority.word()).collect();
    assert_eq!(authorities, ["provider", "statutory"]);
}

#[test]
fn an_attestation_says_who_signs_and_who_may() {
    let declared = "activity statement with trainee from r { signer: person; limb: text; signed by signer }\n";
    let one = |lines: &str, atom: &str| {
        let rule = rule(&format!("for mentor with trainee\n {lines}\n require {atom}"));
        format!("{declared}role head {{ qts: yes or no }}\n{rule}")
    };
    let yearly = |atom: &str| one("each year", atom);
    let sound = "attested by head at the same school where qts = yes or mentor in statement where limb = \"a\", never by \
                 the mentor or the trainee, valid for 30 days";
    assert_eq!(problems(&yearly(sound)), []);
    let each = |atom: &str| one("for each meeting", atom);
    assert_eq!(problems(&each("attested by head in statement within 5 school days, shared, never by the mentor")), []);
    wrong(&each("attested by head in statement"), "types/not-a-response", "attested by head in statement");
    let both = "attested by head in statement within 5 school days, shared, valid for 9 days";
    wrong(&each(both), "types/valid-answer", "9");
    wrong(&yearly("attested by head in meeting"), "types/not-signed", "meeting");
    wrong(&yearly("attested by haed in statement"), "resolve/unknown-name", "haed");
    wrong(&yearly("attested by head in statement, never by the head"), "types/not-in-the-case", "head");
    let text = "activity note from r { signer: text; signed by signer }\n";
    wrong(text, "types/wrong-type", "signer");
    wrong("activity note from r { signer: person; signed by singer }\n", "types/unknown-field", "singer");
}

#[test]
fn a_cap_is_of_the_unit_of_its_total() {
    let one = |atom: &str| rule(&format!("for mentor\n each term\n part in full\n require {atom}"));
    let capped = |cap: &str| one(&format!("total length of training, {cap} >= 7 hours"));
    assert_eq!(problems(&capped("at most 70 minutes for each module")), []);
    wrong(&capped("at most 3 for each module"), "types/unit-mismatch", "3");
    wrong(&capped("at most 0 minutes for each module"), "types/none-of-them", "0 minutes");
    wrong(&capped("at most 70 minutes for each modul"), "types/unknown-field", "modul");
    wrong(&one("count of training, at most 3 for each module >= 7"), "syntax/expected", ",");
}

#[test]
fn windows_that_overlap_are_held_against_one_figure_and_excused_as_a_whole() {
    let any = |lines: &str| rule(&format!("for mentor\n {lines}"));
    let total = "require total length of training >= 2 hours";
    for sound in [
        "in any 7 days\n require some training",
        "over 2024-09-01 to 2024-12-20\n in any 10 school days\n require count of training <= 3",
        "in any 2 consecutive teaching weeks, truncated at the ends\n part pro rata by open days\n require some training",
        "averaged over 4 open weeks, leaving out weeks where no training in the window\n require count of training at most 2",
    ] {
        assert_eq!(problems(&any(sound)), [], "{sound}");
    }
    let refused = |lines: &str, underlined: &str| wrong(&any(lines), "types/not-in-any-window", underlined);
    let both = "require some training and no training";
    refused(&format!("in any 7 days\n {both}"), both);
    let other = "require count of training is not 2";
    refused(&format!("in any 7 days\n {other}"), other);
    let capped = "require total length of training, at most 1 hour for each module >= 2 hours";
    refused(&format!("in any 7 days\n {capped}"), capped);
    refused("averaged over 2 weeks\n require some training", "require some training");
    refused(&format!("averaged over 2 weeks\n part in full\n {total}"), "part in full");
    let by_open = "part pro rata by open days";
    refused(&format!("in any 7 days, truncated at the ends\n {by_open}\n {total}"), by_open);
    let excused = "excused when fte < 0.5";
    refused(&format!("in any 7 days\n {total}\n {excused}"), excused);
    let dropped = "exempt when some training";
    let then = "mid-window from then, pro rata by days";
    refused(&format!("in any 7 days\n {total}\n {dropped}\n {then}"), dropped);
    let pace = "at risk when under the even pace by 1 hour";
    refused(&format!("in any 7 days\n {total}\n {pace}"), pace);
    let near = "at risk within 2 days of due";
    refused(&format!("in any 7 days\n require no training\n {near}"), near);
    wrong(&any("in any 0 days\n require some training"), "types/none-of-them", "0 days");
    wrong(&any(&format!("in any 2 consecutive weeks\n {total}")), "types/no-part", total);
    let allowing = "allowing 1 miss in all";
    wrong(&any(&format!("in any 7 days\n require some training\n {allowing}")), "types/nothing-to-allow", allowing);
}

#[test]
fn a_clock_says_whose_it_is_from_when_and_how_much() {
    let clock = |lines: &str| format!("clock c \"C\" {{\n {lines}\n}}\n");
    let sound = "for mentor from the start of the role serve 6 terms by fte";
    let rules = rule("for mentor\n by the end of term 3 of c\n require some training");
    assert_eq!(problems(&format!("{}{rules}", clock(sound))), []);
    wrong(&clock("for mentor from the start of the role"), "types/clock-unsaid", "c");
    wrong(&clock("for mentor serve 6 terms"), "types/clock-unsaid", "c");
    wrong(&clock("from the start of the role serve 6 terms"), "types/clock-unsaid", "c");
    wrong(
        &clock("for mentor from the end of the role serve 6 terms"),
        "types/clock-unsaid",
        "from the end of the role",
    );
    wrong(&clock("for mentor from the start of the role serve 0 terms"), "types/none-of-them", "0");
    wrong(
        &clock(&format!("{sound} extended by training in each 3 terms from 30 open days")),
        "types/points-cover-no-days",
        "training",
    );
    let seventh = rule("for mentor\n by the end of term 7 of c\n require some training");
    wrong(&format!("{}{seventh}", clock(sound)), "types/no-such-term", "7");
    let backwards = rule("for mentor\n each term of c, 3 to 1\n require some training");
    wrong(&format!("{}{backwards}", clock(sound)), "types/no-such-term", "3");
    let figure = rule("for mentor\n each term of c\n require count of training >= 2");
    wrong(&format!("{}{figure}", clock(sound)), "types/no-part", "require count of training >= 2");
    let ill = "activity ill of mentor from r span { session: text }\n";
    let session = clock(&format!("{sound} extended by ill in each 3 terms from 30 open days"));
    wrong(&format!("{ill}{session}"), "types/not-a-session", "ill");
    let other = "role tutor\nactivity talk of tutor from r\n";
    let tutors = "rule t \"T\" {\n cites A-1\n for tutor\n by the end of c\n require some talk\n}\n";
    wrong(&format!("{other}{}{tutors}", clock(sound)), "types/wrong-role", "c");
}

#[test]
fn there_are_cases_by_a_text_of_the_role() {
    let declared = "role claimant { provider: text; size: number }\nactivity claim from r { provider: text; size: text }\n\
                    activity note from r { provider: number }\n";
    let one = |lines: &str| format!("{declared}{}", rule(lines));
    assert_eq!(problems(&one("for claimant by each provider\n by 2025-06-27\n require some claim")), []);
    assert_eq!(problems(&one("for claimant\n by 2025-06-27\n require some claim")), []);
    wrong(&one("for claimant by each size\n each term\n require some claim"), "types/wrong-type", "size");
    wrong(&one("for claimant by each provder\n each term\n require some claim"), "types/unknown-field", "provder");
    wrong(&one("for claimant by each provider\n each term\n require some note"), "types/wrong-type", "note");
}
