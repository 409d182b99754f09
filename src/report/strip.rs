//! A case's weeks at a glance: met, short, excused, closed, pending.

use crate::calendar::Calendars;
use crate::engine::outcome::{Finding, Outcome, WindowLabel};
use crate::records::table::{RosterRow, Tables};
use crate::value::{Day, Days};

/// One week of a strip.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Week {
    /// Its Monday.
    pub monday: Day,
    /// What it was.
    pub mark: Mark,
}

/// What a week was.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    /// An obligation of that week has this outcome: the worst.
    Judged(Outcome),
    /// The school was closed all week.
    Closed,
    /// The case was not active.
    Away,
    /// Nothing was owed for it.
    Nothing,
}

/// The weeks from a finding's first day to its last, with what each was.
///
/// Windows mark every week that they touch; a single duty marks the week of its due date, a trigger its own.
pub fn weeks(finding: &Finding, rows: Vec<&RosterRow>, tables: &Tables, calendars: &Calendars) -> Vec<Week> {
    let last_known = finding.obligations.iter().filter_map(|one| one.due).max();
    let from = rows.iter().map(|row| row.days.from).min();
    let to = rows.iter().map(|row| row.days.to).filter(|to| *to != Day::MAX).max().or(last_known);
    let (Some(from), Some(to)) = (from, to) else { return Vec::new() };
    let mut weeks = Vec::new();
    let mut monday = from.monday();
    // Three years are plenty for a strip; a longer case shows its first three.
    while monday <= to && weeks.len() < 160 {
        weeks.push(Week { monday, mark: mark(finding, &rows, (tables, calendars), Days::new(monday, monday.plus(6))) });
        monday = monday.plus(7);
    }
    weeks
}

fn mark(finding: &Finding, rows: &[&RosterRow], world: (&Tables, &Calendars), week: Days) -> Mark {
    let judged = finding.obligations.iter().filter(|one| match &one.window.kind {
        WindowLabel::Named(_) => one.window.days.overlaps(week),
        WindowLabel::Whole => one.due.is_some_and(|due| week.contains(due)),
        WindowLabel::Trigger(_) | WindowLabel::Milestone(_) => week.contains(one.opens),
        WindowLabel::FurtherTriggers => false,
    });
    let worst = judged.map(|one| one.outcome).min();
    let active: Vec<Day> = week.iter().filter(|day| rows.iter().any(|row| row.days.contains(*day))).collect();
    if active.is_empty() {
        return worst.map_or(Mark::Away, Mark::Judged);
    }
    let open = active.iter().any(|day| is_open(*day, rows, world));
    match worst {
        Some(outcome) if open || outcome != Outcome::NotApplicable => Mark::Judged(outcome),
        Some(_) | None if !open => Mark::Closed,
        Some(outcome) => Mark::Judged(outcome),
        None => Mark::Nothing,
    }
}

/// Whether a school of the case is open on a day; a day that no calendar covers counts as open, for nobody knows.
fn is_open(day: Day, rows: &[&RosterRow], (tables, calendars): (&Tables, &Calendars)) -> bool {
    rows.iter().filter(|row| row.days.contains(day)).any(|row| {
        let calendar = tables.roster.schools.get(row.school.index()).and_then(|school| school.calendar);
        calendar
            .and_then(|id| calendars.get(id))
            .and_then(|table| table.facts(day))
            .is_none_or(|facts| facts.kind.is_open())
    })
}
