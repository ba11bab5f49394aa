//! SC009: foreign keys of several columns, which become no relationship.

use super::naming::Names;
use crate::catalog::{Catalog, ForeignKey, Table};
use crate::diag::{Code, Diagnostic, Severity};

pub const COMBINED_KEY: Code = Code {
    id: "SC009",
    name: "combined-key",
    severity: Severity::Warning,
    explanation: "A relationship of Power BI joins one column with one column. A foreign key of several columns \
                  becomes none: the two tables stand beside each other in the model, and a filter on the one does \
                  not reach the other. A column that combines the others, in both tables, can be joined: as a \
                  computed column, in a view, or in the load.\n\n\
                  Wrong:  foreign key (store_id, shelf_id) references dim_shelf (store_id, shelf_id)\n\
                  Right:  shelf_key as concat(store_id, '|', shelf_id) persisted, in both tables\n        \
                  foreign key (shelf_key) references dim_shelf (shelf_key)",
};

/// The keys of several columns between tables that the model shows and relates.
pub(super) fn check(catalog: &Catalog, names: &Names) -> Vec<Diagnostic> {
    let of_table = |from: &Table| {
        let keys = from.foreign_keys.iter().filter(|key| key.columns.len() > 1 && joins(catalog, names, from, key));
        keys.map(|key| diagnostic(from, key)).collect::<Vec<_>>()
    };
    names.shown(catalog).into_iter().flat_map(of_table).collect()
}

/// Whether the key would be a relationship if it were of one column.
fn joins(catalog: &Catalog, names: &Names, from: &Table, key: &ForeignKey) -> bool {
    let to = names.stand_in(key.to_table.as_str(), catalog).or_else(|| catalog.table(key.to_table.as_str()));
    to.is_some_and(|to| to.name != from.name && [from, to].iter().all(|one| !names.is_unrelated(one.name.as_str())))
}

fn diagnostic(from: &Table, key: &ForeignKey) -> Diagnostic {
    let columns: Vec<String> = key.columns.iter().map(|column| format!("`{column}`")).collect();
    let columns = columns.join(" and ");
    let message = format!("the foreign key of `{}` to `{}` becomes no relationship", from.name, key.to_table);
    Diagnostic::new(&COMBINED_KEY, message)
        .note(format!("it is of {columns}, and Power BI relates one column with one column"))
        .help(format!("combine {columns} into one column in both tables, and let the foreign key be of that"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::contract::contract;

    /// The contract, where the lines refer to the products by these columns.
    fn said(columns: &[&str], to: &str) -> Vec<String> {
        let mut catalog = contract();
        let sales = catalog.tables.iter_mut().find(|table| table.name == *"fact_sales").expect("the lines");
        let columns: Vec<_> = columns.iter().map(|column| (*column).into()).collect();
        sales.foreign_keys = vec![ForeignKey { to_columns: columns.clone(), columns, to_table: to.into() }];
        check(&catalog, &Names::default()).into_iter().map(|found| found.message).collect()
    }

    #[test]
    fn a_key_of_several_columns_is_told() {
        assert_eq!(
            said(&["stock_code", "country"], "dim_product"),
            ["the foreign key of `fact_sales` to `dim_product` becomes no relationship"]
        );
        assert_eq!(said(&["stock_code"], "dim_product").len(), 0);
        assert_eq!(said(&["stock_code", "country"], "fact_sales").len(), 0, "a key to its own table");
    }
}
