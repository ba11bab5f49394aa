//! Extra columns: the source's own attributes, carried into the star schema.

use polars_core::prelude::*;

use super::ExtraColumn;
use crate::catalog;
use crate::etl::codes::Codes;

/// The contract's table with the extra columns that belong to it at its end. `vw_customer` shows those of
/// dim_customer too. An extra column may be empty in any row.
pub fn with_extra(mut table: catalog::Table, extra: &[ExtraColumn]) -> catalog::Table {
    let source = if table.name == "vw_customer" { "dim_customer" } else { table.name.as_str() };
    let extra = extra.iter().filter(|column| column.table == source).map(|column| catalog::Column {
        name: column.name.as_str().into(),
        kind: column.kind,
        nullable: true,
        description: column.description.clone(),
        statistics: None,
    });
    let extra: Vec<_> = extra.collect();
    table.columns.extend(extra);
    table
}

/// The names of a table's extra columns.
pub(super) fn names<'a>(extra: &'a [ExtraColumn], table: &'a str) -> impl Iterator<Item = &'a str> {
    extra.iter().filter(move |column| column.table == table).map(|column| column.name.as_str())
}

/// For each member of a dimension, in the order given, its latest value that is not null, by date and then by row.
/// `members` has the member of each row, `dates` its instant.
pub(super) fn latest(column: &Column, members: &Codes, order: &[u32], dates: &[i64]) -> PolarsResult<Column> {
    let filled = column.is_not_null();
    let mut rows: Vec<Option<IdxSize>> = vec![None; members.len()];
    for ((row, member), filled) in members.of_row.iter().enumerate().zip(filled.iter()) {
        let Some(latest) = rows.get_mut(*member as usize).filter(|_| filled == Some(true)) else { continue };
        if latest.is_none_or(|latest| dates[latest as usize] <= dates[row]) {
            *latest = Some(row as IdxSize);
        }
    }
    let rows: IdxCa = order.iter().map(|member| rows[*member as usize]).collect();
    column.take(&rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::contract;

    fn extra(name: &str, table: &str) -> ExtraColumn {
        ExtraColumn {
            name: name.to_owned(),
            table: table.to_owned(),
            kind: catalog::DataType::Text,
            description: "An attribute.".to_owned(),
        }
    }

    #[test]
    fn a_customer_s_attribute_stands_in_the_dimension_and_in_the_view() {
        let extra = [extra("tier", "dim_customer"), extra("brand", "dim_product")];
        for (table, last) in [("dim_customer", "tier"), ("vw_customer", "tier"), ("dim_product", "brand")] {
            let table = with_extra(contract::table(table).expect("a table of the contract"), &extra);
            let column = table.columns.last().expect("columns");
            assert!(column.name == last && column.nullable);
        }
        let sales = contract::table("fact_sales").expect("a table of the contract");
        assert_eq!(with_extra(sales.clone(), &extra), sales);
    }

    #[test]
    fn the_latest_value_that_is_not_null_counts() {
        let members = StringChunked::new("m".into(), ["a", "a", "a", "b", "c", "c"]);
        let members = Codes::of(&members);
        let column = Column::new("tier".into(), [Some("gold"), Some("silver"), None, None, Some("x"), Some("y")]);
        let latest = latest(&column, &members, &[2, 1, 0], &[5, 4, 9, 1, 7, 7]).expect("taken");
        let latest: Vec<Option<&str>> = latest.str().expect("text").iter().collect();
        assert_eq!(latest, [Some("y"), None, Some("gold")]);
    }
}
