//! Assize: a rules engine for statutory requirements over dated records.
//!
//! Text goes in at one end and a report comes out at the other. Each stage is a folder, hands plain values to the next,
//! and does not know the stages after it; `tests/architecture.rs` reads the `use` lines and fails when an arrow points
//! the wrong way.
//!
//! | stage | takes | gives |
//! |---|---|---|
//! | [`value`] | - | days, exact numbers, intervals, three-valued truth: the words of every other stage |
//! | [`source`] | files | texts, spans, lines and columns |
//! | [`diagnostic`] | codes and spans | problems to show, and a page for each code |
//! | [`syntax`] | text | a tree with spans, and *all* syntax errors |
//! | [`resolve`] | trees | names bound, rules in the order in which they need each other, cycles |
//! | [`types`] | bound trees | typed rules with units |
//! | [`rules`] | rule files | the four stages above in one call |
//! | [`calendar`] | calendar declarations | day tables: what a date is, in constant time |
//! | [`records`] | a manifest and exports | columns of events, the roster, coverage, waivers, an account of every row |
//! | [`engine`] | typed rules, tables, calendars, a date | findings: obligations with intervals and outcomes |
//! | [`proof`] | one obligation | the rows it rests on, and what would mend it |
//! | [`report`] | findings and proofs | text and JSON |
//! | [`scenario`] | scenarios of rule files | what they expect held against what the engine finds |
//! | `cli` | all of it | the only place that prints and exits |
//!
//! What holds throughout:
//!
//! - Parsing never fails: it gives what could be read and every error.
//! - The engine is a pure function of rules, tables, calendars, parameters and date: no file, no clock, no printing.
//! - The same input gives the same bytes, whatever the number of threads.
//! - There is no floating point in a verdict.
//! - An outcome is a type of its own and never a yes or no; what nobody knows is `undetermined`, never met.
//! - Every row of every file is in exactly one class, and the classes add up to the rows read.
//!
//! `docs/design.md` gives the reasons.

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
