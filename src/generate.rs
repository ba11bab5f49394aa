//! From a catalog, templates and mapping files to a complete Power BI project in memory.

pub mod report;
