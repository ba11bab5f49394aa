//! MD087, MD088: the types of columns that are loaded.

use super::context::{Context, path_in};
use super::queries::Query;
use crate::diag::{Code, Diagnostic, Severity};
use crate::m::{AccessKind, Ending, Expr, ExprKind, Type, TypeKind};
use crate::model::{Column, PropertyValue, Table};
use crate::name::same;
use crate::tmdl::vocabulary;

pub static COLUMN_WITHOUT_TYPE: Code = Code {
    id: "MD087",
    name: "column-without-type",
    severity: Severity::Warning,
    explanation:
        "A column that is filled from a source has a type: only of columns that DAX computes the engine finds it \
out.

Wrong:
    column Revenue
    <tab>sourceColumn: revenue
Right:
    column Revenue
    <tab>dataType: decimal
    <tab>sourceColumn: revenue",
};

pub static OTHER_SOURCE_TYPE: Code = Code {
    id: "MD088",
    name: "other-source-type",
    severity: Severity::Warning,
    explanation: "The query gives the column one type, and the model another. Refreshing converts every \
value, and fails at the first that cannot be.

Wrong: `dataType: int64` where the query ends with `Table.TransformColumnTypes(Source, {{\"code\", type text}})`.
Right: `dataType: string`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        let is_loaded = |kind: &str| ["m", "entity", "query"].iter().any(|known| kind.eq_ignore_ascii_case(known));
        if !table.partitions.iter().any(|partition| is_loaded(&partition.kind)) {
            continue;
        }
        // A part of a model may stand alone: only one with a database is whole.
        let is_whole = context.origins.get("database").is_some();
        for column in loaded(table).filter(|column| is_whole && column.data_type.is_none() && is_read(column)) {
            let path = path_in(table, "column", column.name.as_str());
            if context.origins.part(&path, "dataType").is_none() && !context.is_broken(&path) {
                found.push(
                    Diagnostic::new(&COLUMN_WITHOUT_TYPE, format!("the column `{}` has no type", column.name))
                        .at(context.origins.place(&path), "")
                        .help("add `dataType: …`, such as `string` or `int64`"),
                );
            }
        }
    }
}

/// MD088 of every query that fills a table.
pub fn of_sources(context: &Context, queries: &[Query], endings: &[Ending], found: &mut Vec<Diagnostic>) {
    for (query, ending) in queries.iter().zip(endings) {
        if query.property == "source" && query.parsed.problems.is_empty() {
            found.extend(query.table.into_iter().flat_map(|table| others(context, table, query, ending)));
        }
    }
}

/// Whether all of its properties are known: one that is misspelt has been told.
fn is_read(column: &Column) -> bool {
    let known = vocabulary::kind("column");
    column.more.iter().all(|one| {
        matches!(one.value, PropertyValue::Object(..)) || known.is_some_and(|kind| kind.property(&one.name).is_some())
    })
}

fn loaded(table: &Table) -> impl Iterator<Item = &Column> {
    table.columns.iter().filter(|column| column.expression.is_none() && column.source_column.is_some())
}

fn others(context: &Context, table: &Table, query: &Query, ending: &Ending) -> Vec<Diagnostic> {
    let types: Vec<Typed> = match ending.columns.as_ref().or(ending.listed.as_ref()) {
        Some(columns) => columns
            .iter()
            .filter_map(|column| {
                let written = column.ty.as_deref()?;
                Some((column.name.as_str(), written.to_owned(), given(written)?))
            })
            .collect(),
        None => query.parsed.expression().map(last_types).unwrap_or_default(),
    };
    let one = |column: &Column| {
        let (source, has) = (column.source_column.as_deref()?, column.data_type.as_deref()?);
        let (_, written, given) = types.iter().find(|(name, _, _)| *name == source)?;
        let is_kind = |kind: &str| has.eq_ignore_ascii_case(kind);
        if given.iter().any(|kind| is_kind(kind)) || !TYPES.iter().any(|kind| is_kind(kind)) {
            return None;
        }
        let path = path_in(table, "column", column.name.as_str());
        let message = format!("the column `{}` is `{has}`, and its query gives `{written}`", column.name);
        let fault = Diagnostic::new(&OTHER_SOURCE_TYPE, message).at(context.place(&path, "dataType"), "");
        Some(fault.help(format!("write `dataType: {}`, or change the step of the query", given.first()?)))
    };
    loaded(table).filter_map(one).collect()
}

/// Of others nothing can be said.
const TYPES: &[&str] = &["string", "int64", "double", "decimal", "dateTime", "boolean"];

/// Name, type as written and the types of columns that it can fill.
pub type Typed<'a> = (&'a str, String, &'static [&'static str]);

/// The types that the last step of the query gives.
pub fn last_types(query: &Expr) -> Vec<Typed<'_>> {
    let ExprKind::Let { steps, body } = &query.kind else { return Vec::new() };
    let last = match &body.kind {
        ExprKind::Name { name, .. } => steps.iter().find(|step| step.name.text == *name).map(|step| &step.value),
        _ => Some(&**body),
    };
    let Some(ExprKind::Access { of, accesses }) = last.map(|last| &last.kind) else { return Vec::new() };
    let is_typing = matches!(&of.kind, ExprKind::Name { name, .. } if name == "Table.TransformColumnTypes");
    let [call] = accesses.as_slice() else { return Vec::new() };
    let AccessKind::Call(arguments) = &call.kind else { return Vec::new() };
    match arguments.get(1).map(|list| &list.kind) {
        Some(ExprKind::List(items)) if is_typing => items.iter().filter_map(|item| typed(&item.start)).collect(),
        _ => Vec::new(),
    }
}

fn typed(pair: &Expr) -> Option<Typed<'_>> {
    let ExprKind::List(items) = &pair.kind else { return None };
    let [name, ty] = items.as_slice() else { return None };
    let ExprKind::Text(name) = &name.start.kind else { return None };
    let written = match &ty.start.kind {
        ExprKind::Type(ty) => type_name(ty)?.to_owned(),
        ExprKind::Name { name, .. } => name.clone(),
        _ => return None,
    };
    let given = given(&written)?;
    Some((name, written, given))
}

fn type_name(ty: &Type) -> Option<&str> {
    match &ty.kind {
        TypeKind::Primitive(name) => Some(name),
        TypeKind::Nullable(inside) => type_name(inside),
        _ => None,
    }
}

fn given(written: &str) -> Option<&'static [&'static str]> {
    const NUMBERS: &[&str] = &["double", "int64", "decimal"];
    Some(match written {
        "text" | "Text.Type" => &["string"],
        "logical" | "Logical.Type" => &["boolean"],
        "date" | "datetime" | "datetimezone" | "time" | "Date.Type" | "DateTime.Type" | "DateTimeZone.Type"
        | "Time.Type" => &["dateTime"],
        "Int64.Type" => &["int64", "double", "decimal"],
        "Currency.Type" => &["decimal", "double", "int64"],
        written if same(written, "number") || written == "Percentage.Type" => NUMBERS,
        _ => return None,
    })
}
