//! Against a real server, where `PBIFORGE_TEST_SQLSERVER` names one: `host=…;port=…;user=…;password=…`, and
//! `encryption=off` or `trust_certificate=true` where the server needs it. Each test has a database of its own.

mod connecting;
mod schema;
mod security;
pub mod server;
