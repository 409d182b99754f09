//! The sample audits: their exports are what the generator makes, and each planted trap gives what their README says.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]

mod answers;
#[path = "../../examples/generate_sample/audit/mod.rs"]
mod audit;
#[path = "../../examples/generate_sample/hub/mod.rs"]
mod hub;
mod hub_answers;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn folder(audit: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("audits").join(audit)
}

/// What an audit gives as JSON; somebody is in breach.
fn judged(audit: &str) -> Value {
    let ran = Command::new(env!("CARGO_BIN_EXE_assize"))
        .args(["check", "--format", "json"])
        .arg(folder(audit))
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    serde_json::from_slice(&ran.stdout).unwrap()
}

#[test]
fn the_exports_are_what_the_generator_makes() {
    for (audit, files) in [("itt-mentors-2024-25", audit::files()), ("hub-2024-25", hub::files())] {
        for (name, bytes) in files {
            let committed = std::fs::read(folder(audit).join(name)).unwrap_or_default();
            let same = committed == bytes;
            assert!(same, "{audit}/{name} differs: run `cargo run --release --example generate_sample -- audits`");
        }
    }
}

#[test]
fn the_generator_makes_the_same_bytes_twice() {
    assert!(audit::files() == audit::files() && hub::files() == hub::files(), "the generator is not deterministic");
}
