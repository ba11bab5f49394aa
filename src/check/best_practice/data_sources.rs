//! MD239, MD248: data sources.

use crate::check::carried::carried;
use crate::check::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Partition;
use crate::name::same;
use crate::tmdl::column_reference::name;

pub static STRUCTURED_PROVIDER: Code = Code {
    id: "MD239",
    name: "structured-provider",
    severity: Severity::Warning,
    explanation: "A partition with a query of its own wants a data source of the old kind, with a connection string. Power BI does \
not read a structured data source by it.

Wrong: `partition Sales = query` on a data source with `type: structured`.
Right: `partition Sales = m`.",
};

pub static UNUSED_DATA_SOURCE: Code = Code {
    id: "MD248",
    name: "unused-data-source",
    severity: Severity::Note,
    explanation: "No partition reads from this data source: whoever deploys the model has to give credentials for it \
all the same.

Wrong: `dataSource Old` that nothing names.
Right: the model without it.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let model = context.model;
    let partitions: Vec<_> = model.tables.iter().flat_map(|table| &table.partitions).collect();
    for source in carried(&model.more, "", "dataSource") {
        let reads = |partition: &&Partition| {
            let inside = carried(&partition.more, "", "source");
            let named = inside.iter().find_map(|one| one.text("dataSource")).and_then(name);
            named.is_some_and(|named| same(&named, &source.name))
        };
        let by_query = partitions.iter().copied().find(|one| one.kind.eq_ignore_ascii_case("query") && reads(one));
        let place = || context.origins.place(&source.path);
        if let (Some(partition), Some("structured")) = (by_query, source.text("type")) {
            let message = format!("the partition `{}` cannot read a structured data source by a query", partition.name);
            let fault = Diagnostic::new(&STRUCTURED_PROVIDER, message).at(place(), "");
            found.push(fault.help("make it a partition of M"));
        }
        let mut texts = partitions
            .iter()
            .map(|one| one.source.as_str())
            .chain(model.expressions.iter().map(|one| one.expression.as_str()));
        if !partitions.iter().any(reads) && !texts.any(|text| text.contains(&source.name)) && context.is_whole() {
            let fault = Diagnostic::new(&UNUSED_DATA_SOURCE, format!("nothing reads from `{}`", source.name));
            found.push(fault.at(place(), "").help("remove it"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn a_source_is_read_and_rightly() {
        let model = |kind: &str, name: &str| {
            format!(
                "dataSource S\n    type: {kind}\ntable T\n    partition P = query\n        source\n            query = SELECT 1\n            dataSource: {name}\n"
            )
        };
        assert_eq!(lines(&STRUCTURED_PROVIDER, &model("structured", "S")), [1]);
        assert!(lines(&STRUCTURED_PROVIDER, &model("provider", "S")).is_empty());
        assert_eq!(lines(&UNUSED_DATA_SOURCE, &model("provider", "Other")), [1]);
        assert!(lines(&UNUSED_DATA_SOURCE, &model("provider", "S")).is_empty());
    }
}
