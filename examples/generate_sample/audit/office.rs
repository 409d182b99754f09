//! What JTSCITT's office sends out and gets back: newsletters, questionnaires, absence reports, QA feedback.

use assize::value::{Day, Days};

use super::cast::{Phase, Placement, SCHOOLS, TRAINEES};
use super::random::Random;
use super::rows::{About, Diary, Jtscitt};
use super::school_days::{Pattern, day};
use super::training::office;

/// What a mentor declares of the trainee's curriculum understanding.
pub const CURRICULUM: &str = "Curriculum understanding and subject pedagogy";

/// Who is a mentor on a day: each once, in order.
fn active(placements: &[Placement], date: Day) -> Vec<Placement> {
    let mut rows: Vec<Placement> = placements.iter().filter(|row| row.days.contains(date)).copied().collect();
    rows.dedup_by_key(|row| row.mentor);
    rows
}

/// A newsletter in every teaching week, and who engaged with it.
pub fn newsletters(diary: &mut Diary, random: &mut Random, placements: &[Placement]) {
    let year = Days::new(day(2024, 9, 9), day(2025, 7, 18));
    for (number, monday) in Pattern::Staffordshire.teaching_weeks(year).into_iter().enumerate() {
        let issue = format!("2024-25/{:02}", number + 1);
        // The office is shut on the bank holiday and sends on Tuesday.
        let sent = if Pattern::Staffordshire.is_school_day(monday) { monday } else { monday.next() };
        nobody(diary, "Newsletter issued", format!("JNI-{:03}", number + 1), sent).subject = issue.clone();
        for row in active(placements, sent) {
            let read = sent.plus(i32::try_from(random.below(5)).unwrap_or(0));
            let engagement = if random.chance(30) { "self-declared" } else { "engaged" };
            let engaged = office(diary, row.mentor, "Newsletter engaged", read);
            engaged.subject = issue.clone();
            engaged.engagement = engagement;
        }
    }
}

/// A questionnaire in each phase, and who returned it.
pub fn questionnaires(diary: &mut Diary, random: &mut Random, placements: &[Placement]) {
    let sendings = [("Autumn", day(2024, 12, 2)), ("Spring", day(2025, 3, 3)), ("Summer", day(2025, 6, 16))];
    for (number, (name, sent)) in sendings.into_iter().enumerate() {
        let subject = format!("Mentor Feedback {name}");
        nobody(diary, "Questionnaire sent", format!("JQS-{:03}", number + 1), sent).subject = subject.clone();
        for row in active(placements, sent) {
            let returned = sent.plus(i32::try_from(1 + random.below(8)).unwrap_or(1));
            let answer = office(diary, row.mentor, "Questionnaire returned", returned);
            answer.subject = subject.clone();
            answer.engagement = "engaged";
        }
    }
}

/// Short absences of trainees, each reported by the mentor on the first day.
pub fn absences(diary: &mut Diary, random: &mut Random, placements: &[Placement]) {
    for row in placements {
        if !random.chance(35) {
            continue;
        }
        let Some(school) = SCHOOLS.get(row.school) else { continue };
        let days = school.pattern.school_days(row.days);
        let place = usize::try_from(random.below(u32::try_from(days.len()).unwrap_or(1))).unwrap_or(0);
        let Some(first) = days.get(place).copied() else { continue };
        // A day on which nothing else is recorded of the trainee.
        let busy = |date: Day| {
            diary.sentinel.iter().any(|other| {
                other.date == date && TRAINEES.get(row.trainee).is_some_and(|who| other.trainees.contains(who.id))
            })
        };
        if first > day(2025, 7, 18) || busy(first) {
            continue;
        }
        absence(diary, row, Days::new(first, first), true);
    }
}

/// An absence of a trainee as Sentinel has it, and the report of it where there is one.
pub fn absence(diary: &mut Diary, row: &Placement, days: Days, reported: bool) {
    let about = About { mentor: row.mentor, trainee: row.trainee, date: days.from };
    let away = diary.sentinel("Trainee absence", about);
    away.until = Some(days.to);
    away.detail = "Illness".to_owned();
    if reported {
        let report = office(diary, row.mentor, "Absence report", days.from);
        report.about = TRAINEES.get(row.trainee).map_or("", |trainee| trainee.name).to_owned();
        report.subject = "Trainee absence".to_owned();
        report.engagement = "received";
    }
}

/// The office's feedback on meetings and targets in the long placements, and what the mentor did with it.
pub fn quality(diary: &mut Diary, random: &mut Random, placements: &[Placement]) {
    for row in placements.iter().filter(|row| row.phase == Phase::One) {
        let Some(school) = SCHOOLS.get(row.school) else { continue };
        let given = day(2024, 11, 11).plus(i32::try_from(random.below(5)).unwrap_or(0));
        let about = |date: Day| About { mentor: row.mentor, trainee: row.trainee, date };
        diary.sentinel("QA feedback", about(given)).detail = "Mentor meetings and target setting".to_owned();
        let answered = school.pattern.after(given, 1 + random.below(4));
        diary.sentinel("QA response", about(answered)).detail = "Acted on".to_owned();
    }
}

/// What a mentor declares in the last days of a placement. A placement that goes on has not come to that yet.
pub fn declarations(diary: &mut Diary, random: &mut Random, placements: &[Placement]) {
    for row in placements.iter().filter(|row| row.days.to < day(2025, 8, 1)) {
        let Some(school) = SCHOOLS.get(row.school) else { continue };
        let days = school.pattern.school_days(row.days);
        let place = days.len().saturating_sub(1 + usize::try_from(random.below(5)).unwrap_or(0));
        let Some(date) = days.get(place).copied() else { continue };
        for subject in [CURRICULUM, "Newsletter applied"] {
            let declared = office(diary, row.mentor, "Declaration", date);
            declared.about = TRAINEES.get(row.trainee).map_or("", |trainee| trainee.name).to_owned();
            declared.subject = subject.to_owned();
            declared.engagement = "self-declared";
        }
    }
}

#[expect(clippy::indexing_slicing, reason = "the row has just been added")]
fn nobody<'a>(diary: &'a mut Diary, kind: &'static str, id: String, date: Day) -> &'a mut Jtscitt {
    let place = diary.jtscitt.len();
    diary.jtscitt.push(Jtscitt {
        id,
        kind,
        who: String::new(),
        about: String::new(),
        subject: String::new(),
        date,
        minutes: "",
        engagement: "sent",
    });
    &mut diary.jtscitt[place]
}
