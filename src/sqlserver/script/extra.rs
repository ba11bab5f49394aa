//! The extra columns of the source: in the tables that have them, and those of the customer in `vw_customer`.

use super::{Names, Rendered};
use crate::catalog::contract;
use crate::catalog::{Catalog, Column, DataType, Table, TableKind};
use crate::name::{sql_name, sql_text};

/// What is recorded of them.
pub const NAME: &str = "extra columns of the source";

/// What the views' text has where such columns follow.
pub const PLACE: &str = " /* extra columns */";

/// The columns of a table of the contract that the contract does not have.
pub fn of(table: &Table) -> impl Iterator<Item = &Column> {
    let own = contract::table(table.name.as_str());
    let is_own = move |column: &Column| own.as_ref().is_none_or(|own| own.column(column.name.as_str()).is_some());
    table.columns.iter().filter(move |column| !is_own(column))
}

/// The type of an extra column. Text is widened when the data needs it.
pub fn sql_type(kind: DataType) -> &'static str {
    match kind {
        DataType::Text => "nvarchar(400)",
        DataType::Integer => "bigint",
        DataType::Money => "decimal(19,4)",
        DataType::Number => "float",
        DataType::Boolean => "bit",
        DataType::Date => "date",
        DataType::DateTime => "datetime2(6)",
    }
}

/// Adds them to the tables; `None` where there are none.
pub(super) fn script(wanted: &Catalog, names: &Names) -> Option<Rendered> {
    let tables = wanted.tables.iter().filter(|table| table.kind == TableKind::Table);
    let batches: Vec<String> =
        tables.flat_map(|table| of(table).map(move |column| add(table, column, names))).collect();
    let name = NAME.to_owned();
    (!batches.is_empty()).then_some(Rendered { name, version: 1, batches, transaction: true })
}

fn add(table: &Table, column: &Column, names: &Names) -> String {
    let place = format!("{}.{}", names.put("[mart]"), sql_name(table.name.as_str()));
    let (name, kind) = (sql_name(column.name.as_str()), sql_type(column.kind));
    let described = match column.description.is_empty() {
        true => String::new(),
        false => format!(
            "\n    EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = {},\n        \
             @level0type = N'SCHEMA', @level0name = {}, @level1type = N'TABLE', @level1name = {},\n        \
             @level2type = N'COLUMN', @level2name = {};",
            sql_text(&column.description),
            names.put("N'mart'"),
            sql_text(table.name.as_str()),
            sql_text(column.name.as_str()),
        ),
    };
    format!(
        "IF COL_LENGTH({}, {}) IS NULL\nBEGIN\n    ALTER TABLE {place} ADD {name} {kind} NULL;{described}\nEND;",
        sql_text(&place),
        sql_text(column.name.as_str()),
    )
}

/// A batch with the configured names, and with the customer's extra columns where it has a place for them.
pub(super) fn put(batch: &str, names: &Names, wanted: &Catalog) -> String {
    let Some((before, after)) = batch.split_once(PLACE) else { return names.put(batch) };
    let columns = wanted.table("vw_customer").into_iter().flat_map(of);
    let columns: String = columns.map(|column| format!(",\n    [c].{}", sql_name(column.name.as_str()))).collect();
    format!("{}{columns}{}", names.put(before), names.put(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::contract::contract;
    use crate::sqlserver::{Dialect, Options, script};

    fn wanted() -> Catalog {
        let mut wanted = contract();
        for table in
            wanted.tables.iter_mut().filter(|table| ["dim_customer", "vw_customer"].contains(&table.name.as_str()))
        {
            let description = "The customer's tier.".to_owned();
            let kind = DataType::Text;
            table.columns.push(Column { name: "ti]er's".into(), kind, nullable: true, description, statistics: None });
        }
        wanted
    }

    #[test]
    fn a_table_gets_the_column_and_the_view_shows_it() {
        let scripts =
            script::render(script::SCRIPTS, &Options::default(), Dialect::SqlServer, &wanted()).expect("rendered");
        assert_eq!(scripts[2].name, "extra columns of the source");
        assert!(scripts[2].text().starts_with(
            "IF COL_LENGTH(N'[mart].[dim_customer]', N'ti]er''s') IS NULL\nBEGIN\n    ALTER TABLE [mart].[dim_customer] \
             ADD [ti]]er's] nvarchar(400) NULL;"
        ));
        let views = scripts.iter().find(|script| script.name == "040_views.sql").expect("there").text();
        assert!(views.contains("[r].[churn_risk],\n    [c].[ti]]er's]\nFROM"));
    }

    #[test]
    fn without_extra_columns_there_is_nothing_to_add() {
        let names = Names::new(&Options::default()).expect("a name");
        assert!(script(&contract(), &names).is_none());
        assert_eq!(put("x /* extra columns */\nFROM", &names, &contract()), "x\nFROM");
    }
}
