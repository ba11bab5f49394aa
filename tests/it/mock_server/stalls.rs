//! Servers that go silent: found out within the time that the options give, wherever it happens.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use pbiforge::sqlserver::{Connection, Error, Options};

use super::fake::{Act, Fake, Then};
use super::{connect, options, refused, shown};

/// More than the options give, for a busy machine; a server that is not waited for in vain is what is asked.
fn in_time<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    assert!(start.elapsed() < Duration::from_secs(5), "took {:?}", start.elapsed());
    done
}

fn let_in(then: Then) -> Connection {
    connect(options(Fake::new([Act::Let(then)]).address)).expect("let in")
}

#[track_caller]
fn says(text: &str, part: &str) {
    assert!(text.contains(part), "no `{part}` in {text}");
}

#[test]
fn nobody_there() {
    // Addresses for documentation: as a rule nothing answers, not even with a refusal.
    let nowhere = Options { host: "192.0.2.1".to_owned(), ..options(SocketAddr::from(([192, 0, 2, 1], 1433))) };
    let said = in_time(|| refused(nowhere));
    assert!(said.contains("firewall") || said.contains("cannot reach the server"), "{said}");
}

#[test]
fn nothing_at_the_greeting() {
    let fake = Fake::new([Act::StallAtOnce]);
    let said = in_time(|| refused(options(fake.address)));
    says(&said, "did not answer within 1 s: it accepts connections but says nothing");
}

#[test]
fn nothing_at_the_login() {
    let fake = Fake::new([Act::StallAtLogin]);
    let said = in_time(|| refused(options(fake.address)));
    says(&said, "did not answer within 1 s: it stopped during the login");
}

#[test]
fn hanging_up_is_told_apart_from_silence() {
    let fake = Fake::new([Act::HangUpAtOnce, Act::HangUpAtLogin]);
    says(&refused(options(fake.address)), "broke off at the greeting");
    says(&refused(options(fake.address)), "broke off during the login");
}

#[test]
fn nothing_in_the_middle_of_an_answer() {
    let mut connection = let_in(Then::Half);
    let error = in_time(|| connection.query("count", "SELECT COUNT(*) FROM t", &[])).expect_err("half an answer");
    says(&shown(&error), "cannot count: the server was silent for 1 s\n  = help: raise `statement_timeout_seconds`");
    // Whose turn it is, nobody knows: nothing goes over this connection any more, and at once.
    let start = Instant::now();
    assert!(connection.run("go on", "SELECT 1").is_err() && connection.is_lost());
    assert!(start.elapsed() < Duration::from_millis(500));
}

#[test]
fn a_server_that_does_not_take_what_it_is_sent() {
    let mut connection = let_in(Then::Deaf);
    let long = format!("SELECT N'{}'", "x".repeat(32 << 20));
    let error = in_time(|| connection.run("send a lot", &long)).expect_err("not taken");
    says(&shown(&error), "the server was silent for 1 s");
}

#[test]
fn a_server_that_hangs_up_in_a_statement_is_broken_not_silent() {
    let mut connection = let_in(Then::HangUp);
    let error = connection.run("publish", "UPDATE t SET a = 1").expect_err("cut");
    assert!(error.is_broken(), "{error:?}");
    says(&shown(&error), "run again");
}

#[test]
fn what_takes_its_time_gets_it_where_it_is_given() {
    let mut connection = let_in(Then::Late(Duration::from_millis(1_500)));
    connection.without_timeout(|connection| connection.run("publish", "EXEC long")).expect("waited for");
    assert!(!connection.is_lost());
    let error = in_time(|| connection.run("publish", "EXEC long")).expect_err("given up");
    assert!(matches!(error, Error::Statement { .. }));
}

#[test]
fn without_a_limit_there_is_none() {
    let fake = Fake::new([Act::Let(Then::Late(Duration::from_millis(1_300)))]);
    let patient = Options { connect_timeout_seconds: 0, statement_timeout_seconds: 0, ..options(fake.address) };
    connect(patient).expect("let in").run("wait", "EXEC long").expect("waited for");
}
