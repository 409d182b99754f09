//! The induction tutors' year: what ECT Manager, the schools and the hub hold of it.

use assize::value::Day;

use super::people::{self, Ect, Person};
use super::sheet::{Sheet, Style};
use crate::audit::export::line;
use crate::audit::random::Random;
use crate::audit::school_days::day;

/// The files.
pub struct Files {
    /// ECT Manager's list of ECTs.
    pub list: Sheet,
    /// What is entered on ECT Manager.
    pub manager: Sheet,
    /// Absences of ECTs, which ECT Manager exports apart.
    pub absences: Sheet,
    /// Checks of teacher status.
    pub checks: Sheet,
    /// The schools' documents.
    pub documents: Sheet,
    /// The hub's list of who is on which programme.
    pub programmes: Sheet,
    /// The hub's records of training.
    pub hub: Sheet,
}

/// The roster of tutors: a row for each ECT.
pub fn roster() -> Vec<u8> {
    let header = ["id", "name", "role", "ECT", "ECT name", "school", "from", "to", "headteacher", "programme", "fte"];
    let mut text = line(&header, ',', "\n");
    let tutors = people::tutors();
    for ect in people::ects() {
        let Some(tutor) = tutors.get(ect.tutor) else { continue };
        let (from, to) = (ect.days.from.to_string(), ect.days.to.to_string());
        let school = people::school(tutor.school);
        let programme = if school_led(tutor.school) { "School-led" } else { "Provider-led" };
        let (id, name) = (&ect.person.id, &ect.person.name);
        let cells = [&tutor.id, &tutor.name, "induction tutor", id, name, school, &from, &to, "no", programme, ect.fte];
        text.push_str(&line(&cells, ',', "\n"));
    }
    text.into_bytes()
}

/// Whether the school provides the ECT's training itself.
fn school_led(school: usize) -> bool {
    school == 14
}

/// An ordinary year of every tutor.
pub fn year() -> Files {
    let header = &["Ref", "Date", "Tutor", "Entry", "ECT", "Detail"];
    let mut files = Files {
        list: Sheet::new("ect-list.csv", Style::British, "EL", header),
        manager: Sheet::new("ect-manager.csv", Style::British, "EM", header),
        absences: Sheet::new(
            "ect-absences.csv",
            Style::British,
            "EA",
            &["Ref", "First day", "ECT", "Last day", "Reason", "Significant"],
        ),
        checks: Sheet::new("status-checks.csv", Style::Plain, "QT", &["ref", "awarded", "person", "status"]),
        documents: Sheet::new(
            "school-documents.csv",
            Style::Spreadsheet,
            "SD",
            &["No.", "Date", "Tutor", "Document", "ECT", "Subject", "Signed by"],
        ),
        programmes: Sheet::new("programme-list.csv", Style::Plain, "PR", &["ref", "date", "person", "event", "ECT"]),
        hub: Sheet::new("hub-attendance.csv", Style::Plain, "HA", &["ref", "date", "person", "event"]),
    };
    let heads = people::headteachers();
    let tutors = people::tutors();
    let ects = people::ects();
    for (place, tutor) in tutors.iter().enumerate() {
        let head = heads.get(tutor.school).map_or("", |head| &head.id);
        if ects.iter().any(|ect| ect.tutor == place) {
            of_the_tutor(&mut files, tutor, head);
        }
    }
    for (place, ect) in ects.iter().enumerate() {
        let random = &mut Random::new(0x1d0c_7000 ^ u64::try_from(place).unwrap_or(0));
        let Some(tutor) = tutors.get(ect.tutor) else { continue };
        let head = heads.get(tutor.school).map_or("", |head| &head.id);
        at_the_start(&mut files, random, (tutor, head), ect);
        through_the_year(&mut files, random, tutor, ect);
    }
    files
}

fn of_the_tutor(files: &mut Files, tutor: &Person, head: &str) {
    let who = tutor.id.as_str();
    let awarded = 2004 + i32::try_from(tutor.school % 15).unwrap_or(0);
    files.checks.add(day(awarded, 7, 31), who, &["QTS"]);
    for about in ["Skills and knowledge", "Rigorous and fair judgements", "Planning supported", "Working pattern"] {
        files.documents.add(day(2025, 6, 24), who, &["Statement", "", about, head]);
    }
    let trained = day(2024, 9, 24).plus(i32::try_from(tutor.school % 3).unwrap_or(0) * 7);
    files.hub.add(trained, who, &["Induction tutor training"]);
    files.hub.add(trained.plus(9), who, &["Materials reviewed"]);
}

fn at_the_start(files: &mut Files, random: &mut Random, (tutor, head): (&Person, &str), ect: &Ect) {
    let (who, about) = (tutor.id.as_str(), ect.person.id.as_str());
    let pattern = people::pattern(tutor.school);
    let before = ect.days.from.plus(-10 - i32::try_from(random.below(30)).unwrap_or(0));
    files.list.add(before, who, &["Registered with appropriate body", about, ""]);
    files.list.add(before.plus(3), who, &["Details complete", about, ""]);
    files.documents.add(ect.days.from.plus(1), who, &["Suitable post", about, "", head]);
    for reader in ["Mentor", "ECT"] {
        files.documents.add(pattern.after(ect.days.from, 2 + random.below(4)), who, &["Plans seen", about, reader, ""]);
    }
    files.programmes.add(pattern.after(ect.days.from, 1 + random.below(6)), who, &["Enrolled on programme", about]);
    if school_led(tutor.school) {
        files.programmes.add(day(2024, 11, 19), who, &["Fidelity check", about]);
    }
}

fn through_the_year(files: &mut Files, random: &mut Random, tutor: &Person, ect: &Ect) {
    let (who, about) = (tutor.id.as_str(), ect.person.id.as_str());
    let pattern = people::pattern(tutor.school);
    // A day of absence here and there, on which nothing else is recorded.
    if random.chance(30) {
        let away = pattern.after(day(2025, 2, 3), random.below(4));
        files.absences.add(away, about, &[&files.absences.date(away), "Illness", "N"]);
    }
    let mut add = |date: Day, entry: &str, detail: &str| files.manager.add(date, who, &[entry, about, detail]);
    for half in pattern.half_terms_of(ect.days) {
        let place = usize::try_from(2 + random.below(8)).unwrap_or(0);
        let Some(date) = half.get(place).copied() else { continue };
        add(date, "Observation", "");
        add(pattern.after(date, 1 + random.below(4)), "Written feedback", "");
    }
    let terms = [day(2024, 12, 2), day(2025, 3, 24), day(2025, 6, 23)];
    for (term, monday) in terms.into_iter().enumerate().filter(|(_, monday)| ect.days.contains(*monday)) {
        let date = pattern.after(monday, random.below(4));
        let is_formal = term == 2;
        add(date, if is_formal { "Formal assessment" } else { "Progress review" }, "Satisfactory");
        add(pattern.after(date, random.below(3)), "ECT informed", "");
        if is_formal {
            add(pattern.after(date, 2 + random.below(4)), "Assessment report", "");
            continue;
        }
        for recipient in ["ECT", "Headteacher", "Appropriate body"] {
            add(pattern.after(date, 1 + random.below(4)), "Record shared", recipient);
        }
    }
}
