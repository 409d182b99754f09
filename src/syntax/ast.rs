//! What a rule file says, as written: names are still words, nothing is resolved, every node has its span.

use std::collections::BTreeSet;

use crate::source::{Span, Spanned};
use crate::value::{Day, Rational};

/// One rule file: what could be read of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct File {
    /// `part of POLICY`, where the file says so.
    pub part_of: Option<Name>,
    /// Its declarations, in the order written.
    pub items: Vec<Item>,
    /// What is declared in those that could not be read whole.
    pub lost: Lost,
}

/// What is declared in text that could not be read whole: that it is missing says nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lost {
    /// The names of declarations, each after the word that begins it; those of a policy may be empty.
    pub names: Vec<(&'static str, Name)>,
    /// The words for fields and counterparts.
    pub words: BTreeSet<String>,
}

/// A word that names something: letters, digits and hyphens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// The word.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// A name, perhaps with its policy: `itt-mentor/training-hours`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Path {
    /// The policy, where given.
    pub policy: Option<Name>,
    /// The name.
    pub name: Name,
    /// Where the whole is written.
    pub span: Span,
}

/// A quoted text.
pub type Text = Spanned<String>;

/// A date.
pub type Date = Spanned<Day>;

/// A declaration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Item {
    /// `policy`
    Policy(Policy),
    /// `clause`
    Clause(Clause),
    /// `role`
    Role(Role),
    /// `records`
    Records(Records),
    /// `activity`
    Activity(Activity),
    /// `group`
    Group(Group),
    /// `list`
    List(List),
    /// `table`
    Table(Table),
    /// `param`
    Param(Param),
    /// `calendar`
    Calendar(Calendar),
    /// `exemption`
    Exemption(Exemption),
    /// `rule`
    Rule(Box<Rule>),
    /// `scenario`
    Scenario(Box<Scenario>),
}

/// Where a policy's rules come from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Authority {
    /// The law.
    Statutory,
    /// The programme's provider.
    Provider,
    /// The school or trust.
    Local,
}

/// From when to when, either end may be open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// Where it is written.
    pub span: Span,
}

/// `policy NAME "title" { … }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    /// Its name.
    pub name: Name,
    /// What it is, in words.
    pub title: Text,
    /// `source "…"`
    pub source: Option<Text>,
    /// `authority …`
    pub authority: Option<Spanned<Authority>>,
    /// `in force DATE to DATE`
    pub in_force: Option<Period>,
    /// The whole declaration.
    pub span: Span,
}

/// `clause ITTM-1 "…" page 2`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// Its number in the source.
    pub name: Name,
    /// What it asks.
    pub title: Text,
    /// The page of the source.
    pub page: Option<Spanned<u32>>,
    /// The whole declaration.
    pub span: Span,
}

/// `role itt-mentor "…" with trainee { school: school; fte: number }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Role {
    /// Its name.
    pub name: Name,
    /// What people call it.
    pub title: Option<Text>,
    /// The word for the counterpart, where the role is held with somebody.
    pub counterpart: Option<Name>,
    /// Its attributes.
    pub fields: Vec<Field>,
    /// The whole declaration.
    pub span: Span,
}

/// `NAME: TYPE`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Spanned<Type>,
}

/// The type of a field or parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Type {
    /// `duration`, perhaps `up to 4 hours` (the most that a blank one may be, in minutes).
    Duration(Option<Spanned<Rational>>),
    /// `count`: a whole number of things.
    Count,
    /// `number`
    Number,
    /// `text`
    Text,
    /// `yes or no`
    YesNo,
    /// `date`
    Date,
    /// `school`
    School,
    /// `weekdays`: the days that somebody works.
    Weekdays,
    /// `days`: a number of days; its kind is said where it is used.
    Days,
    /// `1 or 2`, `"A" or "B"`: one of these.
    OneOf(Vec<Literal>),
}

/// A value as written.
pub type Literal = Spanned<LiteralValue>;

/// The value of a literal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LiteralValue {
    /// `"text"`
    Text(String),
    /// `3`, `0.6`
    Number(Rational),
    /// `1 hour 30 minutes`, in minutes.
    Duration(Rational),
    /// `90 %`, as a share: 9/10.
    Share(Rational),
    /// `5 school days`; `5 days` are calendar days.
    Days(Rational, DayUnit),
    /// `2024-09-02`
    Date(Day),
    /// `yes` or `no`
    YesNo(bool),
}

/// A kind of day to count with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DayUnit {
    /// `days` or `calendar days`
    Calendar,
    /// `working days`: weekdays that are not bank holidays.
    Working,
    /// `school days`: days with a session for pupils.
    School,
    /// `open days`: school days and INSET days that are attended.
    Open,
}

/// `records sentinel "Sentinel" { stale after 14 days; register }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Records {
    /// Its name.
    pub name: Name,
    /// What people call the system.
    pub title: Text,
    /// How many days after an export's end still count as not yet known.
    pub stale_after: Option<Spanned<u32>>,
    /// Whether an export is a complete snapshot for all time up to its date.
    pub register: bool,
    /// The whole declaration.
    pub span: Span,
}

/// Whose activity it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Owner {
    /// Nothing said: the person of the row, in whatever role.
    Person,
    /// `of itt-mentor` or `of trainee`: somebody in that role or place.
    Named(Name),
    /// `of nobody`
    Nobody(Span),
}

/// `activity NAME of OWNER with COUNTERPART from RECORDS span in episodes { … }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Activity {
    /// Its name.
    pub name: Name,
    /// Whose it is.
    pub owner: Owner,
    /// Whom it is with.
    pub counterpart: Option<Name>,
    /// The systems that record it.
    pub from: Vec<Path>,
    /// `from X or Y`: either system's records are enough. Otherwise all are needed.
    pub any_of: bool,
    /// `span`: it has a start and an end.
    pub is_span: Option<Span>,
    /// `in episodes`: spans apart only by closed days are one.
    pub in_episodes: Option<Span>,
    /// Its fields.
    pub fields: Vec<Field>,
    /// `same event by …`
    pub same_event: Option<SameEvent>,
    /// The whole declaration.
    pub span: Span,
}

/// `same event by day, module prefer sentinel`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SameEvent {
    /// What must agree besides the people: `day`, `start`, or fields.
    pub keys: Vec<Name>,
    /// The system whose length stands where they differ.
    pub prefer: Option<Path>,
    /// Where it is written.
    pub span: Span,
}

/// `group mentoring = mentor-meeting, feedback`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its name.
    pub name: Name,
    /// The activities, or other groups.
    pub members: Vec<Path>,
    /// The whole declaration.
    pub span: Span,
}

/// `list NAME "title" { "A"  "B" x 2 }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct List {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub title: Option<Text>,
    /// Its members and how many of each.
    pub members: Vec<ListMember>,
    /// The whole declaration.
    pub span: Span,
}

/// `"QA Visit" x 2`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListMember {
    /// The text.
    pub text: Text,
    /// How many different events it needs; 1 where nothing is said.
    pub times: Spanned<u32>,
}

/// `table clinics: count by programme { "specialist": 5; "leadership": 7 }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// The type of its values.
    pub ty: Spanned<Type>,
    /// The case's attribute that chooses the row.
    pub by: Name,
    /// Its rows.
    pub rows: Vec<(Literal, Literal)>,
    /// The whole declaration.
    pub span: Span,
}

/// `param observations-per-phase "…": count = 3`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub title: Option<Text>,
    /// Its type.
    pub ty: Spanned<Type>,
    /// Its value; unset where the source gives none.
    pub value: Option<Literal>,
    /// The whole declaration.
    pub span: Span,
}

/// `calendar NAME "title" { … }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calendar {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub title: Option<Text>,
    /// Its lines, in the order written; a later line overrides an earlier one on the same day.
    pub lines: Vec<CalendarLine>,
    /// The whole declaration.
    pub span: Span,
}

/// One line of a calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CalendarLine {
    /// `extends staffordshire`
    Extends(Name),
    /// `source "…"`
    Source(Text),
    /// `year 2024-25 from DATE to DATE { term … }`
    Year(Year),
    /// `inset`, `closed`, `open` or `bank holiday`, with the days.
    Days(DayKind, Vec<DateRange>, Option<Text>, Span),
}

/// What a calendar line makes of a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DayKind {
    /// `open`: a school day.
    Open,
    /// `inset`: staff attend, pupils do not.
    Inset,
    /// `closed`: nobody is in school.
    Closed,
    /// `bank holiday`
    BankHoliday,
}

/// `DATE` or `DATE to DATE`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DateRange {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// A school year of a calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Year {
    /// Its name, such as `2024-25`.
    pub name: Name,
    /// Its days: every day of it is covered by the calendar.
    pub days: DateRange,
    /// Its terms.
    pub terms: Vec<Term>,
    /// The whole line.
    pub span: Span,
}

/// `term autumn { half-term DATE to DATE  half-term DATE to DATE }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    /// Its name.
    pub name: Name,
    /// Its half-terms: the days from the first open day to the last.
    pub half_terms: Vec<DateRange>,
    /// The whole line.
    pub span: Span,
}

/// `exemption NAME "title" { … }`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exemption {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub title: Option<Text>,
    /// `cites …`
    pub cites: Vec<Path>,
    /// `when shown …` or `when …`
    pub when: Option<When>,
    /// `backdated`: it holds from the beginning, once it is shown.
    pub backdated: Option<Span>,
    /// `mid-window …`
    pub mid_window: Option<Spanned<MidWindow>>,
    /// The whole declaration.
    pub span: Span,
}

/// The condition of an exception.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct When {
    /// `when shown`: with no row there is no exemption.
    pub shown: bool,
    /// The condition.
    pub condition: Condition,
    /// Where it is written.
    pub span: Span,
}

/// What an exception that begins inside a window does to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MidWindow {
    /// `whole`: it counts for the whole window.
    Whole,
    /// `from then, pro rata by …`: the duty before it stays owed in proportion.
    FromThen(ProRata),
    /// `from the next window`
    NextWindow,
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
    /// `for each ACTIVITY where …`
    ForEach(Selection),
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
    /// `remedy "…"`
    Remedy(Text),
}

/// Whom a rule is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Subject {
    /// The role.
    pub role: Path,
    /// `with trainee`: one case for each counterpart.
    pub counterpart: Option<Name>,
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
    /// `the start of the role`
    RoleStart(Span),
    /// `the end of the role`
    RoleEnd(Span),
}

/// `5 school days`, `10 working days beginning with`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limit {
    /// How many: a number or a parameter.
    pub number: Amount,
    /// Of which days.
    pub unit: DayUnit,
    /// `beginning with`: the day itself is the first.
    pub beginning_with: bool,
    /// Where it is written.
    pub span: Span,
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
}

/// What one event with several counterparts counts for each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Joint {
    /// `in full for each`
    InFullForEach,
    /// `split equally`
    SplitEqually,
}

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
}

/// A comparison.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Comparison {
    /// `=` or `exactly`
    Equal,
    /// `!=` or `is not`
    NotEqual,
    /// `<` or `less than`
    Less,
    /// `<=` or `at most`
    AtMost,
    /// `>` or `more than`
    More,
    /// `>=` or `at least`
    AtLeast,
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
    /// `no A where …`
    No(Selection),
    /// `A covers LIST by FIELD`
    Covers(Selection, Path, Name),
    /// `each A has B within …`
    Has(Selection, Selection, Response),
    /// `meets RULE, RULE`
    Meets(Vec<Path>),
    /// `every ROLE at the same school meets RULE`
    RollUp(RollUp),
    /// `first A before POINT`, `last A by POINT`, `first A after POINT`
    When(Which, Selection, Spanned<Order>, Point),
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
    Total(Name, Selection),
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

/// A condition on a case: on its events, its attributes, or an exemption.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// `a or b`
    Or(Vec<Condition>),
    /// `a and b`
    And(Vec<Condition>),
    /// `not a`
    Not(Box<Condition>, Span),
    /// `some A where …`, `no A where …`, perhaps `in the window`
    Events(Spanned<Quantifier>, Selection, Scope),
    /// `A covers every open day`
    CoversDays(Selection, DayUnit, Span),
    /// `ATTRIBUTE = VALUE`
    Attribute(Name, Spanned<Comparison>, Literal),
    /// The name of an exemption.
    Named(Path),
}

/// Some or none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Quantifier {
    /// `some`
    Some,
    /// `no`
    No,
}

/// Which events a condition looks at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Scope {
    /// All events up to the day that it is tested.
    UpToThen,
    /// `in the window`
    Window,
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
