//! Row-level security in a real database: what the policy shows where the server has policies, and the refusal where
//! it has none.

use pbiforge::catalog::contract::contract;
use pbiforge::sqlserver::schema::{Refused, prepare};
use pbiforge::sqlserver::{Connection, Dialect, Intent, Options, security};

use super::server::{TestServer, server};

fn connect(server: &TestServer) -> Connection {
    server.connect().connect(Intent::Write).expect("connected")
}

fn run(connection: &mut Connection, sql: &str) {
    connection.run("set the test up", sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
}

fn codes(refused: &Refused) -> Vec<&str> {
    refused.diagnostics().iter().map(|fault| fault.code.id).collect()
}

#[test]
fn a_server_without_policies_is_refused_before_anything_is_made() {
    let Some(server) = server("no policies") else { return };
    let server = server.database("it_security_none");
    let mut connection = connect(&server);
    if connection.dialect() == Dialect::SqlServer {
        return;
    }
    let options = Options { row_level_security: true, ..server.options.clone() };
    let refused = prepare(&mut connection, &options, &contract()).expect_err("refused");
    assert_eq!(codes(&refused), ["SC036"]);
    assert_eq!(codes(&security::apply(&mut connection, &options, &[]).expect_err("refused")), ["SC036"]);
    let rows = connection.query("count", "SELECT COUNT(*) FROM sys.schemas WHERE [name] LIKE N'mart%'", &[]);
    assert_eq!(rows.expect("rows")[0].get::<i32, _>(0), Some(0));
    // Not asked for, it is nothing to be refused.
    assert!(!security::apply(&mut connection, &server.options, &[]).expect("nothing to do"));
    assert_eq!(security::refresh(&mut connection, &server.options).expect("nothing to do"), None);
}

/// What each of these sees: rows of dim_region, dim_customer, region_manager, customer_rfm, the cohort rows of all
/// regions, etl_run.
const SEEN: [(&str, [i32; 6]); 5] = [
    ("all@example.com", [2, 2, 2, 2, 1, 0]),
    ("WEST@example.com", [1, 1, 1, 1, 0, 0]),
    ("stranger@example.com", [0, 0, 0, 0, 0, 0]),
    ("service", [2, 2, 3, 2, 1, 1]),
    ("dbo", [2, 2, 3, 2, 1, 1]),
];

#[test]
fn a_manager_sees_their_regions_and_the_policy_goes_when_it_is_switched_off() {
    let Some(server) = server("the policy") else { return };
    let server = server.database("it_security");
    let mut connection = connect(&server);
    if connection.dialect() == Dialect::Babelfish {
        eprintln!("skipped the policy: Babelfish has none; its predicates are asked one by one");
        return;
    }
    let options = Options { row_level_security: true, ..server.options.clone() };
    prepare(&mut connection, &options, &contract()).expect("prepared");
    run(&mut connection, ROWS);
    for user in ["all@example.com", "WEST@example.com", "stranger@example.com", "service"] {
        run(
            &mut connection,
            &format!("CREATE USER [{user}] WITHOUT LOGIN; ALTER ROLE [mart_reader] ADD MEMBER [{user}]"),
        );
    }
    run(&mut connection, "ALTER ROLE [mart_all_regions] ADD MEMBER [service]");
    assert!(security::apply(&mut connection, &options, &[]).expect("switched on"));
    assert!(!security::apply(&mut connection, &options, &[]).expect("there already"));
    for (user, expected) in SEEN {
        assert_eq!(seen(&mut connection, user), expected, "{user}");
    }
    // The list of those who see everything follows the table of managers.
    run(
        &mut connection,
        "DELETE FROM [mart].[region_manager] WHERE [manager] = N'all@example.com' AND [region] = N'East'",
    );
    let refresh = security::refresh(&mut connection, &options).expect("asked").expect("a list to refresh");
    run(&mut connection, &refresh);
    assert_eq!(seen(&mut connection, "all@example.com"), [1, 1, 1, 1, 0, 0]);
    // A table that is declared public shows itself to everyone.
    assert!(security::apply(&mut connection, &options, &["etl_run"]).expect("changed"));
    assert_eq!(seen(&mut connection, "stranger@example.com"), [0, 0, 0, 0, 0, 1]);
    // A loader whom the policy filters is refused.
    run(&mut connection, "EXECUTE AS USER = N'stranger@example.com'");
    assert_eq!(codes(&security::may_load(&mut connection, &server.options).expect_err("refused")), ["SC037"]);
    run(&mut connection, "REVERT");
    assert!(security::apply(&mut connection, &server.options, &[]).expect("switched off"));
    assert_eq!(seen(&mut connection, "stranger@example.com"), [2, 2, 2, 2, 1, 1]);
}

/// Babelfish has no policies, but it has the functions that they are made of: what they say of a manager is asked of
/// them. The caller is `dbo`, whom it takes for no owner of the database.
#[test]
fn the_predicates_decide_by_the_callers_regions() {
    let Some(server) = server("the predicates") else { return };
    let server = server.database("it_security_predicates");
    let mut connection = connect(&server);
    if connection.dialect() == Dialect::SqlServer {
        return;
    }
    prepare(&mut connection, &server.options, &contract()).expect("prepared");
    run(&mut connection, ROWS);
    let options = Options { row_level_security: true, ..server.options.clone() };
    let script = security::script(&options, true, &[]).expect("rendered");
    let batches: Vec<String> = script
        .batches
        .iter()
        .map(|batch| batch.replace("Latin1_General_100_CI_AS_KS_WS", "Latin1_General_CI_AS"))
        .collect();
    for batch in batches.iter().filter(|batch| !batch.contains("SECURITY POLICY")) {
        run(&mut connection, batch);
    }
    let refresh = batches.iter().find(|batch| batch.starts_with("DELETE FROM ")).expect("a list to refresh");
    // Nobody; a manager of one region, in other letters; of every region.
    let none: [i32; 6] = [0; 6];
    assert_eq!(asked(&mut connection), none);
    run(&mut connection, "INSERT INTO [mart].[region_manager] VALUES (N'West', N'DBO')");
    run(&mut connection, refresh);
    assert_eq!(asked(&mut connection), [1, 1, 1, 1, 0, 0]);
    run(&mut connection, "INSERT INTO [mart].[region_manager] VALUES (N'East', N'dbo')");
    run(&mut connection, refresh);
    assert_eq!(asked(&mut connection), [2, 2, 2, 2, 1, 0]);
}

fn asked(connection: &mut Connection) -> [i32; 6] {
    let ask = |(predicate, table): (&str, &str)| {
        let sql = format!("SELECT COUNT(*) FROM [mart].[{table}] AS [t] CROSS APPLY [mart].{predicate} AS [p]");
        connection.query("ask a predicate", &sql, &[]).expect("rows")[0].get::<i32, _>(0).expect("a number")
    };
    [
        ("[sees_region]([t].[region])", "dim_region"),
        ("[sees_region]([t].[region])", "dim_customer"),
        ("[is_manager]([t].[manager])", "region_manager"),
        ("[sees_customer]([t].[customer_id])", "customer_rfm"),
        ("[sees_region]([t].[region])", "cohort_retention"),
        ("[sees_closed]([t].[run_id])", "etl_run"),
    ]
    .map(ask)
}

fn seen(connection: &mut Connection, user: &str) -> [i32; 6] {
    run(connection, &format!("EXECUTE AS USER = N'{user}'"));
    let rows = connection.query("count", COUNTS, &[]).expect("rows");
    run(connection, "REVERT");
    [0, 1, 2, 3, 4, 5].map(|at| rows[0].get::<i32, _>(at).expect("a number"))
}

const COUNTS: &str = "\
SELECT (SELECT COUNT(*) FROM [mart].[dim_region]), (SELECT COUNT(*) FROM [mart].[dim_customer]),
    (SELECT COUNT(*) FROM [mart].[region_manager]), (SELECT COUNT(*) FROM [mart].[customer_rfm]),
    (SELECT COUNT(*) FROM [mart].[cohort_retention] WHERE [region] = N'All'), (SELECT COUNT(*) FROM [mart].[etl_run])";

const ROWS: &str = "\
INSERT INTO [mart].[dim_region] VALUES (N'East'), (N'West');
INSERT INTO [mart].[region_manager]
VALUES (N'East', N'all@example.com'), (N'West', N'all@example.com'), (N'West', N'west@example.com');
INSERT INTO [mart].[dim_customer] VALUES (N'1', N'Japan', 1, N'East'), (N'2', N'France', 1, N'West');
INSERT INTO [mart].[customer_rfm] ([customer_id], [frequency], [monetary], [recency_days], [r_score], [f_score],
    [m_score], [rfm_score], [segment], [is_whale], [churn_risk])
VALUES (N'1', 1, 1, 1, 1, 1, 1, N'111', N'x', 0, 0), (N'2', 1, 1, 1, 1, 1, 1, N'111', N'x', 0, 0);
INSERT INTO [mart].[cohort_retention] VALUES (N'All', '20110101', 0, 1, 1, 1, 1, 1, 0, 0);
INSERT INTO [mart].[etl_run] VALUES (N'1', N's', N'h', 1, 1, 0, 1, 1, 0, NULL, NULL, NULL);";
