//! The professional mentors' year: what the office, Sentinel, JTSCITT and the schools' own papers hold of it.

use assize::value::{Day, Days};

use super::people::{self, Person};
use super::sheet::{Sheet, Style};
use crate::audit::cast::{MENTORS, Placement, TRAINEES, placements};
use crate::audit::export::line;
use crate::audit::random::Random;
use crate::audit::school_days::{Pattern, day};

/// A trainee at a school from when to when.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stay {
    school: usize,
    trainee: usize,
    days: Days,
}

/// The files.
pub struct Files {
    /// Sentinel, what the professional mentors enter.
    pub sentinel: Sheet,
    /// JTSCITT's entries for schools.
    pub jtscitt: Sheet,
    /// The office's forms and interview days.
    pub office: Sheet,
    /// The schools' own papers.
    pub papers: Sheet,
}

fn stays(placements: &[Placement]) -> Vec<Stay> {
    let mut stays: Vec<Stay> =
        placements.iter().map(|row| Stay { school: row.school, trainee: row.trainee, days: row.days }).collect();
    stays.sort();
    stays.dedup();
    stays
}

/// The roster of professional mentors: a row for each trainee at the school.
pub fn roster() -> Vec<u8> {
    let header = ["id", "name", "role", "trainee", "trainee name", "school", "from", "to"];
    let mut text = line(&header, ',', "\n");
    for stay in stays(&placements()) {
        let professionals = people::professional_mentors();
        let (Some(person), Some(trainee)) = (professionals.get(stay.school), TRAINEES.get(stay.trainee)) else {
            continue;
        };
        let (from, to) = (stay.days.from.to_string(), stay.days.to.to_string());
        let school = people::school(stay.school);
        let cells = [&person.id, &person.name, "professional mentor", trainee.id, trainee.name, school, &from, &to];
        text.push_str(&line(&cells, ',', "\n"));
    }
    text.into_bytes()
}

/// An ordinary year of every professional mentor.
pub fn year() -> Files {
    let mut files = Files {
        sentinel: Sheet::new(
            "sentinel-schools.csv",
            Style::British,
            "SP",
            &["Record ID", "Date", "Person ID", "Record Type", "Trainee ID", "With", "Detail"],
        ),
        jtscitt: Sheet::new(
            "jtscitt-schools.csv",
            Style::Spreadsheet,
            "JP",
            &["Ref", "Date", "Person", "Entry", "Trainee", "Subject", "Signed by"],
        ),
        office: Sheet::new("scitt-office.csv", Style::Plain, "OF", &["ref", "date", "person", "form", "year"]),
        papers: Sheet::new(
            "school-papers.csv",
            Style::British,
            "SC",
            &["No.", "Date", "Who", "What", "Trainee", "Title", "Band", "Signed by"],
        ),
    };
    let placements = placements();
    let stays = stays(&placements);
    let heads = people::headteachers();
    for person in people::professional_mentors() {
        let random = &mut Random::new(0x5ca1_ab1e ^ u64::try_from(person.school).unwrap_or(0));
        let head = heads.get(person.school).map_or("", |head| &head.id);
        for_the_school(&mut files, random, &person, head, &stays);
        for stay in stays.iter().filter(|stay| stay.school == person.school) {
            for_a_trainee(&mut files, random, (&person, head), stay, &placements);
        }
    }
    for row in &placements {
        let Some(mentor) = MENTORS.get(row.mentor) else { continue };
        let professionals = people::professional_mentors();
        let observer = professionals.get(row.school).map_or("", |person| &person.id);
        for half in people::pattern(row.school).half_terms_of(row.days) {
            let Some(date) = middle(&half) else { continue };
            files.sentinel.add(date, mentor.id, &["Meeting sample", "", observer, ""]);
        }
    }
    for mentor in MENTORS
        .iter()
        .filter(|mentor| placements.iter().any(|row| MENTORS.get(row.mentor).is_some_and(|m| m.id == mentor.id)))
    {
        files.office.add(day(2024, 6, 24), mentor.id, &["Mentor Selection Form", "2024-25"]);
    }
    files
}

/// The day in the middle of some days.
fn middle(days: &[Day]) -> Option<Day> {
    days.get(days.len() / 2).copied()
}

/// What the school owes once in the year, and for each newsletter.
fn for_the_school(files: &mut Files, random: &mut Random, person: &Person, head: &str, stays: &[Stay]) {
    let who = person.id.as_str();
    for about in [
        "Recruitment and selection",
        "Education and training",
        "Evaluation of the curriculum",
        "Strategic leadership",
        "Mentor meetings developing",
    ] {
        files.jtscitt.add(day(2025, 7, 1), who, &["Statement", "", about, "PL01"]);
    }
    files.jtscitt.add(day(2024, 9, 16), who, &["Statement", "", "Suitability of department and mentors", head]);
    files.jtscitt.add(day(2025, 7, 2), who, &["Statement", "", "Newsletter applied", head]);
    files.office.add(day(2024, 6, 17), who, &["Placement request form", "2024-25"]);
    files.office.add(day(2025, 2, 24 + random.below(4)), who, &["Interview day", ""]);
    for (date, meeting) in [(day(2024, 11, 20), "Autumn"), (day(2025, 3, 19), "Spring"), (day(2025, 6, 25), "Summer")] {
        files.office.add(date, who, &["Management Board", meeting]);
    }
    files.papers.add(day(2024, 9, 10), who, &["Programme of study", "", "", "", ""]);
    let titles = [
        ("Safeguarding in practice", "Essential"),
        ("Behaviour and routines", "Essential"),
        ("Adaptive teaching", "Essential"),
        ("Assessment in the school", "Essential"),
        ("Parents and carers", "Desirable"),
        ("Pastoral care", "Desirable"),
        ("Trips and visits", "Additional"),
    ];
    for (week, (title, band)) in titles.into_iter().enumerate() {
        let date = day(2024, 9, 18).plus(i32::try_from(week * 7).unwrap_or(0));
        let date = people::pattern(person.school).after(date.previous(), 1);
        files.papers.add(date, who, &["Study session", "", title, band, ""]);
    }
    let pattern = people::pattern(person.school);
    let visit = pattern.after(day(2025, 5, 12), random.below(5));
    files.sentinel.add(visit, who, &["School QA visit", "", "", "Observation and feedback"]);
    files.sentinel.add(visit, who, &["School QA feedback", "", "", ""]);
    files.sentinel.add(pattern.after(visit, 3), who, &["School QA response", "", "", ""]);
    let year = Days::new(day(2024, 9, 9), day(2025, 7, 18));
    for (number, monday) in Pattern::Staffordshire.teaching_weeks(year).into_iter().enumerate() {
        let sent = if Pattern::Staffordshire.is_school_day(monday) { monday } else { monday.next() };
        if stays.iter().any(|stay| stay.school == person.school && stay.days.contains(sent)) {
            let read = sent.plus(i32::try_from(random.below(5)).unwrap_or(0));
            files.jtscitt.add(read, who, &["Newsletter read", "", &format!("2024-25/{:02}", number + 1), ""]);
        }
    }
}

/// What is owed to a trainee at the school.
fn for_a_trainee(
    files: &mut Files,
    random: &mut Random,
    (person, head): (&Person, &str),
    stay: &Stay,
    placements: &[Placement],
) {
    let who = person.id.as_str();
    let pattern = people::pattern(stay.school);
    let days = pattern.school_days(stay.days);
    let (Some(trainee), Some(first)) = (TRAINEES.get(stay.trainee), days.first()) else { return };
    let is_new = *first < day(2025, 1, 1) || stay.days.from == day(2025, 1, 6) || !was_here(stay, placements);
    if is_new {
        for part in ["Statutory safeguarding", "School processes and policies"] {
            files.papers.add(*first, who, &["Induction", trainee.id, part, "", ""]);
        }
    }
    // A meeting in every second week, from the first to the last.
    let ends = days.last().copied().filter(|last| *last <= day(2025, 7, 31));
    let met: Vec<Day> = days.iter().step_by(8).copied().chain(ends).collect();
    for date in met.into_iter().filter(|date| *date <= day(2025, 7, 31)) {
        files.papers.add(date, who, &["Trainee meeting", trainee.id, "", "", ""]);
    }
    if let Some(last) = days.iter().rev().find(|date| **date <= day(2025, 7, 31)) {
        files.papers.add(*last, who, &["Pastoral statement", trainee.id, "", "", head]);
    }
    for half in pattern.half_terms_of(stay.days) {
        let place = usize::try_from(random.below(u32::try_from(half.len()).unwrap_or(1))).unwrap_or(0);
        let Some(date) = half.get(place) else { continue };
        files.sentinel.add(*date, who, &["Records reviewed", trainee.id, "", ""]);
    }
    let beside =
        placements.iter().find(|row| (row.school, row.trainee, row.days) == (stay.school, stay.trainee, stay.days));
    let beside = beside.and_then(|row| MENTORS.get(row.mentor)).map_or("", |mentor| mentor.id);
    let Some(date) = middle(&days) else { return };
    files.sentinel.add(date, who, &["Moderated lesson", trainee.id, beside, ""]);
    files.sentinel.add(pattern.after(date, 2), who, &["Moderated appraisal", trainee.id, beside, ""]);
}

/// Whether the trainee had been at the school before.
fn was_here(stay: &Stay, placements: &[Placement]) -> bool {
    placements
        .iter()
        .any(|row| (row.school, row.trainee) == (stay.school, stay.trainee) && row.days.from < stay.days.from)
}
