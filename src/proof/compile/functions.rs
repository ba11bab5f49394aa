//! Calls of functions.

use super::{Compiled, Compiler, Kind, Node, Refusal, SetOperator, Shape, refuse};
use crate::dax::Span;
use crate::dax::tree::{Call, Expr, ExprKind, Operator};
use crate::proof::value::Value;

/// Functions of texts, and of what they are made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFunction {
    Concatenate,
    Upper,
    Lower,
    Trim,
    Left,
    Right,
    Mid,
    Length,
    Substitute,
    Replace,
    /// Without regard to case.
    Search,
    Find,
    Exact,
    Contains,
    ContainsExact,
    PathContains,
    PathItem,
    PathLength,
    IsBlank,
}

/// Name, what it does, and the fewest and the most arguments.
const TEXT: &[(&str, TextFunction, usize, usize)] = &[
    ("CONCATENATE", TextFunction::Concatenate, 2, 2),
    ("UPPER", TextFunction::Upper, 1, 1),
    ("LOWER", TextFunction::Lower, 1, 1),
    ("TRIM", TextFunction::Trim, 1, 1),
    ("LEFT", TextFunction::Left, 1, 2),
    ("RIGHT", TextFunction::Right, 1, 2),
    ("MID", TextFunction::Mid, 3, 3),
    ("LEN", TextFunction::Length, 1, 1),
    ("SUBSTITUTE", TextFunction::Substitute, 3, 3),
    ("REPLACE", TextFunction::Replace, 4, 4),
    ("SEARCH", TextFunction::Search, 2, 4),
    ("FIND", TextFunction::Find, 2, 4),
    ("EXACT", TextFunction::Exact, 2, 2),
    ("CONTAINSSTRING", TextFunction::Contains, 2, 2),
    ("CONTAINSSTRINGEXACT", TextFunction::ContainsExact, 2, 2),
    ("PATHCONTAINS", TextFunction::PathContains, 2, 2),
    ("PATHITEM", TextFunction::PathItem, 2, 3),
    ("PATHLENGTH", TextFunction::PathLength, 1, 1),
    ("ISBLANK", TextFunction::IsBlank, 1, 1),
];

impl Compiler<'_> {
    pub(super) fn call(&mut self, span: &Span, call: &Call) -> Compiled {
        let name = call.function.text.to_uppercase();
        let arguments: Vec<&Expr> = call.arguments.iter().collect();
        if let Some((_, function, least, most)) = TEXT.iter().find(|(known, ..)| *known == name) {
            if !(*least..=*most).contains(&arguments.len()) {
                return Err(refuse(span, format!("`{name}` with {} arguments", arguments.len())));
            }
            let arguments = self.optional_scalars(&arguments)?;
            return Ok((self.node(span, Kind::Text(*function, arguments)), None));
        }
        let kind = match (name.as_str(), arguments.as_slice()) {
            ("TRUE", []) => Kind::Constant(Value::Boolean(true)),
            ("FALSE", []) => Kind::Constant(Value::Boolean(false)),
            ("BLANK", []) => Kind::Constant(Value::Blank),
            ("USERPRINCIPALNAME" | "USERNAME", []) => Kind::User,
            ("NOT", [one]) => Kind::Not(Box::new(self.scalar(one)?)),
            ("AND" | "OR", [a, b]) => Kind::Logic { is_or: name == "OR", of: vec![self.scalar(a)?, self.scalar(b)?] },
            ("IF", [condition, then]) => {
                Kind::If(Box::new(self.scalar(condition)?), Box::new(self.scalar(then)?), None)
            }
            ("IF", [condition, then, otherwise]) => Kind::If(
                Box::new(self.scalar(condition)?),
                Box::new(self.scalar(then)?),
                Some(Box::new(self.scalar(otherwise)?)),
            ),
            ("SWITCH", [value, cases @ ..]) if !cases.is_empty() => {
                let value = Box::new(self.scalar(value)?);
                let (pairs, otherwise) = cases.as_chunks::<2>();
                let mut branches = Vec::new();
                for [case, then] in pairs {
                    branches.push((self.scalar(case)?, self.scalar(then)?));
                }
                let otherwise = otherwise.first().map(|one| self.scalar(one)).transpose()?;
                Kind::Switch(value, branches, otherwise.map(Box::new))
            }
            ("COALESCE", [_, _, ..]) => Kind::Coalesce(self.scalars(&arguments)?),
            ("LOOKUPVALUE", [result, keys @ ..]) if keys.len() > 1 => self.lookup(span, result, keys)?,
            ("CONTAINSROW", [rows, values @ ..]) if !values.is_empty() => {
                let (rows, shape) = self.table(rows)?;
                if shape.columns.len() != values.len() {
                    return Err(refuse(span, "`CONTAINSROW` with another number of values than columns"));
                }
                Kind::In(self.scalars(values)?, Box::new(rows))
            }
            ("CONTAINS", [rows, pairs @ ..]) if pairs.len() > 1 && pairs.len() % 2 == 0 => {
                self.contains(span, rows, pairs)?
            }
            ("ISEMPTY", [rows]) => Kind::IsEmpty(Box::new(self.table(rows)?.0)),
            ("COUNTROWS", [rows]) => Kind::CountRows(Box::new(self.table(rows)?.0)),
            ("HASONEVALUE", [column]) => Kind::HasOne(Box::new(self.values(span, column, true, false)?.0)),
            ("SELECTEDVALUE", [column, otherwise @ ..]) if otherwise.len() < 2 => {
                let values = Box::new(self.values(span, column, true, false)?.0);
                let otherwise = match otherwise.first() {
                    Some(one) => self.scalar(one)?,
                    None => self.node(span, Kind::Constant(Value::Blank)),
                };
                Kind::Sole(values, Some(Box::new(otherwise)))
            }
            ("MAX" | "MIN", [column]) => {
                let (over, shape) = self.values(span, column, true, false)?;
                let value = self.within(shape, |compiler| {
                    let scope = compiler.scopes.len() - 1;
                    Ok(compiler.node(span, Kind::Column { scope, place: 0 }))
                })?;
                Kind::Extreme { is_greatest: name == "MAX", over: Box::new(over), value: Box::new(value) }
            }
            ("MAXX" | "MINX", [rows, value]) => {
                let (over, shape) = self.table(rows)?;
                let value = self.within(shape, |compiler| compiler.scalar(value))?;
                Kind::Extreme { is_greatest: name == "MAXX", over: Box::new(over), value: Box::new(value) }
            }
            ("RELATED", [column]) => self.related(span, column)?,
            ("CALCULATE" | "CALCULATETABLE", [body, filters @ ..]) => {
                return self.calculate(span, &name, body, filters);
            }
            _ => return self.table_call(span, &name, &arguments),
        };
        Ok((self.node(span, kind), None))
    }

    fn table_call(&mut self, span: &Span, name: &str, arguments: &[&Expr]) -> Compiled {
        let (kind, shape) = match (name, arguments) {
            ("VALUES" | "DISTINCT", [Expr { kind: ExprKind::Column(_), .. }]) => {
                let (node, shape) = self.values(span, arguments[0], name == "VALUES", false)?;
                return Ok((node, Some(shape)));
            }
            ("VALUES", [rows]) => return self.expression(rows),
            ("DISTINCT", [rows]) => {
                let (rows, shape) = self.table(rows)?;
                (Kind::Distinct(Box::new(rows)), Shape { base: None, ..shape })
            }
            ("ALL" | "ALLNOBLANKROW", [_, ..]) => return self.all(span, name == "ALL", arguments),
            ("FILTER", [rows, condition]) => {
                let (rows, shape) = self.table(rows)?;
                let condition = self.within(shape.clone(), |compiler| compiler.scalar(condition))?;
                (Kind::Filter(Box::new(rows), Box::new(condition)), shape)
            }
            ("SELECTCOLUMNS", [rows, columns @ ..]) if !columns.is_empty() => {
                return self.select(span, rows, columns);
            }
            ("UNION" | "INTERSECT" | "EXCEPT", [a, b]) => {
                let operator = match name {
                    "UNION" => SetOperator::Union,
                    "INTERSECT" => SetOperator::Intersect,
                    _ => SetOperator::Except,
                };
                let ((a, shape), (b, other)) = (self.table(a)?, self.table(b)?);
                if shape.columns.len() != other.columns.len() {
                    return Err(refuse(span, format!("`{name}` of tables of different width")));
                }
                (Kind::Set(operator, Box::new(a), Box::new(b)), Shape { base: None, ..shape })
            }
            ("TREATAS", [rows, columns @ ..]) if !columns.is_empty() => {
                let (rows, shape) = self.table(rows)?;
                let ids = columns.iter().map(|column| self.named(column)).collect::<Result<Vec<_>, _>>()?;
                if ids.len() != shape.columns.len() {
                    return Err(refuse(span, "`TREATAS` with another number of columns than its table has"));
                }
                self.needs.extend(ids.iter().copied());
                (Kind::Distinct(Box::new(rows)), self.shape_of(&ids))
            }
            _ => return Err(refuse(span, format!("the function `{name}`"))),
        };
        Ok((self.node(span, kind), Some(shape)))
    }

    pub(super) fn scalars(&mut self, arguments: &[&Expr]) -> Result<Vec<Node>, Refusal> {
        arguments.iter().map(|argument| self.scalar(argument)).collect()
    }

    /// One left out between two commas is BLANK.
    fn optional_scalars(&mut self, arguments: &[&Expr]) -> Result<Vec<Node>, Refusal> {
        let one = |argument: &&Expr| match argument.kind {
            ExprKind::Omitted => Ok(self.node(&argument.span, Kind::Constant(Value::Blank))),
            _ => self.scalar(argument),
        };
        arguments.iter().map(one).collect()
    }

    /// Compiles something about each row of a table of this shape.
    pub(super) fn within<T>(
        &mut self,
        shape: Shape,
        compile: impl FnOnce(&mut Self) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.scopes.push(shape);
        let compiled = compile(self);
        self.scopes.pop();
        compiled
    }

    fn lookup(&mut self, span: &Span, result: &Expr, keys: &[&Expr]) -> Result<Kind, Refusal> {
        let result = self.named(result)?;
        self.needs.insert(result);
        self.reads.insert(result.0);
        let (pairs, otherwise) = keys.as_chunks::<2>();
        let mut searched = Vec::new();
        for [column, value] in pairs {
            let id = self.named(column)?;
            if id.0 != result.0 {
                return Err(refuse(span, "`LOOKUPVALUE` that searches another table than it takes from"));
            }
            self.needs.insert(id);
            searched.push((id.1, self.scalar(value)?));
        }
        let otherwise = otherwise.first().map(|one| self.scalar(one)).transpose()?.map(Box::new);
        Ok(Kind::Lookup { result, keys: searched, otherwise })
    }

    /// `CONTAINS(t, t[a], x)` is whether a row of `FILTER(t, t[a] == x)` is left; `x` knows the rows around only.
    fn contains(&mut self, span: &Span, rows: &Expr, pairs: &[&Expr]) -> Result<Kind, Refusal> {
        let (rows, shape) = self.table(rows)?;
        let mut conditions = Vec::new();
        for [column, value] in pairs.as_chunks::<2>().0 {
            let value = self.scalar(value)?;
            let column = self.within(shape.clone(), |compiler| compiler.scalar(column))?;
            conditions.push(self.node(span, Kind::Compare(Operator::StrictlyEqual, Box::new(column), Box::new(value))));
        }
        let condition = self.node(span, Kind::Logic { is_or: false, of: conditions });
        let filtered = self.node(span, Kind::Filter(Box::new(rows), Box::new(condition)));
        let is_empty = self.node(span, Kind::IsEmpty(Box::new(filtered)));
        Ok(Kind::Not(Box::new(is_empty)))
    }

    fn related(&mut self, span: &Span, column: &Expr) -> Result<Kind, Refusal> {
        let column = self.named(column)?;
        for scope in (self.barrier..self.scopes.len()).rev() {
            let Some(table) = self.scopes.get(scope).and_then(|shape| shape.base) else { continue };
            if let Some(edges) = self.to_one(table, column.0) {
                for edge in &edges {
                    let edge = &self.schema.edges[*edge];
                    self.needs.extend([edge.many, edge.one]);
                }
                self.needs.insert(column);
                self.reads.insert(column.0);
                return Ok(Kind::Related { scope, edges, column });
            }
        }
        Err(refuse(span, format!("`RELATED` of `{}`, to which no row here leads", self.schema.shown(column))))
    }

    /// Relationships from the many side to the one side, one behind the other.
    fn to_one(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let path = self.schema.path(to, from, |_| false)?;
        let edges: Vec<usize> = path.iter().rev().map(|step| step.edge).collect();
        let is_plain = edges.iter().all(|edge| self.schema.edges.get(*edge).is_some_and(|edge| !edge.is_limited));
        (is_plain && !edges.is_empty()).then_some(edges)
    }
}
