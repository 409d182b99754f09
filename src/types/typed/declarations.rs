//! What a policy declares of its world: names bound, types checked.

use super::{Authority, CalendarId, DayKind, FieldId, PolicyId, RecordsId, RoleId};
use crate::source::Span;
use crate::value::{Days, Rational, Unit};

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
    /// Why its text cannot be read, where that is so.
    pub unreadable: Option<String>,
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
    /// Somebody of the roster; only for an event.
    Person,
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
            Type::Text | Type::YesNo | Type::School | Type::Person | Type::Weekdays | Type::OneOfTexts(_) => None,
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
    /// The field of whoever signs it, where it is signed.
    pub signed_by: Option<FieldId>,
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
