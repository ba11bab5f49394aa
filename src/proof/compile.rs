//! DAX trees to nodes whose names are resolved. What the evaluator does not know is refused here, by name, before a
//! row is read: a filter is proved as a whole or not at all.

use std::collections::BTreeSet;

use super::schema::{ColumnId, Schema};
use super::value::Value;
use crate::dax::Span;
use crate::dax::tree::{self, Block, Chain, Expr, ExprKind, Literal, Operator, Sign};
use crate::name::same;

mod calculate;
mod functions;
mod tables;

/// An expression that can be evaluated.
#[derive(Clone, Debug)]
pub struct Node {
    /// Unique among the nodes of one proof.
    pub id: usize,
    pub span: Span,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub enum Kind {
    Constant(Value),
    /// The name of the reader.
    User,
    /// A column of a row: which of the rows around, the outermost first, and which of its columns.
    Column {
        scope: usize,
        place: usize,
    },
    /// A column of the row's partners, over relationships to their one side.
    Related {
        scope: usize,
        edges: Vec<usize>,
        column: ColumnId,
    },
    Variable(usize),
    Let(Vec<Node>, Box<Node>),
    Compare(Operator, Box<Node>, Box<Node>),
    In(Vec<Node>, Box<Node>),
    /// `||` or `&&`.
    Logic {
        is_or: bool,
        of: Vec<Node>,
    },
    Not(Box<Node>),
    Arithmetic(Operator, Box<Node>, Box<Node>),
    If(Box<Node>, Box<Node>, Option<Box<Node>>),
    Switch(Box<Node>, Vec<(Node, Node)>, Option<Box<Node>>),
    Coalesce(Vec<Node>),
    Text(functions::TextFunction, Vec<Node>),
    Lookup {
        result: ColumnId,
        keys: Vec<(usize, Node)>,
        otherwise: Option<Box<Node>>,
    },
    IsEmpty(Box<Node>),
    CountRows(Box<Node>),
    /// The one value of a table of one column; the other where there are several or none.
    Sole(Box<Node>, Option<Box<Node>>),
    HasOne(Box<Node>),
    Extreme {
        is_greatest: bool,
        over: Box<Node>,
        value: Box<Node>,
    },
    Calculate(Box<Node>, Vec<Filter>),
    Base(usize),
    Values {
        columns: Vec<ColumnId>,
        /// Whether the row of missing partners counts.
        blank: bool,
        /// Whether filters are looked past.
        all: bool,
    },
    AllRows {
        table: usize,
        blank: bool,
    },
    Filter(Box<Node>, Box<Node>),
    Select(Box<Node>, Vec<Node>),
    Rows(Vec<Vec<Node>>),
    Set(SetOperator, Box<Node>, Box<Node>),
    Distinct(Box<Node>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetOperator {
    Union,
    Intersect,
    Except,
}

/// An argument of `CALCULATE` behind the first.
#[derive(Clone, Debug)]
pub enum Filter {
    /// True of the values of these columns of one table.
    Predicate { table: usize, columns: Vec<usize>, is_true: Node },
    /// The rows of a table of the model.
    Rows { table: usize, rows: Node },
    /// Values of these columns of one table.
    Values { table: usize, columns: Vec<usize>, rows: Node },
    /// Filters that are taken away: of the columns of a table, of a table, of everything.
    Remove(Option<usize>, Option<Vec<usize>>),
    /// Of a table, except those of these columns.
    RemoveExcept(usize, Vec<usize>),
}

/// What an expression is not known to do here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub span: Span,
    pub what: String,
}

/// The columns of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// A table of the model, with all its columns.
    pub base: Option<usize>,
    pub columns: Vec<ShapeColumn>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ShapeColumn {
    pub name: String,
    /// The column of the model that the values are of.
    pub origin: Option<ColumnId>,
}

/// Scalars have no shape.
pub type Compiled = Result<(Node, Option<Shape>), Refusal>;

pub struct Compiler<'a> {
    pub schema: &'a Schema<'a>,
    /// Every column that is read.
    pub needs: BTreeSet<ColumnId>,
    /// Every table whose rows are read beside the row's own.
    pub reads: BTreeSet<usize>,
    next: usize,
    home: usize,
    scopes: Vec<Shape>,
    /// Rows further out than this are out of reach, within `CALCULATE`.
    barrier: usize,
    variables: Vec<(String, Option<Shape>)>,
    depth: usize,
}

impl<'a> Compiler<'a> {
    pub fn new(schema: &'a Schema<'a>) -> Self {
        let (needs, reads) = (BTreeSet::new(), BTreeSet::new());
        let (scopes, variables) = (Vec::new(), Vec::new());
        Self { schema, needs, reads, next: 0, home: 0, scopes, barrier: 0, variables, depth: 0 }
    }

    /// A value for each row of the table.
    pub fn row_expression(&mut self, home: usize, tree: &Expr) -> Result<Node, Refusal> {
        self.home = home;
        self.barrier = 0;
        self.depth = 0;
        self.variables.clear();
        self.scopes = vec![self.base_shape(home)];
        self.scalar(tree)
    }

    fn node(&mut self, span: &Span, kind: Kind) -> Node {
        self.next += 1;
        Node { id: self.next, span: span.clone(), kind }
    }

    fn base_shape(&self, table: usize) -> Shape {
        let columns = self.schema.model.tables.get(table).map(|table| table.columns.as_slice()).unwrap_or_default();
        let column = |(place, column): (usize, &crate::model::Column)| ShapeColumn {
            name: column.name.to_string(),
            origin: Some((table, place)),
        };
        Shape { base: Some(table), columns: columns.iter().enumerate().map(column).collect() }
    }

    /// A single value; a table of one column stands for the value in it.
    fn scalar(&mut self, tree: &Expr) -> Result<Node, Refusal> {
        let (node, shape) = self.expression(tree)?;
        match shape {
            None => Ok(node),
            Some(shape) if shape.columns.len() == 1 => {
                let span = node.span.clone();
                Ok(self.node(&span, Kind::Sole(Box::new(node), None)))
            }
            Some(_) => Err(refuse(&tree.span, "a table where a value is needed")),
        }
    }

    fn table(&mut self, tree: &Expr) -> Result<(Node, Shape), Refusal> {
        match self.expression(tree)? {
            (node, Some(shape)) => Ok((node, shape)),
            _ => Err(refuse(&tree.span, "a value where a table is needed")),
        }
    }

    fn expression(&mut self, tree: &Expr) -> Compiled {
        let depth = self.depth;
        self.deeper(&tree.span, 1)?;
        let compiled = self.expression_within(tree);
        self.depth = depth;
        compiled
    }

    /// Refuses what would be too deep to be evaluated.
    fn deeper(&mut self, span: &Span, by: usize) -> Result<(), Refusal> {
        self.depth += by;
        if self.depth > DEEPEST { Err(refuse(span, "an expression that is so deep or so long")) } else { Ok(()) }
    }

    fn expression_within(&mut self, tree: &Expr) -> Compiled {
        let span = &tree.span;
        Ok(match &tree.kind {
            ExprKind::Literal(literal) => (self.literal(span, literal)?, None),
            ExprKind::Column(column) => (self.column(span, column)?, None),
            ExprKind::Name(name) => return self.name(span, name),
            ExprKind::Parenthesised(inner) => return self.expression(inner),
            ExprKind::Unary(unary) => {
                let operand = self.scalar(&unary.operand)?;
                match unary.sign {
                    Sign::Not => (self.node(span, Kind::Not(Box::new(operand))), None),
                    Sign::Plus => (operand, None),
                    Sign::Minus => {
                        let zero = self.node(span, Kind::Constant(Value::Integer(0)));
                        let kind = Kind::Arithmetic(Operator::Subtract, Box::new(zero), Box::new(operand));
                        (self.node(span, kind), None)
                    }
                }
            }
            ExprKind::Chain(chain) => (self.chain(span, chain)?, None),
            ExprKind::Block(block) => return self.block(span, block),
            ExprKind::Table(rows) => return self.rows(span, rows),
            ExprKind::Call(call) => return self.call(span, call),
            ExprKind::Row(_) => return Err(refuse(span, "several values in brackets where one is needed")),
            ExprKind::Words(words) => {
                let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
                return Err(refuse(span, format!("`{}`", words.join(" "))));
            }
            ExprKind::Parameter(name) => return Err(refuse(span, format!("the parameter `@{}`", name.text))),
            ExprKind::Filtered(_) => return Err(refuse(span, "a measure")),
            ExprKind::Omitted => return Err(refuse(span, "an argument that is left out")),
            ExprKind::Error => return Err(refuse(span, "what could not be read")),
        })
    }

    fn literal(&mut self, span: &Span, literal: &Literal) -> Result<Node, Refusal> {
        let value = match literal {
            Literal::Integer(text) => text.parse().map(Value::Integer).ok(),
            Literal::Real(text) => text.parse().map(Value::Number).ok(),
            Literal::Text(text) => Some(Value::text(text)),
            Literal::Boolean(value) => Some(Value::Boolean(*value)),
            Literal::Date(_) => None,
        };
        let value = value.ok_or_else(|| refuse(span, "this literal"))?;
        Ok(self.node(span, Kind::Constant(value)))
    }

    fn column(&mut self, span: &Span, column: &tree::Column) -> Result<Node, Refusal> {
        let name = &column.name.text;
        if column.level.is_some() {
            return Err(refuse(span, "a level of a date's own hierarchy"));
        }
        if let Some(table) = &column.table {
            let id = self.column_id(span, &table.text, name)?;
            return self
                .placed(span, &|shape| shape.columns.iter().position(|column| column.origin == Some(id)))?
                .ok_or_else(|| {
                    refuse(span, format!("the column `{}` where no row of its table is at hand", self.schema.shown(id)))
                });
        }
        let found = self.placed(span, &|shape| shape.columns.iter().position(|column| same(&column.name, name)))?;
        let is_measure = || self.schema.model.measures().any(|(_, measure)| same(measure.name.as_str(), name));
        found.ok_or_else(|| match is_measure() {
            true => refuse(span, format!("the measure `[{name}]`")),
            false => refuse(span, format!("the column `[{name}]`, which nothing here has")),
        })
    }

    /// The column of the innermost row that has it.
    fn placed(&mut self, span: &Span, find: &dyn Fn(&Shape) -> Option<usize>) -> Result<Option<Node>, Refusal> {
        for scope in (0..self.scopes.len()).rev() {
            let Some(shape) = self.scopes.get(scope) else { continue };
            let Some(place) = find(shape) else { continue };
            if scope < self.barrier {
                return Err(refuse(span, "a column of the row outside within `CALCULATE`"));
            }
            let origin = shape.columns.get(place).and_then(|column| column.origin);
            self.needs.extend(origin);
            return Ok(Some(self.node(span, Kind::Column { scope, place })));
        }
        Ok(None)
    }

    fn column_id(&self, span: &Span, table: &str, column: &str) -> Result<ColumnId, Refusal> {
        let Some(table_id) = self.schema.table(table) else {
            return Err(refuse(span, format!("the table `{table}`, which the model does not have")));
        };
        match self.schema.column(table_id, column) {
            Some(column) => Ok((table_id, column)),
            None => Err(refuse(span, format!("the column `{table}[{column}]`, which the model does not have"))),
        }
    }

    fn name(&mut self, span: &Span, name: &tree::Name) -> Compiled {
        if !name.quoted {
            let known = self.variables.iter().enumerate().rev();
            if let Some((at, (_, shape))) = known.clone().find(|(_, (known, _))| same(known, &name.text)) {
                let shape = shape.clone();
                return Ok((self.node(span, Kind::Variable(at)), shape));
            }
        }
        let Some(table) = self.schema.table(&name.text) else {
            return Err(refuse(span, format!("`{}`, which is no table and no variable", name.text)));
        };
        self.reads.insert(table);
        Ok((self.node(span, Kind::Base(table)), Some(self.base_shape(table))))
    }

    fn chain(&mut self, span: &Span, chain: &Chain) -> Result<Node, Refusal> {
        if let Some(is_or) = logic(chain) {
            let mut of = vec![self.scalar(&chain.first)?];
            for link in &chain.rest {
                of.push(self.scalar(&link.operand)?);
            }
            return Ok(self.node(span, Kind::Logic { is_or, of }));
        }
        if let Some(link) = chain.rest.first().filter(|link| link.operator == Operator::In) {
            if chain.rest.len() > 1 {
                return Err(refuse(span, "`IN` in a chain of comparisons"));
            }
            let left: Vec<&Expr> = match &chain.first.kind {
                ExprKind::Row(items) => items.iter().collect(),
                _ => vec![&chain.first],
            };
            let left: Vec<Node> = left.into_iter().map(|one| self.scalar(one)).collect::<Result<_, _>>()?;
            let (rows, shape) = self.table(&link.operand)?;
            if shape.columns.len() != left.len() {
                return Err(refuse(span, "`IN` a table of another width"));
            }
            return Ok(self.node(span, Kind::In(left, Box::new(rows))));
        }
        // Each operator is a step deeper when it is evaluated.
        let depth = self.depth;
        self.deeper(span, chain.rest.len())?;
        let left = self.left_to_right(chain);
        self.depth = depth;
        left
    }

    fn left_to_right(&mut self, chain: &Chain) -> Result<Node, Refusal> {
        let mut left = self.scalar(&chain.first)?;
        for link in &chain.rest {
            let right = Box::new(self.scalar(&link.operand)?);
            let span = left.span.start..link.operand.span.end;
            let kind = match link.operator {
                Operator::Concatenate => Kind::Text(functions::TextFunction::Concatenate, vec![left, *right]),
                Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide => {
                    Kind::Arithmetic(link.operator, Box::new(left), right)
                }
                Operator::Power | Operator::In | Operator::Or | Operator::And => {
                    return Err(refuse(&link.operator_span, format!("the operator `{}`", link.operator.as_str())));
                }
                comparison => Kind::Compare(comparison, Box::new(left), right),
            };
            left = self.node(&span, kind);
        }
        Ok(left)
    }

    fn block(&mut self, span: &Span, block: &Block) -> Compiled {
        let known = self.variables.len();
        let mut values = Vec::new();
        for variable in &block.variables {
            let (value, shape) = self.expression(&variable.value)?;
            values.push(value);
            self.variables.push((variable.name.text.clone(), shape));
        }
        let (body, shape) = self.expression(&block.body)?;
        self.variables.truncate(known);
        Ok((self.node(span, Kind::Let(values, Box::new(body))), shape))
    }
}

/// More than anybody writes in a filter, and less than the stack of a thread holds.
const DEEPEST: usize = 100;

/// `Some(true)` for `||`, `Some(false)` for `&&`: all operators of a chain are of one precedence.
fn logic(chain: &Chain) -> Option<bool> {
    match chain.rest.first()?.operator {
        Operator::Or => Some(true),
        Operator::And => Some(false),
        _ => None,
    }
}

fn refuse(span: &Span, what: impl Into<String>) -> Refusal {
    Refusal { span: span.clone(), what: what.into() }
}

impl Node {
    /// The nodes directly within this one.
    pub fn children(&self) -> Vec<&Node> {
        match &self.kind {
            Kind::Constant(_)
            | Kind::User
            | Kind::Column { .. }
            | Kind::Related { .. }
            | Kind::Variable(_)
            | Kind::Base(_)
            | Kind::Values { .. }
            | Kind::AllRows { .. } => Vec::new(),
            Kind::Let(values, body) => values.iter().chain([&**body]).collect(),
            Kind::Compare(_, a, b) | Kind::Arithmetic(_, a, b) | Kind::Filter(a, b) | Kind::Set(_, a, b) => vec![a, b],
            Kind::In(left, rows) => left.iter().chain([&**rows]).collect(),
            Kind::Logic { of, .. } | Kind::Coalesce(of) | Kind::Text(_, of) => of.iter().collect(),
            Kind::Not(a) | Kind::IsEmpty(a) | Kind::CountRows(a) | Kind::HasOne(a) | Kind::Distinct(a) => vec![a],
            Kind::If(a, b, c) => [Some(a), Some(b), c.as_ref()].into_iter().flatten().map(|node| &**node).collect(),
            Kind::Switch(value, cases, otherwise) => {
                let cases = cases.iter().flat_map(|(a, b)| [a, b]);
                std::iter::once(&**value).chain(cases).chain(otherwise.as_deref()).collect()
            }
            Kind::Lookup { keys, otherwise, .. } => {
                keys.iter().map(|(_, key)| key).chain(otherwise.as_deref()).collect()
            }
            Kind::Sole(a, b) => std::iter::once(&**a).chain(b.as_deref()).collect(),
            Kind::Extreme { over, value, .. } => vec![over, value],
            Kind::Calculate(body, filters) => {
                let filters = filters.iter().filter_map(|filter| match filter {
                    Filter::Predicate { is_true: node, .. } | Filter::Rows { rows: node, .. } => Some(node),
                    Filter::Values { rows: node, .. } => Some(node),
                    Filter::Remove(..) | Filter::RemoveExcept(..) => None,
                });
                std::iter::once(&**body).chain(filters).collect()
            }
            Kind::Select(rows, values) => std::iter::once(&**rows).chain(values).collect(),
            Kind::Rows(rows) => rows.iter().flatten().collect(),
        }
    }

    pub fn walk<'n>(&'n self, visit: &mut impl FnMut(&'n Node)) {
        visit(self);
        self.children().into_iter().for_each(|child| child.walk(visit));
    }
}

pub use functions::TextFunction;
