//! The rows of the three systems before they are written out, and the diary that collects them.

use std::collections::BTreeMap;

use assize::value::Day;

use super::cast::{MENTORS, TRAINEES};

/// A row of Sentinel.
#[derive(Clone)]
pub struct Sentinel {
    /// Its record id.
    pub id: String,
    /// Its record type, as Sentinel writes it.
    pub kind: &'static str,
    /// The mentor's id.
    pub mentor: String,
    /// The trainees' ids.
    pub trainees: String,
    /// Its date.
    pub date: Day,
    /// Its date as written, where that is no date.
    pub date_text: Option<&'static str>,
    /// The last day of an absence.
    pub until: Option<Day>,
    /// The local time of its start, as written.
    pub at: &'static str,
    /// Its length, as written.
    pub length: String,
    /// `Y` or `N`, or nothing.
    pub timetabled: &'static str,
    /// Its status.
    pub status: &'static str,
    /// What it is about.
    pub detail: String,
    /// Free text.
    pub notes: String,
}

/// A row of NASBTT's module records.
#[derive(Clone)]
pub struct Nasbtt {
    /// Its reference.
    pub id: String,
    /// The learner's address.
    pub email: String,
    /// `module` or `certificate`.
    pub kind: &'static str,
    /// The module or the award.
    pub title: &'static str,
    /// The day of completion.
    pub date: Day,
    /// Hours as a decimal.
    pub hours: &'static str,
    /// `completed` or `in progress`.
    pub state: &'static str,
    /// How many cells the row has, where it has too few.
    pub cells: Option<usize>,
}

/// A row of JTSCITT's engagement records.
#[derive(Clone)]
pub struct Jtscitt {
    /// Its reference.
    pub id: String,
    /// What was recorded.
    pub kind: &'static str,
    /// The mentor's name.
    pub who: String,
    /// The trainee's name.
    pub about: String,
    /// The session, or the issue.
    pub subject: String,
    /// Its date.
    pub date: Day,
    /// Minutes, as written.
    pub minutes: &'static str,
    /// Whether the mentor engaged: `engaged`, `self-declared`, `booked`, `did not attend`.
    pub engagement: &'static str,
}

/// Everything that was recorded.
#[derive(Default)]
pub struct Diary {
    /// Sentinel's rows.
    pub sentinel: Vec<Sentinel>,
    /// NASBTT's rows.
    pub nasbtt: Vec<Nasbtt>,
    /// JTSCITT's rows.
    pub jtscitt: Vec<Jtscitt>,
    numbers: BTreeMap<String, u32>,
}

/// Who a row of Sentinel is about, and when.
#[derive(Clone, Copy)]
pub struct About {
    /// The mentor, by the place in `MENTORS`.
    pub mentor: usize,
    /// The trainee, by the place in `TRAINEES`.
    pub trainee: usize,
    /// The date.
    pub date: Day,
}

impl Diary {
    /// The next id of a kind for a mentor, as `MM-2401-007`: rows of one mentor do not renumber those of another.
    pub fn id(&mut self, prefix: &str, mentor: usize) -> String {
        let key = format!("{prefix}-{}", mentor_number(mentor));
        let number = self.numbers.entry(key.clone()).or_insert(0);
        *number += 1;
        format!("{key}-{number:03}")
    }

    /// Adds a row of Sentinel, and gives it for more to be said.
    pub fn sentinel(&mut self, kind: &'static str, about: About) -> &mut Sentinel {
        let prefix: String =
            kind.split([' ', '-']).filter_map(|word| word.chars().next()).map(|c| c.to_ascii_uppercase()).collect();
        let id = self.id(&prefix, about.mentor);
        let place = self.sentinel.len();
        self.sentinel.push(Sentinel {
            id,
            kind,
            mentor: mentor_id(about.mentor).to_owned(),
            trainees: trainee_id(about.trainee).to_owned(),
            date: about.date,
            date_text: None,
            until: None,
            at: "",
            length: String::new(),
            timetabled: "",
            status: "Completed",
            detail: String::new(),
            notes: String::new(),
        });
        #[expect(clippy::indexing_slicing, reason = "the row has just been added")]
        &mut self.sentinel[place]
    }

    /// The rows of Sentinel of a kind by a mentor.
    pub fn of<'a>(&'a mut self, kind: &'a str, mentor: usize) -> impl Iterator<Item = &'a mut Sentinel> {
        self.sentinel.iter_mut().filter(move |row| row.kind == kind && row.mentor == mentor_id(mentor))
    }

    /// Removes the rows of Sentinel that `unwanted` picks.
    pub fn remove(&mut self, unwanted: impl Fn(&Sentinel) -> bool) {
        self.sentinel.retain(|row| !unwanted(row));
    }
}

/// The id of a mentor.
pub fn mentor_id(mentor: usize) -> &'static str {
    MENTORS.get(mentor).map_or("", |mentor| mentor.id)
}

/// The id of a trainee.
pub fn trainee_id(trainee: usize) -> &'static str {
    TRAINEES.get(trainee).map_or("", |trainee| trainee.id)
}

fn mentor_number(mentor: usize) -> &'static str {
    mentor_id(mentor).trim_start_matches('M')
}
