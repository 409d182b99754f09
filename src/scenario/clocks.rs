//! What a scenario expects of clocks.

use super::Failure;
use crate::engine::Audit;
use crate::engine::clock::{self, End, Reading};
use crate::records::table::PersonId;
use crate::report::words::{Names, day, number, reason};
use crate::types::typed::{Clock, ClockDetail, ClockExpectation};
use crate::value::fold;

/// What does not hold of an expectation.
pub fn problem(names: Names<'_>, audit: &Audit<'_>, expected: &ClockExpectation) -> Option<Failure> {
    let clock = names.program.clock(expected.clock)?;
    let fail = |message: String, found: Vec<String>| Some(Failure { span: expected.span, message, found });
    let named = |id: PersonId| expected.person.as_ref().is_none_or(|name| fold(names.person(id)) == fold(name));
    let rows = audit.tables.roster.rows.iter().filter(|row| row.role == clock.subject.role && named(row.person));
    let mut people: Vec<PersonId> = rows.map(|row| row.person).collect();
    people.sort();
    people.dedup();
    let person = match people.as_slice() {
        [] => return fail(format!("nobody serves `{}`", clock.name), Vec::new()),
        [person] => *person,
        [..] => return fail(format!("several serve `{}`: say whose it is with `for`", clock.name), Vec::new()),
    };
    let reading = clock::reading(audit, expected.clock, person)?;
    let (message, term) = held(clock, &reading, &expected.what)?;
    let told = reading.told(term).into_iter().chain(reading.doubts());
    // What is told of a clock is the same in every rule.
    let rule = names.program.rules.first();
    fail(message, told.filter_map(|one| Some(reason(&one, rule?, names).text)).collect())
}

/// What does not hold, and of which term.
fn held(clock: &Clock, reading: &Reading, what: &ClockDetail) -> Option<(String, u32)> {
    let which = |term: &Option<u32>| term.unwrap_or(clock.terms);
    match what {
        ClockDetail::Ends(term, from, to) => {
            let end = reading.end(which(term));
            let expected = if from == to { day(*from) } else { format!("between {} and {}", day(*from), day(*to)) };
            (end != End::Between(*from, *to))
                .then(|| (format!("expected it to end {expected}, found {}", said(end)), which(term)))
        }
        ClockDetail::Open(term) => {
            let end = reading.end(which(term));
            let ends = matches!(end, End::Between(..));
            ends.then(|| (format!("expected no end that is known, found {}", said(end)), which(term)))
        }
        ClockDetail::Served(terms) => {
            let (least, most) = (reading.late.served, reading.early.served);
            let found = if least == most { number(least) } else { format!("{} to {}", number(least), number(most)) };
            let message = format!("expected {} terms served, found {found}", number(*terms));
            (least != *terms || most != *terms).then_some((message, clock.terms))
        }
    }
}

fn said(end: End) -> String {
    match end {
        End::Between(from, to) if from == to => day(from),
        End::Between(from, to) => format!("between {} and {}", day(from), day(to)),
        End::From(from) => format!("not before {}", day(from)),
        End::Ahead | End::Never => "none".to_owned(),
    }
}
