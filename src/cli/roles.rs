//! `pbiforge roles`: the mapping files, and who sees what. One file a subcommand.

use clap::{Args, Subcommand};

use super::Global;
use super::exit::Exit;
use super::output::Output;
use crate::pipeline::Failure;

mod check;
mod diff;
#[cfg(feature = "etl")]
pub(super) mod evidence;
mod git;
#[cfg(feature = "etl")]
mod matrix;
mod script;
#[cfg(all(feature = "etl", feature = "sqlserver"))]
mod server;
#[cfg(feature = "etl")]
mod test;

#[derive(Args, Debug)]
pub struct Roles {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Find what is wrong with the mapping files, and what they leave out
    Check(check::Check),
    /// Write the TMSL script that makes the roles with their members in the service
    Script(script::Script),
    /// Show what every manager sees of every region and table
    #[cfg(feature = "etl")]
    Matrix(matrix::Matrix),
    /// Compare two states of the mapping files: who gains or loses which regions, rows and revenue
    Diff(diff::Diff),
    /// Prove on the data that everybody sees their own regions and nothing else
    #[cfg(feature = "etl")]
    Test(test::Test),
}

impl Roles {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        match &self.command {
            Command::Check(command) => command.run(global, output),
            Command::Script(command) => command.run(global, output),
            #[cfg(feature = "etl")]
            Command::Matrix(command) => command.run(global, output),
            Command::Diff(command) => command.run(global, output),
            #[cfg(feature = "etl")]
            Command::Test(command) => command.run(global, output),
        }
    }
}
