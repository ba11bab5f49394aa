//! The first of a table, and the place of one among all.

use std::cmp::Ordering;
use std::rc::Rc;

use super::column::order_of;
use super::compile::{Entry, Shaped, entry, table};
use super::evaluate::{Evaluated, Evaluator, Out, refused, scalar};
use super::node::Node;
use super::relation::Rel;
use crate::proof::value::Value;

pub const FUNCTIONS: &[Entry] = &[
    table("TOPN", "st*ew", Shaped::As(1), top),
    entry("RANKX", "te?sww", rank),
    table("FIRSTNONBLANK", "de", Shaped::As(0), |e, n, a| first(e, n, a, false)),
    table("LASTNONBLANK", "de", Shaped::As(0), |e, n, a| first(e, n, a, true)),
    entry("FIRSTNONBLANKVALUE", "de", |e, n, a| first_value(e, n, a, false)),
    entry("LASTNONBLANKVALUE", "de", |e, n, a| first_value(e, n, a, true)),
];

/// The places of the rows in order of expressions, each with `ASC` or `DESC` behind it.
pub fn sorted(
    evaluator: &mut Evaluator,
    node: &Node,
    table: &Node,
    rel: &Rc<Rel>,
    orders: &[Node],
    descends: bool,
) -> Evaluated<Vec<usize>> {
    Ok(keyed(evaluator, node, table, rel, orders, descends)?.into_iter().map(|(at, _)| at).collect())
}

/// The node, the filters that are left, the ways, the rows.
pub type RankingKey = (usize, Vec<u32>, u32, usize);

type Keyed = Vec<(usize, Vec<Value>)>;

fn keyed(
    evaluator: &mut Evaluator,
    node: &Node,
    table: &Node,
    rel: &Rc<Rel>,
    orders: &[Node],
    descends: bool,
) -> Evaluated<Keyed> {
    let mut turns = Vec::new();
    for order in orders.chunks(2) {
        turns.push(match order.get(1).and_then(Node::word) {
            Some("ASC" | "1" | "TRUE") => false,
            Some("DESC" | "0" | "FALSE") => true,
            Some(word) => return Err(refused(&node.span, format!("the order `{word}`"))),
            None => descends,
        });
    }
    let mut rows: Keyed = Vec::with_capacity(rel.len());
    evaluator.iterate(table, rel, |this, at| {
        let keys = orders.chunks(2).map(|order| this.scalar(&order[0])).collect::<Evaluated<Vec<Value>>>()?;
        rows.push((at, keys));
        Ok(())
    })?;
    rows.sort_by(|(_, a), (_, b)| by_keys(a, b, &turns));
    Ok(rows)
}

fn by_keys(a: &[Value], b: &[Value], turns: &[bool]) -> Ordering {
    let orders = a.iter().zip(b).zip(turns).map(|((a, b), turn)| {
        let order = numeric(a, b);
        if *turn { order.reverse() } else { order }
    });
    orders.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// BLANK is nought beside a number.
fn numeric(a: &Value, b: &Value) -> Ordering {
    a.order(b).unwrap_or_else(|_| order_of(a, b))
}

/// Rows that tie with the last one are among them.
fn top(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let [count, table, orders @ ..] = arguments else { return scalar(Value::Blank) };
    let count = evaluator.number(count)?.max(0.0) as usize;
    let rel = evaluator.table(table)?;
    if orders.is_empty() {
        return Err(refused(&node.span, "`TOPN` without an order"));
    }
    let rows = keyed(evaluator, node, table, &rel, orders, true)?;
    let mut places: Vec<usize> = rows.iter().take(count).map(|(at, _)| *at).collect();
    if let Some((_, last)) = count.checked_sub(1).and_then(|at| rows.get(at)) {
        let ties =
            rows.iter().skip(count).take_while(|(_, keys)| keys.iter().zip(last).all(|(a, b)| numeric(a, b).is_eq()));
        places.extend(ties.map(|(at, _)| *at));
    }
    places.sort_unstable();
    Out::table(rel.pick(&places))
}

/// One more than there are values before it; with `DENSE`, than there are different ones.
fn rank(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let [table, value, rest @ ..] = arguments else { return scalar(Value::Blank) };
    let ascends = match rest.get(1).and_then(Node::word) {
        None | Some("DESC" | "0" | "FALSE") => false,
        Some("ASC" | "1" | "TRUE") => true,
        Some(word) => return Err(refused(&node.span, format!("the order `{word}`"))),
    };
    let is_dense = match rest.get(2).and_then(Node::word) {
        None | Some("SKIP") => false,
        Some("DENSE") => true,
        Some(word) => return Err(refused(&node.span, format!("`RANKX` with `{word}`"))),
    };
    let own = match rest.first().filter(|node| !node.is_omitted()) {
        Some(own) => evaluator.scalar(own)?,
        None => evaluator.outside(value)?,
    };
    let others = evaluator.ranking(node, table, value)?;
    // The values stand from the least to the greatest.
    let below = others.partition_point(|other| numeric(other, &own).is_lt());
    let up_to = others.partition_point(|other| numeric(other, &own).is_le());
    let before = if ascends { others.get(..below) } else { others.get(up_to..) }.unwrap_or_default();
    let count = match is_dense {
        false => before.len(),
        true => before.chunk_by(|a, b| numeric(a, b).is_eq()).count(),
    };
    scalar(Value::Integer(count as i64 + 1))
}

impl Evaluator<'_> {
    /// The value of an expression that is made for rows, where only the rows outside are.
    fn outside(&mut self, value: &Node) -> Evaluated<Value> {
        match &value.kind {
            super::node::Kind::Measure(at) => self.measure(&value.span, *at),
            super::node::Kind::Call { name: "CALCULATE", .. } => self.scalar(value),
            _ => Err(refused(&value.span, "`RANKX` of an expression that is no measure, without a third argument")),
        }
    }

    /// The values for all rows, sorted. Every group of a visual asks for the same ones: they are kept by the filters
    /// that are left without those of the table.
    fn ranking(&mut self, node: &Node, table: &Node, value: &Node) -> Evaluated<Rc<Vec<Value>>> {
        let rel = self.table(table)?;
        let context = self.context.clone();
        let left = match &*rel {
            Rel::Base(of, _) => self.without_table(&context.filters, *of),
            Rel::Coded(coded) => self.without_columns(&context.filters, &coded.columns.clone()),
            Rel::Made(_) => None,
        };
        let is_alone =
            matches!(value.kind, super::node::Kind::Measure(_)) && self.rows.len() <= self.turned.max(self.frame);
        let key = left.filter(|_| is_alone).map(|left| {
            // The same set of rows of a table is one object; values are told apart by the filter that they would be.
            let rows = match &*rel {
                Rel::Base(_, rows) => Rc::as_ptr(rows) as usize,
                Rel::Coded(coded) => self.interner.tuples(coded.columns.clone(), coded.codes.clone()).id as usize,
                Rel::Made(_) => usize::MAX,
            };
            (node.id, left.iter().map(|filter| filter.id).collect(), context.ways.id, rows)
        });
        if let Some((_, known)) = key.as_ref().and_then(|key| self.rankings.get(key)) {
            return Ok(known.clone());
        }
        let mut values = self.values_of_rows(table, &rel, value)?;
        values.sort_by(numeric);
        let values = Rc::new(values);
        if let Some(key) = key {
            // With the rows: as long as they are kept, no others have their place.
            self.rankings.insert(key, (rel, values.clone()));
        }
        Ok(values)
    }
}

fn first(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], from_end: bool) -> Evaluated<Out> {
    let (rel, found) = non_blank(evaluator, node, arguments, from_end)?;
    let places: Vec<usize> = found.map(|(at, _)| at).into_iter().collect();
    Out::table(rel.pick(&places))
}

fn first_value(evaluator: &mut Evaluator, node: &Node, arguments: &[Node], from_end: bool) -> Evaluated<Out> {
    let (_, found) = non_blank(evaluator, node, arguments, from_end)?;
    scalar(found.map_or(Value::Blank, |(_, value)| value))
}

type Found = Option<(usize, Value)>;

/// The first value of a column, in its order, for which the expression has a value.
fn non_blank(
    evaluator: &mut Evaluator,
    node: &Node,
    arguments: &[Node],
    from_end: bool,
) -> Evaluated<(Rc<Rel>, Found)> {
    let id = match &arguments[0].kind {
        super::node::Kind::Column(id) => *id,
        _ => return Err(refused(&node.span, "a table where a column is needed")),
    };
    let codes = evaluator.values(&node.span, id, true)?;
    let rel = Rc::new(Rel::coded(vec![id], codes));
    let mut found = None;
    evaluator.iterate(&arguments[0], &rel, |this, at| {
        if found.is_none() || from_end {
            let value = this.scalar(&arguments[1])?;
            if value != Value::Blank {
                found = Some((at, value));
            }
        }
        Ok(())
    })?;
    Ok((rel, found))
}
