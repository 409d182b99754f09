//! Who is meant by a cell: people by key, by name, or by another key of the roster; folded, and never guessed.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::records::likeness::Likenesses;
use crate::records::table::PersonId;
use crate::types::typed::{Program, RoleId};
use crate::value::fold;

/// By what a column names people, bound to the roster.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Key {
    /// The roster's key.
    Main,
    /// The name.
    Name,
    /// Another key: its column, folded.
    Other(String),
}

/// Everybody in the roster, by what exports may call them.
#[derive(Clone, Debug, Default)]
pub struct People {
    by_key: HashMap<String, Vec<PersonId>>,
    by_name: HashMap<String, Vec<PersonId>>,
    by_other: BTreeMap<String, HashMap<String, Vec<PersonId>>>,
    holders: BTreeMap<RoleId, BTreeSet<PersonId>>,
    counterparts: BTreeMap<String, BTreeSet<PersonId>>,
    likenesses: OnceCell<Likenesses>,
}

impl People {
    /// Adds what a row of the roster calls somebody.
    pub fn add(&mut self, person: PersonId, key: &str, name: &str) {
        note(&mut self.by_key, key, person);
        note(&mut self.by_name, name, person);
    }

    /// Adds another key of somebody.
    pub fn add_other(&mut self, person: PersonId, column: &str, key: &str) {
        note(self.by_other.entry(fold(column)).or_default(), key, person);
    }

    /// Somebody holds a role.
    pub fn add_holder(&mut self, person: PersonId, role: RoleId) {
        self.holders.entry(role).or_default().insert(person);
    }

    /// Somebody is a counterpart, under that word.
    pub fn add_counterpart(&mut self, person: PersonId, word: &str) {
        self.counterparts.entry(word.to_owned()).or_default().insert(person);
    }

    /// Everybody whom a cell fits, in order.
    pub fn fits(&self, key: &Key, cell: &str) -> Vec<PersonId> {
        let table = match key {
            Key::Main => Some(&self.by_key),
            Key::Name => Some(&self.by_name),
            Key::Other(column) => self.by_other.get(column),
        };
        table.and_then(|table| table.get(&fold(cell))).cloned().unwrap_or_default()
    }

    /// The one person whom a cell that fits nobody is likely meant for: named by another of their names or keys, by a
    /// key without its leading zeros, or with a name spelt otherwise. Only ever told.
    pub fn likely(&self, cell: &str) -> Option<PersonId> {
        let folded = fold(cell);
        let tables = [&self.by_key, &self.by_name].into_iter().chain(self.by_other.values());
        let mut found: BTreeSet<PersonId> = tables.filter_map(|table| table.get(&folded)).flatten().copied().collect();
        if found.is_empty() {
            let short = folded.trim_start_matches('0');
            let zeros = (1..4).map(|zeros| format!("{}{short}", "0".repeat(zeros))).chain([short.to_owned()]);
            found.extend(zeros.filter(|_| !short.is_empty()).filter_map(|key| self.by_key.get(&key)).flatten());
        }
        if found.is_empty() {
            let likenesses = self.likenesses.get_or_init(|| Likenesses::of(self.by_name.keys().map(String::as_str)));
            found.extend(likenesses.close(cell).iter().filter_map(|name| self.by_name.get(name)).flatten());
        }
        if found.len() == 1 { found.first().copied() } else { None }
    }

    /// Where a cell fits several, only those in the part that `slot` wants, if there are any.
    pub fn narrow(&self, fits: Vec<PersonId>, slot: &Slot) -> Vec<PersonId> {
        if fits.len() < 2 {
            return fits;
        }
        let narrowed: Vec<PersonId> = fits.iter().copied().filter(|person| self.is_in(*person, slot)).collect();
        if narrowed.is_empty() { fits } else { narrowed }
    }

    fn is_in(&self, person: PersonId, slot: &Slot) -> bool {
        match slot {
            Slot::Anybody => true,
            Slot::Holder(role) => self.holders.get(role).is_some_and(|people| people.contains(&person)),
            Slot::Counterpart(word) => self.counterparts.get(word).is_some_and(|people| people.contains(&person)),
        }
    }
}

fn note(table: &mut HashMap<String, Vec<PersonId>>, key: &str, person: PersonId) {
    let folded = fold(key);
    if folded.is_empty() {
        return;
    }
    let people = table.entry(folded).or_default();
    if let Err(place) = people.binary_search(&person) {
        people.insert(place, person);
    }
}

/// Which part of an event a person takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Slot {
    /// Nothing says.
    Anybody,
    /// Somebody who holds the role.
    Holder(RoleId),
    /// Somebody who is a counterpart under the word.
    Counterpart(String),
}

impl Slot {
    /// The slot of a word for an owner or counterpart: a role's name, or a role's word for its counterpart.
    pub fn of_word(program: &Program, word: &str) -> Slot {
        if program.roles.iter().any(|role| role.counterpart.as_deref() == Some(word)) {
            return Slot::Counterpart(word.to_owned());
        }
        let role = (0u32..).map(RoleId).zip(&program.roles).find(|(_, role)| role.name == word);
        role.map_or(Slot::Anybody, |(id, _)| Slot::Holder(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_and_may_fit_several() {
        let mut people = People::default();
        let (amira, other, tom) = (PersonId(0), PersonId(1), PersonId(2));
        people.add(amira, "M1", "Amira  Khan");
        people.add(other, "M2", "amira khan");
        people.add(tom, "T1", "Amira Khan");
        people.add_other(amira, "Email", "a@x.org");
        for mentor in [amira, other] {
            people.add_holder(mentor, RoleId(0));
        }
        people.add_counterpart(tom, "trainee");
        let find = |key, cell, slot| people.narrow(people.fits(&key, cell), &slot);
        assert_eq!(find(Key::Name, " AMIRA KHAN ", Slot::Anybody), [amira, other, tom]);
        assert_eq!(find(Key::Name, "Amira Khan", Slot::Holder(RoleId(0))), [amira, other]);
        assert_eq!(find(Key::Name, "Amira Khan", Slot::Counterpart("trainee".to_owned())), [tom]);
        assert_eq!(find(Key::Name, "Amira Khan", Slot::Counterpart("ect".to_owned())), [amira, other, tom]);
        assert_eq!(find(Key::Main, "m1", Slot::Anybody), [amira]);
        assert_eq!(find(Key::Other("email".to_owned()), "A@X.ORG", Slot::Anybody), [amira]);
        assert!(find(Key::Other("trn".to_owned()), "1", Slot::Anybody).is_empty());
        assert!(find(Key::Name, "", Slot::Anybody).is_empty());
        assert!(find(Key::Name, "Amira Kahn", Slot::Anybody).is_empty());
        people.add(PersonId(3), "007", "Siobhán O’Neill");
        let close = [("O'Neill, Siobhan", 3), ("M1", 0), ("a@x.org", 0), ("7", 3), ("00007", 3)];
        for (cell, person) in close {
            assert_eq!(people.likely(cell), Some(PersonId(person)), "{cell}");
        }
        for cell in ["M", "M3", "Amira Khan", "0", "nobody"] {
            assert_eq!(people.likely(cell), None, "{cell}");
        }
    }
}
