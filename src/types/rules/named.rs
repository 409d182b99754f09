//! What rules name in vain: a role that a rule is not for, and clauses and exemptions that no rule names.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::types::context::Context;
use crate::types::typed::{Condition, RoleId, RuleId};

/// A rule that cases of a role are to meet is a rule for that role.
pub(super) fn strangers(context: &mut Context<'_>, members: &[(u32, u32, Span)]) {
    for (rule, role, span) in members {
        let Some(rule) = context.program.rule(RuleId(*rule)) else { continue };
        if rule.subject.role == RoleId(*role) {
            continue;
        }
        let name = |id: RoleId| context.program.role(id).map_or("", |role| &role.name);
        let message = format!("the rule `{}` is not for the role `{}`", rule.name, name(RoleId(*role)));
        let help = format!("write `{}`, or name a rule that is for this role", name(rule.subject.role));
        context.error("types/wrong-role", message, *span, help);
    }
}

/// Warns of clauses that no rule and no exemption cites.
pub(super) fn uncited(context: &mut Context<'_>) {
    let cited: std::collections::BTreeSet<_> = context
        .program
        .rules
        .iter()
        .flat_map(|rule| &rule.cites)
        .chain(context.program.exemptions.iter().flat_map(|exemption| &exemption.cites))
        .map(|id| id.index())
        .collect();
    for (number, clause) in context.program.clauses.iter().enumerate() {
        if !cited.contains(&number) {
            let message = format!("no rule stands for the clause `{}`", clause.name);
            let problem = Diagnostic::error("types/clause-uncited", message, clause.span, "not accounted for");
            let help = match clause.unreadable {
                None => format!("cite it: `cites {}`", clause.name),
                Some(_) => {
                    format!("cite it in a rule for those whom it may bind: `require unreadable {}`", clause.name)
                }
            };
            context.problems.push(problem.warning().help(help));
        }
    }
}

/// Warns of exemptions that no rule uses.
pub(super) fn unused(context: &mut Context<'_>) {
    let used = |name: usize| {
        let of_rules = context.program.rules.iter().flat_map(|rule| &rule.exceptions);
        let names = |condition: &Condition| mentions(condition, name);
        of_rules.map(|exception| &exception.when.condition).any(names)
            || context.program.exemptions.iter().any(|other| mentions(&other.when.condition, name))
            || context.program.rules.iter().any(|rule| {
                let own = rule.exceptions.iter().filter_map(|exception| exception.exemption);
                own.map(|id| id.index()).any(|id| id == name)
            })
    };
    let idle: Vec<_> = (0..context.program.exemptions.len()).filter(|name| !used(*name)).collect();
    for number in idle {
        if let Some(exemption) = context.program.exemptions.get(number) {
            let message = format!("no rule uses the exemption `{}`", exemption.name);
            let problem = Diagnostic::error("types/exemption-unused", message, exemption.span, "never used");
            context.problems.push(problem.warning().help("use it in a rule: `exempt when …`, or leave it out"));
        }
    }
}

fn mentions(condition: &Condition, number: usize) -> bool {
    match condition {
        Condition::Or(all) | Condition::And(all) => all.iter().any(|one| mentions(one, number)),
        Condition::Not(inner) => mentions(inner, number),
        Condition::Exemption(id) => id.index() == number,
        Condition::Events(..) | Condition::CoversDays(..) | Condition::Attribute(..) => false,
    }
}
