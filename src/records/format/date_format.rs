//! Formats of dates and times, as a manifest writes them: `DD/MM/YYYY HH:mm`.

/// One way to write a date, a time, or both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DateFormat {
    text: String,
    alternatives: Vec<Vec<Part>>,
}

/// A part of a format.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Part {
    Year,
    ShortYear,
    Month { exact: bool },
    MonthName,
    Day { exact: bool },
    Hour { exact: bool },
    Hour12,
    AmPm,
    Minute,
    Second,
    Offset,
    Literal(char),
}

/// What a column needs of its format.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Needs {
    /// A date; a time is welcome.
    Date,
    /// A time of day alone.
    Time,
}

/// Why a text is no format.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FormatProblem {
    /// A letter that stands for nothing.
    #[error("`{0}` stands for no part of a date or time")]
    UnknownLetter(char),
    /// A part that it lacks.
    #[error("it has no {0}")]
    Lacks(&'static str),
    /// A part that does not belong.
    #[error("it has {0}, which does not belong here")]
    Extra(&'static str),
    /// A part that is there twice.
    #[error("it has {0} twice")]
    Twice(&'static str),
}

const TOKENS: [(&str, Part); 14] = [
    ("YYYY", Part::Year),
    ("YY", Part::ShortYear),
    ("MMM", Part::MonthName),
    ("MM", Part::Month { exact: true }),
    ("M", Part::Month { exact: false }),
    ("DD", Part::Day { exact: true }),
    ("D", Part::Day { exact: false }),
    ("HH", Part::Hour { exact: true }),
    ("H", Part::Hour { exact: false }),
    ("h", Part::Hour12),
    ("mm", Part::Minute),
    ("ss", Part::Second),
    ("a", Part::AmPm),
    ("Z", Part::Offset),
];

const ISO: [&str; 9] = [
    "YYYY-MM-DD",
    "YYYY-MM-DDTHH:mm",
    "YYYY-MM-DDTHH:mm:ss",
    "YYYY-MM-DDTHH:mmZ",
    "YYYY-MM-DDTHH:mm:ssZ",
    "YYYY-MM-DD HH:mm",
    "YYYY-MM-DD HH:mm:ss",
    "YYYY-MM-DD HH:mmZ",
    "YYYY-MM-DD HH:mm:ssZ",
];

impl DateFormat {
    /// The format with day and month the other way round; `None` where the month is a name, or there is none.
    pub fn turned(&self) -> Option<DateFormat> {
        if self.text == "ISO" || self.text.contains("MMM") {
            return None;
        }
        let turn = |letter| match letter {
            'D' => 'M',
            'M' => 'D',
            other => other,
        };
        let text: String = self.text.chars().map(turn).collect();
        DateFormat::parse(&text, Needs::Date).ok().filter(|turned| turned != self)
    }

    /// Reads a format for a column.
    ///
    /// # Errors
    ///
    /// What keeps the text from being a format for it.
    pub fn parse(text: &str, needs: Needs) -> Result<DateFormat, FormatProblem> {
        let ways: &[&str] = if text == "ISO" && needs == Needs::Date { &ISO } else { &[text] };
        let alternatives: Vec<Vec<Part>> = ways.iter().map(|way| parts(way)).collect::<Result<_, _>>()?;
        for parts in &alternatives {
            check(parts, needs)?;
        }
        Ok(DateFormat { text: text.to_owned(), alternatives })
    }

    /// `YYYY-MM-DD`.
    pub fn iso_date() -> DateFormat {
        DateFormat::parse("YYYY-MM-DD", Needs::Date).unwrap_or(DateFormat::none())
    }

    /// `H:mm`.
    pub fn plain_time() -> DateFormat {
        DateFormat::parse("H:mm", Needs::Time).unwrap_or(DateFormat::none())
    }

    fn none() -> DateFormat {
        DateFormat { text: String::new(), alternatives: Vec::new() }
    }

    /// As the manifest writes it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it may give a time of day.
    pub fn has_time(&self) -> bool {
        self.alternatives.iter().flatten().any(|part| matches!(part, Part::Hour { .. } | Part::Hour12))
    }

    pub(super) fn alternatives(&self) -> &[Vec<Part>] {
        &self.alternatives
    }
}

fn parts(text: &str) -> Result<Vec<Part>, FormatProblem> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let token = TOKENS.iter().find_map(|(token, part)| rest.strip_prefix(token).map(|rest| (*part, rest)));
        match token {
            Some((part, after)) => {
                parts.push(part);
                rest = after;
            }
            None if letter.is_alphanumeric() && letter != 'T' => return Err(FormatProblem::UnknownLetter(letter)),
            None => {
                parts.push(Part::Literal(letter));
                rest = rest.strip_prefix(letter).unwrap_or("");
            }
        }
    }
    Ok(parts)
}

fn check(parts: &[Part], needs: Needs) -> Result<(), FormatProblem> {
    let count = |wanted: fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
    let groups: [(&'static str, usize); 7] = [
        ("a year", count(|part| matches!(part, Part::Year | Part::ShortYear))),
        ("a month", count(|part| matches!(part, Part::Month { .. } | Part::MonthName))),
        ("a day", count(|part| matches!(part, Part::Day { .. }))),
        ("an hour", count(|part| matches!(part, Part::Hour { .. } | Part::Hour12))),
        ("minutes", count(|part| matches!(part, Part::Minute))),
        ("seconds", count(|part| matches!(part, Part::Second))),
        ("an offset", count(|part| matches!(part, Part::Offset))),
    ];
    if let Some((name, _)) = groups.iter().find(|(_, count)| *count > 1) {
        return Err(FormatProblem::Twice(name));
    }
    let has = |name: &str| groups.iter().any(|(group, count)| *group == name && *count > 0);
    let date = ["a year", "a month", "a day"];
    let lacks = match needs {
        Needs::Date => date.into_iter().find(|name| !has(name)),
        Needs::Time => ["an hour", "minutes"].into_iter().find(|name| !has(name)),
    };
    if let Some(name) = lacks {
        return Err(FormatProblem::Lacks(name));
    }
    let extra = date.into_iter().chain(["an offset"]).find(|name| needs == Needs::Time && has(name));
    if let Some(name) = extra {
        return Err(FormatProblem::Extra(name));
    }
    if has("an hour") != has("minutes") || (has("seconds") || has("an offset")) && !has("an hour") {
        return Err(FormatProblem::Lacks(if has("an hour") { "minutes" } else { "an hour" }));
    }
    let twelve = count(|part| matches!(part, Part::Hour12));
    if twelve != count(|part| matches!(part, Part::AmPm)) {
        return Err(if twelve > 0 { FormatProblem::Lacks("`a` for am or pm") } else { FormatProblem::Extra("`a`") });
    }
    Ok(())
}
