//! RL030: tables of figures that no filter of a role reaches.

use std::collections::BTreeSet;

use super::Findings;
use super::secured::Secured;
use super::whole::Model;
use crate::bind::Target;
use crate::check::context::table_path;
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::Table;
use crate::name::same;

pub static UNCOVERED_TABLE: Code = Code {
    id: "RL030",
    name: "uncovered-table",
    severity: Severity::Warning,
    explanation:
        "A role filters rows, and none of its filters reaches a table of figures: whoever is in the role sees \
all of it, the rows of others too. It is given for tables that look up others, that another role filters, that have \
the column that this role filters elsewhere, or whose numbers measures add up.

Wrong:
    role North
    <tab>tablePermission Region = Region[Name] = \"North\"
where Budget is joined to Date alone.
Right, one of:
    <tab>tablePermission Budget = Budget[Region] = \"North\"
    a relationship from Budget to Region
    `annotation pbiforge_public = why` on Budget",
};

pub fn check<'a>(model: &Model<'_, 'a>, secured: &mut Secured<'a>, findings: &mut Findings<'a>) {
    let columns = filtered_columns(model, secured);
    let figures: Vec<&'a Table> = secured.uncovered.to_vec();
    for table in figures {
        let Some(why) = why(model, secured, table, &columns) else { continue };
        secured.take(table.name.as_str());
        let place = model.context.origins.place(&table_path(table));
        let name = table.name.as_str();
        findings.add(&UNCOVERED_TABLE, secured.name(), place.clone(), name, move |roles| {
            let message = format!("{} {} every row of `{name}`: no filter reaches it", roles.names, roles.see);
            Diagnostic::new(&UNCOVERED_TABLE, message)
                .at(place.clone(), "")
                .note(why.clone())
                .help("filter it in the role, join it to what is filtered, or declare it public")
        });
    }
}

/// Why the table is more than a list of names.
fn why(model: &Model, secured: &Secured, table: &Table, columns: &BTreeSet<String>) -> Option<String> {
    let name = table.name.as_str().to_lowercase();
    if let Some(other) = model.filtered_by.get(&name) {
        return Some(format!("the role `{other}` filters it"));
    }
    // What filters a table that is secured is looked up by it: the names of products, not what was sold.
    if model.filters_one_of(table, &secured.covered) {
        return None;
    }
    if let Some(other) = model.looks_up.get(&name) {
        return Some(format!("its rows look up `{other}`, as those of a table of figures do"));
    }
    let is_same = |column: &String| columns.contains(column) && !model.keys.contains(&(name.clone(), column.clone()));
    if let Some(column) = table.columns.iter().find(|one| is_same(&one.name.as_str().to_lowercase())) {
        return Some(format!("it has a column `{}`, by which the role filters another table", column.name));
    }
    let measure = model.added_up_by.get(&name)?;
    Some(format!("the measure `{measure}` adds up its numbers"))
}

/// The columns of their own tables that the role's filters read.
fn filtered_columns(model: &Model, secured: &Secured) -> BTreeSet<String> {
    let permissions = secured.role.table_permissions.iter();
    let filters = permissions.filter_map(|one| Some((one, model.filter(secured.role, one)?)));
    let mut columns = BTreeSet::new();
    for (permission, tree) in filters {
        for target in tree.targets().values() {
            if let Target::Column(table, column) = target
                && same(&table.name, permission.table.as_str())
            {
                columns.insert(column.name.to_lowercase());
            }
        }
    }
    columns
}
