//! `CALCULATE` and `CALCULATETABLE` with their filters.

use std::collections::BTreeSet;

use super::{Compiled, Compiler, Filter, Kind, Refusal, refuse};
use crate::dax::Span;
use crate::dax::tree::{Call, Expr, ExprKind};
use crate::proof::schema::ColumnId;

/// Functions that change filters in ways that are not followed here.
const MODIFIERS: &[&str] = &["KEEPFILTERS", "USERELATIONSHIP", "CROSSFILTER", "ALLSELECTED", "ALLCROSSFILTERED"];

impl Compiler<'_> {
    pub(super) fn calculate(&mut self, span: &Span, name: &str, body: &Expr, filters: &[&Expr]) -> Compiled {
        let filters = filters.iter().map(|filter| self.filter(filter)).collect::<Result<Vec<_>, _>>()?;
        if self.scopes.iter().skip(self.barrier).any(|scope| scope.base.is_none()) {
            return Err(refuse(span, format!("`{name}` for each row of a table that is made here")));
        }
        let barrier = std::mem::replace(&mut self.barrier, self.scopes.len());
        let compiled = match name {
            "CALCULATE" => self.scalar(body).map(|node| (node, None)),
            _ => self.table(body).map(|(node, shape)| (node, Some(shape))),
        };
        self.barrier = barrier;
        let (body, shape) = compiled?;
        Ok((self.node(span, Kind::Calculate(Box::new(body), filters)), shape))
    }

    fn filter(&mut self, tree: &Expr) -> Result<Filter, Refusal> {
        match &tree.kind {
            ExprKind::Parenthesised(inner) => return self.filter(inner),
            ExprKind::Call(call) => {
                if let Some(removal) = self.removal(&tree.span, call)? {
                    return Ok(removal);
                }
            }
            ExprKind::Name(_) | ExprKind::Table(_) => {}
            _ => return self.predicate(tree),
        }
        let is_predicate = matches!(&tree.kind, ExprKind::Call(call) if !gives_a_table(&call.function.text));
        if is_predicate {
            return self.predicate(tree);
        }
        let (rows, shape) = self.table(tree)?;
        if let Some(table) = shape.base {
            if let Some(edge) = self.schema.edges.iter().find(|edge| edge.many.0 == table) {
                let (table, other) = (self.schema.table_name(table), self.schema.table_name(edge.one.0));
                return Err(refuse(
                    &tree.span,
                    format!("the table `{table}` as a filter, which filters `{other}` too"),
                ));
            }
            return Ok(Filter::Rows { table, rows });
        }
        let ids: Option<Vec<ColumnId>> = shape.columns.iter().map(|column| column.origin).collect();
        match ids.filter(|ids| ids.windows(2).all(|pair| pair[0].0 == pair[1].0)) {
            Some(ids) if !ids.is_empty() => {
                self.needs.extend(ids.iter().copied());
                let table = ids[0].0;
                self.reads.insert(table);
                Ok(Filter::Values { table, columns: ids.into_iter().map(|id| id.1).collect(), rows })
            }
            _ => Err(refuse(&tree.span, "a filter that is not of columns of one table")),
        }
    }

    fn removal(&mut self, span: &Span, call: &Call) -> Result<Option<Filter>, Refusal> {
        let name = call.function.text.to_uppercase();
        if MODIFIERS.contains(&name.as_str()) {
            return Err(refuse(span, format!("the function `{name}`")));
        }
        let table = |compiler: &Self, tree: &Expr| match &tree.kind {
            ExprKind::Name(name) => compiler.schema.table(&name.text),
            _ => None,
        };
        Ok(match (name.as_str(), call.arguments.as_slice()) {
            ("ALL" | "REMOVEFILTERS" | "ALLNOBLANKROW", []) => Some(Filter::Remove(None, None)),
            ("ALL" | "REMOVEFILTERS" | "ALLNOBLANKROW", [one]) if table(self, one).is_some() => {
                Some(Filter::Remove(table(self, one), None))
            }
            ("ALL" | "REMOVEFILTERS" | "ALLNOBLANKROW", columns) => {
                let ids = columns.iter().map(|column| self.named(column)).collect::<Result<Vec<_>, _>>()?;
                let table = ids[0].0;
                if ids.iter().any(|id| id.0 != table) {
                    return Err(refuse(span, format!("`{name}` of columns of several tables")));
                }
                Some(Filter::Remove(Some(table), Some(ids.into_iter().map(|id| id.1).collect())))
            }
            ("ALLEXCEPT", [of, columns @ ..]) if !columns.is_empty() => {
                let Some(table) = table(self, of) else { return Err(refuse(&of.span, "this table")) };
                let ids = columns.iter().map(|column| self.named(column)).collect::<Result<Vec<_>, _>>()?;
                if ids.iter().any(|id| id.0 != table) {
                    return Err(refuse(span, "`ALLEXCEPT` with a column of another table"));
                }
                self.needs.extend(ids.iter().copied());
                Some(Filter::RemoveExcept(table, ids.into_iter().map(|id| id.1).collect()))
            }
            _ => None,
        })
    }

    /// A condition: of every value of the columns that it names, which are of one table.
    fn predicate(&mut self, tree: &Expr) -> Result<Filter, Refusal> {
        let mut ids = BTreeSet::new();
        self.free_columns(tree, &mut ids)?;
        let tables: BTreeSet<usize> = ids.iter().map(|id| id.0).collect();
        let (Some(table), 1) = (tables.first().copied(), tables.len()) else {
            return Err(refuse(&tree.span, "a condition of `CALCULATE` that is not of columns of one table"));
        };
        self.reads.insert(table);
        let ids: Vec<ColumnId> = ids.into_iter().collect();
        let shape = self.shape_of(&ids);
        // Only the columns of the condition are at hand in it, each once.
        let is_true = self.within(shape, |compiler| compiler.scalar(tree))?;
        Ok(Filter::Predicate { table, columns: ids.into_iter().map(|id| id.1).collect(), is_true })
    }

    /// The columns that stand in the condition itself, not in a table within it.
    fn free_columns(&self, tree: &Expr, found: &mut BTreeSet<ColumnId>) -> Result<(), Refusal> {
        match &tree.kind {
            ExprKind::Column(_) => {
                found.insert(self.named(tree)?);
            }
            ExprKind::Call(call) if gives_a_table(&call.function.text) || takes_a_table(&call.function.text) => {}
            _ => {
                for child in tree.children() {
                    self.free_columns(child, found)?;
                }
            }
        }
        Ok(())
    }
}

fn gives_a_table(function: &str) -> bool {
    const TABLES: &[&str] = &[
        "ALL",
        "ALLEXCEPT",
        "ALLNOBLANKROW",
        "CALCULATETABLE",
        "DISTINCT",
        "EXCEPT",
        "FILTER",
        "INTERSECT",
        "REMOVEFILTERS",
        "SELECTCOLUMNS",
        "TREATAS",
        "UNION",
        "VALUES",
    ];
    TABLES.iter().any(|known| known.eq_ignore_ascii_case(function))
}

/// Whose arguments are not of the row at hand.
fn takes_a_table(function: &str) -> bool {
    const TAKERS: &[&str] = &[
        "CALCULATE",
        "CONTAINS",
        "COUNTROWS",
        "HASONEVALUE",
        "ISEMPTY",
        "LOOKUPVALUE",
        "MAX",
        "MAXX",
        "MIN",
        "MINX",
        "SELECTEDVALUE",
    ];
    TAKERS.iter().any(|known| known.eq_ignore_ascii_case(function))
}
