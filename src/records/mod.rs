//! From exports to tables: events in columns, the roster, what was covered, and what became of every row.

pub mod build;
pub mod format;
pub mod table;
#[cfg(test)]
mod testing;
