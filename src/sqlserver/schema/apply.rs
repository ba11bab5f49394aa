//! Running a script, and recording that it ran, in one step.

use crate::name::sql_text;
use crate::sqlserver::script::{Names, Rendered};
use crate::sqlserver::{Connection, Error, Options};

/// All of the script and its record, or nothing; a script that cannot run in a transaction is recorded after it ran.
pub fn run(connection: &mut Connection, options: &Options, script: &Rendered) -> Result<(), Error> {
    let record = record(script, &Names::new(options)?);
    if !script.transaction {
        batches(connection, script)?;
        return connection.run(&format!("record `{}`", script.name), &record);
    }
    connection.run("begin a transaction", "SET XACT_ABORT ON; BEGIN TRANSACTION;")?;
    let done = batches(connection, script)
        .and_then(|()| connection.run(&format!("record `{}`", script.name), &record))
        .and_then(|()| connection.run(&format!("commit `{}`", script.name), "COMMIT TRANSACTION;"));
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

fn record(script: &Rendered, names: &Names) -> String {
    let table = names.put("[mart].[schema_version]");
    let [name, hash] = [script.name.as_str(), &script.sha256()].map(sql_text);
    format!(
        "DELETE FROM {table} WHERE [script] = {name};\n\
         INSERT INTO {table} ([script], [version], [sha256]) VALUES ({name}, {}, {hash});",
        script.version
    )
}
