//! What the sample audit must answer, as its README says of everything that is planted in it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::judged;

/// Mentors at the school whose Sentinel export was not sent.
const NOT_SENT: [&str; 3] = ["M2410", "M2411", "M2427"];

/// Every breach, and what is at risk: outcome, mentor, rule.
const ACTION: &[(&str, &str, &str)] = &[
    ("at risk", "M2423", "training-hours"),
    ("breached", "M2402", "sentinel-records"),
    ("breached", "M2402", "weekly-meeting"),
    ("breached", "M2402", "weekly-minutes"),
    ("breached", "M2406", "sentinel-records"),
    ("breached", "M2406", "weekly-meeting"),
    ("breached", "M2406", "weekly-minutes"),
    ("breached", "M2409", "tier-1-every-module"),
    ("breached", "M2409", "tier-2-every-session"),
    ("breached", "M2413", "tier-2-every-session"),
    ("breached", "M2413", "tier-2-hours"),
    ("breached", "M2413", "training-hours"),
    ("breached", "M2421", "appraisals"),
    ("breached", "M2421", "assessment-points"),
    ("breached", "M2421", "fortnightly-targets"),
    ("breached", "M2421", "interim-reviews"),
    ("breached", "M2421", "observations"),
    ("breached", "M2421", "qa-visit-hosted"),
    ("breached", "M2421", "sentinel-records"),
    ("breached", "M2421", "transition-forms"),
    ("breached", "M2421", "transition-visits"),
    ("breached", "M2421", "weekly-meeting"),
    ("breached", "M2421", "weekly-minutes"),
    ("breached", "M2423", "fortnightly-targets"),
    ("breached", "M2423", "sentinel-records"),
    ("breached", "M2425", "tier-1-every-module"),
    ("breached", "M2425", "tier-1-hours"),
    ("breached", "M2425", "training-hours"),
    ("breached", "M2433", "sentinel-records"),
    ("breached", "M2433", "weekly-meeting"),
    ("breached", "M2433", "weekly-minutes"),
    ("breached", "M2437", "absences-reported"),
    ("breached", "M2437", "newsletters-read"),
    ("breached", "M2437", "sentinel-records"),
    ("breached", "M2437", "weekly-meeting"),
    ("breached", "M2438", "curriculum-declared"),
    ("breached", "M2438", "sentinel-records"),
    ("breached", "M2438", "support-plans"),
    ("breached", "M2438", "transition-forms"),
    ("breached", "M2438", "weekly-minutes"),
];

/// What is undetermined for other reasons than an export not sent or a parameter not set: mentor, rule.
const OPEN: &[(&str, &str)] = &[
    ("M2406", "qa-acted-on"),
    ("M2406", "support-plans"),
    ("M2406", "target-actions"),
    ("M2416", "tier-2-every-session"),
    ("M2416", "tier-2-hours"),
    ("M2416", "training-hours"),
    ("M2420", "sentinel-records"),
    ("M2420", "weekly-minutes"),
];

fn audit() -> Value {
    judged("itt-mentors-2024-25")
}

fn rule_of(finding: &Value) -> &str {
    finding["rule"].as_str().unwrap().strip_prefix("itt-mentor/").unwrap()
}

fn findings(audit: &Value) -> impl Iterator<Item = (&str, &str, &str)> {
    audit["findings"].as_array().unwrap().iter().map(|finding| {
        (finding["outcome"].as_str().unwrap(), finding["person"]["key"].as_str().unwrap(), rule_of(finding))
    })
}

/// The obligations of a mentor under a rule.
fn obligations<'a>(audit: &'a Value, mentor: &str, rule: &str) -> Vec<&'a Value> {
    let of = |finding: &&Value| finding["person"]["key"] == mentor && rule_of(finding) == rule;
    let findings = audit["findings"].as_array().unwrap().iter().filter(of);
    findings.flat_map(|finding| finding["obligations"].as_array().unwrap()).collect()
}

/// The outcome of the obligation whose window holds a day, and what was measured at least and at most.
fn on<'a>(audit: &'a Value, (mentor, rule): (&str, &str), day: &str) -> (&'a str, &'a str, &'a str) {
    let holds = |one: &&&Value| one["from"].as_str().unwrap() <= day && day <= one["to"].as_str().unwrap();
    let all = obligations(audit, mentor, rule);
    let found: Vec<_> = all.iter().filter(holds).collect();
    assert_eq!(found.len(), 1, "{mentor} {rule} {day}: {} obligations", found.len());
    let measured = &found[0]["measures"][0]["measured"];
    let end = |key: &str| measured[key].as_str().unwrap();
    (found[0]["outcome"].as_str().unwrap(), end("least"), end("most"))
}

#[test]
fn these_are_breached_or_at_risk_and_nothing_else_is() {
    let audit = audit();
    let urgent = |(outcome, ..): &(&str, &str, &str)| matches!(*outcome, "breached" | "at risk");
    let mut found: Vec<_> = findings(&audit).filter(urgent).collect();
    found.sort_unstable();
    assert_eq!(found, ACTION);
}

#[test]
fn what_is_undetermined_waits_for_an_export_a_parameter_or_a_cell() {
    let audit = audit();
    let all: Vec<_> = findings(&audit).filter(|(outcome, ..)| *outcome == "undetermined").collect();
    let not_set = all.iter().filter(|(.., rule)| *rule == "questionnaires").count();
    assert_eq!(not_set, 40);
    let other = all.iter().filter(|(_, mentor, rule)| *rule != "questionnaires" && !NOT_SENT.contains(mentor));
    let other: BTreeSet<(&str, &str)> = other.map(|(_, mentor, rule)| (*mentor, *rule)).collect();
    assert_eq!(other.into_iter().collect::<Vec<_>>(), OPEN);
    let sentinel: BTreeSet<&str> =
        all.iter().filter(|(_, mentor, _)| NOT_SENT.contains(mentor)).map(|(.., rule)| *rule).collect();
    assert_eq!(sentinel.len(), 16, "{sentinel:?}");
    let texts: Vec<&str> =
        audit["missing"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert!(texts[0].ends_with("at Needmoor Academy"), "{texts:?}");
}

#[test]
fn each_planted_week_is_judged_as_the_readme_says() {
    let audit = audit();
    let minutes = |mentor: &'static str| (mentor, "weekly-minutes");
    for (who, day, expected) in [
        // A trainee away for a week, for four days of five, for the four days of a short week; at ITaP.
        (minutes("M2402"), "2024-11-13", ("excused", "0", "0")),
        (minutes("M2402"), "2024-12-03", ("breached", "0", "0")),
        (minutes("M2402"), "2025-05-07", ("excused", "0", "0")),
        (minutes("M2403"), "2024-11-26", ("excused", "0", "0")),
        // Two who share a trainee.
        (minutes("M2404"), "2024-10-02", ("met", "45", "45")),
        (minutes("M2405"), "2024-10-02", ("met", "45", "45")),
        // Cancelled, corrected, recorded in two systems.
        (minutes("M2406"), "2024-11-20", ("breached", "30", "30")),
        (minutes("M2406"), "2025-03-26", ("met", "95", "95")),
        (minutes("M2406"), "2025-05-14", ("breached", "60", "60")),
        // Four fifths of 90; late on Sunday; no length; a length that cannot be read beside enough.
        (minutes("M2408"), "2025-05-07", ("met", "72", "72")),
        (minutes("M2418"), "2024-11-28", ("met", "90", "90")),
        (minutes("M2420"), "2024-10-16", ("undetermined", "0", "240")),
        // 60 + 29; three hours, then nothing; 60 + 0; three times 30.
        (minutes("M2433"), "2025-01-15", ("breached", "89", "89")),
        (minutes("M2433"), "2025-01-29", ("met", "180", "180")),
        (minutes("M2433"), "2025-02-05", ("breached", "0", "0")),
        (minutes("M2433"), "2025-02-26", ("breached", "60", "60")),
        (minutes("M2434"), "2025-01-15", ("met", "90", "90")),
        // The mentor's own absence; another role's meeting.
        (minutes("M2437"), "2025-01-22", ("waived", "0", "0")),
        (minutes("M2438"), "2025-02-12", ("breached", "60", "60")),
        // Fortnights of teaching weeks, across the holiday of Leicester's schools.
        (("M2419", "fortnightly-targets"), "2024-10-07", ("met", "1", "1")),
        (("M2419", "fortnightly-targets"), "2024-11-08", ("met", "1", "1")),
        (("M2423", "fortnightly-targets"), "2024-11-01", ("breached", "0", "0")),
        // Training before the year, and an award of the year.
        (("M2440", "training-hours"), "2025-01-01", ("met", "1200", "1200")),
        (("M2426", "training-hours"), "2025-01-01", ("met", "780", "780")),
        (("M2409", "tier-1-hours"), "2025-01-01", ("met", "435", "435")),
        (("M2409", "tier-1-every-module"), "2025-01-01", ("breached", "2", "2")),
        (("M2422", "training-hours"), "2025-08-15", ("pending", "1140", "1140")),
    ] {
        assert_eq!(on(&audit, who, day), expected, "{who:?} on {day}");
    }
}

#[test]
fn each_waiver_is_told_by_what_became_of_it() {
    let audit = audit();
    let waivers = audit["waivers"].as_array().unwrap();
    let told: Vec<_> = waivers
        .iter()
        .map(|one| (one["row"].as_u64().unwrap(), one["state"].as_str().unwrap(), one["covers"].as_u64().unwrap()))
        .collect();
    assert_eq!(told, [(4, "unused", 0), (3, "expired", 0), (2, "covers", 1)]);
    let of = |mentor: &str, day: &str| {
        let weeks = obligations(&audit, mentor, "weekly-minutes");
        let week = weeks.into_iter().find(|one| one["from"].as_str().unwrap() == day).unwrap();
        week["reasons"].as_array().unwrap().iter().map(|one| one["kind"].clone()).collect::<Vec<_>>()
    };
    assert!(of("M2437", "2025-01-20").contains(&"waived".into()));
    assert!(of("M2433", "2025-02-24").contains(&"waiver-expired".into()));
    assert!(!of("M2433", "2025-02-03").contains(&"waiver-expired".into()));
    let problems = audit["rows"]["problems"].as_array().unwrap();
    let misspelt = problems.iter().find(|one| one["file"] == "waivers.csv").unwrap();
    assert_eq!((&misspelt["row"], &misspelt["code"]), (&5.into(), &"records/unknown-rule".into()));
    assert_eq!(misspelt["to_do"], "did you mean `weekly-minutes`?");
}

#[test]
fn nothing_is_owed_between_two_placements_nor_on_the_inset_monday() {
    let audit = audit();
    let weeks = obligations(&audit, "M2401", "weekly-minutes");
    assert_eq!(weeks.len(), 29);
    for week in weeks {
        assert_eq!(week["outcome"], "met");
        let from = week["from"].as_str().unwrap();
        let gap = ("2024-12-21"..="2025-03-16").contains(&from) || from >= "2025-07-19";
        assert!(!gap, "a week of {from}");
    }
}

#[test]
fn what_nobody_had_to_report_is_met_vacuously() {
    let audit = audit();
    let reports = obligations(&audit, "M2401", "absences-reported");
    assert_eq!(reports.len(), 1);
    assert_eq!((&reports[0]["outcome"], &reports[0]["vacuous"]), (&Value::from("met"), &Value::from(true)));
    // An ITaP week is no absence.
    assert_eq!(obligations(&audit, "M2403", "absences-reported")[0]["vacuous"], true);
}

#[test]
fn every_row_of_every_file_is_in_one_class() {
    let audit = audit();
    for file in audit["rows"]["files"].as_array().unwrap() {
        let classes = file["classes"].as_array().unwrap();
        let sum: u64 = classes.iter().map(|class| class["rows"].as_u64().unwrap()).sum();
        assert_eq!(Some(sum), file["read"].as_u64(), "{file}");
    }
}
