//! A rule with versions, one by one: which of what each would owe it judges, and what a repeal does to it.

use assize::engine::outcome::Outcome;
use assize::types::typed::{ChosenBy, Repeal};

use super::case::RefCase;
use super::{Owed, owed_by};

/// What a case owes by every version.
pub fn owed(case: &RefCase<'_>) -> Vec<Owed> {
    let mut all = Vec::new();
    for version in &case.rule.versions {
        let own = RefCase { rule: &version.rule, rows: case.rows.clone(), key: case.key.clone(), ..*case };
        for mut owed in owed_by(&own) {
            let day = match case.rule.chosen_by {
                ChosenBy::Opening => owed.opens,
                ChosenBy::RoleStart => case.first(),
            };
            if day < version.days.from || day > version.days.to {
                continue;
            }
            if version.repealed.is_some_and(|(day, repeal)| repeal == Repeal::Judged && owed.opens >= day) {
                continue;
            }
            if let Some((day, Repeal::Lapses)) = version.repealed
                && owed.opens < day
                && owed.due.is_none_or(|due| due >= day)
            {
                owed.outcome = Outcome::NotApplicable;
            }
            all.push(owed);
        }
    }
    all
}
