//! PB007: the list of pages and the pages differ. PB008: the page to open is not there.

use std::collections::BTreeSet;

use super::Project;
use crate::diag::{Code, Diagnostic, Place, Severity};

pub const PAGE_ORDER: Code = Code {
    id: "PB007",
    name: "page-order",
    severity: Severity::Error,
    explanation: "\
`pages.json` lists the names of the pages in their order. A name in it that no `page.json` has is a page that has gone
missing, and a page that is not in it is put at the end of the report (a warning); both are most often left by a merge.

Wrong:  \"pageOrder\": [\"overview\", \"overview\", \"gone\"]
Right:  \"pageOrder\": [\"overview\", \"segments\"]
",
};

pub const ACTIVE_PAGE: Code = Code {
    id: "PB008",
    name: "active-page",
    severity: Severity::Error,
    explanation: "\
`activePageName` in `pages.json` is the page the report opens on, by its `name`, and `landingPageName` the one on which
every reader lands; that page does not exist.

Wrong:  \"activePageName\": \"Overview\"      (the name that is shown)
Right:  \"activePageName\": \"1f0a9c32b7d4e5f60718\"
",
};

pub fn check(project: &Project) -> Vec<Diagnostic> {
    let file = project.read.path("definition/pages/pages.json");
    let pages = &project.read.report.pages;
    let known = || pages.iter().map(|page| page.id.as_str());
    let Some(json) = project.read.files.get(&file) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let names: BTreeSet<&str> = known().collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for item in json.get("pageOrder").map(|order| order.items()).unwrap_or_default() {
        let Some(name) = item.text() else { continue };
        let place = Place::bytes(file.as_str(), item.span.clone());
        if seen.contains(name) {
            let message = format!("the page `{name}` stands twice in `pageOrder`");
            found.push(Diagnostic::new(&PAGE_ORDER, message).at(place, "the second time"));
        } else if !names.contains(name) {
            let message = format!("`pageOrder` names `{name}`, which is no page");
            found.push(Diagnostic::new(&PAGE_ORDER, message).at(place, "").did_you_mean(name, known()));
        }
        seen.insert(name);
    }
    if json.get("pageOrder").is_some() {
        for (page, origin) in pages.iter().zip(&project.read.origins.pages) {
            if !seen.contains(page.id.as_str()) {
                let message = format!("the page `{}` is not in `pageOrder`", page.id);
                let mut diagnostic = Diagnostic::new(&PAGE_ORDER, message).at(Place::file(origin.file.as_str()), "");
                diagnostic.severity = Severity::Warning;
                found.push(diagnostic.help(format!("add it to `{file}`")));
            }
        }
    }
    for (key, what) in [("activePageName", "active page"), ("landingPageName", "landing page")] {
        let Some(active) = json.get(key) else { continue };
        let Some(name) = active.text().filter(|name| !known().any(|page| page == *name)) else { continue };
        let place = Place::bytes(file.as_str(), active.span.clone());
        let diagnostic = Diagnostic::new(&ACTIVE_PAGE, format!("the {what} `{name}` does not exist"));
        let by_title = pages.iter().find(|page| page.display_name == name);
        found.push(match by_title {
            Some(page) => diagnostic.at(place, "").help(format!("the page shown as `{name}` is `{}`", page.id)),
            None => diagnostic.at(place, "").did_you_mean(name, known()),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::sound::{said, tree, with};

    const FILE: &str = "X.Report/definition/pages/pages.json";

    #[test]
    fn a_listed_page_that_is_none_and_one_listed_twice_are_named() {
        let tree = with(FILE, "[\"p1\"]", "[\"p1\", \"gone\", \"p1\"]");
        let said = said(&tree);
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said.contains(&"PB007 `pageOrder` names `gone`, which is no page".to_owned()));
        assert!(said.contains(&"PB007 the page `p1` stands twice in `pageOrder`".to_owned()));
    }

    #[test]
    fn a_page_that_is_not_listed_is_named() {
        let mut tree = tree();
        let page = tree.text("X.Report/definition/pages/p1/page.json").expect("a page").replace("p1", "p2");
        tree.insert("X.Report/definition/pages/p2/page.json", page);
        assert_eq!(said(&tree), ["PB007 the page `p2` is not in `pageOrder`"]);
    }

    #[test]
    fn the_page_to_open_must_exist() {
        let tree = with(FILE, "\"activePageName\": \"p1\"", "\"activePageName\": \"P\"");
        assert_eq!(said(&tree), ["PB008 the active page `P` does not exist"]);
        let tree = with(FILE, "\"activePageName\"", "\"landingPageName\": \"p\", \"activePageName\"");
        assert_eq!(said(&tree), ["PB008 the landing page `p` does not exist"]);
    }
}
