//! The T-SQL files of `sql/`: which there are, and what becomes of them for a schema, a kind of server and a source.
//!
//! They are written for `[mart]`, to be run by hand; here the configured names take the place of exactly those names.
//! A file that begins with `-- pbiforge:` says what is special about it. Nothing here talks to a server.

mod babelfish;
mod extra;
mod names;

use sha2::{Digest, Sha256};

use super::{Dialect, Error, Options};
use crate::catalog::Catalog;
use crate::name::sql_text;

pub use extra::{NAME as EXTRA, of as extra_columns, sql_type};
pub use names::Names;

/// A file of `sql/`.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    pub name: &'static str,
    /// The version of the schema that has it first.
    pub version: i32,
    pub text: &'static str,
}

macro_rules! scripts {
    ($($name:literal of $version:literal),* $(,)?) => {
        &[$(Script { name: $name, version: $version, text: include_str!(concat!("../../sql/", $name)) }),*]
    };
}

/// What makes the schema, in order. The extra columns of the source come after [`TABLES`].
pub const SCRIPTS: &[Script] = scripts![
    "010_schemas.sql" of 1,
    "020_tables.sql" of 1,
    "030_indexes.sql" of 1,
    "035_columnstore.sql" of 1,
    "040_views.sql" of 1,
    "045_view_columns.sql" of 1,
    "050_descriptions.sql" of 1,
    "060_roles.sql" of 1,
    "061_loader.sql" of 1,
];

/// The file that every other table's columns are read from.
pub const TABLES: &str = "020_tables.sql";

/// The file of the views, and what they say of themselves.
pub const VIEWS: &str = "040_views.sql";

/// Row-level security, switched on and off.
pub const SECURITY: &[Script] = scripts!["090_row_level_security.sql" of 1, "099_row_level_security_off.sql" of 1];

/// A script as it is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub name: String,
    pub version: i32,
    pub batches: Vec<String>,
    /// Whether it is run in a transaction of its own.
    pub transaction: bool,
}

impl Rendered {
    /// Of its text, in hexadecimal.
    pub fn sha256(&self) -> String {
        Sha256::digest(self.text().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The statements that record that it ran.
    pub fn record(&self, names: &Names) -> String {
        let table = names.put("[mart].[schema_version]");
        let [name, hash] = [self.name.as_str(), &self.sha256()].map(sql_text);
        format!(
            "DELETE FROM {table} WHERE [script] = {name};\n\
             INSERT INTO {table} ([script], [version], [sha256]) VALUES ({name}, {}, {hash});",
            self.version
        )
    }

    /// As a file, to be run by hand.
    pub fn text(&self) -> String {
        self.batches.iter().map(|batch| format!("{batch}\nGO\n")).collect::<Vec<_>>().join("\n")
    }
}

/// Whether the text of this script is another one for each set of extra columns.
pub fn names_extra_columns(name: &str) -> bool {
    SCRIPTS.iter().any(|script| script.name == name && script.text.contains(extra::PLACE))
}

/// What a load runs, in order: `scripts` for the configured schema, with the extra columns that `wanted` has.
pub fn render(
    scripts: &[Script],
    options: &Options,
    dialect: Dialect,
    wanted: &Catalog,
) -> Result<Vec<Rendered>, Error> {
    let names = Names::new(options)?;
    let mut rendered = Vec::new();
    for script in scripts {
        rendered.extend(one(script, script.text, &names, dialect, wanted));
        if script.name == TABLES {
            rendered.extend(extra::script(wanted, &names));
        }
    }
    Ok(rendered)
}

/// Scripts as one file for a database administrator, with the record of each: after it a load finds nothing to do, and
/// needs no right to make anything.
pub fn file(scripts: &[Rendered], names: &Names) -> String {
    let text =
        scripts.iter().map(|script| format!("-- {}\n\n{}\n{}\nGO\n", script.name, script.text(), script.record(names)));
    text.collect::<Vec<_>>().join("\n")
}

/// A script with this text; `None` where the server cannot take it.
pub fn one(script: &Script, text: &str, names: &Names, dialect: Dialect, wanted: &Catalog) -> Option<Rendered> {
    let special = text.lines().next().unwrap_or_default();
    let special = special.strip_prefix("-- pbiforge:").unwrap_or_default();
    let is = |what: &str| special.split(',').any(|word| word.trim() == what);
    if dialect == Dialect::Babelfish && is("not on babelfish") {
        return None;
    }
    let text = match dialect {
        Dialect::SqlServer => text.to_owned(),
        Dialect::Babelfish => babelfish::translate(text),
    };
    Some(Rendered {
        name: script.name.to_owned(),
        version: script.version,
        batches: batches(&text).map(|batch| extra::put(batch, names, wanted)).collect(),
        transaction: !is("not in a transaction"),
    })
}

/// The parts between lines that say `GO`; one with nothing but comments is none.
pub fn batches(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut end = 0;
        for line in rest.split_inclusive('\n') {
            if line.trim().eq_ignore_ascii_case("go") {
                let batch = &rest[..end];
                rest = &rest[end + line.len()..];
                return Some(batch.trim());
            }
            end += line.len();
        }
        Some(std::mem::take(&mut rest).trim())
    })
    .filter(|batch| batch.lines().any(|line| !line.trim().is_empty() && !line.trim_start().starts_with("--")))
}

/// The batches of the files as they are written.
pub fn batches_of(scripts: &[Script]) -> impl Iterator<Item = &'static str> {
    scripts.iter().flat_map(|script| batches(script.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::contract::contract;

    #[test]
    fn a_file_is_cut_at_go_and_at_nothing_else() {
        let text = "-- head\nSELECT 1\ngo\n\n  GO  \n-- only a comment\nGO\nSELECT 'GO', go\nGO";
        assert_eq!(batches(text).collect::<Vec<_>>(), ["-- head\nSELECT 1", "SELECT 'GO', go"]);
    }

    #[test]
    fn the_scripts_stand_in_the_order_of_their_names_and_every_file_is_among_them() {
        let mut files: Vec<String> = std::fs::read_dir("sql")
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".sql"))
            .collect();
        files.sort();
        assert_eq!(SCRIPTS.iter().chain(SECURITY).map(|script| script.name).collect::<Vec<_>>(), files);
    }

    #[test]
    fn what_a_server_cannot_take_is_left_out_and_what_needs_no_transaction_is_told() {
        let options = Options::default();
        let names = |dialect| {
            let scripts = render(SCRIPTS, &options, dialect, &contract()).expect("rendered");
            scripts.into_iter().map(|script| (script.name, script.transaction)).collect::<Vec<_>>()
        };
        let all = names(Dialect::SqlServer);
        assert_eq!(all.len(), SCRIPTS.len());
        assert!(all.contains(&("035_columnstore.sql".to_owned(), false)));
        assert_eq!(names(Dialect::Babelfish).len(), SCRIPTS.len() - 3);
    }

    #[test]
    fn the_hash_is_of_what_is_run() {
        let hash = |schema: &str| {
            let options = Options { schema: schema.to_owned(), ..Options::default() };
            render(SCRIPTS, &options, Dialect::SqlServer, &contract()).expect("rendered")[0].sha256()
        };
        assert_eq!(hash("a").len(), 64);
        assert_ne!(hash("a"), hash("b"));
    }
}
