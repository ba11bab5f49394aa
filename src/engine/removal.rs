//! Which filters are left when those of columns or tables are taken away.
//!
//! A table is here the expanded one: with every table on the one side of its relationships. So `REMOVEFILTERS` of
//! the facts takes the filters of their dimensions away as well (sqlbi.com, "Expanded tables in DAX").

use std::rc::Rc;

use super::context::{Filter, Set};
use super::evaluate::{Evaluated, Evaluator, refused};
use super::filter::Gone;
use crate::dax::Span;
use crate::proof::schema::ColumnId;

impl Evaluator<'_> {
    fn takes(&self, gone: &Gone, column: ColumnId) -> bool {
        let is_in = || {
            gone.everything
                || gone.columns.contains(&column)
                || gone.tables.iter().any(|table| self.engine.expands(*table, column.0))
        };
        !gone.but.contains(&column) && is_in()
    }

    /// Whether it takes something of the filter, and whether it leaves something.
    pub fn touches(&self, filter: &Filter, gone: &Gone) -> (bool, bool) {
        match &filter.set {
            Set::Codes(column, _) => (self.takes(gone, *column), !self.takes(gone, *column)),
            Set::Tuples(tuples) => {
                let taken = tuples.columns.iter().filter(|column| self.takes(gone, **column)).count();
                (taken > 0, taken < tuples.columns.len())
            }
            Set::Rows { table, .. } => {
                let columns = self.engine.schema.model.tables.get(*table).map_or(0, |table| table.columns.len());
                let taken = (0..columns).filter(|at| self.takes(gone, (*table, *at))).count();
                (taken > 0, taken < columns)
            }
        }
    }

    pub fn without(&mut self, span: &Span, filters: &[Rc<Filter>], gone: &Gone) -> Evaluated<Vec<Rc<Filter>>> {
        let mut left = Vec::with_capacity(filters.len());
        for filter in filters {
            if let Set::Rows { table, rows, without } = &filter.set {
                let (taken, leaves) = self.touches(filter, gone);
                if taken && !leaves {
                    continue;
                }
                let tables = self.engine.tables.len();
                let is_whole = |to: usize| {
                    let columns = self.engine.schema.model.tables.get(to).map_or(0, |table| table.columns.len());
                    (0..columns).all(|at| self.takes(gone, (to, at)))
                };
                let is_part = |to: usize| {
                    let columns = self.engine.schema.model.tables.get(to).map_or(0, |table| table.columns.len());
                    (0..columns).any(|at| self.takes(gone, (to, at))) && !is_whole(to)
                };
                let expanded = (0..tables).filter(|to| self.engine.expands(*table, *to));
                let mut more = without.clone();
                for to in expanded {
                    let keeps_key =
                        self.engine.keys(to).iter().any(|key| key.iter().all(|at| !self.takes(gone, (to, *at))));
                    if is_part(to) && !keeps_key {
                        let name = self.engine.schema.table_name(to);
                        return Err(refused(
                            span,
                            format!("some columns of a filter of rows of `{name}`, without their key"),
                        ));
                    }
                    if to != *table && is_whole(to) && !more.contains(&to) {
                        more.push(to);
                    }
                }
                match more == *without {
                    true => self.interner.add(&mut left, filter.clone()),
                    false => {
                        let changed = self.interner.rows(*table, rows.clone(), more);
                        self.interner.add(&mut left, changed);
                    }
                }
                continue;
            }
            match (self.touches(filter, gone), &filter.set) {
                ((false, _), _) => self.interner.add(&mut left, filter.clone()),
                ((true, true), Set::Tuples(tuples)) => {
                    let (columns, codes) = tuples.project(|column| !self.takes(gone, *column));
                    let changed = self.interner.tuples(columns, codes);
                    self.interner.add(&mut left, changed);
                }
                _ => {}
            }
        }
        Ok(left)
    }

    /// What is left where new filters take the place of old ones. A filter on the key of a date table takes those on
    /// its other columns away as well (learn.microsoft.com, "Set and use date tables in Power BI Desktop").
    pub fn overwritten(
        &mut self,
        span: &Span,
        filters: &[Rc<Filter>],
        new: &[Rc<Filter>],
    ) -> Evaluated<Vec<Rc<Filter>>> {
        let mut gone = Gone::default();
        for filter in new {
            match &filter.set {
                Set::Codes(column, _) if self.engine.is_date(*column) => {
                    let columns = self.engine.schema.model.tables.get(column.0).map_or(0, |table| table.columns.len());
                    gone.columns.extend((0..columns).map(|at| (column.0, at)));
                }
                Set::Codes(column, _) => gone.columns.push(*column),
                Set::Tuples(tuples) => gone.columns.extend(&tuples.columns),
                Set::Rows { table, .. } => gone.tables.push(*table),
            }
        }
        self.without(span, filters, &gone)
    }

    pub fn without_columns(&mut self, filters: &[Rc<Filter>], columns: &[ColumnId]) -> Option<Vec<Rc<Filter>>> {
        let mut gone = Gone { columns: columns.to_vec(), ..Gone::default() };
        if let [one] = columns
            && self.engine.is_date(*one)
        {
            let all = self.engine.schema.model.tables.get(one.0).map_or(0, |table| table.columns.len());
            gone.columns.extend((0..all).map(|at| (one.0, at)));
        }
        self.without(&(0..0), filters, &gone).ok()
    }

    pub fn without_table(&mut self, filters: &[Rc<Filter>], table: usize) -> Option<Vec<Rc<Filter>>> {
        let gone = Gone { tables: vec![table], ..Gone::default() };
        self.without(&(0..0), filters, &gone).ok()
    }
}
