//! Tables that are made: of expressions, of other tables, of numbers.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::compile::{Entry, Shaped, entry, table};
use super::evaluate::{Evaluated, Evaluator, Out, fails, refused, scalar};
use super::information::column;
use super::node::Node;
use super::relation::Rel;
use crate::proof::value::{Key, Value};

pub const FUNCTIONS: &[Entry] = &[
    table("ADDCOLUMNS", "t*se", Shaped::Pairs { from: 1, keeps: true }, |e, n, a| columns(e, n, a, true)),
    table("SELECTCOLUMNS", "t*se", Shaped::Pairs { from: 1, keeps: false }, |e, n, a| columns(e, n, a, false)),
    table("ROW", "ss*s", Shaped::Pairs { from: 0, keeps: false }, row),
    table("GENERATESERIES", "ss?s", Shaped::Series, series),
    table("TREATAS", "tc*c", Shaped::Treated, treat_as),
    table("CROSSJOIN", "tt*t", Shaped::Cross, cross),
    table("UNION", "tt*t", Shaped::Union, union),
    table("INTERSECT", "tt", Shaped::As(0), |e, n, a| set(e, n, a, true)),
    table("EXCEPT", "tt", Shaped::As(0), |e, n, a| set(e, n, a, false)),
    entry("CONCATENATEX", "te?s*ew", concatenate),
];

fn columns(evaluator: &mut Evaluator, _: &Node, arguments: &[Node], keeps: bool) -> Evaluated<Out> {
    let [table, pairs @ ..] = arguments else { return scalar(Value::Blank) };
    let rel = evaluator.table(table)?;
    let before = if keeps { evaluator.engine.made(&rel) } else { Vec::new() };
    let mut made: Vec<Rc<[Value]>> = Vec::with_capacity(rel.len());
    evaluator.iterate(table, &rel, |this, at| {
        let mut cells = before.get(at).map(|row| row.to_vec()).unwrap_or_default();
        for pair in pairs.chunks_exact(2) {
            cells.push(this.scalar(&pair[1])?);
        }
        made.push(cells.into());
        Ok(())
    })?;
    Out::table(Rel::Made(made))
}

fn row(evaluator: &mut Evaluator, _: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let cells = arguments.chunks_exact(2).map(|pair| evaluator.scalar(&pair[1])).collect::<Evaluated<Rc<[Value]>>>()?;
    Out::table(Rel::Made(vec![cells]))
}

const LONGEST: f64 = 1e6;

fn series(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let (from, to) = (evaluator.scalar(&arguments[0])?, evaluator.scalar(&arguments[1])?);
    let step = match arguments.get(2) {
        Some(step) => evaluator.scalar(step)?,
        None => Value::Integer(1),
    };
    let numbers = [&from, &to, &step].map(|value| value.number());
    let [Some(first), Some(last), Some(by)] = numbers else { return Err(fails(&node.span, "a series of no numbers")) };
    if by <= 0.0 || (last - first) / by > LONGEST {
        return Err(fails(&node.span, "a series of this step or length"));
    }
    let is_whole = [&from, &step].iter().all(|value| matches!(value, Value::Integer(_) | Value::Blank));
    let is_date = matches!(from, Value::Date(_));
    let count = if last < first { 0 } else { ((last - first) / by + 1e-9).floor() as usize + 1 };
    let value = |at: usize| {
        let number = first + by * at as f64;
        match (is_date, is_whole) {
            (true, _) => Value::Date(number),
            (_, true) => Value::Integer(number as i64),
            _ => Value::Number(number),
        }
    };
    Out::table(Rel::Made((0..count).map(|at| Rc::from([value(at)])).collect()))
}

/// Values as if they were those of other columns; what these do not have is left out.
fn treat_as(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let [table, targets @ ..] = arguments else { return Err(refused(&node.span, "`TREATAS` without a table")) };
    let rel = evaluator.table(table)?;
    let ids = targets.iter().map(column).collect::<Evaluated<Vec<_>>>()?;
    let of = ids.iter().map(|id| evaluator.column(&node.span, *id)).collect::<Evaluated<Vec<_>>>()?;
    let mut codes = Vec::new();
    for row in evaluator.engine.made(&rel) {
        if row.len() != of.len() {
            return Err(fails(&node.span, "`TREATAS` with another number of columns"));
        }
        let tuple: Option<Vec<u32>> = row.iter().zip(&of).map(|(value, column)| column.code(value)).collect();
        codes.extend(tuple.into_iter().flatten());
    }
    Out::table(Rel::coded(ids, codes))
}

const MOST: usize = 2_000_000;

fn cross(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let mut rels = Vec::new();
    for argument in arguments {
        rels.push(evaluator.table(argument)?);
    }
    let all = rels.iter().try_fold(1usize, |all, rel| all.checked_mul(rel.len())).filter(|all| *all <= MOST);
    all.ok_or_else(|| refused(&node.span, "a table of so many combinations"))?;
    let coded: Option<Vec<_>> =
        rels.iter().map(|rel| if let Rel::Coded(coded) = &**rel { Some(coded.clone()) } else { None }).collect();
    if let Some(coded) = coded {
        let mut rows: Vec<Vec<u32>> = vec![Vec::new()];
        for one in &coded {
            rows = rows
                .iter()
                .flat_map(|row| (0..one.len()).map(move |at| [row.as_slice(), one.row(at)].concat()))
                .collect();
        }
        return Out::table(Rel::coded(coded.iter().flat_map(|one| one.columns.clone()).collect(), rows.concat()));
    }
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for rel in &rels {
        let made = evaluator.engine.made(rel);
        rows = rows.iter().flat_map(|row| made.iter().map(move |other| [row.as_slice(), other].concat())).collect();
    }
    Out::table(Rel::Made(rows.into_iter().map(Rc::from).collect()))
}

fn union(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let mut rows = Vec::new();
    let width = |node: &Node| node.shape.as_ref().map_or(0, |shape| shape.columns.len());
    for argument in arguments {
        if width(argument) != width(&arguments[0]) {
            return Err(fails(&node.span, "`UNION` of tables of different widths"));
        }
        let rel = evaluator.table(argument)?;
        rows.extend(evaluator.engine.made(&rel));
    }
    Out::table(Rel::Made(rows))
}

/// The rows of the first table that are, or are not, in the second.
fn set(evaluator: &mut Evaluator, _: &Node, arguments: &[Node], is_in: bool) -> Evaluated<Out> {
    let (a, b) = (evaluator.table(&arguments[0])?, evaluator.table(&arguments[1])?);
    let keys = |row: &Rc<[Value]>| row.iter().map(Value::key).collect::<Vec<Key>>();
    let others: FxHashSet<Vec<Key>> = evaluator.engine.made(&b).iter().map(keys).collect();
    let rows = evaluator.engine.made(&a);
    let places: Vec<usize> = (0..rows.len()).filter(|at| others.contains(&keys(&rows[*at])) == is_in).collect();
    Out::table(a.pick(&places))
}

fn concatenate(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let [table, value, rest @ ..] = arguments else { return scalar(Value::Blank) };
    let delimiter = match rest.first().filter(|node| !node.is_omitted()) {
        Some(node) => evaluator.text(node)?,
        None => String::new(),
    };
    let orders = rest.get(1..).unwrap_or_default();
    let rel = evaluator.table(table)?;
    let mut texts = Vec::new();
    evaluator.iterate(table, &rel, |this, _| {
        let text = this.text(value)?;
        texts.push(text);
        Ok(())
    })?;
    let places = super::rank::sorted(evaluator, node, table, &rel, orders, false)?;
    let texts: Vec<&str> = places.iter().filter_map(|at| texts.get(*at).map(String::as_str)).collect();
    scalar(Value::text(&texts.join(&delimiter)))
}
