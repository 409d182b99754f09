//! One measure as a report shows it: exact numbers beside their words.

use super::view::{MeasureView, MissingMember, Range};
use super::words::{self, Names};
use crate::engine::outcome::{AtomResult, Status};
use crate::types::typed::Atom;
use crate::value::{Bound, Day, Interval, Rational, Unit};

/// A measure as reports show it.
pub fn view(atom: &Atom, result: &AtomResult, names: Names<'_>) -> MeasureView {
    MeasureView {
        requirement: names.text(atom.span),
        unit: unit(result.unit),
        measured: range(result.measured, result.unit),
        required: range(result.required, result.unit),
        shortfall: result.shortfall.map(|amount| amount.to_string()),
        status: status(result.status),
        missing: result
            .missing
            .iter()
            .map(|(member, times)| MissingMember { member: member.clone(), times: *times })
            .collect(),
        measured_text: words::measured(atom, result, names),
        short_text: words::short(atom, result, names),
        stands_text: words::stands(atom, result, names),
        text: words::in_one_line(atom, result, names),
        measure_span: atom.measure_span,
        threshold_span: atom.threshold_span,
    }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Minutes => "minutes",
        Unit::Count => "count",
        Unit::Days => "days",
        Unit::Share => "share",
        Unit::Number => "number",
        Unit::Date => "date",
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Met => "met",
        Status::Breached => "breached",
        Status::Pending => "pending",
        Status::Undetermined => "undetermined",
    }
}

/// An interval's exact ends; dates are ISO.
fn range(interval: Interval, unit: Unit) -> Range {
    let date = |number: Rational| i32::try_from(number.to_integer()).ok().map(|day| Day::from_number(day).to_string());
    let end = |bound: Bound| match (bound.finite()?, unit) {
        (number, Unit::Date) => date(number),
        (number, _) => Some(number.to_string()),
    };
    Range { least: end(interval.lo), most: end(interval.hi) }
}
