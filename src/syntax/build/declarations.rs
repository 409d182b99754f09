//! Policies, clauses, roles, records, activities, groups, lists, tables, parameters.

use crate::source::Spanned;
use crate::syntax::ast::{
    Activity, Allow, Authority, Clause, Field, Group, Item, List, ListMember, LiteralValue, Name, Owner, Param, Path,
    Policy, Records, Role, SameEvent, Table, Type,
};
use crate::syntax::build::{Broken, Builder, Built, OnceLine};
use crate::syntax::error::SyntaxError;
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    /// A declaration.
    pub fn item(self, node: Node<'_>) -> Built<Item> {
        Ok(match node.as_rule() {
            Rule::policy => Item::Policy(self.policy(node)?),
            Rule::clause => Item::Clause(self.clause(node)?),
            Rule::role => Item::Role(self.role(node)?),
            Rule::records => Item::Records(self.records(node)?),
            Rule::activity => Item::Activity(self.activity(node)?),
            Rule::group => Item::Group(self.group(node)?),
            Rule::list => Item::List(self.list(node)?),
            Rule::table => Item::Table(self.table(node)?),
            Rule::param => Item::Param(self.param(node)?),
            Rule::calendar => Item::Calendar(self.calendar(node)?),
            Rule::exemption => Item::Exemption(self.exemption(node)?),
            Rule::clock => Item::Clock(self.clock(node)?),
            Rule::rule_card => Item::Rule(Box::new(self.rule(node)?)),
            Rule::allow => Item::Allow(self.allow(node)?),
            Rule::scenario => Item::Scenario(Box::new(self.scenario(node)?)),
            _ => return Err(Broken(self.span_of(&node), "a declaration")),
        })
    }

    fn allow(self, node: Node<'_>) -> Built<Allow> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let code = children.need(Rule::code, "a code")?;
        let code = Spanned::new(code.as_str().to_owned(), self.span_of(&code));
        let reason = children.need(Rule::text, "a reason").and_then(|node| self.text(node))?;
        Ok(Allow { code, reason, span })
    }

    fn policy(self, node: Node<'_>) -> Built<Policy> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let title = children.need(Rule::text, "a title").and_then(|node| self.text(node))?;
        let mut policy = Policy { name, title, source: None, authority: None, in_force: None, span };
        while let Some(line) = children.take(Rule::policy_line) {
            let line = self.children(line).any("a line")?;
            match line.as_rule() {
                Rule::source_line => {
                    let source = self.inner_text(line)?;
                    self.once(&mut policy.source, source, OnceLine { what: "source", span: |source| source.span });
                }
                Rule::authority_line => {
                    let authority = self.authority(line)?;
                    let line = OnceLine { what: "authority", span: |authority: &Spanned<Authority>| authority.span };
                    self.once(&mut policy.authority, authority, line);
                }
                _ => {
                    let period = self.children(line).need(Rule::period, "a period")?;
                    let period = self.period(period)?;
                    self.once(&mut policy.in_force, period, OnceLine { what: "in force", span: |period| period.span });
                }
            }
        }
        Ok(policy)
    }

    /// Whose authority a line says.
    pub fn authority(self, line: Node<'_>) -> Built<Spanned<Authority>> {
        let word = self.children(line).any("an authority")?;
        let authority = match word.as_str().trim() {
            "statutory" => Authority::Statutory,
            "local" => Authority::Local,
            _ => Authority::Provider,
        };
        Ok(Spanned::new(authority, self.span_of(&word)))
    }

    /// The text inside a line that has just that.
    pub fn inner_text(self, node: Node<'_>) -> Built<crate::syntax::ast::Text> {
        let text = self.children(node).need(Rule::text, "a text")?;
        self.text(text)
    }

    fn clause(self, node: Node<'_>) -> Built<Clause> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let title = children.need(Rule::text, "a title").and_then(|node| self.text(node))?;
        let page = children.maybe(Rule::integer, |node| self.integer(&node))?;
        let unreadable = children.maybe(Rule::unreadable, |node| self.inner_text(node))?;
        Ok(Clause { name, title, page, unreadable, span })
    }

    fn role(self, node: Node<'_>) -> Built<Role> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let title = children.maybe(Rule::text, |node| self.text(node))?;
        let counterpart = children.maybe(Rule::with_name, |node| self.children(node).name())?;
        let fields = children.maybe(Rule::fields, |node| self.fields(node))?.unwrap_or_default();
        Ok(Role { name, title, counterpart, fields, span })
    }

    fn fields(self, node: Node<'_>) -> Built<Vec<Field>> {
        self.children(node).all(Rule::field, |node| self.field(node))
    }

    fn field(self, node: Node<'_>) -> Built<Field> {
        let mut children = self.children(node);
        let name = children.name()?;
        let ty = children.need(Rule::type_, "a type").and_then(|node| self.ty(node))?;
        Ok(Field { name, ty })
    }

    /// The type of a field or parameter.
    pub fn ty(self, node: Node<'_>) -> Built<Spanned<Type>> {
        let span = self.span_of(&node);
        let inner = self.children(node).any("a type")?;
        let ty = match inner.as_rule() {
            Rule::type_duration => {
                let bound = self.children(inner).maybe(Rule::literal, |node| self.literal(node))?;
                let minutes = bound.and_then(|literal| match literal.value {
                    LiteralValue::Duration(minutes) => Some(Spanned::new(minutes, literal.span)),
                    LiteralValue::Text(_)
                    | LiteralValue::Number(_)
                    | LiteralValue::Share(_)
                    | LiteralValue::Days(..)
                    | LiteralValue::Date(_)
                    | LiteralValue::YesNo(_) => {
                        self.wrong(SyntaxError::Expected {
                            expected: "a duration such as `4 hours`".to_owned(),
                            found: "another value".to_owned(),
                            span: literal.span,
                            opened: None,
                            help: None,
                        });
                        None
                    }
                });
                Type::Duration(minutes)
            }
            Rule::type_yes_no => Type::YesNo,
            Rule::type_count => Type::Count,
            Rule::type_number => Type::Number,
            Rule::type_text => Type::Text,
            Rule::type_date => Type::Date,
            Rule::type_school => Type::School,
            Rule::type_person => Type::Person,
            Rule::type_weekdays => Type::Weekdays,
            Rule::type_days => Type::Days,
            _ => Type::OneOf(self.children(inner).all(Rule::literal, |node| self.literal(node))?),
        };
        Ok(Spanned::new(ty, span))
    }

    fn records(self, node: Node<'_>) -> Built<Records> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let title = children.need(Rule::text, "a title").and_then(|node| self.text(node))?;
        let mut records = Records { name, title, stale_after: None, register: false, span };
        while let Some(option) = children.take(Rule::records_option) {
            let option = self.children(option).any("an option")?;
            if option.as_rule() == Rule::register {
                records.register = true;
            } else {
                let days = self.children(option).need(Rule::integer, "a number")?;
                let days = self.integer(&days)?;
                let line = OnceLine { what: "stale after", span: |days: &Spanned<u32>| days.span };
                self.once(&mut records.stale_after, days, line);
            }
        }
        Ok(records)
    }

    fn activity(self, node: Node<'_>) -> Built<Activity> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let owner = children.maybe(Rule::owner, |node| self.owner(node))?.unwrap_or(Owner::Person);
        let counterpart = children.maybe(Rule::with_name, |node| self.children(node).name())?;
        let from = children.any("its records")?;
        let any_of = from.as_rule() == Rule::any_records;
        let from: Vec<Path> = self.children(from).paths()?;
        let mark = |node: Node<'_>| Ok(self.span_of(&node));
        let is_span = children.maybe(Rule::span_mark, mark)?;
        let in_episodes = children.maybe(Rule::episodes_mark, mark)?;
        let (mut fields, mut same_event, mut signed_by) = (Vec::new(), None, None);
        if let Some(lines) = children.take(Rule::activity_lines) {
            let mut lines = self.children(lines);
            while let Some(line) = lines.take(Rule::activity_line) {
                let line = self.children(line).any("a field")?;
                match line.as_rule() {
                    Rule::same_event => {
                        let keys = self.same_event(line)?;
                        self.once(&mut same_event, keys, OnceLine { what: "same event by", span: |keys| keys.span });
                    }
                    Rule::signed_by => {
                        let name = self.children(line).name()?;
                        self.once(&mut signed_by, name, OnceLine { what: "signed by", span: |name| name.span });
                    }
                    _ => fields.push(self.field(line)?),
                }
            }
        }
        Ok(Activity {
            name,
            owner,
            counterpart,
            from,
            any_of,
            is_span,
            in_episodes,
            fields,
            same_event,
            signed_by,
            span,
        })
    }

    fn owner(self, node: Node<'_>) -> Built<Owner> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        Ok(match children.take(Rule::nobody) {
            Some(_) => Owner::Nobody(span),
            None => Owner::Named(children.name()?),
        })
    }

    fn same_event(self, node: Node<'_>) -> Built<SameEvent> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let mut keys: Vec<Name> = Vec::new();
        while let Some(key) = children.name_if_any() {
            keys.push(key);
        }
        let prefer = children.paths()?.into_iter().next();
        Ok(SameEvent { keys, prefer, span })
    }

    fn group(self, node: Node<'_>) -> Built<Group> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        Ok(Group { name: children.name()?, members: children.paths()?, span })
    }

    fn list(self, node: Node<'_>) -> Built<List> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let title = children.maybe(Rule::text, |node| self.text(node))?;
        let members = children.all(Rule::list_member, |node| {
            let end = self.span_of(&node);
            let mut children = self.children(node);
            let text = children.need(Rule::text, "a text").and_then(|node| self.text(node))?;
            let times = children.maybe(Rule::integer, |node| self.integer(&node))?;
            Ok(ListMember { text, times: times.unwrap_or(Spanned::new(1, end)) })
        })?;
        Ok(List { name, title, members, span })
    }

    fn table(self, node: Node<'_>) -> Built<Table> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let ty = children.need(Rule::type_, "a type").and_then(|node| self.ty(node))?;
        let by = children.name()?;
        let rows = children.all(Rule::table_row, |node| {
            let mut children = self.children(node);
            let key = children.need(Rule::literal, "a key").and_then(|node| self.literal(node))?;
            let value = children.need(Rule::literal, "a value").and_then(|node| self.literal(node))?;
            Ok((key, value))
        })?;
        Ok(Table { name, ty, by, rows, span })
    }

    fn param(self, node: Node<'_>) -> Built<Param> {
        let span = self.span_of(&node);
        let mut children = self.children(node);
        let name = children.name()?;
        let title = children.maybe(Rule::text, |node| self.text(node))?;
        let ty = children.need(Rule::type_, "a type").and_then(|node| self.ty(node))?;
        let value = children.maybe(Rule::literal, |node| self.literal(node))?;
        Ok(Param { name, title, ty, value, span })
    }
}
