//! A small model that has every way for a role to decide on a table.

use super::{Anchors, every_region};
use crate::model::{Column, ColumnReference, Model, Relationship, Table};
use crate::region::Mapping;

fn reference(table: &str, column: &str) -> ColumnReference {
    ColumnReference { table: table.into(), column: column.into() }
}

pub fn anchors() -> Anchors {
    Anchors {
        region: reference("Region", "Region"),
        managed_region: reference("Region Manager", "Region"),
        manager: reference("Region Manager", "Manager"),
    }
}

fn table(name: &str, source_columns: &[&str]) -> Table {
    let column = |source: &&str| Column {
        name: if *source == "region" { "Region".into() } else { (*source).into() },
        source_column: Some((*source).to_owned()),
        ..Column::default()
    };
    Table { name: name.into(), columns: source_columns.iter().map(column).collect(), ..Table::default() }
}

pub fn model() -> Model {
    Model {
        tables: vec![
            table("Region", &["region"]),
            table("Region Manager", &["region", "manager", every_region::NAME]),
            table("Customer", &["customer_id", "region"]),
            table("Basket Rules", &["region", "lift"]),
            table("Date", &["date_key"]),
            table("Load Run", &["run_id"]),
        ],
        relationships: vec![Relationship {
            from: reference("Customer", "Region"),
            to: reference("Region", "Region"),
            ..Relationship::default()
        }],
        ..Model::default()
    }
}

/// Two regions with a manager each, and one who has everything.
pub fn mapping() -> Mapping {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    Mapping {
        countries: vec![pair("France", "West"), pair("Japan", "East")],
        managers: vec![pair("*", "boss@x.com"), pair("West", "w@x.com"), pair("East", "e@x.com")],
    }
}
