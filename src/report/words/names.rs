//! The names of things by their ids.

use crate::engine::outcome::{Case, EventRef};
use crate::records::table::{Column, Events, InputId, Location, PersonId, RosterRow, SchoolId, Tables, UNKNOWN};
use crate::source::{SourceMap, Span};
use crate::types::typed::{ActivityId, ClockId, ParamId, Program, RecordsId, RuleId, Type};
use crate::value::Day;

/// Where names are looked up: the rules, the records, and the rules' own text.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The rules.
    pub program: &'a Program,
    /// The records.
    pub tables: &'a Tables,
    /// The rule files.
    pub sources: &'a SourceMap,
}

impl<'a> Names<'a> {
    /// What people call somebody.
    pub fn person(&self, id: PersonId) -> &'a str {
        match id {
            PersonId::NOBODY => "nobody",
            PersonId::UNMATCHED => "somebody not known",
            _ => self.tables.roster.people.get(id.index()).map_or("somebody not known", |person| &person.name),
        }
    }

    /// The unique key of somebody in the roster.
    pub fn key(&self, id: PersonId) -> &'a str {
        self.tables.roster.people.get(id.index()).map_or("", |person| &person.key)
    }

    /// The name of a school.
    pub fn school(&self, id: SchoolId) -> &'a str {
        self.tables.roster.schools.get(id.index()).map_or("", |school| &school.name)
    }

    /// A case: `Amira Khan`, `Amira Khan with Tom Hill`, or `Amira Khan (provider JT)`.
    pub fn case(&self, case: Case) -> String {
        let who = match case.counterpart {
            Some(other) => format!("{} with {}", self.person(case.person), self.person(other)),
            None => self.person(case.person).to_owned(),
        };
        self.case_key(case).map_or(who.clone(), |(by, value)| format!("{who} ({by} {value})"))
    }

    /// By what a rule has this one of a person's cases, and with which value.
    pub fn case_key(&self, case: Case) -> Option<(&'a str, &'a str)> {
        let key = case.key?;
        let role = self.program.role(case.role)?;
        let by = role.attributes.get(key.attribute.index()).map_or("", |field| &field.name);
        Some((by, self.tables.texts.text(key.value).unwrap_or("left blank")))
    }

    /// The roster's rows of a case.
    pub fn rows_of(&self, case: Case) -> Vec<&'a RosterRow> {
        let rows = &self.tables.roster.rows;
        let start = rows.partition_point(|row| row.person < case.person);
        let of_case = |row: &&RosterRow| case.holds(row, &self.tables.texts);
        let of_person = rows.get(start..).unwrap_or_default().iter().take_while(|row| row.person == case.person);
        of_person.filter(of_case).collect()
    }

    /// A rule's name, with its policy where another rule has the same name.
    pub fn rule(&self, id: RuleId) -> String {
        let Some(rule) = self.program.rule(id) else { return String::new() };
        let alike = self.program.rules.iter().filter(|other| other.name == rule.name).count();
        if alike > 1 { self.qualified_rule(id) } else { rule.name.clone() }
    }

    /// A rule's name with its policy: `itt-mentor/weekly-minutes`.
    pub fn qualified_rule(&self, id: RuleId) -> String {
        let Some(rule) = self.program.rule(id) else { return String::new() };
        let policy = self.program.policy(rule.policy).map_or("", |policy| &policy.name);
        format!("{policy}/{}", rule.name)
    }

    /// The name of a clock.
    pub fn clock(&self, id: ClockId) -> String {
        self.program.clock(id).map_or(String::new(), |clock| format!("`{}`", clock.name))
    }

    /// A system of records, as people call it.
    pub fn records(&self, id: RecordsId) -> &'a str {
        self.program.system(id).map_or("", |records| &records.title)
    }

    /// A parameter's name.
    pub fn param(&self, id: ParamId) -> &'a str {
        self.program.param(id).map_or("", |param| &param.name)
    }

    /// An activity's name.
    pub fn activity(&self, id: ActivityId) -> &'a str {
        self.program.activity(id).map_or("", |activity| &activity.name)
    }

    /// The columns that hold an event, and its place in them.
    pub fn columns(&self, event: EventRef) -> Option<(&'a Events, usize)> {
        let events = self.tables.events.get(event.activity.index())?;
        let place = usize::try_from(event.place).ok()?;
        (place < events.len()).then_some((events, place))
    }

    /// The fields of an event that can be summed and are not exactly known.
    pub fn unknown_amounts(&self, event: EventRef) -> Vec<&'a str> {
        let fields = self.program.activity(event.activity).map(|activity| activity.fields.as_slice());
        let Some((events, place)) = self.columns(event) else { return Vec::new() };
        let unknown = |column: &Column| column.values.get(place).is_some_and(|value| *value == UNKNOWN);
        let summed =
            |ty: &Type| matches!(ty, Type::Duration { .. } | Type::Count | Type::Number | Type::OneOfNumbers(_));
        let pairs = fields.unwrap_or_default().iter().zip(&events.fields);
        let pairs = pairs.filter(|(field, column)| summed(&field.ty) && unknown(column));
        pairs.map(|(field, _)| field.name.as_str()).collect()
    }

    /// Where an event is written.
    pub fn location(&self, event: EventRef) -> Option<Location> {
        let (events, place) = self.columns(event)?;
        events.location.get(place).copied()
    }

    /// The day of an event, where it could be read.
    pub fn event_day(&self, event: EventRef) -> Option<Day> {
        let (events, place) = self.columns(event)?;
        events.day.get(place).copied().filter(|day| *day != Day::MIN)
    }

    /// An input file, as the manifest writes it.
    pub fn file(&self, id: InputId) -> &'a str {
        self.tables.files.get(id.index()).map_or("", String::as_str)
    }

    /// A location as reports show it: `sentinel.csv:112`.
    pub fn place(&self, location: Location) -> String {
        format!("{}:{}", self.file(location.file), location.row)
    }

    /// An event in a few words: `training on 2 Oct 2024 (nasbtt.csv:12)`.
    pub fn event(&self, event: EventRef) -> String {
        let activity = self.activity(event.activity);
        let on = match self.event_day(event) {
            Some(day) => format!("on {}", super::day(day)),
            None => "on a date not known".to_owned(),
        };
        let place = self.location(event).map_or(String::new(), |location| format!(" ({})", self.place(location)));
        format!("{activity} {on}{place}")
    }

    /// The text of a span on one line.
    pub fn text(&self, span: Span) -> String {
        self.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
