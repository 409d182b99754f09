//! The examples of `docs/language.md`: each is checked without errors, and every scenario in it comes out as it says.

use std::collections::BTreeMap;
use std::path::PathBuf;

use assize::calendar::Calendars;
use assize::diagnostic::{Diagnostic, Severity};
use assize::rules::{self, Rules};
use assize::scenario::{self, Stage};

/// A fenced block of the page.
struct Block {
    line: usize,
    name: Option<String>,
    with: Option<String>,
    error: Option<String>,
    text: String,
}

/// The blocks marked `assize`.
fn blocks(page: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in page.lines().enumerate() {
        if !open && let Some(marks) = line.strip_prefix("```assize") {
            let mark = |key: &str| marks.split(' ').find_map(|mark| mark.strip_prefix(key)).map(str::to_owned);
            let (name, with, error) = (mark("name="), mark("with="), mark("error="));
            found.push(Block { line: number + 1, name, with, error, text: String::new() });
            open = true;
        } else if line.starts_with("```") {
            open = false;
        } else if open && let Some(block) = found.last_mut() {
            block.text.push_str(line);
            block.text.push('\n');
        }
    }
    found
}

fn page() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md");
    std::fs::read_to_string(path).unwrap_or_default()
}

/// The rules of a block, after those of the block that it builds on.
fn rules(block: &Block, named: &BTreeMap<&str, &Block>) -> Rules {
    let world = block.with.as_deref().and_then(|name| named.get(name)).map_or("", |block| block.text.as_str());
    let text = format!("{world}{}", block.text);
    rules::from_texts([(PathBuf::from(format!("docs/language.md:{}", block.line)), text)])
}

/// A problem on one line, with the text that it is about.
fn told(rules: &Rules, diagnostic: &Diagnostic) -> String {
    let at = diagnostic.labels.first().map_or("", |label| rules.sources.text(label.span));
    format!("{}: {} at `{at}`", diagnostic.code, diagnostic.message)
}

#[test]
fn every_example_is_checked_without_errors_or_with_the_one_it_shows() {
    let page = page();
    let blocks = blocks(&page);
    let named: BTreeMap<&str, &Block> =
        blocks.iter().filter_map(|block| Some((block.name.as_deref()?, block))).collect();
    assert!(blocks.len() > 30, "only {} examples were found", blocks.len());
    let mut wrong = Vec::new();
    for block in &blocks {
        let rules = rules(block, &named);
        let errors: Vec<&Diagnostic> =
            rules.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect();
        let codes: Vec<&str> = errors.iter().map(|error| error.code).collect();
        let expected: Vec<&str> = block.error.as_deref().into_iter().collect();
        if codes != expected {
            let found: Vec<String> = errors.iter().map(|error| told(&rules, error)).collect();
            wrong.push(format!("line {}: expected {expected:?}, found {found:#?}", block.line));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_scenario_comes_out_as_it_says() {
    let page = page();
    let blocks = blocks(&page);
    let named: BTreeMap<&str, &Block> =
        blocks.iter().filter_map(|block| Some((block.name.as_deref()?, block))).collect();
    let mut wrong = Vec::new();
    let mut run = 0;
    for block in blocks.iter().filter(|block| block.error.is_none()) {
        let rules = rules(block, &named);
        let Some(program) = &rules.program else { continue };
        let calendars = Calendars::build(program);
        let stage = Stage { program, calendars: &calendars, sources: &rules.sources };
        for scenario in &program.scenarios {
            run += 1;
            for failure in scenario::run(stage, scenario, &scenario::by_engine).failures {
                let found = failure.found.join("; ");
                wrong.push(format!("line {}: {}: {} (found: {found})", block.line, scenario.title, failure.message));
            }
        }
    }
    assert!(run > 40, "only {run} scenarios were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
