//! PB009, PB010, PB011: the names of pages and visuals, which are the names of their folders.

use std::collections::BTreeMap;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const FOLDER_NAME: Code = Code {
    id: "PB009",
    name: "name-is-not-folder",
    severity: Severity::Note,
    explanation: "\
The `name` in a `page.json` or `visual.json` is not that of its folder. Power BI Desktop allows it and goes by the
name: folders may be renamed to something that people can read. It is worth a look where a folder was copied by hand, and
a warning where the folder bears a name such as Power BI Desktop gives.

Wrong:  pages/overview2/page.json with \"name\": \"overview\"
Right:  pages/overview2/page.json with \"name\": \"overview2\"
",
};

pub const BAD_NAME: Code = Code {
    id: "PB010",
    name: "bad-object-name",
    severity: Severity::Error,
    explanation: "\
The names of pages and visuals may have letters, digits, `_` and `-`, and at most 50 characters. Others keep the
report from opening. What the reader sees is `displayName`, which may be anything but nothing (a warning).

Wrong:  \"name\": \"Sales overview\"
Right:  \"name\": \"sales-overview\", \"displayName\": \"Sales overview\"
",
};

pub const DUPLICATE_NAME: Code = Code {
    id: "PB011",
    name: "duplicate-object-name",
    severity: Severity::Error,
    explanation: "\
Two visuals of one page, or two pages, have the same `name`. Power BI Desktop shows one of them.

Wrong:  visuals/a/visual.json and visuals/b/visual.json both with \"name\": \"a\"
Right:  \"name\": \"a\" in the one and \"name\": \"b\" in the other
",
};

const MAX_LENGTH: usize = 50;

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let pages = &project.read.origins.pages;
    let mut found = objects(project, pages.iter().map(|page| page.file.as_str()));
    for (path, json) in project.pages() {
        let shown = json.get("displayName").and_then(|value| Some((value, value.text()?)));
        if let Some((value, _)) = shown.filter(|(_, shown)| shown.trim().is_empty()) {
            let fault = Diagnostic::new(&BAD_NAME, "the page has an empty `displayName`");
            let fault = fault.at(Place::bytes(path, value.span.clone()), "").help("give it a name that readers see");
            found.push(Diagnostic { severity: Severity::Warning, ..fault });
        }
    }
    for page in pages {
        found.extend(objects(project, page.visuals.iter().map(|visual| visual.file.as_str())));
    }
    found
}

/// Checks the files of objects that must have different names.
fn objects<'a>(project: &Project, files: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for file in files {
        let folder = file.rsplit('/').nth(1).unwrap_or_default();
        let Some(json) = project.read.files.get(file).and_then(|json| json.get("name")) else { continue };
        let Some(name) = json.text() else { continue };
        let place = || Place::bytes(file, json.span.clone());
        let fault = fault(name);
        let is_sound = fault.is_none();
        if let Some(fault) = fault {
            let message = format!("the name `{name}` {fault}");
            let help = "names have letters, digits, `_` and `-`; what is shown is `displayName`";
            found.push(Diagnostic::new(&BAD_NAME, message).at(place(), "").help(help));
        }
        if let Some(first) = seen.get(name) {
            let message = format!("the name `{name}` is taken");
            found.push(
                Diagnostic::new(&DUPLICATE_NAME, message).at(place(), "").note(format!("it is that of `{first}`")),
            );
        } else if is_sound && name != folder {
            let message = format!("the name `{name}` is not that of the folder, `{folder}`");
            let mut fault = Diagnostic::new(&FOLDER_NAME, message).at(place(), "").help(format!("write `{folder}`"));
            if is_id(folder) {
                fault.severity = Severity::Warning;
            }
            found.push(fault);
        }
        seen.entry(name.to_owned()).or_insert(file);
    }
    found
}

/// Whether it is one of the names that Power BI Desktop gives: nobody renames a folder to such a one.
fn is_id(name: &str) -> bool {
    let name = name.strip_prefix("ReportSection").unwrap_or(name);
    name.len() == 20 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn fault(name: &str) -> Option<String> {
    let length = name.chars().count();
    if length == 0 {
        return Some("is empty".to_owned());
    }
    if length > MAX_LENGTH {
        return Some(format!("has {length} characters, more than {MAX_LENGTH}"));
    }
    let odd = name.chars().find(|c| !(c.is_alphanumeric() || matches!(c, '_' | '-')))?;
    Some(format!("has `{}`", odd.escape_debug()))
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree, with};

    const VISUAL: &str = "X.Report/definition/pages/p1/visuals/v1/visual.json";

    #[test]
    fn a_name_that_is_not_its_folders_is_noted() {
        let tree = with(VISUAL, "\"v1\"", "\"v2\"");
        assert_eq!(said(&tree), ["PB009 the name `v2` is not that of the folder, `v1`"]);
    }

    #[test]
    fn odd_characters_and_long_names_are_refused() {
        let said_of = |name: &str| said(&with(VISUAL, "\"v1\"", &format!("\"{name}\""))).join(" | ");
        assert_eq!(said_of("v 1"), "PB010 the name `v 1` has ` `");
        assert!(said_of(&"v".repeat(51)).contains("has 51 characters, more than 50"));
        assert!(!said_of("v-1_a").contains("PB010"));
    }

    #[test]
    fn the_second_of_one_name_is_named() {
        let mut tree = tree();
        let copy = tree.text(VISUAL).expect("a visual").to_owned();
        tree.insert("X.Report/definition/pages/p1/visuals/v2/visual.json", copy);
        assert_eq!(said(&tree), ["PB011 the name `v1` is taken"]);
    }

    #[test]
    fn nobody_renames_a_folder_to_an_id() {
        let mut tree = tree();
        let text = tree.text(VISUAL).expect("a visual").to_owned();
        tree.remove(VISUAL);
        tree.insert(VISUAL.replace("v1", "d8a1d20ba39f8823afef"), text);
        let found = super::super::check(&tree, &super::super::sound::model());
        assert!(
            found.iter().any(|found| found.code == &super::FOLDER_NAME && found.severity == super::Severity::Warning)
        );
    }
}
