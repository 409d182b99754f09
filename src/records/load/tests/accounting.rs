use super::{MEETINGS, MEETINGS_HEADER, ROSTER, TOP, class_of, dates, load_with};
use crate::records::account::RowClass;
use crate::records::table::Standing;
use crate::records::testing::program;
use crate::records::{Dates, Loaded};
use crate::value::Day;
use proptest::prelude::*;

/// A cell that is right, wrong, blank or hostile.
fn cell(good: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(good).prop_map(str::to_owned),
        1 => proptest::sample::select(vec!["", " ", "?", "\"a,b\"", "\"x\ny\"", "é"]).prop_map(str::to_owned),
    ]
}

fn any_row() -> impl Strategy<Value = String> {
    let cells = (
        cell(&["1", "2", "3"]),
        cell(&["M1", "M2", "M3"]),
        cell(&["T1", "T2", "T1;T2"]),
        cell(&["10/09/2024", "11/09/2024", "01/05/2025"]),
        cell(&["14:00", "23:30"]),
        cell(&["60", "90"]),
        cell(&["yes", "no"]),
        cell(&["Held", "Planned"]),
        cell(&["01/10/2024", "01/02/2025"]),
    );
    let whole = cells.prop_map(|(a, b, c, d, e, f, g, h, i)| [a, b, c, d, e, f, g, h, i].join(","));
    prop_oneof![9 => whole, 1 => proptest::sample::select(vec!["1,2", ",,,,,,,,", "", "a,b,c,d,e,f,g,h,i,j"]).prop_map(str::to_owned)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_row_is_accounted_for(
        first in prop::collection::vec(any_row(), 0..12),
        second in prop::collection::vec(any_row(), 0..12),
        known in any::<bool>(),
    ) {
        let other = MEETINGS.replace("\"sentinel\"", "\"jtscitt\"").replace("meetings.csv", "other.csv");
        let file = |rows: &[String]| format!("{MEETINGS_HEADER}{}\n", rows.join("\n"));
        let (a, b) = (file(&first), file(&second));
        let files: [(&str, &[u8]); 3] =
            [("roster.csv", ROSTER.as_bytes()), ("meetings.csv", a.as_bytes()), ("other.csv", b.as_bytes())];
        let dates = Dates { known_at: Day::new(2024, 12, 1).filter(|_| known), ..dates() };
        let loaded = load_with(&program(), &format!("{TOP}{MEETINGS}{other}"), &files, dates);
        prop_assert!(!loaded.has_errors());
        let totals = loaded.account.totals(None).unwrap();
        let wanted = 3 + first.iter().chain(&second).filter(|row| !row.is_empty()).count();
        prop_assert_eq!(totals.read, u64::try_from(wanted).unwrap());
        prop_assert_eq!(totals.by_class.values().sum::<u64>(), totals.read);
        // What counts in the account is an event that counts in the tables, and the other way round.
        let events = &loaded.tables.events[1];
        for (at, standing) in events.location.iter().zip(&events.standing) {
            let class = class_of(&loaded, &loaded.tables.files[at.file.index()], at.row);
            match class {
                RowClass::Counted => prop_assert_eq!(*standing, Standing::Held),
                RowClass::Possible => prop_assert!(standing.is_possible()),
                RowClass::NotHeld => prop_assert_eq!(*standing, Standing::NotHeld),
                RowClass::Duplicate => prop_assert_eq!(*standing, Standing::Duplicate),
                RowClass::RecordedLater => prop_assert_eq!(*standing, Standing::RecordedLater),
                RowClass::Rejected => prop_assert_eq!(*standing, Standing::DateUnreadable),
                RowClass::Unmatched | RowClass::AfterAsOf => prop_assert!(*standing != Standing::Duplicate),
                RowClass::Ignored | RowClass::Blank => prop_assert!(false, "an ignored row is no event"),
            }
        }
        let counted: usize = events.standing.iter().filter(|standing| **standing == Standing::Held).count();
        let listed = totals.by_class[&RowClass::Counted] - 3;
        let out = [RowClass::Unmatched, RowClass::AfterAsOf].map(|class| totals.by_class[&class]);
        prop_assert!(u64::try_from(counted).unwrap() <= listed + out.iter().sum::<u64>());
        prop_assert!(u64::try_from(counted).unwrap() >= listed);
    }

    /// Without record ids the order of rows means nothing.
    #[test]
    fn the_order_of_rows_changes_nothing_but_locations(
        first in prop::collection::vec(any_row(), 0..10),
        second in prop::collection::vec(any_row(), 0..10),
        seed in any::<usize>(),
    ) {
        let without_id = MEETINGS.replace("id = \"ID\"\n", "");
        let other = without_id.replace("\"sentinel\"", "\"jtscitt\"").replace("meetings.csv", "other.csv");
        let load_rows = |first: &[String], second: &[String]| {
            let file = |rows: &[String]| format!("{MEETINGS_HEADER}{}\n", rows.join("\n"));
            let (a, b) = (file(first), file(second));
            let files: [(&str, &[u8]); 3] =
                [("roster.csv", ROSTER.as_bytes()), ("meetings.csv", a.as_bytes()), ("other.csv", b.as_bytes())];
            load_with(&program(), &format!("{TOP}{without_id}{other}"), &files, dates())
        };
        let mut turned = (first.clone(), second.clone());
        let (a, b) = (seed % first.len().max(1), seed % second.len().max(1));
        turned.0.rotate_left(a);
        turned.1.rotate_left(b);
        turned.1.reverse();
        let (one, two) = (load_rows(&first, &second), load_rows(&turned.0, &turned.1));
        prop_assert_eq!(shape(&one), shape(&two));
        prop_assert_eq!(one.account.totals(None).unwrap(), two.account.totals(None).unwrap());
    }
}

/// Two rows of one system that differ in their start, of which one is the event of another system's row.
#[test]
fn which_of_two_rows_repeats_another_does_not_go_by_their_order() {
    let without_id = MEETINGS.replace("id = \"ID\"\n", "");
    let other = without_id.replace("\"sentinel\"", "\"jtscitt\"").replace("meetings.csv", "other.csv");
    let load_rows = |rows: [&str; 2]| {
        let a = format!("{MEETINGS_HEADER}1,M2,T1,11/09/2024,14:00,60,yes,Held,01/10/2024\n");
        let b = format!("{MEETINGS_HEADER}{}\n{}\n", rows[0], rows[1]);
        let files: [(&str, &[u8]); 3] =
            [("roster.csv", ROSTER.as_bytes()), ("meetings.csv", a.as_bytes()), ("other.csv", b.as_bytes())];
        load_with(&program(), &format!("{TOP}{without_id}{other}"), &files, dates())
    };
    let (late, early) =
        ("1,M2,T1,11/09/2024,23:30,90,yes,Held,01/10/2024", "1,M2,T1,11/09/2024,14:00,90,yes,Held,01/10/2024");
    assert_eq!(shape(&load_rows([late, early])), shape(&load_rows([early, late])));
}

/// Everything that was loaded but the locations.
fn shape(loaded: &Loaded) -> (Vec<String>, String) {
    let events = &loaded.tables.events[1];
    let mut rows: Vec<String> = (0..events.len())
        .map(|place| {
            let at = u32::try_from(place).unwrap();
            let fields: Vec<_> =
                events.fields.iter().map(|column| (column.values[place], column.ranges.get(&at))).collect();
            let repeats = events.repeats.get(&at).map_or(0, Vec::len);
            format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {fields:?} {repeats}",
                events.owner[place],
                events.counterparts(place),
                events.day[place],
                events.minute[place],
                events.standing[place],
                events.records[place],
            )
        })
        .collect();
    rows.sort();
    (rows, format!("{:?}", loaded.tables.texts))
}
