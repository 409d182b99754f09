//! When an export's row happened, and how long its start and end times say that it took.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;

use crate::records::account::Effect;
use crate::records::bind::Dates;
use crate::records::bind::export::ExportPlan;
use crate::records::build::Cell;
use crate::records::format::{Unreadable, read_time};
use crate::records::load::cells::{Cells, Illegible};
use crate::records::problem::{At, Desk, RowProblem};
use crate::value::{Day, Days};

/// When a row happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct When {
    /// The day of its start, where it could be read.
    pub day: Option<Day>,
    /// The days of it as a span, where they could be read.
    pub span: Option<Days>,
    /// The start, in minutes after local midnight.
    pub minute: Option<u16>,
    /// The time from start to end in milliseconds.
    pub elapsed: Cell,
}

/// Reads when a row happened; what cannot be read is noted. A span with no readable end has no readable days: it may
/// last for ever.
pub(super) fn read(plan: &ExportPlan, cells: Cells<'_>, zone: Tz, desk: &mut Desk<'_>) -> When {
    let start = match cells.date(&plan.date, zone, Effect::Rejected, desk) {
        Ok(Some(stamp)) => Some(stamp),
        Ok(None) => {
            let at = At::cell(cells.row, &plan.date.column.name, "");
            desk.note(at, &RowProblem::BlankCell("date"), Effect::Rejected);
            None
        }
        Err(Illegible) => None,
    };
    let day = start.map(|stamp| stamp.day);
    let stated = start.and_then(|stamp| stamp.minute);
    let minute = stated.or_else(|| plan.time.as_ref().and_then(|time| self::time(time, (cells, day), zone, desk)));
    let end = plan.end_time.as_ref().and_then(|time| self::time(time, (cells, None), zone, desk));
    let elapsed = match (day, minute, end) {
        (Some(day), Some(start), Some(end)) => elapsed(day, (start, end), zone),
        _ => Cell::Unknown,
    };
    When { day, span: day.map(|day| Days::new(day, day)), minute, elapsed }
}

/// The days of a span: from its start to its end, both included.
pub(super) fn span(plan: &ExportPlan, when: When, cells: Cells<'_>, zone: Tz, desk: &mut Desk<'_>) -> When {
    let (Some(until), Some(from)) = (&plan.until, when.day) else { return when };
    let to = match cells.date(until, zone, Effect::Rejected, desk) {
        Ok(Some(stamp)) => stamp.day,
        Ok(None) => {
            let at = At::cell(cells.row, &until.column.name, "");
            desk.note(at, &RowProblem::BlankCell("end"), Effect::Rejected);
            return When { span: None, ..when };
        }
        Err(Illegible) => return When { span: None, ..when },
    };
    if to < from {
        let end = to.to_string();
        let at = At::cell(cells.row, &until.column.name, &end);
        desk.note(at, &RowProblem::EndBeforeStart(from.to_string()), Effect::Rejected);
        return When { span: None, ..when };
    }
    When { span: Some(Days::new(from, to)), ..when }
}

/// A local time; one that cannot be, on its day, is noted.
fn time(dates: &Dates, (cells, day): (Cells<'_>, Option<Day>), zone: Tz, desk: &mut Desk<'_>) -> Option<u16> {
    let text = cells.text(&dates.column, Effect::ValueUnknown, desk).ok().filter(|text| !text.is_empty())?;
    let read = read_time(text, &dates.format).and_then(|minute| match day {
        Some(day) if readings(day, minute, zone).is_none() => Err(Unreadable::Skipped),
        _ => Ok(minute),
    });
    match read {
        Ok(minute) => Some(minute),
        Err(why) => {
            let at = At::cell(cells.row, &dates.column.name, text);
            desk.note(at, &RowProblem::UnreadableDate(why), Effect::ValueUnknown);
            None
        }
    }
}

/// The instants that a local time may be, the earlier first, in milliseconds; `None` where the clocks skip it.
fn readings(day: Day, minute: u16, zone: Tz) -> Option<(i64, i64)> {
    let time = NaiveTime::MIN.overflowing_add_signed(TimeDelta::minutes(i64::from(minute))).0;
    let local = zone.from_local_datetime(&NaiveDateTime::new(day.date(), time));
    Some((local.earliest()?.timestamp_millis(), local.latest()?.timestamp_millis()))
}

/// The time from start to end, on the next day where the end is before the start.
fn elapsed(day: Day, (start, end): (u16, u16), zone: Tz) -> Cell {
    let end_day = if end < start { day.next() } else { day };
    let (Some(starts), Some(ends)) = (readings(day, start, zone), readings(end_day, end, zone)) else {
        return Cell::Unknown;
    };
    let (least, most) = ((ends.0 - starts.1).max(0), (ends.1 - starts.0).max(0));
    if least == most { Cell::Known(least) } else { Cell::Between(least, most) }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Europe::London;

    use super::*;

    #[test]
    fn elapsed_time_knows_midnight_and_the_clocks() {
        let day = |day| Day::new(2024, 10, day).unwrap_or(Day::MIN);
        let minutes = |cell| match cell {
            Cell::Known(value) => (value / 60_000, value / 60_000),
            Cell::Between(low, high) => (low / 60_000, high / 60_000),
            Cell::Unknown | Cell::Blank | Cell::OneOf(_) => (-1, -1),
        };
        assert_eq!(minutes(elapsed(day(6), (600, 690), London)), (90, 90));
        // Sunday 23:30 to 00:30.
        assert_eq!(minutes(elapsed(day(6), (23 * 60 + 30, 30), London)), (60, 60));
        assert_eq!(minutes(elapsed(day(6), (600, 600), London)), (0, 0));
        // 27 October 2024: 01:00 to 02:00 happens twice.
        assert_eq!(minutes(elapsed(day(27), (0, 180), London)), (240, 240));
        assert_eq!(minutes(elapsed(day(27), (90, 180), London)), (90, 150));
    }
}
