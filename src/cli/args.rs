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
    /// Judge every case by every rule, and report what is owed
    Check(Check),
    /// Show the whole proof of a finding, or the page of a diagnostic's code
    Explain(Explain),
    /// Run the scenarios of rule files
    Test(Test),
    /// Show clause by clause which rules stand for it, and what their scenarios reach
    Coverage(Coverage),
    /// Check rule files without judging anybody; silent but for one line when all is well
    Validate(Validate),
    /// Write a small audit that works, to start from
    Init(Init),
    /// Print the version
    Version(Version),
}

/// Which audit, and at what date.
#[derive(clap::Args, Debug)]
pub struct Which {
    /// A folder with an `assize.toml`, or the manifest itself [default: found upward from here]
    pub audit: Option<PathBuf>,
    /// Judge at the end of this day, YYYY-MM-DD [default: the manifest's, else today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Ignore what was recorded after this day, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub known_at: Option<String>,
}

/// `assize check`
#[derive(clap::Args, Debug)]
pub struct Check {
    /// Which audit
    #[command(flatten)]
    pub which: Which,
    /// Only these rules: a name, `policy/name`, or a pattern with * and ?; may be given several times
    #[arg(long = "rule", value_name = "NAME")]
    pub rules: Vec<String>,
    /// Only these people: a key or name, or a pattern with * and ?; may be given several times
    #[arg(long = "case", value_name = "PERSON")]
    pub cases: Vec<String>,
    /// Only rules of this authority; may be given several times
    #[arg(long = "authority", value_enum, value_name = "AUTHORITY")]
    pub authorities: Vec<Authority>,
    /// How to report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// From which outcome on findings make the exit code 1
    #[arg(long, value_enum, default_value_t = FailLevel::Breached, value_name = "OUTCOME")]
    pub fail_level: FailLevel,
    /// Only the summary, without the findings one by one
    #[arg(long, short)]
    pub quiet: bool,
}

/// Who set a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Authority {
    /// The law
    Statutory,
    /// The programme's provider
    Provider,
    /// The school or trust
    Local,
}

impl From<Authority> for crate::types::typed::Authority {
    fn from(authority: Authority) -> Self {
        match authority {
            Authority::Statutory => Self::Statutory,
            Authority::Provider => Self::Provider,
            Authority::Local => Self::Local,
        }
    }
}

/// How to report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One JSON document, everything with its proof
    Json,
}

/// From which outcome on findings make the exit code 1. Each includes those before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum FailLevel {
    /// Breached
    Breached,
    /// Breached or undetermined
    Undetermined,
    /// Breached, undetermined or at risk
    AtRisk,
    /// No outcome does; what is undetermined still makes it 3
    Never,
}

/// `assize explain`
#[derive(clap::Args, Debug)]
pub struct Explain {
    /// A diagnostic's code, as `types/unit-mismatch`; or with --case and --rule, which audit
    #[arg(value_name = "CODE|DIR")]
    pub what: Option<String>,
    /// Whose finding: a key or name
    #[arg(long, value_name = "PERSON", requires = "rule")]
    pub case: Option<String>,
    /// Of which rule
    #[arg(long, value_name = "NAME", requires = "case")]
    pub rule: Option<String>,
    /// Judge at the end of this day, YYYY-MM-DD [default: the manifest's, else today]
    #[arg(long, value_name = "DATE", requires = "case")]
    pub as_of: Option<String>,
    /// Ignore what was recorded after this day, YYYY-MM-DD
    #[arg(long, value_name = "DATE", requires = "case")]
    pub known_at: Option<String>,
    /// How to report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
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

/// `assize coverage`
#[derive(clap::Args, Debug)]
pub struct Coverage {
    /// Rule files, folders of them, or an audit [default: the audit found upward from here]
    pub paths: Vec<PathBuf>,
    /// End with 1 where a smaller share of the clauses is covered; those whose text is lost are left out
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub threshold: Option<u8>,
    /// How to show it
    #[arg(long, value_enum, default_value_t = CoverageFormat::Text)]
    pub format: CoverageFormat,
}

/// How to show coverage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum CoverageFormat {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// One page that opens from disk
    Html,
}

/// `assize validate`
#[derive(clap::Args, Debug)]
pub struct Validate {
    /// Rule files, folders of them, or an audit [default: the audit found upward from here]
    pub paths: Vec<PathBuf>,
    /// Warnings are errors
    #[arg(long)]
    pub deny_warnings: bool,
    /// Show advice, too: parameters that are not set, outcomes that no scenario expects, what is allowed
    #[arg(long, short)]
    pub verbose: bool,
}

/// `assize init`
#[derive(clap::Args, Debug)]
pub struct Init {
    /// Where [default: here]
    pub folder: Option<PathBuf>,
}

/// `assize version`
#[derive(clap::Args, Debug)]
pub struct Version {
    /// As JSON, with the version of the result format
    #[arg(long)]
    pub json: bool,
}
