//! MD068: the key of a table.

use super::context::{Context, path_in};
use crate::diag::{Code, Diagnostic, Severity};

pub static SEVERAL_KEYS: Code = Code {
    id: "MD068",
    name: "several-keys",
    severity: Severity::Warning,
    explanation: "A table has at most one column with `isKey`. The key of a table with several is one column that \
holds them all, or none.

Wrong: `isKey` on both `Date` and `Date Key`.
Right: `isKey` on `Date` alone.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for table in &context.model.tables {
        let mut keys = table.columns.iter().filter(|column| column.is_key);
        let Some(first) = keys.next() else { continue };
        let place = |column: &str| context.place(&path_in(table, "column", column), "isKey");
        for second in keys {
            found.push(
                Diagnostic::new(&SEVERAL_KEYS, format!("the table `{}` has more than one key", table.name))
                    .at(place(second.name.as_str()), "this column")
                    .at(place(first.name.as_str()), "and this one")
                    .help("leave `isKey` on one of them"),
            );
        }
    }
}
