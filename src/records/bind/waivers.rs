//! A file of the waiver register, bound.

use crate::records::bind::export::{PersonPlan, person};
use crate::records::bind::{Binder, Column, Dates};
use crate::records::manifest::{Text, WaiversSource};

/// How a file of the waiver register is read.
#[derive(Clone, Debug)]
pub(in crate::records) struct WaiversPlan {
    pub rule: Column,
    pub person: PersonPlan,
    pub with: Option<PersonPlan>,
    pub from: Option<Dates>,
    pub until: Dates,
    pub reason: Column,
    pub approved: Column,
}

/// Binds a file of the waiver register; `None` where that fails, and then with errors. `keys` are the roster's other
/// key columns.
pub(in crate::records) fn plan(
    binder: &mut Binder<'_>,
    waivers: &WaiversSource,
    keys: &[&Text],
) -> Option<WaiversPlan> {
    let rule = binder.column(&waivers.rule);
    let person_plan = person(binder, &waivers.person, keys);
    let with = waivers.with.as_ref().map(|column| person(binder, column, keys));
    let from = waivers.from.as_ref().map(|column| binder.dates(column));
    let until = binder.dates(&waivers.until);
    let reason = binder.column(&waivers.reason);
    let approved = binder.column(&waivers.approved);
    Some(WaiversPlan {
        rule: rule?,
        person: person_plan?,
        with: with.map_or(Some(None), |with| with.map(Some))?,
        from: from.map_or(Some(None), |from| from.map(Some))?,
        until: until?,
        reason: reason?,
        approved: approved?,
    })
}
