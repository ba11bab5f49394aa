//! A project in a temporary folder and the binary run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

pub struct Project {
    folder: TempDir,
}

/// What a run of the binary left behind.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Project {
    /// An empty folder.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// The repository's own configuration and roles, with a small sample.
    pub fn demo() -> Self {
        let project = Self::empty();
        let root = root();
        project.file("pbiforge.toml", fs::read(root.join("pbiforge.toml")).expect("the demo's configuration"));
        for file in ["regions.csv", "region_managers.csv"] {
            project.file(&format!("roles/{file}"), fs::read(root.join("roles").join(file)).expect("the demo's roles"));
        }
        project
    }

    pub fn file(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("written");
        self
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs `pbiforge` in the folder, without a terminal.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_in("", arguments)
    }

    /// Runs `pbiforge` in the folder with some variables of the environment.
    pub fn run_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
        self.start("", variables, arguments)
    }

    /// Runs `pbiforge` in a folder of the folder.
    pub fn run_in(&self, folder: &str, arguments: &[&str]) -> Ran {
        self.start(folder, &[], arguments)
    }

    fn start(&self, folder: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_pbiforge"))
            .args(arguments)
            .current_dir(self.folder.path().join(folder))
            .env_remove("NO_COLOR")
            .envs(variables.iter().copied())
            .output()
            .expect("pbiforge starts");
        Ran::of(output)
    }

    /// Every file below `folder`, by its path relative to it.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        files_below(&self.path(folder))
    }
}

impl Ran {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        self.exits(0)
    }

    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(
            self.stderr.contains(text) || self.stdout.contains(text),
            "no `{text}` in\n{}\n{}",
            self.stdout,
            self.stderr
        );
        self
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}", self.stdout))
    }
}

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the real data and the schemas; says so when there is none.
pub fn shared(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("PBIFORGE_SHARED").map(PathBuf::from);
    if folder.is_none() {
        println!("{test}: skipped, PBIFORGE_SHARED names no folder with the real data");
    }
    folder
}

pub fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).unwrap_or_else(|error| panic!("{}: {error}", at.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let relative = path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
                files.insert(relative, fs::read(&path).expect("readable"));
            }
        }
    }
    files
}
