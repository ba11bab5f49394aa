//! Trees of DAX to nodes whose names are resolved. A function that is not in the list of one of the families is
//! refused here, by name.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Engine;
use super::evaluate::{Evaluated, Fault, fails, refused};
use super::link::Link;
use super::node::{Kind, Node, Shape, ShapeColumn};
use crate::dax::Span;
use crate::dax::tree::{self, Block, Chain, Expr, ExprKind, Literal, Operator, Sign};
use crate::name::same;
use crate::proof::schema::{ColumnId, Schema};
use crate::proof::value::Value;

mod call;
mod filter;
mod list;
mod shape;

pub use list::{Entry, entry, functions, lookup, table};
pub use shape::Shaped;

pub type Compiled = Evaluated<Node>;

pub struct Compiler<'e, 'a> {
    pub schema: &'e Schema<'a>,
    pub links: &'e [Link],
    /// The measures, as the engine has them.
    pub measures: &'e FxHashMap<String, usize>,
    /// Every column that is read.
    pub needs: BTreeSet<ColumnId>,
    /// Every table whose rows are read.
    pub reads: BTreeSet<usize>,
    /// Tables of which rows become filters.
    pub wholes: BTreeSet<usize>,
    /// Measures that are used.
    pub uses: BTreeSet<usize>,
    pub next: usize,
    scopes: Vec<Shape>,
    /// Rows further out than this are out of reach, within `CALCULATE`.
    barrier: usize,
    variables: Vec<(String, Option<Arc<Shape>>)>,
    depth: usize,
}

impl<'e, 'a> Compiler<'e, 'a> {
    pub fn new(schema: &'e Schema<'a>, links: &'e [Link], measures: &'e FxHashMap<String, usize>, next: usize) -> Self {
        let empty = BTreeSet::new;
        Self {
            schema,
            links,
            measures,
            needs: empty(),
            reads: BTreeSet::new(),
            wholes: BTreeSet::new(),
            uses: BTreeSet::new(),
            next,
            scopes: Vec::new(),
            barrier: 0,
            variables: Vec::new(),
            depth: 0,
        }
    }

    /// A value, or one for each row of a table.
    pub fn expression(&mut self, text: &str, row_of: Option<usize>) -> Compiled {
        let parsed = crate::dax::parse_expression(text);
        if let Some(error) = parsed.errors.first() {
            return Err(fails(&error.span, &error.message));
        }
        (self.barrier, self.depth) = (0, 0);
        self.variables.clear();
        self.scopes = row_of.map(|table| self.base_shape(table)).into_iter().collect();
        self.scalar(&parsed.tree)
    }

    fn node(&mut self, span: &Span, kind: Kind) -> Node {
        self.next += 1;
        Node { id: self.next, span: span.clone(), kind, shape: None }
    }

    fn shaped(&mut self, span: &Span, kind: Kind, shape: Shape) -> Node {
        Node { shape: Some(Arc::new(shape)), ..self.node(span, kind) }
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
    fn scalar(&mut self, tree: &Expr) -> Compiled {
        let node = self.any(tree)?;
        match &node.shape {
            Some(shape) if shape.columns.len() != 1 => Err(fails(&tree.span, "a table where a value is needed")),
            _ => Ok(node),
        }
    }

    fn table(&mut self, tree: &Expr) -> Compiled {
        let node = self.any(tree)?;
        if node.shape.is_none() {
            return Err(fails(&tree.span, "a value where a table is needed"));
        }
        Ok(node)
    }

    fn any(&mut self, tree: &Expr) -> Compiled {
        self.depth += 1;
        let node = match self.depth {
            ..=DEEPEST => self.any_within(tree),
            _ => Err(refused(&tree.span, "an expression that is so deep")),
        };
        self.depth -= 1;
        node
    }

    fn any_within(&mut self, tree: &Expr) -> Compiled {
        let span = &tree.span;
        match &tree.kind {
            ExprKind::Literal(literal) => self.literal(span, literal),
            ExprKind::Column(column) => self.column(span, column),
            ExprKind::Name(name) => self.name(span, name),
            ExprKind::Parenthesised(inner) => self.any(inner),
            ExprKind::Unary(unary) => {
                let operand = self.scalar(&unary.operand)?;
                Ok(match unary.sign {
                    Sign::Not => self.node(span, Kind::Not(Box::new(operand))),
                    Sign::Plus => operand,
                    Sign::Minus => self.node(span, Kind::Negate(Box::new(operand))),
                })
            }
            ExprKind::Chain(chain) => self.chain(span, chain),
            ExprKind::Block(block) => self.block(span, block),
            ExprKind::Table(rows) => self.rows(span, rows),
            ExprKind::Call(call) => self.call(span, call),
            ExprKind::Row(_) => Err(refused(span, "several values in brackets where one is needed")),
            ExprKind::Words(words) => {
                let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
                Err(refused(span, format!("`{}`", words.join(" "))))
            }
            ExprKind::Parameter(name) => Err(refused(span, format!("the parameter `@{}`", name.text))),
            ExprKind::Filtered(filtered) => self.calculate(span, &filtered.measure, &filtered.filters, false),
            ExprKind::Omitted => Err(refused(span, "an argument that is left out")),
            ExprKind::Error => Err(fails(span, "what could not be read")),
        }
    }

    fn literal(&mut self, span: &Span, literal: &Literal) -> Compiled {
        let value = match literal {
            Literal::Integer(text) => {
                text.parse().map(Value::Integer).or_else(|_| text.parse().map(Value::Number)).ok()
            }
            Literal::Real(text) => text.parse().map(Value::Number).ok(),
            Literal::Text(text) => Some(Value::text(text)),
            Literal::Boolean(value) => Some(Value::Boolean(*value)),
            Literal::Date(text) => super::date::parse(text).map(Value::Date),
        };
        let value = value.ok_or_else(|| refused(span, "this literal"))?;
        Ok(self.node(span, Kind::Constant(value)))
    }

    fn measure(&mut self, span: &Span, at: usize) -> Node {
        self.uses.insert(at);
        self.turn();
        self.node(span, Kind::Measure(at))
    }

    /// The rows around become filters here.
    fn turn(&mut self) {
        self.wholes.extend(self.scopes.iter().skip(self.barrier).filter_map(|shape| shape.base));
    }

    fn column(&mut self, span: &Span, column: &tree::Column) -> Compiled {
        let name = &column.name.text;
        if column.level.is_some() {
            return Err(refused(span, "a level of a date's own hierarchy"));
        }
        let measure = self.measures.get(&super::folded(name)).copied();
        if let Some(table) = &column.table {
            let known = self.schema.table(&table.text).and_then(|of| Some((of, self.schema.column(of, name)?)));
            return match (known, measure) {
                (Some(id), _) => {
                    let found =
                        self.placed(span, &|shape| shape.columns.iter().position(|one| one.origin == Some(id)))?;
                    found.ok_or_else(|| {
                        let shown = self.schema.shown(id);
                        fails(span, format!("the column `{shown}` where no row of its table is at hand"))
                    })
                }
                (None, Some(measure)) => Ok(self.measure(span, measure)),
                (None, None) => Err(fails(span, format!("`{}[{name}]`, which the model does not have", table.text))),
            };
        }
        let own = self.placed(span, &|shape| {
            shape.columns.iter().position(|one| one.origin.is_none() && same(&one.name, name))
        })?;
        if let Some(node) = own {
            return Ok(node);
        }
        if let Some(measure) = measure {
            return Ok(self.measure(span, measure));
        }
        let found = self.placed(span, &|shape| shape.columns.iter().position(|one| same(&one.name, name)))?;
        found.ok_or_else(|| fails(span, format!("`[{name}]`, which is no measure and no column here")))
    }

    /// The column of the innermost row that has it.
    fn placed(&mut self, span: &Span, find: &dyn Fn(&Shape) -> Option<usize>) -> Evaluated<Option<Node>> {
        for scope in (self.barrier..self.scopes.len()).rev() {
            if let Some(shape) = self.scopes.get(scope)
                && let Some(place) = find(shape)
            {
                let origin = shape.columns.get(place).and_then(|column| column.origin);
                self.needs.extend(origin);
                return Ok(Some(self.node(span, Kind::Cell { scope, place })));
            }
        }
        Ok(None)
    }

    fn column_id(&mut self, tree: &Expr) -> Evaluated<ColumnId> {
        let ExprKind::Column(column) = &tree.kind else {
            return Err(refused(&tree.span, "what is no column where one is needed"));
        };
        let table = match &column.table {
            Some(table) => self.schema.table(&table.text),
            None => None,
        };
        let id = table.and_then(|table| Some((table, self.schema.column(table, &column.name.text)?)));
        let id = id.filter(|_| column.level.is_none()).ok_or_else(|| {
            fails(&tree.span, format!("`[{}]`, which is no column of a table that is named", column.name.text))
        })?;
        self.needs.insert(id);
        self.reads.insert(id.0);
        Ok(id)
    }

    fn name(&mut self, span: &Span, name: &tree::Name) -> Compiled {
        if !name.quoted {
            let known = self.variables.iter().enumerate().rev().find(|(_, (known, _))| same(known, &name.text));
            if let Some((at, (_, shape))) = known {
                let shape = shape.clone();
                return Ok(Node { shape, ..self.node(span, Kind::Variable(at)) });
            }
        }
        let Some(table) = self.schema.table(&name.text) else {
            return Err(fails(span, format!("`{}`, which is no table and no variable", name.text)));
        };
        self.reads.insert(table);
        let shape = self.base_shape(table);
        Ok(self.shaped(span, Kind::Base(table), shape))
    }

    fn chain(&mut self, span: &Span, chain: &Chain) -> Compiled {
        let first = chain.rest.first().map(|link| link.operator);
        if let Some(is_or) = first.and_then(logic) {
            let mut of = vec![self.scalar(&chain.first)?];
            for link in &chain.rest {
                of.push(self.scalar(&link.operand)?);
            }
            return Ok(self.node(span, Kind::Logic { is_or, of }));
        }
        if let (Some(Operator::In), [link]) = (first, chain.rest.as_slice()) {
            let left: Vec<&Expr> = match &chain.first.kind {
                ExprKind::Row(items) => items.iter().collect(),
                ExprKind::Parenthesised(inner) => vec![&**inner],
                _ => vec![&chain.first],
            };
            let left: Vec<Node> = left.into_iter().map(|one| self.scalar(one)).collect::<Evaluated<_>>()?;
            let rows = self.table(&link.operand)?;
            if rows.shape.as_ref().map(|shape| shape.columns.len()) != Some(left.len()) {
                return Err(fails(span, "`IN` a table of another width"));
            }
            return Ok(self.node(span, Kind::In(left, Box::new(rows))));
        }
        let mut left = self.scalar(&chain.first)?;
        // Each operator is a step deeper when it is evaluated.
        if chain.rest.len() > DEEPEST {
            return Err(refused(span, "an expression that is so long"));
        }
        for link in &chain.rest {
            let right = Box::new(self.scalar(&link.operand)?);
            let span = left.span.start..link.operand.span.end;
            let kind = match link.operator {
                Operator::Concatenate => Kind::Concatenate(Box::new(left), right),
                Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Power => {
                    Kind::Arithmetic(link.operator, Box::new(left), right)
                }
                Operator::In | Operator::Or | Operator::And => {
                    return Err(refused(&link.operator_span, format!("`{}` in a chain", link.operator.as_str())));
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
            let value = self.any(&variable.value)?;
            self.variables.push((variable.name.text.clone(), value.shape.clone()));
            values.push(value);
        }
        let body = self.any(&block.body)?;
        self.variables.truncate(known);
        let shape = body.shape.clone();
        Ok(Node { shape, ..self.node(span, Kind::Let(values, Box::new(body))) })
    }

    /// `{ 1, 2 }`, `{ (1, "a") }`
    fn rows(&mut self, span: &Span, rows: &[Expr]) -> Compiled {
        let mut made = Vec::new();
        for row in rows {
            let cells: &[Expr] = match &row.kind {
                ExprKind::Row(cells) => cells,
                _ => std::slice::from_ref(row),
            };
            made.push(cells.iter().map(|cell| self.scalar(cell)).collect::<Evaluated<Vec<Node>>>()?);
        }
        let width = made.first().map_or(1, Vec::len);
        if made.iter().any(|row| row.len() != width) {
            return Err(fails(span, "rows of different widths"));
        }
        let name = |at: usize| if width == 1 { "Value".to_owned() } else { format!("Value{}", at + 1) };
        let columns = (0..width).map(|at| ShapeColumn { name: name(at), origin: None }).collect();
        Ok(self.shaped(span, Kind::Rows(made), Shape { base: None, columns }))
    }
}

/// More than anybody writes, and less than the stack of a thread holds.
const DEEPEST: usize = 100;

/// `Some(true)` for `||`, `Some(false)` for `&&`: all operators of a chain are of one precedence.
fn logic(operator: Operator) -> Option<bool> {
    match operator {
        Operator::Or => Some(true),
        Operator::And => Some(false),
        _ => None,
    }
}

impl Engine<'_> {
    /// Of an expression that is the query's own.
    pub fn compile(&self, text: &str) -> Result<Node, Fault> {
        // Numbers that no node of the model has.
        Compiler::new(&self.schema, &self.links, &self.names, 1 << 40).expression(text, None)
    }
}
