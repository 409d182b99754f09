//! What a window comes to: which exceptions hold, day by day, what they make of the figure, and the requirement.

use assize::engine::outcome::Outcome;
use assize::types::typed::{
    AtRisk, Atom, Comparison, Condition, Effect, Measure, Part, Requirement, Rounding, Threshold, Value,
};
use assize::value::{Day, Days, Rational, fold, whole};

use super::atoms::{Answer, PLENTY, atom, combine, least};
use super::case::RefCase;
use super::conditions::{Truth, holds};
use super::defeats::{Active, Stand, drop_of, leaves, share_outside, stand, standing};
use super::limits::of_kind;
use super::sliding::{self, Windows};

/// A window to judge.
#[derive(Clone)]
pub struct Judged<'d> {
    /// From the first day to the last.
    pub days: Days,
    /// The days that events count on.
    pub counted: &'d [Day],
    /// The days that a share of the window is taken of.
    pub weighed: &'d [Day],
    /// When the duty opens.
    pub opens: Day,
    pub due: Option<Day>,
    /// The shares of the figure that may be owed; `None` where it is owed whole.
    pub shares: Option<Vec<Rational>>,
    /// In a rule `for each`, how each atom's trigger was answered.
    pub answered: &'d [Option<Answer>],
    /// In a rule `in any`, the windows that the figure is held against.
    pub windows: Option<&'d Windows<'d>>,
}

impl<'d> Judged<'d> {
    /// The window itself, with no others in it.
    pub fn plain(&self) -> Judged<'d> {
        Judged { shares: self.shares.clone(), windows: None, ..*self }
    }

    pub fn is_open(&self, case: &RefCase<'_>) -> bool {
        self.due.is_none_or(|due| due > case.as_of())
    }
}

/// Whether an exception holds for a window.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    Since(Day),
    Open,
    No,
}

/// What becomes of a duty that opens on a day on which the rule is not for the case, or may not be.
pub fn set_aside(case: &RefCase<'_>, opens: Day) -> Option<Outcome> {
    let only = case.rule.subject.only.as_ref()?;
    let day = [opens];
    let window = Judged {
        days: Days::new(opens, opens),
        counted: &day,
        weighed: &day,
        opens,
        due: None,
        shares: None,
        answered: &[],
        windows: None,
    };
    match holds(case, &window, only, (false, opens.min(case.as_of()), false)) {
        Truth::Yes => None,
        Truth::No | Truth::Coming => Some(Outcome::NotApplicable),
        Truth::Unknown => Some(Outcome::Undetermined),
    }
}

/// Judges a window.
pub fn judge(case: &RefCase<'_>, window: &Judged<'_>) -> Outcome {
    judge_by(case, window, window)
}

/// Judges what one window owes by what happened in another.
pub fn judge_by(case: &RefCase<'_>, owed: &Judged<'_>, window: &Judged<'_>) -> Outcome {
    if let Some(outcome) = set_aside(case, window.opens) {
        return outcome;
    }
    let (mut sure, mut open): (Vec<Active>, Vec<Active>) = (Vec::new(), Vec::new());
    for (index, exception) in case.rule.exceptions.iter().enumerate() {
        match stand(case, owed, exception) {
            Stand::No => {}
            Stand::Yes(on) => sure.push((index, on)),
            Stand::Maybe(on) => open.push((index, on)),
        }
    }
    let ways: Vec<Vec<Active>> = (0..(1_u32 << open.len()))
        .map(|choice| {
            let chosen = (0..open.len()).filter(|place| choice & (1 << place) != 0).map(|place| open[place].clone());
            standing(case, sure.iter().cloned().chain(chosen).collect())
        })
        .collect();
    let dropped = |way: &Vec<Active>| {
        let drops = way.iter().filter(|one| leaves(case, owed, one) == Some(whole(0)));
        drops.filter_map(|(index, _)| drop_of(&case.rule.exceptions[*index].effect)).max()
    };
    let (none, some): (Vec<Vec<Active>>, Vec<Vec<Active>>) = ways.into_iter().partition(|way| dropped(way).is_some());
    if some.is_empty() {
        return dropped(&none[0]).unwrap();
    }
    let unknown = |way: &Vec<Active>| way.iter().any(|one| leaves(case, owed, one).is_none());
    let doubtful = !none.is_empty() || some.iter().any(unknown);
    let mut answers: Vec<Answer> = some.iter().map(|way| requirement(case, (owed, window), way)).collect();
    answers.dedup();
    let answer = if answers.len() == 1 { answers[0] } else { Answer::Unknown };
    match (answer, doubtful) {
        (Answer::Met, _) => Outcome::Met,
        (_, true) | (Answer::Unknown, _) => Outcome::Undetermined,
        (Answer::Breached, false) => Outcome::Breached,
        (Answer::Pending, false) if at_risk(case, window, &some) => Outcome::AtRisk,
        (Answer::Pending, false) => Outcome::Pending,
    }
}

/// Tries every day of a window, up to a limit, on which a condition could begin to hold.
pub fn held(
    case: &RefCase<'_>,
    window: &Judged<'_>,
    condition: &Condition,
    (shown, limit, then): (bool, Day, bool),
) -> State {
    let mut doubt = false;
    for day in Days::new(window.opens.min(limit), limit).iter() {
        match holds(case, window, condition, (shown, day, false)) {
            Truth::Yes if doubt && then => return State::Open,
            Truth::Yes => return State::Since(day),
            Truth::Unknown => doubt = true,
            Truth::No | Truth::Coming => {}
        }
    }
    if doubt { State::Open } else { State::No }
}

/// The requirement under some exceptions.
fn requirement(case: &RefCase<'_>, (owed, window): (&Judged<'_>, &Judged<'_>), active: &[Active]) -> Answer {
    let mut conflict = false;
    let mut each = Vec::new();
    for (index, one) in case.rule.atoms.iter().enumerate() {
        let (limits, clash) = limits(case, owed, active, (index, one));
        conflict |= clash;
        let negated = under_not(&case.rule.requirement, index, false);
        each.push(match window.answered.get(index) {
            Some(Some(answer)) => *answer,
            _ if let Some(windows) = window.windows => sliding::atom(case, window, one, (&limits, windows)),
            _ => atom(case, window, one, (limits, negated)),
        });
    }
    if conflict { Answer::Unknown } else { combined(case, window, &case.rule.requirement, &each) }
}

fn combined(case: &RefCase<'_>, window: &Judged<'_>, requirement: &Requirement, atoms: &[Answer]) -> Answer {
    let worst_first = [Answer::Breached, Answer::Unknown, Answer::Pending, Answer::Met];
    let best_first = [Answer::Met, Answer::Unknown, Answer::Pending, Answer::Breached];
    let each =
        |all: &[Requirement]| -> Vec<Answer> { all.iter().map(|one| combined(case, window, one, atoms)).collect() };
    match requirement {
        Requirement::And(all) => combine(&worst_first, &each(all)),
        Requirement::Or(all) => combine(&best_first, &each(all)),
        Requirement::Not(inner) => combined(case, window, inner, atoms).opposite(),
        Requirement::Atom(index) => atoms[*index],
        Requirement::If(condition, then) => {
            let on = window.due.map_or(case.as_of(), |due| due.min(case.as_of()));
            let no = match holds(case, window, condition, (false, on, true)) {
                Truth::Yes => Answer::Breached,
                Truth::No => Answer::Met,
                Truth::Coming => Answer::Pending,
                Truth::Unknown => Answer::Unknown,
            };
            combine(&best_first, &[no, combined(case, window, then, atoms)])
        }
    }
}

/// Whether an atom stands under `not` an odd number of times.
fn under_not(requirement: &Requirement, index: usize, negated: bool) -> bool {
    match requirement {
        Requirement::Or(all) | Requirement::And(all) => all.iter().any(|one| under_not(one, index, negated)),
        Requirement::Not(inner) => under_not(inner, index, !negated),
        Requirement::If(_, inner) => under_not(inner, index, negated),
        Requirement::Atom(other) => *other == index && negated,
    }
}

/// What may be required of a rule's only atom by the exceptions that surely hold.
pub fn limits_of(case: &RefCase<'_>, window: &Judged<'_>) -> Vec<Rational> {
    let sure =
        case.rule.exceptions.iter().enumerate().filter_map(|(index, exception)| match stand(case, window, exception) {
            Stand::Yes(on) => Some((index, on)),
            Stand::Maybe(_) | Stand::No => None,
        });
    limits(case, window, &standing(case, sure.collect()), (0, &case.rule.atoms[0])).0
}

/// What may be required of an atom, and whether two exceptions disagree about it.
fn limits(
    case: &RefCase<'_>,
    window: &Judged<'_>,
    active: &[Active],
    (index, one): (usize, &Atom),
) -> (Vec<Rational>, bool) {
    let plain = plain(case, window, &one.threshold);
    if !has_figure(one) {
        return (plain, false);
    }
    let mut set: Option<Vec<Rational>> = None;
    let mut conflict = false;
    for (place, on) in active {
        let exception = &case.rule.exceptions[*place];
        let (Effect::Reduced(atom, to) | Effect::Raised(atom, to)) = &exception.effect else { continue };
        if *atom != index {
            continue;
        }
        let after = self::plain(case, window, to);
        let mixed: Vec<Rational> = match share_outside(case, window, on) {
            Some(share) => {
                let mix = |old: &Rational| after.iter().map(|new| *old * share + *new * (whole(1) - share)).collect();
                plain.iter().flat_map(|old| -> Vec<Rational> { mix(old) }).collect()
            }
            None => plain.iter().chain(&after).copied().collect(),
        };
        conflict |= set.as_ref().is_some_and(|other| *other != mixed);
        set = set.or(Some(mixed));
    }
    let mut limits = set.unwrap_or(plain);
    for (_, on) in active.iter().filter(|(place, _)| drop_of(&case.rule.exceptions[*place].effect).is_some()) {
        let shares = share_outside(case, window, on).map_or(vec![whole(0), whole(1)], |share| vec![share]);
        limits = limits.iter().flat_map(|limit| shares.iter().map(move |share| *limit * *share)).collect();
    }
    if let Some(shares) = &window.shares {
        limits = limits.iter().flat_map(|limit| shares.iter().map(|share| round(case, *limit * *share))).collect();
    }
    (limits, conflict)
}

fn plain(case: &RefCase<'_>, window: &Judged<'_>, threshold: &Threshold) -> Vec<Rational> {
    let anything = || vec![whole(0), whole(1), whole(PLENTY * PLENTY)];
    match threshold {
        Threshold::Fixed(value) => vec![*value],
        Threshold::Param(id) => case.audit.params[id.index()].map_or_else(anything, |value| vec![value]),
        Threshold::Table(id) => {
            let table = case.audit.program.table(*id).unwrap();
            let key = case.attribute(&table.by, window.opens);
            let same = |one: &Value, other: &Value| match (one, other) {
                (Value::Text(one), Value::Text(other)) => fold(one) == fold(other),
                (one, other) => one == other,
            };
            let row = key.and_then(|key| table.rows.iter().find(|(other, _)| same(other, &key)));
            row.map_or_else(anything, |(_, value)| vec![*value])
        }
        Threshold::All | Threshold::Point(_) => vec![whole(0)],
    }
}

pub fn round(case: &RefCase<'_>, exact: Rational) -> Rational {
    match case.rule.part {
        Some(Part::ProRata(_, Rounding::Up)) => exact.ceil(),
        Some(Part::ProRata(_, Rounding::Down)) => exact.floor(),
        Some(Part::ProRata(_, Rounding::Nearest)) => (exact + Rational::new(1, 2)).floor(),
        _ => exact,
    }
}

/// Whether an atom has a figure of its own.
pub fn has_figure(atom: &Atom) -> bool {
    let scales = matches!(atom.measure, Measure::Total(..) | Measure::Count(_) | Measure::Distinct(..));
    scales && atom.threshold_span != atom.span
}

/// Whether the rule's own line says that a pending duty is at risk.
fn at_risk(case: &RefCase<'_>, window: &Judged<'_>, ways: &[Vec<Active>]) -> bool {
    match &case.rule.at_risk {
        None => false,
        Some(AtRisk::NearDue(number, unit)) => {
            let soonest = window.windows.and_then(|windows| sliding::soonest(case, window, windows));
            let Some(due) = soonest.or(window.due) else { return false };
            let left: Option<Vec<bool>> =
                Days::new(case.as_of().next(), due).iter().map(|day| of_kind(case, day, *unit)).collect();
            let near =
                left.is_some_and(|left| left.iter().filter(|is| **is).count() <= usize::try_from(*number).unwrap());
            window.opens <= case.as_of() && near
        }
        Some(AtRisk::UnderPace(by)) => {
            let last = window.due.unwrap_or(window.days.to);
            let days = Days::new(window.opens, last);
            let open: Vec<Day> = days.iter().filter(|day| case.active(*day) && case.is_open(*day)).collect();
            let number = |days: usize| whole(i64::try_from(days).unwrap());
            let gone = open.iter().filter(|day| **day <= case.as_of()).count();
            case.rule.atoms.iter().enumerate().any(|(index, one)| {
                let minimum = matches!(one.comparison, Comparison::AtLeast | Comparison::More);
                if !minimum || !has_figure(one) || open.is_empty() {
                    return false;
                }
                let each = ways.iter().flat_map(|way| limits(case, window, way, (index, one)).0);
                let most = each.max().unwrap();
                let negated = under_not(&case.rule.requirement, index, false);
                let bounded = most < whole(PLENTY);
                bounded && most * number(gone) / number(open.len()) - least(case, window, one, negated) >= *by
            })
        }
    }
}
