//! What became of every row, as reports show it.

use super::view::{ClassCount, FileAccount, FileNotice, RepeatedRow, RowAccount, RowCause, RowProblem};
use crate::records::account::{Account, Effect, FileKind, RowClass, WhyRepeated};
use crate::records::cause::{Cause, causes};

/// The account of rows as reports show it.
pub fn view(account: &Account) -> RowAccount {
    let files = account.files.iter().map(|file| FileAccount {
        file: file.file.clone(),
        kind: match file.kind {
            FileKind::Roster => "roster",
            FileKind::Export => "export",
            FileKind::Waivers => "waivers",
        },
        records: file.records.clone(),
        read: file.rows_read,
        classes: RowClass::ALL
            .iter()
            .filter_map(|class| file.totals.get(class).map(|rows| ClassCount { class: class.words(), rows: *rows }))
            .collect(),
    });
    let problems = account.problems.iter().map(|problem| RowProblem {
        file: problem.file.clone(),
        row: problem.row,
        column: problem.column.clone(),
        text: problem.text.clone(),
        code: problem.code,
        problem: problem.message.clone(),
        to_do: problem.help.clone(),
        effect: effect(problem.effect),
    });
    let causes = causes(&account.problems);
    let repeats = account.repeats.iter().map(|repeat| RepeatedRow {
        file: repeat.file.clone(),
        row: repeat.row,
        counted_file: repeat.counted_file.clone(),
        counted_row: repeat.counted_row,
        why: match repeat.why {
            WhyRepeated::Replaced => "replaced",
            WhyRepeated::SameEvent => "same-event",
            WhyRepeated::SameRosterRow => "same-roster-row",
        },
    });
    let notices = account.notices.iter().map(|notice| FileNotice {
        file: notice.file.clone(),
        code: notice.code,
        text: notice.message.clone(),
        to_do: notice.help.clone(),
    });
    RowAccount {
        notices: notices.collect(),
        files: files.collect(),
        adds_up: account.totals(None).is_ok(),
        causes: causes.iter().map(cause).collect(),
        problems: problems.collect(),
        repeats: repeats.collect(),
    }
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Rejected => "rejected",
        Effect::Possible => "possible",
        Effect::ValueUnknown => "value-unknown",
        Effect::Unmatched => "unmatched",
        Effect::Void => "void",
        Effect::Noted => "noted",
    }
}

fn cause(cause: &Cause) -> RowCause {
    RowCause {
        file: cause.file.clone(),
        column: cause.column.clone(),
        texts: cause.texts.clone(),
        code: cause.code,
        text: cause.sentence(),
        to_do: cause.help.clone(),
        effect: effect(cause.effect),
        rows: cause.rows.clone(),
    }
}
