//! What a visual shows: groups, values, their order.
//!
//! As `SUMMARIZECOLUMNS` has it: combinations of values of one table are those that its rows have, of several tables
//! all; a group of which every value is blank is left out.

use std::cmp::Ordering;
use std::rc::Rc;

use super::batch::Batch;
use super::column::order_of;
use super::context::Context;
use super::evaluate::{Evaluated, Evaluator, refused};
use super::node::{Kind, Node};
use super::operators::compare;
use super::restrict::Restriction;
use crate::name::dax_column;
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    pub groups: Vec<ColumnId>,
    pub values: Vec<Quantity>,
    pub filters: Vec<Restriction>,
    /// By groups as they stand, where it is empty.
    pub order: Vec<Order>,
    pub limit: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Quantity {
    /// By its name.
    Measure(String),
    /// A function of a column, such as `SUM`, `DISTINCTCOUNT`, `MEDIAN`.
    Aggregate(String, ColumnId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Group { at: usize, descends: bool },
    Value { at: usize, descends: bool },
}

/// The rows of a visual: first the groups, then the values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    pub rows: Vec<Vec<Value>>,
}

/// Where an item stands in a list that has each once.
pub fn once<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    let at = list.iter().position(|known| *known == item).unwrap_or(list.len());
    if at == list.len() {
        list.push(item);
    }
    at
}

/// More groups than any visual shows.
const MOST: usize = 1_000_000;

impl Evaluator<'_> {
    pub fn quantity(&mut self, quantity: &Quantity) -> Evaluated<Node> {
        match quantity {
            Quantity::Measure(name) => match self.engine.measure(name) {
                Some(at) => Ok(Node { id: 0, span: 0..0, kind: Kind::Measure(at), shape: None }),
                None => Err(refused(&(0..0), format!("the measure `[{name}]`, which the model does not have"))),
            },
            Quantity::Aggregate(function, id) => {
                let schema = &self.engine.schema;
                let column = dax_column(schema.table_name(id.0), schema.column_name(*id));
                self.engine.compile(&format!("{function}({column})"))
            }
        }
    }

    pub fn query(&mut self, start: &Rc<Context>, query: &Query) -> Evaluated<Shown> {
        let outer = self.restricted(start, &query.filters)?;
        let before = std::mem::replace(&mut self.outer, outer.clone());
        let shown = self.shown(&outer, query);
        self.outer = before;
        shown
    }

    fn shown(&mut self, outer: &Rc<Context>, query: &Query) -> Evaluated<Shown> {
        let mut nodes = query.values.iter().map(|value| self.quantity(value)).collect::<Evaluated<Vec<Node>>>()?;
        let mut conditions = Vec::new();
        for filter in &query.filters {
            if let Restriction::Measure { of, operator, value } = filter {
                nodes.push(self.quantity(of)?);
                conditions.push((*operator, value));
            }
        }
        let (columns, codes) = self.groups(outer, query)?;
        let width = columns.len();
        let values = self.per_group(outer, &columns, &codes, &nodes)?;
        let count = query.values.len();
        let mut kept: Vec<(Vec<u32>, Vec<Value>)> = Vec::new();
        for (at, mut values) in values.into_iter().enumerate() {
            let mut holds = count == 0 || width == 0 || values.iter().take(count).any(|value| *value != Value::Blank);
            for ((operator, other), value) in conditions.iter().zip(values.iter().skip(count)) {
                holds = holds && *value != Value::Blank && compare(&(0..0), *operator, value, other)?;
            }
            if holds {
                values.truncate(count);
                kept.push((codes.get(at * width..(at + 1) * width).unwrap_or_default().to_vec(), values));
            }
        }
        let places: Vec<Vec<u32>> = columns.iter().map(|id| self.engine.sort_places(*id)).collect();
        // The groups stand as tables were combined; the query's order of them is another.
        let own: Vec<usize> =
            query.groups.iter().filter_map(|id| columns.iter().position(|column| column == id)).collect();
        let by_groups: Vec<Order> = (0..own.len()).map(|at| Order::Group { at, descends: false }).collect();
        let order = |a: &(Vec<u32>, Vec<Value>), b: &(Vec<u32>, Vec<Value>)| {
            for order in query.order.iter().chain(&by_groups) {
                let (ordering, descends) = match order {
                    Order::Group { at, descends } => {
                        let Some(at) = own.get(*at) else { continue };
                        let place = |codes: &[u32]| places[*at].get(codes[*at] as usize).copied();
                        (place(&a.0).cmp(&place(&b.0)), *descends)
                    }
                    Order::Value { at, descends } => match (a.1.get(*at), b.1.get(*at)) {
                        (Some(a), Some(b)) => (order_of(a, b), *descends),
                        _ => continue,
                    },
                };
                let ordering = if descends { ordering.reverse() } else { ordering };
                if ordering.is_ne() {
                    return ordering;
                }
            }
            Ordering::Equal
        };
        kept.sort_by(order);
        kept.truncate(query.limit.unwrap_or(usize::MAX));
        let row = |(codes, values): (Vec<u32>, Vec<Value>)| {
            let group = |at: &usize| {
                let column = self.engine.column(columns[*at]);
                column.map_or(Value::Blank, |column| column.value_of(codes[*at]).clone())
            };
            own.iter().map(group).chain(values).collect()
        };
        Ok(Shown { rows: kept.into_iter().map(row).collect() })
    }

    /// The columns, table by table, and the combinations of their codes.
    fn groups(&mut self, outer: &Rc<Context>, query: &Query) -> Evaluated<(Vec<ColumnId>, Vec<u32>)> {
        let span = 0..0;
        let mut tables: Vec<(usize, Vec<ColumnId>)> = Vec::new();
        for id in &query.groups {
            match tables.iter_mut().find(|(table, _)| *table == id.0) {
                Some((_, columns)) if columns.contains(id) => {}
                Some((_, columns)) => columns.push(*id),
                None => tables.push((id.0, vec![*id])),
            }
            self.known(&span, id.0)?;
            self.column(&span, *id)?;
        }
        let columns: Vec<ColumnId> = tables.iter().flat_map(|(_, columns)| columns.clone()).collect();
        if query.values.is_empty() && tables.len() > 1 {
            return Ok((columns.clone(), self.existing(outer, &columns)?));
        }
        let mut rows: Vec<Vec<u32>> = vec![Vec::new()];
        for (table, own) in &tables {
            let of = self.visible(*table, outer);
            let codes = match own.as_slice() {
                [one] => self.codes_of(&span, *one, &of, true)?,
                several => self.combinations(&span, several, &of)?,
            };
            let count = codes.len() / own.len();
            if rows.len().saturating_mul(count) > MOST {
                return Err(refused(&span, format!("a visual of more than {MOST} combinations of groups")));
            }
            rows = rows
                .iter()
                .flat_map(|row| codes.chunks_exact(own.len()).map(move |more| [row.as_slice(), more].concat()))
                .collect();
        }
        Ok((columns, rows.concat()))
    }

    /// Without values, only one table can say which combinations there are: one that leads to all the others.
    fn existing(&mut self, outer: &Rc<Context>, columns: &[ColumnId]) -> Evaluated<Vec<u32>> {
        let span = 0..0;
        let engine = self.engine;
        let leads = |from: &ColumnId| columns.iter().all(|to| engine.expands(from.0, to.0));
        let Some(from) = columns.iter().find(|from| leads(from)) else {
            return Err(refused(&span, "columns of tables that only a measure could bring together"));
        };
        let rows = self.visible(from.0, outer);
        let mut met = rustc_hash::FxHashSet::default();
        let mut codes = Vec::new();
        let mut paths = Vec::new();
        for id in columns {
            paths.push((engine.path(from.0, id.0, &outer.ways).unwrap_or_default(), self.column(&span, *id)?));
        }
        rows.each_real(|row| {
            let code = |(path, column): &(Vec<usize>, &super::column::Column)| {
                column.code_at(path.iter().fold(row, |row, edge| engine.edges[*edge].partner(row)))
            };
            let tuple: Vec<u32> = paths.iter().map(code).collect();
            if !met.contains(&tuple) {
                codes.extend(&tuple);
                met.insert(tuple);
            }
        });
        Ok(codes)
    }

    /// The values for each group; one group where there are no columns.
    pub fn per_group(
        &mut self,
        outer: &Rc<Context>,
        columns: &[ColumnId],
        codes: &[u32],
        nodes: &[Node],
    ) -> Evaluated<Vec<Vec<Value>>> {
        let count = if columns.is_empty() { 1 } else { codes.len() / columns.len() };
        if nodes.is_empty() {
            return Ok(vec![Vec::new(); count]);
        }
        let mut batch = None;
        if count > 1 {
            batch = Batch::of_columns(self, outer.clone(), columns.to_vec(), codes).map(Rc::new);
        }
        let together: Vec<Option<Vec<Value>>> = match &batch {
            Some(batch) => nodes.iter().map(|node| self.vectorized(node, batch, true)).collect(),
            None => nodes.iter().map(|_| None).collect(),
        };
        if let Some(values) = together.iter().cloned().collect::<Option<Vec<Vec<Value>>>>() {
            return Ok((0..count).map(|at| values.iter().map(|values| values[at].clone()).collect()).collect());
        }
        let groups: Rc<[ColumnId]> = columns.into();
        let mut all = Vec::with_capacity(count);
        for at in 0..count {
            let context = match columns {
                [] => outer.clone(),
                _ => {
                    let mut filters = outer.filters.clone();
                    let own = codes.get(at * columns.len()..).unwrap_or_default();
                    for (column, code) in columns.iter().zip(own) {
                        let filter = self.interner.code(*column, *code);
                        self.interner.add(&mut filters, filter);
                    }
                    let mut context = outer.with(filters);
                    context.groups = groups.clone();
                    context.cell = batch.clone().map(|batch| (batch, at));
                    Rc::new(context)
                }
            };
            let values = self.within(context, |this| {
                let value = |(node, known): (&Node, &Option<Vec<Value>>)| match known {
                    Some(values) => Ok(values[at].clone()),
                    None => this.scalar(node),
                };
                nodes.iter().zip(&together).map(value).collect::<Evaluated<_>>()
            })?;
            all.push(values);
        }
        Ok(all)
    }
}
