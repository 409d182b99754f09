//! What is planted in the ordinary year. `README.md` of the audit says for each what the audit must answer.

use assize::value::{Day, Days};

use super::cast::{MENTORS, Placement};
use super::export::with_school;
use super::office::{CURRICULUM, absence};
use super::rows::{About, Diary, Sentinel, mentor_id, trainee_id};
use super::school_days::day;
use super::training::{MODULES, module, office, tier_2};

/// A pair, by the numbers of their ids.
#[derive(Clone, Copy)]
struct Pair {
    mentor: usize,
    trainee: usize,
}

/// Plants everything.
pub fn plant(diary: &mut Diary, placements: &[Placement]) {
    absent_trainee(diary, placements);
    intensive_training(diary);
    job_share(diary);
    cancelled_and_twice(diary);
    joint_meetings(diary);
    repeated_modules(diary);
    training_dates(diary);
    odd_weeks(diary);
    one_thing_missing(diary, placements);
    same_name(diary);
    nothing_from(diary);
    not_readable(diary);
}

fn pair(mentor: usize, trainee: usize) -> Pair {
    Pair { mentor: mentor - 1, trainee: trainee - 1 }
}

impl Pair {
    fn on(self, date: Day) -> About {
        About { mentor: self.mentor, trainee: self.trainee, date }
    }

    fn has(self, row: &Sentinel) -> bool {
        row.mentor == mentor_id(self.mentor) && row.trainees.contains(trainee_id(self.trainee))
    }
}

/// Takes away the pair's meetings, observations and feedback of the week that begins on `monday`.
fn clear(diary: &mut Diary, pair: Pair, monday: Day) {
    let week = Days::new(monday, monday.plus(6));
    diary.remove(|row| {
        pair.has(row)
            && week.contains(row.date)
            && matches!(row.kind, "Mentor meeting" | "Lesson observation" | "Observation feedback")
    });
}

/// Adds a timetabled meeting.
fn meet<'a>(diary: &'a mut Diary, pair: Pair, date: Day, length: &str) -> &'a mut Sentinel {
    let row = diary.sentinel("Mentor meeting", pair.on(date));
    row.at = "14:15";
    row.length = length.to_owned();
    row.timetabled = "Y";
    row.detail = "Weekly meeting".to_owned();
    row
}

/// Moves the pair's targets of one week to a day.
fn move_targets(diary: &mut Diary, pair: Pair, monday: Day, to: Day) {
    for row in diary.sentinel.iter_mut().filter(|row| row.kind == "Target setting" && pair.has(row)) {
        if row.date.monday() == monday {
            row.date = to;
        }
    }
}

/// Puts off to the next week what cannot be done while one of the pair is away.
fn postpone(diary: &mut Diary, pair: Pair, days: Days) {
    for row in diary.sentinel.iter_mut().filter(|row| pair.has(row) && days.contains(row.date)) {
        let needs_both = ["Mentor QA visit", "Transition visit", "ACE appraisal", "Interim review", "Assessment point"];
        if needs_both.contains(&row.kind) {
            row.date = row.date.plus(7);
        }
    }
}

/// A trainee away for a whole week, for four days of five, and for all four days of a week with a bank holiday.
fn absent_trainee(diary: &mut Diary, placements: &[Placement]) {
    let helen = pair(2, 2);
    for (monday, first, last) in [
        (day(2024, 11, 11), day(2024, 11, 11), day(2024, 11, 15)),
        (day(2024, 12, 2), day(2024, 12, 2), day(2024, 12, 5)),
        (day(2025, 5, 5), day(2025, 5, 6), day(2025, 5, 9)),
    ] {
        clear(diary, helen, monday);
        let row = placements
            .iter()
            .find(|row| (row.mentor, row.trainee) == (helen.mentor, helen.trainee) && row.days.contains(first));
        postpone(diary, helen, Days::new(first, last));
        if let Some(row) = row {
            absence(diary, row, Days::new(first, last), true);
        }
    }
    move_targets(diary, helen, day(2024, 12, 2), day(2024, 12, 6));
    move_targets(diary, helen, day(2025, 5, 5), day(2025, 4, 30));
    // A school week of four days: 72 minutes are four fifths of 90.
    let grace = pair(8, 8);
    clear(diary, grace, day(2025, 5, 5));
    meet(diary, grace, day(2025, 5, 8), "72 min");
}

/// A trainee away for a week of Intensive Training and Practice in the middle of a placement.
fn intensive_training(diary: &mut Diary) {
    let (sarah, monday) = (pair(3, 3), day(2024, 11, 25));
    let week = Days::new(monday, monday.plus(4));
    clear(diary, sarah, monday);
    postpone(diary, sarah, week);
    move_targets(diary, sarah, monday, day(2024, 11, 22));
    let away = diary.sentinel("Intensive training", sarah.on(week.from));
    away.until = Some(week.to);
    away.detail = "Intensive Training and Practice, at another school".to_owned();
}

/// Two mentors share a trainee and each takes half of every meeting, until spring.
fn job_share(diary: &mut Diary) {
    let autumn = Days::new(day(2024, 9, 9), day(2024, 12, 20));
    for shared in [pair(4, 4), pair(5, 4)] {
        diary.remove(|row| shared.has(row) && row.kind == "Mentor meeting" && row.timetabled == "N");
        for row in diary.of("Mentor meeting", shared.mentor).filter(|row| autumn.contains(row.date)) {
            row.length = "45".to_owned();
        }
        for row in diary.of("Mentor meeting", shared.mentor).filter(|row| !autumn.contains(row.date)) {
            row.length = "1h30".to_owned();
        }
    }
}

/// A meeting called off, a record corrected under its own id, and one meeting in two systems.
fn cancelled_and_twice(diary: &mut Diary) {
    let daniel = pair(6, 5);
    clear(diary, daniel, day(2024, 11, 18));
    meet(diary, daniel, day(2024, 11, 20), "90").status = "Cancelled";
    meet(diary, daniel, day(2024, 11, 22), "60").status = "Planned";
    meet(diary, daniel, day(2024, 11, 21), "30").timetabled = "N";

    clear(diary, daniel, day(2025, 3, 24));
    let id = meet(diary, daniel, day(2025, 3, 25), "45").id.clone();
    let corrected = meet(diary, daniel, day(2025, 3, 25), "1h35");
    corrected.id = id;
    corrected.notes = "Corrected: the meeting ran on".to_owned();

    clear(diary, daniel, day(2025, 5, 12));
    meet(diary, daniel, day(2025, 5, 14), "60");
    let log = office(diary, daniel.mentor, "Mentor meeting", day(2025, 5, 14));
    log.about = "Joel Hadley".to_owned();
    log.minutes = "65";
    log.engagement = "engaged";
}

/// One mentor meets both of his trainees at once.
fn joint_meetings(diary: &mut Diary) {
    let (megan, sanjay) = (pair(7, 6), pair(7, 7));
    diary.remove(|row| sanjay.has(row) && row.kind == "Mentor meeting");
    let both = format!("{}; {}", trainee_id(megan.trainee), trainee_id(sanjay.trainee));
    for row in diary.of("Mentor meeting", megan.mentor) {
        row.trainees.clone_from(&both);
    }
}

/// The hours of Tier 1 made with one module, and of Tier 2 with the session that is asked for twice done once.
fn repeated_modules(diary: &mut Diary) {
    let imran = 8;
    let email = MENTORS.get(imran).map_or("", |mentor| mentor.email);
    diary.nasbtt.retain(|row| row.email != email);
    let [(first, hours), (second, more), ..] = MODULES;
    for week in 0..6 {
        module(diary, imran, first, day(2024, 9, 18).plus(7 * week), hours);
    }
    module(diary, imran, second, day(2024, 11, 13), more);
    for row in of_office(diary, imran, "Tier 2 session") {
        if row.subject.ends_with("Lesson Observations") && row.date > day(2025, 4, 1) {
            row.subject = "Mentor Feedback: Target Setting".to_owned();
        }
    }
}

/// Training before the year, training that stops, training that is not yet done, an award that is not yet gained.
fn training_dates(diary: &mut Diary) {
    // Started in March, with training of the summer before.
    let wendy = 39;
    let email = MENTORS.get(wendy).map_or("", |mentor| mentor.email);
    diary.nasbtt.retain(|row| row.email != email);
    for (week, (title, hours)) in (0..).zip(MODULES) {
        module(diary, wendy, title, day(2024, 5, 8).plus(7 * week), hours);
    }
    for (week, row) in (0..3).zip(of_office(diary, wendy, "Tier 2 session")) {
        row.date = day(2024, 6, 19).plus(7 * week);
    }
    // Left at Christmas.
    diary.jtscitt.retain(|row| row.who != name(12) || row.kind != "Tier 2 session" || row.date < day(2024, 12, 20));
    // Goes on next year: one session to come, and five.
    diary.jtscitt.retain(|row| row.who != name(21) || row.kind != "Tier 2 session" || row.date < day(2025, 6, 1));
    diary.jtscitt.retain(|row| row.who != name(22) || row.kind != "Tier 2 session" || row.date < day(2025, 3, 1));
    let booked = tier_2(diary, 21, "Final Award of QTS - Standardisation", day(2025, 8, 20), "60");
    booked.engagement = "booked";
    // Began the award and did not finish it.
    let martin = 24;
    let email = MENTORS.get(martin).map_or("", |mentor| mentor.email);
    diary.nasbtt.retain(|row| row.email != email);
    let award = module(diary, martin, "ECF mentor training", day(2024, 10, 4), "");
    award.kind = "certificate";
    award.state = "in progress";
}

/// Weeks that are judged by the day on which a meeting starts, by the minute, and by the calendar of the school.
fn odd_weeks(diary: &mut Diary) {
    let bronwen = pair(18, 18);
    clear(diary, bronwen, day(2024, 11, 25));
    meet(diary, bronwen, day(2024, 12, 1), "1h30").at = "23:30";

    let robert = pair(33, 13);
    for monday in [day(2025, 1, 13), day(2025, 1, 27), day(2025, 2, 3), day(2025, 2, 24)] {
        clear(diary, robert, monday);
    }
    meet(diary, robert, day(2025, 1, 14), "1h");
    meet(diary, robert, day(2025, 1, 16), "29");
    meet(diary, robert, day(2025, 1, 28), "3h");
    meet(diary, robert, day(2025, 2, 25), "60");
    meet(diary, robert, day(2025, 2, 27), "0");

    let anita = pair(34, 3);
    clear(diary, anita, day(2025, 1, 13));
    for date in [day(2025, 1, 13), day(2025, 1, 15), day(2025, 1, 17)] {
        meet(diary, anita, date, "30 min");
    }

    let kirsty = pair(20, 20);
    clear(diary, kirsty, day(2024, 10, 14));
    meet(diary, kirsty, day(2024, 10, 16), "");

    let olu = pair(19, 19);
    move_targets(diary, olu, day(2024, 10, 14), day(2024, 10, 7));
    move_targets(diary, olu, day(2024, 11, 4), day(2024, 11, 8));
    let beth = pair(23, 23);
    let fortnight = Days::new(day(2024, 10, 28), day(2024, 11, 10));
    diary.remove(|row| beth.has(row) && row.kind == "Target setting" && fortnight.contains(row.date));

    // Term has not begun, and the meeting is in the diary already.
    let yusuf = pair(22, 22);
    meet(diary, yusuf, day(2025, 9, 3), "90").status = "Planned";
}

/// A mentor away for a week, a newsletter not read, an absence not reported, a plan and a form that are not there.
fn one_thing_missing(diary: &mut Diary, placements: &[Placement]) {
    let idris = pair(37, 15);
    clear(diary, idris, day(2025, 1, 20));
    postpone(diary, idris, Days::new(day(2025, 1, 20), day(2025, 1, 24)));
    let away = diary.sentinel("Mentor absence", idris.on(day(2025, 1, 20)));
    away.until = Some(day(2025, 1, 24));
    away.trainees = String::new();
    away.detail = "Illness".to_owned();
    diary.jtscitt.retain(|row| {
        row.who != name(idris.mentor) || row.kind != "Newsletter engaged" || row.date.monday() != day(2025, 1, 27)
    });
    if let Some(row) = placements.iter().find(|row| row.mentor == idris.mentor) {
        absence(diary, row, Days::new(day(2025, 2, 25), day(2025, 2, 26)), false);
    }

    let paula = pair(38, 12);
    clear(diary, paula, day(2025, 2, 10));
    meet(diary, paula, day(2025, 2, 12), "60");
    let other = diary.sentinel("ECF mentor meeting", paula.on(day(2025, 2, 13)));
    other.trainees = "EC23117".to_owned();
    other.at = "14:15";
    other.length = "60".to_owned();
    other.timetabled = "Y";
    diary.sentinel("Cause for concern", paula.on(day(2025, 1, 30))).detail = "Planning".to_owned();
    diary.remove(|row| paula.has(row) && row.kind == "Transition form");
    diary.jtscitt.retain(|row| row.who != name(paula.mentor) || row.subject != CURRICULUM);

    let clare = pair(30, 7);
    diary.sentinel("Cause for concern", clare.on(day(2025, 1, 29))).detail = "Behaviour management".to_owned();
    diary.sentinel("Support plan", clare.on(day(2025, 2, 3))).detail = "Three weeks, reviewed weekly".to_owned();
}

/// Two mentors with one name: the office writes the school beside it, and once forgets to.
fn same_name(diary: &mut Diary) {
    for (mentor, school) in [(2, "Oakfield Academy"), (15, "Soarside College")] {
        let number = mentor_id(mentor).trim_start_matches('M');
        for row in diary.jtscitt.iter_mut().filter(|row| row.id.contains(number)) {
            if mentor != 15 || !row.subject.starts_with("Final Award") {
                row.who = with_school(name(mentor), school);
            }
        }
    }
}

/// No record from one mentor, and no export from one school.
fn nothing_from(diary: &mut Diary) {
    for mentor in [20, 9, 10, 26] {
        diary.remove(|row| row.mentor == mentor_id(mentor));
    }
    // Nothing happened to this trainee that anybody had to report.
    diary.remove(|row| row.mentor == mentor_id(0) && row.kind == "Trainee absence");
    diary.jtscitt.retain(|row| row.who != name(0) || row.kind != "Absence report");
}

/// Rows that cannot be read, or that nobody can place.
fn not_readable(diary: &mut Diary) {
    let amira = pair(1, 1);
    meet(diary, amira, day(2025, 3, 3), "60").date_text = Some("31/02/2025");
    let maya = pair(32, 2);
    meet(diary, maya, day(2025, 1, 21), "an hour or so").timetabled = "N";
    "M2499".clone_into(&mut meet(diary, amira, day(2025, 4, 2), "60").mentor);
    let daniel = pair(6, 5);
    meet(diary, daniel, day(2025, 4, 3), "15").kind = "Mentor chat";
    let cut_off = module(diary, 13, "Module 2: Reflective Practice", day(2025, 1, 17), "1.25");
    cut_off.cells = Some(4);
    // A typographic apostrophe; the session is there under the right name too.
    let fiona = tier_2(diary, 14, "Mentor Feedback: Target Setting", day(2024, 11, 7), "60");
    fiona.who = "Fiona D\u{2019}Arcy".to_owned();
}

fn name(mentor: usize) -> &'static str {
    MENTORS.get(mentor).map_or("", |mentor| mentor.name)
}

fn of_office<'a>(
    diary: &'a mut Diary,
    mentor: usize,
    kind: &'a str,
) -> impl Iterator<Item = &'a mut super::rows::Jtscitt> {
    diary.jtscitt.iter_mut().filter(move |row| row.kind == kind && row.who == name(mentor))
}
