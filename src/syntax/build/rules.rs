//! Rules: one function for each labelled line.

use crate::source::Spanned;
use crate::syntax::ast::{
    Allowing, AtRisk, Edge, Extension, InAny, Joint, Level, Milestone, Part, Per, Repeal, Rounding, Rule as RuleItem,
    RuleLine, RuleLineKind, Run, Stretch, Subject, TileStart, Trigger, WeekKind, WindowKind,
};
use crate::syntax::build::{Builder, Built, Children};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// A rule.
    pub fn rule(self, node: Node<'_>) -> Built<RuleItem> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let title = children.need(Rule::text, "a title").and_then(|node| self.text(node))?;
        let lines = children.all(Rule::rule_line, |node| self.line(node))?;
        Ok(RuleItem { name, title, lines, span })
    }

    /// The one line in a node.
    fn line(self, node: Node<'_>) -> Built<RuleLine> {
        let line = self.children(node).any("a line")?;
        let span = self.span_of(&line);
        Ok(RuleLine { value: self.rule_line(line)?, span })
    }

    fn rule_line(self, node: Node<'_>) -> Built<RuleLineKind> {
        let (rule, span) = (node.as_rule(), self.span_of(&node));
        if rule == Rule::cites {
            return Ok(RuleLineKind::Cites(self.cites(node)?));
        }
        if rule == Rule::authority_line {
            return Ok(RuleLineKind::Authority(self.authority(node)?.value));
        }
        if rule == Rule::mid_window {
            return Ok(RuleLineKind::MidWindow(self.mid_window(node)?));
        }
        let mut children = self.children(node);
        Ok(match rule {
            Rule::version_line => {
                let from = children.any("a date").and_then(|node| self.date(&node))?;
                let lines = children.all(Rule::version_part, |node| self.line(node))?;
                RuleLineKind::Version(from, lines)
            }
            Rule::repeal_line => {
                let from = children.any("a date").and_then(|node| self.date(&node))?;
                let repeal = children.maybe(Rule::repeal, |node| {
                    let span = self.span_of(&node);
                    let repeal = match self.children(node).any("a word")?.as_rule() {
                        Rule::repeal_stands => Repeal::Stands,
                        Rule::repeal_lapses => Repeal::Lapses,
                        _ => Repeal::Judged,
                    };
                    Ok(Spanned::new(repeal, span))
                })?;
                RuleLineKind::Repealed(from, repeal)
            }
            Rule::versions_line => RuleLineKind::VersionsByStart,
            Rule::level_line => RuleLineKind::Level(match children.any("a level")?.as_str().trim() {
                "should" => Level::Should,
                _ => Level::Must,
            }),
            Rule::for_line => RuleLineKind::For(Subject {
                role: children.path()?,
                counterpart: children.maybe(Rule::with_name, |node| self.children(node).name())?,
                by: children.maybe(Rule::by_name, |node| self.children(node).name())?,
                only: children.maybe(Rule::condition, |node| self.condition(node))?,
            }),
            Rule::for_each_line => RuleLineKind::ForEach(self.trigger(children.any("a trigger")?)?),
            Rule::in_force_line => RuleLineKind::InForce(children.any("a period").and_then(|node| self.period(node))?),
            Rule::calendar_of_line => RuleLineKind::CalendarOf(children.name()?),
            Rule::over_line => RuleLineKind::Over(children.any("a period").and_then(|node| self.period(node))?),
            Rule::each_term_line => {
                let clock = children.path()?;
                let from = children.maybe(Rule::integer, |node| self.integer(&node))?;
                let to = children.maybe(Rule::integer, |node| self.integer(&node))?;
                RuleLineKind::EachTerm(clock, from.zip(to))
            }
            Rule::each_line => RuleLineKind::Each(children.any("a window").and_then(|node| self.window(node))?),
            Rule::in_any_line | Rule::averaged_line => RuleLineKind::InAny(self.in_any(&mut children)?),
            Rule::by_line => RuleLineKind::By(children.any("a day").and_then(|node| self.point(node))?),
            Rule::before_line => RuleLineKind::Before(children.any("a day").and_then(|node| self.point(node))?),
            Rule::within_line => {
                let limit = self.limit(&mut children, span)?;
                RuleLineKind::Within(limit, children.any("a day").and_then(|node| self.point(node))?)
            }
            Rule::part_line => {
                let part = children.any("a policy").and_then(|node| self.part(node))?;
                RuleLineKind::Part(Spanned::new(part, span))
            }
            Rule::joint_line => {
                let full = children.any("a policy")?.as_rule() == Rule::joint_full;
                let joint = if full { Joint::InFullForEach } else { Joint::SplitEqually };
                RuleLineKind::Joint(Spanned::new(joint, span))
            }
            Rule::require_line => {
                RuleLineKind::Require(children.any("a requirement").and_then(|node| self.requirement(node))?)
            }
            Rule::reduced_line | Rule::raised_line => {
                let value = children.any("a value").and_then(|node| self.value(node))?;
                let when = children.any("a condition").and_then(|node| self.when(node))?;
                match rule {
                    Rule::reduced_line => RuleLineKind::Reduced(value, when),
                    _ => RuleLineKind::Raised(value, when),
                }
            }
            Rule::exempt_line => RuleLineKind::Exempt(children.any("a condition").and_then(|node| self.when(node))?),
            Rule::excused_line => RuleLineKind::Excused(children.any("a condition").and_then(|node| self.when(node))?),
            Rule::misses_line => {
                let number = children.any("a number").and_then(|node| self.integer(&node))?;
                let per = children.any("a period")?;
                let span = self.span_of(&per);
                let per = match self.children(per).any("a period")?.as_rule() {
                    Rule::per_half_term => Per::HalfTerm,
                    Rule::per_term => Per::Term,
                    Rule::per_year => Per::Year,
                    _ => Per::All,
                };
                RuleLineKind::Allowing(Allowing::Misses(number, Spanned::new(per, span)))
            }
            Rule::share_line => {
                let share = children.any("a share").and_then(|node| self.percent(node))?;
                RuleLineKind::Allowing(Allowing::Share(share))
            }
            Rule::pace_line => {
                let by = children.any("a value").and_then(|node| self.literal(node))?;
                RuleLineKind::AtRisk(AtRisk::UnderPace(by))
            }
            Rule::near_line => RuleLineKind::AtRisk(AtRisk::NearDue(self.limit(&mut children, span)?)),
            Rule::ends_line => RuleLineKind::EndsWithRole,
            Rule::suspended_line => {
                RuleLineKind::Suspended(children.any("an activity").and_then(|node| self.selection(node))?)
            }
            Rule::extended_line => RuleLineKind::Extended(Extension {
                by: self.limit(&mut children, span)?,
                when: children.any("a condition").and_then(|node| self.when(node))?,
                adding: children.take(Rule::adding).is_some(),
            }),
            _ => RuleLineKind::Remedy(children.any("a text").and_then(|node| self.text(node))?),
        })
    }

    fn trigger(self, node: Node<'_>) -> Built<Trigger> {
        let span = self.span_of(&node);
        let milestone = match node.as_rule() {
            Rule::role_start => Milestone::Role(Edge::Start),
            Rule::role_end => Milestone::Role(Edge::End),
            Rule::milestone => self.milestone(self.children(node).any("a day")?)?,
            _ => return Ok(Trigger::Events(self.selection(node)?)),
        };
        Ok(Trigger::Milestone(Spanned::new(milestone, span)))
    }

    fn milestone(self, node: Node<'_>) -> Built<Milestone> {
        let changes = node.as_rule() == Rule::milestone_change;
        let mut children = self.children(node);
        if changes {
            return Ok(Milestone::Change(children.name()?));
        }
        let edge = if children.any("start or end")?.as_rule() == Rule::edge_start { Edge::Start } else { Edge::End };
        let run = match children.any("what begins or ends")?.as_str().trim() {
            "placement" => Run::Placement,
            "half-term" => Run::HalfTerm,
            "term" => Run::Term,
            _ => Run::Year,
        };
        Ok(Milestone::Run(run, edge))
    }

    fn part(self, node: Node<'_>) -> Built<Part> {
        Ok(match node.as_rule() {
            Rule::part_dropped => Part::Dropped,
            Rule::part_full => Part::InFull,
            _ => {
                let mut children = self.children(node);
                let by = children.any("a share").and_then(|node| self.pro_rata(node))?;
                let rounding = match children.take(Rule::rounding) {
                    None => Rounding::Exact,
                    Some(node) => match self.children(node).any("up, down or to the nearest")?.as_rule() {
                        Rule::up => Rounding::Up,
                        Rule::down => Rounding::Down,
                        _ => Rounding::Nearest,
                    },
                };
                Part::ProRata(by, rounding)
            }
        })
    }

    /// `in any RUN, …`, `averaged over N weeks, …`: the children of such a line.
    fn in_any(self, children: &mut Children<'_, '_>) -> Built<InAny> {
        let run = children.any("a window")?;
        let span = self.span_of(&run);
        let averaged = run.as_rule() == Rule::run_average;
        let run = if averaged { run } else { self.children(run).any("a window")? };
        let kind = run.as_rule();
        let mut inside = self.children(run);
        let number = inside.need(Rule::integer, "a number").and_then(|node| self.integer(&node))?.value;
        let run = match kind {
            Rule::run_days => Stretch::Days(number, inside.any("a kind of day").and_then(|node| self.day_unit(node))?),
            Rule::run_hours => Stretch::Hours(number),
            _ => {
                Stretch::Weeks(number, inside.take(Rule::week_kind).map_or(WeekKind::Calendar, |node| week_kind(&node)))
            }
        };
        let truncated = children.take(Rule::truncated).map(|node| self.span_of(&node));
        let leaving_out = children.maybe(Rule::leaving_out, |node| {
            self.children(node).any("a condition").and_then(|node| self.condition(node))
        })?;
        Ok(InAny { run: Spanned::new(run, span), averaged, truncated, leaving_out })
    }

    fn window(self, node: Node<'_>) -> Built<Spanned<WindowKind>> {
        let span = self.span_of(&node);
        let inner = self.children(node).any("a window")?;
        let kind = match inner.as_rule() {
            Rule::tiles => {
                let mut children = self.children(inner);
                let number = children.any("a number").and_then(|node| self.integer(&node))?.value;
                let of = week_kind(&children.any("a kind of week")?);
                let from = match self.children(children.any("a start")?).any("a start")?.as_rule() {
                    Rule::first_placement => TileStart::FirstPlacement,
                    Rule::start_placement => TileStart::Placement,
                    Rule::start_half_term => TileStart::HalfTerm,
                    _ => TileStart::Year,
                };
                WindowKind::Weeks { number, of, from }
            }
            Rule::school_day => WindowKind::SchoolDay,
            Rule::teaching_week => WindowKind::TeachingWeek,
            Rule::open_week => WindowKind::OpenWeek,
            Rule::window_half_term => WindowKind::HalfTerm,
            Rule::window_term => WindowKind::Term,
            Rule::window_day => WindowKind::Day,
            Rule::window_week => WindowKind::Week,
            Rule::window_month => WindowKind::Month,
            Rule::window_year => WindowKind::Year,
            _ => WindowKind::Placement,
        };
        Ok(Spanned::new(kind, span))
    }
}

/// Which weeks are counted.
fn week_kind(node: &Node<'_>) -> WeekKind {
    match node.as_str().trim() {
        "teaching" => WeekKind::Teaching,
        "open" => WeekKind::Open,
        _ => WeekKind::Calendar,
    }
}
