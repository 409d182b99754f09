//! Texts, numbers, dates, durations: the values that a person writes.

use crate::source::Spanned;
use crate::syntax::ast::{Date, DateRange, DayUnit, Literal, LiteralValue, Period, Text};
use crate::syntax::build::{Builder, Built};
use crate::syntax::error::SyntaxError;
use crate::syntax::grammar::{Node, Rule};
use crate::value::{Day, Rational, decimal, whole};

impl Builder<'_> {
    /// A quoted text.
    pub fn text(self, node: Node<'_>) -> Built<Text> {
        let span = self.span_of(&node);
        let inside = self.children(node).any("a text")?;
        let mut value = String::new();
        let mut letters = inside.as_str().chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => value.extend(letters.next()),
                other => value.push(other),
            }
        }
        Ok(Spanned::new(value, span))
    }

    /// A date.
    pub fn date(self, node: &Node<'_>) -> Built<Date> {
        let span = self.span_of(node);
        let text = node.as_str().trim();
        let mut parts = text.split('-').map(|part| part.parse::<u32>().unwrap_or(0));
        let (year, month, day) = (parts.next(), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        let year = year.and_then(|year| i32::try_from(year).ok()).unwrap_or(0);
        if let Some(day) = Day::new(year, month, day) {
            return Ok(Spanned::new(day, span));
        }
        let nearest = (1..=day.min(31)).rev().find_map(|day| Day::new(year, month, day));
        let told = nearest.map(|day| day.to_string());
        self.wrong(SyntaxError::NoSuchDate { date: text.to_owned(), span, nearest: told });
        Ok(Spanned::new(nearest.unwrap_or(Day::MIN), span))
    }

    /// The date inside a `from_date` or `to_date`.
    pub fn inner_date(self, node: Node<'_>) -> Built<Date> {
        let date = self.children(node).any("a date")?;
        self.date(&date)
    }

    /// `DATE to DATE`, or one `DATE` for both.
    pub fn range(self, node: Node<'_>) -> Built<DateRange> {
        let mut children = self.children(node);
        let from = children.need(Rule::from_date, "a date").and_then(|node| self.inner_date(node))?;
        let to = children.maybe(Rule::to_date, |node| self.inner_date(node))?.unwrap_or(from);
        Ok(DateRange { from, to })
    }

    /// A period, either end of which may be open.
    pub fn period(self, node: Node<'_>) -> Built<Period> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let from = children.maybe(Rule::from_date, |node| self.inner_date(node))?;
        let to = children.maybe(Rule::to_date, |node| self.inner_date(node))?;
        Ok(Period { from, to, span })
    }

    /// A number.
    pub fn number(self, node: &Node<'_>) -> Built<Spanned<Rational>> {
        let span = self.span_of(node);
        let text = node.as_str().trim();
        let number = decimal(text).unwrap_or_else(|| {
            self.wrong(SyntaxError::NumberTooLong { number: text.to_owned(), span, most: "at most 18 digits" });
            whole(1)
        });
        Ok(Spanned::new(number, span))
    }

    /// A whole number.
    pub fn integer(self, node: &Node<'_>) -> Built<Spanned<u32>> {
        let span = self.span_of(node);
        let text = node.as_str().trim();
        let number = text.parse().unwrap_or_else(|_| {
            self.wrong(SyntaxError::NumberTooLong { number: text.to_owned(), span, most: "at most 4294967295" });
            1
        });
        Ok(Spanned::new(number, span))
    }

    /// The first number inside a node.
    fn inner_number(self, node: Node<'_>) -> Built<Rational> {
        let number = self.children(node).need(Rule::number, "a number")?;
        self.number(&number).map(|number| number.value)
    }

    /// A share written in per cent.
    pub fn percent(self, node: Node<'_>) -> Built<Spanned<Rational>> {
        let span = self.span_of(&node);
        Ok(Spanned::new(self.inner_number(node)? / whole(100), span))
    }

    /// A value.
    pub fn literal(self, node: Node<'_>) -> Built<Literal> {
        let span = self.span_of(&node);
        let inner = self.children(node).any("a value")?;
        let value = match inner.as_rule() {
            Rule::text => LiteralValue::Text(self.text(inner)?.value),
            Rule::date => LiteralValue::Date(self.date(&inner)?.value),
            Rule::duration => LiteralValue::Duration(self.duration(inner)?),
            Rule::percent => LiteralValue::Share(self.percent(inner)?.value),
            Rule::days_value => {
                let mut children = self.children(inner);
                let number = self.number(&children.need(Rule::number, "a number")?)?.value;
                LiteralValue::Days(number, self.day_unit(children.need(Rule::day_unit, "a kind of day")?)?)
            }
            Rule::yes => LiteralValue::YesNo(true),
            Rule::no => LiteralValue::YesNo(false),
            _ => LiteralValue::Number(self.number(&inner)?.value),
        };
        Ok(Spanned::new(value, span))
    }

    /// A duration in minutes.
    fn duration(self, node: Node<'_>) -> Built<Rational> {
        let mut children = self.children(node);
        let mut minutes = whole(0);
        if let Some(hours) = children.take(Rule::hours) {
            minutes += self.inner_number(hours)? * whole(60);
        }
        if let Some(rest) = children.take(Rule::minutes) {
            minutes += self.inner_number(rest)?;
        }
        Ok(minutes)
    }

    /// A local time, as minutes after midnight.
    pub fn time(self, node: &Node<'_>) -> Built<LiteralValue> {
        let span = self.span_of(node);
        let text = node.as_str().trim();
        let minutes = text.split_once(':').and_then(|(hour, minute)| {
            let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
            (hour < 24 && minute < 60).then_some(hour * 60 + minute)
        });
        if minutes.is_none() {
            self.wrong(SyntaxError::NoSuchTime { time: text.to_owned(), span });
        }
        Ok(LiteralValue::Duration(whole(minutes.unwrap_or(0))))
    }

    /// A kind of day to count with.
    pub fn day_unit(self, node: Node<'_>) -> Built<DayUnit> {
        let inner = self.children(node).any("a kind of day")?;
        Ok(match inner.as_rule() {
            Rule::unit_working => DayUnit::Working,
            Rule::unit_school => DayUnit::School,
            Rule::unit_open => DayUnit::Open,
            _ => DayUnit::Calendar,
        })
    }
}
