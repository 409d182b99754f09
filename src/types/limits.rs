//! Limits in days, and the days that they are counted from.

use crate::resolve::Kind;
use crate::source::Span;
use crate::syntax::ast;
use crate::types::atoms::Needs;
use crate::types::clocks;
use crate::types::conditions::{View, selection};
use crate::types::context::{Context, Figure};
use crate::types::declarations::unknown_field;
use crate::types::typed::{Amount, Counts, Limit, ParamId, Point, RuleId, Type};
use crate::value::whole;

/// A number of days, which may be a parameter's.
pub fn limit(context: &mut Context<'_>, view: View<'_>, limit: &ast::Limit) -> Option<Limit> {
    let number = match &limit.number {
        ast::Amount::Number(number) => {
            if number.value < limit.counts.least() {
                no_first_day(context, limit.counts, "0 days", number.span);
            }
            Amount::Number(number.value)
        }
        ast::Amount::Param(path) => {
            let number = context.find(Kind::Figure, view.policy, path)?;
            let figure = usize::try_from(number).ok().and_then(|at| context.figures.get(at)).copied()?;
            let param = match figure {
                Figure::Param(id) => Some(ParamId(id)),
                Figure::Table(_) => None,
            };
            let days = param.filter(|id| {
                context.program.param(*id).is_some_and(|param| matches!(param.ty, Type::Days | Type::Count))
            });
            let Some(id) = days else {
                let message = format!("`{}` is no parameter that holds a number of days", path.name.text);
                let help = format!("declare it `param {}: days`", path.name.text);
                context.error("types/unit-mismatch", message, path.span, help);
                return None;
            };
            let value = context.program.param(id).and_then(|param| param.value);
            if value == Some(whole(0)) && limit.counts.least() > 0 {
                no_first_day(context, limit.counts, &format!("`{}` is 0, and 0 days", path.name.text), path.span);
            }
            Amount::Param(id)
        }
    };
    Some(Limit { number, unit: limit.unit, counts: limit.counts, span: limit.span })
}

/// `beginning with X` counts the first such day from X on as day 1, and `before it` the last such day before it: of 0
/// days there is none.
fn no_first_day(context: &mut Context<'_>, counts: Counts, zero: &str, span: Span) {
    let (what, help) = match counts {
        Counts::Before => ("have none before it", "write 1 or more, or `up to it`, to which the day itself belongs"),
        _ => ("have no first day", "write 1 or more, or `of` to be due on the day itself"),
    };
    context.error("types/no-first-day", format!("{zero} {what}"), span, help);
}

/// An attribute of the rule's role that holds a date.
fn date_attribute(context: &mut Context<'_>, view: View<'_>, name: &ast::Name) -> Option<String> {
    let role = view.subject.and_then(|subject| context.program.role(subject.role));
    let fields = role.map(|role| role.attributes.clone()).unwrap_or_default();
    let Some(field) = fields.iter().find(|field| field.name == name.text) else {
        unknown_field(context, &name.text, name.span, &fields);
        return None;
    };
    if field.ty == Type::Date {
        return Some(name.text.clone());
    }
    let message = format!("`{}` holds no date, and a deadline is a day", name.text);
    context.error("types/unit-mismatch", message, name.span, format!("declare it `{}: date` in the role", name.text));
    None
}

/// A day that a deadline refers to.
pub fn point(context: &mut Context<'_>, view: View<'_>, point: &ast::Point, needs: &mut Needs) -> Option<Point> {
    Some(match point {
        ast::Point::Date(date) => Point::Date(date.value),
        ast::Point::First(of) => Point::First(selection(context, view, of)?),
        ast::Point::Attribute(name) => Point::Attribute(date_attribute(context, view, name)?),
        ast::Point::RoleStart(_) => Point::RoleStart,
        ast::Point::RoleEnd(_) => Point::RoleEnd,
        ast::Point::Shifted(by, direction, of) => {
            let by = limit(context, view, by);
            let of = self::point(context, view, of, needs)?;
            Point::Shifted(by?, *direction, Box::new(of))
        }
        ast::Point::Clock(path, term) => {
            let clock = clocks::of_case(context, view, path)?;
            clocks::has_term(context, clock, term.as_ref());
            Point::Clock(clock, term.as_ref().map(|term| term.value))
        }
        ast::Point::Met(path) => {
            let rule = context.find(Kind::Rule, view.policy, path)?;
            needs.rules.push((rule, path.span));
            needs.met.push((rule, path.span));
            Point::Met(RuleId(rule))
        }
    })
}
