//! `at risk`: a pending obligation that by the rule's own line is not on course.

use crate::engine::deadline;
use crate::engine::outcome::{Obligation, Outcome, Reason};
use crate::engine::scope::Scope;
use crate::engine::trial::Trial;
use crate::types::typed::{AtRisk, Comparison, Duty};
use crate::value::{Days, Rational, whole};

/// Why a pending obligation is at risk, where it is.
pub fn reason(trial: &Trial<'_, '_>, scope: &Scope<'_, '_>, obligation: &Obligation) -> Option<Reason> {
    if obligation.outcome != Outcome::Pending {
        return None;
    }
    match trial.rule.at_risk.as_ref()? {
        AtRisk::UnderPace(by) => under_pace(trial, scope, obligation, *by).then_some(Reason::UnderPace),
        AtRisk::NearDue(number, unit) => {
            // Of windows that overlap the one that is named comes first.
            let due =
                if matches!(trial.rule.duty, Duty::InAny(_)) { obligation.window.days.to } else { obligation.due? };
            let days = Days::new(scope.judge.as_of().next(), due);
            let left = deadline::count(scope.timeline, days, *unit).ok()?;
            (obligation.opens <= scope.judge.as_of() && left <= *number).then_some(Reason::NearDue)
        }
    }
}

/// Whether what is certain is under the even pace by so much: the threshold x active open days gone / all of them.
fn under_pace(trial: &Trial<'_, '_>, scope: &Scope<'_, '_>, obligation: &Obligation, by: Rational) -> bool {
    let window = Days::new(obligation.opens, obligation.due.unwrap_or(scope.days.to));
    let open = |days: Days| {
        let days = scope.timeline.active_days(days).filter(|day| scope.timeline.is_open(*day));
        whole(i64::try_from(days.count()).unwrap_or(0))
    };
    let all = open(window);
    if all == whole(0) {
        return false;
    }
    let gone = open(Days::new(window.from, window.to.min(scope.judge.as_of())));
    trial.rule.atoms.iter().zip(&obligation.atoms).any(|(atom, result)| {
        let least = matches!(atom.comparison, Comparison::AtLeast | Comparison::More);
        match (result.required.hi.finite(), result.measured.lo.finite()) {
            (Some(required), Some(measured)) if least && crate::engine::atom::has_figure(atom) => {
                required * gone / all - measured >= by
            }
            _ => false,
        }
    })
}
