//! What the engine finds: outcomes, obligations, findings, and the reasons for them.

use crate::records::table::{InputId, PersonId, RosterRow, SchoolId, Texts, UNKNOWN, WaiverId};
use crate::types::typed::{
    ActivityId, ClauseId, ClockId, ExemptionId, FieldId, ParamId, RecordsId, Repeal, RoleId, RuleId, TableId, Value,
};
use crate::value::{Day, Days, Interval, Rational, Unit};

/// The result of an obligation or of a finding. Never a yes or no; nothing falls through to met.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// It fails, whatever is not known and whatever may still come.
    Breached,
    /// What is not known decides.
    Undetermined,
    /// Pending, and by the rule's own line not on course.
    AtRisk,
    /// Only the future can decide, and still may.
    Pending,
    /// Not met, and let pass by an entry of the waiver register.
    Waived,
    /// It holds, whatever is not known and whatever may still come.
    Met,
    /// This one window is left out.
    Excused,
    /// The duty is dropped.
    Exempt,
    /// The rule is not in force here, or not for this case.
    NotApplicable,
}

impl Outcome {
    /// Every outcome, worst first: the worst of a case's obligations is its finding's.
    pub const WORST_FIRST: [Outcome; 9] = [
        Outcome::Breached,
        Outcome::Undetermined,
        Outcome::AtRisk,
        Outcome::Pending,
        Outcome::Waived,
        Outcome::Met,
        Outcome::Excused,
        Outcome::Exempt,
        Outcome::NotApplicable,
    ];

    /// The word for it, as reports and rule files have it.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Breached => "breached",
            Outcome::Undetermined => "undetermined",
            Outcome::AtRisk => "at risk",
            Outcome::Pending => "pending",
            Outcome::Waived => "waived",
            Outcome::Met => "met",
            Outcome::Excused => "excused",
            Outcome::Exempt => "exempt",
            Outcome::NotApplicable => "not applicable",
        }
    }
}

/// Who is judged: a person in a role, perhaps with one counterpart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Case {
    /// The role.
    pub role: RoleId,
    /// The person.
    pub person: PersonId,
    /// The counterpart, in rules `for ROLE with COUNTERPART`.
    pub counterpart: Option<PersonId>,
    /// The value of an attribute, in rules `for ROLE by each ATTRIBUTE`.
    pub key: Option<CaseKey>,
}

/// The value that a case has of the attribute by which a rule has cases.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CaseKey {
    /// The attribute, by its place in the role.
    pub attribute: FieldId,
    /// Its text's code; `UNKNOWN` where the roster leaves it blank.
    pub value: i64,
}

impl Case {
    /// Whether a row of the case's person is one of the case's.
    pub fn holds(&self, row: &RosterRow, texts: &Texts) -> bool {
        row.role == self.role
            && (self.counterpart.is_none() || row.counterpart == self.counterpart)
            && self.key.is_none_or(|key| CaseKey::of(row, key.attribute, texts) == key)
    }
}

impl CaseKey {
    /// The value of a row.
    pub fn of(row: &RosterRow, attribute: FieldId, texts: &Texts) -> CaseKey {
        let value = match row.attributes.get(attribute.index()) {
            Some(Some(Value::Text(text))) => texts.find(text),
            Some(Some(Value::Number(_)) | None) | None => None,
        };
        CaseKey { attribute, value: value.unwrap_or(UNKNOWN) }
    }
}

/// One rule tried against one case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// The case.
    pub case: Case,
    /// The worst of the obligations, or what the tolerance makes of them.
    pub outcome: Outcome,
    /// What is owed, in order of opening.
    pub obligations: Vec<Obligation>,
    /// Reasons that concern the whole finding: a tolerance used, nothing owed.
    pub reasons: Vec<Reason>,
}

/// One thing owed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Obligation {
    /// Which of the rule's windows it is.
    pub window: Window,
    /// The version of the rule that judges it, by its place; none where the rule has only one.
    pub version: Option<usize>,
    /// When the duty opens.
    pub opens: Day,
    /// The day at whose end it is due; `None` where it depends on what has not happened or is not known.
    pub due: Option<Day>,
    /// The outcome.
    pub outcome: Outcome,
    /// What each atom of the requirement measures, in the rule's order. Empty where nothing was measured.
    pub atoms: Vec<AtomResult>,
    /// Met because there was nothing to judge.
    pub vacuous: bool,
    /// The day on which a breach was made good.
    pub cured_on: Option<Day>,
    /// What part of a whole window it is, where the threshold was taken in proportion.
    pub part: Option<Rational>,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// Which window an obligation is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Window {
    /// What it is.
    pub kind: WindowLabel,
    /// Where events count.
    pub days: Days,
}

/// What a window is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WindowLabel {
    /// The single window of a rule.
    Whole,
    /// `each …`: week of, fortnight from, half-term, as its name is in the calendar.
    Named(String),
    /// `for each`: from a trigger.
    Trigger(EventRef),
    /// `for each`: from a day that the roster or the calendar names, as the rule calls it.
    Milestone(String),
    /// `for each`: whatever triggers there may yet be, or may have been where records are missing.
    FurtherTriggers,
}

/// An event by its place in the tables.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EventRef {
    /// The activity.
    pub activity: ActivityId,
    /// The place in its columns.
    pub place: u32,
}

/// How an atom stands: the answer over every completion of what is not known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    /// It holds, whatever may still come.
    Met,
    /// It fails, whatever may still come.
    Breached,
    /// Only the future can decide.
    Pending,
    /// What is not known decides.
    Undetermined,
}

/// An atom measured for one obligation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AtomResult {
    /// What it counts.
    pub unit: Unit,
    /// From what is certain to what ignorance of the past allows; the future is not in it.
    pub measured: Interval,
    /// What is required, after exceptions and proportion.
    pub required: Interval,
    /// How it stands.
    pub status: Status,
    /// What is missing for a minimum, or too much for a maximum; `None` where it holds or is not known.
    pub shortfall: Option<Rational>,
    /// In which window, of a rule that holds it against each of many.
    pub at: Option<Days>,
    /// For `covers`: the members not matched, with how many are missing.
    pub missing: Vec<(String, u32)>,
}

/// Why an obligation is what it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// A parameter has no value.
    ParamUnset(ParamId),
    /// A parameter is no number of days that a limit can count.
    ParamNoLimit(ParamId),
    /// A table has no row for the case's attribute, or the attribute is blank.
    NoTableRow(TableId),
    /// The records of these days are not loaded.
    NotLoaded(Unloaded, Days),
    /// The records of these days are not yet in: their export ends before them, not long ago.
    NotYetIn(RecordsId, Days),
    /// This event may count: it is not certain.
    Possible(EventRef, Doubt),
    /// An event of this activity that nobody could be matched to may be this case's.
    Unmatched(EventRef),
    /// No calendar covers this date for this school.
    NoCalendar(SchoolId, Day),
    /// The case is at two schools at once.
    TwoSchools(Day),
    /// The case's person and counterpart are at schools with different calendars, and the rule does not say whose counts.
    WhoseCalendar(Day),
    /// An attribute of the case has no value.
    AttributeBlank(String),
    /// Rows of the roster give an attribute of the case different values on a day.
    AttributeDiffers(String, Day),
    /// An exception holds, by its place in the rule, since the day, shown by the event where there is one.
    ExceptionHolds(usize, Day, Option<EventRef>),
    /// An exception may hold: nobody knows.
    ExceptionOpen(usize),
    /// An exception to an exception holds, since the day, shown by the event where there is one: by the place of the
    /// exception in the rule, then those of what defeats it, each in the one before.
    Defeated(Vec<usize>, Day, Option<EventRef>),
    /// An exception to an exception may hold: nobody knows. Its places are told as above.
    DefeatOpen(Vec<usize>),
    /// An exception that holds gives way to another that outranks it, by their places in the rule.
    Outranked(usize, usize),
    /// Two exceptions set the same threshold differently, by their places in the rule.
    Conflict(usize, usize),
    /// The exemption's own name, where an exception that holds or is open is a named one.
    Exemption(ExemptionId),
    /// The rule is repealed on this day, before the duty is due, and what becomes of it then.
    Repealed(Day, Repeal),
    /// A window that is only part of a whole one: open days active, and what a whole one has.
    PartWindow(u32, u32),
    /// A part window is not owed: the rule drops it.
    PartDropped,
    /// The rule is not in force then.
    NotInForce,
    /// The case is not one that the rule is for.
    NotForCase,
    /// The case owes nothing under this rule: no window, and no trigger could come.
    NothingOwed,
    /// An event names several counterparts, and the rule does not say what it counts for each.
    JointNotSaid(EventRef),
    /// The event that the deadline refers to has not happened, or is not known.
    NoPoint,
    /// The duty has no due date: the role has no end, and the rule has none.
    NoDueDate,
    /// The text of this clause is lost: nobody can say what it asks.
    Unreadable(ClauseId),
    /// It depends on another rule's finding for this case.
    OtherRule(RuleId, Outcome),
    /// What another case comes to by a rule that it is to meet.
    Member(Case, RuleId, Outcome),
    /// This many misses are let pass of this many allowed.
    Tolerated(u32, u32),
    /// An at-risk line holds.
    UnderPace,
    /// It is due soon.
    NearDue,
    /// This member of the list drops out.
    LeftOut(String),
    /// This member of the list may drop out: nobody knows.
    MayBeLeftOut(String),
    /// The duty ended with the role before it was due.
    EndedWithRole,
    /// The time for a deadline stood still during this.
    Suspended(EventRef),
    /// A deadline is put off by a line `extended by …`, by its place in the rule, shown by the event where there is one.
    Extended(usize, Option<EventRef>),
    /// A line `extended by …` may put a deadline off: nobody knows.
    ExtensionOpen(usize),
    /// Two lines `extended by …` put a deadline off by different times, by their places in the rule.
    ExtensionConflict(usize, usize),
    /// A clock reached a term's end on a day.
    ClockReached(ClockId, u32, Day),
    /// A part of a clock, by its last term, ran longer by as many days as were missed in it, and so to this day.
    ClockExtended(ClockId, u32, Rational, Day),
    /// A stay too short for a clock counts nothing.
    ClockStay(ClockId, SchoolId, Days),
    /// When a term of a clock ends is not known: it is between these days, or after the first.
    ClockBetween(ClockId, u32, Day, Option<Day>),
    /// A term of a clock does not end by the roster, or by the calendars that there are.
    ClockRuns(ClockId, u32),
    /// When it is due is not known: it is between these days.
    DueBetween(Day, Day),
    /// It was not met, and this entry of the waiver register lets it pass.
    Waived(WaiverId),
    /// This entry of the waiver register held while the duty was open, and ended too early to let it pass.
    WaiverExpired(WaiverId),
    /// Assize could not judge this: its own fault.
    Bug(String),
}

/// What keeps records from covering some days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unloaded {
    /// No export of the system covers them for the case.
    Export(RecordsId),
    /// Exports of the system are loaded, and none of them holds the activity.
    Activity(RecordsId, ActivityId),
    /// The file that would cover them has no row, or none that could be placed.
    File(RecordsId, InputId),
}

/// Why an event is not certain.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Doubt {
    /// Its status is blank or strange.
    Status,
    /// Its date could not be read.
    Date,
    /// Its person fits several.
    Person,
    /// It does not say with whom.
    Counterpart,
    /// A field that the rule asks about is blank or unreadable.
    Field,
    /// Its length, or another field that is summed, is blank, unreadable, or differs between its records.
    Length,
    /// What activity it is could not be read.
    Activity,
    /// Nobody knows when it was recorded.
    Recorded,
}

/// Why a row does not count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum WhyNot {
    /// Planned, cancelled, a draft or rejected.
    NotHeld,
    /// Dated after the audit's as-of date.
    AfterAsOf,
    /// Recorded after the known-at date.
    RecordedLater,
    /// Outside the window.
    OutsideWindow,
    /// In the window, on a day when the case is not active.
    OutsidePlacement,
    /// It repeats a row that counts.
    Duplicate,
    /// It is with somebody else.
    OtherCounterpart,
    /// It is of another value of what the rule has cases by.
    OtherKey,
    /// It does not satisfy the rule's `where`.
    Filtered,
    /// Whoever signed it holds, by the roster on that day, none of the roles that may sign it.
    WrongSigner,
    /// Whoever signed it is somebody of the case whom the rule does not let sign it.
    SignedBySubject,
    /// As much of the same as may count has counted already.
    OverCap,
    /// It no longer held on the due date.
    Expired,
    /// Its text is not in the list, or the list's place for it is already taken.
    NotInList,
    /// It came after the deadline.
    Late,
    /// It came before the trigger.
    BeforeTrigger,
    /// It answers another trigger.
    AnswersAnother,
    /// It is linked to another trigger.
    LinkedElsewhere,
}
