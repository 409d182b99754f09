//! What the command line accepts.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Who owes what, by when, how much is short, proved by file and row.
#[derive(Parser, Debug)]
#[command(name = "assize", version, about, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 judged, nothing at or above the fail level; 1 judged, findings; \
2 could not judge; 3 judged, but something is undetermined. The last line on stderr says why.")]
pub struct Args {
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set; CLICOLOR_FORCE forces them
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Show the page of a diagnostic's code
    Explain(Explain),
    /// Run the scenarios of rule files
    Test(Test),
    /// Check rule files without judging anybody; silent but for one line when all is well
    Validate(Validate),
    /// Print the version
    Version(Version),
}

/// `assize explain`
#[derive(clap::Args, Debug)]
pub struct Explain {
    /// A diagnostic's code, as `types/unit-mismatch`
    #[arg(value_name = "CODE")]
    pub what: String,
}

/// `assize test`
#[derive(clap::Args, Debug)]
pub struct Test {
    /// Rule files, folders of them, or an audit [default: the audit found upward from here]
    pub paths: Vec<PathBuf>,
    /// Only scenarios whose name holds this text
    #[arg(long, short, value_name = "TEXT")]
    pub run: Option<String>,
    /// Name the scenarios that pass, too
    #[arg(long, short)]
    pub verbose: bool,
}

/// `assize validate`
#[derive(clap::Args, Debug)]
pub struct Validate {
    /// Rule files, folders of them, or an audit [default: the audit found upward from here]
    pub paths: Vec<PathBuf>,
    /// Warnings are errors
    #[arg(long)]
    pub deny_warnings: bool,
}

/// `assize version`
#[derive(clap::Args, Debug)]
pub struct Version {
    /// As JSON, with the version of the result format
    #[arg(long)]
    pub json: bool,
}
