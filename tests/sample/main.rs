//! The sample audit: its exports are what the generator makes, and each planted trap gives what its README says.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]

mod answers;
#[path = "../../examples/generate_sample/audit/mod.rs"]
mod audit;
mod hub;

use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("audits/itt-mentors-2024-25")
}

#[test]
fn the_exports_are_what_the_generator_makes() {
    for (name, bytes) in audit::files() {
        let committed = std::fs::read(folder().join(name)).unwrap_or_default();
        let same = committed == bytes;
        assert!(
            same,
            "{name} differs: run `cargo run --release --example generate_sample -- audits/itt-mentors-2024-25`"
        );
    }
}

#[test]
fn the_generator_makes_the_same_bytes_twice() {
    assert!(audit::files() == audit::files(), "the generator is not deterministic");
}
