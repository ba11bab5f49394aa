//! MD268: keys that are not marked.

use super::is_automatic;
use crate::check::context::{Context, path_in};
use crate::check::ends::many_to_one;
use crate::diag::{Code, Diagnostic, Severity};

pub static UNMARKED_KEY: Code = Code {
    id: "MD268",
    name: "unmarked-key",
    severity: Severity::Note,
    explanation: "The column at the one end of a relationship is a key. `isKey` says so, to tools and to the engine.

Wrong: `Customer[Customer ID]`, which Sales is joined to, without `isKey`.
Right: `isKey` on it.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for ends in many_to_one(context) {
        let (table, column) = ends.to;
        if table.columns.iter().any(|column| column.is_key) || is_automatic(table) {
            continue;
        }
        let message = format!("`{}` is the key of `{}` and not marked", column.name, table.name);
        let place = context.origins.place(&path_in(table, "column", column.name.as_str()));
        found.push(Diagnostic::new(&UNMARKED_KEY, message).at(place, "").help("add `isKey`"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        assert_eq!(lines(&UNMARKED_KEY, &joined_by("dataType: int64")).len(), 1);
        assert!(lines(&UNMARKED_KEY, &joined_by("isKey")).is_empty());
    }
}
