//! What an obligation rests on: its window and measures in a line, its rows as `file:row`, what would mend it.

use super::super::view::{ObligationView, RowView};
use super::super::words;
use super::super::words::some;
use super::page::{Page, left};
use crate::engine::outcome::Outcome;

/// How much of an obligation's proof is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Much {
    /// The first rows, the rest counted; the reasons that say more than the measures.
    Bounded,
    /// Every row with its raw text, every reason.
    All,
}

/// Writes one obligation with its evidence.
pub fn write(page: &mut Page, one: &ObligationView, much: Much) {
    page.paragraph("  ", &title(page, one));
    let measures: Vec<_> = match much {
        Much::Bounded => one.measures.iter().filter(|measure| measure.status != "met").collect(),
        Much::All => one.measures.iter().collect(),
    };
    for measure in measures {
        let requirement = if one.measures.len() > 1 { format!("{}: ", measure.requirement) } else { String::new() };
        page.paragraph("    ", &format!("{requirement}{}", measure.text));
    }
    for reason in &one.reasons {
        page.paragraph("    because ", &reason.text);
    }
    let Some(proof) = &one.proof else { return };
    rows(page, &proof.rows, much);
    if proof.rows.is_empty() && one.outcome != Outcome::Pending {
        page.line("    no row of any export is in question");
    }
    for repair in &proof.repair {
        page.paragraph("    → ", &repair.text);
    }
}

/// The window, the due date and the outcome.
fn title(page: &Page, one: &ObligationView) -> String {
    let due = match one.due {
        Some(due) if due != one.to => format!(", due {}", words::day(due)),
        Some(_) | None => String::new(),
    };
    let version = one.version.map_or(String::new(), |from| format!(", by the version from {}", words::day(from)));
    let vacuous = if one.vacuous { ", vacuously: nothing was there to judge" } else { "" };
    let cured = one.cured_on.map_or(String::new(), |day| format!(", cured on {}", words::day(day)));
    let outcome = page.outcome(one.outcome, one.outcome.word());
    format!("{}{due}{version}: {outcome}{vacuous}{cured}", page.bold(&one.window))
}

fn rows(page: &mut Page, rows: &[RowView], much: Much) {
    let most = match much {
        Much::Bounded => page.look.rows,
        Much::All => rows.len(),
    };
    let place = |row: &RowView| format!("{}:{}", row.file, row.row);
    let shown = || rows.iter().take(most);
    let width = shown().map(|row| place(row).chars().count()).max().unwrap_or(0);
    for row in shown() {
        let date = row.date.map_or("no date".to_owned(), words::day);
        let amount = row.amount.as_ref().filter(|_| row.kind == "counted" || row.kind == "possible");
        let amount = amount.map_or(String::new(), |amount| format!(" {amount}"));
        let first = format!("    {}  ", left(&place(row), width));
        page.paragraph(&first, &format!("{date} {}: {}{amount}", row.activity, row.text));
        if let (Much::All, Some(raw)) = (much, &row.raw) {
            let raw = page.faint(raw);
            page.line(&format!("        {raw}"));
        }
    }
    let rest: Vec<&RowView> = rows.iter().skip(most).collect();
    if !rest.is_empty() {
        let counted = rest.iter().filter(|row| row.kind == "counted").count();
        let tail = if counted == 0 { "none of them counts".to_owned() } else { format!("{counted} of them count") };
        page.line(&format!("    and {}: {tail}", some(rest.len(), "more row", "more rows")));
    }
}

/// How many obligations are left out, by outcome: `and 7 more weeks breached, 2 undetermined`.
pub fn left_out(rest: &[&ObligationView], noun: &str) -> Option<String> {
    if rest.is_empty() {
        return None;
    }
    let parts: Vec<String> = Outcome::WORST_FIRST
        .iter()
        .filter_map(|outcome| {
            let number = rest.iter().filter(|one| one.outcome == *outcome).count();
            (number > 0).then(|| format!("{number} {}", outcome.word()))
        })
        .collect();
    Some(match parts.as_slice() {
        [_] => format!("and {} more {noun}, {}", rest.len(), rest.first().map_or("", |one| one.outcome.word())),
        several => format!("and {} more {noun}: {}", rest.len(), several.join(", ")),
    })
}
