//! The calendar strip: a line for each month, a sign for each week, and what the signs mean.

use super::super::strip::{Mark, Week};
use super::page::Page;
use crate::engine::outcome::Outcome;

/// Writes the strip; nothing where there is no week.
pub fn write(page: &mut Page, weeks: &[Week]) {
    if weeks.is_empty() {
        return;
    }
    page.heading("Weeks, by the month of their Monday");
    let month = |week: &Week| week.monday.date().format("%b %Y").to_string();
    for of_month in weeks.chunk_by(|a, b| month(a) == month(b)) {
        let name = of_month.first().map_or(String::new(), month);
        let signs: Vec<String> = of_month.iter().map(|week| painted(page, week.mark)).collect();
        page.line(&format!("  {name}  {}", signs.join(" ")));
    }
    let mut marks: Vec<Mark> = weeks.iter().map(|week| week.mark).collect();
    marks.sort();
    marks.dedup();
    let legend: Vec<String> = marks.iter().map(|mark| format!("{} {}", painted(page, *mark), meaning(*mark))).collect();
    page.paragraph("  ", &legend.join("   "));
}

fn painted(page: &Page, mark: Mark) -> String {
    match mark {
        Mark::Judged(outcome) => page.outcome(outcome, sign(mark)),
        Mark::Closed | Mark::Away | Mark::Nothing => page.faint(sign(mark)),
    }
}

fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Judged(outcome) => match outcome {
            Outcome::Breached => "✗",
            Outcome::Undetermined => "?",
            Outcome::AtRisk => "!",
            Outcome::Pending => "○",
            Outcome::Waived => "w",
            Outcome::Met => "■",
            Outcome::Excused => "e",
            Outcome::Exempt => "x",
            Outcome::NotApplicable => "-",
        },
        Mark::Closed => "·",
        Mark::Away => "_",
        Mark::Nothing => "–",
    }
}

fn meaning(mark: Mark) -> &'static str {
    match mark {
        Mark::Judged(Outcome::Breached) => "short",
        Mark::Judged(outcome) => outcome.word(),
        Mark::Closed => "closed",
        Mark::Away => "not in the role",
        Mark::Nothing => "nothing owed",
    }
}
