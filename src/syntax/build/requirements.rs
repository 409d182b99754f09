//! What a rule requires: atoms, measures, responses, and how they combine.

use crate::source::Spanned;
use crate::syntax::ast::{
    Amount, AtomKind, Attested, Cap, Counts, Direction, Ends, Exempted, FanOut, LeavingOut, Limit, Matching, Measure,
    NoMembers, Order, Point, Quota, Requirement, Response, RollUp, Selection, Value, When, Which,
};
use crate::syntax::build::conditions::one_or;
use crate::syntax::build::{Broken, Builder, Built, Children, OnceLine};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// A requirement.
    pub fn requirement(self, node: Node<'_>) -> Built<Requirement> {
        let all = self.children(node).all(Rule::all_required, |node| {
            let all = self.children(node).all(Rule::one_required, |node| self.one_required(node))?;
            Ok(one_or(all, Requirement::And))
        })?;
        Ok(one_or(all, Requirement::Or))
    }

    fn one_required(self, node: Node<'_>) -> Built<Requirement> {
        let inner = self.children(node).any("a requirement")?;
        let span = self.span_of(&inner);
        Ok(match inner.as_rule() {
            Rule::not_required => {
                let inner = self.children(inner).any("a requirement")?;
                Requirement::Not(Box::new(self.one_required(inner)?), span)
            }
            Rule::if_required => {
                let mut children = self.children(inner);
                let condition = children.any("a condition").and_then(|node| self.condition(node))?;
                let then = children.any("a requirement").and_then(|node| self.one_required(node))?;
                Requirement::If(condition, Box::new(then), span)
            }
            Rule::bracketed => self.children(inner).any("a requirement").and_then(|node| self.requirement(node))?,
            _ => Requirement::Atom(Spanned::new(self.atom(inner)?, span)),
        })
    }

    fn atom(self, node: Node<'_>) -> Built<AtomKind> {
        let (rule, span) = (node.as_rule(), self.span_of(&node));
        let mut children = self.children(node);
        let selection = |children: &mut Children<'_, '_>| -> Built<Selection> {
            children.need(Rule::selection, "an activity").and_then(|node| self.selection(node))
        };
        Ok(match rule {
            Rule::some_atom => {
                let of = selection(&mut children)?;
                AtomKind::Some(of, children.maybe(Rule::response, |node| self.response(node))?)
            }
            Rule::attested_atom => AtomKind::Attested(self.attested(&mut children)?),
            Rule::no_atom => AtomKind::No(selection(&mut children)?),
            Rule::has_atom => {
                let (trigger, of) = (selection(&mut children)?, selection(&mut children)?);
                AtomKind::Has(trigger, of, children.any("a limit").and_then(|node| self.response(node))?)
            }
            Rule::meets_atom => AtomKind::Meets(children.paths()?),
            Rule::unreadable_atom => {
                AtomKind::Unreadable(children.any("a clause").and_then(|node| self.path_of(node))?)
            }
            Rule::roll_up_atom => AtomKind::RollUp(self.roll_up(&mut children)?),
            Rule::order_atom => {
                let which =
                    if children.any("first or last")?.as_rule() == Rule::first { Which::First } else { Which::Last };
                let of = selection(&mut children)?;
                let order = children.any("an order").and_then(|node| self.order(node))?;
                AtomKind::When(which, of, order, children.any("a day").and_then(|node| self.point(node))?)
            }
            Rule::compare_atom => {
                let measure = children.any("a measure")?;
                let measure = Spanned::new(self.measure(measure.clone())?, self.span_of(&measure));
                let comparison = children.any("a comparison").and_then(|node| self.comparison(node))?;
                AtomKind::Compare(measure, comparison, children.any("a value").and_then(|node| self.value(node))?)
            }
            Rule::covers_atom => self.covers(&mut children)?,
            _ => return Err(Broken(span, "a requirement")),
        })
    }

    fn attested(self, children: &mut Children<'_, '_>) -> Built<Attested> {
        let mut by = Vec::new();
        while let Some(node) = children.take(Rule::attester) {
            by.push(self.held(&mut self.children(node))?);
        }
        let of = children.need(Rule::selection, "an activity").and_then(|node| self.selection(node))?;
        let response = children.maybe(Rule::response, |node| self.response(node))?;
        let mut attested = Attested { by, of, response, never: Vec::new(), valid_for: None };
        while let Ok(node) = children.any("a word") {
            match node.as_rule() {
                Rule::never_by => {
                    let all = self.children(node).all(Rule::the_one, |node| self.children(node).name())?;
                    attested.never.extend(all);
                }
                _ => {
                    let days = self.children(node).need(Rule::integer, "a number")?;
                    let days = self.integer(&days)?;
                    let line = OnceLine { what: "valid for", span: |days: &Spanned<u32>| days.span };
                    self.once(&mut attested.valid_for, days, line);
                }
            }
        }
        Ok(attested)
    }

    fn covers(self, children: &mut Children<'_, '_>) -> Built<AtomKind> {
        let of = children.need(Rule::selection, "an activity").and_then(|node| self.selection(node))?;
        let (list, by) = (children.path()?, children.name()?);
        let response = children.maybe(Rule::response, |node| self.response(node))?;
        let leaving = children.all(Rule::leaving_member, |node| {
            let span = self.span_of(&node);
            let mut children = self.children(node);
            let member = children.need(Rule::text, "a text").and_then(|node| self.text(node))?;
            let shown = children.take(Rule::shown).is_some();
            let condition = children.any("a condition").and_then(|node| self.condition_one(node))?;
            Ok(LeavingOut { member, when: When { shown, condition, unless: Vec::new(), span } })
        })?;
        if response.is_none() && leaving.is_empty() {
            return Ok(AtomKind::Covers(of, list, by));
        }
        Ok(AtomKind::FanOut(FanOut { of, list, by, response, leaving }))
    }

    fn roll_up(self, children: &mut Children<'_, '_>) -> Built<RollUp> {
        let quota = self.children(children.need(Rule::quota, "how many")?).any("how many")?;
        let kind = quota.as_rule();
        let mut inside = self.children(quota);
        let quota = match kind {
            Rule::at_least_share => {
                Quota::Share(inside.need(Rule::percent, "a share").and_then(|node| self.percent(node))?)
            }
            Rule::at_least_number => {
                Quota::AtLeast(inside.need(Rule::integer, "a number").and_then(|node| self.integer(&node))?)
            }
            _ => Quota::Every,
        };
        let (role, rule) = (children.path()?, children.path()?);
        let mut roll_up = RollUp { quota, role, rule, exempt: Exempted::SetAside, none: None };
        while let Ok(node) = children.any("a word") {
            match node.as_rule() {
                Rule::none_as => {
                    let none = self.children(node).any("an outcome")?;
                    let breached = none.as_rule() == Rule::none_breached;
                    roll_up.none = Some(if breached { NoMembers::Breached } else { NoMembers::Met });
                }
                _ => roll_up.exempt = Exempted::AsMet,
            }
        }
        Ok(roll_up)
    }

    fn order(self, node: Node<'_>) -> Built<Spanned<Order>> {
        let span = self.span_of(&node);
        let order = match self.children(node).any("an order")?.as_rule() {
            Rule::order_before => Order::Before,
            Rule::order_by => Order::By,
            Rule::order_after => Order::After,
            _ => Order::From,
        };
        Ok(Spanned::new(order, span))
    }

    /// A threshold.
    pub fn value(self, node: Node<'_>) -> Built<Value> {
        let inner = self.children(node).any("a value")?;
        Ok(match inner.as_rule() {
            Rule::path => Value::Named(self.path_of(inner)?),
            _ => Value::Literal(self.literal(inner)?),
        })
    }

    fn measure(self, node: Node<'_>) -> Built<Measure> {
        let inner = self.children(node).any("a measure")?;
        let rule = inner.as_rule();
        let mut children = self.children(inner);
        Ok(match rule {
            Rule::total => {
                let (field, of) =
                    (children.name()?, children.any("an activity").and_then(|node| self.selection(node))?);
                let cap = children.maybe(Rule::cap, |node| {
                    let mut children = self.children(node);
                    let most = children.any("a value").and_then(|node| self.literal(node))?;
                    Ok(Cap { most, each: children.name()? })
                })?;
                Measure::Total(field, of, cap)
            }
            Rule::distinct => {
                Measure::Distinct(children.name()?, children.any("an activity").and_then(|node| self.selection(node))?)
            }
            Rule::count => Measure::Count(children.any("an activity").and_then(|node| self.selection(node))?),
            Rule::share => Measure::Share {
                of: children.path()?,
                filter: children.any("a filter").and_then(|node| self.filter(node))?,
                none: children.maybe(Rule::literal, |node| self.literal(node))?,
            },
            _ => {
                let between = children.any("an activity").and_then(|node| self.selection(node))?;
                let unit = children.any("a kind of day")?;
                let unit = Spanned::new(self.day_unit(unit.clone())?, self.span_of(&unit));
                let ends = children.any("the ends").ok().map(|node| {
                    let ends = if node.as_rule() == Rule::ends_counted { Ends::Counted } else { Ends::NotCounted };
                    Spanned::new(ends, self.span_of(&node))
                });
                Measure::LongestGap { between, unit, ends }
            }
        })
    }

    fn response(self, node: Node<'_>) -> Built<Response> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let within = self.limit(&mut children, span)?;
        let mut response = Response { within, matching: None, linked_by: None, span };
        while let Ok(option) = children.any("an option") {
            let span = self.span_of(&option);
            match option.as_rule() {
                Rule::one_to_one | Rule::shared => {
                    let one = option.as_rule() == Rule::one_to_one;
                    let matching = if one { Matching::OneToOne } else { Matching::Shared };
                    let line =
                        OnceLine { what: "one to one or shared", span: |matching: &Spanned<Matching>| matching.span };
                    self.once(&mut response.matching, Spanned::new(matching, span), line);
                }
                _ => {
                    let field = self.children(option).name()?;
                    self.once(&mut response.linked_by, field, OnceLine { what: "linked by", span: |name| name.span });
                }
            }
        }
        Ok(response)
    }

    /// `N working days`, perhaps `beginning with`; the next children of a node.
    pub fn limit(self, children: &mut Children<'_, '_>, span: crate::source::Span) -> Built<Limit> {
        let amount = children.need(Rule::amount, "a number")?;
        let inner = self.children(amount).any("a number")?;
        let number = match inner.as_rule() {
            Rule::integer => Amount::Number(self.integer(&inner)?),
            _ => Amount::Param(self.path_of(inner)?),
        };
        let unit = children.need(Rule::day_unit, "a kind of day").and_then(|node| self.day_unit(node))?;
        let ways = [
            (Rule::beginning_it, Counts::BeginningWith),
            (Rule::beginning, Counts::BeginningWith),
            (Rule::side_before, Counts::Before),
            (Rule::side_up_to, Counts::UpTo),
            (Rule::side_around, Counts::Around),
        ];
        let said = ways.into_iter().find(|(rule, _)| children.take(*rule).is_some());
        Ok(Limit { number, unit, counts: said.map_or(Counts::After, |(_, counts)| counts), span })
    }

    /// A day that a deadline refers to.
    pub fn point(self, node: Node<'_>) -> Built<Point> {
        let inner = self.children(node).any("a day")?;
        let span = self.span_of(&inner);
        Ok(match inner.as_rule() {
            Rule::date => Point::Date(self.date(&inner)?),
            Rule::attribute_day => Point::Attribute(self.children(inner).name()?),
            Rule::role_start => Point::RoleStart(span),
            Rule::role_end => Point::RoleEnd(span),
            Rule::shifted => {
                let mut children = self.children(inner);
                let limit = self.limit(&mut children, span)?;
                let before = children.any("before or after")?.as_rule() == Rule::shift_before;
                let way = if before { Direction::Before } else { Direction::After };
                Point::Shifted(limit, way, Box::new(children.any("a day").and_then(|node| self.point(node))?))
            }
            Rule::clock_term_end => {
                let mut children = self.children(inner);
                let term = children.any("a term").and_then(|node| self.integer(&node))?;
                Point::Clock(children.path()?, Some(term))
            }
            Rule::clock_end => Point::Clock(self.children(inner).path()?, None),
            Rule::met_day => Point::Met(self.children(inner).path()?),
            _ => Point::First(self.children(inner).any("an activity").and_then(|node| self.selection(node))?),
        })
    }
}
