//! A total of which no more of the same counts than so much: `at most 70 minutes for each module`.

use std::collections::BTreeMap;

use crate::engine::hits::{Hit, Hits, Sureness};
use crate::engine::measure::{Growing, Reading, adds, cell, field_of};
use crate::engine::outcome::{Doubt, Reason};
use crate::engine::scope::{Scope, Widen, doubt};
use crate::records::table::UNKNOWN;
use crate::types::typed::{Cap, FieldRef, Selection};
use crate::value::{Bound, whole};

/// What one value of the field comes to, before the cap.
#[derive(Clone, Copy)]
struct Same {
    lo: Bound,
    hi: Bound,
}

/// The sum of a field with a cap.
///
/// Nobody knows of what a blank cell is more. At the least it is more of what there is most of already, where the cap
/// lets least of it count; at the most it is of something that there is nothing of yet.
pub fn total(
    scope: &Scope<'_, '_>,
    hits: &Hits,
    (field, cap): (&FieldRef, &Cap),
    selection: &Selection,
    widen: Widen,
) -> Reading {
    let nothing = Bound::Finite(whole(0));
    let most = Bound::Finite(cap.most);
    let mut sum = Growing::start();
    let mut by_value: BTreeMap<i64, Same> = BTreeMap::new();
    let (mut blank_lo, mut blank_hi) = (nothing, nothing);
    for (hit, value) in adds(scope, hits, field, widen, &mut sum.reasons) {
        let sure = hit.sureness == Sureness::Certain;
        let lo = if sure { value.lo } else { nothing };
        sum.events += usize::from(sure);
        sum.reasons.extend(doubt(&hit));
        match cell(scope, &hit, field_of(&cap.each, &hit)) {
            UNKNOWN => {
                blank_lo = blank_lo + lo;
                blank_hi = blank_hi + value.hi.min(most);
                if sure {
                    sum.reasons.push(Reason::Possible(hit.event, Doubt::Field));
                }
            }
            code => {
                let same = by_value.entry(code).or_insert(Same { lo: nothing, hi: nothing });
                *same = Same { lo: same.lo + lo, hi: same.hi + value.hi };
            }
        }
    }
    let largest = by_value.values().map(|same| same.lo).max().unwrap_or(nothing);
    let rest = by_value.values().map(|same| same.lo.min(most)).fold(nothing, |all, one| all + one);
    // All that is blank on top of the largest.
    sum.lo = match (rest, largest.min(most), (largest + blank_lo).min(most)) {
        (Bound::Finite(rest), Bound::Finite(before), Bound::Finite(with)) => Bound::Finite(rest - before + with),
        (rest, _, _) => rest,
    };
    sum.hi = by_value.values().map(|same| same.hi.min(most)).fold(blank_hi, |all, one| all + one);
    sum.finish(scope, selection)
}

/// How much of each value of the field has counted so far, and how much of the next event still does.
pub struct Used<'c> {
    cap: &'c Cap,
    so_far: BTreeMap<i64, Bound>,
}

impl<'c> Used<'c> {
    /// Nothing has counted yet.
    pub fn new(cap: &'c Cap) -> Used<'c> {
        Used { cap, so_far: BTreeMap::new() }
    }

    /// What is left for an event of so much, which is then used; `None` where nobody knows of what it is more.
    pub fn take(&mut self, scope: &Scope<'_, '_>, hit: &Hit, amount: Bound) -> Option<Bound> {
        let code = cell(scope, hit, field_of(&self.cap.each, hit));
        if code == UNKNOWN {
            return None;
        }
        let most = Bound::Finite(self.cap.most);
        let before = self.so_far.get(&code).copied().unwrap_or(Bound::Finite(whole(0)));
        let with = (before + amount).min(most);
        self.so_far.insert(code, with);
        match (before, with) {
            (Bound::Finite(before), Bound::Finite(with)) => Some(Bound::Finite(with - before)),
            (_, _) => None,
        }
    }
}
