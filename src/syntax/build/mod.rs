//! From what the grammar read to the tree: one function for each kind of node.
//!
//! The grammar guarantees the shape, so a child that is not there is a fault of Assize (`internal/bug`); what a
//! person can get wrong here is a date or number that does not exist, or a line that stands twice.

mod calendars;
mod clocks;
mod conditions;
mod declarations;
mod literals;
mod requirements;
mod rules;
mod scenarios;

use std::cell::RefCell;

use crate::source::{FileId, Span};
use crate::syntax::ast::{Item, Name, Path};
use crate::syntax::error::SyntaxError;
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::lex::trimmed;

/// What one declaration was read as.
#[derive(Debug)]
pub enum Declaration {
    /// `part of POLICY`
    PartOf(Name),
    /// A declaration.
    Item(Item),
}

/// Builds the trees of a stretch of a file's declarations.
#[derive(Clone, Copy, Debug)]
pub struct Builder<'e> {
    /// The file.
    pub file: FileId,
    /// Where the stretch begins in it.
    pub base: usize,
    /// What was found wrong.
    pub errors: &'e RefCell<Vec<SyntaxError>>,
}

/// The grammar did not give what it promises: what, and where.
#[derive(Clone, Copy, Debug)]
pub struct Broken(pub Span, pub &'static str);

/// A node, or why not.
pub type Built<T> = Result<T, Broken>;

/// A line that a declaration may have once.
#[derive(Clone, Copy, Debug)]
pub struct OnceLine<T> {
    /// Its words.
    pub what: &'static str,
    /// Where its value is written.
    pub span: fn(&T) -> Span,
}

/// A node's children without the words of the language.
pub struct Children<'t, 'e> {
    builder: Builder<'e>,
    span: Span,
    nodes: std::iter::Peekable<std::vec::IntoIter<Node<'t>>>,
}

impl<'e> Builder<'e> {
    /// The declarations of a stretch, without those that begin at one of the offsets `made_up`.
    pub fn declarations(self, node: Node<'_>, made_up: &[usize]) -> Vec<Declaration> {
        let mut declarations = Vec::new();
        for child in node.into_inner() {
            if made_up.contains(&child.as_span().start()) || child.as_rule() == Rule::EOI {
                continue;
            }
            match self.declaration(child) {
                Ok(declaration) => declarations.push(declaration),
                Err(Broken(span, what)) => self.wrong(SyntaxError::Bug { what, span }),
            }
        }
        declarations
    }

    fn declaration(self, node: Node<'_>) -> Built<Declaration> {
        if node.as_rule() == Rule::part_of {
            return Ok(Declaration::PartOf(self.children(node).name()?));
        }
        let item = self.children(node).any("a declaration")?;
        self.item(item).map(Declaration::Item)
    }

    /// Keeps an error: what is built in spite of it is judged by nobody.
    pub fn wrong(self, error: SyntaxError) {
        self.errors.borrow_mut().push(error);
    }

    /// Puts the value of a line in its place, where the line is not written twice.
    pub fn once<T>(self, place: &mut Option<T>, value: T, line: OnceLine<T>) {
        match place {
            None => *place = Some(value),
            Some(first) => {
                let (first, span) = ((line.span)(first), (line.span)(&value));
                self.wrong(SyntaxError::WrittenTwice { what: line.what, first, span });
            }
        }
    }

    /// The span of a stretch of the declaration's text.
    pub fn span(self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.base + start, self.base + end)
    }

    /// The span of a node, without the space that the grammar may have read after it.
    pub fn span_of(self, node: &Node<'_>) -> Span {
        let text = node.as_span();
        self.span(text.start(), text.start() + trimmed(node.as_str()))
    }

    /// A node's children without the words of the language.
    pub fn children<'t>(self, node: Node<'t>) -> Children<'t, 'e> {
        let span = self.span_of(&node);
        let nodes: Vec<_> = node.into_inner().filter(|child| !is_word(child.as_rule())).collect();
        Children { builder: self, span, nodes: nodes.into_iter().peekable() }
    }

    /// The name that a node is.
    pub fn name_of(self, node: &Node<'_>) -> Name {
        Name { text: node.as_str().to_owned(), span: self.span_of(node) }
    }

    /// The path that a node is.
    pub fn path_of(self, node: Node<'_>) -> Built<Path> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let first = children.name()?;
        Ok(match children.name_if_any() {
            Some(name) => Path { policy: Some(first), name, span },
            None => Path { policy: None, name: first, span },
        })
    }
}

/// Whether a rule is a word or mark of the language, which says nothing once its place is known.
fn is_word(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::open_brace
            | Rule::close_brace
            | Rule::open_bracket
            | Rule::close_bracket
            | Rule::colon
            | Rule::semicolon
            | Rule::comma
            | Rule::slash
            | Rule::equals
            | Rule::percent_sign
            | Rule::EOI
    ) || format!("{rule:?}").starts_with("w_")
}

impl<'t> Children<'t, '_> {
    /// The next child, whatever it is.
    pub fn any(&mut self, what: &'static str) -> Built<Node<'t>> {
        self.nodes.next().ok_or(Broken(self.span, what))
    }

    /// The next child where it is of a rule.
    pub fn take(&mut self, rule: Rule) -> Option<Node<'t>> {
        self.nodes.next_if(|node| node.as_rule() == rule)
    }

    /// The next child, which must be of a rule.
    pub fn need(&mut self, rule: Rule, what: &'static str) -> Built<Node<'t>> {
        self.take(rule).ok_or(Broken(self.span, what))
    }

    /// The next child, a name.
    pub fn name(&mut self) -> Built<Name> {
        let span = self.span;
        self.name_if_any().ok_or(Broken(span, "a name"))
    }

    /// The next child where it is a name.
    pub fn name_if_any(&mut self) -> Option<Name> {
        let of_name = |node: &Node<'_>| matches!(node.as_rule(), Rule::name | Rule::label | Rule::person);
        let node = self.nodes.next_if(of_name)?;
        Some(self.builder.name_of(&node))
    }

    /// The next child, a path.
    pub fn path(&mut self) -> Built<Path> {
        let node = self.need(Rule::path, "a path")?;
        self.builder.path_of(node)
    }

    /// Every path that comes next.
    pub fn paths(&mut self) -> Built<Vec<Path>> {
        let mut paths = Vec::new();
        while let Some(node) = self.take(Rule::path) {
            paths.push(self.builder.path_of(node)?);
        }
        Ok(paths)
    }

    /// Every child of a rule that comes next, built.
    pub fn all<T>(&mut self, rule: Rule, build: impl Fn(Node<'t>) -> Built<T>) -> Built<Vec<T>> {
        let mut all = Vec::new();
        while let Some(node) = self.take(rule) {
            all.push(build(node)?);
        }
        Ok(all)
    }

    /// The next child where it is of a rule, built.
    pub fn maybe<T>(&mut self, rule: Rule, build: impl Fn(Node<'t>) -> Built<T>) -> Built<Option<T>> {
        self.take(rule).map(build).transpose()
    }
}
