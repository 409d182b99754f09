//! `assize coverage`: clause by clause, what rules and scenarios stand for.

use serde_json::Value;

use crate::folder::Folder;

const RULES: &str = "rules/mentoring.assize";

#[test]
fn a_clause_is_covered_where_scenarios_reach_everything_of_its_rules() {
    let folder = Folder::starter();
    let ran = folder.run(["coverage", "rules"]).end();
    ran.ends(0, "assize: 1 of 3 clauses covered (33 %) (exit 0)");
    assert!(ran.stdout.contains("  M-1  covered  weekly-meeting\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("  M-3  partly   training-hours\n"), "{}", ran.stdout);
    let missing = "  training-hours: no scenario that passes reaches undetermined\n";
    assert!(ran.stdout.contains(missing), "{}", ran.stdout);
}

#[test]
fn a_clause_that_no_rule_cites_and_an_exception_that_no_scenario_takes_are_named() {
    let more = "clause M-4 \"Nobody wrote a rule for this\"\n\nscenario \"an experienced";
    let folder = Folder::starter().replace(RULES, "scenario \"an experienced", more);
    let folder = folder.replace(RULES, "{ experienced: yes }", "{ experienced: no }");
    let folder = folder.replace(
        RULES,
        "expect   training-hours for Ann met, required 3 hours",
        "expect training-hours for Ann breached",
    );
    let ran = folder.run(["coverage", "rules"]).end();
    ran.ends(0, "assize: 1 of 4 clauses covered (25 %) (exit 0)");
    for line in [
        "  M-4  no rule  Nobody wrote a rule for this\n",
        "  M-4: no rule cites it (Nobody wrote a rule for this)\n",
        "reaches met, undetermined, `reduced to\n  3 hours when experienced = yes`\n",
        "  0 of 1\n",
    ] {
        assert!(ran.stdout.contains(line), "{line}\n{}", ran.stdout);
    }
}

#[test]
fn below_the_threshold_is_1_and_nothing_is_rounded_up() {
    let folder = Folder::starter();
    folder
        .run(["coverage", "rules", "--threshold", "34"])
        .end()
        .ends(1, "assize: 1 of 3 clauses covered (33 %), and `--threshold` asks for 34 % (exit 1)");
    folder
        .run(["coverage", "rules", "--threshold", "33"])
        .end()
        .ends(0, "assize: 1 of 3 clauses covered (33 %) (exit 0)");
    assert_eq!(folder.run(["coverage", "rules", "--threshold", "101"]).end().code, 2);
}

/// A lost text is answered for by a rule that says so, and told apart; without such a rule it is a clause like another.
#[test]
fn a_lost_clause_is_no_part_of_what_is_to_be_covered_once_a_rule_says_that_it_is_lost() {
    let lost = "clause M-4 \"...\" unreadable \"torn off\"\n";
    let folder =
        Folder::starter().replace(RULES, "scenario \"an experienced", &format!("{lost}scenario \"an experienced"));
    folder.run(["coverage", "rules"]).end().ends(0, "assize: 1 of 4 clauses covered (25 %) (exit 0)");
    let rule = "rule m-4-lost \"What is torn off\" { cites M-4  for mentor  require unreadable M-4 }\n";
    let scenario = "scenario \"nobody can say\" {\n calendar county\n roster Amy mentor with Tom from 2024-09-09 to \
                    2024-10-25\n as of 2024-10-25\n expect m-4-lost undetermined\n}\n";
    let folder = folder.replace(RULES, lost, &format!("{lost}{rule}{scenario}"));
    folder
        .run(["coverage", "rules", "--threshold", "33"])
        .end()
        .ends(0, "assize: 1 of 3 clauses covered (33 %), and the text of 1 more is lost (exit 0)");
}

#[test]
fn what_a_failing_scenario_expects_does_not_count() {
    let folder = Folder::starter().replace(RULES, "met, measured 60 minutes", "met, measured 61 minutes");
    let ran = folder.run(["coverage", "rules"]).end();
    ran.ends(0, "assize: 0 of 3 clauses covered (0 %) (exit 0)");
    assert!(ran.stdout.contains("  1 scenario fails: what it expects does not count\n"), "{}", ran.stdout);
}

#[test]
fn no_clause_is_2() {
    let folder = Folder::starter().file("empty.assize", "policy p \"P\" { in force from 2024-09-01 }\n");
    folder
        .run(["coverage", "empty.assize"])
        .end()
        .could_not_judge("assize: could not judge: there is no clause in these files (exit 2)");
}

#[test]
fn json_is_one_document_and_html_one_page_without_requests() {
    let folder = Folder::starter();
    let json: Value =
        serde_json::from_str(&folder.run(["coverage", "rules", "--format", "json"]).end().stdout).unwrap();
    assert_eq!(json["schema"], "assize/coverage/1");
    assert_eq!((&json["clauses"], &json["covered"]), (&Value::from(3), &Value::from(1)));
    assert_eq!(json["rules"][0]["outcomes"], serde_json::json!(["breached", "undetermined", "met"]));
    let html = folder.run(["coverage", "rules", "--format", "html"]).end().stdout;
    assert!(html.starts_with("<!DOCTYPE html>"), "{html}");
    for absent in ["http", "<script", "<link", "src="] {
        assert!(!html.contains(absent), "{absent}");
    }
    assert_eq!(html.matches("<tr").count(), 1 + 3 + 1 + 2);
}

#[test]
fn colours_are_colours_and_nothing_else() {
    let folder = Folder::starter();
    let plain = folder.run(["coverage", "rules"]).end().stdout;
    let colour = folder.run(["coverage", "rules", "--color", "always"]).end().stdout;
    assert!(colour.contains("\u{1b}[32mcovered\u{1b}[0m"), "{colour}");
    let mut without = String::new();
    for (place, part) in colour.split('\u{1b}').enumerate() {
        without.push_str(if place == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(without, plain);
}
