//! The same question to a database that secures its rows itself: its counts must be the model's.
//!
//! Who asks, and how a reader's name is made known to the server (`EXECUTE AS`, the session's context), is for the
//! implementation to say.

use super::judge::Seen;
use super::security::Security;
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
    /// How many rows of the table the reader is shown.
    fn rows(&self, reader: &str, table: &str) -> Result<u64, Self::Error>;
}

/// Tables of which the database shows somebody more or fewer rows than the model: one finding a table.
pub fn compare<S: Server>(server: &S, security: &Security, seen: &[Seen]) -> Result<Vec<Diagnostic>, S::Error> {
    let mut found = Vec::new();
    for (table, facts) in security.evidence.facts.iter().enumerate() {
        let Some(source) = &facts.source else { continue };
        let mut first: Option<(&str, u64, u64)> = None;
        let mut others = 0;
        for Seen { manager, sight } in seen {
            let shown: u64 = sight.tables[table].values().map(|amount| amount.rows).sum();
            let rows = server.rows(&manager.name, source)?;
            if rows != shown {
                others += u64::from(first.is_some());
                first.get_or_insert((&manager.name, shown, rows));
            }
        }
        if let Some((reader, shown, rows)) = first {
            let name = security.plan.schema.table_name(table);
            let message = format!(
                "`{reader}` sees {shown} rows of `{name}` in the model and {rows} of `{source}` in the database"
            );
            let finding = Diagnostic::new(&DISAGREES, message);
            found.push(if others > 0 {
                finding.note(format!("and {others} others see another number too"))
            } else {
                finding
            });
        }
    }
    Ok(found)
}
