//! What is to run, when and where.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    WindowsTask,
    Cron,
    Systemd,
    GithubActions,
    AzurePipelines,
}

impl Kind {
    /// Whether it runs in a checkout of the repository, not on a machine of its own.
    pub fn is_pipeline(self) -> bool {
        matches!(self, Kind::GithubActions | Kind::AzurePipelines)
    }
}

/// A time of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    pub hour: u8,
    pub minute: u8,
}

impl At {
    /// `02:30`
    pub fn parse(text: &str) -> Result<Self, String> {
        let number =
            |text: &str| (text.len() <= 2 && text.bytes().all(|c| c.is_ascii_digit())).then(|| text.parse().ok());
        let found = text.split_once(':').and_then(|(hour, minute)| Some((number(hour)??, number(minute)??)));
        match found {
            Some((hour @ 0..=23, minute @ 0..=59)) => Ok(Self { hour, minute }),
            _ => Err(format!("`{text}` is no time of the day: write it as `02:30`")),
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub kind: Kind,
    /// Of the files, the task and the units: letters, digits, `-` and `_`.
    pub name: String,
    pub at: At,
    pub retries: u32,
    /// Minutes between two tries.
    pub pause: u32,
    /// The program to run.
    pub program: String,
    /// The folder of the project.
    pub folder: String,
    /// The folder that the files are written to.
    pub place: String,
    /// The configuration file, as it is found from `folder`.
    pub config: String,
    pub environment: Option<String>,
    /// `KEY=VALUE`
    pub settings: Vec<String>,
    /// Where the Power BI project is, as it is found from `folder`.
    pub output: String,
    /// The semantic model's name.
    pub model: String,
    pub mail: Option<String>,
    /// Variables of the environment that a run needs.
    pub secrets: Vec<String>,
    /// The warehouse is opened as whoever runs.
    pub has_windows_login: bool,
}

impl Plan {
    /// What cannot be said in any of the files.
    pub fn fault(&self) -> Option<String> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if self.name.is_empty() || !self.name.chars().all(is_plain) || self.name.starts_with('-') {
            return Some(format!(
                "`{}` is no name of a task: use letters, digits, `-` and `_`",
                self.name.escape_debug()
            ));
        }
        if let Some(mail) = self.mail.as_deref().filter(|mail| !is_address(mail)) {
            return Some(format!("`{}` is no mail address", mail.escape_debug()));
        }
        let texts = [&self.program, &self.folder, &self.place, &self.config, &self.output, &self.model];
        let texts = texts.into_iter().chain(&self.environment).chain(&self.settings);
        for text in texts {
            if text.chars().any(char::is_control) {
                return Some(format!(
                    "a schedule cannot hold a line break or another control character: `{}`",
                    text.escape_debug()
                ));
            }
        }
        let paths = [&self.program, &self.folder, &self.place];
        if self.kind == Kind::WindowsTask
            && let Some(path) = paths.into_iter().find(|path| path.contains('"'))
        {
            return Some(format!("a path of Windows holds no quote: `{path}`"));
        }
        None
    }

    /// What the program is given.
    pub fn arguments(&self) -> Vec<String> {
        let mut arguments = vec!["--config".to_owned(), self.config.clone()];
        arguments.extend(self.environment.iter().flat_map(|name| ["--environment".to_owned(), name.clone()]));
        arguments.extend(self.settings.iter().flat_map(|setting| ["--set".to_owned(), setting.clone()]));
        // A nightly run is one of a history.
        arguments.extend(["run", "--run-at", "now"].map(str::to_owned));
        arguments
    }

    /// The templates and what their files are called.
    pub fn files(&self) -> Vec<(&'static str, String)> {
        let name = &self.name;
        match self.kind {
            Kind::WindowsTask => {
                vec![("task.xml.hbs", format!("{name}.xml")), ("run.cmd.hbs", format!("{name}.cmd"))]
            }
            Kind::Cron => vec![("crontab.hbs", format!("{name}.crontab")), ("run.sh.hbs", format!("{name}.sh"))],
            Kind::Systemd => vec![
                ("run.service.hbs", format!("{name}.service")),
                ("run.timer.hbs", format!("{name}.timer")),
                ("failure.service.hbs", format!("{name}-failure.service")),
                ("failure.sh.hbs", format!("{name}-failure.sh")),
            ],
            Kind::GithubActions => vec![
                ("github-actions.yml.hbs", format!(".github/workflows/{name}.yml")),
                ("deploy.py.hbs", "deploy.py".to_owned()),
            ],
            Kind::AzurePipelines => {
                vec![
                    ("azure-pipelines.yml.hbs", format!("{name}.azure-pipelines.yml")),
                    ("deploy.py.hbs", "deploy.py".to_owned()),
                ]
            }
        }
    }

    /// The script that the scheduler begins.
    pub fn script(&self) -> String {
        let ending = if self.kind == Kind::WindowsTask { "cmd" } else { "sh" };
        self.beside(&format!("{}.{ending}", self.name))
    }

    /// A file in the folder of the schedule.
    pub fn beside(&self, file: &str) -> String {
        let (slash, place) = match self.kind {
            Kind::WindowsTask => ('\\', self.place.trim_end_matches(['/', '\\'])),
            _ => ('/', self.place.trim_end_matches('/')),
        };
        format!("{place}{slash}{file}")
    }
}

/// One that stands unquoted in a crontab and cannot be an option of a program.
fn is_address(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "@._+-".contains(c);
    !text.starts_with('-') && !text.is_empty() && text.chars().all(is_plain)
}
