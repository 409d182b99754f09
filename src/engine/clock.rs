//! A clock of a person: time served day by day, until it is enough.
//!
//! What nobody knows (an `fte`, an absence, whether a stay is long enough) gives two runs: one that ends as early as may
//! be, and one as late. What is still to come is taken as the roster has it, with nobody absent.

use crate::engine::absent::{Absences, absences};
use crate::engine::audit::Audit;
use crate::engine::judge::Judge;
use crate::engine::outcome::{Case, EventRef, Reason};
use crate::engine::stays::{Stay, Terms, stays};
use crate::engine::threshold;
use crate::engine::timeline::Timeline;
use crate::records::table::{PersonId, RosterRow, SchoolId};
use crate::types::typed::{Amount, Clock, ClockId, DayUnit, Point, Value};
use crate::value::{Bound, Day, Days, Rational, Truth, whole};

/// What a clock comes to for one person.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The clock.
    pub id: ClockId,
    /// When it starts, at the earliest and at the latest; none where it has not.
    pub from: (Option<Day>, Option<Day>),
    /// The run that ends as early as may be.
    pub early: Run,
    /// The run that ends as late as may be.
    pub late: Run,
    /// The last day of the role.
    pub role_end: Day,
    /// The spans that make it run longer.
    pub events: Vec<EventRef>,
    coming: Run,
    doubts: Vec<Reason>,
    short: Vec<Reason>,
    as_of: Day,
}

/// One way of running.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The last day of each term that ends.
    pub ends: Vec<Day>,
    /// The last term of each part that ran longer, by how many days, and until when.
    pub extended: Vec<(u32, Rational, Day)>,
    /// The terms served by the audit's date.
    pub served: Rational,
    /// The part served of the term that was running at the end.
    pub rest: Rational,
    /// The first day of which nobody knows what it counts, and why, where it stopped there.
    pub stopped: Option<(Day, Reason)>,
}

/// When a term ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// On a day between two.
    Between(Day, Day),
    /// Not before a day, and nobody knows when.
    From(Day),
    /// Later than the audit, and later than anybody can see.
    Ahead,
    /// Not by the roster.
    Never,
}

impl Reading {
    /// When a term ends.
    pub fn end(&self, term: u32) -> End {
        let of = |run: &Run| usize::try_from(term).ok().and_then(|term| run.ends.get(term.checked_sub(1)?)).copied();
        let coming = of(&self.coming).filter(|day| *day > self.as_of);
        match (of(&self.early), coming.or(of(&self.late)), &self.early.stopped) {
            (Some(early), Some(late), _) => End::Between(early, late.max(early)),
            (Some(early), None, _) => End::From(early),
            (None, _, Some((day, _))) if *day > self.as_of => End::Ahead,
            (None, _, Some((day, _))) => End::From(*day),
            (None, _, None) => End::Never,
        }
    }

    /// What tells how a term came to end.
    pub fn told(&self, term: u32) -> Vec<Reason> {
        let mut told = self.short.clone();
        let longer = self.late.extended.iter().filter(|(last, ..)| *last <= term);
        told.extend(longer.map(|(last, days, until)| Reason::ClockExtended(self.id, *last, *days, *until)));
        told.push(match self.end(term) {
            End::Between(day, late) if day == late => Reason::ClockReached(self.id, term, day),
            End::Between(early, late) => Reason::ClockBetween(self.id, term, early, Some(late)),
            End::From(early) => Reason::ClockBetween(self.id, term, early, None),
            End::Ahead | End::Never => Reason::ClockRuns(self.id, term),
        });
        told
    }

    /// Why it is not known when a term ends.
    pub fn doubts(&self) -> Vec<Reason> {
        let stopped = [&self.early, &self.late].into_iter().filter_map(|run| run.stopped.as_ref());
        let mut doubts: Vec<Reason> = self.doubts.clone();
        doubts.extend(stopped.map(|(_, reason)| reason.clone()));
        doubts.sort();
        doubts.dedup();
        doubts
    }
}

/// Reads a clock for a person of an audit.
pub fn reading(audit: &Audit<'_>, id: ClockId, person: PersonId) -> Option<Reading> {
    read(Judge::new(audit), id, person)
}

/// Reads a clock for a case: for its person, or for the counterpart.
pub fn of_case(judge: Judge<'_>, id: ClockId, case: Case) -> Option<Reading> {
    let own = judge.audit.program.clock(id)?.subject.role == case.role;
    read(judge, id, if own { case.person } else { case.counterpart? })
}

/// Reads a clock; `None` where the person never held its role.
fn read(judge: Judge<'_>, id: ClockId, person: PersonId) -> Option<Reading> {
    let clock = judge.audit.program.clock(id)?;
    let rows: Vec<&RosterRow> = judge.rows_of(person).iter().filter(|row| row.role == clock.subject.role).collect();
    let case = Case { role: clock.subject.role, person, counterpart: None, key: None };
    let timeline = Timeline::new(judge, case, rows.clone(), horizon(judge, &rows), None)?;
    let terms = Terms::of(judge, &timeline);
    let stays = stays(judge, &timeline, &terms, clock.least);
    let absences = absences(judge, &timeline, clock);
    let walk = Walk { judge, clock, timeline: &timeline, terms: &terms, stays: &stays, absences: &absences };
    Some(walk.read(id))
}

/// The last day that the calendars of a person's schools cover.
fn horizon(judge: Judge<'_>, rows: &[&RosterRow]) -> Day {
    let last = |row: &&RosterRow| Some(judge.calendar(judge.calendar_of(row.school)?)?.extent()?.to);
    rows.iter().filter_map(last).max().unwrap_or(judge.as_of()).max(judge.as_of())
}

/// Which of the ways in which what is not known may turn out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// That in which it ends earliest.
    Early,
    /// That in which it ends latest.
    Late,
    /// The latest, but with nobody absent in what is merely not yet in.
    Coming,
}

struct Walk<'a, 'b> {
    judge: Judge<'a>,
    clock: &'a Clock,
    timeline: &'b Timeline<'a>,
    terms: &'b Terms,
    stays: &'b [Stay],
    absences: &'b Absences,
}

impl Walk<'_, '_> {
    fn read(&self, id: ClockId) -> Reading {
        let start = self.start();
        let day_of = |bound: Bound| Some(Day::from_number(i32::try_from(bound.finite()?.to_integer()).ok()?));
        let from = (day_of(start.value.lo), day_of(start.value.hi));
        let run = |from: Option<Day>, way: Way| from.map_or(Run::default(), |from| self.run(from, way));
        let mut doubts = start.reasons;
        doubts.extend(self.absences.doubts.iter().cloned());
        doubts.extend(self.stays.iter().filter_map(|stay| stay.doubt.clone()));
        doubts.extend(self.unknown_fte());
        doubts.extend(self.threshold().err());
        let too_short = |stay: &&Stay| stay.counts == Truth::No;
        Reading {
            id,
            from,
            early: run(from.0, Way::Early),
            late: run(from.1, Way::Late),
            coming: run(from.1, Way::Coming),
            role_end: self.timeline.active.to,
            events: self.absences.events.clone(),
            doubts,
            short: self
                .stays
                .iter()
                .filter(too_short)
                .map(|stay| Reason::ClockStay(id, stay.school, stay.days))
                .collect(),
            as_of: self.judge.as_of(),
        }
    }

    /// The day from which it runs.
    fn start(&self) -> threshold::Required {
        let day = |day: Day| threshold::Required::exactly(whole(i64::from(day.number())));
        match &self.clock.from {
            Point::Date(date) => day(*date),
            Point::First(selection) => {
                let subject = &self.clock.subject;
                threshold::first((self.judge, self.timeline, subject), Days::ALL, (selection, Day::MAX))
            }
            Point::RoleStart
            | Point::RoleEnd
            | Point::Attribute(_)
            | Point::Shifted(..)
            | Point::Met(_)
            | Point::Clock(..) => day(self.timeline.active.from),
        }
    }

    fn run(&self, from: Day, way: Way) -> Run {
        let mut run = Run::default();
        let every = self.clock.extended.as_ref().map(|extended| extended.every);
        let (mut total, mut missed) = (whole(0), whole(0));
        let mut longer: Option<Rational> = None;
        let mut next = 1;
        for day in Days::new(from.max(self.timeline.active.from), self.timeline.end()).iter() {
            let part = match self.part(day, way) {
                Ok(part) => part,
                Err(reason) => {
                    run.stopped = Some((day, reason));
                    break;
                }
            };
            let (is_day, absent) = self.missed(day, way);
            missed += absent;
            match &mut longer {
                // The days that were missed are served, and those of them that are missed again.
                Some(days) => {
                    *days += whole(i64::from(is_day));
                    if *days >= missed {
                        run.ends.push(day);
                        run.extended.push((next, missed, day));
                        next += 1;
                        missed = whole(0);
                        longer = None;
                    }
                }
                None => total += part,
            }
            while longer.is_none() && next <= self.clock.terms && total >= whole(i64::from(next)) {
                let ends_part = every.is_some_and(|every| next % every == 0 || next == self.clock.terms);
                if ends_part && self.runs_longer(missed, way) {
                    longer = Some(whole(0));
                    break;
                }
                run.ends.push(day);
                next += 1;
                missed = if ends_part { whole(0) } else { missed };
            }
            if day <= self.judge.as_of() {
                run.served = total.min(whole(i64::from(self.clock.terms)));
            }
            if next > self.clock.terms {
                return run;
            }
        }
        run.rest = (total - whole(i64::from(next - 1))).min(whole(1));
        if run.stopped.is_none() && self.timeline.active.to == Day::MAX {
            let day = self.timeline.end().next();
            run.stopped = Some((day, Reason::NoCalendar(self.timeline.school(day), day)));
        }
        run
    }

    /// What part of a term a day counts: at each school of the day, in proportion to the `fte` there.
    fn part(&self, day: Day, way: Way) -> Result<Rational, Reason> {
        let mut sum = whole(0);
        for stay in self.counting(day, way) {
            let part = self.terms.part(self.judge, stay.school, day)?;
            if part > whole(0) {
                sum += part * self.fte(stay.school, day).unwrap_or(whole(i64::from(way == Way::Early)));
            }
        }
        Ok(sum)
    }

    /// The stays of a day that count.
    fn counting(&self, day: Day, way: Way) -> impl Iterator<Item = &Stay> {
        let here = move |school: SchoolId| self.rows_at(school, day).next().is_some();
        self.stays.iter().filter(move |stay| {
            let counts = stay.counts == Truth::Yes || (stay.counts == Truth::Unknown && way == Way::Early);
            counts && stay.days.contains(day) && here(stay.school)
        })
    }

    fn rows_at(&self, school: SchoolId, day: Day) -> impl Iterator<Item = &&RosterRow> {
        self.timeline.rows.iter().filter(move |row| row.school == school && row.days.contains(day))
    }

    /// The `fte` at a school on a day; rows that differ, or have none, leave it unknown.
    fn fte(&self, school: SchoolId, day: Day) -> Option<Rational> {
        if !self.clock.by_fte {
            return Some(whole(1));
        }
        let role = self.judge.audit.program.role(self.clock.subject.role)?;
        let place = role.attributes.iter().position(|field| field.name == "fte")?;
        let mut values = self.rows_at(school, day).map(|row| row.attributes.get(place).and_then(Option::as_ref));
        let first = values.next().flatten()?;
        match first {
            Value::Number(fte) if values.all(|other| other == Some(first)) => Some(*fte),
            _ => None,
        }
    }

    fn unknown_fte(&self) -> Option<Reason> {
        let unknown = |row: &&&RosterRow| self.fte(row.school, row.days.from).is_none();
        self.timeline.rows.iter().find(unknown).map(|_| Reason::AttributeBlank("fte".to_owned()))
    }

    /// Whether a day is one of those that are missed and made good, and how much of it was missed.
    fn missed(&self, day: Day, way: Way) -> (bool, Rational) {
        let Some(extended) = &self.clock.extended else { return (false, whole(0)) };
        if !self.counting(day, way).any(|stay| self.is_of_kind(stay.school, day, extended.from.unit)) {
            return (false, whole(0));
        }
        let missed = match way {
            Way::Early => self.absences.least(day),
            Way::Late => self.absences.most(day),
            Way::Coming => self.absences.most_loaded(day),
        };
        (true, missed)
    }

    fn is_of_kind(&self, school: SchoolId, day: Day, unit: DayUnit) -> bool {
        let facts = || self.judge.calendar(self.judge.calendar_of(school)?)?.facts(day);
        match unit {
            DayUnit::Calendar => true,
            DayUnit::Working => day.is_weekday() && facts().is_some_and(|facts| !facts.bank_holiday),
            DayUnit::School => facts().is_some_and(|facts| facts.kind == crate::calendar::DayClass::School),
            DayUnit::Open => facts().is_some_and(|facts| facts.kind.is_open()),
        }
    }

    /// From how many missed days on a part runs longer.
    fn threshold(&self) -> Result<Option<Rational>, Reason> {
        match self.clock.extended.as_ref().map(|extended| extended.from.number) {
            None => Ok(None),
            Some(Amount::Number(number)) => Ok(Some(whole(i64::from(number)))),
            Some(Amount::Param(id)) => {
                let value = self.judge.audit.params.get(id.index()).copied().flatten();
                value.map(Some).ok_or(Reason::ParamUnset(id))
            }
        }
    }

    /// Whether a part in which so much was missed runs longer.
    fn runs_longer(&self, missed: Rational, way: Way) -> bool {
        match self.threshold() {
            Ok(Some(from)) => missed >= from && missed > whole(0),
            Ok(None) => false,
            Err(_) => way != Way::Early && missed > whole(0),
        }
    }
}
