//! Exemptions, what defeats an exception, and which exemption gives way to which.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::resolve::{Kind, Need, order};
use crate::source::Span;
use crate::syntax::ast::{self, Item, MidWindow};
use crate::types::conditions::{self, View, begins_inside, check_condition, cites, missing_mid_window};
use crate::types::context::Context;
use crate::types::typed::{ClauseId, Condition, Exemption, ExemptionId, PolicyId, Unless, When};

/// Checks every exemption.
pub fn check(context: &mut Context<'_>) {
    let items = context.items.clone();
    let mut needs: Vec<Need> = Vec::new();
    let mut number = 0;
    for (policy, item) in &items {
        let Item::Exemption(exemption) = item else { continue };
        let view = View { policy: *policy, subject: None };
        let cites = cites(context, *policy, &exemption.cites);
        let Some(when) = exemption.when.as_ref() else {
            let message = format!("the exemption `{}` does not say when it holds", exemption.name.text);
            context.error("types/no-when", message, exemption.name.span, "add a line `when …`");
            // Its number is kept, so that those after it keep theirs.
            let nothing = Condition::Or(Vec::new());
            let never = When { shown: false, condition: nothing, unless: Vec::new(), span: exemption.span };
            context.program.exemptions.push(typed(*policy, exemption, cites, never));
            number += 1;
            continue;
        };
        let conditions = std::iter::once(&when.condition).chain(when.unless.iter().map(|unless| &unless.condition));
        let names = conditions.flat_map(|condition| named(context, *policy, condition));
        needs.extend(names.map(|(to, span)| (number, to, span)));
        let condition = conditions::condition(context, view, &when.condition);
        if exemption.mid_window.is_none() && begins_inside(&when.condition) {
            missing_mid_window(context, exemption.name.span);
        }
        let condition = condition.unwrap_or(Condition::Or(Vec::new()));
        let unless = self::unless(context, view, when, exemption.mid_window.map(|mid| mid.value));
        let when = When { shown: when.shown, condition, unless: unless.unwrap_or_default(), span: when.span };
        context.program.exemptions.push(typed(*policy, exemption, cites, when));
        number += 1;
    }
    if let Err(problem) = order(context.program.exemptions.len(), &needs, "exemptions") {
        context.problems.push(*problem);
        // What goes round in a circle is followed by nobody.
        for exemption in &mut context.program.exemptions {
            exemption.when.condition = Condition::Or(Vec::new());
            exemption.when.unless.clear();
        }
    }
    let conditions = |exemption: &Exemption| (exemption.when.condition.clone(), exemption.when.span);
    let written: Vec<(Condition, Span)> = context.program.exemptions.iter().map(conditions).collect();
    for (condition, span) in written {
        defeated_in_part(context, &condition, span);
    }
    ranks(context);
}

/// When an exception of a rule holds: as the exemption says that it names, or as its line does. What defeats it
/// everywhere comes before what defeats it in this rule.
pub fn when(
    context: &mut Context<'_>,
    view: View<'_>,
    written: &ast::When,
    mid_window: Option<MidWindow>,
) -> Option<(When, Option<ExemptionId>)> {
    let condition = conditions::condition(context, view, &written.condition)?;
    if let Some(subject) = view.subject {
        check_condition(context, subject, &condition, written.span);
    }
    let mut unless = unless(context, view, written, mid_window)?;
    let named = match &condition {
        Condition::Exemption(id) => Some(*id),
        _ => None,
    };
    defeated_in_part(context, &condition, written.span);
    let when = match named.and_then(|id| context.program.exemption(id)) {
        Some(exemption) => {
            let mut when = exemption.when.clone();
            when.unless.append(&mut unless);
            when
        }
        None => When { shown: written.shown, condition, unless, span: written.span },
    };
    Some((when, named))
}

/// A part of a longer condition is asked day by day, and what defeats an exemption defeats it for an obligation: an
/// exemption that has an `unless` is no such part.
fn defeated_in_part(context: &mut Context<'_>, condition: &Condition, span: Span) {
    if matches!(condition, Condition::Exemption(_)) {
        return;
    }
    let mut parts = Vec::new();
    conditions::exemptions_in(condition, &mut parts);
    let defeated = parts.into_iter().filter_map(|id| context.program.exemption(id));
    let Some(part) = defeated.into_iter().find(|exemption| !exemption.when.unless.is_empty()) else { return };
    let message = format!("`{}` has an `unless`, and is only a part of this condition", part.name);
    let problem = Diagnostic::error("types/unless-in-part", message, span, "when is it defeated")
        .label(part.span, "declared here")
        .help("write a line of its own for each exemption, with its `unless`");
    context.problems.push(problem);
}

/// What defeats an exception; each must say what it does to a window that it begins in.
fn unless(
    context: &mut Context<'_>,
    view: View<'_>,
    when: &ast::When,
    mid_window: Option<MidWindow>,
) -> Option<Vec<Unless>> {
    let one = |context: &mut Context<'_>, unless: &ast::Unless| -> Option<Unless> {
        let condition = conditions::condition(context, view, &unless.condition)?;
        if mid_window.is_none() && begins_inside(&unless.condition) {
            missing_mid_window(context, unless.span);
        }
        if let Some(subject) = view.subject {
            check_condition(context, subject, &condition, unless.span);
        }
        defeated_in_part(context, &condition, unless.span);
        let exemption = match &condition {
            Condition::Exemption(id) => Some(*id),
            _ => None,
        };
        let when = When { shown: false, condition, unless: Vec::new(), span: unless.span };
        Some(Unless { when, exemption, mid_window: mid_window.unwrap_or(MidWindow::Whole), span: unless.span })
    };
    let checked: Vec<Option<Unless>> = when.unless.iter().map(|unless| one(context, unless)).collect();
    checked.into_iter().collect()
}

/// Which exemptions give way to which: what gives way to one that gives way does so too. A circle is an error.
fn ranks(context: &mut Context<'_>) {
    let items = context.items.clone();
    let mut below: Vec<Need> = Vec::new();
    let mut number = 0;
    for (policy, item) in &items {
        let Item::Exemption(exemption) = item else { continue };
        for path in &exemption.outranks {
            if let Some(other) = context.find(Kind::Exemption, *policy, path) {
                below.push((number, other, path.span));
            }
        }
        number += 1;
    }
    let ordered = match order(context.program.exemptions.len(), &below, "exemptions") {
        Ok(ordered) => ordered,
        Err(problem) => return context.problems.push(*problem),
    };
    // Each comes after those that it outranks.
    for one in ordered {
        let mut all: BTreeSet<ExemptionId> = BTreeSet::new();
        for (_, other, _) in below.iter().filter(|(from, _, _)| *from == one) {
            all.insert(ExemptionId(*other));
            all.extend(context.program.exemption(ExemptionId(*other)).into_iter().flat_map(|other| &other.outranks));
        }
        let place = ExemptionId(one).index();
        if let Some(exemption) = context.program.exemptions.get_mut(place) {
            exemption.outranks = all.into_iter().collect();
        }
    }
}

fn typed(policy: PolicyId, exemption: &ast::Exemption, cites: Vec<ClauseId>, when: When) -> Exemption {
    Exemption {
        name: exemption.name.text.clone(),
        policy,
        title: exemption.title.as_ref().map(|title| title.value.clone()),
        cites,
        when,
        backdated: exemption.backdated.is_some(),
        mid_window: exemption.mid_window.map(|mid| mid.value),
        outranks: Vec::new(),
        span: exemption.span,
    }
}

/// The exemptions that a condition names.
fn named(context: &Context<'_>, policy: PolicyId, condition: &ast::Condition) -> Vec<(u32, Span)> {
    match condition {
        ast::Condition::Or(all) | ast::Condition::And(all) => {
            all.iter().flat_map(|one| named(context, policy, one)).collect()
        }
        ast::Condition::Not(inner, _) => named(context, policy, inner),
        ast::Condition::Named(path) => match context.names.find(Kind::Exemption, policy, path) {
            Ok(place) => vec![(place.number, path.span)],
            Err(_) => Vec::new(),
        },
        ast::Condition::Events(..) | ast::Condition::CoversDays(..) | ast::Condition::Attribute(..) => Vec::new(),
    }
}
