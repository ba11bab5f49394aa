//! A connection, made as the options say, used one statement at a time.

use std::fmt;
use std::time::Duration;

use tiberius::{AuthMethod, Client, Config, EncryptionLevel, Row, SqlBrowser, ToSql};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio_util::compat::{Compat, TokioAsyncWriteCompatExt};

use super::options::{Authentication, Encryption};
use super::{Dialect, Error, Options};

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
}

pub type Socket = Compat<TcpStream>;

pub struct Connection {
    runtime: Runtime,
    client: Client<Socket>,
    dialect: Dialect,
}

impl Server {
    pub fn new(options: Options, secret: Option<Secret>) -> Self {
        Self { options, secret }
    }

    pub fn options(&self) -> &Options {
        &self.options
    }

    pub fn connect(&self, intent: Intent) -> Result<Connection, Error> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
        let config = self.config(intent)?;
        let client = runtime.block_on(self.open(config))?;
        let mut connection = Connection { runtime, client, dialect: Dialect::SqlServer };
        let rows = connection.query("ask what it is", "SELECT CAST(SERVERPROPERTY('Babelfish') AS int)", &[])?;
        if rows.first().and_then(|row| row.get::<i32, _>(0)) == Some(1) {
            connection.dialect = Dialect::Babelfish;
        }
        Ok(connection)
    }

    async fn open(&self, config: Config) -> Result<Client<Socket>, Error> {
        let server = || self.options.place();
        let socket = TcpStream::connect_named(&config)
            .await
            .map_err(|source| Error::Unreachable { server: server(), source })?;
        let _ = socket.set_nodelay(true);
        Client::connect(config, socket.compat_write()).await.map_err(|source| match &source {
            tiberius::error::Error::Tls(_) => Error::Tls { server: server(), source },
            tiberius::error::Error::Server(_) => {
                Error::Login { server: server(), user: self.options.user.clone().unwrap_or_default(), source }
            }
            _ => Error::Unreachable { server: server(), source },
        })
    }

    fn config(&self, intent: Intent) -> Result<Config, Error> {
        let options = &self.options;
        let mut config = Config::new();
        config.host(&options.host);
        config.port(options.port);
        if let Some(instance) = &options.instance {
            config.instance_name(instance);
        }
        config.database(&options.database);
        config.application_name("pbiforge");
        config.readonly(intent == Intent::Read);
        config.packet_size(32_767);
        config.handshake_timeout(Some(Duration::from_secs(options.connect_timeout_seconds)));
        config.command_timeout(Some(Duration::from_secs(options.statement_timeout_seconds)));
        config.encryption(match options.encryption {
            Encryption::Strict => EncryptionLevel::Strict,
            Encryption::Required => EncryptionLevel::Required,
            Encryption::Off => EncryptionLevel::NotSupported,
        });
        if options.trust_certificate {
            config.trust_cert();
        } else if let Some(file) = &options.ca_file {
            config.trust_cert_ca(file);
        }
        if let Some(name) = &options.host_name_in_certificate {
            config.hostname_in_certificate(name);
        }
        config.authentication(self.authentication()?);
        Ok(config)
    }

    fn authentication(&self) -> Result<AuthMethod, Error> {
        let secret = || self.secret.as_ref().map(|secret| secret.0.clone()).unwrap_or_default();
        match self.options.authentication {
            Authentication::Sql => {
                let user = self.options.user.as_deref().unwrap_or_default();
                Ok(AuthMethod::sql_server(user, secret()))
            }
            Authentication::Entra => Ok(AuthMethod::aad_token(secret())),
            #[cfg(any(windows, feature = "gssapi"))]
            Authentication::Windows => Ok(AuthMethod::Integrated),
            #[cfg(not(any(windows, feature = "gssapi")))]
            Authentication::Windows => Err(Error::Configuration(
                "this build of pbiforge can log in as the Windows user on Windows only".to_owned(),
            )),
        }
    }
}

impl Connection {
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Runs a batch without parameters; `action` says in the error what it was for: "create the table `x`".
    pub fn run(&mut self, action: &str, sql: &str) -> Result<(), Error> {
        let Self { runtime, client, .. } = self;
        runtime
            .block_on(async { client.simple_query(sql).await?.into_results().await })
            .map(|_| ())
            .map_err(Error::statement(action))
    }

    /// The rows of a query's first result.
    pub fn query(&mut self, action: &str, sql: &str, parameters: &[&dyn ToSql]) -> Result<Vec<Row>, Error> {
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
        (&self.runtime, &mut self.client)
    }
}
