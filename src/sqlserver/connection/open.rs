//! From the name of a host to a login, one step after the other, so that the first that fails is known by its name.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::select_ok;
use socket2::{SockRef, TcpKeepalive};
use tiberius::Client;
use tokio::net::{TcpSocket, TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_util::compat::TokioAsyncWriteCompatExt;

use super::wire::{Stage, Watch, Wire};
use super::{Intent, Server, Socket, browser, seconds};
use crate::sqlserver::Error;
use crate::sqlserver::error::fault;
use crate::sqlserver::target::{At, Target};

/// A step that worked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Found(Vec<IpAddr>),
    /// What the SQL Server Browser says.
    Port(u16),
    Connected(SocketAddr),
    /// Both sides agree on encryption, or on none.
    Agreed,
    /// The login was received and answered with another address, as Azure does.
    SentOn(String),
}

/// How often a server may send a connection on to another one. Azure does it once.
const HOPS: usize = 3;

/// Where a server sends a connection on to.
struct Elsewhere {
    host: String,
    port: u16,
}

impl Server {
    pub(super) async fn open(
        &self,
        intent: Intent,
        watch: &Arc<Watch>,
        steps: &mut dyn FnMut(Step),
    ) -> Result<Client<Socket>, Error> {
        let target = Target::of(&self.options).map_err(Error::Configuration)?;
        // What is wrong here is said before anything is asked of the network.
        self.config(intent, &target.host, 0, None)?;
        let Some(limit) = seconds(self.options.connect_timeout_seconds) else {
            return self.follow(intent, &target, watch, steps).await;
        };
        match timeout(limit, self.follow(intent, &target, watch, steps)).await {
            Ok(done) => done,
            Err(_) => Err(Error::silent(target.text(), watch.stage(), limit)),
        }
    }

    /// Follows the server where it sends the connection on to.
    async fn follow(
        &self,
        intent: Intent,
        target: &Target,
        watch: &Arc<Watch>,
        steps: &mut dyn FnMut(Step),
    ) -> Result<Client<Socket>, Error> {
        let mut target = target.clone();
        let mut named = target.host.clone();
        for _ in 0..=HOPS {
            let elsewhere = match self.dial(intent, &target, &named, watch, steps).await? {
                Ok(client) => return Ok(client),
                Err(elsewhere) => elsewhere,
            };
            let host = elsewhere.host.split('\\').next().unwrap_or_default().to_owned();
            target = Target { host, at: At::Port(elsewhere.port) };
            named = elsewhere.host;
            steps(Step::SentOn(target.text()));
        }
        Err(Error::Routed { server: self.options.place() })
    }

    async fn dial(
        &self,
        intent: Intent,
        target: &Target,
        named: &str,
        watch: &Arc<Watch>,
        steps: &mut dyn FnMut(Step),
    ) -> Result<Result<Client<Socket>, Elsewhere>, Error> {
        watch.reach(Stage::Name);
        let addresses = addresses(&target.host).await?;
        steps(Step::Found(addresses.clone()));
        let port = match &target.at {
            At::Port(port) => *port,
            At::Instance(instance) => {
                watch.reach(Stage::Browser);
                let port = port(&target.host, instance, &addresses).await?;
                steps(Step::Port(port));
                port
            }
        };
        watch.reach(Stage::Connect);
        let server = Target { host: target.host.clone(), at: At::Port(port) }.text();
        let socket =
            connect(&addresses, port).await.map_err(|source| Error::Unreachable { server: server.clone(), source })?;
        if let Ok(peer) = socket.peer_addr() {
            steps(Step::Connected(peer));
        }
        let instance = match &target.at {
            At::Instance(instance) => Some(instance.as_str()),
            At::Port(_) => None,
        };
        let config = self.config(intent, named, port, instance)?;
        let shaken = Client::connect(config, Wire::new(socket, Arc::clone(watch)).compat_write()).await;
        if watch.stage() >= Stage::Login {
            steps(Step::Agreed);
        }
        match shaken {
            Ok(client) => Ok(Ok(client)),
            Err(tiberius::error::Error::Routing { host, port }) => Ok(Err(Elsewhere { host, port })),
            Err(error) => Err(self.refused(server, watch.stage(), &error)),
        }
    }

    /// What a handshake that failed means.
    fn refused(&self, server: String, stage: Stage, error: &tiberius::error::Error) -> Error {
        use tiberius::error::Error as Driver;
        if let Some((fault, detail)) = fault(error) {
            return Error::Certificate { server, fault, detail };
        }
        match error {
            Driver::Server(_) => Error::Login {
                server,
                database: self.options.database.clone(),
                user: self.options.user.clone(),
                authentication: self.options.authentication,
                source: self.cause(error),
            },
            Driver::Protocol(text) if text.contains("encryption level") => Error::Unencrypted { server },
            _ => Error::BrokenOff { server, stage, source: self.cause(error) },
        }
    }
}

async fn addresses(host: &str) -> Result<Vec<IpAddr>, Error> {
    let unknown = |source| Error::UnknownHost { host: host.to_owned(), source };
    let found: Vec<_> = lookup_host((host, 0)).await.map_err(unknown)?.map(|address| address.ip()).collect();
    match found.is_empty() {
        true => Err(unknown(io::Error::new(io::ErrorKind::NotFound, "the name has no address"))),
        false => Ok(found),
    }
}

async fn port(host: &str, instance: &str, addresses: &[IpAddr]) -> Result<u16, Error> {
    let browsers: Vec<_> = addresses.iter().map(|address| SocketAddr::new(*address, browser::PORT)).collect();
    let (host, instance) = (host.to_owned(), instance.to_owned());
    match browser::ask(&browsers, &instance).await {
        Ok(Some(port)) => Ok(port),
        Ok(None) => Err(Error::NoPort { host, instance }),
        Err(source) => Err(Error::NoBrowser { host, instance, source }),
    }
}

/// To all addresses at once: of a cluster over several networks only one answers, and nobody knows which.
async fn connect(addresses: &[IpAddr], port: u16) -> io::Result<TcpStream> {
    let attempts = addresses.iter().map(|address| Box::pin(connect_to(SocketAddr::new(*address, port))));
    Ok(select_ok(attempts).await?.0)
}

/// With keep-alive: over a publish, which may be silent for as long as it takes, a server that is gone is noticed.
/// Every half minute, as SQL Server itself asks; a system's own default is two hours.
async fn connect_to(address: SocketAddr) -> io::Result<TcpStream> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    let alive = TcpKeepalive::new().with_time(Duration::from_secs(30)).with_interval(Duration::from_secs(5));
    SockRef::from(&socket).set_tcp_keepalive(&alive)?;
    let socket = socket.connect(address).await?;
    socket.set_nodelay(true)?;
    Ok(socket)
}
