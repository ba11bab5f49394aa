//! Which rows of a table the filters leave.
//!
//! The cost goes with the rows that the narrowest filter leaves, not with those of the table: that filter gives the
//! rows by its index, and the others are asked of each.

use std::rc::Rc;

use super::context::{Context, Filter, Set, Way, Ways};
use super::evaluate::{Evaluated, Evaluator, refused};
use super::row_set::RowSet;
use crate::dax::Span;
use crate::proof::bits::Bits;
use crate::proof::schema::ColumnId;

/// One thing that a row has to fulfil.
enum Condition<'c> {
    Code(ColumnId, &'c super::context::Codes),
    /// The partner over this relationship is one of these.
    Partner(usize, Rc<RowSet>),
    Rows(Rc<RowSet>),
    Tuples(&'c super::context::Tuples, Vec<(usize, Vec<usize>, ColumnId)>),
}

/// The same, as it is asked of many rows: a number that each row has, and which of them do.
enum Quick<'c> {
    Is(&'c [u32], u32),
    Among(&'c [u32], &'c Bits),
    Row(&'c Bits),
    Slow(&'c Condition<'c>),
}

/// What rows are known by: the table, the relationship that it was come by, the filters that bear on it, the ways.
pub type RowsKey = (usize, Option<usize>, Vec<u32>, u32);

/// Rows that are kept at most, all sets together.
const MOST: usize = 24_000_000;

/// Many rows are sorted by marking them.
fn sort(list: &mut Vec<u32>, count: usize) {
    if list.len() < count / 32 {
        list.sort_unstable();
        return;
    }
    let mut bits = Bits::none(count);
    list.iter().for_each(|row| bits.set(*row as usize));
    list.clear();
    list.extend(bits.iter().map(|row| row as u32));
}

impl Evaluator<'_> {
    /// The rows of a table that the context leaves and the reader may see.
    pub fn visible(&mut self, table: usize, context: &Context) -> Rc<RowSet> {
        self.rows_from(table, context, None)
    }

    fn rows_from(&mut self, table: usize, context: &Context, via: Option<usize>) -> Rc<RowSet> {
        let reach = self.reach(table, &context.ways);
        let relevant: Vec<&Rc<Filter>> =
            context.filters.iter().filter(|filter| self.bears_on(filter, &reach, &context.ways)).collect();
        if relevant.is_empty()
            && let Some(rows) = self.unfiltered.get(table)
        {
            return rows.clone();
        }
        let key = (table, via, relevant.iter().map(|filter| filter.id).collect(), context.ways.id);
        if let Some(known) = self.known_rows.get(&key) {
            return known.clone();
        }
        let rows = Rc::new(self.narrow(table, context, via, &relevant));
        self.kept += rows.len() * usize::from(!rows.is_all());
        if self.kept > MOST {
            self.known_rows.clear();
            self.kept = rows.len();
        }
        self.known_rows.insert(key, rows.clone());
        rows
    }

    fn narrow(&mut self, table: usize, context: &Context, via: Option<usize>, relevant: &[&Rc<Filter>]) -> RowSet {
        let engine = self.engine;
        let count = engine.rows(table);
        let mut conditions: Vec<Condition> = Vec::new();
        if let Some(unfiltered) = self.unfiltered.get(table).filter(|rows| !rows.is_all()) {
            conditions.push(Condition::Rows(unfiltered.clone()));
        }
        for filter in relevant {
            match &filter.set {
                Set::Codes(column, codes) if column.0 == table => conditions.push(Condition::Code(*column, codes)),
                Set::Codes(..) => {}
                Set::Tuples(tuples) => {
                    let ways =
                        tuples.columns.iter().enumerate().filter_map(|(at, column)| {
                            Some((at, engine.path(table, column.0, &context.ways)?, *column))
                        });
                    let ways: Vec<_> = ways.collect();
                    if !ways.is_empty() {
                        conditions.push(Condition::Tuples(tuples, ways));
                    }
                }
                Set::Rows { table: of, rows, .. } if *of == table => conditions.push(Condition::Rows(rows.clone())),
                Set::Rows { table: of, rows, without } => {
                    if let Some(path) = engine.path(*of, table, &context.ways).filter(|_| !without.contains(&table)) {
                        conditions.push(Condition::Rows(Rc::new(self.partners(rows, &path, table))));
                    }
                }
            }
        }
        for (at, edge) in engine.edges.iter().enumerate() {
            let way = context.ways.of.get(at).copied().unwrap_or(Way::Off);
            if Some(at) == via || way == Way::Off {
                continue;
            }
            if edge.many.0 == table {
                let rows = self.rows_from(edge.one.0, context, Some(at));
                if !self.is_unfiltered(edge.one.0, &rows) {
                    conditions.push(Condition::Partner(at, rows));
                }
            } else if edge.one.0 == table && way == Way::Both {
                let rows = self.rows_from(edge.many.0, context, Some(at));
                if !self.is_unfiltered(edge.many.0, &rows) {
                    conditions.push(Condition::Rows(Rc::new(self.partners(&rows, &[at], table))));
                }
            }
        }
        let has_blank = engine.tables.get(table).is_some_and(|table| table.has_blank);
        if conditions.is_empty() {
            return RowSet::all(count, has_blank);
        }
        let sizes: Vec<usize> = conditions.iter().map(|condition| self.size(condition)).collect();
        let narrowest = (0..conditions.len()).min_by_key(|at| sizes[*at]).unwrap_or(0);
        let quick: Vec<Quick> = conditions.iter().map(|condition| self.quick(condition)).collect();
        let holds = |row: usize, but: usize| {
            quick.iter().enumerate().all(|(at, condition)| {
                at == but
                    || match condition {
                        Quick::Is(numbers, one) => numbers[row] == *one,
                        Quick::Among(numbers, bits) => bits.has(numbers[row] as usize),
                        Quick::Row(bits) => bits.has(row),
                        Quick::Slow(condition) => self.holds(condition, row),
                    }
            })
        };
        let mut list: Vec<u32> = Vec::new();
        let is_narrow = sizes[narrowest] < count / 4;
        let mut take = |row: u32| {
            if (row as usize) < count && holds(row as usize, narrowest) {
                list.push(row);
            }
        };
        match &conditions[narrowest] {
            Condition::Code(column, codes) if is_narrow => {
                if let Some(column) = engine.column(*column) {
                    let index = column.rows();
                    codes.list.iter().flat_map(|code| index.rows(*code as usize)).for_each(|row| take(*row));
                }
            }
            Condition::Partner(edge, rows) if is_narrow => {
                if let Some(edge) = engine.edges.get(*edge) {
                    let index = edge.from_one();
                    rows.each(|one| index.rows(one).iter().for_each(|row| take(*row)));
                }
            }
            Condition::Rows(rows) => rows.each(|row| take(row as u32)),
            _ => {
                for row in 0..count {
                    if holds(row, usize::MAX) {
                        list.push(row as u32);
                    }
                }
            }
        }
        if !list.is_sorted() {
            sort(&mut list, count);
        }
        if has_blank && holds(count, usize::MAX) {
            list.push(count as u32);
        }
        RowSet::of(list, count)
    }

    /// Nothing but what the reader may see narrows it, and that has been reckoned with for every table.
    fn is_unfiltered(&self, table: usize, rows: &Rc<RowSet>) -> bool {
        self.unfiltered.get(table).is_some_and(|unfiltered| Rc::ptr_eq(unfiltered, rows))
    }

    fn size(&self, condition: &Condition) -> usize {
        match condition {
            Condition::Code(column, codes) => self.engine.column(*column).map_or(usize::MAX, |column| {
                let index = column.rows();
                codes.list.iter().map(|code| index.count(*code as usize)).sum()
            }),
            Condition::Partner(edge, rows) => self.engine.edges.get(*edge).map_or(usize::MAX, |edge| {
                let (index, mut size) = (edge.from_one(), 0);
                rows.each(|row| size += index.count(row));
                size
            }),
            Condition::Rows(rows) => rows.len(),
            Condition::Tuples(..) => usize::MAX,
        }
    }

    fn quick<'q>(&self, condition: &'q Condition<'q>) -> Quick<'q>
    where
        Self: 'q,
    {
        let slow = Quick::Slow(condition);
        match condition {
            Condition::Code(id, codes) => match (self.engine.column(*id), codes.list.as_slice()) {
                (Some(column), [one]) => Quick::Is(&column.codes, *one),
                (Some(column), _) => Quick::Among(&column.codes, codes.bits()),
                _ => slow,
            },
            Condition::Partner(edge, rows) => match (self.engine.edges.get(*edge), rows.list.as_deref()) {
                (Some(edge), Some([one])) => Quick::Is(&edge.to_one, *one),
                (Some(edge), Some(list)) => Quick::Among(&edge.to_one, rows.bits(list)),
                _ => slow,
            },
            Condition::Rows(rows) => match rows.list.as_deref() {
                Some(list) if list.len() > 1 => Quick::Row(rows.bits(list)),
                _ => slow,
            },
            Condition::Tuples(..) => slow,
        }
    }

    fn holds(&self, condition: &Condition, row: usize) -> bool {
        match condition {
            Condition::Code(column, codes) => {
                self.engine.column(*column).is_some_and(|column| codes.has(column.code_at(row)))
            }
            Condition::Partner(edge, rows) => {
                self.engine.edges.get(*edge).is_some_and(|edge| rows.has(edge.partner(row)))
            }
            Condition::Rows(rows) => rows.has(row),
            Condition::Tuples(tuples, ways) => {
                let codes: Vec<u32> = ways
                    .iter()
                    .map(|(_, path, column)| {
                        let row = path.iter().fold(row, |row, edge| self.engine.edges[*edge].partner(row));
                        self.engine.column(*column).map_or(0, |column| column.code_at(row))
                    })
                    .collect();
                if ways.len() == tuples.columns.len() {
                    return tuples.has(&codes);
                }
                let width = tuples.columns.len();
                let agrees = |tuple: &[u32]| ways.iter().zip(&codes).all(|((at, ..), code)| tuple[*at] == *code);
                tuples.codes.chunks_exact(width).any(agrees)
            }
        }
    }

    /// The rows on the one side that these rows lead to.
    pub fn partners(&self, rows: &RowSet, path: &[usize], table: usize) -> RowSet {
        let count = self.engine.rows(table);
        let mut bits = Bits::none(count + 1);
        rows.each(|row| {
            let partner =
                path.iter().fold(row, |row, edge| self.engine.edges.get(*edge).map_or(row, |edge| edge.partner(row)));
            bits.set(partner);
        });
        RowSet::of(bits.iter().map(|row| row as u32).collect(), count)
    }

    /// The tables whose filters filter this one, itself among them.
    pub fn reach(&mut self, table: usize, ways: &Ways) -> Rc<Vec<bool>> {
        if let Some(known) = self.reached.get(&(table, ways.id)) {
            return known.clone();
        }
        let mut reach = vec![false; self.engine.tables.len()];
        let mut open = vec![table];
        while let Some(next) = open.pop() {
            match reach.get_mut(next) {
                Some(reached) if !*reached => *reached = true,
                _ => continue,
            }
            for (edge, way) in self.engine.edges.iter().zip(&ways.of) {
                if edge.many.0 == next && *way != Way::Off {
                    open.push(edge.one.0);
                } else if edge.one.0 == next && *way == Way::Both {
                    open.push(edge.many.0);
                }
            }
        }
        let reach = Rc::new(reach);
        self.reached.insert((table, ways.id), reach.clone());
        reach
    }

    /// Whether a filter can filter something in reach.
    pub fn bears_on(&self, filter: &Filter, reach: &[bool], ways: &Ways) -> bool {
        let is_in = |table: usize| reach.get(table).copied().unwrap_or(false);
        match &filter.set {
            Set::Codes(column, _) => is_in(column.0),
            Set::Tuples(tuples) => tuples.columns.iter().any(|column| is_in(column.0)),
            Set::Rows { table, without, .. } => {
                is_in(*table)
                    || (0..reach.len())
                        .any(|to| is_in(to) && !without.contains(&to) && self.engine.path(*table, to, ways).is_some())
            }
        }
    }

    /// Refuses what hangs on a filter over a relationship that is not followed.
    pub fn followed(&mut self, span: &Span, table: usize) -> Evaluated<()> {
        let engine = self.engine;
        let lost = engine.links.iter().zip(&engine.edges).filter(|(link, edge)| link.is_active && !edge.is_known);
        for (link, _) in lost {
            let context = self.context.clone();
            let reach = self.reach(table, &context.ways);
            for (end, other) in [(link.many.0, link.one.0), (link.one.0, link.many.0)] {
                if !reach.get(end).copied().unwrap_or(false) {
                    continue;
                }
                let beyond = self.reach(other, &context.ways);
                if context.filters.iter().any(|filter| self.bears_on(filter, &beyond, &context.ways)) {
                    let (from, to) = (engine.schema.shown(link.many), engine.schema.shown(link.one));
                    return Err(refused(span, format!("a filter over the relationship of `{from}` to `{to}`")));
                }
            }
        }
        Ok(())
    }
}
