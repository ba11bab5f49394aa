//! From the names that a file writes to the objects that a model has, in any case.

use super::ObjectRef;
use super::project::Project;
use crate::check::carried::carried;
use crate::model::{Hierarchy, Model, Table};
use crate::name::same;
use crate::tmdl::column_reference::table_and_column;

/// What a name of a measure stands for: it, or one of the three that Power BI makes beside one with an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    pub measure: ObjectRef,
    /// `Goal` of `_Margin Goal`.
    pub part: Option<&'static str>,
}

const PARTS: [&str; 3] = ["Goal", "Status", "Trend"];

impl Project {
    pub fn model(&self) -> &Model {
        &self.read.lowered.model
    }

    /// The table as the model declares it; the index knows where it is.
    pub fn table(&self, name: &str) -> Option<&Table> {
        let at = self.table_at.get(&name.to_lowercase())?;
        self.model().tables.get(*at)
    }

    pub fn table_ref(&self, name: &str) -> Option<ObjectRef> {
        Some(ObjectRef::Table(self.table(name)?.name.to_string()))
    }

    pub fn column(&self, table: &str, name: &str) -> Option<ObjectRef> {
        let declared = self.index.table(table)?.column(name)?;
        let table = self.table(table)?.name.to_string();
        Some(ObjectRef::Column { table, name: declared.name.clone() })
    }

    /// A measure has one name in the whole model, so that the table need not be known.
    pub fn measure(&self, name: &str) -> Option<ObjectRef> {
        let (table, measure) = self.index.measure(name).filter(|(_, measure)| !measure.is_of_indicator)?;
        Some(ObjectRef::Measure { table: table.name.clone(), name: measure.name.clone() })
    }

    pub fn measured(&self, name: &str) -> Option<Measured> {
        if let Some(measure) = self.measure(name) {
            return Some(Measured { measure, part: None });
        }
        let inner = name.strip_prefix('_')?;
        PARTS.iter().find_map(|part| {
            let end = inner.len().checked_sub(part.len() + 1)?;
            let is_part = inner.get(end..)?.strip_prefix(' ').is_some_and(|found| same(found, part));
            let measure = self.measure(inner.get(..end)?).filter(|_| is_part)?;
            Some(Measured { measure, part: Some(part) })
        })
    }

    pub fn hierarchy(&self, table: &str, name: &str) -> Option<ObjectRef> {
        let (table, found) = self.find_hierarchy(table, name)?;
        Some(ObjectRef::Hierarchy { table: table.name.to_string(), name: found.name.clone() })
    }

    pub fn level(&self, table: &str, hierarchy: &str, name: &str) -> Option<ObjectRef> {
        let (table, found) = self.find_hierarchy(table, hierarchy)?;
        let level = found.levels.iter().find(|level| same(&level.name, name))?;
        Some(ObjectRef::Level {
            table: table.name.to_string(),
            hierarchy: found.name.clone(),
            name: level.name.clone(),
        })
    }

    fn find_hierarchy(&self, table: &str, name: &str) -> Option<(&Table, &Hierarchy)> {
        let table = self.table(table)?;
        Some((table, table.hierarchy(name)?))
    }

    pub fn role(&self, name: &str) -> Option<ObjectRef> {
        let role = self.model().roles.iter().find(|role| same(role.name.as_str(), name))?;
        Some(ObjectRef::Role(role.name.to_string()))
    }

    /// The table and the hierarchy that stand in the place of a column, by a variation of this name or by any.
    pub fn variation(&self, table: &str, column: &str, name: Option<&str>) -> Option<(String, String)> {
        let column = self.table(table)?.column(column)?;
        let variations = carried(&column.more, "", "variation");
        let found = variations.iter().find(|one| name.is_none_or(|name| same(name, &one.name)))?;
        found.text("defaultHierarchy").and_then(table_and_column)
    }

    /// Whether the column of a calculated table holds names of fields for a person to choose from.
    pub fn is_field_parameter(&self, table: &str, column: &str) -> bool {
        let column = self.table(table).and_then(|table| table.column(column));
        column.is_some_and(|column| {
            let properties = carried(&column.more, "", "extendedProperty");
            properties.iter().any(|property| property.name == "ParameterMetadata")
        })
    }

    /// A query of M has the name of the table that it fills, unless a shared one has it; M tells upper from lower case.
    pub fn query(&self, name: &str) -> Option<ObjectRef> {
        let model = self.model();
        let is_shared = model.expressions.iter().any(|shared| shared.name == name);
        self.table(name)
            .filter(|table| !is_shared && table.name.as_str() == name)
            .map(|_| ObjectRef::Table(name.to_owned()))
    }

    /// The object as the model spells it; `None` where there is none.
    pub fn object(&self, wanted: &ObjectRef) -> Option<ObjectRef> {
        match wanted {
            ObjectRef::Table(name) => self.table_ref(name),
            ObjectRef::Column { table, name } => self.table(table)?.column(name).and_then(|_| self.column(table, name)),
            ObjectRef::Measure { name, .. } => self.measure(name),
            ObjectRef::Hierarchy { table, name } => self.hierarchy(table, name),
            ObjectRef::Level { table, hierarchy, name } => self.level(table, hierarchy, name),
            ObjectRef::Role(name) => self.role(name),
        }
    }
}
