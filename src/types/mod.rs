//! From bound names to typed rules: units, thresholds, what each line of a rule may say.

mod binding;
pub mod typed;

pub use binding::{Binding, Slot, bind};
