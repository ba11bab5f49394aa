//! What is said of a table or column that cannot be taken in as it is, whether it was read from files or a database.

use super::{FOREIGN_KEY_OUTSIDE, UNKNOWN_TYPE, UNSUPPORTED_TYPE};
use crate::diag::Diagnostic;

/// A column of a type that no model can hold, with the type's name where it is known.
pub fn unsupported_type(column: &str, type_name: &str) -> Diagnostic {
    let of = if type_name.is_empty() { "its type".to_owned() } else { format!("the type `{type_name}`") };
    Diagnostic::new(&UNSUPPORTED_TYPE, format!("`{column}` is left out: {of} is none that a model can hold"))
        .help("show it in a view as a text, a number or a date to have it in the model")
}

/// A column of an alias type that nothing declares.
pub fn undeclared_type(column: &str, type_name: &str) -> Diagnostic {
    Diagnostic::new(&UNSUPPORTED_TYPE, format!("`{column}` is left out: the type `{type_name}` is not known"))
        .help("give the file with its `CREATE TYPE` too")
}

/// A column of a view, or a computed one, whose expression does not tell its type.
pub fn unknown_type(column: &str) -> Diagnostic {
    Diagnostic::new(&UNKNOWN_TYPE, format!("`{column}` is left out: its type does not follow from its expression"))
        .help("say it with a `CAST`")
}

/// A foreign key to a table that is not part of the catalog.
pub fn outside(from: &str, to: &str) -> Diagnostic {
    Diagnostic::new(&FOREIGN_KEY_OUTSIDE, format!("`{from}` refers to `{to}`, which is not part of the catalog"))
        .note("the model has the table without that relationship")
}
