//! The names of a model, resolved: tables and columns by number, and the relationships that are active.

use crate::model::{Model, Relationship};
use crate::name::same;

pub struct Schema<'a> {
    pub model: &'a Model,
    /// Of the active relationships whose ends there are.
    pub edges: Vec<Edge>,
}

/// A column of a table, by number.
pub type ColumnId = (usize, usize);

/// An active relationship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub name: String,
    pub many: ColumnId,
    pub one: ColumnId,
    /// Whether filters of a query pass from the many side to the one side too.
    pub both: bool,
    /// Whether those of a role do.
    pub security_both: bool,
    /// Neither from one to many: which side has each key once, only the engine's rules for such relationships tell.
    pub is_limited: bool,
}

impl<'a> Schema<'a> {
    pub fn new(model: &'a Model) -> Self {
        let mut schema = Self { model, edges: Vec::new() };
        let active = model.relationships.iter().filter(|one| one.is_active != Some(false));
        schema.edges = active.filter_map(|one| schema.edge(one)).collect();
        schema
    }

    fn edge(&self, relationship: &Relationship) -> Option<Edge> {
        let end = |table: &str, column: &str| {
            let table = self.table(table)?;
            Some((table, self.column(table, column)?))
        };
        let is = |value: &Option<String>, what: &str| value.as_deref().is_some_and(|value| same(value, what));
        let (from, to) = (&relationship.from, &relationship.to);
        Some(Edge {
            name: relationship.name.clone(),
            many: end(from.table.as_str(), from.column.as_str())?,
            one: end(to.table.as_str(), to.column.as_str())?,
            both: is(&relationship.cross_filtering, "bothDirections"),
            security_both: is(&relationship.security_filtering, "bothDirections"),
            is_limited: is(&relationship.to_cardinality, "many")
                || is(&relationship.from_cardinality, "one")
                || is(&relationship.security_filtering, "none"),
        })
    }

    pub fn table(&self, name: &str) -> Option<usize> {
        self.model.tables.iter().position(|table| same(table.name.as_str(), name))
    }

    pub fn column(&self, table: usize, name: &str) -> Option<usize> {
        self.model.tables.get(table)?.columns.iter().position(|column| same(column.name.as_str(), name))
    }

    pub fn table_name(&self, table: usize) -> &'a str {
        self.model.tables.get(table).map_or("", |table| table.name.as_str())
    }

    pub fn column_name(&self, (table, column): ColumnId) -> &'a str {
        let columns = self.model.tables.get(table).map(|table| table.columns.as_slice()).unwrap_or_default();
        columns.get(column).map_or("", |column| column.name.as_str())
    }

    /// `Sales[Revenue]`, for messages.
    pub fn shown(&self, id: ColumnId) -> String {
        format!("{}[{}]", self.table_name(id.0), self.column_name(id))
    }

    /// The relationships, one behind the other, over which a filter on `from` reaches `to`; empty for the table itself.
    pub fn path(&self, from: usize, to: usize, passes_back: impl Fn(&Edge) -> bool) -> Option<Vec<Step>> {
        let mut reached: Vec<(usize, Vec<Step>)> = vec![(from, Vec::new())];
        let mut next = 0;
        while let Some((table, path)) = reached.get(next).cloned() {
            if table == to {
                return Some(path);
            }
            next += 1;
            for (at, edge) in self.edges.iter().enumerate() {
                let step = if edge.one.0 == table {
                    Step { edge: at, to: edge.many.0, is_back: false }
                } else if edge.many.0 == table && passes_back(edge) {
                    Step { edge: at, to: edge.one.0, is_back: true }
                } else {
                    continue;
                };
                if !reached.iter().any(|(known, _)| *known == step.to) {
                    reached.push((step.to, [path.clone(), vec![step]].concat()));
                }
            }
        }
        None
    }
}

/// A relationship in the direction that a filter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub edge: usize,
    pub to: usize,
    /// From the many side to the one side.
    pub is_back: bool,
}
