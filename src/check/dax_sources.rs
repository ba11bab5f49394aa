//! Every place of a model that holds DAX.

use super::context::{path_in, table_path};
use crate::bind::{Site, SitePlace, Source};
use crate::model::{Model, Property, PropertyValue, Table};
use crate::tmdl::origins::{DEFAULT, path, step};

/// One DAX expression.
pub struct Dax<'a> {
    pub text: &'a str,
    /// Where it stands: the path of the object and the property of it.
    pub path: String,
    pub property: &'static str,
    pub place: SitePlace,
    /// The table that it belongs to; a function belongs to none.
    pub home: Option<&'a Table>,
    /// Of the measure, column or function that it defines.
    pub name: Option<&'a str>,
}

impl<'a> Dax<'a> {
    /// As the binder wants it.
    pub fn source(&self) -> Source<'a> {
        let site = Site { place: self.place, home: self.home.map(|table| table.name.as_str()) };
        Source { text: self.text, site, name: self.name }
    }
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
                found.push(Dax { text, path, property: DEFAULT, place: SitePlace::RowFilter, home, name: None });
            }
        }
    }
    for property in &model.more {
        let Some(name) = property.name.strip_prefix("function ") else { continue };
        if let PropertyValue::Object(Some(text), _) = &property.value {
            let (path, place) = (property.name.clone(), SitePlace::Function);
            found.push(Dax { text, path, property: DEFAULT, place, home: None, name: Some(name.trim_matches('\'')) });
        }
    }
    // Of an empty expression another rule speaks.
    found.retain(|dax| !dax.text.trim().is_empty());
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
            found.push(Dax { text, path, property: DEFAULT, place: SitePlace::FormatString, home, name: None });
        }
        let (text, name) = (&measure.expression, Some(measure.name.as_str()));
        found.push(Dax { text, path, property: DEFAULT, place: SitePlace::Measure, home, name });
    }
    for column in &table.columns {
        if let Some(text) = &column.expression {
            let path = path_in(table, "column", column.name.as_str());
            let (place, name) = (SitePlace::CalculatedColumn, Some(column.name.as_str()));
            found.push(Dax { text, path, property: DEFAULT, place, home, name });
        }
    }
    for partition in table.partitions.iter().filter(|partition| partition.kind.eq_ignore_ascii_case("calculated")) {
        let path = path_in(table, "partition", &partition.name);
        let (text, place) = (&partition.source, SitePlace::CalculatedTable);
        found.push(Dax { text, path, property: "source", place, home, name: None });
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
        let place = match kind {
            "calculationItem" | "noSelectionExpression" | "multipleOrEmptySelectionExpression" => {
                Some(SitePlace::CalculationItem)
            }
            "formatStringDefinition" => Some(SitePlace::FormatString),
            "detailRowsDefinition" | "defaultDetailRowsDefinition" => Some(SitePlace::DetailRows),
            _ => None,
        };
        if let (Some(place), Some(text)) = (place, default) {
            found.push(Dax { text, path: path.clone(), property: DEFAULT, place, home, name: None });
        }
        if kind == "kpi" {
            for name in ["targetExpression", "statusExpression", "trendExpression"] {
                let text = inside.iter().find(|property| property.name == name).map(|property| &property.value);
                if let Some(PropertyValue::Expression(text)) = text {
                    let (path, place) = (path.clone(), SitePlace::Indicator);
                    found.push(Dax { text, path, property: name, place, home, name: None });
                }
            }
        }
        let is_group = matches!(kind, "calculationGroup" | "calculationItem");
        if is_group || matches!(kind, "noSelectionExpression" | "multipleOrEmptySelectionExpression") {
            carried(inside, &path, home, found);
        }
    }
}
