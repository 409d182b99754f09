//! Selections, filters on one event, conditions on a case.

use crate::source::Spanned;
use crate::syntax::ast::{Comparison, Condition, DayUnit, Filter, Holds, Quantifier, Scope, Selection};
use crate::syntax::build::{Broken, Builder, Built, Children};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// An activity or group, perhaps `where …`.
    pub fn selection(self, node: Node<'_>) -> Built<Selection> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let of = children.path()?;
        let filter = children.maybe(Rule::filter, |node| self.filter(node))?;
        Ok(Selection { of, filter, span })
    }

    /// A condition on one event's fields.
    pub fn filter(self, node: Node<'_>) -> Built<Filter> {
        let all = self.children(node).all(Rule::filter_and, |node| {
            let all = self.children(node).all(Rule::filter_one, |node| self.filter_one(node))?;
            Ok(one_or(all, Filter::And))
        })?;
        Ok(one_or(all, Filter::Or))
    }

    fn filter_one(self, node: Node<'_>) -> Built<Filter> {
        let inner = if node.as_rule() == Rule::filter_one { self.children(node).any("a filter")? } else { node };
        let rule = inner.as_rule();
        let mut children = self.children(inner);
        Ok(match rule {
            Rule::filter_not => Filter::Not(Box::new(self.filter_one(children.any("a filter")?)?)),
            Rule::filter_bracketed => self.filter(children.any("a filter")?)?,
            Rule::filter_in => Filter::In(children.name()?, children.path()?),
            Rule::filter_holds => {
                let name = children.name()?;
                Filter::Holds(name, self.held(&mut children)?)
            }
            Rule::filter_is => {
                let name = children.name()?;
                let negated = children.take(Rule::isnt).is_some();
                negated_if(negated, Filter::Is(name, children.name()?))
            }
            Rule::filter_given => {
                let name = children.name()?;
                let negated = children.take(Rule::isnt).is_some();
                Filter::Given(name, (children.any("a word")?.as_rule() == Rule::given) != negated)
            }
            _ => {
                let name = children.name()?;
                let comparison = children.any("a comparison").and_then(|node| self.comparison(node))?;
                Filter::Compare(name, comparison, children.any("a value").and_then(|node| self.literal(node))?)
            }
        })
    }

    /// `ROLE at the same school where …`
    pub fn held(self, children: &mut Children<'_, '_>) -> Built<Holds> {
        let role = children.path()?;
        let same_school = children.take(Rule::same_school).is_some();
        let only = children.maybe(Rule::held_one, |node| self.held_one(node))?.map(Box::new);
        Ok(Holds { role, same_school, only })
    }

    /// What a row of the roster must say.
    fn held_one(self, node: Node<'_>) -> Built<Condition> {
        let inner = if node.as_rule() == Rule::held_one { self.children(node).any("a condition")? } else { node };
        let (rule, span) = (inner.as_rule(), self.span_of(&inner));
        Ok(match rule {
            Rule::held_not => {
                let node = self.children(inner).any("a condition")?;
                Condition::Not(Box::new(self.held_one(node)?), span)
            }
            Rule::held_bracketed => {
                let any = self.children(inner).any("a condition")?;
                let all = self.children(any).all(Rule::held_all, |node| {
                    let all = self.children(node).all(Rule::held_one, |node| self.held_one(node))?;
                    Ok(one_or(all, Condition::And))
                })?;
                one_or(all, Condition::Or)
            }
            _ => self.attribute(inner)?,
        })
    }

    /// `ATTRIBUTE = VALUE`
    fn attribute(self, node: Node<'_>) -> Built<Condition> {
        let mut children = self.children(node);
        let name = children.name()?;
        let comparison = children.any("a comparison").and_then(|node| self.comparison(node))?;
        Ok(Condition::Attribute(name, comparison, children.any("a value").and_then(|node| self.literal(node))?))
    }

    /// A comparison.
    pub fn comparison(self, node: Node<'_>) -> Built<Spanned<Comparison>> {
        let span = self.span_of(&node);
        let inner = self.children(node).any("a comparison")?;
        let comparison = match inner.as_rule() {
            Rule::at_least => Comparison::AtLeast,
            Rule::at_most => Comparison::AtMost,
            Rule::more => Comparison::More,
            Rule::less => Comparison::Less,
            Rule::equal => Comparison::Equal,
            Rule::not_equal => Comparison::NotEqual,
            _ => return Err(Broken(span, "a comparison")),
        };
        Ok(Spanned::new(comparison, span))
    }

    /// A condition on a case.
    pub fn condition(self, node: Node<'_>) -> Built<Condition> {
        let all = self.children(node).all(Rule::condition_and, |node| {
            let all = self.children(node).all(Rule::condition_one, |node| self.condition_one(node))?;
            Ok(one_or(all, Condition::And))
        })?;
        Ok(one_or(all, Condition::Or))
    }

    /// One part of a condition.
    pub fn condition_one(self, node: Node<'_>) -> Built<Condition> {
        let inner = if node.as_rule() == Rule::condition_one { self.children(node).any("a condition")? } else { node };
        let (rule, span) = (inner.as_rule(), self.span_of(&inner));
        if rule == Rule::condition_attribute {
            return self.attribute(inner);
        }
        let mut children = self.children(inner);
        Ok(match rule {
            Rule::condition_not => Condition::Not(Box::new(self.condition_one(children.any("a condition")?)?), span),
            Rule::condition_bracketed => self.condition(children.any("a condition")?)?,
            Rule::condition_some | Rule::condition_no => {
                let quantifier = if rule == Rule::condition_some { Quantifier::Some } else { Quantifier::No };
                let selection = children.any("an activity").and_then(|node| self.selection(node))?;
                let scope = children.take(Rule::in_window).map_or(Scope::UpToThen, |_| Scope::Window);
                Condition::Events(Spanned::new(quantifier, span), selection, scope)
            }
            Rule::condition_covers => {
                let selection = children.any("an activity").and_then(|node| self.selection(node))?;
                let unit = match children.any("a kind of day")?.as_str().split_whitespace().next() {
                    Some("open") => DayUnit::Open,
                    Some("school") => DayUnit::School,
                    Some("working") => DayUnit::Working,
                    _ => DayUnit::Calendar,
                };
                Condition::CoversDays(selection, unit, span)
            }
            _ => Condition::Named(children.path()?),
        })
    }
}

fn negated_if(negated: bool, filter: Filter) -> Filter {
    if negated { Filter::Not(Box::new(filter)) } else { filter }
}

/// The only one of several, or all of them combined.
pub fn one_or<T>(mut all: Vec<T>, combine: impl Fn(Vec<T>) -> T) -> T {
    match (all.len(), all.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            all.push(last);
            combine(all)
        }
        (_, None) => combine(all),
    }
}
