//! What the engine works with throughout a run: the audit and what is prepared from it once.

use crate::calendar::CalendarTable;
use crate::engine::audit::Audit;
use crate::records::table::{Covered, Events, PersonId, RosterRow, SchoolId};
use crate::types::typed::{Activity, ActivityId, CalendarId, RecordsId, Rule, RuleId};
use crate::value::Day;

/// The audit, with look-ups that every part of the engine shares.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    /// The audit.
    pub audit: &'a Audit<'a>,
}

impl<'a> Judge<'a> {
    /// A judge of an audit.
    pub fn new(audit: &'a Audit<'a>) -> Judge<'a> {
        Judge { audit }
    }

    /// The end of this day is when the audit is made.
    pub fn as_of(self) -> Day {
        self.audit.as_of
    }

    /// A rule.
    pub fn rule(self, id: RuleId) -> Option<&'a Rule> {
        self.audit.program.rule(id)
    }

    /// An activity.
    pub fn activity(self, id: ActivityId) -> Option<&'a Activity> {
        self.audit.program.activity(id)
    }

    /// The events of an activity.
    pub fn events(self, id: ActivityId) -> Option<&'a Events> {
        self.audit.tables.events.get(id.index())
    }

    /// The calendar of a school.
    pub fn calendar_of(self, school: SchoolId) -> Option<CalendarId> {
        self.audit.tables.roster.schools.get(school.index())?.calendar
    }

    /// A calendar's day table.
    pub fn calendar(self, id: CalendarId) -> Option<&'a CalendarTable> {
        self.audit.calendars.get(id)
    }

    /// The claims of a system's exports.
    pub fn exports(self, records: RecordsId) -> impl Iterator<Item = &'a Covered> {
        self.audit.tables.coverage.exports.iter().filter(move |covered| covered.records == records)
    }

    /// The claims of a system's exports that show nothing: no row of them could be placed.
    pub fn set_aside(self, records: RecordsId) -> impl Iterator<Item = &'a Covered> {
        self.audit.tables.coverage.set_aside.iter().filter(move |covered| covered.records == records)
    }

    /// A person's roster rows, in the roster's order.
    pub fn rows_of(self, person: PersonId) -> &'a [RosterRow] {
        let rows = &self.audit.tables.roster.rows;
        let start = rows.partition_point(|row| row.person < person);
        let end = rows.partition_point(|row| row.person <= person);
        rows.get(start..end).unwrap_or_default()
    }
}
