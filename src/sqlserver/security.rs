//! Row-level security in the database: direct SQL users see what the dashboard's dynamic role shows them.
//!
//! The policy stands in `sql/090_row_level_security.sql`. It is switched on after a publish, when the configuration asks
//! for it, and off again when it does not; nothing is run where the right one is already there. It is never left out
//! silently: a server that has no such thing, or a loader whose own statements it would filter, is refused before
//! anything is loaded.

use super::schema::{Refused, apply};
use super::script::{self, Names, Rendered, Script};
use super::{Connection, Dialect, Error, Options};
use crate::catalog::Catalog;
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::sql_text;

pub const CODES: &[&Code] = &[&UNSUPPORTED, &NOT_EXEMPT];

pub const UNSUPPORTED: Code = Code {
    id: "SC036",
    name: "no-security-policies",
    severity: Severity::Error,
    explanation: "The configuration asks for row-level security in the database, and the server has no security \
                  policies: Babelfish refuses them. Loading without them would show every direct SQL user all \
                  regions, so nothing is loaded.\n\n\
                  Wrong:  row_level_security = true with a Babelfish server\n\
                  Right:  row_level_security = true with SQL Server 2016 or later or Azure SQL; elsewhere \
                  row_level_security = false, and SELECT granted to nobody but the account of the import model",
};

pub const NOT_EXEMPT: Code = Code {
    id: "SC037",
    name: "loader-sees-a-part",
    severity: Severity::Error,
    explanation: "Row-level security is on, and the user that pbiforge loads with is subject to it. Such a user sees \
                  a part of the rows only, or none, and could neither change nor delete the others: a load would \
                  mix old and new rows. The members of the loader's role are exempt, and the owners of the database.\n\n\
                  Wrong:  a loader that was granted the statements one by one\n\
                  Right:  ALTER ROLE mart_loader ADD MEMBER [loader]",
};

/// The tables that the model's role shows nobody or by their own region, and that may be declared public.
pub const MAY_BE_PUBLIC: [&str; 5] = ["cohort_retention", "basket_rule", "segment_profile", "etl_run", "etl_reject"];

/// Whether a load may begin: what the configuration asks for is possible, and the loader sees all rows.
pub fn may_load(connection: &mut Connection, options: &Options) -> Result<(), Refused> {
    if connection.dialect() == Dialect::Babelfish {
        return if options.row_level_security { Err(Refused::Security(vec![unsupported()])) } else { Ok(()) };
    }
    let is_on = options.row_level_security || state(connection, options)?.is_on;
    if !is_on || is_exempt(connection, options)? {
        return Ok(());
    }
    let role = format!("{}_loader", options.schema);
    let message = "the user who loads is subject to row-level security";
    let help = format!("make it a member of `{role}` or of `db_owner`");
    Err(Refused::Security(vec![Diagnostic::new(&NOT_EXEMPT, message).help(help)]))
}

pub fn unsupported() -> Diagnostic {
    Diagnostic::new(&UNSUPPORTED, "Babelfish has no security policies")
        .help("set `[warehouse.sqlserver] row_level_security = false`")
}

/// Switches the policy on or off, as the configuration says; `public` are the tables of [`MAY_BE_PUBLIC`] whose every
/// row each reader may see. Whether anything had to be done.
pub fn apply(connection: &mut Connection, options: &Options, public: &[&str]) -> Result<bool, Refused> {
    may_load(connection, options)?;
    if connection.dialect() == Dialect::Babelfish {
        return Ok(false);
    }
    let state = state(connection, options)?;
    let [on, off] = [script(options, true, public)?, script(options, false, public)?];
    let (wanted, other) = if options.row_level_security { (on, off) } else { (off, on) };
    let is_done = match options.row_level_security {
        true => state.is_on && state.recorded.contains(&(wanted.name.clone(), wanted.sha256())),
        false => !state.is_on,
    };
    if is_done {
        return Ok(false);
    }
    apply::run(connection, options, &wanted)?;
    apply::forget(connection, options, &other)?;
    Ok(true)
}

/// What is run to switch the policy on or off.
pub fn script(options: &Options, on: bool, public: &[&str]) -> Result<Rendered, Error> {
    let names = Names::new(options)?;
    let [switch_on, switch_off] = script::SECURITY else {
        return Err(Error::Configuration("pbiforge lacks its own security scripts".to_owned()));
    };
    let script: &Script = if on { switch_on } else { switch_off };
    let text = open(script.text, public);
    script::one(script, &text, &names, Dialect::SqlServer, &Catalog::default())
        .ok_or_else(|| Error::Configuration("SQL Server takes no row-level security".to_owned()))
}

/// Writes down anew who sees every region. It belongs into the publish's own transaction: then no reader meets the new
/// regions with the old list. `None` where there is no policy to feed.
pub fn refresh(connection: &mut Connection, options: &Options) -> Result<Option<String>, Error> {
    if connection.dialect() == Dialect::Babelfish || !state(connection, options)?.has_list {
        return Ok(None);
    }
    let script = script(options, true, &[])?;
    Ok(script.batches.into_iter().find(|batch| batch.starts_with("DELETE FROM ")))
}

/// The policy without the predicates of the public tables.
fn open(text: &str, public: &[&str]) -> String {
    let is_public = |line: &str| {
        let of = |table: &&str| line.contains(&format!(" ON [mart].[{table}]"));
        line.trim_start().starts_with("ADD FILTER PREDICATE")
            && public.iter().filter(|table| MAY_BE_PUBLIC.contains(table)).any(of)
    };
    let text: String = text.split_inclusive('\n').filter(|line| !is_public(line)).collect();
    // The last predicate has no comma after it.
    text.replace(",\n    WITH (", "\n    WITH (")
}

/// Whether the policy is on.
pub fn is_on(connection: &mut Connection, options: &Options) -> Result<bool, Error> {
    Ok(state(connection, options)?.is_on)
}

struct State {
    is_on: bool,
    /// Whether the list of those who see every region is there.
    has_list: bool,
    recorded: Vec<(String, String)>,
}

/// The catalog view shows a policy to those alone who may know of it; the record of the script says it to everyone who
/// may load.
fn state(connection: &mut Connection, options: &Options) -> Result<State, Error> {
    let names = Names::new(options)?;
    let sql = names.put(&POLICY.replace("@schema", &sql_text(&options.schema)));
    let rows = connection.query("ask for row-level security", &sql, &[])?;
    let flag = |at: usize| rows.first().and_then(|row| row.get::<i32, _>(at)) == Some(1);
    let [is_seen, has_list, has_record] = [0, 1, 2].map(flag);
    let mut recorded = Vec::new();
    if has_record {
        let rows = connection.query("ask which scripts ran", &names.put(RECORD), &[])?;
        let text = |row: &tiberius::Row, at: usize| row.get::<&str, _>(at).unwrap_or_default().to_owned();
        recorded.extend(rows.iter().map(|row| (text(row, 0), text(row, 1))));
    }
    let is_recorded = recorded.iter().any(|(script, _)| script::SECURITY.first().is_some_and(|on| on.name == script));
    Ok(State { is_on: is_seen || is_recorded, has_list, recorded })
}

const POLICY: &str = "\
SELECT
    CASE WHEN EXISTS (
        SELECT 1 FROM sys.security_policies AS [p]
        INNER JOIN sys.schemas AS [s] ON [s].[schema_id] = [p].[schema_id]
        WHERE [s].[name] = @schema AND [p].[name] = N'region_policy' AND [p].[is_enabled] = 1
    ) THEN 1 ELSE 0 END,
    CASE WHEN OBJECT_ID(N'[mart].[every_region_manager]', N'U') IS NULL THEN 0 ELSE 1 END,
    CASE WHEN OBJECT_ID(N'[mart].[schema_version]', N'U') IS NULL THEN 0 ELSE 1 END";

const RECORD: &str = "SELECT [script], [sha256] FROM [mart].[schema_version]";

const EXEMPT: &str = "\
SELECT CASE WHEN IS_MEMBER(N'mart_loader') = 1 OR IS_MEMBER(N'mart_all_regions') = 1 OR IS_MEMBER(N'db_owner') = 1
    THEN 1 ELSE 0 END";

fn is_exempt(connection: &mut Connection, options: &Options) -> Result<bool, Error> {
    let rows = connection.query("ask for the roles of the user", &Names::new(options)?.put(EXEMPT), &[])?;
    Ok(rows.first().and_then(|row| row.get::<i32, _>(0)) == Some(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_table_loses_its_predicate_and_a_secured_one_never_does() {
        let predicates = |public: &[&str]| {
            let text = script(&Options::default(), true, public).expect("rendered").text();
            text.lines().filter(|line| line.contains("ADD FILTER PREDICATE")).count()
        };
        assert_eq!(predicates(&[]), 12);
        assert_eq!(predicates(&["fact_sales", "dim_region", "unknown"]), 12);
        assert_eq!(predicates(&["etl_run", "etl_reject"]), 10);
        let text = script(&Options::default(), true, &["etl_reject"]).expect("rendered").text();
        assert!(text.contains("ON [mart].[etl_run]\n    WITH (STATE = ON, SCHEMABINDING = ON);"), "{text}");
    }

    #[test]
    fn the_list_of_those_who_see_everything_is_refreshed_by_one_batch() {
        let script = script(&Options::default(), true, &[]).expect("rendered");
        let batches: Vec<_> = script.batches.iter().filter(|batch| batch.starts_with("DELETE FROM ")).collect();
        assert_eq!(batches.len(), 1);
        assert!(batches[0].contains("HAVING COUNT(DISTINCT [m].[region])"));
    }

    #[test]
    fn exempt_is_in_the_policy_who_is_exempt_for_the_loader() {
        let condition = EXEMPT.split_once("WHEN ").and_then(|(_, rest)| rest.split_once("\n")).expect("a condition").0;
        assert!(script::SECURITY[0].text.contains(condition), "{condition}");
    }
}
