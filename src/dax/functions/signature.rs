//! What a function takes and gives: the nouns. [`notation`](super::notation) reads them from text.

use super::paths::Paths;

/// The ways to call a function; most have one form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    pub forms: Vec<Form>,
}

/// Parameters in order, in groups that may repeat, and the type of the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub parameters: Vec<Parameter>,
    pub groups: Vec<Group>,
    pub returns: Type,
    pub(super) paths: Paths,
}

/// `(name, expression)+`: parameters that come together. A parameter outside parentheses is a group of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub first: usize,
    /// One past its last parameter.
    pub end: usize,
    pub repetition: Repetition,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repetition {
    Once,
    /// `?`
    AtMostOnce,
    /// `*`
    Any,
    /// `+`
    AtLeastOnce,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: &'static str,
    pub presence: Presence,
    /// One of these.
    pub kinds: Vec<Kind>,
    pub context: Context,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Required,
    /// May be left out with everything behind it, or be left empty between two commas.
    Optional,
    /// May also be left out without a trace: the next argument is told from it by its shape.
    Skippable,
}

/// What may stand for a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Scalar(Scalar),
    /// Any table expression.
    Table,
    /// The name of a table of the model, no expression.
    BaseTable,
    /// A plain reference to a column of values of this type, no expression. With [`Context::Row`] a column of that
    /// table, extension columns included; otherwise a column of the model.
    Column(Scalar),
    Measure,
    /// The name of a calendar of the model.
    Calendar,
    /// A column of dates, a table of one column of dates, or a predicate that makes one.
    Dates,
    /// A text literal that names a new column.
    Name,
    /// One of these words, in any case.
    Words(Vec<&'static str>),
    /// What CALCULATE takes: a predicate, a table or a modifier.
    Filter,
    /// A call of a function that gives this clause: `ORDERBY(…)`.
    Clause(Clause),
    /// A call of RELATED.
    Related,
    /// An axis of a visual: `ROWS`, `COLUMNS`, `ROWS COLUMNS`.
    Axis,
    /// `{ {1, "a"}, {2, "b"} }`: constants, row by row.
    Rows,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scalar {
    /// Any type; of a result: not told before it is computed.
    Any,
    /// Of a parameter: any numeric type or a date. Of a result: a decimal number.
    Number,
    Integer,
    /// Fixed decimal.
    Currency,
    Text,
    Boolean,
    DateTime,
    Blank,
}

/// What is no value: it speaks to the function around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    OrderBy,
    PartitionBy,
    MatchBy,
    Rollup,
    RollupGroup,
    RollupIsSubtotal,
    /// Changes the filter context of CALCULATE.
    Modifier,
}

/// The contexts in which an argument is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Those of the call.
    Outer,
    /// Those of the call, and row by row of the table that stands for this parameter.
    Row(usize),
    /// A filter context of the function's making; the row contexts of the call have become filters.
    Filter,
    /// Group by group of the columns of the parameter `group`, as SUMMARIZE and GROUPBY do.
    Groups,
    /// Row by row of the relation of the window function around the call.
    Window,
}

/// What a call gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Value(Value),
    Table(Vec<Columns>),
    Clause(Clause, Vec<Columns>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Scalar(Scalar),
    /// The type that the arguments of these parameters have in common.
    Like(Vec<usize>),
    /// The type that the word for this parameter names: [`Scalar::named`].
    Named(usize),
}

/// A part of the columns of a table, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Those of every argument of the parameter: of a table or a clause all, of a column reference itself, of
    /// anything else none.
    Of(usize),
    /// As `Of`, but for those whose name is there already.
    Merged(usize),
    /// Those of `of` but for those that `without` has by name.
    Without {
        of: usize,
        without: usize,
    },
    /// As `Of(of)`, where no argument stands for `unless` (in the same round, if both repeat).
    Unless {
        of: usize,
        unless: usize,
    },
    /// Those of the table in which the object of the argument stands.
    Home(usize),
    New {
        name: NewName,
        value: Value,
    },
    /// The rows that the GROUPBY around the call has grouped.
    CurrentGroup,
    /// Others, that cannot be told here.
    Open,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewName {
    Fixed(&'static str),
    /// The text that stands for this parameter; the type is that of the same round.
    Argument(usize),
}

impl Signature {
    /// Whether some form gives a table.
    pub fn gives_table(&self) -> bool {
        self.forms.iter().any(|form| matches!(form.returns, Type::Table(_)))
    }
    /// Whether some form gives a value.
    pub fn gives_value(&self) -> bool {
        self.forms.iter().any(|form| matches!(form.returns, Type::Value(_)))
    }
    pub fn gives_clause(&self, wanted: Clause) -> bool {
        self.forms.iter().any(|form| matches!(&form.returns, Type::Clause(clause, _) if *clause == wanted))
    }
    /// Whether some parameter wants dates: time intelligence.
    pub fn wants_dates(&self) -> bool {
        self.parameters().any(|parameter| parameter.kinds.contains(&Kind::Dates))
    }
    /// Whether it walks the rows of a table of its own.
    pub fn is_iterator(&self) -> bool {
        self.parameters().any(|parameter| matches!(parameter.context, Context::Row(_)) && !parameter.is_column())
    }
    /// The parameters of all forms.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.forms.iter().flat_map(|form| &form.parameters)
    }
}

impl Form {
    /// Takes nothing, gives a blank.
    pub(super) const NOTHING: Self = Self {
        parameters: Vec::new(),
        groups: Vec::new(),
        returns: Type::Value(Value::Scalar(Scalar::Blank)),
        paths: Paths::NOTHING,
    };

    pub(super) fn new(parameters: Vec<Parameter>, groups: Vec<Group>, returns: Type) -> Self {
        let paths = Paths::new(&parameters, &groups);
        Self { parameters, groups, returns, paths }
    }
    pub fn position(&self, name: &str) -> Option<usize> {
        self.parameters.iter().position(|parameter| parameter.name == name)
    }
}

impl Group {
    pub fn repeats(&self) -> bool {
        matches!(self.repetition, Repetition::Any | Repetition::AtLeastOnce)
    }
    pub fn may_be_absent(&self) -> bool {
        matches!(self.repetition, Repetition::Any | Repetition::AtMostOnce)
    }
}

impl Parameter {
    /// Whether it takes nothing but a column.
    pub fn is_column(&self) -> bool {
        self.kinds.iter().all(|kind| matches!(kind, Kind::Column(_)))
    }
    /// Whether it takes nothing but one value.
    pub fn is_scalar(&self) -> bool {
        self.kinds.iter().all(|kind| matches!(kind, Kind::Scalar(_)))
    }
    /// The words it takes, of all kinds.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        let lists = self.kinds.iter().filter_map(|kind| match kind {
            Kind::Words(words) => Some(words.iter().copied()),
            _ => None,
        });
        lists.flatten()
    }
}

impl Scalar {
    /// The type that a word such as `INTEGER` names, for DATATABLE, CONVERT and EXTERNALMEASURE.
    pub fn named(word: &str) -> Option<Self> {
        Some(match word.to_ascii_uppercase().as_str() {
            "BOOLEAN" | "LOGICAL" => Self::Boolean,
            "CURRENCY" | "DECIMAL" => Self::Currency,
            "DATETIME" => Self::DateTime,
            "DOUBLE" => Self::Number,
            "INTEGER" | "INT64" => Self::Integer,
            "STRING" | "TEXT" => Self::Text,
            "VARIANT" => Self::Any,
            _ => return None,
        })
    }
}
