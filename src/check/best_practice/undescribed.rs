//! MD251: what is shown and not explained.

use super::is_automatic;
use crate::check::context::{Context, path_in, table_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static UNDESCRIBED: Code = Code {
    id: "MD251",
    name: "undescribed",
    severity: Severity::Note,
    explanation: "Whoever builds a report sees a description beside each table, column and measure, and an assistant reads nothing \
else. This one has none.

Wrong:
    column Churn
Right:
    /// Days since the last purchase, beyond the customer's own usual interval.
    column Churn",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let mut say = |kind: &str, name: &str, path: &str| {
        let fault = Diagnostic::new(&UNDESCRIBED, format!("the {kind} `{name}` has no description"));
        found.push(fault.at(context.origins.place(path), "").help("write it above, behind `///`"));
    };
    for table in context.model.tables.iter().filter(|table| !table.is_hidden && !is_automatic(table)) {
        if table.description.is_none() {
            say("table", table.name.as_str(), &table_path(table));
        }
        for measure in table.measures.iter().filter(|one| !one.is_hidden && one.description.is_none()) {
            say("measure", measure.name.as_str(), &path_in(table, "measure", measure.name.as_str()));
        }
        for column in table.columns.iter().filter(|one| !one.is_hidden && one.description.is_none()) {
            say("column", column.name.as_str(), &path_in(table, "column", column.name.as_str()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        let model = |column: &str| {
            format!("/// A table.\ntable T\n    column C\n{column}    partition P = m\n        source = 1\n")
        };
        assert_eq!(lines(&UNDESCRIBED, &model("        dataType: int64\n")).len(), 1);
        assert!(lines(&UNDESCRIBED, &model("        dataType: int64\n        isHidden\n")).is_empty());
    }
}
