//! From calendar declarations to day tables: what kind of day a date is, and which window holds it.
//!
//! Takes typed calendars; knows nothing of events, cases or rules.

mod build;
mod count;
mod table;
#[cfg(test)]
mod tests;
mod weeks;

pub use count::First;
pub use table::{CalendarTable, DayClass, DayFacts, Period};

use crate::types::typed::{CalendarId, Program};

/// Every calendar's day table.
#[derive(Clone, Debug, Default)]
pub struct Calendars {
    tables: Vec<CalendarTable>,
}

impl Calendars {
    /// The day tables of a program's calendars.
    pub fn build(program: &Program) -> Calendars {
        Calendars { tables: program.calendars.iter().map(|calendar| build::table(program, calendar)).collect() }
    }

    /// The table of a calendar.
    pub fn get(&self, id: CalendarId) -> Option<&CalendarTable> {
        self.tables.get(id.index())
    }
}
