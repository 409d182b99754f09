//! The day table of one calendar: its school years and day lines with those of the calendars that it extends.
//!
//! A year named as in an extended calendar replaces that one. Day lines follow one another, the extended calendar's
//! first, and a later line overrides an earlier one, except that a bank holiday stays one whatever a later line
//! makes of the day. A line says the same of every date that it names, weekends too.

use crate::calendar::table::{CalendarTable, DayClass, DayFacts, Period};
use crate::types::typed::{Calendar, DayKind, Program, Year};
use crate::value::{Day, Days};

/// The day table of a calendar of a program.
pub fn table(program: &Program, calendar: &Calendar) -> CalendarTable {
    let lineage = lineage(program, calendar);
    let mut table = CalendarTable::default();
    let years = years(&lineage);
    if let (Some(first), Some(last)) =
        (years.iter().map(|year| year.days.from).min(), years.iter().map(|year| year.days.to).max())
    {
        table.first = Some(first);
        table.days = vec![None; usize::try_from(Days::new(first, last).len()).unwrap_or(0)];
    }
    for year in years {
        table.add_year(year);
    }
    for (kind, days, _) in lineage.iter().flat_map(|calendar| &calendar.days) {
        table.set(*kind, *days);
    }
    table
}

/// The calendars whose declarations make up this one: the one that it extends first, itself last.
fn lineage<'a>(program: &'a Program, calendar: &'a Calendar) -> Vec<&'a Calendar> {
    let mut lineage = vec![calendar];
    let mut next = calendar.extends;
    // No calendar extends itself in a checked program; the bound keeps a broken one from looping.
    while let Some(base) = next.and_then(|id| program.calendar(id)).filter(|_| lineage.len() <= program.calendars.len())
    {
        lineage.push(base);
        next = base.extends;
    }
    lineage.reverse();
    lineage
}

/// The school years that stand, by first day.
fn years<'a>(lineage: &[&'a Calendar]) -> Vec<&'a Year> {
    let mut years: Vec<&'a Year> = Vec::new();
    for year in lineage.iter().flat_map(|calendar| &calendar.years) {
        match years.iter_mut().find(|other| other.name == year.name) {
            Some(replaced) => *replaced = year,
            None => years.push(year),
        }
    }
    years.retain(|year| !year.days.is_empty());
    years.sort_by_key(|year| (year.days.from, year.days.to));
    years
}

impl CalendarTable {
    /// Covers a year's dates: school days inside its half-terms, closed days outside.
    fn add_year(&mut self, year: &Year) {
        let Some(place) = push(&mut self.years, year.name.clone(), year.days) else { return };
        for day in year.days.iter() {
            let kind = if day.is_weekday() { DayClass::Closed } else { DayClass::Weekend };
            let facts = DayFacts { kind, bank_holiday: false, year: place, term: None, half_term: None };
            if let Some(slot) = self.slot(day) {
                *slot = Some(facts);
            }
        }
        for (name, half_terms) in &year.terms {
            self.add_term(&format!("{name} {}", year.name), name, (year, half_terms));
        }
    }

    fn add_term(&mut self, title: &str, name: &str, (year, half_terms): (&Year, &[Days])) {
        let (Some(from), Some(to)) =
            (half_terms.iter().map(|days| days.from).min(), half_terms.iter().map(|days| days.to).max())
        else {
            return;
        };
        let Some(term) = push(&mut self.terms, title.to_owned(), Days::new(from, to)) else { return };
        for day in Days::new(from, to).intersect(year.days).iter() {
            if let Some(facts) = self.slot(day).and_then(Option::as_mut) {
                facts.term = Some(term);
            }
        }
        for (number, days) in (1..).zip(half_terms) {
            let title = format!("{name} {number} {}", year.name);
            let Some(half_term) = push(&mut self.half_terms, title, *days) else { return };
            for day in days.intersect(year.days).iter() {
                let Some(facts) = self.slot(day).and_then(Option::as_mut) else { continue };
                facts.half_term = Some(half_term);
                if day.is_weekday() {
                    facts.kind = DayClass::School;
                }
            }
        }
    }

    /// Makes covered dates what a day line says.
    fn set(&mut self, kind: DayKind, days: Days) {
        let Some(extent) = self.extent() else { return };
        for day in days.intersect(extent).iter() {
            let Some(facts) = self.slot(day).and_then(Option::as_mut) else { continue };
            facts.bank_holiday |= kind == DayKind::BankHoliday;
            facts.kind = match kind {
                DayKind::Open => DayClass::School,
                DayKind::Inset => DayClass::Inset,
                DayKind::Closed | DayKind::BankHoliday if day.is_weekday() => DayClass::Closed,
                DayKind::Closed | DayKind::BankHoliday => DayClass::Weekend,
            };
        }
    }

    fn slot(&mut self, day: Day) -> Option<&mut Option<DayFacts>> {
        let place = usize::try_from(day.since(self.first?)).ok()?;
        self.days.get_mut(place)
    }
}

/// Adds a period and gives its place; `None` past the most that a table holds.
fn push(periods: &mut Vec<Period>, name: String, days: Days) -> Option<u16> {
    let place = u16::try_from(periods.len()).ok()?;
    periods.push(Period { name, days });
    Some(place)
}
