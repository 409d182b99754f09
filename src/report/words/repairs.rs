//! What would mend an obligation, in words: one thing to do each.

use super::amounts::Scale;
use super::dates::{day, days};
use super::names::Names;
use super::reasons::load;
use super::rows::unknown_amounts;
use crate::engine::outcome::{Doubt, EventRef};
use crate::proof::Repair;
use crate::types::typed::ClauseId;

/// A repair: a stable kind for machines, and the words; `scale` is that of what is missing, where one is known.
pub fn repair(repair: &Repair, scale: Option<Scale>, names: Names<'_>) -> (&'static str, String) {
    match repair {
        Repair::More(amount, unit, within) => {
            let amount = scale.unwrap_or(Scale::of(*unit)).difference(*amount);
            ("more", format!("{amount} more, dated {}", days(*within)))
        }
        Repair::Cover(members, within) => {
            ("cover", format!("hold and record {}, dated {}", members_in_words(members), days(*within)))
        }
        Repair::Respond(by) => ("respond", format!("hold and record it by {}", day(*by))),
        Repair::TooLate(window) => ("too-late", format!("nothing can mend it now: {} has closed", days(*window))),
        Repair::Spent => ("spent", "nothing can mend it now: what breaks it is on record".to_owned()),
        Repair::Cured(on) => ("cured", format!("nothing more is owed: it was made good on {}", day(*on))),
        Repair::MoreLate(amount, unit) => {
            let amount = scale.unwrap_or(Scale::of(*unit)).difference(*amount);
            ("more-late", format!("{amount} more, late: {LATE}"))
        }
        Repair::CoverLate(members) => {
            ("cover-late", format!("hold and record {}, late: {LATE}", members_in_words(members)))
        }
        Repair::RespondLate => ("respond-late", format!("hold and record it, late: {LATE}")),
        Repair::Follows(rules) => {
            let rules: Vec<String> = rules.iter().map(|rule| format!("`{}`", names.rule(*rule))).collect();
            ("follows", format!("see {}: this follows what becomes of {}", rules.join(", "), it(rules.len())))
        }
        Repair::SetParam(param) => {
            ("set-param", format!("set the parameter `{}` in the manifest", names.param(*param)))
        }
        Repair::Load(what, window) => ("load", load(*what, *window, names).text),
        Repair::FindText(clause) => ("find-text", find_text(*clause, names)),
        Repair::Confirm(event, doubt) => ("confirm", confirm(*event, *doubt, names)),
        Repair::Other(text) => ("other", text.clone()),
    }
}

/// To find the text of a clause, and where it stood.
pub fn find_text(clause: ClauseId, names: Names<'_>) -> String {
    let Some(clause) = names.program.clause(clause) else { return String::new() };
    let source = names.program.policy(clause.policy).and_then(|policy| policy.source.as_deref());
    let place = match (clause.page, source) {
        (Some(page), Some(source)) => format!(" (page {page} of \"{source}\")"),
        (Some(page), None) => format!(" (page {page} of the source)"),
        (None, Some(source)) => format!(" (in \"{source}\")"),
        (None, None) => String::new(),
    };
    format!("find the text of the clause {}{place}, and write what it requires", clause.name)
}

/// What becomes of a breach that is made good after its due date.
const LATE: &str = "it stays breached, and is shown as made good";

fn it(number: usize) -> &'static str {
    if number == 1 { "it" } else { "them" }
}

/// Members of a list with how many of each are missing: `"Feedback", "QA visit" x 2`.
pub fn members_in_words(members: &[(String, u32)]) -> String {
    let member = |(name, times): &(String, u32)| {
        if *times == 1 { format!("\"{name}\"") } else { format!("\"{name}\" x {times}") }
    };
    members.iter().map(member).collect::<Vec<_>>().join(", ")
}

/// What to do about a row that is not certain.
pub fn confirm(event: EventRef, doubt: Doubt, names: Names<'_>) -> String {
    let what = unknown_amounts(event, names);
    let event = names.event(event);
    match doubt {
        Doubt::Status => format!("say whether {event} was held"),
        Doubt::Date => format!("correct the date of {event}"),
        Doubt::Person => format!("say whose {event} is"),
        Doubt::Counterpart => format!("say with whom {event} was"),
        Doubt::Field => format!("fill in or correct the blank field of {event}"),
        Doubt::Length => format!("fill in or correct {what} of {event}"),
        Doubt::Activity => format!("say what activity {event} is"),
        Doubt::Recorded => format!("say when {event} was recorded"),
    }
}
