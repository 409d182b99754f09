//! The ECF mentors' year: what EDT's portal, the hub and the schools hold of it.

use assize::value::{Day, Days};

use super::people::{self, Ect, Person};
use super::sheet::{Sheet, Style};
use crate::audit::export::line;
use crate::audit::random::Random;
use crate::audit::school_days::day;

/// The files.
pub struct Files {
    /// EDT's portal.
    pub edt: Sheet,
    /// Who was there when the hub trained mentors.
    pub attendance: Sheet,
    /// What the hub was told.
    pub notices: Sheet,
    /// The schools' own records of mentoring.
    pub in_house: Sheet,
}

/// ECTs whose hours change in February, and the part of full time from then on.
const CHANGED: [&str; 2] = ["T021", "T022"];
/// The day of the change.
const CHANGE: (i32, u32, u32) = (2025, 2, 24);

/// The roster of mentors: a row for each ECT and year, and another from a change of hours on.
pub fn roster() -> Vec<u8> {
    let header = [
        "id",
        "name",
        "role",
        "ECT",
        "ECT name",
        "school",
        "from",
        "to",
        "year",
        "rhythm",
        "ECT hours",
        "post",
        "employer",
        "programme from",
        "programme to",
    ];
    let mut text = line(&header, ',', "\n");
    let mentors = people::ecf_mentors();
    for ect in people::ects() {
        let Some(mentor) = mentors.get(ect.mentor) else { continue };
        let change = day(CHANGE.0, CHANGE.1, CHANGE.2);
        let rows = if CHANGED.contains(&ect.person.id.as_str()) {
            vec![(Days::new(ect.days.from, change.previous()), ect.fte), (Days::new(change, ect.days.to), "0.6")]
        } else {
            vec![(ect.days, ect.fte)]
        };
        for (days, hours) in &rows {
            text.push_str(&row(mentor, &ect, *days, ect.year, hours));
        }
        // The pair goes on into the ECT's second year.
        if let (1, Some((_, hours))) = (ect.year, rows.last()) {
            text.push_str(&row(mentor, &ect, Days::new(day(2025, 9, 1), day(2026, 7, 10)), 2, hours));
        }
    }
    text.into_bytes()
}

fn row(mentor: &Person, ect: &Ect, days: Days, year: u8, hours: &str) -> String {
    let (from, to) = (days.from.to_string(), days.to.to_string());
    let rhythm = if year == 2 { "Fortnightly" } else { "Weekly" };
    let year = year.to_string();
    let programme = programme(ect);
    let (begins, ends) = (programme.from.to_string(), programme.to.to_string());
    let school = people::school(mentor.school);
    let (id, name) = (&ect.person.id, &ect.person.name);
    let cells = [
        &mentor.id,
        &mentor.name,
        "ECF mentor",
        id,
        name,
        school,
        &from,
        &to,
        &year,
        rhythm,
        hours,
        "Class teacher",
        school,
        &begins,
        &ends,
    ];
    line(&cells, ',', "\n")
}

/// The two years of the mentor's own programme.
fn programme(ect: &Ect) -> Days {
    match (ect.year, ect.days.from < day(2025, 1, 1)) {
        (2, _) => Days::new(day(2023, 9, 1), day(2025, 7, 31)),
        (_, true) => Days::new(day(2024, 9, 1), day(2026, 7, 31)),
        (_, false) => Days::new(day(2025, 1, 1), day(2026, 12, 31)),
    }
}

/// An ordinary year of every mentor.
pub fn year() -> Files {
    let mut files = Files {
        edt: Sheet::new(
            "edt-portal.csv",
            Style::Plain,
            "ED",
            &["id", "date", "mentor", "event", "ECT", "minutes", "title"],
        ),
        attendance: Sheet::new(
            "mentor-training.csv",
            Style::British,
            "MT",
            &["Ref", "Date", "Mentor", "Event", "Session", "Length"],
        ),
        notices: Sheet::new("notices.csv", Style::British, "NT", &["Ref", "Date", "Mentor", "Notice", "ECT"]),
        in_house: Sheet::new(
            "in-house.csv",
            Style::Spreadsheet,
            "IH",
            &["No.", "Date", "Mentor", "Record", "ECT", "Whose", "Signed by"],
        ),
    };
    let heads = people::headteachers();
    let mentors = people::ecf_mentors();
    let ects = people::ects();
    for (place, ect) in ects.iter().enumerate() {
        let Some(mentor) = mentors.get(ect.mentor) else { continue };
        let random = &mut Random::new(0x0ecf_0000 ^ u64::try_from(place).unwrap_or(0));
        if ect.mentor == place {
            of_the_mentor(&mut files, random, mentor, ect);
            let head = heads.get(mentor.school).map_or("", |head| &head.id);
            for whose in ["EDT's", "The school's"] {
                files.in_house.add(day(2025, 7, 3), &mentor.id, &["Procedures followed", "", whose, head]);
            }
        }
        with_the_ect(&mut files, random, mentor, ect);
    }
    files.notices.add(day(2025, 2, 26), "E021", &["Change", "T021"]);
    files
}

/// What the mentor does for the programme, block by block.
fn of_the_mentor(files: &mut Files, random: &mut Random, mentor: &Person, ect: &Ect) {
    let who = mentor.id.as_str();
    let pattern = people::pattern(mentor.school);
    let mut block = 1;
    if ect.year == 2 {
        // The first year was in order, too.
        for month in [9_u32, 11, 1, 3, 5, 6] {
            let date = day(if month > 8 { 2023 } else { 2024 }, month, 12);
            let name = format!("Block {block}");
            files.edt.add(date, who, &["Webinar", "", "", &name]);
            files.edt.add(date.plus(7), who, &["Reading and reflection", "", "", &name]);
            files.edt.add(date.plus(14), who, &["Survey", "", "", &format!("End of block {block}")]);
            block += 1;
        }
        files.edt.add(day(2024, 7, 9), who, &["Survey", "", "", "End of year 1"]);
        trained(files, who, day(2023, 9, 19), 1);
    }
    for half in pattern.half_terms_of(ect.days) {
        let name = format!("Block {block}");
        let early = half.get(usize::try_from(random.below(4)).unwrap_or(0)).or(half.first());
        let late = half.iter().rev().nth(2).or(half.last());
        if let (Some(early), Some(late)) = (early, late) {
            files.edt.add(*early, who, &["Webinar", "", "", &name]);
            files.edt.add(early.plus(2), who, &["Reading and reflection", "", "", &name]);
            files.edt.add(*late, who, &["Survey", "", "", &format!("End of block {block}")]);
        }
        block += 1;
    }
    let (end_of_year, first) =
        if ect.year == 2 { ("End of year 2", day(2024, 9, 17)) } else { ("End of year 1", ect.days.from.plus(15)) };
    if ect.days.from < day(2025, 1, 1) {
        files.edt.add(day(2025, 7, 8), who, &["Survey", "", "", end_of_year]);
    }
    trained(files, who, first, ect.year);
}

/// Four and a half hours of training in a year, from a day on; in the first year three hours of the induction package
/// before. One session is on EDT's portal, too, and there it is ten minutes longer.
fn trained(files: &mut Files, who: &str, first: Day, year: u8) {
    for number in (1..=3).filter(|_| year == 1) {
        files.edt.add(first.plus(number * 7), who, &["Induction package", "", "60", &format!("Induction {number}")]);
    }
    for (number, weeks) in [(1, 6), (2, 18), (3, 28)] {
        let date = first.plus(weeks * 7);
        if date > day(2025, 7, 18) {
            continue;
        }
        files.attendance.add(date, who, &["Training", &format!("Session {number}"), "1h30"]);
        if number == 2 {
            files.edt.add(date, who, &["Training", "", "100", "Session 2"]);
        }
    }
}

/// What the mentor does with the ECT.
fn with_the_ect(files: &mut Files, random: &mut Random, mentor: &Person, ect: &Ect) {
    let (who, about) = (mentor.id.as_str(), ect.person.id.as_str());
    let pattern = people::pattern(mentor.school);
    let weeks = pattern.teaching_weeks(ect.days);
    for monday in weeks.iter().step_by(usize::from(ect.year)) {
        let days = pattern.school_days(Days::new(*monday, monday.plus(6)).intersect(ect.days));
        let place = usize::try_from(random.below(u32::try_from(days.len()).unwrap_or(1))).unwrap_or(0);
        let Some(date) = days.get(place) else { continue };
        let minutes = if random.chance(20) { "75" } else { "60" };
        files.edt.add(*date, who, &["Mentor meeting", about, minutes, ""]);
    }
    for half in pattern.half_terms_of(ect.days) {
        let Some(date) = half.get(half.len() / 2).copied() else { continue };
        files.edt.add(date, who, &["Study checked", about, "", ""]);
        files.in_house.add(date, who, &["Informal observation", about, "", ""]);
        files.in_house.add(pattern.after(date, 1 + random.below(3)), who, &["Feedback", about, "", ""]);
    }
    files.in_house.add(day(2025, 6, 17), who, &["View given before assessment", about, "", ""]);
}
