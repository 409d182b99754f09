//! `assize version`.

use super::args::Version;
use super::exit::Closing;
use super::terminal;
use crate::report::view::SCHEMA;

/// Runs the command.
pub fn run(version: &Version) -> Closing {
    let number = env!("CARGO_PKG_VERSION");
    let text = if version.json {
        format!("{}\n", serde_json::json!({ "name": "assize", "version": number, "result": SCHEMA }))
    } else {
        format!("assize {number}\n")
    };
    match terminal::print(&text) {
        Ok(()) => Closing::silent(),
        Err(closing) => closing,
    }
}
