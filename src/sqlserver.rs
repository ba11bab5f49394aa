//! A SQL Server database: reaching it, what kind of server it is, the scripts that make the schema, what is in it.
//!
//! Knows no frames: loading and reading back tables is the `warehouse` module's work, through a [`Connection`].
//!
//! Everything is sequential to its caller. A [`Connection`] owns the small runtime that drives its socket; several at
//! a time are several threads.

#[cfg(feature = "sqlserver")]
pub mod access;
pub mod doctor;
pub mod options;
pub mod target;

#[cfg(feature = "sqlserver")]
pub mod connection;
#[cfg(feature = "sqlserver")]
pub mod dialect;
#[cfg(feature = "sqlserver")]
pub mod error;
#[cfg(feature = "sqlserver")]
pub mod inspect;
#[cfg(feature = "sqlserver")]
pub mod live;
#[cfg(feature = "sqlserver")]
pub mod lock;
#[cfg(feature = "sqlserver")]
pub mod retry;
#[cfg(feature = "sqlserver")]
pub mod schema;
#[cfg(feature = "sqlserver")]
pub mod script;
#[cfg(feature = "sqlserver")]
pub mod security;

#[cfg(feature = "sqlserver")]
pub use connection::{Connection, Intent, Secret, Server};
#[cfg(feature = "sqlserver")]
pub use dialect::{Dialect, ServerInfo};
#[cfg(feature = "sqlserver")]
pub use error::Error;
pub use options::Options;
