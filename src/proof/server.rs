//! The same question to a database that secures its rows itself: its counts must be the model's.
//!
//! Who asks, and how a reader's name is made known to the server (`EXECUTE AS`, the session's context), is for the
//! implementation to say.

use super::security::{Security, Sight};
use crate::diag::{Code, Diagnostic, Severity};

pub static DISAGREES: Code = Code {
    id: "RL063",
    name: "server-disagrees",
    severity: Severity::Error,
    explanation: "The security policy of the database shows a reader another number of rows than the role of the model \
                  does. One of the two is wrong, and whoever goes round the report sees by the database's.\n\n\
                  Wrong:  the policy's function was changed by hand, the role was not\n\
                  Right:  both come from the mapping files: `pbiforge run`",
};

/// A database that knows its readers.
pub trait Server {
    type Error;
    /// How many rows of each of the tables the reader is shown.
    fn rows(&mut self, reader: &str, tables: &[&str]) -> Result<Vec<u64>, Self::Error>;
}

/// Somebody, and what the model shows them.
pub type Reader<'a> = (&'a str, &'a Sight);

/// Tables of which the database shows somebody more or fewer rows than the model: one finding a table.
pub fn compare<S: Server>(
    server: &mut S,
    security: &Security,
    readers: &[Reader],
) -> Result<Vec<Diagnostic>, S::Error> {
    let facts = security.evidence.facts.iter().enumerate();
    let (tables, sources): (Vec<usize>, Vec<&str>) =
        facts.filter_map(|(table, facts)| Some((table, facts.source.as_deref()?))).unzip();
    let mut differing: Vec<Vec<(&str, u64, u64)>> = vec![Vec::new(); tables.len()];
    for (reader, sight) in readers {
        let counts = server.rows(reader, &sources)?;
        for ((table, differing), rows) in tables.iter().zip(&mut differing).zip(counts) {
            let shown = sight.tables[*table].values().map(|amount| amount.rows).sum();
            if rows != shown {
                differing.push((reader, shown, rows));
            }
        }
    }
    let told = tables.iter().zip(&sources).zip(&differing).filter_map(|((table, source), differing)| {
        let [(reader, shown, rows), others @ ..] = differing.as_slice() else { return None };
        let name = security.plan.schema.table_name(*table);
        let message =
            format!("`{reader}` sees {shown} rows of `{name}` in the model and {rows} of `{source}` in the database");
        let finding = Diagnostic::new(&DISAGREES, message);
        Some(match others.len() {
            0 => finding,
            others => finding.note(format!("and {others} others see another number too")),
        })
    });
    Ok(told.collect())
}
