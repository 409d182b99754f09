//! A file of rows as a system exports it.

use std::collections::BTreeMap;

use assize::value::Day;

use crate::audit::export::{british, line};

/// How a system writes its file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Commas, ISO dates.
    Plain,
    /// Commas, British dates.
    British,
    /// Semicolons, British dates, a byte-order mark and CRLF, as a spreadsheet saves it.
    Spreadsheet,
}

/// A file that is being filled.
pub struct Sheet {
    /// Its name.
    pub name: &'static str,
    style: Style,
    header: &'static [&'static str],
    prefix: &'static str,
    rows: Vec<(Day, Vec<String>)>,
    numbers: BTreeMap<String, u32>,
}

impl Sheet {
    /// An empty file, whose rows' ids begin with `prefix`.
    pub fn new(name: &'static str, style: Style, prefix: &'static str, header: &'static [&'static str]) -> Sheet {
        Sheet { name, style, header, prefix, rows: Vec::new(), numbers: BTreeMap::new() }
    }

    /// A date as the file writes it.
    pub fn date(&self, date: Day) -> String {
        match self.style {
            Style::Plain => date.to_string(),
            Style::British | Style::Spreadsheet => british(date),
        }
    }

    /// Adds a row about somebody on a day: its id, the date, then these cells.
    pub fn add(&mut self, date: Day, who: &str, cells: &[&str]) {
        let number = self.numbers.entry(who.to_owned()).or_insert(0);
        *number += 1;
        let id = format!("{}-{who}-{number:03}", self.prefix);
        let mut row = vec![id, self.date(date), who.to_owned()];
        row.extend(cells.iter().map(|cell| (*cell).to_owned()));
        self.rows.push((date, row));
    }

    /// Changes each row that `wanted` picks.
    pub fn change(&mut self, wanted: impl Fn(Day, &[String]) -> bool, change: impl Fn(&mut Vec<String>)) {
        let picked = self.rows.iter_mut().filter(|(date, row)| wanted(*date, row));
        picked.for_each(|(_, row)| change(row));
    }

    /// The days of the rows that `wanted` picks.
    pub fn dates(&self, wanted: impl Fn(&[String]) -> bool) -> Vec<Day> {
        self.rows.iter().filter(|(_, row)| wanted(row)).map(|(date, _)| *date).collect()
    }

    /// Removes each row that `unwanted` picks.
    pub fn remove(&mut self, unwanted: impl Fn(Day, &[String]) -> bool) {
        self.rows.retain(|(date, row)| !unwanted(*date, row));
    }

    /// The bytes of the file, by date and id.
    pub fn bytes(&self) -> Vec<u8> {
        let (separator, end, mark) = match self.style {
            Style::Plain | Style::British => (',', "\n", ""),
            Style::Spreadsheet => (';', "\r\n", "\u{feff}"),
        };
        let mut rows: Vec<&(Day, Vec<String>)> = self.rows.iter().collect();
        rows.sort();
        let mut text = format!("{mark}{}", line(self.header, separator, end));
        for (_, row) in rows {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            text.push_str(&line(&cells, separator, end));
        }
        text.into_bytes()
    }
}
