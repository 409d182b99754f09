//! Scenarios: names bound, types checked.

use super::{
    ActivityId, CalendarId, ClockExpectation, ExemptionId, FieldId, OutcomeWord, ParamId, PolicyId, RecordsId, RoleId,
    RuleId, Value,
};
use crate::source::Span;
use crate::value::{Day, Days, Rational};

/// A scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scenario {
    /// What it shows.
    pub title: String,
    /// Its policy.
    pub policy: PolicyId,
    /// The calendar of every school that is not given another.
    pub calendar: Option<CalendarId>,
    /// Schools with a calendar of their own.
    pub schools: Vec<(String, CalendarId)>,
    /// Who holds which role.
    pub roster: Vec<RosterLine>,
    /// What was loaded: records, and from when to when (`Day::MIN` for an open start, the as-of date for an open
    /// end). Records that are neither here nor in `not_loaded` are loaded for all time up to as-of.
    pub loaded: Vec<(RecordsId, Days)>,
    /// What was not loaded.
    pub not_loaded: Vec<RecordsId>,
    /// Parameters set, in base units.
    pub params: Vec<(ParamId, Rational)>,
    /// What is let pass.
    pub waivers: Vec<WaiverLine>,
    /// What happened.
    pub events: Vec<EventLine>,
    /// The audit's date.
    pub as_of: Day,
    /// What is expected.
    pub expectations: Vec<Expectation>,
    /// What is expected of clocks.
    pub clocks: Vec<ClockExpectation>,
    /// Its declaration.
    pub span: Span,
}

/// An entry of a scenario's waiver register.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaiverLine {
    /// The rule.
    pub rule: RuleId,
    /// For whom.
    pub person: String,
    /// With whom; every counterpart where nothing is said.
    pub counterpart: Option<String>,
    /// From when to when it holds; `Day::MIN` where no start is said.
    pub days: Days,
    /// Who approved it.
    pub approved: String,
    /// Why.
    pub reason: String,
    /// The line.
    pub span: Span,
}

/// A row of a scenario's roster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RosterLine {
    /// Who.
    pub person: String,
    /// In which role.
    pub role: RoleId,
    /// With whom.
    pub counterpart: Option<String>,
    /// From when to when; `Day::MAX` for an open end.
    pub days: Days,
    /// At which school; `school` where nothing is said.
    pub school: String,
    /// Attributes.
    pub attributes: Vec<(FieldId, Value)>,
    /// The line.
    pub span: Span,
}

/// One event of a scenario.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EventLine {
    /// What happened.
    pub activity: ActivityId,
    /// The system it was recorded in; the activity's first where nothing is said.
    pub records: RecordsId,
    /// Who; `None` where it is unknown or nobody's.
    pub who: Option<String>,
    /// With whom; empty where left blank.
    pub with: Vec<String>,
    /// When; `None` where it could not be read. A point has one day.
    pub days: Option<Days>,
    /// The local time of its start, in minutes after midnight.
    pub minute: Option<u16>,
    /// `status`: what it says; nothing said is held.
    pub status: EventStatus,
    /// The record's id.
    pub id: Option<String>,
    /// What its fields hold, in the activity's order.
    pub fields: Vec<FieldLine>,
    /// The line.
    pub span: Span,
}

/// What a scenario's event says of a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FieldLine {
    /// Nothing: the cell is blank.
    Blank,
    /// Something that nobody can read.
    Unknown,
    /// This.
    Is(Value),
    /// One of these people of the scenario's roster.
    OneOf(Vec<String>),
}

/// Whether an event took place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EventStatus {
    /// It did.
    Held,
    /// It did not, or not yet.
    NotHeld,
    /// Nobody knows: a possible event.
    Unknown,
}

/// What a scenario expects of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expectation {
    /// The rule.
    pub rule: RuleId,
    /// Of whom; any one case where left out.
    pub person: Option<String>,
    /// With whom.
    pub counterpart: Option<String>,
    /// Of which value of what the rule has cases by.
    pub by_value: Option<String>,
    /// The obligation whose window, trigger or due date holds this day; the whole finding where left out.
    pub on: Option<Day>,
    /// The outcome.
    pub outcome: Option<OutcomeWord>,
    /// The exemption that must be the cause.
    pub by: Option<ExemptionId>,
    /// What else is expected.
    pub details: Vec<Detail>,
    /// The line.
    pub span: Span,
}

/// Something more that a scenario expects; numbers in base units.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Detail {
    /// The certain part of the measure.
    Measured(Rational),
    /// The threshold.
    Required(Rational),
    /// The shortfall, or the excess.
    Short(Rational),
    /// The due date.
    Due(Day),
    /// The day on which it was cured.
    CuredOn(Day),
    /// Nothing was there to judge.
    Vacuously,
    /// How many obligations have that outcome.
    Windows(u32, OutcomeWord),
    /// Some reason holds this text.
    Because(String),
}
