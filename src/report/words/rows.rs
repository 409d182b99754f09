//! What became of a row, in words.

use super::names::Names;
use crate::engine::outcome::{Doubt, WhyNot};
use crate::proof::RowRole;
use crate::types::typed::Rule;

/// What a row does in a proof: a stable kind for machines, and the words.
pub fn row(role: RowRole, rule: &Rule, names: Names<'_>) -> (&'static str, String) {
    match role {
        RowRole::Trigger => ("trigger", "starts the duty".to_owned()),
        RowRole::Exception(place) => {
            let line = rule.exceptions.get(place).map_or(String::new(), |exception| names.text(exception.span));
            ("exception", format!("shows `{line}`"))
        }
        RowRole::Counted => ("counted", "counts".to_owned()),
        RowRole::Possible(why) => ("possible", format!("may count: {}", doubt(why))),
        RowRole::Considered => ("considered", "a condition or a deadline of the rule looks at it".to_owned()),
        RowRole::NotCounted(why) => ("not-counted", format!("does not count: {}", why_not(why))),
    }
}

/// Why an event is not certain.
pub fn doubt(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Status => "its status is blank or not one that the manifest knows",
        Doubt::Date => "its date could not be read",
        Doubt::Person => "its person could be any of several people",
        Doubt::Counterpart => "it does not say with whom",
        Doubt::Field => "a field that the rule asks about is blank or could not be read",
        Doubt::Length => "its length is blank, could not be read, or differs between its records",
        Doubt::Activity => "what activity it is could not be read",
        Doubt::Recorded => "nobody knows when it was recorded",
    }
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
        WhyNot::Filtered => "the rule's `where` leaves it out",
        WhyNot::NotInList => "it is not in the list, or the list's place for it is taken",
        WhyNot::Late => "it came after the deadline",
        WhyNot::BeforeTrigger => "it came before what it would answer",
        WhyNot::AnswersAnother => "it answers another event",
        WhyNot::LinkedElsewhere => "it is linked to another event",
    }
}
