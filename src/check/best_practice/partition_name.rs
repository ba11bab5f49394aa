//! MD254: the name of the only partition.

use super::is_automatic;
use crate::check::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static PARTITION_NAME: Code = Code {
    id: "MD254",
    name: "partition-name",
    severity: Severity::Note,
    explanation:
        "The partition of a table that has one is called like the table: so logs of a refresh say which table they mean.

Wrong: `partition Query1 = m` in the table Sales.
Right: `partition Sales = m`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in context.model.tables.iter().filter(|table| !is_automatic(table)) {
        if let [partition] = table.partitions.as_slice()
            && !is_alike(&partition.name, table.name.as_str())
        {
            found.push(
                Diagnostic::new(&PARTITION_NAME, format!("the partition of `{0}` is not called `{0}`", table.name))
                    .at(context.origins.place(&table_path(table)), "")
                    .help("give it the table's name"),
            );
        }
    }
}

/// Power BI Desktop adds an id of its own behind a hyphen.
fn is_alike(partition: &str, table: &str) -> bool {
    partition == table || partition.strip_prefix(table).is_some_and(|rest| rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        assert_eq!(
            lines(
                &PARTITION_NAME,
                "table T\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\n"
            )
            .len(),
            1
        );
        assert!(
            lines(
                &PARTITION_NAME,
                "table P\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\n"
            )
            .is_empty()
        );
    }
}
