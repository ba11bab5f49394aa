//! Servers that are none: what connecting does where a real server could not be made to do it.
//!
//! [`fake`] speaks just enough of the protocol to refuse, to stall and to break off at a chosen place. The mock server
//! of the driver's own tests speaks TLS, takes access tokens and sends connections on to other servers.

mod doctor;
mod fake;
mod login;
mod stalls;
mod tls;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use mssql_mock_tds::{ConnectionStore, MockTdsServer};
use pbiforge::sqlserver::options::Encryption;
use pbiforge::sqlserver::retry::Pause;
use pbiforge::sqlserver::{Connection, Error, Intent, Options, Secret, Server};

/// Long, and like nothing else: where it turns up it has leaked.
pub const PASSWORD: &str = "Geheim-7351-never-shown";

/// The way to a server on this machine, without encryption and with little patience.
pub fn options(address: SocketAddr) -> Options {
    Options {
        host: "127.0.0.1".to_owned(),
        port: address.port(),
        user: Some("loader".to_owned()),
        encryption: Encryption::Off,
        connect_timeout_seconds: 1,
        statement_timeout_seconds: 1,
        retries: 0,
        ..Options::default()
    }
}

pub fn server(options: Options) -> Server {
    Server::new(options, Some(Secret::new(PASSWORD)))
}

pub fn connect(options: Options) -> Result<Connection, Error> {
    server(options).connect(Intent::Write)
}

/// The error as the command line shows it, which must not show the password.
#[track_caller]
pub fn refused(options: Options) -> String {
    let Err(error) = connect(options) else { panic!("connected") };
    shown(&error)
}

#[track_caller]
pub fn shown(error: &Error) -> String {
    let mut text = format!("error: {error}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    if let Some(help) = error.help() {
        text.push_str(&format!("\n  = help: {help}"));
    }
    let everything = format!("{text}\n{error:?}\n{error:#?}");
    assert!(!everything.contains(PASSWORD), "{everything}");
    text
}

/// Nobody waits; the seconds that somebody would have waited.
pub fn impatient() -> (Pause, Arc<Mutex<Vec<u64>>>) {
    let waited = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&waited);
    let wait = move |_: &Error, time: Duration| log.lock().expect("unpoisoned").push(time.as_secs());
    (Pause::new(wait), waited)
}

/// Runs a mock server for the rest of the test.
pub fn mock<F>(make: impl FnOnce() -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output = std::io::Result<MockTdsServer>>,
{
    mock_that_remembers(make).0
}

/// The same, with what it was told in every login.
pub fn mock_that_remembers<F>(
    make: impl FnOnce() -> F + Send + 'static,
) -> (SocketAddr, Arc<tokio::sync::Mutex<ConnectionStore>>)
where
    F: Future<Output = std::io::Result<MockTdsServer>>,
{
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let server = make().await.expect("a port");
            let registry = server.query_registry();
            registry.lock().await.register(pbiforge::sqlserver::dialect::QUESTION, fake::who_it_is());
            tell.send((server.local_addr(), server.connection_store())).expect("somebody listens");
            let _ = server.run().await;
        });
    });
    told.recv().expect("a server")
}
