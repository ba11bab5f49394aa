//! What the security policy shows somebody: their rows counted in their name.
//!
//! `EXECUTE AS USER` is the whole of it. Who has no user in the database gets one without a login, and the right to
//! read, in a transaction that is rolled back: nothing of the question stays. It takes the rights of an owner of the
//! database, and the transaction holds up whoever changes users meanwhile.

use super::script::Names;
use super::{Connection, Dialect, Error, Options, security};
use crate::name::{sql_name, sql_text};

/// Why nobody can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unasked {
    /// The server has no policies.
    NoPolicies,
    /// There could be one, and it is off.
    Off,
}

/// Whether there is a policy to ask.
pub fn may_ask(connection: &mut Connection, options: &Options) -> Result<Option<Unasked>, Error> {
    if connection.dialect() == Dialect::Babelfish {
        return Ok(Some(Unasked::NoPolicies));
    }
    Ok((!security::is_on(connection, options)?).then_some(Unasked::Off))
}

/// How many rows of each table the reader is shown.
pub fn rows(connection: &mut Connection, options: &Options, reader: &str, tables: &[&str]) -> Result<Vec<u64>, Error> {
    let sql = question(&Names::new(options)?, reader, tables);
    let rows = connection.query(&format!("count what `{reader}` is shown"), &sql, &[])?;
    let mut counts = vec![0; tables.len()];
    for row in &rows {
        let (Some(at), Some(count)) = (row.get::<i32, _>(0), row.get::<i64, _>(1)) else { continue };
        if let Some(place) = counts.get_mut(at as usize) {
            *place = count as u64;
        }
    }
    Ok(counts)
}

fn question(names: &Names, reader: &str, tables: &[&str]) -> String {
    let [user, text] = [sql_name(reader), sql_text(reader)];
    let counts: Vec<String> = tables
        .iter()
        .enumerate()
        .map(|(at, table)| format!("SELECT {at}, COUNT_BIG(*) FROM {}.{}", names.put("[mart]"), sql_name(table)))
        .collect();
    format!(
        "SET XACT_ABORT ON;\n\
         BEGIN TRANSACTION;\n\
         IF DATABASE_PRINCIPAL_ID({text}) IS NULL CREATE USER {user} WITHOUT LOGIN;\n\
         GRANT SELECT ON SCHEMA::{schema} TO {user};\n\
         EXECUTE AS USER = {text};\n\
         {counts};\n\
         REVERT;\n\
         ROLLBACK TRANSACTION;",
        schema = names.put("[mart]"),
        counts = counts.join("\nUNION ALL\n"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_leaves_nothing_behind_and_quotes_every_name() {
        let options = Options { schema: "my]mart".to_owned(), ..Options::default() };
        let names = Names::new(&options).expect("names");
        insta::assert_snapshot!(question(&names, "o'brien]@example.com", &["fact_sales", "odd]"]), @r"
        SET XACT_ABORT ON;
        BEGIN TRANSACTION;
        IF DATABASE_PRINCIPAL_ID(N'o''brien]@example.com') IS NULL CREATE USER [o'brien]]@example.com] WITHOUT LOGIN;
        GRANT SELECT ON SCHEMA::[my]]mart] TO [o'brien]]@example.com];
        EXECUTE AS USER = N'o''brien]@example.com';
        SELECT 0, COUNT_BIG(*) FROM [my]]mart].[fact_sales]
        UNION ALL
        SELECT 1, COUNT_BIG(*) FROM [my]]mart].[odd]]];
        REVERT;
        ROLLBACK TRANSACTION;
        ");
    }
}
