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

/// The tables of the demo's model, and those of the database that have their rows.
#[cfg(feature = "etl")]
const TABLES: [(&str, &str); 10] = [
    ("Sales", "fact_sales"),
    ("Customer", "dim_customer"),
    ("Region", "dim_region"),
    ("Region Manager", "region_manager"),
    ("Customer Month", "fact_customer_month"),
    ("Cohort Retention", "cohort_retention"),
    ("Basket Rules", "basket_rule"),
    ("Segment Profile", "segment_profile"),
    ("Load Run", "etl_run"),
    ("Rejected Lines", "etl_reject"),
];

/// Every manager and a stranger are asked for by a name in the session's context, which the predicates read in place
/// of the user's: for each table they let through as many rows as the filters of the model's role.
#[cfg(feature = "etl")]
#[test]
fn the_predicates_show_every_manager_as_much_as_the_model() {
    let Some(server) = server("the predicates and the model") else { return };
    let server = server.database("it_security_counts");
    if connect(&server).dialect() == Dialect::SqlServer {
        return;
    }
    let project = crate::support::Project::demo();
    let flags = server.flags();
    let ask = |arguments: &[&str]| {
        let all: Vec<&str> = arguments.iter().copied().chain(flags.iter().map(String::as_str)).collect();
        project.run_with(&[("PBIFORGE_SQLSERVER_PASSWORD", &server.password)], &all)
    };
    ask(&["run", "--quiet", "--set", "sample.rows=4000"]).ok();
    let matrix = ask(&["roles", "matrix", "--format", "json"]).ok().json();

    let options = Options { row_level_security: true, ..server.options.clone() };
    let script = security::script(&options, true, &[]).expect("rendered");
    let mut connection = connect(&server);
    for batch in script.batches.iter().filter(|batch| !batch.contains("SECURITY POLICY")) {
        let batch = batch.replace("Latin1_General_100_CI_AS_KS_WS", "Latin1_General_CI_AS");
        let reader = "CAST(SESSION_CONTEXT(N'reader') AS nvarchar(256))";
        // Whoever asks is an owner of the database; here nobody is to be.
        let batch = batch.replace("SUSER_SNAME()", reader).replace("USER_NAME()", reader).replace("= 1", "= 2");
        run(&mut connection, &batch);
    }
    let policy = script.batches.iter().find(|batch| batch.contains("CREATE SECURITY POLICY")).expect("the policy");
    let predicate = |table: &str| {
        let line = policy.lines().find(|line| line.contains(&format!(" ON [mart].[{table}]"))).expect("a predicate");
        line.split_once("PREDICATE ").and_then(|(_, rest)| rest.split_once(" ON ")).expect("a predicate").0.to_owned()
    };
    let mut compared = 0;
    let names = matrix["managers"].as_array().expect("managers").iter().filter_map(|name| name.as_str());
    for reader in names.chain(["nobody@nowhere.invalid"]) {
        run(&mut connection, &format!("EXEC sp_set_session_context N'reader', N'{reader}'"));
        for (name, table) in TABLES {
            let sql =
                format!("SELECT COUNT_BIG(*) FROM [mart].[{table}] AS [t] CROSS APPLY {} AS [p]", predicate(table));
            let rows = connection.query("ask a predicate", &sql, &[]).expect("rows");
            let is_cell = |cell: &&serde_json::Value| cell["manager"] == reader && cell["table"] == name;
            let cells = matrix["visible"].as_array().expect("cells").iter().filter(is_cell);
            let shown: i64 = cells.filter_map(|cell| cell["rows"].as_i64()).sum();
            assert_eq!(rows[0].get::<i64, _>(0), Some(shown), "{reader} of {table}");
            compared += usize::from(shown > 0);
        }
    }
    assert!(compared > 40, "only {compared} counts that are not nothing");
    // What the command itself does there: there is no policy to ask.
    ask(&["roles", "test", "--server"]).exits(1).says("SC036");
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
    [m_score], [rfm_score], [segment], [segment_movement], [is_whale], [churn_risk])
VALUES (N'1', 1, 1, 1, 1, 1, 1, N'111', N'x', N'New', 0, 0), (N'2', 1, 1, 1, 1, 1, 1, N'111', N'x', N'New', 0, 0);
INSERT INTO [mart].[cohort_retention] VALUES (N'All', '20110101', 0, 1, 1, 1, 1, 1, 0, 0);
INSERT INTO [mart].[etl_run] VALUES (N'1', 1, NULL, N's', N'h', 1, 1, 0, 1, 1, 0, 1, 1, 1, NULL, NULL, NULL);";
