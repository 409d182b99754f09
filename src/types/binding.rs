//! Which of an event's people must be which of a case's: the slots that an activity shares with a rule's subject.

use crate::types::typed::{Activity, Owner, Program, Subject};

/// Whom of the case a slot of the event must hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slot {
    /// The case's person.
    Person,
    /// The case's counterpart.
    Counterpart,
    /// Anybody: the slot is not shared.
    Free,
}

/// How an activity's events are matched to the cases of a subject.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Binding {
    /// Whom the event's owner must be.
    pub owner: Slot,
    /// Whom one of the event's counterparts must be.
    pub with: Slot,
}

/// The binding of an activity to a subject; `None` where the two share no person although the activity has an owner.
///
/// Both `Free` happens only for an activity of nobody.
pub fn bind(program: &Program, subject: &Subject, activity: &Activity) -> Option<Binding> {
    program.role(subject.role)?;
    let slot_of = |word: &str| slot_of(program, subject, word);
    let with = activity.counterpart.as_deref().map_or(Slot::Free, slot_of);
    let owner = match &activity.owner {
        Owner::Nobody => Slot::Free,
        Owner::Role(owner) => program.role(*owner).map_or(Slot::Free, |owner| slot_of(&owner.name)),
        Owner::Counterpart(word) => slot_of(word),
        // The row's person is the case's, unless the case's person is already the one that the activity is with.
        Owner::Person if with == Slot::Person => Slot::Free,
        Owner::Person => Slot::Person,
    };
    let shares = owner != Slot::Free || with != Slot::Free;
    (shares || activity.owner == Owner::Nobody).then_some(Binding { owner, with })
}

/// Whom of a subject a word means: the role's name its person, the role's word for the counterpart that one.
pub fn slot_of(program: &Program, subject: &Subject, word: &str) -> Slot {
    let Some(role) = program.role(subject.role) else { return Slot::Free };
    let counterpart = role.counterpart.as_deref().filter(|_| subject.with_counterpart);
    if word == role.name {
        Slot::Person
    } else if counterpart == Some(word) {
        Slot::Counterpart
    } else {
        Slot::Free
    }
}
