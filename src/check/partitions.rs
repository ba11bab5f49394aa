//! MD020, MD021, MD022: where the rows of a table come from.

use super::carried::carried;
use super::context::{Context, path_in, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Partition, PropertyValue, Table};
use crate::tmdl::origins::{DEFAULT, path};

pub static MISSING_PARTITION: Code = Code {
    id: "MD020",
    name: "missing-partition",
    severity: Severity::Error,
    explanation: "A table has at least one partition, which says where its rows come from.

Wrong:
    table Sales
    <tab>column Revenue
Right:
    table Sales
    <tab>column Revenue
    <tab>partition Sales = m
    <tab><tab>source = #\"Sales Query\"",
};

pub static UNKNOWN_PARTITION_KIND: Code = Code {
    id: "MD021",
    name: "unknown-partition-kind",
    severity: Severity::Error,
    explanation: "A partition is of one of these kinds: `m`, `calculated`, `entity`, `query`, `calculationGroup`, \
`policyRange`, `inferred`.

Wrong:
    partition Sales = M_query
Right:
    partition Sales = m",
};

pub static EMPTY_PARTITION: Code = Code {
    id: "MD022",
    name: "empty-partition",
    severity: Severity::Error,
    explanation: "A partition of kind `m` or `calculated` needs its expression, and so does a shared query; one of \
kind `entity` needs the `entityName` of the table that it reads.

Wrong:
    partition Sales = m
    <tab>mode: import
Right:
    partition Sales = m
    <tab>mode: import
    <tab>source = #\"Sales Query\"",
};

pub static SOURCE_OF_ANOTHER_KIND: Code = Code {
    id: "MD095",
    name: "source-of-another-kind",
    severity: Severity::Error,
    explanation:
        "A partition of kind `entity` names its source in an object, with `entityName` and `expressionSource`; one \
of kind `m` has an expression. Power BI Desktop refuses an expression in the former.

Wrong:
    partition Sales = entity
    <tab>source = #\"Sales Query\"
Right:
    partition Sales = entity
    <tab>source
    <tab><tab>entityName: sales
    <tab><tab>expressionSource: Lake",
};

pub static GROUP_PARTITION: Code = Code {
    id: "MD147",
    name: "calculation-group-partition",
    severity: Severity::Warning,
    explanation: "The rows of a calculation group are its items, and its partition is of kind `calculationGroup`. No \
other table has one of that kind.

Wrong: `partition 'Time Calc' = m` in a table with `calculationGroup`
Right: `partition 'Time Calc' = calculationGroup`",
};

pub static DIRECT_LAKE_QUERY: Code = Code {
    id: "MD125",
    name: "direct-lake-query",
    severity: Severity::Error,
    explanation:
        "A partition in the mode `directLake` reads a table of a lake as it is, and is of kind `entity`. M or DAX \
cannot stand before it.

Wrong:
    partition Sales = m
    <tab>mode: directLake
Right:
    partition Sales = entity
    <tab>mode: directLake",
};

const KINDS: &[&str] =
    &["m", "calculated", "entity", "query", "calculationGroup", "policyRange", "inferred", "none", "parquet"];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for shared in context.model.expressions.iter().filter(|shared| shared.expression.trim().is_empty()) {
        let path = path("", "expression", &shared.name);
        if !context.is_broken(&path) && !context.is_hurt(&path, DEFAULT) {
            found.push(
                Diagnostic::new(&EMPTY_PARTITION, format!("the query `{}` has no expression", shared.name))
                    .at(context.origins.place(&path), "")
                    .help("write its M behind the equals sign"),
            );
        }
    }
    for table in &context.model.tables {
        let path = table_path(table);
        let is_whole = context.is_whole() || !context.is_broken(&path);
        // Tools other than Power BI Desktop write calculation groups without one, and they load.
        let is_calculation_group = table.more.iter().any(|one| one.name == "calculationGroup");
        if table.partitions.is_empty() && is_whole && !is_calculation_group {
            found.push(
                Diagnostic::new(&MISSING_PARTITION, format!("the table `{}` has no partition", table.name))
                    .at(context.origins.place(&path), "")
                    .help(format!(
                        "add `partition {} = m` with its `source`",
                        crate::name::tmdl_name(table.name.as_str())
                    )),
            );
        }
        for partition in &table.partitions {
            found.extend(one(context, table, partition));
        }
    }
}

fn one(context: &Context, table: &Table, partition: &Partition) -> Option<Diagnostic> {
    let path = path_in(table, "partition", &partition.name);
    let kind = partition.kind.as_str();
    if !KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind)) {
        let message = match kind {
            "" => format!("the partition `{}` has no kind", partition.name),
            kind => format!("there is no partition of kind `{kind}`"),
        };
        let diagnostic = Diagnostic::new(&UNKNOWN_PARTITION_KIND, message).at(context.place(&path, DEFAULT), "");
        let help = format!("write `= m` for Power Query, or one of {}", KINDS[1..7].join(", "));
        return Some(diagnostic.did_you_mean(kind, KINDS.iter().copied()).help(help));
    }
    if kind.eq_ignore_ascii_case("entity") && !partition.source.trim().is_empty() {
        let message = format!("the partition `{}` of kind `entity` has an expression", partition.name);
        let fault = Diagnostic::new(&SOURCE_OF_ANOTHER_KIND, message).at(context.place(&path, DEFAULT), "");
        return Some(fault.help("write `= m` for Power Query, or name the `entityName` in an object `source`"));
    }
    let is_group = table.more.iter().any(|one| one.name == "calculationGroup");
    if !context.is_broken(&table_path(table)) && is_group != kind.eq_ignore_ascii_case("calculationGroup") {
        let message = match is_group {
            true => format!("the partition of a calculation group is of kind `{kind}`"),
            false => format!("the table `{}` is no calculation group, and its partition is one's", table.name),
        };
        let fault = Diagnostic::new(&GROUP_PARTITION, message).at(context.place(&path, DEFAULT), "");
        let help = if is_group { "write `= calculationGroup`, without a source" } else { "write `= m` with a source" };
        return Some(fault.help(help));
    }
    let sources = carried(&partition.more, &path, "source");
    if let [source] = sources.as_slice()
        && kind.eq_ignore_ascii_case("entity")
        && source.text("entityName").is_none()
        && !context.is_broken(&path)
    {
        let message = format!("the partition `{}` names no table of its source", partition.name);
        let fault = Diagnostic::new(&EMPTY_PARTITION, message).at(context.origins.place(&source.path), "");
        return Some(fault.help("add `entityName:` with the name of the table"));
    }
    let is_lake = partition.mode.as_deref().is_some_and(|mode| mode.eq_ignore_ascii_case("directLake"));
    if is_lake && ["m", "calculated", "query"].iter().any(|one| kind.eq_ignore_ascii_case(one)) {
        let message = format!("the partition `{}` of kind `{kind}` cannot be `directLake`", partition.name);
        let fault = Diagnostic::new(&DIRECT_LAKE_QUERY, message).at(context.place(&path, "mode"), "");
        return Some(fault.help("write `mode: import`, or `= entity` with the table of the lake in its `source`"));
    }
    let needs_source = kind.eq_ignore_ascii_case("m") || kind.eq_ignore_ascii_case("calculated");
    // A `source` or `expression` that is only carried is not empty; one in a broken file may have been lost.
    let is_carried = partition.more.iter().any(|property| match &property.value {
        PropertyValue::Expression(text) => property.name == "expression" && !text.trim().is_empty(),
        PropertyValue::Object(..) => property.name == "source",
        _ => false,
    });
    if !needs_source || !partition.source.trim().is_empty() || is_carried || context.is_broken(&path) {
        return None;
    }
    let language = if kind.eq_ignore_ascii_case("m") { "M" } else { "DAX" };
    Some(
        Diagnostic::new(&EMPTY_PARTITION, format!("the partition `{}` has no source", partition.name))
            .at(context.place(&path, "source"), "")
            .help(format!("add `source =` with the {language} that gives its rows")),
    )
}
