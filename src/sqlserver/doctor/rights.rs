//! What the login may do, measured against what pbiforge does.

use super::reach::said;
use super::{Check, Purpose};
use crate::name::{sql_name, sql_text};
use crate::sqlserver::{Connection, Dialect, Options};

/// Something that has to be allowed.
struct Right {
    /// Of the database, or of the schema of that name.
    schema: Option<String>,
    permission: &'static str,
}

pub fn examine(connection: &mut Connection, options: &Options, purpose: Purpose, checks: &mut Vec<Check>) {
    let schemas = match existing(connection, options) {
        Ok(schemas) => schemas,
        Err(error) => return checks.push(Check::failed("rights", said(&error), error.help())),
    };
    let needed = needed(connection.dialect(), options, &schemas, purpose);
    checks.push(match missing(connection, &needed) {
        Ok(missing) if missing.is_empty() => Check::ok("rights", enough(purpose)),
        Ok(missing) => {
            let list: Vec<_> = missing.iter().map(|right| right.text()).collect();
            Check::failed(
                "rights",
                format!("not allowed: {}", list.join(", ")),
                Some(grant(options, &missing, &schemas)),
            )
        }
        Err(error) => Check::failed("rights", said(&error), error.help()),
    });
    if purpose == Purpose::Loading {
        checks.push(lock(connection));
    }
}

fn enough(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Reading => "enough to read the warehouse",
        Purpose::Loading => "enough to load the warehouse",
    }
}

/// Which of the two schemas are there.
fn existing(connection: &mut Connection, options: &Options) -> Result<Vec<String>, crate::sqlserver::Error> {
    let mut found = Vec::new();
    for schema in [options.schema.clone(), options.stage()] {
        let sql = format!("SELECT CAST(SCHEMA_ID({}) AS int)", sql_text(&schema));
        let rows = connection.query("look for the schema", &sql, &[])?;
        if rows.first().is_some_and(|row| row.try_get::<i32, _>(0).is_ok_and(|id| id.is_some())) {
            found.push(schema);
        }
    }
    Ok(found)
}

fn needed(dialect: Dialect, options: &Options, schemas: &[String], purpose: Purpose) -> Vec<Right> {
    let full = dialect == Dialect::SqlServer;
    let mut needed = Vec::new();
    if purpose == Purpose::Loading {
        needed.push(Right { schema: None, permission: "CREATE TABLE" });
        // Where both schemas are there, somebody has run the scripts, and the rest is done.
        if schemas.len() < 2 {
            let more: &[_] = if full { &["CREATE SCHEMA", "CREATE VIEW", "CREATE ROLE"] } else { &["CREATE SCHEMA"] };
            needed.extend(more.iter().map(|permission| Right { schema: None, permission }));
        }
        if options.row_level_security && full {
            let more = ["CREATE FUNCTION", "ALTER ANY SECURITY POLICY"];
            needed.extend(more.map(|permission| Right { schema: None, permission }));
        }
    }
    for schema in schemas {
        let permissions: &[&str] = match (purpose, full) {
            (Purpose::Reading, _) if *schema != options.schema => &[],
            (Purpose::Reading, true) => &["SELECT", "VIEW DEFINITION"],
            (Purpose::Reading, false) => &["SELECT"],
            (Purpose::Loading, true) => &["SELECT", "INSERT", "UPDATE", "DELETE", "ALTER", "VIEW DEFINITION"],
            (Purpose::Loading, false) => &["SELECT", "INSERT", "UPDATE", "DELETE"],
        };
        needed.extend(permissions.iter().map(|permission| Right { schema: Some(schema.clone()), permission }));
    }
    needed
}

/// Those that the server says are missing. What it does not know of is left out: its name differs between versions.
fn missing<'a>(connection: &mut Connection, needed: &'a [Right]) -> Result<Vec<&'a Right>, crate::sqlserver::Error> {
    if needed.is_empty() {
        return Ok(Vec::new());
    }
    let dialect = connection.dialect();
    let columns: Vec<_> = needed.iter().map(|right| right.question(dialect)).collect();
    let rows = connection.query("ask for the rights", &format!("SELECT {}", columns.join(", ")), &[])?;
    let denied = |at: usize| rows.first().is_some_and(|row| matches!(row.try_get::<i32, _>(at), Ok(Some(0))));
    Ok(needed.iter().enumerate().filter(|(at, _)| denied(*at)).map(|(_, right)| right).collect())
}

/// What the owner of the database runs.
fn grant(options: &Options, missing: &[&Right], schemas: &[String]) -> String {
    let user = sql_name(options.user.as_deref().unwrap_or("the user"));
    if schemas.len() < 2 && missing.iter().any(|right| right.schema.is_none()) {
        return format!(
            "an administrator runs the scripts of `sql/` once, then: ALTER ROLE {} ADD MEMBER {user}; or, to let \
             pbiforge run them: ALTER ROLE [db_owner] ADD MEMBER {user}",
            sql_name(&format!("{}_loader", options.schema))
        );
    }
    let on = |schema: Option<&String>| {
        let names = missing.iter().filter(|right| right.schema.as_ref() == schema).map(|right| right.permission);
        let names = names.collect::<Vec<_>>().join(", ");
        let place = schema.map(|schema| format!(" ON SCHEMA::{}", sql_name(schema))).unwrap_or_default();
        (!names.is_empty()).then(|| format!("GRANT {names}{place} TO {user}"))
    };
    let grants: Vec<_> = std::iter::once(None).chain(schemas.iter().map(Some)).filter_map(on).collect();
    format!("the owner of the database runs: {}", grants.join("; "))
}

impl Right {
    fn question(&self, dialect: Dialect) -> String {
        let permission = sql_text(self.permission);
        let Some(schema) = &self.schema else {
            return format!("CAST(HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', {permission}) AS int)");
        };
        let whole = format!("HAS_PERMS_BY_NAME({}, 'SCHEMA', {permission})", sql_text(&sql_name(schema)));
        if !["SELECT", "INSERT", "UPDATE", "DELETE"].contains(&self.permission) {
            return format!("CAST({whole} AS int)");
        }
        // Table by table: one of them may be denied, and Babelfish does not know of rights in a schema.
        let each = format!(
            "(SELECT MIN(HAS_PERMS_BY_NAME(QUOTENAME({}) + N'.' + QUOTENAME(t.name), 'OBJECT', {permission})) \
             FROM sys.tables t WHERE t.schema_id = SCHEMA_ID({0}))",
            sql_text(schema)
        );
        match dialect {
            Dialect::SqlServer => format!("CAST(COALESCE({each}, {whole}) AS int)"),
            Dialect::Babelfish => format!("CAST({each} AS int)"),
        }
    }

    fn text(&self) -> String {
        match &self.schema {
            None => self.permission.to_owned(),
            Some(schema) => format!("{} in `{schema}`", self.permission),
        }
    }
}

/// Application locks keep two loaders apart; one of another name does not stand in a running load's way.
fn lock(connection: &mut Connection) -> Check {
    let sql = "DECLARE @got int; EXEC @got = sp_getapplock @Resource = N'pbiforge doctor', @LockMode = N'Shared', \
               @LockOwner = N'Session', @LockTimeout = 0; \
               IF @got >= 0 EXEC sp_releaseapplock @Resource = N'pbiforge doctor', @LockOwner = N'Session'; SELECT @got";
    match connection.query("take an application lock", sql, &[]) {
        Ok(rows) => match rows.first().and_then(|row| row.try_get::<i32, _>(0).ok().flatten()) {
            Some(got) if got >= 0 => Check::ok("locks", "two loads would be kept apart"),
            _ => Check::failed("locks", "no application lock is given (sp_getapplock)", None),
        },
        Err(error) => Check::failed("locks", said(&error), error.help()),
    }
}
