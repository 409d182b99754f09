//! A total or a count in every window, with each event taken in and left behind once.

use std::collections::{BTreeMap, VecDeque};

use crate::engine::atom::Terms;
use crate::engine::coverage::{self, Lag};
use crate::engine::hits::{Hit, Sureness};
use crate::engine::measure::{cell, field_of, joint, scale};
use crate::engine::respond;
use crate::engine::scope::{Scope, amount, is_live};
use crate::engine::status::{Measured, Reach};
use crate::engine::trial::{Trial, selection};
use crate::records::table::UNKNOWN;
use crate::types::typed::{Atom, Measure, Selection};
use crate::value::{Bound, Day, Days, Interval, Rational, whole};

/// What each window comes to.
pub struct Tallied {
    /// By window.
    pub measured: Vec<Measured>,
    /// How many certain events there are in any of them.
    pub events: usize,
}

/// What one event, or one day of a span, adds.
#[derive(Clone, Copy)]
struct Piece {
    day: Day,
    certain: bool,
    adds: Interval,
    /// For different values: the value.
    value: i64,
}

/// Measures an atom in windows that come by their first and last day.
pub fn tally(
    trial: &Trial<'_, '_>,
    scope: &Scope<'_, '_>,
    (atom, terms): (&Atom, Terms<'_>),
    windows: impl Iterator<Item = Days>,
) -> Tallied {
    let Some(of) = selection(atom) else { return Tallied { measured: Vec::new(), events: 0 } };
    let (mut pieces, undated) = pieces(trial, scope, (atom, terms));
    pieces.sort_by_key(|piece| piece.day);
    let distinct = matches!(atom.measure, Measure::Distinct(..));
    let lost = Lost::new(trial, scope, of);
    let mut sum = Sum { distinct, ..Sum::default() };
    let mut inside: VecDeque<Piece> = VecDeque::new();
    let mut coming = pieces.iter().peekable();
    let mut measured = Vec::new();
    for days in windows {
        while let Some(piece) = coming.next_if(|piece| piece.day <= days.to) {
            inside.push_back(*piece);
            sum.add(piece, 1);
        }
        while let Some(piece) = inside.front().copied().filter(|piece| piece.day < days.from) {
            inside.pop_front();
            sum.add(&piece, -1);
        }
        let open = days.to > trial.judge.as_of();
        let here = Scope { days, ..*scope };
        let anywhere = undated.iter().filter(|_| here.may_hold_undated());
        let mut past = anywhere.fold(sum.interval(), |past, piece| sum.with(past, piece));
        if lost.overlap(days, open) {
            past.hi = Bound::Infinity;
        }
        measured.push(Measured { past, reach: if open { Reach::Rises } else { Reach::Closed } });
    }
    let events = pieces.iter().filter(|piece| piece.certain).count();
    Tallied { measured, events }
}

/// What the events add, day by day, and what those add of which nobody knows the day.
fn pieces(trial: &Trial<'_, '_>, scope: &Scope<'_, '_>, (atom, terms): (&Atom, Terms<'_>)) -> (Vec<Piece>, Vec<Piece>) {
    let hits = trial.hits_of(terms.index);
    let live = |hit: &&Hit| is_live(hit.sureness, terms.widen);
    let starts = |hit: &&Hit| scope.counts_on(hit.days.from);
    let one = |hit: &Hit, adds: Interval, value: i64| Piece {
        day: hit.days.from,
        certain: hit.sureness == Sureness::Certain,
        adds,
        value,
    };
    let once = Interval::exactly(whole(1));
    let undated = hits.undated.iter().filter(live);
    match &atom.measure {
        Measure::Total(field, ..) => {
            let adds = |hit: &Hit| joint(scope, hit, amount(scope.judge, hit, field_of(field, hit))).0;
            let dated = hits.dated.iter().filter(live).flat_map(|hit| {
                let each = Rational::new(1, i128::from(hit.days.len().max(1)));
                let piece = one(hit, scale(adds(hit), each), 0);
                let days = hit.days.intersect(scope.days).iter().filter(|day| scope.counts_on(*day));
                days.map(move |day| Piece { day, ..piece }).collect::<Vec<Piece>>()
            });
            (dated.collect(), undated.map(|hit| one(hit, adds(hit), 0)).collect())
        }
        Measure::Distinct(field, _) => {
            let value = |hit: &Hit| cell(scope, hit, field_of(field, hit));
            let dated = hits.dated.iter().filter(live).filter(starts).map(|hit| one(hit, once, value(hit)));
            (dated.collect(), undated.map(|hit| one(hit, once, value(hit))).collect())
        }
        _ => {
            // An episode belongs to the day on which it begins.
            let dated: Vec<Hit> = hits.dated.iter().filter(live).filter(starts).copied().collect();
            let episodes = |hit: &Hit| crate::engine::atom::in_episodes(trial, hit);
            let dated = respond::triggers(scope.timeline, &dated, &episodes);
            let dated = dated.iter().filter_map(|trigger| trigger.hit).map(|hit| one(&hit, once, 0)).collect();
            (dated, undated.map(|hit| one(hit, once, 0)).collect())
        }
    }
}

/// The sum of the pieces in a window.
#[derive(Default)]
struct Sum {
    distinct: bool,
    lo: Rational,
    hi: Rational,
    /// How many of them may be anything.
    boundless: i64,
    /// How often each value is certain, and how often it is possible.
    values: BTreeMap<i64, (i64, i64)>,
    /// How many values are certain, and how many only possible.
    known: (i64, i64),
    /// How many values are blank of certain events, and of possible ones.
    blank: (i64, i64),
}

impl Sum {
    /// Takes a piece in, or leaves it behind.
    fn add(&mut self, piece: &Piece, times: i64) {
        if self.distinct {
            self.add_value(piece, times);
            return;
        }
        let zero = Bound::Finite(whole(0));
        let lo = if piece.certain { piece.adds.lo } else { piece.adds.lo.min(zero) };
        self.lo += lo.finite().unwrap_or(whole(0)) * whole(times);
        match piece.adds.hi {
            Bound::Finite(hi) => self.hi += hi * whole(times),
            Bound::Infinity | Bound::MinusInfinity => self.boundless += times,
        }
    }

    fn add_value(&mut self, piece: &Piece, times: i64) {
        if piece.value == UNKNOWN {
            let blank = if piece.certain { &mut self.blank.0 } else { &mut self.blank.1 };
            *blank += times;
            return;
        }
        let number = self.values.entry(piece.value).or_default();
        let before = (number.0 > 0, number.0 == 0 && number.1 > 0);
        let slot = if piece.certain { &mut number.0 } else { &mut number.1 };
        *slot += times;
        let after = (number.0 > 0, number.0 == 0 && number.1 > 0);
        self.known.0 += i64::from(after.0) - i64::from(before.0);
        self.known.1 += i64::from(after.1) - i64::from(before.1);
    }

    fn interval(&self) -> Interval {
        if self.distinct {
            let least = if self.known.0 == 0 && self.blank.0 > 0 { 1 } else { self.known.0 };
            let most = self.known.0 + self.known.1 + self.blank.0 + self.blank.1;
            return Interval::new(whole(least), whole(most));
        }
        let hi = if self.boundless > 0 { Bound::Infinity } else { Bound::Finite(self.hi) };
        Interval { lo: Bound::Finite(self.lo), hi }
    }

    /// The sum with a possible event whose day nobody knows.
    fn with(&self, past: Interval, piece: &Piece) -> Interval {
        let new = !self.distinct || piece.value == UNKNOWN || !self.values.get(&piece.value).is_some_and(is_there);
        let lo = if self.distinct { past.lo } else { past.lo + piece.adds.lo.min(Bound::Finite(whole(0))) };
        Interval { lo, hi: if new { past.hi + piece.adds.hi } else { past.hi } }
    }
}

fn is_there(number: &(i64, i64)) -> bool {
    number.0 > 0 || number.1 > 0
}

/// The days of the case whose records are missing: for windows that have closed, and for those that are open.
struct Lost {
    closed: Vec<Day>,
    open: Vec<Day>,
}

impl Lost {
    fn new(trial: &Trial<'_, '_>, scope: &Scope<'_, '_>, of: &Selection) -> Lost {
        let subject = (&trial.rule.subject, of);
        let days = |lag: Lag| {
            let missing = coverage::missing(trial.judge, &trial.timeline, subject, scope.days, lag);
            missing.days.iter().flat_map(|run| run.iter()).filter(|day| scope.counts_on(*day)).collect()
        };
        Lost { closed: days(Lag::NotAllowed), open: days(Lag::Allowed) }
    }

    /// Whether some of them lie in a window.
    fn overlap(&self, days: Days, open: bool) -> bool {
        let lost = if open { &self.open } else { &self.closed };
        lost.get(lost.partition_point(|day| *day < days.from)).is_some_and(|day| *day <= days.to)
    }
}
