//! MD023: the shared queries and parameters that M names.

use super::context::{Context, Lookup, path_in};
use super::m_references::references;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{PropertyValue, Table};
use crate::tmdl::origins::{DEFAULT, path};

pub static UNRESOLVED_QUERY: Code = Code {
    id: "MD023",
    name: "unresolved-query",
    severity: Severity::Error,
    explanation: "The M of a partition or of a shared expression uses a name that is neither one of its own steps \
nor a query or parameter of the model. Refreshing fails. M tells upper from lower case.

Wrong: `File.Contents(#\"Warehouse folder\")`, where the parameter is called `Warehouse Folder`.
Right: `File.Contents(#\"Warehouse Folder\")`.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        for partition in table.partitions.iter().filter(|partition| partition.kind.eq_ignore_ascii_case("m")) {
            let path = path_in(table, "partition", &partition.name);
            expression(context, &partition.source, &path, "source", found);
        }
        refresh_policy(context, table, found);
    }
    for shared in &context.model.expressions {
        expression(context, &shared.expression, &path("", "expression", &shared.name), DEFAULT, found);
    }
}

fn refresh_policy(context: &Context, table: &Table, found: &mut Vec<Diagnostic>) {
    let path = format!("{}/refreshPolicy", super::context::table_path(table));
    for property in table.more.iter().filter(|property| property.name == "refreshPolicy") {
        let PropertyValue::Object(_, inside) = &property.value else { continue };
        for name in ["sourceExpression", "pollingExpression"] {
            let text = inside.iter().find(|property| property.name == name).map(|property| &property.value);
            if let Some(PropertyValue::Expression(text)) = text {
                expression(context, text, &path, name, found);
            }
        }
    }
}

fn expression(context: &Context, m: &str, path: &str, property: &str, found: &mut Vec<Diagnostic>) {
    let mut said: Vec<String> = Vec::new();
    for (name, span) in references(m) {
        if is_query(context, &name) || said.contains(&name) {
            continue;
        }
        if context.missing::<()>(&name) == Lookup::Unknown {
            continue;
        }
        let place = context.origins.inside(path, property, m, span);
        found.push(
            Diagnostic::new(&UNRESOLVED_QUERY, format!("there is no query or parameter `{name}`"))
                .at(place, "neither a step of this expression nor a query")
                .did_you_mean(&name, queries(context)),
        );
        said.push(name);
    }
}

/// A shared expression, or a table, whose query has the table's name.
fn queries<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a str> {
    let model = context.model;
    model.expressions.iter().map(|expression| expression.name.as_str()).chain(context.table_names())
}

fn is_query(context: &Context, name: &str) -> bool {
    queries(context).any(|known| known == name)
}
