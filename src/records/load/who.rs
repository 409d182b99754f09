//! Who an export's row names: the candidates of each of its people.

use std::collections::{BTreeMap, HashMap};

use crate::records::account::Effect;
use crate::records::bind::export::PersonPlan;
use crate::records::build::{Cell, TableBuilder};
use crate::records::load::cells::{Cells, Illegible};
use crate::records::people::{Key, People, Slot};
use crate::records::problem::{At, Desk, RowProblem};
use crate::records::table::PersonId;

/// More ways than these to read who took part in a row are not written out.
const MOST_WAYS: usize = 64;

/// Looks up the people of one column, each spelling once.
pub(super) struct Finder<'a> {
    people: &'a People,
    found: HashMap<String, Vec<PersonId>>,
    likely: HashMap<String, Option<String>>,
}

/// A finder for each column of a field that names people, and for what it names them by.
pub(super) struct Finders<'a> {
    people: &'a People,
    by_column: BTreeMap<(usize, Key), Finder<'a>>,
}

impl<'a> Finders<'a> {
    pub fn new(people: &'a People) -> Finders<'a> {
        Finders { people, by_column: BTreeMap::new() }
    }

    fn of(&mut self, plan: &PersonPlan) -> &mut Finder<'a> {
        let people = self.people;
        self.by_column.entry((plan.column.index, plan.key.clone())).or_insert_with(|| Finder::new(people))
    }
}

/// Everybody whom one mention may mean; nobody in the roster is `UNMATCHED`.
type Candidates = Vec<PersonId>;

/// Who took part in a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Party {
    /// Whose it may be.
    pub owners: Candidates,
    /// With whom it may be, mention by mention.
    pub with: Vec<Candidates>,
}

impl<'a> Finder<'a> {
    pub fn new(people: &'a People) -> Finder<'a> {
        Finder { people, found: HashMap::new(), likely: HashMap::new() }
    }

    fn find(&mut self, plan: &PersonPlan, cell: &str, slot: &Slot) -> Candidates {
        let fits = match self.found.get(cell) {
            Some(fits) => fits.clone(),
            None => {
                let fits = self.people.fits(&plan.key, cell);
                self.found.insert(cell.to_owned(), fits.clone());
                fits
            }
        };
        self.people.narrow(fits, slot)
    }

    /// Whom a text that fits nobody is likely meant for.
    fn likely(&mut self, text: &str, builder: &TableBuilder<'_>) -> Option<String> {
        if let Some(known) = self.likely.get(text) {
            return known.clone();
        }
        let likely = self.people.likely(text).and_then(|id| shown(id, builder));
        self.likely.insert(text.to_owned(), likely.clone());
        likely
    }
}

/// How a message names somebody.
fn shown(id: PersonId, builder: &TableBuilder<'_>) -> Option<String> {
    builder.people().get(id.index()).map(|who| format!("{} ({})", who.name, who.key))
}

/// Whose the row is: `NOBODY` where the activity is nobody's.
pub(super) fn owner(
    (plan, slot): (Option<&PersonPlan>, Option<&Slot>),
    cells: Cells<'_>,
    finder: &mut Finder<'_>,
    builder: &TableBuilder<'_>,
    desk: &mut Desk<'_>,
) -> Candidates {
    let Some(slot) = slot else { return vec![PersonId::NOBODY] };
    let Some(plan) = plan else { return vec![PersonId::UNMATCHED] };
    match cells.text(&plan.column, Effect::Unmatched, desk) {
        Err(Illegible) => vec![PersonId::UNMATCHED],
        Ok("") => {
            let at = At::cell(cells.row, &plan.column.name, "");
            desk.note(at, &RowProblem::BlankCell("person"), Effect::Unmatched);
            vec![PersonId::UNMATCHED]
        }
        Ok(text) => {
            let found = finder.find(plan, text, slot);
            noted(plan, (text, Effects::OF_OWNER), found, (cells, builder, finder), desk)
        }
    }
}

/// With whom the row is, mention by mention; none where blank.
pub(super) fn with(
    (plan, slot): (&PersonPlan, &Slot),
    cells: Cells<'_>,
    finder: &mut Finder<'_>,
    builder: &TableBuilder<'_>,
    desk: &mut Desk<'_>,
) -> Vec<Candidates> {
    let text = match cells.text(&plan.column, Effect::Unmatched, desk) {
        Err(Illegible) => return vec![vec![PersonId::UNMATCHED]],
        Ok(text) => text,
    };
    let separator = plan.separator.as_deref();
    let parts: Vec<&str> = separator.map_or_else(|| vec![text], |separator| text.split(separator).collect());
    let mut with: Vec<Candidates> = Vec::new();
    for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
        let found = finder.find(plan, part, slot);
        let found = noted(plan, (part, Effects::OF_COUNTERPART), found, (cells, builder, finder), desk);
        // Somebody named twice in one cell took part once.
        if !with.contains(&found) || found == [PersonId::UNMATCHED] {
            with.push(found);
        }
    }
    with
}

/// Whom a field of the row names.
pub(super) fn field(
    (plan, slot): (&PersonPlan, &Slot),
    cells: Cells<'_>,
    finders: &mut Finders<'_>,
    builder: &mut TableBuilder<'_>,
    desk: &mut Desk<'_>,
) -> Cell {
    let text = match cells.text(&plan.column, Effect::ValueUnknown, desk) {
        Err(Illegible) => return Cell::Unknown,
        Ok("") => return Cell::Blank,
        Ok(text) => text,
    };
    let finder = finders.of(plan);
    let found = finder.find(plan, text, slot);
    let found = noted(plan, (text, Effects::OF_FIELD), found, (cells, builder, finder), desk);
    builder.one_of(&found)
}

/// What a mention does to its row where it fits nobody, and where it fits several.
#[derive(Clone, Copy)]
struct Effects {
    nobody: Effect,
    several: Effect,
}

impl Effects {
    const OF_OWNER: Effects = Effects { nobody: Effect::Unmatched, several: Effect::Possible };
    const OF_COUNTERPART: Effects = Effects { nobody: Effect::Noted, several: Effect::Possible };
    const OF_FIELD: Effects = Effects { nobody: Effect::ValueUnknown, several: Effect::ValueUnknown };
}

/// Notes a mention that fits nobody or several.
fn noted(
    plan: &PersonPlan,
    (text, effects): (&str, Effects),
    found: Candidates,
    (cells, builder, finder): (Cells<'_>, &TableBuilder<'_>, &mut Finder<'_>),
    desk: &mut Desk<'_>,
) -> Candidates {
    let at = At::cell(cells.row, &plan.column.name, text);
    match found.as_slice() {
        [] => {
            let likely = finder.likely(text, builder);
            desk.note(at, &RowProblem::UnknownPerson(likely), effects.nobody);
            vec![PersonId::UNMATCHED]
        }
        [_] => found,
        several => {
            let names: Vec<String> = several.iter().filter_map(|id| shown(*id, builder)).collect();
            desk.note(at, &RowProblem::AmbiguousPerson(names.join(", ")), effects.several);
            found
        }
    }
}

impl Party {
    /// Whether somebody is meant who may be another.
    pub fn is_ambiguous(&self) -> bool {
        self.owners.len() > 1 || self.with.iter().any(|candidates| candidates.len() > 1)
    }

    /// Whether nobody in the roster is named as its owner, or none of those whom it is said to be with is there.
    pub fn is_nobody_known(&self) -> bool {
        let unmatched = |candidates: &Candidates| candidates.as_slice() == [PersonId::UNMATCHED];
        unmatched(&self.owners) || (!self.with.is_empty() && self.with.iter().all(unmatched))
    }

    /// Every way to read who took part: the owner, and with whom. Where there are too many, with whom is left open.
    pub fn ways(&self) -> Vec<(PersonId, Vec<PersonId>)> {
        let count = self.with.iter().try_fold(self.owners.len(), |ways, mention| {
            ways.checked_mul(mention.len()).filter(|ways| *ways <= MOST_WAYS)
        });
        if count.is_none() {
            return self.owners.iter().map(|owner| (*owner, Vec::new())).collect();
        }
        let mut ways: Vec<(PersonId, Vec<PersonId>)> = self.owners.iter().map(|owner| (*owner, Vec::new())).collect();
        for mention in &self.with {
            ways = ways
                .into_iter()
                .flat_map(|(owner, with)| {
                    mention.iter().map(move |person| {
                        let mut with = with.clone();
                        with.push(*person);
                        (owner, with)
                    })
                })
                .collect();
        }
        ways
    }
}
