//! The network between the command and the server, which fails at a chosen byte.
//!
//! Bytes are counted over all connections together, each direction for itself, so that a load that was measured once
//! can be hit anywhere in the next run. A fault happens once; connections made afterwards are sound again.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

/// What goes wrong, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection that carries the byte is closed to both sides before it.
    Cut,
    /// All connections are closed.
    CutAll,
    /// From the byte on, the connection that carries it stays open and carries nothing.
    Stall,
    /// The byte arrives changed.
    Corrupt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    ToServer,
    ToClient,
}

pub struct Proxy {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// To the server, to the client.
    passed: [u64; 2],
    /// What is going to happen, in which direction, before how many bytes have passed.
    plan: Option<(Fault, Direction, u64)>,
    /// Bytes on their way to the server in whose place others arrive, the first time that they pass.
    replacement: Option<(Vec<u8>, Vec<u8>)>,
    happened: bool,
    sockets: Vec<TcpStream>,
}

/// One direction of one connection.
struct Pump {
    from: TcpStream,
    to: TcpStream,
    direction: Direction,
    state: Arc<Mutex<State>>,
}

enum Next {
    Forward(usize),
    Hold,
    Close,
}

impl Proxy {
    /// A way to the server, without a fault until one is planned.
    pub fn new(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // A connection that cannot be made is one that was cut.
                let _ = serve(client, server, &shared);
            }
        });
        Self { address, state }
    }

    /// Counts anew and plans a fault.
    pub fn plan(&self, fault: Option<(Fault, Direction, u64)>) {
        let mut state = lock(&self.state);
        state.close();
        *state = State { plan: fault, ..State::default() };
    }

    /// Counts anew and plans that other bytes of the same number arrive in the place of these.
    pub fn replace(&self, bytes: &[u8], others: &[u8]) {
        assert_eq!(bytes.len(), others.len());
        self.plan(None);
        lock(&self.state).replacement = Some((bytes.to_vec(), others.to_vec()));
    }

    /// How many bytes went to the server and to the client since the last plan.
    pub fn passed(&self) -> [u64; 2] {
        lock(&self.state).passed
    }

    /// Whether the planned fault has happened.
    pub fn happened(&self) -> bool {
        lock(&self.state).happened
    }
}

impl State {
    fn close(&mut self) {
        for socket in self.sockets.drain(..) {
            let _ = socket.shutdown(Shutdown::Both);
        }
    }

    /// What to do with bytes that came in. Those before the fault still pass.
    fn next(&mut self, bytes: &mut [u8], direction: Direction) -> Next {
        if direction == Direction::ToServer
            && let Some((wanted, others)) = &self.replacement
            && let Some(at) = bytes.windows(wanted.len()).position(|window| window == wanted)
        {
            bytes[at..at + others.len()].copy_from_slice(others);
            (self.replacement, self.happened) = (None, true);
        }
        let passed = &mut self.passed[direction as usize];
        let before = *passed;
        let length = bytes.len() as u64;
        match self.plan {
            Some((fault, planned, at)) if planned == direction && !self.happened && at < before + length => {
                self.happened = true;
                let here = usize::try_from(at.saturating_sub(before)).unwrap_or_default();
                *passed += length;
                match fault {
                    Fault::Corrupt => bytes[here] ^= 0x55,
                    Fault::Stall => return Next::Hold,
                    Fault::Cut => return Next::Close,
                    Fault::CutAll => {
                        self.close();
                        return Next::Close;
                    }
                }
            }
            _ => *passed += length,
        }
        Next::Forward(bytes.len())
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no thread of the proxy panics")
}

fn serve(client: TcpStream, server: SocketAddr, state: &Arc<Mutex<State>>) -> std::io::Result<()> {
    let server = TcpStream::connect(server)?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    lock(state).sockets.extend([client.try_clone()?, server.try_clone()?]);
    let pump = |from: &TcpStream, to: &TcpStream, direction| {
        let (from, to) = (from.try_clone()?, to.try_clone()?);
        let pump = Pump { from, to, direction, state: Arc::clone(state) };
        thread::spawn(move || pump.run());
        std::io::Result::Ok(())
    };
    pump(&client, &server, Direction::ToServer)?;
    pump(&server, &client, Direction::ToClient)
}

impl Pump {
    fn run(mut self) {
        let mut buffer = vec![0; 16 << 10];
        while let Ok(length @ 1..) = self.from.read(&mut buffer) {
            let next = lock(&self.state).next(&mut buffer[..length], self.direction);
            match next {
                Next::Forward(length) if self.to.write_all(&buffer[..length]).is_ok() => {}
                // Until the other side gives up, or the proxy gets its next plan.
                Next::Hold => while matches!(self.from.read(&mut buffer), Ok(1..)) {},
                Next::Forward(_) | Next::Close => break,
            }
        }
        let _ = self.from.shutdown(Shutdown::Both);
        let _ = self.to.shutdown(Shutdown::Both);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes back of `sent` from a server that repeats what it hears.
    fn echoed(fault: Option<(Fault, Direction, u64)>, sent: &[u8]) -> (Vec<u8>, bool) {
        let server = TcpListener::bind("127.0.0.1:0").expect("a port");
        let proxy = Proxy::new(server.local_addr().expect("an address"));
        thread::spawn(move || {
            let (mut socket, _) = server.accept().expect("a client");
            let mut copy = socket.try_clone().expect("a handle");
            let _ = std::io::copy(&mut socket, &mut copy);
        });
        proxy.plan(fault);
        let mut client = TcpStream::connect(proxy.address).expect("connected");
        let timeout = std::time::Duration::from_millis(200);
        client.set_read_timeout(Some(timeout)).expect("a timeout");
        let mut heard = Vec::new();
        for byte in sent {
            let _ = client.write_all(&[*byte]);
            let mut one = [0];
            match client.read(&mut one) {
                Ok(1) => heard.push(one[0]),
                _ => break,
            }
        }
        (heard, proxy.happened())
    }

    #[test]
    fn it_fails_at_the_byte_and_not_before() {
        assert_eq!(echoed(None, b"abcdef"), (b"abcdef".to_vec(), false));
        for direction in [Direction::ToServer, Direction::ToClient] {
            assert_eq!(echoed(Some((Fault::Cut, direction, 3)), b"abcdef"), (b"abc".to_vec(), true));
            assert_eq!(echoed(Some((Fault::CutAll, direction, 0)), b"abcdef"), (Vec::new(), true));
            assert_eq!(echoed(Some((Fault::Stall, direction, 2)), b"abcdef"), (b"ab".to_vec(), true));
            assert_eq!(echoed(Some((Fault::Corrupt, direction, 1)), b"abcdef"), (b"a7cdef".to_vec(), true));
        }
        assert_eq!(echoed(Some((Fault::Cut, Direction::ToServer, 6)), b"abcdef"), (b"abcdef".to_vec(), false));
    }
}
