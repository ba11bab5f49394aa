//! What a server says of itself at the beginning of every connection.

use tiberius::Row;

use super::Dialect;

/// One row: version, edition, engine, Babelfish's version (null elsewhere), database.
pub const QUESTION: &str = "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), \
     CAST(SERVERPROPERTY('Edition') AS nvarchar(128)), CAST(SERVERPROPERTY('EngineEdition') AS int), \
     CASE WHEN CAST(SERVERPROPERTY('Babelfish') AS int) = 1 \
     THEN ISNULL(CAST(SERVERPROPERTY('BabelfishVersion') AS nvarchar(128)), N'') END, DB_NAME()";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerInfo {
    /// As the server says it: `16.0.4135.4`.
    pub version: String,
    pub edition: String,
    pub engine: Engine,
    /// The version of Babelfish, where it is one.
    pub babelfish: Option<String>,
    pub database: String,
}

/// `EngineEdition`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// On a machine of one's own, any edition.
    Box,
    AzureDatabase,
    /// The dedicated pool of Synapse.
    Synapse,
    ManagedInstance,
    Edge,
    /// The serverless pool of Synapse, or a warehouse or lakehouse of Fabric.
    Serverless,
    /// SQL database in Fabric.
    Fabric,
    Other(i32),
}

impl Engine {
    fn of(number: i32) -> Self {
        match number {
            1..=4 => Engine::Box,
            5 => Engine::AzureDatabase,
            6 => Engine::Synapse,
            8 => Engine::ManagedInstance,
            9 => Engine::Edge,
            11 => Engine::Serverless,
            12 => Engine::Fabric,
            other => Engine::Other(other),
        }
    }

    /// Azure's version number stands still at 12; what it can is what the newest SQL Server can.
    fn is_azure(self) -> bool {
        matches!(self, Engine::AzureDatabase | Engine::ManagedInstance | Engine::Fabric)
    }
}

/// 2016 SP1: from here on every edition has columnstore and row-level security.
const OLDEST: [u32; 3] = [13, 0, 4001];

impl ServerInfo {
    /// The answer to [`QUESTION`].
    pub fn of(row: &Row) -> Result<Self, tiberius::error::Error> {
        let text = |at: usize| row.try_get::<&str, _>(at).map(|text| text.map(str::to_owned));
        Ok(Self {
            version: text(0)?.unwrap_or_default(),
            edition: text(1)?.unwrap_or_default(),
            engine: Engine::of(row.try_get::<i32, _>(2)?.unwrap_or_default()),
            babelfish: text(3)?,
            database: text(4)?.unwrap_or_default(),
        })
    }

    pub fn dialect(&self) -> Dialect {
        if self.babelfish.is_some() { Dialect::Babelfish } else { Dialect::SqlServer }
    }

    /// Whether tables can have a columnstore index.
    pub fn has_columnstore(&self) -> bool {
        self.dialect() == Dialect::SqlServer
    }

    /// Whether the database itself can hide rows.
    pub fn has_row_level_security(&self) -> bool {
        self.dialect() == Dialect::SqlServer
    }

    /// As a person says it: `SQL Server 2022 (16.0.4135.4), Developer Edition (64-bit)`.
    pub fn text(&self) -> String {
        let name = match (&self.babelfish, self.engine) {
            (Some(version), _) => return format!("Babelfish for PostgreSQL {version}"),
            (None, Engine::AzureDatabase) => "Azure SQL Database".to_owned(),
            (None, Engine::ManagedInstance) => "Azure SQL Managed Instance".to_owned(),
            (None, Engine::Synapse) => "a dedicated pool of Azure Synapse".to_owned(),
            (None, Engine::Serverless) => "a serverless pool of Azure Synapse or a warehouse of Fabric".to_owned(),
            (None, Engine::Edge) => "Azure SQL Edge".to_owned(),
            (None, Engine::Fabric) => "SQL database in Fabric".to_owned(),
            (None, Engine::Box | Engine::Other(_)) => self.year(),
        };
        match self.engine {
            Engine::Box | Engine::Other(_) => format!("{name} ({}), {}", self.version, self.edition),
            _ => format!("{name} ({})", self.version),
        }
    }

    fn year(&self) -> String {
        let year = match self.numbers()[0] {
            11 => "2012",
            12 => "2014",
            13 => "2016",
            14 => "2017",
            15 => "2019",
            16 => "2022",
            17 => "2025",
            _ => return "SQL Server".to_owned(),
        };
        format!("SQL Server {year}")
    }

    /// What it is, where pbiforge cannot use it.
    pub fn unsupported(&self) -> Option<String> {
        match (self.dialect(), self.engine) {
            (Dialect::Babelfish, _) => None,
            (_, Engine::Synapse | Engine::Serverless) => Some(self.text()),
            (_, engine) if engine.is_azure() => None,
            _ if self.numbers() < OLDEST => Some(self.text()),
            _ => None,
        }
    }

    fn numbers(&self) -> [u32; 3] {
        let mut numbers = self.version.split('.').map(|part| part.parse().unwrap_or(0));
        std::array::from_fn(|_| numbers.next().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(version: &str, engine: i32, babelfish: Option<&str>) -> ServerInfo {
        ServerInfo {
            version: version.to_owned(),
            edition: "Developer Edition (64-bit)".to_owned(),
            engine: Engine::of(engine),
            babelfish: babelfish.map(str::to_owned),
            database: "d".to_owned(),
        }
    }

    #[test]
    fn servers_are_called_by_their_names() {
        let text = server("16.0.4135.4", 3, None).text();
        assert_eq!(text, "SQL Server 2022 (16.0.4135.4), Developer Edition (64-bit)");
        assert_eq!(server("12.0.2000.8", 5, None).text(), "Azure SQL Database (12.0.2000.8)");
        assert_eq!(server("12.0.2000.8", 3, Some("4.3.0")).text(), "Babelfish for PostgreSQL 4.3.0");
    }

    #[test]
    fn from_2016_sp1_on_and_on_azure_it_works() {
        assert!(server("13.0.1601.5", 3, None).unsupported().is_some());
        assert!(server("12.0.6024.0", 2, None).unsupported().is_some());
        assert!(server("", 2, None).unsupported().is_some());
        assert_eq!(server("13.0.4001.0", 4, None).unsupported(), None);
        assert_eq!(server("17.0.1000.7", 2, None).unsupported(), None);
        assert_eq!(server("12.0.2000.8", 5, None).unsupported(), None);
        assert_eq!(server("12.0.2000.8", 8, None).unsupported(), None);
        assert_eq!(server("12.0.2000.8", 2, Some("4.3.0")).unsupported(), None);
        assert!(server("12.0.2000.8", 11, None).unsupported().is_some());
    }
}
