//! Problems by cause: what is wrong with many rows in one way is told once.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::records::account::{Effect, Problem};

/// So many texts are told apart; more of one cause are told together.
const TEXTS: usize = 3;
/// So many rows are named; the rest are counted.
const ROWS: usize = 5;

/// One thing that is wrong, and every row in which it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Cause {
    /// The file.
    pub file: String,
    /// The column, where it is about cells.
    pub column: Option<String>,
    /// What the cells say, each text once.
    pub texts: Vec<String>,
    /// Its code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// What it does to the rows.
    pub effect: Effect,
    /// The lines on which the rows start.
    pub rows: Vec<u32>,
}

/// The causes of some problems, by where each is met first.
pub fn causes(problems: &[Problem]) -> Vec<Cause> {
    let mut kinds: Vec<Vec<&Problem>> = Vec::new();
    let mut places = HashMap::new();
    for problem in problems {
        let kind = (&problem.file, &problem.column, problem.code, &problem.message, &problem.help, problem.effect);
        let place = *places.entry(kind).or_insert(kinds.len());
        match kinds.get_mut(place) {
            Some(kind) => kind.push(problem),
            None => kinds.push(vec![problem]),
        }
    }
    kinds.iter().flat_map(|kind| of_kind(kind)).collect()
}

/// The causes of one kind: by what the cells say where they say few things, else one.
fn of_kind(problems: &[&Problem]) -> Vec<Cause> {
    let mut seen = HashSet::new();
    let texts: Vec<&Option<String>> =
        problems.iter().map(|problem| &problem.text).filter(|text| seen.insert(*text)).collect();
    if texts.len() > TEXTS {
        return cause(problems, &texts).into_iter().collect();
    }
    let of = |text: &&Option<String>| {
        let same: Vec<&Problem> = problems.iter().copied().filter(|problem| problem.text == **text).collect();
        cause(&same, &[*text])
    };
    texts.iter().filter_map(of).collect()
}

fn cause(problems: &[&Problem], texts: &[&Option<String>]) -> Option<Cause> {
    let first = problems.first()?;
    let mut rows: Vec<u32> = problems.iter().map(|problem| problem.row).collect();
    rows.dedup();
    Some(Cause {
        file: first.file.clone(),
        column: first.column.clone(),
        texts: texts.iter().filter_map(|text| (*text).clone()).collect(),
        code: first.code,
        message: first.message.clone(),
        help: first.help.clone(),
        effect: first.effect,
        rows,
    })
}

impl Cause {
    /// In one line: where, what the cells say, what is wrong, and what it does.
    pub fn sentence(&self) -> String {
        let many = self.rows.len() > 1;
        let place = match self.rows.as_slice() {
            [row] => format!("{}:{row}", self.file),
            _ => self.file.clone(),
        };
        let rows = if many { format!(" in {}", self.rows_in_words()) } else { String::new() };
        let cell = match &self.column {
            Some(column) => format!(" column `{column}`{}{rows}:", says(&self.texts)),
            None if many => format!("{rows}:"),
            None => String::new(),
        };
        let effect = match (self.effect, many) {
            (Effect::Rejected, false) => " (the row is rejected)",
            (Effect::Rejected, true) => " (the rows are rejected)",
            (Effect::Possible, false) => " (it may count)",
            (Effect::Possible, true) => " (they may count)",
            (Effect::ValueUnknown, false) => " (the cell counts as unknown)",
            (Effect::ValueUnknown, true) => " (the cells count as unknown)",
            (Effect::Unmatched, false) => " (it is nobody's)",
            (Effect::Unmatched, true) => " (they are nobody's)",
            (Effect::Void, false) => " (the waiver lets nothing pass)",
            (Effect::Void, true) => " (the waivers let nothing pass)",
            (Effect::Noted, _) => "",
        };
        format!("{place}{cell} {}{effect}", self.message)
    }

    fn rows_in_words(&self) -> String {
        let shown: Vec<String> = self.rows.iter().take(ROWS).map(u32::to_string).collect();
        let rest = self.rows.len().saturating_sub(ROWS);
        let rest = if rest == 0 { String::new() } else { format!(" and {rest} more") };
        format!("{} rows ({}{rest})", self.rows.len(), shown.join(", "))
    }
}

fn says(texts: &[String]) -> String {
    let cut = |text: &String| -> String {
        let short: String = text.chars().take(60).collect();
        if short.len() < text.len() { format!("`{}…`", short.trim_end()) } else { format!("`{short}`") }
    };
    match texts {
        [] => String::new(),
        [text] if text.is_empty() => " is blank".to_owned(),
        several => {
            let shown: Vec<String> = several.iter().take(TEXTS).map(cut).collect();
            match several.len().saturating_sub(TEXTS) {
                0 => format!(" says {}", shown.join(", ")),
                1 => format!(" says {} or another text", shown.join(", ")),
                rest => format!(" says {} or one of {rest} other texts", shown.join(", ")),
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests may panic")]
mod tests {
    use super::*;
    use crate::records::table::InputId;

    fn problem(row: u32, text: &str) -> Problem {
        Problem {
            input: InputId(0),
            file: "a.csv".to_owned(),
            row,
            column: Some("Status".to_owned()),
            text: Some(text.to_owned()),
            code: "records/unknown-status",
            message: "nobody knows".to_owned(),
            help: "correct it".to_owned(),
            effect: Effect::Possible,
        }
    }

    fn told(problems: &[Problem]) -> Vec<String> {
        causes(problems).iter().map(Cause::sentence).collect()
    }

    #[test]
    fn rows_of_one_cause_are_told_once() {
        let one = [problem(4, "Done")];
        assert_eq!(told(&one), ["a.csv:4 column `Status` says `Done`: nobody knows (it may count)"]);
        let problems: Vec<Problem> = (2..9).map(|row| problem(row, if row == 3 { "" } else { "Done" })).collect();
        assert_eq!(
            told(&problems),
            [
                "a.csv column `Status` says `Done` in 6 rows (2, 4, 5, 6, 7 and 1 more): nobody knows (they may count)",
                "a.csv:3 column `Status` is blank: nobody knows (it may count)",
            ]
        );
    }

    #[test]
    fn many_texts_of_one_cause_are_one() {
        let problems: Vec<Problem> = (2..14).map(|row| problem(row, &format!("x{}", row % 6))).collect();
        let causes = causes(&problems);
        assert_eq!((causes.len(), causes[0].rows.len(), causes[0].texts.len()), (1, 12, 6));
        let said = "a.csv column `Status` says `x2`, `x3`, `x4` or one of 3 other texts in 12 rows (2, 3, 4, 5, 6 and 7 \
                    more): nobody knows (they may count)";
        assert_eq!(told(&problems), [said]);
    }
}
