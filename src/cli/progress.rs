//! What is being done, on a terminal only, while it takes long.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::terminal::Terminal;

/// A line on stderr that says what is being done; it goes away at the end.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Starts; shows nothing where stderr is no terminal.
    pub fn new(terminal: Terminal) -> Progress {
        if !terminal.live {
            return Progress { bar: None };
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Progress { bar: Some(bar) }
    }

    /// Says what is being done now.
    pub fn step(&self, what: impl Into<String>) {
        if let Some(bar) = &self.bar {
            bar.set_message(what.into());
        }
    }

    /// Says how far the reading of a file is.
    pub fn bytes(&self, file: &str, bytes: u64, of: u64) {
        let percent = bytes.saturating_mul(100).checked_div(of).unwrap_or(0);
        self.step(format!("reading {file}: {percent}%"));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
