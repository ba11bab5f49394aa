//! MD218: many to many, in both directions.

use crate::check::context::Context;
use crate::check::ends::{is_both_ways, is_many_to_many, relationship_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static MANY_TO_MANY_BOTH: Code = Code {
    id: "MD218",
    name: "many-to-many-both-ways",
    severity: Severity::Warning,
    explanation: "A relationship from many to many that filters in both directions is slow, drops the rows without a counterpart, \
and soon makes a second way for a filter.

Wrong: `toCardinality: many` with `crossFilteringBehavior: bothDirections`.
Right: one direction, or a bridge table.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for relationship in &context.model.relationships {
        let (from, to) = (&relationship.from, &relationship.to);
        if is_many_to_many(relationship) && is_both_ways(relationship) {
            let message = format!("`{}` and `{}` are joined many to many, in both directions", from.table, to.table);
            found.push(
                Diagnostic::new(&MANY_TO_MANY_BOTH, message)
                    .at(context.place(&relationship_path(relationship), "crossFilteringBehavior"), "")
                    .help("let it filter in one direction"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    fn model(relationship: &str) -> String {
        let table = |name: &str| {
            format!("table {name}\n    column A\n        dataType: string\n    partition P = m\n        source = 1\n")
        };
        format!("relationship r\n{relationship}    fromColumn: T.A\n    toColumn: U.A\n{}{}", table("T"), table("U"))
    }

    #[test]
    fn it_is_found_and_can_be_mended() {
        assert_eq!(
            lines(&MANY_TO_MANY_BOTH, &model("    crossFilteringBehavior: bothDirections\n    toCardinality: many\n"))
                .len(),
            1
        );
        assert!(lines(&MANY_TO_MANY_BOTH, &model("    toCardinality: many\n")).is_empty());
    }
}
