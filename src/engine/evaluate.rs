//! Nodes to values, under a filter context and the rows around.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::Engine;
use super::batch::Batch;
use super::column::Column;
use super::context::{Context, Filter, Interner, Way};
use super::node::{Kind, Node};
use super::operators::{arithmetic, compare, negate};
use super::reader::Reader;
use super::relation::{Rel, Row};
use super::row_set::RowSet;
use super::rows::RowsKey;
use super::text::written;
use crate::dax::Span;
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

/// Why there is no value.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The measure in whose words it stands; `None` is the query's own.
    pub measure: Option<usize>,
    pub span: Span,
    pub what: String,
    /// Power BI fails as well; else only this evaluator does not know.
    pub fails: bool,
}

pub type Evaluated<T> = Result<T, Fault>;

#[derive(Clone, Debug)]
pub enum Out {
    Scalar(Value),
    Table(Rc<Rel>),
}

impl Out {
    pub fn table(rel: Rel) -> Evaluated<Out> {
        Ok(Out::Table(Rc::new(rel)))
    }
}

pub fn scalar(value: impl Into<Value>) -> Evaluated<Out> {
    Ok(Out::Scalar(value.into()))
}

/// The work of one reader: not shared, as it remembers what it has worked out.
pub struct Evaluator<'e> {
    pub engine: &'e Engine<'e>,
    pub user: Value,
    /// What the reader may see of each table.
    pub unfiltered: Vec<Rc<RowSet>>,
    pub interner: Interner,
    pub known_rows: FxHashMap<RowsKey, Rc<RowSet>>,
    pub kept: usize,
    pub reached: FxHashMap<(usize, u32), Rc<Vec<bool>>>,
    /// Filters that say the same under every context, by their node.
    pub constants: FxHashMap<usize, Rc<Filter>>,
    /// Sums by day, and below how many rows these are not made.
    pub few: usize,
    pub days: FxHashMap<super::together::DaysKey, Option<Rc<Vec<Value>>>>,
    pub day_codes: FxHashMap<super::together::DaysKey, Rc<super::totals::Buckets>>,
    /// Orders of values that a rank is looked up in, by node and what they hang on.
    pub rankings: FxHashMap<super::rank::RankingKey, (Rc<Rel>, Rc<Vec<Value>>)>,
    pub context: Rc<Context>,
    /// The filters that come from outside the visual: what `ALLSELECTED` goes back to.
    pub outer: Rc<Context>,
    pub rows: Vec<Row>,
    /// For each row, the groups that its iteration works out together.
    pub batches: Vec<Option<(Rc<Batch>, usize)>>,
    /// Where the rows of the measure that is being evaluated begin.
    pub frame: usize,
    /// Rows before this one have become filters.
    pub turned: usize,
    variables: Vec<Out>,
    first_variable: usize,
    depth: usize,
}

/// More than anybody nests, and less than the stack of a thread holds.
const DEEPEST: usize = 220;

impl<'e> Evaluator<'e> {
    pub fn new(engine: &'e Engine<'e>, reader: &Reader) -> Self {
        let mut interner = Interner::default();
        let ways = engine.edges.iter().map(|edge| match (edge.is_active, edge.both) {
            (false, _) => Way::Off,
            (true, false) => Way::Down,
            (true, true) => Way::Both,
        });
        let ways = interner.ways(ways.collect());
        let empty = Rc::new(Context {
            filters: Vec::new(),
            ways,
            groups: Rc::new([]),
            cell: None,
            is_iterated: false,
            memo: Default::default(),
        });
        Self {
            engine,
            user: reader.user.as_deref().map_or(Value::Blank, Value::text),
            unfiltered: reader.unfiltered(engine),
            interner,
            known_rows: FxHashMap::default(),
            kept: 0,
            reached: FxHashMap::default(),
            constants: FxHashMap::default(),
            few: super::together::FEW,
            days: FxHashMap::default(),
            day_codes: FxHashMap::default(),
            rankings: FxHashMap::default(),
            context: empty.clone(),
            outer: empty,
            rows: Vec::new(),
            batches: Vec::new(),
            frame: 0,
            turned: 0,
            variables: Vec::new(),
            first_variable: 0,
            depth: 0,
        }
    }

    pub fn column(&self, span: &Span, id: ColumnId) -> Evaluated<&'e Column> {
        match self.engine.column(id) {
            Some(column) => Ok(column),
            None => Err(refused(span, self.engine.why_not(id))),
        }
    }

    pub fn scalar(&mut self, node: &Node) -> Evaluated<Value> {
        match self.out(node)? {
            Out::Scalar(value) => Ok(value),
            Out::Table(table) => self.sole(node, &table),
        }
    }

    /// A table of one column and one row stands for its value.
    fn sole(&mut self, node: &Node, table: &Rel) -> Evaluated<Value> {
        let width = node.shape.as_ref().map_or(1, |shape| shape.columns.len());
        match (table.len(), width) {
            (0, 1) => Ok(Value::Blank),
            (1, 1) => Ok(self.engine.made(table).first().and_then(|row| row.first()).cloned().unwrap_or(Value::Blank)),
            _ => Err(fails(&node.span, "a table of several values where one is needed")),
        }
    }

    pub fn truth(&mut self, node: &Node) -> Evaluated<bool> {
        let value = self.scalar(node)?;
        value.truth().ok_or_else(|| fails(&node.span, format!("a condition that is {}", value.kind())))
    }

    pub fn table(&mut self, node: &Node) -> Evaluated<Rc<Rel>> {
        match self.out(node)? {
            Out::Table(table) => Ok(table),
            Out::Scalar(_) => Err(refused(&node.span, "a value where a table is needed")),
        }
    }

    pub fn number(&mut self, node: &Node) -> Evaluated<f64> {
        let value = self.scalar(node)?;
        value.number().ok_or_else(|| fails(&node.span, format!("{} where a number is needed", value.kind())))
    }

    pub fn text(&mut self, node: &Node) -> Evaluated<String> {
        Ok(written(&self.scalar(node)?))
    }

    pub fn out(&mut self, node: &Node) -> Evaluated<Out> {
        self.depth += 1;
        let out = match self.depth {
            ..DEEPEST => self.work_out(node),
            _ => Err(refused(&node.span, "an expression that is so deep, or that needs itself")),
        };
        self.depth -= 1;
        out
    }

    fn work_out(&mut self, node: &Node) -> Evaluated<Out> {
        let span = &node.span;
        Ok(Out::Scalar(match &node.kind {
            Kind::Constant(value) => value.clone(),
            Kind::Cell { scope, place } => self.cell(span, *scope, *place)?,
            Kind::Related { scope, edges, column } => self.related(span, *scope, edges, *column)?,
            Kind::Variable(at) => {
                let out = self.variables.get(self.first_variable + at).cloned();
                return out.ok_or_else(|| refused(span, "a variable that is not there"));
            }
            Kind::Let(values, body) => {
                let known = self.variables.len();
                let out = values.iter().try_for_each(|value| {
                    let out = self.out(value)?;
                    self.variables.push(out);
                    Ok(())
                });
                let out = out.and_then(|()| self.out(body));
                self.variables.truncate(known);
                return out;
            }
            Kind::Measure(at) => self.measure(span, *at)?,
            Kind::Compare(operator, a, b) => {
                let (a, b) = (self.scalar(a)?, self.scalar(b)?);
                Value::Boolean(compare(span, *operator, &a, &b)?)
            }
            Kind::In(left, rows) => return self.is_in(left, rows),
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
            Kind::Negate(one) => {
                let value = self.scalar(one)?;
                negate(span, &value)?
            }
            Kind::Arithmetic(operator, a, b) => {
                let (a, b) = (self.scalar(a)?, self.scalar(b)?);
                arithmetic(span, *operator, &a, &b)?
            }
            Kind::Concatenate(a, b) => Value::text(&format!("{}{}", self.text(a)?, self.text(b)?)),
            Kind::Call { call, arguments, .. } => return call(self, node, arguments),
            Kind::Base(table) => return self.base(span, *table),
            Kind::Rows(rows) => {
                let mut made = Vec::with_capacity(rows.len());
                for cells in rows {
                    made.push(cells.iter().map(|cell| self.scalar(cell)).collect::<Evaluated<Rc<[Value]>>>()?);
                }
                return Out::table(Rel::Made(made));
            }
            Kind::Column(id) => {
                return Err(refused(span, format!("the column `{}` without a row", self.engine.schema.shown(*id))));
            }
            Kind::Table(_) | Kind::Word(_) | Kind::Omitted | Kind::Predicate { .. } => {
                return Err(refused(span, "an argument of this kind"));
            }
        }))
    }

    fn base(&mut self, span: &Span, table: usize) -> Evaluated<Out> {
        self.known(span, table)?;
        let context = self.context.clone();
        let rows = self.visible(table, &context);
        let rows = if rows.has_blank() { Rc::new(rows.without_blank()) } else { rows };
        Out::table(Rel::Base(table, rows))
    }

    /// Refuses a table whose rows are not known, or which of them the filters leave.
    pub fn known(&mut self, span: &Span, table: usize) -> Evaluated<()> {
        self.followed(span, table)?;
        match self.engine.tables.get(table).and_then(|table| table.unknown.as_ref()) {
            Some(why) => Err(refused(span, format!("the rows of `{}`: {why}", self.engine.schema.table_name(table)))),
            None => Ok(()),
        }
    }

    fn cell(&mut self, span: &Span, scope: usize, place: usize) -> Evaluated<Value> {
        match self.rows.get(self.frame + scope) {
            Some(Row::Base(table, row)) => Ok(self.column(span, (*table, place))?.value(*row as usize).clone()),
            Some(Row::Coded(of, at)) => match (of.columns.get(place), of.codes.get(at * of.columns.len() + place)) {
                (Some(id), Some(code)) => Ok(self.column(span, *id)?.value_of(*code).clone()),
                _ => Err(refused(span, "a column that is not there")),
            },
            Some(Row::Made(cells, _)) => Ok(cells.get(place).cloned().unwrap_or(Value::Blank)),
            None => Err(refused(span, "a row that is not there")),
        }
    }

    fn related(&mut self, span: &Span, scope: usize, edges: &[usize], id: ColumnId) -> Evaluated<Value> {
        let Some(Row::Base(_, row)) = self.rows.get(self.frame + scope) else {
            return Err(refused(span, "`RELATED` without a row of a table of the model"));
        };
        let row = edges.iter().fold(*row as usize, |row, edge| self.engine.edges[*edge].partner(row));
        Ok(self.column(span, id)?.value(row).clone())
    }

    /// A measure: the rows around become filters, and nothing of them is seen within.
    pub fn measure(&mut self, span: &Span, at: usize) -> Evaluated<Value> {
        let context = self.transition(span)?;
        self.measure_in(span, at, context)
    }

    pub fn measure_in(&mut self, span: &Span, at: usize, context: Rc<Context>) -> Evaluated<Value> {
        if let Some((_, known)) = context.memo.borrow().iter().find(|(measure, _)| *measure == at) {
            return Ok(known.clone());
        }
        let Some(measure) = self.engine.measures.get(at) else {
            return Err(refused(span, "a measure that is not there"));
        };
        let node = measure.node.as_ref().map_err(|fault| Fault { measure: Some(at), ..fault.clone() })?;
        let before = (self.frame, self.turned, self.first_variable);
        let outer = std::mem::replace(&mut self.context, context);
        (self.frame, self.turned, self.first_variable) = (self.rows.len(), self.rows.len(), self.variables.len());
        let value = self.scalar(node);
        (self.frame, self.turned, self.first_variable) = before;
        let context = std::mem::replace(&mut self.context, outer);
        let value = value.map_err(|fault| Fault { measure: fault.measure.or(Some(at)), ..fault })?;
        context.memo.borrow_mut().push((at, value.clone()));
        Ok(value)
    }

    /// Evaluates under another context, without the rows around.
    pub fn within<T>(&mut self, context: Rc<Context>, work: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.context, context);
        let turned = std::mem::replace(&mut self.turned, self.rows.len());
        let result = work(self);
        self.turned = turned;
        self.context = outer;
        result
    }
}

pub fn fails(span: &Span, what: impl Into<String>) -> Fault {
    Fault { measure: None, span: span.clone(), what: what.into(), fails: true }
}

pub fn refused(span: &Span, what: impl Into<String>) -> Fault {
    Fault { measure: None, span: span.clone(), what: what.into(), fails: false }
}
