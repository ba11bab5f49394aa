//! What a template declares and the warehouse does not have.

use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Column, Model, Table};
use crate::tmdl::origins::{Origins, path};

pub const NO_SUCH_TABLE: Code = Code {
    id: "MD104",
    name: "no-such-table-in-warehouse",
    severity: Severity::Error,
    explanation: "An authored declaration adds measures or properties to a table that the warehouse does not have, \
                  or that the configuration calls otherwise. A table of one's own needs a partition.",
};

pub const NO_SUCH_COLUMN: Code = Code {
    id: "MD105",
    name: "no-such-column-in-warehouse",
    severity: Severity::Error,
    explanation: "An authored declaration sets properties of a column that the warehouse's table does not have, or \
                  that the configuration calls otherwise. A column of one's own needs an expression.",
};

const FOLLOW: &str = "declarations go by the model's names: those of `names.toml` and of `[model.names]`";

pub(super) fn check(model: &Model, origins: &Origins) -> Vec<Diagnostic> {
    model.tables.iter().flat_map(|table| of_table(model, table, origins)).collect()
}

fn of_table(model: &Model, table: &Table, origins: &Origins) -> Vec<Diagnostic> {
    let at = path("", "table", table.name.as_str());
    if table.partitions.is_empty() {
        let known = model.tables.iter().filter(|table| !table.partitions.is_empty()).map(|table| table.name.as_str());
        let fault = Diagnostic::new(&NO_SUCH_TABLE, format!("the warehouse has no table for `{}`", table.name))
            .at(origins.place(&at), "declared here, without a partition")
            .did_you_mean(table.name.as_str(), known);
        return vec![fault.help(FOLLOW)];
    }
    let has_source = |column: &&Column| column.source_column.is_some() || column.expression.is_some();
    let known = || table.columns.iter().filter(has_source).map(|column| column.name.as_str());
    let missing = table.columns.iter().filter(|column| !has_source(column));
    missing
        .map(|column| {
            let place = origins.place(&path(&at, "column", column.name.as_str()));
            let message = format!("the warehouse has no column for `{}` in `{}`", column.name, table.name);
            let fault = Diagnostic::new(&NO_SUCH_COLUMN, message).at(place, "declared here, without a source");
            fault.did_you_mean(column.name.as_str(), known()).help(FOLLOW)
        })
        .collect()
}
