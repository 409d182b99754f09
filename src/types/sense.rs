//! Whether the figures of a rule make sense: shares that are none, thresholds that cannot fail or cannot hold,
//! exceptions that change nothing, and days on which the rule is not in force.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::types::context::Context;
use crate::types::typed::{
    ActivityId, Allowing, Atom, Comparison, Due, Duty, FieldRef, Measure, Point, Program, Threshold, Type,
};
use crate::value::{Days, Rational, Unit, whole};

/// A share is from 0 % to 100 %: gives whether it is.
pub fn share(context: &mut Context<'_>, share: Rational, span: Span) -> bool {
    let is_one = (whole(0)..=whole(1)).contains(&share);
    if !is_one {
        context.error("types/no-such-share", "a share is from 0 % to 100 %", span, "write a share such as `90 %`");
    }
    is_one
}

/// Warns of each threshold that every measure passes, or none.
pub fn thresholds(context: &mut Context<'_>, atoms: &[Atom]) {
    for atom in atoms.iter().filter(|atom| atom.threshold_span != atom.span) {
        let Threshold::Fixed(threshold) = atom.threshold else { continue };
        let (lo, hi) = range(&context.program, &atom.measure);
        let (below, above) = (lo.is_some_and(|lo| threshold < lo), hi.is_some_and(|hi| threshold > hi));
        let (at_lo, at_hi) = (lo == Some(threshold), hi == Some(threshold));
        let (always, never) = match atom.comparison {
            Comparison::AtLeast => (below || at_lo, above),
            Comparison::More => (below, above || at_hi),
            Comparison::AtMost => (above || at_hi, below),
            Comparison::Less => (above, below || at_lo),
            Comparison::Equal => (false, below || above),
            Comparison::NotEqual => (below || above, false),
        };
        let limit = if above || at_hi { most(atom.unit, hi) } else { "the measure is never less than 0".to_owned() };
        let (code, what, label) = match (always, never) {
            (true, _) => ("types/cannot-fail", "nothing can fail this", "always holds"),
            (_, true) => ("types/cannot-hold", "nothing can pass this", "never holds"),
            (false, false) => continue,
        };
        let problem = Diagnostic::error(code, format!("{what}: {limit}"), atom.threshold_span, label).warning();
        context.problems.push(problem.help("write the figure that is owed, or leave this out"));
    }
}

/// The most that a measure can be, in words.
fn most(unit: Unit, hi: Option<Rational>) -> String {
    match (unit, hi) {
        (Unit::Count, Some(hi)) => format!("there are only {hi} different values"),
        _ => "a share is never more than 100 %".to_owned(),
    }
}

/// The least and the most that a measure can be, whatever happens.
fn range(program: &Program, measure: &Measure) -> (Option<Rational>, Option<Rational>) {
    let zero = Some(whole(0));
    match measure {
        Measure::Total(..) => (zero, None),
        Measure::Distinct(field, of) => {
            let numbers: Option<Vec<usize>> = types(program, field, &of.activities).map(values).collect();
            // Two activities of a group may have other values, so only one alone has a known number.
            let most = match numbers.as_deref() {
                Some([number]) => i64::try_from(*number).ok().map(whole),
                _ => None,
            };
            (zero, most)
        }
        Measure::Share { .. } => (zero, Some(whole(1))),
        Measure::Count(_) | Measure::LongestGap { .. } => (zero, None),
        Measure::Covers { .. }
        | Measure::First(_)
        | Measure::Last(_)
        | Measure::Responses(_)
        | Measure::FanOut { .. }
        | Measure::Has(..)
        | Measure::Meets(_)
        | Measure::Unreadable(_)
        | Measure::RollUp(_) => (None, None),
    }
}

/// How many different values a type has, where they are few.
fn values(ty: &Type) -> Option<usize> {
    match ty {
        Type::YesNo => Some(2),
        Type::OneOfTexts(texts) => Some(texts.len()),
        Type::OneOfNumbers(numbers) => Some(numbers.len()),
        Type::Duration { .. }
        | Type::Count
        | Type::Number
        | Type::Text
        | Type::Date
        | Type::School
        | Type::Person
        | Type::Weekdays
        | Type::Days => None,
    }
}

/// The types of a field in the activities that it is taken of.
fn types<'p>(
    program: &'p Program,
    field: &'p FieldRef,
    activities: &'p [ActivityId],
) -> impl Iterator<Item = &'p Type> {
    activities
        .iter()
        .zip(&field.places)
        .filter_map(|(activity, place)| program.activity(*activity)?.fields.get(place.index()).map(|field| &field.ty))
}

/// Which way an exception changes a threshold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// `reduced to`
    Down,
    /// `raised to`
    Up,
}

/// An exception that reduces a figure makes it less, and one that raises it makes it more, where both are written out.
pub fn change(context: &mut Context<'_>, way: Way, (to, span): (Threshold, Span), atom: &Atom) {
    let (Some((new_least, new_most)), Some((least, most))) =
        (fixed(&context.program, &to), fixed(&context.program, &atom.threshold))
    else {
        return;
    };
    let (changes, message, other) = match way {
        Way::Down => (new_least < most, "this does not reduce what is required", "raised to"),
        Way::Up => (new_most > least, "this does not raise what is required", "reduced to"),
    };
    if !changes {
        let problem = Diagnostic::error("types/not-a-change", message, span, "held against this");
        let help = match new_least == new_most && least == most && new_least == least {
            true => "write another figure, or leave the line out".to_owned(),
            false => format!("write `{other}`, or another figure"),
        };
        context.problems.push(problem.label(atom.threshold_span, "what is required").help(help));
    }
}

/// The least and the most that a written threshold is; a parameter may be set to anything.
fn fixed(program: &Program, threshold: &Threshold) -> Option<(Rational, Rational)> {
    match threshold {
        Threshold::Fixed(number) => Some((*number, *number)),
        Threshold::Table(id) => {
            let numbers = program.table(*id)?.rows.iter().map(|(_, number)| *number);
            numbers.clone().min().zip(numbers.max())
        }
        Threshold::Param(_) | Threshold::Point(_) | Threshold::All => None,
    }
}

/// A tolerance lets some misses pass, and not all.
pub fn tolerance(context: &mut Context<'_>, allowing: &Allowing, span: Span) {
    match allowing {
        Allowing::Misses(0, _) => {
            let message = "0 misses are none, and without this line none is let pass";
            let problem = Diagnostic::error("types/allows-none", message, span, "changes nothing").warning();
            context.problems.push(problem.help("write 1 or more, or leave it out"));
        }
        Allowing::Misses(..) => {}
        Allowing::Share(of_windows) => {
            if share(context, *of_windows, span) && *of_windows == whole(0) {
                let message = "nothing can fail this: every miss is let pass";
                let problem = Diagnostic::error("types/cannot-fail", message, span, "always holds").warning();
                context.problems.push(problem.help("write the share of windows that must be met"));
            }
        }
    }
}

/// A duty lies on days on which its rule is in force, and its events come before it is due.
pub fn dates(context: &mut Context<'_>, in_force: Days, duty: &Duty, (over_span, due_span): (Span, Span)) {
    let (over, due) = match duty {
        Duty::Once { over, due } => (over, due.as_ref()),
        Duty::InAny(sliding) => (&sliding.over, None),
        Duty::Each(_) | Duty::EachTerm(..) | Duty::ForEach(_) => return,
    };
    let over = over.filter(|over| !over.is_empty());
    if over.is_some_and(|over| !in_force.is_empty() && over.intersect(in_force).is_empty()) {
        let message = "these are days on which the rule is not in force";
        context.error("types/outside-force", message, over_span, "choose days on which the rule is in force");
        return;
    }
    let last = match due {
        Some(Due::By(Point::Date(day))) => *day,
        Some(Due::Before(Point::Date(day))) => day.previous(),
        _ => return,
    };
    let (message, beside) = if last < in_force.from {
        ("this is due before the rule is in force", None)
    } else if over.is_some_and(|over| last < over.from) {
        ("this is due before the first of the days that count", Some(over_span))
    } else {
        return;
    };
    let mut problem = Diagnostic::error("types/due-too-early", message, due_span, "due too early").warning();
    if let Some(over) = beside {
        problem = problem.label(over, "these days count");
    }
    context.problems.push(problem.help("write a later due date"));
}
