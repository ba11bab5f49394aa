//! MD052: lineage tags.

use std::collections::BTreeMap;

use super::carried::carried;
use super::context::{Context, path_in, table_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::tmdl::origins::path;

pub static DUPLICATE_LINEAGE_TAG: Code = Code {
    id: "MD052",
    name: "duplicate-lineage-tag",
    severity: Severity::Error,
    explanation: "A lineage tag tells one object from all others of its collection. Two with the same tag come from \
copying an object by hand, and Power BI Desktop refuses them.

Wrong: two columns of a table with the same `lineageTag`.
Right: a tag of its own for each, or none: Power BI Desktop gives one when it saves.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let model = context.model;
    unique(context, model.tables.iter().map(|table| (table_path(table), &table.lineage_tag)), found);
    let expressions = model.expressions.iter().map(|one| (path("", "expression", &one.name), &one.lineage_tag));
    unique(context, expressions, found);
    let functions = carried(&model.more, "", "function");
    let tags: Vec<_> = functions.iter().map(|one| one.text("lineageTag").map(str::to_owned)).collect();
    unique(context, functions.iter().map(|one| one.path.clone()).zip(&tags), found);
    for table in &model.tables {
        let columns = table.columns.iter();
        let columns = columns.map(|one| (path_in(table, "column", one.name.as_str()), &one.lineage_tag));
        unique(context, columns, found);
        let measures = table.measures.iter();
        let measures = measures.map(|one| (path_in(table, "measure", one.name.as_str()), &one.lineage_tag));
        unique(context, measures, found);
        let hierarchies = table.hierarchies.iter();
        unique(context, hierarchies.map(|one| (path_in(table, "hierarchy", &one.name), &one.lineage_tag)), found);
        for hierarchy in &table.hierarchies {
            let parent = path_in(table, "hierarchy", &hierarchy.name);
            let levels = hierarchy.levels.iter();
            unique(context, levels.map(|one| (path(&parent, "level", &one.name), &one.lineage_tag)), found);
        }
    }
}

fn unique<'a>(
    context: &Context,
    objects: impl Iterator<Item = (String, &'a Option<String>)>,
    found: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    for (path, tag) in objects {
        let Some(tag) = tag else { continue };
        match seen.get(tag.as_str()) {
            None => drop(seen.insert(tag, path)),
            Some(first) => found.push(
                Diagnostic::new(&DUPLICATE_LINEAGE_TAG, format!("the lineage tag `{tag}` is used twice"))
                    .at(context.place(&path, "lineageTag"), "used again here")
                    .at(context.place(first, "lineageTag"), "first used here")
                    .help("remove the line from the newer object: Power BI Desktop gives it a tag of its own"),
            ),
        }
    }
}
