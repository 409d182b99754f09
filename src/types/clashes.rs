//! Exceptions of one rule that can disagree, that another makes needless, or that can never hold; and ranks that settle
//! nothing.

use crate::diagnostic::Diagnostic;
use crate::types::alike::same_condition;
use crate::types::context::Context;
use crate::types::typed::{
    Comparison, Condition, Effect, Exception, ExemptionId, MidWindow, Program, Rule, Threshold, Unless, Value,
};
use crate::value::{Rational, fold};

/// Warns of them.
pub fn check(context: &mut Context<'_>) {
    let program = &context.program;
    let mut problems: Vec<Diagnostic> = Vec::new();
    for rule in program.rules.iter().flat_map(Rule::each_version) {
        for (place, exception) in rule.exceptions.iter().enumerate() {
            problems.extend(never(program, rule, exception));
            for other in rule.exceptions.iter().skip(place + 1) {
                problems.extend(conflict(program, exception, other));
                let shadowed = shadowed(program, exception, other).or_else(|| shadowed(program, other, exception));
                problems.extend(shadowed);
            }
        }
    }
    // What versions share is told once.
    let mut told: Vec<Diagnostic> = Vec::new();
    for problem in problems.drain(..) {
        if !told.contains(&problem) {
            told.push(problem);
        }
    }
    problems = told;
    problems.extend((0..).map(ExemptionId).zip(&program.exemptions).flat_map(|(id, one)| {
        let idle = one.outranks.iter().filter(move |other| !meet(program, id, **other));
        idle.filter_map(move |other| program.exemption(*other)).map(move |other| {
            let message = format!("no rule has exceptions by both `{}` and `{}`", one.name, other.name);
            let problem = Diagnostic::error("types/outranks-nothing", message, one.span, "outranks it nowhere");
            problem.label(other.span, "which this one is").warning().help("leave it out of the line `outranks …`")
        })
    }));
    context.problems.append(&mut problems);
}

/// Whether a rule has exceptions by both of two exemptions.
fn meet(program: &Program, one: ExemptionId, other: ExemptionId) -> bool {
    let by = |rule: &Rule, id| rule.exceptions.iter().any(|exception| exception.exemption == Some(id));
    program.rules.iter().any(|rule| by(rule, one) && by(rule, other))
}

/// Two exceptions that may hold at once and set one figure differently, with nothing that says which stands.
fn conflict(program: &Program, one: &Exception, other: &Exception) -> Option<Diagnostic> {
    let (first, second) = (set(&one.effect)?, set(&other.effect)?);
    let settled = program.outranks(one, other) || program.outranks(other, one);
    let apart = disjoint(program, &one.when.condition, &other.when.condition)
        || defeats(program, one, other)
        || defeats(program, other, one);
    if first.0 != second.0 || first.1 == second.1 || settled || apart {
        return None;
    }
    let message = "these can hold at once, and nothing says which of them stands";
    let help = match (one.exemption, other.exemption) {
        (Some(_), Some(_)) => "write `outranks …` in one of the exemptions, or `unless …` in one of the lines",
        _ => "write `unless …` in one of the lines, or make exemptions of which one `outranks` the other",
    };
    let witness = "somebody for whom both hold is undetermined";
    Some(Diagnostic::error("types/may-conflict", message, other.span, witness).label(one.span, "").warning().help(help))
}

/// The figure that an exception sets, by its place in the rule.
fn set(effect: &Effect) -> Option<(usize, &Threshold)> {
    match effect {
        Effect::Reduced(atom, to) | Effect::Raised(atom, to) => Some((*atom, to)),
        Effect::Exempt | Effect::Excused => None,
    }
}

/// An exception that has no effect, because another drops the duty whenever it holds.
fn shadowed(program: &Program, drops: &Exception, other: &Exception) -> Option<Diagnostic> {
    let drops_all = matches!(drops.effect, Effect::Exempt | Effect::Excused);
    let whole = !matches!(drops.mid_window, MidWindow::FromThen(_)) && drops.mid_window == other.mid_window;
    let same = implies(&other.when.condition, &drops.when.condition) && drops.when.shown == other.when.shown;
    let outranks = program.outranks(other, drops);
    (drops_all && whole && same && drops.when.unless.is_empty() && !outranks && drops.backdated == other.backdated)
        .then(|| {
            let message = "this has no effect: whenever it holds, nothing is owed anyway";
            Diagnostic::error("types/exception-shadowed", message, other.span, "never matters")
                .label(drops.span, "this drops the duty then")
                .warning()
                .help("leave it out, or say when the other does not apply: `unless …`")
        })
}

/// An exception that holds for nobody whom the rule is for, or that is defeated whenever it holds.
fn never(program: &Program, rule: &Rule, exception: &Exception) -> Option<Diagnostic> {
    let holds = &exception.when.condition;
    if rule.subject.only.as_ref().is_some_and(|only| disjoint(program, only, holds)) {
        let message = "this holds for nobody whom the rule is for";
        let problem = Diagnostic::error("types/never-holds", message, exception.span, "never holds");
        return Some(problem.warning().help("correct it, or the line `for …`, or leave it out"));
    }
    let defeat = |unless: &&Unless| {
        let grounds = program.grounds(unless);
        grounds.when.unless.is_empty() && implies(holds, &grounds.when.condition)
    };
    let unless = exception.when.unless.iter().find(defeat)?;
    let message = "this never has its effect: what defeats it holds whenever it does";
    let problem = Diagnostic::error("types/never-holds", message, exception.span, "never has its effect");
    Some(problem.label(unless.span, "this defeats it").warning().help("correct one of the two conditions"))
}

/// Whether an exception is defeated by what another rests on.
fn defeats(program: &Program, one: &Exception, other: &Exception) -> bool {
    one.when.unless.iter().any(|unless| {
        let grounds = program.grounds(unless);
        let same = unless.exemption.is_some() && unless.exemption == other.exemption;
        same || (grounds.when.unless.is_empty() && implies(&other.when.condition, &grounds.when.condition))
    })
}

/// Whether a condition surely holds wherever another does: it is the same, or a part of it.
fn implies(one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        _ if same_condition(one, other) => true,
        (Condition::And(all), _) => all.iter().any(|part| implies(part, other)),
        (_, Condition::Or(all)) => all.iter().any(|part| implies(one, part)),
        _ => false,
    }
}

/// Whether two conditions can never hold of one case: they ask an attribute for different things.
fn disjoint(program: &Program, one: &Condition, other: &Condition) -> bool {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    asked(program, one, &mut first);
    asked(program, other, &mut second);
    first.iter().any(|one| second.iter().any(|other| one.0 == other.0 && exclude((one.1, one.2), (other.1, other.2))))
}

/// What a condition asks of an attribute: its name, how, and of what value.
type Asked<'p> = (&'p str, Comparison, &'p Value);

/// What a condition asks of attributes in any case.
fn asked<'p>(program: &'p Program, condition: &'p Condition, all: &mut Vec<Asked<'p>>) {
    match condition {
        Condition::And(parts) => parts.iter().for_each(|part| asked(program, part, all)),
        Condition::Attribute(name, comparison, value) => all.push((name, *comparison, value)),
        Condition::Exemption(id) => {
            if let Some(exemption) = program.exemption(*id) {
                asked(program, &exemption.when.condition, all);
            }
        }
        Condition::Not(inner) => {
            if let Condition::Attribute(name, comparison, value) = inner.as_ref() {
                all.push((name, opposite(*comparison), value));
            }
        }
        Condition::Or(_) | Condition::Events(..) | Condition::CoversDays(..) => {}
    }
}

fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtLeast => Comparison::Less,
        Comparison::More => Comparison::AtMost,
        Comparison::AtMost => Comparison::More,
    }
}

/// Whether no value satisfies both of two comparisons.
fn exclude((how, value): (Comparison, &Value), (other_how, other): (Comparison, &Value)) -> bool {
    use Comparison::{AtLeast, AtMost, Equal, Less, More, NotEqual};
    match (value, other) {
        (Value::Text(one), Value::Text(other)) => match (how, other_how) {
            (Equal, Equal) => fold(one) != fold(other),
            (Equal, NotEqual) | (NotEqual, Equal) => fold(one) == fold(other),
            _ => false,
        },
        (Value::Number(one), Value::Number(other)) => match (how, other_how) {
            (NotEqual, Equal) | (Equal, NotEqual) => one == other,
            (NotEqual, _) | (_, NotEqual) => false,
            _ => {
                // From which value on, and to which, and whether the end itself is in.
                let range = |how: Comparison, value| match how {
                    Equal => (Some((value, true)), Some((value, true))),
                    AtLeast => (Some((value, true)), None),
                    More => (Some((value, false)), None),
                    AtMost => (None, Some((value, true))),
                    Less => (None, Some((value, false))),
                    NotEqual => (None, None),
                };
                let (one, other) = (range(how, *one), range(other_how, *other));
                let apart = |low: Option<(Rational, bool)>, high: Option<(Rational, bool)>| {
                    low.zip(high).is_some_and(|((low, from), (high, to))| low > high || (low == high && !(from && to)))
                };
                apart(one.0, other.1) || apart(other.0, one.1)
            }
        },
        (Value::Text(_), Value::Number(_)) | (Value::Number(_), Value::Text(_)) => false,
    }
}
