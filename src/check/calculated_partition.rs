//! MD150: a calculated table that has other rows as well.

use super::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};

pub static OTHER_PARTITION: Code = Code {
    id: "MD150",
    name: "calculated-table-partition",
    severity: Severity::Error,
    explanation:
        "The rows of a calculated table come from its DAX alone: it has one partition. Where there are more, two \
tables of one name have most often become one.

Wrong:
    partition Rates = calculated
    <tab>source = ROW(\"Rate\", 0.2)
    partition 'Rates 2' = m
    <tab>source = #\"Rates Query\"
Right:
    partition Rates = calculated
    <tab>source = ROW(\"Rate\", 0.2)",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        let is_calculated = |kind: &str| kind.eq_ignore_ascii_case("calculated");
        let Some(calculated) = table.partitions.iter().find(|one| is_calculated(&one.kind)) else { continue };
        let Some(other) = table.partitions.iter().find(|one| one.name != calculated.name) else { continue };
        let place = |name: &str| context.origins.place(&path_in(table, "partition", name));
        let message = format!("the calculated table `{}` has another partition", table.name);
        found.push(
            Diagnostic::new(&OTHER_PARTITION, message)
                .at(place(&calculated.name), "calculated here")
                .at(place(&other.name), "and filled here")
                .help("give one of the two tables another name, or remove a partition"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn a_calculated_table_has_one_partition() {
        let text = |kind: &str| {
            format!(
                "table T\n    partition P = {kind}\n        source = ROW(\"A\", 1)\n    partition Q = m\n        source = 1\n"
            )
        };
        assert_eq!(lines(&OTHER_PARTITION, &text("calculated")), [2]);
        assert_eq!(lines(&OTHER_PARTITION, &text("m")), [0; 0]);
    }
}
