//! A server without encryption that does as it is told, one connection after the other.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use mssql_mock_tds::protocol::{
    PACKET_HEADER_SIZE, PacketHeader, PacketType, build_done_token, build_login_ack, build_prelogin_response,
    build_query_result, parse_sql_batch,
};
use mssql_mock_tds::{ColumnDefinition, ColumnValue, QueryResponse, Row, SqlDataType};
use pbiforge::sqlserver::dialect::QUESTION;

/// What to do with a connection.
#[derive(Clone)]
pub enum Act {
    /// Hang up, or say nothing more, in place of the answer to the greeting.
    HangUpAtOnce,
    StallAtOnce,
    /// The same in place of the answer to the login.
    HangUpAtLogin,
    StallAtLogin,
    /// A server that says no.
    Refuse {
        number: u32,
        state: u8,
        message: String,
    },
    /// Let in, and say what it is; then every statement gets this.
    Let(Then),
}

#[derive(Clone)]
pub enum Then {
    /// Nothing to say, and no error.
    Done,
    /// After a time.
    Late(Duration),
    /// One number, but only half of the packet.
    Half,
    HangUp,
    Error {
        number: u32,
        message: String,
    },
    /// Never reads on after the first bytes of the statement.
    Deaf,
}

pub struct Fake {
    pub address: SocketAddr,
    logins: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Fake {
    /// The last act is repeated for every further connection.
    pub fn new(acts: impl Into<Vec<Act>>) -> Self {
        Self::called("16.0.1000.6", acts)
    }

    /// A server of this version.
    pub fn called(version: &'static str, acts: impl Into<Vec<Act>>) -> Self {
        let acts = acts.into();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let logins = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&logins);
        thread::spawn(move || {
            for (at, socket) in listener.incoming().enumerate() {
                let act = acts[at.min(acts.len() - 1)].clone();
                let (Ok(socket), seen) = (socket, Arc::clone(&seen)) else { return };
                // A connection that ends early is what these tests are about.
                thread::spawn(move || serve(socket, &act, version, &seen));
            }
        });
        Self { address, logins }
    }

    /// The login packets that came in.
    pub fn logins(&self) -> Vec<Vec<u8>> {
        self.logins.lock().expect("unpoisoned").clone()
    }
}

fn serve(mut socket: TcpStream, act: &Act, version: &str, seen: &Mutex<Vec<Vec<u8>>>) -> Option<()> {
    packet(&mut socket)?;
    match act {
        Act::HangUpAtOnce => return None,
        Act::StallAtOnce => return stall(socket),
        _ => socket.write_all(&build_prelogin_response()).ok()?,
    }
    seen.lock().expect("unpoisoned").push(packet(&mut socket)?);
    let then = match act {
        Act::HangUpAtLogin => return None,
        Act::Refuse { number, state, message } => {
            socket.write_all(&tabular(&error(*number, *state, message))).ok()?;
            return stall(socket);
        }
        Act::Let(then) => then,
        _ => return stall(socket),
    };
    let mut accepted = build_login_ack();
    accepted.extend_from_slice(&build_done_token(0));
    socket.write_all(&tabular(&accepted)).ok()?;
    loop {
        if let Then::Deaf = then
            && question_is_next(&socket)? > 60_000
        {
            return stall(socket);
        }
        let statement = parse_sql_batch(&packet(&mut socket)?).ok()?;
        if statement == QUESTION {
            socket.write_all(&build_query_result(&answer(version))).ok()?;
            continue;
        }
        let number = QueryResponse::select_one();
        match then {
            Then::Done | Then::Deaf => socket.write_all(&tabular(&build_done_token(0))).ok()?,
            Then::Late(time) => {
                thread::sleep(*time);
                socket.write_all(&tabular(&build_done_token(0))).ok()?;
            }
            Then::Half => {
                let whole = build_query_result(&number);
                socket.write_all(&whole[..whole.len() / 2]).ok()?;
                return stall(socket);
            }
            Then::HangUp => return None,
            Then::Error { number, message } => socket.write_all(&tabular(&error(*number, 1, message))).ok()?,
        }
    }
}

/// How much is waiting to be read, once something is.
fn question_is_next(socket: &TcpStream) -> Option<usize> {
    let mut waiting = vec![0; 65_536];
    socket.peek(&mut waiting[..1]).ok()?;
    thread::sleep(Duration::from_millis(50));
    socket.peek(&mut waiting).ok()
}

/// Says nothing until the other side is gone.
fn stall(mut socket: TcpStream) -> Option<()> {
    let mut rest = [0; 1024];
    while !matches!(socket.read(&mut rest), Ok(0) | Err(_)) {}
    None
}

/// One message, which may come in several packets, without their headers.
fn packet(socket: &mut TcpStream) -> Option<Vec<u8>> {
    let mut message = Vec::new();
    loop {
        let mut header = [0; PACKET_HEADER_SIZE];
        socket.read_exact(&mut header).ok()?;
        let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
        let from = message.len();
        message.resize(from + length.checked_sub(PACKET_HEADER_SIZE)?, 0);
        socket.read_exact(&mut message[from..]).ok()?;
        if header[1] & 1 == 1 {
            return Some(message);
        }
    }
}

fn tabular(tokens: &[u8]) -> Vec<u8> {
    let length = u16::try_from(PACKET_HEADER_SIZE + tokens.len()).expect("a small answer");
    let mut packet = Vec::new();
    PacketHeader::new(PacketType::TabularResult, length, 1).write(&mut packet);
    packet.extend_from_slice(tokens);
    packet
}

/// ERROR and DONE.
fn error(number: u32, state: u8, message: &str) -> Vec<u8> {
    let mut body = Vec::new();
    body.extend(number.to_le_bytes());
    body.extend([state, 14]);
    let units: Vec<_> = message.encode_utf16().collect();
    body.extend(u16::try_from(units.len()).expect("a short message").to_le_bytes());
    body.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    body.extend([0, 0]);
    body.extend(1u32.to_le_bytes());
    let mut token = vec![0xaa];
    token.extend(u16::try_from(body.len()).expect("a short message").to_le_bytes());
    token.extend(body);
    // DONE, with the flag for an error.
    token.extend([0xfd, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    token
}

/// The answer of a SQL Server 2022.
pub fn who_it_is() -> QueryResponse {
    answer("16.0.1000.6")
}

fn answer(version: &str) -> QueryResponse {
    let text = |text: &str| ColumnValue::NVarChar(text.to_owned());
    QueryResponse::new(
        vec![
            ColumnDefinition::new("", SqlDataType::NVarChar),
            ColumnDefinition::new("", SqlDataType::NVarChar),
            ColumnDefinition::new("", SqlDataType::Int),
            ColumnDefinition::new("", SqlDataType::NVarCharMax),
            ColumnDefinition::new("", SqlDataType::NVarChar),
        ],
        vec![Row::new(vec![
            text(version),
            text("Developer Edition (64-bit)"),
            ColumnValue::Int(3),
            ColumnValue::NVarCharMaxNull,
            text("CustomerAnalytics"),
        ])],
    )
}
