//! Whether a rule is for a case: asked anew for every duty, of the attributes on the day that it opens.

use crate::engine::condition::{self, Burden, Future, Test};
use crate::engine::outcome::{Outcome, Reason, Status};
use crate::engine::scope::{Clip, Scope};
use crate::engine::trial::Trial;
use crate::value::{Day, Days};

/// What becomes of a duty that opens on a day where the rule is not for the case then, or nobody knows whether it is.
pub fn set_aside(trial: &Trial<'_, '_>, opens: Day) -> Option<(Outcome, Vec<Reason>)> {
    let only = trial.rule.subject.only.as_ref()?;
    let scope = Scope {
        judge: trial.judge,
        timeline: &trial.timeline,
        rule: trial.rule,
        days: Days::new(opens, opens),
        clip: Clip::Active,
        due: None,
        weighed: Days::new(opens, opens),
        skipped: &[],
    };
    let on = opens.min(trial.judge.as_of());
    let test = Test { on, opens, burden: Burden::Open, future: Future::NotAsked };
    let answer = condition::test(&scope, only, test);
    match answer.status {
        Status::Met => None,
        Status::Breached | Status::Pending => Some((Outcome::NotApplicable, vec![Reason::NotForCase])),
        Status::Undetermined => Some((Outcome::Undetermined, answer.reasons)),
    }
}
