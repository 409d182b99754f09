//! Clocks: who serves them, from when, and what is said that must be.

use crate::resolve::Kind;
use crate::source::Spanned;
use crate::syntax::ast::{self, Item};
use crate::types::atoms::Needs;
use crate::types::conditions::{View, selection};
use crate::types::context::Context;
use crate::types::limits;
use crate::types::typed::{
    Clock, ClockDetail, ClockExpectation, ClockExtension, ClockId, Point, PolicyId, RoleId, Subject, Type,
};

/// Checks every clock.
pub fn check(context: &mut Context<'_>) {
    let items = context.items.clone();
    for (policy, item) in &items {
        if let Item::Clock(clock) = item
            && let Some(typed) = self::clock(context, *policy, clock)
        {
            context.program.clocks.push(typed);
        }
    }
}

fn clock(context: &mut Context<'_>, policy: PolicyId, written: &ast::Clock) -> Option<Clock> {
    let name = &written.name;
    let lacks = [
        (written.role.is_none(), "for ROLE", "whose it is"),
        (written.from.is_none(), "from the start of the role", "from when it runs"),
        (written.serve.is_none(), "serve N terms by fte", "how much is to be served"),
    ];
    for (_, line, what) in lacks.into_iter().filter(|(lacks, ..)| *lacks) {
        let message = format!("the clock `{}` does not say {what}", name.text);
        context.error("types/clock-unsaid", message, name.span, format!("add a line `{line}`"));
    }
    let role = RoleId(context.find(Kind::Role, policy, written.role.as_ref()?)?);
    let subject = Subject { role, with_counterpart: false, by: None, only: None };
    let view = View { policy, subject: Some(&subject) };
    let mut needs = Needs::default();
    let (from, from_span) = written.from.as_ref()?;
    let from = limits::point(context, view, from, &mut needs)?;
    if !matches!(from, Point::Date(_) | Point::RoleStart | Point::First(_)) {
        let message = "a clock runs from a day of its own: a date, the start of the role or the first such event";
        context.error("types/clock-unsaid", message, *from_span, "write `from the start of the role`");
    }
    let (terms, by_fte) = written.serve?;
    let fte = |context: &Context<'_>| {
        let role = context.program.role(role);
        role.is_some_and(|role| role.attributes.iter().any(|field| field.name == "fte" && field.ty == Type::Number))
    };
    if by_fte && !fte(context) && !context.may_be_lost("fte") {
        let message = "the role has no attribute `fte: number` to measure by";
        context.error("types/unknown-field", message, terms.span, "add `fte: number` to the role");
    }
    for number in [Some(terms), written.least, written.extended.as_ref().map(|extended| extended.every)] {
        if let Some(none) = number.filter(|number| number.value == 0) {
            context.error("types/none-of-them", "0 terms are no time", none.span, "write 1 or more");
        }
    }
    let extended = match &written.extended {
        None => None,
        Some(extended) => Some(extension(context, view, extended)?),
    };
    Some(Clock {
        name: name.text.clone(),
        policy,
        title: written.title.as_ref().map(|title| title.value.clone()),
        subject: subject.clone(),
        from,
        terms: terms.value,
        by_fte,
        least: written.least.map(|least| least.value),
        extended,
        span: written.span,
    })
}

fn extension(context: &mut Context<'_>, view: View<'_>, written: &ast::ClockExtension) -> Option<ClockExtension> {
    let by = selection(context, view, &written.by);
    let from = limits::limit(context, view, &written.from)?;
    let by = by?;
    for id in &by.activities {
        let Some(activity) = context.program.activity(*id).cloned() else { continue };
        if !activity.is_span {
            let message = "only a span lasts, and this is a point in time";
            context.error("types/points-cover-no-days", message, written.by.span, "declare the activity `span`");
        }
        let session = activity.fields.iter().find(|field| field.name == "session");
        let words = ["day", "morning", "afternoon"];
        let known = |ty: &Type| matches!(ty, Type::OneOfTexts(texts) if texts.iter().all(|text| words.contains(&text.as_str())));
        if session.is_some_and(|field| !known(&field.ty)) {
            let message = "a session is a `day`, a `morning` or an `afternoon`";
            let help = "declare `session: \"day\" or \"morning\" or \"afternoon\"`, or give the field another name";
            context.error("types/not-a-session", message, written.by.span, help);
        }
    }
    Some(ClockExtension { by, every: written.every.value, from })
}

/// A clock that a rule names: of the case's person, or of the counterpart.
pub fn of_case(context: &mut Context<'_>, view: View<'_>, path: &ast::Path) -> Option<ClockId> {
    let id = ClockId(context.find(Kind::Clock, view.policy, path)?);
    let (Some(clock), Some(subject)) = (context.program.clock(id), view.subject) else { return Some(id) };
    let name = |role: RoleId| context.program.role(role).map(|role| role.name.clone()).unwrap_or_default();
    let role = context.program.role(subject.role);
    let counterpart = role.and_then(|role| role.counterpart.clone()).filter(|_| subject.with_counterpart);
    let role = clock.subject.role;
    if role != subject.role && counterpart.as_deref() != Some(name(role).as_str()) {
        let message = format!("the clock `{}` is of nobody of this rule's cases", clock.name);
        let help = format!("name a clock of `{}`, or make the rule `for {}`", name(subject.role), name(role));
        context.error("types/wrong-role", message, path.span, help);
    }
    Some(id)
}

/// A clock has so many terms and no more.
pub fn has_term(context: &mut Context<'_>, clock: ClockId, term: Option<&Spanned<u32>>) {
    let Some(terms) = context.program.clock(clock).map(|clock| clock.terms) else { return };
    if let Some(term) = term.filter(|term| term.value == 0 || term.value > terms) {
        let message = format!("the clock has terms 1 to {terms}");
        context.error("types/no-such-term", message, term.span, format!("write a number from 1 to {terms}"));
    }
}

/// What a scenario expects of a clock.
pub fn expectation(
    context: &mut Context<'_>,
    policy: PolicyId,
    (expect, span): (&ast::ClockExpectation, crate::source::Span),
) -> Option<ClockExpectation> {
    let clock = ClockId(context.find(Kind::Clock, policy, &expect.clock)?);
    let what = match &expect.what {
        ast::ClockDetail::Ends(term, from, to) => {
            has_term(context, clock, term.as_ref());
            let to = to.unwrap_or(*from);
            ClockDetail::Ends(term.as_ref().map(|term| term.value), from.value, to.value)
        }
        ast::ClockDetail::Open(term) => {
            has_term(context, clock, term.as_ref());
            ClockDetail::Open(term.as_ref().map(|term| term.value))
        }
        ast::ClockDetail::Served(number) => ClockDetail::Served(number.value),
    };
    Some(ClockExpectation { clock, person: expect.person.as_ref().map(|name| name.text.clone()), what, span })
}
