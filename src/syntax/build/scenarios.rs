//! Scenarios: roster, events, what was loaded, and what is expected.

use crate::source::Spanned;
use crate::syntax::ast::{
    Cell, Detail, EventLine, Expectation, Name, OutcomeWord, RosterLine, Scenario, ScenarioLine, ScenarioLineKind,
    WaiverLine,
};
use crate::syntax::build::{Broken, Builder, Built};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// A scenario.
    pub fn scenario(self, node: Node<'_>) -> Built<Scenario> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let title = children.need(Rule::text, "a title").and_then(|node| self.text(node))?;
        let lines = children.all(Rule::scenario_line, |node| {
            let line = self.children(node).any("a line")?;
            let span = self.span_of(&line);
            Ok(ScenarioLine { value: self.scenario_line(line)?, span })
        })?;
        Ok(Scenario { title, lines, span })
    }

    fn scenario_line(self, node: Node<'_>) -> Built<ScenarioLineKind> {
        let rule = node.as_rule();
        if rule == Rule::roster_line {
            return Ok(ScenarioLineKind::Roster(self.roster_line(node)?));
        }
        if rule == Rule::waiver_line {
            return Ok(ScenarioLineKind::Waiver(Box::new(self.waiver_line(node)?)));
        }
        if rule == Rule::expect_clock {
            return Ok(ScenarioLineKind::ExpectClock(Box::new(self.clock_expectation(node)?)));
        }
        if rule == Rule::expect {
            return Ok(ScenarioLineKind::Expect(Box::new(self.expectation(node)?)));
        }
        let mut children = self.children(node);
        Ok(match rule {
            Rule::calendar_use => ScenarioLineKind::Calendar(children.name()?),
            Rule::school_use => {
                let school = children.any("a school").and_then(|node| self.text(node))?;
                ScenarioLineKind::School(school, children.name()?)
            }
            Rule::loaded => {
                let path = children.path()?;
                ScenarioLineKind::Loaded(path, children.any("a period").and_then(|node| self.period(node))?)
            }
            Rule::not_loaded => ScenarioLineKind::NotLoaded(children.path()?),
            Rule::param_set => {
                let path = children.path()?;
                ScenarioLineKind::Param(path, children.any("a value").and_then(|node| self.literal(node))?)
            }
            Rule::as_of => ScenarioLineKind::AsOf(children.any("a date").and_then(|node| self.date(&node))?),
            _ => {
                let activity = children.path()?;
                let cells = children.all(Rule::cell, |node| self.cell(node))?;
                ScenarioLineKind::Event(EventLine { activity, cells })
            }
        })
    }

    fn roster_line(self, node: Node<'_>) -> Built<RosterLine> {
        let mut children = self.children(node);
        let person = children.name()?;
        let role = children.path()?;
        let counterpart = children.maybe(Rule::with_person, |node| self.children(node).name())?;
        let period = children.any("a period").and_then(|node| self.period(node))?;
        let school = children.maybe(Rule::text, |node| self.text(node))?;
        let fields = children.all(Rule::attribute, |node| {
            let mut children = self.children(node);
            let name = children.name()?;
            Ok((name, children.any("a value").and_then(|node| self.literal(node))?))
        })?;
        Ok(RosterLine { person, role, counterpart, period, school, fields })
    }

    fn waiver_line(self, node: Node<'_>) -> Built<WaiverLine> {
        let mut children = self.children(node);
        let rule = children.path()?;
        let person = children.name()?;
        let counterpart = children.maybe(Rule::with_person, |node| self.children(node).name())?;
        let from = children.maybe(Rule::from_date, |node| self.inner_date(node))?;
        let until = children.need(Rule::to_date, "a date").and_then(|node| self.inner_date(node))?;
        let approved = children.need(Rule::text, "who approved it").and_then(|node| self.text(node))?;
        let reason = children.need(Rule::text, "a reason").and_then(|node| self.text(node))?;
        Ok(WaiverLine { rule, person, counterpart, from, until, approved, reason })
    }

    fn cell(self, node: Node<'_>) -> Built<(Name, Spanned<Cell>)> {
        let mut children = self.children(node);
        let name = children.name()?;
        let value = children.any("a value")?;
        let span = self.span_of(&value);
        let cell = match value.as_rule() {
            Rule::every_week => {
                Cell::EveryWeek(self.children(value).any("its days").and_then(|node| self.range(node))?)
            }
            Rule::span_value => Cell::Range(self.children(value).any("its days").and_then(|node| self.range(node))?),
            Rule::time => Cell::Literal(self.time(&value)?),
            Rule::literal => Cell::Literal(self.literal(value)?.value),
            Rule::unknown => Cell::Unknown,
            Rule::not_held => Cell::Names(vec![Name { text: "not-held".to_owned(), span }]),
            Rule::either => Cell::Either(self.children(value).all(Rule::person, |node| Ok(self.name_of(&node)))?),
            _ => Cell::Names(self.children(value).all(Rule::person, |node| Ok(self.name_of(&node)))?),
        };
        Ok((name, Spanned::new(cell, span)))
    }

    fn expectation(self, node: Node<'_>) -> Built<Expectation> {
        let mut children = self.children(node);
        let rule = children.path()?;
        let person = children.name_if_any();
        let counterpart = children.maybe(Rule::with_person, |node| self.children(node).name())?;
        let by_value = children.maybe(Rule::by_text, |node| {
            self.children(node).need(Rule::text, "a text").and_then(|node| self.text(node))
        })?;
        let on = children.maybe(Rule::date, |node| self.date(&node))?;
        let outcome = children.maybe(Rule::outcome, |node| self.outcome(node))?;
        let by = children.maybe(Rule::by_exemption, |node| self.children(node).path())?;
        let details = children.all(Rule::detail, |node| {
            let span = self.span_of(&node);
            let detail = self.children(node).any("a detail")?;
            Ok(Spanned::new(self.detail(detail)?, span))
        })?;
        Ok(Expectation { rule, person, counterpart, by_value, on, outcome, by, details })
    }

    fn outcome(self, node: Node<'_>) -> Built<Spanned<OutcomeWord>> {
        let span = self.span_of(&node);
        let outcome = match self.children(node).any("an outcome")?.as_rule() {
            Rule::o_met => OutcomeWord::Met,
            Rule::o_breached => OutcomeWord::Breached,
            Rule::o_pending => OutcomeWord::Pending,
            Rule::o_at_risk => OutcomeWord::AtRisk,
            Rule::o_undetermined => OutcomeWord::Undetermined,
            Rule::o_exempt => OutcomeWord::Exempt,
            Rule::o_excused => OutcomeWord::Excused,
            Rule::o_waived => OutcomeWord::Waived,
            Rule::o_not_applicable => OutcomeWord::NotApplicable,
            _ => return Err(Broken(span, "an outcome")),
        };
        Ok(Spanned::new(outcome, span))
    }

    fn detail(self, node: Node<'_>) -> Built<Detail> {
        let rule = node.as_rule();
        let mut children = self.children(node);
        if rule == Rule::d_vacuously {
            return Ok(Detail::Vacuously);
        }
        let first = children.any("a value")?;
        Ok(match rule {
            Rule::d_measured => Detail::Measured(self.literal(first)?),
            Rule::d_required => Detail::Required(self.literal(first)?),
            Rule::d_short => Detail::Short(self.literal(first)?),
            Rule::d_due => Detail::Due(self.date(&first)?),
            Rule::d_cured => Detail::CuredOn(self.date(&first)?),
            Rule::d_windows => {
                let number = self.integer(&first)?.value;
                Detail::Windows(number, children.any("an outcome").and_then(|node| self.outcome(node))?.value)
            }
            _ => Detail::Because(self.text(first)?),
        })
    }
}
