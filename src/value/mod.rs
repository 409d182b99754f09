//! The values that rules and records share: days, exact numbers, bounds, three-valued truth.
//!
//! Takes nothing from any other stage and knows nothing of rules, files or reports.

mod bound;
mod day;
mod fold;
mod number;
mod truth;

pub use bound::{Bound, Interval};
pub use day::{Day, Days, MONTHS, Weekday, Weekdays};
pub use fold::fold;
pub use number::{Rational, Unit, decimal, whole};
pub use truth::Truth;
