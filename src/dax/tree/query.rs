//! The tree of a query and of a user-defined function.

use super::{Expr, Name};
use crate::dax::Span;

/// `DEFINE … EVALUATE … EVALUATE …`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    pub definitions: Vec<Definition>,
    pub evaluations: Vec<Evaluation>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    pub kind: DefinitionKind,
    /// From its keyword on.
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum DefinitionKind {
    /// `MEASURE Sales[Revenue] = …`
    Measure { table: Option<Name>, name: Name, value: Expr },
    /// `COLUMN Sales[Margin] = …`
    Column { table: Option<Name>, name: Name, value: Expr },
    /// `TABLE Big = … WITH VISUAL SHAPE …`
    Table { name: Name, value: Expr, shape: Option<VisualShape> },
    /// `VAR Limit = …`, for the whole query
    Variable { name: Name, value: Expr },
    /// `MPARAMETER 'Country' = …`: a parameter of Power Query
    MParameter { name: Name, value: Expr },
    /// `FUNCTION AddTax = (amount : NUMERIC) => …`
    Function { name: Name, function: Function },
}

/// `AXIS rows GROUP [Year] TOTAL [IsTotal] ORDER BY [Year] DENSIFY "IsDensified"`
#[derive(Clone, Debug, PartialEq)]
pub struct VisualShape {
    pub axes: Vec<Axis>,
    pub densify: Option<Expr>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    pub name: Name,
    pub groups: Vec<AxisGroup>,
    pub order_by: Vec<OrderKey>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AxisGroup {
    pub columns: Vec<Expr>,
    pub total: Option<Expr>,
}

/// `EVALUATE … ORDER BY … START AT …`
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    pub table: Expr,
    pub order_by: Vec<OrderKey>,
    pub start_at: Vec<Expr>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct OrderKey {
    pub key: Expr,
    /// `ASC` and `DESC`, where one is written.
    pub direction: Option<Direction>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

/// `(amount : NUMERIC, rate : NUMERIC = 0.1) => amount * (1 + rate)`
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    pub parameters: Vec<FunctionParameter>,
    /// `(a, b,)`
    pub trailing_comma: bool,
    pub body: Expr,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FunctionParameter {
    pub name: Name,
    pub kind: Option<ParameterKind>,
    pub subtype: Option<ScalarType>,
    pub passing: Option<Passing>,
    /// Makes the parameter optional.
    pub default: Option<Expr>,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    AnyVal,
    Scalar,
    Table,
    AnyRef,
    CalendarRef,
    ColumnRef,
    MeasureRef,
    TableRef,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarType {
    Variant,
    Int64,
    Decimal,
    Double,
    String,
    DateTime,
    Boolean,
    Numeric,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// Evaluated once, before the call.
    Val,
    /// Evaluated where the body uses it.
    Expr,
}
