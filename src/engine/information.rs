//! What is asked of the filter context and of tables: one value or several, filtered or not, whose reader.

use rustc_hash::FxHashSet;

use super::compile::{Entry, entry};
use super::context::Set;
use super::evaluate::{Evaluated, Evaluator, Out, fails, refused, scalar};
use super::node::{Kind, Node};
use crate::dax::Span;
use crate::proof::schema::ColumnId;
use crate::proof::value::{Key, Value};

pub const FUNCTIONS: &[Entry] = &[
    entry("HASONEVALUE", "c", |e, n, a| {
        let codes = e.values(&n.span, column(&a[0])?, true)?;
        scalar(Value::Boolean(codes.len() == 1))
    }),
    entry("SELECTEDVALUE", "c?s", selected),
    entry("HASONEFILTER", "c", |e, _, a| {
        let id = column(&a[0])?;
        let is_one = |set: &Set| matches!(set, Set::Codes(of, codes) if *of == id && codes.list.len() == 1);
        scalar(Value::Boolean(e.context.filters.iter().any(|filter| is_one(&filter.set))))
    }),
    entry("ISFILTERED", "x", is_filtered),
    entry("ISCROSSFILTERED", "x", is_cross_filtered),
    entry("ISINSCOPE", "c", |e, _, a| {
        let id = column(&a[0])?;
        scalar(Value::Boolean(e.context.groups.contains(&id) && e.context.is_filtered(id)))
    }),
    entry("ISEMPTY", "t", |e, _, a| scalar(Value::Boolean(e.table(&a[0])?.is_empty()))),
    entry("USERPRINCIPALNAME", "", who),
    entry("USERNAME", "", who),
    entry("CONTAINSROW", "ts*s", |e, _, a| {
        let [rows, left @ ..] = a else { return scalar(Value::Boolean(false)) };
        e.is_in(left, rows)
    }),
    entry("CONTAINS", "tcs*cs", contains),
    entry("LOOKUPVALUE", "ccs*ks", lookup_value),
];

pub fn column(node: &Node) -> Evaluated<ColumnId> {
    match &node.kind {
        Kind::Column(id) => Ok(*id),
        _ => Err(refused(&node.span, "what is no column where one is needed")),
    }
}

fn selected(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let id = column(&arguments[0])?;
    let codes = evaluator.values(&node.span, id, true)?;
    match (codes.as_slice(), arguments.get(1)) {
        ([one], _) => scalar(evaluator.column(&node.span, id)?.value_of(*one).clone()),
        (_, Some(otherwise)) => evaluator.value_or_blank(otherwise),
        (_, None) => scalar(Value::Blank),
    }
}

fn is_filtered(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let context = &evaluator.context;
    match &arguments[0].kind {
        Kind::Column(id) => scalar(Value::Boolean(context.is_filtered(*id))),
        Kind::Table(table) => {
            let columns = evaluator.engine.schema.model.tables.get(*table).map_or(0, |table| table.columns.len());
            scalar(Value::Boolean((0..columns).any(|at| context.is_filtered((*table, at)))))
        }
        _ => Err(refused(&node.span, "what is no column and no table")),
    }
}

fn is_cross_filtered(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let table = match &arguments[0].kind {
        Kind::Column(id) => id.0,
        Kind::Table(table) => *table,
        _ => return Err(refused(&node.span, "what is no column and no table")),
    };
    let context = evaluator.context.clone();
    let reach = evaluator.reach(table, &context.ways);
    let bears = |filter: &std::rc::Rc<super::context::Filter>| evaluator.bears_on(filter, &reach, &context.ways);
    scalar(Value::Boolean(context.filters.iter().any(bears)))
}

fn who(evaluator: &mut Evaluator, node: &Node, _: &[Node]) -> Evaluated<Out> {
    match &evaluator.user {
        Value::Blank => Err(refused(&node.span, "the name of the reader, whom nobody named")),
        user => scalar(user.clone()),
    }
}

impl Evaluator<'_> {
    pub fn is_in(&mut self, left: &[Node], rows: &Node) -> Evaluated<Out> {
        let mut keys = Vec::with_capacity(left.len());
        for one in left {
            keys.push(self.scalar(one)?);
        }
        let rel = self.table(rows)?;
        if let (super::relation::Rel::Coded(coded), [key]) = (&*rel, keys.as_slice())
            && let Some(id) = coded.columns.first()
        {
            let code = self.column(&rows.span, *id)?.code(key);
            return scalar(Value::Boolean(code.is_some_and(|code| coded.codes.contains(&code))));
        }
        let keys: Vec<Key> = keys.iter().map(Value::key).collect();
        let made = self.engine.made(&rel);
        let is_it = |row: &std::rc::Rc<[Value]>| row.iter().map(Value::key).eq(keys.iter().cloned());
        scalar(Value::Boolean(made.iter().any(is_it)))
    }
}

/// Pairs of a column and the value that it is to have.
fn pairs(evaluator: &mut Evaluator, span: &Span, arguments: &[Node]) -> Evaluated<Vec<(ColumnId, Value)>> {
    if !arguments.len().is_multiple_of(2) {
        return Err(refused(span, "a value for the case that nothing is found"));
    }
    arguments.chunks_exact(2).map(|pair| Ok((column(&pair[0])?, evaluator.scalar(&pair[1])?))).collect()
}

fn contains(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let rel = evaluator.table(&arguments[0])?;
    let shape = arguments[0].shape.clone().unwrap_or_default();
    let wanted = pairs(evaluator, &node.span, arguments.get(1..).unwrap_or_default())?;
    let mut places = Vec::new();
    for (id, value) in wanted {
        let place = shape.columns.iter().position(|column| column.origin == Some(id));
        places.push((place.ok_or_else(|| fails(&node.span, "a column that the table does not have"))?, value.key()));
    }
    let holds = |row: &std::rc::Rc<[Value]>| {
        places.iter().all(|(place, key)| row.get(*place).is_some_and(|value| value.key() == *key))
    };
    scalar(Value::Boolean(evaluator.engine.made(&rel).iter().any(holds)))
}

/// Over all rows that the reader may see, whatever is filtered.
fn lookup_value(evaluator: &mut Evaluator, node: &Node, arguments: &[Node]) -> Evaluated<Out> {
    let span = &node.span;
    let result = column(&arguments[0])?;
    let rest = arguments.get(1..).unwrap_or_default();
    let (keys, otherwise) = if rest.len() % 2 == 1 { (&rest[..rest.len() - 1], rest.last()) } else { (rest, None) };
    let keys = pairs(evaluator, span, keys)?;
    if keys.iter().any(|(id, _)| id.0 != result.0) {
        return Err(refused(span, "`LOOKUPVALUE` over columns of several tables"));
    }
    let of = evaluator.column(span, result)?;
    let rows = evaluator.unfiltered.get(result.0).cloned().unwrap_or_default();
    let mut codes = Vec::new();
    for (id, value) in &keys {
        match evaluator.column(span, *id)?.code(value) {
            Some(code) => codes.push((evaluator.column(span, *id)?, code)),
            None => return otherwise.map_or_else(|| scalar(Value::Blank), |node| evaluator.value_or_blank(node)),
        }
    }
    let mut found: FxHashSet<u32> = FxHashSet::default();
    let mut take = |row: usize| {
        if rows.has(row) && codes.iter().all(|(column, code)| column.code_at(row) == *code) {
            found.insert(of.code_at(row));
        }
    };
    match codes.first() {
        Some((column, code)) => column.rows().rows(*code as usize).iter().for_each(|row| take(*row as usize)),
        None => rows.each_real(take),
    }
    match (found.len(), otherwise) {
        (1, _) => scalar(found.into_iter().next().map_or(Value::Blank, |code| of.value_of(code).clone())),
        (_, Some(otherwise)) => evaluator.value_or_blank(otherwise),
        (0, None) => scalar(Value::Blank),
        (_, None) => Err(fails(span, "`LOOKUPVALUE` that finds several values")),
    }
}
