//! MD216: security along a relationship from many to many.

use crate::check::context::Context;
use crate::check::ends::{is_many_to_many, relationship_path};
use crate::diag::{Code, Diagnostic, Severity};
use crate::name::same;

pub static SECURED_MANY_TO_MANY: Code = Code {
    id: "MD216",
    name: "secured-many-to-many",
    severity: Severity::Note,
    explanation: "A role filters a table that is joined many to many: the filter is carried over row by row in every query, and what \
it hides is hard to foresee.

Wrong: a filter on Region, where Region and Sales are joined by a name that repeats.
Right: a bridge table of distinct names between them.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for relationship in context.model.relationships.iter().filter(|one| is_many_to_many(one)) {
        let ends = [relationship.from.table.as_str(), relationship.to.table.as_str()];
        let mut roles = context.model.roles.iter();
        let secured = roles.find_map(|role| {
            let mut permissions = role.table_permissions.iter().filter(|permission| permission.filter.is_some());
            let table = permissions.find(|permission| ends.iter().any(|end| same(end, permission.table.as_str())))?;
            Some((role, table.table.as_str()))
        });
        let Some((role, table)) = secured else { continue };
        let message = format!("the role `{}` filters `{table}`, which is joined many to many", role.name);
        found.push(
            Diagnostic::new(&SECURED_MANY_TO_MANY, message)
                .at(context.origins.place(&relationship_path(relationship)), "")
                .help("put a table of distinct keys between the two"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::*;

    #[test]
    fn a_filter_beside_many_to_many_is_found() {
        let model = |more: &str| {
            format!(
                "relationship r\n{more}    fromColumn: T.A\n    toColumn: T.A\nrole R\n    tablePermission T = 1 = 1\ntable T\n    column A\n        dataType: int64\n    partition P = m\n        source = 1\n"
            )
        };
        assert_eq!(lines(&SECURED_MANY_TO_MANY, &model("    toCardinality: many\n")), [1]);
        assert!(lines(&SECURED_MANY_TO_MANY, &model("")).is_empty());
    }
}
