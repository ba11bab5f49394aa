//! PB074: a list of a report has the same entry twice.

use std::collections::BTreeSet;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::json::Member;
use crate::pbir::{Json, fields};

pub const REPEATED_ENTRY: Code = Code {
    id: "PB074",
    name: "repeated-entry",
    severity: Severity::Warning,
    explanation: "\
The entries of some lists are told apart by a name: packages of resources and what is in them, annotations, the sources of
a query, the parameters of a page. Others by what they are about: the two ends of an interaction, the field of a sort
order or of a role. Where two are the same, most often after a merge, one of them is passed over.

Wrong:  \"annotations\": [{ \"name\": \"a\", \"value\": \"1\" }, { \"name\": \"a\", \"value\": \"2\" }]
Right:  \"annotations\": [{ \"name\": \"a\", \"value\": \"2\" }]
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in project.read.definition() {
        json.each(&mut |member| {
            let mut seen = BTreeSet::new();
            let twice =
                member.value.items().iter().find(|item| name(path, member, item).is_some_and(|it| !seen.insert(it)));
            if let Some(item) = twice {
                let message = format!("`{}` has the same entry twice", member.key);
                let place = Place::bytes(path, item.span.start..item.span.start + 1);
                found.push(
                    Diagnostic::new(&REPEATED_ENTRY, message)
                        .at(place, "the second time")
                        .help("remove one of the two"),
                );
            }
        });
    }
    found
}

/// What an entry of a list is told by.
fn name(path: &str, list: &Member, item: &Json) -> Option<String> {
    let text = |key: &str| item.get(key)?.text().map(str::to_owned);
    match list.key.as_str() {
        "annotations" | "parameters" | "resourcePackages" => text("name"),
        "items" if path.ends_with("/report.json") => text("name"),
        "From" => text("Name"),
        "visualInteractions" => Some(format!("{}\n{}", text("source")?, text("target")?)),
        "sort" => {
            let field = fields::fields(item.get("field")?);
            let (field, _) = field.first()?;
            Some(format!("{}\n{:?}", field.table, field.kind))
        }
        "projections" => {
            let fields: Vec<_> = fields::fields(item).into_iter().map(|(field, _)| (field.table, field.kind)).collect();
            Some(format!("{}\n{fields:?}", text("queryRef").filter(|name| !name.is_empty())?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    #[test]
    fn an_entry_stands_once() {
        let said_of = |second: &str| {
            let list = format!(
                "\"annotations\": [{{\"name\": \"a\", \"value\": \"1\"}}, {{\"name\": \"{second}\", \"value\": \"2\"}}]"
            );
            said(&with(
                "X.Report/definition/report.json",
                "\"themeCollection\"",
                &format!("{list}, \"themeCollection\""),
            ))
        };
        assert_eq!(said_of("b"), [""; 0]);
        assert_eq!(said_of("a"), ["PB074 `annotations` has the same entry twice"]);
    }
}
