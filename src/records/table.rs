//! The tables that the engine reads: people, roster, coverage, and each activity's events in columns.
//!
//! Takes nothing but values and typed ids; knows nothing of files' formats or of rules. A table is made by
//! `crate::records` from exports, or by `crate::scenario` from a scenario.

use std::collections::BTreeMap;

use crate::records::build::RepeatKind;
use crate::types::typed::{ActivityId, CalendarId, RecordsId, RoleId, RuleId, Value};
use crate::value::{Bound, Day, Days};

/// A person, by the place in `Roster::people`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PersonId(pub u32);

impl PersonId {
    /// The owner of events that nobody owns.
    pub const NOBODY: PersonId = PersonId(u32::MAX - 1);
    /// The owner of events whose person could not be matched, or was left blank.
    pub const UNMATCHED: PersonId = PersonId(u32::MAX);

    /// The place in the table.
    pub fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// A school, by the place in `Roster::schools`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SchoolId(pub u32);

impl SchoolId {
    /// The place in the table.
    pub fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// An input file (an export, a roster, or a rule file that holds a scenario), by its place in `Tables::files`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct InputId(pub u16);

impl InputId {
    /// The place in the table.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Where a row is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Location {
    /// The file.
    pub file: InputId,
    /// The row as a person counts it: the line on which the record starts; the header is row 1.
    pub row: u32,
}

/// Everything that was recorded.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Paths of the input files, as reports show them.
    pub files: Vec<String>,
    /// Who holds which role.
    pub roster: Roster,
    /// What the exports cover.
    pub coverage: Coverage,
    /// The events of each activity, by `ActivityId`.
    pub events: Vec<Events>,
    /// Every text of a column, by its code.
    pub texts: Texts,
    /// The waiver register, sorted by rule, person, counterpart, days and place.
    pub waivers: Vec<Waiver>,
    /// Rows that count elsewhere: the row that stands for each, and why.
    pub repeats: BTreeMap<Location, (Location, RepeatKind)>,
}

impl Tables {
    /// An entry of the waiver register; `None` only for an id of other tables.
    pub fn waiver(&self, id: WaiverId) -> Option<&Waiver> {
        self.waivers.get(id.index())
    }
}

/// An entry of the waiver register, by its place in `Tables::waivers`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct WaiverId(pub u32);

impl WaiverId {
    /// The place in the table.
    pub fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// One entry of the waiver register: somebody's decision that a case need not have kept a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiver {
    /// The rule.
    pub rule: RuleId,
    /// Whom it is for.
    pub person: PersonId,
    /// With whom; every counterpart where `None`.
    pub counterpart: Option<PersonId>,
    /// From when to when it holds, both included; `Day::MIN` where no start is said.
    pub days: Days,
    /// Who approved it.
    pub approved: String,
    /// Why.
    pub reason: String,
    /// Where it is written.
    pub location: Location,
}

/// A person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The key of the roster: unique.
    pub key: String,
    /// What people call them.
    pub name: String,
}

/// A school.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct School {
    /// Its name.
    pub name: String,
    /// Its calendar; without one, every date is uncovered.
    pub calendar: Option<CalendarId>,
}

/// Who holds which role.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// Everybody, sorted by key.
    pub people: Vec<Person>,
    /// Every school, sorted by name.
    pub schools: Vec<School>,
    /// The rows, sorted by person, role, counterpart and first day.
    pub rows: Vec<RosterRow>,
}

/// One row of the roster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RosterRow {
    /// Who.
    pub person: PersonId,
    /// In which role.
    pub role: RoleId,
    /// With whom.
    pub counterpart: Option<PersonId>,
    /// At which school.
    pub school: SchoolId,
    /// From when to when, both included; `Day::MAX` where the end is open.
    pub days: Days,
    /// The role's attributes, by their place there; `None` where blank or unreadable. Weekdays are their bits.
    pub attributes: Vec<Option<Value>>,
    /// Where it is written.
    pub location: Location,
}

/// What the exports cover.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Each export's claim.
    pub exports: Vec<Covered>,
    /// The claims of exports of which no row could be placed: likely the wrong files, so that their silence shows
    /// nothing.
    pub set_aside: Vec<Covered>,
}

/// One export's claim: it holds every event of its system in these days and this scope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Covered {
    /// The system.
    pub records: RecordsId,
    /// The days. The start of a `register` is `Day::MIN`.
    pub days: Days,
    /// The schools it is limited to; `None` is all.
    pub schools: Option<Vec<SchoolId>>,
    /// The people it is limited to; `None` is all.
    pub people: Option<Vec<PersonId>>,
    /// The activities that it holds; `None` is all that its system records. A system exported in several files covers
    /// with each file only what that file holds.
    pub activities: Option<Vec<ActivityId>>,
    /// The file.
    pub file: InputId,
}

/// Texts by code; equal codes are equal texts once folded.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    texts: Vec<String>,
    codes: BTreeMap<String, i64>,
}

impl Texts {
    /// The code of a text; the first spelling met is the one kept.
    pub fn code(&mut self, text: &str) -> i64 {
        let folded = crate::value::fold(text);
        if let Some(code) = self.codes.get(&folded) {
            return *code;
        }
        let code = i64::try_from(self.texts.len()).unwrap_or(i64::MAX);
        self.texts.push(text.trim().to_owned());
        self.codes.insert(folded, code);
        code
    }

    /// The code of a text that some row holds.
    pub fn find(&self, text: &str) -> Option<i64> {
        self.codes.get(&crate::value::fold(text)).copied()
    }

    /// The text of a code.
    pub fn text(&self, code: i64) -> Option<&str> {
        usize::try_from(code).ok().and_then(|index| self.texts.get(index)).map(String::as_str)
    }
}

/// What keeps an event from being certain, or from counting at all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standing {
    /// It took place, as far as its row says.
    Held,
    /// Its status is blank, or none that the manifest knows: it may have taken place.
    StatusUnknown,
    /// Its date could not be read: it may fall on any day.
    DateUnreadable,
    /// Its person is named by a key that fits several people: it may be this one's.
    PersonAmbiguous,
    /// What activity it is could not be read: it may be this one.
    ActivityUnknown,
    /// It was recorded nobody knows when, and the audit is limited by `known at`.
    RecordedUnknown,
    /// It was planned, cancelled, a draft or rejected: seen, not counted.
    NotHeld,
    /// It repeats another row: counted there.
    Duplicate,
    /// It was recorded after `known at`.
    RecordedLater,
}

impl Standing {
    /// Whether it is a possible event: it counts towards the most that there may be, never towards the least.
    pub fn is_possible(self) -> bool {
        matches!(
            self,
            Standing::StatusUnknown
                | Standing::DateUnreadable
                | Standing::PersonAmbiguous
                | Standing::ActivityUnknown
                | Standing::RecordedUnknown
        )
    }

    /// Whether it cannot count.
    pub fn is_out(self) -> bool {
        matches!(self, Standing::NotHeld | Standing::Duplicate | Standing::RecordedLater)
    }
}

/// The value of a cell that is blank or could not be read.
pub const UNKNOWN: i64 = i64::MIN;

/// The events of one activity in columns, sorted by owner, day, minute, location.
///
/// Rows of `Standing::DateUnreadable` have `day` `Day::MIN` and come first among their owner's. A row whose person is
/// ambiguous stands once for each candidate. Events nobody owns have the owner `NOBODY`, those of somebody
/// unmatched `UNMATCHED`; both come last.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// Whose it is.
    pub owner: Vec<PersonId>,
    /// The local day of its start.
    pub day: Vec<Day>,
    /// The last local day of a span; the same as `day` for a point.
    pub end: Vec<Day>,
    /// The local time of its start in minutes after midnight, where the row says one.
    pub minute: Vec<Option<u16>>,
    /// What it counts as.
    pub standing: Vec<Standing>,
    /// The place in `with` of its first counterpart; one entry more than there are events.
    pub with_start: Vec<u32>,
    /// The counterparts of all events. `UNMATCHED` stands for one that could not be matched.
    pub with: Vec<PersonId>,
    /// One column for each field of the activity, in its order.
    pub fields: Vec<Column>,
    /// Where it is written.
    pub location: Vec<Location>,
    /// The record's id in its system, as a text code; `UNKNOWN` where it has none.
    pub record: Vec<i64>,
    /// The system it was read from.
    pub records: Vec<RecordsId>,
    /// Rows that repeat an event that counts: by the place of the counted event, the locations of the repeats.
    pub repeats: BTreeMap<u32, Vec<Location>>,
    /// Places of events by counterpart: (counterpart, place), sorted. Events with no counterpart come as `UNMATCHED`.
    pub by_with: Vec<(PersonId, u32)>,
}

/// One field's values.
///
/// Text is its code, yes is 1 and no is 0, a date its day number, a count itself, a duration milliseconds, a number
/// millionths, a person its id; `UNKNOWN` where blank or unreadable.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// The values, one for each event.
    pub values: Vec<i64>,
    /// Values known only to lie in an interval, in base units (minutes for a duration): duplicates whose
    /// lengths differ. `values` holds `UNKNOWN` there.
    pub ranges: BTreeMap<u32, (Bound, Bound)>,
    /// The places whose cell is blank, in order. `values` holds `UNKNOWN` there.
    pub blank: Vec<u32>,
    /// People known only to be one of these. `values` holds `UNKNOWN` there.
    pub people: BTreeMap<u32, Vec<PersonId>>,
}

impl Column {
    /// Whether a cell is known to be blank.
    pub fn is_blank(&self, place: usize) -> bool {
        u32::try_from(place).is_ok_and(|place| self.blank.binary_search(&place).is_ok())
    }

    /// Whom a cell names: one person, one of several, or `None` where nobody knows.
    pub fn named(&self, place: usize) -> Option<Vec<PersonId>> {
        match self.values.get(place).copied() {
            Some(UNKNOWN) | None => u32::try_from(place).ok().and_then(|place| self.people.get(&place)).cloned(),
            Some(id) => Some(u32::try_from(id).map(PersonId).into_iter().collect()),
        }
    }
}

impl Events {
    /// How many events there are.
    pub fn len(&self) -> usize {
        self.owner.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.owner.is_empty()
    }

    /// The places of an owner's events.
    pub fn of_owner(&self, owner: PersonId) -> std::ops::Range<usize> {
        let start = self.owner.partition_point(|other| *other < owner);
        let end = self.owner.partition_point(|other| *other <= owner);
        start..end
    }

    /// The places of the events with a counterpart, in order.
    pub fn of_counterpart(&self, counterpart: PersonId) -> impl Iterator<Item = usize> + '_ {
        let start = self.by_with.partition_point(|(other, _)| *other < counterpart);
        self.by_with
            .get(start..)
            .unwrap_or_default()
            .iter()
            .take_while(move |(other, _)| *other == counterpart)
            .filter_map(|(_, place)| usize::try_from(*place).ok())
    }

    /// The counterparts of an event.
    pub fn counterparts(&self, place: usize) -> &[PersonId] {
        let bound = |place: usize| self.with_start.get(place).and_then(|start| usize::try_from(*start).ok());
        match (bound(place), bound(place + 1)) {
            (Some(start), Some(end)) => self.with.get(start..end).unwrap_or_default(),
            _ => &[],
        }
    }
}
