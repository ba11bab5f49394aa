//! MD061: the date table.

use super::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static DATE_TABLE_WITHOUT_KEY: Code = Code {
    id: "MD061",
    name: "date-table-without-key",
    severity: Severity::Warning,
    explanation: "A table with `dataCategory: Time` is the model's date table. Time intelligence needs to know its \
column of dates: the one `dateTime` column that has `isKey`.

Wrong:
    table Date
    <tab>dataCategory: Time
    <tab>column Date
    <tab><tab>dataType: dateTime
Right:
    table Date
    <tab>dataCategory: Time
    <tab>column Date
    <tab><tab>dataType: dateTime
    <tab><tab>isKey",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        let is_date_table =
            table.data_category.as_deref().is_some_and(|category| category.eq_ignore_ascii_case("time"));
        // A key without a type has lost it to a fault that has been said.
        let is_date = |kind: Option<&str>| kind.is_none_or(|kind| kind.eq_ignore_ascii_case("dateTime"));
        let has_key = table.columns.iter().any(|column| column.is_key && is_date(column.data_type.as_deref()));
        let path = table_path(table);
        if !is_date_table || has_key || context.is_broken(&path) {
            continue;
        }
        let message = format!("the date table `{}` has no `dateTime` column with `isKey`", table.name);
        let dates = table.columns.iter().find(|column| column.data_type.as_deref() == Some("dateTime"));
        let help = match dates {
            Some(column) => format!("add `isKey` to its column `{}`", column.name),
            None => "give its column of dates `dataType: dateTime` and `isKey`".to_owned(),
        };
        found.push(
            Diagnostic::new(&DATE_TABLE_WITHOUT_KEY, message).at(context.place(&path, "dataCategory"), "").help(help),
        );
    }
}
