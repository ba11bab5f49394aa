//! MD212: models that filter in both directions everywhere.

use crate::check::context::Context;
use crate::check::ends::{is_both_ways, is_many_to_many, is_one_to_one, relationship_path};
use crate::diag::{Code, Diagnostic, Severity};

pub static MANY_WEAK_RELATIONSHIPS: Code = Code {
    id: "MD212",
    name: "many-weak-relationships",
    severity: Severity::Note,
    explanation: "More than three in ten relationships filter in both directions or go from many to many. Such a model is slow, and \
hard to say anything certain about.

Wrong: `crossFilteringBehavior: bothDirections` on every relationship.
Right: one direction, and both where a report cannot do without.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let all = &context.model.relationships;
    let weak: Vec<_> =
        all.iter().filter(|one| is_many_to_many(one) || is_both_ways(one) && !is_one_to_one(one)).collect();
    // One of two is no habit.
    if let [first, _, _, ..] = weak.as_slice()
        && weak.len() * 10 > all.len() * 3
    {
        let message = format!("{} of {} relationships are many to many or in both directions", weak.len(), all.len());
        found.push(
            Diagnostic::new(&MANY_WEAK_RELATIONSHIPS, message)
                .at(context.origins.place(&relationship_path(first)), "the first of them")
                .help("let filters go from the one side to the many"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn more_than_three_in_ten_are_many() {
        let model = |more: &str| {
            (0..3)
                .map(|at| format!("relationship r{at}\n{more}    fromColumn: T.A\n    toColumn: U.A\n"))
                .collect::<String>()
        };
        assert_eq!(lines(&MANY_WEAK_RELATIONSHIPS, &model("    toCardinality: many\n")), [1]);
        assert!(lines(&MANY_WEAK_RELATIONSHIPS, &model("")).is_empty());
    }
}
