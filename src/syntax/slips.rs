//! What was most likely meant by something that may not stand where it does.

use crate::syntax::lex::of_word;
use crate::syntax::words::{DECLARATIONS, Expected, RESERVED};
use crate::value::{Day, MONTHS};

/// The one thing to do about `token`, which stands at `start` of `text` in place of what was expected.
pub fn help(text: &str, start: usize, token: &str, wanted: &Expected) -> Option<String> {
    mark(token)
        .or_else(|| iso(token).map(|date| format!("write the date as `{date}`")))
        .or_else(|| date_around(text, start).map(|date| format!("write the date as `{date}`")))
        .or_else(|| duration(token).map(|duration| format!("write `{duration}`")))
        .or_else(|| unit(text, start, token).map(|duration| format!("write `{duration}`")))
        .or_else(|| quantity(text, start).map(|measure| format!("write `{measure}`")))
        .or_else(|| again(text, start, wanted).map(|both| format!("write `{both}`")))
        .or_else(|| close(token, wanted).map(|word| format!("did you mean `{word}`?")))
        .or_else(|| name(token, wanted))
        .or_else(|| separator(text, start, token, wanted))
}

/// Marks of other languages.
fn mark(token: &str) -> Option<String> {
    let write = |mark: &str| Some(format!("write `{mark}`"));
    match token {
        "==" => write("="),
        "=>" | "≥" | ">==" => write(">="),
        "=<" | "≤" => write("<="),
        "<>" | "≠" => write("!="),
        "–" | "—" | "−" => write("-"),
        "'" | "`" => write("\""),
        "[" | "]" => Some("put alternatives in round brackets, and the members of a list in braces".to_owned()),
        "&" | "&&" => write("and"),
        "|" | "||" => write("or"),
        "!" => write("not"),
        _ => None,
    }
}

/// A date written as `27/06/2025`, `27.6.2025`, `27-06-2025` or `2025-6-27`, as this language writes it.
fn iso(token: &str) -> Option<String> {
    let parts: Vec<&str> = token.split(['/', '.', '-', '–']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let (year, month, day) = match (first.len(), third.len()) {
        (4, 1 | 2) => (first, second, third),
        (1 | 2, 4) => (third, second, first),
        _ => return None,
    };
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).map(|day| day.to_string())
}

/// A date that is spoken or written with strokes, of which the first part may have been read as a number of days or as
/// the name of one.
fn date_around(text: &str, start: usize) -> Option<String> {
    let word =
        |end: usize| text.get(..end).map_or(0, |before| before.rfind(char::is_whitespace).map_or(0, |at| at + 1));
    let own = word(start);
    let before = word(text.get(..own).map_or(0, |before| before.trim_end().len()));
    let whole = || words_from(text, own).next().and_then(iso);
    spoken_date(text, start).or_else(whole).or_else(|| spoken_date(text, before))
}

/// A duration written as `20h`, `1h30`, `90min`, as this language writes it.
fn duration(token: &str) -> Option<String> {
    let (number, rest) = digits(token)?;
    let some = |number: &str, one: &str| format!("{number} {one}{}", if number == "1" { "" } else { "s" });
    match rest {
        "h" | "hr" | "hrs" | "hour" | "hours" => return Some(some(number, "hour")),
        "m" | "min" | "mins" | "minute" | "minutes" => return Some(some(number, "minute")),
        "d" | "day" | "days" => return Some(some(number, "day")),
        _ => {}
    }
    let (minutes, end) = digits(rest.strip_prefix('h')?)?;
    let minutes = minutes.trim_start_matches('0');
    match end {
        "" | "m" | "min" | "mins" if minutes.is_empty() => Some(some(number, "hour")),
        "" | "m" | "min" | "mins" => Some(format!("{} {}", some(number, "hour"), some(minutes, "minute"))),
        _ => None,
    }
}

/// The words that go before an offset on its line, the nearest first.
fn words_before(text: &str, start: usize) -> impl Iterator<Item = &str> {
    let line = text.get(..start).unwrap_or("").rsplit('\n').next().unwrap_or("");
    line.split_whitespace().rev()
}

/// The words from an offset on, to the end of the line.
fn words_from(text: &str, start: usize) -> impl Iterator<Item = &str> {
    text.get(start..).unwrap_or("").lines().next().unwrap_or("").split_whitespace()
}

/// A date in words, `31 December 2024` or `December 31, 2024`, as this language writes it.
fn spoken_date(text: &str, start: usize) -> Option<String> {
    let before = words_before(text, start).next().filter(|word| day_of_month(word).is_some());
    let mut words = words_from(text, start);
    let (first, second) = (words.next()?, words.next()?);
    let (day, month, year) = match (day_of_month(first), month(first), before) {
        (Some(day), _, _) => (day, month(second)?, words.next()?),
        // The day may have been read as a number before the month.
        (None, Some(month), Some(before)) => (day_of_month(before)?, month, second),
        (None, Some(month), None) => (day_of_month(second)?, month, words.next()?),
        (None, None, _) => return None,
    };
    let digits = year.len() - year.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let year = year.get(..digits).filter(|year| year.len() == 4)?;
    Day::new(year.parse().ok()?, month, day).map(|day| day.to_string())
}

/// The day that a word such as `31` or `31st,` is.
fn day_of_month(word: &str) -> Option<u32> {
    let (number, rest) = digits(word.trim_end_matches(','))?;
    let number: u32 = number.parse().ok()?;
    (matches!(rest, "" | "st" | "nd" | "rd" | "th") && (1..=31).contains(&number)).then_some(number)
}

/// The number of the month that a word is, or begins.
fn month(word: &str) -> Option<u32> {
    let word = word.trim_end_matches([',', '.']).to_lowercase();
    let at = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.starts_with(&word) || word == "sept" && *month == "september")?;
    u32::try_from(at + 1).ok()
}

/// A unit cut short after its number, `90 mins`, in full.
fn unit(text: &str, start: usize, token: &str) -> Option<String> {
    let number = words_before(text, start).next()?;
    digits(number).filter(|(_, rest)| rest.is_empty())?;
    duration(&format!("{number}{token}")).filter(|full| *full != format!("{number} {token}"))
}

/// A figure put before what it counts, `at least 3 coaching`, as a measure and its threshold.
fn quantity(text: &str, start: usize) -> Option<String> {
    // It may have been read as the beginning of `at least 3 ROLE at the same school …`, or its first word as a name.
    let end = text.get(..start)?.trim_end().len();
    let mut before: Vec<&str> = words_before(text, end).take(4).collect();
    before.reverse();
    let first = match before.as_slice() {
        ["at", "least", number, _] if digits(number).is_some_and(|(_, rest)| rest.is_empty()) => before,
        _ => {
            let begins = |word: &&str| matches!(*word, "at" | "more" | "less" | "fewer" | "exactly");
            words_before(text, start).next().filter(begins).into_iter().collect()
        }
    };
    let mut words = first.into_iter().chain(words_from(text, start)).peekable();
    let sign = match (words.next()?, words.peek().copied()) {
        ("at", Some("least")) => ">=",
        ("at", Some("most")) => "<=",
        ("more", Some("than")) => ">",
        ("less" | "fewer", Some("than")) => "<",
        ("exactly", _) => "=",
        _ => return None,
    };
    let number = words.find(|word| !matches!(*word, "least" | "most" | "than"))?;
    digits(number).filter(|(_, rest)| rest.is_empty())?;
    let what = words.next()?;
    let name = |word: &str| word.trim_end_matches(['}', ')', ',']).to_owned();
    let full = duration(&format!("{number}{what}")).filter(|_| what.len() > 1 && !what.starts_with("day"));
    let next = words.next();
    match (full, what, next) {
        (Some(amount), _, Some("of")) => Some(format!("total length of {} {sign} {amount}", name(words.next()?))),
        (None, "of", Some(activity)) => Some(format!("count of {} {sign} {number}", name(activity))),
        (None, what, _) if what.starts_with(char::is_alphabetic) => {
            Some(format!("count of {} {sign} {number}", name(what)))
        }
        _ => None,
    }
}

/// `some A or B`, which says of A alone that there is some, with the word again.
fn again(text: &str, start: usize, wanted: &Expected) -> Option<String> {
    if !wanted.words.iter().any(|word| word == "covers") {
        return None;
    }
    // The two may be the last words of a line.
    let before = text.get(..start)?.rsplit(char::is_whitespace).filter(|word| !word.is_empty());
    let before: Vec<&str> = before.take(4).collect();
    let [second, joined, first, quantifier] = before.as_slice() else { return None };
    let plain = |word: &str| word.chars().all(|letter| of_word(letter) || letter == '/');
    if !plain(first) || !plain(second) {
        return None;
    }
    match (quantifier.trim_start_matches('('), *joined) {
        ("some", "and" | "or") => Some(format!("some {first} {joined} some {second}")),
        // Neither of the two: with `or` it would be enough that one of them is missing.
        ("no", "and" | "or") => Some(format!("no {first} and no {second}")),
        _ => None,
    }
}

/// The digits that a text begins with, and the rest.
fn digits(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let number = text.get(..text.len() - rest.len())?;
    (!number.is_empty()).then_some((number, rest))
}

/// The word of the language that is nearest to the one written, among those that may stand here.
fn close<'w>(token: &str, wanted: &'w Expected) -> Option<&'w str> {
    if !token.starts_with(char::is_alphabetic) {
        return None;
    }
    let small = token.to_lowercase();
    let near = |word: &'w str| {
        let most = if word.len() <= 3 { 1 } else { 2 };
        let distance = strsim::damerau_levenshtein(&small, word);
        // Longer words may be cut off: `teach` for `teaching`.
        let cut = small.len() >= 4 && word.starts_with(&small);
        (distance <= most || cut).then_some((distance, word))
    };
    let wanted_words = wanted.words.iter().map(String::as_str);
    wanted_words.filter_map(near).filter(|(_, word)| *word != token).min().map(|(_, word)| word)
}

/// What is wrong with a word that stands where a name is expected.
fn name(token: &str, wanted: &Expected) -> Option<String> {
    if token.contains('_') {
        return Some(format!("names have hyphens: `{}`", token.trim_matches('_').replace('_', "-")));
    }
    if token.ends_with('-') && token.len() > 1 {
        return Some(format!("a name ends with a letter or digit: `{}`", token.trim_end_matches('-')));
    }
    if token.chars().any(|letter| letter.is_alphabetic() && !letter.is_ascii()) {
        return Some("names are made of the letters a to z, digits and hyphens".to_owned());
    }
    if !wanted.text.contains("a name") && !wanted.text.contains("an activity") {
        return None;
    }
    if RESERVED.contains(&token) {
        return Some(format!("`{token}` is a word of the language, so it names nothing: choose another name"));
    }
    let begins_with_digit = token.starts_with(|letter: char| letter.is_ascii_digit());
    (begins_with_digit && token.contains(char::is_alphabetic)).then(|| "a name begins with a letter".to_owned())
}

/// A comma or semicolon that is missing before something that could follow it.
fn separator(text: &str, start: usize, token: &str, wanted: &Expected) -> Option<String> {
    let first = token.chars().next()?;
    if !of_word(first) && first != '"' {
        return None;
    }
    let is_word = DECLARATIONS.contains(&token) || wanted.words.iter().any(|word| word == token);
    let on_the_same_line = text.get(..start)?.trim_end_matches([' ', '\t']).ends_with(|letter| letter != '\n');
    if is_word || !on_the_same_line {
        return None;
    }
    let mark = [",", ";"].into_iter().find(|mark| wanted.marks.contains(&format!("`{mark}`").as_str()))?;
    Some(format!("is a `{mark}` missing? write `{mark} {token}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_other_languages() {
        assert_eq!(iso("27/06/2025").as_deref(), Some("2025-06-27"));
        assert_eq!(iso("27.6.2025").as_deref(), Some("2025-06-27"));
        assert_eq!(iso("2025-6-27").as_deref(), Some("2025-06-27"));
        assert_eq!(iso("2025/06/27").as_deref(), Some("2025-06-27"));
        assert_eq!(iso("31/02/2025"), None);
        assert_eq!(iso("a-b-c"), None);
    }

    #[test]
    fn durations_of_other_languages() {
        assert_eq!(duration("20h").as_deref(), Some("20 hours"));
        assert_eq!(duration("1hr").as_deref(), Some("1 hour"));
        assert_eq!(duration("90mins").as_deref(), Some("90 minutes"));
        assert_eq!(duration("1h30").as_deref(), Some("1 hour 30 minutes"));
        assert_eq!(duration("1h05m").as_deref(), Some("1 hour 5 minutes"));
        assert_eq!(duration("2h00").as_deref(), Some("2 hours"));
        assert_eq!(duration("20"), None);
        assert_eq!(duration("2x3"), None);
    }

    #[test]
    fn the_nearest_word_is_one_that_may_stand_here() {
        let wanted = Expected { words: vec!["week".to_owned(), "day".to_owned()], ..Expected::default() };
        assert_eq!(close("weak", &wanted), Some("week"));
        assert_eq!(close("Week", &wanted), Some("week"));
        assert_eq!(close("month", &wanted), None);
    }
}
