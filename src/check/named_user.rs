//! MD084: addresses of people in the filters of roles.

use super::context::Context;
use crate::bind::SitePlace;
use crate::dax::tree::{ExprKind, Literal};
use crate::diag::{Code, Diagnostic, Severity};

pub static NAMED_USER: Code = Code {
    id: "MD084",
    name: "named-user",
    severity: Severity::Warning,
    explanation:
        "An address stands in the filter of a role. Every member of the role sees what that one person may see, \
or that person keeps a way in when the table of users no longer has them.

Wrong: `Manager[User] = \"ana@example.com\"`
Right: `Manager[User] = USERPRINCIPALNAME()`",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for tree in context.trees.iter().filter(|tree| tree.dax.place == SitePlace::RowFilter) {
        tree.root.walk(&mut |expr| {
            if let ExprKind::Literal(Literal::Text(text)) = &expr.kind
                && is_address(text)
            {
                found.push(
                    Diagnostic::new(&NAMED_USER, format!("the filter names `{text}`"))
                        .at(tree.place(context, &expr.span), "")
                        .help("compare with `USERPRINCIPALNAME()`, and keep the people in a table"),
                );
            }
        });
    }
}

pub fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let is_part =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || matches!(c, '@' | '*' | '%'));
    is_part(name) && is_part(host) && host.trim_matches('.').contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_texts() {
        assert!(is_address("ana@example.com") && is_address("a.b+c@x.co.uk"));
        assert!(
            ["@example.com", "ana@", "a b@c.d", "*@example.com", "North", "a@b@c.d"]
                .iter()
                .all(|text| !is_address(text))
        );
    }
}
