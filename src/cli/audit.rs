//! One audit read: its manifest, rules, calendars and records, at its date.

use super::args::Which;
use super::clock;
use super::exit::Closing;
use super::files;
use super::problems;
use super::progress::Progress;
use super::raw;
use super::terminal::Terminal;
use crate::calendar::Calendars;
use crate::engine::outcome::Finding;
use crate::engine::{Audit, Filter};
use crate::records::account::{Account, FileKind};
use crate::records::manifest::Manifest;
use crate::records::table::Tables;
use crate::records::{self, Dates};
use crate::report::view::{AsOfFrom, Only, Report};
use crate::report::words::some;
use crate::report::{self, Depth, Material, account};
use crate::rules::{self, Rules};
use crate::types::typed::Program;
use crate::value::Rational;

/// Everything that an audit reads.
#[derive(Debug)]
pub struct Loaded {
    /// The rule files.
    pub rules: Rules,
    /// What was recorded.
    pub tables: Tables,
    manifest: Manifest,
    account: Account,
    program: Program,
    calendars: Calendars,
    params: Vec<Option<Rational>>,
    dates: Dates,
    as_of_from: AsOfFrom,
    again: Vec<String>,
}

impl Loaded {
    /// The rules.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// What the engine reads.
    pub fn audit(&self) -> Audit<'_> {
        Audit {
            program: &self.program,
            tables: &self.tables,
            calendars: &self.calendars,
            params: &self.params,
            as_of: self.dates.as_of,
        }
    }

    /// The report of some findings; with everything proved, each row has its text.
    pub fn report(&self, (findings, filter): (&[Finding], &Filter), depth: Depth, only: Only) -> Report {
        let material = Material {
            title: &self.manifest.title,
            again: &self.again,
            as_of_from: self.as_of_from,
            known_at: self.dates.known_at,
            audit: self.audit(),
            sources: &self.rules.sources,
            findings,
            filter,
            depth,
        };
        let mut report = report::build(material, only, account::view(&self.account));
        if depth == Depth::Full {
            raw::fill(&mut report, &self.manifest);
        }
        report
    }

    /// How many rows of the roster were rejected: while there are any, somebody may be missing.
    pub fn roster_rejected(&self) -> u64 {
        self.account.rejected(FileKind::Roster)
    }
}

/// Reads an audit. Every problem is shown; an error among them means that there is nothing to judge.
pub fn load(which: &Which, terminal: Terminal) -> Result<Loaded, Closing> {
    let path = files::manifest(which.audit.as_deref())?;
    let files::Read { manifest, sources } = files::read(&path, terminal)?;
    let known_at = which.known_at.as_ref().map(|text| clock::date("--known-at", text)).transpose()?;
    let (as_of, as_of_from) = match (&which.as_of, manifest.as_of) {
        (Some(text), _) => (clock::date("--as-of", text)?, AsOfFrom::Argument),
        (None, Some(day)) => (day, AsOfFrom::Manifest),
        (None, None) => (clock::today(manifest.time_zone)?, AsOfFrom::Today),
    };
    let dates = Dates { as_of, known_at };
    let (rules, program) = program(&manifest, terminal)?;
    let progress = Progress::new(terminal);
    let loaded = records::load(&manifest, &program, dates, &mut |at| progress.bytes(at.file, at.bytes, at.of));
    drop(progress);
    let tally = problems::show(&loaded.diagnostics, &sources, terminal);
    if loaded.has_errors() {
        return Err(Closing::could_not(format!("the audit `{}` has {}", path.display(), tally.words())));
    }
    if loaded.tables.roster.rows.is_empty() {
        return Err(Closing::could_not("the roster is empty, or none of its rows could be read"));
    }
    Ok(Loaded {
        calendars: Calendars::build(&program),
        tables: loaded.tables,
        account: loaded.account,
        params: loaded.params,
        manifest,
        rules,
        program,
        dates,
        as_of_from,
        again: again(which),
    })
}

/// The options that choose an audit, as they were given.
fn again(which: &Which) -> Vec<String> {
    let option = |name: &str, value: &Option<String>| value.as_ref().map(|value| vec![name.to_owned(), value.clone()]);
    let options = [option("--as-of", &which.as_of), option("--known-at", &which.known_at)];
    let folder = which.audit.as_ref().map(|path| path.display().to_string());
    options.into_iter().flatten().flatten().chain(folder).collect()
}

/// The rules that a manifest names. Their warnings are for `validate`: what is open shows in the findings.
fn program(manifest: &Manifest, terminal: Terminal) -> Result<(Rules, Program), Closing> {
    let rules = rules::load(&files::rules_of(manifest));
    let Some(program) = rules.program.clone() else {
        let tally = problems::show(&rules.diagnostics, &rules.sources, terminal);
        return Err(Closing::could_not(format!("the rules have {}", tally.words())));
    };
    if program.rules.is_empty() {
        let files = some(rules.sources.files().count(), "rule file", "rule files");
        return Err(Closing::could_not(format!("there is no rule in {files}")));
    }
    Ok((rules, program))
}
