//! A rule with versions: each duty is judged by the version in force on the day on which it opens, or on the first day of
//! the case's role; and what becomes of what is open when the rule is repealed.

use crate::engine::outcome::{Obligation, Outcome, Reason};
use crate::engine::people::owed;
use crate::engine::trial::Trial;
use crate::types::typed::{ChosenBy, Repeal, Rule};
use crate::value::Day;

/// The obligations of a case by every version of its rule.
pub fn obligations(trial: &Trial<'_, '_>, rule: &Rule) -> Vec<Obligation> {
    let mut all = Vec::new();
    for (place, version) in trial.rule.versions.iter().enumerate() {
        let own = Trial::new(trial.judge, trial.id, &version.rule, trial.timeline.clone(), trial.found);
        for mut obligation in owed(&own) {
            let chosen = match rule.chosen_by {
                ChosenBy::Opening => obligation.opens,
                ChosenBy::RoleStart => trial.timeline.active.from,
            };
            // What was owed until the repeal is judged, and nothing of what opens from then on.
            let gone =
                version.repealed.is_some_and(|(day, repeal)| repeal == Repeal::Judged && obligation.opens >= day);
            if !version.days.contains(chosen) || gone {
                continue;
            }
            obligation.version = Some(place);
            if let Some((day, repeal)) = version.repealed {
                repealed(&mut obligation, day, repeal);
            }
            all.push(obligation);
        }
    }
    all.sort_by_key(|obligation| obligation.opens);
    all
}

/// What becomes of a duty whose rule is repealed on a day before it is due.
fn repealed(obligation: &mut Obligation, day: Day, repeal: Repeal) {
    let open = match repeal {
        // It was cut short by a day that it would have lasted beyond.
        Repeal::Judged => obligation.due == Some(day.previous()),
        Repeal::Stands | Repeal::Lapses => obligation.due.is_none_or(|due| due >= day),
    };
    if !open || obligation.opens >= day {
        return;
    }
    obligation.reasons.push(Reason::Repealed(day, repeal));
    if repeal == Repeal::Lapses {
        obligation.outcome = Outcome::NotApplicable;
        obligation.vacuous = false;
        obligation.cured_on = None;
    }
}
