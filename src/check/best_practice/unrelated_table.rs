//! MD250: tables that nothing is joined to.

use super::is_automatic;
use crate::check::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;
use crate::name::same;

pub static UNRELATED_TABLE: Code = Code {
    id: "MD250",
    name: "unrelated-table",
    severity: Severity::Note,
    explanation:
        "No relationship joins this table to another, so no filter reaches it and none comes from it. For a table of \
parameters, of measures or of security that is as it should be.

Wrong: a table of customers that Sales is not joined to.
Right: a relationship from Sales to it.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in context.model.tables.iter().filter(|table| !is_automatic(table)) {
        if table.columns.iter().any(|column| !column.is_hidden) && !table.is_hidden && !is_joined(context, table) {
            found.push(
                Diagnostic::new(&UNRELATED_TABLE, format!("`{}` is joined to no other table", table.name))
                    .at(context.origins.place(&table_path(table)), "")
                    .help("add a relationship, or hide the table"),
            );
        }
    }
}

fn is_joined(context: &Context, table: &Table) -> bool {
    let is_it = |name: &str| same(name, table.name.as_str());
    context.model.relationships.iter().any(|one| is_it(one.from.table.as_str()) || is_it(one.to.table.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        assert_eq!(lines(&UNRELATED_TABLE, "relationship TU\n    fromColumn: T.A\n    toColumn: U.A\ntable T\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\ntable U\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\ntable V\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\n").len(), 1);
        assert!(lines(&UNRELATED_TABLE, "relationship TU\n    fromColumn: T.A\n    toColumn: U.A\nrelationship TV\n    fromColumn: T.A\n    toColumn: V.A\ntable T\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\ntable U\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\ntable V\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\n").is_empty());
    }
}
