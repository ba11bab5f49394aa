//! The types of expressions: a small lattice. What cannot be known is [`Unknown`](Value::Unknown), of which nothing
//! is ever said.

use std::rc::Rc;

use super::index::{Column, Table};
use crate::dax::functions::{Clause, Scalar};

/// What an expression gives.
#[derive(Clone, Debug, Default)]
pub enum Type<'i> {
    #[default]
    Unknown,
    Value(Value),
    Table(Rc<Relation<'i>>),
    /// What only the function around it understands: `ORDERBY(…)`, `REMOVEFILTERS(…)`.
    Clause(Clause, Rc<Relation<'i>>),
}

/// The type of one value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    #[default]
    Unknown,
    Blank,
    Boolean,
    Integer,
    /// Fixed decimal.
    Decimal,
    Double,
    DateTime,
    Text,
    Binary,
    /// One type or another, told only when it is computed.
    Variant,
}

/// The columns of a table expression.
#[derive(Clone, Debug, Default)]
pub struct Relation<'i> {
    parts: Vec<Part<'i>>,
    /// There may be others.
    pub open: bool,
}

/// A table of a thousand columns is named in a thousand expressions: its columns are not listed for each.
#[derive(Clone, Debug)]
enum Part<'i> {
    /// All columns of a table of the model.
    Base(&'i Table),
    Column(RowColumn<'i>),
}

/// A column of a table expression.
#[derive(Clone, Debug)]
pub struct RowColumn<'i> {
    /// The column of the model that it is; `None` for an extension column.
    pub source: Option<(&'i Table, &'i Column)>,
    /// Without its table.
    pub name: Label<'i>,
    /// The table in the name of an extension column such as `"'Sales'[Revenue]"`.
    pub qualifier: Option<Rc<str>>,
    pub value: Value,
}

/// The name of a column; that of the model is not copied.
#[derive(Clone, Debug)]
pub enum Label<'i> {
    Model(&'i str),
    Made(Rc<str>),
}

impl std::ops::Deref for Label<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        match self {
            Label::Model(name) => name,
            Label::Made(name) => name,
        }
    }
}

impl Value {
    /// The type that a model declares, such as `int64`.
    pub fn declared(data_type: &str) -> Self {
        match data_type.to_ascii_lowercase().as_str() {
            "string" => Value::Text,
            "int64" => Value::Integer,
            "double" => Value::Double,
            "decimal" => Value::Decimal,
            "datetime" => Value::DateTime,
            "boolean" => Value::Boolean,
            "binary" => Value::Binary,
            "variant" => Value::Variant,
            _ => Value::Unknown,
        }
    }

    pub fn is_number(self) -> bool {
        matches!(self, Value::Integer | Value::Decimal | Value::Double)
    }

    /// What either of two branches gives.
    pub fn join(self, other: Value) -> Value {
        match (self, other) {
            (a, b) if a == b => a,
            (Value::Unknown, _) | (_, Value::Unknown) => Value::Unknown,
            (Value::Blank, one) | (one, Value::Blank) => one,
            (a, b) if a.is_number() && b.is_number() => a.max(b),
            (Value::Text | Value::Variant, _) | (_, Value::Text | Value::Variant) => Value::Variant,
            // Dates, numbers and booleans are converted into one another.
            _ => Value::Unknown,
        }
    }

    /// For messages: `a text`.
    pub fn described(self) -> &'static str {
        match self {
            Value::Unknown | Value::Variant => "a value",
            Value::Blank => "a blank",
            Value::Boolean => "a boolean",
            Value::Integer => "a whole number",
            Value::Decimal => "a decimal number",
            Value::Double => "a number",
            Value::DateTime => "a date",
            Value::Text => "a text",
            Value::Binary => "binary data",
        }
    }
}

impl From<Scalar> for Value {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Any => Value::Unknown,
            Scalar::Number => Value::Double,
            Scalar::Integer => Value::Integer,
            Scalar::Currency => Value::Decimal,
            Scalar::Text => Value::Text,
            Scalar::Boolean => Value::Boolean,
            Scalar::DateTime => Value::DateTime,
            Scalar::Blank => Value::Blank,
        }
    }
}

impl<'i> Type<'i> {
    pub fn table(relation: Relation<'i>) -> Self {
        Type::Table(Rc::new(relation))
    }

    /// As a value: a table of one column and one row is the value in it.
    pub fn value(&self) -> Value {
        match self {
            Type::Value(value) => *value,
            Type::Table(relation) => match (relation.only(), relation.open) {
                (Some(column), false) => column.value,
                _ => Value::Unknown,
            },
            Type::Unknown | Type::Clause(..) => Value::Unknown,
        }
    }

    /// As rows; of what is no table, or not known, anything may be a column.
    pub fn relation(&self) -> Rc<Relation<'i>> {
        match self {
            Type::Table(relation) | Type::Clause(_, relation) => Rc::clone(relation),
            Type::Unknown | Type::Value(_) => Rc::new(Relation::unknown()),
        }
    }
}

impl<'i> Relation<'i> {
    pub fn unknown() -> Self {
        Relation { parts: Vec::new(), open: true }
    }

    pub fn of(column: RowColumn<'i>) -> Self {
        Relation { parts: vec![Part::Column(column)], open: false }
    }

    /// All columns of a table of the model.
    pub fn base(table: &'i Table) -> Self {
        Relation { parts: vec![Part::Base(table)], open: table.is_open() }
    }

    pub fn push(&mut self, column: RowColumn<'i>) {
        self.parts.push(Part::Column(column));
    }

    pub fn append(&mut self, other: &Relation<'i>) {
        self.parts.extend(other.parts.iter().cloned());
        self.open |= other.open;
    }

    pub fn columns(&self) -> impl Iterator<Item = RowColumn<'i>> {
        self.parts.iter().flat_map(|part| {
            let (table, column) = match part {
                Part::Base(table) => (Some(*table), None),
                Part::Column(column) => (None, Some(column.clone())),
            };
            let all = table.into_iter().flat_map(|table| table.columns().map(|column| RowColumn::model(table, column)));
            column.into_iter().chain(all)
        })
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(|part| {
            let (table, column) = match part {
                Part::Base(table) => (Some(*table), None),
                Part::Column(column) => (None, Some(&*column.name)),
            };
            column.into_iter().chain(table.into_iter().flat_map(|table| table.columns().map(|one| one.name.as_str())))
        })
    }

    /// The columns that expressions made, which alone may be called the same.
    pub fn extensions(&self) -> impl Iterator<Item = &RowColumn<'i>> {
        self.parts.iter().filter_map(|part| match part {
            Part::Column(column) if column.source.is_none() => Some(column),
            _ => None,
        })
    }

    /// The tables of the model that columns come from, some of them several times.
    pub fn tables(&self) -> impl Iterator<Item = &'i Table> {
        self.parts.iter().filter_map(|part| match part {
            Part::Base(table) => table.columns().next().map(|_| *table),
            Part::Column(column) => column.source.map(|(table, _)| table),
        })
    }

    fn only(&self) -> Option<RowColumn<'i>> {
        let mut columns = self.columns();
        columns.next().filter(|_| columns.next().is_none())
    }

    pub fn named(&self, name: &str) -> impl Iterator<Item = RowColumn<'i>> {
        self.parts.iter().filter_map(move |part| match part {
            Part::Base(table) => table.column(name).map(|column| RowColumn::model(table, column)),
            Part::Column(column) => crate::name::same(&column.name, name).then(|| column.clone()),
        })
    }

    /// Whether the table is there whole, with what relationships lead to from it.
    pub fn holds(&self, table: &Table) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Base(base) if std::ptr::eq(*base, table)))
    }

    pub fn has(&self, table: &Table, column: &Column) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Base(base) => std::ptr::eq(*base, table),
            Part::Column(one) => one.source.is_some_and(|(a, b)| std::ptr::eq(a, table) && std::ptr::eq(b, column)),
        })
    }
}

impl<'i> RowColumn<'i> {
    pub fn model(table: &'i Table, column: &'i Column) -> Self {
        let (name, value) = (Label::Model(&column.name), column.value.get());
        RowColumn { source: Some((table, column)), name, qualifier: None, value }
    }

    /// An extension column; its name may be that of a column with its table, `"'Sales'[Revenue]"`.
    pub fn new(name: &str, value: Value) -> Self {
        let (qualifier, name) = match split(name) {
            Some((table, name)) => (Some(Rc::from(table)), Rc::from(name)),
            None => (None, Rc::from(name)),
        };
        RowColumn { source: None, name: Label::Made(name), qualifier, value }
    }
}

/// `'Sales'[Revenue]` or `[Revenue]` in a text that names a column.
fn split(name: &str) -> Option<(String, String)> {
    let inner = name.trim().strip_suffix(']')?;
    let (table, column) = inner.split_once('[')?;
    let table = table.trim();
    let bare = table.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(table);
    Some((bare.replace("''", "'"), column.replace("]]", "]")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_join_to_what_holds_of_both() {
        assert_eq!(Value::Integer.join(Value::Double), Value::Double);
        assert_eq!(Value::Blank.join(Value::Text), Value::Text);
        assert_eq!(Value::Text.join(Value::Integer), Value::Variant);
        assert_eq!(Value::Unknown.join(Value::Integer), Value::Unknown);
    }

    #[test]
    fn a_text_may_name_a_column_with_its_table() {
        assert_eq!(split("'My ''T'''[a]]b]"), Some(("My 'T'".to_owned(), "a]b".to_owned())));
        assert_eq!(split("Sales[x]"), Some(("Sales".to_owned(), "x".to_owned())));
        assert_eq!(split("x"), None);
    }
}
