//! MD223: relationships that filter in both directions, or from many to many.

use crate::check::context::Context;
use crate::check::ends::{is_both_ways, is_many_to_many, is_one_to_one, relationship_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static BOTH_WAYS: Code = Code {
    id: "MD223",
    name: "both-ways",
    severity: Severity::Note,
    explanation:
        "Most models need neither. A filter that goes in both directions is slow and may come by a second way; many to \
many drops the rows without a counterpart. Look whether it is meant.

Wrong: `crossFilteringBehavior: bothDirections` for one visual.
Right: `CROSSFILTER(…, BOTH)` in the measure of this visual.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for relationship in &context.model.relationships {
        let (from, to) = (&relationship.from, &relationship.to);
        if is_both_ways(relationship) != is_many_to_many(relationship) && !is_one_to_one(relationship) {
            let message = format!(
                "the relationship of `{}` and `{}` is {}",
                from.table,
                to.table,
                if is_both_ways(relationship) { "in both directions" } else { "many to many" }
            );
            found.push(
                Diagnostic::new(&BOTH_WAYS, message)
                    .at(context.origins.place(&relationship_path(relationship)), "")
                    .help("keep it only where a report needs it"),
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
        assert_eq!(lines(&BOTH_WAYS, &model("    crossFilteringBehavior: bothDirections\n")).len(), 1);
        assert!(lines(&BOTH_WAYS, &model("")).is_empty());
    }
}
