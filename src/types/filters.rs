//! Filters: conditions on one event's fields and on the people whom they name.

use crate::diagnostic::Diagnostic;
use crate::resolve::Kind;
use crate::source::Span;
use crate::syntax::ast;
use crate::types::binding::{Slot, slot_of};
use crate::types::conditions::{View, attribute_of, comparable, field, selection};
use crate::types::context::Context;
use crate::types::typed::{
    ActivityId, Condition, FieldRef, Filter, Holds, ListId, RoleId, Selection, Signed, Subject, Type,
};
use crate::types::values::of_type;

/// A condition on one event's fields.
pub fn filter(
    context: &mut Context<'_>,
    view: View<'_>,
    written: &ast::Filter,
    activities: &[ActivityId],
) -> Option<Filter> {
    let all = |context: &mut Context<'_>, filters: &[ast::Filter]| -> Option<Vec<Filter>> {
        let checked: Vec<_> = filters.iter().map(|one| filter(context, view, one, activities)).collect();
        checked.into_iter().collect()
    };
    Some(match written {
        ast::Filter::Or(filters) => Filter::Or(all(context, filters)?),
        ast::Filter::And(filters) => Filter::And(all(context, filters)?),
        ast::Filter::Not(inner) => Filter::Not(Box::new(filter(context, view, inner, activities)?)),
        ast::Filter::Compare(name, comparison, value) => {
            let (field, ty) = field(context, name, activities)?;
            let typed = of_type(context, value, &ty, &name.text)?;
            comparable(context, comparison.value, &typed, name.span.to(value.span));
            Filter::Compare(field, comparison.value, typed)
        }
        ast::Filter::In(name, list) => {
            let (field, ty) = field(context, name, activities)?;
            if !matches!(ty, Type::Text | Type::OneOfTexts(_)) {
                let message = format!("a list holds texts, and `{}` is none", name.text);
                context.error("types/wrong-type", message, name.span, "compare it with `=`");
            }
            Filter::In(field, ListId(context.find(Kind::List, view.policy, list)?))
        }
        ast::Filter::Given(name, given) => Filter::Given(field(context, name, activities)?.0, *given),
        ast::Filter::Is(name, word) => {
            let field = person(context, name, activities)?;
            match view.subject {
                Some(subject) => in_the_case(context, subject, &word.text, word.span),
                None => some_word(context, word),
            }
            Filter::Is(field, word.text.clone())
        }
        ast::Filter::Holds(name, written) => {
            let field = person(context, name, activities);
            let holds = holds(context, view, written);
            Filter::Holds(field?, holds?)
        }
    })
}

/// A field that holds a person.
pub fn person(context: &mut Context<'_>, name: &ast::Name, activities: &[ActivityId]) -> Option<FieldRef> {
    let (field, ty) = field(context, name, activities)?;
    if ty != Type::Person {
        let message = format!("`{}` is no person of the roster", name.text);
        let help = format!("declare it `{}: person`, or compare it with a value", name.text);
        context.error("types/wrong-type", message, name.span, help);
        return None;
    }
    Some(field)
}

/// Which role a person holds.
pub fn holds(context: &mut Context<'_>, view: View<'_>, written: &ast::Holds) -> Option<Holds> {
    let role = RoleId(context.find(Kind::Role, view.policy, &written.role)?);
    let only = match &written.only {
        None => None,
        Some(only) => Some(Box::new(of_row(context, role, only)?)),
    };
    Some(Holds { role, same_school: written.same_school, only })
}

/// Statements that somebody who may has signed.
pub fn attested(
    context: &mut Context<'_>,
    view: View<'_>,
    (written, span): (&ast::Attested, Span),
) -> Option<Selection> {
    let of = selection(context, view, &written.of);
    let by: Vec<Option<Holds>> = written.by.iter().map(|one| holds(context, view, one)).collect();
    if let Some(subject) = view.subject {
        for word in &written.never {
            in_the_case(context, subject, &word.text, word.span);
        }
    }
    let of = of?;
    let mut places = Vec::new();
    for id in &of.activities {
        let activity = context.program.activity(*id)?;
        let Some(place) = activity.signed_by else {
            let message = format!("nothing says who signs `{}`", activity.name);
            let problem = Diagnostic::error("types/not-signed", message, written.of.span, "not signed")
                .label(activity.span, "declared here")
                .help("declare a field `signer: person`, and add `signed by signer`");
            context.problems.push(problem);
            return None;
        };
        places.push(place);
    }
    let first = of.activities.first().and_then(|id| context.program.activity(*id));
    let name = first.and_then(|activity| activity.fields.get(places.first()?.index())).map(|field| field.name.clone());
    let signed = Signed {
        by: by.into_iter().collect::<Option<_>>()?,
        never: written.never.iter().map(|word| word.text.clone()).collect(),
        valid_for: written.valid_for.map(|days| days.value),
    };
    let signed = Filter::Signed(FieldRef { name: name?, places }, signed);
    let filter = match of.filter {
        None => signed,
        Some(filter) => Filter::And(vec![filter, signed]),
    };
    Some(Selection { filter: Some(filter), span, ..of })
}

/// What a row of the roster must say: of the role's own attributes.
fn of_row(context: &mut Context<'_>, role: RoleId, written: &ast::Condition) -> Option<Condition> {
    let all = |context: &mut Context<'_>, all: &[ast::Condition]| -> Option<Vec<Condition>> {
        let checked: Vec<_> = all.iter().map(|one| of_row(context, role, one)).collect();
        checked.into_iter().collect()
    };
    Some(match written {
        ast::Condition::Or(conditions) => Condition::Or(all(context, conditions)?),
        ast::Condition::And(conditions) => Condition::And(all(context, conditions)?),
        ast::Condition::Not(inner, _) => Condition::Not(Box::new(of_row(context, role, inner)?)),
        ast::Condition::Attribute(name, comparison, value) => {
            let attributes = context.program.role(role).map(|role| role.attributes.clone()).unwrap_or_default();
            attribute_of(context, &[attributes], name, (comparison.value, value))?
        }
        // The grammar has nothing else here.
        ast::Condition::Events(..) | ast::Condition::CoversDays(..) | ast::Condition::Named(_) => return None,
    })
}

/// Notes a word that means nobody of a rule's case.
fn in_the_case(context: &mut Context<'_>, subject: &Subject, word: &str, span: Span) {
    if slot_of(&context.program, subject, word) != Slot::Free || context.may_be_lost(word) {
        return;
    }
    let Some(role) = context.program.role(subject.role) else { return };
    let name = role.name.clone();
    let help = match &role.counterpart {
        Some(with) if subject.with_counterpart => format!("write `the {name}` or `the {with}`"),
        Some(with) if with == word => format!("make the rule `for {name} with {with}`"),
        Some(_) | None => format!("write `the {name}`, or `holds {word}` for anybody in that role"),
    };
    context.error("types/not-in-the-case", format!("this rule is for no `{word}`"), span, help);
}

/// Notes a word that no rule's case can have: in an exemption, whose rules are checked where they use it.
fn some_word(context: &mut Context<'_>, word: &ast::Name) {
    let known = context.program.roles.iter().any(|role| {
        role.name == word.text || role.counterpart.as_ref().is_some_and(|counterpart| *counterpart == word.text)
    });
    if !known && !context.may_be_lost(&word.text) {
        let message = format!("`{}` is neither a role nor the word for a counterpart", word.text);
        context.error("types/not-in-the-case", message, word.span, "name the role of the rule, or its counterpart");
    }
}

/// Notes the words of an exemption's filter that mean nobody of the case of a rule that uses it.
pub fn check(context: &mut Context<'_>, subject: &Subject, filter: &Filter, span: Span) {
    match filter {
        Filter::Or(all) | Filter::And(all) => {
            for one in all {
                check(context, subject, one, span);
            }
        }
        Filter::Not(inner) => check(context, subject, inner, span),
        Filter::Is(_, word) => in_the_case(context, subject, word, span),
        Filter::Compare(..) | Filter::In(..) | Filter::Given(..) | Filter::Holds(..) | Filter::Signed(..) => {}
    }
}
