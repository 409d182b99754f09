//! Why a result is what it is, in words; and what is missing where ignorance decides.

use super::amounts::number;
use super::dates::{day, days};
use super::names::Names;
use super::repairs::{confirm, find_text};
use super::rows::doubt;
use crate::engine::outcome::{Outcome, Reason, Unloaded};
use crate::records::table::{Waiver, WaiverId};
use crate::types::typed::{ClauseId, Effect, Exception, Repeal, Rule, RuleId, Unless};
use crate::value::Days;

/// A stable kind for machines, and the words for people.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Words {
    /// The kind, as `param-unset`; never changed.
    pub kind: &'static str,
    /// The words: lower case, no full stop.
    pub text: String,
}

fn words(kind: &'static str, text: impl Into<String>) -> Words {
    Words { kind, text: text.into() }
}

/// A reason in words.
pub fn reason(reason: &Reason, rule: &Rule, names: Names<'_>) -> Words {
    let line = |place: usize| rule.exceptions.get(place).map_or(String::new(), |exception| in_words(exception, names));
    let extension =
        |place: usize| rule.extended.get(place).map_or(String::new(), |line| names.text(line.span).to_owned());
    match reason {
        Reason::ParamUnset(param) => {
            words("param-unset", format!("the parameter `{}` has no value", names.param(*param)))
        }
        Reason::ParamNoLimit(param) => {
            let name = names.param(*param);
            words("param-no-limit", format!("the parameter `{name}` is no number of days that this limit can count"))
        }
        Reason::NoTableRow(table) => {
            let (name, by) = names.program.table(*table).map_or(("", ""), |table| (&table.name, &table.by));
            words("no-table-row", format!("the table `{name}` has no row for this case's `{by}`"))
        }
        Reason::NotLoaded(what, window) => not_loaded(*what, *window, names),
        Reason::NotYetIn(records, window) => words(
            "not-yet-in",
            format!("the export of {} for {} is not yet in", names.records(*records), days(*window)),
        ),
        Reason::Possible(event, why) => {
            words("possible", format!("{} may count: {}", names.event(*event), doubt(*why, *event, names)))
        }
        Reason::Unmatched(event) => {
            words("unmatched", format!("{} names nobody in the roster, and may be this case's", names.event(*event)))
        }
        Reason::NoCalendar(school, on) => {
            words("no-calendar", format!("no calendar covers {} at {}", day(*on), names.school(*school)))
        }
        Reason::TwoSchools(on) => words("two-schools", format!("two schools with different calendars on {}", day(*on))),
        Reason::WhoseCalendar(on) => {
            let text = "the two people of this case are at schools with different calendars on";
            words("whose-calendar", format!("{text} {}, and the rule does not say whose counts", day(*on)))
        }
        Reason::AttributeBlank(name) => words("attribute-blank", format!("the roster has no `{name}` for this case")),
        Reason::AttributeDiffers(name, on) => {
            words("attribute-differs", format!("rows of the roster give `{name}` different values on {}", day(*on)))
        }
        Reason::ExceptionHolds(place, since, shown) => {
            // What shows it may begin after the day on which the duty was first asked about.
            let began = shown.and_then(|event| names.event_day(event)).map_or(*since, |start| start.max(*since));
            let shown = shown.map(|event| format!(", since {}, shown by {}", day(began), names.event(event)));
            words("exception-holds", format!("{}{}", line(*place), shown.unwrap_or_default()))
        }
        Reason::ExceptionOpen(place) => {
            words("exception-open", format!("nobody knows whether this holds: {}", line(*place)))
        }
        Reason::Defeated(path, since, shown) => {
            let (what, by) = defeat(path, rule, names);
            let shown = shown.map_or(String::new(), |event| format!(", shown by {}", names.event(event)));
            words("defeated", format!("{what} does not apply: {by}, since {}{shown}", day(*since)))
        }
        Reason::DefeatOpen(path) => {
            let (what, by) = defeat(path, rule, names);
            words("defeat-open", format!("nobody knows whether this keeps {what} from applying: {by}"))
        }
        Reason::Outranked(one, other) => {
            words("outranked", format!("{} gives way to {}, which outranks it", line(*one), line(*other)))
        }
        Reason::Conflict(one, other) => {
            words("conflict", format!("two provisions apply and disagree: {}; and {}", line(*one), line(*other)))
        }
        Reason::Exemption(id) => {
            let exemption = names.program.exemption(*id);
            let name = exemption.map_or("", |exemption| &exemption.name);
            match exemption.and_then(|exemption| exemption.title.as_ref()) {
                Some(title) => words("exemption", format!("the exemption `{name}`: {title}")),
                None => words("exemption", format!("the exemption `{name}`")),
            }
        }
        Reason::Repealed(on, repeal) => words(
            "repealed",
            match repeal {
                Repeal::Stands => format!("the rule is repealed on {}; what was open then stands", day(*on)),
                Repeal::Lapses => format!("the rule is repealed on {}; what was open then lapses", day(*on)),
                Repeal::Judged => format!("the rule is repealed on {}, and this is judged up to then", day(*on)),
            },
        ),
        Reason::PartWindow(active, of) => words("part-window", format!("a part window: {active} of {of} days")),
        Reason::PartDropped => words("part-dropped", "a part window, which this rule does not ask for"),
        Reason::NotInForce => words("not-in-force", "the rule is not in force then"),
        Reason::NotForCase => words("not-for-case", "the rule is not for this case"),
        Reason::NothingOwed => words("nothing-owed", "nothing is owed under this rule"),
        Reason::JointNotSaid(event) => words(
            "joint-not-said",
            format!(
                "{} is with several people, and the rule does not say what it counts for each",
                names.event(*event)
            ),
        ),
        Reason::NoPoint => words("no-point", "what the deadline counts from has not happened, or is not known"),
        Reason::Unreadable(clause) => words("unreadable", unreadable(*clause, names)),
        Reason::NoDueDate => words("no-due-date", "there is no due date: the role has no end, and the rule has none"),
        Reason::Member(case, rule, outcome) => {
            words("member", format!("{}: `{}` {}", names.case(*case), names.rule(*rule), outcome.word()))
        }
        Reason::OtherRule(other, outcome) => {
            words("other-rule", format!("the rule `{}` is {}", names.rule(*other), outcome.word()))
        }
        Reason::Tolerated(used, allowed) => {
            let noun = |number: u32| if number == 1 { "miss" } else { "misses" };
            let let_pass = if *allowed == 1 { "is" } else { "are" };
            words(
                "tolerated",
                match used > allowed {
                    true => format!("{used} {}, of which {allowed} {let_pass} let pass", noun(*used)),
                    false => format!("{used} of {allowed} {} let pass", noun(*allowed)),
                },
            )
        }
        Reason::UnderPace => words("under-pace", "behind the even pace that the rule asks for"),
        Reason::NearDue => words("near-due", "due soon"),
        Reason::LeftOut(name) => words("left-out", format!("\"{name}\" is left out: the rule's `leaving out` holds")),
        Reason::MayBeLeftOut(name) => words("may-be-left-out", format!("nobody knows whether \"{name}\" is left out")),
        Reason::EndedWithRole => words("ended-with-role", "the duty ended with the role before it was due"),
        Reason::Suspended(event) => {
            words("suspended", format!("the deadline stood still during {}", names.event(*event)))
        }
        Reason::Extended(place, shown) => {
            let shown = shown.map(|event| format!(", shown by {}", names.event(event)));
            let text = format!("the deadline is put off: `{}`{}", extension(*place), shown.unwrap_or_default());
            words("extended", text)
        }
        Reason::ExtensionOpen(place) => {
            words("extension-open", format!("nobody knows whether this puts the deadline off: `{}`", extension(*place)))
        }
        Reason::ExtensionConflict(one, other) => words(
            "extension-conflict",
            format!(
                "two lines put the deadline off by different times: `{}`; and `{}`",
                extension(*one),
                extension(*other)
            ),
        ),
        Reason::ClockReached(clock, term, on) => {
            words("clock-reached", format!("term {term} of {} ends on {}", names.clock(*clock), day(*on)))
        }
        Reason::ClockExtended(clock, term, missed, until) => words(
            "clock-extended",
            format!(
                "{} days missed in the part of {} that ends with term {term} make it longer by as many, to {}",
                number(*missed),
                names.clock(*clock),
                day(*until)
            ),
        ),
        Reason::ClockStay(clock, school, stay) => words(
            "clock-stay",
            format!("{} at {} is too short to count for {}", days(*stay), names.school(*school), names.clock(*clock)),
        ),
        Reason::ClockBetween(clock, term, early, Some(late)) => words(
            "clock-between",
            format!("term {term} of {} ends between {} and {}", names.clock(*clock), day(*early), day(*late)),
        ),
        Reason::ClockBetween(clock, term, early, None) => words(
            "clock-between",
            format!("term {term} of {} does not end before {}; when, nobody can say", names.clock(*clock), day(*early)),
        ),
        Reason::ClockRuns(clock, term) => words(
            "clock-runs",
            format!("term {term} of {} does not end by the roster and the calendars", names.clock(*clock)),
        ),
        Reason::DueBetween(earliest, latest) => {
            words("due-between", format!("it is due between {} and {}", day(*earliest), day(*latest)))
        }
        Reason::Waived(id) => words(
            "waived",
            waiver(*id, names, |waiver, place| {
                format!("waived by {} until {}: {} ({place})", waiver.approved, day(waiver.days.to), waiver.reason)
            }),
        ),
        Reason::WaiverExpired(id) => words(
            "waiver-expired",
            waiver(*id, names, |waiver, place| {
                let end = day(waiver.days.to);
                format!("the waiver by {} expired on {end}, before it could cover this ({place})", waiver.approved)
            }),
        ),
        Reason::Bug(text) => words("bug", format!("Assize could not judge this, which is its own fault: {text}")),
    }
}

/// What to get or to mend so that a reason no longer leaves a result open; `None` where it leaves nothing open.
pub fn missing(reason: &Reason, rule: &Rule, names: Names<'_>) -> Option<Words> {
    let line = |place: usize| rule.exceptions.get(place).map_or(String::new(), |exception| in_words(exception, names));
    let extension =
        |place: usize| rule.extended.get(place).map_or(String::new(), |line| names.text(line.span).to_owned());
    Some(match reason {
        Reason::ParamUnset(param) => {
            words("param-unset", format!("set the parameter `{}` in the manifest", names.param(*param)))
        }
        Reason::ParamNoLimit(param) => {
            let name = names.param(*param);
            words("param-no-limit", format!("set the parameter `{name}` to a whole number of days, 1 or more"))
        }
        Reason::NoTableRow(table) => {
            let (name, by) = names.program.table(*table).map_or(("", ""), |table| (&table.name, &table.by));
            words("no-table-row", format!("correct `{by}` in the roster, or add it to the table `{name}`"))
        }
        Reason::NotLoaded(what, window) => load(*what, *window, names),
        Reason::Possible(event, why) => words("possible", confirm(*event, *why, names)),
        Reason::Unmatched(event) => words("unmatched", format!("say whose {} is", names.event(*event))),
        Reason::NoCalendar(school, on) => {
            words("no-calendar", format!("give {} a calendar that covers {}", names.school(*school), day(*on)))
        }
        Reason::TwoSchools(on) => {
            words("two-schools", format!("say in the roster which school counts on {}", day(*on)))
        }
        Reason::WhoseCalendar(_) => {
            words("whose-calendar", format!("write `calendar of …` in the rule `{}`", rule.name))
        }
        Reason::AttributeBlank(name) => words("attribute-blank", format!("fill in `{name}` in the roster")),
        Reason::AttributeDiffers(name, on) => words(
            "attribute-differs",
            format!("make the roster's rows agree on `{name}` on {}, or judge each counterpart apart", day(*on)),
        ),
        Reason::ExceptionOpen(place) => {
            words("exception-open", format!("find out whether this holds: {}", line(*place)))
        }
        Reason::DefeatOpen(path) => {
            words("defeat-open", format!("find out whether this holds: {}", defeat(path, rule, names).1))
        }
        Reason::Conflict(one, other) => {
            words("conflict", format!("decide which provision stands: {}; or {}", line(*one), line(*other)))
        }
        Reason::JointNotSaid(event) => words(
            "joint-not-said",
            format!("write `joint in full for each` or `joint split equally` in the rule, for {}", names.event(*event)),
        ),
        Reason::Unreadable(clause) => words("unreadable", find_text(*clause, names)),
        Reason::ExtensionOpen(place) => {
            words("extension-open", format!("find out whether this holds: `{}`", extension(*place)))
        }
        Reason::ExtensionConflict(one, other) => words(
            "extension-conflict",
            format!("decide which of these stands, or write `adding`: `{}`; `{}`", extension(*one), extension(*other)),
        ),
        Reason::NoDueDate => words("no-due-date", "give the role an end in the roster, or the rule a `by` line"),
        Reason::OtherRule(other, Outcome::Undetermined) | Reason::Member(_, other, Outcome::Undetermined) => {
            settle(&[*other], names)
        }
        Reason::Bug(text) => words("bug", format!("report this fault of Assize: {text}")),
        Reason::NotYetIn(..)
        | Reason::ExceptionHolds(..)
        | Reason::Defeated(..)
        | Reason::Outranked(..)
        | Reason::Exemption(_)
        | Reason::Repealed(..)
        | Reason::PartWindow(..)
        | Reason::PartDropped
        | Reason::NotInForce
        | Reason::NotForCase
        | Reason::NothingOwed
        | Reason::NoPoint
        | Reason::OtherRule(..)
        | Reason::Member(..)
        | Reason::Tolerated(..)
        | Reason::UnderPace
        | Reason::NearDue
        | Reason::LeftOut(_)
        | Reason::MayBeLeftOut(_)
        | Reason::EndedWithRole
        | Reason::Suspended(_)
        | Reason::Extended(..)
        | Reason::DueBetween(..)
        | Reason::ClockReached(..)
        | Reason::ClockExtended(..)
        | Reason::ClockStay(..)
        | Reason::ClockBetween(..)
        | Reason::ClockRuns(..)
        | Reason::Waived(_)
        | Reason::WaiverExpired(_) => return None,
    })
}

/// That the text of a clause is lost, and why.
fn unreadable(clause: ClauseId, names: Names<'_>) -> String {
    let Some(clause) = names.program.clause(clause) else { return String::new() };
    let why = clause.unreadable.as_deref().unwrap_or_default();
    format!("the text of the clause {} is lost: {why}", clause.name)
}

/// An entry of the waiver register, said with its place.
fn waiver(id: WaiverId, names: Names<'_>, say: impl Fn(&Waiver, &str) -> String) -> String {
    names.tables.waiver(id).map_or(String::new(), |waiver| say(waiver, &names.place(waiver.location)))
}

fn not_loaded(what: Unloaded, window: Days, names: Names<'_>) -> Words {
    let text = match what {
        Unloaded::Export(records) => {
            format!("no loaded export of {} covers this case for {}", names.records(records), days(window))
        }
        Unloaded::Activity(records, activity) => {
            format!("no loaded export of {} holds `{}`", names.records(records), names.activity(activity))
        }
        Unloaded::File(records, file) => format!(
            "no row of {}, the export of {} for {}, could be used",
            names.file(file),
            names.records(records),
            days(window)
        ),
    };
    words(kind(what), text)
}

/// What to get or to mend so that records are loaded.
pub fn load(what: Unloaded, window: Days, names: Names<'_>) -> Words {
    let text = match what {
        Unloaded::Export(records) => format!("load the export of {} for {}", names.records(records), days(window)),
        Unloaded::Activity(records, activity) => {
            let (records, activity) = (names.records(records), names.activity(activity));
            format!(
                "no loaded export of {records} holds `{activity}`: map it under `activity` of its `[[export]]`, load the \
                 export that holds it, or say `holds = [\"{activity}\"]` where one would hold it and has none"
            )
        }
        Unloaded::File(records, file) => format!(
            "load the export of {} for {} in place of {}, of which no row could be used",
            names.records(records),
            days(window),
            names.file(file)
        ),
    };
    words(kind(what), text)
}

/// The stable kind of a lack.
fn kind(what: Unloaded) -> &'static str {
    match what {
        Unloaded::Export(_) => "not-loaded",
        Unloaded::Activity(..) => "activity-not-loaded",
        Unloaded::File(..) => "no-row-used",
    }
}

/// What a lack is about, without dates.
pub fn lacking(what: Unloaded, names: Names<'_>) -> String {
    match what {
        Unloaded::Export(records) => names.records(records).to_owned(),
        Unloaded::Activity(records, activity) => {
            format!("{} {}", names.records(records), names.activity(activity))
        }
        Unloaded::File(_, file) => names.file(file).to_owned(),
    }
}

/// That other rules are to be settled first.
pub fn settle(rules: &[RuleId], names: Names<'_>) -> Words {
    let noun = if rules.len() == 1 { "rule" } else { "rules" };
    let rules: Vec<String> = rules.iter().map(|rule| format!("`{}`", names.rule(*rule))).collect();
    words("other-rule", format!("settle the {noun} {} first", rules.join(", ")))
}

/// What an exception to an exception defeats, and itself: by the places that lead to it.
fn defeat(path: &[usize], rule: &Rule, names: Names<'_>) -> (String, String) {
    let Some(exception) = path.first().and_then(|place| rule.exceptions.get(*place)) else { return Default::default() };
    let (mut what, mut when) = (in_words(exception, names), &exception.when);
    let mut by = String::new();
    for (depth, place) in path.iter().skip(1).enumerate() {
        let Some(unless) = when.unless.get(*place) else { break };
        if depth > 0 {
            what = by;
        }
        by = defeating(unless, names);
        when = names.program.grounds(unless).when;
    }
    (what, by)
}

/// An exception to an exception: the exemption that it names, else its line.
fn defeating(unless: &Unless, names: Names<'_>) -> String {
    match unless.exemption.and_then(|id| names.program.exemption(id)) {
        Some(exemption) => match &exemption.title {
            Some(title) => format!("`{}` ({title})", exemption.name),
            None => format!("`{}`", exemption.name),
        },
        None => format!("`{}`", names.text(unless.span)),
    }
}

/// An exception: the exemption's own words where it is a named one, else its line in the rule.
fn in_words(exception: &Exception, names: Names<'_>) -> String {
    let Some(exemption) = exception.exemption.and_then(|id| names.program.exemption(id)) else {
        return format!("`{}`", names.text(exception.span));
    };
    let effect = match exception.effect {
        Effect::Exempt => "exempt by",
        Effect::Excused => "excused by",
        Effect::Reduced(..) => "reduced by",
        Effect::Raised(..) => "raised by",
    };
    match &exemption.title {
        Some(title) => format!("{effect} `{}` ({title})", exemption.name),
        None => format!("{effect} `{}`", exemption.name),
    }
}
