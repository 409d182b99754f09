//! The weeks of a calendar, Monday to Sunday, that hold a school day or an open day.

use crate::calendar::table::CalendarTable;
use crate::types::typed::DayUnit;
use crate::value::{Day, Days};

impl CalendarTable {
    /// The Mondays of the teaching weeks of a run of dates: the weeks with a school day in it.
    pub fn teaching_weeks(&self, days: Days) -> Vec<Day> {
        self.weeks_with(days, DayUnit::School)
    }

    /// The Mondays of the open weeks of a run of dates: the weeks with a school day or an attended INSET day in it.
    pub fn open_weeks(&self, days: Days) -> Vec<Day> {
        self.weeks_with(days, DayUnit::Open)
    }

    /// Uncovered dates hold neither: whoever needs to know looks at `facts`.
    fn weeks_with(&self, days: Days, unit: DayUnit) -> Vec<Day> {
        let Some(extent) = self.extent() else { return Vec::new() };
        let days_of_kind = days.intersect(extent).iter().filter(|day| self.is(*day, unit) == Some(true));
        let mut mondays: Vec<Day> = days_of_kind.map(Day::monday).collect();
        mondays.dedup();
        mondays
    }
}
