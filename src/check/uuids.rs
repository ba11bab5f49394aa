//! TM063: what looks like a UUID, or has to be one, and is none.

use super::context::Context;
use crate::diag::{Code, Diagnostic, Severity};
use crate::tmdl::origins::Part;

pub static NOT_A_UUID: Code = Code {
    id: "TM063",
    name: "not-a-uuid",
    severity: Severity::Warning,
    explanation:
        "A lineage tag is a UUID, and so is the name of a relationship that has the form of one. Power BI Desktop \
loads other texts; a tag that was shortened or mistyped no longer ties the object to what it was, and tools take two \
that differ for two objects.

Wrong: `lineageTag: 3c85e8fd-658b-5be0-a389-c34d31b98ba`
Right: `lineageTag: 3c85e8fd-658b-5be0-a389-c34d31b98ba5`, or no line: Power BI Desktop writes it.",
};

pub fn check(context: &Context, found: &mut Vec<Diagnostic>) {
    let parts = context.origins.iter().filter_map(|(_, origin)| origin.properties.get("lineageTag"));
    let tags: Vec<(&Part, &str)> = parts.filter_map(|part| Some((part, context.written(part)?))).collect();
    let (sound, others): (Vec<_>, Vec<_>) =
        tags.into_iter().filter(|(_, tag)| !tag.is_empty()).partition(|(_, tag)| is_uuid(tag));
    // Where tags are words throughout, a tool or a person meant them so.
    for (part, tag) in others.iter().filter(|_| sound.len() > others.len()) {
        found.push(
            Diagnostic::new(&NOT_A_UUID, format!("the lineage tag `{tag}` is not a UUID, as the others are"))
                .at(part.place(), "")
                .help("remove the line: Power BI Desktop gives the object a tag when it saves"),
        );
    }
    for relationship in &context.model.relationships {
        let name = relationship.name.as_str();
        if has_form(name) && !is_uuid(name) {
            found.push(
                Diagnostic::new(&NOT_A_UUID, format!("the relationship's name `{name}` is not a UUID"))
                    .at(context.origins.place(&super::ends::relationship_path(relationship)), "")
                    .help("write one with the digits 0 to 9 and a to f, or a name in words"),
            );
        }
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

/// Five groups of letters and digits, as long as those of a UUID.
fn has_form(text: &str) -> bool {
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_a_uuid_is_told_from_a_name() {
        assert!(has_form("20fb81fg-4c52-5fca-a4f6-a53a022fef6d") && !is_uuid("20fb81fg-4c52-5fca-a4f6-a53a022fef6d"));
        assert!(is_uuid("20fb81fc-4c52-5FCA-a4f6-a53a022fef6d"));
        assert!(!has_form("Customer Month to Date") && !is_uuid("{20fb81fc-4c52-5fca-a4f6-a53a022fef6d}"));
    }
}
