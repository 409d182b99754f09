//! What would mend an obligation, in words: one thing to do each.

use super::amounts::Scale;
use super::dates::{day, days};
use super::names::Names;
use crate::engine::outcome::{Doubt, EventRef};
use crate::proof::Repair;

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
        Repair::Respond(by) => ("respond", format!("answer it by {}", day(*by))),
        Repair::TooLate(window) => ("too-late", format!("nothing can mend it now: {} has closed", days(*window))),
        Repair::SetParam(param) => {
            ("set-param", format!("set the parameter `{}` in the manifest", names.param(*param)))
        }
        Repair::Load(records, window) => {
            ("load", format!("load the {} export for {}", names.records(*records), days(*window)))
        }
        Repair::Confirm(event, doubt) => ("confirm", confirm(*event, *doubt, names)),
        Repair::Other(text) => ("other", text.clone()),
    }
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
    let event = names.event(event);
    match doubt {
        Doubt::Status => format!("say whether {event} was held"),
        Doubt::Date => format!("correct the date of {event}"),
        Doubt::Person => format!("say whose {event} is"),
        Doubt::Counterpart => format!("say with whom {event} was"),
        Doubt::Field => format!("fill in or correct the blank field of {event}"),
        Doubt::Length => format!("fill in or correct the length of {event}"),
        Doubt::Activity => format!("say what activity {event} is"),
        Doubt::Recorded => format!("say when {event} was recorded"),
    }
}
