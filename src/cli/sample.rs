//! `pbiforge sample`: raw transactions with known truths planted.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Args;

use super::Global;
use super::exit::Exit;
use super::output::Output;
use super::progress::Stages;
use crate::pipeline::{Failure, Progress};
use crate::sample;

#[derive(Args, Debug)]
pub struct Sample {
    /// How many rows to write
    #[arg(long)]
    rows: Option<u64>,
    /// The seed: the same seed gives the same bytes
    #[arg(long)]
    seed: Option<u64>,
    /// The file to write; `-` is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Where to write what was planted, as JSON
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
}

impl Sample {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let mut options = super::generate::open(global, output)?.config.sample;
        options.rows = self.rows.unwrap_or(options.rows);
        options.seed = self.seed.unwrap_or(options.seed);
        let to_stdout = self.output.as_os_str() == "-";
        let mut stages = Stages::new(output);
        stages.stage("sample");
        let out: Box<dyn Write> = if to_stdout {
            Box::new(std::io::stdout().lock())
        } else {
            Box::new(File::create(&self.output).map_err(|source| cannot_write(&self.output, source))?)
        };
        let mut out = BufWriter::with_capacity(1 << 20, out);
        let written = sample::write(&options, &mut out, &mut |rows| stages.advance(rows, options.rows))
            .and_then(|truth| out.flush().map(|()| truth));
        stages.finish();
        let truth = match written {
            // Whoever reads only the first lines of the sample has what they wanted.
            Err(error) if to_stdout && error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(Exit::Clean),
            written => written.map_err(|source| cannot_write(&self.output, source))?,
        };
        let truth = serde_json::to_value(&truth).map_err(Failure::world)?;
        if let Some(path) = &self.truth {
            std::fs::write(path, format!("{truth:#}\n")).map_err(|source| cannot_write(path, source))?;
        }
        if !to_stdout {
            output.result(&format!(
                "{} rows in `{}`\n",
                super::summary::grouped(options.rows as i64),
                self.output.display()
            ));
            output.value(&truth);
        }
        Ok(Exit::Clean)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("cannot write `{path}`")]
struct CannotWrite {
    path: String,
    source: std::io::Error,
}

fn cannot_write(path: &std::path::Path, source: std::io::Error) -> Failure {
    Failure::world(CannotWrite { path: path.display().to_string(), source })
}
