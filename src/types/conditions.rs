//! Selections, conditions and exemptions.

use crate::diagnostic::Diagnostic;
use crate::resolve::Kind;
use crate::source::Span;
use crate::syntax::ast::{self, Scope};
use crate::types::bind;
use crate::types::context::Context;
use crate::types::declarations::{place, unknown_field};
use crate::types::filters;
use crate::types::typed::{
    Activity, ActivityId, ClauseId, Comparison, Condition, ExemptionId, Field, FieldId, FieldRef, Owner, PolicyId,
    Role, Selection, Subject, Type, Value,
};
use crate::types::values::of_type;

/// What the names of a condition or requirement are looked up by.
#[derive(Clone, Copy, Debug)]
pub struct View<'s> {
    /// The policy.
    pub policy: PolicyId,
    /// Whom the rule is for; none in an exemption, which is checked where a rule uses it.
    pub subject: Option<&'s Subject>,
}

/// The clauses that are cited.
pub fn cites(context: &mut Context<'_>, policy: PolicyId, paths: &[ast::Path]) -> Vec<ClauseId> {
    paths.iter().filter_map(|path| context.find(Kind::Clause, policy, path)).map(ClauseId).collect()
}

/// That an exception does not say what becomes of the window it begins in.
pub fn missing_mid_window(context: &mut Context<'_>, span: Span) {
    let message = "this may begin inside a window, and nothing says what becomes of that window";
    let help =
        "add `mid-window whole`, `mid-window from then, pro rata by open days` or `mid-window from the next window`";
    context.error("types/no-mid-window", message, span, help);
}

/// Whether a condition may become true on a day inside a window.
pub fn begins_inside(condition: &ast::Condition) -> bool {
    match condition {
        ast::Condition::Or(all) | ast::Condition::And(all) => all.iter().any(begins_inside),
        ast::Condition::Not(inner, _) => begins_inside(inner),
        ast::Condition::Events(_, _, scope) => *scope == Scope::UpToThen,
        // A named exemption says it itself.
        ast::Condition::CoversDays(..) | ast::Condition::Attribute(..) | ast::Condition::Named(_) => false,
    }
}

/// The exemptions that a condition names.
pub fn exemptions_in(condition: &Condition, all: &mut Vec<ExemptionId>) {
    match condition {
        Condition::Or(parts) | Condition::And(parts) => parts.iter().for_each(|part| exemptions_in(part, all)),
        Condition::Not(inner) => exemptions_in(inner, all),
        Condition::Exemption(id) => all.push(*id),
        Condition::Events(..) | Condition::CoversDays(..) | Condition::Attribute(..) => {}
    }
}

/// A condition on a case.
pub fn condition(context: &mut Context<'_>, view: View<'_>, written: &ast::Condition) -> Option<Condition> {
    Some(match written {
        ast::Condition::Or(all) => Condition::Or(each(context, view, all)?),
        ast::Condition::And(all) => Condition::And(each(context, view, all)?),
        ast::Condition::Not(inner, _) => Condition::Not(Box::new(condition(context, view, inner)?)),
        ast::Condition::Events(quantifier, of, scope) => {
            Condition::Events(quantifier.value, selection(context, view, of)?, *scope)
        }
        ast::Condition::CoversDays(of, unit, span) => {
            let of = selection(context, view, of)?;
            let points = of.activities.iter().any(|id| context.program.activity(*id).is_some_and(|one| !one.is_span));
            if points {
                let message = "only a span covers days, and this is a point in time";
                context.error("types/points-cover-no-days", message, *span, "declare the activity `span`");
            }
            Condition::CoversDays(of, *unit)
        }
        ast::Condition::Attribute(name, comparison, value) => attribute(context, view, name, comparison.value, value)?,
        ast::Condition::Named(path) => {
            Condition::Exemption(ExemptionId(context.find(Kind::Exemption, view.policy, path)?))
        }
    })
}

fn each(context: &mut Context<'_>, view: View<'_>, all: &[ast::Condition]) -> Option<Vec<Condition>> {
    let checked: Vec<Option<Condition>> = all.iter().map(|one| condition(context, view, one)).collect();
    checked.into_iter().collect()
}

fn attribute(
    context: &mut Context<'_>,
    view: View<'_>,
    name: &ast::Name,
    comparison: Comparison,
    value: &ast::Literal,
) -> Option<Condition> {
    let roles: Vec<&Role> = match view.subject {
        Some(subject) => context.program.role(subject.role).into_iter().collect(),
        None => context.program.roles.iter().filter(|role| role.policy == view.policy).collect(),
    };
    let roles: Vec<Vec<Field>> = roles.iter().map(|role| role.attributes.clone()).collect();
    attribute_of(context, &roles, name, (comparison, value))
}

/// An attribute of roles against a value: the first that has it says of which type it is.
pub fn attribute_of(
    context: &mut Context<'_>,
    roles: &[Vec<Field>],
    name: &ast::Name,
    (comparison, value): (Comparison, &ast::Literal),
) -> Option<Condition> {
    let ty = if name.text == "school" {
        Some(Type::Text)
    } else {
        let mut fields = roles.iter().flatten();
        fields.find(|field| field.name == name.text).map(|field| field.ty.clone())
    };
    let Some(ty) = ty else {
        let fields = roles.first().map(Vec::as_slice).unwrap_or_default();
        unknown_field(context, &name.text, name.span, fields);
        return None;
    };
    let typed = of_type(context, value, &ty, &name.text)?;
    comparable(context, comparison, &typed, name.span.to(value.span));
    Some(Condition::Attribute(name.text.clone(), comparison, typed))
}

/// Texts are only ever the same or not.
pub fn comparable(context: &mut Context<'_>, comparison: Comparison, value: &Value, span: Span) {
    if matches!(value, Value::Text(_)) && !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        let message = "a text is the same or not; it is not more or less";
        context.error("types/text-order", message, span, "compare with `=` or `!=`");
    }
}

/// Some activities, perhaps only where a filter holds.
pub fn selection(context: &mut Context<'_>, view: View<'_>, written: &ast::Selection) -> Option<Selection> {
    let activities = activities(context, view, &written.of)?;
    let filter = match &written.filter {
        None => None,
        Some(filter) => Some(filters::filter(context, view, filter, &activities)?),
    };
    Some(Selection { activities, filter, span: written.span })
}

/// The activities that a name stands for, each of which must share a person with the rule's subject.
pub fn activities(context: &mut Context<'_>, view: View<'_>, path: &ast::Path) -> Option<Vec<ActivityId>> {
    let number = context.find(Kind::Activity, view.policy, path)?;
    let activities = usize::try_from(number).ok().and_then(|at| context.groups.get(at)).cloned()?;
    if let Some(subject) = view.subject {
        shares(context, subject, &activities, path.span);
    }
    Some(activities)
}

/// Notes activities that share no person with a subject.
pub fn shares(context: &mut Context<'_>, subject: &Subject, activities: &[ActivityId], span: Span) {
    for id in activities {
        let Some(activity) = context.program.activity(*id) else { continue };
        // Whose it is was not understood, which is told where it is declared.
        key_is_text(context, subject, &activity.clone(), span);
        let Some(activity) = context.program.activity(*id) else { continue };
        let owner_unknown = matches!(activity.owner, Owner::Role(role) if context.program.role(role).is_none());
        if owner_unknown || bind(&context.program, subject, activity).is_some() {
            continue;
        }
        let role = context.program.role(subject.role);
        let word = role.and_then(|role| role.counterpart.clone());
        let name = role.map(|role| role.name.clone()).unwrap_or_default();
        let message = format!("`{}` is about nobody whom this rule is for", activity.name);
        let declared = activity.span;
        let help = match word {
            Some(word) if !subject.with_counterpart => format!("make the rule `for {name} with {word}`"),
            _ => "declare whose activity it is with `of` or `with`".to_owned(),
        };
        context.problems.push(
            Diagnostic::error("types/no-shared-person", message, span, "about somebody else")
                .label(declared, "declared here")
                .help(help),
        );
    }
}

/// Notes a field that has the name of what the rule has cases by, and cannot hold a value of it.
fn key_is_text(context: &mut Context<'_>, subject: &Subject, activity: &Activity, span: Span) {
    let role = context.program.role(subject.role);
    let Some(by) = subject.by.and_then(|by| role?.attributes.get(by.index())).map(|field| field.name.clone()) else {
        return;
    };
    let other = activity.fields.iter().find(|field| field.name == by);
    if other.is_some_and(|field| !matches!(field.ty, Type::Text | Type::OneOfTexts(_))) {
        let message = format!("the rule has cases by `{by}`, and that of `{}` is no text", activity.name);
        let problem = Diagnostic::error("types/wrong-type", message, span, "of another type")
            .label(activity.span, "declared here")
            .help(format!("declare `{by}: text` there too"));
        context.problems.push(problem);
    }
}

/// A field of every activity of a selection.
pub fn field(context: &mut Context<'_>, name: &ast::Name, activities: &[ActivityId]) -> Option<(FieldRef, Type)> {
    let mut places: Vec<FieldId> = Vec::new();
    let mut first: Option<Type> = None;
    for id in activities {
        let activity = context.program.activity(*id)?.clone();
        let Some(at) = place(&activity.fields, &name.text) else {
            let others = activities.iter().filter_map(|other| context.program.activity(*other));
            let in_another = others.clone().any(|other| place(&other.fields, &name.text).is_some());
            match in_another && !context.may_be_lost(&name.text) {
                true => lacking(context, name, activities),
                false => unknown_field(context, &name.text, name.span, &activity.fields),
            }
            return None;
        };
        let ty = activity.fields.get(at.index()).map(|field| field.ty.clone())?;
        match &first {
            Some(other) if std::mem::discriminant(other) != std::mem::discriminant(&ty) => {
                let message = format!("`{}` is not of the same type in every activity of the group", name.text);
                context.error("types/mixed-types", message, name.span, "give the field one type in all of them");
                return None;
            }
            Some(_) => {}
            None => first = Some(ty),
        }
        places.push(at);
    }
    Some((FieldRef { name: name.text.clone(), places }, first?))
}

/// That some activities of a group lack a field that others of it have.
fn lacking(context: &mut Context<'_>, name: &ast::Name, activities: &[ActivityId]) {
    let of_group = activities.iter().filter_map(|id| context.program.activity(*id));
    let lack: Vec<_> = of_group.filter(|one| place(&one.fields, &name.text).is_none()).cloned().collect();
    let names = lack.iter().map(|one| format!("`{}`", one.name)).collect::<Vec<_>>().join(", ");
    let message = format!("not every activity of the group has a field `{}`: {names} lacks it", name.text);
    let mut problem = Diagnostic::error("types/unknown-field", message, name.span, "not in all of them");
    for one in &lack {
        problem = problem.label(one.span, format!("`{}` lacks it", one.name));
    }
    let help = format!("declare `{}` there, or name only activities that have it", name.text);
    context.problems.push(problem.help(help));
}

/// Notes activities in a condition that share no person with a subject: an exemption is checked where it is used.
pub fn check_condition(context: &mut Context<'_>, subject: &Subject, condition: &Condition, span: Span) {
    match condition {
        Condition::Or(all) | Condition::And(all) => {
            for one in all {
                check_condition(context, subject, one, span);
            }
        }
        Condition::Not(inner) => check_condition(context, subject, inner, span),
        Condition::Events(_, selection, _) | Condition::CoversDays(selection, _) => {
            shares(context, subject, &selection.activities, span);
            if let Some(filter) = &selection.filter {
                filters::check(context, subject, filter, span);
            }
        }
        Condition::Attribute(..) => {}
        Condition::Exemption(id) => {
            if let Some(exemption) = context.program.exemption(*id).cloned() {
                check_condition(context, subject, &exemption.when.condition, span);
            }
        }
    }
}
