//! How each of the systems writes its rows: three exports that have little in common.

use assize::value::Day;

use super::cast::{MENTORS, Placement, SCHOOLS, TRAINEES};
use super::rows::{Diary, Sentinel};

/// `1/2/2025` as people in Britain write it: `01/02/2025`.
fn british(date: Day) -> String {
    date.date().format("%d/%m/%Y").to_string()
}

/// A cell in quotes where it must be.
fn quoted(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}

fn line(cells: &[&str], separator: char, end: &str) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell, separator)).collect();
    cells.join(&separator.to_string()) + end
}

/// The roster: who mentors whom, where, from when to when.
pub fn roster(placements: &[Placement]) -> String {
    let header = ["mentor", "name", "email", "role", "trainee", "trainee name", "school", "phase", "from", "to", "fte"];
    let mut text = line(&header, ',', "\n");
    for row in placements {
        let (Some(mentor), Some(trainee), Some(school)) =
            (MENTORS.get(row.mentor), TRAINEES.get(row.trainee), SCHOOLS.get(row.school))
        else {
            continue;
        };
        let (from, to) = (row.days.from.to_string(), row.days.to.to_string());
        let cells = [
            mentor.id,
            mentor.name,
            mentor.email,
            "itt-mentor",
            trainee.id,
            trainee.name,
            school.name,
            row.phase.label(),
            &from,
            &to,
            mentor.fte,
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
        "Until",
        "Start",
        "Duration",
        "Timetabled",
        "Status",
        "Detail",
        "Notes",
    ];
    let mut text = line(&header, ',', "\n");
    let mut rows: Vec<&Sentinel> = diary.sentinel.iter().collect();
    rows.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    for row in rows {
        let date = row.date_text.map_or_else(|| british(row.date), str::to_owned);
        let until = row.until.map(british).unwrap_or_default();
        let cells = [
            row.id.as_str(),
            row.kind,
            &row.mentor,
            &row.trainees,
            &date,
            &until,
            row.at,
            &row.length,
            row.timetabled,
            row.status,
            &row.detail,
            &row.notes,
        ];
        let held = cells.get(..row.cells.unwrap_or(cells.len())).unwrap_or(&cells);
        text.push_str(&line(held, ',', "\n"));
    }
    text
}

/// NASBTT: commas, ISO dates, decimal hours, people by address.
pub fn nasbtt(diary: &Diary) -> String {
    let mut text = line(&["reference", "learner email", "type", "title", "completed on", "hours", "state"], ',', "\n");
    let mut rows: Vec<_> = diary.nasbtt.iter().collect();
    rows.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    for row in rows {
        let date = row.date.to_string();
        text.push_str(&line(&[&row.id, &row.email, row.kind, row.title, &date, row.hours, row.state], ',', "\n"));
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
