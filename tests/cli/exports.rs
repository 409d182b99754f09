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

/// A diary of which no row fits shows nothing: the weekly meetings are not known, and the first screen says why.
#[track_caller]
fn shows_nothing(folder: &Folder, told: &str) {
    let ran = folder.run(["check"]).end();
    ran.ends(3, &format!("assize: 2 undetermined of 4 findings{} (exit 3)", ran.rows_to_look_at()));
    let head = ran.stdout.split("all rules").next().unwrap();
    let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(head.contains(told), "{told}: {head}");
    let ran = folder.run(["check", "--quiet"]).end();
    assert!(ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ").contains(told), "{}", ran.stdout);
    let json = json(folder);
    assert_eq!(json["rows"]["notices"][0]["file"], "diary.csv");
    assert!(json["rows"]["notices"][0]["text"].as_str().unwrap().contains(told), "{}", json["rows"]["notices"]);
    assert_eq!(json["missing"][0]["kind"], "no-row-used");
    let missing = json["missing"][0]["text"].as_str().unwrap();
    assert!(missing.contains("in place of diary.csv, of which no row could be used"), "{missing}");
    let ran = folder.run(["explain", "--case", "M2", "--rule", "*weekly-meeting"]).end();
    assert!(ran.stdout.contains("no row of diary.csv"), "{}", ran.stdout);
}

#[test]
fn a_header_and_nothing_else_shows_nothing_unless_it_may() {
    let header = format!("{}\n", diary().lines().next().unwrap());
    let folder = with_diary(header.as_bytes());
    assert!(folder.run(["check"]).end().stderr.contains("records/empty-export"));
    shows_nothing(&folder, "`diary.csv` has no rows: it counts as not loaded");
    let file = "file     = \"diary.csv\"";
    let folder = folder.replace("assize.toml", file, &format!("{file}\nmay-be-empty = true"));
    let ran = folder.run(["check"]).end();
    ran.ends(1, "assize: 2 breached of 4 findings (exit 1)");
    assert!(!ran.stderr.contains("records/"), "{}", ran.stderr);
}

#[test]
fn a_file_of_which_no_row_can_be_placed_shows_nothing() {
    let keys = diary().replace(",M1,", ",X1,").replace(",M2,", ",X2,");
    shows_nothing(&with_diary(keys.as_bytes()), "no row of `diary.csv` could be used: 14 unmatched");
    let trainees = diary().replace(",T1,", ",X1,").replace(",T2,", ",X2,");
    shows_nothing(&with_diary(trainees.as_bytes()), "no row of `diary.csv` could be used: 14 unmatched");
    let years = diary().replace("/2024,", "/2023,");
    shows_nothing(&with_diary(years.as_bytes()), "no row of `diary.csv` could be used: 14 dated outside `covers`");
    // That a wrong file may be empty does not make its rows fit.
    let file = "file     = \"diary.csv\"";
    let folder = with_diary(keys.as_bytes()).replace("assize.toml", file, &format!("{file}\nmay-be-empty = true"));
    shows_nothing(&folder, "no row of `diary.csv` could be used: 14 unmatched");
    // One that fits is enough.
    let one = format!("{keys}15,M1,T1,24/10/2024,60,Held\n");
    assert_eq!(with_diary(one.as_bytes()).run(["check"]).end().code, 1);
}

#[test]
fn rows_that_were_not_held_or_are_still_to_come_show_which_file_it_is() {
    let planned = diary().replace(",Held", ",Planned");
    assert_eq!(with_diary(planned.as_bytes()).run(["check"]).end().code, 1);
    let ran = Folder::starter().run(["check", "--as-of", "2024-09-10"]).end();
    let head = ran.stdout.split("all rules").next().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "every row of `diary.csv` that can be used is dated after the audit's date, 2024-09-10";
    assert!(head.contains(told), "{head}");
    assert!(head.contains("ask as of 2024-09-11 or later"), "{head}");
}

/// The starter with a second activity in the diary that no export holds.
fn with_visits() -> Folder {
    let activity = "activity meeting with trainee from diary { length: duration }";
    let rule = "rule no-visit \"No visit\" {\n  cites M-1\n  for mentor\n  over 2024-09-09 to 2024-10-25\n  \
                part in full\n  require count of visit <= 1\n}\n";
    let folder = Folder::clean();
    let folder =
        folder.replace("rules/mentoring.assize", activity, &format!("{activity}\nactivity visit from diary {{ }}"));
    folder.replace("rules/mentoring.assize", "-- Scenarios are", &format!("{rule}-- Scenarios are"))
}

#[test]
fn an_activity_that_no_export_holds_is_named_with_the_way_to_declare_it() {
    let folder = with_visits();
    let ran = folder.run(["check"]).end();
    ran.ends(3, "assize: 2 undetermined of 6 findings (exit 3)");
    let said = "no loaded export of Meeting diary holds `visit`: map it under `activity` of its `[[export]]`, load \
                the export that holds it, or say `holds = [\"visit\"]`";
    let text = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains(said), "{text}");
    let json = json(&folder);
    assert_eq!(json["missing"][0]["kind"], "activity-not-loaded");
    assert!(json["missing"][0]["text"].as_str().unwrap().starts_with(said), "{json}");
    let ran = folder.run(["explain", "--case", "M2", "--rule", "*no-visit"]).end();
    assert!(ran.stdout.contains("no loaded export of Meeting diary holds `visit`"), "{}", ran.stdout);
    let activity = "activity = \"meeting\"";
    let folder = folder.replace("assize.toml", activity, &format!("{activity}\nholds = [\"visit\"]"));
    let ran = folder.run(["check"]).end();
    ran.ends(0, "assize: 6 findings, none breached, undetermined or at risk (exit 0)");
}

#[test]
fn what_an_export_is_said_to_hold_must_be_recorded_there() {
    let activity = "activity = \"meeting\"";
    for (name, code) in [("session", "records/not-recorded-there"), ("vist", "records/unknown-name")] {
        let folder = with_visits();
        let folder = folder.replace("assize.toml", activity, &format!("{activity}\nholds = [\"{name}\"]"));
        refused(&folder, &[code, &format!("`{name}`")]);
    }
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

fn problems<'j>(json: &'j Value, code: &str) -> Vec<&'j Value> {
    let problems = json["rows"]["problems"].as_array().unwrap();
    problems.iter().filter(|problem| problem["code"] == code).collect()
}

fn roster() -> String {
    fs::read_to_string(Folder::starter().path().join("roster.csv")).unwrap()
}

#[test]
fn one_key_with_two_names_is_nobody_whatever_the_order() {
    let lines: Vec<String> = roster().lines().map(str::to_owned).collect();
    let (header, ann, cas) = (&lines[0], &lines[1], &lines[2]);
    let posts = [
        // A row of its own, and one that but for the name is a duplicate.
        "M1,Zed Zulu,T9,Zoe Zap,Oakfield School,2024-09-09,2025-07-18,no".to_owned(),
        ann.replace("Ann Archer", "Zed Zulu"),
    ];
    for other in posts {
        for rows in [[ann, cas, &other], [&other, cas, ann]] {
            let text = format!("{header}\n{}\n{}\n{}\n", rows[0], rows[1], rows[2]);
            let folder = Folder::clean().file("roster.csv", &text);
            let ran = folder.run(["check"]).end();
            assert_eq!(ran.code, 3, "never 0: {}", ran.stderr);
            assert!(ran.last_line().contains("2 of the roster could not be read"), "{}", ran.stderr);
            let json = json(&folder);
            let told = problems(&json, "records/two-names");
            assert_eq!(told.len(), 2, "{told:?}");
            let first = told[0]["problem"].as_str().unwrap();
            assert!(first.starts_with("the key `M1` is also `") && first.ends_with("` (roster.csv:4)"), "{first}");
            assert!(json["findings"].as_array().unwrap().iter().all(|finding| finding["person"]["key"] == "M2"));
        }
    }
    // A counterpart's key is one person's alone too.
    let other = "M3,Eve Eaton,T1,Zoe Zap,Oakfield School,2024-09-09,2025-07-18,no";
    let folder = Folder::clean().file("roster.csv", &format!("{}{other}\n", roster()));
    assert_eq!(problems(&json(&folder), "records/two-names").len(), 2);
    assert_eq!(folder.run(["check"]).end().code, 3);
}

#[test]
fn spellings_of_one_name_are_one_person_and_told() {
    let again = |name: &str| {
        let row = format!("M1,{name},T1,Ben Baker,Oakfield School,2025-09-09,2026-07-18,no");
        Folder::clean().file("roster.csv", &format!("{}{row}\n", roster()))
    };
    for name in ["\"Archer, Ann\"", "Ann Archér", "Ann Archr"] {
        let folder = again(name);
        let json = json(&folder);
        assert_eq!(problems(&json, "records/two-spellings").len(), 1, "{name}");
        assert_eq!(folder.run(["check"]).end().code, 0);
    }
    assert!(json(&again("ANN  archer"))["rows"]["problems"].as_array().unwrap().is_empty());
}

#[test]
fn an_fte_that_nobody_can_have_is_a_cell_that_cannot_be_read() {
    for (fte, wrong) in [("-0.5", true), ("5", true), ("0", true), ("1.01", true), ("1", false), ("0.2", false)] {
        let rows = roster().replace("Experienced", "Experienced,FTE").replace(",yes", ",yes,1");
        let folder = Folder::clean()
            .file("roster.csv", &rows.replace(",no", &format!(",no,{fte}")))
            .replace("assize.toml", "experienced = \"Experienced\"", "experienced = \"Experienced\"\nfte = \"FTE\"")
            .replace("rules/mentoring.assize", "{ experienced: yes or no }", "{ experienced: yes or no; fte: number }")
            .replace("rules/mentoring.assize", "pro rata by open days", "pro rata by fte");
        let json = json(&folder);
        let all = json["rows"]["problems"].as_array().unwrap();
        let told: Vec<&Value> = all.iter().filter(|problem| problem["column"] == "FTE").collect();
        assert_eq!(told.len(), usize::from(wrong), "{fte}");
        if let [told] = told.as_slice() {
            assert_eq!((&told["row"], &told["effect"]), (&2.into(), &"value-unknown".into()));
            let code = if fte.starts_with('-') { "records/unreadable-value" } else { "records/fte-out-of-range" };
            assert_eq!(told["code"], code);
        }
    }
}

#[test]
fn rows_of_one_cause_are_told_once() {
    let folder = with_diary(diary().replace(",Held", ",Done").as_bytes());
    let ran = folder.run(["check"]).end();
    let text = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "diary.csv column `Status` says `Done` in 13 rows (2, 3, 4, 5, 6 and 8 more): nobody knows whether this \
                was held (they may count)";
    assert_eq!(text.matches(told).count(), 1, "{text}");
    assert!(text.contains("14 rows or cells to look at, for 2 causes"), "{text}");
    let json = json(&folder);
    let cause = &json["rows"]["causes"][0];
    assert_eq!((cause["rows"].as_array().unwrap().len(), &cause["texts"][0]), (13, &"Done".into()));
}

#[test]
fn a_close_name_or_a_turned_date_is_suggested_and_never_used() {
    let by_name = Folder::starter().replace(
        "assize.toml",
        "person   = \"Mentor key\"\nwith",
        "person   = { column = \"Mentor key\", by = \"name\" }\nwith",
    );
    let diary = diary().replace(",M1,", ",\"Archer, Ann\",").replace(",M2,", ",Cas Carter,");
    let report = json(&by_name.file("diary.csv", &diary));
    assert_eq!(rows(&report, "unmatched"), 6, "one was not held");
    let told = problems(&report, "records/unknown-person");
    assert!(told[0]["to_do"].as_str().unwrap().starts_with("did you mean Ann Archer (M1)?"), "{told:?}");
    let turned = Folder::starter().replace("diary.csv", "24/10/2024", "10/24/2024");
    let report = json(&turned);
    let told = problems(&report, "records/unreadable-date");
    assert!(told[0]["to_do"].as_str().unwrap().starts_with("as `MM/DD/YYYY` it can be read"), "{told:?}");
}

#[test]
fn a_row_replaced_by_another_persons_is_listed_and_the_proof_names_what_replaced_it() {
    let roster = format!("{}M1,Ann Archer,T3,Flo Ford,Oakfield School,2024-09-09,2025-07-18,no\n", roster());
    let diary = format!("{}7,M1,T3,23/10/2024,60,Held\n", diary());
    let folder = with_diary(diary.as_bytes()).file("roster.csv", &roster);
    let report = json(&folder);
    let told = problems(&report, "records/replaced-by-another");
    assert_eq!((told.len(), &told[0]["row"]), (1, &8.into()));
    assert!(told[0]["problem"].as_str().unwrap().starts_with("diary.csv:16 has the same id and day"), "{told:?}");
    assert!(told[0]["to_do"].as_str().unwrap().contains("write `id = [\"Meeting\", \"Trainee key\"]`"), "{told:?}");
    let ran = folder.run(["explain", "--case", "M1", "--rule", "*weekly-meeting"]).end();
    let text = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("does not count: diary.csv:16 has the same id and replaces it"), "{text}");
    let folder = folder.replace("assize.toml", "id       = \"Meeting\"", "id = [\"Meeting\", \"Trainee key\"]");
    assert!(problems(&json(&folder), "records/replaced-by-another").is_empty());
}

#[test]
fn a_roster_of_which_no_row_can_be_read_says_why() {
    let folder = Folder::starter().file("roster.csv", &roster().replace("2024-09-09", "09/09/2024"));
    let ran = folder.run(["check"]).end();
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    let text = ran.stderr.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("records/empty-roster"), "{text}");
    assert!(text.contains("roster.csv column `Start` says `09/09/2024` in 2 rows (2, 3)"), "{text}");
}

#[test]
fn a_date_of_the_manifest_that_is_not_iso_is_told_as_it_should_be() {
    let folder = Folder::starter().replace("assize.toml", "from = \"2024-09-01\"", "from = \"01/09/2024\"");
    let ran = folder.run(["check"]).end();
    ran.could_not_judge("assize: could not judge: the manifest `assize.toml` has 1 error (exit 2)");
    assert!(ran.stderr.contains("help: write \"2024-09-01\""), "{}", ran.stderr);
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

#[test]
fn an_amount_that_cannot_be_read_is_asked_for_by_its_own_name() {
    let rule = "rule scored \"Scored\" {\n  cites M-1\n  for mentor with trainee\n  over 2024-09-09 to 2024-10-25\n  \
                part in full\n  joint in full for each\n  require total score of meeting >= 30\n}\n";
    let text = diary().replace("Status\n", "Status,Score\n").replace("Held\n", "Held,5\n");
    let text =
        text.replace("Cancelled\n", "Cancelled,5\n").replace("23/10/2024,60,Held,5", "23/10/2024,60,Held,\"-4,5\"");
    let folder = with_diary(text.as_bytes())
        .replace("assize.toml", "format = \"minutes\" }", "format = \"minutes\" }\nscore = \"Score\"")
        .replace(
            "rules/mentoring.assize",
            "from diary { length: duration }",
            "from diary { length: duration; score: number }",
        )
        .replace("rules/mentoring.assize", "-- Scenarios are", &format!("{rule}-- Scenarios are"));
    let text = folder.run(["explain", "--case", "M1", "--rule", "*scored"]).end().stdout;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("fill in or correct the value of `score` of meeting on 23 Oct 2024 (diary.csv:8)"), "{text}");
    assert!(!text.contains("length of meeting"), "{text}");
}
