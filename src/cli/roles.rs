//! `pbiforge roles`: who sees what. One file a subcommand.

use clap::{Args, Subcommand};

use super::Global;
use super::exit::Exit;
use super::output::Output;
use crate::pipeline::Failure;

mod diff;
#[cfg(feature = "etl")]
mod evidence;
mod git;
#[cfg(feature = "etl")]
mod matrix;
#[cfg(feature = "etl")]
mod test;

#[derive(Args, Debug)]
pub struct Roles {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
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
            #[cfg(feature = "etl")]
            Command::Matrix(command) => command.run(global, output),
            Command::Diff(command) => command.run(global, output),
            #[cfg(feature = "etl")]
            Command::Test(command) => command.run(global, output),
        }
    }
}
