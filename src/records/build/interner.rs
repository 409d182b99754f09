//! Codes for texts while rows are read, and the codes that do not depend on the rows' order.

use std::collections::{BTreeMap, HashMap};

use crate::records::table::Texts;
use crate::value::fold;

/// Gives equal codes to texts that are equal once folded.
#[derive(Clone, Debug, Default)]
pub(super) struct Interner {
    /// By folded text: the code, and the first of its spellings in the order of texts.
    folded: BTreeMap<String, (i64, String)>,
    /// By spelling: saves folding a text that was met before.
    spelled: HashMap<String, i64>,
}

impl Interner {
    pub fn code(&mut self, text: &str) -> i64 {
        if let Some(code) = self.spelled.get(text) {
            return *code;
        }
        let next = i64::try_from(self.folded.len()).unwrap_or(i64::MAX);
        let spelling = text.trim();
        let entry = self.folded.entry(fold(text)).or_insert_with(|| (next, spelling.to_owned()));
        if spelling < entry.1.as_str() {
            entry.1 = spelling.to_owned();
        }
        self.spelled.insert(text.to_owned(), entry.0);
        entry.0
    }

    /// The texts with codes in the order of folded texts, and the new code of each old one.
    pub fn finish(self) -> (Texts, Vec<i64>) {
        let mut texts = Texts::default();
        let mut codes = vec![0; self.folded.len()];
        for (old, spelling) in self.folded.values() {
            let new = texts.code(spelling);
            if let Some(code) = usize::try_from(*old).ok().and_then(|old| codes.get_mut(old)) {
                *code = new;
            }
        }
        (texts, codes)
    }
}
