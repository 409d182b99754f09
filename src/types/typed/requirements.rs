//! What a rule requires: names bound, types checked.

use super::{
    ActivityId, ClauseId, Comparison, Condition, DayUnit, Ends, Exempted, FieldId, Limit, ListId, Matching, NoMembers,
    ParamId, Point, RoleId, RuleId, TableId, Value, When,
};
use crate::source::Span;
use crate::value::{Rational, Unit};

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
    /// A field is filled in (true), or its cell is blank.
    Given(FieldRef, bool),
    /// A field's person is the case's person or counterpart, by the role's name or its word for the counterpart.
    Is(FieldRef, String),
    /// A field's person holds a role on the day of the event.
    Holds(FieldRef, Holds),
    /// It is signed by somebody who may sign it.
    Signed(FieldRef, Signed),
}

/// Who may sign an event, and for how long it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    /// In one of these roles, by the roster on the day of the signature.
    pub by: Vec<Holds>,
    /// Never these people of the case, by the role's name or its word for the counterpart.
    pub never: Vec<String>,
    /// How many days after the signature it still holds.
    pub valid_for: Option<u32>,
}

impl Selection {
    /// How many days after their day its events still hold, where that is said.
    pub fn valid_for(&self) -> Option<u32> {
        let parts = match &self.filter {
            Some(Filter::And(parts)) => parts.as_slice(),
            Some(filter) => std::slice::from_ref(filter),
            None => &[],
        };
        parts.iter().find_map(|part| match part {
            Filter::Signed(_, signed) => signed.valid_for,
            _ => None,
        })
    }
}

/// Which role a person of an event holds on its day, by the roster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holds {
    /// The role.
    pub role: RoleId,
    /// Whether at a school of the case on that day.
    pub same_school: bool,
    /// What the row of the roster must say: of attributes only.
    pub only: Option<Box<Condition>>,
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
    /// The sum of a field, perhaps with no more of the same than so much.
    Total(FieldRef, Selection, Option<Cap>),
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
    /// In a rule `for each A`: how many members of a list its trigger has a response for; all that do not drop out are
    /// required.
    FanOut {
        /// Every response.
        of: Selection,
        /// The field that names the member.
        by: FieldRef,
        /// The members.
        recipients: Vec<Recipient>,
    },
    /// How many triggers in the window have a response in time; all are required.
    Has(Selection, Response),
    /// How many of these rules the case meets; all that are not set aside are required.
    Meets(Vec<RuleId>),
    /// What a clause asks whose text is lost: nobody can judge it until the text is found.
    Unreadable(ClauseId),
    /// How many cases at the same school meet another rule, or which share of them.
    RollUp(RollUp),
}

/// How much of the same counts towards a total.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cap {
    /// At most so much, in base units.
    pub most: Rational,
    /// The field that says what is the same.
    pub each: FieldRef,
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

/// A member of a list that a trigger needs a response for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recipient {
    /// Its name.
    pub name: String,
    /// The responses that name it.
    pub response: Response,
    /// When it drops out.
    pub leaving: Option<When>,
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
