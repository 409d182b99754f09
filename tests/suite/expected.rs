//! Holds what was found against what a case expects.

use std::collections::BTreeMap;

use assize::engine::Audit;
use assize::engine::outcome::{AtomResult, EventRef, Finding, Obligation, Outcome, WindowLabel};
use assize::proof::{RowRole, prove};
use assize::records::table::PersonId;
use assize::value::{Bound, Day, Rational, Unit, whole};
use serde::Deserialize;
use toml::value::Datetime;
use toml::{Table, Value};

use super::audit::day;
use crate::reference::{Found, Owed};

/// What is expected of one rule for one case.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Table")]
pub struct Expected {
    rule: String,
    /// `Amy`, or `Amy with Tom`; left out where there is one case.
    who: Option<String>,
    outcome: Option<String>,
    /// All of its obligations.
    obligations: Option<Vec<One>>,
    /// Some of them.
    among: Vec<One>,
    /// How many have which outcome.
    counts: Option<BTreeMap<String, usize>>,
    /// Of the only one.
    only: One,
}

/// What is expected of an obligation.
#[derive(Clone, Default, PartialEq, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct One {
    opens: Option<Datetime>,
    due: Option<Datetime>,
    /// Where `outcome` is that of the finding, that of the obligation.
    is: Option<String>,
    measured: Option<String>,
    at_most: Option<String>,
    required: Option<String>,
    short: Option<String>,
    cured: Option<Datetime>,
    vacuously: Option<bool>,
    further: Option<bool>,
    evidence: Option<Vec<String>>,
    not_counted: Option<Vec<String>>,
    possible: Option<Vec<String>>,
    shown_by: Option<Vec<String>>,
}

impl TryFrom<Table> for Expected {
    type Error = toml::de::Error;

    /// What is left besides these keys is of the only obligation.
    fn try_from(mut table: Table) -> Result<Expected, toml::de::Error> {
        fn take<T: serde::de::DeserializeOwned>(table: &mut Table, key: &str) -> Result<Option<T>, toml::de::Error> {
            table.remove(key).map(Value::try_into).transpose()
        }
        Ok(Expected {
            rule: take(&mut table, "rule")?.unwrap_or_default(),
            who: take(&mut table, "for")?,
            outcome: take(&mut table, "outcome")?,
            obligations: take(&mut table, "obligations")?,
            among: take(&mut table, "among")?.unwrap_or_default(),
            counts: take(&mut table, "counts")?,
            only: Value::Table(table).try_into()?,
        })
    }
}

impl Expected {
    pub fn hold_engine(&self, audit: &Audit<'_>, findings: &[Finding]) -> Result<(), String> {
        let name = |finding: &&Finding| {
            self.is_about(audit, finding.rule.index(), finding.case.person, finding.case.counterpart)
        };
        let mine: Vec<&Finding> = findings.iter().filter(name).collect();
        let [finding] = mine.as_slice() else { return Err(format!("`{}` has {} cases", self.rule, mine.len())) };
        let all: Vec<(&Obligation, usize)> = finding.obligations.iter().zip(0..).collect();
        let holds =
            |one: &One, (found, place): &(&Obligation, usize)| one.holds_engine(audit, finding, (found, *place));
        let told = told(finding);
        self.hold(finding.outcome, &all, &|(found, _)| found.outcome, &holds)
            .map_err(|problem| format!("{problem}\n{told}"))
    }

    pub fn hold_reference(&self, audit: &Audit<'_>, found: &[Found]) -> Result<(), String> {
        let name = |found: &&Found| self.is_about(audit, found.rule.index(), found.person, found.with);
        let mine: Vec<&Found> = found.iter().filter(name).collect();
        let [found] = mine.as_slice() else { return Err(format!("`{}` has {} cases", self.rule, mine.len())) };
        let told = format!("{found:?}");
        self.hold(found.outcome, &found.owed, &|owed: &Owed| owed.outcome, &One::holds_reference)
            .map_err(|problem| format!("{problem}\n{told}"))
    }

    fn is_about(&self, audit: &Audit<'_>, rule: usize, person: PersonId, with: Option<PersonId>) -> bool {
        let name = |person: PersonId| audit.tables.roster.people[person.index()].name.as_str();
        let case = match with {
            Some(with) => format!("{} with {}", name(person), name(with)),
            None => name(person).to_owned(),
        };
        audit.program.rules[rule].name == self.rule && self.who.as_ref().is_none_or(|who| *who == case)
    }

    fn hold<O>(
        &self,
        outcome: Outcome,
        all: &[O],
        outcome_of: &dyn Fn(&O) -> Outcome,
        holds: &dyn Fn(&One, &O) -> Result<(), String>,
    ) -> Result<(), String> {
        if let Some(expected) = self.outcome.as_ref().filter(|expected| *expected != outcome.word()) {
            return Err(format!("`{}`: expected {expected}, found {}", self.rule, outcome.word()));
        }
        if let Some(counts) = &self.counts {
            let mut found: BTreeMap<String, usize> = BTreeMap::new();
            for one in all {
                *found.entry(outcome_of(one).word().to_owned()).or_default() += 1;
            }
            if found != *counts {
                return Err(format!("`{}`: expected {counts:?}, found {found:?}", self.rule));
            }
        }
        let whole: Option<Vec<One>> = match &self.obligations {
            Some(all) => Some(all.clone()),
            None if self.only != One::default() => Some(vec![self.only.clone()]),
            None => None,
        };
        if let Some(whole) = &whole
            && whole.len() != all.len()
        {
            return Err(format!("`{}`: expected {} obligations, found {}", self.rule, whole.len(), all.len()));
        }
        let mut left: Vec<&O> = all.iter().collect();
        for expected in whole.iter().flatten().chain(&self.among) {
            let tried: Vec<Result<(), String>> = left.iter().map(|found| holds(expected, found)).collect();
            match tried.iter().position(Result::is_ok) {
                Some(place) => drop(left.remove(place)),
                None => {
                    let why: Vec<String> = tried.into_iter().filter_map(Result::err).collect();
                    return Err(format!("`{}`: no obligation is {expected:?}:\n{}", self.rule, why.join("\n")));
                }
            }
        }
        Ok(())
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, expected: Option<T>, found: T) -> Result<(), String> {
    match expected {
        Some(expected) if expected != found => Err(format!("expected {what} {expected:?}, found {found:?}")),
        _ => Ok(()),
    }
}

impl One {
    fn holds_reference(&self, found: &Owed) -> Result<(), String> {
        same("opens", self.opens.map(day), found.opens)?;
        same("due", self.due.map(|due| Some(day(due))), found.due)?;
        same("outcome", self.is.as_deref(), found.outcome.word())?;
        same("further", self.further, found.days.from == Day::MAX)
    }

    fn holds_engine(
        &self,
        audit: &Audit<'_>,
        finding: &Finding,
        (found, place): (&Obligation, usize),
    ) -> Result<(), String> {
        same("opens", self.opens.map(day), found.opens)?;
        same("due", self.due.map(|due| Some(day(due))), found.due)?;
        same("outcome", self.is.as_deref(), found.outcome.word())?;
        same("further", self.further, found.window.kind == WindowLabel::FurtherTriggers)?;
        same("cured", self.cured.map(|cured| Some(day(cured))), found.cured_on)?;
        same("vacuously", self.vacuously, found.vacuous)?;
        let figures = [&self.measured, &self.at_most, &self.required, &self.short];
        if figures.iter().any(|figure| figure.is_some()) && !found.atoms.iter().any(|atom| self.measures(atom)) {
            return Err(format!("other figures: {:?}", found.atoms));
        }
        let rows = [&self.evidence, &self.not_counted, &self.possible, &self.shown_by];
        if rows.iter().all(|rows| rows.is_none()) {
            return Ok(());
        }
        let proof = prove(audit, finding, place);
        let of = |wanted: &dyn Fn(RowRole) -> bool| {
            let rows = proof.rows.iter().filter(|row| wanted(row.role));
            let mut lines: Vec<String> = rows.map(|row| line(audit, row.event)).collect();
            lines.sort();
            lines.dedup();
            lines
        };
        let sorted = |rows: &Option<Vec<String>>| {
            let mut rows = rows.clone()?;
            rows.sort();
            Some(rows)
        };
        same("evidence", sorted(&self.evidence), of(&|role| role == RowRole::Counted))?;
        same("not counted", sorted(&self.not_counted), of(&|role| matches!(role, RowRole::NotCounted(_))))?;
        same("possible", sorted(&self.possible), of(&|role| matches!(role, RowRole::Possible(_))))?;
        same("shown by", sorted(&self.shown_by), of(&|role| matches!(role, RowRole::Exception(_))))
    }

    fn measures(&self, atom: &AtomResult) -> bool {
        let is = |text: &Option<String>, found: Option<Rational>| {
            text.as_ref().is_none_or(|text| amount(text, atom.unit).is_some_and(|amount| found == Some(amount)))
        };
        let most = match (&self.at_most, atom.measured.hi) {
            (None, _) => true,
            (Some(text), Bound::Infinity) => text == "anything",
            (text, hi) => is(text, hi.finite()),
        };
        let measured = atom.measured.lo.finite().or(atom.measured.hi.finite());
        most && is(&self.measured, measured)
            && is(&self.required, atom.required.known())
            && is(&self.short, atom.shortfall)
    }
}

/// What the engine found, in short.
fn told(finding: &Finding) -> String {
    let each = finding.obligations.iter().map(|one| {
        let atoms: Vec<_> =
            one.atoms.iter().map(|atom| (atom.measured, atom.required.known(), atom.shortfall)).collect();
        format!(
            "{:?} {:?} {:?} {} {atoms:?} {:?}\n",
            one.window.days,
            one.opens,
            one.due,
            one.outcome.word(),
            one.reasons
        )
    });
    each.collect()
}

/// A row as a case names it: the export and the line, the header being line 1.
fn line(audit: &Audit<'_>, event: EventRef) -> String {
    let location = audit.tables.events[event.activity.index()].location[usize::try_from(event.place).unwrap()];
    let file = &audit.tables.files[usize::from(location.file.0)];
    format!("{}:{}", file.trim_end_matches(".csv").replace('-', "/"), location.row)
}

/// `1 hour 30 minutes`, `45/2 minutes`, `3`, `2/3`, `80 %`, `5 days`, `2024-10-01`, in base units.
fn amount(text: &str, unit: Unit) -> Option<Rational> {
    let number = |text: &str| match text.split_once('/') {
        Some((over, under)) => Some(whole(over.parse().ok()?) / whole(under.parse().ok()?)),
        None => text.parse().ok().map(whole),
    };
    if unit == Unit::Date {
        let mut parts = text.split('-');
        let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
        let day = Day::new(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?)?;
        return Some(whole(i64::from(day.number())));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut sum = whole(0);
    for pair in words.chunks(2) {
        let scale = match (unit, pair.get(1).copied()) {
            (Unit::Minutes, Some("hour" | "hours")) => whole(60),
            (Unit::Minutes, Some("minute" | "minutes")) | (Unit::Days, Some("day" | "days")) => whole(1),
            (Unit::Share, Some("%")) => whole(1) / whole(100),
            (Unit::Count | Unit::Number | Unit::Share, None) => whole(1),
            _ => return None,
        };
        sum += number(pair[0])? * scale;
    }
    Some(sum)
}
