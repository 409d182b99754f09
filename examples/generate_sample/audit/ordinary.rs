//! An ordinary year: what mentors who do everything leave behind in the three systems, with harmless noise.

use assize::value::{Day, Days};

use super::cast::{Phase, Placement, SCHOOLS};
use super::random::Random;
use super::rows::{About, Diary, trainee_id};
use super::school_days::Pattern;

const TOPICS: [&str; 12] = [
    "Behaviour routines at the start of lessons",
    "Sequencing the scheme of work",
    "Questioning, cold call and wait time",
    "Modelling and worked examples",
    "Adaptive teaching for pupils with SEND",
    "Checking for understanding",
    "Retrieval practice",
    "Marking and feedback policy",
    "Subject knowledge audit",
    "Homework and independent study",
    "Reading in the subject",
    "Workload and planning time",
];

const NOTES: [&str; 6] = [
    "Reviewed last week's target.\nAgreed next steps, see targets",
    "Went well",
    "Said \"more wait time\", practised it twice",
    "Planned Thursday's lesson together;\nresources in the shared folder",
    "Discussed ITaP reading",
    "Reflected on the newsletter's subject strand",
];

const TIMES: [&str; 6] = ["08:50", "10:15", "11:20", "13:45", "14:40", "15:20"];

/// The weekly habits of a pair.
struct Habit {
    weekday: usize,
    at: &'static str,
}

/// Everything that one row of the roster leaves behind in Sentinel.
pub fn placement(diary: &mut Diary, random: &mut Random, row: &Placement) {
    let Some(school) = SCHOOLS.get(row.school) else { return };
    let pattern = school.pattern;
    let habit = Habit { weekday: usize::try_from(random.below(5)).unwrap_or(0), at: random.pick::<&str>(&TIMES) };
    let weeks = pattern.teaching_weeks(row.days);
    // In a placement of a few weeks there is an observation in each.
    let short = weeks.len() < 6;
    for (number, monday) in weeks.iter().copied().enumerate() {
        let days = pattern.school_days(row.days.intersect(Days::new(monday, monday.plus(6))));
        week(diary, random, row, &habit, &days);
        if number % 2 == 0 || short {
            observation(diary, random, row, &days, pattern);
        }
        if number % 2 == 1 || number + 1 == weeks.len() {
            target(diary, random, row, &days);
        }
        if number % 5 == 2 {
            appraisal(diary, random, row, &days);
        }
    }
    milestones(diary, random, row, pattern);
}

/// A week's meetings: 90 minutes or a little more, in one of the usual shapes.
fn week(diary: &mut Diary, random: &mut Random, row: &Placement, habit: &Habit, days: &[Day]) {
    let (Some(slot), Some(other)) = (days.get(habit.weekday).or(days.last()), days.first()) else { return };
    let about = |date: Day| About { mentor: row.mentor, trainee: row.trainee, date };
    let (main, more) = match random.below(6) {
        0 => ("1h30", None),
        1 => ("90", None),
        2 => ("60", Some("30")),
        3 => ("1h05", Some("35")),
        4 => ("1h", Some("40 min")),
        _ => ("95", None),
    };
    let topic = *random.pick(&TOPICS);
    let note = if random.chance(40) { *random.pick(&NOTES) } else { "" };
    let meeting = diary.sentinel("Mentor meeting", about(*slot));
    meeting.at = habit.at;
    meeting.length = main.to_owned();
    meeting.timetabled = "Y";
    meeting.detail = topic.to_owned();
    meeting.notes = note.to_owned();
    if let Some(length) = more {
        let drop_in = diary.sentinel("Mentor meeting", about(if slot == other { *slot } else { *other }));
        drop_in.at = "16:00";
        drop_in.length = length.to_owned();
        drop_in.timetabled = "N";
        drop_in.detail = "Drop-in".to_owned();
    }
    // What was called off, or has been put in the diary only, is in the export too.
    if random.chance(6) {
        let called_off = diary.sentinel("Mentor meeting", about(*slot));
        called_off.at = "12:30";
        called_off.length = "30".to_owned();
        called_off.timetabled = "N";
        called_off.status = if random.chance(50) { "Cancelled" } else { "Planned" };
    }
}

fn observation(diary: &mut Diary, random: &mut Random, row: &Placement, days: &[Day], pattern: Pattern) {
    let Some(date) = days.get(usize::try_from(random.below(3)).unwrap_or(0)).or(days.last()) else { return };
    let about = About { mentor: row.mentor, trainee: row.trainee, date: *date };
    let observation = diary.sentinel("Lesson observation", about);
    observation.at = "09:50";
    observation.detail = (*random.pick(&["Year 7", "Year 8", "Year 9", "Year 10", "Year 12"])).to_owned();
    let answered = pattern.after(*date, random.below(3));
    if !row.days.contains(answered) {
        let feedback = diary.sentinel("Observation feedback", about);
        feedback.at = "15:30";
        feedback.length = "20".to_owned();
        return;
    }
    let feedback = diary.sentinel("Observation feedback", About { date: answered, ..about });
    feedback.at = "15:30";
    feedback.length = (*random.pick(&["20", "25 min", "0h30", "15"])).to_owned();
}

fn target(diary: &mut Diary, random: &mut Random, row: &Placement, days: &[Day]) {
    let Some(date) = days.get(usize::try_from(random.below(5)).unwrap_or(0)).or(days.first()) else { return };
    let target = diary.sentinel("Target setting", About { mentor: row.mentor, trainee: row.trainee, date: *date });
    target.detail = "With actions".to_owned();
    target.notes = format!("{}: rehearse, then use in two lessons", random.pick(&TOPICS));
}

fn appraisal(diary: &mut Diary, random: &mut Random, row: &Placement, days: &[Day]) {
    let Some(date) = days.get(usize::try_from(random.below(4)).unwrap_or(0)).or(days.first()) else { return };
    let appraisal = diary.sentinel("ACE appraisal", About { mentor: row.mentor, trainee: row.trainee, date: *date });
    appraisal.detail = format!("ACE {}", row.phase.label());
}

/// What happens once in a placement.
fn milestones(diary: &mut Diary, random: &mut Random, row: &Placement, pattern: Pattern) {
    let days = pattern.school_days(row.days);
    let part = |tenths: usize| days.get(days.len() * tenths / 10).or(days.last()).copied();
    let mut add = |kind: &'static str, date: Option<Day>, detail: &str| {
        if let Some(date) = date {
            let about = About { mentor: row.mentor, trainee: row.trainee, date };
            diary.sentinel(kind, about).detail = detail.to_owned();
        }
    };
    let jitter = usize::try_from(random.below(2)).unwrap_or(0);
    add("Interim review", part(4 + jitter), row.phase.label());
    add("Assessment point", part(8 + jitter), row.phase.label());
    add("Mentor QA visit", part(5 + jitter), "Observation and feedback");
    if row.phase != Phase::Three {
        add("Transition visit", part(8), trainee_id(row.trainee));
    }
    add("Transition form", part(9), trainee_id(row.trainee));
}
