//! `pbiforge roles`: the mapping files of regions and managers.

use clap::{Args, Subcommand};

use super::Global;
use super::exit::Exit;
use super::output::Output;
use crate::pipeline::Failure;

mod check;
mod script;

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
}

impl Roles {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        match &self.command {
            Command::Check(command) => command.run(global, output),
            Command::Script(command) => command.run(global, output),
        }
    }
}
