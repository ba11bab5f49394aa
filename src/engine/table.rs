//! Tables out of the model: values of columns and rows of tables, with the filters or without them.

use std::rc::Rc;

use super::Engine;
use super::compile::{Entry, Shaped, table};
use super::context::Context;
use super::evaluate::{Evaluated, Evaluator, Out, refused};
use super::filter::gone;
use super::information::column;
use super::node::{Kind, Node};
use super::relation::Rel;
use super::row_set::RowSet;
use crate::dax::Span;
use crate::proof::bits::Bits;
use crate::proof::schema::ColumnId;

pub const FUNCTIONS: &[Entry] = &[
    table("VALUES", "v", Shaped::As(0), |e, n, a| values(e, n, a, true)),
    table("DISTINCT", "v", Shaped::As(0), |e, n, a| values(e, n, a, false)),
    table("FILTER", "te", Shaped::As(0), filter),
    table("SUMMARIZE", "tc*c", Shaped::Treated, summarize),
    table("RELATEDTABLE", "t", Shaped::As(0), |e, n, a| {
        let context = e.transition(&n.span)?;
        e.within(context, |this| this.out(&a[0]))
    }),
];

impl Engine<'_> {
    /// Every row, and the blank one where there is one.
    pub fn everything(&self, table: usize) -> RowSet {
        RowSet::all(self.rows(table), self.tables.get(table).is_some_and(|table| table.has_blank))
    }
}

impl Evaluator<'_> {
    /// The codes of a column that the context leaves, in their order as values.
    pub fn values(&mut self, span: &Span, id: ColumnId, with_blank_row: bool) -> Evaluated<Vec<u32>> {
        let context = self.context.clone();
        self.values_in(span, id, with_blank_row, &context)
    }

    pub fn values_in(
        &mut self,
        span: &Span,
        id: ColumnId,
        with_blank_row: bool,
        context: &Context,
    ) -> Evaluated<Vec<u32>> {
        self.known(span, id.0)?;
        self.column(span, id)?;
        let rows = self.visible(id.0, context);
        self.codes_of(span, id, &rows, with_blank_row)
    }

    pub fn codes_of(&self, span: &Span, id: ColumnId, rows: &RowSet, with_blank_row: bool) -> Evaluated<Vec<u32>> {
        let column = self.column(span, id)?;
        let mut codes = Vec::new();
        if rows.len() < column.values.len() / 8 {
            let take = |row: usize| codes.push(column.code_at(row));
            if with_blank_row {
                rows.each(take)
            } else {
                rows.each_real(take)
            }
            codes.sort_unstable_by_key(|code| column.ranks().get(*code as usize));
            codes.dedup();
        } else {
            let mut met = Bits::none(column.values.len());
            let take = |row: usize| met.set(column.code_at(row) as usize);
            if with_blank_row {
                rows.each(take)
            } else {
                rows.each_real(take)
            }
            codes.extend(column.order().iter().filter(|code| met.has(**code as usize)));
        }
        Ok(codes)
    }

    /// The combinations of values of columns of one table that its rows have, in the order of the rows.
    pub fn combinations(&self, span: &Span, ids: &[ColumnId], rows: &RowSet) -> Evaluated<Vec<u32>> {
        let columns = ids.iter().map(|id| self.column(span, *id)).collect::<Evaluated<Vec<_>>>()?;
        let mut met = rustc_hash::FxHashSet::default();
        let mut codes = Vec::new();
        rows.each(|row| {
            let tuple: Vec<u32> = columns.iter().map(|column| column.code_at(row)).collect();
            if !met.contains(&tuple) {
                codes.extend(&tuple);
                met.insert(tuple);
            }
        });
        Ok(codes)
    }
}

fn values(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], with_blank_row: bool) -> Evaluated<Out> {
    match &arguments[0].kind {
        Kind::Column(id) => {
            let codes = evaluator.values(&node.span, *id, with_blank_row)?;
            Out::table(Rel::coded(vec![*id], codes))
        }
        // The rows of a table, the blank one among them.
        Kind::Base(table) if with_blank_row => {
            evaluator.known(&node.span, *table)?;
            let context = evaluator.context.clone();
            let rows = evaluator.visible(*table, &context);
            Out::table(Rel::Base(*table, rows))
        }
        _ => {
            let rel = evaluator.table(&arguments[0])?;
            distinct(evaluator, node, &rel)
        }
    }
}

fn distinct(evaluator: &mut Evaluator, node: &Node, rel: &Rel) -> Evaluated<Out> {
    if let Rel::Base(table, _) = rel
        && !evaluator.engine.has_key(*table)
    {
        return Err(refused(&node.span, "`DISTINCT` of a table without a key"));
    }
    let mut places = Vec::new();
    match rel {
        Rel::Base(..) => return Out::table(rel.clone()),
        Rel::Coded(coded) => {
            let mut met = rustc_hash::FxHashSet::default();
            places.extend((0..coded.len()).filter(|at| met.insert(coded.row(*at))));
        }
        Rel::Made(rows) => {
            let mut met = rustc_hash::FxHashSet::default();
            let key = |at: &usize| rows[*at].iter().map(super::relation::key).collect::<Vec<_>>();
            places.extend((0..rows.len()).filter(|at| met.insert(key(at))));
        }
    }
    Out::table(rel.pick(&places))
}

/// Without any filter: what is named.
fn whole(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], blank: bool) -> Evaluated<Out> {
    let span = &node.span;
    let columns: Vec<ColumnId> = gone(arguments).columns;
    let table = match (&arguments.first().map(|first| &first.kind), columns.first()) {
        (Some(Kind::Table(table)), _) => *table,
        (_, Some(column)) => column.0,
        _ => return Err(refused(span, "`ALL` of everything as a table")),
    };
    evaluator.known(span, table)?;
    let mut rows = evaluator.unfiltered.get(table).cloned().unwrap_or_default();
    if !blank && rows.has_blank() {
        rows = Rc::new(rows.without_blank());
    }
    of_rows(evaluator, span, table, &columns, rows)
}

fn of_rows(
    evaluator: &mut Evaluator,
    span: &Span,
    table: usize,
    columns: &[ColumnId],
    rows: Rc<RowSet>,
) -> Evaluated<Out> {
    match columns {
        [] => Out::table(Rel::Base(table, rows)),
        [one] => Out::table(Rel::coded(vec![*one], evaluator.codes_of(span, *one, &rows, true)?)),
        several if several.iter().all(|column| column.0 == table) => {
            Out::table(Rel::coded(several.to_vec(), evaluator.combinations(span, several, &rows)?))
        }
        _ => Err(refused(span, "columns of several tables")),
    }
}

pub fn all(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    whole(evaluator, node, arguments, true)
}

pub fn all_no_blank(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    whole(evaluator, node, arguments, false)
}

/// The combinations of the other columns: all rows, where one of those is a key.
pub fn all_except(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let Some(Kind::Table(table)) = arguments.first().map(|first| &first.kind) else {
        return Err(refused(&node.span, "`ALLEXCEPT` without a table"));
    };
    let mut all = gone(arguments);
    all.but = std::mem::take(&mut all.columns);
    let context = evaluator.context.clone();
    let left = evaluator.without(&node.span, &context.filters, &all)?;
    let rows = evaluator.visible(*table, &context.with(left));
    Out::table(Rel::Base(*table, rows))
}

/// Under the filters that come from outside the visual.
pub fn all_selected(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let span = &node.span;
    evaluator.not_iterated(span)?;
    let columns: Vec<ColumnId> = gone(arguments).columns;
    let table = match (&arguments.first().map(|first| &first.kind), columns.first()) {
        (Some(Kind::Table(table)), _) => *table,
        (_, Some(column)) => column.0,
        _ => return Err(refused(span, "`ALLSELECTED` of everything as a table")),
    };
    evaluator.known(span, table)?;
    let outer = evaluator.outer.clone();
    let rows = evaluator.visible(table, &outer);
    of_rows(evaluator, span, table, &columns, rows)
}

fn filter(evaluator: &mut Evaluator, _: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let [table, condition] = arguments else { return super::evaluate::scalar(crate::proof::value::Value::Blank) };
    let rel = evaluator.table(table)?;
    let mut kept = Vec::new();
    evaluator.iterate(table, &rel, |this, at| {
        if this.truth(condition)? {
            kept.push(at);
        }
        Ok(())
    })?;
    Out::table(rel.pick(&kept))
}

/// Combinations of values that the rows of a table have, of its own columns or of its partners'.
fn summarize(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let span = &node.span;
    let [table, by @ ..] = arguments else { return Err(refused(span, "`SUMMARIZE` without a table")) };
    let columns: Vec<ColumnId> = by.iter().map(column).collect::<Evaluated<_>>()?;
    let rel = evaluator.table(table)?;
    let mut met = rustc_hash::FxHashSet::default();
    let mut codes = Vec::new();
    let mut take = |tuple: Vec<u32>| {
        if !met.contains(&tuple) {
            codes.extend(&tuple);
            met.insert(tuple);
        }
    };
    match &*rel {
        Rel::Base(of, rows) => {
            let engine = evaluator.engine;
            let ways = evaluator.context.ways.clone();
            let mut paths = Vec::new();
            for id in &columns {
                let path = engine.path(*of, id.0, &ways);
                let path = path.ok_or_else(|| {
                    refused(span, format!("`SUMMARIZE` by `{}`, to which no row leads", engine.schema.shown(*id)))
                })?;
                paths.push((path, evaluator.column(span, *id)?));
            }
            rows.each(|row| {
                let code = |(path, column): &(Vec<usize>, &super::column::Column)| {
                    column.code_at(path.iter().fold(row, |row, edge| engine.edges[*edge].partner(row)))
                };
                take(paths.iter().map(code).collect());
            });
        }
        Rel::Coded(coded) => {
            let places: Option<Vec<usize>> =
                columns.iter().map(|id| coded.columns.iter().position(|known| known == id)).collect();
            let places = places.ok_or_else(|| refused(span, "`SUMMARIZE` by a column that the table does not have"))?;
            (0..coded.len()).for_each(|at| take(places.iter().map(|place| coded.row(at)[*place]).collect()));
        }
        Rel::Made(_) => return Err(refused(span, "`SUMMARIZE` of a table that is no table of the model")),
    }
    Out::table(Rel::coded(columns, codes))
}
