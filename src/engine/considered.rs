//! The events that an obligation rests on besides those that its atoms measure: what its conditions and its deadline
//! look at, and what competes with a trigger for its answers.

use std::collections::BTreeSet;

use crate::engine::audit::Audit;
use crate::engine::clock;
use crate::engine::hits::{Hit, Hits, Keep, Sureness};
use crate::engine::in_time;
use crate::engine::judge::Judge;
use crate::engine::milestones;
use crate::engine::outcome::{EventRef, Finding, Obligation, WindowLabel};
use crate::engine::people;
use crate::engine::scope::{Clip, Scope};
use crate::engine::timeline::Timeline;
use crate::engine::trial::selection;
use crate::types::typed::{
    ClockId, Condition, Due, Duty, Matching, Measure, Milestone, Point, Requirement, Response, Rule, RuleId,
    Scope as Looks, Selection, Sliding, Threshold, Trigger, When,
};
use crate::value::{Day, Days};

/// Every such event, by activity and place.
pub fn considered(audit: &Audit<'_>, finding: &Finding, rule: &Rule, obligation: &Obligation) -> Vec<EventRef> {
    let judge = Judge::new(audit);
    let Some(timeline) = people::timeline(judge, finding, rule) else { return Vec::new() };
    let mut look = Look { judge, timeline: &timeline, rule, obligation, events: BTreeSet::new() };
    for exception in &rule.exceptions {
        look.when(&exception.when);
    }
    if let Some(only) = &rule.subject.only {
        look.condition(only);
    }
    look.requirement(&rule.requirement);
    look.put_off(rule);
    match &rule.duty {
        Duty::Once { due: Some(Due::By(point) | Due::Before(point) | Due::Within(_, point)), .. } => look.point(point),
        Duty::Once { due: None, .. } | Duty::Each(_) => {}
        Duty::EachTerm(clock, _) => look.clock(*clock),
        // The other windows than the one that is named have their events too.
        Duty::InAny(of) => look.every_window(of),
        Duty::ForEach(triggers) => look.triggers(triggers),
    }
    for atom in &rule.atoms {
        if let Threshold::Point(point) = &atom.threshold {
            look.point(point);
        }
        match &atom.measure {
            Measure::Has(triggers, response) => look.answers(&look.asked(triggers), response, obligation.window.days),
            Measure::Meets(rules) => rules.iter().for_each(|rule| look.everything_of(*rule)),
            // Members are told with what each comes to; their rows are in their own proofs.
            Measure::RollUp(_)
            | Measure::Unreadable(_)
            | Measure::Total(..)
            | Measure::Count(_)
            | Measure::Distinct(..)
            | Measure::Share { .. }
            | Measure::LongestGap { .. }
            | Measure::Covers { .. }
            | Measure::First(_)
            | Measure::Last(_)
            | Measure::FanOut { .. }
            | Measure::Responses(_) => {}
        }
    }
    look.events.into_iter().collect()
}

struct Look<'a, 'b> {
    judge: Judge<'a>,
    timeline: &'b Timeline<'a>,
    rule: &'a Rule,
    obligation: &'b Obligation,
    events: BTreeSet<EventRef>,
}

impl<'a> Look<'a, '_> {
    fn hits(&self, selection: &Selection) -> Hits {
        Hits::collect(self.judge, self.timeline, &self.rule.subject, selection, Keep::Live)
    }

    /// What the windows of a rule `in any …` hold.
    fn every_window(&mut self, of: &Sliding) {
        let last = self.obligation.due.unwrap_or(Day::MAX);
        for selection in self.rule.atoms.iter().filter_map(selection) {
            self.add(selection, Days::new(self.obligation.opens, last));
        }
        if let Some(condition) = &of.leaving_out {
            self.condition(condition);
        }
    }

    fn requirement(&mut self, requirement: &Requirement) {
        match requirement {
            Requirement::Or(all) | Requirement::And(all) => all.iter().for_each(|one| self.requirement(one)),
            Requirement::Not(inner) => self.requirement(inner),
            Requirement::If(condition, then) => {
                self.condition(condition);
                self.requirement(then);
            }
            Requirement::Atom(_) => {}
        }
    }

    /// What an exception looks at, and what may defeat it.
    fn when(&mut self, when: &When) {
        self.condition(&when.condition);
        for unless in &when.unless {
            self.when(self.judge.audit.program.grounds(unless).when);
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Or(all) | Condition::And(all) => all.iter().for_each(|one| self.condition(one)),
            Condition::Not(inner) => self.condition(inner),
            Condition::Events(_, selection, Looks::UpToThen) => self.add(selection, Days::ALL),
            Condition::Events(_, selection, Looks::Window) | Condition::CoversDays(selection, _) => {
                self.add(selection, self.obligation.window.days);
            }
            Condition::Attribute(..) => {}
            Condition::Exemption(id) => {
                if let Some(exemption) = self.judge.audit.program.exemption(*id) {
                    self.when(&exemption.when);
                }
            }
        }
    }

    fn add(&mut self, selection: &Selection, days: Days) {
        let hits = self.hits(selection);
        self.events.extend(hits.touching(days).map(|hit| hit.event));
    }

    /// What makes a clock run longer.
    fn clock(&mut self, id: ClockId) {
        let reading = clock::of_case(self.judge, id, self.timeline.case);
        self.events.extend(reading.into_iter().flat_map(|reading| reading.events));
    }

    /// What puts the deadline off.
    fn put_off(&mut self, rule: &Rule) {
        let window = self.obligation.window.days;
        for selection in &rule.suspended {
            self.add(selection, Days::new(window.from, Day::MAX));
        }
        for extension in &rule.extended {
            self.when(&extension.when);
        }
    }

    /// The events up to the first that surely is the one meant.
    fn point(&mut self, point: &Point) {
        let selection = match point.root() {
            Point::First(selection) => selection,
            Point::Met(rule) => return self.everything_of(*rule),
            Point::Clock(clock, _) => return self.clock(*clock),
            Point::Date(_) | Point::Attribute(_) | Point::RoleStart | Point::RoleEnd | Point::Shifted(..) => return,
        };
        let counts = |hit: &Hit| {
            let day = hit.days.from;
            hit.sureness == Sureness::Certain && self.rule.in_force.contains(day) && self.timeline.is_active(day)
        };
        let hits = self.hits(selection);
        let first = hits.dated.iter().position(counts).map_or(hits.dated.len(), |place| place + 1);
        let upto = hits.dated.iter().take(first).chain(&hits.undated).map(|hit| hit.event);
        self.events.extend(upto.collect::<Vec<_>>());
    }

    /// Whatever another rule that must be met, and the rules that it depends on, look at.
    fn everything_of(&mut self, id: RuleId) {
        let Some(rule) = self.judge.rule(id) else { return };
        let mut other = Look { rule, events: BTreeSet::new(), ..*self };
        for exception in &rule.exceptions {
            other.when(&exception.when);
        }
        other.requirement(&rule.requirement);
        rule.suspended.iter().for_each(|selection| other.add(selection, Days::ALL));
        rule.extended.iter().for_each(|extension| other.when(&extension.when));
        if let Duty::ForEach(Trigger::Events(triggers)) = &rule.duty {
            other.add(triggers, Days::ALL);
        }
        if let Duty::EachTerm(clock, _) = &rule.duty {
            other.clock(*clock);
        }
        if let Duty::Once { due: Some(Due::By(point) | Due::Before(point) | Due::Within(_, point)), .. } = &rule.duty {
            other.point(point);
        }
        for atom in &rule.atoms {
            if let Some(selection) = selection(atom) {
                other.add(selection, Days::ALL);
            }
            match &atom.measure {
                Measure::Meets(rules) => rules.iter().for_each(|rule| other.everything_of(*rule)),
                Measure::Has(_, response) => other.add(&response.of, Days::ALL),
                _ => {}
            }
        }
        self.events.extend(other.events);
    }

    /// In a rule `for each`: what competes for the answers of the obligation's trigger, or may be a further trigger.
    fn triggers(&mut self, trigger: &Trigger) {
        let asked = match trigger {
            Trigger::Events(selection) => self.asked(selection),
            Trigger::Milestone(milestone, _) => self.milestones(milestone),
        };
        if self.obligation.window.kind == WindowLabel::FurtherTriggers {
            let hits = self.hits_of(asked.selection);
            self.events.extend(hits.undated.iter().map(|hit| hit.event));
            return;
        }
        for atom in &self.rule.atoms {
            match &atom.measure {
                Measure::Responses(response) => self.answers(&asked, response, self.obligation.window.days),
                Measure::FanOut { recipients, .. } => {
                    for recipient in recipients {
                        self.answers(&asked, &recipient.response, self.obligation.window.days);
                        recipient.leaving.iter().for_each(|when| self.condition(&when.condition));
                    }
                }
                _ => {}
            }
        }
    }

    /// The triggers that compete, directly or through others, with those in some days, and all their answers.
    fn answers(&mut self, triggers: &Asked<'_>, response: &Response, days: Days) {
        let scope = self.scope(days);
        let runs: Vec<(Day, Days)> = (triggers.days.iter())
            .map(|day| (*day, grown(in_time::reach(&scope, *day, &response.within), Days::new(*day, *day))))
            .collect();
        let mut reach = days;
        if response.matching == Matching::OneToOne {
            while let Some((_, run)) = runs.iter().find(|(_, run)| run.overlaps(reach) && grown(reach, *run) != reach) {
                reach = grown(reach, *run);
            }
            let hits = self.hits_of(triggers.selection);
            self.events.extend(hits.touching(reach).map(|hit| hit.event));
        } else {
            for (_, run) in runs.iter().filter(|(day, _)| days.contains(*day)) {
                reach = grown(reach, *run);
            }
        }
        let answers = self.hits(&response.of);
        self.events.extend(answers.touching(reach).map(|hit| hit.event));
    }

    fn scope(&self, days: Days) -> Scope<'a, '_> {
        Scope {
            judge: self.judge,
            timeline: self.timeline,
            rule: self.rule,
            days,
            clip: Clip::Literal,
            due: self.obligation.due,
            weighed: days,
            skipped: &[],
        }
    }

    fn hits_of(&self, selection: Option<&Selection>) -> Hits {
        selection.map(|selection| self.hits(selection)).unwrap_or_default()
    }

    /// The events that ask for an answer.
    fn asked<'s>(&self, selection: &'s Selection) -> Asked<'s> {
        let days = self.hits(selection).dated.iter().map(|hit| hit.days.from).collect();
        Asked { days, selection: Some(selection) }
    }

    /// The days of the roster or the calendar that ask for an answer.
    fn milestones(&self, milestone: &Milestone) -> Asked<'static> {
        let known = milestones::among(&self.scope(self.timeline.active.intersect(self.rule.in_force)), milestone);
        Asked { days: known.triggers.iter().map(|trigger| trigger.day).collect(), selection: None }
    }
}

/// What asks for answers: on which days, and the events, where it is events that do.
struct Asked<'s> {
    days: Vec<Day>,
    selection: Option<&'s Selection>,
}

fn grown(days: Days, by: Days) -> Days {
    Days::new(days.from.min(by.from), days.to.max(by.to))
}
