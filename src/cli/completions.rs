//! `pbiforge completions SHELL`.

use clap::Args;
use clap_complete::Shell;

use super::exit::Exit;
use super::output::Output;
use crate::pipeline::Failure;

#[derive(Args, Debug)]
pub struct Completions {
    /// The shell to complete in
    shell: Shell,
}

impl Completions {
    pub fn run(&self, output: &Output) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::command(), "pbiforge", &mut script);
        output.print(&String::from_utf8_lossy(&script));
        Ok(Exit::Clean)
    }
}
