//! Stays of a person at a school, and whether each is long enough to count for a clock.

use std::collections::BTreeMap;

use crate::engine::judge::Judge;
use crate::engine::outcome::Reason;
use crate::engine::timeline::Timeline;
use crate::records::table::SchoolId;
use crate::types::typed::CalendarId;
use crate::value::{Day, Days, Rational, Truth, whole};

/// A run of rows at one school, with no open day between them.
#[derive(Clone, Debug)]
pub struct Stay {
    /// The school.
    pub school: SchoolId,
    /// Its days.
    pub days: Days,
    /// Whether it lasts long enough.
    pub counts: Truth,
    /// Why that is not known.
    pub doubt: Option<Reason>,
}

/// How many open days each term of each calendar has.
#[derive(Debug, Default)]
pub struct Terms(BTreeMap<CalendarId, Vec<i64>>);

impl Terms {
    /// Those of the calendars of a person's schools.
    pub fn of(judge: Judge<'_>, timeline: &Timeline<'_>) -> Terms {
        let mut terms = BTreeMap::new();
        for id in timeline.rows.iter().filter_map(|row| judge.calendar_of(row.school)) {
            let Some(table) = judge.calendar(id) else { continue };
            let open = |day: &Day| table.facts(*day).is_some_and(|facts| facts.kind.is_open());
            let count = |days: Days| i64::try_from(days.iter().filter(open).count()).unwrap_or(0);
            terms.entry(id).or_insert_with(|| table.terms().iter().map(|term| count(term.days)).collect());
        }
        Terms(terms)
    }

    /// What part of a term a day at a school is: nothing where it is not open; unknown where no calendar covers it.
    pub fn part(&self, judge: Judge<'_>, school: SchoolId, day: Day) -> Result<Rational, Reason> {
        let uncovered = || Reason::NoCalendar(school, day);
        let id = judge.calendar_of(school).ok_or_else(uncovered)?;
        let facts = judge.calendar(id).and_then(|table| table.facts(day)).ok_or_else(uncovered)?;
        let length = facts.term.and_then(|term| self.0.get(&id)?.get(usize::from(term)).copied());
        match length {
            Some(length) if facts.kind.is_open() && length > 0 => Ok(whole(1) / whole(length)),
            _ => Ok(whole(0)),
        }
    }
}

/// The stays of a person, of which each counts that lasts so many terms, whatever the hours.
pub fn stays(judge: Judge<'_>, timeline: &Timeline<'_>, terms: &Terms, least: Option<u32>) -> Vec<Stay> {
    let mut stays: Vec<Stay> = Vec::new();
    for row in &timeline.rows {
        let closed =
            |days: Days| days.iter().all(|day| terms.part(judge, row.school, day).is_ok_and(|part| part == whole(0)));
        let joins = |stay: &&mut Stay| {
            let gap = Days::new(stay.days.to.next(), row.days.from.previous());
            stay.school == row.school && (gap.is_empty() || closed(gap))
        };
        match stays.iter_mut().rev().find(joins) {
            Some(stay) => stay.days.to = stay.days.to.max(row.days.to),
            None => stays.push(Stay { school: row.school, days: row.days, counts: Truth::Yes, doubt: None }),
        }
    }
    let Some(least) = least else { return stays };
    for stay in &mut stays {
        let mut sum = whole(0);
        for day in stay.days.intersect(Days::new(timeline.active.from, timeline.end())).iter() {
            match terms.part(judge, stay.school, day) {
                Ok(part) => sum += part,
                Err(reason) => stay.doubt = stay.doubt.take().or(Some(reason)),
            }
        }
        stay.counts = if sum >= whole(i64::from(least)) {
            Truth::Yes
        } else if stay.doubt.is_some() || stay.days.to == Day::MAX {
            Truth::Unknown
        } else {
            Truth::No
        };
    }
    stays
}
