//! From findings and proofs to reports: one view of everything, and a renderer for each format.
//!
//! Takes what the engine found, gives texts; knows nothing of how it was found, of files or of the clock.

pub mod account;
mod build;
pub mod coverage;
mod finding;
mod gaps;
pub mod html;
pub mod json;
mod measure;
pub mod strip;
mod summary;
#[cfg(feature = "cli")]
pub mod text;
pub mod view;
mod waivers;
pub mod words;

pub use build::{Depth, Material, build};
