//! Rules whose names are bound and whose types are checked: what the engine and the reference evaluator read.
//!
//! Everything here is well formed: a `Program` is only made when no error was found. Numbers are in base units:
//! durations in minutes, shares between 0 and 1, dates as day numbers, yes as 1 and no as 0.

use crate::source::Span;
use crate::value::{Day, Days, Rational, Unit};

pub use crate::syntax::ast::{
    Authority, Comparison, DayKind, DayUnit, Ends, Exempted, Joint, Matching, MidWindow, NoMembers, Order, OutcomeWord,
    Part, Per, ProRata, Quantifier, Rounding, Scope, TileStart, WeekKind, Which, WindowKind,
};

/// Makes a type for the place of a declaration in its `Program` table.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in the table.
            pub fn index(self) -> usize {
                usize::try_from(self.0).unwrap_or(usize::MAX)
            }
        }
    )*};
}

id! {
    /// A policy.
    PolicyId,
    /// A clause.
    ClauseId,
    /// A role.
    RoleId,
    /// A system of records.
    RecordsId,
    /// An activity.
    ActivityId,
    /// A list.
    ListId,
    /// A table.
    TableId,
    /// A parameter.
    ParamId,
    /// An exemption.
    ExemptionId,
    /// A rule.
    RuleId,
    /// A field of an activity, or an attribute of a role, by its place there.
    FieldId,
    /// A calendar declaration.
    CalendarId,
}

/// Everything that the rule files say, bound and checked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Program {
    /// Policies, in file order; so are all the tables below.
    pub policies: Vec<Policy>,
    /// Clauses.
    pub clauses: Vec<Clause>,
    /// Roles.
    pub roles: Vec<Role>,
    /// Systems of records.
    pub records: Vec<Records>,
    /// Activities.
    pub activities: Vec<Activity>,
    /// Lists.
    pub lists: Vec<List>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Parameters.
    pub params: Vec<Param>,
    /// Calendars.
    pub calendars: Vec<Calendar>,
    /// Exemptions.
    pub exemptions: Vec<Exemption>,
    /// Rules.
    pub rules: Vec<Rule>,
    /// Every rule after the rules that it `meets`.
    pub rule_order: Vec<RuleId>,
    /// Scenarios.
    pub scenarios: Vec<Scenario>,
}

macro_rules! lookup {
    ($($method:ident, $id:ident, $table:ident, $type:ident);* $(;)?) => {
        impl Program {$(
            /// The declaration of an id; `None` only for an id of another program.
            pub fn $method(&self, id: $id) -> Option<&$type> {
                self.$table.get(id.index())
            }
        )*}
    };
}

lookup! {
    policy, PolicyId, policies, Policy;
    clause, ClauseId, clauses, Clause;
    role, RoleId, roles, Role;
    system, RecordsId, records, Records;
    activity, ActivityId, activities, Activity;
    list, ListId, lists, List;
    table, TableId, tables, Table;
    param, ParamId, params, Param;
    calendar, CalendarId, calendars, Calendar;
    exemption, ExemptionId, exemptions, Exemption;
    rule, RuleId, rules, Rule;
}

/// A policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// What it is.
    pub title: String,
    /// The document it comes from.
    pub source: Option<String>,
    /// Who set it.
    pub authority: Authority,
    /// When it is in force: `Day::MIN` and `Day::MAX` where an end is open.
    pub in_force: Days,
    /// Its declaration.
    pub span: Span,
}

/// A clause of a policy's source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// Its number, as `ITTM-6`.
    pub name: String,
    /// Its policy.
    pub policy: PolicyId,
    /// What it asks.
    pub title: String,
    /// The page of the source.
    pub page: Option<u32>,
    /// Its declaration.
    pub span: Span,
}

/// The type of a field, attribute or parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Type {
    /// Minutes; a blank one is at most `up_to` where that is said.
    Duration {
        /// The declared bound, in minutes.
        up_to: Option<Rational>,
    },
    /// A whole number of things.
    Count,
    /// A plain number.
    Number,
    /// Free text.
    Text,
    /// Yes (1) or no (0).
    YesNo,
    /// A date.
    Date,
    /// The school; only for an attribute.
    School,
    /// Weekdays; only for an attribute.
    Weekdays,
    /// A number of days; only for a parameter.
    Days,
    /// One of these texts.
    OneOfTexts(Vec<String>),
    /// One of these numbers.
    OneOfNumbers(Vec<Rational>),
}

impl Type {
    /// What a value of this type counts, where it is a number.
    pub fn unit(&self) -> Option<Unit> {
        match self {
            Type::Duration { .. } => Some(Unit::Minutes),
            Type::Count => Some(Unit::Count),
            Type::Number | Type::OneOfNumbers(_) => Some(Unit::Number),
            Type::Date => Some(Unit::Date),
            Type::Days => Some(Unit::Days),
            Type::Text | Type::YesNo | Type::School | Type::Weekdays | Type::OneOfTexts(_) => None,
        }
    }
}

/// A field of an activity or an attribute of a role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
}

/// A role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// Its policy.
    pub policy: PolicyId,
    /// What people call it.
    pub title: Option<String>,
    /// The word for the counterpart.
    pub counterpart: Option<String>,
    /// Its attributes, besides the school.
    pub attributes: Vec<Field>,
    /// Its declaration.
    pub span: Span,
}

/// A system of records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Records {
    /// Its name.
    pub name: String,
    /// Its policy.
    pub policy: PolicyId,
    /// What people call it.
    pub title: String,
    /// How many days after an export's end still count as future while a window is open.
    pub stale_after: u32,
    /// Whether an export is complete for all time up to its end.
    pub register: bool,
    /// Its declaration.
    pub span: Span,
}

/// Whose activity it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Owner {
    /// The person of the row, in whatever role.
    Person,
    /// The person holding this role.
    Role(RoleId),
    /// Somebody who is the counterpart of a case, under this word.
    Counterpart(String),
    /// Nobody: it concerns every case in scope.
    Nobody,
}

/// An activity.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Activity {
    /// Its name.
    pub name: String,
    /// Its policy.
    pub policy: PolicyId,
    /// Whose it is.
    pub owner: Owner,
    /// The word for whom it is with.
    pub counterpart: Option<String>,
    /// The systems that record it.
    pub from: Vec<RecordsId>,
    /// Whether one system's records are enough; otherwise all are needed.
    pub any_of: bool,
    /// Whether it has a start and an end; otherwise it is a point.
    pub is_span: bool,
    /// Whether spans apart only by closed days are one episode.
    pub in_episodes: bool,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What makes two rows of different systems the same event, where declared.
    pub same_event: Option<SameEvent>,
    /// Its declaration.
    pub span: Span,
}

/// When two rows of different systems are the same event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SameEvent {
    /// Whether the local start must agree to the minute; otherwise the day.
    pub same_start: bool,
    /// The fields that must agree.
    pub fields: Vec<FieldId>,
    /// The system whose values stand where they differ.
    pub prefer: Option<RecordsId>,
}

/// A list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct List {
    /// Its name.
    pub name: String,
    /// Its policy.
    pub policy: PolicyId,
    /// What it is.
    pub title: Option<String>,
    /// Its members and how many events each needs.
    pub members: Vec<(String, u32)>,
    /// Its declaration.
    pub span: Span,
}

/// A literal in base units.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number in base units; yes is 1, no is 0, a date is its day number.
    Number(Rational),
}

/// A table of thresholds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its policy.
    pub policy: PolicyId,
    /// The unit of its values.
    pub unit: Unit,
    /// The name of the case's attribute that chooses.
    pub by: String,
    /// Key and value.
    pub rows: Vec<(Value, Rational)>,
    /// Its declaration.
    pub span: Span,
}

/// A parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its policy.
    pub policy: PolicyId,
    /// What it is.
    pub title: Option<String>,
    /// Its type: one with a unit.
    pub ty: Type,
    /// Its value in base units, where the rule files set one.
    pub value: Option<Rational>,
    /// Its declaration.
    pub span: Span,
}

/// A calendar as declared: `crate::calendar` makes day tables of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    /// Its name.
    pub name: String,
    /// What it is.
    pub title: Option<String>,
    /// The calendar that it extends.
    pub extends: Option<CalendarId>,
    /// Its school years: a year named as in the extended calendar replaces it.
    pub years: Vec<Year>,
    /// Days set apart, in the order written; a later one overrides an earlier one.
    pub days: Vec<(DayKind, Days, Option<String>)>,
    /// Its declaration.
    pub span: Span,
}

/// A school year.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Year {
    /// Its name, as `2024-25`.
    pub name: String,
    /// Its days.
    pub days: Days,
    /// Its terms: name and half-terms.
    pub terms: Vec<(String, Vec<Days>)>,
}

/// A condition's place among the exceptions: the named exemption, or the rule's own line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exemption {
    /// Its name.
    pub name: String,
    /// Its policy.
    pub policy: PolicyId,
    /// What it is.
    pub title: Option<String>,
    /// The clauses it comes from.
    pub cites: Vec<ClauseId>,
    /// When it holds.
    pub when: When,
    /// Whether it holds from the beginning once it holds at all.
    pub backdated: bool,
    /// What it does to a window that it begins in.
    pub mid_window: Option<MidWindow>,
    /// Its declaration.
    pub span: Span,
}

/// When an exception holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct When {
    /// Whether the claimant must show it: with no row it does not hold. Otherwise it is unknown while uncovered.
    pub shown: bool,
    /// The condition.
    pub condition: Condition,
    /// Where it is written.
    pub span: Span,
}

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
    /// What to do about a breach.
    pub remedy: Option<String>,
    /// Its name's span.
    pub name_span: Span,
    /// Its `require` line.
    pub require_span: Span,
    /// Its declaration.
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
    /// One for each trigger, due by the latest of its responses' limits.
    ForEach(Selection),
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
    /// The case's first active day.
    RoleStart,
    /// The case's last active day.
    RoleEnd,
}

/// A number of days after a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limit {
    /// How many.
    pub number: Amount,
    /// Of which.
    pub unit: DayUnit,
    /// Whether the day itself is the first; otherwise counting starts on the day after.
    pub beginning_with: bool,
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

/// Some activities, perhaps only where a condition holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selection {
    /// The activities, a group's members spelled out; each once, in declaration order.
    pub activities: Vec<ActivityId>,
    /// What each event must satisfy.
    pub filter: Option<Filter>,
    /// As written.
    pub span: Span,
}

/// A field by its name, with its place in each activity of the selection (same order).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldRef {
    /// Its name.
    pub name: String,
    /// Its place in each activity of the selection.
    pub places: Vec<FieldId>,
}

/// A condition on one event's fields.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filter {
    /// Some of these.
    Or(Vec<Filter>),
    /// All of these.
    And(Vec<Filter>),
    /// Not this.
    Not(Box<Filter>),
    /// A field against a value; texts are compared folded, with `=` and `!=` only.
    Compare(FieldRef, Comparison, Value),
    /// A field's text is in a list.
    In(FieldRef, ListId),
}

/// A measure held against what is required.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Atom {
    /// What is measured.
    pub measure: Measure,
    /// How the two are compared. For `Covers`, `Responses`, `Has` and `Meets` it is `AtLeast`.
    pub comparison: Comparison,
    /// What is required.
    pub threshold: Threshold,
    /// What both count.
    pub unit: Unit,
    /// The whole, as written.
    pub span: Span,
    /// The measure, as written.
    pub measure_span: Span,
    /// The threshold, as written; the whole where it has none of its own (`some`, `no`, `covers`).
    pub threshold_span: Span,
}

/// What is measured.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Measure {
    /// The sum of a field.
    Total(FieldRef, Selection),
    /// How many events. `some A` is at least 1, `no A` at most 0.
    Count(Selection),
    /// How many different values of a field.
    Distinct(FieldRef, Selection),
    /// The share of events that satisfy a condition.
    Share {
        /// All of them.
        of: Selection,
        /// Those that count.
        filter: Filter,
        /// The share when there are none.
        none: Rational,
    },
    /// The longest gap between events, in days.
    LongestGap {
        /// Between which.
        between: Selection,
        /// In which days.
        unit: DayUnit,
        /// Whether the window's ends count as events.
        ends: Ends,
    },
    /// How many members of a list are matched, with multiplicity.
    Covers {
        /// The events.
        of: Selection,
        /// The list.
        list: ListId,
        /// The field that names the member.
        by: FieldRef,
    },
    /// The day of the first event.
    First(Selection),
    /// The day of the last event.
    Last(Selection),
    /// In a rule `for each A`: whether the trigger has a response (0 or 1).
    Responses(Response),
    /// How many triggers in the window have a response in time; all are required.
    Has(Selection, Response),
    /// How many of these rules the case meets; all that are not set aside are required.
    Meets(Vec<RuleId>),
    /// How many cases at the same school meet another rule, or which share of them.
    RollUp(RollUp),
}

/// What answers a trigger, and how soon.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Response {
    /// The responding events.
    pub of: Selection,
    /// How soon.
    pub within: Limit,
    /// Whether one response may answer several triggers.
    pub matching: Matching,
    /// A field in both that links a response to its trigger: place in the trigger, place in the response.
    pub linked_by: Option<(FieldRef, FieldRef)>,
}

/// What other cases come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RollUp {
    /// The rule that they are to meet; its role is theirs.
    pub rule: RuleId,
    /// What becomes of those who are exempt from it.
    pub exempt: Exempted,
    /// What it comes to where there is nobody.
    pub none: NoMembers,
}

/// What is required of a measure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Threshold {
    /// This, in base units.
    Fixed(Rational),
    /// What the parameter says.
    Param(ParamId),
    /// What the table says for the case's attribute at opening.
    Table(TableId),
    /// A day.
    Point(Point),
    /// All there are: the list's size, the triggers, the rules not set aside.
    All,
}

/// How atoms combine.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Requirement {
    /// Some of these.
    Or(Vec<Requirement>),
    /// All of these.
    And(Vec<Requirement>),
    /// Not this.
    Not(Box<Requirement>),
    /// If the condition holds, this.
    If(Condition, Box<Requirement>),
    /// The atom at this place in `Rule::atoms`.
    Atom(usize),
}

/// An exception of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exception {
    /// What it does.
    pub effect: Effect,
    /// When it holds.
    pub when: When,
    /// The named exemption, where the condition is just that one's name; `when` is then a copy of its condition.
    pub exemption: Option<ExemptionId>,
    /// Whether it holds from the beginning once it holds at all.
    pub backdated: bool,
    /// What it does to a window that it begins in; `Whole` for a condition that cannot begin inside a window.
    pub mid_window: MidWindow,
    /// The line.
    pub span: Span,
}

/// What an exception does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Drops the duty.
    Exempt,
    /// Leaves this window out.
    Excused,
    /// Lowers the threshold of an atom to this.
    Reduced(usize, Threshold),
    /// Raises the threshold of an atom to this.
    Raised(usize, Threshold),
}

/// A condition on a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// Some of these.
    Or(Vec<Condition>),
    /// All of these.
    And(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// There are, or are no, such events.
    Events(Quantifier, Selection, Scope),
    /// Such spans cover every day of this kind in the window on which the case is active.
    CoversDays(Selection, DayUnit),
    /// An attribute of the case against a value.
    Attribute(String, Comparison, Value),
    /// The exemption holds.
    Exemption(ExemptionId),
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
    /// Values of its fields, in the activity's order; `None` where blank or unreadable.
    pub fields: Vec<Option<Value>>,
    /// The line.
    pub span: Span,
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
