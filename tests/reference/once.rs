//! A single duty: `over`, `by`, `before`, `within`, or nothing said.

use assize::engine::outcome::Outcome;
use assize::types::typed::{Due, Point};
use assize::value::{Day, Days, Rational};

use super::Owed;
use super::atoms::point_days;
use super::case::RefCase;
use super::clocks::never_ends;
use super::deadlines::{Base, dues, met_days};
use super::exceptions::set_aside;
use super::windows::{Whole, settle, share};

/// When a single duty runs.
pub enum Place {
    None,
    Due(Window),
    NotYet(Owed, bool),
    Unknown(Owed),
}

/// A window whose end may be any day between two.
pub struct Window {
    pub days: Days,
    pub literal: bool,
    pub weighed: Vec<Day>,
    pub opens: Day,
    pub due: (Day, Day),
    /// As `share` has it.
    pub shares: Option<Option<Vec<Rational>>>,
}

impl Window {
    /// The days up to one that events count on.
    pub fn counted(&self, case: &RefCase<'_>, last: Day) -> Vec<Day> {
        Days::new(self.days.from, last).iter().filter(|day| self.literal || case.active(*day)).collect()
    }

    fn judge(&self, case: &RefCase<'_>, due: Day) -> Owed {
        let days = Days::new(self.days.from, self.days.to.min(due));
        let counted = self.counted(case, days.to);
        settle(case, (days, &counted, &self.weighed), (self.opens, due), self.shares.clone())
    }
}

/// The obligation, where there is one.
pub fn once(case: &RefCase<'_>, over: Option<Days>, due: Option<&Due>) -> Vec<Owed> {
    let window = match place(case, over, due) {
        Place::None => return Vec::new(),
        Place::NotYet(owed, _) | Place::Unknown(owed) => return vec![owed],
        Place::Due(window) => window,
    };
    let (first, last) = window.due;
    let mut owed = window.judge(case, last);
    if first < last {
        let plain = |outcome: Outcome| if outcome == Outcome::AtRisk { Outcome::Pending } else { outcome };
        owed.outcome = plain(owed.outcome);
        owed.due = None;
        if Days::new(first, last).iter().any(|day| plain(window.judge(case, day).outcome) != owed.outcome) {
            owed.outcome = Outcome::Undetermined;
        }
    }
    vec![owed]
}

pub fn place(case: &RefCase<'_>, over: Option<Days>, due: Option<&Due>) -> Place {
    let force = case.rule.in_force;
    let window = over.map_or(force, |over| {
        Days::new(
            if over.from == Day::MIN { force.from } else { over.from },
            if over.to == Day::MAX { force.to } else { over.to },
        )
    });
    let active: Vec<Day> = case.duty_days().into_iter().filter(|day| window.contains(*day)).collect();
    let Some(first) = active.first().copied() else { return Place::None };
    let cut = case.rule.cut.unwrap_or(Day::MAX);
    let active: Vec<Day> = active.into_iter().filter(|day| *day <= cut).collect();
    let shares = if over.is_some() { share(case, Whole::Period(window), &active) } else { Some(None) };
    let weighed = |days: Days| -> Vec<Day> {
        if over.is_some() {
            active.clone()
        } else {
            case.duty_days().into_iter().filter(|day| days.contains(*day)).collect()
        }
    };
    let (point, limit) = match due {
        None => {
            let due = window.to.min(case.last()).min(cut);
            let days = Days::new(if over.is_some() { window.from } else { first }, due);
            let literal = over.is_some();
            return Place::Due(Window { days, literal, weighed: weighed(days), opens: first, due: (due, due), shares });
        }
        Some(Due::By(point) | Due::Before(point)) => (point, None),
        Some(Due::Within(limit, point)) => (point, Some(limit)),
    };
    let aside = set_aside(case, first);
    let unknown = Owed {
        days: window,
        opens: first,
        due: None,
        outcome: aside.unwrap_or(Outcome::Undetermined),
        waiver_expired: false,
    };
    let days = point_days(case, point, first, Day::MAX);
    let (day, last) = match days.as_slice() {
        // What the date counts from came before the rule did.
        [Some(day)] if *day < force.from => return Place::None,
        [Some(day)] => (*day, *day),
        [Some(_), Some(last)] if matches!(point.root(), Point::Clock(..)) && *last < force.from => return Place::None,
        [Some(day), Some(last)] if matches!(point.root(), Point::Clock(..)) => (*day, *last),
        [None] => {
            let mut open = window.to.min(case.last()) > case.as_of();
            if matches!(point.root(), Point::Clock(clock, term) if never_ends(case, *clock, *term)) {
                return Place::None;
            }
            if let Point::Met(rule) = point.root() {
                if met_days(case, *rule).is_none() {
                    return Place::None;
                }
                open = true;
            }
            if over.is_some() && !open && matches!(point.root(), Point::Clock(..)) {
                let due = window.to.min(case.last());
                return Place::Due(Window {
                    days: window,
                    literal: true,
                    weighed: weighed(window),
                    opens: first,
                    due: (due, due),
                    shares,
                });
            }
            let outcome = if open { Outcome::Pending } else { Outcome::Met };
            return Place::NotYet(Owed { outcome: aside.unwrap_or(outcome), ..unknown }, open);
        }
        _ => return Place::Unknown(unknown),
    };
    let base = |day: Day| match (due, limit) {
        (Some(Due::Before(_)), _) => Base::On(day.previous()),
        (_, None) => Base::On(day),
        (_, Some(limit)) => Base::Within(limit, day),
    };
    let from = if over.is_none() && limit.is_some() { day } else { window.from };
    let ends = (dues(case, base(day), first.max(from)), dues(case, base(last), first.max(from)));
    let (Some((earliest, _)), Some((_, due))) = ends else { return Place::Unknown(unknown) };
    let within = |due: Day| if over.is_some() { due.min(window.to) } else { due };
    let (earliest, due) = (within(earliest), within(due));
    // A date before the duty could open binds nobody; a day before the role may be meant.
    if due < from || due < force.from || (matches!(point.root(), Point::Date(_) | Point::Attribute(_)) && due < first) {
        return Place::None;
    }
    let days = Days::new(from, due);
    Place::Due(Window {
        days,
        literal: true,
        weighed: weighed(days),
        opens: first.max(from).min(earliest.max(from)),
        due: (earliest.max(from), due),
        shares,
    })
}
