//! `[warehouse.sqlserver]`: where the server is and how to talk to it. No secret is ever among the options.

use serde::{Deserialize, Serialize};

use super::target::Target;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// A name or an address; `host\instance` and `host,port` are understood too.
    pub host: String,
    /// A named instance, whose port the SQL Server Browser tells. A `port` that is set goes before it.
    pub instance: Option<String>,
    pub port: u16,
    pub database: String,
    /// The schema of the warehouse's tables. Tables on their way in stand in a second one, `<schema>_stage`.
    pub schema: String,
    pub authentication: Authentication,
    /// Of SQL authentication.
    pub user: Option<String>,
    pub encryption: Encryption,
    /// Accepts every certificate: no protection against somebody in between.
    pub trust_certificate: bool,
    /// A PEM or DER file with the authority that signed the server's certificate, beside those of the system.
    pub ca_file: Option<String>,
    /// The name in the server's certificate, where it is not `host`.
    pub host_name_in_certificate: Option<String>,
    /// From the look-up of the name to the end of the login; 0 is without end.
    pub connect_timeout_seconds: u64,
    /// How long the server may be silent over one statement of reading or of the schema; loading and publishing take
    /// the time they take. 0 is without end.
    pub statement_timeout_seconds: u64,
    /// How often a connection or a statement that failed for a passing reason is tried again.
    pub retries: u32,
    /// How many tables, or parts of one, are on their way in at a time.
    pub connections: usize,
    /// Whether the database itself shows a direct SQL user only the regions that the mapping files give them.
    pub row_level_security: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Authentication {
    /// A login of the server: `user` and a password.
    Sql,
    /// Whoever runs pbiforge, as Windows knows them.
    Windows,
    /// An access token of Entra ID.
    Entra,
}

impl Authentication {
    /// The variable of the environment that the secret comes from, where there is one.
    pub fn variable(self) -> Option<&'static str> {
        match self {
            Authentication::Sql => Some("PBIFORGE_SQLSERVER_PASSWORD"),
            Authentication::Windows => None,
            Authentication::Entra => Some("PBIFORGE_SQLSERVER_TOKEN"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// TLS from the first byte on (TDS 8.0): SQL Server 2022 and Azure SQL.
    Strict,
    /// Everything is encrypted, or there is no connection.
    Required,
    /// Nothing is encrypted, not even the login.
    Off,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: "localhost".to_owned(),
            instance: None,
            port: 1433,
            database: "CustomerAnalytics".to_owned(),
            schema: "mart".to_owned(),
            authentication: Authentication::Sql,
            user: None,
            encryption: Encryption::Required,
            trust_certificate: false,
            ca_file: None,
            host_name_in_certificate: None,
            connect_timeout_seconds: 15,
            statement_timeout_seconds: 300,
            retries: 4,
            connections: 2,
            row_level_security: false,
        }
    }
}

impl Options {
    /// The server as a person writes it: `host`, `host\instance` or `host,port`.
    pub fn place(&self) -> String {
        Target::of(self).map_or_else(|_| self.host.clone(), |target| target.text())
    }

    /// The schema that tables stand in on their way in.
    pub fn stage(&self) -> String {
        format!("{}_stage", self.schema)
    }

    /// What cannot be meant, in words.
    pub fn check(&self) -> Result<(), String> {
        Target::of(self)?;
        if self.trust_certificate && self.ca_file.is_some() {
            return Err("`trust_certificate` accepts every certificate, and `ca_file` says which to accept; \
                        leave one of them out"
                .to_owned());
        }
        if self.authentication == Authentication::Sql && self.user.as_deref().is_none_or(str::is_empty) {
            return Err(
                "`authentication = \"sql\"` takes a `user`; or set `authentication` to \"windows\" or \"entra\""
                    .to_owned(),
            );
        }
        if self.database.trim().is_empty() {
            return Err("`database` of [warehouse.sqlserver] is empty".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_contradicts_itself_is_said() {
        let options = || Options { user: Some("loader".to_owned()), ..Options::default() };
        assert_eq!(options().check(), Ok(()));
        let both = Options { trust_certificate: true, ca_file: Some("ca.pem".to_owned()), ..options() };
        assert!(both.check().is_err_and(|text| text.contains("leave one")));
        assert!(Options { user: None, ..options() }.check().is_err_and(|text| text.contains("takes a `user`")));
        let windows = Options { user: None, authentication: Authentication::Windows, ..options() };
        assert_eq!(windows.check(), Ok(()));
        assert!(Options { database: " ".to_owned(), ..options() }.check().is_err());
    }
}
