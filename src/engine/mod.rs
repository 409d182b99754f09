//! Judges every case by every rule: obligations with intervals and outcomes.
//!
//! A pure function of the program, the tables, the calendars and the as-of date: no files, no clock, no printing.
//! The way through: a `Timeline` of a case's days; the windows of a rule as `Spec`s; the events that concern a
//! `Trial` as `Hits`; each atom measured in a `Scope` as an interval; its `Status`; exceptions; the finding.

mod absent;
mod atom;
mod audit;
mod capped;
pub mod clock;
mod clock_terms;
mod condition;
mod considered;
mod coverage;
mod deadline;
mod decide;
mod due;
mod each;
mod exceptions;
mod fan_out;
mod filter;
mod for_each;
mod gap;
mod held;
mod hits;
mod in_time;
mod judge;
mod measure;
mod members;
mod milestones;
mod once;
pub mod outcome;
mod part;
mod people;
mod requirement;
mod respond;
mod risk;
mod rollup;
mod scope;
mod settle;
mod sliding;
mod spec;
mod stages;
mod status;
mod stays;
mod subject;
mod threshold;
mod timeline;
mod trace;
mod trial;
mod versions;
mod waive;
mod windows;

pub use audit::{Audit, Filter};
pub use considered::considered;
pub use people::evaluate;
pub use trace::{Fate, Seen, trace};
