//! `CALCULATE` and its filters.

use super::call::letters;
use super::{Compiled, Compiler, logic, lookup};
use crate::dax::Span;
use crate::dax::tree::{Expr, ExprKind, Operator};
use crate::engine::evaluate::{fails, refused};
use crate::engine::filter;
use crate::engine::node::{Bound, Kind, Node, Shape, ShapeColumn};
use crate::proof::schema::ColumnId;

/// Functions that as a filter change what there is of filters, and are no table.
const CHANGES: &[&str] =
    &["ALL", "REMOVEFILTERS", "ALLEXCEPT", "ALLNOBLANKROW", "ALLSELECTED", "USERELATIONSHIP", "CROSSFILTER"];

impl Compiler<'_, '_> {
    pub(super) fn calculate(&mut self, span: &Span, body: &Expr, filters: &[Expr], is_table: bool) -> Compiled {
        self.turn();
        let barrier = std::mem::replace(&mut self.barrier, self.scopes.len());
        let body = if is_table { self.table(body) } else { self.scalar(body) };
        self.barrier = barrier;
        let mut arguments = vec![body?];
        for tree in filters {
            arguments.push(self.filter(tree)?);
        }
        let shape = if is_table { arguments[0].shape.clone() } else { None };
        let (name, call) = if is_table {
            ("CALCULATETABLE", filter::calculate_table as _)
        } else {
            ("CALCULATE", filter::calculate as _)
        };
        Ok(Node { shape, ..self.node(span, Kind::Call { name, call, arguments }) })
    }

    fn filter(&mut self, tree: &Expr) -> Compiled {
        let span = &tree.span;
        match &tree.kind {
            ExprKind::Parenthesised(inner) => return self.filter(inner),
            ExprKind::Call(call) => {
                let name = call.function.text.to_ascii_uppercase();
                if name == "KEEPFILTERS" {
                    let [inner] = call.arguments.as_slice() else {
                        return Err(fails(span, "`KEEPFILTERS` without one filter"));
                    };
                    let arguments = vec![self.filter(inner)?];
                    return Ok(self.node(span, Kind::Call { name: "KEEPFILTERS", call: filter::misplaced, arguments }));
                }
                if CHANGES.contains(&name.as_str()) {
                    return self.call(span, call);
                }
                let is_value =
                    |name: &str| lookup(name).is_some_and(|entry| matches!(entry.shaped, super::Shaped::Value));
                if !is_value(&name) {
                    return self.table(tree);
                }
            }
            ExprKind::Name(_) | ExprKind::Table(_) => return self.table(tree),
            ExprKind::Block(_) => return Err(refused(span, "variables within a filter of `CALCULATE`")),
            _ => {}
        }
        self.predicate(tree)
    }

    /// True or false of the values of columns of one table.
    fn predicate(&mut self, tree: &Expr) -> Compiled {
        let mut found = Vec::new();
        direct(tree, &mut found);
        let mut columns: Vec<ColumnId> = Vec::new();
        for column in found {
            let id = self.column_id(column)?;
            if !columns.contains(&id) {
                columns.push(id);
            }
        }
        let table = match columns.first() {
            Some((table, _)) => *table,
            None => return Err(refused(&tree.span, "a condition without a column as a filter of `CALCULATE`")),
        };
        if columns.iter().any(|column| column.0 != table) {
            return Err(fails(&tree.span, "a condition on columns of several tables as a filter of `CALCULATE`"));
        }
        let shape_columns =
            columns.iter().map(|id| ShapeColumn { name: self.schema.column_name(*id).to_owned(), origin: Some(*id) });
        let shape = Shape { base: None, columns: shape_columns.collect() };
        self.scopes.push(shape.clone());
        let is_true = self.scalar(tree);
        let scope = self.scopes.len() - 1;
        let bounds = match (&is_true, columns.len()) {
            (Ok(_), 1) => self.bounds(tree),
            _ => None,
        };
        self.scopes.pop();
        let is_true = Box::new(is_true?);
        let is_constant = is_constant(&is_true, scope);
        Ok(self.shaped(&tree.span, Kind::Predicate { columns, is_true, is_constant, bounds }, shape))
    }

    /// `[a] >= x && [a] < y`: comparisons of the one column with what does not hang on it.
    fn bounds(&mut self, tree: &Expr) -> Option<Vec<Bound>> {
        match &tree.kind {
            ExprKind::Parenthesised(inner) => self.bounds(inner),
            ExprKind::Chain(chain) if chain.rest.first().and_then(|link| logic(link.operator)) == Some(false) => {
                let parts = std::iter::once(&*chain.first).chain(chain.rest.iter().map(|link| &link.operand));
                let mut bounds = Vec::new();
                for part in parts {
                    bounds.extend(self.bounds(part)?);
                }
                Some(bounds)
            }
            ExprKind::Chain(chain) => {
                let [link] = chain.rest.as_slice() else { return None };
                let known = [
                    Operator::Equal,
                    Operator::Less,
                    Operator::LessOrEqual,
                    Operator::Greater,
                    Operator::GreaterOrEqual,
                ];
                if !known.contains(&link.operator) || !matches!(chain.first.kind, ExprKind::Column(_)) {
                    return None;
                }
                let mut others = Vec::new();
                direct(&link.operand, &mut others);
                if !others.is_empty() {
                    return None;
                }
                let value = self.scalar(&link.operand).ok()?;
                Some(vec![Bound { operator: link.operator, value }])
            }
            _ => None,
        }
    }
}

/// The columns that a condition speaks of itself, and not an aggregation within it.
fn direct<'t>(tree: &'t Expr, found: &mut Vec<&'t Expr>) {
    match &tree.kind {
        ExprKind::Column(column) if column.table.is_some() => found.push(tree),
        ExprKind::Parenthesised(inner) => direct(inner, found),
        ExprKind::Unary(unary) => direct(&unary.operand, found),
        ExprKind::Chain(chain) => {
            direct(&chain.first, found);
            chain.rest.iter().for_each(|link| direct(&link.operand, found));
        }
        ExprKind::Row(cells) | ExprKind::Table(cells) => cells.iter().for_each(|cell| direct(cell, found)),
        ExprKind::Call(call) => {
            let letters = lookup(&call.function.text).and_then(|entry| letters(entry.arguments, call.arguments.len()));
            for (argument, letter) in call.arguments.iter().zip(letters.unwrap_or_default()) {
                if letter == 's' || letter == 'C' && call.arguments.len() > 1 {
                    direct(argument, found);
                }
            }
        }
        _ => {}
    }
}

/// The same under every filter context: nothing but the row's own cells and constants.
fn is_constant(node: &Node, scope: usize) -> bool {
    let all = |nodes: &[Node]| nodes.iter().all(|node| is_constant(node, scope));
    match &node.kind {
        Kind::Constant(_) | Kind::Word(_) => true,
        Kind::Cell { scope: of, .. } => *of == scope,
        Kind::Not(a) | Kind::Negate(a) => is_constant(a, scope),
        Kind::Compare(_, a, b) | Kind::Arithmetic(_, a, b) | Kind::Concatenate(a, b) => {
            is_constant(a, scope) && is_constant(b, scope)
        }
        Kind::In(left, rows) => all(left) && is_constant(rows, scope),
        Kind::Logic { of, .. } => all(of),
        Kind::Rows(rows) => rows.iter().all(|row| all(row)),
        Kind::Call { name, arguments, .. } => {
            // Functions of values alone.
            lookup(name).is_some_and(|entry| entry.arguments.chars().all(|letter| "sw?*".contains(letter)))
                && all(arguments)
        }
        _ => false,
    }
}
