//! How cells are written: dates, times, durations, numbers, words. Text in, exact values or a reason out.
//!
//! Knows nothing of files, columns or manifests.

mod date;
mod date_format;
mod duration;
mod word;

pub use date::{Stamp, read_stamp, read_time};
pub use date_format::{DateFormat, FormatProblem, Needs};
pub use duration::{DURATION_FORMATS, DurationFormat, milliseconds};
pub use word::{count, number, weekdays, yes_no};

/// Why a cell cannot be read as what it should be.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is not written in the declared format.
    #[error("not written as {0}")]
    NotAs(String),
    /// There is no such date.
    #[error("there is no such date")]
    NoSuchDate,
    /// A year that no record of ours has.
    #[error("the year is before 1900")]
    TooEarly,
    /// A local time that the clocks skip.
    #[error("the clocks skip this time")]
    Skipped,
    /// A number with no unit, where the format does not say which.
    #[error("a number without hours or minutes")]
    NoUnit,
    /// More decimals than can be held exactly.
    #[error("more decimals than can be held exactly")]
    TooPrecise,
    /// A negative length or count.
    #[error("less than nothing")]
    Negative,
    /// Not one of the values that the field may have.
    #[error("not one of {0}")]
    NotOneOf(String),
}

impl Unreadable {
    /// The one thing to do.
    pub fn help(&self) -> String {
        match self {
            Unreadable::NotAs(format) => format!("write it as {format}, or declare the format that the column has"),
            Unreadable::NoSuchDate | Unreadable::TooEarly => "correct the date".to_owned(),
            Unreadable::Skipped => "correct the time: the clocks went forward over it".to_owned(),
            Unreadable::NoUnit => {
                "write the unit, as `90 min`, or declare the format `text, minutes` or `text, hours`".to_owned()
            }
            Unreadable::TooPrecise => "write fewer decimals; a length best in hours and minutes".to_owned(),
            Unreadable::Negative => "correct the number".to_owned(),
            Unreadable::NotOneOf(values) => format!("write one of {values}, or map the text in the manifest"),
        }
    }
}
