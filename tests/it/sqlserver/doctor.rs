//! `pbiforge doctor` at a real server.

use pbiforge::catalog::contract::contract;
use pbiforge::sqlserver::doctor::{Purpose, Verdict, examine};
use pbiforge::sqlserver::{Intent, schema};

use super::server::{TestServer, server};
use crate::support::{Project, Ran};

fn doctor(server: &TestServer, more: &[&str]) -> Ran {
    let flags = server.flags();
    let arguments = ["doctor"].into_iter().chain(flags.iter().map(String::as_str)).chain(more.iter().copied());
    let variables = [("PBIFORGE_SQLSERVER_PASSWORD", server.password.as_str())];
    Project::demo().run_with(&variables, &arguments.collect::<Vec<_>>())
}

#[test]
fn an_empty_database_is_ready_to_be_loaded() {
    let Some(server) = server("doctor") else { return };
    let server = server.database("it_doctor");
    let ran = doctor(&server, &["--json"]).ok();
    let value = ran.json();
    assert_eq!(value["ok"], true);
    let names: Vec<_> =
        value["checks"].as_array().expect("checks").iter().map(|check| check["name"].as_str().unwrap_or("")).collect();
    for name in ["name", "tcp", "encryption", "server", "login", "database", "snapshots", "rights", "warehouse"] {
        assert!(names.contains(&name), "no check `{name}` in {names:?}");
    }
    doctor(&server, &[]).ok().says("it_doctor").says("has no tables yet");
}

#[test]
fn tables_that_a_load_would_refuse_are_told_of() {
    let Some(server) = server("doctor") else { return };
    let server = server.database("it_doctor_altered");
    let mut connection = server.connect().connect(Intent::Write).expect("connected");
    schema::prepare(&mut connection, &server.options, &contract()).expect("prepared");
    doctor(&server, &[]).ok().says("as this pbiforge makes them");
    connection.run("change it by hand", "ALTER TABLE mart.etl_reject DROP COLUMN detail").expect("done");
    doctor(&server, &[]).exits(1).says("failed   warehouse").says("changed by hand").says("etl_reject");
}

#[test]
fn a_database_or_a_login_that_is_not_there_is_named() {
    let Some(mut server) = server("doctor") else { return };
    server.options.database = "it_doctor_is_not_there".to_owned();
    doctor(&server, &[]).exits(1).says("failed   login").says("`database`");
    server.options.database = "master".to_owned();
    server.options.user = Some("it_nobody".to_owned());
    let ran = doctor(&server, &[]).exits(1).says("failed   login").says("`it_nobody`");
    assert!(!ran.stdout.contains(&server.password) && !ran.stderr.contains(&server.password));
}

#[test]
fn a_login_that_may_not_write_is_told_what_it_lacks() {
    let Some(server) = server("doctor") else { return };
    let mut server = server.database("it_doctor_rights");
    let mut connection = server.connect().connect(Intent::Write).expect("connected");
    let mut run = |sql: &str| connection.run("prepare the test", sql).expect("done");
    run("IF SUSER_ID('it_doctor_reader') IS NOT NULL DROP LOGIN it_doctor_reader");
    run("CREATE LOGIN it_doctor_reader WITH PASSWORD = 'Reader-9917'");
    run("CREATE USER it_doctor_reader FOR LOGIN it_doctor_reader");
    run("CREATE SCHEMA mart");
    run("CREATE SCHEMA mart_stage");
    run("CREATE TABLE mart.t (a int)");
    run("GRANT SELECT ON mart.t TO it_doctor_reader");
    server.options.user = Some("it_doctor_reader".to_owned());
    server.password = "Reader-9917".to_owned();
    let checks = examine(&server.connect(), Purpose::Loading);
    let rights = checks.iter().find(|check| check.name == "rights").expect("looked at");
    assert_eq!(rights.verdict, Verdict::Failed, "{checks:#?}");
    let help = rights.help.as_deref().unwrap_or_default();
    assert!(rights.text.contains("INSERT in `mart`") && help.contains("INSERT, UPDATE, DELETE"), "{rights:#?}");
    assert!(
        !rights.text.contains("SELECT in `mart`,") && help.contains("ON SCHEMA::[mart] TO [it_doctor_reader]"),
        "{rights:#?}"
    );
    let reading = examine(&server.connect(), Purpose::Reading);
    assert!(reading.iter().all(|check| check.verdict != Verdict::Failed), "{reading:#?}");
}
