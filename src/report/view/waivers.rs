//! An entry of the waiver register, as a report shows it.

use serde::Serialize;

use super::{PersonView, iso, maybe_iso};
use crate::value::Day;

/// An entry of the waiver register.
#[derive(Clone, Debug, Serialize)]
pub struct WaiverView {
    /// The rule's name with its policy.
    pub rule: String,
    /// The rule's name.
    #[serde(skip)]
    pub name: String,
    /// For whom.
    pub person: PersonView,
    /// With whom; every counterpart where it names none.
    pub counterpart: Option<PersonView>,
    /// The first day on which it holds, where it says one.
    #[serde(serialize_with = "maybe_iso")]
    pub from: Option<Day>,
    /// The last day on which it holds.
    #[serde(serialize_with = "iso")]
    pub until: Day,
    /// Who approved it.
    pub approved: String,
    /// Why.
    pub reason: String,
    /// The file.
    pub file: String,
    /// The line on which its row starts.
    pub row: u32,
    /// What became of it.
    pub state: WaiverState,
    /// How many obligations it lets pass.
    pub covers: usize,
    /// How many obligations were open while it held, and due after it had ended.
    pub too_late: usize,
}

/// What became of a waiver.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverState {
    /// It ended before the audit and lets nothing pass.
    Expired,
    /// It holds and lets nothing pass.
    Unused,
    /// Its rule has no such case.
    NoCase,
    /// It has not begun.
    NotBegun,
    /// It lets something pass.
    Covers,
}

impl WaiverState {
    /// Whether somebody has to look at it.
    pub fn asks_attention(self) -> bool {
        match self {
            WaiverState::Expired | WaiverState::Unused | WaiverState::NoCase => true,
            WaiverState::NotBegun | WaiverState::Covers => false,
        }
    }
}
