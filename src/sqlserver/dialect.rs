//! What kind of server it is, and so which parts of T-SQL it can be given.

mod info;

pub use info::{Engine, QUESTION, ServerInfo};

/// SQL Server and Azure SQL take everything; Babelfish for PostgreSQL a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    SqlServer,
    Babelfish,
}
