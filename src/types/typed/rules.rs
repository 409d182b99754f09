//! Rules and when their duties run: names bound, types checked.

use super::{
    Atom, Authority, ClauseId, ClockId, Condition, Counts, DayUnit, Direction, Edge, Exception, ExemptionId, FieldId,
    Joint, Level, ParamId, Part, Per, PolicyId, Repeal, Requirement, RoleId, RuleId, Run, Selection, Stretch, When,
    WindowKind,
};
use crate::source::Span;
use crate::value::{Day, Days, Rational};

/// A rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Its policy.
    pub policy: PolicyId,
    /// What it asks, in words.
    pub title: String,
    /// The clauses it stands for.
    pub cites: Vec<ClauseId>,
    /// How binding it is.
    pub level: Level,
    /// Who set it: the policy's authority, or its own.
    pub authority: Authority,
    /// Whom it is for.
    pub subject: Subject,
    /// When it is in force: the policy's days, or within them.
    pub in_force: Days,
    /// Whose school's calendar counts, where the case's people may be at two.
    pub calendar_of: Option<CalendarOf>,
    /// What obligations it gives.
    pub duty: Duty,
    /// What becomes of part windows; present wherever it must be said.
    pub part: Option<Part>,
    /// What a joint event counts for each.
    pub joint: Option<Joint>,
    /// What can be measured in it, in the order written.
    pub atoms: Vec<Atom>,
    /// How the atoms combine.
    pub requirement: Requirement,
    /// Its exceptions, in the order written.
    pub exceptions: Vec<Exception>,
    /// Its tolerance.
    pub allowing: Option<Allowing>,
    /// When a pending obligation is at risk.
    pub at_risk: Option<AtRisk>,
    /// Whether a duty from a trigger ends with the role.
    pub ends_with_role: bool,
    /// Spans whose days do not count towards a limit, and on which nothing is due.
    pub suspended: Vec<Selection>,
    /// What puts a deadline off, in the order written.
    pub extended: Vec<Extension>,
    /// What to do about a breach.
    pub remedy: Option<String>,
    /// The last day on which its duties run, where they are judged when it is repealed.
    pub cut: Option<Day>,
    /// Its versions, in order of time, the first one as the rule's own lines say; none where there is only that.
    pub versions: Vec<Version>,
    /// Which version judges a duty.
    pub chosen_by: ChosenBy,
    /// Its name's span.
    pub name_span: Span,
    /// Its `require` line.
    pub require_span: Span,
    /// Its declaration.
    pub span: Span,
}

impl Rule {
    /// The rule as a version has it.
    pub fn of_version(&self, version: Option<usize>) -> &Rule {
        version.and_then(|place| self.versions.get(place)).map_or(self, |version| &version.rule)
    }

    /// The rule as its own lines say, and as each later version has it.
    pub fn each_version(&self) -> impl Iterator<Item = &Rule> {
        std::iter::once(self).chain(self.versions.iter().skip(1).map(|version| version.rule.as_ref()))
    }

    /// Its exceptions in all versions, each line once.
    pub fn all_exceptions(&self) -> Vec<&Exception> {
        let mut all: Vec<&Exception> = Vec::new();
        for exception in self.each_version().flat_map(|rule| &rule.exceptions) {
            if !all.iter().any(|other| other.span == exception.span) {
                all.push(exception);
            }
        }
        all
    }
}

/// A rule as it is from one day on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// It judges what opens on these days, or cases that begin on them.
    pub days: Days,
    /// What it says.
    pub rule: Box<Rule>,
    /// The day on which it is repealed, and what becomes of what is open then.
    pub repealed: Option<(Day, Repeal)>,
}

/// Which version judges a duty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChosenBy {
    /// That of the day on which it opens.
    Opening,
    /// That of the first day of the role: a cohort keeps its terms.
    RoleStart,
}

/// What puts a deadline off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Extension {
    /// By how many days.
    pub by: Limit,
    /// When it does.
    pub when: When,
    /// The named exemption, where the condition is just that one's name; `when` is then a copy of its condition.
    pub exemption: Option<ExemptionId>,
    /// Whether it comes on top of other extensions.
    pub adding: bool,
    /// The line.
    pub span: Span,
}

/// Whose school's calendar counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CalendarOf {
    /// That of the case's row.
    Person,
    /// That of the counterpart's own rows, on the days on which there are any.
    Counterpart,
}

/// Whom a rule is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// The role.
    pub role: RoleId,
    /// Whether there is one case for each counterpart.
    pub with_counterpart: bool,
    /// The attribute of whose values there is one case each.
    pub by: Option<FieldId>,
    /// A condition on the case's attributes at opening.
    pub only: Option<Condition>,
}

/// What obligations a rule gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Duty {
    /// One: events count where `over` says (the case's active days in force, where nothing is said); due by
    /// `due`, or as its window says.
    Once {
        /// `over …`, `Day::MIN` and `Day::MAX` for open ends.
        over: Option<Days>,
        /// `by`, `before` or `within … of`.
        due: Option<Due>,
    },
    /// One for each window; events count on the case's active days.
    Each(WindowKind),
    /// One for each term of a clock, or for those from one to another.
    EachTerm(ClockId, Option<(u32, u32)>),
    /// One: what is required holds in every window that begins anew on each day or week.
    InAny(Sliding),
    /// One for each trigger, due by the latest of its responses' limits.
    ForEach(Trigger),
}

/// What gives a rule `for each` its duties.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trigger {
    /// Each such event.
    Events(Selection),
    /// Each such day of the roster or the calendar, and where it is written.
    Milestone(Milestone, Span),
}

impl Trigger {
    /// Where it is written.
    pub fn span(&self) -> Span {
        match self {
            Trigger::Events(selection) => selection.span,
            Trigger::Milestone(_, span) => *span,
        }
    }
}

/// A day that the roster or the calendar names: nothing needs to be loaded to know it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Milestone {
    /// The case's first or last active day.
    Role(Edge),
    /// The first or last day of each placement, half-term, term or year.
    Run(Run, Edge),
    /// The first day on which the attribute, or `school`, is another than on the active day before.
    Change(String),
}

/// Windows that begin anew on each day or week, and what is held against each.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sliding {
    /// How long they are.
    pub run: Stretch,
    /// `over …`: they lie inside these days; `Day::MIN` and `Day::MAX` for open ends.
    pub over: Option<Days>,
    /// Whether windows that reach over an end count with what lies inside.
    pub truncated: bool,
    /// Whether what is measured is divided by the number of weeks.
    pub averaged: bool,
    /// The weeks that an average leaves out.
    pub leaving_out: Option<Condition>,
}

/// When a single obligation is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Due {
    /// At the end of that day.
    By(Point),
    /// At the end of the day before.
    Before(Point),
    /// At the end of the last day of the limit.
    Within(Limit, Point),
}

/// A day that depends on the case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Point {
    /// A date.
    Date(Day),
    /// The day of the first such event.
    First(Selection),
    /// The date that an attribute of the case gives, on the day that the duty opens.
    Attribute(String),
    /// The case's first active day.
    RoleStart,
    /// The case's last active day.
    RoleEnd,
    /// So many days before or after another.
    Shifted(Limit, Direction, Box<Point>),
    /// The day on which the case met another rule.
    Met(RuleId),
    /// The last day of a term of a clock, or of the whole.
    Clock(ClockId, Option<u32>),
}

impl Point {
    /// What the day is in the end counted from.
    pub fn root(&self) -> &Point {
        match self {
            Point::Shifted(_, _, of) => of.root(),
            Point::Date(_)
            | Point::First(_)
            | Point::Attribute(_)
            | Point::RoleStart
            | Point::RoleEnd
            | Point::Met(_)
            | Point::Clock(..) => self,
        }
    }

    /// Whether it is a date that was set, by the rule or in the roster, whatever becomes of the case.
    pub fn is_set(&self) -> bool {
        matches!(self.root(), Point::Date(_) | Point::Attribute(_))
    }
}

/// A number of days after a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limit {
    /// How many.
    pub number: Amount,
    /// Of which.
    pub unit: DayUnit,
    /// How they are counted.
    pub counts: Counts,
    /// Where it is written.
    pub span: Span,
}

/// A number that may be a parameter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amount {
    /// This many.
    Number(u32),
    /// As many as the parameter says.
    Param(ParamId),
}

/// How many misses are let pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Allowing {
    /// This many breaches in each period.
    Misses(u32, Per),
    /// At least this share of windows must be met.
    Share(Rational),
}

/// When a pending obligation is at risk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AtRisk {
    /// When the certain measure is this much or more under the even pace, in base units.
    UnderPace(Rational),
    /// From this many days before it is due.
    NearDue(u32, DayUnit),
}
