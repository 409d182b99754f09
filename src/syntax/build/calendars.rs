//! Calendars and exemptions.

use crate::source::Spanned;
use crate::syntax::ast::{
    Calendar, CalendarLine, DayKind, Exemption, MidWindow, Path, ProRata, Term, Unless, When, Year,
};
use crate::syntax::build::{Builder, Built, OnceLine};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// A calendar.
    pub fn calendar(self, node: Node<'_>) -> Built<Calendar> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let title = children.maybe(Rule::text, |node| self.text(node))?;
        let lines = children.all(Rule::calendar_line, |node| {
            let line = self.children(node).any("a line")?;
            self.calendar_line(line)
        })?;
        Ok(Calendar { name, title, lines, span })
    }

    fn calendar_line(self, node: Node<'_>) -> Built<CalendarLine> {
        Ok(match node.as_rule() {
            Rule::extends => CalendarLine::Extends(self.children(node).name()?),
            Rule::source_line => CalendarLine::Source(self.inner_text(node)?),
            Rule::year => CalendarLine::Year(self.year(node)?),
            _ => {
                let span = self.span_of(&node);
                let mut children = self.children(node);
                let kind = children.need(Rule::day_kind, "a kind of day")?;
                let kind = match kind.as_str().trim() {
                    "inset" => DayKind::Inset,
                    "closed" => DayKind::Closed,
                    "open" => DayKind::Open,
                    _ => DayKind::BankHoliday,
                };
                let days = children.all(Rule::dates, |node| self.range(node))?;
                let why = children.maybe(Rule::text, |node| self.text(node))?;
                CalendarLine::Days(kind, days, why, span)
            }
        })
    }

    fn year(self, node: Node<'_>) -> Built<Year> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let days = children.need(Rule::range, "its days").and_then(|node| self.range(node))?;
        let terms = children.all(Rule::term, |node| {
            let span = self.span_of(&node);
            let mut children = self.children(node);
            let name = children.name()?;
            let half_terms = children.all(Rule::half_term, |node| {
                let range = self.children(node).need(Rule::range, "its days")?;
                self.range(range)
            })?;
            Ok(Term { name, half_terms, span })
        })?;
        Ok(Year { name, days, terms, span })
    }

    /// An exemption.
    pub fn exemption(self, node: Node<'_>) -> Built<Exemption> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let title = children.maybe(Rule::text, |node| self.text(node))?;
        let (cites, outranks) = (Vec::new(), Vec::new());
        let mut exemption =
            Exemption { name, title, cites, when: None, outranks, backdated: None, mid_window: None, span };
        while let Some(line) = children.take(Rule::exemption_line) {
            let line = self.children(line).any("a line")?;
            match line.as_rule() {
                Rule::cites => exemption.cites.extend(self.cites(line)?),
                Rule::outranks => exemption.outranks.extend(self.children(line).paths()?),
                Rule::backdated => exemption.backdated = Some(self.span_of(&line)),
                Rule::mid_window => {
                    let policy = self.mid_window(line)?;
                    let line = OnceLine { what: "mid-window", span: |policy: &Spanned<MidWindow>| policy.span };
                    self.once(&mut exemption.mid_window, policy, line);
                }
                _ => {
                    let when = self.when(line)?;
                    self.once(&mut exemption.when, when, OnceLine { what: "when", span: |when| when.span });
                }
            }
        }
        Ok(exemption)
    }

    /// `cites A, B`
    pub fn cites(self, node: Node<'_>) -> Built<Vec<Path>> {
        self.children(node).all(Rule::clause_path, |node| self.path_of(node))
    }

    /// `when shown CONDITION`
    pub fn when(self, node: Node<'_>) -> Built<When> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let shown = children.take(Rule::shown).is_some();
        let condition = children.need(Rule::condition, "a condition").and_then(|node| self.condition(node))?;
        let unless = children.all(Rule::unless, |node| {
            let span = self.span_of(&node);
            let condition = self.children(node).any("a condition").and_then(|node| self.condition(node))?;
            Ok(Unless { condition, span })
        })?;
        Ok(When { shown, condition, unless, span })
    }

    /// `mid-window …`
    pub fn mid_window(self, node: Node<'_>) -> Built<Spanned<MidWindow>> {
        let span = self.span_of(&node);
        let inner = self.children(node).any("a policy")?;
        let value = match inner.as_rule() {
            Rule::mid_whole => MidWindow::Whole,
            Rule::mid_next => MidWindow::NextWindow,
            _ => MidWindow::FromThen(self.children(inner).any("a share").and_then(|node| self.pro_rata(node))?),
        };
        Ok(Spanned::new(value, span))
    }

    /// `pro rata by …`
    pub fn pro_rata(self, node: Node<'_>) -> Built<ProRata> {
        let by = self.children(node).any("a measure")?;
        Ok(match by.as_rule() {
            Rule::by_open_days => ProRata::OpenDays,
            Rule::by_days => ProRata::Days,
            Rule::by_fte => ProRata::Fte,
            _ => ProRata::WorkingPattern,
        })
    }
}
