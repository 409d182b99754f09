//! One case: its rows, its days, what the calendar says of them, and its events.

use assize::calendar::{DayClass, DayFacts};
use assize::engine::Audit;
use assize::engine::outcome::Outcome;
use assize::records::table::{Covered, Events, PersonId, RosterRow, SchoolId, Standing};
use assize::types::typed::{
    Activity, ActivityId, CalendarId, CalendarOf, Comparison, FieldRef, Filter, Rule, RuleId, Selection, Subject, Type,
    Value,
};
use assize::types::{Slot, bind};
use assize::value::{Day, Days, Rational, fold, whole};

use super::Found;
use super::atoms::{Answer, Ends2, combine};

/// A case under a rule.
pub struct RefCase<'a> {
    pub audit: &'a Audit<'a>,
    pub rule: &'a Rule,
    pub person: PersonId,
    pub with: Option<PersonId>,
    /// In a rule with cases by an attribute: its value, folded; `None` inside where the roster leaves it blank.
    pub key: Option<Option<String>>,
    pub rows: Vec<&'a RosterRow>,
    /// What was found before: a rule may ask whether others are met.
    pub earlier: &'a [Found],
}

/// How sure it is that an event is one of the case's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sure {
    Yes,
    Perhaps,
    /// Nobody could be matched to it: only what more events could break minds it.
    Unmatched,
}

/// An event of a selection.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    pub activity: ActivityId,
    pub position: usize,
    pub place: usize,
    pub days: Days,
    pub minute: Option<u16>,
    pub sure: Sure,
}

/// Whose case a row is: person, counterpart, and the value of what the rule has cases by.
pub type Whose = (PersonId, Option<PersonId>, Option<Option<String>>);

/// Whose case of a rule a row is.
pub fn whose(subject: &Subject, row: &RosterRow) -> Whose {
    let key = subject.by.map(|by| match &row.attributes[by.index()] {
        Some(Value::Text(text)) => Some(fold(text)),
        _ => None,
    });
    (row.person, if subject.with_counterpart { row.counterpart } else { None }, key)
}

/// Every case of a rule.
pub fn cases<'a>(audit: &'a Audit<'a>, rule: &'a Rule, earlier: &'a [Found]) -> Vec<RefCase<'a>> {
    let whose = |row: &RosterRow| whose(&rule.subject, row);
    let of_rule = |row: &&RosterRow| row.role == rule.subject.role;
    let mut keys: Vec<Whose> = audit.tables.roster.rows.iter().filter(of_rule).map(whose).collect();
    keys.sort();
    keys.dedup();
    keys.into_iter()
        .map(|(person, with, key)| {
            let mine = |row: &&RosterRow| whose(row) == (person, with, key.clone());
            let mut rows: Vec<&RosterRow> = audit.tables.roster.rows.iter().filter(of_rule).filter(mine).collect();
            rows.sort_by_key(|row| row.days.from);
            RefCase { audit, rule, person, with, key, rows, earlier }
        })
        .collect()
}

impl<'a> RefCase<'a> {
    pub fn first(&self) -> Day {
        self.rows.iter().map(|row| row.days.from).min().unwrap()
    }

    pub fn last(&self) -> Day {
        self.rows.iter().map(|row| row.days.to).max().unwrap()
    }

    pub fn active(&self, day: Day) -> bool {
        self.rows.iter().any(|row| row.days.contains(day))
    }

    pub fn in_force(&self, day: Day) -> bool {
        self.rule.in_force.contains(day)
    }

    pub fn first_in_force(&self) -> Option<Day> {
        self.duty_days().first().copied()
    }

    /// Every active day in force.
    pub fn duty_days(&self) -> Vec<Day> {
        let all = Days::new(self.first().max(self.rule.in_force.from), self.last().min(self.rule.in_force.to));
        all.iter().filter(|day| self.active(*day)).collect()
    }

    pub fn school(&self, day: Day) -> SchoolId {
        let on_day = self.rows.iter().rev().find(|row| row.days.contains(day));
        let before = self.rows.iter().filter(|row| row.days.to < day).max_by_key(|row| row.days.to);
        on_day.or(before).or(self.rows.first()).unwrap().school
    }

    /// The schools of the case's rows on a day; in a gap or after the end those of the rows that ended last, before
    /// all of them those of the rows that begin.
    fn own_schools(&self, day: Day) -> Vec<SchoolId> {
        self.rows_on(day).iter().map(|row| row.school).collect()
    }

    /// The schools of the counterpart's own rows on a day, whatever they are there as.
    fn their_schools(&self, day: Day) -> Vec<SchoolId> {
        let theirs = |row: &&RosterRow| Some(row.person) == self.with && row.days.contains(day);
        self.audit.tables.roster.rows.iter().filter(theirs).map(|row| row.school).collect()
    }

    /// The calendar of a day; `None` where the schools that count do not have the same one, or it has none.
    pub fn calendar(&self, day: Day) -> Option<CalendarId> {
        let (own, theirs) = (self.own_schools(day), self.their_schools(day));
        let schools = match self.rule.calendar_of {
            Some(CalendarOf::Person) => own,
            Some(CalendarOf::Counterpart) if theirs.is_empty() => own,
            Some(CalendarOf::Counterpart) => theirs,
            None => [own, theirs].concat(),
        };
        let calendars: Vec<Option<CalendarId>> =
            schools.iter().map(|school| self.audit.tables.roster.schools[school.index()].calendar).collect();
        if calendars.iter().any(|calendar| *calendar != calendars[0]) { None } else { calendars[0] }
    }

    pub fn facts(&self, day: Day) -> Option<DayFacts> {
        self.audit.calendars.get(self.calendar(day)?)?.facts(day)
    }

    pub fn is_school(&self, day: Day) -> bool {
        self.facts(day).is_some_and(|facts| facts.kind == DayClass::School)
    }

    pub fn is_open(&self, day: Day) -> bool {
        self.facts(day).is_some_and(|facts| facts.kind.is_open())
    }

    pub fn as_of(&self) -> Day {
        self.audit.as_of
    }

    /// An attribute of the case on a day; in a gap or after the end the last one before.
    pub fn attribute(&self, name: &str, day: Day) -> Option<Value> {
        if name == "school" {
            return Some(Value::Text(self.audit.tables.roster.schools[self.school(day).index()].name.clone()));
        }
        let role = self.audit.program.role(self.rule.subject.role).unwrap();
        let place = role.attributes.iter().position(|field| field.name == name)?;
        let values = self.values(place, day);
        if values.iter().any(|value| *value != values[0]) { None } else { values[0].clone() }
    }

    /// Whether rows of a day give an attribute different values.
    pub fn differs(&self, name: &str, day: Day) -> bool {
        let role = self.audit.program.role(self.rule.subject.role).unwrap();
        let Some(place) = role.attributes.iter().position(|field| field.name == name) else { return false };
        let values = self.values(place, day);
        values.iter().any(|value| *value != values[0])
    }

    /// What the rows of a day say.
    fn values(&self, place: usize, day: Day) -> Vec<Option<Value>> {
        self.rows_on(day).iter().map(|row| row.attributes[place].clone()).collect()
    }

    /// The rows of a day; in a gap those that ended last, before all of them those that begin.
    pub fn rows_on(&self, day: Day) -> Vec<&'a RosterRow> {
        let last = self.rows.iter().map(|row| row.days.to).filter(|to| *to < day).max();
        let on = if self.active(day) { day } else { last.unwrap_or(self.first()) };
        self.rows.iter().filter(|row| row.days.contains(on)).copied().collect()
    }

    /// Whether other rules are met for this case: those that are set aside are left out.
    pub fn meets(&self, rules: &[RuleId]) -> Answer {
        let mut answers = vec![Answer::Met];
        for rule in rules {
            let found = self
                .earlier
                .iter()
                .find(|found| found.rule == *rule && (found.person, found.with) == (self.person, self.with));
            answers.extend(found.and_then(|found| match found.outcome {
                Outcome::Breached => Some(Answer::Breached),
                Outcome::Undetermined => Some(Answer::Unknown),
                Outcome::Pending | Outcome::AtRisk => Some(Answer::Pending),
                Outcome::Met => Some(Answer::Met),
                Outcome::Waived | Outcome::Exempt | Outcome::Excused | Outcome::NotApplicable => None,
            }));
        }
        combine(&[Answer::Breached, Answer::Unknown, Answer::Pending, Answer::Met], &answers)
    }

    /// Every event of a selection that is or may be this case's, up to as-of.
    pub fn events(&self, selection: &Selection) -> Vec<Event> {
        let mut found = Vec::new();
        for (position, id) in selection.activities.iter().enumerate() {
            let events = &self.audit.tables.events[id.index()];
            for place in 0..events.len() {
                if let Some(sure) = self.sure(selection, position, events, place) {
                    let undated = events.standing[place] == Standing::DateUnreadable;
                    let days = if undated { Days::ALL } else { Days::new(events.day[place], events.end[place]) };
                    if undated || days.from <= self.as_of() {
                        found.push(Event { activity: *id, position, place, days, minute: events.minute[place], sure });
                    }
                }
            }
        }
        found.sort_by_key(|event| (event.days, event.minute, event.activity, event.place));
        found
    }

    fn sure(&self, selection: &Selection, position: usize, events: &Events, place: usize) -> Option<Sure> {
        let activity = self.audit.program.activity(selection.activities[position]).unwrap();
        let binding = bind(self.audit.program, &self.rule.subject, activity).unwrap();
        let who = |slot: Slot| match slot {
            Slot::Person => Some(self.person),
            Slot::Counterpart => self.with,
            Slot::Free => None,
        };
        let mut sure = match events.standing[place] {
            Standing::NotHeld | Standing::Duplicate | Standing::RecordedLater => return None,
            Standing::Held => Sure::Yes,
            _ => Sure::Perhaps,
        };
        let mut unmatched = false;
        if let Some(owner) = who(binding.owner) {
            if events.owner[place] == PersonId::UNMATCHED {
                unmatched = true;
            } else if events.owner[place] != owner {
                return None;
            }
        }
        if let Some(with) = who(binding.with) {
            let all = events.counterparts(place);
            if all.is_empty() {
                sure = Sure::Perhaps;
            } else if !all.contains(&with) {
                if !all.contains(&PersonId::UNMATCHED) {
                    return None;
                }
                unmatched = true;
            }
        }
        if let Some(by) = self.rule.subject.by.filter(|_| self.key.is_some()) {
            let by = &self.audit.program.role(self.rule.subject.role).unwrap().attributes[by.index()].name;
            if let Some(column) = activity.fields.iter().position(|field| field.name == *by) {
                let text = self.audit.tables.texts.text(events.fields[column].values[place]).map(fold);
                match text {
                    None => sure = Sure::Perhaps,
                    Some(_) if self.key == Some(text.clone()) => {}
                    Some(_) => return None,
                }
            }
        }
        if let Some(filter) = &selection.filter {
            match self.test(filter, selection, position, place) {
                Some(false) => return None,
                Some(true) => {}
                None => sure = Sure::Perhaps,
            }
        }
        Some(if unmatched { Sure::Unmatched } else { sure })
    }

    /// Whether an event satisfies a filter; `None` where nobody knows.
    pub fn test(&self, filter: &Filter, selection: &Selection, position: usize, place: usize) -> Option<bool> {
        let test = |filter: &Filter| self.test(filter, selection, position, place);
        match filter {
            Filter::Or(all) => {
                let each: Vec<Option<bool>> = all.iter().map(test).collect();
                if each.contains(&Some(true)) {
                    Some(true)
                } else if each.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
            Filter::And(all) => {
                let each: Vec<Option<bool>> = all.iter().map(test).collect();
                if each.contains(&Some(false)) {
                    Some(false)
                } else if each.contains(&None) {
                    None
                } else {
                    Some(true)
                }
            }
            Filter::Not(inner) => test(inner).map(|truth| !truth),
            Filter::Compare(field, comparison, value) => match value {
                Value::Text(text) => {
                    let same = fold(&self.text(field, selection, position, place)?) == fold(text);
                    Some(if *comparison == Comparison::NotEqual { !same } else { same })
                }
                Value::Number(number) => {
                    let found = self.number(field, selection, position, place)?;
                    Some(match comparison {
                        Comparison::Equal => found == *number,
                        Comparison::NotEqual => found != *number,
                        Comparison::Less => found < *number,
                        Comparison::AtMost => found <= *number,
                        Comparison::More => found > *number,
                        Comparison::AtLeast => found >= *number,
                    })
                }
            },
            Filter::Given(field, given) => self.filled_in(field, selection, position, place).map(|is| is == *given),
            Filter::Is(field, word) => self.is_the(&self.named(field, selection, position, place), word),
            Filter::Holds(field, holds) => {
                let events = &self.audit.tables.events[selection.activities[position].index()];
                let undated = events.standing[place] == Standing::DateUnreadable;
                let day = (!undated).then(|| events.day[place]);
                self.holds(&self.named(field, selection, position, place), holds, day)
            }
            Filter::Signed(field, signed) => {
                let events = &self.audit.tables.events[selection.activities[position].index()];
                let undated = events.standing[place] == Standing::DateUnreadable;
                let day = (!undated).then(|| events.day[place]);
                self.signed(&self.named(field, selection, position, place), signed, day)
            }
            Filter::In(field, list) => {
                let text = fold(&self.text(field, selection, position, place)?);
                let list = self.audit.program.list(*list).unwrap();
                Some(list.members.iter().any(|(member, _)| fold(member) == text))
            }
        }
    }

    fn cell(&self, field: &FieldRef, selection: &Selection, position: usize, place: usize) -> Option<i64> {
        let events = &self.audit.tables.events[selection.activities[position].index()];
        let value = events.fields[field.places[position].index()].values[place];
        (value != assize::records::table::UNKNOWN).then_some(value)
    }

    /// The text of an event's field.
    pub fn text(&self, field: &FieldRef, selection: &Selection, position: usize, place: usize) -> Option<String> {
        let code = self.cell(field, selection, position, place)?;
        self.audit.tables.texts.text(code).map(str::to_owned)
    }

    /// The number of an event's field in base units.
    pub fn number(&self, field: &FieldRef, selection: &Selection, position: usize, place: usize) -> Option<Rational> {
        let value = whole(self.cell(field, selection, position, place)?);
        let activity = self.audit.program.activity(selection.activities[position]).unwrap();
        Some(match activity.fields[field.places[position].index()].ty {
            Type::Duration { .. } => value / whole(60_000),
            Type::Number | Type::OneOfNumbers(_) => value / whole(1_000_000),
            _ => value,
        })
    }

    /// Between what an event's field lies, where two records of it differ.
    pub fn range(&self, field: &FieldRef, event: &Event) -> Option<Ends2> {
        let events = &self.audit.tables.events[event.activity.index()];
        let place = u32::try_from(event.place).unwrap();
        events.fields[field.places[event.position].index()].ranges.get(&place).copied()
    }

    /// Of whom of the case's people an activity's rows are.
    fn whose(&self, activity: &Activity) -> Option<PersonId> {
        let binding = bind(self.audit.program, &self.rule.subject, activity).unwrap();
        let slot = if binding.owner == Slot::Free { binding.with } else { binding.owner };
        match slot {
            Slot::Person => Some(self.person),
            Slot::Counterpart => self.with,
            Slot::Free => None,
        }
    }

    /// Whether the records of a selection cover a day for this case.
    pub fn covered(&self, selection: &Selection, day: Day, open: bool) -> bool {
        selection.activities.iter().all(|id| {
            let activity = self.audit.program.activity(*id).unwrap();
            let person = self.whose(activity);
            // Whether an export would hold what this case's people did on the day.
            let holds = |export: &Covered| {
                let days = export.days.contains(day);
                let of_kind = export.activities.as_ref().is_none_or(|held| held.contains(id));
                let schools = export.schools.as_ref();
                let there = schools.is_none_or(|held| self.own_schools(day).iter().all(|school| held.contains(school)));
                let people = export.people.as_ref();
                let theirs = people.is_none_or(|held| person.is_none_or(|person| held.contains(&person)));
                days && of_kind && there && theirs
            };
            let system = |records: &assize::types::typed::RecordsId| {
                let exports: Vec<_> =
                    self.audit.tables.coverage.exports.iter().filter(|export| export.records == *records).collect();
                let last = exports.iter().map(|export| export.days.to).max();
                let stale = self.audit.program.system(*records).unwrap().stale_after;
                let lag = last.map(|last| self.as_of().since(last));
                let coming = open
                    && lag.is_some_and(|lag| lag > 0 && lag <= i32::try_from(stale).unwrap())
                    && last.is_some_and(|last| day > last);
                coming || exports.iter().any(|export| holds(export))
            };
            if activity.any_of { activity.from.iter().any(system) } else { activity.from.iter().all(system) }
        })
    }
}
