//! Warnings that a rule file lets pass, each with a reason: they become advice, which `assize validate --verbose` shows.

use crate::diagnostic::{Diagnostic, Severity, pages};
use crate::source::{FileId, Span};
use crate::syntax::ast::{self, Allow, Item};

/// Lets the warnings pass that are allowed, and tells what is allowed in vain.
pub fn let_pass(files: &[(FileId, ast::File)], problems: &mut Vec<Diagnostic>) {
    let all: Vec<(&Allow, Option<Span>)> = files.iter().flat_map(|(_, file)| of_file(&file.items)).collect();
    let failed = problems.iter().any(|problem| problem.severity == Severity::Error);
    for (allow, target) in all {
        if pages::page(&allow.code.value).is_none() {
            problems.push(unknown(allow));
            continue;
        }
        let Some(target) = target else {
            let message = "no declaration follows that this could be about";
            let problem = Diagnostic::error("types/allow-unused", message, allow.span, "allowed for what");
            problems.push(problem.help("write it before the declaration that it is about"));
            continue;
        };
        let about = |problem: &Diagnostic| {
            let here = problem.labels.first().is_some_and(|label| target.holds(label.span));
            here && problem.severity == Severity::Warning && problem.code == allow.code.value
        };
        let mut used = false;
        for problem in problems.iter_mut().filter(|problem| about(problem)) {
            used = true;
            problem.severity = Severity::Advice;
            let text = format!("allowed: {}", allow.reason.value);
            problem.labels.push(crate::diagnostic::Label { span: allow.span, text });
        }
        if !used && !failed {
            problems.push(unused(allow));
        }
    }
}

/// Each `allow` of a file with the declaration that comes next.
fn of_file(items: &[Item]) -> Vec<(&Allow, Option<Span>)> {
    let (mut waiting, mut all) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            Item::Allow(allow) => waiting.push(allow),
            declaration => all.extend(waiting.drain(..).map(|allow| (allow, Some(declaration.span())))),
        }
    }
    all.extend(waiting.into_iter().map(|allow| (allow, None)));
    all
}

fn unknown(allow: &Allow) -> Diagnostic {
    let code = &allow.code.value;
    let problem = Diagnostic::error(
        "types/unknown-code",
        format!("no problem has the code `{code}`"),
        allow.code.span,
        "no such code",
    );
    problem.help(match pages::nearest(code) {
        Some(near) => format!("write `{near}`"),
        None => "write the code that the warning shows, such as `types/clause-uncited`".to_owned(),
    })
}

fn unused(allow: &Allow) -> Diagnostic {
    let message = format!("the next declaration has no warning `{}`", allow.code.value);
    let problem = Diagnostic::error("types/allow-unused", message, allow.span, "lets nothing pass").warning();
    problem.help("leave the line out; an error cannot be allowed")
}
