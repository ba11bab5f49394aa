//! The command line: the only place that prints, exits, reads the environment or the clock. One file a command.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use exit::Exit;
use output::Output;

mod adopt;
#[cfg(feature = "etl")]
mod analyze;
mod bim;
mod bug;
mod catalog;
mod check;
mod completions;
#[cfg(feature = "etl")]
mod deck;
mod docs;
#[cfg(feature = "etl")]
mod doctor;
mod exit;
mod explain;
mod fmt;
mod generate;
#[cfg(feature = "etl")]
mod history;
mod init;
mod inspect;
#[cfg(feature = "etl")]
mod load;
mod output;
mod pack;
mod plan;
#[cfg(feature = "etl")]
mod preview;
mod progress;
mod query;
mod roles;
#[cfg(feature = "etl")]
mod run;
mod sample;
mod schedule;
#[cfg(feature = "sqlserver")]
mod secret;
mod summary;
#[cfg(any(feature = "etl", feature = "sqlserver"))]
mod warehouse;

/// Customer analytics for Power BI as code: raw sales transactions in, a warehouse and a checked Power BI project out.
#[derive(Parser, Debug)]
#[command(name = "pbiforge", version, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 clean, 1 the input has errors, 2 a check found differences, 64 wrong usage, \
                        70 a bug of ours, 74 a file or the network failed.")]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Args, Debug)]
struct Global {
    /// The configuration file; its folder is what relative paths are relative to
    #[arg(long, global = true, value_name = "FILE", default_value = "pbiforge.toml")]
    config: PathBuf,
    /// Set a key of the configuration, such as `clean.preset=plain`; may be repeated
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Use the settings of `[environments.NAME]` of the configuration
    #[arg(long, global = true, value_name = "NAME")]
    environment: Option<String>,
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Print nothing but errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Print the result as JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// The main job: load, analyse, generate, check
    #[cfg(feature = "etl")]
    Run(run::Run),
    /// Write raw sample transactions with known truths planted
    Sample(sample::Sample),
    /// Read, clean and load the star schema into the warehouse
    #[cfg(feature = "etl")]
    Load(load::Load),
    /// Compute the customer analytics from the warehouse's star schema
    #[cfg(feature = "etl")]
    Analyze(analyze::Analyze),
    /// Print the catalog of the warehouse, or of SQL files, as JSON
    Inspect(inspect::Inspect),
    /// Show what the runs so far read, kept and rejected, and whether the last one is like those before it
    #[cfg(feature = "etl")]
    History(history::History),
    /// Find out what stands between here and the warehouse
    #[cfg(feature = "etl")]
    Doctor(doctor::Doctor),
    /// Generate the Power BI project from the catalog, the templates and the roles
    Generate(generate::Generate),
    /// Tell what generating would change, object by object, and what breaks by it
    Plan(plan::Plan),
    /// Take the project in the output folder as it is: later changes are merged into it
    Adopt(adopt::Adopt),
    /// Check Power BI projects as a compiler would
    Check(check::Check),
    /// Ask what of a project uses what
    Query(query::Query),
    /// Who sees what: prove it on the data, compare, show
    Roles(roles::Roles),
    /// Show the report in a browser, with the numbers of the warehouse and without Power BI
    #[cfg(feature = "etl")]
    Preview(preview::Preview),
    /// Write the documentation of the project in the output folder: diagram, dictionary, measures, lineage, roles
    Docs(docs::Docs),
    Pack(pack::Pack),
    Schedule(schedule::Schedule),
    /// Write a presentation of the findings, with the numbers of the warehouse and without PowerPoint
    #[cfg(feature = "etl")]
    Deck(deck::Deck),
    /// Lay out TMDL as Power BI Desktop does
    Fmt(fmt::Fmt),
    /// Print the models of projects as the JSON of BIM files
    #[command(hide = true)]
    Bim(bim::Bim),
    /// Explain a diagnostic code
    Explain(explain::Explain),
    /// Write a commented pbiforge.toml and roles/ for a project of your own
    Init(init::Init),
    /// Print shell completions
    Completions(completions::Completions),
}

/// Parses the command line, runs the command and renders whatever went wrong, once.
pub fn main() -> ExitCode {
    bug::guard(|| run_with(std::env::args_os())).into()
}

fn run_with(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error),
    };
    let output = Output::new(&cli.global);
    let result = match &cli.command {
        #[cfg(feature = "etl")]
        Command::Run(command) => command.run(&cli.global, &output),
        Command::Sample(command) => command.run(&cli.global, &output),
        #[cfg(feature = "etl")]
        Command::Load(command) => command.run(&cli.global, &output),
        #[cfg(feature = "etl")]
        Command::Analyze(command) => command.run(&cli.global, &output),
        Command::Inspect(command) => command.run(&cli.global, &output),
        #[cfg(feature = "etl")]
        Command::History(command) => command.run(&cli.global, &output),
        #[cfg(feature = "etl")]
        Command::Doctor(command) => command.run(&cli.global, &output),
        Command::Generate(command) => command.run(&cli.global, &output),
        Command::Plan(command) => command.run(&cli.global, &output),
        Command::Adopt(command) => command.run(&cli.global, &output),
        Command::Check(command) => command.run(&cli.global, &output),
        Command::Query(command) => command.run(&cli.global, &output),
        Command::Roles(command) => command.run(&cli.global, &output),
        #[cfg(feature = "etl")]
        Command::Preview(command) => command.run(&cli.global, &output),
        Command::Docs(command) => command.run(&cli.global, &output),
        Command::Pack(command) => command.run(&cli.global, &output),
        Command::Schedule(command) => command.run(&cli.global, &output),
        #[cfg(feature = "etl")]
        Command::Deck(command) => command.run(&cli.global, &output),
        Command::Fmt(command) => command.run(&output),
        Command::Bim(command) => command.run(&output),
        Command::Explain(command) => command.run(&output),
        Command::Init(command) => command.run(&output),
        Command::Completions(command) => command.run(&output),
    };
    result.unwrap_or_else(|failure| output.failure(&failure))
}

/// The whole command line as clap knows it, for completions and the tests.
fn command() -> clap::Command {
    <Cli as clap::CommandFactory>::command()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }
}
