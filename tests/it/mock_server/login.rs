//! Logins: let in, refused with every number that pbiforge knows more about, tried again, sent on.

use std::fmt::Write as _;
use std::net::TcpListener;

use mssql_mock_tds::MockTdsServer;
use pbiforge::sqlserver::error::number::KNOWN;
use pbiforge::sqlserver::options::Authentication;
use pbiforge::sqlserver::{Dialect, Intent, Options, Secret, Server};

use super::fake::{Act, Fake, Then};
use super::{PASSWORD, connect, impatient, mock, mock_that_remembers, options, refused, server, shown};
use crate::support::Project;

fn refuse(number: u32, state: u8, message: &str) -> Act {
    Act::Refuse { number, state, message: message.to_owned() }
}

#[test]
fn a_server_that_lets_us_in_says_what_it_is() {
    let fake = Fake::new([Act::Let(Then::Done)]);
    let mut connection = connect(options(fake.address)).expect("let in");
    assert_eq!(connection.dialect(), Dialect::SqlServer);
    assert_eq!(connection.info().text(), "SQL Server 2022 (16.0.1000.6), Developer Edition (64-bit)");
    connection.run("do nothing", "SET NOCOUNT ON").expect("done");
}

#[test]
fn a_server_before_2016_sp1_is_refused() {
    let fake = Fake::called("13.0.1601.5", [Act::Let(Then::Done)]);
    let said = refused(options(fake.address));
    assert!(said.contains("SQL Server 2016 (13.0.1601.5)") && said.contains("2016 SP1 or later"), "{said}");
}

#[test]
fn every_known_refusal_says_the_way_out() {
    let states = [1, 5, 6, 7, 8, 11, 18, 38, 58].map(|state| (18456, state));
    let numbers = KNOWN.iter().map(|known| (known.number, 1)).filter(|(number, _)| *number != 18456);
    let mut all = String::new();
    for (number, state) in numbers.chain(states) {
        let fake = Fake::new([refuse(number, state, "What the server says.")]);
        let address = fake.address;
        let said = refused(options(address)).replace(&address.port().to_string(), "1433");
        assert!(said.contains("= help: "), "{number}: {said}");
        let _ = writeln!(all, "{said}\n");
    }
    insta::assert_snapshot!(all);
}

#[test]
fn each_kind_of_login_is_helped_in_its_own_way() {
    let fake = Fake::new([refuse(18456, 1, "Login failed for user '<token-identified principal>'.")]);
    let entra = Options { authentication: Authentication::Entra, user: None, ..options(fake.address) };
    let said = refused(entra);
    assert!(said.contains("the owner of the access token") && said.contains("about an hour"), "{said}");
}

#[test]
fn a_password_that_the_server_repeats_is_struck_out() {
    let fake = Fake::new([refuse(18456, 1, &format!("No login with '{PASSWORD}'."))]);
    let said = refused(options(fake.address));
    assert!(said.contains("No login with '…'."), "{said}");
    assert!(!format!("{:?}", server(options(fake.address))).contains(PASSWORD));
}

#[test]
fn nothing_that_the_command_prints_has_the_password_in_it() {
    let fake = Fake::new([refuse(18456, 8, &format!("Login failed for user 'loader' with '{PASSWORD}'."))]);
    let project = Project::demo();
    for (command, code) in [("doctor", 1), ("inspect", 74)] {
        for json in [false, true] {
            let port = format!("warehouse.sqlserver.port={}", fake.address.port());
            let mut arguments = vec![
                command,
                "--set",
                "warehouse.kind=sqlserver",
                "--set",
                "warehouse.sqlserver.host=127.0.0.1",
                "--set",
                "warehouse.sqlserver.user=loader",
                "--set",
                "warehouse.sqlserver.encryption=off",
                "--set",
                &port,
            ];
            arguments.extend(json.then_some("--json"));
            let ran = project.run_with(&[("PBIFORGE_SQLSERVER_PASSWORD", PASSWORD)], &arguments).exits(code);
            let ran = ran.says("the password is wrong: check PBIFORGE_SQLSERVER_PASSWORD");
            assert!(!ran.stdout.contains(PASSWORD) && !ran.stderr.contains(PASSWORD));
        }
    }
}

#[test]
fn without_a_terminal_the_variable_is_named() {
    let project = Project::demo();
    for (authentication, variable) in [("sql", "PBIFORGE_SQLSERVER_PASSWORD"), ("entra", "PBIFORGE_SQLSERVER_TOKEN")] {
        let kind = format!("warehouse.sqlserver.authentication={authentication}");
        let arguments =
            ["doctor", "--set", "warehouse.kind=sqlserver", "--set", "warehouse.sqlserver.user=u", "--set", &kind];
        // Empty is as good as not there.
        project.run_with(&[(variable, "")], &arguments).exits(64).says(&format!("set {variable}"));
    }
}

#[test]
fn what_passes_is_tried_again_and_what_does_not_is_not() {
    let busy = || refuse(40501, 1, "The service is currently busy.");
    let fake = Fake::new([Act::HangUpAtLogin, busy(), Act::HangUpAtOnce, Act::Let(Then::Done)]);
    let (pause, waited) = impatient();
    let patient = Options { retries: 4, ..options(fake.address) };
    server(patient.clone()).with_pause(pause).connect(Intent::Read).expect("the fourth time");
    assert_eq!(*waited.lock().expect("unpoisoned"), [1, 10, 4]);

    let fake = Fake::new([busy()]);
    let (pause, waited) = impatient();
    let patient = Options { port: fake.address.port(), ..patient };
    let error = server(patient.clone()).with_pause(pause).connect(Intent::Read).err().expect("always busy");
    assert!(shown(&error).contains("run again"));
    assert_eq!(*waited.lock().expect("unpoisoned"), [5, 10, 20, 40]);
    assert_eq!(fake.logins().len(), 5);

    let fake = Fake::new([refuse(18456, 1, "Login failed.")]);
    let (pause, waited) = impatient();
    let patient = Options { port: fake.address.port(), ..patient };
    assert!(server(patient).with_pause(pause).connect(Intent::Read).is_err());
    assert_eq!((waited.lock().expect("unpoisoned").len(), fake.logins().len()), (0, 1));
}

#[test]
fn work_that_met_a_deadlock_is_done_again_on_another_connection() {
    let deadlock = Then::Error { number: 1205, message: "You are the victim.".to_owned() };
    let fake = Fake::new([Act::Let(deadlock), Act::Let(Then::HangUp), Act::Let(Then::Done)]);
    let (pause, waited) = impatient();
    let server = server(Options { retries: 4, ..options(fake.address) }).with_pause(pause);
    server.work(Intent::Write, |connection| connection.run("publish", "UPDATE t SET a = 1")).expect("the third time");
    assert_eq!(*waited.lock().expect("unpoisoned"), [5, 2]);
}

#[test]
fn the_login_says_whether_it_only_reads_and_asks_for_large_packets() {
    let fake = Fake::new([Act::Let(Then::Done)]);
    let server = server(options(fake.address));
    for intent in [Intent::Read, Intent::Write] {
        server.connect(intent).expect("let in");
    }
    let logins = fake.logins();
    // TypeFlags of LOGIN7, the bit fReadOnlyIntent.
    let reads: Vec<_> = logins.iter().map(|login| login[26] & 0x20 != 0).collect();
    assert_eq!(reads, [true, false]);
    assert_eq!(logins[0][8..12], 32_767u32.to_le_bytes());
}

#[test]
fn an_access_token_goes_into_the_login() {
    let (address, store) = mock_that_remembers(|| MockTdsServer::new("127.0.0.1:0"));
    let entra = Options { authentication: Authentication::Entra, user: None, ..options(address) };
    Server::new(entra, Some(Secret::new("a.b.c"))).connect(Intent::Read).expect("let in");
    let token = store.blocking_lock().all().values().next().and_then(|login| login.received_token_as_string());
    assert_eq!(token.as_deref(), Some("a.b.c"));
}

#[test]
fn a_server_that_sends_us_on_is_followed_but_not_in_circles() {
    let there = Fake::new([Act::Let(Then::Done)]);
    let port = there.address.port();
    let here = mock(move || MockTdsServer::new_with_redirection("127.0.0.1:0", "127.0.0.1\\abc", port));
    connect(options(here)).expect("followed");
    assert_eq!(there.logins().len(), 1);

    let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("free").port();
    let address = format!("127.0.0.1:{port}");
    let circle = mock(move || async move { MockTdsServer::new_with_redirection(&address, "127.0.0.1", port).await });
    let said = refused(options(circle));
    assert!(said.contains("sends every connection on to another one"), "{said}");
}
