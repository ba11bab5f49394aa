//! What measures and visuals show: the DAX of the model, evaluated over the rows of the warehouse.
//!
//! ```text
//! model ─ compile ─▶ nodes, needed columns ─ load ─▶ engine ─ session(reader, slicers) ─▶ measure, query
//! warehouse ───────────────────────────────────────────┘
//! ```
//!
//! # As Power BI has it
//! - A filter context is a set of filters on columns, combinations of columns, or rows of expanded tables
//!   ([`context`]); it goes from one to many over active relationships, back where these say both directions
//!   ([`rows`]). Rows without a partner belong to a blank row.
//! - A measure within a row context, and `CALCULATE`, make filters of the rows around ([`relation`]). New filters take
//!   the place of those on the same columns ([`filter`]), a filter on the key of a date table that of all filters on
//!   that table ([`removal`]).
//! - A visual shows the groups for which at least one value is not blank ([`query`]).
//!
//! What is not evaluated is refused, with the name of the measure and the place in it ([`Refused`]); nothing is
//! guessed. What Power BI itself answers with an error is told as well.
//!
//! # Cost
//! Rows are looked for by the index of the narrowest filter; what has to be added up for the groups of a visual, or
//! for the rows of an iteration, is added up for all of them in one pass ([`batch`]).
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use rustc_hash::FxHashMap;

use crate::diag::Place;
use crate::model::Model;
use crate::proof::schema::{ColumnId, Schema};
use crate::tmdl::Origins;
use crate::tmdl::origins::{DEFAULT, path};

pub mod aggregate;
pub mod batch;
pub mod column;
pub mod compile;
pub mod context;
pub mod date;
pub mod evaluate;
pub mod filter;
pub mod format;
pub mod influence;
pub mod information;
pub mod iterate;
pub mod link;
pub mod load;
pub mod logic;
pub mod make;
pub mod math;
pub mod node;
pub mod operators;
pub mod query;
pub mod rank;
pub mod reader;
pub mod relation;
pub mod removal;
pub mod restrict;
pub mod row_set;
pub mod rows;
pub mod session;
pub mod statistics;
pub mod table;
pub mod text;
pub mod time;
pub mod together;
pub mod totals;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use load::Wanted;
pub use query::{Order, Quantity, Query, Shown};
pub use reader::Reader;
pub use restrict::{Restriction, Test};
pub use session::Session;

use column::Column;
use evaluate::{Evaluated, Fault};
use link::{Edge, Link};
use node::Node;

/// A model with its rows. It is shared between threads; each reader's [`Session`] is not.
pub struct Engine<'a> {
    pub schema: Schema<'a>,
    origins: &'a Origins,
    /// As the model's tables.
    pub tables: Vec<Table>,
    pub links: Vec<Link>,
    /// The relationships whose rows are known.
    pub edges: Vec<Edge>,
    pub measures: Vec<Measure>,
    /// Measures by their names in lower case.
    names: FxHashMap<String, usize>,
    /// Where a table leads, over active relationships: tables on the one side, itself first.
    paths: Vec<FxHashMap<usize, Vec<usize>>>,
}

#[derive(Default)]
pub struct Table {
    pub rows: usize,
    /// Why its rows are not known.
    pub unknown: Option<String>,
    /// By number; behind each the blank row's value.
    pub columns: Vec<Option<Column>>,
    /// Why a column is not known that was asked for.
    faults: FxHashMap<usize, String>,
    /// A row of another table has no partner here.
    pub has_blank: bool,
    /// Sets of columns of which no two rows have the same values.
    keys: Vec<Vec<usize>>,
    /// A key of a date table, by which filters of the whole table are replaced.
    date: Option<usize>,
    /// For tables without a key: the rows that are alike, by a number a row.
    alike: std::sync::OnceLock<(Vec<u32>, Vec<Vec<u32>>)>,
}

pub struct Measure {
    pub table: usize,
    pub name: String,
    pub text: String,
    pub format: Option<String>,
    /// What it is, or why it is not evaluated.
    pub node: Evaluated<Node>,
}

/// Why there is no number.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The measure in whose words it stands; `None` is the query itself.
    pub measure: Option<String>,
    /// What is not evaluated, or has no answer.
    pub what: String,
    /// Power BI shows an error as well; else only this evaluator does not know.
    pub fails: bool,
    pub place: Option<Place>,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let verb = if self.fails { "has no value" } else { "is not evaluated" };
        match &self.measure {
            Some(measure) => write!(f, "`[{measure}]` {verb}: {}", self.what),
            None => write!(f, "{}", self.what),
        }
    }
}

pub(crate) fn folded(name: &str) -> String {
    name.to_lowercase()
}

impl<'a> Engine<'a> {
    pub fn model(&self) -> &'a Model {
        self.schema.model
    }

    pub fn measure(&self, name: &str) -> Option<usize> {
        self.names.get(&folded(name)).copied()
    }

    pub fn column_id(&self, table: &str, column: &str) -> Option<ColumnId> {
        let table = self.schema.table(table)?;
        Some((table, self.schema.column(table, column)?))
    }

    /// The column of a level of a hierarchy.
    pub fn level(&self, table: &str, hierarchy: &str, level: &str) -> Option<ColumnId> {
        let of = self.schema.model.table(table)?;
        let level = of.hierarchy(hierarchy)?.levels.iter().find(|known| crate::name::same(&known.name, level))?;
        self.column_id(table, level.column.as_str())
    }

    pub fn column(&self, (table, column): ColumnId) -> Option<&Column> {
        self.tables.get(table)?.columns.get(column)?.as_ref()
    }

    pub fn rows(&self, table: usize) -> usize {
        self.tables.get(table).map_or(0, |table| table.rows)
    }

    fn why_not(&self, id: ColumnId) -> String {
        let table = self.tables.get(id.0);
        let why = table.and_then(|table| table.faults.get(&id.1).or(table.unknown.as_ref()));
        let why = why.map_or("it was not read", String::as_str);
        format!("the values of `{}`: {why}", self.schema.shown(id))
    }

    /// The relationships from a table to one on its one side, as the ways are.
    pub fn path(&self, from: usize, to: usize, ways: &context::Ways) -> Option<Vec<usize>> {
        if ways.id == 0 {
            return self.paths.get(from)?.get(&to).cloned();
        }
        let is_on = |edge: usize| ways.of.get(edge).is_some_and(|way| *way != context::Way::Off);
        self.edge_path(from, to, &is_on)
    }

    fn edge_path(&self, from: usize, to: usize, is_on: &dyn Fn(usize) -> bool) -> Option<Vec<usize>> {
        let links: Vec<Link> = self.edges.iter().map(Edge::link).collect();
        link::path(&links, from, to, is_on)
    }

    /// Whether the expanded table has the columns of the other.
    pub fn expands(&self, table: usize, to: usize) -> bool {
        self.paths.get(table).is_some_and(|paths| paths.contains_key(&to))
    }

    pub fn keys(&self, table: usize) -> &[Vec<usize>] {
        self.tables.get(table).map_or(&[], |table| table.keys.as_slice())
    }

    pub fn has_key(&self, table: usize) -> bool {
        !self.keys(table).is_empty()
    }

    pub fn is_date(&self, (table, column): ColumnId) -> bool {
        self.tables.get(table).is_some_and(|table| table.date == Some(column))
    }

    /// The rows that are equal to this one in every column: those that a row context of it becomes a filter of.
    pub fn alike(&self, table: usize, row: u32) -> Result<Vec<u32>, String> {
        if self.has_key(table) || row as usize == self.rows(table) {
            return Ok(vec![row]);
        }
        let Some(of) = self.tables.get(table) else { return Ok(vec![row]) };
        if of.columns.iter().any(Option::is_none) {
            let name = self.schema.table_name(table);
            return Err(format!(
                "a row of `{name}` as a filter, which has no key and not all of whose columns are known"
            ));
        }
        let (classes, rows) = of.alike.get_or_init(|| {
            let mut known: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
            let mut rows: Vec<Vec<u32>> = Vec::new();
            let classes = (0..of.rows).map(|row| {
                let key = of.columns.iter().flatten().map(|column| column.code_at(row)).collect();
                let class = *known.entry(key).or_insert(rows.len() as u32);
                match rows.get_mut(class as usize) {
                    Some(rows) => rows.push(row as u32),
                    None => rows.push(vec![row as u32]),
                }
                class
            });
            (classes.collect(), rows)
        });
        let class = classes.get(row as usize).copied().unwrap_or(u32::MAX);
        Ok(rows.get(class as usize).cloned().unwrap_or_else(|| vec![row]))
    }

    /// A fault, with the name of the measure and its place in the files.
    pub fn refused(&self, fault: Fault) -> Refused {
        let measure = fault.measure.and_then(|at| self.measures.get(at));
        let place = measure.map(|measure| {
            let table = path("", "table", self.schema.table_name(measure.table));
            let path = path(&table, "measure", &measure.name);
            self.origins.inside(&path, DEFAULT, &measure.text, fault.span.clone())
        });
        Refused { measure: measure.map(|measure| measure.name.clone()), what: fault.what, fails: fault.fails, place }
    }
}
