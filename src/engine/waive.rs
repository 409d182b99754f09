//! The waiver register: what is not met is let pass where an entry covers the day that counts.
//!
//! It comes after everything else, so that a waived obligation still shows what it measured.

use crate::engine::judge::Judge;
use crate::engine::outcome::{Case, Obligation, Outcome, Reason};
use crate::records::table::{Waiver, WaiverId};
use crate::types::typed::RuleId;
use crate::value::Day;

/// Lets pass what entries of the register cover of a case's obligations, and says where one ended too early.
pub fn apply(judge: Judge<'_>, rule: RuleId, case: Case, obligations: &mut [Obligation]) {
    let waivers = &judge.audit.tables.waivers;
    let start = waivers.partition_point(|waiver| (waiver.rule, waiver.person) < (rule, case.person));
    let entries: Vec<(WaiverId, &Waiver)> = (0..)
        .map(WaiverId)
        .zip(waivers)
        .skip(start)
        .take_while(|(_, waiver)| (waiver.rule, waiver.person) == (rule, case.person))
        .filter(|(_, waiver)| waiver.counterpart.is_none_or(|with| case.counterpart == Some(with)))
        .collect();
    for obligation in obligations {
        one(judge.as_of(), &entries, obligation);
    }
}

fn one(as_of: Day, entries: &[(WaiverId, &Waiver)], obligation: &mut Obligation) {
    match obligation.outcome {
        Outcome::Breached | Outcome::Undetermined | Outcome::AtRisk | Outcome::Pending => {}
        Outcome::Waived | Outcome::Met | Outcome::Excused | Outcome::Exempt | Outcome::NotApplicable => return,
    }
    let day = decisive_day(as_of, obligation);
    let covering: Vec<Reason> =
        entries.iter().filter(|(_, waiver)| waiver.days.contains(day)).map(|(id, _)| Reason::Waived(*id)).collect();
    if !covering.is_empty() {
        obligation.outcome = Outcome::Waived;
        obligation.reasons.extend(covering);
        return;
    }
    let ended = |waiver: &Waiver| waiver.days.to >= obligation.opens && waiver.days.to < day.min(as_of);
    let expired = entries.iter().filter(|(_, waiver)| ended(waiver)).map(|(id, _)| Reason::WaiverExpired(*id));
    obligation.reasons.extend(expired.collect::<Vec<Reason>>());
}

/// The day that an entry must cover: the due date; of a duty that is open, the date of the audit.
fn decisive_day(as_of: Day, obligation: &Obligation) -> Day {
    match obligation.due {
        Some(due) if due <= as_of || obligation.opens > as_of => due,
        Some(_) | None => obligation.opens.max(as_of),
    }
}
