//! The rows of a model's tables and how they are joined.

use super::bits::Bits;
use super::data::Column;
use super::schema::{ColumnId, Schema};
use super::value::Value;

pub struct World<'a> {
    pub schema: &'a Schema<'a>,
    pub tables: Vec<Loaded>,
    /// As the schema's edges; `None` where an end was not read.
    pub joins: Vec<Option<Join>>,
}

/// The rows of one table, as far as somebody asks for them. Behind the last row stands one of BLANK: the partner of
/// rows whose key is not found. Power BI adds it to the one side of a relationship (learn.microsoft.com, "Model
/// relationships in Power BI Desktop").
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    pub rows: usize,
    /// Whether rows are known at all.
    pub is_known: bool,
    /// By the number of the column, each with the blank row.
    pub columns: Vec<Option<Column>>,
    /// Whether a row of another table has no partner here.
    pub has_blank: bool,
    /// The same, or such a row has none in a table whose blank row leads to the one here.
    pub ends_in_blank: bool,
}

/// For each row of the many side, the blank one included, the row of the one side.
#[derive(Clone, Debug)]
pub struct Join {
    pub to_one: Vec<u32>,
    /// Rows without a partner.
    pub orphans: usize,
    /// A key that the one side has twice.
    pub repeated: Option<Value>,
}

impl<'a> World<'a> {
    pub fn new(schema: &'a Schema<'a>, tables: Vec<Loaded>) -> Self {
        let mut world = Self { schema, tables, joins: Vec::new() };
        world.connect();
        world
    }

    /// Joins the tables by the columns that there are.
    pub fn connect(&mut self) {
        self.joins = self.schema.edges.iter().map(|edge| self.join(edge.many, edge.one)).collect();
        for table in &mut self.tables {
            table.has_blank = false;
        }
        for (edge, join) in self.schema.edges.iter().zip(&self.joins) {
            let has_orphans = join.as_ref().is_some_and(|join| join.orphans > 0) && !edge.is_limited;
            if let Some(table) = self.tables.get_mut(edge.one.0).filter(|_| has_orphans) {
                table.has_blank = true;
            }
        }
        self.spread();
    }

    /// The blank row of a table leads to that of its own one side.
    fn spread(&mut self) {
        for table in &mut self.tables {
            table.ends_in_blank = table.has_blank;
        }
        for _ in 0..self.schema.edges.len() {
            for edge in &self.schema.edges {
                let spreads = self.tables.get(edge.many.0).is_some_and(|table| table.ends_in_blank) && !edge.is_limited;
                if let Some(table) = self.tables.get_mut(edge.one.0).filter(|_| spreads) {
                    table.ends_in_blank = true;
                }
            }
        }
    }

    pub fn column(&self, (table, column): ColumnId) -> Option<&Column> {
        self.tables.get(table)?.columns.get(column)?.as_ref()
    }

    pub fn rows(&self, table: usize) -> usize {
        self.tables.get(table).map_or(0, |table| table.rows)
    }

    /// Every row, and the blank one where there is one.
    pub fn all(&self, table: usize) -> Bits {
        let rows = self.rows(table);
        let mut bits = Bits::all(rows + 1);
        if !self.tables.get(table).is_some_and(|table| table.has_blank) {
            bits.clear(rows);
        }
        bits
    }

    pub fn join(&self, many: ColumnId, one: ColumnId) -> Option<Join> {
        let (from, to) = (self.column(many)?, self.column(one)?);
        let blank_row = self.rows(one.0);
        let mut repeated = None;
        let partner = |value: &Value| match value {
            Value::Blank => blank_row,
            value => to
                .code(value)
                .and_then(|code| to.rows(code).first())
                .map_or(blank_row, |row| (*row as usize).min(blank_row)),
        };
        let partners: Vec<u32> = from.values.iter().map(|value| partner(value) as u32).collect();
        for code in 0..to.values.len() as u32 {
            if to.rows(code).len() > 1 && to.values.get(code as usize) != Some(&Value::Blank) {
                repeated = to.values.get(code as usize).cloned();
                break;
            }
        }
        let to_one: Vec<u32> =
            from.codes.iter().map(|code| partners.get(*code as usize).copied().unwrap_or(blank_row as u32)).collect();
        let rows = self.rows(many.0);
        let orphans = to_one.iter().take(rows).filter(|one| **one as usize == blank_row).count();
        Some(Join { to_one, orphans, repeated })
    }

    /// The rows of the next table that rows of this one lead to.
    pub fn step(&self, bits: &Bits, edge: usize, is_back: bool) -> Option<Bits> {
        let join = self.joins.get(edge)?.as_ref()?;
        let edge = self.schema.edges.get(edge)?;
        let target = if is_back { edge.one.0 } else { edge.many.0 };
        let mut next = Bits::none(self.rows(target) + 1);
        for (many, one) in join.to_one.iter().enumerate() {
            match is_back {
                false if bits.has(*one as usize) => next.set(many),
                true if bits.has(many) => next.set(*one as usize),
                _ => {}
            }
        }
        Some(next)
    }
}
