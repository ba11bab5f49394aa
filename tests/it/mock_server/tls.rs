//! Encryption: whose certificate is accepted, and what is said where it is not.
//!
//! The certificates of tests/data/tls are of a test authority; its own key was thrown away.

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::thread;

use mssql_mock_tds::{MockTdsServer, create_test_identity};
use pbiforge::sqlserver::Options;
use pbiforge::sqlserver::options::Encryption;

use super::fake::{Act, Fake, Then};
use super::{connect, mock, options, refused};
use crate::support::root;

fn file(name: &str) -> PathBuf {
    root().join("tests/data/tls").join(name)
}

fn path(name: &str) -> Option<String> {
    Some(file(name).display().to_string())
}

/// A server with this certificate.
fn tls(certificate: &'static str) -> SocketAddr {
    let server = mock(move || async move {
        let pem = |name: &str| fs::read(file(name)).expect("the test's certificate");
        let identity = create_test_identity(&pem(certificate), &pem("server.key")).expect("a certificate and its key");
        MockTdsServer::new_with_tls("127.0.0.1:0", Some(identity)).await
    });
    relabelled(server)
}

/// The mock server sends its half of the handshake in packets of the wrong kind: SQL Server's are PRELOGIN, as the
/// client's are. In between this sets it right.
fn relabelled(server: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (Ok(mut to), Ok(server)) = (client.try_clone(), TcpStream::connect(server)) else { return };
            let (Ok(mut from), mut up, mut down) = (client.try_clone(), server.try_clone().expect("a handle"), server)
            else {
                return;
            };
            thread::spawn(move || {
                let _ = std::io::copy(&mut from, &mut up);
                let _ = up.shutdown(Shutdown::Write);
            });
            thread::spawn(move || {
                let _ = relabel(&mut down, &mut to);
                let _ = to.shutdown(Shutdown::Both);
            });
        }
    });
    address
}

fn relabel(from: &mut TcpStream, to: &mut TcpStream) -> std::io::Result<()> {
    let mut header = [0; 9];
    loop {
        from.read_exact(&mut header[..1])?;
        if header[0] != 0x04 {
            // The records of TLS themselves: the handshake is over.
            to.write_all(&header[..1])?;
            return std::io::copy(from, to).map(|_| ());
        }
        from.read_exact(&mut header[1..])?;
        if (0x14..=0x17).contains(&header[8]) {
            header[0] = 0x12;
        }
        let mut rest = vec![0; usize::from(u16::from_be_bytes([header[2], header[3]])) - header.len()];
        from.read_exact(&mut rest)?;
        to.write_all(&[&header[..], &rest].concat())?;
    }
}

fn encrypted(address: SocketAddr) -> Options {
    Options { encryption: Encryption::Required, connect_timeout_seconds: 5, ..options(address) }
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in {text}");
    }
    assert!(!text.contains("Config::"), "advice for programmers: {text}");
}

#[test]
fn a_certificate_of_a_stranger_is_not_accepted() {
    let address = tls("server.pem");
    let said = refused(encrypted(address));
    says(&said, &["nobody that this machine trusts has signed it", "`ca_file`", "`trust_certificate = true`"]);
    let wrong = refused(Options { ca_file: path("stranger.pem"), ..encrypted(address) });
    says(&wrong, &["nobody that this machine trusts has signed it"]);
}

#[test]
fn the_authority_that_is_named_is_trusted() {
    let address = tls("server.pem");
    connect(Options { ca_file: path("authority.pem"), ..encrypted(address) }).expect("trusted");
    let host = "localhost".to_owned();
    connect(Options { ca_file: path("authority.pem"), host, ..encrypted(address) }).expect("trusted");
}

#[test]
fn everything_is_trusted_only_where_that_is_asked_for() {
    for certificate in ["server.pem", "elsewhere.pem", "expired.pem"] {
        connect(Options { trust_certificate: true, ..encrypted(tls(certificate)) }).expect("trusted");
    }
    let both = Options { trust_certificate: true, ca_file: path("authority.pem"), ..encrypted(tls("server.pem")) };
    says(&refused(both), &["leave one of them out"]);
}

#[test]
fn the_name_must_be_the_servers() {
    let address = tls("elsewhere.pem");
    let options = Options { ca_file: path("authority.pem"), ..encrypted(address) };
    says(&refused(options.clone()), &["127.0.0.1", "sql01.test", "`host_name_in_certificate`"]);
    connect(Options { host_name_in_certificate: Some("sql01.test".to_owned()), ..options }).expect("trusted");
}

#[test]
fn a_certificate_that_has_expired_says_so() {
    let options = Options { ca_file: path("authority.pem"), ..encrypted(tls("expired.pem")) };
    says(&refused(options), &["it has expired", "renew"]);
}

#[test]
fn a_server_that_does_not_encrypt_gets_no_password() {
    let fake = Fake::new([Act::Let(Then::Done)]);
    says(&refused(encrypted(fake.address)), &["does not encrypt", "in the clear"]);
    assert!(fake.logins().is_empty());
}

#[test]
fn an_authority_that_cannot_be_read_says_which() {
    let address = tls("server.pem");
    let missing = Options { ca_file: path("nothing.pem"), ..encrypted(address) };
    says(&refused(missing), &["nothing.pem", "`ca_file` names"]);
    let key = Options { ca_file: path("server.key"), ..encrypted(address) };
    assert!(connect(key).is_err(), "a key is no certificate");
}

#[test]
fn tls_from_the_first_byte_on() {
    let strict = mock(|| async {
        let pem = |name: &str| fs::read(file(name)).expect("the test's certificate");
        let identity = create_test_identity(&pem("server.pem"), &pem("server.key")).expect("a certificate and its key");
        MockTdsServer::new_with_strict_tls("127.0.0.1:0", identity).await
    });
    let options = Options { encryption: Encryption::Strict, ca_file: path("authority.pem"), ..encrypted(strict) };
    connect(options.clone()).expect("let in");
    // The two kinds of server do not understand each other's clients.
    let said = refused(Options { encryption: Encryption::Required, connect_timeout_seconds: 1, ..options.clone() });
    says(&said, &["strict"]);
    let old = Options { port: tls("server.pem").port(), connect_timeout_seconds: 1, ..options };
    says(&refused(old), &["strict"]);
}
