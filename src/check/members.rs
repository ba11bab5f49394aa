//! MD127: the members of roles.

use super::carried::text;
use super::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::tmdl::origins::path;

pub static UNKNOWN_MEMBER: Code = Code {
    id: "MD127",
    name: "unknown-member-type",
    severity: Severity::Error,
    explanation: "A member of a role is a user, where nothing is said, or a `group`; `auto` leaves it to the service. Another word is refused.

Wrong: `member 'managers@example.com' = people`
Right: `member 'managers@example.com' = group`",
};

const KINDS: &[&str] = &["auto", "user", "group", "activeDirectory"];

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    for role in &context.model.roles {
        for member in &role.members {
            let path = path(&path("", "role", role.name.as_str()), "member", &member.name);
            let written = member.kind.as_deref().or_else(|| text(&member.more, "memberType"));
            let Some(kind) = written.map(str::trim) else { continue };
            if !KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind)) {
                let fault = Diagnostic::new(&UNKNOWN_MEMBER, format!("a member of a role is no `{kind}`"));
                found.push(fault.at(context.origins.place(&path), "").did_you_mean(kind, KINDS.iter().copied()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::lines;

    #[test]
    fn members_are_users_or_groups() {
        let text = |kind: &str| format!("role R\n    modelPermission: read\n    member 'a@b.c'{kind}\n");
        assert_eq!(lines(&UNKNOWN_MEMBER, &text(" = people")), [3]);
        assert_eq!(lines(&UNKNOWN_MEMBER, &text(" = Group")), [0; 0]);
        assert_eq!(lines(&UNKNOWN_MEMBER, &text("")), [0; 0]);
        assert_eq!(lines(&UNKNOWN_MEMBER, &text("\n        memberType: person")), [3]);
        assert_eq!(lines(&UNKNOWN_MEMBER, &text("\n        memberType: group")), [0; 0]);
    }
}
