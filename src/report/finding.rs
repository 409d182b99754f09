//! One finding as a report shows it, with the proof of its obligations.

use super::build::{Depth, Material};
use super::gaps;
use super::measure;
use super::strip;
use super::summary;
use super::view::{
    ClauseView, FindingView, MeasureView, MissingView, ObligationView, PersonView, ProofView, Reasoned, RowView,
};
use super::words::{self, Names, Scale};
use crate::engine::outcome::{Case, Finding, Obligation, Outcome, WindowLabel};
use crate::proof::{self, Proof, Repair, Row};
use crate::records::table::PersonId;
use crate::report::view::KeyView;
use crate::types::typed::{Duty, Rule};
use crate::value::{Day, Unit};

/// Outcomes that ask for somebody's attention, worst first.
pub const ATTENTION: [Outcome; 3] = [Outcome::Breached, Outcome::Undetermined, Outcome::AtRisk];

/// A finding as reports show it; `None` only for a finding of another program.
pub fn view(material: &Material<'_>, names: Names<'_>, finding: &Finding) -> Option<FindingView> {
    let rule = names.program.rule(finding.rule)?;
    let proved = proved(finding, material.depth);
    let obligations: Vec<ObligationView> = finding
        .obligations
        .iter()
        .enumerate()
        .map(|(place, one)| {
            let proof = proved.contains(&place).then(|| {
                proof_view(names, rule.of_version(one.version), &proof::prove(&material.audit, finding, place))
            });
            obligation(names, rule, (place, one), proof)
        })
        .collect();
    let missing = missing(finding, rule, names);
    Some(FindingView {
        id: id(finding, names),
        rule: names.qualified_rule(finding.rule),
        title: rule.title.clone(),
        clauses: clauses(rule, names),
        authority: rule.authority.word(),
        level: rule.level.word(),
        role: names.program.role(finding.case.role).map_or(String::new(), |role| role.name.clone()),
        person: person(finding.case.person, names),
        counterpart: finding.case.counterpart.map(|other| person(other, names)),
        key: names.case_key(finding.case).map(|(by, value)| KeyView { by: by.to_owned(), value: value.to_owned() }),
        schools: schools(finding.case, names),
        outcome: finding.outcome,
        headline: headline(finding, rule, &obligations, &missing),
        remedy: rule.remedy.clone(),
        reasons: reasons(&finding.reasons, rule, names),
        missing,
        outcomes: summary::counts(finding.obligations.iter().map(|obligation| obligation.outcome)),
        noun: words::times(rule, finding.obligations.len()),
        obligations,
        weeks: match material.depth {
            Depth::Full => strip::weeks(finding, names.rows_of(finding.case), names.tables, material.audit.calendars),
            Depth::Decisive(_) => Vec::new(),
        },
        require_span: rule.require_span,
        span: rule.span,
    })
}

/// The places of the obligations that decide a finding: those of its own outcome first, then others that ask for
/// attention, each by opening.
pub fn decisive(outcome: Outcome, outcomes: &[Outcome]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..outcomes.len()).collect();
    let of = |place: &usize| outcomes.get(*place).copied().unwrap_or(Outcome::NotApplicable);
    if ATTENTION.contains(&outcome) {
        places.retain(|place| ATTENTION.contains(&of(place)));
    } else {
        places.retain(|place| of(place) == outcome);
    }
    places.sort_by_key(|place| (of(place) != outcome, of(place), *place));
    places
}

fn proved(finding: &Finding, depth: Depth) -> Vec<usize> {
    let outcomes: Vec<Outcome> = finding.obligations.iter().map(|obligation| obligation.outcome).collect();
    match depth {
        Depth::Full => (0..outcomes.len()).collect(),
        Depth::Decisive(_) if !ATTENTION.contains(&finding.outcome) => Vec::new(),
        Depth::Decisive(most) => decisive(finding.outcome, &outcomes).into_iter().take(most).collect(),
    }
}

/// A finding's id: stable over runs, whatever else is judged.
fn id(finding: &Finding, names: Names<'_>) -> String {
    let case = finding.case;
    let role = names.program.role(case.role).map_or("", |role| &role.name);
    let rule = names.qualified_rule(finding.rule);
    let key = names.case_key(case).map_or(String::new(), |(by, value)| format!("|{by}={value}"));
    match case.counterpart {
        Some(other) => format!("{rule}|{role}|{}|{}{key}", names.key(case.person), names.key(other)),
        None => format!("{rule}|{role}|{}{key}", names.key(case.person)),
    }
}

/// A person as reports show them.
pub fn person(id: PersonId, names: Names<'_>) -> PersonView {
    PersonView { name: names.person(id).to_owned(), key: names.key(id).to_owned() }
}

fn clauses(rule: &Rule, names: Names<'_>) -> Vec<ClauseView> {
    rule.cites
        .iter()
        .filter_map(|clause| names.program.clause(*clause))
        .map(|clause| ClauseView { name: clause.name.clone(), title: clause.title.clone(), page: clause.page })
        .collect()
}

/// The schools of a case's rows, in order of time, each once.
fn schools(case: Case, names: Names<'_>) -> Vec<String> {
    let mut rows = names.rows_of(case);
    rows.sort_by_key(|row| row.days);
    let mut schools: Vec<String> = Vec::new();
    for row in rows {
        let school = names.school(row.school).to_owned();
        if !schools.contains(&school) {
            schools.push(school);
        }
    }
    schools
}

fn reasons(reasons: &[crate::engine::outcome::Reason], rule: &Rule, names: Names<'_>) -> Vec<Reasoned> {
    let mut all: Vec<Reasoned> = Vec::new();
    for reason in reasons {
        let said = words::reason(reason, rule, names);
        let said = Reasoned { kind: said.kind, text: said.text };
        if !all.contains(&said) {
            all.push(said);
        }
    }
    all
}

/// What is missing, over all obligations that are undetermined; each deed once.
fn missing(finding: &Finding, rule: &Rule, names: Names<'_>) -> Vec<MissingView> {
    if finding.outcome != Outcome::Undetermined {
        return Vec::new();
    }
    gaps::gaps(std::slice::from_ref(finding), names)
        .into_iter()
        .map(|gap| MissingView { kind: gap.words.kind, text: gap.text(rule, names), subject: gap.subject })
        .collect()
}

fn obligation(
    names: Names<'_>,
    rule: &Rule,
    (place, one): (usize, &Obligation),
    proof: Option<ProofView>,
) -> ObligationView {
    let version = one.version.and_then(|place| rule.versions.get(place)).map(|version| version.days.from);
    let rule = rule.of_version(one.version);
    let measures = rule.atoms.iter().zip(&one.atoms).map(|(atom, result)| measure::view(atom, result, names)).collect();
    ObligationView {
        place,
        version: version.filter(|from| *from != Day::MIN),
        window: window(rule, one, names),
        from: one.window.days.from,
        to: one.window.days.to,
        opens: one.opens,
        due: one.due,
        outcome: one.outcome,
        vacuous: one.vacuous,
        cured_on: one.cured_on,
        part: one.part.map(|part| part.to_string()),
        measures,
        reasons: reasons(&one.reasons, rule, names),
        proof,
    }
}

/// What an obligation's window is called.
fn window(rule: &Rule, one: &Obligation, names: Names<'_>) -> String {
    match &one.window.kind {
        WindowLabel::Whole => words::days(one.window.days),
        WindowLabel::Named(label) | WindowLabel::Milestone(label) => words::with_dates(label),
        WindowLabel::Trigger(event) => format!("after {}", names.event(*event)),
        WindowLabel::FurtherTriggers => {
            let what = match &rule.duty {
                Duty::ForEach(trigger) => names.text(trigger.span()),
                Duty::Once { .. } | Duty::Each(_) | Duty::EachTerm(..) | Duty::InAny(_) => "event".to_owned(),
            };
            format!("any further {what}, {}", words::days(one.window.days))
        }
    }
}

/// What is short, in a few words.
fn headline(finding: &Finding, rule: &Rule, obligations: &[ObligationView], missing: &[MissingView]) -> String {
    let worst: Vec<&ObligationView> = obligations.iter().filter(|one| one.outcome == finding.outcome).collect();
    if finding.outcome == Outcome::Undetermined && !missing.is_empty() {
        return missing.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join("; ");
    }
    match (worst.as_slice(), obligations.len()) {
        ([], _) => finding.outcome.word().to_owned(),
        ([only], 1) => stands(only),
        (some, _) => {
            // What has not been decided yet says nothing of how bad it is so far.
            let undecided = |one: &&ObligationView| matches!(one.outcome, Outcome::Pending | Outcome::AtRisk);
            let waits = matches!(finding.outcome, Outcome::Pending | Outcome::AtRisk);
            let counted = |one: &&ObligationView| one.outcome != Outcome::NotApplicable && (waits || !undecided(one));
            let owed = obligations.iter().filter(counted).count();
            let so_far = if !waits && obligations.iter().any(|one| undecided(&one)) { " so far" } else { "" };
            let noun = words::times(rule, owed);
            format!("{} of {owed} {noun}{so_far} {}", some.len(), finding.outcome.word())
        }
    }
}

/// How the measures of one obligation stand that do not hold.
fn stands(one: &ObligationView) -> String {
    let failing = one.measures.iter().filter(|measure| measure.status != "met");
    let said = |measure: &MeasureView| match measure.shortfall {
        Some(_) => measure.short_text.clone(),
        None => measure.measured_text.clone(),
    };
    let texts: Vec<String> = failing.map(said).collect();
    if texts.is_empty() { one.outcome.word().to_owned() } else { texts.join("; ") }
}

fn proof_view(names: Names<'_>, rule: &Rule, proof: &Proof) -> ProofView {
    // A repair in minutes is of the first measure that counts them.
    let atom = |unit: Unit| rule.atoms.iter().find(|atom| atom.unit == unit);
    let scale = |repair: &Repair| match repair {
        Repair::More(_, unit, _) | Repair::MoreLate(_, unit) => atom(*unit).map(|atom| words::scale(atom, names)),
        _ => None,
    };
    ProofView {
        rows: proof.rows.iter().map(|row| row_view(names, rule, row)).collect(),
        repair: proof
            .repair
            .iter()
            .map(|repair| {
                let (kind, text) = words::repair(repair, scale(repair), names);
                Reasoned { kind, text }
            })
            .collect(),
    }
}

fn row_view(names: Names<'_>, rule: &Rule, row: &Row) -> RowView {
    let (kind, text) = words::row((row.role, row.event), rule, names);
    let location = names.location(row.event);
    let atom = row.atom.and_then(|place| rule.atoms.get(place));
    let scale = atom.map_or(Scale::of(Unit::Number), |atom| words::scale(atom, names));
    RowView {
        activity: names.activity(row.event.activity).to_owned(),
        date: names.event_day(row.event),
        file: location.and_then(|at| names.tables.files.get(at.file.index())).cloned().unwrap_or_default(),
        row: location.map_or(0, |at| at.row),
        raw: None,
        measure: row.atom,
        kind,
        text,
        amount: row.amount.map(|amount| scale.amount(amount)),
    }
}
