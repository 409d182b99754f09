//! Scenarios, as written.

use super::{ClockExpectation, Date, DateRange, Literal, LiteralValue, Name, Path, Period, Text};
use crate::source::{Span, Spanned};

/// `scenario "title" { … }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scenario {
    /// What it shows.
    pub title: Text,
    /// Its lines, in the order written.
    pub lines: Vec<ScenarioLine>,
    /// The whole declaration.
    pub span: Span,
}

/// One line of a scenario, with its span.
pub type ScenarioLine = Spanned<ScenarioLineKind>;

/// What a line of a scenario says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ScenarioLineKind {
    /// `calendar staffordshire`, for every school that is not given another.
    Calendar(Name),
    /// `school "Oakfield" uses leicester`
    School(Text, Name),
    /// `roster Amira itt-mentor with Tom from DATE to DATE at "Oakfield" { fte: 0.6 }`
    Roster(RosterLine),
    /// `loaded sentinel from DATE to DATE`
    Loaded(Path, Period),
    /// `not loaded nasbtt`
    NotLoaded(Path),
    /// `param observations-per-phase = 3`
    Param(Path, Literal),
    /// `training { who: Amira; on: 2024-10-02; length: 1 hour }`
    Event(EventLine),
    /// `waiver RULE for Amira with Tom until DATE by "…" because "…"`
    Waiver(Box<WaiverLine>),
    /// `as of DATE`
    AsOf(Date),
    /// `expect RULE …`
    Expect(Box<Expectation>),
    /// `expect clock CLOCK …`
    ExpectClock(Box<ClockExpectation>),
}

/// A row of a scenario's roster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RosterLine {
    /// Who.
    pub person: Name,
    /// In which role.
    pub role: Path,
    /// With whom.
    pub counterpart: Option<Name>,
    /// From when to when.
    pub period: Period,
    /// At which school.
    pub school: Option<Text>,
    /// Attributes.
    pub fields: Vec<(Name, Literal)>,
}

/// An entry of a scenario's waiver register.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaiverLine {
    /// The rule.
    pub rule: Path,
    /// For whom.
    pub person: Name,
    /// With whom; every counterpart where left out.
    pub counterpart: Option<Name>,
    /// The first day on which it holds.
    pub from: Option<Date>,
    /// The last day on which it holds.
    pub until: Date,
    /// Who approved it.
    pub approved: Text,
    /// Why.
    pub reason: Text,
}

/// One event of a scenario, or one a week.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventLine {
    /// What happened.
    pub activity: Path,
    /// What is known of it: `who`, `with`, `on`, `at`, `status`, `id`, `records`, and the activity's fields.
    pub cells: Vec<(Name, Spanned<Cell>)>,
}

/// What a cell of a scenario's event holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// A value.
    Literal(LiteralValue),
    /// People: `Tom`, or `Tom, Una`.
    Names(Vec<Name>),
    /// `Tom or Una`: one of them, and nobody can say which.
    Either(Vec<Name>),
    /// `2024-10-01 to 2024-10-04`: a span.
    Range(DateRange),
    /// `every week from DATE to DATE`: one event a week, from the first date on.
    EveryWeek(DateRange),
    /// `unknown`: the cell could not be read.
    Unknown,
}

/// `expect RULE for Amira with Tom on DATE OUTCOME by EXEMPTION, measured …`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expectation {
    /// The rule.
    pub rule: Path,
    /// Of whom; may be left out where the scenario has one case of the rule.
    pub person: Option<Name>,
    /// With whom.
    pub counterpart: Option<Name>,
    /// `by "…"`: of which value of what the rule has cases by.
    pub by_value: Option<Text>,
    /// The obligation whose window, trigger or due date holds this day; the whole finding where left out.
    pub on: Option<Date>,
    /// The outcome; may be left out where only counts are expected.
    pub outcome: Option<Spanned<OutcomeWord>>,
    /// `by EXEMPTION`
    pub by: Option<Path>,
    /// What else is expected.
    pub details: Vec<Spanned<Detail>>,
}

/// The word for an outcome.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum OutcomeWord {
    /// `met`
    Met,
    /// `breached`
    Breached,
    /// `pending`
    Pending,
    /// `at risk`
    AtRisk,
    /// `undetermined`
    Undetermined,
    /// `exempt`
    Exempt,
    /// `excused`
    Excused,
    /// `waived`
    Waived,
    /// `not applicable`
    NotApplicable,
}

/// Something more that a scenario expects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Detail {
    /// `measured 89 minutes`: the certain part.
    Measured(Literal),
    /// `required 90 minutes`
    Required(Literal),
    /// `short 1 minute`
    Short(Literal),
    /// `due 2025-08-31`
    Due(Date),
    /// `cured on 2025-01-10`
    CuredOn(Date),
    /// `vacuously`
    Vacuously,
    /// `31 met`: how many obligations have that outcome.
    Windows(u32, OutcomeWord),
    /// `because "…"`: some reason holds this text.
    Because(Text),
}
