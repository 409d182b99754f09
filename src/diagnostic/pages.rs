//! The page of every code: what was written, why it is wrong, how to fix it. One file a stage, one section a code.

/// The pages of each stage.
const STAGES: [&str; 6] = [
    include_str!("pages/syntax.md"),
    include_str!("pages/resolve.md"),
    include_str!("pages/rules.md"),
    include_str!("pages/types.md"),
    include_str!("pages/records.md"),
    include_str!("pages/internal.md"),
];

/// Every code that has a page, stage by stage.
pub fn codes() -> impl Iterator<Item = &'static str> {
    STAGES.iter().flat_map(|stage| stage.lines()).filter_map(|line| line.strip_prefix("# "))
}

/// The page of a code.
pub fn page(code: &str) -> Option<&'static str> {
    STAGES.iter().find_map(|stage| {
        let heading = format!("# {code}\n");
        let start = if stage.starts_with(&heading) { 0 } else { stage.find(&format!("\n{heading}"))? + 1 };
        let section = stage.get(start..)?;
        let end = section.find("\n# ").unwrap_or(section.len());
        section.get(..end).map(str::trim_end)
    })
}

/// The nearest code to one that has no page, where one is close: of its own stage, or with its own name.
pub fn nearest(code: &str) -> Option<&'static str> {
    let (stage, name) = code.split_once('/').unwrap_or(("", code));
    let distance = |other: &'static str| {
        let (other_stage, other_name) = other.split_once('/').unwrap_or(("", other));
        let name_distance = strsim::damerau_levenshtein(name, other_name);
        let stage_distance = if stage.is_empty() { 0 } else { strsim::damerau_levenshtein(stage, other_stage) };
        let close = name_distance <= (other_name.len() / 4).max(1) && (stage_distance <= 2 || name_distance == 0);
        close.then_some((name_distance + stage_distance, other))
    };
    codes().filter_map(distance).min().map(|(_, other)| other)
}

/// The stage of a code, and the codes of that stage; none where there is no such stage.
pub fn of_stage(code: &str) -> (&str, Vec<&'static str>) {
    let stage = code.split('/').next().unwrap_or("");
    let in_stage = |other: &&str| other.split('/').next() == Some(stage);
    (stage, codes().filter(in_stage).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_page_has_its_three_parts() {
        for code in codes() {
            let page = page(code).unwrap();
            for heading in ["## What was written", "## Why it is wrong", "## How to fix it"] {
                assert!(page.contains(heading), "{code} lacks {heading}");
            }
        }
    }

    #[test]
    fn every_code_in_the_source_has_a_page_and_every_page_a_code() {
        let mut used = BTreeSet::new();
        collect(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut used);
        let pages: BTreeSet<String> = codes().map(str::to_owned).collect();
        assert_eq!(used.difference(&pages).collect::<Vec<_>>(), Vec::<&String>::new(), "codes without a page");
        assert_eq!(pages.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "pages without a code");
    }

    /// The codes written in the source files below a folder: `"stage/name"`.
    fn collect(folder: &Path, used: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, used);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                // Quotation marks that are no ends of a text would put the others out of step.
                let text = text.replace("'\"'", "").replace("\\\"", "");
                for quoted in text.split('"').skip(1).step_by(2) {
                    let stages = ["syntax/", "resolve/", "rules/", "types/", "records/", "internal/"];
                    let name = quoted.split_once('/').map(|(_, name)| name).unwrap_or("");
                    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
                    if plain && stages.iter().any(|stage| quoted.starts_with(stage)) {
                        used.insert(quoted.to_owned());
                    }
                }
            }
        }
    }
}
