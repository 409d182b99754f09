//! The grammar of `grammar/assize.pest`, as pest makes a parser of it.
#![allow(missing_docs, reason = "pest makes the parser's items; the grammar documents each rule")]

use std::num::NonZeroUsize;

use pest::Parser;
use pest::error::Error;
use pest::iterators::Pair;

use crate::syntax::LARGEST_FILE;

#[derive(pest_derive::Parser)]
#[grammar = "grammar/assize.pest"]
struct Grammar;

/// What a stretch of text was read as.
pub type Node<'t> = Pair<'t, Rule>;

/// Reading gives up after so many steps: no text can make it run away. One number for every text, since the grammar's
/// library keeps it for the whole process.
const MOST_STEPS: usize = LARGEST_FILE * STEPS_PER_BYTE;

/// More steps than the grammar takes for a byte of any text.
const STEPS_PER_BYTE: usize = 200;

/// Reads the declarations of a text.
pub fn parse(text: &str) -> Result<Node<'_>, Box<Error<Rule>>> {
    pest::set_call_limit(NonZeroUsize::new(MOST_STEPS));
    let mut pairs = Grammar::parse(Rule::declarations, text).map_err(Box::new)?;
    pairs.next().ok_or_else(|| {
        let message = "something to read".to_owned();
        let position = pest::Position::from_start(text);
        Box::new(Error::new_from_pos(pest::error::ErrorVariant::CustomError { message }, position))
    })
}
