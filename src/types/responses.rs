//! What answers a trigger within a limit: one response, or one for every member of a list.

use crate::diagnostic::Diagnostic;
use crate::resolve::Kind;
use crate::source::Span;
use crate::syntax::ast;
use crate::types::atoms::Atoms;
use crate::types::conditions::{self, check_condition, field, selection};
use crate::types::context::Context;
use crate::types::limits::limit;
use crate::types::typed::{
    Comparison, FieldRef, Filter, List, ListId, Measure, Recipient, Response, Selection, Trigger, Type, Value, When,
};
use crate::value::fold;

impl Atoms<'_> {
    /// What answers the trigger of the rule.
    pub(super) fn answer(
        &mut self,
        context: &mut Context<'_>,
        of: Selection,
        response: &ast::Response,
    ) -> Option<Response> {
        let Some(trigger) = self.trigger else {
            let message = "there is no trigger for this to answer";
            let help = "begin the rule with `for each ACTIVITY`, or write `each ACTIVITY has … within …`";
            context.error("types/no-trigger", message, response.span, help);
            return None;
        };
        let trigger = trigger.clone();
        self.response(context, &trigger, of, response)
    }

    /// A response to a trigger, with everything said that must be.
    pub(super) fn response(
        &mut self,
        context: &mut Context<'_>,
        trigger: &Trigger,
        of: Selection,
        response: &ast::Response,
    ) -> Option<Response> {
        let within = limit(context, self.view, &response.within)?;
        let linked_by: Option<(FieldRef, FieldRef)> = match &response.linked_by {
            None => None,
            Some(name) => {
                let Trigger::Events(trigger) = trigger else {
                    let message = "a day of the roster or the calendar has no field to be linked by";
                    context.error("types/no-field-to-link", message, name.span, "leave out `linked by`");
                    return None;
                };
                let (asks, _) = field(context, name, &trigger.activities)?;
                let (answers, _) = field(context, name, &of.activities)?;
                Some((asks, answers))
            }
        };
        let Some(matching) = response.matching else {
            let message = "nothing says whether one response may answer several triggers";
            context.error("types/no-matching", message, response.span, "add `, one to one` or `, shared`");
            return None;
        };
        Some(Response { of, within, matching: matching.value, linked_by })
    }

    /// The measure of what must reach every member of a list.
    pub fn fan_out(&mut self, context: &mut Context<'_>, (written, span): (&ast::FanOut, Span)) -> Option<Measure> {
        let of = selection(context, self.view, &written.of);
        let list = context.find(Kind::List, self.view.policy, &written.list).map(ListId);
        let of = of?;
        let (by, ty) = field(context, &written.by, &of.activities)?;
        if !matches!(ty, Type::Text | Type::OneOfTexts(_)) {
            let message = format!("a list holds texts, and `{}` is none", by.name);
            context.error("types/wrong-type", message, written.by.span, "name a text field after `by`");
        }
        let Some(response) = &written.response else {
            let message = "only what answers a trigger within a limit leaves anybody out";
            context.error("types/not-a-response", message, span, "add `within N days, shared`");
            return None;
        };
        let response = self.answer(context, of.clone(), response)?;
        let list = context.program.list(list?).cloned()?;
        several(context, &list, written.list.span);
        let leaving = self.leaving(context, &list, written);
        let recipients = list
            .members
            .iter()
            .map(|(name, _)| {
                let when = leaving.iter().find(|(member, _)| fold(member) == fold(name));
                Recipient {
                    name: name.clone(),
                    response: Response { of: naming(&of, &by, name), ..response.clone() },
                    leaving: when.map(|(_, when)| when.clone()),
                }
            })
            .collect();
        Some(Measure::FanOut { of, by, recipients })
    }

    /// The members that drop out, each once and each one of the list.
    fn leaving(&self, context: &mut Context<'_>, list: &List, written: &ast::FanOut) -> Vec<(String, When)> {
        let mut leaving: Vec<(String, When)> = Vec::new();
        for one in &written.leaving {
            let (member, span) = (&one.member.value, one.member.span);
            if !list.members.iter().any(|(name, _)| fold(name) == fold(member)) {
                let all: Vec<String> = list.members.iter().map(|(name, _)| format!("\"{name}\"")).collect();
                let message = format!("`{}` has no member \"{member}\"", list.name);
                context.error("types/not-a-member", message, span, format!("there are {}", all.join(", ")));
                continue;
            }
            if leaving.iter().any(|(other, _)| fold(other) == fold(member)) {
                let message = format!("\"{member}\" is left out twice");
                context.error("types/member-twice", message, span, "join the two conditions with `or`, in brackets");
                continue;
            }
            let Some(condition) = conditions::condition(context, self.view, &one.when.condition) else { continue };
            if let Some(subject) = self.view.subject {
                check_condition(context, subject, &condition, one.when.span);
            }
            let (shown, span) = (one.when.shown, one.when.span);
            leaving.push((member.clone(), When { shown, condition, unless: Vec::new(), span }));
        }
        leaving
    }
}

/// A trigger has one response for each member: a member that needs several makes no sense here.
fn several(context: &mut Context<'_>, list: &List, span: Span) {
    for (member, times) in list.members.iter().filter(|(_, times)| *times > 1) {
        let message = format!("\"{member}\" is asked for {times} times, and each member is answered once");
        let problem = Diagnostic::error("types/member-twice", message, span, "one answer for each member");
        let help = "leave out `x` in the list, or make a list of its own for this rule";
        context.problems.push(problem.label(list.span, "the list is declared here").help(help));
    }
}

/// The events of a selection that name a member.
fn naming(of: &Selection, by: &FieldRef, member: &str) -> Selection {
    let names = Filter::Compare(by.clone(), Comparison::Equal, Value::Text(member.to_owned()));
    let filter = match &of.filter {
        None => names,
        Some(Filter::And(all)) => Filter::And(all.iter().cloned().chain([names]).collect()),
        Some(other) => Filter::And(vec![other.clone(), names]),
    };
    Selection { filter: Some(filter), ..of.clone() }
}
