//! Rules whose names are bound and whose types are checked: what the engine and the reference evaluator read.
//!
//! Everything here is well formed: a `Program` is only made when no error was found. Numbers are in base units:
//! durations in minutes, shares between 0 and 1, dates as day numbers, yes as 1 and no as 0.

mod clocks;
mod declarations;
mod exceptions;
mod requirements;
mod rules;
mod scenarios;

pub use clocks::*;
pub use declarations::*;
pub use exceptions::*;
pub use requirements::*;
pub use rules::*;
pub use scenarios::*;

pub use crate::syntax::ast::{
    Authority, Comparison, Counts, DayKind, DayUnit, Direction, Edge, Ends, Exempted, Joint, Level, Matching,
    MidWindow, NoMembers, Order, OutcomeWord, Part, Per, ProRata, Quantifier, Repeal, Rounding, Run, Scope, Stretch,
    TileStart, WeekKind, Which, WindowKind,
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
    /// A clock.
    ClockId,
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
    /// Clocks.
    pub clocks: Vec<Clock>,
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
    clock, ClockId, clocks, Clock;
    rule, RuleId, rules, Rule;
}
