//! The report as data: pages, visuals and the fields they show, without JSON.
//!
//! `pbir` reads files into these nouns and keeps beside them where each stands; `generate` makes them from page
//! files and prints each visual with the template of its type.

use crate::name::TableName;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// In the order of `pages.json`.
    pub pages: Vec<Page>,
    pub active_page: Option<String>,
    /// Fields of the filters on all pages.
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its name in the files, stable and never shown: what `pages.json` lists. Mostly the folder's.
    pub id: String,
    pub display_name: String,
    pub width: f64,
    pub height: f64,
    pub visuals: Vec<Visual>,
    /// Fields of the filters on this page.
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Visual {
    pub id: String,
    /// `cardVisual`, `lineChart`, … as Power BI names them; empty for a group of visuals.
    pub kind: String,
    /// The group it belongs to, to whose corner its position is relative.
    pub group: Option<String>,
    pub position: Position,
    /// Every field that the visual shows, filters or sorts by, in the order of the file.
    pub fields: Vec<Field>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Position {
    pub x: f64,
    pub y: f64,
    pub z: f64,
    pub width: f64,
    pub height: f64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// `Category`, `Y`, `Values`, …, or `filter` (`open filter` where it has no condition), `sort`, `format`.
    pub role: String,
    pub table: TableName,
    pub kind: FieldKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    Column(String),
    /// A column under an implicit aggregation.
    Aggregation(String),
    Measure(String),
    Level {
        hierarchy: String,
        level: String,
    },
}
