//! Calls of functions, by the letters of their arguments.

use super::{Compiled, Compiler, Entry, lookup};
use crate::dax::Span;
use crate::dax::tree::{self, Expr, ExprKind};
use crate::engine::evaluate::{fails, refused};
use crate::engine::link;
use crate::engine::node::{Kind, Node, Shape};

/// What each argument is, as far as there are arguments; `None` where there are too few or too many.
pub fn letters(spec: &str, count: usize) -> Option<Vec<char>> {
    let (fixed, repeated) = spec.split_once('*').unwrap_or((spec, ""));
    let (needed, optional) = fixed.split_once('?').unwrap_or((fixed, ""));
    if count < needed.chars().count() {
        return None;
    }
    let letters = needed.chars().chain(optional.chars()).chain(repeated.chars().cycle());
    let letters: Vec<char> = letters.take(count).collect();
    (letters.len() == count).then_some(letters)
}

impl Compiler<'_, '_> {
    pub(super) fn call(&mut self, span: &Span, call: &tree::Call) -> Compiled {
        let name = call.function.text.to_ascii_uppercase();
        match (name.as_str(), call.arguments.as_slice()) {
            ("CALCULATE", [body, filters @ ..]) => return self.calculate(span, body, filters, false),
            ("CALCULATETABLE", [body, filters @ ..]) => return self.calculate(span, body, filters, true),
            ("RELATED", [column]) => return self.related(span, column),
            ("KEEPFILTERS", _) => return Err(refused(span, "`KEEPFILTERS` where it is no filter of `CALCULATE`")),
            _ if self.is_total(&name) => return self.total(span, &name, &call.arguments),
            _ => {}
        }
        let Some(entry) = lookup(&name) else {
            return Err(refused(&call.function.span, format!("the function `{name}`")));
        };
        let Some(mut letters) = letters(entry.arguments, call.arguments.len()) else {
            return Err(refused(span, format!("`{name}` with {} arguments", call.arguments.len())));
        };
        let last = letters.len().saturating_sub(1);
        for (at, letter) in letters.iter_mut().enumerate().filter(|(_, letter)| **letter == 'k') {
            *letter = if at == last { 's' } else { 'c' };
        }
        let arguments = self.arguments(entry, &call.arguments, &letters)?;
        let shape = self.shape_of(entry.shaped, span, &arguments)?;
        let name = entry.name;
        let node = self.node(span, Kind::Call { name, call: entry.call, arguments });
        Ok(Node { shape: shape.map(Into::into), ..node })
    }

    fn arguments(
        &mut self,
        entry: &Entry,
        trees: &[Expr],
        letters: &[char],
    ) -> Result<Vec<Node>, crate::engine::evaluate::Fault> {
        let mut arguments: Vec<Node> = Vec::with_capacity(trees.len());
        let mut row: Option<Shape> = None;
        for (tree, letter) in trees.iter().zip(letters) {
            if matches!(tree.kind, ExprKind::Omitted) {
                let node = self.node(&tree.span, Kind::Omitted);
                arguments.push(node);
                continue;
            }
            let node = match letter {
                's' => self.scalar(tree)?,
                't' => self.table(tree)?,
                'e' => {
                    let shape = row.clone().unwrap_or_default();
                    self.scopes.push(shape);
                    let node = self.scalar(tree);
                    self.scopes.pop();
                    node?
                }
                'c' => {
                    let id = self.column_id(tree)?;
                    self.node(&tree.span, Kind::Column(id))
                }
                'C' if trees.len() == 1 => {
                    let id = self.column_id(tree)?;
                    self.node(&tree.span, Kind::Column(id))
                }
                'C' => self.scalar(tree)?,
                'v' | 'd' => match &tree.kind {
                    ExprKind::Column(_) => {
                        let id = self.column_id(tree)?;
                        let shape = self.one(id);
                        self.shaped(&tree.span, Kind::Column(id), shape)
                    }
                    _ => self.table(tree)?,
                },
                'x' => match &tree.kind {
                    ExprKind::Column(_) => {
                        let id = self.column_id(tree)?;
                        self.node(&tree.span, Kind::Column(id))
                    }
                    ExprKind::Name(name) => match self.schema.table(&name.text) {
                        Some(table) => {
                            self.reads.insert(table);
                            self.node(&tree.span, Kind::Table(table))
                        }
                        None => return Err(fails(&tree.span, format!("`{}`, which is no table", name.text))),
                    },
                    _ => return Err(refused(&tree.span, "what is no table and no column where one is needed")),
                },
                'w' => {
                    let word = match &tree.kind {
                        ExprKind::Name(name) => name.text.to_ascii_uppercase(),
                        // `1` and `TRUE` are ways to write the orders.
                        ExprKind::Literal(tree::Literal::Integer(text)) => text.clone(),
                        ExprKind::Literal(tree::Literal::Boolean(value)) => value.to_string().to_ascii_uppercase(),
                        ExprKind::Call(call) if call.arguments.is_empty() => call.function.text.to_ascii_uppercase(),
                        _ => return Err(refused(&tree.span, "this word")),
                    };
                    self.node(&tree.span, Kind::Word(word))
                }
                _ => return Err(refused(&tree.span, format!("an argument of `{}`", entry.name))),
            };
            if matches!(letter, 't' | 'v' | 'd') {
                row = node.shape.as_deref().cloned();
            }
            arguments.push(node);
        }
        Ok(arguments)
    }

    /// Over relationships from the innermost row of a table that leads to the column's.
    fn related(&mut self, span: &Span, tree: &Expr) -> Compiled {
        let column = self.column_id(tree)?;
        for scope in (self.barrier..self.scopes.len()).rev() {
            let Some(base) = self.scopes.get(scope).and_then(|shape| shape.base) else { continue };
            if base == column.0 {
                continue;
            }
            if let Some(edges) = link::path(self.links, base, column.0, |edge| self.links[edge].is_active) {
                self.reads.insert(base);
                return Ok(self.node(span, Kind::Related { scope, edges, column }));
            }
        }
        Err(fails(span, format!("`RELATED` of `{}`, to which no row here leads", self.schema.shown(column))))
    }

    fn is_total(&self, name: &str) -> bool {
        TOTALS.iter().any(|(known, ..)| *known == name)
    }

    /// `TOTALYTD(x, dates, filter, "6-30")` is `CALCULATE(x, DATESYTD(dates, "6-30"), filter)`.
    fn total(&mut self, span: &Span, name: &str, arguments: &[Expr]) -> Compiled {
        let [body, dates, rest @ ..] = arguments else {
            return Err(fails(span, format!("`{name}` with {} arguments", arguments.len())));
        };
        let is_text = |tree: &&Expr| matches!(tree.kind, ExprKind::Literal(tree::Literal::Text(_)));
        let end = rest.last().filter(is_text);
        let filters = &rest[..rest.len() - usize::from(end.is_some())];
        let mut days = dates.clone();
        for inner in TOTALS.iter().filter(|(known, _)| *known == name).flat_map(|(_, inner)| inner.iter()) {
            let function = tree::Name { text: (*inner).to_owned(), span: span.clone(), quoted: false };
            let arguments = std::iter::once(days).chain(end.cloned()).collect();
            days = Expr { kind: ExprKind::Call(tree::Call { function, arguments }), span: span.clone() };
        }
        let filters: Vec<Expr> = filters.iter().cloned().chain([days]).collect();
        self.calculate(span, body, &filters, false)
    }
}

/// What is short for `CALCULATE` with days, and the functions that make these days, the innermost first.
const TOTALS: &[(&str, &[&str])] = &[
    ("TOTALYTD", &["DATESYTD"]),
    ("TOTALQTD", &["DATESQTD"]),
    ("TOTALMTD", &["DATESMTD"]),
    ("CLOSINGBALANCEMONTH", &["ENDOFMONTH"]),
    ("CLOSINGBALANCEQUARTER", &["ENDOFQUARTER"]),
    ("CLOSINGBALANCEYEAR", &["ENDOFYEAR"]),
    ("OPENINGBALANCEMONTH", &["STARTOFMONTH", "PREVIOUSDAY"]),
    ("OPENINGBALANCEQUARTER", &["STARTOFQUARTER", "PREVIOUSDAY"]),
    ("OPENINGBALANCEYEAR", &["STARTOFYEAR", "PREVIOUSDAY"]),
];
