//! The program as people run it: full output, and the exit code whatever the flags.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

mod arguments;
mod coverage;
mod exit_codes;
mod explain;
mod exports;
mod folder;
mod init;
mod json;
mod levels;
mod rule_files;
mod scenarios;
mod text;
mod validate;
mod waivers;
