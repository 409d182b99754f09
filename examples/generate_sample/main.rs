//! Writes the exports of the sample audits: the same bytes on every run and every machine.
//!
//! `cargo run --release --example generate_sample -- audits`

mod audit;
mod hub;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: generate_sample FOLDER");
        return ExitCode::from(2);
    };
    if let Err(error) = write(&folder) {
        eprintln!("cannot write to {}: {error}", folder.display());
        return ExitCode::from(2);
    }
    ExitCode::SUCCESS
}

fn write(folder: &std::path::Path) -> std::io::Result<()> {
    for (audit, files) in [("itt-mentors-2024-25", audit::files()), ("hub-2024-25", hub::files())] {
        let folder = folder.join(audit);
        std::fs::create_dir_all(&folder)?;
        for (name, bytes) in files {
            std::fs::write(folder.join(name), bytes)?;
        }
    }
    Ok(())
}
