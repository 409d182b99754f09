//! A rule `each term of CLOCK`: one obligation for every term of the case's clock, which is no term of the school year.

use crate::engine::clock::{self, End, Reading};
use crate::engine::decide::decide;
use crate::engine::outcome::{Obligation, Outcome, Reason, WindowLabel};
use crate::engine::scope::Clip;
use crate::engine::spec::{Basis, Spec};
use crate::engine::trial::Trial;
use crate::types::typed::ClockId;
use crate::value::{Day, Days, whole};

/// The obligations of a case, by opening: those of the terms from one to another, or of all.
pub fn obligations(trial: &Trial<'_, '_>, id: ClockId, terms: Option<(u32, u32)>) -> Vec<Obligation> {
    let Some(reading) = clock::of_case(trial.judge, id, trial.timeline.case) else { return Vec::new() };
    let Some(clock) = trial.judge.audit.program.clock(id) else { return Vec::new() };
    let (first, last) = terms.unwrap_or((1, clock.terms));
    (first..=last).filter_map(|term| one(trial, &reading, (&clock.name, term))).collect()
}

/// The obligation of a term; none where it does not begin, or begins after what anybody can see.
fn one(trial: &Trial<'_, '_>, reading: &Reading, (name, term): (&str, u32)) -> Option<Obligation> {
    let as_of = trial.judge.as_of();
    let before = if term == 1 {
        let (early, late) = reading.from;
        let day = |day: Day| day.previous();
        early.map_or(End::Never, |early| late.map_or(End::From(day(early)), |late| End::Between(day(early), day(late))))
    } else {
        reading.end(term - 1)
    };
    let (start, start_late) = match before {
        End::Between(early, late) => (early.next(), Some(late.next())),
        End::From(early) => (early.next(), None),
        End::Ahead | End::Never => return None,
    };
    let end = reading.end(term);
    let role_end = trial.timeline.active.to;
    // The term is cut short where the role ends first.
    let (to, cut) = match end {
        End::Between(_, late) => (late.min(role_end), late > role_end),
        End::Never => (role_end, true),
        End::From(_) | End::Ahead => (role_end.min(trial.timeline.end()), false),
    };
    let force = trial.rule.in_force;
    let inside: Vec<Day> = trial.timeline.active_days(Days::new(start, to).intersect(force)).collect();
    let (from, to) = (*inside.first()?, *inside.last()?);
    let known = Some(start) == start_late && matches!(end, End::Between(early, late) if early == late)
        || (Some(start) == start_late && cut && end == End::Never);
    // What begins or ends between two days that are still to come is open whichever it is.
    let soonest = match end {
        End::Between(early, _) | End::From(early) => early,
        End::Ahead | End::Never => Day::MAX,
    };
    let open = Some(start) == start_late && soonest > as_of;
    let mut problem = Vec::new();
    if !known && !open && start <= as_of {
        problem.extend(reading.doubts());
        problem.extend(reading.told(term));
    }
    let rest = if end == End::Never { reading.early.rest } else { whole(1) };
    let ahead = matches!(end, End::From(_) | End::Ahead);
    let spec = Spec {
        label: WindowLabel::Named(format!("term {term} of {name}")),
        days: Days::new(from, to),
        clip: Clip::Active,
        opens: from,
        due: (!ahead).then_some(to),
        basis: if cut { Basis::Served(rest) } else { Basis::Whole },
        weighed: Days::new(from, to),
        skipped: Vec::new(),
        problem,
    };
    let mut obligation = decide(trial, &spec, &[]);
    if obligation.outcome != Outcome::NotApplicable || obligation.reasons != [Reason::NotForCase] {
        obligation.reasons.extend(reading.told(term));
        let mut seen = std::collections::BTreeSet::new();
        obligation.reasons.retain(|reason| seen.insert(reason.clone()));
    }
    Some(obligation)
}
