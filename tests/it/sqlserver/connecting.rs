//! Connecting to a real server.

use pbiforge::sqlserver::Intent;

use super::server::server;

#[test]
fn a_connection_answers_and_knows_its_dialect() {
    let Some(server) = server("connecting") else { return };
    let mut connection = server.connect().connect(Intent::Read).expect("connected");
    let rows = connection.query("add", "SELECT 1 + @P1", &[&41i32]).expect("a row");
    assert_eq!(rows[0].get::<i32, _>(0), Some(42));
}
