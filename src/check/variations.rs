//! MD014: what a column shows in its place.

use super::carried::{Carried, carried};
use super::context::{Context, Lookup, path_in};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;
use crate::name::same;
use crate::tmdl::column_reference::{name, table_and_column};

pub static BROKEN_VARIATION: Code = Code {
    id: "MD014",
    name: "broken-variation",
    severity: Severity::Error,
    explanation: "A variation shows a hierarchy or a column of another table in the place of a column, along a \
relationship of the column's own table. This one names something that is not there, or a relationship of other tables.

Wrong:
    variation Variation
    <tab>relationship: gone
    <tab>defaultHierarchy: 'Local Dates'.'Date Hierarchy'
Right:
    variation Variation
    <tab>relationship: d75fadf1-f069-5671-8c66-163b06596fa3
    <tab>defaultHierarchy: 'Local Dates'.'Date Hierarchy'",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    // A few tables without their model, as examples are kept, need not have what they name.
    if context.origins.get("model").is_none() {
        return;
    }
    for table in &context.model.tables {
        for column in &table.columns {
            let path = path_in(table, "column", column.name.as_str());
            for variation in carried(&column.more, &path, "variation") {
                let fault = along(context, table, &variation).or_else(|| shown(context, &variation));
                found.extend(fault.or_else(|| unrelated(context, &variation)));
            }
        }
    }
}

/// What is shown of another table is shown along a relationship.
fn unrelated(context: &Context, variation: &Carried) -> Option<Diagnostic> {
    let is_written = |property| context.origins.part(&variation.path, property).is_some();
    if is_written("relationship") || !is_written("defaultHierarchy") || context.is_broken(&variation.path) {
        return None;
    }
    let message = "the variation has no relationship to the table that it shows".to_owned();
    let mut fault = fault(context, variation, "defaultHierarchy", message).help("add `relationship:` with its name");
    fault.severity = Severity::Warning;
    Some(fault)
}

fn fault(context: &Context, variation: &Carried, property: &str, message: String) -> Diagnostic {
    Diagnostic::new(&BROKEN_VARIATION, message).at(context.place(&variation.path, property), "")
}

fn along(context: &Context, table: &Table, variation: &Carried) -> Option<Diagnostic> {
    let wanted = name(variation.text("relationship")?)?;
    let relationships = &context.model.relationships;
    let Some(relationship) = relationships.iter().find(|one| same(&one.name, &wanted)) else {
        let is_lost = context.missing::<()>(&wanted) == Lookup::Unknown;
        let message = format!("there is no relationship `{wanted}`");
        let known = relationships.iter().map(|one| one.name.as_str());
        return (!is_lost).then(|| fault(context, variation, "relationship", message).did_you_mean(&wanted, known));
    };
    let ends = [&relationship.from, &relationship.to];
    if ends.iter().any(|end| end.table.as_str().is_empty() || same(end.table.as_str(), table.name.as_str())) {
        return None;
    }
    let message = format!("the relationship `{wanted}` does not join the table `{}`", table.name);
    Some(fault(context, variation, "relationship", message).help("name the relationship of this column"))
}

fn shown(context: &Context, variation: &Carried) -> Option<Diagnostic> {
    for (property, kind, form) in
        [("defaultHierarchy", "hierarchy", "Table.Hierarchy"), ("defaultColumn", "column", "Table.Column")]
    {
        let Some(written) = variation.text(property) else { continue };
        let Some((table, wanted)) = table_and_column(written) else {
            let message = format!("`{written}` names no {kind} of a table");
            return Some(fault(context, variation, property, message).help(format!("write `{form}`")));
        };
        let message = match context.table(&table) {
            Lookup::Unknown => continue,
            Lookup::Missing => format!("there is no table `{table}`"),
            Lookup::Found(known) => {
                let is_known = match kind {
                    "column" => known.column(&wanted).is_some(),
                    _ => known.hierarchy(&wanted).is_some(),
                };
                if is_known || context.missing::<()>(&wanted) == Lookup::Unknown {
                    continue;
                }
                format!("the table `{}` has no {kind} `{wanted}`", known.name)
            }
        };
        return Some(fault(context, variation, property, message).help(format!("name a {kind} that is there")));
    }
    None
}
