//! Reads a file of the waiver register.

use crate::records::account::{Effect, RowBook, RowClass};
use crate::records::bind::Column;
use crate::records::bind::export::PersonPlan;
use crate::records::bind::waivers::WaiversPlan;
use crate::records::build::TableBuilder;
use crate::records::csv_file::{CsvFile, FileProblem};
use crate::records::load::Context;
use crate::records::load::cells::{Cells, Illegible};
use crate::records::load::each_row::{Row, each_row};
use crate::records::names::{self, NameProblem};
use crate::records::people::{People, Slot};
use crate::records::problem::{At, Desk, RowProblem};
use crate::records::table::{Location, PersonId, Waiver};
use crate::types::typed::{Program, RuleId};
use crate::value::{Day, Days};

/// Reads one file of the register to its end.
pub(super) fn read(
    context: &Context<'_>,
    plan: &WaiversPlan,
    (file, people): (&mut CsvFile, &People),
    builder: &mut TableBuilder<'_>,
    desk: &mut Desk<'_>,
) -> Result<RowBook, FileProblem> {
    each_row(context, file, desk, &mut |row, desk| match row {
        Row::Broken(_) => RowClass::Rejected,
        Row::Whole(cells) => match one(context, plan, (cells, people), builder, desk) {
            Ok(waiver) => {
                builder.waiver(waiver);
                RowClass::Counted
            }
            Err(class) => class,
        },
    })
}

/// Reads one row, or gives the class of a row that waives nothing. Everything wrong with it is noted in one run.
fn one(
    context: &Context<'_>,
    plan: &WaiversPlan,
    (cells, people): (Cells<'_>, &People),
    builder: &TableBuilder<'_>,
    desk: &mut Desk<'_>,
) -> Result<Waiver, RowClass> {
    let rule = rule(context.program, plan, cells, desk);
    let (holder, word) = slots(context.program, rule.ok());
    let who = person((&plan.person, &holder), (cells, people), builder, desk)
        .and_then(|who| who.ok_or_else(|| blank(&plan.person.column, "person", cells, desk)));
    let with = match &plan.with {
        Some(with) => person((with, &word), (cells, people), builder, desk),
        None => Ok(None),
    };
    let days = days(context, plan, cells, desk).map_err(|Illegible| RowClass::Rejected);
    let reason = text(&plan.reason, "reason", cells, desk);
    let approved = text(&plan.approved, "name of who approved it", cells, desk);
    let classes = [
        rule.err(),
        who.err(),
        with.err(),
        days.err(),
        reason.as_ref().err().copied(),
        approved.as_ref().err().copied(),
    ];
    // A row that cannot be read is rejected, whatever else it names.
    if classes.contains(&Some(RowClass::Rejected)) {
        return Err(RowClass::Rejected);
    }
    let location = Location { file: desk.input, row: cells.row };
    Ok(Waiver {
        rule: rule?,
        person: who?,
        counterpart: with?,
        days: days?,
        reason: reason?.to_owned(),
        approved: approved?.to_owned(),
        location,
    })
}

fn blank(column: &Column, what: &'static str, cells: Cells<'_>, desk: &mut Desk<'_>) -> RowClass {
    desk.note(At::cell(cells.row, &column.name, ""), &RowProblem::BlankCell(what), Effect::Rejected);
    RowClass::Rejected
}

/// A text that must be there.
fn text<'r>(column: &Column, what: &'static str, cells: Cells<'r>, desk: &mut Desk<'_>) -> Result<&'r str, RowClass> {
    match cells.text(column, Effect::Rejected, desk).map_err(|Illegible| RowClass::Rejected)?.trim() {
        "" => Err(blank(column, what, cells, desk)),
        text => Ok(text),
    }
}

fn rule(program: &Program, plan: &WaiversPlan, cells: Cells<'_>, desk: &mut Desk<'_>) -> Result<RuleId, RowClass> {
    let name = text(&plan.rule, "rule", cells, desk)?;
    let problem = match names::rule(program, name) {
        Ok(rule) => return Ok(rule),
        Err(NameProblem::Unknown(close, _)) => RowProblem::UnknownRule(close),
        Err(NameProblem::Ambiguous(all)) => RowProblem::AmbiguousRule(all),
    };
    desk.note(At::cell(cells.row, &plan.rule.name, name), &problem, Effect::Void);
    Err(RowClass::Unmatched)
}

/// Among whom the person and the counterpart are, where several have one name.
fn slots(program: &Program, rule: Option<RuleId>) -> (Slot, Slot) {
    let Some(rule) = rule.and_then(|rule| program.rule(rule)) else { return (Slot::Anybody, Slot::Anybody) };
    let role = program.role(rule.subject.role);
    let word = role.and_then(|role| role.counterpart.clone()).map_or(Slot::Anybody, Slot::Counterpart);
    (Slot::Holder(rule.subject.role), word)
}

/// Whom a cell names; `None` where blank. A name that fits several is nobody's: a waiver is never guessed.
fn person(
    (plan, slot): (&PersonPlan, &Slot),
    (cells, people): (Cells<'_>, &People),
    builder: &TableBuilder<'_>,
    desk: &mut Desk<'_>,
) -> Result<Option<PersonId>, RowClass> {
    let name = cells.text(&plan.column, Effect::Rejected, desk).map_err(|Illegible| RowClass::Rejected)?;
    if name.is_empty() {
        return Ok(None);
    }
    let shown = |id: &PersonId| builder.people().get(id.index()).map(|who| format!("{} ({})", who.name, who.key));
    let problem = match people.narrow(people.fits(&plan.key, name), slot).as_slice() {
        [] => RowProblem::UnknownPerson(people.likely(name).as_ref().and_then(shown)),
        [one] => return Ok(Some(*one)),
        several => RowProblem::AmbiguousPerson(several.iter().filter_map(shown).collect::<Vec<_>>().join(", ")),
    };
    desk.note(At::cell(cells.row, &plan.column.name, name), &problem, Effect::Void);
    Err(RowClass::Unmatched)
}

fn days(context: &Context<'_>, plan: &WaiversPlan, cells: Cells<'_>, desk: &mut Desk<'_>) -> Result<Days, Illegible> {
    let from = match &plan.from {
        Some(dates) => cells.date(dates, context.zone, Effect::Rejected, desk),
        None => Ok(None),
    };
    let until = cells.date(&plan.until, context.zone, Effect::Rejected, desk);
    let until = until.and_then(|until| {
        until.ok_or_else(|| {
            blank(&plan.until.column, "date until which it holds", cells, desk);
            Illegible
        })
    });
    let (from, until) = (from?.map_or(Day::MIN, |stamp| stamp.day), until?.day);
    if until < from {
        let end = until.to_string();
        let at = At::cell(cells.row, &plan.until.column.name, &end);
        desk.note(at, &RowProblem::EndBeforeStart(from.to_string()), Effect::Rejected);
        return Err(Illegible);
    }
    Ok(Days::new(from, until))
}
