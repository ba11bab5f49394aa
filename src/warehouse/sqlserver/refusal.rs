//! What the server refuses in a publish, told in words that somebody can act on.

use std::error::Error as _;

use super::super::Error;
use crate::sqlserver::Error as ServerError;

/// A row is referred to by a row of another table, or refers to none.
const FOREIGN_KEY: u32 = 547;
/// Two rows with one key: of a constraint, of an index.
const SAME_KEY: [u32; 2] = [2627, 2601];

pub fn explain(error: ServerError) -> Error {
    let message = || error.source().map(ToString::to_string).unwrap_or_default();
    match error.number() {
        Some(FOREIGN_KEY) => Error::Constraint {
            what: "a constraint of the database stands against the new rows",
            help: "the message names the constraint and its table. Where the table is your own and refers to ours, \
                   change or delete its rows that refer to what is gone from the source, or give its foreign key \
                   ON DELETE; nothing was published",
            message: message(),
        },
        Some(number) if SAME_KEY.contains(&number) => Error::Constraint {
            what: "two new rows have what the database takes for one key",
            help: "the collation of the key column decides: most tell no upper from lower case, and none a text from \
                   the same text with blanks after it. Make the values differ otherwise, or give the column a binary \
                   collation; nothing was published",
            message: message(),
        },
        _ => error.into(),
    }
}
