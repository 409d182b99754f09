//! An export, bound.

use std::collections::{BTreeMap, BTreeSet};

use crate::records::bind::field::{FieldReader, bind};
use crate::records::bind::{Binder, Column, Dates};
use crate::records::error::RecordsError;
use crate::records::manifest::{By, Choice, ExportSource, PersonColumn, Text};
use crate::records::names::{self, NameProblem, closest};
use crate::records::people::{Key, Slot};
use crate::types::typed::{Activity, ActivityId, FieldId, Owner, Program, RecordsId, Type};
use crate::value::fold;

/// How an export is read.
#[derive(Clone, Debug)]
pub(in crate::records) struct ExportPlan {
    pub records: RecordsId,
    pub activity: ActivityOf,
    pub activities: BTreeMap<ActivityId, ActivityPlan>,
    pub person: Option<PersonPlan>,
    pub with: Option<PersonPlan>,
    pub date: Dates,
    pub time: Option<Dates>,
    pub until: Option<Dates>,
    pub end_time: Option<Dates>,
    pub id: Vec<Column>,
    pub recorded: Option<Dates>,
    pub status: Option<StatusPlan>,
}

/// The activity of a row.
#[derive(Clone, Debug)]
pub(in crate::records) enum ActivityOf {
    Always(ActivityId),
    ByColumn { column: Column, values: BTreeMap<String, ActivityId>, ignore: BTreeSet<String> },
}

/// How the rows of one activity are read.
#[derive(Clone, Debug)]
pub(in crate::records) struct ActivityPlan {
    /// Who the row's person is; `None` for an activity of nobody.
    pub owner: Option<Slot>,
    /// Who the counterpart is, where the activity has one.
    pub with: Option<Slot>,
    pub is_span: bool,
    /// The fields in their order.
    pub fields: Vec<Option<FieldReader>>,
    /// The field that start and end time give.
    pub length: Option<FieldId>,
}

/// A column that names people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::records) struct PersonPlan {
    pub column: Column,
    pub key: Key,
    pub separator: Option<String>,
}

/// A column that says whether an event was held; texts folded.
#[derive(Clone, Debug)]
pub(in crate::records) struct StatusPlan {
    pub column: Column,
    pub held: BTreeSet<String>,
    pub not_held: BTreeSet<String>,
}

/// Binds an export; `None` where that fails, and then with errors. `keys` are the roster's other key columns.
pub(in crate::records) fn plan(
    binder: &mut Binder<'_>,
    program: &Program,
    export: &ExportSource,
    keys: &[&Text],
) -> Option<ExportPlan> {
    let records = binder.named("records", &export.records, names::records(program, &export.records.value));
    covers(binder, program, records, export);
    let activity = activity(binder, program, (export, records));
    let ids = export_activities(activity.as_ref());
    let mut activities = BTreeMap::new();
    for id in &ids {
        if let Some(activity) = program.activity(*id) {
            activities.insert(*id, activity_plan(binder, program, activity, (export, keys)));
        }
    }
    for name in &export.holds {
        let Some(id) = binder.named("activity", name, names::activity(program, records, &name.value)) else { continue };
        recorded_there(binder, program, (id, records), name);
        if let (Some(activity), false) = (program.activity(id), activities.contains_key(&id)) {
            // No row is one of these, so that no column need give their fields.
            let known = binder.errors.len();
            activities.insert(id, activity_plan(binder, program, activity, (export, keys)));
            binder.errors.truncate(known);
        }
    }
    let named: Vec<&Activity> = ids.iter().filter_map(|id| program.activity(*id)).collect();
    fields_of_none(binder, &named, export);
    spans_and_ends(binder, &named, export);
    let person = export.person.as_ref().map(|column| person(binder, column, keys));
    let with = export.with.as_ref().map(|column| self::person(binder, column, keys));
    people(binder, &named, export);
    let date = binder.dates(&export.date);
    let time = binder.optional_dates(export.time.as_ref());
    let until = binder.optional_dates(export.until.as_ref());
    let end_time = binder.optional_dates(export.end_time.as_ref());
    let id = export.id.iter().filter_map(|column| binder.column(column)).collect();
    let recorded = binder.optional_dates(export.recorded.as_ref());
    let folded = |texts: &[Text]| texts.iter().map(|text| fold(&text.value)).collect();
    let status = export.status.as_ref().and_then(|status| {
        let column = binder.column(&status.column)?;
        Some(StatusPlan { column, held: folded(&status.held), not_held: folded(&status.not_held) })
    });
    if !binder.errors.iter().all(RecordsError::is_warning) {
        return None;
    }
    Some(ExportPlan {
        records: records?,
        activity: activity?,
        activities,
        person: person.flatten(),
        with: with.flatten(),
        date: date?,
        time,
        until,
        end_time,
        id,
        recorded,
        status,
    })
}

/// A register covers all time up to its end, so it has no start; other records have one.
fn covers(binder: &mut Binder<'_>, program: &Program, records: Option<RecordsId>, export: &ExportSource) {
    let Some(records) = records.and_then(|id| program.system(id)) else { return };
    match export.covers.from {
        None if !records.register => binder.errors.push(RecordsError::MissingKey {
            table: "`covers`".to_owned(),
            key: "from",
            span: export.covers.span,
        }),
        Some(from) if records.register => {
            let wanted = format!("needed: `{}` is a register, complete for all time up to its end", records.name);
            binder.bad(&from.to_string(), wanted, Some("leave `from` out".to_owned()), export.covers.span);
        }
        None | Some(_) => {}
    }
}

fn activity(
    binder: &mut Binder<'_>,
    program: &Program,
    (export, records): (&ExportSource, Option<RecordsId>),
) -> Option<ActivityOf> {
    let one = |binder: &mut Binder<'_>, name: &Text| {
        let id = binder.named("activity", name, names::activity(program, records, &name.value))?;
        recorded_there(binder, program, (id, records), name);
        Some(id)
    };
    match &export.activity {
        Choice::Always(name) => one(binder, name).map(ActivityOf::Always),
        Choice::ByColumn { column, values, ignore } => {
            let mut by_text = BTreeMap::new();
            for (text, name) in values {
                if let Some(id) = one(binder, name) {
                    by_text.insert(fold(&text.value), id);
                }
            }
            for text in ignore {
                if by_text.contains_key(&fold(&text.value)) {
                    let wanted = "in one list only: it is under `values` and under `ignore`";
                    binder.bad(&text.value, wanted, Some("leave it in one of them".to_owned()), text.span);
                }
            }
            let ignore = ignore.iter().map(|text| fold(&text.value)).collect();
            // Without the file its columns are not known, and the names in it still are.
            let column = match binder.header {
                Some(_) => binder.column(column)?,
                None => Column { index: 0, name: column.value.clone() },
            };
            Some(ActivityOf::ByColumn { column, values: by_text, ignore })
        }
    }
}

fn recorded_there(
    binder: &mut Binder<'_>,
    program: &Program,
    (id, records): (ActivityId, Option<RecordsId>),
    name: &Text,
) {
    let (Some(activity), Some(records)) = (program.activity(id), records) else { return };
    if activity.from.contains(&records) {
        return;
    }
    let system = |id: &RecordsId| program.system(*id).map(|records| records.name.clone()).unwrap_or_default();
    binder.errors.push(RecordsError::NotRecordedThere {
        activity: activity.name.clone(),
        records: system(&records),
        from: activity.from.iter().map(system).collect(),
        span: name.span,
    });
}

fn export_activities(activity: Option<&ActivityOf>) -> BTreeSet<ActivityId> {
    match activity {
        None => BTreeSet::new(),
        Some(ActivityOf::Always(id)) => BTreeSet::from([*id]),
        Some(ActivityOf::ByColumn { values, .. }) => values.values().copied().collect(),
    }
}

fn activity_plan(
    binder: &mut Binder<'_>,
    program: &Program,
    activity: &Activity,
    (export, keys): (&ExportSource, &[&Text]),
) -> ActivityPlan {
    let mut length = None;
    let mut fields = Vec::with_capacity(activity.fields.len());
    for (id, field) in (0u32..).map(FieldId).zip(&activity.fields) {
        let ends = export.end_time.is_some() && is_length(&field.name, &field.ty);
        if ends {
            length = Some(id);
        }
        let mapping = export.fields.iter().find(|mapping| mapping.field.value == field.name);
        if mapping.is_none() && !ends {
            let what = format!("`{}`", field.name);
            binder.errors.push(RecordsError::Unmapped { what, of: activity.name.clone(), span: export.span });
        }
        fields.push(mapping.and_then(|mapping| bind(binder, program, (field, mapping), keys)));
    }
    let owner = match &activity.owner {
        Owner::Nobody => None,
        Owner::Person => Some(Slot::Anybody),
        Owner::Role(role) => Some(Slot::Holder(*role)),
        Owner::Counterpart(word) => Some(Slot::Counterpart(word.clone())),
    };
    let with = activity.counterpart.as_deref().map(|word| Slot::of_word(program, word));
    ActivityPlan { owner, with, is_span: activity.is_span, fields, length }
}

fn is_length(name: &str, ty: &Type) -> bool {
    name == "length" && matches!(ty, Type::Duration { .. })
}

/// Fields of the mapping that no activity of the export declares.
fn fields_of_none(binder: &mut Binder<'_>, activities: &[&Activity], export: &ExportSource) {
    let known: BTreeSet<&str> =
        activities.iter().flat_map(|activity| activity.fields.iter().map(|field| field.name.as_str())).collect();
    for mapping in &export.fields {
        if !activities.is_empty() && !known.contains(mapping.field.value.as_str()) {
            let close = closest(&mapping.field.value, known.iter().copied()).map(str::to_owned);
            let known = known.iter().map(|name| (*name).to_owned()).collect();
            binder.named::<()>("field", &mapping.field, Err(NameProblem::Unknown(close, known)));
        }
    }
}

/// `until` and `end-time` that no activity of the export has a use for.
fn spans_and_ends(binder: &mut Binder<'_>, activities: &[&Activity], export: &ExportSource) {
    if activities.is_empty() {
        return;
    }
    if let Some(until) = export.until.as_ref().filter(|_| !activities.iter().any(|activity| activity.is_span)) {
        let wanted = "needed: no activity of this export is a span";
        let help = Some("leave `until` out, or declare the activity a `span`".to_owned());
        binder.bad(&until.column.value, wanted, help, until.column.span);
    }
    let has_length = activities.iter().any(|activity| activity.fields.iter().any(|f| is_length(&f.name, &f.ty)));
    if let Some(end) = export.end_time.as_ref().filter(|_| !has_length) {
        let wanted = "needed: no activity of this export has a duration `length`";
        binder.bad(&end.column.value, wanted, Some("leave `end-time` out".to_owned()), end.column.span);
    }
    let starts = export.time.is_some() || export.date.format.has_time();
    if let Some(end) = export.end_time.as_ref().filter(|_| !starts) {
        let wanted = "enough: a length needs the start time too";
        binder.bad(&end.column.value, wanted, Some("add `time`".to_owned()), end.column.span);
    }
}

fn people(binder: &mut Binder<'_>, activities: &[&Activity], export: &ExportSource) {
    if export.person.is_none() && activities.iter().any(|activity| activity.owner != Owner::Nobody) {
        let table = "`export`".to_owned();
        binder.errors.push(RecordsError::MissingKey { table, key: "person", span: export.span });
    }
    if export.with.is_some() {
        return;
    }
    for activity in activities {
        if let Some(word) = &activity.counterpart {
            let (what, of) = (format!("the {word}"), activity.name.clone());
            binder.errors.push(RecordsError::Unmapped { what, of, span: export.span });
        }
    }
}

pub(in crate::records) fn person(binder: &mut Binder<'_>, column: &PersonColumn, keys: &[&Text]) -> Option<PersonPlan> {
    let key = match &column.by {
        By::Key => Some(Key::Main),
        By::Name => Some(Key::Name),
        By::Other(name) => {
            let wanted = fold(&name.value);
            let known = keys.iter().any(|key| fold(&key.value) == wanted);
            if !known {
                let all: Vec<String> = ["key", "name"]
                    .into_iter()
                    .chain(keys.iter().map(|key| key.value.as_str()))
                    .map(str::to_owned)
                    .collect();
                let close = closest(&name.value, all.iter().map(String::as_str)).map(str::to_owned);
                binder.named::<()>("key column of the roster", name, Err(NameProblem::Unknown(close, all)));
            }
            known.then_some(Key::Other(wanted))
        }
    };
    let found = binder.column(&column.column);
    Some(PersonPlan { column: found?, key: key?, separator: column.separator.clone() })
}
