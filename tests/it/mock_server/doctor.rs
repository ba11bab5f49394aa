//! `pbiforge doctor` where there is no server, or one that does not let us in.

use std::net::TcpListener;

use super::PASSWORD;
use super::fake::{Act, Fake};
use crate::support::{Project, Ran};

fn doctor(project: &Project, settings: &[&str], json: bool) -> Ran {
    let mut arguments = vec!["doctor"];
    let base = ["kind=sqlserver", "sqlserver.host=127.0.0.1", "sqlserver.user=loader", "sqlserver.encryption=off"];
    let settings: Vec<_> = base.iter().chain(settings).map(|setting| format!("warehouse.{setting}")).collect();
    arguments.extend(settings.iter().flat_map(|setting| ["--set", setting]));
    arguments.extend(json.then_some("--json"));
    project.run_with(&[("PBIFORGE_SQLSERVER_PASSWORD", PASSWORD)], &arguments)
}

/// Names and verdicts of the checks.
fn checks(ran: &Ran) -> Vec<(String, String)> {
    let value = ran.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let checks = value["checks"].as_array().expect("checks");
    checks.iter().map(|check| (text(&check["name"]), text(&check["verdict"]))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, verdict)| ((*name).to_owned(), (*verdict).to_owned())).collect()
}

#[test]
fn the_first_step_that_fails_is_named() {
    let project = Project::demo();
    let free = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("free").port();
    let ran = doctor(&project, &[&format!("sqlserver.port={free}")], true).exits(1);
    assert_eq!(checks(&ran), pairs(&[("name", "ok"), ("tcp", "failed")]));

    let ran = doctor(&project, &["sqlserver.host=no-such-host.invalid"], true).exits(1);
    assert_eq!(checks(&ran), pairs(&[("name", "failed")]));

    let message = "Login failed for user 'loader'.".to_owned();
    let fake = Fake::new([Act::Refuse { number: 18456, state: 1, message }]);
    let ran = doctor(&project, &[&format!("sqlserver.port={}", fake.address.port())], true).exits(1);
    let expected = [("name", "ok"), ("tcp", "ok"), ("encryption", "warning"), ("login", "failed")];
    assert_eq!(checks(&ran), pairs(&expected));

    let fake = Fake::new([Act::StallAtOnce]);
    let port = format!("sqlserver.port={}", fake.address.port());
    let ran = doctor(&project, &[&port, "sqlserver.connect_timeout_seconds=1"], true).exits(1);
    assert_eq!(checks(&ran), pairs(&[("name", "ok"), ("tcp", "ok"), ("greeting", "failed")]));
}

#[test]
fn the_text_has_a_line_a_check_and_a_way_out() {
    let fake = Fake::new([Act::Refuse { number: 40615, state: 1, message: "Cannot open server.".to_owned() }]);
    doctor(&Project::demo(), &[&format!("sqlserver.port={}", fake.address.port())], false)
        .exits(1)
        .says("  ok       tcp         127.0.0.1 answers on port")
        .says("  failed   login       the server")
        .says("= help: in the Azure portal")
        .says("this does not work yet");
}

#[test]
fn what_cannot_be_meant_is_wrong_usage() {
    let project = Project::demo();
    doctor(&project, &["sqlserver.host=a,1444", "sqlserver.port=1500"], false).exits(64).says("leave one of them out");
    doctor(&project, &["sqlserver.host=np:a"], false).exits(64).says("TCP only");
}

#[test]
fn the_embedded_warehouse_is_looked_at_too() {
    let project = Project::demo();
    project.run(&["doctor"]).ok().says("nothing is loaded yet").says("all is well");
    project.run(&["doctor", "--read-only"]).exits(1).says("there is no warehouse");
    project.run(&["load", "--set", "sample.rows=500"]).ok();
    project.run(&["doctor", "--read-only"]).ok().says("tables");
    project.file("output/file", "x");
    project.run(&["doctor", "--set", "warehouse.path=output/file"]).exits(1).says("there is a file of that name");
}
