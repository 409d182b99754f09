//! Types and literals: units, and whether a value is one that its place may hold.

use crate::source::Spanned;
use crate::syntax::ast::{self, DayUnit, Literal, LiteralValue};
use crate::types::context::Context;
use crate::types::typed::{Type, Value};
use crate::value::{Rational, Unit, fold, whole};

/// What a literal is, in words.
pub fn describe(value: &LiteralValue) -> &'static str {
    match value {
        LiteralValue::Text(_) => "a text",
        LiteralValue::Number(_) => "a plain number",
        LiteralValue::Duration(_) => "a duration",
        LiteralValue::Share(_) => "a share",
        LiteralValue::Days(..) => "a number of days",
        LiteralValue::Date(_) => "a date",
        LiteralValue::YesNo(_) => "a yes or no",
    }
}

/// What a unit is, in words.
pub fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Minutes => "a duration",
        Unit::Count => "a count",
        Unit::Days => "a number of days",
        Unit::Share => "a share",
        Unit::Number => "a plain number",
        Unit::Date => "a date",
    }
}

/// The number of a literal in a unit; `None` where it is of another.
pub fn in_unit(value: &LiteralValue, unit: Unit) -> Option<Rational> {
    match (value, unit) {
        (LiteralValue::Number(number), Unit::Count) => (number.is_integer() && *number >= whole(0)).then_some(*number),
        // A number counts something: a total of them only rises.
        (LiteralValue::Number(number), Unit::Number) => (*number >= whole(0)).then_some(*number),
        (LiteralValue::Duration(minutes), Unit::Minutes) => Some(*minutes),
        (LiteralValue::Share(share), Unit::Share) => Some(*share),
        (LiteralValue::Days(days, _), Unit::Days) => Some(*days),
        (LiteralValue::Date(day), Unit::Date) => Some(whole(i64::from(day.number()))),
        _ => None,
    }
}

/// The value of a literal as a type has it; an error where it has it not.
pub fn of_type(context: &mut Context<'_>, literal: &Literal, ty: &Type, name: &str) -> Option<Value> {
    let value = match (&literal.value, ty) {
        (LiteralValue::Days(days, _), Type::Days) if !days.is_integer() => {
            let message = format!("`{name}` counts whole days");
            context.error("types/part-of-a-day", message, literal.span, "write a whole number of days");
            return None;
        }
        (LiteralValue::Days(days, kind), Type::Days) if *kind != DayUnit::Calendar => {
            let message = format!("`{name}` is a number of days: of which kind they are, each rule says");
            context.error("types/unit-mismatch", message, literal.span, format!("write `{days} days`"));
            return None;
        }
        (LiteralValue::Text(text), Type::Text | Type::School) => Some(Value::Text(text.clone())),
        (LiteralValue::Text(text), Type::Weekdays) => {
            crate::value::Weekdays::parse(text).map(|days| Value::Number(whole(i64::from(days.bits()))))
        }
        (LiteralValue::Text(text), Type::OneOfTexts(texts)) => {
            let member = texts.iter().find(|member| fold(member) == fold(text));
            if member.is_none() {
                not_a_member(context, literal, texts, name);
                return None;
            }
            member.map(|member| Value::Text(member.clone()))
        }
        (LiteralValue::Number(number), Type::OneOfNumbers(numbers)) if numbers.contains(number) => {
            Some(Value::Number(*number))
        }
        (LiteralValue::Number(number), Type::OneOfNumbers(numbers)) => {
            let texts: Vec<String> = numbers.iter().map(Rational::to_string).collect();
            let _ = number;
            not_a_member(context, literal, &texts, name);
            return None;
        }
        (LiteralValue::YesNo(yes), Type::YesNo) => Some(Value::Number(whole(i64::from(*yes)))),
        (_, Type::Person) => {
            let message = format!("`{name}` is a person of the roster, and is compared with nobody by a value");
            let help = "write `is the …`, with a role or the word for the counterpart, or `holds ROLE`";
            context.error("types/wrong-type", message, literal.span, help);
            return None;
        }
        (value, ty) => ty.unit().and_then(|unit| in_unit(value, unit)).map(Value::Number),
    };
    if value.is_none() {
        let message = format!("`{name}` is {}, not {}", type_word(ty), describe(&literal.value));
        context.error("types/wrong-type", message, literal.span, format!("write {}", type_word(ty)));
    }
    value
}

fn not_a_member(context: &mut Context<'_>, literal: &Literal, members: &[String], name: &str) {
    let list = members.iter().map(|member| format!("`{member}`")).collect::<Vec<_>>().join(", ");
    let message = format!("`{name}` is never this: it is one of {list}");
    context.error("types/not-a-member", message, literal.span, format!("write one of {list}"));
}

/// What a type is, in words.
pub fn type_word(ty: &Type) -> &'static str {
    match ty {
        Type::Duration { .. } => "a duration",
        Type::Count => "a count",
        Type::Number => "a number of at least 0",
        Type::Text => "a text",
        Type::YesNo => "a yes or no",
        Type::Date => "a date",
        Type::School => "a school's name",
        Type::Person => "a person of the roster",
        Type::Weekdays => "weekdays such as `\"Mon Tue Wed\"` or `\"Mon-Fri\"`",
        Type::Days => "a number of days",
        Type::OneOfTexts(_) => "one of its texts",
        Type::OneOfNumbers(_) => "one of its numbers",
    }
}

/// A type as written, as the program has it.
pub fn ty(context: &mut Context<'_>, ty: &Spanned<ast::Type>) -> Type {
    match &ty.value {
        ast::Type::Duration(up_to) => Type::Duration { up_to: up_to.as_ref().map(|bound| bound.value) },
        ast::Type::Count => Type::Count,
        ast::Type::Number => Type::Number,
        ast::Type::Text => Type::Text,
        ast::Type::YesNo => Type::YesNo,
        ast::Type::Date => Type::Date,
        ast::Type::School => Type::School,
        ast::Type::Person => Type::Person,
        ast::Type::Weekdays => Type::Weekdays,
        ast::Type::Days => Type::Days,
        ast::Type::OneOf(members) => one_of(context, members),
    }
}

fn one_of(context: &mut Context<'_>, members: &[Literal]) -> Type {
    let (mut texts, mut numbers) = (Vec::new(), Vec::new());
    for (place, member) in members.iter().enumerate() {
        let alike = |other: &Literal| match (&other.value, &member.value) {
            (LiteralValue::Text(other), LiteralValue::Text(text)) => fold(other) == fold(text),
            (other, value) => other == value,
        };
        if members.iter().take(place).any(alike) {
            let message = "this is one of the values already";
            context.error("types/member-twice", message, member.span, "leave one of the two out");
        }
        match &member.value {
            LiteralValue::Text(text) => texts.push(text.clone()),
            LiteralValue::Number(number) if *number >= whole(0) => numbers.push(*number),
            other => {
                let message = format!("a field is one of several texts or numbers, not {}", describe(other));
                context.error("types/wrong-type", message, member.span, "write a text or a plain number");
            }
        }
    }
    if let (false, false, Some(last)) = (texts.is_empty(), numbers.is_empty(), members.last()) {
        let message = "a field is one of several texts or of several numbers, not of both";
        context.error("types/wrong-type", message, last.span, "write only texts, or only numbers");
    }
    if texts.is_empty() { Type::OneOfNumbers(numbers) } else { Type::OneOfTexts(texts) }
}
