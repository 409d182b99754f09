//! From what the grammar read to the tree: one function for each kind of node.
//!
//! The grammar guarantees the shape, so a child that is not there is a fault of Assize (`internal/bug`); what a
//! person can get wrong here is a date or number that does not exist.

mod calendars;
mod conditions;
mod declarations;
mod literals;
mod requirements;
mod rules;
mod scenarios;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use crate::syntax::ast::{Item, Name, Path};
use crate::syntax::error::SyntaxError;
use crate::syntax::grammar::{Node, Rule};

/// What one declaration was read as.
#[derive(Debug)]
pub enum Declaration {
    /// `part of POLICY`
    PartOf(Name),
    /// A declaration.
    Item(Item),
}

/// Builds the tree of one declaration of a file.
#[derive(Clone, Copy, Debug)]
pub struct Builder {
    /// The file.
    pub file: FileId,
    /// Where the declaration's text begins in it.
    pub base: usize,
}

/// Why a node could not be built.
#[derive(Debug)]
pub enum Broken {
    /// What was written cannot be.
    Text(SyntaxError),
    /// The grammar did not give what it promises.
    Bug(Span, &'static str),
}

/// A node, or why not.
pub type Built<T> = Result<T, Broken>;

/// A node's children without the words of the language.
pub struct Children<'t> {
    builder: Builder,
    span: Span,
    nodes: std::iter::Peekable<std::vec::IntoIter<Node<'t>>>,
}

impl Builder {
    /// The declaration of a `single`.
    pub fn declaration(self, node: Node<'_>, problems: &mut Vec<Diagnostic>) -> Option<Declaration> {
        match self.single(node) {
            Ok(declaration) => Some(declaration),
            Err(Broken::Text(error)) => {
                problems.push(error.diagnostic());
                None
            }
            Err(Broken::Bug(span, what)) => {
                problems.push(Diagnostic::error("internal/bug", format!("the reader lost {what}"), span, "here"));
                None
            }
        }
    }

    fn single(self, node: Node<'_>) -> Built<Declaration> {
        let mut children = self.children(node);
        let child = children.any("a declaration")?;
        if child.as_rule() == Rule::part_of {
            return Ok(Declaration::PartOf(self.children(child).name()?));
        }
        let item = self.children(child).any("a declaration")?;
        self.item(item).map(Declaration::Item)
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
    pub fn children(self, node: Node<'_>) -> Children<'_> {
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

/// The length of a text without the space and comments at its end.
fn trimmed(text: &str) -> usize {
    let mut end = text.trim_end().len();
    // The grammar reads space and comments before it finds that nothing more follows.
    while let Some(line_start) = text.get(..end).and_then(|text| text.rfind('\n')) {
        let line = text.get(line_start..end).unwrap_or("");
        if !line.trim_start().starts_with("--") {
            break;
        }
        end = text.get(..line_start).unwrap_or("").trim_end().len();
    }
    end
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

impl<'t> Children<'t> {
    /// The next child, whatever it is.
    pub fn any(&mut self, what: &'static str) -> Built<Node<'t>> {
        self.nodes.next().ok_or(Broken::Bug(self.span, what))
    }

    /// The next child where it is of a rule.
    pub fn take(&mut self, rule: Rule) -> Option<Node<'t>> {
        self.nodes.next_if(|node| node.as_rule() == rule)
    }

    /// The next child, which must be of a rule.
    pub fn need(&mut self, rule: Rule, what: &'static str) -> Built<Node<'t>> {
        self.take(rule).ok_or(Broken::Bug(self.span, what))
    }

    /// The next child, a name.
    pub fn name(&mut self) -> Built<Name> {
        let span = self.span;
        self.name_if_any().ok_or(Broken::Bug(span, "a name"))
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
