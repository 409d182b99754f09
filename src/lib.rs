//! Assize: a rules engine for statutory requirements over dated records.

pub mod calendar;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod engine;
pub mod proof;
pub mod records;
pub mod report;
pub mod resolve;
pub mod rules;
pub mod scenario;
pub mod source;
pub mod syntax;
pub mod types;
pub mod value;
