//! MD208: dimensions of dimensions.

use super::is_automatic;
use crate::check::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{ColumnReference, Relationship, Table};
use crate::name::same;

pub static SNOWFLAKE: Code = Code {
    id: "MD208",
    name: "snowflake",
    severity: Severity::Note,
    explanation: "A table that both filters another and is filtered by a third is one arm of a snowflake. In a star every dimension \
is joined to the facts alone: fewer joins in each query, fewer tables for people to know.

Wrong: Sales joined to Product, Product to Category.
Right: the category as a column of Product.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in context.model.tables.iter().filter(|table| !is_automatic(table)) {
        if is_on(context, table, |one| &one.from) && is_on(context, table, |one| &one.to) {
            found.push(
                Diagnostic::new(&SNOWFLAKE, format!("`{}` stands between other tables", table.name))
                    .at(context.origins.place(&table_path(table)), "")
                    .help("bring the outer table into this one when the data is loaded"),
            );
        }
    }
}

fn is_on(context: &Context, table: &Table, side: fn(&Relationship) -> &ColumnReference) -> bool {
    context.model.relationships.iter().any(|one| same(side(one).table.as_str(), table.name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        assert_eq!(lines(&SNOWFLAKE, "relationship TU\n    fromColumn: T.A\n    toColumn: U.A\nrelationship UV\n    fromColumn: U.A\n    toColumn: V.A\ntable T\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\ntable U\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\ntable V\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\n").len(), 1);
        assert!(lines(&SNOWFLAKE, "relationship TU\n    fromColumn: T.A\n    toColumn: U.A\nrelationship TV\n    fromColumn: T.A\n    toColumn: V.A\ntable T\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\ntable U\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\ntable V\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\n").is_empty());
    }
}
