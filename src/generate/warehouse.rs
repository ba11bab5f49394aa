//! Where the model's partitions find their rows.
//!
//! What depends on it lies in a folder of `model-templates/model/` that bears its name: the parameters, and the query
//! of a table. Everything else of a model is the same whatever the warehouse.

use serde::Serialize;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Warehouse {
    /// The embedded one, whose folder the model's options know.
    #[default]
    Parquet,
    SqlServer(Database),
}

/// The values of the model's parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Database {
    /// As Power BI writes it: `host`, `host\instance` or `host,port`.
    pub server: String,
    pub database: String,
    pub schema: String,
}

impl Warehouse {
    /// The folder of its templates, below `model/`.
    pub(crate) fn folder(&self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::SqlServer(_) => "sqlserver",
        }
    }

    /// The shared queries that its templates declare, in the order of Power BI's list.
    pub(crate) fn queries(&self) -> &'static [&'static str] {
        match self {
            Self::Parquet => &["Warehouse Folder", "Warehouse Table"],
            Self::SqlServer(_) => &["Server", "Database", "Schema"],
        }
    }

    pub(crate) fn is_sqlserver(&self) -> bool {
        matches!(self, Self::SqlServer(_))
    }
}
