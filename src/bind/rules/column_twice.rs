//! DX161: two columns of one name.

use std::collections::HashSet;

use crate::bind::Fault;
use crate::bind::types::{RowColumn, Type};
use crate::dax::Span;
use crate::dax::functions::Function;
use crate::diag::{Code, Severity};

pub static MADE_TWICE: Code = Code {
    id: "DX161",
    name: "column-made-twice",
    severity: Severity::Error,
    explanation: "A table would have two columns of the same name, so that neither could be named.

Wrong: `ADDCOLUMNS(Product, \"Total\", [Revenue], \"Total\", [Orders])`
Right: `ADDCOLUMNS(Product, \"Revenue\", [Revenue], \"Orders\", [Orders])`",
};

const MAKERS: &[&str] = &[
    "ADDCOLUMNS",
    "CROSSJOIN",
    "DATATABLE",
    "GENERATE",
    "GENERATEALL",
    "GROUPBY",
    "ROW",
    "SELECTCOLUMNS",
    "SUMMARIZE",
    "SUMMARIZECOLUMNS",
];

pub fn check(function: &Function, result: &Type, span: &Span) -> Option<Fault> {
    let Type::Table(relation) = result else { return None };
    if !MAKERS.contains(&function.name) {
        return None;
    }
    let joins = matches!(function.name, "CROSSJOIN" | "GENERATE" | "GENERATEALL");
    let twice = match relation.repeated() {
        None if joins => repeated(relation.columns())?,
        None => return None,
        Some(column) => column.name.to_string(),
    };
    let message = format!("the table would have two columns `{twice}`");
    Some(Fault::new(&MADE_TWICE, span.clone(), message))
}

/// A column of the model that comes from both sides.
fn repeated<'i>(columns: impl Iterator<Item = RowColumn<'i>>) -> Option<String> {
    let mut known = HashSet::new();
    let mut of_model = columns.filter_map(|column| column.source);
    let twice =
        of_model.find(|(table, column)| !known.insert((std::ptr::from_ref(*table), std::ptr::from_ref(*column))));
    twice.map(|(_, column)| column.name.clone())
}

#[cfg(test)]
mod tests {
    use crate::bind::testing::faults;

    #[test]
    fn a_name_is_given_once() {
        for dax in [
            "COUNTROWS(ADDCOLUMNS(Product, \"a\", 1, \"A\", 2))",
            "COUNTROWS(ROW(\"a\", 1, \"a\", 2))",
            "COUNTROWS(ADDCOLUMNS(ADDCOLUMNS(Product, \"a\", 1), \"a\", 2))",
            "COUNTROWS(CROSSJOIN(Product, Product))",
            "COUNTROWS(CROSSJOIN({ 1 }, { 2 }))",
        ] {
            assert_eq!(faults(dax), ["DX161"], "{dax}");
        }
        for dax in [
            "COUNTROWS(ADDCOLUMNS(Product, \"Color\", 1))",
            "COUNTROWS(CROSSJOIN(Sales, Product))",
            "COUNTROWS(UNION(ROW(\"a\", 1), ROW(\"a\", 2)))",
            "COUNTROWS(SELECTCOLUMNS(Sales, \"'A'[x]\", 1, \"'B'[x]\", 2))",
        ] {
            assert_eq!(faults(dax), [""; 0], "{dax}");
        }
    }
}
