//! What stands between here and a warehouse in SQL Server, found out one step after the other.
//!
//! Each step is a [`Check`]. The first step of reaching the server that fails is the last of the list, since nothing
//! can be said about what comes after; once inside, every check is made.

#[cfg(feature = "sqlserver")]
mod reach;
#[cfg(feature = "sqlserver")]
mod rights;
#[cfg(feature = "sqlserver")]
mod settings;
#[cfg(feature = "sqlserver")]
mod warehouse;

#[cfg(feature = "sqlserver")]
pub use reach::examine;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is looked at, in a word or two: the same for every server.
    pub name: &'static str,
    pub verdict: Verdict,
    /// What was found.
    pub text: String,
    /// The way out, where it is not as it should be.
    pub help: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Ok,
    /// It works, but somebody should know.
    Warning,
    Failed,
}

/// What the database is going to be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// `generate`, `inspect`, `analyze` from what others load.
    Reading,
    Loading,
}

impl Check {
    pub fn ok(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Ok, text: text.into(), help: None }
    }

    pub fn warning(name: &'static str, text: impl Into<String>, help: impl Into<String>) -> Self {
        Self { name, verdict: Verdict::Warning, text: text.into(), help: Some(help.into()) }
    }

    pub fn failed(name: &'static str, text: impl Into<String>, help: Option<String>) -> Self {
        Self { name, verdict: Verdict::Failed, text: text.into(), help }
    }
}
