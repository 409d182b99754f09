//! From exports to tables: events in columns, the roster, what was covered, and what became of every row.

pub mod account;
mod bind;
pub mod build;
pub mod cause;
pub mod csv_file;
mod error;
mod error_words;
pub mod format;
mod likeness;
pub mod load;
pub mod manifest;
mod names;
mod people;
mod problem;
pub mod table;
pub use error::RecordsError;
pub use load::{Dates, Loaded, Progress, check, load};
pub use problem::RowProblem;
#[cfg(test)]
mod testing;
