//! From words to declarations: which policy a name belongs to, what it stands for, and what depends on what.
//!
//! Takes the trees of every file; knows nothing of types or data.

mod graph;
mod names;

pub use graph::{Need, order};
pub use names::{Kind, LOST, Names, Place};
