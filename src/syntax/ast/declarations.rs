//! What a policy declares of its world, as written.

use super::{Literal, Name, Path, Period, Text, Type};
use crate::source::{Span, Spanned};

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

impl Authority {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Authority::Statutory => "statutory",
            Authority::Provider => "provider",
            Authority::Local => "local",
        }
    }
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
    /// `unreadable "…"`: why its text cannot be read.
    pub unreadable: Option<Text>,
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
    /// `signed by FIELD`
    pub signed_by: Option<Name>,
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
