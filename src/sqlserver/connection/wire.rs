//! The socket below the driver: it measures silence, and knows how far the conversation has come.
//!
//! The driver's own timeouts watch some of the waiting. Here all of it passes, in both directions and in every phase:
//! a server that stops in the middle of its greeting, of a row or of taking a bulk load is found out the same way.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

/// How far a connection has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Stage {
    /// The name of the host becomes addresses.
    Name,
    /// The SQL Server Browser tells the port of an instance.
    Browser,
    /// TCP.
    Connect,
    /// The two sides say what they are.
    Greeting,
    Encryption,
    Login,
    /// Logged in.
    Session,
}

/// What one side of the wire tells the other: shared by the socket and the connection that owns it.
#[derive(Debug)]
pub struct Watch {
    stage: AtomicU8,
    /// Milliseconds; 0 is without end.
    silence: AtomicU64,
    /// Counts statements: the silence of one says nothing about the next.
    statement: AtomicU64,
    /// The other side was silent for too long, so that nobody knows any more whose turn it is.
    lost: AtomicBool,
}

pub struct Wire {
    socket: TcpStream,
    watch: Arc<Watch>,
    reading: Option<Timer>,
    writing: Option<Timer>,
    heard: bool,
}

struct Timer {
    statement: u64,
    sleep: Pin<Box<Sleep>>,
}

impl Stage {
    const ALL: [Stage; 7] =
        [Stage::Name, Stage::Browser, Stage::Connect, Stage::Greeting, Stage::Encryption, Stage::Login, Stage::Session];
}

impl Watch {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            stage: AtomicU8::new(Stage::Name as u8),
            silence: AtomicU64::new(0),
            statement: AtomicU64::new(0),
            lost: AtomicBool::new(false),
        })
    }

    pub fn stage(&self) -> Stage {
        Stage::ALL[usize::from(self.stage.load(Ordering::Relaxed)).min(Stage::ALL.len() - 1)]
    }

    pub fn reach(&self, stage: Stage) {
        self.stage.store(stage as u8, Ordering::Relaxed);
    }

    /// How long the other side may be silent from now on.
    pub fn allow(&self, silence: Option<Duration>) {
        let millis = silence.map_or(0, |silence| u64::try_from(silence.as_millis()).unwrap_or(u64::MAX));
        self.silence.store(millis, Ordering::Relaxed);
        self.begin();
    }

    pub fn allowed(&self) -> Option<Duration> {
        match self.silence.load(Ordering::Relaxed) {
            0 => None,
            millis => Some(Duration::from_millis(millis)),
        }
    }

    /// A new statement begins.
    pub fn begin(&self) {
        self.statement.fetch_add(1, Ordering::Relaxed);
    }

    pub fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }
}

impl Wire {
    pub fn new(socket: TcpStream, watch: Arc<Watch>) -> Self {
        watch.reach(Stage::Greeting);
        Self { socket, watch, reading: None, writing: None, heard: false }
    }

    /// What is written first tells the stage: a packet of the protocol or a record of TLS names its kind in its first
    /// byte.
    fn listen(&self, bytes: &[u8]) {
        let stage = match (self.watch.stage(), bytes.first()) {
            (Stage::Session, _) => return,
            // The second greeting carries the handshake of TLS.
            (Stage::Greeting, Some(0x12)) if self.heard => Stage::Encryption,
            (Stage::Greeting, Some(0x16)) => Stage::Encryption,
            (Stage::Greeting | Stage::Encryption, Some(0x10 | 0x17)) => Stage::Login,
            _ => return,
        };
        self.watch.reach(stage);
    }
}

/// Ready with an error once the silence has lasted too long.
fn overdue(timer: &mut Option<Timer>, watch: &Watch, context: &mut Context<'_>) -> Poll<io::Error> {
    let Some(allowed) = watch.allowed() else {
        *timer = None;
        return Poll::Pending;
    };
    let statement = watch.statement.load(Ordering::Relaxed);
    if timer.as_ref().is_none_or(|timer| timer.statement != statement) {
        *timer = Some(Timer { statement, sleep: Box::pin(tokio::time::sleep(allowed)) });
    }
    if let Some(timer) = timer {
        ready!(timer.sleep.as_mut().poll(context));
    }
    watch.lost.store(true, Ordering::Relaxed);
    Poll::Ready(lost(watch))
}

fn lost(watch: &Watch) -> io::Error {
    let text = match watch.allowed() {
        Some(allowed) => format!("the server was silent for {} s", allowed.as_secs_f64()),
        None => "the server was silent for too long".to_owned(),
    };
    io::Error::new(io::ErrorKind::TimedOut, text)
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        if wire.watch.is_lost() {
            return Poll::Ready(Err(lost(&wire.watch)));
        }
        match Pin::new(&mut wire.socket).poll_read(context, buffer) {
            Poll::Ready(done) => {
                wire.reading = None;
                wire.heard = true;
                Poll::Ready(done)
            }
            Poll::Pending => overdue(&mut wire.reading, &wire.watch, context).map(Err),
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        if wire.watch.is_lost() {
            return Poll::Ready(Err(lost(&wire.watch)));
        }
        wire.listen(bytes);
        match Pin::new(&mut wire.socket).poll_write(context, bytes) {
            Poll::Ready(done) => {
                wire.writing = None;
                Poll::Ready(done)
            }
            Poll::Pending => overdue(&mut wire.writing, &wire.watch, context).map(Err),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_shutdown(context)
    }
}
