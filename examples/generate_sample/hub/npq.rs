//! NPQ courses: what Steplab, the hub, Ambition Institute and the participants' portfolios hold of them.

use assize::value::Day;

use super::people::{self, Cohort, Person};
use super::sheet::{Sheet, Style};
use crate::audit::export::line;
use crate::audit::random::Random;
use crate::audit::school_days::day;

/// The files.
pub struct Files {
    /// Steplab's engagement records.
    pub steplab: Sheet,
    /// The hub's records of courses.
    pub office: Sheet,
    /// The participants' plans, minutes and materials.
    pub portfolio: Sheet,
    /// Ambition Institute's quality assurance.
    pub ambition: Sheet,
    /// Ambition Institute's register of Visiting Fellows.
    pub fellows: Sheet,
}

/// The day of the audit: what lies after it has not come.
const AS_OF: (i32, u32, u32) = (2025, 7, 31);

/// The roster of participants, of facilitators and of the cohorts themselves.
pub fn roster() -> Vec<u8> {
    let header = ["id", "name", "role", "cohort", "cohort name", "school", "from", "to", "npq", "kind", "whole course"];
    let mut text = line(&header, ',', "\n");
    let cohorts = people::cohorts();
    let participants = people::participants().into_iter().map(|one| ("participant", one));
    let facilitators = people::facilitators().into_iter().map(|one| ("facilitator", one));
    for (role, (person, place)) in participants.chain(facilitators) {
        let Some(cohort) = cohorts.get(place) else { continue };
        let (from, to) = (cohort.days.from.to_string(), cohort.days.to.to_string());
        let school = people::school(person.school);
        let (id, name) = (&person.id, &person.name);
        let cells = [id, name, role, cohort.id, cohort.name, school, &from, &to, cohort.npq, cohort.kind, "Y"];
        text.push_str(&line(&cells, ',', "\n"));
    }
    for cohort in &cohorts {
        let (from, to) = (cohort.days.from.to_string(), cohort.days.to.to_string());
        let hub = "Teaching School Hub";
        let cells = [cohort.id, cohort.name, "cohort", "", "", hub, &from, &to, cohort.npq, cohort.kind, ""];
        text.push_str(&line(&cells, ',', "\n"));
    }
    text.into_bytes()
}

/// A component of a cohort's programme.
struct Component {
    kind: &'static str,
    title: String,
    date: Day,
}

/// The components of a cohort, evenly over its course.
fn programme(cohort: &Cohort) -> Vec<Component> {
    let (conferences, clinics) = if cohort.kind == "leadership" { (2, 7) } else { (1, 5) };
    let kinds = [
        ("Conference", conferences),
        ("Themed clinic", clinics),
        ("Community", 3),
        ("Study module", 4),
        ("Apply module", 4),
        ("Assessment clinic", 1),
    ];
    let all: Vec<(&str, usize)> =
        kinds.into_iter().flat_map(|(kind, number)| (1..=number).map(move |n| (kind, n))).collect();
    let step = cohort.days.len() / i32::try_from(all.len() + 1).unwrap_or(1);
    let place = |(place, (kind, number)): (usize, (&'static str, usize))| {
        let mut date = cohort.days.from.plus(step * i32::try_from(place + 1).unwrap_or(1));
        while !date.is_weekday() {
            date = date.previous();
        }
        Component { kind, title: format!("{kind} {number}"), date }
    };
    all.into_iter().enumerate().map(place).collect()
}

/// Whether the cohort's course has ended by the day of the audit.
fn is_over(cohort: &Cohort) -> bool {
    cohort.days.to <= day(AS_OF.0, AS_OF.1, AS_OF.2)
}

/// An ordinary course of everybody.
pub fn courses() -> Files {
    let mut files = Files {
        steplab: Sheet::new(
            "steplab.csv",
            Style::Plain,
            "ST",
            &["id", "date", "participant", "event", "cohort", "component", "title", "mode"],
        ),
        office: Sheet::new(
            "npq-office.csv",
            Style::British,
            "NO",
            &["Ref", "Date", "Who", "Entry", "Cohort", "Component", "Session", "Led", "Subject", "Signed by"],
        ),
        portfolio: Sheet::new(
            "portfolio.csv",
            Style::Spreadsheet,
            "PF",
            &["No.", "Date", "Participant", "Item", "Cohort", "Subject", "Link", "Signed by"],
        ),
        ambition: Sheet::new("ambition.csv", Style::Plain, "AM", &["ref", "date", "fellow", "entry", "exercise"]),
        fellows: Sheet::new("fellows.csv", Style::Plain, "VF", &["ref", "completed", "fellow", "training"]),
    };
    let cohorts = people::cohorts();
    let as_of = day(AS_OF.0, AS_OF.1, AS_OF.2);
    let line_managers = people::line_managers();
    let heads = people::headteachers();
    for cohort in &cohorts {
        for component in programme(cohort).into_iter().filter(|component| component.date <= as_of) {
            let cells = ["Component", cohort.id, component.kind, &component.title, "", "", ""];
            files.office.add(component.date, cohort.id, &cells);
        }
    }
    for (number, (person, place)) in people::participants().into_iter().enumerate() {
        let Some(cohort) = cohorts.get(place) else { continue };
        let random = &mut Random::new(0x4e50_5100 ^ u64::try_from(number).unwrap_or(0));
        let manager = line_managers.get(person.school).map_or("", |person| &person.id);
        let head = heads.get(person.school).map_or("", |person| &person.id);
        participant(&mut files, random, &person, cohort);
        portfolio(&mut files, &person, cohort, (manager, head));
    }
    for (person, place) in people::facilitators() {
        if let Some(cohort) = cohorts.get(place) {
            facilitator(&mut files, &person, cohort);
        }
    }
    files
}

/// What Steplab has of a participant.
fn participant(files: &mut Files, random: &mut Random, person: &Person, cohort: &Cohort) {
    let as_of = day(AS_OF.0, AS_OF.1, AS_OF.2);
    for component in programme(cohort).into_iter().filter(|component| component.date <= as_of) {
        let caught_up = random.chance(4) && component.date.plus(9) <= as_of && component.date.plus(9) <= cohort.days.to;
        let (date, mode) =
            if caught_up { (component.date.plus(9), "Caught up") } else { (component.date, "With the cohort") };
        let cells = ["Component", cohort.id, component.kind, &component.title, mode];
        files.steplab.add(date, &person.id, &cells);
    }
    if !is_over(cohort) {
        return;
    }
    if cohort.npq == "NPQH" {
        files.steplab.add(day(2025, 1, 22), &person.id, &["School visit", cohort.id, "", "", ""]);
    }
    files.steplab.add(cohort.days.to.plus(-14), &person.id, &["Programme completed", cohort.id, "", "", ""]);
}

/// What a participant has filed, of a course that is over; of one that goes on only its reviews.
fn portfolio(files: &mut Files, person: &Person, cohort: &Cohort, (manager, head): (&str, &str)) {
    let as_of = day(AS_OF.0, AS_OF.1, AS_OF.2);
    let mut add = |date: Day, item: &str, subject: &str, link: &str, signer: &str| {
        files.portfolio.add(date, &person.id, &[item, cohort.id, subject, link, signer]);
    };
    let mut date = cohort.days.from.plus(42);
    while date <= as_of && date <= cohort.days.to {
        add(date, "Strategy review", "", "", "");
        date = date.plus(42);
    }
    if !is_over(cohort) {
        return;
    }
    let early = cohort.days.from.plus(120);
    add(early, "Implementation plan", "Evidence-informed", "", "");
    add(early.plus(14), "Development plan", "", "", "");
    add(early.plus(49), "Development session", "", "", "");
    add(early.plus(60), "Resource", "Teaching", "NPQ module content", "");
    add(early.plus(70), "Minutes of a meeting led", "", "", "");
    let last = cohort.days.to.plus(-7);
    add(last, "Presentation", "", "", "");
    let stated = [
        "Leadership of colleagues",
        "Plans informed by the course",
        "Professional development",
        "Robust quality assurance",
    ];
    for about in stated {
        add(last, "Statement", about, "", manager);
    }
    add(last, "Statement", "Impact in the priority areas", "", head);
}

/// What the hub and Ambition Institute have of a facilitator.
fn facilitator(files: &mut Files, person: &Person, cohort: &Cohort) {
    let as_of = day(AS_OF.0, AS_OF.1, AS_OF.2);
    let who = person.id.as_str();
    files.fellows.add(cohort.days.from.plus(-60), who, &["Visiting Fellow training"]);
    let sessions = ["Conference", "Themed clinic", "Assessment clinic"];
    for component in programme(cohort).into_iter().filter(|one| sessions.contains(&one.kind) && one.date <= as_of) {
        let title = component.title.as_str();
        files.office.add(component.date, who, &["Delivery", cohort.id, component.kind, title, "Alone", "", ""]);
        files.office.add(component.date.plus(1), who, &["Attendance list", cohort.id, "", title, "", "", ""]);
    }
    files.office.add(day(2025, 3, 12), who, &["Hub exercise", "", "", "", "", "Spring 2025", ""]);
    files.office.add(day(2025, 3, 18), who, &["Hub participation", "", "", "", "", "Spring 2025", ""]);
    files.ambition.add(day(2025, 5, 6), who, &["Exercise", "Summer 2025"]);
    files.ambition.add(day(2025, 5, 13), who, &["Participation", "Summer 2025"]);
    if !is_over(cohort) {
        return;
    }
    let last = cohort.days.to.plus(-7);
    files.office.add(last, who, &["Statement", cohort.id, "", "", "", "High standard and fidelity", "AQ01"]);
    files.office.add(last, who, &["Statement", cohort.id, "", "", "", "Participation promoted", "NL01"]);
    for record in ["Observation record", "Participant feedback", "Participant engagement"] {
        files.office.add(last, who, &[record, cohort.id, "", "", "", "", ""]);
    }
}
