//! Who has every region: a hidden column of the mapping table.
//!
//! It is a calculated column because it is reckoned at refresh, over the whole tables: no role's filter can make a
//! part of the regions look like all of them. A mapping table that is asked at query time cannot have one: Power BI
//! reckons no column of such a table over other rows, and then nobody has every region.

use super::Anchors;
use crate::model::{Column, Model};
use crate::name::{dax_column, dax_table};

pub const NAME: &str = "Sees Every Region";

/// Adds the column, unless the table has it already or cannot have it.
pub fn add(model: &mut Model, anchors: &Anchors) {
    let mapping = &anchors.manager.table;
    let Some(table) = model.tables.iter_mut().find(|table| table.name == *mapping) else { return };
    if table.column(NAME).is_some() || table.is_live() {
        return;
    }
    let every = dax_column(anchors.region.table.as_str(), anchors.region.column.as_str());
    let managed = dax_column(mapping.as_str(), anchors.managed_region.column.as_str());
    let manager = dax_column(mapping.as_str(), anchors.manager.column.as_str());
    let own = format!("CALCULATETABLE(VALUES({managed}), ALLEXCEPT({}, {manager}))", dax_table(mapping.as_str()));
    table.columns.push(Column {
        name: NAME.into(),
        description: Some("The manager of this row has every region there is.".to_owned()),
        data_type: Some("boolean".to_owned()),
        expression: Some(format!("ISEMPTY(\n    EXCEPT(\n        ALLNOBLANKROW({every}),\n        {own}\n    )\n)")),
        is_hidden: true,
        ..Column::default()
    });
}

/// The column in DAX; `None` where the model does not have it.
pub fn column(model: &Model, anchors: &Anchors) -> Option<String> {
    let mapping = model.table(anchors.manager.table.as_str())?;
    let column = mapping.column(NAME)?;
    Some(dax_column(mapping.name.as_str(), column.name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ColumnReference, Table};

    #[test]
    fn the_column_compares_the_managers_regions_with_all_of_them_and_is_added_once() {
        let reference = |table: &str, column: &str| ColumnReference { table: table.into(), column: column.into() };
        let anchors = Anchors {
            region: reference("Region", "Region"),
            managed_region: reference("Who's Where", "Region"),
            manager: reference("Who's Where", "Manager"),
        };
        let table = Table { name: "Who's Where".into(), ..Table::default() };
        let mut model = Model { tables: vec![table], ..Model::default() };
        add(&mut model, &anchors);
        add(&mut model, &anchors);
        let columns = &model.tables[0].columns;
        let dax = columns[0].expression.as_deref().unwrap_or_default();
        let dax = dax.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(columns.len(), 1);
        assert_eq!(
            dax,
            "ISEMPTY( EXCEPT( ALLNOBLANKROW('Region'[Region]), CALCULATETABLE(VALUES('Who''s Where'[Region]), \
             ALLEXCEPT('Who''s Where', 'Who''s Where'[Manager])) ) )"
        );
        assert_eq!(column(&model, &anchors).as_deref(), Some("'Who''s Where'[Sees Every Region]"));
    }

    #[test]
    fn without_the_mapping_there_is_nothing_to_add() {
        let mut model = Model::default();
        add(
            &mut model,
            &Anchors { region: Default::default(), managed_region: Default::default(), manager: Default::default() },
        );
        assert_eq!(model, Model::default());
    }
}
