//! The values of parameters: the manifest's, or the rule files' own.

use num_traits::Signed;

use crate::records::error::RecordsError;
use crate::records::format::{DurationFormat, count, milliseconds, number, yes_no};
use crate::records::manifest::{Manifest, Setting, Text};
use crate::records::names;
use crate::source::{Span, Spanned};
use crate::types::typed::{Program, Type};
use crate::value::{Rational, whole};

/// The parameters' values in base units, by `ParamId`.
pub(super) fn values(manifest: &Manifest, program: &Program, errors: &mut Vec<RecordsError>) -> Vec<Option<Rational>> {
    let mut values: Vec<Option<Rational>> = program.params.iter().map(|param| param.value).collect();
    let mut set = vec![false; values.len()];
    for (name, setting) in &manifest.params {
        let id = match names::param(program, &name.value) {
            Ok(id) => id,
            Err(problem) => {
                errors.push(RecordsError::Name {
                    kind: "parameter",
                    name: name.value.clone(),
                    problem,
                    span: name.span,
                });
                continue;
            }
        };
        let Some(param) = program.param(id) else { continue };
        if std::mem::replace(set.get_mut(id.index()).unwrap_or(&mut false), true) {
            errors.push(bad(name, name.value.clone(), "a new parameter: it is set above already".to_owned()));
        }
        match read(&param.ty, &setting.value) {
            Ok(value) => {
                if let Some(place) = values.get_mut(id.index()) {
                    *place = Some(value);
                }
            }
            Err(wanted) => errors.push(wrong(setting, &wanted)),
        }
    }
    values
}

fn read(ty: &Type, setting: &Setting) -> Result<Rational, String> {
    match ty {
        Type::Duration { .. } => match setting {
            Setting::Text(text) => milliseconds(text, DurationFormat::Text)
                .map(|length| Rational::new(i128::from(length), 60_000))
                .map_err(|_| "a length of time, like `\"90 minutes\"`".to_owned()),
            Setting::Number(_) => Err("a length of time, like `\"90 minutes\"`".to_owned()),
        },
        Type::Days => days(setting).ok_or_else(|| "a number of days, like `5` or `\"5 days\"`".to_owned()),
        Type::Count => match setting {
            Setting::Number(number) if number.is_integer() && !number.is_negative() => Ok(*number),
            Setting::Number(_) => Err("a whole number".to_owned()),
            Setting::Text(text) => count(text).map_err(|_| "a whole number".to_owned()),
        },
        Type::Number => plain(setting).ok_or_else(|| "a number".to_owned()),
        Type::OneOfNumbers(numbers) => {
            let all = numbers.iter().map(Rational::to_string).collect::<Vec<_>>().join(", ");
            plain(setting).filter(|number| numbers.contains(number)).ok_or_else(|| format!("one of {all}"))
        }
        Type::YesNo => match setting {
            Setting::Text(text) => {
                yes_no(text).map(|yes| whole(i64::from(yes))).map_err(|_| "`yes` or `no`".to_owned())
            }
            Setting::Number(_) => Err("`yes` or `no`".to_owned()),
        },
        Type::Date => match setting {
            Setting::Text(text) => text
                .parse::<chrono::NaiveDate>()
                .map(|date| whole(i64::from(crate::value::Day::from(date).number())))
                .map_err(|_| "a date, like `2025-03-31`".to_owned()),
            Setting::Number(_) => Err("a date, like `2025-03-31`".to_owned()),
        },
        Type::Text | Type::School | Type::Person | Type::Weekdays | Type::OneOfTexts(_) => {
            Err("possible: the parameter has no number to set".to_owned())
        }
    }
}

fn plain(setting: &Setting) -> Option<Rational> {
    match setting {
        Setting::Number(number) => Some(*number),
        Setting::Text(text) => number(text).ok(),
    }
}

/// `5`, `5 days`, `1 day`.
fn days(setting: &Setting) -> Option<Rational> {
    let number = match setting {
        Setting::Number(number) => *number,
        Setting::Text(text) => {
            let text = text.trim();
            let digits = text.strip_suffix("days").or_else(|| text.strip_suffix("day")).unwrap_or(text);
            count(digits).ok()?
        }
    };
    (number.is_integer() && !number.is_negative()).then_some(number)
}

fn wrong(setting: &Spanned<Setting>, wanted: &str) -> RecordsError {
    let text = match &setting.value {
        Setting::Number(number) => number.to_string(),
        Setting::Text(text) => text.clone(),
    };
    bad_at(text, wanted.to_owned(), setting.span)
}

fn bad(name: &Text, text: String, wanted: String) -> RecordsError {
    bad_at(text, wanted, name.span)
}

fn bad_at(text: String, wanted: String, span: Span) -> RecordsError {
    RecordsError::BadValue { text, wanted, help: None, span }
}
