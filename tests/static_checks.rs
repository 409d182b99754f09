//! What is likely a mistake though every word of it is right: rules held against each other and against their
//! scenarios and calendars, and the warnings that a file lets pass with a reason.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

use std::path::PathBuf;

use assize::diagnostic::Severity;
use assize::rules::from_texts;

/// What every case below adds to.
const WORLD: &str = "policy p \"P\" { in force 2024-09-01 to 2025-08-31 }\n\
clause A-1 \"A\"\n\
role mentor with trainee { fte: number }\n\
records r \"R\"\n\
activity training from r { length: duration; tier: 1 or 2 }\n\
activity award from r { }\n\
exemption holder { when shown some award  mid-window whole }\n\
";

/// Severity, code and underlined text of each problem but those that a small world cannot be without.
fn problems(text: &str) -> Vec<(Severity, &'static str, String)> {
    let rules = from_texts([(PathBuf::from("test.assize"), format!("{WORLD}{text}"))]);
    let quiet = ["types/exemption-unused", "types/untested"];
    let of = |problem: &assize::diagnostic::Diagnostic| {
        (problem.severity, problem.code, rules.sources.text(problem.labels[0].span).to_owned())
    };
    rules.diagnostics.iter().filter(|problem| !quiet.contains(&problem.code)).map(of).collect()
}

fn rule(name: &str, lines: &str) -> String {
    format!("rule {name} \"T\" {{ cites A-1  for mentor  over 2024-09-01 to 2025-08-31  part in full\n {lines} }}\n")
}

fn hours(name: &str, figure: &str) -> String {
    rule(name, &format!("require total length of training {figure}"))
}

#[track_caller]
fn warned(text: &str, code: &str, underlined: &str) {
    assert_eq!(problems(text), [(Severity::Warning, code_of(code), underlined.to_owned())], "{text}");
}

/// The code as the pages have it: a code without a page is none.
#[track_caller]
fn code_of(code: &str) -> &'static str {
    assize::diagnostic::pages::codes().find(|known| *known == code).unwrap()
}

#[test]
fn a_rule_that_asks_for_less_than_another_is_needless() {
    let strict = hours("strict", ">= 20 hours");
    warned(&format!("{strict}{}", hours("lax", ">= 13 hours")), "types/weaker", ">= 13 hours");
    warned(&format!("{}{strict}", hours("lax", "> 13 hours")), "types/weaker", "> 13 hours");
    warned(&format!("{}{}", hours("a", "> 20 hours"), hours("b", ">= 20 hours")), "types/weaker", ">= 20 hours");
    warned(&format!("{}{}", hours("a", "<= 20 hours"), hours("b", "<= 21 hours")), "types/weaker", "<= 21 hours");
}

#[test]
fn a_rule_is_not_needless_where_the_other_may_let_off() {
    let lax = hours("lax", ">= 13 hours");
    let strict = rule("strict", "require total length of training >= 20 hours  exempt when holder");
    assert_eq!(problems(&format!("{strict}{lax}")), []);
    let of_autumn = rule("strict", "in force 2024-09-01 to 2024-12-31  require total length of training >= 20 hours");
    assert_eq!(problems(&format!("{of_autumn}{lax}")), []);
    let of_tier = rule("strict", "require total length of training where tier = 1 >= 20 hours");
    assert_eq!(problems(&format!("{of_tier}{lax}")), []);
    let both = rule("strict", "require total length of training >= 20 hours and some training");
    assert_eq!(problems(&format!("{both}{lax}")), []);
}

#[test]
fn two_rules_that_nobody_can_meet_are_told() {
    let most = hours("most", "<= 10 hours");
    warned(&format!("{most}{}", hours("least", ">= 11 hours")), "types/contradict", ">= 11 hours");
    warned(&format!("{}{most}", hours("least", "> 10 hours")), "types/contradict", "<= 10 hours");
    assert_eq!(problems(&format!("{most}{}", hours("least", ">= 10 hours"))), []);
    let let_off = rule("least", "require total length of training >= 11 hours  exempt when holder");
    assert_eq!(problems(&format!("{most}{let_off}")), []);
}

#[test]
fn rules_by_terms_need_a_calendar_with_terms() {
    let termly = "rule termly \"T\" { cites A-1  for mentor  each term  require some training }\n";
    let without = "calendar c { bank holiday 2025-05-05 }\n";
    warned(&format!("{termly}{without}"), "types/no-terms", "termly");
    assert_eq!(problems(termly), [], "rule files may come without their calendars");
    let with =
        "calendar c { year 2024-25 from 2024-09-01 to 2025-08-31 { term a { half-term 2024-09-02 to 2024-10-25 } } }\n";
    assert_eq!(problems(&format!("{termly}{with}")), []);
}

#[test]
fn a_day_that_is_closed_without_its_line_is_likely_another() {
    let cited = hours("h", ">= 1 hour");
    let calendar = |line: &str| {
        format!(
            "{cited}calendar c {{ year 2024-25 from 2024-09-01 to 2025-08-31 {{ term a {{ half-term 2024-09-02 to 2024-10-25 }} }} {line} }}\n"
        )
    };
    warned(&calendar("closed 2024-10-28 to 2024-11-01"), "types/closed-already", "2024-10-28 to 2024-11-01");
    warned(&calendar("closed 2024-09-07"), "types/closed-already", "2024-09-07");
    assert_eq!(problems(&calendar("closed 2024-10-25 to 2024-10-28")), []);
    assert_eq!(problems(&calendar("inset 2024-10-28 closed 2024-10-28")), []);
}

#[test]
fn a_rule_without_scenarios_is_advice() {
    let rules = |text: &str| {
        let rules = from_texts([(PathBuf::from("test.assize"), format!("{WORLD}{text}"))]);
        let told = rules.diagnostics.into_iter().filter(|problem| problem.code == "types/untested");
        told.map(|problem| (problem.severity, problem.message)).collect::<Vec<_>>()
    };
    let let_off = rule("h", "require total length of training >= 1 hour  exempt when holder");
    let scenario = |expect: &str| {
        format!(
            "{let_off}calendar c {{ }}\nscenario \"S\" {{ calendar c  roster Ann mentor with Ben from 2024-09-09 to 2025-07-18  as of 2025-08-31  {expect} }}\n"
        )
    };
    let advice = |text: &str| [(Severity::Advice, format!("no scenario expects that `h` is {text}"))];
    assert_eq!(rules(&let_off), advice("met, or breached, or exempt"));
    assert_eq!(rules(&scenario("expect h breached")), advice("met, or exempt"));
    assert_eq!(rules(&scenario("expect h breached  expect h 1 met  expect h exempt")), []);
    // Nobody can say that a lost text is met or breached.
    let lost =
        "clause A-2 \"B\" unreadable \"torn off\"\nrule h \"T\" { cites A-2  for mentor  require unreadable A-2 }\n";
    assert_eq!(rules(lost), []);
}

#[test]
fn a_warning_is_let_pass_with_a_reason() {
    let uncited = "clause A-2 \"B\"\n";
    let cited = hours("h", ">= 1 hour");
    warned(&format!("{cited}{uncited}"), "types/clause-uncited", uncited.trim());
    let allowed = problems(&format!("{cited}allow types/clause-uncited because \"a heading only\"\n{uncited}"));
    assert_eq!(allowed, [(Severity::Advice, "types/clause-uncited", uncited.trim().to_owned())]);
    // It is about the next declaration and no other.
    let line = "allow types/clause-uncited because \"a heading only\"";
    let other = format!("{line}\n{cited}{uncited}");
    let told: Vec<_> = problems(&other).into_iter().map(|(_, code, _)| code).collect();
    assert_eq!(told, ["types/clause-uncited", "types/allow-unused"]);
    warned(&format!("{line}\n{cited}"), "types/allow-unused", line);
}

#[test]
fn what_is_allowed_is_a_code_that_there_is_and_never_an_error() {
    let cited = hours("h", ">= 1 hour");
    let unknown = problems(&format!("allow types/clause-uncitd because \"x\"\n{cited}"));
    assert_eq!(unknown, [(Severity::Error, "types/unknown-code", "types/clause-uncitd".to_owned())]);
    let nothing = problems(&format!("{cited}allow types/clause-uncited because \"x\"\n"));
    assert_eq!(
        nothing.iter().map(|(severity, code, _)| (*severity, *code)).collect::<Vec<_>>(),
        [(Severity::Error, "types/allow-unused")]
    );
    let error = problems(&format!("allow types/unit-mismatch because \"x\"\n{}", hours("h", ">= 3")));
    assert_eq!(error, [(Severity::Error, "types/unit-mismatch", "3".to_owned())]);
}
