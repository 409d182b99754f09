use std::path::Path;

use super::{By, Choice, ColumnOrValue, FieldSource, Manifest, Setting};
use crate::diagnostic::Diagnostic;
use crate::source::SourceMap;
use crate::value::Day;

/// The example of `docs/manifest.md`.
fn documented() -> String {
    let page = include_str!("../../../docs/manifest.md");
    let (_, rest) = page.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

fn parse(text: &str) -> (Option<Manifest>, Vec<Diagnostic>, SourceMap) {
    let mut sources = SourceMap::default();
    let (manifest, diagnostics) = Manifest::parse(Path::new("audits/a/assize.toml"), text, &mut sources);
    (manifest, diagnostics, sources)
}

/// Each problem's code with the text that it underlines.
fn problems(text: &str) -> Vec<(&'static str, String)> {
    let (manifest, diagnostics, sources) = parse(text);
    assert_eq!(manifest.is_none(), !diagnostics.is_empty());
    diagnostics.iter().map(|d| (d.code, sources.text(d.labels[0].span).to_owned())).collect()
}

fn changed(from: &str, to: &str) -> Vec<(&'static str, String)> {
    let text = documented();
    assert!(text.contains(from), "{from}");
    problems(&text.replacen(from, to, 1))
}

fn one(from: &str, to: &str) -> (&'static str, String) {
    let mut found = changed(from, to);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn the_documented_example_is_read() {
    let (manifest, diagnostics, _) = parse(&documented());
    assert_eq!(diagnostics, []);
    let manifest = manifest.unwrap();
    assert_eq!(manifest.rules[0].value, Path::new("audits/a/../../rules/jtth-2024-25"));
    assert_eq!(manifest.as_of, Day::new(2025, 3, 31));
    assert_eq!(manifest.params[1].1.value, Setting::Text("5 days".to_owned()));
    let roster = &manifest.rosters[0];
    assert_eq!(roster.from.format.text(), "DD/MM/YYYY");
    assert!(matches!(&roster.school, ColumnOrValue::Column(column) if column.value == "School"));
    assert_eq!(roster.counterpart.as_ref().unwrap().keys[0].value, "Trainee email");
    let export = &manifest.exports[0];
    assert_eq!(export.person.as_ref().unwrap().by, By::Name);
    assert_eq!(export.with.as_ref().unwrap().separator.as_deref(), Some(";"));
    assert!(
        matches!(&export.activity, Choice::ByColumn { values, ignore, .. } if values.len() == 2 && ignore.len() == 1)
    );
    assert!(matches!(&export.fields[1].from, FieldSource::Column { values, .. } if values.len() == 2));
}

#[test]
fn one_table_or_several() {
    let text = documented().replace("[roster]", "[[roster]]");
    assert_eq!(parse(&text).1, []);
    let date = documented().replace("\"2025-03-31\"", "2025-03-31");
    assert_eq!(parse(&date).0.unwrap().as_of, Day::new(2025, 3, 31));
}

#[test]
fn each_slip_is_named_at_its_place() {
    let named = |code, place: &str| (code, place.to_owned());
    assert_eq!(one("time-zone", "timezone"), named("records/unknown-key", "timezone"));
    assert_eq!(one("\"Europe/London\"", "\"Europe/Londn\""), named("records/bad-value", "\"Europe/Londn\""));
    assert_eq!(one("title     = ", "titel     = ").0, "records/unknown-key");
    assert_eq!(one("\"2025-03-31\"  ", "\"31/03/2025\"  "), named("records/bad-value", "\"31/03/2025\""));
    assert_eq!(one("\"sentinel.csv\"", "7"), named("records/wrong-type", "7"));
    assert_eq!(one("\"DD/MM/YYYY\"\nschool", "\"dd/mm/yyyy\"\nschool"), named("records/date-format", "\"dd/mm/yyyy\""));
    assert_eq!(one("\"roster.csv\"", "\"roster.csv\"\ndelimiter = \"::\"").0, "records/bad-value");
    assert_eq!(one("\"Cancelled\"", "\"held\"").0, "records/bad-value");
    assert_eq!(one("separator = \";\"", "separator = \"\"").0, "records/bad-value");
    assert_eq!(one("from = \"2024-09-01\"", "from = \"2025-09-01\"").0, "records/bad-value");
    assert_eq!(
        one("\"Date\", format = \"DD/MM/YYYY\"", "\"Date\", format = \"DD/MM/YYYY HH:mm\"").0,
        "records/bad-value"
    );
    assert_eq!(
        one("time     = \"Start time\"", "time     = { column = \"T\", format = \"DD\" }").0,
        "records/date-format"
    );
    assert_eq!(
        one("[[school]]", "[[school]]\nname = \"oakfield  academy\"\ncalendar = \"x\"\n[[school]]").0,
        "records/bad-value"
    );
    assert_eq!(
        one("rules     = [\"../../rules/jtth-2024-25\", \"../../rules/calendars\"]", "rules = []").0,
        "records/bad-value"
    );
    assert_eq!(one("{ column = \"Module\",", "{ columns = \"Module\",").0, "records/unknown-key");
    assert_eq!(
        one("[audit]\ntitle     = \"ITT mentors, 2024-25\"", "[audit]"),
        named("records/missing-key", "[audit]")
    );
}

#[test]
fn unknown_keys_get_a_suggestion() {
    let (_, diagnostics, _) = parse(&documented().replace("separator", "seperator"));
    assert_eq!(diagnostics[0].help.as_deref(), Some("did you mean `separator`?"));
    let (_, diagnostics, _) = parse(&documented().replace("person      =", "wat = 1\nperson      ="));
    assert!(diagnostics[0].help.as_deref().unwrap().starts_with("there are `file`"));
}

#[test]
fn every_problem_comes_in_one_run() {
    let text =
        documented().replace("time-zone", "timezone").replace("covers ", "cover ").replace("role        =", "rolle =");
    let codes: Vec<_> = problems(&text).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes.iter().filter(|code| **code == "records/unknown-key").count(), 3);
    assert_eq!(codes.len(), 3, "a slip in a key is one problem");
}

#[test]
fn no_exports_is_an_error() {
    let text = documented();
    let (before, _) = text.split_once("[[export]]").unwrap();
    assert_eq!(problems(before)[0].0, "records/no-exports");
}

#[test]
fn what_is_no_toml_says_where() {
    let found = problems("title = \nrules = \n[audit");
    assert!(found.iter().all(|(code, _)| *code == "records/manifest-syntax"));
    assert!(found.len() > 1, "every syntax error: {found:?}");
}

#[test]
fn a_manifest_that_is_not_there() {
    let (manifest, diagnostics) = Manifest::read(Path::new("no/such/folder"), &mut SourceMap::default());
    assert!(manifest.is_none());
    assert_eq!(diagnostics[0].code, "records/unreadable-manifest");
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,80}", place in 0usize..2000) {
        let _ = parse(&text);
        let mut example = documented();
        let place = example.char_indices().map(|(at, _)| at).take_while(|at| *at <= place).last().unwrap_or(0);
        example.insert_str(place, &text);
        let _ = parse(&example);
    }
}
