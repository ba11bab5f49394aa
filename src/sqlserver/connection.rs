//! A connection, made as the options say, used one statement at a time.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tiberius::{Client, Row, ToSql};
use tokio::runtime::{Builder, Runtime};
use tokio_util::compat::Compat;

use super::error::Cause;
use super::retry::{self, Pause};
use super::target::Target;
use super::{Dialect, Error, Options, ServerInfo, dialect};

mod browser;
mod config;
mod open;
mod wire;

pub use open::Step;
pub use wire::Stage;
use wire::{Watch, Wire};

/// A password or an access token. It is never shown.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What a connection is for: a replica that only reads may answer the ones that only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    Read,
    Write,
}

/// A server that connections can be made to.
#[derive(Clone, Debug)]
pub struct Server {
    options: Options,
    secret: Option<Secret>,
    pause: Pause,
}

pub type Socket = Compat<Wire>;

pub struct Connection {
    // Before the runtime: closing takes it.
    client: Client<Socket>,
    runtime: Runtime,
    watch: Arc<Watch>,
    info: ServerInfo,
}

impl Server {
    pub fn new(options: Options, secret: Option<Secret>) -> Self {
        Self { options, secret, pause: Pause::default() }
    }

    /// With somebody else to wait between attempts.
    pub fn with_pause(self, pause: Pause) -> Self {
        Self { pause, ..self }
    }

    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Connects, again where what failed may pass.
    pub fn connect(&self, intent: Intent) -> Result<Connection, Error> {
        self.retry(|| self.attempt(intent, &mut |_| {}))
    }

    /// Does all of `work` on a connection of its own, and all of it again, on another one, where what failed may pass:
    /// a deadlock, a failover, a cut. So `work` is something that can be done twice, such as one transaction.
    pub fn work<T>(
        &self,
        intent: Intent,
        mut work: impl FnMut(&mut Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.retry(|| work(&mut self.attempt(intent, &mut |_| {})?))
    }

    fn retry<T>(&self, attempt: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
        let azure = Target::of(&self.options).is_ok_and(|target| target.is_azure());
        retry::retry(self.options.retries, azure, &self.pause, attempt)
    }

    /// Connects once, and tells every step that worked.
    pub fn attempt(&self, intent: Intent, steps: &mut dyn FnMut(Step)) -> Result<Connection, Error> {
        self.options.check().map_err(Error::Configuration)?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        let watch = Watch::new();
        let mut client = match runtime.block_on(self.open(intent, &watch, steps)) {
            Ok(client) => client,
            Err(error) => {
                // A look-up of a name cannot be stopped, and is not waited for.
                runtime.shutdown_background();
                return Err(error);
            }
        };
        watch.reach(Stage::Session);
        watch.allow(seconds(self.options.statement_timeout_seconds));
        let info = runtime.block_on(ask(&mut client)).map_err(Error::statement("ask the server what it is"))?;
        match info.unsupported() {
            Some(what) => Err(Error::Unsupported { server: self.options.place(), what }),
            None => Ok(Connection { client, runtime, watch, info }),
        }
    }

    /// What the driver or the server said, without the secret.
    fn cause(&self, error: &tiberius::error::Error) -> Cause {
        let secret = self.secret.as_ref().map_or("", |secret| secret.0.as_str());
        Cause::new(error).without(secret)
    }
}

/// 0 is without end.
fn seconds(seconds: u64) -> Option<Duration> {
    (seconds > 0).then(|| Duration::from_secs(seconds))
}

impl Connection {
    pub fn dialect(&self) -> Dialect {
        self.info.dialect()
    }

    /// What the server said of itself.
    pub fn info(&self) -> &ServerInfo {
        &self.info
    }

    /// Whether the conversation broke off or was given up in the middle. The connection is then of no more use.
    pub fn is_lost(&self) -> bool {
        self.watch.is_lost()
    }

    /// Runs a batch without parameters; `action` says in the error what it was for: "create the table `x`".
    pub fn run(&mut self, action: &str, sql: &str) -> Result<(), Error> {
        self.watch.begin();
        let Self { runtime, client, .. } = self;
        runtime
            .block_on(async { client.simple_query(sql).await?.into_results().await })
            .map(|_| ())
            .map_err(Error::statement(action))
    }

    /// The rows of a query's first result.
    pub fn query(&mut self, action: &str, sql: &str, parameters: &[&dyn ToSql]) -> Result<Vec<Row>, Error> {
        self.watch.begin();
        let Self { runtime, client, .. } = self;
        runtime
            .block_on(async {
                let stream = match parameters.is_empty() {
                    true => client.simple_query(sql).await?,
                    false => client.query(sql, parameters).await?,
                };
                stream.into_first_result().await
            })
            .map_err(Error::statement(action))
    }

    /// The client with the runtime that drives it, for bulk loads and for streams.
    pub fn parts(&mut self) -> (&Runtime, &mut Client<Socket>) {
        self.watch.begin();
        (&self.runtime, &mut self.client)
    }

    /// How long the server may be silent from now on, in either direction; `None` is without end. At first it is
    /// `statement_timeout_seconds`.
    pub fn set_timeout(&mut self, silence: Option<Duration>) {
        self.watch.allow(silence);
    }

    /// Does something that takes the time it takes, such as a publish.
    pub fn without_timeout<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.watch.allowed();
        self.watch.allow(None);
        let done = work(self);
        self.watch.allow(before);
        done
    }
}

async fn ask(client: &mut Client<Socket>) -> Result<ServerInfo, tiberius::error::Error> {
    let rows = client.simple_query(dialect::QUESTION).await?.into_first_result().await?;
    let row = rows.first().ok_or_else(|| tiberius::error::Error::Protocol("it gave no answer".into()))?;
    ServerInfo::of(row)
}
