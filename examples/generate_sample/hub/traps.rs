//! What is planted in the hub's year, as the audit's README tells it. People are named by key: the README says who they
//! are.

use assize::value::Day;

use super::sheet::Sheet;
use super::{ecf, induction, npq, people, professional};
use crate::audit::school_days::day;

/// Plants the traps.
pub fn plant(
    professional: &mut professional::Files,
    induction: &mut induction::Files,
    ecf: &mut ecf::Files,
    npq: &mut npq::Files,
) {
    of_professional_mentors(professional);
    of_tutors(induction);
    of_ecf_mentors(ecf);
    of_participants(npq);
    of_facilitators(npq);
}

/// The place of a row's cells: who, then what the system writes.
const WHO: usize = 2;
/// What was recorded.
const WHAT: usize = 3;

/// Whether a row is of somebody, and of a kind.
fn of(row: &[String], who: &str, what: &str) -> bool {
    row.get(WHO).is_some_and(|cell| cell == who) && row.get(WHAT).is_some_and(|cell| cell == what)
}

/// Whether a cell says this.
fn says(row: &[String], place: usize, text: &str) -> bool {
    row.get(place).is_some_and(|cell| cell == text)
}

/// Writes another text into a cell of each row that is picked.
fn write(sheet: &mut Sheet, wanted: impl Fn(Day, &[String]) -> bool, place: usize, text: &str) {
    sheet.change(wanted, |row| {
        if let Some(cell) = row.get_mut(place) {
            text.clone_into(cell);
        }
    });
}

fn of_professional_mentors(files: &mut professional::Files) {
    // The concern about Sanjay Patel was communicated on the fifth school day; the one about Ben Okafor was not.
    files.jtscitt.add(day(2025, 2, 5), "PM006", &["Concern communicated", "XT24007", "", ""]);
    // Wendy Crabtree's form is dated after her first day.
    files.office.remove(|_, row| of(row, "M2440", "Mentor Selection Form"));
    files.office.add(day(2025, 3, 24), "M2440", &["Mentor Selection Form", "2024-25"]);
    // The contrasting school inducted Tom Ashworth into its processes, and not into safeguarding.
    files.papers.remove(|_, row| {
        of(row, "PM009", "Induction") && says(row, 4, "XT24001") && says(row, 5, "Statutory safeguarding")
    });
    // Signed by the professional mentor; by the head of another school; by nobody who can be read.
    let statement = |who: &'static str, about: &'static str| {
        move |_: Day, row: &[String]| of(row, who, "Statement") && says(row, 5, about)
    };
    write(&mut files.jtscitt, statement("PM002", "Strategic leadership"), 6, "PM002");
    write(&mut files.jtscitt, statement("PM003", "Suitability of department and mentors"), 6, "H001");
    write(&mut files.jtscitt, statement("PM007", "Education and training"), 6, "J. M.");
    // One meeting of the board missed; two meetings with a trainee missed in a row.
    files.office.remove(|date, row| of(row, "PM005", "Management Board") && date == day(2025, 3, 19));
    let missed = [day(2024, 10, 1), day(2024, 10, 11)];
    files.papers.remove(|date, row| of(row, "PM008", "Trainee meeting") && missed.iter().any(|from| near(date, *from)));
}

/// Whether a day is within a week of another.
fn near(date: Day, other: Day) -> bool {
    date >= other && date < other.plus(7)
}

fn of_tutors(files: &mut induction::Files) {
    // Registered on the first day, which is too late.
    files.list.remove(|_, row| of(row, "I001", "Registered with appropriate body") && says(row, 4, "T001"));
    files.list.add(day(2024, 9, 2), "I001", &["Registered with appropriate body", "T001", ""]);
    // No review in the spring term; and an ECT of six tenths whose reviews are all there.
    let is_spring = |date: Day| date > day(2025, 1, 1) && date < day(2025, 4, 15);
    let after_review = ["Progress review", "ECT informed", "Record shared"];
    files.manager.remove(|date, row| {
        is_spring(date)
            && says(row, WHO, "I003")
            && says(row, 4, "T002")
            && after_review.iter().any(|what| says(row, WHAT, what))
    });
    // Not satisfactory: told and planned in time; not told; planned on the eleventh school day.
    let at_review = |who: &'static str, ect: &'static str| {
        move |date: Day, row: &[String]| is_spring(date) && of(row, who, "Progress review") && says(row, 4, ect)
    };
    for (who, ect) in [("I005", "T003"), ("I007", "T004")] {
        write(&mut files.manager, at_review(who, ect), 5, "Not satisfactory");
    }
    files.manager.add(day(2025, 3, 28), "I005", &["Appropriate body told", "T003", "Progress"]);
    files.manager.add(day(2025, 4, 1), "I005", &["Action plan", "T003", ""]);
    files.manager.add(day(2025, 4, 2), "I005", &["Appropriate body told", "T003", "Action plan"]);
    files.manager.add(day(2025, 5, 6), "I007", &["Action plan", "T004", ""]);
    files.manager.add(day(2025, 5, 7), "I007", &["Appropriate body told", "T004", "Action plan"]);
    // The headteacher had the record two weeks late.
    let shared = |date: Day, row: &[String]| {
        date < day(2025, 1, 1)
            && of(row, "I009", "Record shared")
            && says(row, 4, "T005")
            && says(row, 5, "Headteacher")
    };
    files.manager.remove(shared);
    files.manager.add(day(2025, 1, 14), "I009", &["Record shared", "T005", "Headteacher"]);
    // An ECT away for the whole of a half-term, and for all of it but a day.
    for (ect, last) in [("T011", day(2025, 4, 11)), ("T012", day(2025, 4, 10))] {
        let last = files.absences.date(last);
        files.absences.add(day(2025, 2, 24), ect, &[&last, "Illness", "Y"]);
    }
    let spring_two = |date: Day| date >= day(2025, 2, 24) && date <= day(2025, 4, 11);
    files.manager.remove(|date, row| {
        let observed = ["Observation", "Written feedback"].iter().any(|what| says(row, WHAT, what));
        spring_two(date) && observed && (says(row, 4, "T011") || says(row, 4, "T012"))
    });
    // QTS awarded after the first day as a tutor; statements by the tutor and by another school's head.
    let awarded = files.checks.date(day(2024, 10, 1));
    files.checks.change(
        |_, row| says(row, WHO, "I013"),
        |row| row.iter_mut().skip(1).take(1).for_each(|cell| cell.clone_from(&awarded)),
    );
    let statement = |who: &'static str, about: &'static str| {
        move |_: Day, row: &[String]| of(row, who, "Statement") && says(row, 5, about)
    };
    write(&mut files.documents, statement("I015", "Skills and knowledge"), 6, "I015");
    write(&mut files.documents, statement("I017", "Working pattern"), 6, "H001");
    // A school that provides the training itself: one fidelity check is missing.
    files.programmes.remove(|_, row| of(row, "I029", "Fidelity check") && says(row, 4, "T015"));
    // Training attended, and its materials not reviewed.
    files.hub.remove(|_, row| of(row, "I019", "Materials reviewed"));
}

fn of_ecf_mentors(files: &mut ecf::Files) {
    // 59 minutes in a week; a week without a meeting, and two in the next; a meeting of no minutes that can be read.
    let in_week = |who: &'static str, monday: Day| {
        move |date: Day, row: &[String]| of(row, who, "Mentor meeting") && near(date, monday)
    };
    write(&mut files.edt, in_week("E001", day(2025, 1, 20)), 5, "59");
    files.edt.remove(in_week("E002", day(2025, 3, 3)));
    files.edt.add(day(2025, 3, 11), "E002", &["Mentor meeting", "T002", "60", ""]);
    write(&mut files.edt, in_week("E003", day(2025, 5, 12)), 5, "about an hour");
    // Away for a half-term, and away but for the last day: in that week a meeting is owed.
    let spring_two = |date: Day| date >= day(2025, 2, 24) && date <= day(2025, 4, 11);
    for who in ["E011", "E012"] {
        files.edt.remove(|date, row| spring_two(date) && says(row, WHO, who) && !says(row, 4, ""));
        files.in_house.remove(|date, row| spring_two(date) && says(row, WHO, who));
    }
    files.notices.add(day(2025, 2, 28), "E011", &["Absence", "T011"]);
    // The webinar on the sixth school day of the half-term; no survey of a block; a block's documents left out.
    let block = |who: &'static str, what: &'static str, title: &'static str| {
        move |_: Day, row: &[String]| of(row, who, what) && says(row, 6, title)
    };
    files.edt.remove(block("E004", "Webinar", "Block 2"));
    files.edt.add(day(2024, 11, 11), "E004", &["Webinar", "", "", "Block 2"]);
    files.edt.remove(block("E005", "Survey", "End of block 3"));
    files.edt.remove(block("E006", "Reading and reflection", "Block 4"));
    // Signed by the mentor; the assessment without the mentor's view; an observation without feedback.
    let signed = |_: Day, row: &[String]| of(row, "E007", "Procedures followed") && says(row, 5, "EDT's");
    write(&mut files.in_house, signed, 6, "E007");
    files.in_house.remove(|_, row| of(row, "E008", "View given before assessment"));
    files.in_house.remove(|date, row| of(row, "E009", "Feedback") && near(date, day(2025, 1, 27)));
}

fn of_participants(files: &mut npq::Files) {
    // Caught up on the last day that counts, and on the day after.
    let late = |files: &mut npq::Files, who: &'static str, cohort: &str, days: i32| {
        let picked = |_: Day, row: &[String]| of(row, who, "Component") && says(row, 6, "Study module 4");
        let held = files.office.dates(|row| says(row, WHO, cohort) && says(row, 6, "Study module 4"));
        files.steplab.remove(picked);
        for date in held {
            files.steplab.add(
                date.plus(days),
                who,
                &["Component", cohort, "Study module", "Study module 4", "Caught up"],
            );
        }
    };
    late(files, "N001", "LTD-24", 14);
    late(files, "N007", "LTD-24", 15);
    // A clinic attended twice, another never.
    write(
        &mut files.steplab,
        |_, row| of(row, "N002", "Component") && says(row, 6, "Themed clinic 3"),
        6,
        "Themed clinic 2",
    );
    // A principle that the programme does not have.
    write(&mut files.portfolio, |_, row| of(row, "N003", "Implementation plan"), 5, "Innovative");
    // Signed by the participant; by the line manager of another school.
    let statement = |who: &'static str, about: &'static str| {
        move |_: Day, row: &[String]| of(row, who, "Statement") && says(row, 5, about)
    };
    write(&mut files.portfolio, statement("N008", "Leadership of colleagues"), 7, "N008");
    let other = people::line_managers().last().map(|person| person.id.clone()).unwrap_or_default();
    write(&mut files.portfolio, statement("N009", "Professional development"), 7, &other);
    // Presented three weeks before the programme was completed, and no updates.
    files.portfolio.remove(|_, row| of(row, "N013", "Presentation"));
    files.portfolio.add(day(2025, 4, 25), "N013", &["Presentation", "LTD-24", "", "", ""]);
    // The NPQH without its school visit; a session before its plan.
    files.steplab.remove(|_, row| of(row, "N004", "School visit"));
    files.portfolio.remove(|_, row| of(row, "N014", "Development plan"));
    files.portfolio.add(day(2024, 12, 2), "N014", &["Development plan", "LL-24", "", "", ""]);
}

fn of_facilitators(files: &mut npq::Files) {
    // A clinic held a second time in place of another is one session.
    let clinic = |_: Day, row: &[String]| {
        says(row, WHO, "F001") && says(row, 6, "Themed clinic 5") && !says(row, WHAT, "Component")
    };
    write(&mut files.office, clinic, 6, "Themed clinic 4");
    // The list of a session sent on the seventh working day.
    let list = |row: &[String]| of(row, "F003", "Attendance list") && says(row, 6, "Assessment clinic 1");
    let sent = files.office.dates(list);
    files.office.remove(|_, row| list(row));
    for date in sent {
        files.office.add(date.plus(10), "F003", &["Attendance list", "SL-23", "", "Assessment clinic 1", "", "", ""]);
    }
    // Observed by nobody but the facilitator.
    let stated = |_: Day, row: &[String]| of(row, "F004", "Statement") && says(row, 8, "High standard and fidelity");
    write(&mut files.office, stated, 9, "F004");
}
