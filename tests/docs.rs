//! The pages: each example of `docs/language.md` is checked, its scenarios come out as it says, and `docs/manifest.md`
//! shows what the shipped policy expects.

use std::collections::BTreeMap;
use std::path::PathBuf;

use assize::calendar::Calendars;
use assize::diagnostic::{Diagnostic, Severity};
use assize::rules::{self, Rules};
use assize::scenario::{self, Stage};
use assize::types::typed::{Field, Owner, RecordsId, Type};

/// A fenced block of the page.
struct Block {
    line: usize,
    name: Option<String>,
    with: Option<String>,
    error: Option<String>,
    warning: Option<String>,
    text: String,
}

/// The blocks marked `assize`.
fn blocks(page: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in page.lines().enumerate() {
        if !open && let Some(marks) = line.strip_prefix("```assize") {
            let mark = |key: &str| marks.split(' ').find_map(|mark| mark.strip_prefix(key)).map(str::to_owned);
            let (name, with, error, warning) = (mark("name="), mark("with="), mark("error="), mark("warning="));
            found.push(Block { line: number + 1, name, with, error, warning, text: String::new() });
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
        if let Some(code) = &block.warning
            && !rules.diagnostics.iter().any(|problem| problem.severity == Severity::Warning && problem.code == code)
        {
            wrong.push(format!("line {}: there is no warning {code}", block.line));
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

/// The rows of the tables that the manifest's page shows of the shipped policy.
fn pack_rows() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = rules::load(&[root.join("rules/jtth-2024-25/itt-mentor.assize"), root.join("rules/calendars")]);
    let program = rules.program.unwrap_or_default();
    let fields = |fields: &[Field]| {
        let one = |field: &Field| format!("`{}`: {}", field.name, type_in_words(&field.ty));
        fields.iter().map(one).collect::<Vec<_>>().join("; ")
    };
    let system = |id: &RecordsId| program.system(*id).map_or(String::new(), |records| format!("`{}`", records.name));
    let mut rows = Vec::new();
    for role in &program.roles {
        let with = role.counterpart.as_ref().map_or(String::new(), |word| format!(", with a {word}"));
        rows.push(format!("| role | `{}`{with} | {} |", role.name, fields(&role.attributes)));
    }
    rows.extend(program.records.iter().map(|records| format!("| records | `{}` | {} |", records.name, records.title)));
    for activity in &program.activities {
        let from = activity.from.iter().map(system).collect::<Vec<_>>().join(", ");
        let of = match &activity.owner {
            Owner::Nobody => "nobody".to_owned(),
            Owner::Person => "anybody".to_owned(),
            Owner::Role(role) => program.role(*role).map_or(String::new(), |role| role.name.clone()),
            Owner::Counterpart(word) => word.clone(),
        };
        let with = activity.counterpart.as_ref().map_or(String::new(), |word| format!(", with a {word}"));
        let until = if activity.is_span { "from a day to a day; " } else { "" };
        let said = format!("of {of}{with}; in {from}; {until}{}", fields(&activity.fields));
        rows.push(format!("| activity | `{}` | {} |", activity.name, said.trim_end_matches("; ")));
    }
    for param in &program.params {
        let (title, ty) = (param.title.as_deref().unwrap_or_default(), type_in_words(&param.ty));
        rows.push(format!("| parameter | `{}` | {ty}: {title} |", param.name));
    }
    rows
}

fn type_in_words(ty: &Type) -> String {
    match ty {
        Type::Duration { .. } => "duration".to_owned(),
        Type::Count => "count".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Text => "text".to_owned(),
        Type::YesNo => "yes or no".to_owned(),
        Type::Date => "date".to_owned(),
        Type::School => "school".to_owned(),
        Type::Person => "person".to_owned(),
        Type::Weekdays => "weekdays".to_owned(),
        Type::Days => "days".to_owned(),
        Type::OneOfTexts(texts) => texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(" or "),
        Type::OneOfNumbers(numbers) => numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "),
    }
}

#[test]
fn the_manifest_shows_what_the_shipped_policy_expects_and_nothing_else() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manifest.md");
    let page = std::fs::read_to_string(path).unwrap_or_default();
    let kinds = ["| role |", "| records |", "| activity |", "| parameter |"];
    let shown: Vec<&str> = page.lines().filter(|line| kinds.iter().any(|kind| line.starts_with(kind))).collect();
    let rows = pack_rows();
    assert!(!rows.is_empty());
    assert_eq!(shown, rows, "the table should be:\n{}\n", rows.join("\n"));
}
