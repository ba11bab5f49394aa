//! MD017: what objects name that the model only carries: columns of calendars and groups, query groups, sources.

use super::carried::{Carried, carried};
use super::context::{Context, Lookup, column_names, path_in, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Model, Property, PropertyValue, Table};
use crate::name::same;
use crate::tmdl::column_reference::{name, table_and_column};
use crate::tmdl::origins::path;

pub static UNRESOLVED_REFERENCE: Code = Code {
    id: "MD017",
    name: "unresolved-reference",
    severity: Severity::Error,
    explanation: "A property names a column, a measure, a query group, an expression or a data source that the model \
does not have, and the model is refused.

Wrong:
    partition Sales = m
    <tab>queryGroup: Fcats
Right, where the model has `queryGroup Facts`:
    partition Sales = m
    <tab>queryGroup: Facts",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    // A few tables without their model, as examples are kept, need not have what they name.
    if context.origins.get("model").is_none() || !context.is_whole() {
        return;
    }
    let model = context.model;
    let has_measure = |table: &Table, name: &str| table.measure(name).is_some();
    found.extend(of_table(context, ("model", &model.more), ("defaultMeasure", "measure"), has_measure));
    for shared in &model.expressions {
        let owner = path("", "expression", &shared.name);
        let has_column = |table: &Table, name: &str| table.column(name).is_some();
        found.extend(of_table(context, (&owner, &shared.more), ("parameterValuesColumn", "column"), has_column));
    }
    for table in &model.tables {
        for column in &table.columns {
            let path = path_in(table, "column", column.name.as_str());
            for details in carried(&column.more, &path, "relatedColumnDetails") {
                columns(context, table, &details, &["groupByColumn"], found);
            }
        }
        for calendar in carried(&table.more, &table_path(table), "calendar") {
            for group in calendar.children("calendarColumnGroup") {
                columns(context, table, &group, &["primaryColumn", "associatedColumn", "column"], found);
            }
        }
        for partition in &table.partitions {
            let path = path_in(table, "partition", &partition.name);
            found.extend(one(context, &partition.more, &path, "queryGroup"));
            for source in carried(&partition.more, &path, "source") {
                found.extend(one(context, source.inside, &source.path, "expressionSource"));
                found.extend(one(context, source.inside, &source.path, "dataSource"));
            }
        }
    }
    for expression in &model.expressions {
        found.extend(one(context, &expression.more, &path("", "expression", &expression.name), "queryGroup"));
    }
}

/// A property that names something of a table, such as `defaultMeasure: Sales.Revenue`.
fn of_table(
    context: &Context,
    (owner, more): (&str, &[Property]),
    (property, what): (&str, &str),
    has: impl Fn(&Table, &str) -> bool,
) -> Option<Diagnostic> {
    let written = super::carried::text(more, property)?;
    let is_there = table_and_column(written)
        .is_some_and(|(table, name)| context.model.table(&table).is_some_and(|table| has(table, &name)));
    if is_there {
        return None;
    }
    let fault = Diagnostic::new(&UNRESOLVED_REFERENCE, format!("there is no {what} `{written}`"));
    let help = format!("write the table, a point and the {what}");
    Some(fault.at(context.place(owner, property), "").help(help))
}

/// Columns of the table; some properties stand more than once, and the place is the first of them.
fn columns(context: &Context, table: &Table, owner: &Carried, properties: &[&str], found: &mut Vec<Diagnostic>) {
    for property in owner.inside.iter().filter(|one| properties.contains(&one.name.as_str())) {
        let PropertyValue::Text(text) = &property.value else { continue };
        // What is no single name is none of a column either, but for one whose quotes are missing.
        let wanted = name(text).unwrap_or_else(|| unqualified(table, text));
        if context.column(table, &wanted) == Lookup::Missing {
            let message = format!("the table `{}` has no column `{wanted}`", table.name);
            found.push(
                Diagnostic::new(&UNRESOLVED_REFERENCE, message)
                    .at(context.place(&owner.path, &property.name), "")
                    .did_you_mean(&wanted, column_names(table)),
            );
        }
    }
}

/// `Sales.Year` in the table `Sales` says its column.
fn unqualified(table: &Table, text: &str) -> String {
    match table_and_column(text) {
        Some((of, column)) if same(&of, table.name.as_str()) => column,
        _ => text.trim().to_owned(),
    }
}

fn one(context: &Context, more: &[Property], owner: &str, property: &str) -> Option<Diagnostic> {
    let written = super::carried::text(more, property)?;
    let (what, known) = known(context.model, property);
    let Some(wanted) = name(written) else {
        let message = format!("`{written}` is not the name of a {what}");
        let fault = Diagnostic::new(&UNRESOLVED_REFERENCE, message).at(context.place(owner, property), "");
        return Some(fault.help("a name with a space or another sign in it stands in single quotes"));
    };
    if known.iter().any(|known| same(known, &wanted)) {
        return None;
    }
    let fault = Diagnostic::new(&UNRESOLVED_REFERENCE, format!("there is no {what} `{wanted}`"));
    Some(fault.at(context.place(owner, property), "").did_you_mean(&wanted, known.iter().map(String::as_str)))
}

/// What such a property names, and all there are.
fn known(model: &Model, property: &str) -> (&'static str, Vec<String>) {
    let of = |kind: &str| carried(&model.more, "", kind).into_iter().map(|one| one.name).collect::<Vec<_>>();
    match property {
        "queryGroup" => ("query group", of("queryGroup")),
        "dataSource" => ("data source", of("dataSource")),
        _ => ("expression", model.expressions.iter().map(|one| one.name.clone()).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn columns_of_groups_are_those_of_the_table() {
        let model = |column: &str| {
            format!(
                "model Model\ntable T\n    column A\n        dataType: string\n        relatedColumnDetails\n            \
                 groupByColumn: {column}\n    column B\n        dataType: string\n    partition P = m\n        source = 1\n"
            )
        };
        for column in ["C", "U.B", "U.A", "T.C", "'T'.'C'"] {
            assert_eq!(lines(&UNRESOLVED_REFERENCE, &model(column)), [6], "{column}");
        }
        for column in ["b", "'B'", "T.B"] {
            assert!(lines(&UNRESOLVED_REFERENCE, &model(column)).is_empty(), "{column}");
        }
    }

    #[test]
    fn the_default_measure_and_the_values_of_a_parameter_are_there() {
        let model = |measure: &str, column: &str| {
            format!(
                "model Model\n    defaultMeasure: {measure}\nexpression P = 1\n    parameterValuesColumn: {column}\ntable T\n    \
                 measure M = 1\n    column A\n        dataType: string\n    partition P = m\n        source = 1\n"
            )
        };
        assert_eq!(lines(&UNRESOLVED_REFERENCE, &model("N", "T.A")), [2]);
        assert_eq!(lines(&UNRESOLVED_REFERENCE, &model("T.N", "T.A")), [2]);
        assert_eq!(lines(&UNRESOLVED_REFERENCE, &model("T.M", "T.B")), [4]);
        assert!(lines(&UNRESOLVED_REFERENCE, &model("T.M", "'T'.A")).is_empty());
    }

    #[test]
    fn sources_and_groups_are_those_of_the_model() {
        let model = |group: &str, source: &str| {
            format!(
                "model Model\nqueryGroup Facts\nexpression Lake = 1\n    queryGroup: {group}\ntable T\n    partition P = entity\n        \
                 source\n            entityName: t\n            expressionSource: {source}\n"
            )
        };
        assert_eq!(lines(&UNRESOLVED_REFERENCE, &model("Fcats", "Lake")), [4]);
        assert_eq!(lines(&UNRESOLVED_REFERENCE, &model("facts", "'Lakes'")), [9]);
        assert!(lines(&UNRESOLVED_REFERENCE, &model("facts", "lake")).is_empty());
    }
}
