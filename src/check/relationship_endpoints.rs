//! MD001, MD002: both ends of a relationship are columns, and of one type.

use super::context::{Context, Lookup, column_names};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Column, ColumnReference, Relationship, Table};
use crate::name::tmdl_column;
use crate::tmdl::origins::path;

pub static UNRESOLVED_ENDPOINT: Code = Code {
    id: "MD001",
    name: "unresolved-endpoint",
    severity: Severity::Error,
    explanation: "A relationship goes from a column to a column. One of its ends names a table or a column that the \
model does not have, or is missing, and Power BI Desktop refuses the model.

Wrong:
    relationship a
    <tab>fromColumn: Sales.CustomerKey
    <tab>toColumn: Customers.CustomerKey
Right, where the table is `Customer`:
    relationship a
    <tab>fromColumn: Sales.CustomerKey
    <tab>toColumn: Customer.CustomerKey",
};

pub static TYPE_MISMATCH: Code = Code {
    id: "MD002",
    name: "relationship-type-mismatch",
    severity: Severity::Error,
    explanation: "The two columns of a relationship have different data types. The model opens, and its refresh \
fails.

Wrong: `Sales[CustomerKey]` is `int64` and `Customer[CustomerKey]` is `string`.
Right: both are `int64`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for relationship in &context.model.relationships {
        let from = end(context, relationship, &relationship.from, "fromColumn", found);
        let to = end(context, relationship, &relationship.to, "toColumn", found);
        if let (Some(from), Some(to)) = (from, to) {
            found.extend(mismatch(context, relationship, from, to));
        }
    }
}

type End<'a> = (&'a Table, &'a Column);

fn end<'a>(
    context: &Context<'a>,
    relationship: &Relationship,
    reference: &ColumnReference,
    property: &str,
    found: &mut Vec<Diagnostic>,
) -> Option<End<'a>> {
    let path = path("", "relationship", &relationship.name);
    let (table, column) = (reference.table.as_str(), reference.column.as_str());
    if table.is_empty() && column.is_empty() {
        // What is written but is no reference has been reported; what is not written at all has not.
        if context.origins.part(&path, property).is_none() && !context.is_broken(&path) {
            found.push(
                Diagnostic::new(&UNRESOLVED_ENDPOINT, format!("this relationship has no `{property}`"))
                    .at(context.origins.place(&path), "")
                    .help(format!("add `{property}: Table.Column`")),
            );
        }
        return None;
    }
    let new = |message: String| {
        Diagnostic::new(&UNRESOLVED_ENDPOINT, message).at(context.place(&path, property), "not in the model")
    };
    let known = match context.table(table) {
        Lookup::Found(known) => known,
        Lookup::Unknown => return None,
        Lookup::Missing => {
            found.push(
                new(format!("there is no table `{table}`"))
                    .or_rather(table, context.table_names(), |near| tmdl_column(near, column)),
            );
            return None;
        }
    };
    match context.column(known, column) {
        Lookup::Found(column) => Some((known, column)),
        Lookup::Unknown => None,
        Lookup::Missing => {
            let message = format!("the table `{}` has no column `{column}`", known.name);
            found.push(
                new(message).or_rather(column, column_names(known), |near| tmdl_column(known.name.as_str(), near)),
            );
            None
        }
    }
}

fn mismatch(context: &Context, relationship: &Relationship, from: End, to: End) -> Option<Diagnostic> {
    let ((from_table, from), (to_table, to)) = (from, to);
    let (from_type, to_type) = (from.data_type.as_deref()?, to.data_type.as_deref()?);
    if from_type.eq_ignore_ascii_case(to_type) {
        return None;
    }
    let path = path("", "relationship", &relationship.name);
    let message = format!(
        "`{from_table}[{from}]` is `{from_type}` but `{to_table}[{to}]` is `{to_type}`",
        from_table = from_table.name,
        from = from.name,
        to_table = to_table.name,
        to = to.name
    );
    Some(
        Diagnostic::new(&TYPE_MISMATCH, message)
            .at(context.place(&path, "fromColumn"), format!("`{from_type}`"))
            .at(context.place(&path, "toColumn"), format!("`{to_type}`"))
            .help("give both columns the same `dataType`"),
    )
}
