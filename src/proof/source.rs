//! Which table of the warehouse a table of the model has its rows from.
//!
//! Only steps that keep every row are followed; a query that drops, adds or changes rows shows something else than
//! the warehouse has, and what a role shows of it is not known.

use crate::m::{self, Access, AccessKind, Binding, Expr, ExprKind};
use crate::model::Table;

/// Steps after which the rows are the same ones.
const HARMLESS: &[&str] = &[
    "Table.TransformColumnTypes",
    "Table.SelectColumns",
    "Table.RemoveColumns",
    "Table.ReorderColumns",
    "Table.Buffer",
];

/// The name of the warehouse's table, or what stands in the way.
pub fn of(table: &Table) -> Result<String, String> {
    let mut sources = Vec::new();
    for partition in &table.partitions {
        match partition.kind.as_str() {
            "m" => sources.push(of_query(&partition.source)?),
            kind => return Err(format!("its partition is `{kind}`, no query")),
        }
    }
    sources.dedup();
    match sources.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err("it has no partition".to_owned()),
        _ => Err("its partitions read different tables".to_owned()),
    }
}

fn of_query(text: &str) -> Result<String, String> {
    let parsed = m::parse(text);
    match parsed.expression() {
        Some(expression) if parsed.problems.is_empty() => follow(expression, &[], 0),
        _ => Err("its query cannot be read".to_owned()),
    }
}

fn follow(expression: &Expr, steps: &[Binding], depth: usize) -> Result<String, String> {
    let other = || Err("its query is not one that pbiforge can follow to a table of the warehouse".to_owned());
    // Steps that name one another have no end.
    if depth > 100 {
        return other();
    }
    match &expression.kind {
        ExprKind::Let { steps, body } => follow(body, steps, depth + 1),
        ExprKind::Name { name, .. } => match steps.iter().find(|step| step.name.text == *name) {
            Some(step) => follow(&step.value, steps, depth + 1),
            None => other(),
        },
        ExprKind::Access { of, accesses } => match (&of.kind, accesses.as_slice()) {
            (ExprKind::Name { name, .. }, [Access { kind: AccessKind::Call(arguments), .. }]) => {
                call(name, arguments, steps, depth)
            }
            (
                _,
                [
                    ..,
                    Access { kind: AccessKind::Item { index, .. }, .. },
                    Access { kind: AccessKind::Field { field, .. }, .. },
                ],
            ) if field.text == "Data" => item(index).map_or_else(other, Ok),
            _ => other(),
        },
        _ => other(),
    }
}

fn call(name: &str, arguments: &[Expr], steps: &[Binding], depth: usize) -> Result<String, String> {
    match (name, arguments) {
        ("Warehouse Table", [Expr { kind: ExprKind::Text(table), .. }]) => Ok(table.clone()),
        (name, [first, ..]) if HARMLESS.contains(&name) => follow(first, steps, depth + 1),
        // The window of incremental refresh: over all partitions, it is everything that is kept.
        ("Table.SelectRows", [first, condition]) if is_window(condition) => follow(first, steps, depth + 1),
        (name, _) => Err(format!("a step of its query is `{name}`")),
    }
}

/// `{[Schema = …, Item = "dim_region"]}`
fn item(index: &Expr) -> Option<String> {
    let ExprKind::Record(fields) = &index.kind else { return None };
    let item = fields.iter().find(|field| field.name.text == "Item")?;
    match &item.value.kind {
        ExprKind::Text(table) => Some(table.clone()),
        _ => None,
    }
}

fn is_window(condition: &Expr) -> bool {
    fn names(expression: &Expr, found: &mut Vec<String>) {
        if let ExprKind::Name { name, .. } = &expression.kind {
            found.push(name.clone());
        }
        m::walk::children(expression, &mut |child| names(child, found));
    }
    let mut found = Vec::new();
    names(condition, &mut found);
    let is_harmless = |name: &String| {
        ["RangeStart", "RangeEnd", "_", "Date.From", "DateTime.Date", "Date.Year", "Date.Month", "Date.Day"]
            .contains(&name.as_str())
    };
    found.iter().any(|name| name == "RangeStart")
        && found.iter().any(|name| name == "RangeEnd")
        && found.iter().all(is_harmless)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_queries_are_followed_to_their_table() {
        let parquet = "let Source = #\"Warehouse Table\"(\"dim_region\"), Typed = Table.TransformColumnTypes(Source, \
                       {{\"region\", type text}}) in Typed";
        assert_eq!(of_query(parquet), Ok("dim_region".to_owned()));
        let server = "let Source = Sql.Database(#\"Server\", #\"Database\", [CreateNavigationProperties = false]), \
                      Rows = Source{[Schema = #\"Schema\", Item = \"fact_sales\"]}[Data], \
                      Window = Table.SelectRows(Rows, each [#\"d\"] >= RangeStart and [#\"d\"] < RangeEnd), \
                      Columns = Table.SelectColumns(Window, {\"a\"}) in Columns";
        assert_eq!(of_query(server), Ok("fact_sales".to_owned()));
    }

    #[test]
    fn a_query_that_changes_rows_is_not_guessed_at() {
        for query in [
            "let Source = #\"Warehouse Table\"(\"t\"), Some = Table.SelectRows(Source, each [a] = 1) in Some",
            "let Source = #\"Warehouse Table\"(\"t\"), Some = Table.Distinct(Source) in Some",
            "#table({\"a\"}, {})",
            "let A = B, B = A in A",
            "let A = in",
        ] {
            assert!(of_query(query).is_err(), "{query}");
        }
    }
}
