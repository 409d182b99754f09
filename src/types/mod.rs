//! From trees to typed rules: names bound, units checked, what each line of a rule may say.
//!
//! Takes the trees of every file and gives a `Program`, or every error; knows nothing of data.

mod alike;
mod allowed;
mod atoms;
mod binding;
mod calendars;
mod clashes;
mod clocks;
mod conditions;
mod context;
mod declarations;
mod exemptions;
mod filters;
mod limits;
mod pairs;
mod reachable;
mod responses;
mod rules;
mod scenarios;
mod sense;
pub mod typed;
mod untested;
mod values;

pub use binding::{Binding, Slot, bind, slot_of};
pub use reachable::{Verdict, can_be};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::FileId;
use crate::syntax::ast;
use context::Context;
use typed::Program;

/// What checking gave.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The program; `None` where there is an error.
    pub program: Option<Program>,
    /// Every problem.
    pub diagnostics: Vec<Diagnostic>,
}

/// Binds and checks the trees of every file.
pub fn check(files: &[(FileId, ast::File)]) -> Checked {
    let mut context = Context::new(files);
    declarations::check(&mut context);
    calendars::check(&mut context);
    exemptions::check(&mut context);
    clocks::check(&mut context);
    rules::check(&mut context);
    scenarios::check(&mut context);
    if !failed(&context.problems) {
        calendars::missing_terms(&mut context);
        pairs::check(&mut context);
        clashes::check(&mut context);
        untested::check(&mut context);
    }
    let Context { program, mut problems, .. } = context;
    allowed::let_pass(files, &mut problems);
    let failed = failed(&problems);
    Checked { program: (!failed).then_some(program), diagnostics: problems }
}

fn failed(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}
