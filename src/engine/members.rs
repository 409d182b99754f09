//! A requirement on other cases: how many of those at the same school meet another rule.
//!
//! Who counts: the cases of the other rule that share a school with this case on a day of its duty. What is met is
//! certain; what is undetermined may be either; what is pending the future decides.

use crate::engine::atom::{Judged, Terms};
use crate::engine::outcome::{AtomResult, Case, Finding, Outcome, Reason, Status};
use crate::engine::scope::Scope;
use crate::engine::threshold::Required;
use crate::engine::trial::Trial;
use crate::records::table::{RosterRow, SchoolId};
use crate::types::typed::{Atom, Exempted, NoMembers, RollUp, Threshold};
use crate::value::{Bound, Days, Interval, Rational, Unit, whole};

/// Judges the atom.
pub fn judge(
    trial: &Trial<'_, '_>,
    scope: &Scope<'_, '_>,
    (atom, roll_up): (&Atom, &RollUp),
    terms: Terms<'_>,
) -> Judged {
    let (places, required) = (places(scope, terms.duty), terms.required);
    let (mut count, mut reasons) = (Count::default(), Vec::new());
    for finding in members(trial, roll_up).filter(|finding| is_there(trial, finding.case, &places)) {
        if !count.add(finding.outcome, roll_up.exempt) {
            reasons.push(Reason::Member(finding.case, roll_up.rule, finding.outcome));
        }
    }
    let all = count.all();
    let status = match (all, roll_up.none) {
        (0, NoMembers::Met) => Status::Met,
        (0, NoMembers::Breached) => Status::Breached,
        (_, _) => count.status(needed(atom, required, all)),
    };
    let as_measured = |number: i64| match atom.unit {
        Unit::Share if all > 0 => whole(number) / whole(all),
        _ => whole(number),
    };
    Judged {
        result: AtomResult {
            unit: atom.unit,
            measured: Interval::new(as_measured(count.met), as_measured(count.met + count.unknown)),
            required: match atom.unit {
                Unit::Share => required.value,
                _ => Interval::exactly(needed(atom, required, all)),
            },
            status,
            // Whoever is pending is not short of anything: how many do not meet the rule is no shortfall.
            shortfall: None,
            at: None,
            missing: Vec::new(),
        },
        empty: all == 0,
        reasons,
    }
}

/// How many must meet the rule: all of them, a number, or a share of all.
fn needed(atom: &Atom, required: &Required, all: i64) -> Rational {
    match (required.value.lo, atom.unit) {
        (Bound::Finite(share), Unit::Share) => share * whole(all),
        (Bound::Finite(number), _) if atom.threshold != Threshold::All => number,
        (_, _) => whole(all),
    }
}

/// Members by how they stand.
#[derive(Clone, Copy, Default)]
struct Count {
    met: i64,
    unknown: i64,
    open: i64,
    breached: i64,
}

impl Count {
    /// Counts a member; says whether it meets the rule.
    fn add(&mut self, outcome: Outcome, exempt: Exempted) -> bool {
        let slot = match outcome {
            Outcome::Met => &mut self.met,
            Outcome::Undetermined => &mut self.unknown,
            Outcome::Pending | Outcome::AtRisk => &mut self.open,
            Outcome::Breached => &mut self.breached,
            Outcome::Exempt | Outcome::Excused | Outcome::Waived if exempt == Exempted::AsMet => &mut self.met,
            // Set aside, and named.
            Outcome::Exempt | Outcome::Excused | Outcome::Waived | Outcome::NotApplicable => return false,
        };
        *slot += 1;
        outcome == Outcome::Met
    }

    fn all(self) -> i64 {
        self.met + self.unknown + self.open + self.breached
    }

    /// The same whatever the unknown members come to, or nobody knows.
    fn status(self, needed: Rational) -> Status {
        let given = |met: i64| match (whole(met) >= needed, whole(met + self.open) >= needed) {
            (true, _) => Status::Met,
            (false, true) => Status::Pending,
            (false, false) => Status::Breached,
        };
        let (worst, best) = (given(self.met), given(self.met + self.unknown));
        if worst == best { worst } else { Status::Undetermined }
    }
}

/// The findings of the rule that members are to meet.
fn members<'f>(trial: &Trial<'_, 'f>, roll_up: &RollUp) -> impl Iterator<Item = &'f Finding> + use<'f> {
    let (all, rule) = (trial.found.all, roll_up.rule);
    let start = all.partition_point(|finding| finding.rule < rule);
    all.iter().skip(start).take_while(move |finding| finding.rule == rule)
}

/// Where the case is on the days of its duty, in runs of days at one school.
fn places(scope: &Scope<'_, '_>, duty: Days) -> Vec<(SchoolId, Days)> {
    let rows = scope.timeline.rows.iter().map(|row| (row.school, row.days.intersect(duty)));
    rows.filter(|(_, days)| !days.is_empty()).collect()
}

fn is_there(trial: &Trial<'_, '_>, case: Case, places: &[(SchoolId, Days)]) -> bool {
    let of_case = |row: &&RosterRow| case.holds(row, &trial.judge.audit.tables.texts);
    let shares = |row: &RosterRow| places.iter().any(|(school, days)| *school == row.school && days.overlaps(row.days));
    trial.judge.rows_of(case.person).iter().filter(of_case).any(shares)
}
