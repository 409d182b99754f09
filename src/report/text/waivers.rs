//! The waiver register: who let what pass, and what became of it; what somebody has to look at comes first.

use super::super::view::{WaiverState, WaiverView};
use super::super::words;
use super::super::words::some;
use super::page::Page;

/// How many entries are shown; the rest are counted.
const SHOWN: usize = 12;

/// Writes the register; nothing where it is empty.
pub fn write(page: &mut Page, waivers: &[WaiverView]) {
    if waivers.is_empty() {
        return;
    }
    page.heading("Waivers");
    let mut ordered: Vec<&WaiverView> = waivers.iter().collect();
    ordered.sort_by_key(|waiver| waiver.state);
    for waiver in ordered.iter().take(SHOWN) {
        one(page, waiver);
    }
    if let Some(rest) = ordered.len().checked_sub(SHOWN).filter(|rest| *rest > 0) {
        page.line(&format!("  and {rest} more; `--format json` lists them all"));
    }
}

fn one(page: &mut Page, waiver: &WaiverView) {
    let with = waiver.counterpart.as_ref().map_or(String::new(), |with| format!(" with {}", with.name));
    let from = waiver.from.map_or(String::new(), |day| format!("from {} ", words::day(day)));
    let until = words::day(waiver.until);
    let place = format!("{}:{}", waiver.file, waiver.row);
    let (state, to_do) = state(waiver);
    page.paragraph("  ", &format!("{} for {}{with}, {from}until {until}: {state}", waiver.name, waiver.person.name));
    page.paragraph("    ", &format!("approved by {}: {} ({place})", waiver.approved, waiver.reason));
    if let Some(to_do) = to_do {
        page.paragraph("    → ", to_do);
    }
}

/// What became of an entry, and what to do about it.
fn state(waiver: &WaiverView) -> (String, Option<&'static str>) {
    let obligations = |number: usize| some(number, "obligation", "obligations");
    match waiver.state {
        WaiverState::Covers => (format!("covers {}", obligations(waiver.covers)), None),
        WaiverState::NotBegun => ("has not begun".to_owned(), None),
        WaiverState::Expired if waiver.too_late > 0 => (
            format!(
                "expired before {} due",
                if waiver.too_late == 1 {
                    "1 obligation was".to_owned()
                } else {
                    format!("{} were", obligations(waiver.too_late))
                }
            ),
            Some("have it renewed, or take it out of the register"),
        ),
        WaiverState::Expired => ("expired, never used".to_owned(), Some("take it out of the register")),
        WaiverState::Unused => {
            ("never used".to_owned(), Some("take it out of the register, or correct whom it is for"))
        }
        WaiverState::NoCase => {
            ("the rule is not for this case".to_owned(), Some("correct the rule, or whom it is for"))
        }
    }
}
