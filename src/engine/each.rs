//! A rule `each WINDOW`: one obligation for every window of the case's own calendar.

use crate::engine::decide::decide;
use crate::engine::outcome::Obligation;
use crate::engine::trial::Trial;
use crate::engine::windows::windows;
use crate::types::typed::WindowKind;
use crate::value::{Day, Days};

/// The obligations of a case, by opening.
pub fn obligations(trial: &Trial<'_, '_>, kind: WindowKind) -> Vec<Obligation> {
    // Where the rule is judged when it is repealed, its last window ends then, and is a part of a whole one.
    let in_force = trial.rule.in_force.intersect(Days::new(Day::MIN, trial.rule.cut.unwrap_or(Day::MAX)));
    windows(trial, kind, in_force).iter().map(|spec| decide(trial, spec, &[])).collect()
}
