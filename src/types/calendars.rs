//! Calendars: years that do not overlap, half-terms inside them, days apart inside a year.

use crate::diagnostic::Diagnostic;
use crate::resolve::{Kind, Need, order};
use crate::source::Span;
use crate::syntax::ast::{self, CalendarLine, DateRange, Item, TileStart, WindowKind};
use crate::types::context::Context;
use crate::types::typed::{Calendar, CalendarId, DayKind, Duty, PolicyId, Year};
use crate::value::{Day, Days};

/// Checks every calendar.
pub fn check(context: &mut Context<'_>) {
    let mut needs: Vec<Need> = Vec::new();
    let items = context.items.clone();
    let calendars = items.iter().filter_map(|(_, item)| match item {
        Item::Calendar(calendar) => Some(calendar),
        _ => None,
    });
    for (number, calendar) in (0_u32..).zip(calendars) {
        let typed = self::calendar(context, number, calendar, &mut needs);
        context.program.calendars.push(typed);
    }
    if let Err(problem) = order(context.program.calendars.len(), &needs, "calendars") {
        context.problems.push(*problem);
    }
}

fn calendar(context: &mut Context<'_>, number: u32, calendar: &ast::Calendar, needs: &mut Vec<Need>) -> Calendar {
    let mut typed = Calendar {
        name: calendar.name.text.clone(),
        title: calendar.title.as_ref().map(|title| title.value.clone()),
        extends: None,
        years: Vec::new(),
        days: Vec::new(),
        span: calendar.span,
    };
    let extends = calendar.lines.iter().any(|line| matches!(line, CalendarLine::Extends(_)));
    for line in &calendar.lines {
        match line {
            CalendarLine::Source(_) => {}
            CalendarLine::Extends(name) => {
                if let Some(base) = context.find_name(Kind::Calendar, PolicyId(0), name) {
                    typed.extends = Some(CalendarId(base));
                    needs.push((number, base, name.span));
                }
            }
            CalendarLine::Year(year) => {
                let checked = self::year(context, year, &typed.years);
                typed.years.push(checked);
            }
            CalendarLine::Days(kind, ranges, why, _) => {
                for range in ranges {
                    let days = self::range(context, *range);
                    let why = why.as_ref().map(|why| why.value.clone());
                    if !extends && *kind == DayKind::Closed {
                        closed_already(context, &typed, days, range.from.span.to(range.to.span));
                    }
                    typed.days.push((*kind, days, why));
                    let inside =
                        typed.years.iter().any(|year| year.days.contains(days.from) && year.days.contains(days.to));
                    if !extends && *kind != DayKind::BankHoliday && !inside {
                        let message = "this day lies in no year of the calendar";
                        context.error(
                            "types/outside-year",
                            message,
                            range.from.span,
                            "put it after the year that holds it",
                        );
                    }
                }
            }
        }
    }
    typed
}

fn range(context: &mut Context<'_>, range: DateRange) -> Days {
    let days = Days::new(range.from.value, range.to.value);
    if days.is_empty() {
        let message = "this ends before it begins";
        context.error(
            "types/dates-out-of-order",
            message,
            range.from.span.to(range.to.span),
            "put the earlier date first",
        );
    }
    days
}

fn year(context: &mut Context<'_>, year: &ast::Year, before: &[Year]) -> Year {
    let days = range(context, year.days);
    if before.iter().any(|other| other.days.overlaps(days)) {
        let message = format!("the year `{}` overlaps another year of this calendar", year.name.text);
        context.error("types/overlapping-years", message, year.name.span, "let one end on the day before the next");
    }
    let mut last: Option<Days> = None;
    let mut terms = Vec::new();
    for term in &year.terms {
        let mut halves = Vec::new();
        for half in &term.half_terms {
            let half_days = range(context, *half);
            let span = half.from.span.to(half.to.span);
            if half_days.intersect(days) != half_days {
                let message = "this half-term is not wholly inside its year";
                context.error("types/outside-year", message, span, "correct its dates, or the year's");
            }
            if last.is_some_and(|last| last.to >= half_days.from) {
                let message = "this half-term does not begin after the one before";
                context.error("types/overlapping-half-terms", message, span, "put half-terms in order, apart");
            }
            last = Some(half_days);
            halves.push(half_days);
        }
        terms.push((term.name.text.clone(), halves));
    }
    Year { name: year.name.text.clone(), days, terms }
}

/// Warns of rules that go by terms where no calendar of these files has any.
pub fn missing_terms(context: &mut Context<'_>) {
    let calendars = &context.program.calendars;
    if calendars.is_empty() || calendars.iter().any(|calendar| calendar.years.iter().any(|year| !year.terms.is_empty()))
    {
        return;
    }
    let by_terms: Vec<(String, Span)> = context
        .program
        .rules
        .iter()
        .filter(|rule| match &rule.duty {
            Duty::Each(window) => goes_by_terms(*window),
            _ => false,
        })
        .map(|rule| (rule.name.clone(), rule.name_span))
        .collect();
    for (name, span) in by_terms {
        let message = format!("no calendar of these files has a term, and `{name}` goes by terms");
        let problem = Diagnostic::error("types/no-terms", message, span, "which days are these").warning();
        context.problems.push(problem.help("write `year … { term … }` in the calendar, or load one that has terms"));
    }
}

fn goes_by_terms(window: WindowKind) -> bool {
    match window {
        WindowKind::HalfTerm | WindowKind::Term | WindowKind::Year => true,
        WindowKind::Weeks { from, .. } => matches!(from, TileStart::HalfTerm | TileStart::Year),
        _ => false,
    }
}

/// Warns of a line that closes days which are closed without it: it may have another year's date.
fn closed_already(context: &mut Context<'_>, calendar: &Calendar, days: Days, span: Span) {
    let open = |day: Day| {
        let in_term = calendar
            .years
            .iter()
            .flat_map(|year| &year.terms)
            .any(|(_, halves)| halves.iter().any(|half| half.contains(day)));
        let opened = |(kind, other, _): &(DayKind, Days, Option<String>)| {
            matches!(kind, DayKind::Open | DayKind::Inset) && other.contains(day)
        };
        (in_term && day.is_weekday()) || calendar.days.iter().any(opened)
    };
    let of_no_use = !days.is_empty() && days.iter().all(|day| !open(day));
    if of_no_use {
        let message = "no day of this is a weekday of a half-term, so it is closed without this line";
        let problem = Diagnostic::error("types/closed-already", message, span, "closes nothing").warning();
        context.problems.push(problem.help("correct the date, or leave it out"));
    }
}
