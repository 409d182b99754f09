//! Rules: one of each line, the right ones together, and everything said that must be.

use crate::diagnostic::Diagnostic;
use crate::resolve::{Kind, Need, order};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Item, MidWindow, Part, ProRata, RuleLineKind};
use crate::types::atoms::{self, Atoms, Needs};
use crate::types::conditions::{self, View, begins_inside, check_condition, cites, missing_mid_window, selection};
use crate::types::context::Context;
use crate::types::declarations::days;
use crate::types::sense::{self, Way};
use crate::types::typed::{
    Allowing, Amount, AtRisk, Atom, CalendarOf, Due, Duty, Effect, Exception, Measure, PolicyId, RoleId, Rule, RuleId,
    Selection, Subject, Threshold, Type, When, WindowKind,
};
use crate::types::values::in_unit;
use crate::value::{Days, Unit};

/// Checks every rule, and puts them in an order in which each comes after those that it meets.
pub fn check(context: &mut Context<'_>) {
    let items = context.items.clone();
    let rules: Vec<(PolicyId, &ast::Rule)> = items
        .iter()
        .filter_map(|(policy, item)| match item {
            Item::Rule(rule) => Some((*policy, rule.as_ref())),
            _ => None,
        })
        .collect();
    let mut needs: Vec<Need> = Vec::new();
    let mut members: Vec<(u32, u32, Span)> = Vec::new();
    let mut all_typed = true;
    for (number, (policy, rule)) in (0_u32..).zip(&rules) {
        match self::rule(context, *policy, rule) {
            Some((typed, own)) => {
                needs.extend(own.rules.into_iter().map(|(to, span)| (number, to, span)));
                members.extend(own.members);
                context.rule_places.push(Some(context.program.rules.len()));
                context.program.rules.push(typed);
            }
            None => {
                context.rule_places.push(None);
                all_typed = false;
            }
        }
    }
    match order(rules.len(), &needs, "rules") {
        Ok(ordered) => context.program.rule_order = ordered.into_iter().map(RuleId).collect(),
        Err(problem) => context.problems.push(*problem),
    }
    if all_typed {
        uncited(context);
        unused(context);
        strangers(context, &members);
    }
}

/// A rule that cases of a role are to meet is a rule for that role.
fn strangers(context: &mut Context<'_>, members: &[(u32, u32, Span)]) {
    for (rule, role, span) in members {
        let Some(rule) = context.program.rule(RuleId(*rule)) else { continue };
        if rule.subject.role == RoleId(*role) {
            continue;
        }
        let name = |id: RoleId| context.program.role(id).map_or("", |role| &role.name);
        let message = format!("the rule `{}` is not for the role `{}`", rule.name, name(RoleId(*role)));
        let help = format!("write `{}`, or name a rule that is for this role", name(rule.subject.role));
        context.error("types/wrong-role", message, *span, help);
    }
}

/// Warns of clauses that no rule and no exemption cites.
fn uncited(context: &mut Context<'_>) {
    let cited: std::collections::BTreeSet<_> = context
        .program
        .rules
        .iter()
        .flat_map(|rule| &rule.cites)
        .chain(context.program.exemptions.iter().flat_map(|exemption| &exemption.cites))
        .map(|id| id.index())
        .collect();
    for (number, clause) in context.program.clauses.iter().enumerate() {
        if !cited.contains(&number) {
            let message = format!("no rule stands for the clause `{}`", clause.name);
            let problem = Diagnostic::error("types/clause-uncited", message, clause.span, "not accounted for");
            context.problems.push(problem.warning().help(format!("cite it: `cites {}`", clause.name)));
        }
    }
}

/// Warns of exemptions that no rule uses.
fn unused(context: &mut Context<'_>) {
    let used = |name: usize| {
        let of_rules = context.program.rules.iter().flat_map(|rule| &rule.exceptions);
        let names = |condition: &crate::types::typed::Condition| mentions(condition, name);
        of_rules.map(|exception| &exception.when.condition).any(names)
            || context.program.exemptions.iter().any(|other| mentions(&other.when.condition, name))
            || context.program.rules.iter().any(|rule| {
                let own = rule.exceptions.iter().filter_map(|exception| exception.exemption);
                own.map(|id| id.index()).any(|id| id == name)
            })
    };
    let idle: Vec<_> = (0..context.program.exemptions.len()).filter(|name| !used(*name)).collect();
    for number in idle {
        if let Some(exemption) = context.program.exemptions.get(number) {
            let message = format!("no rule uses the exemption `{}`", exemption.name);
            let problem = Diagnostic::error("types/exemption-unused", message, exemption.span, "never used");
            context.problems.push(problem.warning().help("use it in a rule: `exempt when …`, or leave it out"));
        }
    }
}

fn mentions(condition: &crate::types::typed::Condition, number: usize) -> bool {
    use crate::types::typed::Condition;
    match condition {
        Condition::Or(all) | Condition::And(all) => all.iter().any(|one| mentions(one, number)),
        Condition::Not(inner) => mentions(inner, number),
        Condition::Exemption(id) => id.index() == number,
        Condition::Events(..) | Condition::CoversDays(..) | Condition::Attribute(..) => false,
    }
}

/// The lines of a rule, each at most once where it may stand once.
#[derive(Default)]
struct Lines<'r> {
    cites: Vec<ast::Path>,
    subject: Option<(&'r ast::Subject, Span)>,
    in_force: Option<(ast::Period, Span)>,
    calendar: Option<(&'r ast::Name, Span)>,
    over: Option<(ast::Period, Span)>,
    duty: Option<(&'r RuleLineKind, Span)>,
    part: Option<Spanned<Part>>,
    joint: Option<Spanned<ast::Joint>>,
    require: Option<(&'r ast::Requirement, Span)>,
    exceptions: Vec<(&'r RuleLineKind, Span)>,
    mid_window: Option<Spanned<MidWindow>>,
    allowing: Option<(&'r ast::Allowing, Span)>,
    at_risk: Option<(&'r ast::AtRisk, Span)>,
    ends: Option<Span>,
    remedy: Option<String>,
}

fn lines<'r>(context: &mut Context<'_>, rule: &'r ast::Rule) -> Lines<'r> {
    let mut lines = Lines::default();
    for line in &rule.lines {
        let span = line.span;
        let first = match &line.value {
            RuleLineKind::Cites(paths) => {
                lines.cites.extend(paths.iter().cloned());
                None
            }
            RuleLineKind::For(subject) => lines.subject.replace((subject, span)).map(|old| old.1),
            RuleLineKind::InForce(period) => lines.in_force.replace((*period, span)).map(|old| old.1),
            RuleLineKind::CalendarOf(name) => lines.calendar.replace((name, span)).map(|old| old.1),
            RuleLineKind::Over(period) => lines.over.replace((*period, span)).map(|old| old.1),
            RuleLineKind::Each(_)
            | RuleLineKind::ForEach(_)
            | RuleLineKind::By(_)
            | RuleLineKind::Before(_)
            | RuleLineKind::Within(..) => lines.duty.replace((&line.value, span)).map(|old| old.1),
            RuleLineKind::Part(part) => lines.part.replace(*part).map(|old| old.span),
            RuleLineKind::Joint(joint) => lines.joint.replace(*joint).map(|old| old.span),
            RuleLineKind::Require(requirement) => lines.require.replace((requirement, span)).map(|old| old.1),
            RuleLineKind::Reduced(..)
            | RuleLineKind::Raised(..)
            | RuleLineKind::Exempt(_)
            | RuleLineKind::Excused(_) => {
                lines.exceptions.push((&line.value, span));
                None
            }
            RuleLineKind::MidWindow(mid) => lines.mid_window.replace(*mid).map(|old| old.span),
            RuleLineKind::Allowing(allowing) => lines.allowing.replace((allowing, span)).map(|old| old.1),
            RuleLineKind::AtRisk(risk) => lines.at_risk.replace((risk, span)).map(|old| old.1),
            RuleLineKind::EndsWithRole => lines.ends.replace(span),
            RuleLineKind::Remedy(text) => lines.remedy.replace(text.value.clone()).map(|_| rule.name.span),
        };
        if let Some(first) = first {
            context.problems.push(
                Diagnostic::error("types/line-twice", "a rule has only one such line", span, "again here")
                    .label(first, "first here")
                    .help("leave one of the two out, or make two rules"),
            );
        }
    }
    lines
}

fn rule(context: &mut Context<'_>, policy: PolicyId, rule: &ast::Rule) -> Option<(Rule, Needs)> {
    let lines = lines(context, rule);
    let name = &rule.name;
    let cites = cites(context, policy, &lines.cites);
    if lines.cites.is_empty() {
        let message = format!("the rule `{}` cites no clause", name.text);
        let problem = Diagnostic::error("types/cites-nothing", message, name.span, "on what ground");
        context.problems.push(problem.warning().help("add a line `cites CLAUSE`"));
    }
    let Some((written, _)) = lines.subject else {
        let message = format!("the rule `{}` does not say whom it is for", name.text);
        context.error("types/no-subject", message, name.span, "add a line `for ROLE`");
        return None;
    };
    let Some((requirement, require_span)) = lines.require else {
        let message = format!("the rule `{}` requires nothing", name.text);
        context.error("types/no-requirement", message, name.span, "add a line `require …`");
        return None;
    };
    let Some(subject) = subject(context, policy, written) else {
        // Whom it is for is not known, but what else is wrong can be told.
        let view = View { policy, subject: None };
        let duty = duty(context, view, &lines);
        let unread = unread_trigger(&lines);
        let trigger = trigger(duty.as_ref(), unread.as_ref());
        let mut atoms = Atoms { view, trigger, atoms: Vec::new(), needs: Needs::default() };
        atoms.requirement(context, requirement);
        conditions_of(context, view, &lines);
        return None;
    };
    let view = View { policy, subject: Some(&subject) };
    let in_force = in_force(context, policy, lines.in_force);
    let calendar_of = lines.calendar.map(|(name, _)| calendar_of(context, &subject, name));
    let duty = duty(context, view, &lines);
    let unread = unread_trigger(&lines);
    let trigger = trigger(duty.as_ref(), unread.as_ref());
    let mut atoms = Atoms { view, trigger, atoms: Vec::new(), needs: Needs::default() };
    let requirement = atoms.requirement(context, requirement);
    let Atoms { atoms, needs, .. } = atoms;
    let (Some(duty), Some(requirement)) = (duty, requirement) else {
        conditions_of(context, view, &lines);
        return None;
    };
    check_part(context, &subject, &duty, (&atoms, lines.part), require_span);
    check_trigger_rule(context, &duty, &atoms, (lines.ends, require_span));
    sense::thresholds(context, &atoms);
    let of_line = |span: Option<Span>| span.unwrap_or(name.span);
    let (over_span, due_span) = (of_line(lines.over.map(|over| over.1)), of_line(lines.duty.map(|duty| duty.1)));
    sense::dates(context, in_force, &duty, (over_span, due_span));
    let exceptions = exceptions(context, view, &lines, &atoms)?;
    let allowing = lines.allowing.map(|(allowing, _)| match allowing {
        ast::Allowing::Misses(number, per) => Allowing::Misses(number.value, per.value),
        ast::Allowing::Share(share) => Allowing::Share(share.value),
    });
    if let (Some(allowing), Some((_, span))) = (&allowing, lines.allowing) {
        sense::tolerance(context, allowing, span);
    }
    if let (Some((_, span)), Duty::Once { .. }) = (lines.allowing, &duty) {
        let message = "a rule with a single duty has no misses to allow";
        context.error("types/nothing-to-allow", message, span, "repeat the duty with `each …`, or leave this out");
    }
    let at_risk = match lines.at_risk {
        None => None,
        Some((risk, span)) => Some(at_risk(context, view, (risk, span), &atoms)?),
    };
    let typed = Rule {
        name: name.text.clone(),
        policy,
        title: rule.title.value.clone(),
        cites,
        subject: subject.clone(),
        in_force,
        calendar_of: calendar_of.flatten(),
        duty,
        part: lines.part.map(|part| part.value),
        joint: lines.joint.map(|joint| joint.value),
        atoms,
        requirement,
        exceptions,
        allowing,
        at_risk,
        ends_with_role: lines.ends.is_some(),
        remedy: lines.remedy,
        name_span: name.span,
        require_span,
        span: rule.span,
    };
    Some((typed, needs))
}

/// What stands for the trigger of a line `for each` that was not understood, so that its answers are checked.
fn unread_trigger(lines: &Lines<'_>) -> Option<Selection> {
    match lines.duty {
        Some((RuleLineKind::ForEach(of), _)) => Some(Selection { activities: Vec::new(), filter: None, span: of.span }),
        _ => None,
    }
}

fn trigger<'s>(duty: Option<&'s Duty>, unread: Option<&'s Selection>) -> Option<&'s Selection> {
    match duty {
        Some(Duty::ForEach(selection)) => Some(selection),
        Some(_) => None,
        None => unread,
    }
}

/// Whose school's calendar counts: a line that names neither of the case's people is an error.
fn calendar_of(context: &mut Context<'_>, subject: &Subject, name: &ast::Name) -> Option<CalendarOf> {
    let role = context.program.role(subject.role).cloned()?;
    let counterpart = role.counterpart.filter(|_| subject.with_counterpart);
    if name.text == role.name {
        return Some(CalendarOf::Person);
    }
    if counterpart.as_deref() == Some(name.text.as_str()) {
        return Some(CalendarOf::Counterpart);
    }
    let message = format!("`{}` is nobody of this rule's cases", name.text);
    let help = match counterpart {
        Some(counterpart) => format!("write `calendar of {}` or `calendar of {counterpart}`", role.name),
        None => format!("write `calendar of {}`, or leave the line out", role.name),
    };
    context.error("types/not-of-the-case", message, name.span, help);
    None
}

fn subject(context: &mut Context<'_>, policy: PolicyId, written: &ast::Subject) -> Option<Subject> {
    let role = RoleId(context.find(Kind::Role, policy, &written.role)?);
    if let Some(word) = &written.counterpart {
        let own = context.program.role(role).and_then(|role| role.counterpart.clone());
        if own.as_deref() != Some(word.text.as_str()) {
            let (message, help) = match own {
                Some(own) => (format!("this role is held with a `{own}`"), format!("write `with {own}`")),
                None => ("this role is held with nobody".to_owned(), format!("leave out `with {}`", word.text)),
            };
            context.error("types/wrong-counterpart", message, word.span, help);
            return None;
        }
    }
    let plain = Subject { role, with_counterpart: written.counterpart.is_some(), only: None };
    let only = match &written.only {
        None => None,
        Some(only) => Some(conditions::condition(context, View { policy, subject: Some(&plain) }, only)?),
    };
    Some(Subject { only, ..plain })
}

fn in_force(context: &mut Context<'_>, policy: PolicyId, own: Option<(ast::Period, Span)>) -> Days {
    let whole = context.program.policy(policy).map_or(Days::ALL, |policy| policy.in_force);
    let Some((period, span)) = own else { return whole };
    let days = days(context, period);
    let inside = whole.intersect(days);
    if inside.is_empty() {
        let message = "the rule is in force only when its policy is not";
        context.error("types/never-in-force", message, span, "choose days on which the policy is in force");
    }
    inside
}

fn duty(context: &mut Context<'_>, view: View<'_>, lines: &Lines<'_>) -> Option<Duty> {
    let over = lines.over.map(|(period, _)| days(context, period));
    let due = match lines.duty {
        None => None,
        Some((RuleLineKind::By(point), _)) => Some(Due::By(atoms::point(context, view, point)?)),
        Some((RuleLineKind::Before(point), _)) => Some(Due::Before(atoms::point(context, view, point)?)),
        Some((RuleLineKind::Within(limit, point), _)) => {
            Some(Due::Within(atoms::limit(context, view, limit)?, atoms::point(context, view, point)?))
        }
        Some((kind, span)) => {
            if let Some((_, over)) = lines.over {
                context.problems.push(
                    Diagnostic::error("types/two-windows", "a rule has one kind of window", span, "this is one")
                        .label(over, "this is another")
                        .help("leave one of the two out"),
                );
            }
            return match kind {
                RuleLineKind::Each(window) => {
                    if let WindowKind::Weeks { number: 0, .. } = window.value {
                        let message = "a window of no weeks holds nothing";
                        context.error("types/none-of-them", message, window.span, "write how many weeks, 1 or more");
                    }
                    Some(Duty::Each(window.value))
                }
                RuleLineKind::ForEach(of) => selection(context, view, of).map(Duty::ForEach),
                _ => None,
            };
        }
    };
    Some(Duty::Once { over, due })
}

/// A threshold over a window must say what becomes of part windows; a share needs its attribute.
fn check_part(
    context: &mut Context<'_>,
    subject: &Subject,
    duty: &Duty,
    (atoms, part): (&[Atom], Option<Spanned<Part>>),
    require: Span,
) {
    let windowed = matches!(duty, Duty::Each(_) | Duty::Once { over: Some(_), due: None });
    let figure = atoms.iter().find(|atom| has_figure(atom));
    if let (true, Some(atom), None) = (windowed, figure, part) {
        context.problems.push(
            Diagnostic::error(
                "types/no-part",
                "nothing says what becomes of a window that is only part of a whole one",
                require,
                "what is owed in a part window",
            )
            .label(atom.threshold_span, "this figure is for a whole window")
            .help("add `part in full`, `part dropped`, or `part pro rata by open days`"),
        );
    }
    let Some(Spanned { value: Part::ProRata(by, _), span }) = part else { return };
    let has = |name: &str, wanted: fn(&Type) -> bool| {
        let role = context.program.role(subject.role);
        role.is_some_and(|role| role.attributes.iter().any(|field| field.name == name && wanted(&field.ty)))
    };
    let missing = match by {
        ProRata::Fte if !has("fte", |ty| matches!(ty, Type::Number)) => Some("fte: number"),
        ProRata::WorkingPattern if !has("pattern", |ty| matches!(ty, Type::Weekdays)) => Some("pattern: weekdays"),
        ProRata::OpenDays | ProRata::Days | ProRata::Fte | ProRata::WorkingPattern => None,
    };
    let name_of = |attribute: &str| attribute.split(':').next().unwrap_or("").to_owned();
    if let Some(attribute) = missing.filter(|attribute| !context.may_be_lost(&name_of(attribute))) {
        let message = format!("the role has no attribute `{attribute}` to measure by");
        context.error("types/unknown-field", message, span, format!("add `{attribute}` to the role"));
    }
}

/// Whether an atom has a figure of its own, that a part window could take in proportion.
fn has_figure(atom: &Atom) -> bool {
    let scales = matches!(atom.measure, Measure::Total(..) | Measure::Count(_) | Measure::Distinct(..));
    scales && atom.threshold_span != atom.span
}

fn check_trigger_rule(context: &mut Context<'_>, duty: &Duty, atoms: &[Atom], (ends, require): (Option<Span>, Span)) {
    match duty {
        Duty::ForEach(_) => {
            if !atoms.iter().any(|atom| matches!(atom.measure, Measure::Responses(_))) {
                let message = "a rule `for each` needs a response with a limit";
                context.error("types/not-a-response", message, require, "write `some … within N days, shared`");
            }
        }
        Duty::Once { .. } | Duty::Each(_) => {
            if let Some(span) = ends {
                let message = "only a duty from a trigger can outlive the role";
                context.error("types/ends-with-role", message, span, "leave this line out");
            }
        }
    }
}

/// When an exception of a rule holds, and the figure that it sets, which may be less or more.
type Excepted<'r> = (&'r ast::When, Option<(&'r ast::Value, bool)>);

fn excepted(line: &RuleLineKind) -> Option<Excepted<'_>> {
    match line {
        RuleLineKind::Reduced(value, when) => Some((when, Some((value, true)))),
        RuleLineKind::Raised(value, when) => Some((when, Some((value, false)))),
        RuleLineKind::Exempt(when) | RuleLineKind::Excused(when) => Some((when, None)),
        _ => None,
    }
}

/// Checks when the exceptions hold of a rule whose requirement was not understood.
fn conditions_of(context: &mut Context<'_>, view: View<'_>, lines: &Lines<'_>) {
    for (when, _) in lines.exceptions.iter().filter_map(|(line, _)| excepted(line)) {
        conditions::condition(context, view, &when.condition);
    }
}

fn exceptions(context: &mut Context<'_>, view: View<'_>, lines: &Lines<'_>, atoms: &[Atom]) -> Option<Vec<Exception>> {
    let checked: Vec<Option<Exception>> =
        lines.exceptions.iter().map(|line| exception(context, view, (lines, *line), atoms)).collect();
    checked.into_iter().collect()
}

fn exception(
    context: &mut Context<'_>,
    view: View<'_>,
    (lines, (line, span)): (&Lines<'_>, (&RuleLineKind, Span)),
    atoms: &[Atom],
) -> Option<Exception> {
    let (when, set) = excepted(line)?;
    let condition = conditions::condition(context, view, &when.condition)?;
    let named = match &condition {
        crate::types::typed::Condition::Exemption(id) => Some(*id),
        _ => None,
    };
    let exemption = named.and_then(|id| context.program.exemption(id)).cloned();
    if let Some(subject) = view.subject {
        check_condition(context, subject, &condition, when.span);
    }
    let effect = match (line, set) {
        (_, Some((value, reduced))) => {
            let (atom, threshold) = changed(context, view, value, atoms)?;
            let way = if reduced { Way::Down } else { Way::Up };
            if let Some(changed) = atoms.get(atom) {
                sense::change(context, way, (threshold.clone(), value.span()), changed);
            }
            if reduced { Effect::Reduced(atom, threshold) } else { Effect::Raised(atom, threshold) }
        }
        (RuleLineKind::Excused(_), None) => Effect::Excused,
        (_, None) => Effect::Exempt,
    };
    if lines.mid_window.is_none() && begins_inside(&when.condition) {
        missing_mid_window(context, span);
    }
    let own = lines.mid_window.map_or(MidWindow::Whole, |mid| mid.value);
    Some(match exemption {
        Some(exemption) => Exception {
            effect,
            when: exemption.when.clone(),
            exemption: named,
            backdated: exemption.backdated,
            mid_window: exemption.mid_window.unwrap_or(own),
            span,
        },
        None => Exception {
            effect,
            when: When { shown: when.shown, condition, span: when.span },
            exemption: None,
            backdated: false,
            mid_window: own,
            span,
        },
    })
}

/// The one figure of a rule that `reduced` or `raised` changes, and to what.
fn changed(
    context: &mut Context<'_>,
    view: View<'_>,
    value: &ast::Value,
    atoms: &[Atom],
) -> Option<(usize, Threshold)> {
    let figures: Vec<(usize, &Atom)> = atoms.iter().enumerate().filter(|(_, atom)| has_figure(atom)).collect();
    let fits = |atom: &Atom| match value {
        ast::Value::Literal(literal) => in_unit(&literal.value, atom.unit).is_some(),
        ast::Value::Named(_) => true,
    };
    let fitting: Vec<_> = figures.iter().filter(|(_, atom)| fits(atom)).collect();
    match fitting.as_slice() {
        [(index, atom)] => {
            let threshold = atoms::threshold(context, view, value, (atom.unit, atom.measure_span))?;
            Some((*index, threshold))
        }
        [] => {
            let message = "the rule has no figure that this could change";
            let mut problem =
                Diagnostic::error("types/nothing-to-change", message, value.span(), "what does this change");
            for (_, atom) in &figures {
                problem = problem.label(atom.threshold_span, "the figure here is of another unit");
            }
            context.problems.push(problem.help(match figures.first() {
                Some((_, atom)) => format!("write {}", atoms::example(atom.unit)),
                None => "leave the line out: what the rule requires is no figure".to_owned(),
            }));
            None
        }
        [(_, first), (_, second), ..] => {
            let message = "the rule has several figures that this could change";
            context.problems.push(
                Diagnostic::error("types/several-to-change", message, value.span(), "which one")
                    .label(first.threshold_span, "this one")
                    .label(second.threshold_span, "or this one")
                    .help("make a rule of each"),
            );
            None
        }
    }
}

fn at_risk(
    context: &mut Context<'_>,
    view: View<'_>,
    (risk, span): (&ast::AtRisk, Span),
    atoms: &[Atom],
) -> Option<AtRisk> {
    match risk {
        ast::AtRisk::UnderPace(by) => {
            let units: Vec<Unit> = atoms.iter().filter(|atom| has_figure(atom)).map(|atom| atom.unit).collect();
            let value = units.iter().find_map(|unit| in_unit(&by.value, *unit));
            if value.is_none() {
                let message = "no figure of the rule is counted in this";
                let help = match units.first() {
                    Some(unit) => format!("write {}", atoms::example(*unit)),
                    None => "write `at risk within 10 school days of due`: the rule requires no figure".to_owned(),
                };
                context.error("types/unit-mismatch", message, by.span, help);
            }
            value.map(AtRisk::UnderPace)
        }
        ast::AtRisk::NearDue(limit) => {
            let limit = atoms::limit(context, view, limit)?;
            match limit.number {
                Amount::Number(number) => Some(AtRisk::NearDue(number, limit.unit)),
                Amount::Param(_) => {
                    let message = "this number of days is written out";
                    context.error(
                        "types/wrong-type",
                        message,
                        span,
                        "write it as `at risk within 10 school days of due`",
                    );
                    None
                }
            }
        }
    }
}
