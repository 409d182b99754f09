//! The lines of a rule, as written.

use super::{
    Authority, Condition, Date, DayUnit, Literal, MidWindow, Name, Path, Period, Requirement, Selection, Text, Value,
    When,
};
use crate::source::{Span, Spanned};
use crate::value::Rational;

/// What becomes of a duty that is open when its rule is repealed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Repeal {
    /// `stands`: it is owed to its end.
    Stands,
    /// `lapses`: nothing is owed.
    Lapses,
    /// `judged at repeal`: it ends on the day before, and is owed as a part window is.
    Judged,
}

/// How binding a rule is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// `must`: a duty.
    Must,
    /// `should`: advice, shown apart.
    Should,
}

impl Level {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Level::Must => "must",
            Level::Should => "should",
        }
    }
}

/// What a part of a window is measured by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ProRata {
    /// `by open days`
    OpenDays,
    /// `by days`: calendar days.
    Days,
    /// `by fte`: each open day weighs the `fte` of that day.
    Fte,
    /// `by working pattern`: only the weekdays in the case's `pattern`.
    WorkingPattern,
}

/// `rule NAME "title" { … }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// Its name.
    pub name: Name,
    /// What it asks, in words.
    pub title: Text,
    /// Its lines, in the order written.
    pub lines: Vec<RuleLine>,
    /// The whole declaration.
    pub span: Span,
}

/// One labelled line of a rule, with its span.
pub type RuleLine = Spanned<RuleLineKind>;

/// What a line of a rule says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RuleLineKind {
    /// `cites A, B`
    Cites(Vec<Path>),
    /// `from DATE { … }`: the lines that are other from then on.
    Version(Date, Vec<RuleLine>),
    /// `from DATE repealed, …`; saying nothing of what is open then is an error of the rule.
    Repealed(Date, Option<Spanned<Repeal>>),
    /// `versions by the start of the role`
    VersionsByStart,
    /// `level should`
    Level(Level),
    /// `authority …`
    Authority(Authority),
    /// `for ROLE with COUNTERPART where …`
    For(Subject),
    /// `in force DATE to DATE`
    InForce(Period),
    /// `calendar of NAME`
    CalendarOf(Name),
    /// `over DATE to DATE`
    Over(Period),
    /// `each WINDOW`
    Each(Spanned<WindowKind>),
    /// `each term of CLOCK, 1 to 3`
    EachTerm(Path, Option<(Spanned<u32>, Spanned<u32>)>),
    /// `in any STRETCH`, `averaged over N weeks`
    InAny(InAny),
    /// `for each ACTIVITY where …`, `for each start of a placement`
    ForEach(Trigger),
    /// `by POINT`: due at the end of that day.
    By(Point),
    /// `before POINT`: due at the end of the day before.
    Before(Point),
    /// `within N … of POINT`
    Within(Limit, Point),
    /// `part …`
    Part(Spanned<Part>),
    /// `joint …`
    Joint(Spanned<Joint>),
    /// `require …`
    Require(Requirement),
    /// `reduced to VALUE when …`
    Reduced(Value, When),
    /// `raised to VALUE when …`
    Raised(Value, When),
    /// `exempt when …`
    Exempt(When),
    /// `excused when …`
    Excused(When),
    /// `mid-window …`, for the conditions written in the rule itself.
    MidWindow(Spanned<MidWindow>),
    /// `allowing …`
    Allowing(Allowing),
    /// `at risk when …`
    AtRisk(AtRisk),
    /// `ends with the role`
    EndsWithRole,
    /// `suspended during A`
    Suspended(Selection),
    /// `extended by N school days when …, adding`
    Extended(Extension),
    /// `remedy "…"`
    Remedy(Text),
}

/// How a deadline is put off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Extension {
    /// By how many days.
    pub by: Limit,
    /// When it is.
    pub when: When,
    /// Whether it comes on top of other extensions.
    pub adding: bool,
}

/// Whom a rule is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// The role.
    pub role: Path,
    /// `with trainee`: one case for each counterpart.
    pub counterpart: Option<Name>,
    /// `by each provider`: one case for each value of that attribute.
    pub by: Option<Name>,
    /// `where …`: a condition on the case's attributes.
    pub only: Option<Condition>,
}

/// A window to repeat.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum WindowKind {
    /// `day`
    Day,
    /// `school day`
    SchoolDay,
    /// `week`: Monday to Sunday.
    Week,
    /// `teaching week`: a week with a school day.
    TeachingWeek,
    /// `open week`: a week with an open day.
    OpenWeek,
    /// `N weeks from …`: tiles.
    Weeks {
        /// How many weeks a tile has.
        number: u32,
        /// Which weeks are counted.
        of: WeekKind,
        /// Where the count starts.
        from: TileStart,
    },
    /// `half-term`
    HalfTerm,
    /// `term`
    Term,
    /// `month`
    Month,
    /// `year`: the calendar's school year.
    Year,
    /// `placement`: a run of roster rows at one school with no gap.
    Placement,
}

/// `in any 10 school days, truncated at the ends`, `averaged over 4 weeks, leaving out weeks where …`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InAny {
    /// How long the windows are.
    pub run: Spanned<Stretch>,
    /// `averaged over …`: what is measured is divided by the number of weeks.
    pub averaged: bool,
    /// `truncated at the ends`: windows that reach over an end count with what lies inside.
    pub truncated: Option<Span>,
    /// `leaving out weeks where …`
    pub leaving_out: Option<Condition>,
}

/// How long a window is that begins anew on every day or week.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stretch {
    /// `7 days`, `10 school days`: from one such day to the last of so many.
    Days(u32, DayUnit),
    /// `48 hours`: elapsed time.
    Hours(u32),
    /// `2 consecutive teaching weeks`
    Weeks(u32, WeekKind),
}

/// Which weeks a tile counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum WeekKind {
    /// `calendar weeks`
    Calendar,
    /// `teaching weeks`
    Teaching,
    /// `open weeks`
    Open,
}

/// Where tiles count from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TileStart {
    /// `from the placement`: anew at each placement.
    Placement,
    /// `from the first placement`
    FirstPlacement,
    /// `from the half-term`
    HalfTerm,
    /// `from the year`
    Year,
}

/// A day that a deadline refers to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Point {
    /// `2025-06-27`
    Date(Date),
    /// `the first ACTIVITY where …`
    First(Selection),
    /// `ATTRIBUTE`: the date that the roster gives.
    Attribute(Name),
    /// `the start of the role`
    RoleStart(Span),
    /// `the end of the role`
    RoleEnd(Span),
    /// `10 working days before POINT`
    Shifted(Limit, Direction, Box<Point>),
    /// `the day that RULE was met`
    Met(Path),
    /// `the end of term 3 of CLOCK`, `the end of CLOCK`
    Clock(Path, Option<Spanned<u32>>),
}

/// Which way from a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Direction {
    /// `before`
    Before,
    /// `after`
    After,
}

/// What gives a rule `for each` its duties.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trigger {
    /// `for each ACTIVITY where …`
    Events(Selection),
    /// `for each start of a placement`, `for the start of the role`
    Milestone(Spanned<Milestone>),
}

/// A day that the roster or the calendar names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Milestone {
    /// `the start of the role`, `the end of the role`
    Role(Edge),
    /// `start of a placement`, `end of a half-term`
    Run(Run, Edge),
    /// `change of ATTRIBUTE`
    Change(Name),
}

/// What a milestone begins or ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Run {
    /// `a placement`: a run of roster rows at one school with no gap.
    Placement,
    /// `a half-term`
    HalfTerm,
    /// `a term`
    Term,
    /// `a year`: the calendar's school year.
    Year,
}

/// The first or the last day of something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Edge {
    /// `start`
    Start,
    /// `end`
    End,
}

/// `5 school days`, `10 working days beginning with`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limit {
    /// How many: a number or a parameter.
    pub number: Amount,
    /// Of which days.
    pub unit: DayUnit,
    /// How they are counted.
    pub counts: Counts,
    /// Where it is written.
    pub span: Span,
}

/// How a limit counts its days from the day that it is counted from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Counts {
    /// Nothing said: on, from the day after. The day itself is in time.
    After,
    /// `beginning with`: on, the day itself is the first.
    BeginningWith,
    /// `before it`: back, from the day before. The day itself is too late.
    Before,
    /// `up to it`: back, from the day before. The day itself is in time.
    UpTo,
    /// `before or after it`: back and on. The day itself is in time.
    Around,
}

impl Counts {
    /// The least number of days that a limit can have.
    pub fn least(self) -> u32 {
        match self {
            Counts::BeginningWith | Counts::Before => 1,
            Counts::After | Counts::UpTo | Counts::Around => 0,
        }
    }
}

/// A whole number, or a parameter that holds one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Amount {
    /// `5`
    Number(Spanned<u32>),
    /// `response-days`
    Param(Path),
}

/// `dropped`, `in full`, or `pro rata by …` with its rounding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Part {
    /// `dropped`: a part window is not owed.
    Dropped,
    /// `in full`: a part window is owed in full.
    InFull,
    /// `pro rata by …`: owed in proportion.
    ProRata(ProRata, Rounding),
}

/// How a threshold in proportion is rounded: to whole minutes, or whole things.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rounding {
    /// Nothing said: exact.
    Exact,
    /// `rounded up`
    Up,
    /// `rounded down`
    Down,
    /// `rounded to the nearest`: a half goes up.
    Nearest,
}

/// What one event with several counterparts counts for each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Joint {
    /// `in full for each`
    InFullForEach,
    /// `split equally`
    SplitEqually,
}

/// `allowing 2 misses a term`, `allowing misses in at most 10 % …` as `in at least 90 % of windows`
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Allowing {
    /// `N misses a PERIOD`
    Misses(Spanned<u32>, Spanned<Per>),
    /// `in at least 90 % of windows`
    Share(Spanned<Rational>),
}

/// The period that a tolerance starts anew in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Per {
    /// `a half-term`
    HalfTerm,
    /// `a term`
    Term,
    /// `a year`
    Year,
    /// `in all`
    All,
}

/// When a pending obligation is at risk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AtRisk {
    /// `when under the even pace by VALUE`
    UnderPace(Literal),
    /// `within N days of due`
    NearDue(Limit),
}
