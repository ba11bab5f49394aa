//! The contract's tables as frames: their schemas, columns in, columns out in the contract's order and sorted.

use polars_core::prelude::*;
use polars_lazy::prelude::*;

use crate::catalog::{self, Table, contract};
use crate::etl::type_in_frame;

/// A table of the contract; a name that is not in it is a bug of ours.
fn table(name: &str) -> Table {
    contract::table(name).unwrap_or_else(|| unreachable!("`{name}` is not in the contract"))
}

/// The columns of a table of the contract, in its order.
pub fn columns(name: &str) -> Vec<PlSmallStr> {
    table(name).columns.iter().map(|column| column.name.as_str().into()).collect()
}

pub fn schema(name: &str) -> Schema {
    table(name)
        .columns
        .iter()
        .map(|column| Field::new(column.name.as_str().into(), type_in_frame(column.kind)))
        .collect()
}

/// The contract's columns in its order, sorted by primary key.
pub fn conform(frame: LazyFrame, name: &str) -> LazyFrame {
    let select: Vec<Expr> = columns(name).into_iter().map(col).collect();
    sorted(frame.select(select), name)
}

/// Sorted by the primary key of a table of the contract.
pub fn sorted(frame: LazyFrame, name: &str) -> LazyFrame {
    let key: Vec<PlSmallStr> = table(name).primary_key.iter().map(|column| column.as_str().into()).collect();
    frame.sort(key, SortMultipleOptions::default())
}

/// A frame made by a function of Rust once the plan runs; the function gives what `schema` says.
pub fn map<F>(frame: LazyFrame, schema: Schema, name: &'static str, function: F) -> LazyFrame
where
    F: 'static + Fn(DataFrame) -> PolarsResult<DataFrame> + Send + Sync,
{
    let schema = Arc::new(schema);
    let schema = move |_: &Schema| -> PolarsResult<SchemaRef> { Ok(schema.clone()) };
    // Nothing may be pushed through: the function needs all of its input.
    frame.map(function, AllowedOptimizations::empty(), Some(Arc::new(schema)), Some(name))
}

pub fn texts<'a>(frame: &'a DataFrame, name: &str) -> PolarsResult<&'a StringChunked> {
    frame.column(name)?.str()
}

pub fn integers(frame: &DataFrame, name: &str) -> PolarsResult<Vec<i64>> {
    whole(frame.column(name)?.i64()?)
}

pub fn numbers(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Option<f64>>> {
    Ok(frame.column(name)?.f64()?.iter().collect())
}

/// Microseconds since 1970.
pub fn moments(frame: &DataFrame, name: &str) -> PolarsResult<Vec<i64>> {
    let column = frame.column(name)?;
    let expected = type_in_frame(catalog::DataType::DateTime);
    let is = column.dtype();
    polars_ensure!(*is == expected, SchemaMismatch: "column `{name}` is {is}, not {expected}");
    whole(column.datetime()?.physical())
}

/// Days since 1970.
pub fn days(frame: &DataFrame, name: &str) -> PolarsResult<Vec<i32>> {
    whole(frame.column(name)?.date()?.physical())
}

fn whole<T: PolarsNumericType>(column: &ChunkedArray<T>) -> PolarsResult<Vec<T::Native>> {
    polars_ensure!(column.null_count() == 0, ComputeError: "column `{}` has empty values", column.name());
    let mut values = Vec::with_capacity(column.len());
    column.downcast_iter().for_each(|chunk| values.extend_from_slice(chunk.values()));
    Ok(values)
}

/// Columns on their way into a frame.
#[derive(Default)]
pub struct Columns(Vec<Column>);

impl Columns {
    pub fn text<S: AsRef<str>>(mut self, name: &str, values: impl IntoIterator<Item = S>) -> Self {
        self.0.push(StringChunked::from_iter_values(name.into(), values.into_iter()).into_column());
        self
    }
    #[cfg(test)]
    pub fn maybe_text(mut self, name: &str, values: Vec<Option<&str>>) -> Self {
        self.0.push(StringChunked::from_slice_options(name.into(), &values).into_column());
        self
    }
    pub fn integer(mut self, name: &str, values: Vec<i64>) -> Self {
        self.0.push(Int64Chunked::from_vec(name.into(), values).into_column());
        self
    }
    pub fn number(mut self, name: &str, values: Vec<f64>) -> Self {
        self.0.push(Float64Chunked::from_vec(name.into(), values).into_column());
        self
    }
    pub fn maybe_number(mut self, name: &str, values: Vec<Option<f64>>) -> Self {
        self.0.push(Float64Chunked::from_slice_options(name.into(), &values).into_column());
        self
    }
    pub fn boolean(mut self, name: &str, values: Vec<bool>) -> Self {
        self.0.push(BooleanChunked::from_slice(name.into(), &values).into_column());
        self
    }
    pub fn date(mut self, name: &str, days: Vec<i32>) -> Self {
        self.0.push(Int32Chunked::from_vec(name.into(), days).into_date().into_column());
        self
    }
    pub fn moment(mut self, name: &str, moments: Vec<i64>) -> Self {
        let moments = Int64Chunked::from_vec(name.into(), moments);
        self.0.push(moments.into_datetime(TimeUnit::Microseconds, None).into_column());
        self
    }

    /// The frame, once it is what `schema` says.
    pub fn frame(self, schema: &Schema) -> PolarsResult<DataFrame> {
        let frame = DataFrame::new_infer_height(self.0)?;
        polars_ensure!(
            **frame.schema() == *schema,
            SchemaMismatch: "made {:?}, the contract says {schema:?}", frame.schema()
        );
        Ok(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_breaks_the_contract_is_refused() {
        let schema = schema("dim_region");
        assert!(Columns::default().text("region", ["North"]).frame(&schema).is_ok());
        assert!(Columns::default().integer("region", vec![1]).frame(&schema).is_err());
        assert!(Columns::default().text("area", ["North"]).frame(&schema).is_err());
    }

    #[test]
    fn a_table_is_brought_into_the_order_of_the_contract() {
        let frame = Columns::default().text("manager", ["b", "a"]).text("region", ["North", "North"]);
        let frame = DataFrame::new_infer_height(frame.0).unwrap();
        let frame = conform(frame.lazy(), "region_manager").collect().unwrap();
        assert_eq!(**frame.schema(), schema("region_manager"));
        assert_eq!(texts(&frame, "manager").unwrap().get(0), Some("a"));
    }
}
