//! Running a script, and recording that it ran, in one step.

use crate::name::sql_text;
use crate::sqlserver::script::{Names, Rendered};
use crate::sqlserver::{Connection, Error, Options};

/// All of the script and its record, or nothing; a script that cannot run in a transaction is recorded after it ran.
pub fn run(connection: &mut Connection, options: &Options, script: &Rendered) -> Result<(), Error> {
    let record = script.record(&Names::new(options)?);
    if !script.transaction {
        batches(connection, script)?;
        return connection.run(&format!("record `{}`", script.name), &record);
    }
    in_transaction(connection, |connection| {
        batches(connection, script)?;
        connection.run(&format!("record `{}`", script.name), &record)
    })
}

/// As if the script had never run: another one has undone it.
pub fn forget(connection: &mut Connection, options: &Options, script: &Rendered) -> Result<(), Error> {
    let table = Names::new(options)?.put("[mart].[schema_version]");
    let sql = format!("DELETE FROM {table} WHERE [script] = {};", sql_text(&script.name));
    connection.run(&format!("forget `{}`", script.name), &sql)
}

/// Everything that `work` does, or nothing.
pub fn in_transaction(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<(), Error>,
) -> Result<(), Error> {
    connection.run("begin a transaction", "SET XACT_ABORT ON; BEGIN TRANSACTION;")?;
    let done = work(connection).and_then(|()| connection.run("commit", "COMMIT TRANSACTION;"));
    if done.is_err() {
        // The first error is what is to be told. If the connection broke, the server has rolled back by itself.
        let _ = connection.run("roll back", "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;");
    }
    done
}

fn batches(connection: &mut Connection, script: &Rendered) -> Result<(), Error> {
    for (at, batch) in script.batches.iter().enumerate() {
        let action = format!("run `{}` (batch {} of {})", script.name, at + 1, script.batches.len());
        connection.run(&action, batch)?;
    }
    Ok(())
}
