//! The rows of a proof: the trigger, what shows an exception, and every event looked at, those that count first.

use std::collections::BTreeSet;

use crate::engine::outcome::{Finding, Obligation, Reason, WindowLabel};
use crate::engine::{Audit, Fate, considered, trace};
use crate::proof::{Row, RowRole};
use crate::types::typed::Rule;

/// The rows of an obligation's proof.
pub fn rows(audit: &Audit<'_>, finding: &Finding, rule: &Rule, obligation: &Obligation) -> Vec<Row> {
    let mut rows = Vec::new();
    if let WindowLabel::Trigger(event) = &obligation.window.kind {
        rows.push(Row { event: *event, atom: None, role: RowRole::Trigger, amount: None });
    }
    for reason in &obligation.reasons {
        if let Reason::ExceptionHolds(index, _, Some(event)) = reason {
            rows.push(Row { event: *event, atom: None, role: RowRole::Exception(*index), amount: None });
        }
    }
    let mut seen: Vec<Row> = trace(audit, finding, rule, obligation)
        .into_iter()
        .map(|seen| Row {
            event: seen.event,
            atom: Some(seen.atom),
            role: match seen.fate {
                Fate::Counted => RowRole::Counted,
                Fate::Possible(doubt) => RowRole::Possible(doubt),
                Fate::Not(why) => RowRole::NotCounted(why),
            },
            amount: seen.amount,
        })
        .collect();
    let rank = |role: RowRole| match role {
        RowRole::Trigger | RowRole::Exception(_) => 0,
        RowRole::Counted => 1,
        RowRole::Possible(_) => 2,
        RowRole::NotCounted(_) => 3,
        RowRole::Considered => 4,
    };
    // The sort is stable: within each kind the rows stay by atom and by day.
    seen.sort_by_key(|row| rank(row.role));
    rows.extend(seen);
    let shown: BTreeSet<_> = rows.iter().map(|row| row.event).collect();
    let others = considered(audit, finding, rule, obligation).into_iter().filter(|event| !shown.contains(event));
    rows.extend(others.map(|event| Row { event, atom: None, role: RowRole::Considered, amount: None }));
    let mut told = BTreeSet::new();
    rows.retain(|row| told.insert((row.event, row.atom, row.role)));
    rows
}
