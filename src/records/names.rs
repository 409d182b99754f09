//! Finds what a manifest names in the rule files: plainly where that is enough, as `policy/name` where it is not.

use crate::types::typed::{ActivityId, CalendarId, ParamId, PolicyId, Program, RecordsId, RoleId, RuleId};

/// Why a name stands for nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NameProblem {
    /// Nothing has it; the close one, and all there are.
    Unknown(Option<String>, Vec<String>),
    /// Several policies have it: how to write each.
    Ambiguous(Vec<String>),
}

/// A system of records.
///
/// # Errors
///
/// Why there is none, or not one.
pub fn records(program: &Program, name: &str) -> Result<RecordsId, NameProblem> {
    let names = program.records.iter().map(|records| (records.policy, records.name.as_str()));
    find(program, names, name).map(RecordsId)
}

/// An activity of an export: where several policies have one of that name, the one that the export's system records.
///
/// # Errors
///
/// Why there is none, or not one.
pub fn activity(program: &Program, records: Option<RecordsId>, name: &str) -> Result<ActivityId, NameProblem> {
    let names = program.activities.iter().map(|activity| (activity.policy, activity.name.as_str()));
    let found = find(program, names, name).map(ActivityId);
    if let (Err(NameProblem::Ambiguous(_)), Some(records)) = (&found, records) {
        let recorded = (0u32..)
            .zip(&program.activities)
            .filter(|(_, activity)| activity.name == name && activity.from.contains(&records))
            .map(|(id, _)| ActivityId(id));
        if let [one] = *recorded.collect::<Vec<_>>() {
            return Ok(one);
        }
    }
    found
}

/// A role.
///
/// # Errors
///
/// Why there is none, or not one.
pub fn role(program: &Program, name: &str) -> Result<RoleId, NameProblem> {
    let names = program.roles.iter().map(|role| (role.policy, role.name.as_str()));
    find(program, names, name).map(RoleId)
}

/// A rule.
///
/// # Errors
///
/// Why there is none, or not one.
pub fn rule(program: &Program, name: &str) -> Result<RuleId, NameProblem> {
    let names = program.rules.iter().map(|rule| (rule.policy, rule.name.as_str()));
    find(program, names, name).map(RuleId)
}

/// A parameter.
///
/// # Errors
///
/// Why there is none, or not one.
pub fn param(program: &Program, name: &str) -> Result<ParamId, NameProblem> {
    let names = program.params.iter().map(|param| (param.policy, param.name.as_str()));
    find(program, names, name).map(ParamId)
}

/// A calendar; calendars belong to no policy.
///
/// # Errors
///
/// Why there is none.
pub fn calendar(program: &Program, name: &str) -> Result<CalendarId, NameProblem> {
    let place = program.calendars.iter().position(|calendar| calendar.name == name);
    match place.and_then(|place| u32::try_from(place).ok()) {
        Some(place) => Ok(CalendarId(place)),
        None => Err(unknown(name, program.calendars.iter().map(|calendar| calendar.name.clone()).collect())),
    }
}

fn find<'p>(
    program: &Program,
    names: impl Iterator<Item = (PolicyId, &'p str)>,
    wanted: &str,
) -> Result<u32, NameProblem> {
    let policy_of = |id: PolicyId| program.policy(id).map_or("", |policy| policy.name.as_str());
    let all: Vec<(u32, &str, &str)> =
        (0u32..).zip(names).map(|(id, (policy, name))| (id, policy_of(policy), name)).collect();
    let fits = |policy: &str, name: &str| match wanted.split_once('/') {
        Some((wanted_policy, wanted)) => wanted_policy == policy && wanted == name,
        None => wanted == name,
    };
    let found: Vec<&(u32, &str, &str)> = all.iter().filter(|(_, policy, name)| fits(policy, name)).collect();
    match found.as_slice() {
        [(id, _, _)] => Ok(*id),
        [] => {
            let qualified = wanted.contains('/');
            let shown = all
                .iter()
                .map(|(_, policy, name)| if qualified { format!("{policy}/{name}") } else { (*name).to_owned() });
            Err(unknown(wanted, shown.collect()))
        }
        several => {
            Err(NameProblem::Ambiguous(several.iter().map(|(_, policy, name)| format!("{policy}/{name}")).collect()))
        }
    }
}

fn unknown(wanted: &str, mut known: Vec<String>) -> NameProblem {
    known.sort();
    known.dedup();
    NameProblem::Unknown(closest(wanted, known.iter().map(String::as_str)).map(str::to_owned), known)
}

/// The candidate that the text is likely a slip for.
pub fn closest<'c>(text: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let text = crate::value::fold(text);
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(&text, &crate::value::fold(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).max(1))
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}
