//! The way out of each error, for somebody who knows Power BI and not the network.

use std::io::ErrorKind;

use super::{Cause, Error, Fault, number};
use crate::sqlserver::connection::Stage;
use crate::sqlserver::options::Authentication;

impl Error {
    /// The way out, where there is one to be told.
    pub fn help(&self) -> Option<String> {
        match self {
            Error::Configuration(_) | Error::Runtime(_) => None,
            Error::Busy { .. } => Some("wait until it is done, then run again".to_owned()),
            Error::CaFile { .. } => {
                Some("`ca_file` names a PEM or DER file, relative to the configuration's folder".to_owned())
            }
            Error::UnknownHost { host, .. } => Some(unknown_host(host)),
            Error::NoBrowser { host, .. } => Some(format!(
                "start the service `SQL Server Browser` on `{host}` and let UDP port 1434 through its firewall, or set \
                 `port` in place of the instance: SQL Server Configuration Manager > Protocols > TCP/IP > IPAll"
            )),
            Error::NoPort { instance, .. } => Some(format!(
                "check the instance's name, and switch TCP/IP on for it: SQL Server Configuration Manager > Protocols \
                 for {instance} > TCP/IP > Enabled, then restart the instance"
            )),
            Error::Unreachable { source, .. } => Some(unreachable(source.kind())),
            Error::Silent { stage, .. } => Some(silent(*stage).to_owned()),
            Error::Certificate { fault, .. } => Some(certificate(*fault)),
            Error::Unencrypted { .. } => Some(
                "have a certificate set up for the server; or, on a network where nobody can listen, set \
                 `encryption = \"off\"`: then passwords and data travel in the clear"
                    .to_owned(),
            ),
            Error::BrokenOff { stage, .. } => Some(broken_off(*stage).to_owned()),
            Error::Login { authentication, source, database, .. } => login(*authentication, database, source),
            Error::Routed { .. } => Some("ask the administrator: the servers point at each other".to_owned()),
            Error::Unsupported { .. } => {
                Some("pbiforge needs SQL Server 2016 SP1 or later, Azure SQL, or Babelfish for PostgreSQL".to_owned())
            }
            Error::Statement { source, .. } => statement(source),
        }
    }
}

fn unknown_host(host: &str) -> String {
    let short = !host.contains('.') && host.parse::<std::net::IpAddr>().is_err();
    let more = if short { ", or write the full name, such as `server.company.example`" } else { "" };
    format!("check `host` of [warehouse.sqlserver] and whether a VPN has to be on{more}")
}

fn unreachable(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::ConnectionRefused => {
            "the machine is there, but nobody listens on this port: is SQL Server running, is TCP/IP enabled (SQL \
             Server Configuration Manager > Protocols), and is it this port? A named instance has one of its own: \
             set `instance`"
        }
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            "there is no way from here to that network: is the VPN on?"
        }
        ErrorKind::PermissionDenied => "this machine's own firewall does not let pbiforge out",
        _ => "check host, port, VPN and firewalls",
    }
    .to_owned()
}

fn silent(stage: Stage) -> &'static str {
    match stage {
        Stage::Name => "the name server does not answer: check the network, or write an address as `host`",
        Stage::Browser => "let UDP port 1434 through the firewalls, or set `port` in place of the instance",
        Stage::Connect => {
            "as a rule a firewall swallows the connection: let TCP to this port through, on the server, on the way and \
             here; or the address is wrong"
        }
        Stage::Greeting => {
            "is this port SQL Server's? With `encryption = \"strict\"` the server must speak TDS 8.0 (SQL Server 2022); \
             else it may be overloaded: raise `connect_timeout_seconds`"
        }
        Stage::Encryption | Stage::Login | Stage::Session => {
            "the server may be overloaded or waking up, or a firewall looks into the connection: try again, or raise \
             `connect_timeout_seconds`"
        }
    }
}

fn certificate(fault: Fault) -> String {
    const TRUST: &str = "or, on a network where nobody can come in between, set `trust_certificate = true`";
    match fault {
        Fault::Unknown => format!(
            "ask the administrator for the certificate of the authority that signed it and name it with `ca_file`; \
             {TRUST}"
        ),
        Fault::Expired => format!("the administrator has to renew it; {TRUST} until then"),
        Fault::NotYetValid => "check the clocks of this machine and of the server".to_owned(),
        Fault::WrongName => {
            "write `host` as the certificate does, or name it with `host_name_in_certificate`".to_owned()
        }
        Fault::Authority => format!(
            "a self-signed certificate has to be made for a server (basicConstraints CA:FALSE) to be named with \
             `ca_file`; {TRUST}"
        ),
        Fault::TooOld => {
            format!("SQL Server made it for itself: the administrator has to give it a real one; {TRUST}")
        }
        Fault::Other => format!("show this to the administrator; {TRUST}"),
    }
}

fn broken_off(stage: Stage) -> &'static str {
    match stage {
        Stage::Encryption => {
            "server and client may have no version of TLS in common: the server needs TLS 1.2, and \
             `encryption = \"strict\"` needs SQL Server 2022"
        }
        Stage::Login | Stage::Session => "the server may be starting or out of connections: try again in a minute",
        _ => "is this port SQL Server's? One that takes TDS 8.0 only hangs up here: then set `encryption = \"strict\"`",
    }
}

fn login(authentication: Authentication, database: &str, cause: &Cause) -> Option<String> {
    let help = match (cause.number(), authentication) {
        (Some(18456), Authentication::Entra) => "the access token is good for about an hour: get a new one for \
             https://database.windows.net/ into PBIFORGE_SQLSERVER_TOKEN; its owner needs a user in the database: \
             CREATE USER [name] FROM EXTERNAL PROVIDER"
            .to_owned(),
        (Some(18456), Authentication::Windows) => {
            "the server does not know this Windows user: an administrator runs CREATE LOGIN [domain\\user] FROM WINDOWS"
                .to_owned()
        }
        (Some(18456), Authentication::Sql) => sql_login(cause.state().unwrap_or_default(), database),
        (Some(number), _) => number::way_out(number)?.to_owned(),
        (None, Authentication::Windows) if !cfg!(windows) => {
            "is there a Kerberos ticket? `klist` shows it, `kinit` gets one; the server needs a service name \
             (MSSQLSvc/host:port)"
                .to_owned()
        }
        (None, _) => return None,
    };
    Some(help)
}

/// A server tells everybody state 1; the others appear in its error log, and behind some gateways here.
fn sql_login(state: u8, database: &str) -> String {
    match state {
        2 | 5 => "there is no such login: check `user`".to_owned(),
        6 => "a Windows user needs `authentication = \"windows\"`".to_owned(),
        7 => "the login is disabled; an administrator runs: ALTER LOGIN [name] ENABLE".to_owned(),
        8 | 9 => "the password is wrong: check PBIFORGE_SQLSERVER_PASSWORD".to_owned(),
        11 | 12 => "the login is valid but may not use this server: an administrator grants CONNECT SQL".to_owned(),
        16 | 27 | 38 | 40 | 46 => format!("the login may not open `{database}`, or there is no such database"),
        18 => "the password has to be changed first".to_owned(),
        58 => "the server takes Windows logins only: an administrator switches it to mixed mode, or set \
               `authentication = \"windows\"`"
            .to_owned(),
        _ => "check `user` and PBIFORGE_SQLSERVER_PASSWORD, and that the server takes SQL logins (mixed mode); its \
              error log says which it was"
            .to_owned(),
    }
}

fn statement(cause: &Cause) -> Option<String> {
    if cause.is_silence() {
        return Some("raise `statement_timeout_seconds`, or look on the server for who blocks it".to_owned());
    }
    if cause.is_broken() {
        return Some("the server restarted or the network failed; nothing half-done is left: run again".to_owned());
    }
    number::way_out(cause.number()?).map(str::to_owned)
}
