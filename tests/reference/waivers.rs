//! The waiver register, entry by entry and obligation by obligation.

use assize::engine::outcome::Outcome;
use assize::types::typed::RuleId;

use super::Owed;
use super::case::RefCase;

/// Lets pass what the register covers.
pub fn apply(case: &RefCase<'_>, rule: RuleId, owed: &mut [Owed]) {
    for one in owed {
        if !["breached", "undetermined", "at risk", "pending"].contains(&one.outcome.word()) {
            continue;
        }
        let now = case.as_of();
        let is_open = one.opens <= now && one.due.is_none_or(|due| due > now);
        let day = if is_open { now } else { one.due.unwrap_or(one.opens) };
        for waiver in &case.audit.tables.waivers {
            let same_case =
                waiver.person == case.person && (waiver.counterpart.is_none() || waiver.counterpart == case.with);
            if waiver.rule != rule || !same_case {
                continue;
            }
            if waiver.days.from <= day && day <= waiver.days.to {
                one.outcome = Outcome::Waived;
            } else if waiver.days.to >= one.opens && waiver.days.to < day && waiver.days.to < now {
                one.waiver_expired = true;
            }
        }
        // What is let pass by one entry does not mind that another has ended.
        one.waiver_expired = one.waiver_expired && one.outcome != Outcome::Waived;
    }
}
