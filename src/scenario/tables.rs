//! From a scenario's lines to the tables that the engine reads.

use crate::records::build::{Cell, NewEvent, TableBuilder};
use crate::records::table::{Covered, InputId, Location, PersonId, RosterRow, Standing, Tables, Waiver};
use crate::scenario::Stage;
use crate::source::Span;
use crate::types::typed::{
    Activity, EventLine, EventStatus, Field, FieldLine, Owner, Program, RosterLine, Scenario, WaiverLine,
};
use crate::value::{Day, Days};

/// What was recorded, as a scenario says: everybody it names, its events, and what was loaded.
pub fn tables(stage: Stage<'_>, scenario: &Scenario) -> Tables {
    let program = stage.program;
    let mut builder = TableBuilder::new(program);
    let file = builder.file(stage.sources.path(scenario.span).display().to_string());
    let at = |span: Span| Location { file, row: stage.sources.position(span).line };
    for (school, calendar) in &scenario.schools {
        builder.school(school, Some(*calendar));
    }
    for line in &scenario.roster {
        roster_row(&mut builder, program, scenario, line, at(line.span));
    }
    for line in &scenario.events {
        event(&mut builder, program, line, at(line.span));
    }
    for line in &scenario.waivers {
        waiver(&mut builder, line, at(line.span));
    }
    cover(&mut builder, program, scenario, file);
    builder.finish().tables
}

fn roster_row(
    builder: &mut TableBuilder<'_>,
    program: &Program,
    scenario: &Scenario,
    line: &RosterLine,
    location: Location,
) {
    let person = builder.person(&line.person, &line.person);
    let counterpart = line.counterpart.as_ref().map(|name| builder.person(name, name));
    let school = builder.school(&line.school, scenario.calendar);
    let known = program.role(line.role).map_or(0, |role| role.attributes.len());
    let mut attributes = vec![None; known];
    for (field, value) in &line.attributes {
        if let Some(attribute) = attributes.get_mut(field.index()) {
            *attribute = Some(value.clone());
        }
    }
    builder.roster_row(RosterRow {
        person,
        role: line.role,
        counterpart,
        school,
        days: line.days,
        attributes,
        location,
    });
}

fn waiver(builder: &mut TableBuilder<'_>, line: &WaiverLine, location: Location) {
    let person = builder.person(&line.person, &line.person);
    let counterpart = line.counterpart.as_ref().map(|name| builder.person(name, name));
    builder.waiver(Waiver {
        rule: line.rule,
        person,
        counterpart,
        days: line.days,
        approved: line.approved.clone(),
        reason: line.reason.clone(),
        location,
    });
}

fn event(builder: &mut TableBuilder<'_>, program: &Program, line: &EventLine, location: Location) {
    let Some(activity) = program.activity(line.activity) else { return };
    let owner = match (&line.who, &activity.owner) {
        (Some(name), _) => builder.person(name, name),
        (None, Owner::Nobody) => PersonId::NOBODY,
        (None, Owner::Person | Owner::Role(_) | Owner::Counterpart(_)) => PersonId::UNMATCHED,
    };
    let with: Vec<PersonId> = line.with.iter().map(|name| builder.person(name, name)).collect();
    let cells = cells(builder, activity, line);
    let standing = match (line.status, line.days) {
        (EventStatus::NotHeld, _) => Standing::NotHeld,
        (EventStatus::Unknown, _) => Standing::StatusUnknown,
        (EventStatus::Held, None) => Standing::DateUnreadable,
        (EventStatus::Held, Some(_)) => Standing::Held,
    };
    builder.event(NewEvent {
        activity: line.activity,
        records: line.records,
        owner,
        with: &with,
        days: line.days,
        minute: line.minute,
        standing,
        cells: &cells,
        record: line.id.as_deref(),
        recorded: None,
        location,
    });
}

fn cells(builder: &mut TableBuilder<'_>, activity: &Activity, line: &EventLine) -> Vec<Cell> {
    let mut cell = |(field, said): (&Field, &FieldLine)| match said {
        FieldLine::Blank => Cell::Blank,
        FieldLine::Unknown => Cell::Unknown,
        FieldLine::Is(value) => Cell::of_value(&field.ty, value, |text| builder.text(text)),
        FieldLine::OneOf(names) => {
            let people: Vec<PersonId> = names.iter().map(|name| builder.person(name, name)).collect();
            builder.one_of(&people)
        }
    };
    activity.fields.iter().zip(&line.fields).map(&mut cell).collect()
}

/// Records that no line names are there for all time up to the audit's date.
fn cover(builder: &mut TableBuilder<'_>, program: &Program, scenario: &Scenario, file: InputId) {
    let mut claim = |records, days| {
        builder.covered(Covered { records, days, schools: None, people: None, activities: None, file });
    };
    for (records, days) in &scenario.loaded {
        claim(*records, *days);
    }
    for (place, _) in (0..).zip(&program.records) {
        let records = crate::types::typed::RecordsId(place);
        let said = scenario.loaded.iter().any(|(other, _)| *other == records) || scenario.not_loaded.contains(&records);
        if !said {
            claim(records, Days::new(Day::MIN, scenario.as_of));
        }
    }
}
