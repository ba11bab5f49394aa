//! Filters of `CALCULATE`: which rows of a table they leave.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::{Evaluated, Evaluator, Out, Rel, Row, keys, refused};
use crate::dax::Span;
use crate::proof::bits::Bits;
use crate::proof::compile::{Filter, Node};
use crate::proof::schema::ColumnId;
use crate::proof::value::{Key, Value};

/// Rows of a table that a filter leaves.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    table: usize,
    /// What it filters by; `None` is all columns.
    columns: Option<Vec<usize>>,
    bits: Rc<Bits>,
    /// The row around whose values it holds.
    row: Option<(usize, usize)>,
}

impl Evaluator<'_> {
    /// The rows that there are at all, for the reader.
    pub(super) fn everything(&self, table: usize) -> Bits {
        let mut bits = self.world.all(table);
        let seen = self.seen.and_then(|seen| seen.get(table)).and_then(Option::as_ref);
        if let Some(seen) = seen.filter(|_| table != self.home) {
            bits.and(seen);
        }
        bits
    }

    /// The rows that the filters leave.
    pub(super) fn visible(&mut self, span: &Span, table: usize) -> Evaluated<Bits> {
        let mut bits = self.everything(table);
        for entry in self.filters.clone() {
            let path = self.world.schema.path(entry.table, table, |edge| edge.both);
            let Some(path) = path else {
                // A row filters its partners on the one side as well, and what these filter.
                if self.world.schema.path(entry.table, table, |_| true).is_some() {
                    let (from, to) = (self.world.schema.table_name(entry.table), self.world.schema.table_name(table));
                    let what = format!("`CALCULATE` over `{to}` under a filter of `{from}`, which is on its many side");
                    return Err(refused(span, what));
                }
                continue;
            };
            if let Some((scope, _)) = entry.row {
                self.look(scope);
            }
            let mut left = (*entry.bits).clone();
            for step in path {
                if self.world.schema.edges.get(step.edge).is_none_or(|edge| edge.is_limited) {
                    return Err(refused(span, "a filter over a relationship that is not from one to many"));
                }
                left = self
                    .world
                    .step(&left, step.edge, step.is_back)
                    .ok_or_else(|| refused(span, "a filter over a relationship whose rows are not known"))?;
            }
            bits.and(&left);
        }
        Ok(bits)
    }

    pub(super) fn values(&mut self, span: &Span, columns: &[ColumnId], blank: bool, all: bool) -> Evaluated<Rel> {
        let table = columns.first().map_or(0, |column| column.0);
        let mut bits = if all { self.everything(table) } else { self.visible(span, table)? };
        if !blank {
            bits.clear(self.world.rows(table));
        }
        let mut read = Vec::new();
        for column in columns {
            let found = self.world.column(*column);
            read.push(found.ok_or_else(|| {
                refused(span, format!("the column `{}`, which was not read", self.world.schema.shown(*column)))
            })?);
        }
        let mut met = HashSet::new();
        let mut rows = Vec::new();
        for row in bits.iter() {
            let codes: Vec<u32> = read.iter().map(|column| column.codes.get(row).copied().unwrap_or(0)).collect();
            if met.insert(codes) {
                rows.push(read.iter().map(|column| column.value(row).clone()).collect::<Vec<_>>().into());
            }
        }
        Ok(Rel::Rows(rows))
    }

    pub(super) fn calculate(&mut self, span: &Span, body: &Node, filters: &[Filter]) -> Evaluated<Out> {
        let mut added = Vec::new();
        for filter in filters {
            added.extend(self.entry(span, filter)?);
        }
        let before = self.filters.clone();
        // The rows around become filters; those further out already did.
        let first = std::mem::replace(&mut self.turned, self.rows.len());
        for (scope, row) in self.rows.iter().enumerate().skip(first) {
            if let Row::Base(table, row) = row {
                let mut bits = Bits::none(self.world.rows(*table) + 1);
                bits.set(*row);
                self.filters.push(Entry {
                    table: *table,
                    columns: None,
                    bits: Rc::new(bits),
                    row: Some((scope, *row)),
                });
            }
        }
        let out = self.under(span, body, filters, added);
        self.filters = before;
        self.turned = first;
        out
    }

    fn under(&mut self, span: &Span, body: &Node, filters: &[Filter], added: Vec<Entry>) -> Evaluated<Out> {
        for filter in filters {
            match filter {
                Filter::Remove(table, columns) => self.remove(span, *table, columns.as_deref())?,
                Filter::RemoveExcept(table, kept) => self.remove_except(span, *table, kept)?,
                Filter::Predicate { table, columns, .. } | Filter::Values { table, columns, .. } => {
                    self.remove(span, Some(*table), Some(columns))?;
                }
                Filter::Rows { table, .. } => self.remove(span, Some(*table), None)?,
            }
        }
        self.filters.extend(added);
        self.out(body)
    }

    /// What a filter leaves of its table, by the filters outside.
    fn entry(&mut self, span: &Span, filter: &Filter) -> Evaluated<Option<Entry>> {
        let (table, columns, bits) = match filter {
            Filter::Remove(..) | Filter::RemoveExcept(..) => return Ok(None),
            Filter::Predicate { table, columns, is_true } => {
                (*table, Some(columns.clone()), self.where_true(*table, columns, is_true)?)
            }
            Filter::Rows { table, rows } => match &*self.table(rows)? {
                Rel::Base(_, bits) => (*table, None, bits.clone()),
                Rel::Rows(_) => return Err(refused(span, "this table as a filter")),
            },
            Filter::Values { table, columns, rows } => {
                let values = self.table(rows)?;
                let wanted: HashSet<Vec<Key>> = self.made(&values).iter().map(|row| keys(row)).collect();
                (*table, Some(columns.clone()), self.having(span, *table, columns, &wanted)?)
            }
        };
        Ok(Some(Entry { table, columns, bits: Rc::new(bits), row: None }))
    }

    fn where_true(&mut self, table: usize, columns: &[usize], is_true: &Node) -> Evaluated<Bits> {
        let world = self.world;
        let mut bits = Bits::none(world.rows(table) + 1);
        let read: Vec<_> = columns.iter().filter_map(|column| world.column((table, *column))).collect();
        if read.len() != columns.len() {
            return Err(refused(&is_true.span, "a condition of a column that was not read"));
        }
        if let [column] = read.as_slice() {
            for (code, value) in column.values.iter().enumerate() {
                if self.true_of(is_true, vec![value.clone()])? {
                    column.rows(code as u32).iter().for_each(|row| bits.set(*row as usize));
                }
            }
            return Ok(bits);
        }
        // Once for each combination of values.
        let mut known: HashMap<Vec<u32>, bool> = HashMap::new();
        for row in 0..=world.rows(table) {
            let codes: Vec<u32> = read.iter().map(|column| column.codes.get(row).copied().unwrap_or(0)).collect();
            let shown = match known.get(&codes) {
                Some(shown) => *shown,
                None => {
                    let cells = read.iter().map(|column| column.value(row).clone()).collect();
                    let shown = self.true_of(is_true, cells)?;
                    known.insert(codes, shown);
                    shown
                }
            };
            if shown {
                bits.set(row);
            }
        }
        Ok(bits)
    }

    fn true_of(&mut self, condition: &Node, cells: Vec<Value>) -> Evaluated<bool> {
        self.rows.push(Row::Made(cells.into()));
        let is_true = self.truth(condition);
        self.rows.pop();
        is_true
    }

    fn having(&self, span: &Span, table: usize, columns: &[usize], wanted: &HashSet<Vec<Key>>) -> Evaluated<Bits> {
        let read: Vec<_> = columns.iter().filter_map(|column| self.world.column((table, *column))).collect();
        if read.len() != columns.len() {
            return Err(refused(span, "a filter of a column that was not read"));
        }
        let mut bits = Bits::none(self.world.rows(table) + 1);
        if let [column] = read.as_slice() {
            for key in wanted.iter().filter_map(|keys| keys.first()) {
                let code = column.code_of(key);
                code.map_or(&[][..], |code| column.rows(code)).iter().for_each(|row| bits.set(*row as usize));
            }
            return Ok(bits);
        }
        for row in 0..=self.world.rows(table) {
            if wanted.contains(&read.iter().map(|column| column.value(row).key()).collect::<Vec<_>>()) {
                bits.set(row);
            }
        }
        Ok(bits)
    }

    /// Takes filters of these columns away.
    fn remove(&mut self, span: &Span, table: Option<usize>, columns: Option<&[usize]>) -> Evaluated<()> {
        let mut kept = Vec::new();
        for entry in std::mem::take(&mut self.filters) {
            let is_other = table.is_some_and(|table| entry.table != table);
            let goes = match (columns, &entry.columns) {
                _ if is_other => Some(false),
                (None, _) => Some(true),
                (Some(columns), Some(own)) if own.iter().all(|column| columns.contains(column)) => Some(true),
                (Some(columns), Some(own)) if !own.iter().any(|column| columns.contains(column)) => Some(false),
                _ => None,
            };
            match goes {
                Some(false) => kept.push(entry),
                Some(true) => {}
                None => {
                    let name = self.world.schema.table_name(entry.table);
                    return Err(refused(
                        span,
                        format!("a filter of some columns of `{name}` over one of more of them"),
                    ));
                }
            }
        }
        self.filters = kept;
        Ok(())
    }

    fn remove_except(&mut self, span: &Span, table: usize, kept: &[usize]) -> Evaluated<()> {
        let mut left = Vec::new();
        for entry in std::mem::take(&mut self.filters) {
            if entry.table != table {
                left.push(entry);
                continue;
            }
            match (&entry.columns, entry.row) {
                (Some(own), _) if own.iter().all(|column| kept.contains(column)) => left.push(entry),
                (Some(own), _) if !own.iter().any(|column| kept.contains(column)) => {}
                (None, Some((scope, row))) => {
                    for column in kept {
                        left.push(self.same_value(span, table, *column, scope, row)?);
                    }
                }
                _ => return Err(refused(span, "`ALLEXCEPT` over a filter of several columns")),
            }
        }
        self.filters = left;
        Ok(())
    }

    /// The rows that have the row's value in the column.
    fn same_value(&self, span: &Span, table: usize, column: usize, scope: usize, row: usize) -> Evaluated<Entry> {
        let Some(found) = self.world.column((table, column)) else {
            return Err(refused(span, "a column that was not read"));
        };
        let mut bits = Bits::none(self.world.rows(table) + 1);
        let code = found.codes.get(row).copied().unwrap_or(0);
        found.rows(code).iter().for_each(|row| bits.set(*row as usize));
        Ok(Entry { table, columns: Some(vec![column]), bits: Rc::new(bits), row: Some((scope, row)) })
    }
}
