//! Object-level security: tables and columns that are not there for the members of a role.

use std::collections::BTreeMap;

use super::{Anchors, Options, reach};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Column, Model, Property, PropertyValue, Role, Table, TablePermission};
use crate::name::{dax_column, same, tmdl_name};
use crate::region::Mapping;

pub const UNKNOWN_HIDDEN: Code = Code {
    id: "RL026",
    name: "unknown-hidden-object",
    severity: Severity::Error,
    explanation: "`[roles.hide]` names a role, a table or a column that there is not. What was renamed would be open \
                  again, so nothing is generated.\n\n\
                  Wrong:  \"*\" = [\"Sales[Unit Prise]\"]\n\
                  Right:  \"*\" = [\"Sales[Unit Price]\"], or by its name in the warehouse: [\"fact_sales.unit_price\"]",
};

pub const HIDDEN_AND_USED: Code = Code {
    id: "RL027",
    name: "hidden-and-used",
    severity: Severity::Warning,
    explanation: "A role hides a column or table that measures or visuals use. For its members these measures are not \
                  there either, and a visual that shows one of them shows an error.\n\n\
                  Wrong:  Sales[Unit Price] hidden, and a measure MAX(Sales[Unit Price]) on a page that managers open\n\
                  Right:  a page without it for them, or the measure built from what they may see",
};

pub const HIDES_WHAT_SECURES: Code = Code {
    id: "RL028",
    name: "hides-what-secures",
    severity: Severity::Error,
    explanation: "A role hides what its own filters need: a column that they read, the table of regions or of managers, \
                  or a table that stands between the regions and the figures. Power BI refuses a role that hides a \
                  table in the middle of a chain of relationships.\n\n\
                  Wrong:  \"Regional Manager\" = [\"Customer\"]\n\
                  Right:  \"Regional Manager\" = [\"Customer[Customer ID]\"]: the columns that tell who it is",
};

pub const HIDDEN_IN_SEVERAL_ROLES: Code = Code {
    id: "RL029",
    name: "hidden-in-several-roles",
    severity: Severity::Warning,
    explanation: "Power BI does not combine hidden columns and row filters of different roles: whoever is in two roles \
                  of which one hides something gets an error with every query. A manager of two regions is in two \
                  roles in `static` mode; in `both` mode nobody may be in the dynamic role and in one of a region.\n\n\
                  Wrong:  mode = \"static\", [roles.hide], and a manager of two regions\n\
                  Right:  mode = \"dynamic\": one role, whatever its members have",
};

/// One thing that is hidden.
struct Hidden {
    table: String,
    /// `None` is the whole table.
    column: Option<String>,
}

/// Hides what the configuration says; `sources` are the model's names of the warehouse's tables.
pub fn add(
    model: &mut Model,
    anchors: &Anchors,
    options: &Options,
    mapping: &Mapping,
    sources: &BTreeMap<String, String>,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (role, objects) in &options.hide {
        let names: Vec<String> = model.roles.iter().map(|role| role.name.as_str().to_owned()).collect();
        let wanted: Vec<String> = names.iter().filter(|name| role == "*" || same(name, role)).cloned().collect();
        if wanted.is_empty() {
            let message = format!("`[roles.hide]` names the role `{role}`, which there is not");
            let known = names.iter().map(String::as_str).chain(["*"]);
            faults.push(Diagnostic::new(&UNKNOWN_HIDDEN, message).did_you_mean(role, known));
            continue;
        }
        for object in objects {
            let hidden = match find(model, object, sources) {
                Ok(hidden) => hidden,
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            };
            for name in &wanted {
                if let Some(why) = secures(model, anchors, name, &hidden) {
                    let message = format!("the role `{name}` cannot hide `{object}`: {why}");
                    faults.push(
                        Diagnostic::new(&HIDES_WHAT_SECURES, message).help("hide single columns of it, or other ones"),
                    );
                    continue;
                }
                if let Some(role) = model.roles.iter_mut().find(|role| role.name == *name.as_str()) {
                    apply(role, &hidden);
                }
            }
        }
    }
    if faults.is_empty() && !options.hide.is_empty() {
        faults.extend(in_several_roles(options, mapping));
    }
    faults
}

/// What the configuration names: `Table[Column]`, `table.column`, `Table`.
fn find(model: &Model, object: &str, sources: &BTreeMap<String, String>) -> Result<Hidden, Diagnostic> {
    let table_of = |name: &str| {
        let name = name.trim().trim_matches('\'').replace("''", "'");
        model.table(&name).or_else(|| model.table(sources.get(&name)?))
    };
    // A name may have a point in it, so a whole table comes first.
    if let Some(table) = table_of(object) {
        return Ok(Hidden { table: table.name.to_string(), column: None });
    }
    let parts = match object.trim().strip_suffix(']').and_then(|rest| rest.split_once('[')) {
        Some((table, column)) => Some((table.to_owned(), column.replace("]]", "]"))),
        None => object.split_once('.').map(|(table, column)| (table.to_owned(), column.to_owned())),
    };
    let unknown = |what: String| Diagnostic::new(&UNKNOWN_HIDDEN, format!("`[roles.hide]` names {what}"));
    let (table, column) = parts.unwrap_or_else(|| (object.to_owned(), String::new()));
    let Some(found) = table_of(&table) else {
        let known = model.tables.iter().map(|table| table.name.as_str()).chain(sources.keys().map(String::as_str));
        return Err(unknown(format!("the table `{table}`, which there is not")).did_you_mean(&table, known));
    };
    let is_it = |one: &&Column| same(one.name.as_str(), &column) || one.source_column.as_deref() == Some(&column);
    match found.columns.iter().find(is_it) {
        Some(column) => Ok(Hidden { table: found.name.to_string(), column: Some(column.name.to_string()) }),
        None => {
            let known = found.columns.iter().flat_map(|one| [Some(one.name.as_str()), one.source_column.as_deref()]);
            Err(unknown(format!("`{object}`, and `{}` has no such column", found.name))
                .did_you_mean(&column, known.flatten()))
        }
    }
}

/// Why the role needs what is to be hidden.
fn secures(model: &Model, anchors: &Anchors, role: &str, hidden: &Hidden) -> Option<String> {
    let table = hidden.table.as_str();
    let Some(column) = &hidden.column else {
        if same(table, anchors.region.table.as_str()) || same(table, anchors.manager.table.as_str()) {
            return Some("it decides who sees what".to_owned());
        }
        let mut active = model.relationships.iter().filter(|one| reach::is_active(one));
        let above = active.clone().any(|one| same(one.from.table.as_str(), table));
        let below = active.any(|one| same(one.to.table.as_str(), table));
        return (above && below).then(|| "it stands between the regions and the figures".to_owned());
    };
    let reference = dax_column(table, column);
    let role = model.roles.iter().find(|one| one.name == *role)?;
    let filters = role.table_permissions.iter().filter_map(|one| one.filter.as_deref());
    filters.clone().any(|filter| filter.contains(&reference)).then(|| "its own filters read it".to_owned())
}

fn apply(role: &mut Role, hidden: &Hidden) {
    if !role.table_permissions.iter().any(|one| one.table == *hidden.table.as_str()) {
        role.table_permissions
            .push(TablePermission { table: hidden.table.as_str().into(), ..TablePermission::default() });
    }
    let Some(permission) = role.table_permissions.iter_mut().find(|one| one.table == *hidden.table.as_str()) else {
        return;
    };
    let property = match &hidden.column {
        Some(column) => Property {
            name: format!("columnPermission {}", tmdl_name(column)),
            value: PropertyValue::Object(Some("none".to_owned()), Vec::new()),
        },
        None => {
            // What is not there has no rows to filter.
            permission.filter = None;
            Property { name: "metadataPermission".to_owned(), value: PropertyValue::Text("none".to_owned()) }
        }
    };
    if !permission.more.contains(&property) {
        permission.more.push(property);
    }
}

/// Who would be in two roles of which one hides something.
fn in_several_roles(options: &Options, mapping: &Mapping) -> Option<Diagnostic> {
    let help = "set `[roles] mode = \"dynamic\"`, or hide nothing";
    if options.mode == super::Mode::Both {
        let message = "nobody may be both in the dynamic role and in that of a region: what they hide is not combined";
        return Some(Diagnostic::new(&HIDDEN_IN_SEVERAL_ROLES, message).help(help));
    }
    if !options.mode.is_static() {
        return None;
    }
    let everywhere = mapping.everywhere();
    let mut regions: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, manager) in mapping.access().into_iter().filter(|(_, manager)| !everywhere.contains(manager)) {
        *regions.entry(manager).or_default() += 1;
    }
    let several: Vec<String> =
        regions.into_iter().filter(|(_, count)| *count > 1).map(|(manager, _)| format!("`{manager}`")).collect();
    let first = several.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    let more = if several.len() > 5 { format!(" and {} more", several.len() - 5) } else { String::new() };
    let message = format!("{first}{more} would be in several roles, and what these hide is not combined");
    (!several.is_empty()).then(|| Diagnostic::new(&HIDDEN_IN_SEVERAL_ROLES, message).help(help))
}

/// What the roles of a model hide, each with the roles that do, by its name in DAX or, of a table, alone.
pub fn hidden(model: &Model) -> BTreeMap<String, Vec<&str>> {
    let mut hidden: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for role in &model.roles {
        for permission in &role.table_permissions {
            let table = model.table(permission.table.as_str());
            for name in permission.more.iter().filter_map(|property| name_of(table?, property)) {
                hidden.entry(name).or_default().push(role.name.as_str());
            }
        }
    }
    hidden
}

fn name_of(table: &Table, property: &Property) -> Option<String> {
    match &property.value {
        PropertyValue::Text(value) if property.name == "metadataPermission" && value == "none" => {
            Some(table.name.to_string())
        }
        PropertyValue::Object(Some(value), _) if value == "none" => {
            let name = property.name.strip_prefix("columnPermission ")?;
            let column = table.columns.iter().find(|column| tmdl_name(column.name.as_str()) == name)?;
            Some(format!("{}[{}]", table.name, column.name))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rls::testing::{anchors, mapping, model};
    use crate::rls::{Mode, roles};

    fn with(mode: Mode, hide: &[(&str, &[&str])]) -> (Model, Vec<Diagnostic>) {
        let hide = hide
            .iter()
            .map(|(role, objects)| ((*role).to_owned(), objects.iter().map(|object| (*object).to_owned()).collect()));
        let options = Options { mode, public: Vec::new(), hide: hide.collect(), ..Options::default() };
        let mut model = model();
        let sources = BTreeMap::from([("dim_customer".to_owned(), "Customer".to_owned())]);
        let faults = roles::add(&mut model, &anchors(), &options, &mapping(), &sources);
        (model, faults)
    }

    fn codes(hide: &[(&str, &[&str])]) -> Vec<&'static str> {
        with(Mode::Dynamic, hide).1.iter().map(|fault| fault.code.id).collect()
    }

    #[test]
    fn tables_and_columns_are_found_by_either_name_and_written_for_power_bi() {
        for column in ["Customer[customer_id]", "'Customer'[CUSTOMER_ID]", "dim_customer.customer_id"] {
            let (model, faults) = with(Mode::Dynamic, &[("*", &[column, "Load Run"])]);
            assert_eq!(faults, []);
            let names: Vec<_> = hidden(&model).into_keys().collect();
            assert_eq!(names, ["Customer[customer_id]", "Load Run"]);
        }
    }

    #[test]
    fn what_is_not_there_is_told_with_its_nearest() {
        let (_, faults) =
            with(Mode::Dynamic, &[("Regional Manger", &["Customer"]), ("*", &["Customer[customer_di]", "Custmer"])]);
        let help: Vec<&str> = faults.iter().flat_map(|fault| &fault.help).map(String::as_str).collect();
        assert_eq!(
            help,
            ["did you mean `customer_id`?", "did you mean `Customer`?", "did you mean `Regional Manager`?"]
        );
        assert!(faults.iter().all(|fault| fault.code == &UNKNOWN_HIDDEN));
    }

    #[test]
    fn what_secures_cannot_be_hidden() {
        assert_eq!(codes(&[("*", &["Region"])]), ["RL028"]);
        assert_eq!(codes(&[("*", &["Region Manager"])]), ["RL028"]);
        assert_eq!(codes(&[("*", &["Region[Region]"])]), ["RL028"]);
        assert_eq!(codes(&[("*", &["Basket Rules[Region]"])]), ["RL028"]);
        assert_eq!(codes(&[("*", &["Customer[Region]", "Basket Rules[lift]"])]), [""; 0]);
    }

    #[test]
    fn hiding_for_those_in_several_roles_is_a_warning() {
        let codes = |mode| {
            with(mode, &[("*", &["Customer[customer_id]"])]).1.iter().map(|fault| fault.code.id).collect::<Vec<_>>()
        };
        assert_eq!((codes(Mode::Dynamic), codes(Mode::Both)), (vec![], vec!["RL029"]));
        assert_eq!(codes(Mode::Static), [""; 0]);
    }
}
