//! One loader at a time: an application lock of the database, held as long as the connection lives.
//!
//! The server lets go of it when the session ends, however it ends: a killed loader leaves nothing to clean up.

use sha2::{Digest, Sha256};

use super::{Connection, Error, Options};
use crate::name::sql_text;

/// How long another loader is waited for, in milliseconds: a server needs a moment to notice that one was killed.
const WAIT: u32 = 10_000;

/// Takes the lock of the schema for the connection's session, or says that another loader has it. Who has it already
/// may take it again. Who was refused should give its session up: Babelfish bears few refusals of one session.
pub fn lock(connection: &mut Connection, options: &Options) -> Result<(), Error> {
    let sql = format!(
        "DECLARE @got int; EXEC @got = sp_getapplock @Resource = {}, @LockMode = N'Exclusive', \
         @LockOwner = N'Session', @LockTimeout = {WAIT}; SELECT @got",
        sql_text(&resource(options))
    );
    let rows = connection.query("keep other loaders out", &sql, &[])?;
    match rows.first().and_then(|row| row.get::<i32, _>(0)) {
        Some(0 | 1) => Ok(()),
        _ => Err(Error::Busy { place: format!("{} {}.{}", options.place(), options.database, options.schema) }),
    }
}

/// Lets the next loader in while the connection lives on.
pub fn unlock(connection: &mut Connection, options: &Options) -> Result<(), Error> {
    let resource = sql_text(&resource(options));
    let sql = format!("EXEC sp_releaseapplock @Resource = {resource}, @LockOwner = N'Session'");
    connection.run("let other loaders in", &sql)
}

/// With the database, although SQL Server has the locks of each database apart: Babelfish has not. As a digest, since
/// two long names are more than the 255 characters that a lock's name may have.
fn resource(options: &Options) -> String {
    let digest = Sha256::digest(format!("{}\0{}", options.schema, options.database));
    format!("pbiforge:{}", digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_has_a_name_of_its_own_for_each_schema_and_fits() {
        let of = |schema: &str, database: &str| {
            resource(&Options { schema: schema.to_owned(), database: database.to_owned(), ..Options::default() })
        };
        assert_ne!(of("a", "bc"), of("ab", "c"));
        assert_eq!(of("a", "b"), of("a", "b"));
        assert!(of(&"s".repeat(128), &"d".repeat(128)).len() < 255);
    }
}
