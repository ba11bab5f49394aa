//! Every place of a model that holds DAX.

use super::context::{path_in, table_path};
use crate::model::{Model, Property, PropertyValue, Table};
use crate::tmdl::origins::{DEFAULT, path, step};

/// One DAX expression.
pub struct Dax<'a> {
    pub text: &'a str,
    /// Where it stands: the path of the object and the property of it.
    pub path: String,
    pub property: &'static str,
    /// The table whose columns it may name without their table.
    pub home: Option<&'a Table>,
    pub kind: Kind,
}

/// What the expression is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Measure,
    Column,
    /// A calculated table.
    Table,
    /// A role's filter.
    Filter,
    CalculationItem,
    /// Of a measure or a calculation item.
    Format,
    Details,
    Indicator,
}

/// All of them, in the order of the model.
pub fn sources(model: &Model) -> Vec<Dax<'_>> {
    let mut found: Vec<Dax> = model.tables.iter().flat_map(of_table).collect();
    for role in &model.roles {
        let role_path = path("", "role", role.name.as_str());
        for permission in &role.table_permissions {
            let home = model.table(permission.table.as_str());
            let path = path(&role_path, "tablePermission", permission.table.as_str());
            // A filter on a table that does not exist is one fault, not one for each of its columns.
            if let (Some(text), Some(_)) = (&permission.filter, home) {
                found.push(Dax { text, path, property: DEFAULT, home, kind: Kind::Filter });
            }
        }
    }
    found
}

fn of_table(table: &Table) -> Vec<Dax<'_>> {
    let home = Some(table);
    let mut found = Vec::new();
    for measure in &table.measures {
        let path = path_in(table, "measure", measure.name.as_str());
        carried(&measure.more, &path, home, &mut found);
        if let Some(text) = &measure.format_string_expression {
            let path = format!("{path}/formatStringDefinition");
            found.push(Dax { text, path, property: DEFAULT, home, kind: Kind::Format });
        }
        found.push(Dax { text: &measure.expression, path, property: DEFAULT, home, kind: Kind::Measure });
    }
    for column in &table.columns {
        if let Some(text) = &column.expression {
            let path = path_in(table, "column", column.name.as_str());
            found.push(Dax { text, path, property: DEFAULT, home, kind: Kind::Column });
        }
    }
    for partition in table.partitions.iter().filter(|partition| partition.kind.eq_ignore_ascii_case("calculated")) {
        let path = path_in(table, "partition", &partition.name);
        found.push(Dax { text: &partition.source, path, property: "source", home, kind: Kind::Table });
    }
    carried(&table.more, &table_path(table), home, &mut found);
    found
}

/// DAX in objects that the model only carries: calculation items, details, indicators.
fn carried<'a>(more: &'a [Property], parent: &str, home: Option<&'a Table>, found: &mut Vec<Dax<'a>>) {
    for property in more {
        let PropertyValue::Object(default, inside) = &property.value else { continue };
        let kind = property.name.split(' ').next().unwrap_or_default();
        let path =
            format!("{parent}/{}", if property.name.contains(' ') { property.name.clone() } else { step(kind, None) });
        let of = match kind {
            "calculationItem" => Some(Kind::CalculationItem),
            "formatStringDefinition" => Some(Kind::Format),
            "detailRowsDefinition" | "defaultDetailRowsDefinition" => Some(Kind::Details),
            _ => None,
        };
        if let (Some(kind), Some(text)) = (of, default) {
            found.push(Dax { text, path: path.clone(), property: DEFAULT, home, kind });
        }
        if kind == "kpi" {
            for name in ["targetExpression", "statusExpression", "trendExpression"] {
                let text = inside.iter().find(|property| property.name == name).map(|property| &property.value);
                if let Some(PropertyValue::Expression(text)) = text {
                    found.push(Dax { text, path: path.clone(), property: name, home, kind: Kind::Indicator });
                }
            }
        }
        if matches!(kind, "calculationGroup" | "calculationItem") {
            carried(inside, &path, home, found);
        }
    }
}
