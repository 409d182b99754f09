use proptest::prelude::*;

use super::{Built, Cell, NewEvent, RepeatKind, TableBuilder};
use crate::records::table::{InputId, Location, PersonId, Standing, UNKNOWN};
use crate::records::testing::{MEETING, OBSERVATION, TRAINING, program};
use crate::types::typed::{ActivityId, Program, RecordsId};
use crate::value::{Bound, Day, Days, whole};

const HOUR: i64 = 3_600_000;

/// One meeting or training row: system, row, length in hours, id.
#[derive(Clone, Debug)]
struct Row {
    activity: u32,
    records: u32,
    file: u16,
    row: u32,
    day: i32,
    cells: Vec<Cell>,
    id: Option<String>,
    recorded: Option<i64>,
    standing: Standing,
}

fn row(activity: u32, records: u32, row: u32, hours: Option<i64>) -> Row {
    let mut cells = vec![hours.map_or(Cell::Unknown, |hours| Cell::Known(hours * HOUR))];
    if activity == OBSERVATION {
        cells = vec![Cell::Unknown; 3];
    }
    Row {
        activity,
        records,
        file: u16::try_from(records).unwrap_or(0),
        row,
        day: 739_000,
        cells,
        id: None,
        recorded: None,
        standing: Standing::Held,
    }
}

fn build_known_at(program: &Program, rows: &[Row], known_at: Option<Day>) -> Built {
    let mut builder = TableBuilder::new(program);
    let mentor = builder.person("M1", "Amira");
    let trainee = builder.person("T1", "Tom");
    builder.known_at(known_at);
    for file in ["a.csv", "b.csv", "c.csv"] {
        builder.file(file);
    }
    for row in rows {
        let day = Day::from_number(row.day);
        builder.event(NewEvent {
            activity: ActivityId(row.activity),
            records: RecordsId(row.records),
            owner: mentor,
            with: if row.activity == TRAINING { &[] } else { std::slice::from_ref(&trainee) },
            days: Some(Days::new(day, day)),
            minute: None,
            standing: row.standing,
            cells: &row.cells,
            record: row.id.as_deref(),
            recorded: row.recorded,
            location: Location { file: InputId(row.file), row: row.row },
        });
    }
    builder.finish()
}

fn build(program: &Program, rows: &[Row]) -> Built {
    build_known_at(program, rows, None)
}

fn standings(built: &Built, activity: u32) -> Vec<(u32, Standing)> {
    let events = &built.tables.events[ActivityId(activity).index()];
    let mut all: Vec<_> = events.location.iter().map(|at| at.row).zip(events.standing.iter().copied()).collect();
    all.sort_unstable();
    all
}

#[test]
fn three_alike_in_one_system_are_three() {
    let built =
        build(&program(), &[row(MEETING, 0, 2, Some(1)), row(MEETING, 0, 3, Some(1)), row(MEETING, 0, 4, Some(1))]);
    assert_eq!(standings(&built, MEETING), [(2, Standing::Held), (3, Standing::Held), (4, Standing::Held)]);
    assert!(built.repeats.is_empty());
}

#[test]
fn three_here_and_two_there_are_three() {
    let rows: Vec<Row> =
        [(0, 2), (0, 3), (0, 4), (2, 5), (2, 6)].map(|(records, at)| row(OBSERVATION, records, at, None)).to_vec();
    let built = build(&program(), &rows);
    let held = standings(&built, OBSERVATION).iter().filter(|(_, standing)| *standing == Standing::Held).count();
    assert_eq!(held, 3);
    assert_eq!(built.repeats.len(), 2);
    assert_eq!(built.repeats[0].kind, RepeatKind::SameEvent);
}

#[test]
fn the_exact_default_needs_the_same_known_length() {
    let program = program();
    let merged = |a, b| build(&program, &[row(TRAINING, 1, 2, a), row(TRAINING, 2, 2, b)]).repeats.len();
    assert_eq!(merged(Some(1), Some(1)), 1);
    assert_eq!(merged(Some(1), Some(2)), 0);
    assert_eq!(merged(Some(1), None), 0);
    assert_eq!(merged(None, None), 0);
}

#[test]
fn a_field_stated_once_is_filled_and_one_stated_differently_keeps_rows_apart() {
    let program = program();
    let with_tier = |records, tier| {
        let mut row = row(TRAINING, records, 2, Some(1));
        row.cells.push(tier);
        row
    };
    let one = Cell::Known(1_000_000);
    let built = build(&program, &[with_tier(1, Cell::Unknown), with_tier(2, one)]);
    assert_eq!(built.repeats.len(), 1);
    let tiers = &built.tables.events[0].fields[1].values;
    assert_eq!(tiers[0], 1_000_000);
    let built = build(&program, &[with_tier(1, Cell::Known(2_000_000)), with_tier(2, one)]);
    assert!(built.repeats.is_empty());
}

#[test]
fn preferred_values_stand_and_otherwise_lengths_are_an_interval() {
    let program = program();
    // `same event by day prefer sentinel`; sentinel is 0.
    let built = build(&program, &[row(MEETING, 2, 2, Some(2)), row(MEETING, 0, 2, Some(1))]);
    let events = &built.tables.events[1];
    let counted = events.standing.iter().position(|standing| *standing == Standing::Held).unwrap();
    assert_eq!(events.fields[0].values[counted], HOUR);
    assert!(built.conflicts.is_empty());
    let built = build(&program, &[row(MEETING, 1, 2, Some(2)), row(MEETING, 2, 2, Some(1))]);
    let events = &built.tables.events[1];
    let counted = events.standing.iter().position(|standing| *standing == Standing::Held).unwrap();
    assert_eq!(events.fields[0].values[counted], UNKNOWN);
    let place = u32::try_from(counted).unwrap();
    assert_eq!(events.fields[0].ranges[&place], (Bound::Finite(whole(60)), Bound::Finite(whole(120))));
    assert_eq!(built.conflicts.len(), 1);
    assert_eq!(events.repeats[&place].len(), 1);
}

#[test]
fn equal_rows_pair_before_unequal_ones() {
    let mut program = program();
    program.activities[1].same_event.as_mut().unwrap().prefer = None;
    let rows = [row(MEETING, 0, 2, Some(1)), row(MEETING, 0, 3, Some(2)), row(MEETING, 2, 2, Some(2))];
    let built = build(&program, &rows);
    assert_eq!(built.repeats.len(), 1);
    assert!(built.conflicts.is_empty(), "60 stands alone, 120 is one event twice");
}

#[test]
fn a_cancelled_row_never_merges() {
    let mut cancelled = row(OBSERVATION, 2, 2, None);
    cancelled.standing = Standing::NotHeld;
    let built = build(&program(), &[row(OBSERVATION, 0, 2, None), cancelled]);
    assert!(built.repeats.is_empty());
}

#[test]
fn a_later_row_with_the_same_id_replaces_the_earlier() {
    let mut first = row(MEETING, 0, 2, Some(1));
    let mut second = row(MEETING, 0, 9, Some(2));
    first.id = Some("R 1".to_owned());
    second.id = Some("r 1".to_owned());
    let built = build(&program(), &[second.clone(), first.clone()]);
    assert_eq!(standings(&built, MEETING), [(2, Standing::Duplicate), (9, Standing::Held)]);
    assert_eq!(built.repeats[0].kind, RepeatKind::Replaced);
    // By when they were recorded, where both say so.
    first.recorded = Some(10);
    second.recorded = Some(5);
    let built = build(&program(), &[second.clone(), first.clone()]);
    assert_eq!(standings(&built, MEETING), [(2, Standing::Held), (9, Standing::Duplicate)]);
    // Another activity's row in another file may well have the same number.
    let mut other = row(OBSERVATION, 0, 30, None);
    other.id = Some("R 1".to_owned());
    other.file = 1;
    let built = build(&program(), &[first, other.clone()]);
    assert!(built.repeats.is_empty());
    // The same activity in another file of the system is the same record.
    let mut again = other.clone();
    again.file = 2;
    let built = build(&program(), &[other, again]);
    assert_eq!(built.repeats.len(), 1);
}

#[test]
fn a_row_recorded_after_known_at_replaces_nothing() {
    let day = Day::from_number(100);
    let minutes = |day: i64| Some(day * 24 * 60);
    let mut first = row(MEETING, 0, 2, Some(1));
    let mut second = row(MEETING, 0, 3, Some(2));
    (first.id, second.id) = (Some("1".to_owned()), Some("1".to_owned()));
    (first.recorded, second.recorded) = (minutes(100), minutes(101));
    let built = build_known_at(&program(), &[first.clone(), second.clone()], Some(day));
    assert_eq!(standings(&built, MEETING), [(2, Standing::Held), (3, Standing::RecordedLater)]);
    // Nobody knows when the second was recorded: either may be the one that was known.
    second.recorded = None;
    let built = build_known_at(&program(), &[first, second], Some(day));
    assert_eq!(standings(&built, MEETING), [(2, Standing::RecordedUnknown), (3, Standing::RecordedUnknown)]);
}

#[test]
fn columns_are_sorted_and_counterparts_found() {
    let program = program();
    let mut builder = TableBuilder::new(&program);
    let una = builder.person("T2", "Una");
    let tom = builder.person("T1", "Tom");
    let amira = builder.person("M1", "Amira");
    let file = builder.file("a.csv");
    let text = builder.text("Zebra");
    let again = builder.text("  zebra ");
    assert_eq!(text, again);
    for (at, owner, with, day) in
        [(2, amira, vec![una, tom], 5), (3, PersonId::UNMATCHED, vec![], 1), (4, amira, vec![tom], 3)]
    {
        builder.event(NewEvent {
            activity: ActivityId(MEETING),
            records: RecordsId(0),
            owner,
            with: &with,
            days: Some(Days::new(Day::from_number(day), Day::from_number(day))),
            minute: None,
            standing: Standing::Held,
            cells: &[],
            record: None,
            recorded: None,
            location: Location { file, row: at },
        });
    }
    let tables = builder.finish().tables;
    let keys: Vec<_> = tables.roster.people.iter().map(|person| person.key.as_str()).collect();
    assert_eq!(keys, ["M1", "T1", "T2"]);
    let events = &tables.events[1];
    assert_eq!(events.location.iter().map(|at| at.row).collect::<Vec<_>>(), [4, 2, 3]);
    assert_eq!(events.of_owner(PersonId(0)), 0..2);
    assert_eq!(events.counterparts(1), [PersonId(1), PersonId(2)]);
    assert_eq!(events.of_counterpart(PersonId(1)).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(events.of_counterpart(PersonId::UNMATCHED).collect::<Vec<_>>(), [2]);
    assert_eq!(events.of_owner(PersonId::UNMATCHED), 2..3);
}

/// What an order of rows must not change: everything but the locations.
fn without_locations(built: &Built) -> Vec<Vec<String>> {
    let show = |events: &crate::records::table::Events| {
        let mut rows: Vec<String> = (0..events.len())
            .map(|place| {
                let range = |column: &crate::records::table::Column| {
                    let at = u32::try_from(place).unwrap_or(0);
                    format!("{:?} {:?}", column.values[place], column.ranges.get(&at))
                };
                let fields: Vec<String> = events.fields.iter().map(range).collect();
                format!("{:?} {:?} {:?} {fields:?}", events.owner[place], events.day[place], events.standing[place])
            })
            .collect();
        rows.sort();
        rows
    };
    built.tables.events.iter().map(show).collect()
}

fn any_row() -> impl Strategy<Value = Row> {
    let activity = prop_oneof![Just(TRAINING), Just(MEETING), Just(OBSERVATION)];
    (activity, 0u32..3, 0i32..2, proptest::option::of(1i64..3)).prop_map(|(activity, records, day, hours)| {
        let mut made = row(activity, records, 0, hours);
        made.day += day;
        made
    })
}

proptest! {
    #[test]
    fn the_order_of_rows_changes_only_locations(rows in prop::collection::vec(any_row(), 0..20), seed in any::<u64>()) {
        let number = |rows: &mut Vec<Row>| rows.iter_mut().zip(2..).for_each(|(row, at)| row.row = at);
        let mut rows = rows;
        let mut shuffled = rows.clone();
        shuffled.sort_by_key(|row| (u64::from(row.records) + 7 * u64::from(row.activity)).wrapping_mul(seed | 1));
        shuffled.reverse();
        number(&mut rows);
        number(&mut shuffled);
        let program = program();
        prop_assert_eq!(without_locations(&build(&program, &rows)), without_locations(&build(&program, &shuffled)));
    }
}
