//! The server of the tests, and a fresh database in it.

use std::sync::{Mutex, PoisonError};

use pbiforge::sqlserver::options::Encryption;
use pbiforge::sqlserver::{Intent, Options, Secret, Server};

pub const VARIABLE: &str = "PBIFORGE_TEST_SQLSERVER";

pub struct TestServer {
    pub options: Options,
    pub password: String,
}

/// The server, or one line that says why there is none.
pub fn server(test: &str) -> Option<TestServer> {
    let Ok(text) = std::env::var(VARIABLE) else {
        eprintln!("skipped {test}: {VARIABLE} names no server");
        return None;
    };
    let mut options = Options { database: "master".to_owned(), ..Options::default() };
    let mut password = String::new();
    for part in text.split(';').filter(|part| !part.trim().is_empty()) {
        let (key, value) = part.split_once('=').unwrap_or_else(|| panic!("{VARIABLE}: `{part}` has no `=`"));
        match key.trim() {
            "host" => options.host = value.to_owned(),
            "port" => options.port = value.parse().expect("a port"),
            "user" => options.user = Some(value.to_owned()),
            "password" => password = value.to_owned(),
            "encryption" if value == "off" => options.encryption = Encryption::Off,
            "encryption" if value == "required" => options.encryption = Encryption::Required,
            "encryption" if value == "strict" => options.encryption = Encryption::Strict,
            "trust_certificate" => options.trust_certificate = value == "true",
            "connections" => options.connections = value.parse().expect("a number"),
            other => panic!("{VARIABLE}: what is `{other}`?"),
        }
    }
    Some(TestServer { options, password })
}

impl TestServer {
    pub fn connect(&self) -> Server {
        Server::new(self.options.clone(), Some(Secret::new(self.password.clone())))
    }

    /// The same server with an empty database of this name; what was in it before is gone.
    pub fn database(mut self, name: &str) -> Self {
        // Babelfish makes one database at a time.
        static ONE: Mutex<()> = Mutex::new(());
        let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut connection = self.connect().connect(Intent::Write).expect("the test server answers");
        let quoted = pbiforge::name::sql_name(name);
        let drop = format!("IF DB_ID({}) IS NOT NULL DROP DATABASE {quoted}", pbiforge::name::sql_text(name));
        connection.run("drop the test's database", &drop).expect("dropped");
        connection.run("create the test's database", &format!("CREATE DATABASE {quoted}")).expect("created");
        self.options.database = name.to_owned();
        self
    }

    /// The flags that point the binary to this server and database.
    #[cfg(feature = "etl")]
    pub fn flags(&self) -> Vec<String> {
        let options = &self.options;
        let encryption = serde_json::to_value(options.encryption).expect("a word");
        [
            "warehouse.kind=sqlserver".to_owned(),
            format!("warehouse.sqlserver.host={}", options.host),
            format!("warehouse.sqlserver.port={}", options.port),
            format!("warehouse.sqlserver.database={}", options.database),
            format!("warehouse.sqlserver.schema={}", options.schema),
            format!("warehouse.sqlserver.user={}", options.user.as_deref().unwrap_or_default()),
            format!("warehouse.sqlserver.encryption={}", encryption.as_str().unwrap_or_default()),
            format!("warehouse.sqlserver.trust_certificate={}", options.trust_certificate),
        ]
        .into_iter()
        .flat_map(|setting| ["--set".to_owned(), setting])
        .collect()
    }
}
