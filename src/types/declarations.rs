//! Policies, clauses, roles, records, activities, groups, lists, tables and parameters.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::resolve::{Kind, LOST, Need, order};
use crate::source::Span;
use crate::syntax::ast::{self, Item, Period};
use crate::types::context::{Context, Figure};
use crate::types::typed::{
    Activity, ActivityId, Authority, Clause, Field, FieldId, List, Owner, Param, Policy, PolicyId, Records, RecordsId,
    Role, RoleId, SameEvent, Table, Type, Value,
};
use crate::types::values::{in_unit, of_type, ty, unit_word};
use crate::value::{Day, Days, Rational, fold};

/// How many days of lag are let pass where records say nothing.
const NO_LAG: u32 = 0;

/// Checks every declaration that is no calendar, exemption, rule or scenario.
pub fn check(context: &mut Context<'_>) {
    let items = context.items.clone();
    for (_, item) in &items {
        if let Item::Policy(policy) = item {
            let in_force = policy.in_force.map_or(Days::ALL, |period| days(context, period));
            context.program.policies.push(Policy {
                name: policy.name.text.clone(),
                title: policy.title.value.clone(),
                source: policy.source.as_ref().map(|source| source.value.clone()),
                authority: policy.authority.map_or(Authority::Provider, |authority| authority.value),
                in_force,
                span: policy.span,
            });
        }
    }
    for (policy, item) in &items {
        match item {
            Item::Clause(clause) => context.program.clauses.push(Clause {
                name: clause.name.text.clone(),
                policy: *policy,
                title: clause.title.value.clone(),
                page: clause.page.map(|page| page.value),
                unreadable: clause.unreadable.as_ref().map(|why| why.value.clone()),
                span: clause.span,
            }),
            Item::Role(role) => {
                let role = self::role(context, *policy, role);
                context.program.roles.push(role);
            }
            Item::Records(records) => context.program.records.push(Records {
                name: records.name.text.clone(),
                policy: *policy,
                title: records.title.value.clone(),
                stale_after: records.stale_after.map_or(NO_LAG, |days| days.value),
                register: records.register,
                span: records.span,
            }),
            Item::List(list) => self::list(context, *policy, list),
            Item::Param(param) => self::param(context, *policy, param),
            Item::Table(table) => self::table(context, *policy, table),
            _ => {}
        }
    }
    for (_, item) in &items {
        if let Item::Table(table) = item {
            keys(context, table);
        }
    }
    activities(context, &items);
}

/// A table is chosen by an attribute that some role has, and its keys are values of it.
fn keys(context: &mut Context<'_>, table: &ast::Table) {
    let by = &table.by;
    let all: Vec<Field> = context.program.roles.iter().flat_map(|role| role.attributes.iter().cloned()).collect();
    let types: Vec<&Type> = all.iter().filter(|field| field.name == by.text).map(|field| &field.ty).collect();
    match types.as_slice() {
        [] if by.text == "school" => {}
        [] => unknown_field(context, &by.text, by.span, &all),
        [ty, others @ ..] if others.iter().all(|other| other == ty) => {
            for (key, _) in &table.rows {
                of_type(context, key, ty, &by.text);
            }
        }
        // Roles that differ in the attribute's type are asked each by its own.
        [..] => {}
    }
}

/// The days of a period; an open end is the earliest or latest day there is.
pub fn days(context: &mut Context<'_>, period: Period) -> Days {
    let days =
        Days::new(period.from.map_or(Day::MIN, |date| date.value), period.to.map_or(Day::MAX, |date| date.value));
    if days.is_empty() {
        let message = "this period ends before it begins";
        context.error("types/dates-out-of-order", message, period.span, "put the earlier date first");
    }
    days
}

fn role(context: &mut Context<'_>, policy: PolicyId, role: &ast::Role) -> Role {
    let attributes = fields(context, &role.fields);
    for (field, written) in attributes.iter().zip(&role.fields) {
        if field.ty == Type::Person {
            let message = format!("`{}` of a role is no person: whom somebody is with is the counterpart", field.name);
            context.error("types/not-for-roles", message, written.ty.span, "write `role … with …`, or make it `text`");
        }
    }
    Role {
        name: role.name.text.clone(),
        policy,
        title: role.title.as_ref().map(|title| title.value.clone()),
        counterpart: role.counterpart.as_ref().map(|name| name.text.clone()),
        // Every row of a roster has a school: listing it says nothing more.
        attributes: attributes.into_iter().filter(|field| field.name != "school").collect(),
        span: role.span,
    }
}

fn fields(context: &mut Context<'_>, fields: &[ast::Field]) -> Vec<Field> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut typed = Vec::new();
    for field in fields {
        if !seen.insert(&field.name.text) {
            let message = format!("the field `{}` is declared twice", field.name.text);
            context.error("types/field-twice", message, field.name.span, "leave one of them out");
            continue;
        }
        typed.push(Field { name: field.name.text.clone(), ty: ty(context, &field.ty) });
    }
    typed
}

fn list(context: &mut Context<'_>, policy: PolicyId, list: &ast::List) {
    let mut members: Vec<(String, u32)> = Vec::new();
    for member in &list.members {
        let text = &member.text.value;
        if member.times.value == 0 {
            let message = format!("`{text}` is asked for no times");
            context.error("types/none-of-them", message, member.times.span, "write `x 1` or more, or leave it out");
        }
        if members.iter().any(|(other, _)| fold(other) == fold(text)) {
            let message = format!("`{text}` is in the list already");
            context.error("types/member-twice", message, member.text.span, "write it once, with `x 2`");
        }
        members.push((text.clone(), member.times.value));
    }
    context.program.lists.push(List {
        name: list.name.text.clone(),
        policy,
        title: list.title.as_ref().map(|title| title.value.clone()),
        members,
        span: list.span,
    });
}

fn param(context: &mut Context<'_>, policy: PolicyId, param: &ast::Param) {
    let ty = ty(context, &param.ty);
    if ty.unit().is_none() {
        let message = format!("a parameter is a figure; `{}` is none", param.name.text);
        context.error("types/not-a-figure", message, param.ty.span, "make it `count`, `duration`, `days` or `number`");
    }
    let value = match &param.value {
        Some(literal) => match of_type(context, literal, &ty, &param.name.text) {
            Some(Value::Number(number)) => Some(number),
            Some(Value::Text(_)) | None => None,
        },
        None => {
            let message = format!("the parameter `{}` has no value: what rests on it is undetermined", param.name.text);
            let mut advice = Diagnostic::error("types/param-unset", message, param.name.span, "not set")
                .help("set it in the audit's `[params]`, or here with `= …`");
            advice.severity = Severity::Advice;
            context.problems.push(advice);
            None
        }
    };
    context.figures.push(Figure::Param(u32::try_from(context.program.params.len()).unwrap_or(u32::MAX)));
    context.program.params.push(Param {
        name: param.name.text.clone(),
        policy,
        title: param.title.as_ref().map(|title| title.value.clone()),
        ty,
        value,
        span: param.span,
    });
}

fn table(context: &mut Context<'_>, policy: PolicyId, table: &ast::Table) {
    let ty = ty(context, &table.ty);
    let unit = ty.unit().unwrap_or(crate::value::Unit::Number);
    if ty.unit().is_none() {
        let message = format!("a table holds figures; `{}` does not", table.name.text);
        context.error("types/not-a-figure", message, table.ty.span, "make it `count`, `duration`, `days` or `number`");
    }
    let mut rows: Vec<(Value, Rational)> = Vec::new();
    for (key, value) in &table.rows {
        let span = key.span;
        let key = match &key.value {
            ast::LiteralValue::Text(text) => Value::Text(text.clone()),
            ast::LiteralValue::Number(number) => Value::Number(*number),
            other => {
                let message =
                    format!("a row is chosen by a text or a number, not by {}", super::values::describe(other));
                context.error("types/wrong-type", message, key.span, "write a text or a plain number");
                continue;
            }
        };
        if rows.iter().any(|(other, _)| alike(other, &key)) {
            context.error("types/key-twice", "this key is in the table already", span, "leave one of the two out");
        }
        match in_unit(&value.value, unit) {
            Some(value) => rows.push((key, value)),
            None => {
                let message = format!("`{}` holds {}, not this", table.name.text, unit_word(unit));
                context.error("types/unit-mismatch", message, value.span, format!("write {}", unit_word(unit)));
            }
        }
    }
    context.figures.push(Figure::Table(u32::try_from(context.program.tables.len()).unwrap_or(u32::MAX)));
    context.program.tables.push(Table {
        name: table.name.text.clone(),
        policy,
        unit,
        by: table.by.text.clone(),
        rows,
        span: table.span,
    });
}

/// Whether two keys stand for the same value: texts are compared as a roster's are.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Text(one), Value::Text(other)) => fold(one) == fold(other),
        (one, other) => one == other,
    }
}

/// Activities, and the groups of them.
fn activities(context: &mut Context<'_>, items: &[(PolicyId, &Item)]) {
    let names: Vec<(PolicyId, &Item)> =
        items.iter().copied().filter(|(_, item)| matches!(item, Item::Activity(_) | Item::Group(_))).collect();
    let mut members: Vec<Vec<u32>> = Vec::new();
    let mut needs: Vec<Need> = Vec::new();
    let mut own: Vec<Option<ActivityId>> = Vec::new();
    for (number, (policy, item)) in (0_u32..).zip(&names) {
        match item {
            Item::Activity(activity) => {
                own.push(Some(ActivityId(u32::try_from(context.program.activities.len()).unwrap_or(u32::MAX))));
                members.push(Vec::new());
                let activity = self::activity(context, *policy, activity);
                context.program.activities.push(activity);
            }
            Item::Group(group) => {
                own.push(None);
                let mut found = Vec::new();
                for path in &group.members {
                    if let Some(member) = context.find(Kind::Activity, *policy, path) {
                        found.push(member);
                        needs.push((number, member, path.span));
                    }
                }
                members.push(found);
            }
            _ => {}
        }
    }
    context.groups = own.iter().map(|own| own.iter().copied().collect()).collect();
    match order(names.len(), &needs, "groups") {
        Ok(ordered) => {
            for number in ordered {
                let at = usize::try_from(number).unwrap_or(usize::MAX);
                let mut all: BTreeSet<ActivityId> = context.groups.get(at).into_iter().flatten().copied().collect();
                for member in members.get(at).into_iter().flatten() {
                    let inner = usize::try_from(*member).ok().and_then(|at| context.groups.get(at));
                    all.extend(inner.into_iter().flatten().copied());
                }
                if let Some(slot) = context.groups.get_mut(at) {
                    *slot = all.into_iter().collect();
                }
            }
        }
        Err(problem) => context.problems.push(*problem),
    }
}

fn activity(context: &mut Context<'_>, policy: PolicyId, activity: &ast::Activity) -> Activity {
    let owner = match &activity.owner {
        ast::Owner::Person => Owner::Person,
        ast::Owner::Nobody(_) => Owner::Nobody,
        ast::Owner::Named(name) => owner(context, policy, name),
    };
    let from: Vec<RecordsId> =
        activity.from.iter().filter_map(|path| context.find(Kind::Records, policy, path)).map(RecordsId).collect();
    let fields = fields(context, &activity.fields);
    for (field, written) in fields.iter().zip(&activity.fields) {
        if matches!(field.ty, Type::School | Type::Weekdays | Type::Days) {
            let message = format!("an event has no `{}` of this type", field.name);
            context.error("types/not-for-events", message, written.ty.span, "use `text`, `count` or `number`");
        }
    }
    if let (Some(span), None) = (activity.in_episodes, activity.is_span) {
        let message = "only spans are taken in episodes";
        context.error("types/episodes-of-points", message, span, "write `span in episodes`");
    }
    let same_event = activity.same_event.as_ref().map(|same| same_event(context, policy, same, &fields));
    let signed_by = activity.signed_by.as_ref().and_then(|name| signed_by(context, name, &fields));
    Activity {
        name: activity.name.text.clone(),
        policy,
        owner,
        counterpart: activity.counterpart.as_ref().map(|name| name.text.clone()),
        from,
        any_of: activity.any_of,
        is_span: activity.is_span.is_some(),
        in_episodes: activity.in_episodes.is_some(),
        fields,
        same_event,
        signed_by,
        span: activity.span,
    }
}

/// An owner is a role, or the word for a counterpart of some role.
fn owner(context: &mut Context<'_>, policy: PolicyId, name: &ast::Name) -> Owner {
    if let Ok(place) = context.names.find_name(Kind::Role, policy, name) {
        return Owner::Role(RoleId(place.number));
    }
    if context.may_be_lost(&name.text) {
        return Owner::Role(RoleId(LOST));
    }
    let counterpart = context.items.iter().any(|(_, item)| match item {
        Item::Role(role) => role.counterpart.as_ref().is_some_and(|word| word.text == name.text),
        _ => false,
    });
    if !counterpart {
        let message = format!("`{}` is neither a role nor somebody's counterpart", name.text);
        context.error("types/unknown-owner", message, name.span, "name a role, or the word after `with` in a role");
        return Owner::Role(RoleId(LOST));
    }
    Owner::Counterpart(name.text.clone())
}

fn same_event(context: &mut Context<'_>, policy: PolicyId, same: &ast::SameEvent, fields: &[Field]) -> SameEvent {
    let (mut same_start, mut places) = (false, Vec::new());
    for key in &same.keys {
        match (key.text.as_str(), place(fields, &key.text)) {
            ("day", _) => {}
            ("start", _) => same_start = true,
            (_, Some(place)) => places.push(place),
            (name, None) => unknown_field(context, name, key.span, fields),
        }
    }
    let prefer = same.prefer.as_ref().and_then(|path| context.find(Kind::Records, policy, path)).map(RecordsId);
    SameEvent { same_start, fields: places, prefer }
}

/// The field of whoever signs an activity.
fn signed_by(context: &mut Context<'_>, name: &ast::Name, fields: &[Field]) -> Option<FieldId> {
    let Some(at) = place(fields, &name.text) else {
        unknown_field(context, &name.text, name.span, fields);
        return None;
    };
    if fields.get(at.index()).is_some_and(|field| field.ty != Type::Person) {
        let message = format!("`{}` is no person, and only a person signs", name.text);
        context.error("types/wrong-type", message, name.span, format!("declare it `{}: person`", name.text));
        return None;
    }
    Some(at)
}

/// The place of a field.
pub fn place(fields: &[Field], name: &str) -> Option<FieldId> {
    fields.iter().position(|field| field.name == name).and_then(|at| u32::try_from(at).ok()).map(FieldId)
}

/// That there is no such field, with those there are; silence where it may be declared in what could not be read.
pub fn unknown_field(context: &mut Context<'_>, name: &str, span: Span, fields: &[Field]) {
    if context.may_be_lost(name) {
        return;
    }
    let close = fields
        .iter()
        .map(|field| (strsim::damerau_levenshtein(name, &field.name), &field.name))
        .filter(|(distance, _)| *distance <= 2)
        .min();
    let help = match close {
        Some((_, field)) => format!("did you mean `{field}`?"),
        None if fields.is_empty() => "declare it between the braces".to_owned(),
        None => {
            let all = fields.iter().map(|field| format!("`{}`", field.name)).collect::<Vec<_>>().join(", ");
            format!("there are {all}")
        }
    };
    context.error("types/unknown-field", format!("there is no field `{name}` here"), span, help);
}
