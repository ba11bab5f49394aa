//! From the name of the host to an answer.

use super::{Check, Purpose, rights, settings, warehouse};
use crate::sqlserver::connection::{Stage, Step};
use crate::sqlserver::options::Encryption;
use crate::sqlserver::target::Target;
use crate::sqlserver::{Connection, Error, Intent, Options, Server};

/// Everything there is to say, in the order in which it was found out.
pub fn examine(server: &Server, purpose: Purpose) -> Vec<Check> {
    let mut checks = Vec::new();
    let intent = match purpose {
        Purpose::Reading => Intent::Read,
        Purpose::Loading => Intent::Write,
    };
    let reached = server.attempt(intent, &mut |step| checks.push(passed(server.options(), step)));
    let mut connection = match reached {
        Ok(connection) => connection,
        Err(error) => {
            checks.push(failed(&error));
            return checks;
        }
    };
    checks.push(Check::ok("server", connection.info().text()));
    settings::examine(&mut connection, purpose, &mut checks);
    rights::examine(&mut connection, server.options(), purpose, &mut checks);
    warehouse::examine(&mut connection, server.options(), &mut checks);
    if purpose == Purpose::Loading {
        checks.push(read_intent(server, &mut connection));
    }
    checks
}

fn passed(options: &Options, step: Step) -> Check {
    match step {
        Step::Found(addresses) => {
            let host = Target::of(options).map(|target| target.host).unwrap_or_default();
            let addresses: Vec<_> = addresses.iter().map(ToString::to_string).collect();
            Check::ok("name", format!("`{host}` is {}", addresses.join(", ")))
        }
        Step::Port(port) => Check::ok("browser", format!("the instance listens on port {port}")),
        Step::Connected(address) => Check::ok("tcp", format!("{} answers on port {}", address.ip(), address.port())),
        Step::SentOn(server) => Check::ok("routing", format!("the server sends connections on to `{server}`")),
        Step::Agreed => encryption(options),
    }
}

/// What the client insisted on, and so has got.
fn encryption(options: &Options) -> Check {
    const NAME: &str = "encryption";
    match options.encryption {
        Encryption::Off => Check::warning(
            NAME,
            "none is asked for: whoever is on the way can read the password and the data",
            "set `encryption = \"required\"`",
        ),
        _ if options.trust_certificate => Check::warning(
            NAME,
            "TLS, but any certificate is accepted: somebody in between would not be noticed",
            "name the authority that signed the server's certificate with `ca_file`, in place of `trust_certificate`",
        ),
        Encryption::Required => Check::ok(NAME, "TLS, and the certificate is the server's"),
        Encryption::Strict => Check::ok(NAME, "TLS from the first byte on, and the certificate is the server's"),
    }
}

/// The check that an error is about, failed.
fn failed(error: &Error) -> Check {
    let name = match error {
        Error::UnknownHost { .. } => "name",
        Error::NoBrowser { .. } | Error::NoPort { .. } => "browser",
        Error::Unreachable { .. } => "tcp",
        Error::CaFile { .. } | Error::Certificate { .. } | Error::Unencrypted { .. } => "encryption",
        Error::Routed { .. } => "routing",
        Error::Login { .. } => "login",
        Error::Silent { stage, .. } | Error::BrokenOff { stage, .. } => match stage {
            Stage::Name => "name",
            Stage::Browser => "browser",
            Stage::Connect => "tcp",
            Stage::Greeting => "greeting",
            Stage::Encryption => "encryption",
            Stage::Login => "login",
            Stage::Session => "server",
        },
        Error::Configuration(_) => "configuration",
        Error::Unsupported { .. } | Error::Statement { .. } | Error::Busy { .. } | Error::Runtime(_) => "server",
    };
    Check::failed(name, said(error), error.help())
}

/// An error and what it comes from.
pub(super) fn said(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}

/// Where a connection comes out that says it only reads.
fn read_intent(server: &Server, writing: &mut Connection) -> Check {
    const NAME: &str = "reading";
    let reached = server.attempt(Intent::Read, &mut |_| {}).and_then(|mut reading| who(&mut reading));
    match (reached, who(writing)) {
        (Ok((name, true)), _) => {
            Check::ok(NAME, format!("readers are answered by `{name}`, a replica that only reads"))
        }
        (Ok((name, false)), Ok((same, _))) if name == same => {
            Check::ok(NAME, "readers are answered by the same server")
        }
        (Ok((name, false)), _) => Check::ok(NAME, format!("readers are answered by `{name}`")),
        (Err(error), _) => Check::failed(NAME, said(&error), error.help()),
    }
}

/// The server's own name, and whether its copy of the database can only be read.
fn who(connection: &mut Connection) -> Result<(String, bool), Error> {
    let sql = "SELECT CAST(@@SERVERNAME AS nvarchar(128)), \
               CAST(DATABASEPROPERTYEX(DB_NAME(), 'Updateability') AS nvarchar(128))";
    let rows = connection.query("ask for the server's name", sql, &[])?;
    let text = |at: usize| rows.first().and_then(|row| row.try_get::<&str, _>(at).ok().flatten()).unwrap_or_default();
    Ok((text(0).to_owned(), text(1) == "READ_ONLY"))
}
