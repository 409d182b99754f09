//! The report for machines: one document that says everything.

use serde_json::Value;

use crate::folder::Folder;

fn report(folder: &Folder) -> Value {
    serde_json::from_str(&folder.run(["check", "--format", "json"]).end().stdout).unwrap()
}

#[test]
fn it_is_one_document_with_its_version_and_everything_in_it() {
    let json = report(&Folder::starter());
    assert_eq!(json["schema"], "assize/result/1");
    assert_eq!(json["as_of"], "2024-10-25");
    assert_eq!(json["as_of_from"], "manifest");
    assert_eq!(json["cohort"]["findings"], 4);
    let findings = json["findings"].as_array().unwrap();
    let ids: Vec<&str> = findings.iter().map(|finding| finding["id"].as_str().unwrap()).collect();
    assert_eq!(
        ids,
        [
            "mentoring/weekly-meeting|mentor|M1|T1",
            "mentoring/training-hours|mentor|M1",
            "mentoring/weekly-meeting|mentor|M2|T2",
            "mentoring/training-hours|mentor|M2",
        ]
    );
}

#[test]
fn a_breach_has_its_exact_figures_its_rows_and_its_repair() {
    let json = report(&Folder::starter());
    let finding = &json["findings"][0];
    assert_eq!(finding["outcome"], "breached");
    let week = finding["obligations"].as_array().unwrap().iter().find(|one| one["from"] == "2024-10-07").unwrap();
    assert_eq!(week["window"], "week of 7 Oct 2024");
    assert_eq!(week["outcome"], "breached");
    let measure = &week["measures"][0];
    assert_eq!(measure["measured"], serde_json::json!({ "least": "40", "most": "40" }));
    assert_eq!(measure["required"], serde_json::json!({ "least": "60", "most": "60" }));
    assert_eq!((&measure["shortfall"], &measure["unit"]), (&Value::from("20"), &Value::from("minutes")));
    let row = &week["proof"]["rows"][0];
    assert_eq!((&row["file"], &row["row"], &row["kind"]), (&"diary.csv".into(), &6.into(), &"counted".into()));
    assert_eq!(row["raw"], "5,M1,T1,09/10/2024,40,Held");
    assert_eq!(week["proof"]["repair"][0]["kind"], "too-late");
}

#[test]
fn reasons_have_a_kind_and_words() {
    let json = report(&Folder::starter());
    let week = json["findings"][2]["obligations"].as_array().unwrap();
    let week = week.iter().find(|one| one["outcome"] == "undetermined").unwrap();
    let reason = &week["reasons"][0];
    assert_eq!(reason["kind"], "possible");
    assert!(reason["text"].as_str().unwrap().contains("diary.csv:13"), "{reason}");
    assert_eq!(json["missing"][0]["findings"], 1);
}

#[test]
fn the_account_of_rows_adds_up() {
    let json = report(&Folder::starter());
    assert_eq!(json["rows"]["adds_up"], true);
    for file in json["rows"]["files"].as_array().unwrap() {
        let classes = file["classes"].as_array().unwrap();
        let sum: u64 = classes.iter().map(|class| class["rows"].as_u64().unwrap()).sum();
        assert_eq!(sum, file["read"].as_u64().unwrap(), "{file}");
    }
    let problem = &json["rows"]["problems"][0];
    assert_eq!((&problem["file"], &problem["row"]), (&"diary.csv".into(), &13.into()));
}

#[test]
fn same_input_same_bytes() {
    let folder = Folder::starter();
    let one = folder.run(["check", "--format", "json"]).env("RAYON_NUM_THREADS", "1").end().stdout;
    let many = folder.run(["check", "--format", "json"]).env("RAYON_NUM_THREADS", "7").end().stdout;
    assert_eq!(one, many);
}
