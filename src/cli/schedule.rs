//! `pbiforge schedule`: files of a nightly run, and on request their installation.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::Global;
use super::exit::Exit;
use super::output::Output;
use crate::config::WarehouseKind;
use crate::file_tree::{FileTree, disk};
use crate::pipeline::Failure;
use crate::pipeline::workspace::Workspace;
use crate::schedule::{self, At, Kind, Plan, files};
use crate::sqlserver::options::Authentication;

mod install;

/// Write the files of a nightly run for Task Scheduler, cron, systemd or a pipeline that deploys
///
/// Each kind has a log, a lock that keeps a second run from beginning, further tries after a pause where a file, the
/// network or the server failed (exit code 74; what is wrong with the input stays wrong), and an exit code that
/// somebody sees: the task's last result and an event; a mail of cron; a unit that tells; a pipeline that fails.
///
/// Pipelines run `check` too, deploy with fabric-cicd and have the model refreshed. Secrets are named, never written.
#[derive(Args, Debug)]
pub struct Schedule {
    /// What runs it
    #[arg(long, value_name = "KIND")]
    kind: KindName,
    /// The time of the day; UTC for a pipeline, otherwise that of the machine
    #[arg(long, value_name = "HH:MM", default_value = "02:30", value_parser = At::parse)]
    at: At,
    /// How often it is tried again
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=100))]
    retries: u32,
    /// Minutes between two tries
    #[arg(long, value_name = "MINUTES", default_value_t = 10, value_parser = clap::value_parser!(u32).range(0..=1440))]
    pause: u32,
    /// What the files, the task and the units are called
    #[arg(long, value_name = "NAME", default_value = "pbiforge-nightly")]
    name: String,
    /// Whom cron and systemd tell by mail
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
    /// The folder to write to: `schedule` where it is not given, for a pipeline the repository's
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The pbiforge to run, where it is not this one: for files of another machine
    #[arg(long, value_name = "PATH")]
    program: Option<PathBuf>,
    /// Hand the files over to the scheduler of this machine
    #[arg(long)]
    install: bool,
    /// Replace files and installed schedules that are otherwise
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KindName {
    /// Task Scheduler of Windows: an XML file and a batch file
    WindowsTask,
    /// A line of a crontab and a script
    Cron,
    /// Units of a user's systemd: service, timer and failure
    Systemd,
    /// A workflow, and a Python script that deploys
    GithubActions,
    /// A pipeline, and a Python script that deploys
    AzurePipelines,
}

impl KindName {
    fn kind(self) -> Kind {
        match self {
            KindName::WindowsTask => Kind::WindowsTask,
            KindName::Cron => Kind::Cron,
            KindName::Systemd => Kind::Systemd,
            KindName::GithubActions => Kind::GithubActions,
            KindName::AzurePipelines => Kind::AzurePipelines,
        }
    }
}

impl Schedule {
    pub fn run(&self, global: &Global, output: &Output) -> Result<Exit, Failure> {
        let workspace = super::generate::open(global, output)?;
        let kind = self.kind.kind();
        if self.install && kind.is_pipeline() {
            let text = "a pipeline is installed by committing its files: leave `--install` out";
            return Err(Failure::Usage(text.to_owned()));
        }
        let folder = self.folder(kind);
        let plan = self.plan(global, &workspace, &folder)?;
        if let Some(fault) = plan.fault() {
            return Err(Failure::Usage(fault));
        }
        let own = workspace.templates()?;
        let place = workspace.config.project.templates.as_deref().unwrap_or_default();
        let (files, odd) =
            files(&plan, (place, &own)).map_err(|diagnostics| super::docs::failed(diagnostics, place, &own))?;
        output.diagnostics(&odd, &FileTree::new());
        if !self.force {
            unchanged(&files, &folder)?;
        }
        disk::persist(&files, &folder, &[])?;
        let paths: Vec<String> = files.paths().map(|path| folder.join(path).display().to_string()).collect();
        let mut text: String = paths.iter().map(|path| format!("wrote    {path}\n")).collect();
        let done = if self.install { install::install(&plan, &files, &folder, self.force)? } else { Vec::new() };
        text.extend(done.iter().map(|line| format!("{line}\n")));
        if !self.install {
            text.push_str(&next(&plan, &folder));
        }
        output.result(&text);
        output.value(&json!({ "files": paths, "installed": done }));
        Ok(Exit::Clean)
    }

    fn folder(&self, kind: Kind) -> PathBuf {
        let default = if kind.is_pipeline() { "." } else { "schedule" };
        self.output.clone().unwrap_or_else(|| PathBuf::from(default))
    }

    fn plan(&self, global: &Global, workspace: &Workspace, folder: &Path) -> Result<Plan, Failure> {
        let kind = self.kind.kind();
        let program = match &self.program {
            Some(path) => path.clone(),
            None => std::env::current_exe().map_err(Failure::world)?,
        };
        let config = &workspace.config;
        let server = &config.warehouse.sqlserver;
        let is_server = config.warehouse.kind == WarehouseKind::SqlServer;
        let secrets = server.authentication.variable().filter(|_| is_server).map(str::to_owned);
        // A pipeline is in the folder of the checkout, a machine's own scheduler in that of the project.
        let (config_file, output) = if kind.is_pipeline() {
            if global.config.is_absolute() {
                let text = "a pipeline runs in a checkout: give `--config` as it is found from the repository's folder";
                return Err(Failure::Usage(text.to_owned()));
            }
            (text(&global.config)?, text(&workspace.output())?)
        } else {
            let name = global.config.file_name().map(PathBuf::from).unwrap_or_else(|| global.config.clone());
            (text(&name)?, config.project.output.clone())
        };
        Ok(Plan {
            kind,
            name: self.name.clone(),
            at: self.at,
            retries: self.retries,
            pause: self.pause,
            program: text(&program)?,
            folder: text(&absolute(&workspace.base)?)?,
            place: text(&absolute(folder)?)?,
            config: config_file,
            environment: global.environment.clone(),
            settings: global.set.clone(),
            output,
            model: config.model.name.clone(),
            mail: self.mail.clone(),
            secrets: secrets.into_iter().collect(),
            has_windows_login: is_server && server.authentication == Authentication::Windows,
        })
    }
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    let path = std::path::absolute(path).map_err(Failure::world)?;
    // `a/./b` is `a/b`; `..` may pass through a link and stays.
    Ok(path.components().collect())
}

fn text(path: &Path) -> Result<String, Failure> {
    let text = path.to_str().ok_or_else(|| Failure::Usage(format!("`{}` is not valid Unicode", path.display())))?;
    Ok(text.strip_prefix("./").unwrap_or(text).to_owned())
}

/// Files that are there already and say something else stay.
fn unchanged(files: &FileTree, folder: &Path) -> Result<(), Failure> {
    for (path, bytes) in files.iter() {
        let file = folder.join(path);
        if std::fs::read(&file).is_ok_and(|old| old != bytes) {
            let text = format!("`{}` is there and says something else: give `--force` to replace it", file.display());
            return Err(Failure::Usage(text));
        }
    }
    Ok(())
}

/// What is left to do by hand.
fn next(plan: &Plan, folder: &Path) -> String {
    let file = |name: &str| folder.join(name).display().to_string();
    let name = &plan.name;
    match plan.kind {
        Kind::WindowsTask => format!(
            "next     schtasks /Create /TN {name} /XML {}\n",
            schedule::quote::cmd_path(&file(&format!("{name}.xml")))
        ),
        Kind::Cron => format!("next     add the line of {} with `crontab -e`\n", file(&format!("{name}.crontab"))),
        Kind::Systemd => {
            let unit = |ending: &str| schedule::quote::sh(&plan.beside(&format!("{name}{ending}")));
            let (service, failure, timer) = (unit(".service"), unit("-failure.service"), unit(".timer"));
            format!("next     systemctl --user link {service} {failure}; systemctl --user enable --now {timer}\n")
        }
        Kind::GithubActions | Kind::AzurePipelines => {
            "next     commit the files, and set the variables and secrets that they name\n".to_owned()
        }
    }
}
