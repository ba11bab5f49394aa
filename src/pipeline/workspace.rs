//! A project folder: the configuration with the folder that its paths are relative to.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::config::{self, Config};
use crate::diag::{Diagnostic, Severity, suggest};
use crate::file_tree::{FileTree, disk};
use crate::pipeline::Failure;
use crate::region::Mapping;
use crate::rls;

pub struct Workspace {
    /// The folder of the configuration file.
    pub base: PathBuf,
    /// The folder that `source.path` is relative to: the same, or where the command was given its own files.
    pub sources: PathBuf,
    pub config: Config,
    /// When this run is made, in microseconds since 1970-01-01, where the command was told.
    pub run_at: Option<i64>,
}

/// What could not be read of the project's own files.
#[derive(Debug, thiserror::Error)]
#[error("cannot read `{path}`")]
struct Unreadable {
    path: String,
    source: io::Error,
}

impl Workspace {
    /// Reads the configuration at `path`. Without a file at the default place the defaults hold, so that a file of
    /// transactions and the binary are enough to begin with; a file that was asked for must be there.
    pub fn open(
        path: &Path,
        default_path: bool,
        environment: Option<&str>,
        settings: &[String],
    ) -> Result<Self, Failure> {
        let shown = path.display().to_string();
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && default_path => String::new(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(missing(path)),
            Err(source) => return Err(Failure::world(Unreadable { path: shown, source })),
        };
        let config = config::parse_for(&text, &shown, environment, settings).map_err(|diagnostics| {
            let mut sources = FileTree::new();
            sources.insert(shown, text);
            Failure::Diagnostics { diagnostics, sources }
        })?;
        let base = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Self { base: base.to_owned(), sources: base.to_owned(), config, run_at: None })
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.base.join(relative)
    }
    pub fn output(&self) -> PathBuf {
        self.path(&self.config.project.output)
    }
    pub fn warehouse(&self) -> PathBuf {
        self.path(&self.config.warehouse.path)
    }

    /// The user's own templates; none where no folder is configured.
    pub fn templates(&self) -> Result<FileTree, Failure> {
        match &self.config.project.templates {
            Some(folder) => Ok(disk::read(&self.path(folder), &|_| true)?),
            None => Ok(FileTree::new()),
        }
    }

    /// The mapping files, with what is odd about them. Where neither is there, no country has a region and nobody
    /// sees anything: that is said, and is safe.
    pub fn mapping(&self) -> Result<(Mapping, Vec<Diagnostic>, FileTree), Failure> {
        let (read, sources) = self.mapping_read()?;
        let mut diagnostics = read.faults;
        // What might be better is for `roles check` to say to whoever asks.
        diagnostics.retain(|fault| fault.severity > Severity::Note);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(Failure::Diagnostics { diagnostics, sources });
        }
        Ok((read.mapping, diagnostics, sources))
    }

    /// The mapping files with every fault, errors too.
    pub fn mapping_read(&self) -> Result<(rls::mapping::Read, FileTree), Failure> {
        let roles = &self.config.roles;
        let mut sources = FileTree::new();
        for path in [&roles.regions, &roles.managers] {
            match fs::read(self.path(path)) {
                Ok(bytes) => sources.insert(path.clone(), bytes),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(Failure::world(Unreadable { path: path.clone(), source })),
            }
        }
        if sources.is_empty() {
            let missing = Diagnostic::new(
                &rls::mapping::NOTHING_MAPPED,
                format!(
                    "there is neither `{}` nor `{}`: every country is `Unassigned` and the role shows nobody anything",
                    roles.regions, roles.managers
                ),
            );
            let faults = vec![missing.help("`pbiforge init` writes both")];
            return Ok((rls::mapping::Read { faults, ..Default::default() }, sources));
        }
        let file = |path| sources.get(path).unwrap_or_default();
        let read =
            rls::mapping::read_placed((&roles.regions, file(&roles.regions)), (&roles.managers, file(&roles.managers)));
        Ok((read, sources))
    }
}

/// A configuration file that was asked for and is not there, with the nearest name that is.
fn missing(path: &Path) -> Failure {
    let hint = nearest(path).map_or_else(
        || "; `pbiforge init` writes one".to_owned(),
        |near| format!("; did you mean `{}`?", near.display()),
    );
    Failure::Usage(format!("there is no configuration file `{}`{hint}", path.display()))
}

/// What lies beside a path that is not there, and has nearly its name.
pub fn nearest(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let names: Vec<String> = fs::read_dir(folder.unwrap_or(Path::new(".")))
        .map(|entries| entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let near = suggest::nearest(&wanted, names.iter().map(String::as_str))?;
    Some(folder.map_or_else(|| PathBuf::from(near), |folder| folder.join(near)))
}
