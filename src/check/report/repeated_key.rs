//! PB017: an object of a JSON file has the same key twice.

use std::collections::BTreeSet;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::pbir::Json;

pub const REPEATED_KEY: Code = Code {
    id: "PB017",
    name: "repeated-property",
    severity: Severity::Warning,
    explanation: "\
An object of a JSON file has the same key twice, most often after a merge by hand. Only the last of the two values
counts; the next save in Power BI Desktop drops the other.

Wrong:  { \"displayName\": \"Overview\", \"displayName\": \"Summary\" }
Right:  { \"displayName\": \"Summary\" }
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, json) in &project.read.files {
        repeated(json, path, &mut found);
    }
    found
}

pub fn repeated(json: &Json, path: &str, found: &mut Vec<Diagnostic>) {
    json.items().iter().for_each(|item| repeated(item, path, found));
    let mut seen = BTreeSet::new();
    for member in json.members() {
        if !seen.insert(member.key.as_str()) {
            let message = format!("the key `{}` stands twice in this object", member.key);
            found.push(
                Diagnostic::new(&REPEATED_KEY, message)
                    .at(Place::bytes(path, member.key_span.clone()), "the second time")
                    .help("remove one of the two"),
            );
        }
        repeated(&member.value, path, found);
    }
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, with};

    #[test]
    fn the_second_of_two_is_named() {
        let tree = with("X.Report/definition/pages/p1/page.json", "\"width\"", "\"annotations\": [], \"width\"");
        assert_eq!(said(&tree), [""; 0]);
        let tree = with("X.Report/definition/pages/p1/page.json", "\"width\"", "\"width\": 700, \"width\"");
        assert_eq!(said(&tree), ["PB017 the key `width` stands twice in this object"]);
    }
}
