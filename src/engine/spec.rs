//! A window of a rule for one case, before anything is measured in it.

use crate::engine::outcome::{Reason, WindowLabel};
use crate::engine::scope::{Clip, Scope};
use crate::engine::trial::Trial;
use crate::types::typed::CalendarId;
use crate::value::{Day, Days, Rational};

/// One obligation's window.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spec {
    /// What it is called.
    pub label: WindowLabel,
    /// Where events count.
    pub days: Days,
    /// Whether only active days of them do.
    pub clip: Clip,
    /// When the duty opens.
    pub opens: Day,
    /// When it is due.
    pub due: Option<Day>,
    /// What a whole window is, for a part of one.
    pub basis: Basis,
    /// The days that a share of the window is taken of, where the case is active on them.
    pub weighed: Days,
    /// Days between that are no part of what is owed: the weeks that a tile of teaching weeks leaves out.
    pub skipped: Vec<Days>,
    /// Why it cannot be judged.
    pub problem: Vec<Reason>,
}

/// What a part window is a part of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// Nothing: it is always whole.
    Whole,
    /// This many weeks, Monday to Friday.
    Weeks(u32),
    /// A term of a clock, of which this part was served.
    Served(Rational),
    /// These days, by this calendar.
    Period(Days, Option<CalendarId>),
}

impl Spec {
    /// Where events count for it.
    pub fn scope<'a, 'b>(&'b self, trial: &'b Trial<'a, '_>) -> Scope<'a, 'b> {
        Scope {
            judge: trial.judge,
            timeline: &trial.timeline,
            rule: trial.rule,
            days: self.days,
            clip: self.clip,
            due: self.due,
            weighed: self.weighed,
            skipped: &self.skipped,
        }
    }
}
