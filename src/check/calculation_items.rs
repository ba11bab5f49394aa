//! MD065, MD066, MD067, MD148: calculation groups among themselves, and their items.

use std::collections::BTreeMap;

use super::carried::{Carried, carried};
use super::context::{Context, table_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static REPEATED_PRECEDENCE: Code = Code {
    id: "MD065",
    name: "repeated-precedence",
    severity: Severity::Error,
    explanation: "Where several calculation groups apply to a measure, their precedence says which comes first. It is \
zero or greater, zero where it is not written, and no two groups of a model may have the same.

Wrong: two calculation groups without `precedence`.
Right: `precedence: 1` in one of them.",
};

pub static REPEATED_ORDINAL: Code = Code {
    id: "MD066",
    name: "repeated-ordinal",
    severity: Severity::Warning,
    explanation: "The ordinal of a calculation item is its place in the order of the group. Two items have the same, \
so that one of them stands where nobody meant it to.

Wrong: `ordinal: 1` in both `YTD` and `QTD`.
Right: `ordinal: 1` in `YTD`, `ordinal: 2` in `QTD`.",
};

pub static EMPTY_CALCULATION_ITEM: Code = Code {
    id: "MD067",
    name: "empty-calculation-item",
    severity: Severity::Warning,
    explanation: "A calculation item needs the DAX that takes the measure's place.

Wrong:
    calculationItem Current
Right:
    calculationItem Current = SELECTEDMEASURE()",
};

pub static NO_COLUMN: Code = Code {
    id: "MD148",
    name: "calculation-group-without-column",
    severity: Severity::Warning,
    explanation: "The items of a calculation group are chosen by a column of its table, which shows their names. \
Without one nothing can choose them.

Wrong:
    table Period
    <tab>calculationGroup
    <tab><tab>calculationItem Current = SELECTEDMEASURE()
Right:
    table Period
    <tab>calculationGroup
    <tab><tab>calculationItem Current = SELECTEDMEASURE()
    <tab>column Period
    <tab><tab>dataType: string
    <tab><tab>sourceColumn: Name",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let mut precedences: BTreeMap<i64, String> = BTreeMap::new();
    for table in &context.model.tables {
        for group in carried(&table.more, &table_path(table), "calculationGroup") {
            items(context, &group, found);
            if table.columns.is_empty() && !context.is_broken(&table_path(table)) {
                let message = format!("the calculation group `{}` has no column", table.name);
                let fault = Diagnostic::new(&NO_COLUMN, message).at(context.origins.place(&group.path), "");
                found.push(fault.help("add a column with `sourceColumn: Name`"));
            }
            let precedence = match group.text("precedence").map(str::parse) {
                None => 0,
                Some(Ok(precedence)) => precedence,
                Some(Err(_)) => continue,
            };
            let place = |path: &str| context.place(path, "precedence");
            if precedence < 0 {
                let message = format!("the precedence of the calculation group `{}` is below zero", table.name);
                let fault = Diagnostic::new(&REPEATED_PRECEDENCE, message).at(place(&group.path), "");
                found.push(fault.help("write a number from zero on"));
            } else if let Some(first) = precedences.get(&precedence) {
                let message = format!("two calculation groups have the precedence {precedence}");
                found.push(
                    Diagnostic::new(&REPEATED_PRECEDENCE, message)
                        .at(place(&group.path), "this one")
                        .at(place(first), "and this one")
                        .help("give one of them a `precedence` of its own"),
                );
            } else {
                precedences.insert(precedence, group.path);
            }
        }
    }
}

fn items(context: &Context, group: &Carried, found: &mut Vec<Diagnostic>) {
    let mut ordinals: BTreeMap<&str, String> = BTreeMap::new();
    for item in group.children("calculationItem") {
        if item.default.is_none_or(|dax| dax.trim().is_empty()) && !context.is_broken(&item.path) {
            let message = format!("the calculation item `{}` has no expression", item.name);
            let fault = Diagnostic::new(&EMPTY_CALCULATION_ITEM, message).at(context.origins.place(&item.path), "");
            found.push(fault.help("write its DAX behind an `=`, such as `SELECTEDMEASURE()`"));
        }
        let Some(ordinal) = item.text("ordinal").filter(|ordinal| !ordinal.starts_with('-')) else { continue };
        match ordinals.get(ordinal) {
            None => drop(ordinals.insert(ordinal, item.path)),
            Some(first) => found.push(
                Diagnostic::new(&REPEATED_ORDINAL, format!("two calculation items have the ordinal {ordinal}"))
                    .at(context.place(&item.path, "ordinal"), "this one")
                    .at(context.place(first, "ordinal"), "and this one")
                    .help("give each item its own"),
            ),
        }
    }
}
