//! MD267: keys that only relationships need.

use crate::check::context::{Context, path_in};
use crate::check::ends::many_to_one;
use crate::diag::{Code, Diagnostic, Severity};

pub static VISIBLE_FOREIGN_KEY: Code = Code {
    id: "MD267",
    name: "visible-foreign-key",
    severity: Severity::Note,
    explanation: "The column at the many end of a relationship is for the engine. Shown, it invites people to filter the fact table \
by it, beside the dimension that is made for it.

Wrong: `Sales[Customer ID]` without `isHidden`.
Right: `isHidden` on it.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for ends in many_to_one(context) {
        let (table, column) = ends.from;
        if column.is_hidden || table.is_hidden {
            continue;
        }
        let message = format!("the key `{}` of `{}` is shown", column.name, table.name);
        let place = context.origins.place(&path_in(table, "column", column.name.as_str()));
        found.push(Diagnostic::new(&VISIBLE_FOREIGN_KEY, message).at(place, "").help("add `isHidden`"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn it_is_found_and_can_be_mended() {
        assert_eq!(lines(&VISIBLE_FOREIGN_KEY, &joined_by("dataType: int64")).len(), 1);
        assert!(lines(&VISIBLE_FOREIGN_KEY, &joined_by("isHidden")).is_empty());
    }
}
