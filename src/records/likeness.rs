//! Whether two spellings are likely one name: the order of its parts, accents, apostrophes, a slip of a letter.
//!
//! A likeness is told, and never acted upon.

use std::collections::{BTreeSet, HashMap};

use crate::value::fold;

/// A name without what people write differently: case, accents, apostrophes and stops, and the order of its parts.
pub fn plain(name: &str) -> String {
    let mut text = String::new();
    for letter in fold(name).chars() {
        match letter {
            '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '.' => {}
            ',' | '-' | ' ' | '_' => text.push(' '),
            other => text.push_str(without_accent(other).unwrap_or(other.encode_utf8(&mut [0; 4]))),
        }
    }
    let mut parts: Vec<&str> = text.split_whitespace().collect();
    parts.sort_unstable();
    parts.join(" ")
}

fn without_accent(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ł' | 'ļ' | 'ľ' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ŕ' | 'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ť' | 'ţ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ž' | 'ż' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        // A combining mark.
        '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

/// Whether two names are likely one person's: alike but for a slip in every five letters.
pub fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let letters = one.chars().count().min(other.chars().count());
    strsim::damerau_levenshtein(&one, &other) <= letters / 5
}

/// Names by what they may be mistaken for; found without comparing each with each.
#[derive(Clone, Debug, Default)]
pub struct Likenesses {
    by_plain: HashMap<String, BTreeSet<String>>,
    by_slip: HashMap<String, BTreeSet<String>>,
}

impl Likenesses {
    /// Those of some names.
    pub fn of<'n>(names: impl Iterator<Item = &'n str>) -> Likenesses {
        let mut all = Likenesses::default();
        for name in names {
            let plain = plain(name);
            for slip in slips(&plain) {
                all.by_slip.entry(slip).or_default().insert(name.to_owned());
            }
            all.by_plain.entry(plain).or_default().insert(name.to_owned());
        }
        all
    }

    /// The names that a text is likely meant for: those that are it but for order, accents and apostrophes, or else
    /// those but for one letter.
    pub fn close(&self, text: &str) -> BTreeSet<String> {
        let plain = plain(text);
        if let Some(names) = self.by_plain.get(&plain) {
            return names.clone();
        }
        let found = slips(&plain).into_iter().filter_map(|slip| self.by_slip.get(&slip)).flatten();
        found.filter(|name| alike(name, text)).cloned().collect()
    }
}

/// A text and what is left of it without one letter.
fn slips(text: &str) -> Vec<String> {
    let without = |gap: usize| text.char_indices().filter(|(at, _)| *at != gap).map(|(_, letter)| letter).collect();
    std::iter::once(text.to_owned()).chain(text.char_indices().map(|(at, _)| without(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_accents_apostrophes_and_a_slip_are_alike() {
        for (one, other) in [
            ("Khan, Amira", "Amira Khan"),
            ("Siobhán O’Neill", "Siobhan O'Neill"),
            ("Anne-Marie Duff", "anne marie duff"),
            ("Ben Lee", "Ben Leee"),
            ("Una Fox", "Una Fxo"),
            ("Zoe\u{308} Ball", "Zoë Ball"),
        ] {
            assert!(alike(one, other), "{one} {other}");
        }
        for (one, other) in [("Bob", "Bella Other"), ("Bob", "Rob"), ("Bella Smith", "Bob Smith"), ("", "Ann")] {
            assert!(!alike(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_close_name_is_found_and_never_guessed_among_keys() {
        let all = Likenesses::of(["amira khan", "ben lee", "tom reed"].into_iter());
        let close = |text| all.close(text).into_iter().collect::<Vec<_>>();
        assert_eq!(close("Khan, Amira"), ["amira khan"]);
        assert_eq!(close("Ben Lea"), ["ben lee"]);
        assert_eq!(close("Tmo Reed"), ["tom reed"]);
        assert!(close("Tim Read").is_empty());
    }
}
