//! Exports as systems and people really make them: each is read, or refused with what to do, and no row is lost.

use std::fs;

use serde_json::Value;

use crate::folder::Folder;

/// The starter with its diary made of these bytes.
fn with_diary(bytes: &[u8]) -> Folder {
    let folder = Folder::starter();
    fs::write(folder.path().join("diary.csv"), bytes).unwrap();
    folder
}

fn diary() -> String {
    fs::read_to_string(Folder::starter().path().join("diary.csv")).unwrap()
}

/// The report as JSON; its account of rows adds up.
#[track_caller]
fn json(folder: &Folder) -> Value {
    let ran = folder.run(["check", "--format", "json"]).end();
    let json: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("no JSON: {}", ran.stderr));
    assert_eq!(json["rows"]["adds_up"], true);
    for file in json["rows"]["files"].as_array().unwrap() {
        let classes = file["classes"].as_array().unwrap();
        let sum: u64 = classes.iter().map(|class| class["rows"].as_u64().unwrap()).sum();
        assert_eq!(sum, file["read"].as_u64().unwrap(), "{file}");
    }
    json
}

fn rows(json: &Value, class: &str) -> u64 {
    let files = json["rows"]["files"].as_array().unwrap();
    let diary = files.iter().find(|file| file["file"] == "diary.csv").unwrap();
    let classes = diary["classes"].as_array().unwrap();
    classes.iter().find(|count| count["class"] == class).map_or(0, |count| count["rows"].as_u64().unwrap())
}

/// The diary's path and one word of the reason are told, with what to do.
#[track_caller]
fn refused(folder: &Folder, told: &[&str]) {
    let ran = folder.run(["check"]).end();
    ran.could_not_judge("assize: could not judge: the audit `assize.toml` has 1 error (exit 2)");
    for text in told {
        assert!(ran.stderr.contains(text), "{text}: {}", ran.stderr);
    }
}

#[test]
fn the_same_rows_in_other_clothes_are_the_same_report() {
    let text = diary();
    let plain = with_diary(text.as_bytes()).run(["check"]).end().stdout;
    let clothes = [
        format!("\u{feff}{text}"),
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        text.trim_end().to_owned(),
        text.replace(",Held", ",\"Held\""),
        text.replace("Status\n", "Status,Note,Note\n")
            .replace("Held\n", "Held,,\n")
            .replace("Cancelled\n", "Cancelled,,\n"),
    ];
    for text in clothes {
        let shown: String = text.chars().take(60).collect();
        let strip =
            |report: &str| report.lines().filter(|line| !line.contains("1 row")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(strip(&with_diary(text.as_bytes()).run(["check"]).end().stdout), strip(&plain), "{shown:?}");
    }
}

#[test]
fn what_is_no_csv_in_utf8_is_refused_in_one_error() {
    refused(&with_diary(b""), &["`diary.csv`", "empty", "export it again"]);
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    refused(&with_diary(&utf16(&format!("\u{feff}{}", diary()))), &["UTF-16", "save it as CSV (UTF-8)"]);
    refused(&with_diary(&utf16(&diary())), &["UTF-16", "save it as CSV (UTF-8)"]);
    refused(&with_diary(b"PK\x03\x04"), &["a workbook", "save it as CSV (UTF-8)"]);
    let folder = Folder::starter().without("diary.csv");
    refused(&folder, &["there is no such file"]);
    fs::create_dir(folder.path().join("diary.csv")).unwrap();
    refused(&folder, &["a folder"]);
}

#[test]
fn another_delimiter_is_named_once_and_the_correction_works() {
    for (delimiter, written) in [(";", "\";\""), ("\t", "\"tab\""), ("|", "\"|\"")] {
        let folder = with_diary(diary().replace(',', delimiter).as_bytes());
        refused(&folder, &["records/wrong-delimiter", &format!("add `delimiter = {written}` below `file`")]);
        let file = "file     = \"diary.csv\"";
        let folder = folder.replace("assize.toml", file, &format!("{file}\ndelimiter = {written}"));
        assert_eq!(rows(&json(&folder), "counted"), 13);
    }
    let folder = Folder::starter();
    let file = "file     = \"diary.csv\"";
    let folder = folder.replace("assize.toml", file, &format!("{file}\ndelimiter = \";\""));
    refused(&folder, &["holds commas", "add `delimiter = \",\"`"]);
}

#[test]
fn a_quote_that_is_never_closed_names_its_row() {
    let text = diary().replacen("11/09/2024", "\"11/09/2024", 1);
    refused(
        &with_diary(text.as_bytes()),
        &["a quote in the row on line 2 is never closed", "mend the quotes of line 2"],
    );
    let text = format!("{}15,M1,T1,\"24/10/2024,60,Held\n", diary());
    refused(&with_diary(text.as_bytes()), &["line 16"]);
}

#[test]
fn a_row_with_too_few_or_too_many_cells_is_rejected_alone() {
    for (row, found) in [("15,M1,T1", 3), ("15,M1,T1,24/10/2024,60,Held,x,y", 8)] {
        let json = json(&with_diary(format!("{}{row}\n", diary()).as_bytes()));
        assert_eq!((rows(&json, "counted"), rows(&json, "rejected")), (13, 1));
        let problems = json["rows"]["problems"].as_array().unwrap();
        let told = problems.iter().any(|one| {
            one["row"] == 16 && one["problem"].as_str().unwrap().contains(&format!("{found} cells, and the header 6"))
        });
        assert!(told, "{problems:?}");
    }
}

#[test]
fn a_header_and_nothing_else_is_told() {
    let ran = with_diary(diary().lines().next().unwrap().as_bytes()).run(["check"]).end();
    assert!(ran.stderr.contains("records/empty-export"), "{}", ran.stderr);
    ran.ends(1, "assize: 2 breached of 4 findings (exit 1)");
}

#[test]
fn a_column_twice_matters_only_where_it_is_read() {
    let text = diary().replace("Minutes,Status", "Minutes,minutes,Status").replace("60,Held", "60,60,Held");
    refused(&with_diary(text.as_bytes()), &["records/duplicate-column", "`Minutes`"]);
}

#[test]
fn a_format_that_does_not_fit_is_told_with_one_that_does() {
    for wrong in ["MM/DD/YYYY", "YYYY-MM-DD"] {
        let folder = Folder::starter().replace("assize.toml", "DD/MM/YYYY", wrong);
        let ran = folder.run(["check"]).end();
        assert_eq!(ran.code, 3, "never 0: {}", ran.stderr);
        assert!(ran.stderr.contains("records/misread-dates"), "{}", ran.stderr);
        assert!(ran.stderr.contains("write `format = \"DD/MM/YYYY\"`"), "{}", ran.stderr);
        json(&folder);
    }
}

#[test]
fn one_key_with_two_names_is_told() {
    let roster = fs::read_to_string(Folder::starter().path().join("roster.csv")).unwrap();
    let row = "M1,Zed Zulu,T9,Zoe Zap,Oakfield School,2024-09-09,2025-07-18,no\n";
    let ran = Folder::starter().file("roster.csv", &format!("{roster}{row}")).run(["check"]).end();
    assert!(ran.stderr.contains("the key `M1` is `Ann Archer` (row 2) and `Zed Zulu` (row 4)"), "{}", ran.stderr);
}

#[test]
fn nothing_in_a_file_acts_on_the_terminal() {
    let evil = "\u{1b}[31m15\u{1b}[0m,\u{1b}]0;title\u{7}M1,T1,24/10/2024,60,\u{1b}[2JHeld\n\
                16,M1,T1,24/1\u{202e}0/2024,6\u{9b}31m0,He\u{0}ld\n17,M1,T1,,\u{8}\u{8}60,Held\n";
    let folder = with_diary(format!("{}{evil}", diary()).as_bytes())
        .replace("roster.csv", "Ann Archer", "Ann \u{1b}[5mArcher\u{202e}")
        .replace("assize.toml", "Mentoring, autumn 2024", "Mentoring \\u001b[2J");
    for arguments in [
        &["check"][..],
        &["check", "--format", "json"],
        &["check", "--color", "always"],
        &["check", "--quiet"],
        &["check", "--case", "\u{1b}[2Jx"],
        &["explain", "--case", "M1", "--rule", "*"],
        &["\u{1b}[2Jx"],
    ] {
        let ran = folder.run(arguments.iter().copied()).end();
        let text = format!("{}{}", ran.stdout, ran.stderr);
        let ours = |text: &str| {
            ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[1;31m", "\u{1b}[1;35m", "\u{1b}[36m", "\u{1b}[32m"]
                .iter()
                .fold(text.to_owned(), |text, code| text.replace(code, ""))
        };
        let text = if arguments.contains(&"always") { ours(&text) } else { text };
        let acts = |letter: char| (letter.is_control() && letter != '\n') || letter == '\u{202e}';
        // The drawings' own colours remain where they were asked for.
        let acts: Vec<char> = text.chars().filter(|letter| acts(*letter)).collect();
        let only_colours = arguments.contains(&"always") && acts.iter().all(|letter| *letter == '\u{1b}');
        assert!(acts.is_empty() || only_colours, "{arguments:?}: {acts:?}");
        assert!(!text.contains("[2J\u{1b}") && !text.contains("\u{1b}[2J") && !text.contains("\u{1b}[5m"), "{text}");
    }
    json(&folder);
}
