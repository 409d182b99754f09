//! Everything that a report says in words: dates, amounts, reasons, repairs, why a row does not count.
//!
//! Takes values and ids, gives English. The only place with this wording, so that every format says the same.

mod amounts;
mod dates;
mod measures;
mod names;
mod reasons;
mod repairs;
mod rows;

pub use amounts::{Scale, number, some};
pub use dates::{day, days, long_day, with_dates};
pub use measures::{in_one_line, measured, required, scale, short, stands, times};
pub use names::Names;
pub use reasons::{Words, lacking, missing, reason, settle};
pub use repairs::repair;
pub use rows::{doubt, row, why_not};
