//! Rules: one of each line, the right ones together, and everything said that must be.

mod duty;
mod exceptions;
mod levels;
mod lines;
mod named;
mod putting_off;
mod risk;
mod sliding;
mod versions;

use self::duty::{check_part, check_trigger_rule, duty, trigger, unread_trigger};
use self::exceptions::{conditions_of, exceptions};
use self::lines::{Lines, lines};
use self::named::{met_on_no_day, strangers, uncited, unused};
use self::putting_off::{extended, has_no_deadline, suspended};
use self::risk::at_risk;
use crate::diagnostic::Diagnostic;
use crate::resolve::{Kind, Need, order};
use crate::source::Span;
use crate::syntax::ast::{self, Item};
use crate::types::atoms::{Atoms, Needs};
use crate::types::conditions::{View, cites};
use crate::types::context::Context;
use crate::types::declarations::{days, place, unknown_field};
use crate::types::typed::{
    Allowing, Authority, CalendarOf, ChosenBy, Duty, FieldId, Level, PolicyId, RoleId, Rule, RuleId, Subject, Type,
};
use crate::types::{conditions, sense};
use crate::value::Days;

/// Checks every rule, and puts them in an order in which each comes after those that it meets.
pub fn check(context: &mut Context<'_>) {
    let items = context.items.clone();
    let rules: Vec<(PolicyId, &ast::Rule)> = items
        .iter()
        .filter_map(|(policy, item)| match item {
            Item::Rule(rule) => Some((*policy, rule.as_ref())),
            _ => None,
        })
        .collect();
    let mut needs: Vec<Need> = Vec::new();
    let mut members: Vec<(u32, u32, Span)> = Vec::new();
    let mut met: Vec<(u32, u32, Span)> = Vec::new();
    let mut all_typed = true;
    for (number, (policy, rule)) in (0_u32..).zip(&rules) {
        match versions::rule(context, *policy, rule) {
            Some((typed, own)) => {
                needs.extend(own.rules.into_iter().map(|(to, span)| (number, to, span)));
                members.extend(own.members);
                met.extend(own.met.into_iter().map(|(to, span)| (number, to, span)));
                context.rule_places.push(Some(context.program.rules.len()));
                context.program.rules.push(typed);
            }
            None => {
                context.rule_places.push(None);
                all_typed = false;
            }
        }
    }
    match order(rules.len(), &needs, "rules") {
        Ok(ordered) => context.program.rule_order = ordered.into_iter().map(RuleId).collect(),
        Err(problem) => context.problems.push(*problem),
    }
    if all_typed {
        uncited(context);
        unused(context);
        strangers(context, &members);
        met_on_no_day(context, &met);
        levels::advice_required(context);
    }
}

fn rule(context: &mut Context<'_>, policy: PolicyId, rule: &ast::Rule) -> Option<(Rule, Needs)> {
    let lines = lines(context, rule);
    let name = &rule.name;
    let cites = cites(context, policy, &lines.cites);
    if lines.cites.is_empty() {
        let message = format!("the rule `{}` cites no clause", name.text);
        let problem = Diagnostic::error("types/cites-nothing", message, name.span, "on what ground");
        context.problems.push(problem.warning().help("add a line `cites CLAUSE`"));
    }
    let Some((written, _)) = lines.subject else {
        let message = format!("the rule `{}` does not say whom it is for", name.text);
        context.error("types/no-subject", message, name.span, "add a line `for ROLE`");
        return None;
    };
    let Some((requirement, require_span)) = lines.require else {
        let message = format!("the rule `{}` requires nothing", name.text);
        context.error("types/no-requirement", message, name.span, "add a line `require …`");
        return None;
    };
    let Some(subject) = subject(context, policy, written) else {
        // Whom it is for is not known, but what else is wrong can be told.
        let view = View { policy, subject: None };
        let mut needs = Needs::default();
        let duty = duty(context, view, &lines, &mut needs);
        let unread = unread_trigger(&lines);
        let trigger = trigger(duty.as_ref(), unread.as_ref());
        let mut atoms = Atoms { view, trigger, atoms: Vec::new(), needs };
        atoms.requirement(context, requirement);
        conditions_of(context, view, &lines);
        return None;
    };
    let view = View { policy, subject: Some(&subject) };
    let in_force = in_force(context, policy, lines.in_force);
    let calendar_of = lines.calendar.map(|(name, _)| calendar_of(context, &subject, name));
    let mut needs = Needs::default();
    let duty = duty(context, view, &lines, &mut needs);
    let unread = unread_trigger(&lines);
    let trigger = trigger(duty.as_ref(), unread.as_ref());
    let mut atoms = Atoms { view, trigger, atoms: Vec::new(), needs };
    let requirement = atoms.requirement(context, requirement);
    let Atoms { atoms, needs, .. } = atoms;
    let (Some(duty), Some(requirement)) = (duty, requirement) else {
        conditions_of(context, view, &lines);
        return None;
    };
    check_part(context, &subject, &duty, (&atoms, lines.part), require_span);
    if let Duty::InAny(of) = &duty {
        sliding::check(context, (of, &subject), (&lines, &atoms, &requirement), require_span);
    }
    check_trigger_rule(context, &duty, &atoms, (lines.ends, require_span));
    sense::thresholds(context, &atoms);
    let of_line = |span: Option<Span>| span.unwrap_or(name.span);
    let (over_span, due_span) = (of_line(lines.over.map(|over| over.1)), of_line(lines.duty.map(|duty| duty.1)));
    sense::dates(context, in_force, &duty, (over_span, due_span));
    let suspended = suspended(context, view, &lines);
    let extended = extended(context, view, &lines);
    has_no_deadline(context, &duty, &atoms, rule);
    let exceptions = exceptions(context, view, &lines, &atoms)?;
    if matches!(duty, Duty::InAny(_)) {
        sliding::check_exceptions(context, &exceptions);
    }
    let allowing = lines.allowing.map(|(allowing, _)| match allowing {
        ast::Allowing::Misses(number, per) => Allowing::Misses(number.value, per.value),
        ast::Allowing::Share(share) => Allowing::Share(share.value),
    });
    if let (Some(allowing), Some((_, span))) = (&allowing, lines.allowing) {
        sense::tolerance(context, allowing, span);
    }
    if let (Some((_, span)), Duty::Once { .. } | Duty::InAny(_)) = (lines.allowing, &duty) {
        let message = "a rule with a single duty has no misses to allow";
        context.error("types/nothing-to-allow", message, span, "repeat the duty with `each …`, or leave this out");
    }
    let at_risk = match lines.at_risk {
        None => None,
        Some((risk, span)) => Some(at_risk(context, view, (risk, span), &atoms)?),
    };
    let typed = Rule {
        name: name.text.clone(),
        policy,
        title: rule.title.value.clone(),
        cites,
        level: lines.level.map_or(Level::Must, |level| level.0),
        authority: authority(context, policy, &lines),
        subject: subject.clone(),
        in_force,
        calendar_of: calendar_of.flatten(),
        duty,
        part: lines.part.map(|part| part.value),
        joint: lines.joint.map(|joint| joint.value),
        atoms,
        requirement,
        exceptions,
        allowing,
        at_risk,
        ends_with_role: lines.ends.is_some(),
        suspended: suspended?,
        extended: extended?,
        remedy: lines.remedy,
        cut: None,
        versions: Vec::new(),
        chosen_by: ChosenBy::Opening,
        name_span: name.span,
        require_span,
        span: rule.span,
    };
    Some((typed, needs))
}

/// Whose school's calendar counts: a line that names neither of the case's people is an error.
fn calendar_of(context: &mut Context<'_>, subject: &Subject, name: &ast::Name) -> Option<CalendarOf> {
    let role = context.program.role(subject.role).cloned()?;
    let counterpart = role.counterpart.filter(|_| subject.with_counterpart);
    if name.text == role.name {
        return Some(CalendarOf::Person);
    }
    if counterpart.as_deref() == Some(name.text.as_str()) {
        return Some(CalendarOf::Counterpart);
    }
    let message = format!("`{}` is nobody of this rule's cases", name.text);
    let help = match counterpart {
        Some(counterpart) => format!("write `calendar of {}` or `calendar of {counterpart}`", role.name),
        None => format!("write `calendar of {}`, or leave the line out", role.name),
    };
    context.error("types/not-of-the-case", message, name.span, help);
    None
}

fn subject(context: &mut Context<'_>, policy: PolicyId, written: &ast::Subject) -> Option<Subject> {
    let role = RoleId(context.find(Kind::Role, policy, &written.role)?);
    if let Some(word) = &written.counterpart {
        let own = context.program.role(role).and_then(|role| role.counterpart.clone());
        if own.as_deref() != Some(word.text.as_str()) {
            let (message, help) = match own {
                Some(own) => (format!("this role is held with a `{own}`"), format!("write `with {own}`")),
                None => ("this role is held with nobody".to_owned(), format!("leave out `with {}`", word.text)),
            };
            context.error("types/wrong-counterpart", message, word.span, help);
            return None;
        }
    }
    let by = match &written.by {
        None => None,
        Some(name) => Some(key(context, role, name)?),
    };
    let plain = Subject { role, with_counterpart: written.counterpart.is_some(), by, only: None };
    let only = match &written.only {
        None => None,
        Some(only) => Some(conditions::condition(context, View { policy, subject: Some(&plain) }, only)?),
    };
    Some(Subject { only, ..plain })
}

/// The attribute by which a rule has cases: a text.
fn key(context: &mut Context<'_>, role: RoleId, name: &ast::Name) -> Option<FieldId> {
    let attributes = context.program.role(role).map(|role| role.attributes.clone()).unwrap_or_default();
    let Some(at) = place(&attributes, &name.text) else {
        unknown_field(context, &name.text, name.span, &attributes);
        return None;
    };
    if !attributes.get(at.index()).is_some_and(|field| matches!(field.ty, Type::Text | Type::OneOfTexts(_))) {
        let message = format!("there are cases by a text, and `{}` is none", name.text);
        context.error(
            "types/wrong-type",
            message,
            name.span,
            "declare the attribute as `text`, or as one of some texts",
        );
        return None;
    }
    Some(at)
}

/// Whose rule it is: its own line's, or the policy's.
fn authority(context: &Context<'_>, policy: PolicyId, lines: &Lines<'_>) -> Authority {
    let of_policy = || context.program.policy(policy).map_or(Authority::Provider, |policy| policy.authority);
    lines.authority.map_or_else(of_policy, |authority| authority.0)
}

fn in_force(context: &mut Context<'_>, policy: PolicyId, own: Option<(ast::Period, Span)>) -> Days {
    let whole = context.program.policy(policy).map_or(Days::ALL, |policy| policy.in_force);
    let Some((period, span)) = own else { return whole };
    let days = days(context, period);
    let inside = whole.intersect(days);
    if inside.is_empty() {
        let message = "the rule is in force only when its policy is not";
        context.error("types/never-in-force", message, span, "choose days on which the policy is in force");
    }
    inside
}
