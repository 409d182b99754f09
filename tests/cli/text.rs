//! The report for people, in full.

use crate::folder::Folder;

#[test]
fn the_whole_report_of_a_small_audit() {
    assert_eq!(Folder::starter().run(["check"]).end().stdout, include_str!("report.txt"));
}

#[test]
fn quiet_is_the_summary_and_the_rows() {
    let ran = Folder::starter().run(["check", "--quiet"]).end();
    assert!(include_str!("report.txt").starts_with(ran.stdout.split("\nWhat became").next().unwrap()));
    assert!(!ran.stdout.contains("╭─"), "{}", ran.stdout);
    assert!(ran.stdout.contains("What became of every row"), "{}", ran.stdout);
}

#[test]
fn no_line_is_wider_than_80_columns_but_the_text_of_rows_and_rules() {
    for line in Folder::starter().run(["check"]).end().stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn without_a_date_the_report_says_that_it_is_of_today() {
    let folder = Folder::starter().replace("assize.toml", "as-of = \"2024-10-25\"", "");
    let today = |text: &str| text.lines().nth(1).unwrap().to_owned();
    let line = today(&folder.run(["check"]).end().stdout);
    assert!(line.ends_with("(today, since no date was given)"), "{line}");
    let line = today(&folder.run(["check", "--as-of", "2024-10-18"]).end().stdout);
    assert_eq!(line, "as of Friday 18 October 2024 (as asked)");
}

#[test]
fn what_is_left_out_is_counted() {
    // Nobody met: every week since September is breached, and three are shown.
    let header = "Meeting,Mentor key,Trainee key,Date,Minutes,Status\n";
    let folder = Folder::starter().file("diary.csv", &format!("{header}1,M2,T2,12/09/2024,60,Held\n"));
    let ran = folder.run(["check", "--case", "M1", "--rule", "weekly-meeting"]).end();
    assert!(ran.stdout.contains("with Ben Baker: 6 of 6 weeks so far breached"), "{}", ran.stdout);
    assert!(ran.stdout.contains("  and 3 more weeks, breached\n"), "{}", ran.stdout);
}

#[test]
fn people_with_the_same_gap_are_told_together() {
    let from = "covers   = { from = \"2024-09-01\"";
    let folder = Folder::clean().replace("assize.toml", from, "covers   = { from = \"2024-09-16\"");
    // The meetings of the first week are in no export.
    let folder = folder.replace("diary.csv", "1,M1,T1,11/09/2024,60,Held\n", "");
    let folder = folder.replace("diary.csv", "8,M2,T2,12/09/2024,60,Held\n", "");
    let ran = folder.run(["check", "--rule", "weekly-meeting"]).end();
    ran.ends(3, "assize: 2 undetermined of 2 findings (exit 3)");
    let both = "  for 2 cases: Ann Archer with Ben Baker, Cas Carter with Dee Dixon\n";
    assert!(ran.stdout.contains(both), "{}", ran.stdout);
    let load = "  → load the export of Meeting diary for 9 to 15 Sep 2024 (2 findings:\n    weekly-meeting)\n";
    assert!(ran.stdout.contains(load), "{}", ran.stdout);
}
