//! Scenarios: people, events, what was loaded, and what is expected.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::resolve::Kind;
use crate::source::Span;
use crate::syntax::ast::{self, Cell, Item, ScenarioLineKind};
use crate::types::clocks;
use crate::types::context::{Context, Figure};
use crate::types::declarations::{self, place, unknown_field};
use crate::types::typed::{
    Activity, CalendarId, Detail, EventLine, EventStatus, ExemptionId, Expectation, FieldLine, Owner, ParamId,
    PolicyId, RecordsId, RoleId, RosterLine, RuleId, Scenario, Type, Value, WaiverLine,
};
use crate::types::values::of_type;
use crate::value::{Day, Days, Rational, fold};

/// The school of a roster line that names none.
const SCHOOL: &str = "school";

/// Checks every scenario.
pub fn check(context: &mut Context<'_>) {
    let items = context.items.clone();
    for (policy, item) in &items {
        if let Item::Scenario(scenario) = item
            && let Some(typed) = self::scenario(context, *policy, scenario)
        {
            context.program.scenarios.push(typed);
        }
    }
}

fn scenario(context: &mut Context<'_>, policy: PolicyId, written: &ast::Scenario) -> Option<Scenario> {
    let as_of = written.lines.iter().find_map(|line| match &line.value {
        ScenarioLineKind::AsOf(date) => Some(date.value),
        _ => None,
    });
    let Some(as_of) = as_of else {
        let message = "the scenario does not say as of when it is judged";
        context.error("types/no-as-of", message, written.title.span, "add a line `as of DATE`");
        return None;
    };
    let mut typed = Scenario {
        title: written.title.value.clone(),
        policy,
        calendar: None,
        schools: Vec::new(),
        roster: Vec::new(),
        loaded: Vec::new(),
        not_loaded: Vec::new(),
        params: Vec::new(),
        waivers: Vec::new(),
        events: Vec::new(),
        as_of,
        expectations: Vec::new(),
        clocks: Vec::new(),
        span: written.span,
    };
    said_once(context, written);
    let people = people(written);
    for line in &written.lines {
        match &line.value {
            ScenarioLineKind::AsOf(_) => {}
            ScenarioLineKind::Calendar(name) => {
                typed.calendar = context.find_name(Kind::Calendar, policy, name).map(CalendarId);
            }
            ScenarioLineKind::School(school, name) => {
                if let Some(calendar) = context.find_name(Kind::Calendar, policy, name) {
                    typed.schools.push((school.value.clone(), CalendarId(calendar)));
                }
            }
            ScenarioLineKind::Roster(row) => typed.roster.extend(roster(context, policy, (row, line.span))),
            ScenarioLineKind::Loaded(path, period) => {
                if let Some(records) = context.find(Kind::Records, policy, path) {
                    let from = period.from.map_or(Day::MIN, |date| date.value);
                    let to = period.to.map_or(as_of, |date| date.value);
                    typed.loaded.push((RecordsId(records), Days::new(from, to)));
                }
            }
            ScenarioLineKind::NotLoaded(path) => {
                typed.not_loaded.extend(context.find(Kind::Records, policy, path).map(RecordsId));
            }
            ScenarioLineKind::Param(path, value) => typed.params.extend(param(context, policy, path, value)),
            ScenarioLineKind::Waiver(waiver) => {
                typed.waivers.extend(self::waiver(context, policy, (waiver, line.span), &people));
            }
            ScenarioLineKind::Event(event) => {
                typed.events.extend(events(context, policy, (event, line.span), &people));
            }
            ScenarioLineKind::ExpectClock(expect) => {
                if let Some(name) = &expect.person {
                    known(context, name, &people);
                }
                typed.clocks.extend(clocks::expectation(context, policy, (expect, line.span)));
            }
            ScenarioLineKind::Expect(expect) => {
                typed.expectations.extend(expectation(context, policy, (expect, line.span), &people));
            }
        }
    }
    let expects =
        |line: &ast::ScenarioLine| matches!(line.value, ScenarioLineKind::Expect(_) | ScenarioLineKind::ExpectClock(_));
    if !written.lines.iter().any(expects) {
        let message = "the scenario expects nothing, so it cannot fail";
        context.error("types/no-expectation", message, written.title.span, "add a line `expect RULE OUTCOME`");
        return None;
    }
    Some(typed)
}

/// What a scenario can say only once is an error the second time: the other would be lost.
fn said_once(context: &mut Context<'_>, written: &ast::Scenario) {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for line in &written.lines {
        let key = match &line.value {
            ScenarioLineKind::AsOf(_) => "as of".to_owned(),
            ScenarioLineKind::Calendar(_) => "calendar".to_owned(),
            ScenarioLineKind::School(school, _) => format!("school \"{}\"", fold(&school.value)),
            ScenarioLineKind::Param(path, _) => format!("param {}", path.name.text),
            ScenarioLineKind::Roster(row) => {
                fields_once(context, row.fields.iter().map(|(name, _)| name));
                continue;
            }
            ScenarioLineKind::Event(event) => {
                fields_once(context, event.cells.iter().map(|(name, _)| name));
                continue;
            }
            ScenarioLineKind::Loaded(..)
            | ScenarioLineKind::NotLoaded(_)
            | ScenarioLineKind::Waiver(_)
            | ScenarioLineKind::Expect(_)
            | ScenarioLineKind::ExpectClock(_) => continue,
        };
        if let Some(other) = first.get(&key) {
            context.problems.push(
                Diagnostic::error("types/line-twice", "a scenario says this only once", line.span, "again here")
                    .label(*other, "first here")
                    .help("leave one of the two out, or make two scenarios"),
            );
        } else {
            first.insert(key, line.span);
        }
    }
}

/// A field that is written twice in one line.
fn fields_once<'n>(context: &mut Context<'_>, names: impl Iterator<Item = &'n ast::Name>) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for name in names {
        if !seen.insert(&name.text) {
            let message = format!("`{}` is written twice here", name.text);
            context.error("types/field-twice", message, name.span, "leave one of them out");
        }
    }
}

/// Everybody on a scenario's roster.
fn people(scenario: &ast::Scenario) -> BTreeSet<String> {
    let mut people = BTreeSet::new();
    for line in &scenario.lines {
        if let ScenarioLineKind::Roster(row) = &line.value {
            people.insert(row.person.text.clone());
            people.extend(row.counterpart.iter().map(|name| name.text.clone()));
        }
    }
    people
}

/// What a cell that every event may have takes, and what to do about another value.
fn takes(cell: &str) -> Option<(&'static str, &'static str)> {
    Some(match cell {
        "who" => ("one person", "write a line for each person"),
        "with" => ("people", "write their names, parted by commas, or `unknown`"),
        "on" => ("a date, `DATE to DATE` or `every week from DATE to DATE`", "write the day, or `unknown`"),
        "at" => ("a time of day", "write it as `14:30`"),
        "status" => ("`held`, `not held` or `unknown`", "write one of the three, or leave it out"),
        "id" => ("a text", "put it in quotation marks"),
        "records" => ("the name of a system", "name one of the records that the activity is `from`"),
        _ => return None,
    })
}

fn known(context: &mut Context<'_>, name: &ast::Name, people: &BTreeSet<String>) {
    if !people.contains(&name.text) {
        let message = format!("nobody called `{}` is on this scenario's roster", name.text);
        let all = people.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let help = match people.is_empty() {
            true => format!("add a line `roster {} ROLE from DATE`", name.text),
            false => format!("there are {all}"),
        };
        context.error("types/unknown-person", message, name.span, help);
    }
}

fn roster(context: &mut Context<'_>, policy: PolicyId, (row, span): (&ast::RosterLine, Span)) -> Option<RosterLine> {
    let role = RoleId(context.find(Kind::Role, policy, &row.role)?);
    let days = declarations::days(context, row.period);
    let attributes = context.program.role(role).map(|role| role.attributes.clone()).unwrap_or_default();
    let mut values = Vec::new();
    for (name, literal) in &row.fields {
        match place(&attributes, &name.text) {
            Some(at) => {
                let ty = attributes.get(at.index()).map(|field| field.ty.clone())?;
                values.extend(of_type(context, literal, &ty, &name.text).map(|value| (at, value)));
            }
            None => unknown_field(context, &name.text, name.span, &attributes),
        }
    }
    Some(RosterLine {
        person: row.person.text.clone(),
        role,
        counterpart: row.counterpart.as_ref().map(|name| name.text.clone()),
        days,
        school: row.school.as_ref().map_or_else(|| SCHOOL.to_owned(), |school| school.value.clone()),
        attributes: values,
        span,
    })
}

fn waiver(
    context: &mut Context<'_>,
    policy: PolicyId,
    (waiver, span): (&ast::WaiverLine, Span),
    people: &BTreeSet<String>,
) -> Option<WaiverLine> {
    for name in std::iter::once(&waiver.person).chain(&waiver.counterpart) {
        known(context, name, people);
    }
    let dates = waiver.from.map_or(waiver.until.span, |from| Span { end: waiver.until.span.end, ..from.span });
    let days = declarations::days(context, ast::Period { from: waiver.from, to: Some(waiver.until), span: dates });
    let rule = RuleId(context.find(Kind::Rule, policy, &waiver.rule)?);
    let pairs = context.program.rule(rule).is_some_and(|rule| rule.subject.with_counterpart);
    if let Some(with) = waiver.counterpart.as_ref().filter(|_| !pairs) {
        let message = format!("`{}` is for one person, whoever they are with", waiver.rule.name.text);
        context.error("types/names-nobody", message, with.span, "leave `with` out");
    }
    Some(WaiverLine {
        rule,
        person: waiver.person.text.clone(),
        counterpart: waiver.counterpart.as_ref().map(|name| name.text.clone()),
        days,
        approved: waiver.approved.value.clone(),
        reason: waiver.reason.value.clone(),
        span,
    })
}

fn param(
    context: &mut Context<'_>,
    policy: PolicyId,
    path: &ast::Path,
    value: &ast::Literal,
) -> Option<(ParamId, Rational)> {
    let number = context.find(Kind::Figure, policy, path)?;
    match usize::try_from(number).ok().and_then(|at| context.figures.get(at)).copied()? {
        Figure::Param(id) => {
            let ty = context.program.param(ParamId(id))?.ty.clone();
            match of_type(context, value, &ty, &path.name.text)? {
                Value::Number(number) => Some((ParamId(id), number)),
                Value::Text(_) => None,
            }
        }
        Figure::Table(_) => {
            let message = format!("`{}` is a table, not a parameter", path.name.text);
            context.error("types/not-a-param", message, path.span, "set a parameter");
            None
        }
    }
}

/// The events of a line: one, or one a week.
fn events(
    context: &mut Context<'_>,
    policy: PolicyId,
    (line, span): (&ast::EventLine, Span),
    people: &BTreeSet<String>,
) -> Vec<EventLine> {
    let Some(number) = context.find(Kind::Activity, policy, &line.activity) else { return Vec::new() };
    let at = usize::try_from(number).unwrap_or(usize::MAX);
    let found = context.groups.get(at).cloned().unwrap_or_default();
    // Activities and groups are numbered together, in the order of the files.
    let named = context.items.iter().filter(|(_, item)| matches!(item, Item::Activity(_) | Item::Group(_))).nth(at);
    let group = matches!(named, Some((_, Item::Group(_))));
    let ([id], false) = (found.as_slice(), group) else {
        let message = format!("`{}` is a group: say which activity happened", line.activity.name.text);
        context.error("types/not-an-activity", message, line.activity.span, "name one of its activities");
        return Vec::new();
    };
    let Some(activity) = context.program.activity(*id).cloned() else { return Vec::new() };
    let mut event = EventLine {
        activity: *id,
        records: activity.from.first().copied().unwrap_or(RecordsId(u32::MAX)),
        who: None,
        with: Vec::new(),
        days: None,
        minute: None,
        status: EventStatus::Held,
        id: None,
        fields: vec![FieldLine::Blank; activity.fields.len()],
        span,
    };
    let mut weekly: Option<Days> = None;
    let mut dated = false;
    for (name, cell) in &line.cells {
        match (name.text.as_str(), &cell.value) {
            ("who", Cell::Names(_)) if activity.owner == Owner::Nobody => {
                let message = format!("`{}` is nobody's: it happens to no one person", activity.name);
                context.error(
                    "types/names-nobody",
                    message,
                    cell.span,
                    "leave `who` out, or declare it without `of nobody`",
                );
            }
            ("with", Cell::Names(_)) if activity.counterpart.is_none() => {
                let message = format!("`{}` is declared without anybody that it is with", activity.name);
                let help = format!("leave `with` out, or declare `activity {} with …`", activity.name);
                context.error("types/names-nobody", message, cell.span, help);
            }
            ("who", Cell::Names(names)) if names.len() == 1 => {
                for name in names {
                    known(context, name, people);
                    event.who = Some(name.text.clone());
                }
            }
            ("with", Cell::Names(names)) => {
                for name in names {
                    known(context, name, people);
                }
                event.with = names.iter().map(|name| name.text.clone()).collect();
            }
            ("who" | "with", Cell::Unknown) => {}
            ("on", Cell::Literal(ast::LiteralValue::Date(day))) => {
                event.days = Some(Days::new(*day, *day));
                dated = true;
            }
            ("on", Cell::Range(range)) => {
                event.days = Some(Days::new(range.from.value, range.to.value));
                dated = true;
                if !activity.is_span {
                    let message = format!("`{}` is a point in time, not a span", activity.name);
                    context.error("types/not-a-span", message, cell.span, "write one date, or declare it `span`");
                }
            }
            ("on", Cell::EveryWeek(range)) => {
                weekly = Some(Days::new(range.from.value, range.to.value));
                dated = true;
            }
            ("on", Cell::Unknown) => dated = true,
            ("at", Cell::Literal(ast::LiteralValue::Duration(minutes))) => {
                event.minute = u16::try_from(minutes.to_integer()).ok();
            }
            ("status", Cell::Unknown) => event.status = EventStatus::Unknown,
            ("status", Cell::Names(names)) if is(names, "held") => event.status = EventStatus::Held,
            ("status", Cell::Names(names)) if is(names, "not-held") => event.status = EventStatus::NotHeld,
            ("id", Cell::Literal(ast::LiteralValue::Text(id))) => event.id = Some(id.clone()),
            ("records", Cell::Names(names)) => {
                for name in names {
                    let Some(records) = context.find_name(Kind::Records, policy, name).map(RecordsId) else { continue };
                    event.records = records;
                    if !activity.from.contains(&records) {
                        let message = format!("`{}` does not record `{}`", name.text, activity.name);
                        let help = "name one of the records that the activity is `from`";
                        context.error("types/not-from", message, cell.span, help);
                    }
                }
            }
            (_, value) => match takes(&name.text).filter(|_| place(&activity.fields, &name.text).is_none()) {
                Some((what, help)) => {
                    let message = format!("`{}` takes {what}", name.text);
                    context.error("types/wrong-cell", message, cell.span, help);
                }
                None => field(context, (&activity, people), (name, value, cell.span), &mut event.fields),
            },
        }
    }
    if !dated {
        let message = "this event has no date";
        context.error("types/no-date", message, span, "add `on: DATE`, or `on: unknown`");
    }
    match weekly {
        None => vec![event],
        Some(days) => weeks(days).map(|day| EventLine { days: Some(Days::new(day, day)), ..event.clone() }).collect(),
    }
}

fn is(names: &[ast::Name], word: &str) -> bool {
    matches!(names, [only] if only.text == word)
}

/// The same weekday in every week of a run.
fn weeks(days: Days) -> impl Iterator<Item = Day> {
    (0..).map(move |week| days.from.plus(7 * week)).take_while(move |day| *day <= days.to)
}

fn field(
    context: &mut Context<'_>,
    (activity, people): (&Activity, &BTreeSet<String>),
    (name, cell, span): (&ast::Name, &Cell, Span),
    fields: &mut [FieldLine],
) {
    let Some(at) = place(&activity.fields, &name.text) else {
        unknown_field(context, &name.text, name.span, &activity.fields);
        return;
    };
    let Some(ty) = activity.fields.get(at.index()).map(|field| field.ty.clone()) else { return };
    let value = match cell {
        Cell::Unknown => FieldLine::Unknown,
        Cell::Names(names) if ty == Type::Person && names.len() > 1 => {
            let message = format!("`{}` is one person", name.text);
            context.error("types/wrong-type", message, span, "name one person, or `A or B` where it may be either");
            return;
        }
        Cell::Names(names) | Cell::Either(names) if ty == Type::Person => {
            for one in names {
                known(context, one, people);
            }
            FieldLine::OneOf(names.iter().map(|name| name.text.clone()).collect())
        }
        Cell::Literal(_) if ty == Type::Person => {
            let message = format!("`{}` is a person", name.text);
            context.error("types/wrong-type", message, span, "name a person of the scenario's roster, or `unknown`");
            return;
        }
        Cell::Literal(literal) => {
            match of_type(context, &ast::Literal { value: literal.clone(), span }, &ty, &name.text) {
                Some(value) => FieldLine::Is(value),
                None => return,
            }
        }
        Cell::Names(_) | Cell::Either(_) | Cell::Range(_) | Cell::EveryWeek(_) => {
            let message = format!("this is no value for `{}`", name.text);
            context.error("types/wrong-type", message, span, "write a value; a text stands in quotation marks");
            return;
        }
    };
    if let Some(slot) = fields.get_mut(at.index()) {
        *slot = value;
    }
}

fn expectation(
    context: &mut Context<'_>,
    policy: PolicyId,
    (expect, span): (&ast::Expectation, Span),
    people: &BTreeSet<String>,
) -> Option<Expectation> {
    for name in expect.person.iter().chain(&expect.counterpart) {
        known(context, name, people);
    }
    let rule = RuleId(context.find(Kind::Rule, policy, &expect.rule)?);
    let by = match &expect.by {
        None => None,
        Some(path) => Some(ExemptionId(context.find(Kind::Exemption, policy, path)?)),
    };
    let details: Vec<Detail> =
        expect.details.iter().filter_map(|detail| self::detail(context, rule, &detail.value)).collect();
    (details.len() == expect.details.len()).then(|| Expectation {
        rule,
        person: expect.person.as_ref().map(|name| name.text.clone()),
        counterpart: expect.counterpart.as_ref().map(|name| name.text.clone()),
        by_value: expect.by_value.as_ref().map(|value| value.value.clone()),
        on: expect.on.map(|date| date.value),
        outcome: expect.outcome.map(|outcome| outcome.value),
        by,
        details,
        span,
    })
}

fn detail(context: &mut Context<'_>, rule: RuleId, detail: &ast::Detail) -> Option<Detail> {
    Some(match detail {
        ast::Detail::Measured(literal) => Detail::Measured(figure(context, rule, literal)?),
        ast::Detail::Required(literal) => Detail::Required(figure(context, rule, literal)?),
        ast::Detail::Short(literal) => Detail::Short(figure(context, rule, literal)?),
        ast::Detail::Due(date) => Detail::Due(date.value),
        ast::Detail::CuredOn(date) => Detail::CuredOn(date.value),
        ast::Detail::Vacuously => Detail::Vacuously,
        ast::Detail::Windows(number, outcome) => Detail::Windows(*number, *outcome),
        ast::Detail::Because(text) => Detail::Because(text.value.clone()),
    })
}

/// A figure in the unit of some atom of a rule.
fn figure(context: &mut Context<'_>, rule: RuleId, literal: &ast::Literal) -> Option<Rational> {
    // Of a rule that is not understood nobody can say what it counts in.
    let place = context.rule_places.get(rule.index()).copied().flatten()?;
    let units: Vec<_> = context.program.rules.get(place)?.atoms.iter().map(|atom| atom.unit).collect();
    let value = units.iter().find_map(|unit| super::values::in_unit(&literal.value, *unit));
    if value.is_none() {
        let message = "nothing in this rule is counted in this";
        context.error("types/unit-mismatch", message, literal.span, "write a value of the rule's own unit");
    }
    value
}
