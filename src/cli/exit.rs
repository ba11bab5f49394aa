//! Exit codes, as the README promises them.

use std::process::ExitCode;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to complain about.
    Clean = 0,
    /// Diagnostics of severity error.
    Errors = 1,
    /// A check found differences.
    Differences = 2,
    /// The command line is wrong (`EX_USAGE`).
    Usage = 64,
    /// A bug of ours (`EX_SOFTWARE`).
    Bug = 70,
    /// The world failed: file, network, server (`EX_IOERR`).
    World = 74,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Prints what clap has to say: help and version are results, everything else is wrong usage.
pub fn usage(error: &clap::Error) -> Exit {
    // A closed pipe is nobody's fault here.
    let _ = error.print();
    if error.use_stderr() { Exit::Usage } else { Exit::Clean }
}
