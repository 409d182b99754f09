//! Wrong rule files: each error has its code and underlines exactly what is wrong.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

use std::path::PathBuf;

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
        .filter(|problem| problem.code != "types/clause-uncited")
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
    wrong(&with("training { who: Amy; on: 2024-10-01; records: other }"), "types/not-from", "other");
}
