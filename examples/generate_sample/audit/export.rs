//! How each of the systems writes its rows: three exports that have little in common.

use assize::value::Day;

use super::cast::{MENTORS, Phase, Placement, SCHOOLS, TRAINEES};
use super::rows::{Diary, Sentinel};

/// `1/2/2025` as people in Britain write it: `01/02/2025`.
pub fn british(date: Day) -> String {
    date.date().format("%d/%m/%Y").to_string()
}

/// A name with the first word of the school.
pub fn with_school(name: &str, school: &str) -> String {
    format!("{name} ({})", school.split(' ').next().unwrap_or(school))
}

/// A cell in quotes where it must be.
fn quoted(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}

/// A row of a file.
pub fn line(cells: &[&str], separator: char, end: &str) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell, separator)).collect();
    cells.join(&separator.to_string()) + end
}

/// The roster: who mentors whom, where, from when to when.
pub fn roster(placements: &[Placement]) -> String {
    let header = [
        "mentor",
        "name",
        "email",
        "name at JTSCITT",
        "role",
        "trainee",
        "trainee name",
        "school",
        "phase",
        "from",
        "to",
        "fte",
        "shared",
    ];
    let mut text = line(&header, ',', "\n");
    for row in placements {
        let (Some(mentor), Some(trainee), Some(school)) =
            (MENTORS.get(row.mentor), TRAINEES.get(row.trainee), SCHOOLS.get(row.school))
        else {
            continue;
        };
        let at_jtscitt = match (mentor.name, row.phase) {
            // The office began to write the school when it saw that there are two.
            ("Sarah Jones", Phase::Two | Phase::Three) => with_school(mentor.name, school.name),
            _ => mentor.name.to_owned(),
        };
        let (from, to) = (row.days.from.to_string(), row.days.to.to_string());
        let cells = [
            mentor.id,
            mentor.name,
            mentor.email,
            &at_jtscitt,
            "itt-mentor",
            trainee.id,
            trainee.name,
            school.name,
            row.phase.label(),
            &from,
            &to,
            mentor.fte,
            if row.shared { "Y" } else { "" },
        ];
        text.push_str(&line(&cells, ',', "\n"));
    }
    text
}

/// Sentinel: commas, British dates, lengths in every form that people type, notes with line breaks.
pub fn sentinel(diary: &Diary) -> String {
    let header = [
        "Record ID",
        "Record Type",
        "Mentor ID",
        "Trainee ID",
        "Date",
        "Start",
        "Duration",
        "Timetabled",
        "Status",
        "Detail",
        "Notes",
    ];
    let mut text = line(&header, ',', "\n");
    for row in sorted(diary, |row| row.until.is_none()) {
        let date = row.date_text.map_or_else(|| british(row.date), str::to_owned);
        let cells = [
            row.id.as_str(),
            row.kind,
            &row.mentor,
            &row.trainees,
            &date,
            row.at,
            &row.length,
            row.timetabled,
            row.status,
            &row.detail,
            &row.notes,
        ];
        text.push_str(&line(&cells, ',', "\n"));
    }
    text
}

/// Sentinel's absences, which it exports apart: of trainees and of mentors.
pub fn absences(diary: &Diary) -> String {
    let mut text = line(&["Absence ID", "Who", "Person ID", "First day", "Last day", "Reason"], ',', "\n");
    for row in sorted(diary, |row| row.until.is_some()) {
        let (first, last) = (british(row.date), row.until.map(british).unwrap_or_default());
        let (who, person) = match row.kind {
            "Mentor absence" => ("Mentor", &row.mentor),
            "Intensive training" => ("Trainee, ITaP", &row.trainees),
            _ => ("Trainee", &row.trainees),
        };
        text.push_str(&line(&[&row.id, who, person, &first, &last, &row.detail], ',', "\n"));
    }
    text
}

fn sorted(diary: &Diary, wanted: impl Fn(&Sentinel) -> bool) -> Vec<&Sentinel> {
    let mut rows: Vec<&Sentinel> = diary.sentinel.iter().filter(|row| wanted(row)).collect();
    rows.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    rows
}

/// NASBTT: commas, ISO dates, decimal hours, people by address.
pub fn nasbtt(diary: &Diary) -> String {
    let mut text = line(&["reference", "learner email", "type", "title", "completed on", "hours", "state"], ',', "\n");
    let mut rows: Vec<_> = diary.nasbtt.iter().collect();
    rows.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    for row in rows {
        let date = row.date.to_string();
        let cells = [&row.id, &row.email, row.kind, row.title, &date, row.hours, row.state];
        let held = cells.get(..row.cells.unwrap_or(cells.len())).unwrap_or(&cells);
        text.push_str(&line(held, ',', "\n"));
    }
    text
}

/// JTSCITT: semicolons, a byte-order mark, CRLF, British dates, minutes or hours and minutes, people by name.
pub fn jtscitt(diary: &Diary) -> String {
    let header = ["Ref", "Entry", "Mentor", "Trainee", "Subject", "Date", "Minutes", "Engagement"];
    let mut text = format!("\u{feff}{}", line(&header, ';', "\r\n"));
    let mut rows: Vec<_> = diary.jtscitt.iter().collect();
    rows.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    for row in rows {
        let date = british(row.date);
        let cells = [&row.id, row.kind, &row.who, &row.about, &row.subject, &date, row.minutes, row.engagement];
        text.push_str(&line(&cells, ';', "\r\n"));
    }
    text
}
