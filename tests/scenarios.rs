//! Every scenario of every shipped pack, as a test of its own name, by every evaluator.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use assize::calendar::Calendars;
use assize::diagnostic::render::compact;
use assize::engine::Audit;
use assize::engine::outcome::Finding;
use assize::rules::{self, Rules};
use assize::scenario::{self, Stage};
use assize::types::typed::Program;
use libtest_mimic::{Arguments, Failed, Trial};

/// An evaluator and its name.
type Judge = (&'static str, fn(&Audit<'_>) -> Vec<Finding>);

/// Who judges the scenarios; each must find the same.
const JUDGES: [Judge; 1] = [("engine", scenario::by_engine)];

/// Folders of rule files, each pack judged as one program: what ships, and the decisions of docs/semantics.md.
const PACKS: [&[&str]; 3] = [&["rules"], &["src/cli/init/starter/rules"], &["tests/decisions", "rules/calendars"]];

/// A pack that was read.
struct Pack {
    rules: Rules,
    calendars: Calendars,
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = PACKS.iter().flat_map(|folders| pack(folders)).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The tests of one pack: that it can be read, that it has scenarios, and each of them.
fn pack(folders: &[&str]) -> Vec<Trial> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = rules::load(&folders.iter().map(|folder| root.join(folder)).collect::<Vec<_>>());
    let folder = folders.join(", ");
    let problems: Vec<String> = rules.diagnostics.iter().map(|problem| compact(&rules.sources, problem)).collect();
    let Some(program) = rules.program.clone() else {
        let failure = move || Err(Failed::from(problems.join("\n")));
        return vec![Trial::test(format!("{folder}: has no error"), failure)];
    };
    let calendars = Calendars::build(&program);
    let pack = Arc::new(Pack { rules, calendars });
    let mut trials = vec![untested(&folder, &program)];
    for place in 0..program.scenarios.len() {
        for judge in JUDGES {
            trials.extend(one(&pack, &program, place, judge));
        }
    }
    trials
}

/// Every rule is expected something of by some scenario.
fn untested(folder: &str, program: &Program) -> Trial {
    let names: Vec<String> = (program.rules.iter().enumerate())
        .filter(|(place, _)| {
            let mut expectations = program.scenarios.iter().flat_map(|scenario| &scenario.expectations);
            !expectations.any(|expectation| expectation.rule.index() == *place)
        })
        .map(|(_, rule)| rule.name.clone())
        .collect();
    Trial::test(format!("{folder}: every rule has a scenario"), move || {
        if names.is_empty() { Ok(()) } else { Err(Failed::from(format!("no scenario expects: {}", names.join(", ")))) }
    })
}

/// One scenario, judged by one evaluator.
fn one(pack: &Arc<Pack>, program: &Program, place: usize, (name, judge): Judge) -> Option<Trial> {
    let title = &program.scenarios.get(place)?.title;
    let policy = program.policy(program.scenarios.get(place)?.policy).map_or("", |policy| &policy.name);
    let pack = Arc::clone(pack);
    Some(Trial::test(format!("{name}: {policy}: {title}"), move || run(&pack, place, judge)))
}

fn run(pack: &Pack, place: usize, judge: fn(&Audit<'_>) -> Vec<Finding>) -> Result<(), Failed> {
    let program = pack.rules.program.as_ref().ok_or("the pack has no program")?;
    let scenario = program.scenarios.get(place).ok_or("the pack has no such scenario")?;
    let sources = &pack.rules.sources;
    let stage = Stage { program, calendars: &pack.calendars, sources };
    let outcome = scenario::run(stage, scenario, &judge);
    let told: Vec<String> = outcome
        .failures
        .iter()
        .map(|failure| {
            let path: PathBuf = sources.path(failure.span).to_owned();
            let line = sources.position(failure.span).line;
            let found = failure.found.iter().map(|line| format!("\n    {line}")).collect::<String>();
            format!("{}:{line}: {}{found}", path.display(), failure.message)
        })
        .collect();
    if told.is_empty() { Ok(()) } else { Err(Failed::from(told.join("\n"))) }
}
