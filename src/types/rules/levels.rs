//! Whether what must be rests on what only should be.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::types::context::Context;
use crate::types::typed::{Level, Measure, Rule, RuleId};

/// Warns of each rule that must be met and asks that advice is: that makes a duty of the advice.
pub(super) fn advice_required(context: &mut Context<'_>) {
    let program = &context.program;
    let binding = program.rules.iter().filter(|rule| rule.level == Level::Must);
    let asked = binding.flat_map(|rule| rests_on(rule).map(move |(id, span)| (rule, id, span)));
    let problems: Vec<Diagnostic> = asked
        .filter_map(|(rule, id, span)| {
            let advice = program.rule(id).filter(|other| other.level == Level::Should)?;
            let message = format!("`{}` must be met, and asks for `{}`, which is advice", rule.name, advice.name);
            let problem = Diagnostic::error("types/advice-required", message, span, "makes a duty of the advice");
            let help = "make both `level should`, or both duties";
            Some(problem.label(advice.name_span, "this only should be met").warning().help(help))
        })
        .collect();
    context.problems.extend(problems);
}

/// The rules that a rule asks that a case meets, and where.
fn rests_on(rule: &Rule) -> impl Iterator<Item = (RuleId, Span)> {
    rule.atoms.iter().flat_map(|atom| {
        let rules = match &atom.measure {
            Measure::Meets(rules) => rules.clone(),
            Measure::RollUp(roll_up) => vec![roll_up.rule],
            _ => Vec::new(),
        };
        rules.into_iter().map(|id| (id, atom.span))
    })
}
