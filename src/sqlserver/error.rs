//! What can go wrong between here and a server, and the way out of it.
//!
//! The texts name neither passwords nor tokens: a [`Cause`] is what the driver or the server said, with every secret
//! struck out of it before anybody can print it.

use std::io;
use std::time::Duration;

use super::connection::Stage;
use super::options::Authentication;

mod cause;
mod certificate;
mod help;
pub mod number;

pub use cause::Cause;
pub use certificate::{Fault, fault};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The options cannot be meant.
    #[error("{0}")]
    Configuration(String),
    #[error("another process is loading into `{place}`")]
    Busy { place: String },
    #[error("cannot read the certificate authority `{path}`")]
    CaFile { path: String, source: io::Error },
    #[error("cannot find the host `{host}`")]
    UnknownHost { host: String, source: io::Error },
    #[error("nobody on `{host}` tells the port of the instance `{instance}`")]
    NoBrowser { host: String, instance: String, source: io::Error },
    #[error("the instance `{instance}` of `{host}` has no TCP port")]
    NoPort { host: String, instance: String },
    #[error("cannot reach the server `{server}`")]
    Unreachable { server: String, source: io::Error },
    /// The time to connect is over.
    #[error("the server `{server}` did not answer within {seconds} s: {}", waiting(*.stage))]
    Silent { server: String, stage: Stage, seconds: u64 },
    #[error("the certificate of the server `{server}` is not accepted: {detail}")]
    Certificate { server: String, fault: Fault, detail: String },
    #[error("the server `{server}` does not encrypt")]
    Unencrypted { server: String },
    /// The connection broke before the login was through.
    #[error("the server `{server}` broke off {}", during(*.stage))]
    BrokenOff { server: String, stage: Stage, source: Cause },
    #[error("the server `{server}` does not let {} in", who(.user.as_deref(), *.authentication))]
    Login { server: String, database: String, user: Option<String>, authentication: Authentication, source: Cause },
    #[error("the server `{server}` sends every connection on to another one")]
    Routed { server: String },
    #[error("the server `{server}` is {what}, which pbiforge cannot use")]
    Unsupported { server: String, what: String },
    /// The server refused a statement, or the connection broke while it ran.
    #[error("cannot {action}")]
    Statement { action: String, source: Cause },
    #[error("cannot start the network runtime")]
    Runtime(#[source] io::Error),
}

impl Error {
    /// The number of the server's error message, where the server said one.
    pub fn number(&self) -> Option<u32> {
        match self {
            Error::BrokenOff { source, .. } | Error::Login { source, .. } | Error::Statement { source, .. } => {
                source.number()
            }
            _ => None,
        }
    }

    /// Whether the connection broke, so that the next one may not.
    pub fn is_broken(&self) -> bool {
        match self {
            Error::Unreachable { source, .. } => cause::is_broken(source.kind()),
            Error::BrokenOff { source, .. } | Error::Login { source, .. } | Error::Statement { source, .. } => {
                source.is_broken()
            }
            _ => false,
        }
    }

    /// For `map_err`: `action` is what did not work, as in "create the table `x`".
    pub(crate) fn statement(action: impl Into<String>) -> impl FnOnce(tiberius::error::Error) -> Error {
        let action = action.into();
        move |source| Error::Statement { action, source: Cause::new(&source) }
    }

    pub(crate) fn silent(server: String, stage: Stage, limit: Duration) -> Error {
        Error::Silent { server, stage, seconds: limit.as_secs() }
    }
}

fn waiting(stage: Stage) -> &'static str {
    match stage {
        Stage::Name => "its name was still being looked up",
        Stage::Browser => "its SQL Server Browser says nothing",
        Stage::Connect => "there is no TCP connection",
        Stage::Greeting => "it accepts connections but says nothing",
        Stage::Encryption => "it stopped while agreeing on encryption",
        Stage::Login => "it stopped during the login",
        Stage::Session => "it stopped after the login",
    }
}

fn during(stage: Stage) -> &'static str {
    match stage {
        Stage::Name | Stage::Browser | Stage::Connect | Stage::Greeting => "at the greeting",
        Stage::Encryption => "while agreeing on encryption",
        Stage::Login => "during the login",
        Stage::Session => "after the login",
    }
}

fn who(user: Option<&str>, authentication: Authentication) -> String {
    match (authentication, user) {
        (Authentication::Sql, user) => format!("`{}`", user.unwrap_or_default()),
        (Authentication::Windows, _) => "the current Windows user".to_owned(),
        (Authentication::Entra, _) => "the owner of the access token".to_owned(),
    }
}
