//! MD134, MD135, MD136: incremental refresh.

use std::collections::BTreeSet;

use super::context::{Context, Lookup, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::m;
use crate::model::{Model, Property, PropertyValue, Table};
use crate::tmdl::origins::path;

pub static RANGE_PARAMETER: Code = Code {
    id: "MD134",
    name: "range-parameter",
    severity: Severity::Error,
    explanation: "A refresh policy needs two parameters of the type `DateTime`, called exactly `RangeStart` and \
`RangeEnd`: the service sets them for each partition that it makes. M tells upper from lower case.

Wrong: `expression RangeStart = #date(2026, 1, 1) meta [IsParameterQuery=true, Type=\"Date\"]`
Right: `expression RangeStart = #datetime(2026, 1, 1, 0, 0, 0) meta [IsParameterQuery=true, Type=\"DateTime\"]`",
};

pub static UNFILTERED_POLICY: Code = Code {
    id: "MD135",
    name: "unfiltered-refresh-policy",
    severity: Severity::Error,
    explanation: "The query of a table with a refresh policy must keep the rows between `RangeStart` and `RangeEnd`. \
Without them every partition that the service makes holds the whole table, and every row counts several times.

Wrong: `sourceExpression = #\"All Sales\"`
Right: `sourceExpression = Table.SelectRows(#\"All Sales\", each [When] >= RangeStart and [When] < RangeEnd)`",
};

pub static LIVE_POLICY: Code = Code {
    id: "MD136",
    name: "live-refresh-policy",
    severity: Severity::Error,
    explanation: "A refresh policy says which rows of an imported table are read again. A table whose mode is \
`directQuery` or `dual` has no rows to refresh by it.

Wrong: a `refreshPolicy` in a table whose partition has `mode: directQuery`.
Right: the same table with `mode: import`.",
};

pub const BOUNDS: [&str; 2] = ["RangeStart", "RangeEnd"];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let mut has_policy = None;
    for table in &context.model.tables {
        let Some(policy) = policy(table) else { continue };
        let path = format!("{}/refreshPolicy", table_path(table));
        has_policy.get_or_insert_with(|| path.clone());
        found.extend(filter(context, table, policy, &path));
        if table.is_live() {
            let message = format!("`{}` has a refresh policy and is not imported", table.name);
            let fault = Diagnostic::new(&LIVE_POLICY, message).at(context.origins.place(&path), "");
            found.push(fault.help("import the table, or remove its policy"));
        }
    }
    if let Some(policy) = has_policy {
        found.extend(BOUNDS.iter().filter_map(|name| parameter(context, name, &policy)));
    }
}

pub fn has_one(model: &Model) -> bool {
    model.tables.iter().any(|table| policy(table).is_some())
}

fn policy(table: &Table) -> Option<&[Property]> {
    table.more.iter().find_map(|property| match &property.value {
        PropertyValue::Object(_, inside) if property.name == "refreshPolicy" => Some(inside.as_slice()),
        _ => None,
    })
}

fn parameter(context: &Context, name: &str, policy: &str) -> Option<Diagnostic> {
    let expressions = &context.model.expressions;
    let Some(parameter) = expressions.iter().find(|one| one.name == name) else {
        if context.missing::<()>(name) == Lookup::Unknown {
            return None;
        }
        let message = format!("a refresh policy needs the parameter `{name}`");
        let known = expressions.iter().map(|one| one.name.as_str());
        let fault = Diagnostic::new(&RANGE_PARAMETER, message).at(context.origins.place(policy), "");
        return Some(fault.did_you_mean(name, known).help(format!(
            "add `expression {name} = #datetime(2026, 1, 1, 0, 0, 0) meta [IsParameterQuery=true, Type=\"DateTime\", \
             IsParameterQueryRequired=true]`"
        )));
    };
    let text: String = parameter.expression.to_lowercase().split_whitespace().collect();
    let is_declared = ["type=\"datetime\"", "type=typedatetime"].iter().any(|kind| text.contains(kind));
    let is_value = text.starts_with("#datetime(");
    if is_declared || is_value && !text.contains("type=") {
        return None;
    }
    let place = context.origins.place(&path("", "expression", name));
    let fault = Diagnostic::new(&RANGE_PARAMETER, format!("the parameter `{name}` is not of the type `DateTime`"));
    Some(fault.at(place, "").help("write a `#datetime(…)` with `Type=\"DateTime\"` in its `meta`"))
}

/// The policy's own expression where it has one, else the partition's.
fn filter(context: &Context, table: &Table, policy: &[Property], path: &str) -> Option<Diagnostic> {
    let own = policy.iter().find_map(|property| match &property.value {
        PropertyValue::Expression(text) if property.name == "sourceExpression" => Some(text.as_str()),
        _ => None,
    });
    let partition = || table.partitions.iter().map(|partition| partition.source.as_str()).find(|text| !text.is_empty());
    let text = own.or_else(partition)?;
    let names = names(context, text);
    let missing: Vec<&str> = BOUNDS.into_iter().filter(|bound| !names.contains(*bound)).collect();
    if missing.is_empty() || context.is_broken(path) {
        return None;
    }
    let place = match own {
        Some(_) => context.place(path, "sourceExpression"),
        None => context.origins.place(path),
    };
    let names = missing.join("` and `");
    let message = format!("the query of `{}` is not filtered by `{names}`", table.name);
    let help = "keep the rows with `each [When] >= RangeStart and [When] < RangeEnd`";
    Some(Diagnostic::new(&UNFILTERED_POLICY, message).at(place, "").help(help))
}

/// Every name that an expression uses, and the shared queries that it builds on.
fn names(context: &Context, text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut waiting = vec![text];
    while let Some(text) = waiting.pop() {
        let parsed = m::parse(text);
        for reference in parsed.expression().map(m::references).unwrap_or_default() {
            let shared = context.model.expressions.iter().find(|shared| shared.name == reference.name);
            if names.insert(reference.name) {
                waiting.extend(shared.map(|shared| shared.expression.as_str()));
            }
        }
    }
    names
}
