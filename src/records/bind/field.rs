//! How each field of an activity, or attribute of a role, is read from a cell.

use std::borrow::Cow;

use crate::records::bind::export::{self, PersonPlan};
use crate::records::bind::{Binder, Column};
use crate::records::build::{decode, encode};
use crate::records::error::RecordsError;
use crate::records::format::{
    DateFormat, DurationFormat, Needs, Unreadable, count, milliseconds, number, read_stamp, weekdays, yes_no,
};
use crate::records::manifest::{By, FieldMapping, FieldSource, PersonColumn, Setting, Text};
use crate::records::people::Slot;
use crate::source::Spanned;
use crate::types::typed::{Field, Program, Type, Value};
use crate::value::{Rational, fold, whole};

/// What a cell says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::records) enum Reading<'c> {
    /// A number as a column stores it.
    Stored(i64),
    /// A text.
    Text(Cow<'c, str>),
}

/// How one field is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::records) struct FieldReader {
    pub ty: Type,
    pub origin: Origin,
}

/// Where a field comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::records) enum Origin {
    /// A column, by the texts that stand for something (folded), or else as it is written.
    Column { column: Column, how: How, values: Vec<(String, Reading<'static>)> },
    /// A column that names somebody of the roster, and in which part.
    Person(PersonPlan, Slot),
    /// The same for every row.
    Constant(Reading<'static>),
}

/// How a cell is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::records) enum How {
    Duration(DurationFormat),
    Count,
    Number,
    OneOfNumbers(Vec<Rational>),
    YesNo,
    Date(DateFormat),
    Text,
    /// Folded, and as declared.
    OneOfTexts(Vec<(String, String)>),
    Weekdays,
}

impl FieldReader {
    /// What a cell that is not blank says.
    pub fn read<'c>(&self, cell: &'c str) -> Result<Reading<'c>, Unreadable> {
        match &self.origin {
            Origin::Constant(reading) => Ok(reading.clone()),
            // Who is meant the roster says.
            Origin::Person(..) => Ok(Reading::Text(Cow::Borrowed(cell.trim()))),
            Origin::Column { how, values, .. } if values.is_empty() => read(how, &self.ty, cell),
            Origin::Column { values, .. } => {
                let folded = fold(cell);
                let found = values.iter().find(|(text, _)| *text == folded);
                found
                    .map(|(_, reading)| reading.clone())
                    .ok_or_else(|| Unreadable::NotOneOf("the texts under `values`".to_owned()))
            }
        }
    }

    /// The column that it comes from.
    pub fn column(&self) -> Option<&Column> {
        match &self.origin {
            Origin::Column { column, .. } => Some(column),
            Origin::Person(plan, _) => Some(&plan.column),
            Origin::Constant(_) => None,
        }
    }
}

/// A reading as a literal in base units, for an attribute.
pub(in crate::records) fn value(ty: &Type, reading: Reading<'_>) -> Value {
    match reading {
        Reading::Stored(stored) => Value::Number(decode(ty, stored)),
        Reading::Text(text) => Value::Text(text.trim().to_owned()),
    }
}

fn read<'c>(how: &How, ty: &Type, cell: &'c str) -> Result<Reading<'c>, Unreadable> {
    let stored = |number: Rational| encode(ty, number).map(Reading::Stored).ok_or(Unreadable::TooPrecise);
    match how {
        How::Duration(format) => milliseconds(cell, *format).map(Reading::Stored),
        How::Count => stored(count(cell)?),
        How::Number => stored(number(cell)?),
        How::OneOfNumbers(numbers) => {
            let read = number(cell)?;
            if numbers.contains(&read) {
                return stored(read);
            }
            Err(Unreadable::NotOneOf(numbers.iter().map(Rational::to_string).collect::<Vec<_>>().join(", ")))
        }
        How::YesNo => yes_no(cell).map(|yes| Reading::Stored(i64::from(yes))),
        // A date is a local day; a time in the cell is dropped, and an offset has no say in a field.
        How::Date(format) => {
            read_stamp(cell, format, chrono_tz::Tz::UTC).map(|stamp| Reading::Stored(i64::from(stamp.day.number())))
        }
        How::Text => Ok(Reading::Text(Cow::Borrowed(cell.trim()))),
        How::OneOfTexts(texts) => {
            let folded = fold(cell);
            let declared = texts.iter().find(|(text, _)| *text == folded);
            declared.map(|(_, declared)| Reading::Text(Cow::Owned(declared.clone()))).ok_or_else(|| {
                let texts: Vec<String> = texts.iter().map(|(_, declared)| format!("`{declared}`")).collect();
                Unreadable::NotOneOf(texts.join(", "))
            })
        }
        How::Weekdays => weekdays(cell).map(|days| Reading::Stored(i64::from(days.bits()))),
    }
}

/// Binds the mapping of a field to its declaration and to the file; `None` where no row says it. `keys` are the
/// roster's other key columns.
pub(super) fn bind(
    binder: &mut Binder<'_>,
    program: &Program,
    (field, mapping): (&Field, &FieldMapping),
    keys: &[&Text],
) -> Option<FieldReader> {
    let origin = match &mapping.from {
        FieldSource::Unknown => return None,
        FieldSource::Value(setting) if field.ty == Type::Person => {
            let wanted = "needed: who it is stands in a column";
            binder.bad(&field.name, wanted, Some("name the column".to_owned()), setting.span);
            return None;
        }
        FieldSource::Column { column, by, format, values } if field.ty == Type::Person => {
            let other = format.as_ref().or_else(|| values.first().map(|(text, _)| text));
            if let Some(text) = other {
                let wanted = format!("needed: `{}` names people as the roster does", field.name);
                binder.bad(&text.value, wanted, Some("leave out `format` and `values`".to_owned()), text.span);
                return None;
            }
            let column = PersonColumn { column: column.clone(), by: By::of(by.clone()), separator: None };
            let plan = export::person(binder, &column, keys)?;
            Origin::Person(plan, Slot::of_word(program, &field.name))
        }
        FieldSource::Column { by: Some(by), .. } => {
            let wanted = format!("needed: `{}` is no person", field.name);
            binder.bad(&by.value, wanted, Some("leave `by` out".to_owned()), by.span);
            return None;
        }
        FieldSource::Value(setting) => Origin::Constant(constant(binder, &field.ty, setting)?),
        FieldSource::Column { column, by: None, format, values } => {
            let how = how(binder, field, format.as_ref());
            let values = (values.iter())
                .map(|(text, setting)| Some((fold(&text.value), constant(binder, &field.ty, setting)?)))
                .collect::<Option<Vec<_>>>();
            Origin::Column { column: binder.column(column)?, how: how?, values: values? }
        }
    };
    Some(FieldReader { ty: field.ty.clone(), origin })
}

fn how(binder: &mut Binder<'_>, field: &Field, format: Option<&Text>) -> Option<How> {
    let how = plain(&field.ty);
    let Some(format) = format else { return Some(how) };
    match how {
        How::Duration(_) => {
            let known = DurationFormat::parse(&format.value);
            if known.is_none() {
                let error = RecordsError::DurationFormat { text: format.value.clone(), span: format.span };
                binder.errors.push(error);
            }
            known.map(How::Duration)
        }
        How::Date(_) => match DateFormat::parse(&format.value, Needs::Date) {
            Ok(format) => Some(How::Date(format)),
            Err(problem) => {
                let text = format.value.clone();
                binder.errors.push(RecordsError::DateFormat { text, problem, span: format.span });
                None
            }
        },
        How::Count
        | How::Number
        | How::OneOfNumbers(_)
        | How::YesNo
        | How::Text
        | How::OneOfTexts(_)
        | How::Weekdays => {
            let wanted = format!("needed: `{}` is neither a duration nor a date", field.name);
            binder.bad(&format.value, wanted, Some("leave `format` out".to_owned()), format.span);
            None
        }
    }
}

/// How a type is written where nothing is said.
fn plain(ty: &Type) -> How {
    match ty {
        Type::Duration { .. } => How::Duration(DurationFormat::Text),
        Type::Count | Type::Days => How::Count,
        Type::Number => How::Number,
        // Whom a text means the roster says.
        Type::Text | Type::School | Type::Person => How::Text,
        Type::YesNo => How::YesNo,
        Type::Date => How::Date(DateFormat::iso_date()),
        Type::Weekdays => How::Weekdays,
        Type::OneOfTexts(texts) => How::OneOfTexts(texts.iter().map(|text| (fold(text), text.clone())).collect()),
        Type::OneOfNumbers(numbers) => How::OneOfNumbers(numbers.clone()),
    }
}

/// A value that the manifest writes, as the field stores it.
fn constant(binder: &mut Binder<'_>, ty: &Type, setting: &Spanned<Setting>) -> Option<Reading<'static>> {
    let how = plain(ty);
    let (text, read) = match (&setting.value, &how) {
        (Setting::Number(number), How::Duration(_)) => (number.to_string(), Err(Unreadable::NoUnit)),
        (Setting::Number(number), How::Count) if !number.is_integer() || *number < whole(0) => {
            (number.to_string(), Err(Unreadable::NotAs("a whole number".to_owned())))
        }
        (Setting::Number(number), How::OneOfNumbers(numbers)) if !numbers.contains(number) => {
            let numbers: Vec<String> = numbers.iter().map(Rational::to_string).collect();
            (number.to_string(), Err(Unreadable::NotOneOf(numbers.join(", "))))
        }
        (Setting::Number(number), How::Count | How::Number | How::OneOfNumbers(_)) => {
            (number.to_string(), encode(ty, *number).map(Reading::Stored).ok_or(Unreadable::TooPrecise))
        }
        (Setting::Number(number), _) => {
            let text = number.to_string();
            let reading = read(&how, ty, &text).map(owned);
            (text, reading)
        }
        (Setting::Text(text), _) => (text.clone(), read(&how, ty, text).map(owned)),
    };
    match read {
        Ok(reading) => Some(reading),
        Err(problem) => {
            binder.bad(&text, format!("a value of the field: {problem}"), None, setting.span);
            None
        }
    }
}

fn owned(reading: Reading<'_>) -> Reading<'static> {
    match reading {
        Reading::Stored(stored) => Reading::Stored(stored),
        Reading::Text(text) => Reading::Text(Cow::Owned(text.into_owned())),
    }
}
