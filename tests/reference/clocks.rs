//! Clocks, by adding up day after day from the beginning for every day that is asked about.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use assize::calendar::DayClass;
use assize::engine::Audit;
use assize::records::table::{PersonId, SchoolId};
use assize::types::typed::{Amount, ClockId, DayUnit, Duty, Part, Point, Requirement, Rule, Value};
use assize::value::{Day, Days, Rational, fold, whole};

use super::Owed;
use super::atoms::point_days;
use super::case::{RefCase, Sure, cases};
use super::exceptions::{Judged, judge, set_aside};
use assize::engine::outcome::Outcome;

/// When a term ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    Between(Day, Day),
    From(Day),
    Ahead,
    Never,
}

/// Which way of what is not known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Early,
    Late,
    Coming,
}

/// What one way comes to: the last day of each term that ends, where it stopped, and the part served of the next term.
struct Run {
    ends: Vec<Day>,
    stopped: Option<Day>,
    rest: Rational,
}

/// A clock of a person.
pub struct Clock<'a> {
    audit: &'a Audit<'a>,
    id: ClockId,
    case: RefCase<'a>,
    /// What was added up before.
    parts: RefCell<BTreeMap<(SchoolId, Day), Option<Rational>>>,
    stays: RefCell<BTreeMap<(SchoolId, Day), Option<bool>>>,
    runs: [OnceCell<Run>; 3],
}

/// The rule that a clock would be, so that its person's rows and events are found as a rule's are.
fn stand_in(audit: &Audit<'_>, id: ClockId) -> Rule {
    let clock = audit.program.clock(id).unwrap();
    let any = &audit.program.rules[0];
    Rule {
        subject: clock.subject.clone(),
        in_force: Days::ALL,
        duty: Duty::Once { over: None, due: None },
        atoms: Vec::new(),
        requirement: Requirement::And(Vec::new()),
        exceptions: Vec::new(),
        suspended: Vec::new(),
        extended: Vec::new(),
        ..any.clone()
    }
}

/// Looks at the clock of a case.
pub fn with_clock<T>(case: &RefCase<'_>, id: ClockId, look: &dyn Fn(&Clock<'_>) -> T) -> Option<T> {
    let rule = stand_in(case.audit, id);
    let person: PersonId = case.person;
    let own = cases(case.audit, &rule, &[]).into_iter().find(|own| own.person == person)?;
    let (parts, stays, runs) = (RefCell::default(), RefCell::default(), [const { OnceCell::new() }; 3]);
    Some(look(&Clock { audit: case.audit, id, case: own, parts, stays, runs }))
}

impl Clock<'_> {
    fn clock(&self) -> &assize::types::typed::Clock {
        self.audit.program.clock(self.id).unwrap()
    }

    /// The last day that anybody can see.
    fn last(&self) -> Day {
        let calendars = self.case.rows.iter().filter_map(|row| self.calendar(row.school));
        let covered = calendars.filter_map(|table| table.extent()).map(|days| days.to).max();
        let horizon = covered.unwrap_or(self.audit.as_of).max(self.audit.as_of);
        // With the first day that no calendar covers, where nothing is known.
        self.case.last().min(horizon.next())
    }

    fn calendar(&self, school: SchoolId) -> Option<&assize::calendar::CalendarTable> {
        self.audit.calendars.get(self.audit.tables.roster.schools[school.index()].calendar?)
    }

    /// What part of its calendar's term a day is; `None` where no calendar covers it.
    fn part_of_term(&self, school: SchoolId, day: Day) -> Option<Rational> {
        let known = self.parts.borrow().get(&(school, day)).copied();
        known.unwrap_or_else(|| {
            let part = self.find_part_of_term(school, day);
            self.parts.borrow_mut().insert((school, day), part);
            part
        })
    }

    fn find_part_of_term(&self, school: SchoolId, day: Day) -> Option<Rational> {
        let table = self.calendar(school)?;
        let facts = table.facts(day)?;
        let Some(term) = facts.term.filter(|_| facts.kind.is_open()) else { return Some(whole(0)) };
        let days = table.terms()[usize::from(term)].days;
        let open = days.iter().filter(|day| table.facts(*day).unwrap().kind.is_open()).count();
        Some(whole(1) / whole(i64::try_from(open).unwrap()))
    }

    /// Whether the stay at a school that holds a day is long enough to count; `None` where nobody can say.
    fn stay_counts(&self, school: SchoolId, day: Day) -> Option<bool> {
        let known = self.stays.borrow().get(&(school, day)).copied();
        known.unwrap_or_else(|| {
            let counts = self.find_stay_counts(school, day);
            self.stays.borrow_mut().insert((school, day), counts);
            counts
        })
    }

    fn find_stay_counts(&self, school: SchoolId, day: Day) -> Option<bool> {
        let Some(least) = self.clock().least else { return Some(true) };
        let here = |day: Day| self.case.rows.iter().any(|row| row.school == school && row.days.contains(day));
        let closed = |day: Day| self.part_of_term(school, day) == Some(whole(0));
        // From the day outwards, over days there and days on which the school is closed, to the last one there.
        let reach = |step: &dyn Fn(Day) -> Day| {
            let (mut at, mut furthest) = (day, day);
            while here(at) || closed(at) {
                if here(at) {
                    furthest = at;
                }
                at = step(at);
                if at < self.case.first() || at > self.last() {
                    break;
                }
            }
            furthest
        };
        let days = Days::new(reach(&|day| day.previous()), reach(&|day| day.next()));
        let parts: Vec<Option<Rational>> =
            days.iter().filter(|day| here(*day)).map(|day| self.part_of_term(school, day)).collect();
        let sum = parts.iter().flatten().fold(whole(0), |sum, part| sum + *part);
        if sum >= whole(i64::from(least)) {
            Some(true)
        } else if parts.contains(&None) {
            None
        } else {
            Some(false)
        }
    }

    /// The schools of a day at which it counts.
    fn schools(&self, day: Day, way: Way) -> Vec<SchoolId> {
        let mut schools: Vec<SchoolId> =
            self.case.rows.iter().filter(|row| row.days.contains(day)).map(|row| row.school).collect();
        schools.sort();
        schools.dedup();
        schools.retain(|school| self.stay_counts(*school, day).unwrap_or(way == Way::Early));
        schools
    }

    fn part(&self, day: Day, way: Way) -> Option<Rational> {
        let mut sum = whole(0);
        for school in self.schools(day, way) {
            sum += self.part_of_term(school, day)? * self.fte(school, day, way);
        }
        Some(sum)
    }

    fn fte(&self, school: SchoolId, day: Day, way: Way) -> Rational {
        if !self.clock().by_fte {
            return whole(1);
        }
        let role = self.audit.program.role(self.clock().subject.role).unwrap();
        let place = role.attributes.iter().position(|field| field.name == "fte").unwrap();
        let here = self.case.rows.iter().filter(|row| row.school == school && row.days.contains(day));
        let values: Vec<Option<&Value>> = here.map(|row| row.attributes[place].as_ref()).collect();
        match values[0] {
            Some(Value::Number(fte)) if values.iter().all(|value| *value == values[0]) => *fte,
            _ => whole(i64::from(way == Way::Early)),
        }
    }

    fn is_day(&self, day: Day, way: Way) -> bool {
        let Some(extended) = &self.clock().extended else { return false };
        self.schools(day, way).into_iter().any(|school| {
            let facts = self.calendar(school).and_then(|table| table.facts(day));
            match extended.from.unit {
                DayUnit::Calendar => true,
                DayUnit::Working => day.is_weekday() && facts.is_some_and(|facts| !facts.bank_holiday),
                DayUnit::School => facts.is_some_and(|facts| facts.kind == DayClass::School),
                DayUnit::Open => facts.is_some_and(|facts| facts.kind.is_open()),
            }
        })
    }

    /// How much of a day was missed: each half is missed or not.
    fn missed(&self, day: Day, way: Way) -> Rational {
        let Some(extended) = self.clock().extended.as_ref().filter(|_| self.is_day(day, way)) else { return whole(0) };
        let lost = day <= self.audit.as_of && !self.case.covered(&extended.by, day, way == Way::Coming);
        if way != Way::Early && lost {
            return whole(1);
        }
        let half = |name: &str| {
            self.case.events(&extended.by).iter().any(|event| {
                let there = if event.days == Days::ALL { day <= self.audit.as_of } else { event.days.contains(day) };
                let fields = &self.audit.program.activity(event.activity).unwrap().fields;
                let session = fields.iter().position(|field| field.name == "session").map(|place| {
                    let code = self.audit.tables.events[event.activity.index()].fields[place].values[event.place];
                    self.audit.tables.texts.text(code).map(fold)
                });
                let covers = match session {
                    None => Some(true),
                    Some(None) => None,
                    Some(Some(text)) => Some(text == "day" || text == name),
                };
                let perhaps = way != Way::Early;
                there
                    && (event.sure == Sure::Yes || (perhaps && event.sure == Sure::Perhaps))
                    && covers.unwrap_or(perhaps)
            })
        };
        whole(i64::from(half("morning")) + i64::from(half("afternoon"))) / whole(2)
    }

    fn starts(&self) -> Vec<Option<Day>> {
        match &self.clock().from {
            Point::RoleStart => vec![Some(self.case.first())],
            point => point_days(&self.case, point, self.case.first(), Day::MAX),
        }
    }

    fn run(&self, way: Way) -> &Run {
        let place = [Way::Early, Way::Late, Way::Coming].iter().position(|other| *other == way).unwrap();
        self.runs[place].get_or_init(|| self.find_run(way))
    }

    fn find_run(&self, way: Way) -> Run {
        let starts = self.starts();
        let start = if way == Way::Early { starts[0] } else { starts[starts.len() - 1] };
        let mut run = Run { ends: Vec::new(), stopped: None, rest: whole(0) };
        let Some(start) = start else { return run };
        let days: Vec<Day> = Days::new(start.max(self.case.first()), self.last()).iter().collect();
        run.stopped = days.iter().copied().find(|day| self.part(*day, way).is_none());
        let seen: Vec<Day> = days.into_iter().take_while(|day| Some(*day) != run.stopped).collect();
        let parts: BTreeMap<Day, Rational> = seen.iter().map(|day| (*day, self.part(*day, way).unwrap())).collect();
        let missing: BTreeMap<Day, Rational> = seen.iter().map(|day| (*day, self.missed(*day, way))).collect();
        let mut added: Vec<Days> = Vec::new();
        let mut part_from = Day::MIN;
        let served = |upto: Day, added: &[Days]| {
            let counts = |day: &&Day| **day <= upto && !added.iter().any(|run| run.contains(**day));
            seen.iter().filter(counts).fold(whole(0), |sum, day| sum + parts[day])
        };
        let missed = |from: Day, upto: Day| {
            let within = seen.iter().filter(|day| **day >= from && **day <= upto);
            within.fold(whole(0), |sum, day| sum + missing[day])
        };
        let clock = self.clock();
        for term in 1..=clock.terms {
            let after = run.ends.last().copied().unwrap_or(Day::MIN);
            let full = |day: &&Day| **day >= after && served(**day, &added) >= whole(i64::from(term));
            let Some(mut end) = seen.iter().find(full).copied() else { break };
            if let Some(extended) = clock.extended.as_ref().filter(|it| term % it.every == 0 || term == clock.terms) {
                let so_far = missed(part_from, end);
                let from = match extended.from.number {
                    Amount::Number(number) => Some(whole(i64::from(number))),
                    Amount::Param(id) => self.audit.params[id.index()],
                };
                let longer = from.map_or(way != Way::Early, |from| so_far >= from);
                if longer && so_far > whole(0) {
                    let made_good = |day: &&Day| {
                        let days = Days::new(end.next(), **day).iter().filter(|day| self.is_day(*day, way)).count();
                        **day > end && whole(i64::try_from(days).unwrap()) >= missed(part_from, **day)
                    };
                    let Some(later) = seen.iter().find(made_good).copied() else {
                        added.push(Days::new(end.next(), Day::MAX));
                        break;
                    };
                    added.push(Days::new(end.next(), later));
                    end = later;
                }
                part_from = end.next();
            }
            run.ends.push(end);
        }
        if run.ends.len() == usize::try_from(clock.terms).unwrap() {
            run.stopped = None;
        } else {
            let done = whole(i64::try_from(run.ends.len()).unwrap());
            run.rest = (served(Day::MAX, &added) - done).min(whole(1));
        }
        run
    }

    pub fn end(&self, term: u32) -> End {
        let of = |run: &Run| run.ends.get(usize::try_from(term).unwrap() - 1).copied();
        let (early, late, coming) = (self.run(Way::Early), self.run(Way::Late), self.run(Way::Coming));
        let late = of(coming).filter(|day| *day > self.audit.as_of).or(of(late));
        match (of(early), late, early.stopped) {
            (Some(early), Some(late), _) => End::Between(early, late),
            (Some(early), None, _) => End::From(early),
            (None, _, Some(day)) if day > self.audit.as_of => End::Ahead,
            (None, _, Some(day)) => End::From(day),
            (None, _, None) => End::Never,
        }
    }
}

/// The days on which a point of a clock may be.
pub fn clock_days(case: &RefCase<'_>, id: ClockId, term: Option<u32>) -> Vec<Option<Day>> {
    let term = term.unwrap_or(case.audit.program.clock(id).unwrap().terms);
    match with_clock(case, id, &|clock| clock.end(term)) {
        Some(End::Between(early, late)) if early == late => vec![Some(early)],
        Some(End::Between(early, late)) => vec![Some(early), Some(late)],
        Some(End::From(early)) => vec![Some(early), Some(early.plus(200_000)), None],
        Some(End::Ahead | End::Never) | None => vec![None],
    }
}

/// Whether the end that a point is counted from will never come.
pub fn never_ends(case: &RefCase<'_>, id: ClockId, term: Option<u32>) -> bool {
    let term = term.unwrap_or(case.audit.program.clock(id).unwrap().terms);
    let last = |clock: &Clock<'_>| clock.case.last() <= clock.audit.as_of && clock.end(term) == End::Never;
    with_clock(case, id, &last).unwrap_or(true)
}

/// The obligations of `each term of …`.
pub fn each_term(case: &RefCase<'_>, id: ClockId, terms: Option<(u32, u32)>) -> Vec<Owed> {
    let all = case.audit.program.clock(id).unwrap().terms;
    let (first, last) = terms.unwrap_or((1, all));
    (first..=last).filter_map(|term| with_clock(case, id, &|clock| one(case, clock, term)).flatten()).collect()
}

fn one(case: &RefCase<'_>, clock: &Clock<'_>, term: u32) -> Option<Owed> {
    let starts: Vec<Option<Day>> = match term {
        1 => clock.starts(),
        _ => match clock.end(term - 1) {
            End::Between(early, late) => vec![Some(early.next()), Some(late.next())],
            End::From(early) => vec![Some(early.next()), None],
            End::Ahead | End::Never => return None,
        },
    };
    let start = starts[0]?;
    let is_start_known = starts.iter().all(|other| *other == Some(start));
    let end = clock.end(term);
    let role_end = case.last();
    let to = match end {
        End::Between(_, late) => late.min(role_end),
        End::Never => role_end,
        End::From(_) | End::Ahead => role_end.min(case.rule.in_force.to),
    };
    let active: Vec<Day> = case.duty_days().into_iter().filter(|day| *day >= start && *day <= to).collect();
    let (from, to) = (*active.first()?, *active.last()?);
    let is_end_known = match end {
        End::Between(early, late) => early == late,
        End::Never => true,
        End::From(_) | End::Ahead => false,
    };
    let is_end_ahead = match end {
        End::Between(early, _) | End::From(early) => early > case.as_of(),
        End::Ahead | End::Never => true,
    };
    let judgeable = (is_start_known && (is_end_known || is_end_ahead)) || start > case.as_of();
    let due = if matches!(end, End::From(_) | End::Ahead) { None } else { Some(to) };
    let cut = end == End::Never || matches!(end, End::Between(_, late) if late > role_end);
    let rest = if end == End::Never { clock.run(Way::Early).rest } else { whole(1) };
    let shares: Option<Option<Vec<Rational>>> = match case.rule.part.filter(|_| cut) {
        None | Some(Part::InFull) => Some(None),
        Some(Part::Dropped) => {
            if rest < whole(1) {
                None
            } else {
                Some(None)
            }
        }
        Some(Part::ProRata(..)) => {
            if rest == whole(0) {
                None
            } else {
                Some(Some(vec![rest]))
            }
        }
    };
    let aside = set_aside(case, from);
    let days = Days::new(from, to);
    let counted: Vec<Day> = days.iter().filter(|day| case.active(*day)).collect();
    let outcome = match (judgeable, shares) {
        (false, _) => aside.unwrap_or(Outcome::Undetermined),
        (true, None) => aside.unwrap_or(Outcome::NotApplicable),
        (true, Some(shares)) => judge(
            case,
            &Judged {
                days,
                counted: &counted,
                weighed: &active,
                opens: from,
                due,
                shares,
                answered: &[],
                windows: None,
            },
        ),
    };
    Some(Owed { days, opens: from, due, outcome, waiver_expired: false })
}
