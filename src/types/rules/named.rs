//! What rules name in vain: a role that a rule is not for, and clauses and exemptions that no rule names.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::types::conditions::exemptions_in;
use crate::types::context::Context;
use crate::types::typed::{
    Atom, Comparison, Condition, Duty, Measure, Requirement, RoleId, Rule, RuleId, Unless, When,
};

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
        .flat_map(Rule::each_version)
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
        let of_rules = context.program.rules.iter().flat_map(Rule::all_exceptions);
        let names = |when: &When| {
            let defeats = |unless: &Unless| mentions(&unless.when.condition, name);
            mentions(&when.condition, name) || when.unless.iter().any(defeats)
        };
        let mut of_deadlines = context.program.rules.iter().flat_map(|rule| &rule.extended);
        of_rules.map(|exception| &exception.when).any(names)
            || of_deadlines
                .any(|extension| extension.exemption.is_some_and(|id| id.index() == name) || names(&extension.when))
            || context.program.exemptions.iter().any(|other| names(&other.when))
            || context.program.rules.iter().any(|rule| {
                let own = rule.all_exceptions().into_iter().filter_map(|exception| exception.exemption);
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
    let mut all = Vec::new();
    exemptions_in(condition, &mut all);
    all.iter().any(|id| id.index() == number)
}

/// A deadline counts from the day that another rule was met only where there is one such day: that rule has a single
/// duty, which more events can meet and none can undo, and is for the same case.
pub(super) fn met_on_no_day(context: &mut Context<'_>, met: &[(u32, u32, Span)]) {
    for (number, other, span) in met {
        let (Some(rule), Some(other)) = (context.program.rule(RuleId(*number)), context.program.rule(RuleId(*other)))
        else {
            continue;
        };
        let (own, its) = (&rule.subject, &other.subject);
        let (code, message, help) = if own.role != its.role || (its.with_counterpart && !own.with_counterpart) {
            let message = format!("the rule `{}` is for other cases than this one", other.name);
            ("types/wrong-role", message, "name a rule that is for the same role, with the same counterpart")
        } else if !matches!(other.duty, Duty::Once { .. }) {
            let message = format!("the rule `{}` has many duties, and no one day on which it was met", other.name);
            ("types/met-on-no-day", message, "name a rule with a single duty: `over`, `by`, `before` or `within`")
        } else if !other.versions.is_empty() {
            let message = format!("the rule `{}` has versions, and no one day on which it was met", other.name);
            ("types/met-on-no-day", message, "name a rule that has only one version and is not repealed")
        } else if !rises(&other.requirement, &other.atoms) {
            let message = format!("what the rule `{}` requires is not met by something on a day", other.name);
            ("types/met-on-no-day", message, "name a rule that requires `some …`, `… covers …` or `at least` so much")
        } else {
            continue;
        };
        context.error(code, message, *span, help);
    }
}

/// Whether what comes can only meet a requirement, and never undo it.
fn rises(requirement: &Requirement, atoms: &[Atom]) -> bool {
    match requirement {
        Requirement::Or(all) | Requirement::And(all) => all.iter().all(|one| rises(one, atoms)),
        Requirement::Not(_) | Requirement::If(..) => false,
        Requirement::Atom(place) => atoms.get(*place).is_some_and(|atom| match &atom.measure {
            Measure::Covers { .. } => true,
            Measure::Total(..) | Measure::Count(_) | Measure::Distinct(..) => {
                matches!(atom.comparison, Comparison::AtLeast | Comparison::More)
            }
            _ => false,
        }),
    }
}
