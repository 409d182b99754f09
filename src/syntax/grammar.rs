//! The grammar of `grammar/assize.pest`, as pest makes a parser of it.
#![allow(missing_docs, reason = "pest makes the parser's items; the grammar documents each rule")]

use std::num::NonZeroUsize;

use pest::Parser;
use pest::error::Error;
use pest::iterators::Pair;

#[derive(pest_derive::Parser)]
#[grammar = "grammar/assize.pest"]
struct Grammar;

/// What one declaration was read as.
pub type Node<'t> = Pair<'t, Rule>;

/// Reading a declaration gives up after so many steps for each byte: no text can make it run away.
const STEPS_PER_BYTE: usize = 4_000;

/// Reads one declaration.
pub fn parse(text: &str) -> Result<Node<'_>, Box<Error<Rule>>> {
    let limit = text.len().saturating_add(1_000).saturating_mul(STEPS_PER_BYTE);
    pest::set_call_limit(NonZeroUsize::new(limit));
    let mut pairs = Grammar::parse(Rule::single, text).map_err(Box::new)?;
    pairs.next().ok_or_else(|| {
        let message = "nothing was read".to_owned();
        let position = pest::Position::from_start(text);
        Box::new(Error::new_from_pos(pest::error::ErrorVariant::CustomError { message }, position))
    })
}
