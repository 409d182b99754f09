//! Who takes part besides the ITT mentors: schools, headteachers and who else signs, tutors, mentors and their ECTs, NPQ
//! participants and facilitators. All of them are invented.

use assize::value::{Day, Days};

use crate::audit::cast::SCHOOLS;
use crate::audit::school_days::{Pattern, day};

/// The schools of the hub that take no trainees, and the dates that they follow.
const MORE_SCHOOLS: [(&str, Pattern); 20] = [
    ("Abbotsbrook Primary School", Pattern::Staffordshire),
    ("Barrowhill Academy", Pattern::Staffordshire),
    ("Bishops Lane Primary School", Pattern::Staffordshire),
    ("Blythe Meadow School", Pattern::Staffordshire),
    ("Canalside Academy", Pattern::Staffordshire),
    ("Castle Green High School", Pattern::Staffordshire),
    ("Churnet Vale School", Pattern::Staffordshire),
    ("Cloudside Primary School", Pattern::Staffordshire),
    ("Dovefield Academy", Pattern::Staffordshire),
    ("Eastgate Primary School", Pattern::Staffordshire),
    ("Foxcote School", Pattern::Leicester),
    ("Greenholme Primary School", Pattern::Leicester),
    ("Hawkstone Academy", Pattern::Leicester),
    ("Kingsmead Primary School", Pattern::Leicester),
    ("Longmoor High School", Pattern::Leicester),
    ("Meadowcroft School", Pattern::Staffordshire),
    ("Netherstowe Primary School", Pattern::Staffordshire),
    ("Penkridge Road School", Pattern::Staffordshire),
    ("Ravensdale Academy", Pattern::Staffordshire),
    ("Sandyford Primary School", Pattern::Staffordshire),
];

const FIRST: [&str; 48] = [
    "Adele", "Aidan", "Alice", "Anjali", "Arthur", "Bilal", "Bryony", "Caitlin", "Cedric", "Dawn", "Deepa", "Dominic",
    "Edith", "Eleanor", "Emeka", "Fatima", "Felix", "Gemma", "Gordon", "Harpreet", "Hugh", "Ingrid", "Iris", "Jasper",
    "Joyce", "Karim", "Keziah", "Laura", "Leon", "Mabel", "Malik", "Miriam", "Naomi", "Nigel", "Oscar", "Petra",
    "Philippa", "Quentin", "Rosalind", "Rowan", "Sadia", "Simon", "Tamsin", "Theo", "Usha", "Victor", "Winifred",
    "Yasmin",
];

const LAST: [&str; 53] = [
    "Abbott",
    "Alderson",
    "Baptiste",
    "Beaumont",
    "Birtles",
    "Brightwell",
    "Calloway",
    "Chadwick",
    "Cresswell",
    "Daly",
    "Dutton",
    "Edgerton",
    "Fairclough",
    "Fernandes",
    "Fielding",
    "Gadsby",
    "Ghosh",
    "Goodacre",
    "Hallam",
    "Hathersage",
    "Heywood",
    "Holroyd",
    "Ibbotson",
    "Jephcott",
    "Kinsella",
    "Lathbury",
    "Littlewood",
    "Mahmood",
    "Mellor",
    "Mountford",
    "Nuttall",
    "Ogunleye",
    "Oldfield",
    "Pardoe",
    "Partridge",
    "Plant",
    "Quigley",
    "Radcliffe",
    "Rathbone",
    "Salt",
    "Shufflebotham",
    "Slater",
    "Stanway",
    "Tams",
    "Tideswell",
    "Udall",
    "Vyse",
    "Walklate",
    "Wardle",
    "Whieldon",
    "Wood",
    "Yates",
    "Zielinski",
];

/// Somebody with a key.
#[derive(Clone)]
pub struct Person {
    /// The key of the roster.
    pub id: String,
    /// The name.
    pub name: String,
    /// The school, by its place.
    pub school: usize,
}

/// A school's name.
pub fn school(place: usize) -> &'static str {
    let more =
        || place.checked_sub(SCHOOLS.len()).and_then(|place| MORE_SCHOOLS.get(place)).map_or("", |(name, _)| *name);
    SCHOOLS.get(place).map_or_else(more, |school| school.name)
}

/// The dates that a school follows.
pub fn pattern(place: usize) -> Pattern {
    let more = || place.checked_sub(SCHOOLS.len()).and_then(|place| MORE_SCHOOLS.get(place));
    let other = more().map_or(Pattern::Staffordshire, |(_, pattern)| *pattern);
    SCHOOLS.get(place).map_or(other, |school| school.pattern)
}

/// How many schools there are.
pub fn schools() -> usize {
    SCHOOLS.len() + MORE_SCHOOLS.len()
}

/// The name at a place of an endless list in which the first 2,544 differ.
fn name(place: usize) -> String {
    // 48 and 53 have no common factor, so that the two lists meet in every pair before they begin anew.
    let (first, last) = (FIRST.get(place % FIRST.len()), LAST.get(place % LAST.len()));
    format!("{} {}", first.copied().unwrap_or(""), last.copied().unwrap_or(""))
}

fn person(prefix: &str, number: usize, name_at: usize, school: usize) -> Person {
    Person { id: format!("{prefix}{number:03}"), name: name(name_at), school }
}

/// The school's professional mentors, one for each school that takes trainees.
pub fn professional_mentors() -> Vec<Person> {
    (0..SCHOOLS.len()).map(|school| person("PM", school + 1, 100 + school, school)).collect()
}

/// Each school's headteacher.
pub fn headteachers() -> Vec<Person> {
    (0..schools()).map(|school| person("H", school + 1, 200 + school, school)).collect()
}

/// Each school's line manager of those on an NPQ.
pub fn line_managers() -> Vec<Person> {
    (0..schools()).map(|school| person("L", school + 1, 300 + school, school)).collect()
}

/// An ECT with the tutor and the mentor of that ECT.
pub struct Ect {
    /// The ECT.
    pub person: Person,
    /// The tutor, by the place among the tutors.
    pub tutor: usize,
    /// The mentor, by the place among the mentors.
    pub mentor: usize,
    /// The days of the year with this tutor and mentor.
    pub days: Days,
    /// The year of induction.
    pub year: u8,
    /// The part of full time, as written.
    pub fte: &'static str,
}

/// How many ECTs there are.
pub const ECTS: usize = 150;

/// The ECTs: five at each school, of whom the third is in the second year, and the fifth began in January.
pub fn ects() -> Vec<Ect> {
    let all = (0..ECTS).map(|place| {
        let school = place % schools();
        let turn = place / schools();
        let start = if turn == 4 { day(2025, 1, 6) } else { day(2024, 9, 2) };
        // The fourth ECT of every third school shares a mentor with the second.
        let mentor = if turn == 3 && school.is_multiple_of(3) { place - 2 * schools() } else { place };
        Ect {
            person: person("T", place + 1, 400 + place, school),
            tutor: school * 2 + usize::from(turn >= 3),
            mentor,
            days: Days::new(start, last_day(school)),
            year: if turn == 2 { 2 } else { 1 },
            fte: if place % 17 == 5 { "0.6" } else { "1.0" },
        }
    });
    all.collect()
}

/// The last day of pupils.
pub fn last_day(school: usize) -> Day {
    match pattern(school) {
        Pattern::Staffordshire | Pattern::StoweLane => day(2025, 7, 18),
        Pattern::Leicester => day(2025, 7, 11),
        Pattern::Swithmoor => day(2025, 7, 9),
    }
}

/// The tutors, two for each school.
pub fn tutors() -> Vec<Person> {
    (0..schools() * 2).map(|place| person("I", place + 1, 600 + place, place / 2)).collect()
}

/// The ECF mentors, by the place of their first ECT.
pub fn ecf_mentors() -> Vec<Person> {
    (0..ECTS).map(|place| person("E", place + 1, 700 + place, place % schools())).collect()
}

/// A course of a cohort.
pub struct Cohort {
    /// Its key.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The NPQ.
    pub npq: &'static str,
    /// `specialist` or `leadership`.
    pub kind: &'static str,
    /// Its course.
    pub days: Days,
}

/// The cohorts: four whose course has ended by July 2025, two that go on.
pub fn cohorts() -> [Cohort; 6] {
    let cohort = |id, name, npq, kind, from: (i32, u32, u32), to: (i32, u32, u32)| Cohort {
        id,
        name,
        npq,
        kind,
        days: Days::new(day(from.0, from.1, from.2), day(to.0, to.1, to.2)),
    };
    [
        cohort(
            "LTD-24",
            "Leading Teacher Development, spring 2024",
            "NPQLTD",
            "specialist",
            (2024, 4, 15),
            (2025, 5, 30),
        ),
        cohort("LL-24", "Leading Literacy, spring 2024", "NPQLL", "specialist", (2024, 4, 15), (2025, 5, 30)),
        cohort("SL-23", "Senior Leadership, autumn 2023", "NPQSL", "leadership", (2023, 11, 6), (2025, 5, 23)),
        cohort("H-23", "Headship, autumn 2023", "NPQH", "leadership", (2023, 11, 6), (2025, 5, 23)),
        cohort("LT-24", "Leading Teaching, autumn 2024", "NPQLT", "specialist", (2024, 10, 7), (2025, 11, 28)),
        cohort("EL-25", "Executive Leadership, spring 2025", "NPQEL", "leadership", (2025, 2, 10), (2026, 10, 30)),
    ]
}

/// How many participants there are.
const PARTICIPANTS: usize = 120;

/// The participants with the cohort of each, twenty in every cohort.
pub fn participants() -> Vec<(Person, usize)> {
    let cohorts = cohorts().len();
    (0..PARTICIPANTS)
        .map(|place| (person("N", place + 1, 900 + place, (place * 7) % schools()), place % cohorts))
        .collect()
}

/// The facilitators with the cohort of each.
pub fn facilitators() -> Vec<(Person, usize)> {
    (0..cohorts().len()).map(|place| (person("F", place + 1, 1100 + place, place * 4), place)).collect()
}
