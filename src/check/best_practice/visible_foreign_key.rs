//! MD267: keys that only relationships need.

use crate::check::context::{Context, path_in};
use crate::check::ends::{ends, is_many_to_many, is_one_to_one};
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
    for relationship in context.model.relationships.iter().filter(|one| !is_one_to_one(one) && !is_many_to_many(one)) {
        let Some(ends) = ends(context, relationship) else { continue };
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

    fn model(column: &str) -> String {
        let table = |name: &str| {
            format!("table {name}\n    column A\n        {column}\n    partition P = m\n        source = 1\n")
        };
        format!("relationship r\n    fromColumn: T.A\n    toColumn: U.A\n{}{}", table("T"), table("U"))
    }

    #[test]
    fn it_is_found_and_can_be_mended() {
        assert_eq!(lines(&VISIBLE_FOREIGN_KEY, &model("dataType: int64")).len(), 1);
        assert!(lines(&VISIBLE_FOREIGN_KEY, &model("isHidden")).is_empty());
    }
}
