//! MD149: names that are inferred, of columns that have none to infer.

use super::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};

pub static INFERRED_NAME: Code = Code {
    id: "MD149",
    name: "inferred-name",
    severity: Severity::Error,
    explanation: "`isNameInferred` says that a column of a calculated table is called as the table's DAX calls it. \
Columns that are loaded, and those that are computed by themselves, have no such property: the model is refused.

Wrong:
    column Region
    <tab>isNameInferred
    <tab>sourceColumn: region
Right:
    column Region
    <tab>sourceColumn: region",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        let is_calculated = table.partitions.iter().any(|one| one.kind.eq_ignore_ascii_case("calculated"));
        if table.partitions.is_empty() {
            continue;
        }
        for column in table.columns.iter().filter(|column| !is_calculated || column.expression.is_some()) {
            let Some(property) = column.more.iter().find(|one| one.name.eq_ignore_ascii_case("isNameInferred")) else {
                continue;
            };
            let path = path_in(table, "column", column.name.as_str());
            let message = match column.expression {
                Some(_) => format!("the name of the calculated column `{}` is not inferred", column.name),
                None => format!("the name of the column `{}` is not inferred: its table is loaded", column.name),
            };
            let place = context.place(&path, &property.name);
            found.push(Diagnostic::new(&INFERRED_NAME, message).at(place, "").help("remove the line"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn only_columns_of_calculated_tables_have_it() {
        let text = |column: &str, partition: &str| {
            format!(
                "table T\n    column A{column}\n        isNameInferred\n    partition P = {partition}\n        source = 1\n"
            )
        };
        assert_eq!(lines(&INFERRED_NAME, &text("\n        sourceColumn: a", "m")), [4]);
        assert_eq!(lines(&INFERRED_NAME, &text(" = 1", "calculated")), [3]);
        assert_eq!(lines(&INFERRED_NAME, &text("\n        sourceColumn: [A]", "calculated")), [0; 0]);
    }
}
