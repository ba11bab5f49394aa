//! Against a real server, where `PBIFORGE_TEST_SQLSERVER` names one: `host=…;port=…;user=…;password=…`, and
//! `encryption=off` or `trust_certificate=true` where the server needs it. Each test has a database of its own.

mod connecting;
#[cfg(feature = "etl")]
mod doctor;
#[cfg(feature = "etl")]
mod faults;
#[cfg(feature = "etl")]
mod inspect;
#[cfg(feature = "etl")]
mod loading;
#[cfg(feature = "etl")]
mod proxy;
#[cfg(feature = "etl")]
mod reading;
mod schema;
mod security;
pub mod server;
