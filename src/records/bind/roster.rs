//! A file of the roster, bound.

use std::collections::{BTreeMap, BTreeSet};

use crate::records::bind::field::{FieldReader, bind};
use crate::records::bind::{Binder, Column, Dates};
use crate::records::error::RecordsError;
use crate::records::manifest::{Choice, ColumnOrValue, RosterSource};
use crate::records::names::{self, NameProblem, closest};
use crate::types::typed::{Program, RoleId};
use crate::value::fold;

/// How a file of the roster is read.
#[derive(Clone, Debug)]
pub(in crate::records) struct RosterPlan {
    pub person: Column,
    pub name: Column,
    pub keys: Vec<Column>,
    pub role: RoleOf,
    pub from: Dates,
    pub to: Option<Dates>,
    pub school: SchoolOf,
    pub counterpart: Option<(Column, Column, Vec<Column>)>,
    /// By role, its attributes in their order.
    pub attributes: BTreeMap<RoleId, Vec<Option<FieldReader>>>,
}

/// The role of a row.
#[derive(Clone, Debug)]
pub(in crate::records) enum RoleOf {
    Always(RoleId),
    ByColumn { column: Column, values: BTreeMap<String, RoleId>, ignore: BTreeSet<String> },
}

/// The school of a row.
#[derive(Clone, Debug)]
pub(in crate::records) enum SchoolOf {
    Column(Column),
    Always(String),
}

/// Binds a file of the roster; `None` where that fails, and then with errors.
pub(in crate::records) fn plan(
    binder: &mut Binder<'_>,
    program: &Program,
    roster: &RosterSource,
) -> Option<RosterPlan> {
    let (role, roles) = role(binder, program, &roster.role);
    let attributes = roles.iter().map(|role| (*role, attributes(binder, program, *role, roster))).collect();
    unknown_attributes(binder, program, (&roles, roster));
    counterparts(binder, program, (&roles, roster));
    let person = binder.column(&roster.person);
    let name = binder.column(&roster.name);
    let keys: Vec<Column> = roster.keys.iter().filter_map(|key| binder.column(key)).collect();
    let from = binder.dates(&roster.from);
    let to = binder.optional_dates(roster.to.as_ref());
    let school = match &roster.school {
        ColumnOrValue::Column(column) => binder.column(column).map(SchoolOf::Column),
        ColumnOrValue::Value(school) => Some(SchoolOf::Always(school.value.clone())),
    };
    let counterpart = roster.counterpart.as_ref().map(|columns| {
        let key = binder.column(&columns.key);
        let name = binder.column(&columns.name);
        let keys = columns.keys.iter().filter_map(|key| binder.column(key)).collect();
        Some((key?, name?, keys))
    });
    if !binder.errors.iter().all(RecordsError::is_warning) {
        return None;
    }
    Some(RosterPlan {
        person: person?,
        name: name?,
        keys,
        role: role?,
        from: from?,
        to,
        school: school?,
        counterpart: counterpart.flatten(),
        attributes,
    })
}

fn role(binder: &mut Binder<'_>, program: &Program, choice: &Choice) -> (Option<RoleOf>, Vec<RoleId>) {
    match choice {
        Choice::Always(name) => {
            let role = binder.named("role", name, names::role(program, &name.value));
            (role.map(RoleOf::Always), role.into_iter().collect())
        }
        Choice::ByColumn { column, values, ignore } => {
            let column = binder.column(column);
            let mut by_text = BTreeMap::new();
            for (text, name) in values {
                if let Some(role) = binder.named("role", name, names::role(program, &name.value)) {
                    by_text.insert(fold(&text.value), role);
                }
            }
            let roles: BTreeSet<RoleId> = by_text.values().copied().collect();
            let ignore = ignore.iter().map(|text| fold(&text.value)).collect();
            (column.map(|column| RoleOf::ByColumn { column, values: by_text, ignore }), roles.into_iter().collect())
        }
    }
}

fn attributes(
    binder: &mut Binder<'_>,
    program: &Program,
    role: RoleId,
    roster: &RosterSource,
) -> Vec<Option<FieldReader>> {
    let Some(role) = program.role(role) else { return Vec::new() };
    let mut readers = Vec::with_capacity(role.attributes.len());
    for attribute in &role.attributes {
        let mapping = roster.attributes.iter().find(|mapping| mapping.field.value == attribute.name);
        if mapping.is_none() {
            let what = format!("`{}`", attribute.name);
            binder.errors.push(RecordsError::Unmapped { what, of: role.name.clone(), span: roster.span });
        }
        readers.push(mapping.and_then(|mapping| bind(binder, program, (attribute, mapping), &[])));
    }
    readers
}

fn unknown_attributes(binder: &mut Binder<'_>, program: &Program, (roles, roster): (&[RoleId], &RosterSource)) {
    let known: BTreeSet<String> = roles
        .iter()
        .filter_map(|role| program.role(*role))
        .flat_map(|role| role.attributes.iter().map(|attribute| attribute.name.clone()))
        .collect();
    for mapping in &roster.attributes {
        if !roles.is_empty() && !known.contains(&mapping.field.value) {
            let close = closest(&mapping.field.value, known.iter().map(String::as_str)).map(str::to_owned);
            let problem = NameProblem::Unknown(close, known.iter().cloned().collect());
            binder.named::<()>("attribute of the role", &mapping.field, Err(problem));
        }
    }
}

fn counterparts(binder: &mut Binder<'_>, program: &Program, (roles, roster): (&[RoleId], &RosterSource)) {
    let with: Vec<_> = roles
        .iter()
        .filter_map(|role| program.role(*role))
        .filter_map(|role| role.counterpart.as_ref().map(|word| (role.name.clone(), word.clone())))
        .collect();
    match &roster.counterpart {
        None => binder.errors.extend(with.into_iter().map(|(of, word)| RecordsError::Unmapped {
            what: format!("the {word}"),
            of,
            span: roster.span,
        })),
        Some(columns) if with.is_empty() && !roles.is_empty() => {
            let wanted = "needed: the role has no counterpart in the rule files";
            binder.bad("counterpart", wanted, Some("leave `counterpart` out".to_owned()), columns.key.span);
        }
        Some(_) => {}
    }
}
