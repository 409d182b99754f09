//! `assize init`: writes a small audit that works, and never over anything that is there.

use std::fs;
use std::path::Path;

use super::args::Init;
use super::exit::{Closing, Code};
use super::files::MANIFEST;
use crate::source::why_not;

/// The files of the starter, by path.
const FILES: [(&str, &str); 5] = [
    (MANIFEST, include_str!("starter/assize.toml")),
    ("rules/mentoring.assize", include_str!("starter/rules/mentoring.assize")),
    ("roster.csv", include_str!("starter/roster.csv")),
    ("diary.csv", include_str!("starter/diary.csv")),
    ("training.csv", include_str!("starter/training.csv")),
];

/// Runs the command.
pub fn run(init: &Init) -> Closing {
    let folder = init.folder.as_deref().unwrap_or(Path::new("."));
    match written(folder) {
        Ok(()) => Closing::new(
            Code::Clean,
            format!("wrote {} files to `{}`; next: assize check {}", FILES.len(), folder.display(), folder.display()),
        ),
        Err(closing) => closing,
    }
}

fn written(folder: &Path) -> Result<(), Closing> {
    let failed = |path: &Path, error: std::io::Error| {
        Closing::new(Code::CouldNotJudge, format!("`{}` cannot be written: {}", path.display(), why_not(&error)))
    };
    for (name, _) in FILES {
        let path = folder.join(name);
        if path.exists() {
            let why = format!("nothing was written: `{}` is already there", path.display());
            return Err(Closing::new(Code::CouldNotJudge, why));
        }
    }
    for (name, text) in FILES {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| failed(parent, error))?;
        // Never over a file that came to be there in the meantime.
        let mut file =
            fs::OpenOptions::new().write(true).create_new(true).open(&path).map_err(|error| failed(&path, error))?;
        std::io::Write::write_all(&mut file, text.as_bytes()).map_err(|error| failed(&path, error))?;
    }
    Ok(())
}
