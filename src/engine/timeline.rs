//! One case day by day: whether it is active, at which school, and what that school's calendar says.

use crate::calendar::DayFacts;
use crate::engine::judge::Judge;
use crate::engine::outcome::{Case, Reason};
use crate::records::table::{RosterRow, SchoolId};
use crate::types::typed::{CalendarId, CalendarOf, Value};
use crate::value::{Day, Days};

/// A case and its days.
#[derive(Clone, Debug)]
pub struct Timeline<'a> {
    /// The case.
    pub case: Case,
    /// Its roster rows, by first day.
    pub rows: Vec<&'a RosterRow>,
    /// From its first active day to its last (`Day::MAX` where open).
    pub active: Days,
    /// Its placements: runs of rows at one school with no gap.
    pub placements: Vec<Days>,
    judge: Judge<'a>,
    calendar_of: Option<CalendarOf>,
    days: Vec<CaseDay>,
}

/// What the roster says of an attribute on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attribute<'a> {
    /// It has this value.
    Is(&'a Value),
    /// It has none.
    Blank,
    /// Rows of that day differ.
    Differs,
}

/// One day of a case.
#[derive(Clone, Copy, Debug)]
pub struct CaseDay {
    /// The place of the row that it is active by.
    row: Option<u32>,
    /// The school: the row's, or in a gap the last one before.
    school: SchoolId,
    /// The school whose calendar counts.
    by: SchoolId,
    /// Why nobody can say which calendar counts, where nobody can.
    clash: Option<Clash>,
}

/// Why nobody can say which calendar counts on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Clash {
    /// One person is at two schools with different calendars.
    TwoSchools,
    /// The case's two people are, and the rule does not say whose counts.
    TwoPeople,
}

impl<'a> Timeline<'a> {
    /// The days of a case with these rows, as far as `horizon` where its end is open; `None` without a row.
    pub fn new(
        judge: Judge<'a>,
        case: Case,
        mut rows: Vec<&'a RosterRow>,
        horizon: Day,
        calendar_of: Option<CalendarOf>,
    ) -> Option<Timeline<'a>> {
        rows.sort_by_key(|row| (row.days.from, row.days.to, row.location));
        let first = rows.first()?;
        let last = rows.iter().map(|row| row.days.to).max()?;
        let active = Days::new(first.days.from, last);
        let end = if last == Day::MAX { horizon.max(first.days.from) } else { last };
        let empty = CaseDay { row: None, school: first.school, by: first.school, clash: None };
        let mut days = vec![empty; usize::try_from(Days::new(active.from, end).len()).unwrap_or(0)];
        for (place, row) in rows.iter().enumerate() {
            let calendar = judge.calendar_of(row.school);
            for day in row.days.intersect(Days::new(active.from, end)).iter() {
                let Some(slot) = index(active.from, day).and_then(|at| days.get_mut(at)) else { continue };
                let elsewhere = slot.row.is_some() && judge.calendar_of(slot.school) != calendar;
                let clash = if elsewhere { Some(Clash::TwoSchools) } else { slot.clash };
                *slot = CaseDay { row: u32::try_from(place).ok(), school: row.school, by: row.school, clash };
            }
        }
        let mut school = first.school;
        for day in &mut days {
            match day.row {
                Some(_) => school = day.school,
                None => day.school = school,
            }
            day.by = day.school;
        }
        by_counterpart(judge, case, (active.from, &mut days), calendar_of);
        let placements = placements(&rows);
        Some(Timeline { case, rows, active, placements, judge, calendar_of, days })
    }

    /// The last day that is known of: the last active one, or the horizon where the end is open.
    pub fn end(&self) -> Day {
        let length = i32::try_from(self.days.len()).unwrap_or(i32::MAX);
        self.active.from.plus(length - 1)
    }

    /// The row by which the case is active on a day.
    pub fn row(&self, day: Day) -> Option<&'a RosterRow> {
        let place = self.slot(day)?.row?;
        self.rows.get(usize::try_from(place).ok()?).copied()
    }

    /// Whether the case is active on a day.
    pub fn is_active(&self, day: Day) -> bool {
        self.slot(day).is_some_and(|slot| slot.row.is_some())
    }

    /// The active days of a run, in order.
    pub fn active_days(&self, within: Days) -> impl DoubleEndedIterator<Item = Day> + '_ {
        within.intersect(Days::new(self.active.from, self.end())).iter().filter(|day| self.is_active(*day))
    }

    /// The school of a day: in a gap or after the end the last one before.
    pub fn school(&self, day: Day) -> SchoolId {
        let nearest = day.max(self.active.from).min(self.end());
        self.slot(nearest).map_or(SchoolId(u32::MAX), |slot| slot.school)
    }

    /// The calendar of a day.
    pub fn calendar(&self, day: Day) -> Option<CalendarId> {
        self.judge.calendar_of(self.calendar_day(day).by)
    }

    /// Whose calendar counts on a day: before the first and after the last one too.
    fn calendar_day(&self, day: Day) -> CaseDay {
        if let Some(slot) = self.slot(day) {
            return *slot;
        }
        let school = self.school(day);
        let mut one = [CaseDay { row: None, school, by: school, clash: None }];
        by_counterpart(self.judge, self.case, (day, &mut one), self.calendar_of);
        let [one] = one;
        one
    }

    /// What the school's calendar says of a day, or why nobody can say.
    pub fn facts(&self, day: Day) -> Result<DayFacts, Reason> {
        let CaseDay { by, clash, .. } = self.calendar_day(day);
        match clash {
            Some(Clash::TwoSchools) => return Err(Reason::TwoSchools(day)),
            Some(Clash::TwoPeople) => return Err(Reason::WhoseCalendar(day)),
            None => {}
        }
        self.judge
            .calendar_of(by)
            .and_then(|calendar| self.judge.calendar(calendar))
            .and_then(|table| table.facts(day))
            .ok_or(Reason::NoCalendar(by, day))
    }

    /// Whether a day is open; a day that no calendar covers is not known to be.
    pub fn is_open(&self, day: Day) -> bool {
        self.facts(day).is_ok_and(|facts| facts.kind.is_open())
    }

    /// An attribute on a day, by its place in the role: in a gap or after the end that of the last rows before.
    pub fn attribute(&self, day: Day, place: usize) -> Attribute<'a> {
        let value = |row: &&'a RosterRow| row.attributes.get(place).and_then(Option::as_ref);
        let rows = self.rows_on(day);
        let mut values = rows.iter().map(value);
        let first = values.next().flatten();
        if values.any(|other| other != first) {
            return Attribute::Differs;
        }
        first.map_or(Attribute::Blank, Attribute::Is)
    }

    /// The schools of a day: in a gap or after the end those of the last rows before; without a day, all of them.
    pub fn schools(&self, day: Option<Day>) -> Vec<SchoolId> {
        let rows = day.map_or_else(|| self.rows.clone(), |day| self.rows_on(day));
        rows.iter().map(|row| row.school).collect()
    }

    /// Whether every row of a day is at one of these schools.
    pub fn is_at(&self, day: Day, schools: &[SchoolId]) -> bool {
        self.rows_on(day).iter().all(|row| schools.contains(&row.school))
    }

    /// Whether rows of a day are at different schools.
    pub fn is_at_two_schools(&self, day: Day) -> bool {
        let rows = self.rows_on(day);
        rows.iter().any(|row| Some(row.school) != rows.first().map(|first| first.school))
    }

    /// The rows of a day: in a gap or after the end those that ended last, before the first day those that begin.
    fn rows_on(&self, day: Day) -> Vec<&'a RosterRow> {
        let on = |day: Day| -> Vec<&'a RosterRow> {
            self.rows.iter().filter(|row| row.days.contains(day)).copied().collect()
        };
        if self.is_active(day) {
            return on(day);
        }
        let last = self.rows.iter().map(|row| row.days.to).filter(|to| *to < day).max();
        on(last.unwrap_or(self.active.from))
    }

    fn slot(&self, day: Day) -> Option<&CaseDay> {
        self.days.get(index(self.active.from, day)?)
    }
}

/// Lets the counterpart's own rows say which calendar counts; where the rule does not say whose does, days on which
/// the two differ are a clash.
fn by_counterpart(judge: Judge<'_>, case: Case, (first, days): (Day, &mut [CaseDay]), calendar_of: Option<CalendarOf>) {
    let rows = match (case.counterpart, calendar_of) {
        (None, _) | (_, Some(CalendarOf::Person)) => return,
        (Some(counterpart), _) => judge.rows_of(counterpart),
    };
    let end = first.plus(i32::try_from(days.len()).unwrap_or(i32::MAX).saturating_sub(1));
    let mut theirs: Vec<Option<SchoolId>> = vec![None; days.len()];
    for row in rows {
        let calendar = judge.calendar_of(row.school);
        for day in row.days.intersect(Days::new(first, end)).iter() {
            let at = index(first, day);
            let (Some(slot), Some(their)) = (at.and_then(|at| days.get_mut(at)), at.and_then(|at| theirs.get_mut(at)))
            else {
                continue;
            };
            match (calendar_of, their.map(|school| judge.calendar_of(school))) {
                (Some(_), Some(other)) if other != calendar => slot.clash = Some(Clash::TwoSchools),
                (Some(_), None) => *slot = CaseDay { by: row.school, clash: None, ..*slot },
                (Some(_), Some(_)) => {}
                (None, _) if slot.clash.is_none() && judge.calendar_of(slot.school) != calendar => {
                    slot.clash = Some(Clash::TwoPeople);
                }
                (None, _) => {}
            }
            *their = Some(row.school);
        }
    }
}

fn index(from: Day, day: Day) -> Option<usize> {
    usize::try_from(day.since(from)).ok()
}

/// Runs of rows at one school with no gap between them.
fn placements(rows: &[&RosterRow]) -> Vec<Days> {
    let mut placements: Vec<(SchoolId, Days)> = Vec::new();
    for row in rows {
        match placements.iter_mut().rev().find(|(school, days)| {
            *school == row.school && row.days.from <= days.to.next() && days.from <= row.days.from
        }) {
            Some((_, days)) => days.to = days.to.max(row.days.to),
            None => placements.push((row.school, row.days)),
        }
    }
    placements.into_iter().map(|(_, days)| days).collect()
}
