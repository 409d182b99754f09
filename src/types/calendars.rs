//! Calendars: years that do not overlap, half-terms inside them, days apart inside a year.

use crate::resolve::{Kind, Need, order};
use crate::syntax::ast::{self, CalendarLine, DateRange, Item};
use crate::types::context::Context;
use crate::types::typed::{Calendar, CalendarId, DayKind, PolicyId, Year};
use crate::value::Days;

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
