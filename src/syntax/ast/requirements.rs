//! What a rule requires, as written.

use super::{Comparison, Condition, DayUnit, Limit, Literal, Name, Path, Point, Text, When};
use crate::source::{Span, Spanned};
use crate::value::Rational;

/// Some activity or group, perhaps only where a condition holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selection {
    /// The activity or group.
    pub of: Path,
    /// `where …`
    pub filter: Option<Filter>,
    /// The whole, as written.
    pub span: Span,
}

/// A condition on the fields of one event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filter {
    /// `a or b`
    Or(Vec<Filter>),
    /// `a and b`
    And(Vec<Filter>),
    /// `not a`
    Not(Box<Filter>),
    /// `FIELD = VALUE`
    Compare(Name, Spanned<Comparison>, Literal),
    /// `FIELD in LIST`
    In(Name, Path),
    /// `FIELD is given` (true), `FIELD is blank`
    Given(Name, bool),
    /// `FIELD is the WORD`
    Is(Name, Name),
    /// `FIELD holds ROLE`
    Holds(Name, Holds),
}

/// Which role a person of an event holds on its day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holds {
    /// The role.
    pub role: Path,
    /// `at the same school`
    pub same_school: bool,
    /// `where …`: what the row of the roster must say.
    pub only: Option<Box<Condition>>,
}

/// What a rule requires.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Requirement {
    /// `a or b`
    Or(Vec<Requirement>),
    /// `a and b`
    And(Vec<Requirement>),
    /// `not a`
    Not(Box<Requirement>, Span),
    /// `if C then R`
    If(Condition, Box<Requirement>, Span),
    /// One thing that can be measured.
    Atom(Atom),
}

/// One thing that can be measured, with its span.
pub type Atom = Spanned<AtomKind>;

/// A measure held against what is required.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AtomKind {
    /// `MEASURE >= VALUE`
    Compare(Spanned<Measure>, Spanned<Comparison>, Value),
    /// `some A where …`, perhaps `within …`
    Some(Selection, Option<Response>),
    /// `attested by ROLE in A`
    Attested(Attested),
    /// `no A where …`
    No(Selection),
    /// `A covers LIST by FIELD`
    Covers(Selection, Path, Name),
    /// `A covers LIST by FIELD within 5 school days, shared`, perhaps `leaving out …`
    FanOut(FanOut),
    /// `each A has B within …`
    Has(Selection, Selection, Response),
    /// `meets RULE, RULE`
    Meets(Vec<Path>),
    /// `unreadable CLAUSE`: what nobody can judge until the text is found.
    Unreadable(Path),
    /// `every ROLE at the same school meets RULE`
    RollUp(RollUp),
    /// `first A before POINT`, `last A by POINT`, `first A after POINT`
    When(Which, Selection, Spanned<Order>, Point),
}

/// `attested by ROLE or ROLE in A, never by the mentor, valid for 365 days`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attested {
    /// In which roles whoever signs it may be.
    pub by: Vec<Holds>,
    /// Which statements.
    pub of: Selection,
    /// In a rule `for each`: how soon.
    pub response: Option<Response>,
    /// Who of the case may not sign it.
    pub never: Vec<Name>,
    /// For how many days it holds.
    pub valid_for: Option<Spanned<u32>>,
}

/// Every member of a list, in answer to one trigger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FanOut {
    /// The answers.
    pub of: Selection,
    /// The list.
    pub list: Path,
    /// The field that names the member.
    pub by: Name,
    /// How soon; without it nothing is answered.
    pub response: Option<Response>,
    /// Members that drop out.
    pub leaving: Vec<LeavingOut>,
}

/// `leaving out "MEMBER" when shown CONDITION`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeavingOut {
    /// The member.
    pub member: Text,
    /// When it drops out.
    pub when: When,
}

/// A requirement on other cases: `at least 90 % of ROLE at the same school meets RULE, counting none as met`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RollUp {
    /// How many of them.
    pub quota: Quota,
    /// In which role.
    pub role: Path,
    /// Which rule they meet.
    pub rule: Path,
    /// What becomes of those who are exempt from it.
    pub exempt: Exempted,
    /// What it comes to where there is nobody; `None` where nothing is said.
    pub none: Option<NoMembers>,
}

/// How many of some cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quota {
    /// `every`
    Every,
    /// `at least 3`
    AtLeast(Spanned<u32>),
    /// `at least 90 % of`
    Share(Spanned<Rational>),
}

/// What becomes of cases that the other rule exempts, excuses or waives.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Exempted {
    /// They are left out, and named.
    SetAside,
    /// `counting exempt as met`
    AsMet,
}

/// What a requirement on other cases comes to where there are none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NoMembers {
    /// `counting none as met`
    Met,
    /// `counting none as breached`
    Breached,
}

/// The first or the last event.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Which {
    /// `first`
    First,
    /// `last`
    Last,
}

/// How a day stands to another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Order {
    /// `before`: on an earlier day.
    Before,
    /// `by`: on that day or earlier.
    By,
    /// `after`: on a later day.
    After,
    /// `from`: on that day or later.
    From,
}

/// `within 5 school days, shared, linked by issue`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Response {
    /// How long it may take.
    pub within: Limit,
    /// `one to one` or `shared`; saying neither is an error of the rule.
    pub matching: Option<Spanned<Matching>>,
    /// `linked by FIELD`: a field that both share.
    pub linked_by: Option<Name>,
    /// Where it is written.
    pub span: Span,
}

/// Whether one response may answer several triggers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Matching {
    /// `one to one`
    OneToOne,
    /// `shared`
    Shared,
}

/// Something measured over a window.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Measure {
    /// `total FIELD of A`
    Total(Name, Selection, Option<Cap>),
    /// `count of A`
    Count(Selection),
    /// `count of distinct FIELD of A`
    Distinct(Name, Selection),
    /// `share of A where …, counting none as 100 %`
    Share {
        /// What is counted in all.
        of: Path,
        /// What makes one count.
        filter: Filter,
        /// What it is when there are none; saying nothing is an error of the rule.
        none: Option<Literal>,
    },
    /// `longest gap between A in school days, counting the ends`
    LongestGap {
        /// Between what.
        between: Selection,
        /// In which days.
        unit: Spanned<DayUnit>,
        /// Whether the window's ends count as events; saying nothing is an error of the rule.
        ends: Option<Spanned<Ends>>,
    },
}

/// `at most 70 minutes for each module`: no more of the same counts than so much.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cap {
    /// So much.
    pub most: Literal,
    /// The field that says what is the same.
    pub each: Name,
}

/// Whether the stretches before the first event and after the last are gaps too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ends {
    /// `counting the ends`
    Counted,
    /// `not counting the ends`
    NotCounted,
}

/// A threshold: a literal, or the name of a parameter or table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A literal.
    Literal(Literal),
    /// A parameter or table.
    Named(Path),
}

impl Value {
    /// Where it is written.
    pub fn span(&self) -> Span {
        match self {
            Value::Literal(literal) => literal.span,
            Value::Named(path) => path.span,
        }
    }
}
