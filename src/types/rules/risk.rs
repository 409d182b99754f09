//! When an open duty of a rule is at risk.

use super::duty::has_figure;
use crate::source::Span;
use crate::syntax::ast::{self};
use crate::types::atoms;
use crate::types::conditions::View;
use crate::types::context::Context;
use crate::types::limits;
use crate::types::typed::{Amount, AtRisk, Atom};
use crate::types::values::in_unit;
use crate::value::Unit;

pub(super) fn at_risk(
    context: &mut Context<'_>,
    view: View<'_>,
    (risk, span): (&ast::AtRisk, Span),
    atoms: &[Atom],
) -> Option<AtRisk> {
    match risk {
        ast::AtRisk::UnderPace(by) => {
            let units: Vec<Unit> = atoms.iter().filter(|atom| has_figure(atom)).map(|atom| atom.unit).collect();
            let value = units.iter().find_map(|unit| in_unit(&by.value, *unit));
            if value.is_none() {
                let message = "no figure of the rule is counted in this";
                let help = match units.first() {
                    Some(unit) => format!("write {}", atoms::example(*unit)),
                    None => "write `at risk within 10 school days of due`: the rule requires no figure".to_owned(),
                };
                context.error("types/unit-mismatch", message, by.span, help);
            }
            value.map(AtRisk::UnderPace)
        }
        ast::AtRisk::NearDue(limit) => {
            let limit = limits::limit(context, view, limit)?;
            match limit.number {
                Amount::Number(number) => Some(AtRisk::NearDue(number, limit.unit)),
                Amount::Param(_) => {
                    let message = "this number of days is written out";
                    context.error(
                        "types/wrong-type",
                        message,
                        span,
                        "write it as `at risk within 10 school days of due`",
                    );
                    None
                }
            }
        }
    }
}
