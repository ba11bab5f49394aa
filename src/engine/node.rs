//! Expressions whose names are resolved, ready to be evaluated.

use std::sync::Arc;

use super::evaluate::{Evaluated, Evaluator, Out};
use crate::dax::Span;
use crate::dax::tree::Operator;
pub use crate::proof::compile::{Shape, ShapeColumn};
use crate::proof::schema::ColumnId;
use crate::proof::value::Value;

pub struct Node {
    /// Unique in an engine.
    pub id: usize,
    pub span: Span,
    pub kind: Kind,
    /// The columns of a table; a value has none.
    pub shape: Option<Arc<Shape>>,
}

/// What a function does with its arguments.
pub type Call = fn(&mut Evaluator, &Node, &[Node]) -> Evaluated<Out>;

pub enum Kind {
    Constant(Value),
    /// A column of a row: which of the rows around, the outermost first, and which of its columns.
    Cell {
        scope: usize,
        place: usize,
    },
    /// A column of the row's partner, over relationships to their one side.
    Related {
        scope: usize,
        edges: Vec<usize>,
        column: ColumnId,
    },
    Variable(usize),
    Let(Vec<Node>, Box<Node>),
    Measure(usize),
    Compare(Operator, Box<Node>, Box<Node>),
    In(Vec<Node>, Box<Node>),
    /// `||` or `&&`.
    Logic {
        is_or: bool,
        of: Vec<Node>,
    },
    Not(Box<Node>),
    Negate(Box<Node>),
    Arithmetic(Operator, Box<Node>, Box<Node>),
    Concatenate(Box<Node>, Box<Node>),
    Call {
        name: &'static str,
        call: Call,
        arguments: Vec<Node>,
    },
    /// The rows of a table of the model that the filters leave.
    Base(usize),
    Rows(Vec<Vec<Node>>),
    /// As an argument: a column itself, not its value.
    Column(ColumnId),
    /// As an argument: all columns of a table, or a table's name.
    Table(usize),
    Word(String),
    Omitted,
    /// As a filter: true of the values of these columns of one table.
    Predicate {
        columns: Vec<ColumnId>,
        is_true: Box<Node>,
        is_constant: bool,
        bounds: Option<Vec<Bound>>,
    },
}

/// `'Date'[Date] <= LastSale`: the column on the left, and nothing of it on the right.
pub struct Bound {
    pub operator: Operator,
    pub value: Node,
}

impl Node {
    /// The word that an argument is, in capitals.
    pub fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The one column of the outermost row that a value is made of, and of nothing else: equal there, equal here.
    pub fn only_cell(&self) -> Option<usize> {
        let mut found = None;
        self.is_of_cells(&mut found).then_some(found).flatten()
    }

    fn is_of_cells(&self, found: &mut Option<usize>) -> bool {
        match &self.kind {
            Kind::Constant(_) => true,
            Kind::Cell { scope: 0, place } => *found.get_or_insert(*place) == *place,
            Kind::Not(of) | Kind::Negate(of) => of.is_of_cells(found),
            Kind::Compare(_, left, right) | Kind::Arithmetic(_, left, right) | Kind::Concatenate(left, right) => {
                left.is_of_cells(found) && right.is_of_cells(found)
            }
            Kind::Logic { of, .. } => of.iter().all(|one| one.is_of_cells(found)),
            Kind::Call { arguments, .. } => arguments.iter().all(|one| one.is_of_cells(found)),
            _ => false,
        }
    }

    pub fn is_omitted(&self) -> bool {
        matches!(self.kind, Kind::Omitted)
    }
}
