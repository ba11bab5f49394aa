//! DAX, evaluated: what a filter says of a row, for a reader.
//!
//! What has not looked at the row (the regions of the reader, say) is worked out once a reader and not once a row:
//! the evaluator notes which of the rows around an expression has looked at.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::bits::Bits;
use super::compile::{Kind, Node, SetOperator};
use super::schema::ColumnId;
use super::value::{Key, Value};
use super::world::World;
use crate::dax::Span;
use crate::dax::tree::Operator;

mod context;
mod text;

use context::Entry;

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub span: Span,
    pub what: String,
    /// Power BI fails as well; else only this evaluator does.
    pub fails: bool,
}

/// A value or a table.
#[derive(Clone, Debug)]
pub enum Out {
    Scalar(Value),
    Table(Rc<Rel>),
}

#[derive(Clone, Debug)]
pub enum Rel {
    /// Rows of a table of the model.
    Base(usize, Bits),
    Rows(Vec<Rc<[Value]>>),
}

#[derive(Clone, Debug)]
enum Row {
    Base(usize, usize),
    Made(Rc<[Value]>),
}

pub struct Evaluator<'w> {
    world: &'w World<'w>,
    user: Value,
    /// Of other tables than the row's own, the rows that there are for the reader; `None` is all of them.
    seen: Option<&'w [Option<Bits>]>,
    home: usize,
    rows: Vec<Row>,
    filters: Vec<Entry>,
    /// How many of the rows around have become filters.
    turned: usize,
    /// With the outermost row that each has looked at.
    variables: Vec<(Out, usize)>,
    /// The outermost row that was looked at since this was last set.
    looked: usize,
    known: HashMap<usize, Out>,
    members: HashMap<usize, Rc<HashSet<Vec<Key>>>>,
}

type Evaluated<T> = Result<T, Fault>;

const NOWHERE: usize = usize::MAX;

impl<'w> Evaluator<'w> {
    pub fn new(world: &'w World<'w>, user: &str, seen: Option<&'w [Option<Bits>]>) -> Self {
        Self {
            world,
            user: Value::text(user),
            seen,
            home: 0,
            rows: Vec::new(),
            filters: Vec::new(),
            turned: 0,
            variables: Vec::new(),
            looked: NOWHERE,
            known: HashMap::new(),
            members: HashMap::new(),
        }
    }

    /// Whether the filter shows the row; one row behind the last is the blank one.
    pub fn shows(&mut self, filter: &Node, table: usize, row: usize) -> Evaluated<bool> {
        let value = self.value(filter, table, row)?;
        value.truth().ok_or_else(|| fails(&filter.span, format!("a filter that is {}", value.kind())))
    }

    pub fn value(&mut self, node: &Node, table: usize, row: usize) -> Evaluated<Value> {
        self.home = table;
        self.rows = vec![Row::Base(table, row)];
        self.filters.clear();
        self.turned = 0;
        self.variables.clear();
        self.looked = NOWHERE;
        self.scalar(node)
    }

    fn scalar(&mut self, node: &Node) -> Evaluated<Value> {
        match self.out(node)? {
            Out::Scalar(value) => Ok(value),
            Out::Table(_) => Err(refused(&node.span, "a table where a value is needed")),
        }
    }

    fn truth(&mut self, node: &Node) -> Evaluated<bool> {
        let value = self.scalar(node)?;
        value.truth().ok_or_else(|| fails(&node.span, format!("a condition that is {}", value.kind())))
    }

    fn table(&mut self, node: &Node) -> Evaluated<Rc<Rel>> {
        match self.out(node)? {
            Out::Table(table) => Ok(table),
            Out::Scalar(_) => Err(refused(&node.span, "a value where a table is needed")),
        }
    }

    fn look(&mut self, scope: usize) {
        self.looked = self.looked.min(scope);
    }

    fn out(&mut self, node: &Node) -> Evaluated<Out> {
        if !is_costly(&node.kind) || self.turned > 0 {
            return self.work_out(node);
        }
        if let Some(known) = self.known.get(&node.id) {
            return Ok(known.clone());
        }
        let before = std::mem::replace(&mut self.looked, NOWHERE);
        let out = self.work_out(node);
        let looked = std::mem::replace(&mut self.looked, before);
        self.look(looked);
        let out = out?;
        if looked >= self.rows.len() {
            self.known.insert(node.id, out.clone());
        }
        Ok(out)
    }

    fn work_out(&mut self, node: &Node) -> Evaluated<Out> {
        let span = &node.span;
        Ok(Out::Scalar(match &node.kind {
            Kind::Constant(value) => value.clone(),
            Kind::User => self.user.clone(),
            Kind::Column { scope, place } => self.cell(span, *scope, *place)?,
            Kind::Related { scope, edges, column } => self.related(span, *scope, edges, *column)?,
            Kind::Variable(at) => {
                let Some((out, looked)) = self.variables.get(*at).cloned() else {
                    return Err(refused(span, "a variable that is not there"));
                };
                self.look(looked);
                return Ok(out);
            }
            Kind::Let(values, body) => {
                let known = self.variables.len();
                for value in values {
                    let before = std::mem::replace(&mut self.looked, NOWHERE);
                    let out = self.out(value)?;
                    let looked = std::mem::replace(&mut self.looked, before);
                    self.variables.push((out, looked));
                }
                let out = self.out(body);
                self.variables.truncate(known);
                return out;
            }
            Kind::Compare(operator, a, b) => {
                let (a, b) = (self.scalar(a)?, self.scalar(b)?);
                Value::Boolean(compare(span, *operator, &a, &b)?)
            }
            Kind::In(left, rows) => {
                let left = left.iter().map(|one| Ok(self.scalar(one)?.key())).collect::<Evaluated<Vec<Key>>>()?;
                Value::Boolean(self.members(rows)?.contains(&left))
            }
            Kind::Logic { is_or, of } => {
                let mut result = !is_or;
                for one in of {
                    if self.truth(one)? == *is_or {
                        result = *is_or;
                        break;
                    }
                }
                Value::Boolean(result)
            }
            Kind::Not(one) => Value::Boolean(!self.truth(one)?),
            Kind::Arithmetic(operator, a, b) => {
                let (a, b) = (self.scalar(a)?, self.scalar(b)?);
                arithmetic(span, *operator, &a, &b)?
            }
            Kind::If(condition, then, otherwise) => match (self.truth(condition)?, otherwise) {
                (true, _) => self.scalar(then)?,
                (false, Some(otherwise)) => self.scalar(otherwise)?,
                (false, None) => Value::Blank,
            },
            Kind::Switch(value, cases, otherwise) => {
                let value = self.scalar(value)?;
                for (case, then) in cases {
                    let case = self.scalar(case)?;
                    if value.is(&case).map_err(|_| incomparable(span, &value, &case))? {
                        return Ok(Out::Scalar(self.scalar(then)?));
                    }
                }
                otherwise.as_ref().map_or(Ok(Value::Blank), |otherwise| self.scalar(otherwise))?
            }
            Kind::Coalesce(of) => {
                let mut result = Value::Blank;
                for one in of {
                    result = self.scalar(one)?;
                    if result != Value::Blank {
                        break;
                    }
                }
                result
            }
            Kind::Text(function, arguments) => {
                let values = arguments.iter().map(|one| self.scalar(one)).collect::<Evaluated<Vec<Value>>>()?;
                text::text(span, *function, &values)?
            }
            Kind::Lookup { result, keys, otherwise } => self.lookup(span, *result, keys, otherwise.as_deref())?,
            Kind::IsEmpty(rows) => Value::Boolean(self.count(rows)? == 0),
            // The count of nothing is BLANK.
            Kind::CountRows(rows) => match self.count(rows)? {
                0 => Value::Blank,
                count => Value::Integer(count as i64),
            },
            Kind::HasOne(rows) => Value::Boolean(self.count(rows)? == 1),
            Kind::Sole(rows, otherwise) => {
                let table = self.table(rows)?;
                match (self.made(&table).as_slice(), otherwise) {
                    ([row], _) => row.first().cloned().unwrap_or(Value::Blank),
                    (_, Some(otherwise)) => self.scalar(otherwise)?,
                    ([], None) => Value::Blank,
                    (_, None) => return Err(fails(span, "a table of several values where one is needed")),
                }
            }
            Kind::Extreme { is_greatest, over, value } => self.extreme(span, *is_greatest, over, value)?,
            Kind::Calculate(body, filters) => return self.calculate(span, body, filters),
            _ => return Ok(Out::Table(Rc::new(self.relation(node)?))),
        }))
    }

    fn relation(&mut self, node: &Node) -> Evaluated<Rel> {
        let span = &node.span;
        Ok(match &node.kind {
            Kind::Base(table) => {
                let mut bits = self.visible(span, *table)?;
                bits.clear(self.world.rows(*table));
                Rel::Base(*table, bits)
            }
            Kind::AllRows { table, blank } => {
                let mut bits = self.everything(*table);
                if !blank {
                    bits.clear(self.world.rows(*table));
                }
                Rel::Base(*table, bits)
            }
            Kind::Values { columns, blank, all } => self.values(span, columns, *blank, *all)?,
            Kind::Filter(rows, condition) => {
                let table = self.table(rows)?;
                self.filter(&table, condition)?
            }
            Kind::Select(rows, values) => {
                let table = self.table(rows)?;
                let mut made = Vec::new();
                for row in self.each(&table) {
                    self.rows.push(row);
                    let cells = values.iter().map(|value| self.scalar(value)).collect::<Evaluated<Vec<Value>>>();
                    self.rows.pop();
                    made.push(cells?.into());
                }
                Rel::Rows(made)
            }
            Kind::Rows(rows) => {
                let row = |cells: &Vec<Node>| {
                    cells.iter().map(|cell| self.scalar(cell)).collect::<Evaluated<Vec<Value>>>().map(Rc::from)
                };
                Rel::Rows(rows.iter().map(row).collect::<Evaluated<Vec<_>>>()?)
            }
            Kind::Set(operator, a, b) => {
                let (a, b) = (self.table(a)?, self.table(b)?);
                let (a, b) = (self.made(&a), self.made(&b));
                let keys = |rows: &[Rc<[Value]>]| rows.iter().map(|row| keys(row)).collect::<HashSet<_>>();
                Rel::Rows(match operator {
                    SetOperator::Union => [a, b].concat(),
                    SetOperator::Intersect | SetOperator::Except => {
                        let (others, is_in) = (keys(&b), *operator == SetOperator::Intersect);
                        a.into_iter().filter(|row| others.contains(&self::keys(row)) == is_in).collect()
                    }
                })
            }
            Kind::Distinct(rows) => {
                let table = self.table(rows)?;
                let mut met = HashSet::new();
                Rel::Rows(self.made(&table).into_iter().filter(|row| met.insert(keys(row))).collect())
            }
            _ => return Err(refused(span, "a value where a table is needed")),
        })
    }

    fn cell(&mut self, span: &Span, scope: usize, place: usize) -> Evaluated<Value> {
        self.look(scope);
        match self.rows.get(scope) {
            Some(Row::Base(table, row)) => match self.world.column((*table, place)) {
                Some(column) => Ok(column.value(*row).clone()),
                None => Err(refused(span, format!("the column `{}`", self.world.schema.shown((*table, place))))),
            },
            Some(Row::Made(cells)) => Ok(cells.get(place).cloned().unwrap_or(Value::Blank)),
            None => Err(refused(span, "a row that is not there")),
        }
    }

    fn related(&mut self, span: &Span, scope: usize, edges: &[usize], column: ColumnId) -> Evaluated<Value> {
        self.look(scope);
        let Some(Row::Base(_, mut row)) = self.rows.get(scope).cloned() else {
            return Err(refused(span, "`RELATED` without a row"));
        };
        for edge in edges {
            let join = self.world.joins.get(*edge).and_then(Option::as_ref);
            let Some(next) = join.and_then(|join| join.to_one.get(row)) else {
                return Err(refused(span, "`RELATED` over a relationship whose rows are not known"));
            };
            row = *next as usize;
        }
        let Some(found) = self.world.column(column) else {
            return Err(refused(span, format!("the column `{}`", self.world.schema.shown(column))));
        };
        Ok(found.value(row).clone())
    }

    /// Power BI looks past all filters here, but not past those of a role.
    fn lookup(
        &mut self,
        span: &Span,
        result: ColumnId,
        keys: &[(usize, Node)],
        otherwise: Option<&Node>,
    ) -> Evaluated<Value> {
        let mut bits = self.everything(result.0);
        bits.clear(self.world.rows(result.0));
        for (column, value) in keys {
            let value = self.scalar(value)?;
            let Some(column) = self.world.column((result.0, *column)) else {
                return Err(refused(span, "a column that was not read"));
            };
            let mut having = Bits::none(bits.length());
            let code = column.code(&value);
            code.map_or(&[][..], |code| column.rows(code)).iter().for_each(|row| having.set(*row as usize));
            bits.and(&having);
        }
        let Some(column) = self.world.column(result) else {
            return Err(refused(span, "a column that was not read"));
        };
        let codes: HashSet<u32> = bits.iter().filter_map(|row| column.codes.get(row).copied()).collect();
        match (codes.len(), otherwise) {
            (1, _) => Ok(bits.iter().next().map_or(Value::Blank, |row| column.value(row).clone())),
            (_, Some(otherwise)) => self.scalar(otherwise),
            (0, None) => Ok(Value::Blank),
            (_, None) => Err(fails(span, "`LOOKUPVALUE` that finds several values")),
        }
    }

    fn extreme(&mut self, span: &Span, is_greatest: bool, over: &Node, value: &Node) -> Evaluated<Value> {
        let table = self.table(over)?;
        let mut best = Value::Blank;
        for row in self.each(&table) {
            self.rows.push(row);
            let one = self.scalar(value);
            self.rows.pop();
            let one = one?;
            if one == Value::Blank {
                continue;
            }
            let order = one.order(&best).map_err(|_| incomparable(span, &one, &best))?;
            if best == Value::Blank || order.is_gt() == is_greatest && order.is_ne() {
                best = one;
            }
        }
        Ok(best)
    }

    fn count(&mut self, rows: &Node) -> Evaluated<usize> {
        Ok(match &*self.table(rows)? {
            Rel::Base(_, bits) => bits.iter().count(),
            Rel::Rows(rows) => rows.len(),
        })
    }

    fn filter(&mut self, table: &Rel, condition: &Node) -> Evaluated<Rel> {
        Ok(match table {
            Rel::Base(of, bits) => {
                let mut kept = Bits::none(bits.length());
                for row in bits.iter() {
                    self.rows.push(Row::Base(*of, row));
                    let is_true = self.truth(condition);
                    self.rows.pop();
                    if is_true? {
                        kept.set(row);
                    }
                }
                Rel::Base(*of, kept)
            }
            Rel::Rows(rows) => {
                let mut kept = Vec::new();
                for row in rows {
                    self.rows.push(Row::Made(row.clone()));
                    let is_true = self.truth(condition);
                    self.rows.pop();
                    if is_true? {
                        kept.push(row.clone());
                    }
                }
                Rel::Rows(kept)
            }
        })
    }

    /// What a row of `IN` is looked up in.
    fn members(&mut self, rows: &Node) -> Evaluated<Rc<HashSet<Vec<Key>>>> {
        if let Some(known) = self.members.get(&rows.id).filter(|_| self.turned == 0) {
            return Ok(known.clone());
        }
        let table = self.table(rows)?;
        let members: Rc<HashSet<Vec<Key>>> = Rc::new(self.made(&table).iter().map(|row| keys(row)).collect());
        // Only what no row was looked at for is the same for the next one.
        if self.turned == 0 && self.known.contains_key(&rows.id) {
            self.members.insert(rows.id, members.clone());
        }
        Ok(members)
    }

    fn each(&self, table: &Rel) -> Vec<Row> {
        match table {
            Rel::Base(of, bits) => bits.iter().map(|row| Row::Base(*of, row)).collect(),
            Rel::Rows(rows) => rows.iter().cloned().map(Row::Made).collect(),
        }
    }

    /// The rows with their values; of a table of the model, the columns that were read.
    fn made(&self, table: &Rel) -> Vec<Rc<[Value]>> {
        match table {
            Rel::Rows(rows) => rows.clone(),
            Rel::Base(of, bits) => {
                let columns = self.world.tables.get(*of).map(|table| table.columns.as_slice()).unwrap_or_default();
                let row = |row: usize| {
                    let cell = |column: &Option<_>| -> Value {
                        column.as_ref().map_or(Value::Blank, |column: &super::data::Column| column.value(row).clone())
                    };
                    columns.iter().map(cell).collect::<Vec<_>>().into()
                };
                bits.iter().map(row).collect()
            }
        }
    }
}

fn keys(row: &[Value]) -> Vec<Key> {
    row.iter().map(Value::key).collect()
}

/// What is worth being remembered.
fn is_costly(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Constant(_)
            | Kind::User
            | Kind::Column { .. }
            | Kind::Variable(_)
            | Kind::Let(..)
            | Kind::Compare(..)
            | Kind::Logic { .. }
            | Kind::Not(_)
            | Kind::If(..)
            | Kind::Arithmetic(..)
            | Kind::Text(..)
    )
}

fn compare(span: &Span, operator: Operator, a: &Value, b: &Value) -> Evaluated<bool> {
    let wrong = |_| incomparable(span, a, b);
    match a.compares(operator, b).map_err(wrong)? {
        Some(holds) => Ok(holds),
        None => Err(refused(span, format!("the operator `{}`", operator.as_str()))),
    }
}

fn arithmetic(span: &Span, operator: Operator, a: &Value, b: &Value) -> Evaluated<Value> {
    if let Some(value) = a.reckons(operator, b) {
        return Ok(value);
    }
    let (Some(x), Some(y)) = (a.number(), b.number()) else {
        return Err(refused(span, format!("`{}` of {} and {}", operator.as_str(), a.kind(), b.kind())));
    };
    Ok(Value::Number(match operator {
        Operator::Add => x + y,
        Operator::Subtract => x - y,
        Operator::Multiply => x * y,
        _ => x / y,
    }))
}

fn incomparable(span: &Span, a: &Value, b: &Value) -> Fault {
    fails(span, format!("a comparison of {} with {}", a.kind(), b.kind()))
}

fn fails(span: &Span, what: impl Into<String>) -> Fault {
    Fault { span: span.clone(), what: what.into(), fails: true }
}

fn refused(span: &Span, what: impl Into<String>) -> Fault {
    Fault { span: span.clone(), what: what.into(), fails: false }
}

#[cfg(test)]
mod tests;
