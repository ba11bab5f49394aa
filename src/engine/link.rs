//! The relationships of a model: which there are, and for each row of the many side its partner.

use std::sync::OnceLock;

use super::column::Index;
use crate::model::{Model, Relationship};
use crate::name::same;
use crate::proof::schema::{ColumnId, Schema};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub name: String,
    pub many: ColumnId,
    pub one: ColumnId,
    pub is_active: bool,
    /// Filters pass from the many side to the one side too.
    pub both: bool,
    /// Many to many: which the engine does not follow.
    pub is_limited: bool,
}

impl Link {
    /// Those whose ends there are.
    pub fn all(schema: &Schema, model: &Model) -> Vec<Link> {
        model.relationships.iter().filter_map(|one| Self::of(schema, one)).collect()
    }

    fn of(schema: &Schema, relationship: &Relationship) -> Option<Link> {
        let end = |table: &str, column: &str| {
            let table = schema.table(table)?;
            Some((table, schema.column(table, column)?))
        };
        let is = |value: &Option<String>, what: &str| value.as_deref().is_some_and(|value| same(value, what));
        let (from, to) = (&relationship.from, &relationship.to);
        let one_to_one = is(&relationship.from_cardinality, "one");
        Some(Link {
            name: relationship.name.clone(),
            many: end(from.table.as_str(), from.column.as_str())?,
            one: end(to.table.as_str(), to.column.as_str())?,
            is_active: relationship.is_active != Some(false),
            both: is(&relationship.cross_filtering, "bothDirections") || one_to_one,
            is_limited: is(&relationship.to_cardinality, "many"),
        })
    }
}

/// The relationships from a table to one on their one side, one behind the other; none to itself.
pub fn path(links: &[Link], from: usize, to: usize, is_on: impl Fn(usize) -> bool) -> Option<Vec<usize>> {
    let mut reached: Vec<(usize, Vec<usize>)> = vec![(from, Vec::new())];
    let mut next = 0;
    while let Some((table, path)) = reached.get(next).cloned() {
        if table == to {
            return Some(path);
        }
        next += 1;
        for (at, link) in links.iter().enumerate() {
            if link.many.0 == table && is_on(at) && !reached.iter().any(|(known, _)| *known == link.one.0) {
                reached.push((link.one.0, [path.as_slice(), &[at]].concat()));
            }
        }
    }
    None
}

/// A relationship with its rows.
#[derive(Debug)]
pub struct Edge {
    pub many: ColumnId,
    pub one: ColumnId,
    pub is_active: bool,
    pub both: bool,
    /// For each row of the many side, the blank one included, the row of the one side.
    pub to_one: Vec<u32>,
    /// Rows of the one side, the blank one included.
    pub ones: usize,
    /// It can be followed.
    pub is_known: bool,
    from_one: OnceLock<Index>,
}

impl Edge {
    pub fn new(link: &Link, to_one: Vec<u32>, ones: usize) -> Self {
        let Link { many, one, is_active, both, .. } = *link;
        Self { many, one, is_active, both, to_one, ones, is_known: true, from_one: OnceLock::new() }
    }

    /// One that is many to many, or that has an end without rows: filters do not pass.
    pub fn unknown(link: &Link) -> Self {
        let Link { many, one, both, .. } = *link;
        Self {
            many,
            one,
            is_active: false,
            both,
            to_one: Vec::new(),
            ones: 0,
            is_known: false,
            from_one: OnceLock::new(),
        }
    }

    /// The row of the one side; without one its blank row.
    #[inline]
    pub fn partner(&self, row: usize) -> usize {
        self.to_one.get(row).map_or(self.ones.saturating_sub(1), |row| *row as usize)
    }

    /// Rows of the many side by their partner.
    pub fn from_one(&self) -> &Index {
        let real = self.to_one.len().saturating_sub(1);
        self.from_one.get_or_init(|| Index::new(self.to_one.get(..real).unwrap_or_default(), self.ones))
    }
}

impl Edge {
    pub fn link(&self) -> Link {
        let Edge { many, one, is_active, both, .. } = *self;
        Link { name: String::new(), many, one, is_active, both, is_limited: false }
    }
}
