//! What became of a row, in words.

use super::names::Names;
use crate::engine::outcome::{Doubt, EventRef, WhyNot};
use crate::proof::RowRole;
use crate::records::build::RepeatKind;
use crate::types::typed::Rule;

/// What a row does in a proof: a stable kind for machines, and the words.
pub fn row((role, event): (RowRole, EventRef), rule: &Rule, names: Names<'_>) -> (&'static str, String) {
    match role {
        RowRole::Trigger => ("trigger", "starts the duty".to_owned()),
        RowRole::Exception(place) => {
            let line = rule.exceptions.get(place).map_or(String::new(), |exception| names.text(exception.span));
            ("exception", format!("shows `{line}`"))
        }
        RowRole::Counted => ("counted", "counts".to_owned()),
        RowRole::Possible(why) => ("possible", format!("may count: {}", doubt(why, event, names))),
        RowRole::NotCounted(WhyNot::Duplicate) => {
            ("not-counted", format!("does not count: {}", repeated(event, names)))
        }
        RowRole::Considered => ("considered", "a condition or a deadline of the rule looks at it".to_owned()),
        RowRole::NotCounted(why) => ("not-counted", format!("does not count: {}", why_not(why))),
    }
}

/// Which row stands for a row that counts elsewhere.
fn repeated(event: EventRef, names: Names<'_>) -> String {
    let stands = names.location(event).and_then(|at| names.tables.repeats.get(&at));
    match stands {
        Some((counted, RepeatKind::Replaced)) => format!("{} has the same id and replaces it", names.place(*counted)),
        Some((counted, RepeatKind::SameEvent)) => format!("it repeats a row that counts, {}", names.place(*counted)),
        None => why_not(WhyNot::Duplicate).to_owned(),
    }
}

/// The amounts of an event that are not exactly known, as a sentence names them.
pub fn unknown_amounts(event: EventRef, names: Names<'_>) -> String {
    let unknown = names.unknown_amounts(event);
    match unknown.as_slice() {
        [] | ["length"] => "the length".to_owned(),
        several => {
            format!("the value of {}", several.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Why an event is not certain.
pub fn doubt(doubt: Doubt, event: EventRef, names: Names<'_>) -> String {
    let text = match doubt {
        Doubt::Status => "its status is blank or not one that the manifest knows",
        Doubt::Date => "its date could not be read",
        Doubt::Person => "its person could be any of several people",
        Doubt::Counterpart => "it does not say with whom",
        Doubt::Field => "a field that the rule asks about is blank or could not be read",
        Doubt::Length => {
            let what = unknown_amounts(event, names);
            return format!("{what} is blank, could not be read, or differs between its records");
        }
        Doubt::Activity => "what activity it is could not be read",
        Doubt::Recorded => "nobody knows when it was recorded",
    };
    text.to_owned()
}

/// Why a row does not count.
pub fn why_not(why: WhyNot) -> &'static str {
    match why {
        WhyNot::NotHeld => "it was not held (planned, cancelled, a draft or rejected)",
        WhyNot::AfterAsOf => "it is dated after the audit's date",
        WhyNot::RecordedLater => "it was recorded after the known-at date",
        WhyNot::OutsideWindow => "it is outside the window",
        WhyNot::OutsidePlacement => "the case is not active on that day",
        WhyNot::Duplicate => "it repeats a row that counts",
        WhyNot::OtherCounterpart => "it is with somebody else",
        WhyNot::OtherKey => "it belongs to another of the person's cases",
        WhyNot::Filtered => "the rule's `where` leaves it out",
        WhyNot::WrongSigner => "whoever signed it holds none of the roles that may, by the roster on that day",
        WhyNot::SignedBySubject => "it is signed by somebody whom the rule does not let sign it",
        WhyNot::OverCap => "as much of the same as may count has counted already",
        WhyNot::Expired => "it has run out by the due date",
        WhyNot::NotInList => "it is not in the list, or the list's place for it is taken",
        WhyNot::Late => "it came after the deadline",
        WhyNot::BeforeTrigger => "it came before what it would answer",
        WhyNot::AnswersAnother => "it answers another event",
        WhyNot::LinkedElsewhere => "it is linked to another event",
    }
}
