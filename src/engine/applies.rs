//! Whether a rule is for a case at all: its `for … where …`, tested on the day that the duty opens.

use crate::engine::condition::{self, Burden, Future, Test};
use crate::engine::outcome::{Outcome, Reason, Status};
use crate::engine::scope::{Clip, Scope};
use crate::engine::trial::Trial;
use crate::value::{Day, Days};

/// Why a duty that opens on a day is not the case's, or why nobody knows; `None` where it surely is.
pub fn set_aside(trial: &Trial<'_, '_>, opens: Day) -> Option<(Outcome, Vec<Reason>)> {
    let only = trial.rule.subject.only.as_ref()?;
    let scope = Scope {
        judge: trial.judge,
        timeline: &trial.timeline,
        rule: trial.rule,
        days: Days::new(opens, trial.timeline.active.to.max(opens)),
        clip: Clip::Active,
        due: None,
    };
    let on = opens.min(trial.judge.as_of());
    let answer = condition::test(&scope, only, Test { on, opens, burden: Burden::Open, future: Future::NotAsked });
    match answer.status {
        Status::Met => None,
        Status::Breached | Status::Pending => Some((Outcome::NotApplicable, vec![Reason::NotForCase])),
        Status::Undetermined => Some((Outcome::Undetermined, answer.reasons)),
    }
}
