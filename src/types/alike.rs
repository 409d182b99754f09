//! Whether two parts of rules mean the same, wherever they are written.

use crate::types::typed::{
    Condition, Due, Duty, Limit, Measure, Point, Recipient, Response, Rule, Selection, Subject, Trigger,
};

/// Whether two rules owe over the same windows, for the same people, counted in the same way.
pub fn same_duties(one: &Rule, other: &Rule) -> bool {
    same_subject(&one.subject, &other.subject)
        && same_duty(&one.duty, &other.duty)
        && (one.part, one.joint, one.calendar_of) == (other.part, other.joint, other.calendar_of)
}

/// Whether two measures measure the same.
pub fn same_measure(one: &Measure, other: &Measure) -> bool {
    use Measure as M;
    match (one, other) {
        (M::Total(field, of, cap), M::Total(field_2, of_2, cap_2)) => {
            (field, cap) == (field_2, cap_2) && same_selection(of, of_2)
        }
        (M::Distinct(field, of), M::Distinct(field_2, of_2)) => field == field_2 && same_selection(of, of_2),
        (M::Count(of), M::Count(of_2)) | (M::First(of), M::First(of_2)) | (M::Last(of), M::Last(of_2)) => {
            same_selection(of, of_2)
        }
        (M::Share { of, filter, none }, M::Share { of: of_2, filter: filter_2, none: none_2 }) => {
            same_selection(of, of_2) && (filter, none) == (filter_2, none_2)
        }
        (M::LongestGap { between, unit, ends }, M::LongestGap { between: between_2, unit: unit_2, ends: ends_2 }) => {
            same_selection(between, between_2) && (unit, ends) == (unit_2, ends_2)
        }
        (M::Covers { of, list, by }, M::Covers { of: of_2, list: list_2, by: by_2 }) => {
            same_selection(of, of_2) && (list, by) == (list_2, by_2)
        }
        (M::FanOut { of, by, recipients }, M::FanOut { of: of_2, by: by_2, recipients: recipients_2 }) => {
            let same = |(one, other): (&Recipient, &Recipient)| same_recipient(one, other);
            let all = recipients.len() == recipients_2.len() && recipients.iter().zip(recipients_2).all(same);
            by == by_2 && same_selection(of, of_2) && all
        }
        (M::Responses(response), M::Responses(response_2)) => same_response(response, response_2),
        (M::Has(of, response), M::Has(of_2, response_2)) => {
            same_selection(of, of_2) && same_response(response, response_2)
        }
        (M::Meets(rules), M::Meets(rules_2)) => rules == rules_2,
        (M::RollUp(members), M::RollUp(members_2)) => members == members_2,
        _ => false,
    }
}

/// Whether two selections take the same events.
pub fn same_selection(one: &Selection, other: &Selection) -> bool {
    (&one.activities, &one.filter) == (&other.activities, &other.filter)
}

/// Whether two conditions hold at the same times.
pub fn same_condition(one: &Condition, other: &Condition) -> bool {
    use Condition as C;
    let all = |some: &[Condition], others: &[Condition]| {
        some.len() == others.len() && some.iter().zip(others).all(|(one, other)| same_condition(one, other))
    };
    match (one, other) {
        (C::Or(some), C::Or(others)) | (C::And(some), C::And(others)) => all(some, others),
        (C::Not(one), C::Not(other)) => same_condition(one, other),
        (C::Events(quantifier, of, scope), C::Events(quantifier_2, of_2, scope_2)) => {
            (quantifier, scope) == (quantifier_2, scope_2) && same_selection(of, of_2)
        }
        (C::CoversDays(of, unit), C::CoversDays(of_2, unit_2)) => unit == unit_2 && same_selection(of, of_2),
        (C::Attribute(name, how, value), C::Attribute(name_2, how_2, value_2)) => {
            (name, how, value) == (name_2, how_2, value_2)
        }
        (C::Exemption(id), C::Exemption(id_2)) => id == id_2,
        _ => false,
    }
}

fn same_subject(one: &Subject, other: &Subject) -> bool {
    let only = match (&one.only, &other.only) {
        (None, None) => true,
        (Some(one), Some(other)) => same_condition(one, other),
        _ => false,
    };
    (one.role, one.with_counterpart, one.by) == (other.role, other.with_counterpart, other.by) && only
}

fn same_duty(one: &Duty, other: &Duty) -> bool {
    match (one, other) {
        (Duty::Once { over, due }, Duty::Once { over: over_2, due: due_2 }) => {
            let due = match (due, due_2) {
                (None, None) => true,
                (Some(one), Some(other)) => same_due(one, other),
                _ => false,
            };
            over == over_2 && due
        }
        (Duty::Each(window), Duty::Each(window_2)) => window == window_2,
        (Duty::EachTerm(clock, terms), Duty::EachTerm(clock_2, terms_2)) => (clock, terms) == (clock_2, terms_2),
        (Duty::ForEach(of), Duty::ForEach(of_2)) => same_trigger(of, of_2),
        _ => false,
    }
}

fn same_trigger(one: &Trigger, other: &Trigger) -> bool {
    match (one, other) {
        (Trigger::Events(of), Trigger::Events(of_2)) => same_selection(of, of_2),
        (Trigger::Milestone(of, _), Trigger::Milestone(of_2, _)) => of == of_2,
        _ => false,
    }
}

fn same_due(one: &Due, other: &Due) -> bool {
    match (one, other) {
        (Due::By(point), Due::By(point_2)) | (Due::Before(point), Due::Before(point_2)) => same_point(point, point_2),
        (Due::Within(limit, point), Due::Within(limit_2, point_2)) => {
            same_limit(limit, limit_2) && same_point(point, point_2)
        }
        _ => false,
    }
}

fn same_point(one: &Point, other: &Point) -> bool {
    match (one, other) {
        (Point::Date(day), Point::Date(day_2)) => day == day_2,
        (Point::First(of), Point::First(of_2)) => same_selection(of, of_2),
        (Point::Attribute(name), Point::Attribute(name_2)) => name == name_2,
        (Point::RoleStart, Point::RoleStart) | (Point::RoleEnd, Point::RoleEnd) => true,
        _ => false,
    }
}

fn same_limit(one: &Limit, other: &Limit) -> bool {
    (one.number, one.unit, one.counts) == (other.number, other.unit, other.counts)
}

fn same_recipient(one: &Recipient, other: &Recipient) -> bool {
    let leaving = match (&one.leaving, &other.leaving) {
        (None, None) => true,
        (Some(one), Some(other)) => one.shown == other.shown && same_condition(&one.condition, &other.condition),
        _ => false,
    };
    one.name == other.name && leaving && same_response(&one.response, &other.response)
}

fn same_response(one: &Response, other: &Response) -> bool {
    same_selection(&one.of, &other.of)
        && same_limit(&one.within, &other.within)
        && (one.matching, &one.linked_by) == (other.matching, &other.linked_by)
}
