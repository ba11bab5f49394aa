//! A load over a network that fails: wherever it does, the old data stands whole or the new one does, and the next run
//! needs no help.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use pbiforge::catalog::{Table, TableKind};
use pbiforge::name::{sql_name, sql_text};
use pbiforge::sqlserver::options::Encryption;
use pbiforge::sqlserver::{Connection, Intent, Options, schema};
use pbiforge::warehouse::Warehouse;
use pbiforge::warehouse::parquet::ParquetWarehouse;
use pbiforge::warehouse::sqlserver::SqlServerWarehouse;
use polars_core::frame::DataFrame;
use tiberius::Row;

use super::proxy::{Direction, Fault, Proxy};
use super::server::{TestServer, server};
use crate::support::Project;

/// The table that keeps the runs before.
const HISTORY: &str = "etl_run";

/// How many cuts, spread over the whole length of a load. `PBIFORGE_TEST_CUTS=50` takes many minutes.
fn cuts() -> u64 {
    std::env::var("PBIFORGE_TEST_CUTS").ok().and_then(|cuts| cuts.parse().ok()).unwrap_or(10)
}

/// The same configuration over different data.
struct State {
    seed: u32,
    tables: Vec<(Table, DataFrame)>,
    /// What a reader at the server sees of it.
    sight: Sight,
    /// How many bytes a load of it sends to the server and gets back.
    lengths: [u64; 2],
}

struct Lab {
    project: Project,
    server: TestServer,
    proxy: Proxy,
    /// A reader that was there before and stays.
    reader: RefCell<Connection>,
    /// In seconds: over which silence of the server a load gives up, and after which time it is killed.
    patience: (u64, u64),
}

/// What a reader sees of every table: its name and all its rows as the driver has them, in an order of their own.
type Sight = Vec<(String, Vec<String>)>;

fn sample(seed: u32) -> [String; 4] {
    ["--set".to_owned(), "sample.rows=3000".to_owned(), "--set".to_owned(), format!("sample.seed={seed}")]
}

impl State {
    /// What a load of this data makes, as the embedded warehouse has it.
    fn new(project: &Project, seed: u32) -> Self {
        let path = format!("expected{seed}");
        let mut arguments = vec!["load".to_owned(), "--set".to_owned(), format!("warehouse.path={path}")];
        arguments.extend(sample(seed));
        project.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()).ok();
        let warehouse = ParquetWarehouse::new(project.path(&path));
        let tables = warehouse.catalog().expect("a catalog").tables;
        let read = |table: Table| (table.clone(), warehouse.read(table.name.as_str()).expect("read"));
        Self { seed, tables: tables.into_iter().map(read).collect(), sight: Vec::new(), lengths: [0; 2] }
    }
}

impl Lab {
    fn new(server: TestServer, patience: (u64, u64)) -> Self {
        let options = &server.options;
        let found = std::net::ToSocketAddrs::to_socket_addrs(&(options.host.as_str(), options.port));
        let address: SocketAddr = found.expect("found").next().expect("an address");
        let reader = RefCell::new(server.connect().connect(Intent::Read).expect("connected"));
        Self { project: Project::demo(), proxy: Proxy::new(address), server, reader, patience }
    }

    /// The tables, empty.
    fn prepare(&self, state: &State) {
        let mut connection = self.server.connect().connect(Intent::Write).expect("connected");
        let tables = state.tables.iter().map(|(table, _)| table.clone()).collect();
        let wanted = pbiforge::catalog::Catalog { tables };
        schema::prepare(&mut connection, &self.server.options, &wanted).expect("a schema");
    }

    fn start(&self, state: &State, through_proxy: bool) -> Child {
        let mut options = self.server.options.clone();
        if through_proxy {
            options = Options { host: "127.0.0.1".to_owned(), port: self.proxy.address.port(), ..options };
        }
        let flags = TestServer { options, password: String::new() }.flags();
        let timeout = format!("warehouse.sqlserver.statement_timeout_seconds={}", self.patience.0);
        Command::new(env!("CARGO_BIN_EXE_pbiforge"))
            .arg("load")
            .args(flags)
            .args(sample(state.seed))
            .args(["--set", "warehouse.sqlserver.retries=0", "--set", &timeout])
            .current_dir(self.project.path(""))
            .env("PBIFORGE_SQLSERVER_PASSWORD", &self.server.password)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("pbiforge starts")
    }

    /// Whether the load through the proxy says that it worked. One that hangs is killed, as a person would.
    fn load(&self, state: &State) -> Ended {
        let mut child = self.start(state, true);
        let start = Instant::now();
        while child.try_wait().expect("a child").is_none() {
            if start.elapsed() > Duration::from_secs(self.patience.1) {
                child.kill().expect("killed");
                child.wait().expect("gone");
                return Ended { code: None, said: "killed".to_owned() };
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let output = child.wait_with_output().expect("its output");
        Ended { code: output.status.code(), said: String::from_utf8_lossy(&output.stderr).into_owned() }
    }

    /// Straight to the server, as the next run on a sound network.
    #[track_caller]
    fn load_soundly(&self, state: &State, after: &str) {
        let output = self.start(state, false).wait_with_output().expect("its output");
        assert!(output.status.success(), "after {after}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(state.sight.is_empty() || self.sight() == state.sight, "after {after} and a sound run");
    }

    /// Loads the state over another one, makes sure that it is what the embedded warehouse has, and remembers what a
    /// reader sees of it.
    fn learn(&self, state: &mut State) {
        self.proxy.plan(None);
        let ended = self.load(state);
        assert_eq!(ended.code, Some(0), "through the proxy: {}", ended.said);
        state.lengths = self.proxy.passed();
        let warehouse = SqlServerWarehouse::new(self.server.connect());
        for (table, frame) in state.tables.iter().filter(|(table, _)| table.kind == TableKind::Table) {
            let read = warehouse.read(table.name.as_str()).expect("read");
            if table.name == *HISTORY {
                // The runs before stay; how many there were is of no interest.
                let last = |table: &DataFrame| {
                    let numbers = table.column("run_number").expect("numbers").i64().expect("integers");
                    let numbers: Vec<i64> = numbers.iter().flatten().collect();
                    let at = (0..numbers.len()).max_by_key(|at| numbers[*at]).expect("a run");
                    table.slice(at as i64, 1).drop("run_number").expect("without its number")
                };
                assert!(last(&read).equals_missing(&last(frame)), "{read:?}\n{frame:?}");
                continue;
            }
            assert!(read.equals_missing(frame), "{}", table.name);
        }
        state.sight = self.sight();
        assert!(state.sight.iter().any(|(_, rows)| rows.len() > 1000));
    }

    /// Every row of every table and view of the warehouse, as somebody at the server sees them.
    fn sight(&self) -> Sight {
        let mut reader = self.reader.borrow_mut();
        let schema = sql_text(&self.server.options.schema);
        let sql = format!("SELECT name FROM sys.objects WHERE schema_id = SCHEMA_ID({schema}) AND type IN ('U', 'V')");
        let names = reader.query("list the tables", &sql, &[]).expect("listed");
        let mut names: Vec<_> = names.iter().filter_map(|row| row.get::<&str, _>(0)).map(str::to_owned).collect();
        names.sort();
        let mut rows = |name: &str| {
            let table = format!("{}.{}", sql_name(&self.server.options.schema), sql_name(name));
            // Of the history the last run, for its number tells how often was loaded.
            let sql = match name {
                HISTORY => format!("SELECT TOP 1 run_id, rows_in, amount_kept FROM {table} ORDER BY run_number DESC"),
                _ => format!("SELECT * FROM {table}"),
            };
            let rows = reader.query("read", &sql, &[]).expect("read");
            let cells = |row: Row| row.into_iter().map(|cell| format!("{cell:?}")).collect::<Vec<_>>().join(" ");
            let mut rows: Vec<_> = rows.into_iter().map(cells).collect();
            rows.sort();
            rows
        };
        names.iter().map(|name| (name.clone(), rows(name))).collect()
    }
}

struct Ended {
    code: Option<i32>,
    said: String,
}

/// From `old` to `new` over a network that fails; then whole is whole. Which state stands is told.
#[track_caller]
fn survive(lab: &Lab, old: &State, new: &State, plan: (Fault, Direction, u64)) -> (bool, Ended) {
    lab.proxy.plan(Some(plan));
    let ended = lab.load(new);
    let happened = lab.proxy.happened();
    // Whoever is still waiting for an answer is let go.
    lab.proxy.plan(None);
    let sight = lab.sight();
    let is_new = match () {
        () if sight == old.sight => false,
        () if sight == new.sight => true,
        () => {
            panic!("{plan:?}: neither the old nor the new data; the load ended with {:?}: {}", ended.code, ended.said)
        }
    };
    match ended.code {
        Some(0) => assert!(is_new, "{plan:?}: it says that it worked, and it did not"),
        Some(74) => assert!(ended.said.starts_with("error: ") || ended.said.contains("\nerror: "), "{}", ended.said),
        None => {}
        code => panic!("{plan:?}: exit code {code:?}: {}", ended.said),
    }
    assert!(happened || is_new, "{plan:?} did not happen");
    lab.load_soundly(new, &format!("{plan:?}"));
    (is_new, ended)
}

#[test]
fn a_load_survives_a_network_that_fails_anywhere() {
    let Some(server) = server("faults") else { return };
    let lab = Lab::new(server.database("it_faults"), (300, 120));
    let (mut a, mut b) = (State::new(&lab.project, 1), State::new(&lab.project, 2));
    lab.prepare(&a);
    lab.load_soundly(&a, "nothing");
    lab.learn(&mut b);
    lab.learn(&mut a);

    let (start, cuts) = (Instant::now(), cuts());
    let (mut old, mut new) = (&a, &b);
    let mut committed = 0;
    for cut in 0..cuts {
        let direction = if cut % 3 == 2 { Direction::ToClient } else { Direction::ToServer };
        let fault = if cut % 2 == 0 { Fault::Cut } else { Fault::CutAll };
        let length = new.lengths[direction as usize];
        // One in five around the commit, which is near the end: there the steps are smaller than a statement.
        let at = match (cut % 5, direction) {
            (4, Direction::ToServer) => length.saturating_sub(6_000 * cut / cuts),
            (4, Direction::ToClient) => length.saturating_sub(600 * cut / cuts),
            _ => length * cut / cuts,
        };
        let (is_new, ended) = survive(&lab, old, new, (fault, direction, at));
        eprintln!("{fault:?} at {at} {direction:?}: {:?}, new data: {is_new}", ended.code);
        committed += u32::from(is_new);
        assert!(ended.code.is_some(), "{fault:?} at {at} {direction:?} left it hanging");
        (old, new) = (new, old);
    }
    eprintln!(
        "{cuts} cuts over {:?} bytes in {:.1} s: the new data stood after {committed}",
        a.lengths,
        start.elapsed().as_secs_f64()
    );
}

#[test]
fn a_load_survives_a_network_that_stalls_or_changes_bytes() {
    let Some(server) = server("stalls") else { return };
    let lab = Lab::new(server.database("it_faults_stalls"), (5, 20));
    let (mut a, mut b) = (State::new(&lab.project, 1), State::new(&lab.project, 2));
    lab.prepare(&a);
    lab.load_soundly(&a, "nothing");
    lab.learn(&mut b);
    lab.learn(&mut a);

    let (mut old, mut new) = (&a, &b);
    for (fault, parts) in [(Fault::Stall, cuts() / 5), (Fault::Corrupt, cuts() / 2)] {
        for part in 0..parts {
            let direction = if part % 2 == 0 { Direction::ToServer } else { Direction::ToClient };
            let at = new.lengths[direction as usize] * (2 * part + 1) / (2 * parts);
            let (is_new, ended) = survive(&lab, old, new, (fault, direction, at));
            eprintln!("{fault:?} at {at} {direction:?}: {:?}, new data: {is_new}", ended.code);
            (old, new) = (new, old);
        }
    }
}

/// What the network cannot notice, since nothing encrypts it, the figures that are read back do.
#[test]
fn a_value_that_arrives_as_another_is_noticed_before_anybody_sees_it() {
    let Some(mut server) = server("read back") else { return };
    server.options.encryption = Encryption::Off;
    let lab = Lab::new(server.database("it_faults_values"), (300, 120));
    let (mut a, b) = (State::new(&lab.project, 1), State::new(&lab.project, 2));
    lab.prepare(&a);
    lab.load_soundly(&a, "nothing");
    lab.learn(&mut a);
    let (_, facts) = b.tables.iter().find(|(table, _)| table.name == "fact_sales").expect("facts");
    let revenue = facts.column("revenue").expect("a column").i64().expect("ten-thousandths");
    let largest = revenue.iter().flatten().max().expect("a row");
    lab.proxy.replace(&largest.to_le_bytes(), &(largest + 1).to_le_bytes());
    let ended = lab.load(&b);
    assert!(lab.proxy.happened(), "the value did not pass as eight bytes");
    assert_eq!(ended.code, Some(74), "{}", ended.said);
    assert!(ended.said.contains("the server misread"), "{}", ended.said);
    assert!(lab.sight() == a.sight, "something of it is to be seen");
    lab.load_soundly(&b, "a changed value");
}
