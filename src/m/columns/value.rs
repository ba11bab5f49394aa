//! What expressions give, as far as it matters for columns: tables, types of tables, names of columns.

use std::rc::Rc;

use super::{Column, Columns};
use crate::m::calls::signatures;
use crate::m::kinds::Kind;
use crate::m::{self, Function, Span};

#[derive(Clone, Debug)]
pub enum Value {
    Unknown,
    Null,
    Text(String),
    Number(f64),
    List(Rc<[Item]>),
    Table(Columns),
    /// A table as a file has it: Power BI Desktop itself gives all its columns their types.
    Fresh,
    /// A table of which no more is known than what its steps have taken out and what they have named.
    Rows(Traces),
    /// A row of such a table.
    Row(Traces),
    Function(Rc<Lambda>),
    /// A record with these fields: a row of a table, or one that is spelled out.
    Record(Columns),
    Type {
        name: Option<String>,
        /// Of a type of tables.
        columns: Option<Columns>,
    },
    /// `MissingField.Ignore` and its like, by name.
    Constant(String),
    /// No table; of which kind, and no more, is known.
    Of(Kind),
}

/// What steps tell of a table whose columns are not known.
#[derive(Clone, Debug, Default)]
pub struct Traces {
    /// Columns that it has surely not.
    pub gone: Rc<[String]>,
    /// Columns that it surely has: a step before would have failed without them, or has made them.
    pub there: Rc<[Column]>,
}

impl Traces {
    /// The kind of a column that is surely there.
    pub fn kind(&self, column: &str) -> Option<Kind> {
        self.there.iter().find(|one| one.name == column)?.kind
    }
}

/// A function that is written in the query.
#[derive(Debug)]
pub struct Lambda {
    pub parameters: Vec<Parameter>,
    /// The kind of what it gives.
    pub gives: Option<Kind>,
    /// Whether that is a table as a file has it.
    pub is_fresh: bool,
    /// Where that is written.
    pub body: Span,
}

#[derive(Debug)]
pub struct Parameter {
    pub name: String,
    pub kind: Option<Kind>,
    pub is_optional: bool,
}

impl Lambda {
    pub fn each(gives: Option<Kind>, body: Span) -> Self {
        let parameters = vec![Parameter { name: "_".to_owned(), kind: None, is_optional: false }];
        Self { parameters, gives, is_fresh: false, body }
    }

    /// `gives` is the kind of its body, where nothing is said.
    pub fn new(function: &Function, gives: Option<Kind>) -> Self {
        let declared = |parameter: &m::Parameter| Parameter {
            name: parameter.name.text.clone(),
            kind: parameter.ty.as_ref().and_then(Kind::declared),
            is_optional: parameter.optional,
        };
        Self {
            parameters: function.parameters.iter().map(declared).collect(),
            gives: function.returns.as_ref().and_then(Kind::declared).or(gives),
            is_fresh: false,
            body: function.body.span.clone(),
        }
    }

    /// How many arguments it needs.
    pub fn least(&self) -> usize {
        self.parameters.iter().take_while(|parameter| !parameter.is_optional).count()
    }
}

/// A value and where it is written.
#[derive(Clone, Debug)]
pub struct Item {
    pub value: Value,
    pub span: Span,
}

impl Value {
    /// What nothing but the kind is known of.
    pub fn of(kind: Option<Kind>) -> Self {
        match kind {
            Some(Kind::Table) => Value::Rows(Traces::default()),
            Some(kind) => Value::Of(kind),
            None => Value::Unknown,
        }
    }

    pub fn kind(&self) -> Option<Kind> {
        Some(match self {
            Value::Text(_) => Kind::Text,
            Value::Number(_) => Kind::Number,
            Value::List(_) => Kind::List,
            Value::Record(_) | Value::Row(_) => Kind::Record,
            Value::Table(_) | Value::Fresh | Value::Rows(_) => Kind::Table,
            Value::Type { .. } => Kind::Type,
            Value::Function(_) => Kind::Function,
            Value::Of(kind) => *kind,
            Value::Constant(name) => return signatures::of(name).map(|_| Kind::Function),
            Value::Unknown | Value::Null => return None,
        })
    }

    /// The kind of what comes out where it is called as a function.
    pub fn gives(&self) -> Option<Kind> {
        match self {
            Value::Function(lambda) => lambda.gives,
            Value::Constant(name) => signatures::of(name)?.gives(None),
            _ => None,
        }
    }
}
