//! What a report holds, whatever its format: plain values, every result with its reasons and its proof.
//!
//! Made by `build` from findings and proofs; renderers read it and nothing else. Its serialized form is the JSON
//! report, so a field renamed here is a change of that format.

mod rows;
mod waivers;

use serde::{Serialize, Serializer};

use super::strip::Week;
use crate::engine::outcome::Outcome;
use crate::source::Span;
use crate::value::Day;

pub use rows::{ClassCount, FileAccount, FileNotice, RepeatedRow, RowAccount, RowCause, RowProblem};
pub use waivers::{WaiverState, WaiverView};

/// The JSON report's format; a change that breaks readers has the next number.
pub const SCHEMA: &str = "assize/result/1";

/// One audit's report.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The format.
    pub schema: &'static str,
    /// The version of Assize.
    pub version: &'static str,
    /// What the audit is called.
    pub title: String,
    /// The words of a command line that mean this audit again, for the commands that a report suggests: its date and
    /// its folder, where they were given.
    #[serde(skip)]
    pub again: Vec<String>,
    /// The audit's date.
    #[serde(serialize_with = "iso")]
    pub as_of: Day,
    /// Where that date comes from.
    pub as_of_from: AsOfFrom,
    /// What was recorded after this day was ignored.
    #[serde(serialize_with = "maybe_iso")]
    pub known_at: Option<Day>,
    /// What the run was limited to; empty where it was not.
    pub only: Only,
    /// Who was judged.
    pub cohort: Cohort,
    /// Each rule with its outcomes, in the order of the rule files; those that are advice too.
    pub rules: Vec<RuleSummary>,
    /// How many findings have each outcome, worst first, those that occur. Advice is in no such number.
    pub outcomes: Vec<Count>,
    /// Who needs action first: one entry for each person with a breach or at risk, worst and soonest due first.
    pub action: Vec<Action>,
    /// What would decide the undetermined findings, what decides most first.
    pub missing: Vec<MissingSummary>,
    /// Every finding, by person, worst first.
    pub findings: Vec<FindingView>,
    /// What rules of `level should` come to: advice.
    pub advice: Advice,
    /// The waiver register, and what became of each entry that the run is about.
    pub waivers: Vec<WaiverView>,
    /// What became of every row read.
    pub rows: RowAccount,
}

/// What rules that should be met, and need not, come to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Advice {
    /// How many of its findings have each outcome, worst first, those that occur.
    pub outcomes: Vec<Count>,
    /// Every one of them, by person, worst first.
    pub findings: Vec<FindingView>,
}

/// Where the audit's date comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AsOfFrom {
    /// It was asked for.
    Argument,
    /// The manifest says it.
    Manifest,
    /// Nothing says it: today's local date.
    Today,
}

/// What a run was limited to.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Only {
    /// Rules, as asked for.
    pub rules: Vec<String>,
    /// Cases, as asked for.
    pub cases: Vec<String>,
    /// Authorities of rules, as asked for.
    pub authorities: Vec<&'static str>,
}

/// Who was judged.
#[derive(Clone, Debug, Serialize)]
pub struct Cohort {
    /// People with a finding.
    pub people: usize,
    /// Cases with a finding: a person in a role, with one counterpart where the rule says so.
    pub cases: usize,
    /// Schools at which they are.
    pub schools: usize,
    /// Findings: rule x case. Advice is not among them.
    pub findings: usize,
    /// Obligations: everything owed.
    pub obligations: usize,
}

/// How many have an outcome.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Count {
    /// The outcome.
    #[serde(serialize_with = "word")]
    pub outcome: Outcome,
    /// How many.
    pub number: usize,
}

/// A rule with its outcomes.
#[derive(Clone, Debug, Serialize)]
pub struct RuleSummary {
    /// Its name with its policy.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it asks.
    pub title: String,
    /// The clauses it stands for.
    pub cites: Vec<String>,
    /// Who set it.
    pub authority: &'static str,
    /// How binding it is: `must`, or `should`, which is advice.
    pub level: &'static str,
    /// Its findings by outcome, worst first, those that occur.
    pub outcomes: Vec<Count>,
}

/// Somebody who needs action.
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    /// Who.
    pub person: PersonView,
    /// Where.
    pub schools: Vec<String>,
    /// The worst of their findings.
    pub finding: String,
    /// Its outcome.
    #[serde(serialize_with = "word")]
    pub outcome: Outcome,
    /// What its rule asks.
    pub rule_title: String,
    /// What is short, in a few words.
    pub headline: String,
    /// When the first of what is owed under it is or was due.
    #[serde(serialize_with = "maybe_iso")]
    pub due: Option<Day>,
    /// The one thing to do.
    pub to_do: Option<String>,
    /// How many more of their findings are breached or at risk.
    pub others: usize,
}

/// Something to get or to mend that leaves findings undetermined.
#[derive(Clone, Debug, Serialize)]
pub struct MissingSummary {
    /// What kind of thing.
    pub kind: &'static str,
    /// What to do.
    pub text: String,
    /// How many findings wait for it.
    pub findings: usize,
    /// Of which rules.
    pub rules: Vec<String>,
}

/// A value by which a rule has cases.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct KeyView {
    /// The attribute of the roster.
    pub by: String,
    /// Its value.
    pub value: String,
}

/// A person.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct PersonView {
    /// Their name.
    pub name: String,
    /// Their key in the roster.
    pub key: String,
}

/// One rule tried against one case.
#[derive(Clone, Debug, Serialize)]
pub struct FindingView {
    /// Stable over runs: `policy/rule|role|person key|counterpart key`.
    pub id: String,
    /// The rule's name with its policy.
    pub rule: String,
    /// What it asks.
    pub title: String,
    /// The clauses it stands for: number and what it asks.
    pub clauses: Vec<ClauseView>,
    /// Who set the rule.
    pub authority: &'static str,
    /// How binding it is: `must`, or `should`, which is advice.
    pub level: &'static str,
    /// The role.
    pub role: String,
    /// Who.
    pub person: PersonView,
    /// With whom.
    pub counterpart: Option<PersonView>,
    /// By what the rule has this one of the person's cases.
    pub key: Option<KeyView>,
    /// Where, in order of time.
    pub schools: Vec<String>,
    /// The outcome.
    #[serde(serialize_with = "word")]
    pub outcome: Outcome,
    /// What is short, in a few words.
    pub headline: String,
    /// What to do about a breach, as the rule says.
    pub remedy: Option<String>,
    /// Reasons that concern the finding as a whole.
    pub reasons: Vec<Reasoned>,
    /// What is missing where ignorance decides.
    pub missing: Vec<MissingView>,
    /// Its obligations by outcome, worst first, those that occur.
    pub outcomes: Vec<Count>,
    /// What one obligation is called when they are counted, as `weeks`.
    pub noun: String,
    /// Its obligations by opening.
    pub obligations: Vec<ObligationView>,
    /// Its weeks at a glance, where everything is proved.
    #[serde(skip)]
    pub weeks: Vec<Week>,
    /// Where its requirement is written.
    #[serde(skip)]
    pub require_span: Span,
    /// Where its rule is written.
    #[serde(skip)]
    pub span: Span,
}

/// A clause of a policy's source.
#[derive(Clone, Debug, Serialize)]
pub struct ClauseView {
    /// Its number.
    pub name: String,
    /// What it asks.
    pub title: String,
    /// The page of the source.
    pub page: Option<u32>,
}

/// Why a result is what it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Reasoned {
    /// A stable kind.
    pub kind: &'static str,
    /// The words.
    pub text: String,
}

/// Something missing that leaves a finding undetermined.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct MissingView {
    /// A stable kind.
    pub kind: &'static str,
    /// What it is about, without dates: findings with the same subjects are mended by the same deed.
    pub subject: String,
    /// What to do.
    pub text: String,
}

/// One thing owed.
#[derive(Clone, Debug, Serialize)]
pub struct ObligationView {
    /// The first day of the version of the rule that judges it, where the rule has several.
    #[serde(serialize_with = "maybe_iso")]
    pub version: Option<Day>,
    /// Its place in the finding, from 0.
    pub place: usize,
    /// What its window is called.
    pub window: String,
    /// The first day on which events count.
    #[serde(serialize_with = "iso")]
    pub from: Day,
    /// The last day on which events count.
    #[serde(serialize_with = "iso")]
    pub to: Day,
    /// When the duty opens.
    #[serde(serialize_with = "iso")]
    pub opens: Day,
    /// The day at whose end it is due.
    #[serde(serialize_with = "maybe_iso")]
    pub due: Option<Day>,
    /// The outcome.
    #[serde(serialize_with = "word")]
    pub outcome: Outcome,
    /// Met because there was nothing to judge.
    pub vacuous: bool,
    /// The day on which a breach was made good.
    #[serde(serialize_with = "maybe_iso")]
    pub cured_on: Option<Day>,
    /// What part of a whole window it is, as an exact fraction.
    pub part: Option<String>,
    /// What was measured, by atom of the requirement.
    pub measures: Vec<MeasureView>,
    /// Why.
    pub reasons: Vec<Reasoned>,
    /// Its proof, where it was asked for.
    pub proof: Option<ProofView>,
}

/// One measure of an obligation.
#[derive(Clone, Debug, Serialize)]
pub struct MeasureView {
    /// As the rule writes it.
    pub requirement: String,
    /// What it counts.
    pub unit: &'static str,
    /// From what is certain to what ignorance of the past allows.
    pub measured: Range,
    /// What is required here.
    pub required: Range,
    /// What is missing, or too much, as an exact number.
    pub shortfall: Option<String>,
    /// How it stands: met, breached, pending, undetermined.
    pub status: &'static str,
    /// The list's members that are missing.
    pub missing: Vec<MissingMember>,
    /// What was measured, in words.
    pub measured_text: String,
    /// How it stands, in words, with the members that are missing.
    pub short_text: String,
    /// How it stands, in the words that fit beside the rule's text.
    #[serde(skip)]
    pub stands_text: String,
    /// All of it on one line.
    pub text: String,
    /// Where the measure is written.
    #[serde(skip)]
    pub measure_span: Span,
    /// Where what is required is written.
    #[serde(skip)]
    pub threshold_span: Span,
}

/// An exact interval; an end that is not there is unlimited.
#[derive(Clone, Debug, Serialize)]
pub struct Range {
    /// The least, exact: `60`, `5/3`.
    pub least: Option<String>,
    /// The most, exact.
    pub most: Option<String>,
}

/// A member of a list that no event matches.
#[derive(Clone, Debug, Serialize)]
pub struct MissingMember {
    /// The member.
    pub member: String,
    /// How many times it is missing.
    pub times: u32,
}

/// The rows that an obligation rests on, and what would mend it.
#[derive(Clone, Debug, Serialize)]
pub struct ProofView {
    /// Every row looked at, those that count first.
    pub rows: Vec<RowView>,
    /// What would make it met.
    pub repair: Vec<Reasoned>,
}

/// One row.
#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// What happened.
    pub activity: String,
    /// When; `None` where it could not be read.
    #[serde(serialize_with = "maybe_iso")]
    pub date: Option<Day>,
    /// The file it was read from.
    pub file: String,
    /// The line on which it starts.
    pub row: u32,
    /// The row as the file has it, where that was asked for and can still be read.
    pub raw: Option<String>,
    /// The place of the measure that it was looked at for; `None` for a trigger or an exception.
    pub measure: Option<usize>,
    /// What became of it: `counted`, `not-counted`, `possible`, `trigger`, `exception`, `considered`.
    pub kind: &'static str,
    /// What became of it, in words.
    pub text: String,
    /// What it adds to the measure, in words.
    pub amount: Option<String>,
}

fn iso<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

fn maybe_iso<S: Serializer>(day: &Option<Day>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}

fn word<S: Serializer>(outcome: &Outcome, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(outcome.word())
}
