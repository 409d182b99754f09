//! From `--rule` and `--case` to what is judged: a filter that matches nothing is an error, never an empty report.

use super::args;
use super::exit::Closing;
use crate::engine::Filter;
use crate::records::table::{PersonId, Tables};
use crate::types::typed::{Authority, Program, RuleId};
use crate::value::fold;

/// What to judge: rules and people by name.
pub fn filter(program: &Program, tables: &Tables, rules: &[String], cases: &[String]) -> Result<Filter, Closing> {
    Ok(Filter { rules: chosen_rules(program, rules)?, people: chosen_people(tables, cases)? })
}

/// Only the rules of some authorities among those asked for; all where none is named.
pub fn of_authorities(program: &Program, filter: Filter, wanted: &[args::Authority]) -> Result<Filter, Closing> {
    if wanted.is_empty() {
        return Ok(filter);
    }
    let wanted: Vec<Authority> = wanted.iter().map(|one| Authority::from(*one)).collect();
    let asked = |id: &RuleId| filter.rules.as_ref().is_none_or(|rules| rules.contains(id));
    let of_wanted = |id: &RuleId| program.rule(*id).is_some_and(|rule| wanted.contains(&rule.authority));
    let all = (0..).map(RuleId).take(program.rules.len());
    let rules: Vec<RuleId> = all.filter(|id| asked(id) && of_wanted(id)).collect();
    if rules.is_empty() {
        let words: Vec<String> = wanted.iter().map(|one| format!("`--authority {}`", one.word())).collect();
        return Err(Closing::could_not(format!("no rule that is asked for is of {}", words.join(" or "))));
    }
    Ok(Filter { rules: Some(rules), ..filter })
}

fn chosen_rules(program: &Program, patterns: &[String]) -> Result<Option<Vec<RuleId>>, Closing> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let all: Vec<(RuleId, &str, String)> = (0..)
        .map(RuleId)
        .zip(&program.rules)
        .map(|(id, rule)| {
            let policy = program.policy(rule.policy).map_or("", |policy| &policy.name);
            (id, rule.name.as_str(), format!("{policy}/{}", rule.name))
        })
        .collect();
    let mut chosen = Vec::new();
    for pattern in patterns {
        let before = chosen.len();
        chosen.extend(
            all.iter()
                .filter(|(_, name, qualified)| matches(pattern, name) || matches(pattern, qualified))
                .map(|(id, _, _)| *id),
        );
        if chosen.len() == before {
            let names: Vec<&str> = all.iter().map(|(_, name, _)| *name).collect();
            return Err(Closing::could_not(format!(
                "no rule matches `--rule {pattern}`{}",
                suggestion(pattern, &names)
            )));
        }
    }
    chosen.sort();
    chosen.dedup();
    Ok(Some(chosen))
}

fn chosen_people(tables: &Tables, patterns: &[String]) -> Result<Option<Vec<PersonId>>, Closing> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let people = &tables.roster.people;
    let mut chosen = Vec::new();
    for pattern in patterns {
        let before = chosen.len();
        let fits = (0..).map(PersonId).zip(people);
        chosen.extend(
            fits.filter(|(_, person)| matches(pattern, &person.key) || matches(pattern, &person.name))
                .map(|(id, _)| id),
        );
        if chosen.len() == before {
            let names: Vec<&str> =
                people.iter().flat_map(|person| [person.name.as_str(), person.key.as_str()]).collect();
            return Err(Closing::could_not(format!(
                "nobody in the roster matches `--case {pattern}`{}",
                suggestion(pattern, &names)
            )));
        }
    }
    chosen.sort();
    chosen.dedup();
    Ok(Some(chosen))
}

/// Whether a name fits a pattern, once both are folded: `*` stands for any letters, `?` for one.
fn matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = fold(pattern).chars().collect();
    let name: Vec<char> = fold(name).chars().collect();
    // After each letter of the pattern, which beginnings of the name it can stand for.
    let mut reached = vec![false; name.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for letter in pattern {
        let mut next = vec![false; name.len() + 1];
        let mut any = false;
        for (place, slot) in next.iter_mut().enumerate() {
            let here = reached.get(place).copied().unwrap_or(false);
            let before = place.checked_sub(1);
            let came = before.and_then(|before| reached.get(before)).copied().unwrap_or(false);
            let last = before.and_then(|before| name.get(before)).copied();
            any = any || here;
            *slot = match letter {
                '*' => any,
                '?' => came,
                _ => came && last == Some(letter),
            };
        }
        reached = next;
    }
    reached.last().copied().unwrap_or(false)
}

/// The closest name, where one is close.
pub fn suggestion(text: &str, names: &[&str]) -> String {
    let text = fold(text);
    let near = names.iter().map(|name| (strsim::damerau_levenshtein(&text, &fold(name)), *name)).min();
    match near {
        Some((distance, name)) if distance <= (text.chars().count() / 3).max(1) => format!("; did you mean `{name}`?"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_names() {
        assert!(matches("weekly-minutes", "Weekly-Minutes"));
        assert!(matches("weekly*", "weekly-minutes"));
        assert!(matches("*minutes", "weekly-minutes"));
        assert!(matches("itt-mentor/*", "itt-mentor/tier-1"));
        assert!(matches("tier-?", "tier-1"));
        assert!(matches("*", ""));
        assert!(!matches("weekly", "weekly-minutes"));
        assert!(!matches("tier-?", "tier-12"));
        assert!(!matches("", "tier-1"));
    }

    #[test]
    fn a_close_name_is_suggested_and_a_far_one_is_not() {
        assert_eq!(suggestion("weekly-minuts", &["weekly-minutes", "tier-1"]), "; did you mean `weekly-minutes`?");
        assert_eq!(suggestion("newsletter", &["weekly-minutes", "tier-1"]), "");
    }
}
