//! Who signs for others: headteachers, line managers, governors, the Programme Leader, the appropriate body.

use super::people;
use crate::audit::export::line;

/// Those who are of no school: key, name, role, and where the roster puts them.
const OTHERS: [(&str, &str, &str, &str); 4] = [
    ("PL01", "Judith Marsden", "Programme Leader", "Teaching School Hub"),
    ("NL01", "Colm Rafferty", "NPQ lead", "Teaching School Hub"),
    ("AQ01", "Sunita Wray", "Ambition assessor", "Teaching School Hub"),
    ("AB01", "Graham Tinsley", "appropriate body", "Teaching School Hub"),
];

/// The roster of those who sign.
pub fn roster() -> Vec<u8> {
    let mut text = line(&["id", "name", "role", "school", "from"], ',', "\n");
    let mut add = |id: &str, name: &str, role: &str, school: &str| {
        text.push_str(&line(&[id, name, role, school, "2022-09-01"], ',', "\n"));
    };
    for head in people::headteachers() {
        add(&head.id, &head.name, "headteacher", people::school(head.school));
    }
    for manager in people::line_managers() {
        add(&manager.id, &manager.name, "line manager", people::school(manager.school));
    }
    for (id, name, role, school) in OTHERS {
        add(id, name, role, school);
    }
    text.into_bytes()
}
