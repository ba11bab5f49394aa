//! An extra column under construction: a further column of the source, of the type that the configuration gives it.

use std::borrow::Cow;

use polars_core::prelude::{
    BooleanChunked, ChunkedArray, Column, Float64Chunked, Int32Chunked, Int64Chunked, IntoColumn, NewChunkedArray,
    PolarsResult, TimeUnit,
};

use super::cell::Cell;
use super::texts::Texts;
use super::{Options, date, number};
use crate::catalog::DataType;

pub struct ExtraColumn<'o> {
    pub name: &'o str,
    kind: DataType,
    values: Values,
}

enum Values {
    Texts(Texts),
    /// Whole numbers, money in ten-thousandths, days or microseconds from 1970.
    Integers(Vec<Option<i64>>),
    Numbers(Vec<Option<f64>>),
    Booleans(Vec<Option<bool>>),
}

pub enum ExtraValue<'r> {
    Null,
    Text(Cow<'r, str>),
    Integer(i64),
    Number(f64),
    Boolean(bool),
}

impl<'o> ExtraColumn<'o> {
    pub fn new(name: &'o str, kind: DataType) -> Self {
        let values = match kind {
            DataType::Text => Values::Texts(Texts::default()),
            DataType::Integer | DataType::Money | DataType::Date | DataType::DateTime => Values::Integers(Vec::new()),
            DataType::Number => Values::Numbers(Vec::new()),
            DataType::Boolean => Values::Booleans(Vec::new()),
        };
        Self { name, kind, values }
    }

    pub fn parse<'r>(&self, cell: Cell<'r>, options: &Options) -> Result<ExtraValue<'r>, String> {
        let Options { decimal_comma, dayfirst, .. } = *options;
        let value = match self.kind {
            DataType::Text => cell.trimmed()?.map(ExtraValue::Text),
            DataType::Integer => number::integer(cell, decimal_comma)?.map(ExtraValue::Integer),
            DataType::Money => number::money(cell, decimal_comma)?.map(ExtraValue::Integer),
            DataType::Number => number::number(cell, decimal_comma)?.map(ExtraValue::Number),
            DataType::Boolean => cell.boolean()?.map(ExtraValue::Boolean),
            DataType::Date => date::day(cell, dayfirst)?.map(ExtraValue::Integer),
            DataType::DateTime => date::moment(cell, dayfirst)?.map(ExtraValue::Integer),
        };
        Ok(value.unwrap_or(ExtraValue::Null))
    }

    pub fn push(&mut self, value: ExtraValue) {
        match (&mut self.values, value) {
            (Values::Texts(texts), ExtraValue::Text(text)) => texts.push(&text),
            (Values::Texts(texts), _) => texts.push_null(),
            (Values::Integers(values), ExtraValue::Integer(value)) => values.push(Some(value)),
            (Values::Integers(values), _) => values.push(None),
            (Values::Numbers(values), ExtraValue::Number(value)) => values.push(Some(value)),
            (Values::Numbers(values), _) => values.push(None),
            (Values::Booleans(values), ExtraValue::Boolean(value)) => values.push(Some(value)),
            (Values::Booleans(values), _) => values.push(None),
        }
    }

    pub fn finish(self) -> PolarsResult<Column> {
        let name = self.name;
        Ok(match self.values {
            Values::Texts(texts) => texts.finish(name)?,
            Values::Numbers(values) => Float64Chunked::from_iter_options(name.into(), values.into_iter()).into_column(),
            Values::Booleans(values) => {
                BooleanChunked::from_iter_options(name.into(), values.into_iter()).into_column()
            }
            Values::Integers(values) => integers(name, self.kind, values),
        })
    }
}

fn integers(name: &str, kind: DataType, values: Vec<Option<i64>>) -> Column {
    if kind == DataType::Date {
        // Years are bounded, so that days fit 32 bits.
        let days = values.into_iter().map(|day| day.and_then(|day| i32::try_from(day).ok()));
        return Int32Chunked::from_iter_options(name.into(), days).into_date().into_column();
    }
    let values: Int64Chunked = ChunkedArray::from_iter_options(name.into(), values.into_iter());
    match kind {
        DataType::DateTime => values.into_datetime(TimeUnit::Microseconds, None).into_column(),
        _ => values.into_column(),
    }
}
