//! Rules of which no scenario expects that they are met, that they are breached, or that they are let off.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::types::context::Context;
use crate::types::reachable::{Verdict, can_be};
use crate::types::typed::{Detail, Effect, OutcomeWord, Rule, RuleId, Scenario};

/// Advises of each rule with an outcome that no scenario expects. What scenarios reach is told by `assize coverage`.
pub fn check(context: &mut Context<'_>) {
    let mut problems = Vec::new();
    for (number, rule) in (0_u32..).zip(&context.program.rules) {
        let expected = expected(&context.program.scenarios, RuleId(number));
        let missing: Vec<&str> =
            wanted(rule).into_iter().filter(|(word, _)| !expected.contains(word)).map(|(_, text)| text).collect();
        if missing.is_empty() {
            continue;
        }
        let message = format!("no scenario expects that `{}` is {}", rule.name, missing.join(", or "));
        let mut problem = Diagnostic::error("types/untested", message, rule.name_span, "not tried")
            .help("write a scenario for each; `assize coverage` shows what scenarios reach");
        problem.severity = Severity::Advice;
        problems.push(problem);
    }
    context.problems.append(&mut problems);
}

/// The outcomes that a rule should be tried for, in words: those that it can come to.
fn wanted(rule: &Rule) -> Vec<(OutcomeWord, &'static str)> {
    let has = |effect: fn(&Effect) -> bool| rule.exceptions.iter().any(|exception| effect(&exception.effect));
    let mut wanted = Vec::new();
    wanted.extend(can_be(rule, Verdict::Met).then_some((OutcomeWord::Met, "met")));
    wanted.extend(can_be(rule, Verdict::Breached).then_some((OutcomeWord::Breached, "breached")));
    wanted.extend(has(|effect| matches!(effect, Effect::Exempt)).then_some((OutcomeWord::Exempt, "exempt")));
    wanted.extend(has(|effect| matches!(effect, Effect::Excused)).then_some((OutcomeWord::Excused, "excused")));
    wanted
}

/// The outcomes that scenarios expect of a rule, of a finding or of some of its obligations.
fn expected(scenarios: &[Scenario], rule: RuleId) -> BTreeSet<OutcomeWord> {
    let of_rule = scenarios.iter().flat_map(|scenario| &scenario.expectations).filter(|one| one.rule == rule);
    of_rule
        .flat_map(|one| {
            let windows = one.details.iter().filter_map(|detail| match detail {
                Detail::Windows(_, outcome) => Some(*outcome),
                _ => None,
            });
            one.outcome.into_iter().chain(windows)
        })
        .collect()
}
