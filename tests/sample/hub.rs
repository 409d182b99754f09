//! What the hub's audit must answer, as its README says of what is planted in it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Every breach: person and rule.
const BREACHED: &[(&str, &str)] = &[
    ("F1", "npq-facilitator/attendance-returned"),
    ("M2", "itt-mentor/sentinel-records"),
    ("M2", "itt-mentor/tier-2-every-session"),
    ("M2", "itt-mentor/tier-2-hours"),
    ("M2", "itt-mentor/training-hours"),
    ("M2", "itt-mentor/weekly-minutes"),
    ("M4", "itt-mentor/sentinel-records"),
    ("M4", "itt-mentor/weekly-minutes"),
    ("M4", "professional-mentor/meetings-sampled"),
    ("M4", "professional-mentor/mentor-recommended"),
    ("N2", "npq-participant/components-completed"),
    ("P1", "professional-mentor/concerns-communicated"),
    ("P1", "professional-mentor/mentors-trained"),
    ("P1", "professional-mentor/school-records"),
    ("P1", "professional-mentor/trainee-minutes"),
    ("P2", "professional-mentor/all-meetings-sampled"),
    ("P2", "professional-mentor/mentors-recommended"),
    ("P2", "professional-mentor/newsletters-engaged"),
    ("P2", "professional-mentor/school-inductions"),
    ("P2", "professional-mentor/school-records"),
    ("P2", "professional-mentor/trainee-minutes"),
];

/// What is undetermined for other reasons than that the participants' papers were not sent.
const OPEN: &[(&str, &str)] = &[
    ("F1", "npq-facilitator/ambition-exercises"),
    ("F1", "npq-facilitator/sessions-led-together"),
    ("P1", "professional-mentor/lost-item"),
    ("P2", "professional-mentor/lost-item"),
];

fn audit() -> Value {
    let ran = Command::new(env!("CARGO_BIN_EXE_assize"))
        .args(["check", "--format", "json"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("audits/hub-2024-25"))
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    serde_json::from_slice(&ran.stdout).unwrap()
}

/// The person and the rule of each finding with an outcome.
fn with<'a>(audit: &'a Value, outcome: &str) -> Vec<(&'a str, &'a str)> {
    let findings = audit["findings"].as_array().unwrap().iter().filter(|finding| finding["outcome"] == outcome);
    let named = findings.map(|one| (one["person"]["key"].as_str().unwrap(), one["rule"].as_str().unwrap()));
    named.collect::<BTreeSet<_>>().into_iter().collect()
}

#[test]
fn these_are_breached_and_nothing_else_is() {
    assert_eq!(with(&audit(), "breached"), BREACHED);
}

#[test]
fn what_is_undetermined_waits_for_papers_a_parameter_an_export_or_a_lost_text() {
    let audit = audit();
    let mut open = with(&audit, "undetermined");
    let all = open.len();
    open.retain(|(person, _)| !person.starts_with('N'));
    assert_eq!(open, OPEN);
    assert_eq!(all - open.len(), 20);
}
