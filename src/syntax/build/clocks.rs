//! Clocks, and what scenarios expect of them.

use crate::syntax::ast::{Clock, ClockDetail, ClockExpectation, ClockExtension};
use crate::syntax::build::{Builder, Built, OnceLine};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// A clock.
    pub fn clock(self, node: Node<'_>) -> Built<Clock> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let title = children.maybe(Rule::text, |node| self.text(node))?;
        let mut clock = Clock { name, title, role: None, from: None, serve: None, least: None, extended: None, span };
        while let Some(line) = children.take(Rule::clock_line) {
            let line = self.children(line).any("a line")?;
            let (kind, span) = (line.as_rule(), self.span_of(&line));
            let mut children = self.children(line);
            match kind {
                Rule::clock_for => {
                    let line = OnceLine { what: "for", span: |path: &crate::syntax::ast::Path| path.span };
                    self.once(&mut clock.role, children.path()?, line);
                }
                Rule::clock_from => {
                    let point = children.any("a day").and_then(|node| self.point(node))?;
                    self.once(&mut clock.from, (point, span), OnceLine { what: "from", span: |from| from.1 });
                }
                Rule::clock_serve => {
                    let number = children.any("a number").and_then(|node| self.integer(&node))?;
                    let by_fte = children.take(Rule::served_by_fte).is_some();
                    self.once(&mut clock.serve, (number, by_fte), OnceLine { what: "serve", span: |it| it.0.span });
                }
                Rule::clock_least => {
                    let number = children.any("a number").and_then(|node| self.integer(&node))?;
                    self.once(&mut clock.least, number, OnceLine { what: "at least", span: |number| number.span });
                }
                _ => {
                    let by = children.any("an activity").and_then(|node| self.selection(node))?;
                    let every = children.any("a number").and_then(|node| self.integer(&node))?;
                    let extension = ClockExtension { by, every, from: self.limit(&mut children, span)? };
                    let line = OnceLine { what: "extended by", span: |it: &ClockExtension| it.by.span };
                    self.once(&mut clock.extended, extension, line);
                }
            }
        }
        Ok(clock)
    }

    /// What a scenario expects of a clock.
    pub fn clock_expectation(self, node: Node<'_>) -> Built<ClockExpectation> {
        let mut children = self.children(node);
        let clock = children.path()?;
        let person = children.name_if_any();
        let what = children.any("what the clock comes to")?;
        let kind = what.as_rule();
        let mut inner = self.children(what);
        let what = match kind {
            Rule::clock_served => ClockDetail::Served(inner.any("a number").and_then(|node| self.number(&node))?),
            kind => {
                let term = inner.maybe(Rule::integer, |node| self.integer(&node))?;
                if kind == Rule::clock_open {
                    ClockDetail::Open(term)
                } else {
                    let from = inner.need(Rule::from_date, "a date").and_then(|node| self.inner_date(node))?;
                    ClockDetail::Ends(term, from, inner.maybe(Rule::to_date, |node| self.inner_date(node))?)
                }
            }
        };
        Ok(ClockExpectation { clock, person, what })
    }
}
