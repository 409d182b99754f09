//! A folder with files, and the program run in it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A temporary folder of files.
pub struct Folder {
    folder: TempDir,
}

/// A run of the program that is being put together.
pub struct Run<'f> {
    command: Command,
    folder: &'f Folder,
}

/// What a run gave.
pub struct Ran {
    /// Its report.
    pub stdout: String,
    /// Everything else.
    pub stderr: String,
    /// Its exit code.
    pub code: i32,
}

impl Folder {
    /// An empty folder.
    pub fn empty() -> Folder {
        Folder { folder: TempDir::new().unwrap() }
    }

    /// The audit that `assize init` writes: one breach, one undetermined, one pending, one met.
    pub fn starter() -> Folder {
        let folder = Folder::empty();
        let ran = folder.run(["init"]).end();
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        folder
    }

    /// The starter with nothing breached: one undetermined.
    pub fn undetermined() -> Folder {
        Folder::starter().replace("diary.csv", "09/10/2024,40,Held", "09/10/2024,60,Held").replace(
            "diary.csv",
            "16/10/2024,60,Cancelled",
            "16/10/2024,60,Held",
        )
    }

    /// The starter with nothing breached or undetermined.
    pub fn clean() -> Folder {
        Folder::undetermined().replace("diary.csv", "10/10/2024,,Held", "10/10/2024,60,Held")
    }

    /// The same with a file written.
    pub fn file(self, name: &str, text: &str) -> Folder {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// The same with a text replaced in a file that holds it.
    pub fn replace(self, name: &str, from: &str, to: &str) -> Folder {
        let text = fs::read_to_string(self.path().join(name)).unwrap();
        assert!(text.contains(from), "{name} does not hold {from:?}");
        self.file(name, &text.replace(from, to))
    }

    /// The same without a file.
    pub fn without(self, name: &str) -> Folder {
        fs::remove_file(self.path().join(name)).unwrap();
        self
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A run of the program in the folder.
    pub fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Run<'_> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_assize"));
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(name);
        }
        Run { command, folder: self }
    }
}

impl Run<'_> {
    /// The same with a variable of the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs to the end.
    pub fn end(mut self) -> Ran {
        let output: Output = self.command.output().unwrap();
        let text = |bytes: Vec<u8>| {
            let folder = self.folder.path().display().to_string();
            String::from_utf8(bytes).unwrap().replace(&folder, "FOLDER")
        };
        Ran { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code().unwrap() }
    }

    /// Runs with a stdout that nobody reads.
    pub fn into_closed_pipe(mut self) -> Ran {
        let mut child = self.command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        Ran { stdout: String::new(), stderr, code: output.status.code().unwrap() }
    }
}

impl Ran {
    /// The last line on stderr.
    pub fn last_line(&self) -> &str {
        self.stderr.lines().last().unwrap_or("")
    }

    /// What the last line says of rows to look at, with its semicolon; nothing where there are none.
    pub fn rows_to_look_at(&self) -> String {
        let told = self.last_line().split_once(';').and_then(|(_, rest)| rest.split_once(" (exit"));
        told.map_or(String::new(), |(told, _)| format!(";{told}"))
    }

    /// Asserts the exit code and the last line on stderr, which says why.
    #[track_caller]
    pub fn ends(&self, code: i32, why: &str) -> &Ran {
        assert_eq!((self.code, self.last_line()), (code, why), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Asserts that nothing was judged: exit code 2, this as the last line on stderr, and no report.
    #[track_caller]
    pub fn could_not_judge(&self, why: &str) -> &Ran {
        self.ends(2, why);
        assert_eq!(self.stdout, "", "nothing is reported where nothing was judged");
        self
    }
}
