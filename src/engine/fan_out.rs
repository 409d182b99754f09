//! What answers a trigger for every member of a list, but those that drop out.

use crate::engine::condition::{self, Burden, Future, Test};
use crate::engine::outcome::{Reason, Status};
use crate::engine::respond::{self, Answered, Members, Trigger};
use crate::engine::scope::{Clip, Scope};
use crate::engine::status::and;
use crate::types::typed::Recipient;
use crate::value::{Day, Days, Interval, whole};

/// Answers every trigger for all recipients together.
pub fn answer(scope: &Scope<'_, '_>, recipients: &[Recipient], triggers: &[Trigger]) -> Vec<Answered> {
    let each: Vec<Vec<Answered>> =
        recipients.iter().map(|one| respond::answer(scope, &one.response, triggers)).collect();
    triggers
        .iter()
        .enumerate()
        .map(|(place, trigger)| {
            let answers = each.iter().filter_map(|answers| answers.get(place));
            together(scope, trigger, recipients.iter().zip(answers))
        })
        .collect()
}

/// Whether a recipient drops out, asked on the day of the trigger.
pub fn left_out(scope: &Scope<'_, '_>, recipient: &Recipient, day: Day, due: Option<Day>) -> (Status, Vec<Reason>) {
    let Some(when) = &recipient.leaving else { return (Status::Breached, Vec::new()) };
    let days = Days::new(day, due.unwrap_or(day).max(day));
    let scope = Scope { days, clip: Clip::Literal, due, weighed: days, ..*scope };
    let burden = if when.shown { Burden::Claimant } else { Burden::Open };
    let on = day.min(scope.judge.as_of());
    let answer = condition::test(&scope, &when.condition, Test { on, opens: day, burden, future: Future::NotAsked });
    (answer.status, answer.reasons)
}

/// All that are answered for one trigger: who drops out is left out, who may drop out decides only where it matters.
fn together<'r>(
    scope: &Scope<'_, '_>,
    trigger: &Trigger,
    answers: impl Iterator<Item = (&'r Recipient, &'r Answered)>,
) -> Answered {
    let mut all = Answered {
        status: Status::Met,
        first: None,
        due: None,
        by: None,
        cured_on: None,
        reasons: Vec::new(),
        members: None,
    };
    let mut late: Vec<Option<Day>> = Vec::new();
    let (mut asked, mut doubtful, mut met, mut perhaps) = (0_i64, 0_i64, 0_i64, 0_i64);
    let (mut missing, mut short) = (Vec::new(), 0_i64);
    for (recipient, answered) in answers {
        (all.first, all.due) = (answered.first, answered.due);
        let (left, reasons) = left_out(scope, recipient, trigger.day, answered.due);
        let status = match (left, answered.status) {
            (Status::Met, _) => {
                all.reasons.push(Reason::LeftOut(recipient.name.clone()));
                continue;
            }
            (Status::Undetermined, Status::Met) => Status::Met,
            (Status::Undetermined, _) => {
                all.reasons.push(Reason::MayBeLeftOut(recipient.name.clone()));
                all.reasons.extend(reasons);
                Status::Undetermined
            }
            (Status::Breached | Status::Pending, status) => status,
        };
        let surely = left != Status::Undetermined;
        asked += i64::from(surely);
        doubtful += i64::from(!surely);
        met += i64::from(surely && answered.status == Status::Met);
        perhaps += i64::from(status == Status::Undetermined || (!surely && answered.status == Status::Met));
        all.status = and(all.status, status);
        if status != Status::Met {
            missing.push((recipient.name.clone(), 1));
            short += i64::from(matches!(status, Status::Breached | Status::Pending));
            all.reasons.extend(answered.reasons.iter().cloned());
        }
        if status == Status::Breached {
            late.push(answered.cured_on);
        }
    }
    let cured: Option<Vec<Day>> = late.into_iter().collect();
    all.cured_on = cured.and_then(|days| days.into_iter().max());
    all.members = Some(Members {
        answered: Interval::new(whole(met), whole(met + perhaps)),
        all: Interval::new(whole(asked), whole(asked + doubtful)),
        missing,
        short,
    });
    all
}
