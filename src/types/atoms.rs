//! What a rule requires: measures, thresholds, responses, and the units of both sides.

use crate::diagnostic::Diagnostic;
use crate::resolve::Kind;
use crate::source::Span;
use crate::syntax::ast::{self, AtomKind, DayUnit, Order, Which};
use crate::types::conditions::{View, activities, condition, field, selection};
use crate::types::context::{Context, Figure};
use crate::types::filters::{attested, filter};
use crate::types::limits;
use crate::types::sense::share;
use crate::types::typed::{
    Atom, Cap, ClauseId, Comparison, ListId, Measure, ParamId, Requirement, RollUp, RuleId, Selection, TableId,
    Threshold, Trigger, Type,
};
use crate::types::values::{describe, in_unit, unit_word};
use crate::value::{Unit, whole};

/// What a requirement is checked with.
#[derive(Debug)]
pub struct Atoms<'s> {
    /// How names are looked up.
    pub view: View<'s>,
    /// The trigger of a rule `for each`.
    pub trigger: Option<&'s Trigger>,
    /// The atoms so far.
    pub atoms: Vec<Atom>,
    /// The rules that it needs.
    pub needs: Needs,
}

/// What a rule needs of others.
#[derive(Debug, Default)]
pub struct Needs {
    /// The rules, and where they are named.
    pub rules: Vec<(u32, Span)>,
    /// The rules that cases of a role are to meet: rule, role, and where the role is named.
    pub members: Vec<(u32, u32, Span)>,
    /// The rules from whose being met a deadline counts, and where they are named.
    pub met: Vec<(u32, Span)>,
}

impl Atoms<'_> {
    /// A requirement; its atoms are collected.
    pub fn requirement(&mut self, context: &mut Context<'_>, written: &ast::Requirement) -> Option<Requirement> {
        Some(match written {
            ast::Requirement::Or(all) => Requirement::Or(self.each(context, all)?),
            ast::Requirement::And(all) => Requirement::And(self.each(context, all)?),
            ast::Requirement::Not(inner, _) => Requirement::Not(Box::new(self.requirement(context, inner)?)),
            ast::Requirement::If(when, then, _) => {
                let when = condition(context, self.view, when);
                let then = self.requirement(context, then);
                Requirement::If(when?, Box::new(then?))
            }
            ast::Requirement::Atom(atom) => {
                let atom = self.atom(context, atom)?;
                self.atoms.push(atom);
                Requirement::Atom(self.atoms.len() - 1)
            }
        })
    }

    fn each(&mut self, context: &mut Context<'_>, all: &[ast::Requirement]) -> Option<Vec<Requirement>> {
        let checked: Vec<_> = all.iter().map(|one| self.requirement(context, one)).collect();
        checked.into_iter().collect()
    }

    fn atom(&mut self, context: &mut Context<'_>, atom: &ast::Atom) -> Option<Atom> {
        let span = atom.span;
        let plain = |measure: Measure, comparison: Comparison, threshold: Threshold| Atom {
            measure,
            comparison,
            threshold,
            unit: Unit::Count,
            span,
            measure_span: span,
            threshold_span: span,
        };
        let typed = match &atom.value {
            AtomKind::Some(of, None) => {
                let of = selection(context, self.view, of)?;
                plain(Measure::Count(of), Comparison::AtLeast, Threshold::Fixed(whole(1)))
            }
            AtomKind::Some(of, Some(response)) => {
                let of = selection(context, self.view, of);
                let response = self.answer(context, of?, response)?;
                return Some(plain(Measure::Responses(response), Comparison::AtLeast, Threshold::Fixed(whole(1))));
            }
            AtomKind::Attested(written) => {
                let of = attested(context, self.view, (written, span))?;
                let Some(response) = &written.response else {
                    return self
                        .no_trigger(context, span)
                        .then(|| plain(Measure::Count(of), Comparison::AtLeast, Threshold::Fixed(whole(1))));
                };
                if let Some(valid) = &written.valid_for {
                    let message = "what answers a trigger within a limit holds once and for all";
                    context.error("types/valid-answer", message, valid.span, "leave out `valid for …`, or the limit");
                }
                let response = self.answer(context, of, response)?;
                return Some(plain(Measure::Responses(response), Comparison::AtLeast, Threshold::Fixed(whole(1))));
            }
            AtomKind::No(of) => {
                let of = selection(context, self.view, of)?;
                plain(Measure::Count(of), Comparison::AtMost, Threshold::Fixed(whole(0)))
            }
            AtomKind::Covers(of, list, by) => {
                let of = selection(context, self.view, of);
                let list = context.find(Kind::List, self.view.policy, list).map(ListId);
                let (by, ty) = field(context, by, &of.as_ref()?.activities)?;
                if !matches!(ty, Type::Text | Type::OneOfTexts(_)) {
                    let message = format!("a list holds texts, and `{}` is none", by.name);
                    context.error("types/wrong-type", message, span, "name a text field after `by`");
                }
                plain(Measure::Covers { of: of?, list: list?, by }, Comparison::AtLeast, Threshold::All)
            }
            AtomKind::FanOut(written) => {
                let measure = self.fan_out(context, (written, span))?;
                return Some(plain(measure, Comparison::AtLeast, Threshold::All));
            }
            AtomKind::Has(trigger, of, response) => {
                let trigger = selection(context, self.view, trigger)?;
                let of = selection(context, self.view, of)?;
                let response = self.response(context, &Trigger::Events(trigger.clone()), of, response)?;
                plain(Measure::Has(trigger, response), Comparison::AtLeast, Threshold::All)
            }
            AtomKind::Meets(paths) => {
                let mut rules = Vec::new();
                for path in paths {
                    if let Some(rule) = context.find(Kind::Rule, self.view.policy, path) {
                        self.needs.rules.push((rule, path.span));
                        rules.push(RuleId(rule));
                    }
                }
                if rules.len() < paths.len() {
                    return None;
                }
                return Some(plain(Measure::Meets(rules), Comparison::AtLeast, Threshold::All));
            }
            AtomKind::Unreadable(path) => {
                let clause = ClauseId(context.find(Kind::Clause, self.view.policy, path)?);
                unreadable(context, clause, path.span);
                plain(Measure::Unreadable(clause), Comparison::AtLeast, Threshold::Fixed(whole(1)))
            }
            AtomKind::RollUp(written) => {
                let (roll_up, threshold, unit) = self.roll_up(context, (written, span))?;
                return Some(Atom { unit, ..plain(Measure::RollUp(roll_up), Comparison::AtLeast, threshold) });
            }
            AtomKind::When(which, of, order, point) => {
                let of = selection(context, self.view, of);
                let point = limits::point(context, self.view, point, &mut self.needs)?;
                let measure = match which {
                    Which::First => Measure::First(of?),
                    Which::Last => Measure::Last(of?),
                };
                let comparison = match order.value {
                    Order::Before => Comparison::Less,
                    Order::By => Comparison::AtMost,
                    Order::After => Comparison::More,
                    Order::From => Comparison::AtLeast,
                };
                Atom { unit: Unit::Date, ..plain(measure, comparison, Threshold::Point(point)) }
            }
            AtomKind::Compare(measure, comparison, value) => {
                let (typed, unit) = self.measure(context, &measure.value, measure.span)?;
                if let Measure::LongestGap { unit: counted, .. } = &typed {
                    one_kind_of_day(context, *counted, value, measure.span);
                }
                let threshold = threshold(context, self.view, value, (unit, measure.span))?;
                Atom {
                    measure: typed,
                    comparison: comparison.value,
                    threshold,
                    unit,
                    span,
                    measure_span: measure.span,
                    threshold_span: comparison.span.to(value.span()),
                }
            }
        };
        self.no_trigger(context, span).then_some(typed)
    }

    /// Whether the rule has no trigger that its requirement would have to answer; notes where it has.
    fn no_trigger(&self, context: &mut Context<'_>, span: Span) -> bool {
        if self.trigger.is_some() {
            let message = "in a rule `for each`, what is required answers the trigger within a limit";
            context.error("types/not-a-response", message, span, "write `some … within N days, shared`");
        }
        self.trigger.is_none()
    }

    fn measure(&mut self, context: &mut Context<'_>, measure: &ast::Measure, span: Span) -> Option<(Measure, Unit)> {
        Some(match measure {
            ast::Measure::Total(name, of, cap) => {
                let of = selection(context, self.view, of)?;
                let (field, ty) = field(context, name, &of.activities)?;
                let unit = ty.unit().filter(|unit| *unit != Unit::Date);
                let Some(unit) = unit else {
                    let message = format!("`{}` cannot be added up", name.text);
                    let help = "total a duration, a count or a number";
                    context.error("types/not-a-figure", message, name.span, help);
                    return None;
                };
                let cap = match cap {
                    None => None,
                    Some(cap) => Some(self::cap(context, cap, (unit, name), &of)?),
                };
                (Measure::Total(field, of, cap), unit)
            }
            ast::Measure::Count(of) => (Measure::Count(selection(context, self.view, of)?), Unit::Count),
            ast::Measure::Distinct(name, of) => {
                let of = selection(context, self.view, of)?;
                let (field, _) = field(context, name, &of.activities)?;
                (Measure::Distinct(field, of), Unit::Count)
            }
            ast::Measure::Share { of, filter: written, none } => {
                let activities = activities(context, self.view, of)?;
                let filter = filter(context, self.view, written, &activities)?;
                let selection = Selection { activities, filter: None, span: of.span };
                let Some(none) = none else {
                    let message = "nothing says what the share is when there are none";
                    let help = "add `, counting none as 100 %` or `, counting none as 0 %`";
                    context.error("types/no-none", message, span, help);
                    return None;
                };
                let none_span = none.span;
                let Some(none) = in_unit(&none.value, Unit::Share) else {
                    context.error("types/unit-mismatch", "this is no share", none.span, "write it as `100 %`");
                    return None;
                };
                if !share(context, none, none_span) {
                    return None;
                }
                (Measure::Share { of: selection, filter, none }, Unit::Share)
            }
            ast::Measure::LongestGap { between, unit, ends } => {
                let between = selection(context, self.view, between)?;
                let Some(ends) = ends else {
                    let message = "nothing says whether the days before the first and after the last are gaps too";
                    let help = "add `, counting the ends` or `, not counting the ends`";
                    context.error("types/no-ends", message, span, help);
                    return None;
                };
                (Measure::LongestGap { between, unit: unit.value, ends: ends.value }, Unit::Days)
            }
        })
    }

    fn roll_up(
        &mut self,
        context: &mut Context<'_>,
        (written, span): (&ast::RollUp, Span),
    ) -> Option<(RollUp, Threshold, Unit)> {
        let role = context.find(Kind::Role, self.view.policy, &written.role);
        let rule = context.find(Kind::Rule, self.view.policy, &written.rule)?;
        self.needs.rules.push((rule, written.rule.span));
        self.needs.members.push((rule, role?, written.role.span));
        let Some(none) = written.none else {
            let message = "nothing says what this comes to at a school where there is nobody to count";
            let help = "add `, counting none as met` or `, counting none as breached`";
            context.error("types/no-none", message, span, help);
            return None;
        };
        let (threshold, unit) = match written.quota {
            ast::Quota::Every => (Threshold::All, Unit::Count),
            ast::Quota::AtLeast(number) => (Threshold::Fixed(whole(i64::from(number.value))), Unit::Count),
            ast::Quota::Share(share) => (Threshold::Fixed(share.value), Unit::Share),
        };
        Some((RollUp { rule: RuleId(rule), exempt: written.exempt, none }, threshold, unit))
    }
}

/// A clause that can be read is not asked for as if it could not.
fn unreadable(context: &mut Context<'_>, clause: ClauseId, span: Span) {
    let Some(clause) = context.program.clause(clause).filter(|clause| clause.unreadable.is_none()) else { return };
    let message = format!("nothing says that the text of the clause `{}` is lost", clause.name);
    let problem = Diagnostic::error("types/clause-readable", message, span, "asked for as one that cannot be read")
        .label(clause.span, "declared here")
        .help("write what the clause requires, or add `unreadable \"why\"` to its declaration");
    context.problems.push(problem);
}

/// How much of the same counts towards a total.
fn cap(context: &mut Context<'_>, cap: &ast::Cap, (unit, total): (Unit, &ast::Name), of: &Selection) -> Option<Cap> {
    let each = field(context, &cap.each, &of.activities).map(|(each, _)| each);
    let Some(most) = in_unit(&cap.most.value, unit) else {
        let message = format!("`{}` is {}, and this is {}", total.text, unit_word(unit), describe(&cap.most.value));
        context.error("types/unit-mismatch", message, cap.most.span, format!("write {}", example(unit)));
        return None;
    };
    if most == whole(0) {
        let message = "with this nothing counts at all";
        context.error("types/none-of-them", message, cap.most.span, "write how much of the same counts");
    }
    Some(Cap { most, each: each? })
}

/// Days of one kind are not held against days of another; `days` are of the kind that the measure counts.
fn one_kind_of_day(context: &mut Context<'_>, counted: DayUnit, value: &ast::Value, measure: Span) {
    let ast::Value::Literal(literal) = value else { return };
    let ast::LiteralValue::Days(number, kind) = &literal.value else { return };
    if *kind == DayUnit::Calendar || *kind == counted {
        return;
    }
    let message = format!("the gap is counted in {}, and this in {}", days_word(counted), days_word(*kind));
    context.problems.push(
        Diagnostic::error("types/unit-mismatch", message, value.span(), days_word(*kind))
            .label(measure, format!("this is in {}", days_word(counted)))
            .help(format!("write `{number} days`, or count the gap in {}", days_word(*kind))),
    );
}

fn days_word(unit: DayUnit) -> &'static str {
    match unit {
        DayUnit::Calendar => "calendar days",
        DayUnit::Working => "working days",
        DayUnit::School => "school days",
        DayUnit::Open => "open days",
    }
}

/// A threshold in the unit of its measure.
pub fn threshold(
    context: &mut Context<'_>,
    view: View<'_>,
    value: &ast::Value,
    (unit, measure): (Unit, Span),
) -> Option<Threshold> {
    let mismatch = |context: &mut Context<'_>, what: &str| {
        let message = format!("the measure is {}, and this is {what}", unit_word(unit));
        context.problems.push(
            Diagnostic::error("types/unit-mismatch", message, value.span(), what)
                .label(measure, format!("this is {}", unit_word(unit)))
                .help(format!("write {}", example(unit))),
        );
    };
    match value {
        ast::Value::Literal(literal) => match in_unit(&literal.value, unit) {
            Some(number) if unit == Unit::Share && !share(context, number, literal.span) => None,
            Some(number) => Some(Threshold::Fixed(number)),
            None => {
                mismatch(context, describe(&literal.value));
                None
            }
        },
        ast::Value::Named(path) => {
            let number = context.find(Kind::Figure, view.policy, path)?;
            let figure = usize::try_from(number).ok().and_then(|at| context.figures.get(at)).copied()?;
            let (threshold, its_unit) = match figure {
                Figure::Param(id) => (
                    Threshold::Param(ParamId(id)),
                    context.program.param(ParamId(id)).and_then(|param| param.ty.unit()),
                ),
                Figure::Table(id) => {
                    chosen_by(context, view, TableId(id), value.span());
                    (Threshold::Table(TableId(id)), context.program.table(TableId(id)).map(|table| table.unit))
                }
            };
            let its_unit = its_unit?;
            if its_unit != unit {
                mismatch(context, unit_word(its_unit));
                return None;
            }
            Some(threshold)
        }
    }
}

/// A table is asked by an attribute, which the role of the rule must have.
fn chosen_by(context: &mut Context<'_>, view: View<'_>, table: TableId, span: Span) {
    let role = view.subject.and_then(|subject| context.program.role(subject.role));
    let (Some(role), Some(table)) = (role, context.program.table(table)) else { return };
    let has = table.by == "school" || role.attributes.iter().any(|field| field.name == table.by);
    if !has && !context.may_be_lost(&table.by) {
        let message = format!("`{}` is chosen by `{}`, and the role `{}` has none", table.name, table.by, role.name);
        let help = format!("add `{}` to the role", table.by);
        context.error("types/unknown-field", message, span, help);
    }
}

/// What a value of a unit looks like.
pub fn example(unit: Unit) -> &'static str {
    match unit {
        Unit::Minutes => "a duration such as `90 minutes`",
        Unit::Count => "a whole number such as `3`",
        Unit::Days => "a number of days such as `15 school days`",
        Unit::Share => "a share such as `90 %`",
        Unit::Number => "a plain number",
        Unit::Date => "a date such as `2025-07-18`",
    }
}
