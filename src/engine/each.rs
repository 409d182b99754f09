//! A rule `each WINDOW`: one obligation for every window of the case's own calendar.

use crate::engine::decide::decide;
use crate::engine::outcome::Obligation;
use crate::engine::trial::Trial;
use crate::engine::windows::windows;
use crate::types::typed::WindowKind;

/// The obligations of a case, by opening.
pub fn obligations(trial: &Trial<'_, '_>, kind: WindowKind) -> Vec<Obligation> {
    windows(trial, kind, trial.rule.in_force).iter().map(|spec| decide(trial, spec, &[])).collect()
}
