//! What can go wrong between here and a server. The text names neither passwords nor tokens.

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot reach the server `{server}`")]
    Unreachable { server: String, source: tiberius::error::Error },
    #[error("cannot agree on encryption with the server `{server}`")]
    Tls { server: String, source: tiberius::error::Error },
    #[error("the server `{server}` does not let `{user}` in")]
    Login { server: String, user: String, source: tiberius::error::Error },
    #[error("the server `{server}` did not answer within {seconds} seconds")]
    Timeout { server: String, seconds: u64 },
    /// The server refused a statement, or the connection broke while it ran.
    #[error("cannot {action}")]
    Statement { action: String, source: tiberius::error::Error },
    #[error("{0}")]
    Configuration(String),
    #[error("another process is loading into `{place}`")]
    Busy { place: String },
    #[error("cannot start the network runtime")]
    Runtime(#[source] std::io::Error),
}

impl Error {
    /// The number of the server's error message, where the server said one.
    pub fn number(&self) -> Option<u32> {
        match self {
            Error::Unreachable { source, .. }
            | Error::Tls { source, .. }
            | Error::Login { source, .. }
            | Error::Statement { source, .. } => source.code(),
            Error::Timeout { .. } | Error::Configuration(_) | Error::Busy { .. } | Error::Runtime(_) => None,
        }
    }

    /// The way out, where there is one to be told.
    pub fn help(&self) -> Option<String> {
        None
    }

    pub(crate) fn statement(action: impl Into<String>) -> impl FnOnce(tiberius::error::Error) -> Error {
        let action = action.into();
        move |source| Error::Statement { action, source }
    }
}
