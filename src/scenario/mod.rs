//! Runs scenarios: what a rule file says happened becomes tables, is judged, and is held against what it expects.
//!
//! Takes typed scenarios and the rule files; gives, for each, what was expected and not found, with what was found
//! instead. Who judges is an argument, so that every evaluator is tried on the same scenarios.

mod clocks;
mod expect;
mod found;
mod tables;

use crate::calendar::Calendars;
use crate::engine::outcome::Finding;
use crate::engine::{self, Audit, Filter};
use crate::records::table::Tables;
use crate::report::coverage::Reached;
use crate::source::{SourceMap, Span};
use crate::types::typed::{Program, Scenario};
use crate::value::Rational;

/// Judges an audit: the engine, or another evaluator that must agree with it.
pub type Judge<'j> = &'j dyn Fn(&Audit<'_>) -> Vec<Finding>;

/// Rules with scenarios, and what is needed to run them.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'a> {
    /// The rules.
    pub program: &'a Program,
    /// Their calendars.
    pub calendars: &'a Calendars,
    /// The rule files.
    pub sources: &'a SourceMap,
}

/// What a scenario came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What was recorded, as the scenario says.
    pub tables: Tables,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What the expectations that hold are about.
    pub reached: Vec<Reached>,
    /// Expectations that do not hold; none where the scenario passes.
    pub failures: Vec<Failure>,
}

/// An expectation that does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// The expectation.
    pub span: Span,
    /// What is not as expected, in one line.
    pub message: String,
    /// What was found instead: outcome, measured, required, why.
    pub found: Vec<String>,
}

/// The engine as a judge.
pub fn by_engine(audit: &Audit<'_>) -> Vec<Finding> {
    engine::evaluate(audit, &Filter::default())
}

/// Runs a scenario.
pub fn run(stage: Stage<'_>, scenario: &Scenario, judge: Judge<'_>) -> Outcome {
    let tables = tables::tables(stage, scenario);
    let params = params(stage.program, scenario);
    let audit = Audit {
        program: stage.program,
        tables: &tables,
        calendars: stage.calendars,
        params: &params,
        as_of: scenario.as_of,
    };
    let findings = judge(&audit);
    let (reached, failures) = expect::held(stage, &audit, scenario, &findings);
    Outcome { tables, findings, reached, failures }
}

/// The parameters' values in base units: the rule files' own, or the scenario's.
fn params(program: &Program, scenario: &Scenario) -> Vec<Option<Rational>> {
    let mut params: Vec<Option<Rational>> = program.params.iter().map(|param| param.value).collect();
    for (id, value) in &scenario.params {
        if let Some(param) = params.get_mut(id.index()) {
            *param = Some(*value);
        }
    }
    params
}
