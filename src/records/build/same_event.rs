//! Rows of different systems that record one event (SEMANTICS 15).
//!
//! Where an activity declares `same event by …`, rows of different systems whose people and keys agree are one event.
//! Otherwise only rows that agree in everything are: people, start, length, and every field that both state. Rows of
//! one system are a bag, and never merged. A row that is itself in doubt about its people, day or activity is never
//! merged: counting it twice widens what is possible, and merging it wrongly would hide an event.

use std::collections::BTreeMap;

use crate::records::build::draft::{Draft, Drafts};
use crate::records::build::{Cell, Conflict, Repeat, RepeatKind};
use crate::records::table::{PersonId, Standing};
use crate::types::typed::{Activity, ActivityId, FieldId, RecordsId, Type};
use crate::value::Days;

/// What must agree before fields are compared: the rows of one key are candidates for one event.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Key {
    owner: PersonId,
    with: Vec<PersonId>,
    days: Days,
    minute: Option<u16>,
    /// Rows recorded nobody knows when are only merged among themselves.
    recorded_unknown: bool,
    /// The fields that must be known and equal.
    cells: Vec<i64>,
}

/// Rows that are one event, by their places; at most one of each system.
type Cluster = Vec<usize>;

/// Merges the rows of one activity that are the same event.
pub(super) fn merge(
    (id, activity): (ActivityId, &Activity),
    drafts: &mut Drafts,
    repeats: &mut Vec<Repeat>,
    conflicts: &mut Vec<Conflict>,
) {
    let mut groups: BTreeMap<Key, BTreeMap<RecordsId, Vec<usize>>> = BTreeMap::new();
    for place in 0..drafts.rows.len() {
        let Some(row) = drafts.rows.get(place) else { continue };
        if let Some(key) = key(activity, drafts, place) {
            groups.entry(key).or_default().entry(row.records).or_default().push(place);
        }
    }
    for systems in groups.into_values().filter(|systems| systems.len() > 1) {
        for cluster in clusters(activity, drafts, systems) {
            unite((id, activity), drafts, &cluster, (repeats, conflicts));
        }
    }
}

/// The key of a row; `None` where it takes no part.
fn key(activity: &Activity, drafts: &Drafts, place: usize) -> Option<Key> {
    let row = drafts.rows.get(place)?;
    let recorded_unknown = match row.standing {
        Standing::Held | Standing::StatusUnknown => false,
        Standing::RecordedUnknown => true,
        Standing::DateUnreadable
        | Standing::PersonAmbiguous
        | Standing::ActivityUnknown
        | Standing::NotHeld
        | Standing::Duplicate
        | Standing::RecordedLater => return None,
    };
    let with = drafts.with(place);
    if row.owner == PersonId::UNMATCHED || with.contains(&PersonId::UNMATCHED) {
        return None;
    }
    let same_start = activity.same_event.as_ref().is_none_or(|same| same.same_start);
    let cells = must_agree(activity)
        .map(|field| match drafts.cells(place).get(field.index()) {
            Some(Cell::Known(value)) => Some(*value),
            _ => None,
        })
        .collect::<Option<Vec<i64>>>()?;
    Some(Key {
        owner: row.owner,
        with: with.to_vec(),
        days: row.days?,
        minute: row.minute.filter(|_| same_start),
        recorded_unknown,
        cells,
    })
}

/// The fields that must be known and equal: those declared, or else every length.
fn must_agree(activity: &Activity) -> Box<dyn Iterator<Item = FieldId> + '_> {
    match &activity.same_event {
        Some(same) => Box::new(same.fields.iter().copied()),
        None => Box::new(
            (0u32..)
                .map(FieldId)
                .zip(&activity.fields)
                .filter(|(_, field)| matches!(field.ty, Type::Duration { .. }))
                .map(|(id, _)| id),
        ),
    }
}

/// Pairs off the systems' rows: equal rows first, then, in the order of their values, those that may be one event.
fn clusters(activity: &Activity, drafts: &Drafts, systems: BTreeMap<RecordsId, Vec<usize>>) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for mut rows in systems.into_values() {
        // By all that is known of a row before where it is written, so that the order of rows decides nothing.
        let known = |row: &Draft| (row.minute, row.standing, row.location);
        rows.sort_by_key(|place| (drafts.cells(*place), drafts.rows.get(*place).map(known)));
        let mut open: BTreeMap<&[Cell], Vec<usize>> = BTreeMap::new();
        for (index, cluster) in clusters.iter().enumerate().rev() {
            if let Some(first) = cluster.first() {
                open.entry(drafts.cells(*first)).or_default().push(index);
            }
        }
        let mut taken = vec![false; clusters.len()];
        let mut left = Vec::new();
        for place in rows {
            match open.get_mut(drafts.cells(place)).and_then(Vec::pop) {
                Some(index) => {
                    join(&mut clusters, index, place);
                    taken.get_mut(index).into_iter().for_each(|taken| *taken = true);
                }
                None => left.push(place),
            }
        }
        pair_rest(activity, drafts, (&mut clusters, taken), left);
    }
    clusters.retain(|cluster| cluster.len() > 1);
    clusters
}

fn join(clusters: &mut [Cluster], index: usize, place: usize) {
    if let Some(cluster) = clusters.get_mut(index) {
        cluster.push(place);
    }
}

/// Pairs rows that are not equal to any: in order, each with the first cluster that it does not contradict.
fn pair_rest(
    activity: &Activity,
    drafts: &Drafts,
    (clusters, mut taken): (&mut Vec<Cluster>, Vec<bool>),
    left: Vec<usize>,
) {
    let free: Vec<usize> = {
        let mut free: Vec<usize> = (0..taken.len()).filter(|index| taken.get(*index) == Some(&false)).collect();
        let cells = |index: &usize| clusters.get(*index).and_then(|cluster| cluster.first()).map(|p| drafts.cells(*p));
        free.sort_by(|a, b| cells(a).cmp(&cells(b)).then(a.cmp(b)));
        free
    };
    let mut from = 0;
    for place in left {
        while free.get(from).is_some_and(|index| taken.get(*index) == Some(&true)) {
            from += 1;
        }
        let rest = free.get(from..).unwrap_or_default();
        let found = rest.iter().copied().find(|index| {
            let agrees = |other: &usize| {
                activity.same_event.is_some() || no_contradiction(drafts.cells(place), drafts.cells(*other))
            };
            taken.get(*index) == Some(&false) && clusters.get(*index).is_some_and(|cluster| cluster.iter().all(agrees))
        });
        match found {
            Some(index) => {
                join(clusters, index, place);
                taken.get_mut(index).into_iter().for_each(|taken| *taken = true);
            }
            None => clusters.push(vec![place]),
        }
    }
}

fn no_contradiction(a: &[Cell], b: &[Cell]) -> bool {
    a.iter().zip(b).all(|(a, b)| a == b || a.is_silent() || b.is_silent())
}

/// Makes one event of a cluster: the preferred system's row, or the first, stands for all.
fn unite(
    (id, activity): (ActivityId, &Activity),
    drafts: &mut Drafts,
    cluster: &[usize],
    (repeats, conflicts): (&mut Vec<Repeat>, &mut Vec<Conflict>),
) {
    let prefer = activity.same_event.as_ref().and_then(|same| same.prefer);
    let rank = |place: &usize| {
        drafts
            .rows
            .get(*place)
            .map(|row| (prefer.is_some_and(|prefer| row.records != prefer), row.records, row.location))
    };
    let mut members = cluster.to_vec();
    members.sort_by_key(rank);
    let Some((first, others)) = members.split_first() else { return };
    let has_preferred = drafts.rows.get(*first).is_some_and(|row| Some(row.records) == prefer);
    for (index, field) in activity.fields.iter().enumerate() {
        let cells: Vec<(usize, Cell)> = members
            .iter()
            .map(|place| (*place, drafts.cells(*place).get(index).copied().unwrap_or_default()))
            .collect();
        let (cell, differs) = settle(&field.ty, &cells, has_preferred);
        drafts.set_cell(*first, index, cell);
        let locations = (drafts.rows.get(*first), differs.and_then(|place| drafts.rows.get(place)));
        if let (Some(counted), Some(other)) = locations {
            let field = FieldId(u32::try_from(index).unwrap_or(u32::MAX));
            conflicts.push(Conflict { counted: counted.location, other: other.location, activity: id, field });
        }
    }
    let held = members.iter().any(|place| drafts.rows.get(*place).is_some_and(|row| row.standing == Standing::Held));
    let minute = members.iter().find_map(|place| drafts.rows.get(*place).and_then(|row| row.minute));
    let Some(counted) = drafts.rows.get_mut(*first) else { return };
    if held {
        counted.standing = Standing::Held;
    }
    counted.minute = counted.minute.or(minute);
    let counted = counted.location;
    for place in others {
        let Some(row) = drafts.rows.get_mut(*place) else { continue };
        row.standing = Standing::Duplicate;
        repeats.push(Repeat { row: row.location, counted, kind: RepeatKind::SameEvent });
    }
}

/// What the members' values come to, and a member that differs from the first where nothing says which stands.
fn settle(ty: &Type, cells: &[(usize, Cell)], has_preferred: bool) -> (Cell, Option<usize>) {
    let mut known = cells.iter().filter(|(_, cell)| !cell.is_silent());
    let Some((first_place, first)) = known.next() else {
        let blank = cells.iter().all(|(_, cell)| *cell == Cell::Blank);
        return (if blank { Cell::Blank } else { Cell::Unknown }, None);
    };
    let preferred_states_it = has_preferred && cells.first().is_some_and(|(place, _)| place == first_place);
    let Some((differs, _)) = known.find(|(_, cell)| cell != first) else { return (*first, None) };
    if preferred_states_it {
        return (*first, None);
    }
    let cell = match ty {
        Type::Duration { .. } | Type::Count | Type::Number => range(cells),
        Type::Text
        | Type::YesNo
        | Type::Date
        | Type::School
        | Type::Person
        | Type::Weekdays
        | Type::Days
        | Type::OneOfTexts(_)
        | Type::OneOfNumbers(_) => Cell::Unknown,
    };
    (cell, Some(*differs))
}

fn range(cells: &[(usize, Cell)]) -> Cell {
    let bounds = || cells.iter().filter_map(|(_, cell)| cell.bounds());
    match (bounds().map(|(low, _)| low).min(), bounds().map(|(_, high)| high).max()) {
        (Some(low), Some(high)) => Cell::Between(low, high),
        _ => Cell::Unknown,
    }
}
