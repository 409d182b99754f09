//! Training as NASBTT and JTSCITT recorded it: Tier 1 modules and certificates, Tier 2 sessions.

use assize::value::Day;

use super::cast::{MENTORS, Phase, Placement};
use super::random::Random;
use super::rows::{Diary, Jtscitt, Nasbtt, mentor_id};
use super::school_days::day;

/// The Tier 1 modules and their hours: seven in all.
pub const MODULES: [(&str, &str); 6] = [
    ("Module 1: Understanding the Core Content Framework", "1.0"),
    ("Module 2: Reflective Practice", "1.25"),
    ("Module 3: Mentoring or Coaching?", "1.0"),
    ("Module 4: Deliberate Practice", "1.25"),
    ("Module 5: Observing your Mentee", "1.25"),
    ("Module 6: Difficult Conversations", "1.25"),
];

/// The Tier 2 sessions, an hour each: the session on lesson observations is held twice.
pub const SESSIONS: [&str; 13] = [
    "Your Role in the Intensive Training and Practice (ITaPs)",
    "Curriculum Focus - Aims and objectives of Phase One",
    "Conducting Lesson Observations and ACE Appraisals",
    "Mentor Feedback: Target Setting",
    "Curriculum Focus - Mentor Meetings",
    "Mentor Feedback: QA Visit - Mentor Meetings",
    "Mentor Feedback: QA Visit - Lesson Observations",
    "How to Conduct an Interim Review",
    "Curriculum Focus: Aims and objectives of Phase Two",
    "How to Conduct an Assessment Review",
    "Mentor Feedback: QA Visit - Lesson Observations",
    "Curriculum Focus: Aims and objectives of Phase Three",
    "Final Award of QTS - Standardisation",
];

/// When the sessions are held for mentors of the home placements; those of the contrasting one have theirs by March.
const HOME_DATES: [(i32, u32, u32); 13] = [
    (2024, 9, 11),
    (2024, 9, 25),
    (2024, 10, 9),
    (2024, 11, 6),
    (2024, 11, 20),
    (2024, 12, 4),
    (2025, 1, 15),
    (2025, 1, 29),
    (2025, 2, 12),
    (2025, 3, 26),
    (2025, 5, 7),
    (2025, 5, 21),
    (2025, 6, 18),
];
const AWAY_DATES: [(i32, u32, u32); 13] = [
    (2024, 11, 13),
    (2024, 11, 27),
    (2024, 12, 11),
    (2025, 1, 8),
    (2025, 1, 14),
    (2025, 1, 22),
    (2025, 1, 28),
    (2025, 2, 5),
    (2025, 2, 11),
    (2025, 2, 26),
    (2025, 3, 4),
    (2025, 3, 6),
    (2025, 3, 12),
];

/// Mentors with a certificate that exempts them from Tier 1: number, award, date.
const CERTIFICATES: [(usize, &str, (i32, u32, u32)); 8] = [
    (4, "ECF mentor training", (2023, 7, 14)),
    (8, "ECF mentor training", (2023, 7, 14)),
    (12, "NPQLTD", (2024, 3, 22)),
    (18, "NPQLTD", (2023, 11, 30)),
    // Gained in the middle of the year.
    (26, "ECF mentor training", (2025, 2, 12)),
    (31, "ECF mentor training", (2024, 7, 12)),
    (35, "NPQLTD", (2024, 6, 28)),
    (36, "NPQLTD", (2023, 6, 23)),
];

/// Everybody's training.
pub fn training(diary: &mut Diary, random: &mut Random, placements: &[Placement]) {
    for (number, mentor) in MENTORS.iter().enumerate() {
        let away = placements.iter().filter(|row| row.mentor == number).all(|row| row.phase == Phase::Two);
        if let Some((_, award, (y, m, d))) = CERTIFICATES.iter().find(|(holder, ..)| *holder == number + 1) {
            let id = diary.id("C", number);
            diary.nasbtt.push(Nasbtt {
                id,
                email: mentor.email.to_owned(),
                kind: "certificate",
                title: award,
                date: day(*y, *m, *d),
                hours: "",
                state: "completed",
                cells: None,
            });
        } else {
            tier_1(diary, random, number, away);
        }
        let dates = if away { AWAY_DATES } else { HOME_DATES };
        for (session, (y, m, d)) in SESSIONS.into_iter().zip(dates) {
            let minutes = *random.pick(&["60", "60", "1:00"]);
            let engagement = if random.chance(25) { "self-declared" } else { "engaged" };
            tier_2(diary, number, session, day(y, m, d), minutes).engagement = engagement;
        }
    }
}

fn tier_1(diary: &mut Diary, random: &mut Random, mentor: usize, away: bool) {
    let mut date = if away { day(2024, 10, 1) } else { day(2024, 9, 16) };
    for (title, hours) in MODULES {
        date = date.plus(i32::try_from(4 + random.below(9)).unwrap_or(4));
        module(diary, mentor, title, date, hours);
    }
    // Begun and not finished: an export of learning platforms has those too.
    if random.chance(20) {
        module(diary, mentor, "Module 6: Difficult Conversations", date.plus(9), "0.25").state = "in progress";
    }
}

/// Adds a module record.
#[expect(clippy::indexing_slicing, reason = "the row has just been added")]
pub fn module<'a>(
    diary: &'a mut Diary,
    mentor: usize,
    title: &'static str,
    date: Day,
    hours: &'static str,
) -> &'a mut Nasbtt {
    let id = diary.id("N", mentor);
    let email = MENTORS.get(mentor).map_or("", |mentor| mentor.email).to_owned();
    let place = diary.nasbtt.len();
    diary.nasbtt.push(Nasbtt { id, email, kind: "module", title, date, hours, state: "completed", cells: None });
    &mut diary.nasbtt[place]
}

/// Adds a Tier 2 session.
pub fn tier_2<'a>(
    diary: &'a mut Diary,
    mentor: usize,
    session: &str,
    date: Day,
    minutes: &'static str,
) -> &'a mut Jtscitt {
    let row = office(diary, mentor, "Tier 2 session", date);
    row.subject = session.to_owned();
    row.minutes = minutes;
    row.engagement = "engaged";
    row
}

/// Adds a row of JTSCITT about a mentor.
#[expect(clippy::indexing_slicing, reason = "the row has just been added")]
pub fn office<'a>(diary: &'a mut Diary, mentor: usize, kind: &'static str, date: Day) -> &'a mut Jtscitt {
    let prefix: String = kind.split(' ').filter_map(|word| word.chars().next()).collect();
    let id = diary.id(&format!("J{}", prefix.to_ascii_uppercase()), mentor);
    let who = MENTORS.get(mentor).map_or(mentor_id(mentor), |mentor| mentor.name).to_owned();
    let place = diary.jtscitt.len();
    diary.jtscitt.push(Jtscitt {
        id,
        kind,
        who,
        about: String::new(),
        subject: String::new(),
        date,
        minutes: "",
        engagement: "",
    });
    &mut diary.jtscitt[place]
}
