//! Does a catalog hold together: are its names usable, unique, and does every key refer to something that is there?
//!
//! A fault says where it stands as steps from the catalog downwards, in the words of the nouns; whoever read the
//! catalog from a text can turn the steps into a place.

use std::collections::BTreeMap;

use super::{Catalog, Column, ForeignKey, Table};
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::ColumnName;

pub const CODES: &[&Code] = &[&BAD_NAME, &REPEATED_NAME, &BROKEN_KEY, &NO_COLUMNS];

pub const BAD_NAME: Code = Code {
    id: "SC005",
    name: "bad-name",
    severity: Severity::Error,
    explanation: "A table or column of the catalog has a name that no warehouse could hold: an empty one, one with \
                  control characters, or one of more than 128 characters.",
};

pub const REPEATED_NAME: Code = Code {
    id: "SC006",
    name: "repeated-name",
    severity: Severity::Error,
    explanation: "Two tables of the catalog, or two columns of one table, have the same name. Case makes no \
                  difference: neither Power BI nor SQL Server tells `Region` from `region`.",
};

pub const BROKEN_KEY: Code = Code {
    id: "SC007",
    name: "broken-key",
    severity: Severity::Error,
    explanation: "A primary key or foreign key of the catalog names a table or column that is not there, names one \
                  twice, has a different number of columns on its two sides, or joins columns of different types.",
};

pub const NO_COLUMNS: Code = Code {
    id: "SC008",
    name: "no-columns",
    severity: Severity::Error,
    explanation: "A table of the catalog has no columns: there is nothing that a model could show of it.",
};

/// SQL Server's limit; Power BI allows more.
const LONGEST_NAME: usize = 128;

/// One step from the catalog down to the faulty value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Field(&'static str),
    At(usize),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub path: Vec<Step>,
    /// Without a label: only who read the text knows the place.
    pub diagnostic: Diagnostic,
}

/// Everything that does not hold together, in the order of the catalog.
pub fn faults(catalog: &Catalog) -> Vec<Fault> {
    use Step::{At, Field};
    let mut faults = Vec::new();
    let names = catalog.tables.iter().map(|table| table.name.as_str());
    check_names(names, "table", &mut faults, |at| vec![Field("tables"), At(at), Field("name")]);
    for (at, table) in catalog.tables.iter().enumerate() {
        let here = |more: &[Step]| [&[Field("tables"), At(at)], more].concat();
        if table.columns.is_empty() {
            let message = format!("table `{}` has no columns", table.name);
            faults.push(fault(here(&[Field("columns")]), Diagnostic::new(&NO_COLUMNS, message)));
        }
        let names = table.columns.iter().map(|column| column.name.as_str());
        check_names(names, "column", &mut faults, |n| here(&[Field("columns"), At(n), Field("name")]));
        check_columns(table, &table.primary_key, "primary key", &mut faults, |n| here(&[Field("primary_key"), At(n)]));
        for (n, key) in table.foreign_keys.iter().enumerate() {
            let here = |more: &[Step]| here(&[&[Field("foreign_keys"), At(n)], more].concat());
            check_foreign_key(catalog, table, key, &mut faults, &here);
        }
    }
    faults
}

fn fault(path: Vec<Step>, diagnostic: Diagnostic) -> Fault {
    Fault { path, diagnostic }
}

fn check_names<'a>(
    names: impl Iterator<Item = &'a str>,
    what: &str,
    faults: &mut Vec<Fault>,
    path: impl Fn(usize) -> Vec<Step>,
) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (at, name) in names.enumerate() {
        if let Some(why) = unusable(name) {
            faults.push(fault(path(at), Diagnostic::new(&BAD_NAME, format!("{what} name `{name}` {why}"))));
        }
        if let Some(earlier) = seen.insert(name.to_lowercase(), name) {
            let message = match earlier == name {
                true => format!("{what} `{name}` stands twice"),
                false => format!("{what}s `{earlier}` and `{name}` differ only in case"),
            };
            faults.push(fault(path(at), Diagnostic::new(&REPEATED_NAME, message)));
        }
    }
}

fn unusable(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() {
        return Some("is empty");
    }
    if name.chars().any(char::is_control) {
        return Some("has control characters");
    }
    (name.chars().count() > LONGEST_NAME).then_some("has more than 128 characters")
}

fn check_columns(
    table: &Table,
    columns: &[ColumnName],
    what: &str,
    faults: &mut Vec<Fault>,
    path: impl Fn(usize) -> Vec<Step>,
) {
    for (at, name) in columns.iter().enumerate() {
        if table.column(name.as_str()).is_none() {
            let message = format!("{what} of `{}` names the column `{name}`, which it has not", table.name);
            let known = table.columns.iter().map(|column| column.name.as_str());
            faults.push(fault(path(at), Diagnostic::new(&BROKEN_KEY, message).did_you_mean(name.as_str(), known)));
        } else if columns[..at].contains(name) {
            let message = format!("{what} of `{}` names the column `{name}` twice", table.name);
            faults.push(fault(path(at), Diagnostic::new(&BROKEN_KEY, message)));
        }
    }
}

fn check_foreign_key(
    catalog: &Catalog,
    table: &Table,
    key: &ForeignKey,
    faults: &mut Vec<Fault>,
    here: &dyn Fn(&[Step]) -> Vec<Step>,
) {
    use Step::{At, Field};
    check_columns(table, &key.columns, "foreign key", faults, |n| here(&[Field("columns"), At(n)]));
    let Some(target) = catalog.table(key.to_table.as_str()) else {
        let message = format!("`{}` refers to the table `{}`, which is not there", table.name, key.to_table);
        let known = catalog.tables.iter().map(|table| table.name.as_str());
        let diagnostic = Diagnostic::new(&BROKEN_KEY, message).did_you_mean(key.to_table.as_str(), known);
        return faults.push(fault(here(&[Field("to_table")]), diagnostic));
    };
    check_columns(target, &key.to_columns, "target of a foreign key", faults, |n| here(&[Field("to_columns"), At(n)]));
    if key.columns.len() != key.to_columns.len() || key.columns.is_empty() {
        let (from, to) = (key.columns.len(), key.to_columns.len());
        let message = format!("foreign key of `{}` joins {from} columns to {to} of `{}`", table.name, target.name);
        return faults.push(fault(here(&[Field("to_columns")]), Diagnostic::new(&BROKEN_KEY, message)));
    }
    for (at, (from, to)) in key.columns.iter().zip(&key.to_columns).enumerate() {
        let (Some(from), Some(to)) = (table.column(from.as_str()), target.column(to.as_str())) else { continue };
        if from.kind != to.kind {
            let described =
                |table: &Table, column: &Column| format!("`{}.{}` ({})", table.name, column.name, column.kind.as_str());
            let message = format!("{} refers to {}", described(table, from), described(target, to));
            let diagnostic = Diagnostic::new(&BROKEN_KEY, message).help("give both columns one type");
            faults.push(fault(here(&[Field("columns"), At(at)]), diagnostic));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::DataType;
    use crate::catalog::contract::contract;

    fn messages(catalog: &Catalog) -> Vec<String> {
        faults(catalog).into_iter().map(|fault| fault.diagnostic.message).collect()
    }

    #[test]
    fn the_contract_holds_together() {
        assert_eq!(messages(&contract()), [""; 0]);
    }

    #[test]
    fn every_broken_key_is_found_with_its_place() {
        let mut catalog = contract();
        let at = catalog.tables.iter().position(|table| table.name == "fact_sales").expect("in the contract");
        let sales = &mut catalog.tables[at];
        sales.primary_key.push("sales_line_ids".into());
        sales.foreign_keys[0].to_table = "dim_dates".into();
        sales.foreign_keys[1].to_columns.clear();
        let customer = sales.columns.iter().position(|column| column.name == "stock_code").expect("a column");
        sales.columns[customer].kind = DataType::Integer;
        assert_eq!(
            messages(&catalog),
            [
                "primary key of `fact_sales` names the column `sales_line_ids`, which it has not",
                "`fact_sales` refers to the table `dim_dates`, which is not there",
                "foreign key of `fact_sales` joins 1 columns to 0 of `dim_customer`",
                "`fact_sales.stock_code` (integer) refers to `dim_product.stock_code` (text)",
            ]
        );
        let first = &faults(&catalog)[0];
        assert_eq!(first.path, [Step::Field("tables"), Step::At(at), Step::Field("primary_key"), Step::At(1)]);
        assert_eq!(first.diagnostic.help, ["did you mean `sales_line_id`?"]);
    }

    #[test]
    fn names_that_no_warehouse_could_hold_are_refused() {
        let mut catalog = Catalog { tables: contract().tables.into_iter().take(1).collect() };
        let columns = &mut catalog.tables[0].columns;
        columns[1].name = "RUN_ID".into();
        columns[2].name = " ".into();
        columns[3].name = "a\nb".into();
        columns[4].name = "ü".repeat(129).into();
        columns[5].name = "ü".repeat(128).into();
        let codes: Vec<_> = faults(&catalog).into_iter().map(|fault| fault.diagnostic.code.id).collect();
        assert_eq!(codes, ["SC006", "SC005", "SC005", "SC005"]);
    }
}
